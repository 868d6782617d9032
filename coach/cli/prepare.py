"""`coach prepare`: the preparation of a talk as plain text, the invitation filled in, and what is kept of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from coach import guidance, locations
from coach.cli import output
from coach.cli.asking import be_sure
from coach.cli.kinds import kind as kind_of
from coach.cli.saving import save
from coach.messages import gettext as _
from coach.messages import ngettext
from coach.preparation import calendar, dates, export, layout, preparation
from coach.preparation.errors import PreparationError
from coach.preparation.guard import Guard
from coach.preparation.preparation import Message, TalkPreparation, kind_name
from coach.preparation.shelf import Shelf
from coach.preparation.worksheet import Worksheet

_WIDTH = 96


def run(
    kind: str | None,
    invitation: str | None,
    date: str | None,
    time: str | None,
    place: str | None,
    manager: str | None,
    save_as: tuple[Path, ...],
    force: bool,
    as_json: bool,
) -> None:
    """Show the kinds, or one preparation; with the name of an employee only the invitation, filled in."""
    if kind is None:
        _show_kinds(as_json)
        return
    talk = preparation.default().of(kind_of(kind))
    day = dates.parse(date).isoformat() if date else None
    sheet = _filled(talk, {"name": invitation, "date": day, "time": time, "place": place, "manager": manager})
    message = layout.invitation(talk, sheet)
    if as_json:
        output.write_json(_as_json(talk, sheet, message))
    elif invitation is not None:
        click.echo(output.safe(f"{message.subject}\n\n{click.wrap_text(message.text, _WIDTH)}"))
    else:
        click.echo(output.safe("\n".join(_lines(talk, sheet, message))))
    for file in save_as:
        save(file, _rendered(talk, sheet, file), force)


def delete(sheet_id: str) -> None:
    """Delete one kept preparation or form."""
    shelf = Shelf(locations.preparations())
    fitting = [sheet for sheet in shelf.list() if sheet_id and sheet.id.startswith(sheet_id)]
    if len(fitting) != 1:
        raise click.UsageError(_("No single preparation «{name}». See: coach prepare").format(name=sheet_id))
    shelf.delete(fitting[0].id)
    click.echo(_("Deleted."))


def wipe(*, yes: bool) -> None:
    """Delete every kept preparation and form, after asking."""
    if not yes:
        be_sure(_("Delete all preparations and forms on this computer?"))
    count = Shelf(locations.preparations()).wipe()
    click.echo(ngettext("{count} preparation deleted.", "{count} preparations deleted.", count).format(count=count))


def _filled(talk: TalkPreparation, values: dict[str, str | None]) -> Worksheet:
    """A worksheet for the invitation alone. It is not kept, so nobody has to agree to anything."""
    sheet, guard = Worksheet(about=talk.kind.value), Guard()
    for name, value in values.items():
        examined = guard.examine(value or "", brief=True)
        sheet = sheet.with_entry(layout.invitation_box(name), examined.written(examined.needed))
    return sheet


def _rendered(talk: TalkPreparation, sheet: Worksheet, file: Path) -> bytes:
    if file.suffix.lower() != ".ics":
        page = layout.preparation_page(preparation.default(), talk.kind, sheet)
        return export.rendered(page, file.suffix.lower())
    events = calendar.of_follow_up(talk, sheet)
    if not events:
        raise PreparationError(_("For a calendar file the day of the talk must be known: --date 2026-03-02."))
    return calendar.ics(events)


def _show_kinds(as_json: bool) -> None:
    book = preparation.default()
    shelf = Shelf(locations.preparations())
    sheets = shelf.list()
    if as_json:
        kinds = [{"kind": talk.kind.value, "title": kind_name(talk.kind), "aim": talk.aim} for talk in book.kinds]
        kept = [{"id": s.id, "about": s.about, "changed": s.changed.isoformat()} for s in sheets]
        output.write_json({"kinds": kinds, "kept": kept})
        return
    for talk in book.kinds:
        click.echo(f"{talk.kind.value:<15} {kind_name(talk.kind)}")
        click.echo(click.wrap_text(talk.aim, _WIDTH, " " * 16, " " * 16))
    click.echo("\n" + _("Show one: coach prepare frequent. Fill it in step by step: coach, then 4."))
    if sheets:
        click.echo("\n" + _("Kept on this computer (coach prepare --delete ID removes one):"))
    for sheet in sheets:
        click.echo(f"  {sheet.id[:8]}  {sheet.changed.astimezone():%Y-%m-%d %H:%M}  {about_name(sheet)}")
    for warning in shelf.warnings:
        click.echo(output.safe(warning), err=True)


def about_name(sheet: Worksheet) -> str:
    """What a worksheet is about, in the user's language."""
    return kind_name(sheet.kind) if sheet.kind else _("Form: talk at the return to work")


def _lines(talk: TalkPreparation, sheet: Worksheet, message: Message) -> Iterator[str]:
    check = preparation.default().self_check
    yield _("Preparing: {kind}").format(kind=kind_name(talk.kind))
    yield click.wrap_text(talk.aim, _WIDTH)
    yield from _heading(_("Am I the right person here?"))
    yield click.wrap_text(check.intro, _WIDTH)
    for question in check.questions:
        yield click.wrap_text(question.text, _WIDTH, "? ", "  ")
        yield click.wrap_text(_("If so") + f": {question.on_yes}", _WIDTH, "    ", "    ")
    yield click.wrap_text(check.hand_over, _WIDTH)
    for number, step in enumerate(talk.steps, 1):
        yield from _heading(f"{number}. {step.title}")
        if step.ask:
            yield click.wrap_text(step.ask, _WIDTH)
            yield click.wrap_text(_("For example") + f": {step.placeholder}", _WIDTH, "    ", "    ")
        for text in step.checks:
            yield click.wrap_text(text, _WIDTH, "[ ] ", "    ")
        titles = ", ".join(_titles(step.passages))
        yield click.wrap_text(_("Guidance") + f": {titles}", _WIDTH, "    ", "    ")
    yield from _heading(_("Invitation"))
    yield _("Subject: {subject}").format(subject=message.subject)
    yield click.wrap_text(message.text, _WIDTH)
    yield from _heading(_("Questions to take along"))
    yield from (f"- {question}" for question in talk.questions)
    yield from _heading(_("Afterwards"))
    for each in talk.follow_up:
        yield click.wrap_text(layout.dated(each, layout.talk_day(sheet)), _WIDTH, "[ ] ", "    ")


def _heading(text: str) -> Iterator[str]:
    yield f"\n{text}\n"


def _titles(passages: tuple[str, ...]) -> Iterator[str]:
    for name in passages:
        passage = guidance.passage(name)
        yield passage.title if passage else name


def _as_json(talk: TalkPreparation, sheet: Worksheet, message: Message) -> dict[str, Any]:
    day = layout.talk_day(sheet)
    book = preparation.default()
    return {
        "self_check": book.self_check.model_dump(mode="json"),
        **talk.model_dump(mode="json"),
        "title": kind_name(talk.kind),
        "invitation": {
            "subject": message.subject,
            "text": message.text,
            "passages": list(talk.invitation.passages),
        },
        "follow_up": [
            {"text": each.text, "due": [due.isoformat() for due in each.due(day)] if day else []}
            for each in talk.follow_up
        ],
    }
