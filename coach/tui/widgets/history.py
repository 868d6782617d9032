"""The history laid out for the terminal: the skills over weeks, what is due, and a line for each talk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from textual.content import Content

from coach.conversation import Help
from coach.debrief import progress_rows
from coach.debrief.entry import Entry
from coach.debrief.norm import decimal, flag_rate
from coach.debrief.progress import Progress
from coach.debrief.progress_rows import Row
from coach.messages import gettext as _
from coach.messages import ngettext
from coach.roleplay import level
from coach.tui.widgets.letter import Part

_NAME = 29
_CELL = 11
_LINE_TITLE = 24
_LINE_NAME = 10


def figures(history: Progress, weeks: int, *, wide: bool) -> Iterator[Part]:
    """The table and what belongs to it; `weeks` is the room for the drawing, and a wide one names the norms too."""
    if not history.talks:
        told = _("No whole talk is finished here yet; exercises and further tries stand below.")
        yield Part(Content.styled(told, "$aside"))
    else:
        if not history.side:
            yield Part(Content.styled(history.note, "$aside"))
        yield Part(Content("\n").join(_table(history, weeks, wide)), "table")
    if history.due:
        yield Part(Content("\n").join(_due(history)))
    if history.side:
        yield Part(Content.styled(history.note, "$aside"))
    if history.unreadable:
        yield Part(Content.styled(progress_rows.unread(history), "$soft"))


def line(entry: Entry, titles: Mapping[str, str], *, wide: bool) -> Content:
    """One talk of the list; a round without help is marked with words."""
    when = f"{entry.started.astimezone():%d-%m-%y %H:%M}"
    title = titles.get(entry.situation, entry.situation)
    return Content.assemble(
        (f"{when}  ", "$aside"),
        (f"{_short(title, _LINE_TITLE):<{_LINE_TITLE}} ", "bold"),
        f"{_short(entry.persona.capitalize(), _LINE_NAME):<{_LINE_NAME}} ",
        (" · ".join(_kind(entry, wide)), "$accent-word" if entry.help is Help.NONE else "$aside"),
    )


def _table(history: Progress, weeks: int, wide: bool) -> Iterator[Content]:
    rows = list(progress_rows.rows(history, weeks))
    span = progress_rows.span(history, weeks)
    width = max(len(span), *(len(row.drawing) for row in rows)) + 2
    alone, side = history.without_help > 0, history.side
    heads = [_("first {count}").format(count=side), _("latest {count}").format(count=side)] if side else [_("all")]
    heads += [_("without help")] if alone else []
    yield Content.styled(f"{'':<{_NAME}}{span:<{width}}" + "".join(f"{head:<{_CELL}}" for head in heads), "$aside")
    for row in rows:
        yield _row(row, [row.before, row.after] if side else [row.total], width, alone, wide)
    if any(history.weeks_without_help[-weeks:]):
        told = f"{'':<{_NAME}}{progress_rows.marks(history, weeks):<{width}}{progress_rows.marks_meaning()}"
        yield Content.styled(told, "$accent-word")


def _row(row: Row, cells: list[str], width: int, alone: bool, wide: bool) -> Content:
    return Content.assemble(
        f"{_short(row.name, _NAME - 1):<{_NAME}}",
        (f"{row.drawing:<{width}}", "$hint"),
        ("".join(f"{cell:<{_CELL}}" for cell in cells), "bold"),
        (row.without_help if alone else "", "$accent-word"),
        (" " * (_CELL + 4 - len(row.without_help)) * alone + row.norm if wide else "", "$aside"),
    )


def _due(history: Progress) -> Iterator[Content]:
    head = Content.styled(_("Still to practise"), "$accent-word bold")
    if any(due.focus for due in history.due):
        head += Content.assemble(("   o ", "$accent-word bold"), (_("five minutes on it"), "$hint"))
    yield head
    for due in history.due:
        yield Content.assemble(f"· {due.exercise} ", (f"({due.advised.astimezone():%d-%m})", "$aside"))


def _kind(entry: Entry, wide: bool) -> Iterator[str]:
    """What sort of round it was, where that is not the usual one; with room also its size and its flags."""
    if entry.help is not Help.WITH:
        yield level.name(entry.help)
    if entry.focus:
        yield _("exercise")
    elif not entry.counts:
        yield _("further try")
    if wide:
        said = entry.measures.manager_turns
        yield ngettext("{count} turn", "{count} turns", said).format(count=said)
        yield _("flags per ten: {rate}").format(rate=decimal(flag_rate(entry.measures)))


def _short(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[: room - 1]}…"
