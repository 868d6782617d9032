"""Text that cannot steer a screen: one rule for whatever is typed, pasted, read from a file or shown."""

from __future__ import annotations

import re

_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_NEWLINE = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")


def without_steering(text: str) -> str:
    """Text without control characters (line breaks and tabs stay) and marks that turn the direction of writing.

    Those marks can make a screen show something else than was typed.
    """
    return _STEERING.sub("", text)


def legible(text: str) -> str:
    """Text as it can be kept: line breaks of one kind, tabs as spaces, lone surrogates replaced."""
    lines = _NEWLINE.sub("\n", text).replace("\t", " ")
    return without_steering(lines).encode("utf-8", "replace").decode("utf-8")
