"""A workshop: a trainer, a group, rounds by the clock. The doors are `Workshop` and `open_hall`."""

from __future__ import annotations

from coach.workshop.errors import Refusal, WorkshopError
from coach.workshop.hall import Hall, open_hall
from coach.workshop.plan import Plan
from coach.workshop.workshop import Workshop

__all__ = ["Hall", "Plan", "Refusal", "Workshop", "WorkshopError", "open_hall"]
