"""After the call: what is kept, and as what. Nothing is written before `WrapUp.keep`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from coach import files, locations
from coach.conversation import Level, MoveId, SituationKind, Speaker
from coach.debrief import agreement
from coach.debrief.agreement import Who
from coach.legible import legible
from coach.live import moment
from coach.live.notebook import Mark, NoteKind, NoteReading, read_note
from coach.messages import gettext as _
from coach.phrasing.silence import SilenceList
from coach.preparation import calendar, dates, export, form, layout
from coach.preparation.calendar import Event
from coach.preparation.document import Document, Section, Tick
from coach.preparation.guard import Consent, Guard, Written
from coach.preparation.preparation import Message, kind_name
from coach.preparation.worksheet import FORM, Worksheet

if TYPE_CHECKING:
    from coach.live.call import LiveCall

_SPOKEN_FROM = 3
"""An agreement of fewer words says nothing."""


class From(StrEnum):
    """Where a line of the wrap-up comes from."""

    SAID = "said"
    NOTE = "note"
    TYPED = "typed"


@dataclass(frozen=True, slots=True)
class Line:
    """One line that can be kept. `keep` is whether it will be; `needed` how often that must be agreed to.

    `when` is as it was said, `day` the date that it means when that is clear. `safe` is wording to take in its place,
    and `given` how often the user agreed so far.
    """

    id: int
    what: str
    who: Who
    when: str
    day: date | None
    source: From
    kind: NoteKind
    marks: tuple[Mark, ...]
    safe: str
    needed: Consent
    keep: bool
    given: Consent = Consent.NONE


class WrapUp:
    """Looks through what can be kept. What is not confirmed goes into no page, message, calendar or file.

    Gathered are the agreements that the manager said and the notes. By default only those are kept that are an
    agreement, a date or a task of which the guard knows every word as plain work.
    """

    def __init__(self, call: LiveCall, today: date | None = None) -> None:
        self._call = call
        self._guard = Guard(SilenceList())
        self._names: frozenset[str] = frozenset()
        self.today = today or date.today()
        self._key = uuid4().hex
        self._lines: dict[int, Line] = {}
        for source, text in self._gathered():
            self._put(text, source)

    def lines(self) -> tuple[Line, ...]:
        """Every line: agreements first, then tasks, dates and the rest; within these in the order of the call."""
        order = [NoteKind.AGREEMENT, NoteKind.TASK, NoteKind.DATE, NoteKind.OTHER]
        return tuple(sorted(self._lines.values(), key=lambda line: order.index(line.kind)))

    def kept(self) -> tuple[Line, ...]:
        """The lines that will be kept."""
        return tuple(line for line in self.lines() if line.keep)

    def keep_line(self, id: int, on: bool = True) -> Line:
        """Keep a line as it is, or not. A marked line is kept only after as many calls with `on` as it needs.

        Raises:
            KeyError: there is no such line.
        """
        line = self._lines[id]
        given = Consent(min(line.given + 1, Consent.TWICE)) if on else Consent.NONE
        return self._set(replace(line, given=given, keep=on and given >= line.needed))

    def reword(self, id: int, what: str) -> Line:
        """Other words for a line; they are read again, and kept when nothing is found in them.

        Raises:
            KeyError: there is no such line.
        """
        line = self._lines[id]
        read = self._read(what)
        changed = self._line(id, read, line.source)
        clean = bool(changed.what) and read.needed is Consent.NONE
        day = changed.day or (line.day if not changed.when else None)
        return self._set(replace(changed, keep=clean, who=_first(changed.who, line.who), day=day))

    def use_safe(self, id: int) -> Line:
        """The safe wording in the place of a line; a line without safe wording stays as it is.

        Raises:
            KeyError: there is no such line.
        """
        line = self._lines[id]
        return self.reword(id, line.safe) if line.safe else line

    def assign(self, id: int, who: Who | None = None, day: date | None = None) -> Line:
        """Who does it, and on which day.

        Raises:
            KeyError: there is no such line.
        """
        line = self._lines[id]
        return self._set(replace(line, who=who or line.who, day=day or line.day))

    def add(self, what: str, who: Who = Who.UNSAID, day: date | None = None) -> Line:
        """A line that was not gathered: typed just now, so kept when nothing is found in it."""
        line = self._put(what, From.TYPED)
        keep = bool(line.what) and line.needed is Consent.NONE
        return self._set(replace(line, keep=keep, who=_first(who, line.who), day=day or line.day))

    def name(self, *words: str) -> None:
        """These words are names; the guard does not ask about them any more."""
        self._names |= {part for word in words for part in word.casefold().split()}
        for line in list(self._lines.values()):
            read = self._read(line.what)
            keep = line.keep or (read.by_default and line.needed is not Consent.NONE)
            self._set(replace(self._line(line.id, read, line.source), keep=keep, who=line.who, day=line.day))

    def report(self) -> Document:
        """A short report: agreements, next dates, and nothing else."""
        kept = self.kept()
        next_ones = [f"{dates.spoken(line.day)}: {line.what}" for line in kept if line.day]
        return Document(
            title=_("Agreements: {kind}").format(kind=kind_name(self._call.kind)),
            subtitle=dates.spoken(self.today),
            sections=(
                Section(_("Who does what, and when"), ticks=tuple(Tick(_told(line)) for line in kept)),
                *((Section(_("Next dates"), items=tuple(next_ones)),) if next_ones else ()),
            ),
            closing=_("Only agreements, dates and tasks stand here. The employee reads this too and may correct it."),
        )

    def form(self, name: str = "", manager: str = "") -> Document | None:
        """The form of the return talk with the agreements filled in; None for other kinds of talk."""
        if self._call.kind is not SituationKind.TERUGKEER:
            return None
        kept = self.kept()
        boxes = {
            "medewerker": name,
            "leidinggevende": manager,
            "datum": dates.spoken(self.today),
            "afspraken": "\n".join(f"{n}. {line.what}" for n, line in enumerate(kept, 1)),
            "beschrijving": "\n".join(f"{n}. {_told(line)}" for n, line in enumerate(kept, 1)),
            "vervolggesprekken": "\n".join(f"{dates.spoken(line.day)}: {line.what}" for line in kept if line.day),
        }
        sheet = Worksheet(about=FORM)
        for box, text in boxes.items():
            # Every line was confirmed by the user, one by one; asking again for the same words would be noise.
            sheet = sheet.with_entry(box, Written(text=text.strip(), needed=Consent.NONE))
        return layout.form_page(form.default(), sheet)

    def confirmation(self, name: str = "", manager: str = "") -> Message:
        """A message to the employee that confirms the agreements; the reader finds nothing in it.

        A line in which the reader finds something as said to the employee is left out, even if it is kept.
        """
        lines = [f"- {_told(line)}" for line in self.kept() if self._may_be_sent(line)]
        agreed = "\n".join(lines) or _("We made no new agreements this time.")
        text = "\n\n".join(
            (
                _("Hello {name},").format(name=name.strip() or f"[{_('name')}]"),
                _("Thank you for our talk. This is what we agreed:"),
                agreed,
                _("Does something not stand here as you meant it? Tell me, then I will change it."),
                _("Kind regards,\n{manager}").format(manager=manager.strip() or f"[{_('your name')}]"),
            )
        )
        return Message(_("Our agreements"), text)

    def events(self) -> tuple[Event, ...]:
        """The next dates, for a calendar."""
        return tuple(
            Event(f"{self._key}/live/{line.id}", line.day, line.what[:80], line.what)
            for line in self.kept()
            if line.day and line.day >= self.today
        )

    def keep(
        self, folder: Path, suffixes: tuple[str, ...] = (".docx",), *, name: str = "", manager: str = ""
    ) -> tuple[Path, ...]:
        """Write what was confirmed: report or form, message and calendar, private files in this folder.

        `suffixes` are of `coach.preparation.export.PAGES`. Everything else of the call is let go of once all files
        are there; when one fails, those before it stay and the call is still in memory.

        Raises:
            OSError: a file cannot be written.
            MissingExtra: a library for one of the kinds of file is not installed.
            PreparationError: a suffix is another one.
        """
        page = self.form(name, manager) or self.report()
        what, words = _("agreements"), _("message")
        stem = f"{what}-{self.today.isoformat()}"
        message = self.confirmation(name, manager)
        parts = [(stem, suffix, export.rendered(page, suffix)) for suffix in suffixes]
        parts.append((f"{stem}-{words}", ".txt", f"{message.subject}\n\n{message.text}\n".encode("utf-8", "replace")))
        if events := self.events():
            parts.append((stem, ".ics", calendar.ics(events)))
        if not folder.exists():
            locations.private_folder(folder)
        written = tuple(files.put_beside(folder, each, suffix, data) for each, suffix, data in parts)
        self.forget()
        return written

    def forget(self) -> None:
        """Let go of everything: these lines and the call."""
        self._lines.clear()
        self._names = frozenset()
        self._call.forget()

    def _gathered(self) -> Iterator[tuple[From, str]]:
        for turn in self._call.talk.by(Speaker.MANAGER):
            if turn.reading and turn.reading.has(MoveId.AGREEMENT) and turn.words >= _SPOKEN_FROM:
                for part in moment.sentences(turn.text):
                    who, when = agreement.default().who_and_when(part)
                    if "?" not in part and (when or who is not Who.UNSAID):
                        yield From.SAID, part
        for note in self._call.notes.all():
            yield From.NOTE, note.text

    def _put(self, text: str, source: From) -> Line:
        return self._set(self._line(len(self._lines) + 1, self._read(text), source))

    def _set(self, line: Line) -> Line:
        self._lines[line.id] = line
        return line

    def _read(self, text: str) -> NoteReading:
        return read_note(" ".join(legible(text).split()), self._guard, self._names | self._call.notes.names)

    def _line(self, id: int, read: NoteReading, source: From) -> Line:
        who, when = agreement.default().who_and_when(read.text)
        return Line(
            id=id, what=read.text, who=who, when=when, day=moment.day(read.text, self.today), source=source,
            kind=read.kind, marks=read.marks, safe=read.safe, needed=read.needed, keep=read.by_default,
        )  # fmt: skip

    def _may_be_sent(self, line: Line) -> bool:
        said = SilenceList().read(line.what)
        noted = self._read(line.what).reading
        return not any(flag.level is not Level.STYLE for flag in (*said.shown(), *noted.shown()))


def _told(line: Line) -> str:
    """A line with who does it and its date, as far as these do not stand in it yet."""
    who = {
        Who.MANAGER: _("manager"),
        Who.EMPLOYEE: _("employee"),
        Who.TOGETHER: _("together"),
        Who.UNSAID: "",
    }[line.who]
    aside = ", ".join(part for part in (who, dates.spoken(line.day) if line.day else "") if part)
    return f"{line.what} ({aside})" if aside else line.what


def _first(one: Who, other: Who) -> Who:
    return other if one is Who.UNSAID else one
