"""How well the live room does on voices that it did not learn from: those of `voices.yaml`, left out in turn.

    python -m benchmarks.live_voices [--why] [--json]

The room is trained anew without them, and then hears their lines in calls: of each line it is counted whether a
card of what the line is about lies among the first three, whether the card with the employee's own words lies there,
and whether what goes before all else (danger, medical, crying) lies in front. Of the manager's lines the ticks are
counted. Who wrote the voices wrote the cards and the patterns too: these shares are an upper bound for other people's
lines, and what the patterns know was not left out.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache

from coach import locations
from coach.conversation import SituationKind
from coach.guidance.passage import Phase
from coach.live import book, likeness, listener, own_words
from coach.live.book import Labelled, Voice
from coach.live.call import LiveCall
from coach.live.hand import By
from coach.live.likeness import HEARD, SAID, Likeness, features_of, heard_features, prepared
from training import train_live

FIRST = ("danger", "medical", "crying")
"""What goes before all else: a line about one of these has its card in front."""
_OPEN = re.compile(r"(?:en |maar |dus )?(?:wat|hoe|wie|waar\w*|welke?|wanneer|hoeveel)\b.*\?", re.IGNORECASE)
_PARTS = 4
"""The voices are left out in so many parts, whole voices at a time."""
_KINDS = (SituationKind.TUSSENTIJDS, SituationKind.EERSTE_CONTACT, SituationKind.PREVENTIEF, SituationKind.TERUGKEER)


@dataclass(slots=True)
class Shares:
    """Counts; `missed` and `wrong` are for reading."""

    lines: int = 0
    first: int = 0
    among: int = 0
    own: int = 0
    either: int = 0
    pressing: int = 0
    in_front: int = 0
    ticks: int = 0
    right: int = 0
    expected: int = 0
    found: int = 0
    missed: list[str] = field(default_factory=list)
    behind: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def told(self) -> dict[str, float | int]:
        """The shares."""
        return {
            "lines": self.lines,
            "card of it first": _share(self.first, self.lines),
            "card of it among three": _share(self.among, self.lines),
            "own words among three": _share(self.own, self.lines),
            "either": _share(self.either, self.lines),
            "pressing lines": self.pressing,
            "pressing in front": _share(self.in_front, self.pressing),
            "own lines ticked": self.ticks,
            "precision": _share(self.right, self.ticks),
            "recall": _share(self.found, self.expected),
        }


def _share(some: int, all: int) -> float:
    return round(some / all, 3) if all else 0.0


def measured() -> Shares:
    """Leave some voices out in turn, and count what comes of their lines."""
    result = Shares()
    voices = book.voices(locations.knowledge() / "live")
    for first in range(_PARTS):
        left_out = voices[first::_PARTS]
        with _without(left_out):
            for voice in left_out:
                for number, line in enumerate(voice.lines()):
                    _hear(voice, number, line, result)
                for line in voice.own():
                    _say(line, result)
    return result


@contextmanager
def _without(voices: Sequence[Voice]) -> Iterator[None]:
    """The room as it is when it never learned from these voices."""
    left_out = {line.text for voice in voices for line in (*voice.lines(), *voice.own())}
    learned = {
        HEARD: _learned(HEARD, [text for text in train_live.heard() if text.text not in left_out]),
        SAID: _learned(SAID, [text for text in train_live.said() if text.text not in left_out]),
    }
    kept = likeness.default
    likeness.default = learned.get  # type: ignore[assignment]
    listener.default.cache_clear()
    try:
        yield
    finally:
        likeness.default = kept
        listener.default.cache_clear()


def _learned(name: str, given: list[train_live.Text]) -> Likeness:
    found = [_features(name, text.text) for text in given]
    card, names, rarities, weights = train_live.trained(given, found)
    return Likeness(card, names, rarities, weights, heard_features if name == HEARD else features_of)


@cache
def _features(name: str, text: str) -> dict[str, float]:
    """The features of a line, made once for all voices."""
    return (heard_features if name == HEARD else features_of)(prepared(text))


def _hear(voice: Voice, number: int, line: Labelled, result: Shares) -> None:
    call = LiveCall(_kind(voice, number))
    if Phase.LUISTEREN in call.phases:
        call.go(call.phases.index(Phase.LUISTEREN))
    hand = call.heard(line.text)
    cards = [card.id for card in (hand.question, *hand.spare) if card]
    names = {*line.names, *(("later",) if call.kind is SituationKind.ZIEKMELDING else ())}
    fitting = [id.removeprefix(book.PREFIX).rpartition("-")[0] in names for id in cards]
    own = not {own_words.NAME, own_words.QUIET}.isdisjoint(cards)
    result.lines += 1
    result.first += fitting[0]
    result.among += any(fitting)
    result.own += own
    result.either += own or any(fitting)
    told = f"{call.kind}: {line.text}   ({' '.join(line.names)}) -> {', '.join(cards)}"
    if not any(fitting):
        result.missed.append(told)
    if line.names[0] in FIRST:
        result.pressing += 1
        result.in_front += fitting[0]
        if not fitting[0]:
            result.behind.append(told)


def _kind(voice: Voice, number: int) -> SituationKind:
    named = [kind for kind in SituationKind if voice.who.replace(" ", "_").startswith(kind.value)]
    return named[0] if named else _KINDS[number % len(_KINDS)]


def _say(line: Labelled, result: Shares) -> None:
    """An open question is one, whatever else it does: that tick is right on top of those that are written down."""
    does = set(line.names) - {"none"}
    call = LiveCall(_kind_of(does))
    call.said(line.text)
    done = {check.id for phase in call.phases for check in call.checks(phase) if check.by is By.SELF}
    if _OPEN.match(line.text):
        done.discard("open-question")
    result.ticks += len(done)
    result.right += len(done & does)
    result.expected += len(does)
    result.found += len(done & does)
    if done != does:
        result.wrong.append(f"{line.text}   ({' '.join(line.names)}) -> {' '.join(sorted(done)) or '-'}")


def _kind_of(does: set[str]) -> SituationKind:
    """A kind of talk whose list has all that a line does."""
    rules = [rule for rule in book.default().checks if rule.id in does]
    phases = {kind: LiveCall(kind).phases for kind in (SituationKind.TUSSENTIJDS, *SituationKind)}
    fit = (kind for kind in phases if all(r.belongs_to(kind) and r.phase in phases[kind] for r in rules))
    return next(fit, SituationKind.TUSSENTIJDS)


def main() -> None:
    """Print the figures; with `--why` also what went wrong."""
    result = measured()
    print(json.dumps(result.told()) if "--json" in sys.argv else result.told())
    if "--why" in sys.argv:
        for name in ("missed", "behind", "wrong"):
            print(f"{name}:", *getattr(result, name), sep="\n    ")


if __name__ == "__main__":
    main()
