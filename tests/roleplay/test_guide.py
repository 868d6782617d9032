"""What a model is told for each act, and the signs by which an act and a fault are known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.roleplay import act_reader, dutch, guide, library, spoken
from coach.roleplay.guide import AUTHORED, Fault, Guide
from coach.roleplay.leaks import Secrets
from coach.roleplay.persona import Act, Persona
from coach.roleplay.utterance import Sentences, without_frame

_WRITTEN = (Act.META, Act.DANGER, Act.SILENT, Act.END)


@pytest.fixture(scope="module")
def personas() -> list[Persona]:
    known = library.default()
    return [known.persona(place, name) for place in known.situations for name in known.persona_ids(place)]


def test_the_guide_that_comes_with_the_program_does_what_its_examples_say() -> None:
    assert list(guide.problems(guide.default())) == []


def test_every_act_of_the_model_has_a_direction_for_every_case() -> None:
    for act in set(Act) - AUTHORED:
        for key in (*spoken.keys(act), "something"):
            told = guide.default().direction(act, key)
            assert told
            assert "{" not in told


def test_an_example_that_does_not_hold_is_a_problem() -> None:
    found = guide.default()
    data = found.model_dump() | {"passes": ("Als AI weet ik dat niet.",), "fails": {Fault.HELPER: ("Het is druk.",)}}
    told = list(guide.problems(Guide.model_validate(data)))
    assert len(told) == 2
    assert "Als AI weet ik dat niet." in told[0]


def test_a_pattern_that_cannot_be_read_is_refused() -> None:
    data = guide.default().model_dump() | {"never": {Fault.ROLE: ("(",)}}
    with pytest.raises(ValueError, match=r"regular expression|reguliere"):
        Guide.model_validate(data)


def test_lines_that_people_wrote_for_an_act_are_recognised_as_it(personas: list[Persona]) -> None:
    shares = _taken(act_reader.default(), personas[::3])
    assert {kind: share for kind, (share, _other) in shares.items() if share < 0.95} == {}


def test_lines_of_employees_that_nothing_was_learned_from_are_too_and_those_of_other_acts_are_not(
    personas: list[Persona],
) -> None:
    unseen, seen = personas[::4], [one for number, one in enumerate(personas) if number % 4]
    shares = _taken(act_reader.ActReader(act_reader.of(seen)), unseen)
    own, other = ([share[place] for share in shares.values()] for place in (0, 1))
    assert min(own) >= 0.7
    assert sum(own) >= 0.85 * len(own)
    # What answers and what tells is taken for each other: of what is told the item itself is looked for.
    assert {kind for kind, share in shares.items() if share[1] > 0.5} <= {(Act.ANSWER, ""), (Act.DISCLOSE, "")}
    assert sum(other) <= 0.25 * len(other)


def _taken(reader: act_reader.ActReader, personas: list[Persona]) -> dict[act_reader.Kind, tuple[float, float]]:
    """For each kind the share of its own lines that are taken for it, and of the lines of the other acts."""
    lines: dict[act_reader.Kind, list[str]] = {}
    for kind, line in act_reader.of(personas):
        lines.setdefault(kind, []).append(line)
    found = guide.default()

    def share(kind: act_reader.Kind, told: list[str]) -> float:
        return sum(reader.may_be(kind, line, found.shows(kind[0], line)) for line in told) / len(told)

    return {
        kind: (
            share(kind, lines[kind]),
            share(kind, [line for one, told in lines.items() if one[0] is not kind[0] for line in told[::20]]),
        )
        for kind in lines
    }


def test_hardly_a_line_that_people_wrote_is_taken_for_a_fault(personas: list[Persona]) -> None:
    lines = [line for one in personas for place, line in spoken.everything(one) if str(place[1]) not in _WRITTEN]
    wrong = [line for line in lines if guide.default().fault(line) or not dutch.default().speaks(line)]
    assert len(wrong) <= 0.002 * len(lines), wrong[:5]


def test_what_is_told_gives_itself_away_and_what_is_not_does_not(personas: list[Persona]) -> None:
    flagged = lines = 0
    for one in personas:
        secrets = Secrets(one)
        for item in one.memory:
            for text in (*item.lines, item.summary):
                assert item in secrets.given_away(text, ())
                assert item not in secrets.given_away(text, (item.id,))
        others = [line for place, line in spoken.untold(one) if str(place[1]) not in _WRITTEN]
        lines += len(others)
        told = [item.id for item in one.memory if item.kind == "own_idea"]
        flagged += sum(any(secrets.given_away(line, told)) for line in others)
    assert flagged <= 0.002 * lines


def test_words_that_were_used_before_give_nothing_away(personas: list[Persona]) -> None:
    samira = next(one for one in personas if one.id == "samira")
    line = "Op dinsdag rijd ik mijn vader, dat weet je."
    assert list(Secrets(samira).given_away(line, ()))
    assert not list(Secrets(samira).given_away(line, (), used=line))


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Nou. Dat weet ik niet.", ["Nou.", "Dat weet ik niet."]),
        ("Dat is bijv. heel vervelend. Ja!", ["Dat is bijv. heel vervelend.", "Ja!"]),
        ("Het is 9.30 uur. Echt?", ["Het is 9.30 uur.", "Echt?"]),
        ("Ik weet het niet", ["Ik weet het niet."]),
        ("\n\nGoed zo. En dan\nLeidinggevende: Hoe?", ["Goed zo.", "En dan."]),
        ("*zucht* Het gaat. *echt* wel.", ["(zucht) Het gaat.", "echt wel."]),
        ('"Dat zei je." Ja.', ["Dat zei je.", "Ja."]),
        ("", []),
    ],
)
def test_text_becomes_sentences(text: str, sentences: list[str]) -> None:
    for size in (1, 3, 100):
        cut = Sentences()
        pieces = [text[start : start + size] for start in range(0, len(text), size)]
        found = [one for piece in pieces for one in cut.take(piece)]
        assert [*found, *cut.rest()] == sentences


def test_what_broke_off_within_a_sentence_is_left_out() -> None:
    cut = Sentences()
    assert [*cut.take("Dat is zo. En toen kwam"), *cut.rest(broken_off=True)] == ["Dat is zo."]


def test_the_employees_own_name_in_front_is_no_word_of_hers() -> None:
    assert without_frame("Samira: Ja, dat klopt.", "Samira") == "Ja, dat klopt."
    assert without_frame("Samira is mijn naam.", "Samira") == "Samira is mijn naam."


@given(st.lists(st.text(max_size=40), max_size=8))
def test_any_stream_is_cut_the_same_however_it_comes(pieces: list[str]) -> None:
    one, other = Sentences(), Sentences()
    whole = [*one.take("".join(pieces)), *one.rest()]
    parts = [sentence for piece in pieces for sentence in other.take(piece)]
    assert [*parts, *other.rest()] == whole
