"""In which way a line is written: notes, Flemish, chat, speech, the polite form, or none of these.

A style follows from the key of its author where that names one, and else from the text. Every line has exactly
one style, the first that fits in the order of `Style`, so that the styles add up to all lines.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class Style(StrEnum):
    """The styles, in the order in which they are tried."""

    NOTE = "notes"
    FLEMISH = "Flemish"
    CHAT = "chat"
    SPEECH = "speech without punctuation"
    POLITE = "u-form"
    OTHER = "other"


_NAMES = {
    Style.FLEMISH: {"vlaams", "vlaamse", "vlaming", "vl"},
    Style.CHAT: {"chat", "app", "appje", "appende", "appjong", "whatsapp", "sms"},
    Style.SPEECH: {"spraak", "spraakmemo", "dictaat", "dictee"},
    Style.POLITE: {"u"},
}
"""Parts of an author's key (between hyphens) that name a style."""

_MARK = re.compile(r"(?<!\d)[.,;:?!…]|[.,;:?!…](?!\d)")
"""Punctuation, but not within a number or a time such as 9:30."""
_POLITE = re.compile(r"(?<!\d)(?<!\d )\b(?:u|uw|uzelf)\b", re.IGNORECASE)
"""The polite form, but not the u of hours in "10 u"."""
_FLEMISH = re.compile(r"\b(?:ge|gij)\b", re.IGNORECASE)
_SHORTEST_SPEECH = 6


def named(author: str | None) -> Style | None:
    """The style that the key of an author names; None when it names none.

    >>> named("vlaams-magazijn")
    <Style.FLEMISH: 'Flemish'>
    """
    parts = set((author or "").lower().split("-"))
    return next((style for style, names in _NAMES.items() if parts & names), None)


def unpunctuated(text: str) -> bool:
    """Whether a line of six words or more has no punctuation at all, as speech that was written down has."""
    return len(text.split()) >= _SHORTEST_SPEECH and not _MARK.search(text)


def polite(text: str) -> bool:
    """Whether the line says u or uw."""
    return bool(_POLITE.search(text))


def flemish(text: str) -> bool:
    """Whether the line says ge or gij."""
    return bool(_FLEMISH.search(text))


def style_of(row: Mapping[str, Any]) -> Style:
    """The style of a labelled line (`kind`, `author`, `text`)."""
    if row.get("kind") == "note":
        return Style.NOTE
    by_author = named(row.get("author"))
    if by_author:
        return by_author
    text = row["text"]
    signs = ((Style.FLEMISH, flemish(text)), (Style.SPEECH, unpunctuated(text)), (Style.POLITE, polite(text)))
    return next((style for style, there in signs if there), Style.OTHER)
