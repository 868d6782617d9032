"""The library: searching, reading, and what it says when it finds nothing."""

from __future__ import annotations

import pytest
from stage import FLAGGED, NARROW, WIDE, Scene, program, talk
from textual.containers import VerticalScroll
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from coach import guidance
from coach.conversation import SituationKind
from coach.guidance import Card, Phase, Standing
from coach.guidance.naming import phase_name
from coach.guidance.shelf import Shelf
from coach.messages import gettext as _
from coach.messages import ngettext
from coach.tui.widgets.passage_view import PassageView, standing_name
from coach.tui.widgets.shelf_line import passage_line

KIND = SituationKind.TERUGKEER
KIND_KEYS = ("f2", str(list(SituationKind).index(KIND) + 2))
"""The first choice is always everything."""
BOTH = pytest.mark.parametrize("size", [NARROW, WIDE])


@BOTH
async def test_it_opens_with_everything_and_the_first_passage_read(size: tuple[int, int]) -> None:
    async with program(size) as scene:
        await scene.press("b")
        passages = guidance.library().passages
        assert _ids(scene) == [passage.id for passage in passages]
        assert _("{count} passages").format(count=len(passages)) in scene.flat
        assert passages[0].title in _page(scene)
        assert guidance.references(passages[0])[0] in _page(scene)


async def test_typing_searches() -> None:
    async with program() as scene:
        await scene.press("b", *"medicijnen")
        expected = [hit.passage.id for hit in guidance.search("medicijnen", 12)]
        assert expected
        await scene.until(lambda: _ids(scene) == expected)
        first = guidance.passage(expected[0])
        assert first is not None
        assert first.title in _page(scene)


async def test_a_slip_of_the_keys_still_finds() -> None:
    async with program() as scene:
        await scene.press("b")
        scene.app.screen.query_one(Input).value = "bedrijfsrts"
        expected = guidance.search("bedrijfsarts", 1)[0].passage.id
        await scene.until(lambda: len(_ids(scene)) <= 12 and expected in _ids(scene))


async def test_nothing_found_says_so_and_suggests() -> None:
    async with program() as scene:
        await scene.press("b")
        scene.app.screen.query_one(Input).value = "xyzzyqwv"
        await scene.shows(_("Nothing found for these words. Perhaps one of these:"))
        assert _ids(scene) == [passage.id for passage in guidance.library().suggestions()]
        assert _ids(scene)


async def test_emptying_the_line_brings_everything_back() -> None:
    async with program() as scene:
        await scene.press("b", "x", "q")
        everything = [passage.id for passage in guidance.library().passages]
        await scene.until(lambda: _ids(scene) != everything)
        await scene.press("backspace", "backspace")
        await scene.until(lambda: _ids(scene) == everything)


async def test_the_arrows_choose_while_the_search_line_keeps_the_keyboard() -> None:
    async with program() as scene:
        await scene.press("b", "down")
        passages = guidance.library().passages
        assert passages[1].title in _page(scene)
        await scene.press("up")
        assert passages[0].title in _page(scene)
        assert scene.app.screen.query_one(Input).has_focus


async def test_page_keys_read_the_passage() -> None:
    async with program(NARROW) as scene:
        await scene.press("b")
        page = scene.app.screen.query_one("#page")
        await scene.until(lambda: page.max_scroll_y > 0)
        await scene.press("pagedown")
        await scene.until(lambda: page.scroll_offset.y > 0)
        await scene.press("pageup")
        await scene.until(lambda: page.scroll_offset.y == 0)


async def test_it_opens_at_the_passage_that_was_asked_for() -> None:
    asked = guidance.library().passages[5]
    async with program() as scene:
        scene.app.browse(asked.id)
        await scene.until(lambda: scene.name == "LibraryScreen" and asked.title in _page(scene))


@BOTH
async def test_a_kind_a_phase_and_a_source_narrow_the_list(size: tuple[int, int]) -> None:
    deck = guidance.deck(KIND)
    document = guidance.library().sources.documents[2]
    async with program(size) as scene:
        await scene.press("b", *KIND_KEYS)
        assert _ids(scene) == _of(Shelf(KIND))
        await scene.press("f3", "5")
        phase = deck.phases[3].phase
        assert _ids(scene) == _of(Shelf(KIND, phase))
        await scene.press("f4", "4")
        shelf = Shelf(KIND, phase, document)
        assert 0 < len(shelf.passages()) < len(Shelf(KIND, phase).passages())
        assert _ids(scene) == _of(shelf)
        told = scene.part("#count")
        assert deck.title in told
        assert phase_name(phase) in told
        assert document[:4] in told or size == NARROW
        assert scene.app.screen.query_one(Input).has_focus


async def test_searching_stays_within_the_choice() -> None:
    async with program() as scene:
        await scene.press("b", *KIND_KEYS, *"werk")
        expected = [passage.id for passage in Shelf(KIND).search("werk", 12)]
        assert expected
        await scene.until(lambda: _ids(scene) == expected)


async def test_the_first_choice_and_f8_show_everything_again() -> None:
    everything = [passage.id for passage in guidance.library().passages]
    async with program() as scene:
        await scene.press("b", *KIND_KEYS)
        assert _ids(scene) != everything
        await scene.press("f2", "1")
        assert _ids(scene) == everything
        await scene.press("f4", "3", *"zorg")
        await scene.until(lambda: len(_ids(scene)) <= 12)
        await scene.press("f8")
        await scene.until(lambda: _ids(scene) == everything)
        assert scene.app.screen.query_one(Input).value == ""


async def test_cancelling_a_choice_changes_nothing() -> None:
    async with program() as scene:
        await scene.press("b", *KIND_KEYS)
        before = _ids(scene)
        for key in ("f2", "f3", "f4"):
            await scene.press(key)
            assert scene.name == "PickScreen"
            await scene.press("escape")
            assert (scene.name, _ids(scene)) == ("LibraryScreen", before)


async def test_what_is_chosen_is_where_the_next_choice_begins() -> None:
    async with program() as scene:
        await scene.press("b", *KIND_KEYS, "f2")
        assert scene.app.screen.query_one(OptionList).highlighted == list(SituationKind).index(KIND) + 1
        await scene.press("enter")
        assert _ids(scene) == _of(Shelf(KIND))


async def test_a_source_beyond_the_ninth_is_reached_with_the_arrows() -> None:
    documents = guidance.library().sources.documents
    assert len(documents) > 8
    async with program() as scene:
        await scene.press("b", "f4", *["down"] * len(documents), "enter")
        assert _ids(scene) == _of(Shelf(document=documents[-1]))


async def test_a_phase_that_the_next_kind_does_not_have_is_put_aside() -> None:
    async with program() as scene:
        await scene.press("b", *KIND_KEYS, "f3")
        steun = [part.phase for part in guidance.deck(KIND).phases].index(Phase.STEUN)
        await scene.press(str(steun + 2), "f2", "2")
        assert _ids(scene) == _of(Shelf(SituationKind.ZIEKMELDING))


async def test_words_that_nothing_on_the_shelf_answers_suggest_from_the_shelf() -> None:
    async with program() as scene:
        await scene.press("b", *KIND_KEYS)
        scene.app.screen.query_one(Input).value = "xyzzyqwv"
        await scene.shows(_("Nothing found for these words. Perhaps one of these:"))
        assert _ids(scene) == [passage.id for passage in Shelf(KIND).suggestions()]


async def test_a_shelf_that_holds_nothing_says_so_and_shows_no_passage() -> None:
    kind, phase, document = next(
        (kind, phase, document)
        for kind, talk_of in enumerate(SituationKind)
        for phase, part in enumerate(guidance.deck(talk_of).phases)
        for document, title in enumerate(guidance.library().sources.documents[:8])
        if not Shelf(talk_of, part.phase, title).passages()
    )
    async with program() as scene:
        await scene.press("b", "f2", str(kind + 2), "f3", str(phase + 2), "f4", str(document + 2))
        assert _ids(scene) == []
        assert _("{count} passages").format(count=0) in scene.part("#count")
        assert _page(scene).strip() == ""


@BOTH
async def test_why_leads_to_the_passage_of_the_flag_and_escape_leads_back(size: tuple[int, int]) -> None:
    async with talk(size) as scene:
        await scene.say(FLAGGED)
        reading = scene.practice.shown.turns[-2].reading
        assert reading is not None
        expected = guidance.passages_for(reading.shown()[0])[0]
        turns = len(scene.practice.talk.turns)
        await scene.press("f3", "b")
        await scene.until(lambda: scene.name == "LibraryScreen" and _page(scene).startswith(expected.title))
        found = scene.app.screen.query_one("#found", OptionList)
        assert found.highlighted_option is not None
        assert found.highlighted_option.id == expected.id
        await scene.press("escape")
        assert scene.name == "WhyScreen"
        await scene.press("escape")
        assert scene.name == "PracticeScreen"
        assert len(scene.practice.talk.turns) == turns


async def test_why_leads_to_the_passage_that_is_being_read() -> None:
    async with talk(NARROW) as scene:
        await scene.say(FLAGGED)
        await scene.press("f3")
        first, second, *_others = scene.app.screen.query(PassageView)
        assert first.passage is not None
        assert second.passage is not None
        scene.app.screen.query_one(VerticalScroll).scroll_to(y=first.virtual_region.bottom, animate=False)
        await scene.press("b")
        title = second.passage.title
        await scene.until(lambda: scene.name == "LibraryScreen" and _page(scene).startswith(title))


@BOTH
async def test_cards_of_a_kind_stand_under_their_phases(size: tuple[int, int]) -> None:
    deck = guidance.deck(KIND)
    cards = list(deck.cards())
    async with program(size) as scene:
        await scene.press("b", *KIND_KEYS, "f5")
        assert [id for id in _ids(scene) if id] == [card.id for card in cards]
        headings = [str(option.prompt) for option in _options(scene) if option.id is None]
        assert headings == [phase_name(part.phase) for part in deck.phases]
        assert all(option.disabled is (option.id is None) for option in _options(scene))
        told = ngettext("{count} card", "{count} cards", len(cards)).format(count=len(cards))
        assert told in scene.part("#count")
        assert _shows(scene, cards[0])
        await scene.press("down")
        assert _shows(scene, cards[1])
        await scene.press("f5")
        assert _ids(scene) == _of(Shelf(KIND))


async def test_f5_without_a_kind_asks_for_it_first() -> None:
    async with program() as scene:
        await scene.press("b", "f5")
        assert scene.name == "PickScreen"
        await scene.press(KIND_KEYS[1])
        assert [id for id in _ids(scene) if id] == [card.id for card in guidance.deck(KIND).cards()]
        await scene.press("f2", "1")
        assert _ids(scene) == [passage.id for passage in guidance.library().passages], "cards belong to a kind"


async def test_cards_are_narrowed_and_searched_like_passages() -> None:
    part = guidance.deck(KIND).part(Phase.LUISTEREN)
    assert part is not None
    async with program() as scene:
        await scene.press("b", *KIND_KEYS, "f5", "f3", "5")
        assert [id for id in _ids(scene) if id] == [card.id for card in part.cards]
        await scene.press(*"werk")
        expected = [card.id for card in Shelf(KIND, Phase.LUISTEREN).find_cards("werk", KIND)]
        assert expected
        await scene.until(lambda: _ids(scene) == expected)
        scene.app.screen.query_one(Input).value = "xyzzyqwv"
        await scene.shows(_("No card holds these words."))
        assert _ids(scene) == []


async def test_every_card_shows_what_it_stands_on() -> None:
    async with program() as scene:
        await scene.press("b", *KIND_KEYS, "f5")
        for card in list(guidance.deck(KIND).cards())[:12]:
            assert _shows(scene, card)
            for source in card.sources:
                assert f"({source})" in _page(scene)
            for id in card.passages:
                passage = guidance.passage(id)
                assert passage is not None
                assert passage.title in _page(scene)
            await scene.press("down")


async def test_every_passage_shows_standing_sources_and_when_it_was_checked() -> None:
    async with program() as scene:
        await scene.press("b")
        for passage in guidance.library().passages[:15]:
            page = _page(scene)
            assert passage.title in page
            assert standing_name(passage) in page
            assert passage.checked.strftime("%d-%m-%Y") in page
            assert all(f"({source})" in page for source in passage.sources)
            legal = passage.standing in (Standing.LAW, Standing.CONTESTED)
            assert (_("Checked on {date}. No legal advice.").partition("}. ")[2] in page) is legal
            await scene.press("down")


def test_a_line_of_the_list_has_a_place_for_a_marker() -> None:
    passage = guidance.library().passages[0]
    plain, marked = passage_line(passage), passage_line(passage, "van ons")
    assert plain.plain.count("\n") == 0
    assert marked.plain == f"{plain.plain}\n  van ons"


async def test_escape_goes_back() -> None:
    async with program() as scene:
        await scene.press("b", "escape")
        assert scene.name == "HomeScreen"


def _options(scene: Scene) -> list[Option]:
    return list(scene.app.screen.query_one("#found", OptionList).options)


def _ids(scene: Scene) -> list[str | None]:
    return [option.id for option in _options(scene)]


def _of(shelf: Shelf) -> list[str]:
    return [passage.id for passage in shelf.passages()]


def _shows(scene: Scene, card: Card) -> bool:
    """Whether a card is read: its title, and everything that it says."""
    page = _page(scene)
    return page.startswith(card.title) and all(words in page for words in (card.text, *card.say, *card.avoid))


def _page(scene: Scene) -> str:
    return str(scene.app.screen.query_one("#passage").render())
