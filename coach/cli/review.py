"""`coach review`: look back on a transcript. It is read, shown, and kept nowhere."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from coach.cli import output, saving, silences
from coach.cli.words import show as show_words
from coach.cli.words import with_paragraph
from coach.debrief import Debrief, debrief, markdown, transcript
from coach.debrief.transcript import Transcript
from coach.messages import gettext as _


def run(file: Path, manager: str | None, html: Path | None, as_json: bool, words: bool = False) -> None:
    """Read the transcript, find out who the manager is, and show the debrief."""
    talk = transcript.read(file)
    chosen = _manager(talk, manager)
    heard = silences.current().on(transcript.as_conversation(talk, chosen))
    report = debrief(heard, title=_("Review"))
    show(report, html, as_json, worded=words)


def show(report: Debrief, html: Path | None, as_json: bool, md: Path | None = None, *, worded: bool = False) -> None:
    """Show a debrief as JSON or text, and save the page or the text where asked.

    With `worded` a language model is asked for a paragraph: below the page when it is shown, on it when it is saved.
    """
    if not as_json:
        click.echo(output.safe(markdown(report)))
    found = with_paragraph(report, worded)
    if as_json:
        output.write_json(found.model_dump(mode="json"))
    elif found.paragraph:
        show_words(found.paragraph.model, [found.paragraph.text])
    report = found
    if html:
        from coach.debrief import html as page

        saving.save(html, page(report).encode(), force=True)
    if md:
        saving.save(md, markdown(report).encode(), force=True)


def _manager(talk: Transcript, named: str | None) -> str:
    if named is not None:
        match = next((name for name in talk.names if name.casefold() == named.casefold()), None)
        if match is None:
            raise click.UsageError(_unknown(named, talk))
        return match
    guessed = transcript.guess_manager(talk)
    if guessed is not None:
        return guessed
    if sys.stdin.isatty():
        choice = click.Choice(list(talk.names), case_sensitive=False)
        return str(click.prompt(_("Who is the manager?"), type=choice))
    raise click.UsageError(_unknown("?", talk))


def _unknown(named: str, talk: Transcript) -> str:
    return _("«{name}» does not speak here. Say who the manager is with --manager: {names}.").format(
        name=named, names=", ".join(talk.names)
    )
