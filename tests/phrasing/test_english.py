"""English lines: the same contract for moves and style notes (labelling contract), and no flags of Dutch law."""

from __future__ import annotations

import json
from collections import Counter
from functools import partial

import pytest
from click.testing import CliRunner
from hostile_lines import TRICKS, hostile_lines
from hypothesis import given
from hypothesis import strategies as st

from coach import locations, phrasing
from coach.cli.app import coach
from coach.conversation import FlagId, MoveId, Reading
from coach.phrasing import LineKind, examples, reader

OPEN, CLOSED, REFLECTION = MoveId.QUESTION_OPEN, MoveId.QUESTION_CLOSED, MoveId.REFLECTION
TOLD = "I've been working every weekend and nobody at home sees it."
LONG = ["what do you ", "you feel ", "so you ", "?", "um ", "you know ", "it sounds like ", "do you do you ", "a"]

read = partial(phrasing.read, language="en")


def asked(text: str, before: str | None = None) -> set[MoveId]:
    """The question moves and the reflection in a line."""
    return {move.id for move in read(text, before).moves} & {OPEN, CLOSED, REFLECTION}


@pytest.mark.parametrize(
    "text",
    [
        "What would you like to talk about?",
        "How do you feel about that?",
        "Why is that important to you?",
        "Which of these matters most to you?",
        "Can you tell me more about your week?",
        "Would you mind walking me through it?",
        "Tell me about your family.",
        "I wonder how that was for you.",
        "I'd like to hear what you think.",
        "Help me understand what happened.",
        "Where do you see yourself in a year?",
        "And then?",
    ],
)
def test_what_invites_a_story_is_open_whatever_its_grammar(text: str) -> None:
    assert asked(text) == {OPEN}


@pytest.mark.parametrize(
    "text",
    [
        "Do you smoke?",
        "Have you talked to her?",
        "Is it worse in the morning or at night?",
        "When did it start?",
        "Who lives with you?",
        "How long have you worked here?",
        "How many do you smoke?",
        "How often does it happen?",
        "What time do you get up?",
        "Which day suits you?",
        "Can you tell me when it started?",
        "On a scale of one to ten, how important is it to you?",
        "I was wondering if you had read it.",
        "Shall we stop here?",
        "You smoke?",
        "Any pain?",
    ],
)
def test_yes_or_no_a_choice_and_a_single_fact_are_closed(text: str) -> None:
    assert asked(text) == {CLOSED}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("what would you like to talk about", OPEN),
        ("um so what what do you think about that", OPEN),
        ("so, you know, what, what worries you most about it", OPEN),
        ("okay i see and how does that make you feel", OPEN),
        ("can you can you tell me a bit more", OPEN),
        ("hows it going", OPEN),
        ("do you check it every day", CLOSED),
        ("and um have you have you ever tried to stop", CLOSED),
        ("how long have you been here", CLOSED),
        ("d'you wanna start", CLOSED),
    ],
)
def test_speech_asks_without_marks_and_with_false_starts(text: str, kind: MoveId) -> None:
    assert asked(text) == {kind}
    assert asked(text.upper()) == {kind}


@pytest.mark.parametrize(
    "text",
    [
        "It's late, isn't it?",
        "That helps, right?",
        "It works, you know?",
        "Okay?",
        "Right?",
        "They left, didn't they?",
    ],
)
def test_a_tag_makes_no_question(text: str) -> None:
    assert asked(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Why don't you just stop?",
        "How many times do I have to tell you?",
        "Who knows?",
        "What's the point?",
        "Guess what.",
    ],
)
def test_a_reproach_or_a_rhetorical_question_carries_nothing(text: str) -> None:
    assert asked(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "I know what you want.",
        "I told him how it works.",
        "What a mess!",
        "When we are done, I close the door.",
        "Which is fine.",
        "What you do at home is none of my business.",
        "Good to have you back.",
        "Let me know how it goes.",
        "You should talk to your doctor.",
        "You need to stop.",
        "You're welcome.",
        "Just so you know, we stop at five.",
    ],
)
def test_a_statement_asks_nothing_and_gives_nothing_back(text: str) -> None:
    assert asked(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "So you're tired.",
        "It sounds like you're torn.",
        "You feel like nobody sees it.",
        "What I'm hearing is that it wears you down.",
        "On the one hand you love it, and on the other hand it costs you a lot.",
        "um so you you keep going and nobody notices",
    ],
)
def test_giving_back_is_a_reflection_with_and_without_the_turn_before(text: str) -> None:
    assert asked(text) == asked(text, TOLD) == {REFLECTION}


@pytest.mark.parametrize("text", ["So you're tired?", "It sounds like you're tired?", "You feel tired?"])
def test_a_reflection_may_rise_in_tone(text: str) -> None:
    assert asked(text) == {REFLECTION}


@pytest.mark.parametrize("check", ["Is that right?", "Did I get that right?", "Does that sound right?"])
def test_a_closing_check_is_part_of_the_reflection(check: str) -> None:
    assert asked(f"You feel like nobody sees it. {check}", TOLD) == {REFLECTION}


def test_the_turn_before_shows_an_echo() -> None:
    assert asked("Every weekend, and nobody sees it.", TOLD) == {REFLECTION}
    assert asked("Every weekend, and nobody sees it.") == set()


def test_a_reflection_and_a_question_stand_side_by_side() -> None:
    assert asked("So you feel alone in it. What would help?") == {REFLECTION, OPEN}


@pytest.mark.parametrize(
    ("text", "move"),
    [
        ("That took a lot of courage.", MoveId.AFFIRMATION),
        ("Thank you for sharing that.", MoveId.AFFIRMATION),
        ("I'm so sorry to hear that.", MoveId.EMPATHY),
        ("It's really up to you.", MoveId.AUTONOMY),
        ("Mm-hmm.", MoveId.BACKCHANNEL),
        ("Research shows that most people need several attempts.", MoveId.INFORMATION),
    ],
)
def test_other_moves_are_seen(text: str, move: MoveId) -> None:
    assert read(text).has(move)


def test_style_notes_are_in_english() -> None:
    two = read("What happened? And what did you do then?")
    assert {note.id for note in two.style} == {FlagId.STACKED_QUESTIONS}
    assert "question" in two.style[0].why
    assert two.style[0].instead
    assert read("word " * 41).has(FlagId.LONG_TURN)
    assert read("Are you okay?").has(FlagId.CLOSED_QUESTION)
    assert not read("Is Monday okay for you?").has(FlagId.CLOSED_QUESTION)


@pytest.mark.parametrize(
    "text", ["Do you have a headache?", "What exactly is wrong with you?", "I'll fire you if you call in sick again."]
)
def test_no_line_is_held_against_dutch_law(text: str) -> None:
    assert read(text).flags == ()
    assert read(text, kind=LineKind.NOTE) == Reading()


def test_languages_do_not_mix() -> None:
    assert not phrasing.read("Tell me about your family.").has(OPEN)
    assert read("Vertel eens hoe je week was.") == Reading()
    assert phrasing.read("Heb je hoofdpijn?").flags
    assert read("Heb je hoofdpijn?").flags == ()


def test_every_rule_does_what_its_examples_say() -> None:
    assert list(examples.problems(reader.speaking("en"))) == []


def test_the_reader_of_the_program_is_read_once() -> None:
    assert reader.speaking(locations.LANGUAGE) is reader.default()
    assert reader.speaking("en") is reader.speaking("en")


def test_the_command_line_reads_english_in_the_same_shape() -> None:
    told = ["check", "--lang", "en", "--json", "--before", TOLD, "You feel alone in it. What would help?"]
    answer = json.loads(CliRunner().invoke(coach, told).stdout)
    assert answer == {"flags": [], "style": [], "moves": ["reflection", "question_open"]}
    shown = CliRunner().invoke(coach, ["check", "--lang", "en", "What happened? And what did you do then?"])
    assert shown.exit_code == 0
    assert "open question" in shown.stdout
    assert CliRunner().invoke(coach, ["check", "--lang", "xx", "What?"]).exit_code == 2


def test_each_json_line_has_its_own_language() -> None:
    text = "Tell me about your family."
    rows = [
        {"id": n, "text": text} | ({"lang": lang} if lang else {}) for n, lang in enumerate(["en", "nl", None, "xx"])
    ]
    result = CliRunner().invoke(coach, ["check", "--jsonl"], input="\n".join(map(json.dumps, rows)))
    english, dutch, unsaid, unknown = map(json.loads, result.stdout.splitlines())
    assert english == {"id": 0, "flags": [], "style": [], "moves": ["question_open"]}
    assert dutch["moves"] == unsaid["moves"] == []
    assert set(unknown) == {"id", "error"}
    assert "en" in unknown["error"]


def assert_quotes_what_was_typed(text: str, reading: Reading) -> None:
    for part in (*reading.style, *reading.moves):
        assert 0 <= part.start < part.end <= len(text)
        assert part.quote == text[part.start : part.end]


def test_hostile_lines_are_read_and_quoted_as_they_were_typed() -> None:
    lines = hostile_lines(0)
    for text, before in zip(lines, ["", *lines], strict=False):
        assert_quotes_what_was_typed(text, read(text, before))


@pytest.mark.parametrize("trick", TRICKS, ids=ascii)
def test_tricks_around_a_line_do_not_hide_what_it_asks(trick: str) -> None:
    text = f"{trick} What would you like to do? {trick}"
    reading = read(text)
    assert_quotes_what_was_typed(text, reading)
    assert reading.has(OPEN)


@pytest.mark.parametrize("piece", LONG)
def test_a_hundred_kilobytes_of_the_same_is_read(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    assert_quotes_what_was_typed(text, read(text, text))


@given(st.lists(st.sampled_from("what how so you do feel tell me is it that sounds like i , ? . um right".split())))
def test_any_order_of_small_words_is_read_the_same_way_twice(words: list[str]) -> None:
    text = " ".join(words)
    assert read(text) == read(text)
    assert all(count == 1 for count in Counter(move.id for move in read(text).moves).values())
