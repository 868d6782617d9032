"""What a conversation shows. Doors: `debrief(conversation)`, `markdown(report)`, `html(report)`."""

from __future__ import annotations

from coach.debrief.render import html, markdown
from coach.debrief.report import Debrief, debrief

__all__ = ["Debrief", "debrief", "html", "markdown"]
