"""The form for the talk at the return to work, filled in together, box by box."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from coach.messages import gettext as _
from coach.preparation import calendar, form, layout
from coach.preparation.document import Document
from coach.preparation.form import FormField, writer_name
from coach.preparation.worksheet import FORM, Worksheet
from coach.tui.screens.page import Box, Page
from coach.tui.screens.sheet import SheetScreen

_DATE, _TALKS = "datum", "vervolggesprekken"
"""The boxes that hold dates for a calendar."""


class FormScreen(SheetScreen):
    """Every box of the form; those of one line stand together on a page."""

    HELP = _(
        "Fill it in together, with the screen where both can read it. Leaving a box empty is always allowed. What "
        "you write is read by the privacy guard before it is kept. F5 saves it with room to sign, F8 deletes it."
    )

    def __init__(self, sheet: Worksheet | None = None) -> None:
        self.form = form.default()
        super().__init__(sheet or Worksheet(about=FORM), self.form.title)

    def pages(self) -> tuple[Page, ...]:
        """The boxes in order, with the closing words at the end."""
        return (*self._boxes(), Page("closing", _("To sign"), self.form.closing))

    def document(self) -> Document:
        """The form, with room to sign."""
        return layout.form_page(self.form, self.sheet)

    def calendar(self) -> bytes | None:
        """The follow-up talks that are written down with a date."""
        events = calendar.of_form(self.sheet, _TALKS, _DATE, date.today())
        return calendar.ics(events) if events else None

    def _boxes(self) -> Iterator[Page]:
        for short, fields in groupby(self.form.fields, lambda field: field.lines == 1):
            group = tuple(fields)
            if short:
                yield self._short_page(group)
            else:
                yield from map(self._page, group)

    def _short_page(self, fields: tuple[FormField, ...]) -> Page:
        boxes = tuple(Box(f.id, f.label, placeholder=f.placeholder, lines=1, brief=True) for f in fields)
        first = fields[0] is self.form.fields[0]
        text = self.form.intro if first else " ".join(dict.fromkeys(field.help for field in fields))
        return Page(fields[0].id, _("Who and when") if first else _("Signatures"), text, boxes)

    def _page(self, field: FormField) -> Page:
        by = writer_name(field.by) + ("" if field.required else " · " + _("may stay empty"))
        return Page(field.id, field.label, field.help, (Box(field.id, by, field.placeholder, field.lines),))
