"""A conflict between what a document advises and what the guidance says."""

from __future__ import annotations

from coach.content import Content
from coach.guidance.passage import Standing


class Conflict(Content):
    """Words of a document that advise what the law forbids, or what sources disagree about.

    `advice` is the id of the advice (`knowledge/nl/advice.yaml`) or of the flag that the words would get if they were
    said. `standing` is `law` (not allowed) or `contested` (rather not); `why` says so in plain words and `passages`
    are the passages of guidance behind it, the most telling first.
    """

    advice: str
    standing: Standing
    quote: str
    why: str
    passages: tuple[str, ...]
