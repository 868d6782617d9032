"""Flags that a user called not right: kept in a file of the user's, and left out of what is read for that user.

A flag is a hint by a helper, not a verdict. Only what is read for a user comes past here (`SilenceList.read`);
training, measuring and the checks on content read with `phrasing.read` and see every flag.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, field_validator

from coach import files, locations, phrasing
from coach.conversation import Conversation, Flag, FlagId, Reading, Turn
from coach.messages import gettext as _
from coach.phrasing.line import LineKind


class Scope(StrEnum):
    """How far a silence reaches: this line alone, or wherever the same words carry the flag."""

    HERE = "here"
    EVERYWHERE = "everywhere"


class Silence(BaseModel):
    """One flag that the user called not right, with the line it stood at.

    `text` is the whole line and `quote` the words that carried the flag; `before` is what the employee had said.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    flag: FlagId
    scope: Scope
    text: str
    before: str | None = None
    quote: str
    lang: str = locations.LANGUAGE
    kind: LineKind = LineKind.SAY
    when: datetime = Field(default_factory=lambda: datetime.now(UTC))

    @field_validator("lang")
    @classmethod
    def _known(cls, lang: str) -> str:
        if lang not in locations.LANGUAGES:
            raise ValueError(lang)
        return lang

    @cached_property
    def reach(self) -> tuple[str, ...]:
        """What it silences; two silences of equal reach do the same."""
        if self.scope is Scope.EVERYWHERE:
            return (self.lang, *_everywhere(self.flag, self.quote))
        return (self.lang, *_here(self.flag, self.kind, _normal(self.text)))


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the file as it stands there, and the silence in it: None when it is empty or cannot be read."""

    raw: bytes
    silence: Silence | None


class SilenceList:
    """The user's silences, in the order in which they were made; `SilenceList()` is an empty one without a file.

    `warnings` has a sentence for the user about everything in the file that could not be read. Such lines are
    skipped and stay in the file as they are.
    """

    def __init__(self) -> None:
        self.warnings: tuple[str, ...] = ()
        self._path: Path | None = None
        self._rows: list[_Row] = []
        self._added: list[Silence] = []
        self._removed: list[Silence] = []

    @classmethod
    def load(cls, path: Path | None = None, *, keep: bool = True) -> SilenceList:
        """The silences in a file: that of the user unless another is named. A file that is not there is empty.

        Args:
            path: the file (JSON Lines).
            keep: whether what is added and removed is written to it, or only holds until the program ends.
        """
        source = path or locations.silences()
        silences = cls()
        silences._path = source if keep else None
        try:
            silences._rows = _read(source)
        except OSError as error:
            reason = error.strerror or str(error)
            silences.warnings = (_("{file} cannot be read: {reason}").format(file=source, reason=reason),)
        else:
            silences.warnings = tuple(_warnings(source, silences._rows))
        return silences

    @property
    def silences(self) -> tuple[Silence, ...]:
        """All of them, those of this session that are not in the file included."""
        rows = _changed(self._rows, self._added, self._removed)
        return tuple(row.silence for row in rows if row.silence)

    @property
    def kept(self) -> bool:
        """Whether all of it stands in the file, so that it holds the next time too."""
        return self._path is not None and not self._added and not self._removed

    def add(self, silence: Silence) -> int:
        """Add a silence, unless one of the same reach is there, and save; returns its number in the list, from 1.

        Raises:
            OSError: it could not be kept; it holds until the program ends.
        """
        if silence.reach not in self._reaches():
            self._added.append(silence)
            self.save()
        return self._reaches().index(silence.reach) + 1

    def remove(self, number: int) -> Silence:
        """Take away the silence with this number, counted from 1, and save.

        Raises:
            LookupError: there is no such number.
            OSError: the file could not be changed; the flag is back until the program ends.
        """
        silences = self.silences
        if not 1 <= number <= len(silences):
            raise LookupError(number)
        gone = silences[number - 1]
        if gone in self._added:
            self._added.remove(gone)
        else:
            self._removed.append(gone)
        self.save()
        return gone

    def save(self) -> None:
        """Bring the file up to date in one step, so that a reader never sees half of it.

        Lines that cannot be read stay where they are, and so does what another window wrote meanwhile.

        Raises:
            OSError: the file cannot be read or written; it is as it was.
        """
        if self._path is None:
            return
        rows = _changed(_read(self._path), self._added, self._removed)
        _write(self._path, b"".join(row.raw + b"\n" for row in rows))
        self._rows, self._added, self._removed = rows, [], []

    def forget_all(self) -> int:
        """Remove every silence and the file itself, unreadable lines included; returns how many there were.

        Raises:
            OSError: the file cannot be removed.
        """
        count = len(self.silences)
        if self._path is not None:
            with suppress(FileNotFoundError, NotADirectoryError):
                self._path.unlink()
        self._rows, self._added, self._removed = [], [], []
        return count

    def read(
        self,
        text: str,
        before: str | None = None,
        kind: LineKind = LineKind.SAY,
        language: str = locations.LANGUAGE,
        earlier: Sequence[str] = (),
    ) -> Reading:
        """How a line reads for this user: as `phrasing.read` reads it, without what was silenced."""
        return self.applied(phrasing.read(text, before, kind, language, earlier), text, kind, language)

    def applied(
        self, reading: Reading, text: str, kind: LineKind = LineKind.SAY, language: str = locations.LANGUAGE
    ) -> Reading:
        """A reading of this line without the flags and style notes that were silenced.

        A silence *here* counts for the same line, white space and case aside, and the same kind, whatever was said
        before it; one *everywhere* for every flag that is carried by the same words. Both count in one language.
        The very same reading comes back when nothing changes.
        """
        reaches = frozenset(self._reaches())
        if not reaches or not (reading.flags or reading.style):
            return reading
        line = _normal(text)

        def audible(flag: Flag) -> bool:
            silenced = (_here(flag.id, kind, line), _everywhere(flag.id, flag.quote))
            return reaches.isdisjoint((language, *reach) for reach in silenced)

        flags = tuple(flag for flag in reading.flags if audible(flag))
        style = tuple(note for note in reading.style if audible(note))
        if (flags, style) == (reading.flags, reading.style):
            return reading
        return reading.model_copy(update={"flags": flags, "style": style})

    def on(self, talk: Conversation) -> Conversation:
        """A talk as the user sees it; what is kept of it stays as it was read."""
        turns = tuple(self._heard(turn) for turn in talk.turns)
        return talk if turns == talk.turns else talk.model_copy(update={"turns": turns})

    def _heard(self, turn: Turn) -> Turn:
        if turn.reading is None:
            return turn
        reading = self.applied(turn.reading, turn.text)
        return turn if reading is turn.reading else turn.model_copy(update={"reading": reading})

    def _reaches(self) -> list[tuple[str, ...]]:
        return [silence.reach for silence in self.silences]


def _normal(text: str) -> str:
    """Text with single spaces and without capitals, and letters in one form (macOS writes accents apart)."""
    folded = unicodedata.normalize("NFD", text).casefold()
    return " ".join(unicodedata.normalize("NFC", folded).split())


def _here(flag: FlagId, kind: LineKind, line: str) -> tuple[str, ...]:
    return Scope.HERE, flag, kind, line


def _everywhere(flag: FlagId, quote: str) -> tuple[str, ...]:
    return Scope.EVERYWHERE, flag, _normal(quote)


def _changed(rows: list[_Row], added: list[Silence], removed: list[Silence]) -> list[_Row]:
    kept = [row for row in rows if row.silence is None or row.silence not in removed]
    return [*kept, *(_Row(_written(silence), silence) for silence in added)]


def _written(silence: Silence) -> bytes:
    row = silence.model_dump(mode="json")
    try:
        return json.dumps(row, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:  # half a surrogate pair, which JSON can hold as an escape
        return json.dumps(row).encode("ascii")


def _read(path: Path) -> list[_Row]:
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return []
    return [_Row(raw, _parsed(raw)) for raw in content.removesuffix(b"\n").split(b"\n")] if content else []


def _parsed(raw: bytes) -> Silence | None:
    try:
        return Silence.model_validate(json.loads(raw.decode("utf-8-sig")))
    except (ValueError, RecursionError):
        return None


def _warnings(path: Path, rows: list[_Row]) -> list[str]:
    told = _("{file}: line {number} is not a flag that was called not right. It is skipped, and stays in the file.")
    return [
        told.format(file=path, number=number)
        for number, row in enumerate(rows, 1)
        if row.silence is None and row.raw.strip()
    ]


def _write(path: Path, content: bytes) -> None:
    """Put a private file (0600) in the place of the old one, when all of it is on the disk."""
    locations.private_folder(path.parent)
    files.put(path, content)
