"""The privacy guard of a call: notes in memory, read before any of them may be kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from coach.conversation import Level, Reading
from coach.live import book
from coach.live.book import NoteWords
from coach.live.words import Spotted, Vocabulary, vocabulary
from coach.messages import gettext as _
from coach.phrasing import reader
from coach.phrasing.pattern import Pattern
from coach.phrasing.silence import SilenceList
from coach.preparation.guard import Consent, Guard

_SENTENCE = re.compile(r"[^.;!?\n]+(?:[.;!?\n](?=\d)[^.;!?\n]*)*[.;!?]?")
_LEAST = 2
"""Safe wording of fewer words says nothing."""


class NoteKind(StrEnum):
    """What a note is; only the first three are kept unless the user says otherwise."""

    AGREEMENT = "agreement"
    DATE = "date"
    TASK = "task"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a note that had better not be kept: offsets into the note, the words, and why."""

    start: int
    end: int
    quote: str
    why: str
    unknown: bool = False
    """True when nothing is wrong with the words, but the guard does not know them, and so asks."""


@dataclass(frozen=True, slots=True)
class NoteReading:
    """One note, as the guard sees it.

    `safe` is wording that can be kept in its place; empty when the note is fine or nothing would be left. `needed` is
    how often the user must agree before these very words are kept. `by_default` says whether they are kept when the
    user just goes on: only an agreement, a date or a task, of which every word is plain work.
    """

    id: int
    text: str
    kind: NoteKind
    reading: Reading
    marks: tuple[Mark, ...]
    safe: str
    needed: Consent
    by_default: bool


class Sorter:
    """Reads notes; the same for every call."""

    def __init__(self, words: NoteWords) -> None:
        self._reader = reader.default()
        self._vocabulary: Vocabulary = vocabulary(words)
        sorts = ((NoteKind.AGREEMENT, words.agreement), (NoteKind.TASK, words.task), (NoteKind.DATE, words.date))
        self._sorts = [(kind, [Pattern(text, self._reader.tags) for text in texts]) for kind, texts in sorts]
        reasons = "|".join(re.escape(each.strip()) for each in sorted(words.reasons, key=len, reverse=True))
        self._reason = re.compile(rf"[,(]?\s*(?<!\w)(?:{reasons})(?!\w).*", re.IGNORECASE)

    def read(self, text: str, guard: Guard, names: frozenset[str] = frozenset(), id: int = 0) -> NoteReading:
        """A text as a note; words in `names` are taken for names."""
        examined = guard.examine(text)
        clean = examined.text
        spotted = tuple(self._vocabulary.spot(clean, names))
        if not spotted:
            # Every word is plain work. What the trained model makes of so short a text is a guess; rules count.
            examined = guard.examine(clean, brief=True)
        marks = tuple(sorted(_marks(clean, spotted, examined.reading), key=lambda mark: mark.start))
        bad = [mark for mark in marks if not mark.unknown]
        needed = max(examined.needed, Consent.TWICE if _crosses(spotted) else Consent.NONE)
        kind = self.kind(clean)
        return NoteReading(
            id, clean, kind, examined.reading, marks,
            safe=self._safe(clean, guard, names) if bad else "",
            needed=max(needed, Consent.ONCE) if marks else needed,
            by_default=bool(clean) and kind is not NoteKind.OTHER and not marks and needed is Consent.NONE,
        )  # fmt: skip

    def kind(self, text: str) -> NoteKind:
        """What a note is."""
        line = self._reader.prepare(text).whole
        found = (kind for kind, patterns in self._sorts if any(each.search(line) for each in patterns))
        return next(found, NoteKind.OTHER)

    def _safe(self, text: str, guard: Guard, names: frozenset[str]) -> str:
        """The sentences without their reasons, as far as what is left can be kept; else nothing."""
        kept = []
        for match in _SENTENCE.finditer(text):
            bare = self._reason.sub("", match[0]).strip(" ,;-–(")
            if len(bare.split()) >= _LEAST and self._may_stand(bare, guard, names):
                kept.append(bare.rstrip(".") + ".")
        return " ".join(kept)

    def _may_stand(self, text: str, guard: Guard, names: frozenset[str]) -> bool:
        spotted = tuple(self._vocabulary.spot(text, names))
        crosses = any(each.sort != "unknown" for each in spotted)
        needed = guard.examine(text, brief=not spotted).needed
        return not crosses and needed is Consent.NONE and self.kind(text) is not NoteKind.OTHER


class Notebook:
    """The notes of one call, in memory. `names` are words that the user told to be names, such as of a colleague."""

    def __init__(self, silences: SilenceList | None = None) -> None:
        self._guard = Guard(silences)
        self._notes: dict[int, NoteReading] = {}
        self._next = 1
        self._names: frozenset[str] = frozenset()

    def add(self, text: str) -> NoteReading:
        """Take a note; what it may not hold is marked, with safe wording beside it. An empty one is not taken."""
        note = replace(self.read(text), id=self._next)
        if note.text:
            self._notes[note.id] = note
            self._next += 1
        return note

    def read(self, text: str) -> NoteReading:
        """Read a note while it is typed; nothing is taken (`id` is 0)."""
        return read_note(text, self._guard, self._names)

    def change(self, id: int, text: str) -> NoteReading:
        """Put other words in the place of a note, which is read anew.

        Raises:
            KeyError: there is no such note.
        """
        self._notes[id] = replace(self.read(text), id=self._notes[id].id)
        return self._notes[id]

    def use_safe(self, id: int) -> NoteReading:
        """Put the safe wording in the place of a note; one without safe wording stays as it is.

        Raises:
            KeyError: there is no such note.
        """
        note = self._notes[id]
        return self.change(id, note.safe) if note.safe else note

    def remove(self, id: int) -> None:
        """Let go of a note; one that is not there changes nothing."""
        self._notes.pop(id, None)

    def all(self) -> tuple[NoteReading, ...]:
        """Every note, in the order in which they were typed."""
        return tuple(self._notes.values())

    def name(self, *words: str) -> None:
        """These words are names of people in the talk; the guard does not ask about them any more."""
        self._names |= {part for word in words for part in word.casefold().split()}
        self._notes = {id: replace(self.read(note.text), id=id) for id, note in self._notes.items()}

    @property
    def names(self) -> frozenset[str]:
        """The words that are known as names, in lower case."""
        return self._names

    def clear(self) -> None:
        """Let go of every note and name."""
        self._notes.clear()
        self._names = frozenset()


def read_note(text: str, guard: Guard, names: frozenset[str] = frozenset()) -> NoteReading:
    """A text as a note that is not taken (`id` is 0)."""
    return _sorter().read(text, guard, names)


def _marks(text: str, spotted: tuple[Spotted, ...], reading: Reading) -> Iterator[Mark]:
    for each in spotted:
        yield Mark(each.start, each.end, text[each.start : each.end], _why(each.sort), each.sort == "unknown")
    covered = [(each.start, each.end) for each in spotted if each.sort != "unknown"]
    for flag in reading.shown():
        if flag.level is not Level.STYLE and not any(flag.start <= s and e <= flag.end for s, e in covered):
            yield Mark(flag.start, flag.end, flag.quote, flag.why)


def _why(sort: str) -> str:
    return {
        "health": _("about health: not on paper"),
        "private": _("about private life: not on paper"),
        "unknown": _("not known to the guard: have a look yourself"),
    }[sort]


def _crosses(spotted: tuple[Spotted, ...]) -> bool:
    return any(each.sort == "health" for each in spotted)


@cache
def _sorter() -> Sorter:
    return Sorter(book.default().notes)
