"""Text that someone else wrote, made safe for a prompt: fenced, and without anything that a model takes for more.

What a manager types or an organisation writes is data. It cannot close its fence, cannot open a message of its own
and holds no special token of any template, whichever model reads it. An engine in this computer neutralises tokens
too; a server may not.
"""

from __future__ import annotations

import re
import unicodedata

from coach.legible import legible

OPEN, CLOSE = "«", "»"
"""What stands between these was said or written by someone else, and is never an instruction."""

_MORE = " …"
_INVISIBLE = re.compile("[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
                        "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]")  # fmt: skip
_ANGLED = str.maketrans("<>|{}`", "‹›¦()'")
"""Brackets that templates build their tokens with, and what looks like them to people."""

_BRACKETED = re.compile(r"\[(\s*/?\s*[^\W\d_][\w\s-]{0,30})\]")
"""`[INST]`, `[/SYSTEM_PROMPT]`, `[regie]`."""

_ROLE = re.compile(
    r"^(\s*[#*>_-]*\s*(?:system|systeem|user|assistant|human|instructie|instruction|regie)\s*):", re.I | re.M
)
_MARKS = re.compile(r"(?m)^\s*(?:#{1,6}\s|-{3,}|={3,}|[«»]{2,}).*?")
_SPACE = re.compile(r"\s+")
_BLANK_LINES = re.compile(r"\n\s*\n\s*")


def neutral(text: str) -> str:
    """The text without special tokens, role labels and invisible characters; people read it as before."""
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", legible(text)))
    plain = plain.translate(_ANGLED)
    plain = _BRACKETED.sub(r"(\1)", plain)
    return _ROLE.sub(r"\1 -", plain)


def said(text: str, most: int) -> str:
    """What someone said, on one line between `«` and `»`; what is longer than `most` characters is cut off."""
    return f"{OPEN}{_inside(_SPACE.sub(' ', neutral(text[: 4 * most])), most)}{CLOSE}"


def document(text: str, most: int) -> str:
    """What someone wrote, with its lines, between `«` and `»`; what is longer than `most` characters is cut off."""
    kept = _BLANK_LINES.sub("\n", _MARKS.sub("", neutral(text[: 4 * most])))
    return f"{OPEN}\n{_inside(kept, most)}\n{CLOSE}"


def _inside(text: str, most: int) -> str:
    kept = text.strip()
    if len(kept) > most:
        kept = kept[:most].rstrip() + _MORE
    return kept.replace(OPEN, "“").replace(CLOSE, "”")
