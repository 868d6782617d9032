"""`coach talks`: what is kept on this computer, and getting rid of it."""

from __future__ import annotations

from pathlib import Path

import click

from coach import locations
from coach.cli import output, silences
from coach.cli.review import show as show_debrief
from coach.conversation import Conversation
from coach.debrief import Debrief, debrief
from coach.messages import gettext as _
from coach.messages import ngettext
from coach.roleplay import library
from coach.store import open_store


def show(*, as_json: bool) -> None:
    """The kept talks, newest first."""
    with open_store(locations.database()) as store:
        summaries = store.list()
    if as_json:
        output.write_json([summary.model_dump(mode="json") for summary in summaries])
        return
    if not summaries:
        click.echo(_("No talks are kept."))
    for summary in summaries:
        state = _("finished") if summary.finished else _("unfinished")
        when = summary.started.astimezone().strftime("%Y-%m-%d %H:%M")
        click.echo(f"{summary.id}  {when}  {summary.situation}/{summary.persona}  {state}")


def look_back(talk_id: str, html: Path | None, as_json: bool) -> None:
    """The debrief of a kept talk."""
    with open_store(locations.database()) as store:
        talk = store.load(_full_id([summary.id for summary in store.list()], talk_id))
    if talk is not None:
        show_debrief(_debrief(talk), html, as_json)


def delete(talk_id: str) -> None:
    """Delete one talk."""
    with open_store(locations.database()) as store:
        store.delete(_full_id([summary.id for summary in store.list()], talk_id))
    click.echo(_("Deleted."))


def wipe(*, yes: bool) -> None:
    """Delete every talk, after asking; and the silences, for these hold lines that were said in them."""
    known = silences.current()
    if not yes:
        click.confirm(_wipe_question(len(known.silences)), abort=True)
    with open_store(locations.database()) as store:
        count = store.wipe()
    click.echo(ngettext("{count} talk deleted.", "{count} talks deleted.", count).format(count=count))
    if gone := known.forget_all():
        told = ngettext(
            "{count} flag that you called not right is forgotten: it held a line that you said.",
            "{count} flags that you called not right are forgotten: they held lines that you said.",
            gone,
        )
        click.echo(told.format(count=gone))


def _wipe_question(count: int) -> str:
    if not count:
        return _("Delete all talks on this computer?")
    told = ngettext(
        "Delete all talks on this computer, and {count} flag that you called not right?",
        "Delete all talks on this computer, and {count} flags that you called not right?",
        count,
    )
    return told.format(count=count)


def _debrief(talk: Conversation) -> Debrief:
    content = library.default()
    persona = content.persona(talk.situation, talk.persona)
    return debrief(silences.current().on(talk), persona, content.situation(talk.situation).title)


def _full_id(known: list[str], given: str) -> str:
    """The id that begins with what was given.

    Raises:
        click.UsageError: none does, or more than one.
    """
    fitting = [talk_id for talk_id in known if given and talk_id.startswith(given)]
    if len(fitting) != 1:
        raise click.UsageError(_("No single talk «{name}». See: coach talks list").format(name=given))
    return fitting[0]
