"""`coach workshop`: the plans, what is kept of workshops, their results, and how to erase them."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click

from coach import content, files, locations
from coach.cli import output, saving
from coach.cli.asking import be_sure
from coach.messages import gettext as _
from coach.messages import ngettext
from coach.workshop import board_text, codes, hall, render, shelf, soundness
from coach.workshop.hall import Hall, Kept
from coach.workshop.plan import Plan
from coach.workshop.workshop import Workshop, workshops

_ID = re.compile(r"[a-z][a-z0-9_-]*")
_OWN_ID = re.compile(r"(?m)^id:.*$")


def show(*, as_json: bool) -> None:
    """List the plans and the workshops that are kept."""
    plans = shelf.plans()
    kept: tuple[Kept, ...] = ()
    with _hall(missing_is_fine=True) as opened:
        kept = workshops(opened) if opened else ()
    if as_json:
        output.write_json(
            {"plans": [_plan_json(plan) for plan in plans], "kept": [one.model_dump(mode="json") for one in kept]}
        )
        return
    for plan in plans:
        size = _("{minutes} min, {least} to {most} people").format(
            minutes=plan.minutes, least=plan.least, most=plan.most
        )
        click.echo(f"{plan.id:<16}{plan.title} ({size})")
        click.echo(click.wrap_text(plan.summary, 96, initial_indent=" " * 16, subsequent_indent=" " * 16))
    if kept:
        click.echo("\n" + _("Kept on this computer or in your database"))
        for one in kept:
            until = _("kept until {date}").format(date=f"{one.keep_until:%d-%m-%Y}")
            click.echo(output.safe(f"{codes.shown(one.code):<16}{one.title} · {_day(one)} · {until}"))


def guide(plan: str, *, html: Path | None, force: bool) -> None:
    """Show the trainer's guide of a plan, or save it as a page to print."""
    found = shelf.plan(plan)
    if html:
        saving.save(html, render.guide_html(found).encode(), force)
    else:
        click.echo(output.safe(render.guide(found)), nl=False)


def board(code: str, *, as_json: bool) -> None:
    """Show what is on the board now: nothing on it is about one person."""
    with _opened(code) as workshop:
        found = workshop.board()
    if as_json:
        output.write_json(found.model_dump(mode="json"))
    else:
        click.echo(output.safe(board_text.text(found)), nl=False)


def new(name: str, source: str) -> None:
    """Write a plan of one's own, as a copy of another one.

    Raises:
        click.UsageError: the name is none, or is in use.
    """
    if not _ID.fullmatch(name):
        problem = _("A name holds small letters, digits and dashes: {name}.").format(name="teamdag-1")
        raise click.UsageError(problem)
    path = locations.own_workshops() / f"{name}.yaml"
    if path.exists():
        raise click.UsageError(_("There is a plan «{name}» already: {file}").format(name=name, file=path))
    text = _OWN_ID.sub(f"id: {name}", content.read_text(shelf.plan_file(source)), count=1)
    locations.private_folder(path.parent)
    files.put_new(path, text.encode())
    click.echo(_("Saved: {file}").format(file=path))
    click.echo(_("Change what you like; `coach workshop check {name}` says what does not fit.").format(name=name))


def check(names: tuple[str, ...]) -> None:
    """Say what is wrong with plans: those named, or all of them; the exit code is 2 when something is."""
    if names:
        found = [problem for name in names for problem in soundness.problems(shelf.plan_file(name))]
    else:
        found = list(soundness.all_problems())
    for problem in found:
        click.echo(output.safe(problem))
    if found:
        counted = ngettext("{count} problem.", "{count} problems.", len(found)).format(count=len(found))
        click.echo(counted, err=True)
        sys.exit(2)
    click.echo(_("All of it is in order."))


def results(code: str, *, html: Path | None, md: Path | None, csv: Path | None, force: bool, as_json: bool) -> None:
    """Show or save the results of a group: nothing in them is about one person."""
    with _opened(code) as workshop:
        found = workshop.results()
    for file, text in ((html, render.group_html), (md, render.group_markdown)):
        if file:
            saving.save(file, text(found).encode(), force)
    if csv:
        saving.save(csv, render.group_csv_file(found), force)
    if found.no_figures and (html or md or csv):
        click.echo(found.no_figures, err=True)
    if as_json:
        output.write_json(found.model_dump(mode="json"))
    elif not (html or md or csv):
        click.echo(output.safe(render.group_markdown(found)), nl=False)


def mine(code: str, personal: str, *, html: Path | None, md: Path | None, force: bool) -> None:
    """Show or save the two pages of the participant with this personal code."""
    with _opened(code) as workshop:
        found = workshop.take_home(personal)
    for file, text in ((html, render.take_home_html), (md, render.take_home_markdown)):
        if file:
            saving.save(file, text(found).encode(), force)
    if not (html or md):
        click.echo(output.safe(render.take_home_markdown(found)), nl=False)


def console(code: str) -> None:
    """Open the trainer's console on a workshop that another program serves.

    Raises:
        click.UsageError: this is no terminal.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError(_("The console needs a terminal."))
    from coach.tui.workshop.console import ConsoleApp

    with _opened(code) as workshop:
        ConsoleApp(workshop).run()


def wipe(code: str | None, *, expired: bool, everything: bool, yes: bool) -> None:
    """Erase a workshop, those that are past their date, or all.

    Raises:
        click.UsageError: it is not said which.
    """
    if (code is not None) + expired + everything != 1:
        raise click.UsageError(_("Say which: a join code, --expired or --all."))
    with _hall(missing_is_fine=True) as opened:
        kept = workshops(opened) if opened else ()
        if code is not None:
            chosen = [one for one in kept if one.code == codes.read(code)]
        else:
            chosen = [one for one in kept if everything or one.keep_until < date.today()]
        if code is not None and not chosen:
            raise click.UsageError(_("There is no workshop with this code."))
        if chosen and not yes and not expired:
            asked = ngettext(
                "Erase {count} workshop with everything in it?", "Erase {count} workshops with everything in them?",
                len(chosen),
            )  # fmt: skip
            be_sure(asked.format(count=len(chosen)))
        gone = sum(opened.erase(one.id) for one in chosen) if opened else 0
    click.echo(ngettext("{count} workshop erased.", "{count} workshops erased.", gone).format(count=gone))


@contextmanager
def _hall(*, missing_is_fine: bool = False) -> Iterator[Hall | None]:
    """The place where workshops are kept; None when nothing was ever kept there and that is fine."""
    address = hall.address()
    if missing_is_fine and isinstance(address, Path) and not address.exists():
        yield None
        return
    with hall.Held(address) as opened:
        yield opened


@contextmanager
def _opened(code: str) -> Iterator[Workshop]:
    with _hall() as opened:
        assert opened is not None
        yield Workshop.by_code(opened, code)


def _plan_json(plan: Plan) -> dict[str, object]:
    return {
        **plan.model_dump(mode="json", include={"id", "title", "summary", "aim", "minutes", "least", "most"}),
        "rounds": [one.model_dump(mode="json", include={"id", "title", "form", "minutes"}) for one in plan.rounds],
    }


def _day(kept: Kept) -> str:
    return f"{kept.created.astimezone():%d-%m-%Y}"
