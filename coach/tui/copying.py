"""Copying with a word to the user: to the clipboard, and to a file where nobody can say whether that worked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coach import locations
from coach.messages import gettext as _
from coach.tui import clipboard

if TYPE_CHECKING:
    from textual.app import App

_TOLD_SECONDS = 12


def copy(app: App[Any], text: str, done: str, asked: str) -> bool:
    """Copy a text; returns whether it is certain that it worked.

    Args:
        app: the program, which tells the user.
        text: what is copied.
        done: what the user is told when it stands on the clipboard.
        asked: what he is told when the terminal was asked to copy, which never answers.
    """
    sure = clipboard.copy(text, app) is clipboard.Way.CLIPBOARD
    app.notify(done if sure else asked, markup=False)
    return sure


def save(app: App[Any], text: str, stem: str) -> None:
    """Write a text to a new file among the user's documents, and say where, or why not."""
    folder = locations.documents()
    try:
        told = _("Saved: {file}").format(file=clipboard.save(text, folder, f"verzuimcoach-{stem}", ".txt"))
    except OSError as error:
        reason = error.strerror or str(error)
        told = _("Not saved in {folder}: {reason}").format(folder=folder, reason=reason)
    app.notify(told, timeout=_TOLD_SECONDS, markup=False)


class CopyThenSave:
    """Copies a text; where nobody can say whether that worked, a second time makes a file of it."""

    def __init__(self, done: str, asked: str) -> None:
        """Prepare what the user is told; see `copy`."""
        self._told = (done, asked)
        self._unsure = False

    def copy(self, app: App[Any], text: str, stem: str) -> None:
        """Copy the text, or save it under this name when it was copied before without an answer."""
        if self._unsure:
            self._unsure = False
            save(app, text, stem)
        else:
            self._unsure = not copy(app, text, *self._told)

    def anew(self) -> None:
        """Something else is to be copied now."""
        self._unsure = False
