"""A passage on the screen says where another source contradicts it, and what holds."""

from __future__ import annotations

import pytest

from coach import guidance
from coach.messages import gettext as _
from coach.tui.widgets.passage_view import drawn

HEADING = _("Another source says otherwise: {what}")
CONTRADICTED = [
    passage.id
    for passage in guidance.library().passages
    if any(each.concerns(passage) for each in guidance.contradictions_of(passage))
]


def passage(id: str) -> guidance.Passage:
    found = guidance.passage(id)
    assert found is not None
    return found


@pytest.mark.parametrize("id", CONTRADICTED)
def test_it_tells_every_side_who_says_it_and_what_wins(id: str) -> None:
    shown = drawn(passage(id), fully=True).plain
    sources = guidance.library().sources
    for each in guidance.contradictions_of(passage(id)):
        if each.concerns(passage(id)):
            assert HEADING.format(what=f"{each.title} ({each.id})") in shown
            assert f"{each.wins.told} {each.resolution}" in shown
            assert all(side.says in shown for side in each.sides)
            assert all(sources.short(source) in shown for side in each.sides for source in side.sources)


def test_it_leads_to_the_other_passages_on_the_same_contradiction_but_not_to_itself() -> None:
    asked = passage("prive-niet-uitvragen")
    other = passage("prive-is-een-open-deur").title
    assert _("See also: {titles}").format(titles=other) in drawn(asked, fully=True).plain


def test_what_only_shares_a_source_with_a_contradiction_stays_calm() -> None:
    asked = passage("loon-en-104-weken")
    assert guidance.contradictions_of(asked)
    assert HEADING.format(what="") not in drawn(asked, fully=True).plain


def test_it_is_left_out_where_a_passage_is_shown_in_short() -> None:
    assert HEADING.format(what="") not in drawn(passage("geen-aard-of-oorzaak")).plain
