"""One passage of guidance on the screen: text, what to say, what not, source and standing."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content
from textual.widgets import Static

from coach import guidance
from coach.messages import gettext as _


class PassageView(Static):
    """Shows a passage from top to bottom."""

    def __init__(self, passage: guidance.Passage | None = None, *, id: str | None = None) -> None:
        super().__init__(drawn(passage) if passage else "", id=id)

    def show(self, passage: guidance.Passage) -> None:
        """Show another passage."""
        self.update(drawn(passage))


def drawn(passage: guidance.Passage) -> Content:
    """The passage as styled text."""
    return Content("\n").join(_lines(passage))


def _lines(passage: guidance.Passage) -> Iterator[Content]:
    yield Content.assemble((passage.title, "bold"), (f"   {standing_name(passage)}", "$accent-word"))
    yield Content(passage.text)
    if passage.say:
        yield Content.styled(_("You can say"), "$good")
        yield from (Content(f"● «{sentence}»") for sentence in passage.say)
    if passage.avoid:
        yield Content.styled(_("Rather not"), "$hard")
        yield from (Content(f"■ «{sentence}»") for sentence in passage.avoid)
    sources = "; ".join(guidance.references(passage))
    yield Content.styled(_("Source: {sources}").format(sources=sources), "$aside")
    checked = passage.checked.strftime("%d-%m-%Y")
    yield Content.styled(_("Checked on {date}. No legal advice.").format(date=checked), "$aside")


def standing_name(passage: guidance.Passage) -> str:
    """Law, guidance, contested or opinion, in the user's language."""
    names = {"law": _("law"), "guidance": _("guidance"), "contested": _("contested"), "opinion": _("opinion")}
    return names[passage.standing.value]
