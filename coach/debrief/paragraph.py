"""A paragraph on a debrief that a language model put into words; a suggestion, and marked as one."""

from __future__ import annotations

from coach.debrief.part import Part


class Paragraph(Part):
    """Running words about the moments, each claim with its turn; `model` names who wrote them."""

    text: str
    model: str
