"""`coach progress`: how it goes over weeks, from the talks that are kept on this computer."""

from __future__ import annotations

from collections.abc import Iterator

import click

from coach import locations
from coach.cli import output, silences
from coach.debrief import progress_rows
from coach.debrief.entry import entries, finished
from coach.debrief.progress import Progress, progress
from coach.debrief.progress_rows import Row
from coach.messages import gettext as _
from coach.messages import ngettext
from coach.store import open_store

_WEEKS = 26
_NAME = 36
_CELL = 12


def run(*, as_json: bool) -> None:
    """Show the history; nothing of it is made or kept anywhere else."""
    with open_store(locations.database()) as store:
        history = progress(list(entries(store, finished(store), silences.current().on)))
    if as_json:
        output.write_json(history.model_dump(mode="json"))
        return
    for line in lines(history):
        click.echo(output.safe(line))


def lines(history: Progress) -> Iterator[str]:
    """The history for people."""
    if not history.entries:
        yield _("There is no finished talk yet. Practise one, and round it off; then there is something to see here.")
        yield from _unread(history)
        return
    yield progress_rows.extent(history)
    yield ""
    yield from _table(list(progress_rows.rows(history, _WEEKS)), history.side, progress_rows.span(history, _WEEKS))
    if any(history.weeks_without_help[-_WEEKS:]):
        yield f"{'':<{_NAME}}{progress_rows.marks(history, _WEEKS)}  {progress_rows.marks_meaning()}"
    for one in history.situations if len(history.situations) > 1 else ():
        counted = ngettext("{count} talk", "{count} talks", one.talks).format(count=one.talks)
        yield f"\n{one.title} ({counted})"
        side = min(history.side, one.talks // 2) if one.skills[0].before is not None else 0
        yield from _table(list(progress_rows.situation_rows(one.skills, compared=side > 0)), side, "")
    if history.due:
        yield "\n" + _("Still to practise")
        for due in history.due:
            yield f"- {due.exercise} ({due.advised.astimezone():%d-%m})"
    yield ""
    yield click.wrap_text(history.note, 96)
    yield from _unread(history)
    yield _("Everything here comes from the talks on this computer: coach talks list, coach talks delete ID.")


def _unread(history: Progress) -> Iterator[str]:
    if history.unreadable:
        yield progress_rows.unread(history)


def _table(rows: list[Row], side: int, span: str) -> Iterator[str]:
    alone = any(row.without_help != "–" for row in rows)
    width = max((len(row.drawing) for row in rows), default=0)
    width = max(width, len(span)) + 3 if span else 0
    heads = [_("first {count}").format(count=side), _("latest {count}").format(count=side)] if side else [_("all")]
    heads += [_("without help")] if alone else []
    yield f"{'':<{_NAME}}{span:<{width}}" + "".join(f"{head:<{_CELL}}" for head in heads).rstrip()
    for row in rows:
        cells = [row.before, row.after] if side else [row.total]
        cells += [row.without_help] if alone else []
        shown = "".join(f"{cell:<{_CELL}}" for cell in cells)
        yield f"{row.name:<{_NAME}}{row.drawing:<{width}}{shown}{row.norm}"
