"""`coach talks`: what is kept on this computer, and getting rid of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from coach import locations
from coach.cli import output, silences
from coach.cli.asking import be_sure
from coach.cli.review import show as show_debrief
from coach.conversation import Conversation, Help
from coach.debrief import Debrief, debrief, rounds
from coach.messages import gettext as _
from coach.messages import ngettext
from coach.roleplay import level, library
from coach.store import Family, Summary, families, family_of, open_store


def show(*, as_json: bool) -> None:
    """The kept talks, newest first; of those that branched from one another the latest, with how many others."""
    with open_store(locations.database()) as store:
        summaries = store.list()
    if as_json:
        output.write_json([summary.model_dump(mode="json") for summary in summaries])
        return
    if not summaries:
        click.echo(_("No talks are kept."))
    for family in families(summaries):
        click.echo(_line(family))


def look_back(talk_id: str, html: Path | None, md: Path | None, as_json: bool, words: bool = False) -> None:
    """The debrief of a kept talk, beside other rounds of the same situation."""
    with open_store(locations.database()) as store:
        talk = store.load(full_id([summary.id for summary in store.list()], talk_id))
        others = rounds.find(store, talk) if talk else ()
    if talk is not None:
        show_debrief(_debrief(talk, others), html, as_json, md, worded=words)


def delete(talk_id: str, *, branches: bool) -> None:
    """Delete one talk; with `branches` every way it went. What is left of it otherwise is said."""
    with open_store(locations.database()) as store:
        summaries = store.list()
        chosen = full_id([summary.id for summary in summaries], talk_id)
        others = [summary.id for summary in family_of(chosen, summaries) if summary.id != chosen]
        for one in (chosen, *(others if branches else ())):
            store.delete(one)
    click.echo(_("Deleted."))
    if others and not branches:
        told = ngettext(
            "{count} other way that this talk went is still kept: coach talks branches {id}",
            "{count} other ways that this talk went are still kept: coach talks branches {id}",
            len(others),
        )
        click.echo(told.format(count=len(others), id=others[0][:8]))


def wipe(*, yes: bool) -> None:
    """Delete every talk, after asking; and the silences, for these hold lines that were said in them."""
    known = silences.current()
    if not yes:
        be_sure(_wipe_question(len(known.silences)))
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


def _line(family: Family) -> str:
    """The latest of a family on one line."""
    head = family[0]
    state = _("finished") if head.finished else _("unfinished")
    when = head.started.astimezone().strftime("%Y-%m-%d %H:%M")
    line = f"{head.id}  {when}  {head.situation}/{head.persona}  {state}{_how(head)}"
    others = len(family) - 1
    if not others:
        return line
    told = ngettext("{count} other way", "{count} other ways", others).format(count=others)
    return f"{line}  {told}: coach talks branches {head.id[:8]}"


def _wipe_question(count: int) -> str:
    if not count:
        return _("Delete all talks on this computer?")
    told = ngettext(
        "Delete all talks on this computer, and {count} flag that you called not right?",
        "Delete all talks on this computer, and {count} flags that you called not right?",
        count,
    )
    return told.format(count=count)


def _debrief(talk: Conversation, others: Sequence[Conversation]) -> Debrief:
    content, known = library.default(), silences.current()
    persona = content.persona(talk.situation, talk.persona)
    situation = content.situation(talk.situation)
    return debrief(known.on(talk), persona, situation=situation, others=[known.on(other) for other in others])


def _how(summary: Summary) -> str:
    """What kind of round a talk was, where it was not the usual one."""
    told = [] if summary.help is Help.WITH else [level.name(summary.help)]
    told += [_("exercise")] if summary.focus else []
    return "".join(f"  {word}" for word in told)


def full_id(known: list[str], given: str) -> str:
    """The id that begins with what was given.

    Raises:
        click.UsageError: none does, or more than one.
    """
    fitting = [talk_id for talk_id in known if given and talk_id.startswith(given)]
    if len(fitting) != 1:
        raise click.UsageError(_("No single talk «{name}». See: coach talks list").format(name=given))
    return fitting[0]
