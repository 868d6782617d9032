"""One passage of guidance on the screen: text, what to say, what not, source and standing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual.content import Content
from textual.widgets import Static

from coach import guidance
from coach.guidance import Contradiction, Standing
from coach.messages import gettext as _

_LEGAL = (Standing.LAW, Standing.CONTESTED)
"""What speaks of the law says that it is no legal advice."""


class PassageView(Static):
    """Shows a passage from top to bottom; `passage` is the one that is shown."""

    def __init__(self, passage: guidance.Passage | None = None, *, id: str | None = None) -> None:
        super().__init__(drawn(passage) if passage else "", id=id)
        self.passage = passage

    def show(self, passage: guidance.Passage) -> None:
        """Show another passage, with where its sources contradict each other."""
        self.passage = passage
        self.update(drawn(passage, fully=True))


def drawn(passage: guidance.Passage, *, fully: bool = False) -> Content:
    """The passage as styled text; `fully` adds what its sources disagree about."""
    disagreements = [each for each in guidance.contradictions_of(passage) if each.concerns(passage)] if fully else []
    told = {each.id for each in disagreements}
    lines = [
        *_lines(passage),
        *(line for each in disagreements for line in _disagreement(each, passage)),
        Content(""),
        *source_lines([source for source in passage.sources if source not in told]),
        _checked(passage),
    ]
    return Content("\n").join(lines)


def source_lines(sources: Iterable[str]) -> Iterator[Content]:
    """Where something comes from, document by document, each section with its id."""
    known = guidance.library().sources
    documents: dict[str, list[str]] = {}
    for source in sources:
        documents.setdefault(known.document(source), []).append(f"{known.section(source)} ({source})")
    for document, sections in documents.items():
        named = f"{document}: {', '.join(sections)}"
        yield Content.styled(_("Source: {sources}").format(sources=named), "$aside")


def _lines(passage: guidance.Passage) -> Iterator[Content]:
    yield Content.assemble((passage.title, "bold"), (f"   {standing_name(passage)}", "$accent-word"))
    yield Content(passage.text)
    if passage.say:
        yield Content.styled("\n" + _("You can say"), "$good")
        yield from (Content(f"● «{sentence}»") for sentence in passage.say)
    if passage.avoid:
        yield Content.styled("\n" + _("Rather not"), "$hard")
        yield from (Content(f"■ «{sentence}»") for sentence in passage.avoid)


def _disagreement(each: Contradiction, passage: guidance.Passage) -> Iterator[Content]:
    """Who contradicts whom, what wins and why, and where else it comes up."""
    sources = guidance.library().sources
    named = f"{each.title} ({each.id})"
    yield Content.styled("\n" + _("Another source says otherwise: {what}").format(what=named), "$soft")
    for side in each.sides:
        documents = dict.fromkeys(map(sources.short, side.sources))
        yield Content.assemble(f"· {side.says}", (f"  {', '.join(documents)}", "$aside"))
    yield Content.assemble((_("What holds:"), "$accent-word"), f" {each.wins.told} {each.resolution}")
    others = [found.title for id in each.passages if id != passage.id and (found := guidance.passage(id))]
    if others:
        yield Content.styled(_("See also: {titles}").format(titles="; ".join(others)), "$aside")


def _checked(passage: guidance.Passage) -> Content:
    checked = passage.checked.strftime("%d-%m-%Y")
    told = _("Checked on {date}. No legal advice.") if passage.standing in _LEGAL else _("Checked on {date}.")
    return Content.styled(told.format(date=checked), "$aside")


def standing_name(passage: guidance.Passage) -> str:
    """Law, guidance, contested or opinion, in the user's language."""
    names = {"law": _("law"), "guidance": _("guidance"), "contested": _("contested"), "opinion": _("opinion")}
    return names[passage.standing.value]
