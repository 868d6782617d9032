"""An excerpt that was found, with its place in words."""

from __future__ import annotations

from dataclasses import dataclass

from coach.guidance.documents.document import Document, Outcome, state_of
from coach.guidance.documents.excerpt import Excerpt
from coach.messages import gettext as _


@dataclass(frozen=True, slots=True)
class OwnHit:
    """An excerpt that answers a query. Scores compare excerpts for the same query; higher is better, 1 at most."""

    document: Document
    excerpt: Excerpt
    score: float

    @property
    def id(self) -> str:
        """How the excerpt is cited: the numbers of document and excerpt."""
        return f"own-{self.document.id}-{self.excerpt.number}"

    @property
    def title(self) -> str:
        """What it stands under, or the name of the document where there is no heading."""
        return self.excerpt.heading or self.document.name

    @property
    def place(self) -> str:
        """Where it stands, in words for the reader: name of the document, then page, slide or heading."""
        return place(self.document, self.excerpt)

    @property
    def outdated(self) -> bool:
        """Whether the file is another by now, or gone."""
        return state_of(self.document) is not Outcome.UNCHANGED


def place(document: Document, excerpt: Excerpt) -> str:
    """Where an excerpt stands, in words for the reader."""
    first, last = excerpt.first_page, excerpt.last_page
    if first is None or last is None:
        return f"{document.name} · {excerpt.heading}" if excerpt.heading else document.name
    if document.has_slides:
        told = _("slide {page}") if first == last else _("slides {page}–{last}")
    else:
        told = _("page {page}") if first == last else _("pages {page}–{last}")
    return f"{document.name}, {told.format(page=first, last=last)}"
