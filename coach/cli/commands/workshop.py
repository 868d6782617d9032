"""Commands for a workshop, for who leads one and for who takes part."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from coach.cli.commands.options import as_json, force, no_store, yes
from coach.messages import gettext as _


@click.group(help=_("Workshops for a group: plans, results, and what is kept."))
def workshop() -> None:
    """Commands on workshops."""


@workshop.command("list", help=_("Show the plans, and the workshops that are kept."))
@as_json
def workshop_list(as_json: bool) -> None:
    """See `coach.cli.workshop`."""
    from coach.cli import workshop as command

    command.show(as_json=as_json)


@workshop.command("guide", help=_("The trainer's guide of a plan: times, what to say, what to watch for."))
@click.argument("plan")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help=_("Save a page to print here."))
@force
def workshop_guide(**options: Any) -> None:
    """See `coach.cli.workshop`."""
    from coach.cli import workshop as command

    command.guide(**options)


@workshop.command("new", help=_("Make a plan of your own from another one."))
@click.argument("name")
@click.option("--from", "source", metavar="PLAN", default="kennismaking", show_default=True, help=_("Which plan."))
def workshop_new(name: str, source: str) -> None:
    """See `coach.cli.workshop`."""
    from coach.cli import workshop as command

    command.new(name, source)


@workshop.command("check", help=_("See whether plans are in order: all of them, or those named."))
@click.argument("plans", metavar="[PLAN]…", nargs=-1)
def workshop_check(plans: tuple[str, ...]) -> None:
    """See `coach.cli.workshop`."""
    from coach.cli import workshop as command

    command.check(plans)


@workshop.command("board", help=_("The board for the projector as it is now, as text."))
@click.argument("code")
@as_json
def workshop_board(**options: Any) -> None:
    """See `coach.cli.workshop`."""
    from coach.cli import workshop as command

    command.board(**options)


@workshop.command("results", help=_("The results of a group, without anything about one person."))
@click.argument("code")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help=_("Save the page here."))
@click.option("--md", type=click.Path(path_type=Path, dir_okay=False), help=_("Save it as Markdown here."))
@click.option("--csv", type=click.Path(path_type=Path, dir_okay=False), help=_("Save the figures as a table here."))
@force
@as_json
def workshop_results(**options: Any) -> None:
    """See `coach.cli.workshop`."""
    from coach.cli import workshop as command

    command.results(**options)


@workshop.command("mine", help=_("Your own two pages of a workshop, with the personal code that you wrote down."))
@click.argument("code")
@click.option(
    "--personal", metavar="CODE", prompt=_("Personal code"), hide_input=True, help=_("Asked for when left out.")
)
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help=_("Save the page here."))
@click.option("--md", type=click.Path(path_type=Path, dir_okay=False), help=_("Save it as Markdown here."))
@force
def workshop_mine(**options: Any) -> None:
    """See `coach.cli.workshop`."""
    from coach.cli import workshop as command

    command.mine(**options)


def _hosting(command: Any) -> Any:
    """The options of whatever serves a workshop."""
    for option in reversed((
        click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True,
                     help=_("Listen at this port.")),
        click.option("--lan", is_flag=True, help=_("Others on the local network can come in as well.")),
        click.option("--bind", metavar="ADDRESS", help=_("Listen at this address of the computer instead.")),
        click.option("--cert", type=click.Path(path_type=Path, dir_okay=False, exists=True),
                     help=_("Certificate (PEM): the line is encrypted.")),
        click.option("--key", type=click.Path(path_type=Path, dir_okay=False, exists=True),
                     help=_("The key of the certificate, when it stands in a file of its own.")),
        click.option("--url", metavar="URL", help=_("What people type when a proxy stands before this program.")),
        click.option("--no-console", is_flag=True, help=_("Only serve; the trainer's console runs elsewhere.")),
    )):  # fmt: skip
        command = option(command)
    return command


@workshop.command("run", help=_("Hold a workshop: people come in by their browser, and the console stands here."))
@click.argument("plan", required=False)
@click.option("--resume", metavar="CODE", help=_("Go on with a workshop that was begun, by its join code."))
@click.option("--title", default="", help=_("How this one is called; the plan's title when left out."))
@click.option("--seats", type=click.IntRange(1, 50), help=_("For so many participants at most."))
@_hosting
def workshop_run(
    plan: str | None, resume: str | None, title: str, seats: int | None, no_console: bool, **where: Any
) -> None:
    """See `coach.cli.hosting`."""
    from coach.cli import hosting

    address = hosting.address_of(**where)
    hosting.run(plan, resume=resume, title=title, seats=seats, console=not no_console, address=address)


@workshop.command("host", help=_("One more host for a workshop that runs, on the same database."))
@click.argument("code")
@_hosting
def workshop_host(code: str, no_console: bool, **where: Any) -> None:
    """See `coach.cli.hosting`."""
    from coach.cli import hosting

    hosting.host(code, console=not no_console, address=hosting.address_of(**where))


@workshop.command(
    "pair", help=_("Two people at one keyboard: one is the manager, the other plays the employee from a card.")
)
@click.argument("plan", required=False)
@click.option("--round", "number", metavar="N", type=click.IntRange(1, 12), help=_("Which round of the plan."))
@click.option("--resume", metavar="CODE", help=_("Go on with a talk that was begun, by its code."))
@no_store
def workshop_pair(plan: str | None, number: int | None, resume: str | None, no_store: bool) -> None:
    """See `coach.cli.pair`."""
    from coach.cli import pair as command

    command.run(plan, number=number, resume=resume, keep=not no_store)


@workshop.command("console", help=_("The trainer's console of a workshop that is served elsewhere."))
@click.argument("code")
def workshop_console(code: str) -> None:
    """See `coach.cli.workshop`."""
    from coach.cli import workshop as command

    command.console(code)


@workshop.command("wipe", help=_("Erase a workshop with everything in it."))
@click.argument("code", required=False)
@click.option("--expired", is_flag=True, help=_("Those that are past their date."))
@click.option("--all", "everything", is_flag=True, help=_("All of them."))
@yes
def workshop_wipe(**options: Any) -> None:
    """See `coach.cli.workshop`."""
    from coach.cli import workshop as command

    command.wipe(**options)


@click.command(help=_("Take part in a workshop from this terminal, without a browser."))
@click.argument("url")
@click.option("--back", is_flag=True, help=_("Come back to your seat with your personal code."))
@click.option(
    "--ca", type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help=_("The certificate of the workshop, when your computer does not know it."),
)  # fmt: skip
def join(url: str, back: bool, ca: Path | None) -> None:
    """See `coach.cli.join`."""
    from coach.cli import hosting

    hosting.see_extra()
    from coach.cli import join as command

    command.run(url, back=back, ca=ca)
