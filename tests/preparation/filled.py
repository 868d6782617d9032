"""Worksheets with something in them."""

from __future__ import annotations

from coach.preparation import layout
from coach.preparation.guard import Consent, Written
from coach.preparation.worksheet import FORM, Worksheet

HARMLESS = "Vier meldingen, samen elf dagen."
MEDICAL = "Ze heeft hoofdpijn"
"""What every sane reading of a note flags."""


def written(text: str, needed: Consent = Consent.NONE, given: Consent = Consent.NONE) -> Written:
    """A text with the consent that it needs and has."""
    return Written(text=text, needed=needed, given=given)


def prepared(**invitation: str) -> Worksheet:
    """A preparation of a talk about frequent absence, with a box, a tick and an invitation."""
    sheet = Worksheet(about="frequent").with_entry(layout.step_box("feiten"), written(HARMLESS))
    for name, text in invitation.items():
        sheet = sheet.with_entry(layout.invitation_box(name), written(text))
    return sheet.with_tick(layout.check_tick("feiten", 1), True)


def form(**entries: str) -> Worksheet:
    """A form with these boxes filled in."""
    sheet = Worksheet(about=FORM)
    for box, text in entries.items():
        sheet = sheet.with_entry(box, written(text))
    return sheet
