"""Yes or no on the command line: in the user's language and in English, by a word or its first letter."""

from __future__ import annotations

import click

from coach.messages import gettext as _

_YES, _NO = frozenset({"y", "yes", "j", "ja"}), frozenset({"n", "no", "nee"})


def answered(text: str) -> bool | None:
    """What was typed: yes, no, or None for anything else. Nothing at all is no."""
    word, yes, no = text.strip().casefold(), _("yes").casefold(), _("no").casefold()
    if word in _YES | {yes, yes[:1]}:
        return True
    return False if not word or word in _NO | {no, no[:1]} else None


def agrees(question: str) -> bool:
    """Ask until it is yes or no; Enter alone is no.

    Raises:
        click.Abort: there is nobody to answer.
    """
    yes, no = _("yes"), _("no")
    while True:
        typed = click.prompt(f"{question} [{yes[0]}/{no[0].upper()}]", default="", show_default=False)
        found = answered(str(typed))
        if found is not None:
            return found
        click.echo(_("Type {yes} or {no}.").format(yes=yes[0], no=no[0]))


def be_sure(question: str) -> None:
    """Ask, and go on only after a yes.

    Raises:
        click.Abort: it was no, or there is nobody to answer.
    """
    if not agrees(question):
        raise click.Abort
