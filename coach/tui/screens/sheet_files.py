"""The files that come of a worksheet, and what the user is told about them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from coach import files, locations
from coach.messages import gettext as _
from coach.messages import ngettext
from coach.preparation import export
from coach.preparation.document import Document
from coach.preparation.errors import PreparationError
from coach.preparation.worksheet import Worksheet

CALENDAR = ".ics"


class Exported(Protocol):
    """What has a worksheet to save."""

    sheet: Worksheet

    def document(self) -> Document:
        """The page to keep or print."""

    def calendar(self) -> bytes | None:
        """The dates as a calendar file, or None when there are none yet."""


def choices() -> dict[str, tuple[str, ...]]:
    """What can be saved, by the words in which it is offered: the suffixes of the files that come of it."""
    word, page, text = ((suffix,) for suffix in export.PAGES)
    return {
        _("Word, to print and sign (.docx)"): word,
        _("page for a browser (.html)"): page,
        _("text (.md)"): text,
        _("all three"): export.PAGES,
        _("calendar with the dates (.ics)"): (CALENDAR,),
    }


def save(exported: Exported, suffixes: tuple[str, ...]) -> Iterator[str]:
    """Put files beside what is there; yields what to tell about it."""
    folder, stem = locations.documents(), f"verzuimcoach-{exported.sheet.about}"
    saved: list[str] = []
    for suffix in suffixes:
        try:
            data = exported.calendar() if suffix == CALENDAR else export.rendered(exported.document(), suffix)
            if data is None:
                yield _("There is no date yet to put in a calendar. Fill in when the talk is.")
                return
            saved.append(files.put_beside(folder, stem, suffix, data).name)
        except PreparationError as error:
            yield str(error)
        except OSError as error:
            reason = error.strerror or str(error)
            yield _("Not saved in {folder}: {reason}").format(folder=folder, reason=reason)
    if saved:
        told = _("Saved in {folder}: {names}").format(folder=folder, names=", ".join(saved))
        yield "\n".join(filter(None, (told, _left_out(exported.sheet.withheld))))


def _left_out(count: int) -> str:
    told = ngettext(
        "{count} box was left out: you did not agree to keep it.",
        "{count} boxes were left out: you did not agree to keep them.",
        count,
    )
    return told.format(count=count) if count else ""
