"""Dealing cards: what fits the talk now, the same each time, each once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach import guidance, phrasing
from coach.conversation import Conversation, SituationKind, Speaker, Turn
from coach.guidance import Card, CardType, Phase

KIND = SituationKind.FREQUENT
EACH_KIND = pytest.mark.parametrize("kind", list(SituationKind))
OUTSIDE = {Phase.VOORBEREIDING, Phase.OPVOLGING}


def talk(*lines: str, kind: SituationKind = KIND, finished: bool = False) -> Conversation:
    """A talk in which the employee begins, and each line of the manager is read as in the program."""
    turns: list[Turn] = []
    for place, line in enumerate(lines):
        if place % 2:
            turns.append(Turn(speaker=Speaker.MANAGER, text=line, reading=phrasing.read(line, lines[place - 1])))
        else:
            turns.append(Turn(speaker=Speaker.EMPLOYEE, text=line))
    return Conversation(situation=kind, kind=kind, persona="p", turns=tuple(turns), finished=finished)


def phase_of(card: Card, kind: SituationKind = KIND) -> Phase:
    return guidance.deck(kind).phase_of(card)


@EACH_KIND
def test_each_moment_of_a_card_brings_that_card_when_the_phase_is_known(kind: SituationKind) -> None:
    missed = [
        (card.id, moment)
        for card in guidance.deck(kind).cards()
        for moment in card.when
        if card not in guidance.cards_for(talk("Hoi.", "Dag.", moment, kind=kind), 5, phase_of(card, kind))
    ]
    assert missed == []


@EACH_KIND
def test_most_moments_bring_their_card_when_the_phase_is_not_known_either(kind: SituationKind) -> None:
    moments = [
        (card, moment)
        for card in guidance.deck(kind).cards()
        if phase_of(card, kind) not in OUTSIDE
        for moment in card.when
    ]
    found = [card in guidance.cards_for(talk("Hoi.", "Dag.", moment, kind=kind)) for card, moment in moments]
    assert sum(found) >= 0.95 * len(found)


@EACH_KIND
def test_before_anything_is_said_there_are_openers(kind: SituationKind) -> None:
    first, *_others = guidance.cards_for(talk(kind=kind))
    assert first.type is CardType.OPENER
    assert phase_of(first, kind) is Phase.OPENING


def test_in_the_preparation_there_is_something_to_do() -> None:
    dealt = guidance.cards_for(talk(), 10, Phase.VOORBEREIDING)
    assert CardType.CHECK in {card.type for card in dealt}
    assert phase_of(dealt[0]) is Phase.VOORBEREIDING


def test_after_the_talk_there_is_something_to_follow_up() -> None:
    done = talk("Hoi.", "Dag.", "Tot dinsdag dan.", finished=True)
    assert phase_of(guidance.cards_for(done)[0]) is Phase.OPVOLGING


@EACH_KIND
@pytest.mark.parametrize("phase", [None, Phase.OPENING, Phase.LUISTEREN])
def test_in_the_talk_there_is_nothing_for_before_or_after_it(kind: SituationKind, phase: Phase | None) -> None:
    dealt = guidance.cards_for(talk("Hoi.", "Dag.", "Ja.", kind=kind), 100, phase)
    assert dealt
    assert OUTSIDE.isdisjoint({phase_of(card, kind) for card in dealt})
    assert CardType.CHECK not in {card.type for card in dealt if phase_of(card, kind) is not phase}


def test_a_flag_brings_the_traps_that_it_belongs_to() -> None:
    asked = talk("Hoi.", "Wat is er nou steeds aan de hand?", "Gewoon. Van alles.")
    flagged = {passage.id for flag in asked.turns[1].reading.flags for passage in guidance.passages_for(flag)}  # type: ignore[union-attr]
    first = guidance.cards_for(asked, 5, Phase.LUISTEREN)[0]
    assert first.type is CardType.TRAP
    assert flagged & set(first.passages)


def test_a_flag_of_an_earlier_line_counts_no_more() -> None:
    once = talk("Hoi.", "Wat is er nou steeds aan de hand?", "Niets.", "Hoe loopt de planning?", "Druk.")
    never = talk("Hoi.", "Vertel.", "Niets.", "Hoe loopt de planning?", "Druk.")
    assert guidance.cards_for(once) == guidance.cards_for(never)


@pytest.mark.parametrize(("k", "most"), [(1, 1), (3, 1), (5, 2), (9, 3)])
def test_traps_do_not_crowd_out_what_can_be_said(k: int, most: int) -> None:
    asked = talk("Hoi.", "Wat is er nou steeds aan de hand? Stel je niet zo aan.", "Pardon?")
    dealt = guidance.cards_for(asked, k)
    assert len(dealt) == k
    assert sum(card.type is CardType.TRAP for card in dealt) <= most


def test_a_card_that_was_said_does_not_come_again() -> None:
    before = talk("Hoi.")
    first = guidance.cards_for(before)[0]
    after = talk("Hoi.", f"Ehm, {first.say[0].upper()}", "Oké.")
    assert first not in guidance.cards_for(after, 100, Phase.OPENING)


@pytest.mark.parametrize("k", [0, -1])
def test_none_asked_is_none_given(k: int) -> None:
    assert guidance.cards_for(talk("Hoi."), k) == []


@given(st.lists(st.text(max_size=200), max_size=5), st.sampled_from([None, *Phase]), st.sampled_from(SituationKind))
def test_whatever_is_said_the_same_talk_gives_the_same_cards_each_once(
    lines: list[str], phase: Phase | None, kind: SituationKind
) -> None:
    turns = tuple(
        Turn(speaker=Speaker.MANAGER if place % 2 else Speaker.EMPLOYEE, text=line)
        for place, line in enumerate(lines)
    )
    spoken = Conversation(situation="s", kind=kind, persona="p", turns=turns)
    dealt = guidance.cards_for(spoken, 7, phase)
    assert dealt == guidance.cards_for(spoken, 7, phase)
    assert len({card.id for card in dealt}) == len(dealt) <= 7
    assert set(dealt) <= set(guidance.deck(kind).cards())
    assert dealt == guidance.cards_for(spoken, 100, phase)[:7] or any(c.type is CardType.TRAP for c in dealt)


def test_words_find_the_cards_that_hold_them() -> None:
    found = guidance.find_cards("stilte", KIND)
    assert found
    assert all("stil" in " ".join((c.title, c.text, *c.say, *c.when, *c.avoid)).lower() for c in found)


@pytest.mark.parametrize("query", ["", "   ", "xqzwv", "???", "\x1b[2J"])
def test_words_that_no_card_holds_find_nothing(query: str) -> None:
    assert guidance.find_cards(query, KIND) == []
