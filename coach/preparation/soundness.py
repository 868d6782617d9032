"""What must hold for the content of this room, beyond the form of its files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from coach import guidance, phrasing
from coach.messages import gettext as _
from coach.phrasing import LineKind
from coach.preparation import form, preparation, timeline


def problems() -> Iterator[str]:
    """Every problem, one sentence each: unknown passages and sources, and examples that are flagged themselves.

    Raises:
        ContentError: a file is not as it should be.
    """
    yield from _in_preparations(preparation.default())
    yield from _in_form(form.default())
    yield from _in_timeline(timeline.default())


def _in_preparations(book: preparation.Preparations) -> Iterator[str]:
    check = book.self_check
    yield from _unknown("preparation: self_check", check.passages, check.sources)
    for talk in book.kinds:
        place = f"preparation: {talk.kind}"
        for step in talk.steps:
            yield from _unknown(f"{place}/{step.id}", step.passages, step.sources)
            yield from _flagged(f"{place}/{step.id}", step.placeholder, LineKind.NOTE)
        yield from _unknown(f"{place}/invitation", talk.invitation.passages, ())
        for sentence in (talk.invitation.subject, talk.invitation.text, *talk.questions):
            yield from _flagged(place, sentence, LineKind.SAY)


def _in_form(paper: form.Form) -> Iterator[str]:
    for field in paper.fields:
        yield from _unknown(f"form: {field.id}", (), field.sources)
        yield from _flagged(f"form: {field.id}", field.placeholder, LineKind.NOTE)


def _in_timeline(line: timeline.Timeline) -> Iterator[str]:
    for moment in line.moments:
        yield from _unknown(f"timeline: {moment.id}", moment.passages, moment.sources)
        yield from _flagged(f"timeline: {moment.id}", moment.says, LineKind.SAY)


def _unknown(place: str, passages: Iterable[str], sources: Iterable[str]) -> Iterator[str]:
    library = guidance.library()
    for name in passages:
        if library.passage(name) is None:
            yield f"{place}: " + _("there is no passage «{name}»").format(name=name)
    for name in sources:
        if name not in library.sources:
            yield f"{place}: " + _("source {source} is not in the list of sources").format(source=name)


def _flagged(place: str, text: str, kind: LineKind) -> Iterator[str]:
    flags = ", ".join(flag.id.value for flag in phrasing.read(text, kind=kind).shown()) if text else ""
    if flags:
        yield f"{place}: " + _("is flagged itself ({flags})").format(flags=flags) + f": {text}"
