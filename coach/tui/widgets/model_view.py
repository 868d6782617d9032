"""Language models on the screen: a line in the list, and what there is to know of one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textual.content import Content

from coach.messages import gettext as _
from coach.model import measure
from coach.model.catalogue import Entry, Fit, Level, Use
from coach.model.shelf import Kept
from coach.model.source import Source

_NAME = 17
_SIZE = 7


@dataclass(frozen=True, slots=True)
class Shown:
    """A model in the list: from the catalogue, from this computer, or both."""

    source: Source
    entry: Entry | None
    kept: Kept | None
    used: bool
    best: bool
    fit: Fit | None

    @property
    def here(self) -> bool:
        """Whether it can be used at once."""
        return self.kept is not None and not self.kept.part


def line(shown: Shown) -> Content:
    """Name, size and how it stands with it."""
    size = shown.entry.size if shown.entry else shown.kept.size if shown.kept else 0
    name = shown.entry.name if shown.entry else shown.source.path.stem
    state, style = _state(shown)
    sign = "● " if shown.used else "  "
    return Content.assemble(
        (sign, "$good"),
        (f"{name[:_NAME]:<{_NAME}}", "bold" if shown.here or shown.best else ""),
        (f"{measure.size(size):>{_SIZE}}  ", "$aside"),
        (state, style),
    )


def _state(shown: Shown) -> tuple[str, str]:
    if shown.used:
        return _("chosen"), "$good"
    if shown.here:
        return _("here"), "$good"
    if shown.kept:
        return _("begun"), "$soft"
    if shown.best:
        return _("recommended"), "$accent-word"
    if shown.fit is Fit.NOT:
        return _("too large"), "$quiet"
    return (_("barely fits"), "$quiet") if shown.fit is Fit.TIGHT else ("", "")


def about(shown: Shown, hub: str) -> Content:
    """What there is to know of a model, and what Enter does with it."""
    return Content("\n").join(_about(shown, hub))


def _about(shown: Shown, hub: str) -> Iterator[Content]:
    entry = shown.entry
    if entry is None:
        yield Content.styled(shown.source.file, "bold")
        yield Content.styled(shown.source.repository, "$aside")
        yield Content.styled("\n" + _next(shown, hub), "$hint")
    else:
        yield Content.styled(entry.title, "bold")
        yield Content.styled(entry.maker, "$aside")
        yield Content(f"\n{entry.summary}\n")
        yield Content.styled(_next(shown, hub) + "\n", "$hint")
        yield Content.assemble(
            (_("{memory} of memory").format(memory=measure.size(entry.memory)), ""),
            (f" · {_fits(shown.fit)}" if shown.fit else "", "$soft" if shown.fit is Fit.NOT else "$aside"),
        )
        yield _licence(entry)
        if entry.least_sure is not Level.MEASURED:
            yield Content.styled(_("As reported; not verified by us."), "$quiet")


def _licence(entry: Entry) -> Content:
    told = {Use.FREE: _("free to use"), Use.CONDITIONS: _("with conditions"),
            Use.NON_COMMERCIAL: _("not for use at work")}[entry.licence.use]  # fmt: skip
    style = "$soft" if entry.licence.use is Use.NON_COMMERCIAL else "$aside"
    return Content.assemble(_("Licence {licence}").format(licence=entry.licence.id), (f" · {told}", style))


def _fits(fit: Fit) -> str:
    return {Fit.WELL: _("fits here"), Fit.TIGHT: _("barely fits here"), Fit.NOT: _("too large for here")}[fit]


def _next(shown: Shown, hub: str) -> str:
    if shown.used:
        return _("This one is chosen.")
    if shown.here:
        return _("Enter uses it.")
    if shown.kept:
        size = measure.size(shown.kept.size)
        return _("{size} is here already. Enter fetches the rest from {hub}.").format(size=size, hub=hub)
    return _("Enter fetches it from {hub}.").format(hub=hub)
