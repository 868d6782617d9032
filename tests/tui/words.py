"""Words that give away text in another language than Dutch on the screen."""

from __future__ import annotations

import gettext
import re
from functools import cache

from coach import locations
from coach.messages import gettext as _

_ENGLISH = frozenset(
    # Words that Textual's own widgets, bindings, tooltips and messages use, and common English ones.
    # Words that Dutch has too ("of", "is", "was", "hint", "focus", "tab") are left out.
    """
    the and you your with what this that which from has will would can't don't
    press quit submit select selected scroll cursor cancel close toggle keys key search back help save show hide
    choose theme undo redo paste delete copy cut move left right previous next palette command commands
    screenshot maximize minimize found matches loading error warning system exit
    end jump collapse expand enabled disabled button placeholder clipboard
    """.split()
)
_WORD = re.compile(r"[a-z']+")


def foreign(text: str) -> set[str]:
    """English words in a text."""
    return _ENGLISH.intersection(_WORD.findall(text.lower()))


def untranslated(text: str) -> set[str]:
    """Messages of the code that stand in a text as they are, though the catalogue has Dutch for them."""
    flat = " ".join(text.split())
    return {
        message
        for words, message in _messages().items()
        if words in flat and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", flat)
    }


@cache
def _messages() -> dict[str, str]:
    """Messages of more than a few letters that have another text in Dutch, by how they stand on a line."""
    catalogue = gettext.translation("coach", locations.catalogues(), languages=["nl"])
    known = [key for key in catalogue._catalog if isinstance(key, str)]  # type: ignore[attr-defined]
    dutch = {_(message) for message in known}
    return {
        " ".join(message.split()): message
        for message in known
        if len(message) > 5 and _(message) != message and message not in dutch
    }
