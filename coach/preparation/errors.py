"""What can go wrong here that the user must hear about, in words that say what to do."""

from __future__ import annotations

from coach.messages import gettext as _


class PreparationError(Exception):
    """The message is meant for the user. It never quotes what was written."""


class DateError(PreparationError):
    """A text is not a date that can be used."""


class MissingExtra(PreparationError):
    """A library is needed that comes with the extra `documents`."""

    def __init__(self) -> None:
        super().__init__(_("Word files and calendar files need the extra: pip install 'verzuimcoach[documents]'"))


class ShelfError(PreparationError):
    """What was written cannot be kept, fetched or deleted."""
