"""`coach cards`: the phase guide, for people and for programs."""

from __future__ import annotations

import pytest
from command import coach

from coach import guidance
from coach.conversation import SituationKind
from coach.guidance import CardType, Phase
from coach.guidance.naming import group_name, phase_name

EACH_KIND = pytest.mark.parametrize("kind", list(SituationKind))


def flat(text: str) -> str:
    """Without white space: a line may break anywhere, after a hyphen too."""
    return "".join(text.split())


def test_without_a_kind_it_lists_the_decks() -> None:
    result = coach("cards")
    assert (result.code, result.err) == (0, "")
    for kind in SituationKind:
        deck = guidance.deck(kind)
        assert kind.value in result.out
        assert deck.title in result.out
        assert flat(deck.aim) in flat(result.out)


@EACH_KIND
def test_a_guide_shows_every_phase_with_its_aim_and_every_card(kind: SituationKind) -> None:
    result = coach("cards", kind.value)
    assert (result.code, result.err) == (0, "")
    shown = flat(result.out)
    deck = guidance.deck(kind)
    assert flat(deck.aim) in shown
    for number, part in enumerate(deck.phases, start=1):
        assert flat(f"{number} {phase_name(part.phase)} {part.aim}") in shown
        for card in part.cards:
            assert all(flat(words) in shown for words in (card.title, card.text))
            assert all(flat(f"«{sentence}»") in shown for sentence in (*card.say, *card.avoid))


def test_phases_stand_in_the_order_of_the_talk_and_traps_between_what_to_say_and_closing() -> None:
    out = coach("cards", "eerste_contact").out
    order = [phase_name(part.phase) for part in guidance.deck(SituationKind.EERSTE_CONTACT).phases]
    places = [out.index(f"\n{number} {name}\n") for number, name in enumerate(order, start=1)]
    assert places == sorted(places)
    agreements = coach("cards", "eerste_contact", "--phase", "afspraken").out
    groups = [agreements.find(group_name(type)) for type in CardType]
    there = [place for place in groups if place >= 0]
    assert len(there) >= 3
    assert there == sorted(there)


def test_a_slip_has_its_own_sign_and_is_told_from_what_to_say() -> None:
    part = guidance.deck(SituationKind.FREQUENT).part(Phase.LUISTEREN)
    assert part is not None
    trap = part.of(CardType.TRAP)[0]
    lines = coach("cards", "frequent", "--phase", "luisteren").out.splitlines()
    at = lines.index(f"  ▲ {trap.title}")
    avoided = next(line for line in lines[at:] if f"«{trap.avoid[0]}"[:30] in line)
    said = next(line for line in lines[at:] if f"«{trap.say[0]}"[:30] in line)
    assert avoided.split("«")[0] != said.split("«")[0]


def test_no_line_is_wider_than_a_page() -> None:
    assert max(map(len, coach("cards", "conflict").out.splitlines())) <= 96


@pytest.mark.parametrize("given", ["Eerste-Contact", "eerste_contact", " EERSTE_CONTACT "])
def test_a_kind_may_be_written_in_more_ways(given: str) -> None:
    assert coach("cards", given, "--json").json["kind"] == "eerste_contact"


def test_one_phase_keeps_its_number() -> None:
    deck = guidance.deck(SituationKind.FREQUENT)
    out = coach("cards", "frequent", "--phase", "luisteren").out
    number = [part.phase for part in deck.phases].index(Phase.LUISTEREN) + 1
    assert f"\n{number} {phase_name(Phase.LUISTEREN)}\n" in out
    assert phase_name(Phase.OPVOLGING) not in out


def test_json_has_the_whole_deck_or_the_phase_asked_for() -> None:
    deck = guidance.deck(SituationKind.NAZORG)
    assert coach("cards", "nazorg", "--json").json == deck.model_dump(mode="json")
    (only,) = coach("cards", "nazorg", "--phase", "steun", "--json").json["phases"]
    part = deck.part(Phase.STEUN)
    assert part is not None
    assert only == part.model_dump(mode="json")
    assert {"id", "type", "title", "text", "say", "avoid", "when", "passages", "sources"} == set(only["cards"][0])


def test_json_of_the_list_counts_the_cards() -> None:
    rows = coach("cards", "--json").json
    assert [row["kind"] for row in rows] == [kind.value for kind in SituationKind]
    for row in rows:
        deck = guidance.deck(SituationKind(row["kind"]))
        assert row["cards"] == len(list(deck.cards()))
        assert row["phases"] == [part.phase.value for part in deck.phases]


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("kerstgesprek",), "frequent"),
        (("frequent", "--phase", "pauze"), "luisteren"),
        (("ziekmelding", "--phase", "steun"), "luisteren"),
        (("--phase", "steun"), "coach cards"),
        (("\x1b[2Jx",), "frequent"),
    ],
)
def test_what_does_not_exist_is_told_with_what_does(args: tuple[str, ...], told: str) -> None:
    result = coach("cards", *args)
    assert (result.code, result.out) == (2, "")
    assert told in result.err
    assert "\x1b" not in result.err
