"""The transcript feed: what a speech-to-text tool writes, turned into turns as it comes."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from enum import StrEnum

from coach.conversation import Speaker
from coach.debrief import speakers
from coach.debrief.speakers import Role
from coach.legible import legible
from coach.live.clock import elapsed
from coach.live.fed_turn import FedTurn
from coach.live.transcript.cue import Cue, Parser
from coach.live.transcript.doubt import is_doubtful, without_sounds
from coach.live.transcript.jsonlines import MAX_CHARS, JsonLines
from coach.live.transcript.plain import Plain
from coach.live.transcript.same import is_same, is_tail
from coach.live.transcript.webvtt import TIMING, WebVtt

MAX_LINE = 20_000
"""A longer line is cut: nobody says so much in one breath, and nothing may grow for ever."""
_ORDER = 1.0
"""So many seconds earlier than what came before, and a line counts as late: tools overlap a little."""
_BEHIND = 15.0
"""So many seconds later than this tool is at its quickest, and a line is about something that has passed."""
_RECENT = 12
"""Among so many of the last lines the one is looked for that a new line corrects."""
_ANSI = re.compile(r"\x1b\][^\x07\x1b\n]*(?:\x07|\x1b\\)|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b[@-Z\\^_]")
_BREAK = re.compile(r"\r\n|\n|\r(?!$)")


_SIDES: dict[Role | None, Speaker] = {Role.MANAGER: Speaker.MANAGER, Role.EMPLOYEE: Speaker.EMPLOYEE}


class Form(StrEnum):
    """How the tool writes."""

    PLAIN = "plain"
    WEBVTT = "webvtt"
    JSON = "json"


_PARSERS: dict[Form, type[Plain] | type[WebVtt] | type[JsonLines]] = {
    Form.PLAIN: Plain,
    Form.WEBVTT: WebVtt,
    Form.JSON: JsonLines,
}


class Feed:
    """Takes what comes, in pieces of any size, and gives the turns that are complete.

    It never raises: what makes no sense is counted in `broken`. Lines of sound alone ("[Muziek]") are left out.

    Args:
        form: how the tool writes; left out, the first line tells.
        manager: what the tool calls the manager; then everyone else is on the employee's side.
        clock: for how late a line comes.
    """

    def __init__(
        self, form: Form | None = None, *, manager: str | None = None, clock: Callable[[], float] = elapsed
    ) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self._rest = ""
        self._parser: Parser | None = _PARSERS[form]() if form else None
        self._sides: dict[str, Speaker] = {speakers.key(manager): Speaker.MANAGER} if manager else {}
        self._clock = clock
        self._turns: dict[int, FedTurn] = {}
        self._keys: dict[str, int] = {}
        self._maybe: dict[str, list[int]] = {}
        self._names: dict[str, str] = {}
        self._latest = 0.0
        self._delay: float | None = None

    @property
    def broken(self) -> int:
        """How many lines made no sense."""
        return self._parser.broken if self._parser else 0

    @property
    def names(self) -> tuple[str, ...]:
        """What the tool calls those who speak, in order of appearance."""
        return tuple(self._names.values())

    @property
    def unknown(self) -> tuple[str, ...]:
        """Those of `names` of whom it is not known on which side of the table they sit."""
        return tuple(name for name in self._names.values() if self._side(name) is None)

    def push(self, data: bytes) -> tuple[FedTurn, ...]:
        """The next piece of input, which may end anywhere; gives new turns, and corrections of earlier ones."""
        return tuple(self._lines(self._decoder.decode(data)))

    def end(self) -> tuple[FedTurn, ...]:
        """The input has ended: gives what was still open. More input may follow all the same."""
        turns = list(self._lines(self._decoder.decode(b"", final=True)))
        rest, self._rest = self._rest.rstrip("\r"), ""
        turns += self._line(rest, final=True)
        if self._parser:
            turns += self._taken(self._parser.end())
        self._decoder.reset()
        return tuple(turns)

    def assign(self, name: str, speaker: Speaker | None) -> tuple[FedTurn, ...]:
        """Say on which side someone sits (None: not known after all); gives the turns that change by it."""
        key = speakers.key(name)
        if speaker is None:
            self._sides.pop(key, None)
        else:
            self._sides[key] = speaker
        return tuple(self._settled())

    def _settled(self) -> Iterator[FedTurn]:
        """The turns whose side of the table is another than was known when they came."""
        for turn in list(self._turns.values()):
            side = self._side(turn.name)
            if turn.speaker is not side:
                yield self._revised(turn, speaker=side)

    def _lines(self, text: str) -> Iterator[FedTurn]:
        """Cut into lines; one that ends in a carriage return alone is about to be written over."""
        self._rest += text
        start = 0
        for found in _BREAK.finditer(self._rest):
            yield from self._line(self._rest[start : found.start()], final=found[0] != "\r")
            start = found.end()
        self._rest = self._rest[start:]
        if len(self._rest) > self._longest:
            rest, self._rest = self._rest, ""
            yield from self._line(rest, final=True)

    def _line(self, raw: str, final: bool) -> Iterator[FedTurn]:
        line = _ANSI.sub("", raw[: self._longest])
        if self._parser is None:
            if not line.strip():
                return
            self._parser = _PARSERS[form_of(line)]()
        yield from self._taken(self._parser.line(line, final))

    @property
    def _longest(self) -> int:
        """A whole document of JSON may stand on one line."""
        json = isinstance(self._parser, JsonLines) or (self._parser is None and form_of(self._rest) is Form.JSON)
        return MAX_CHARS if json else MAX_LINE

    def _taken(self, cues: Iterator[Cue]) -> Iterator[FedTurn]:
        for cue in cues:
            text = without_sounds(_plain(cue.text))
            if text:
                yield from self._turn(replace(cue, text=text, name=_plain(cue.name)))

    def _turn(self, cue: Cue) -> Iterator[FedTurn]:
        """The turn of a cue: a new one, a correction, or nothing when it says the same again."""
        name, text = cue.name, cue.text
        if name and not cue.sure:
            yield from self._met(name)
            if not self._is_known(name):
                name, text = "", f"{name}: {text}"
        if name and speakers.key(name) not in self._names:
            self._names[speakers.key(name)] = name
            yield from self._settled()
        before = self._corrected(replace(cue, name=name, text=text))
        if before and is_tail(cue, before):
            return
        number = before.number if before else len(self._turns) + 1
        turn = FedTurn(
            text=text,
            speaker=self._side(name),
            start=cue.start,
            end=cue.end,
            certain=cue.certain,
            doubtful=is_doubtful(cue, [one.text for one in self._recent(2) if one.number != number]),
            name=name,
            number=number,
            revision=before.revision if before else 0,
            final=cue.final,
            late=before.late if before else self._is_late(cue),
        )
        if not cue.sure and not name:
            self._maybe.setdefault(speakers.key(cue.name), []).append(number)
        if cue.key:
            self._keys[cue.key] = number
        if turn != before:
            yield self._kept(replace(turn, revision=turn.revision + (before is not None)))

    def _kept(self, turn: FedTurn) -> FedTurn:
        self._turns[turn.number] = turn
        if turn.start is not None:
            self._latest = max(self._latest, turn.start)
        return turn

    def _revised(self, turn: FedTurn, **changes: object) -> FedTurn:
        return self._kept(replace(turn, revision=turn.revision + 1, **changes))  # type: ignore[arg-type]

    def _recent(self, count: int) -> list[FedTurn]:
        last = len(self._turns)
        return [self._turns[number] for number in range(last, max(0, last - count), -1)]

    def _corrected(self, cue: Cue) -> FedTurn | None:
        """The earlier turn that this cue is another version of."""
        known = self._turns.get(self._keys.get(cue.key, 0)) if cue.key else None
        if known and (not known.final or is_same(cue, known)):
            return known
        last = next(iter(self._recent(1)), None)
        if last and not last.final and not cue.key and last.name == cue.name:
            return last
        return next((turn for turn in self._recent(_RECENT) if is_same(cue, turn, last=turn is last)), None)

    def _is_late(self, cue: Cue) -> bool:
        """Whether a line comes after lines that were spoken later, or long after it was spoken."""
        if cue.start is None:
            return False
        delay = self._clock() - (cue.end if cue.end is not None else cue.start)
        self._delay = delay if self._delay is None else min(self._delay, delay)
        return cue.start < self._latest - _ORDER or delay - self._delay > _BEHIND

    def _is_known(self, name: str) -> bool:
        return speakers.key(name) in self._names or speakers.key(name) in self._sides

    def _met(self, name: str) -> Iterator[FedTurn]:
        """What stands before a colon for the second time is a name: the line where it stood first is set right."""
        key = speakers.key(name)
        if self._is_known(name) or key not in self._maybe:
            return
        self._names[key] = name
        yield from self._settled()
        for number in self._maybe.pop(key):
            turn = self._turns[number]
            said = turn.text.partition(":")[2].strip()
            yield self._revised(turn, name=name, text=said, speaker=self._side(name))

    def _side(self, name: str) -> Speaker | None:
        """On which side someone sits: as assigned, by the role in the name, or as the only other one."""
        if not name:
            return None
        told = self._told_side(name)
        if told or speakers.role_of(name) is Role.ADVISER:
            return told
        others = [self._told_side(other) for other in (*self._names, *self._sides)]
        if Speaker.MANAGER in others:
            return Speaker.EMPLOYEE
        return Speaker.MANAGER if len(self._names) == 2 and Speaker.EMPLOYEE in others else None

    def _told_side(self, name: str) -> Speaker | None:
        """The side that was assigned, or that the name itself tells."""
        key = speakers.key(name)
        return self._sides.get(key) or _SIDES.get(speakers.role_of(key))


def _plain(text: str) -> str:
    """Text on one line that cannot steer a screen."""
    return " ".join(legible(_ANSI.sub("", text)).split())


def form_of(line: str) -> Form:
    """How a tool writes whose first line that is not empty is this one."""
    words = line.strip().lstrip("\ufeff")
    if words.startswith("WEBVTT") or words.isdecimal() or TIMING.fullmatch(words):
        return Form.WEBVTT
    return Form.JSON if re.match(r"\{|\[\s*(?:\{|$)", words) else Form.PLAIN
