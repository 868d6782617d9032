"""Amounts of bytes for people."""

from __future__ import annotations

from coach import messages


def size(count: float) -> str:
    """Bytes as `2.5 GB`, `806 MB` or `12 kB`, with the decimal sign of the user's language."""
    if count < 999_500:
        return f"{count / 1e3:.0f} kB"
    told = f"{count / 1e9:.1f} GB" if count >= 999_500_000 else f"{count / 1e6:.0f} MB"
    return told.replace(".", ",") if messages.language() == "nl" else told
