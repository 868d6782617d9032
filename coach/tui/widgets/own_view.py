"""Excerpts of the organisation's own documents, in the list of the library and on its page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.content import Content

from coach import guidance
from coach.guidance import Standing
from coach.messages import gettext as _
from coach.tui.theme import SIGNS, STYLES

if TYPE_CHECKING:
    from coach.guidance.documents.conflict import Conflict
    from coach.guidance.documents.hit import OwnHit


def own_line(hit: OwnHit) -> Content:
    """What it stands under, with a sign when it conflicts with the guidance; below that, whose it is."""
    return Content.assemble(*_sign(hit.excerpt.conflicts), hit.title, (f"\n  {own_name()}", "$accent-word"))


def drawn(hit: OwnHit) -> Content:
    """The excerpt as styled text; what it advises against the guidance comes before its text."""
    return Content("\n").join(_lines(hit))


def own_name() -> str:
    """How whatever comes from the organisation itself is marked."""
    return _("from your organisation")


def _sign(conflicts: tuple[Conflict, ...]) -> tuple[tuple[str, str], ...]:
    return ((f"{SIGNS[_level(conflicts[0])]} ", STYLES[_level(conflicts[0])]),) if conflicts else ()


def _level(conflict: Conflict) -> str:
    return "hard" if conflict.standing is Standing.LAW else "soft"


def _lines(hit: OwnHit) -> Iterator[Content]:
    yield Content.assemble((hit.title, "bold"), (f"   {own_name()}", "$accent-word"))
    for conflict in hit.excerpt.conflicts:
        yield from _against(conflict)
    yield Content(hit.excerpt.text)
    yield Content.styled("\n" + _("Source: {sources}").format(sources=hit.place), "$aside")
    if hit.outdated:
        yield Content.styled(_("The file has changed since, or is gone: coach content refresh"), "$aside")


def _against(conflict: Conflict) -> Iterator[Content]:
    level = _level(conflict)
    told = _("Against the rules") if level == "hard" else _("Rather not")
    yield Content.assemble((f"{SIGNS[level]} {told}: ", STYLES[level]), f"«{conflict.quote}»")
    yield Content(conflict.why)
    titles = [passage.title for id in conflict.passages if (passage := guidance.passage(id))]
    yield Content.styled(_("See also: {titles}").format(titles="; ".join(titles)) + "\n", "$aside")
