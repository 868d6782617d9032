"""Texts for a server whose tokenizer takes what looks like a special token for one: they lose that look.

An engine in this computer keeps texts and special tokens apart; a server gets both in one text. One space within
takes the meaning away, and leaves the text readable.
"""

from __future__ import annotations

import re

_LOOKS = re.compile(
    r"<(?=[|｜])"  # <|im_start|>, <｜User｜>
    r"|[|｜](?=>)"
    r"|<(?=[/!]?[^\W\d][^<>\n]{0,60}>)"  # <start_of_turn>, </s>, <think>
    r"|\[(?=/?[A-Z][A-Z0-9_]{0,40}\])"  # [INST], [/INST], [SYSTEM_PROMPT]
)


def without_specials(text: str) -> str:
    """The text with a space wherever it looks like a special token."""
    return _LOOKS.sub(lambda found: f"{found[0]} ", text)
