"""The message catalogue: English in the code, Dutch (or another language) on the screen.

`COACH_LANG` chooses the language; Dutch is the default whatever the computer's own language is, because
the talk itself is Dutch. Without a catalogue for the language asked for, the English texts appear.
"""

from __future__ import annotations

import gettext as _gettext
import os
from functools import cache

from coach import locations

DOMAIN = "coach"


@cache
def _catalogue(language: str) -> _gettext.NullTranslations:
    return _gettext.translation(DOMAIN, locations.catalogues(), languages=[language], fallback=True)


def language() -> str:
    """The language of the program's own texts, as a two-letter code."""
    return (os.environ.get("COACH_LANG") or locations.LANGUAGE)[:2].lower()


def catalogue() -> _gettext.NullTranslations:
    """The catalogue in use, for template engines that want the object itself."""
    return _catalogue(language())


def gettext(message: str) -> str:
    """The text of a message in the user's language."""
    return catalogue().gettext(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """The text of a message that counts something, in the user's language."""
    return catalogue().ngettext(singular, plural, number)


def mark(message: str) -> str:
    """Mark a message for the catalogue where it is translated later (tables, class attributes)."""
    return message
