"""Ten thousand lines that nobody would say in good faith: none crashes, and every quote is what was typed."""

from __future__ import annotations

import pytest
from hostile_lines import LINES_IN_A_BATCH, LONG, PROBES, TRICKS, hostile_lines

from coach import phrasing
from coach.conversation import Reading
from coach.phrasing import LineKind, reader

BATCHES = 10


def assert_quotes_what_was_typed(text: str, reading: Reading) -> None:
    for part in (*reading.flags, *reading.style, *reading.moves):
        assert 0 <= part.start < part.end <= len(text)
        assert part.quote
        assert part.quote == text[part.start : part.end]


@pytest.mark.parametrize("seed", range(BATCHES))
def test_hostile_lines_are_read_and_quoted_as_they_were_typed(seed: int) -> None:
    lines = hostile_lines(seed)
    flagged = 0
    for number, (text, before) in enumerate(zip(lines, ["", *lines], strict=False)):
        kind = LineKind.NOTE if number % 10 == 0 else LineKind.SAY
        reading = phrasing.read(text, before if number % 2 else None, kind)
        assert_quotes_what_was_typed(text, reading)
        flagged += bool(reading.flags)
    assert flagged > LINES_IN_A_BATCH // 10


def test_all_hostile_lines_together_are_ten_thousand_of_every_kind() -> None:
    lines = {line for seed in range(BATCHES) for line in hostile_lines(seed)}
    everything = "".join(lines)
    assert BATCHES * LINES_IN_A_BATCH == 10_000
    assert len(lines) > 9_500
    assert all(trick in everything for trick in (*TRICKS, *PROBES))


@pytest.mark.parametrize("piece", LONG, ids=ascii)
def test_a_hundred_kilobytes_of_the_same_is_read(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    assert_quotes_what_was_typed(text, phrasing.read(text, text))


def test_a_hundred_kilobytes_of_everything_is_read() -> None:
    text = "".join(hostile_lines(0))[:100_000]
    for kind in LineKind:
        assert_quotes_what_was_typed(text, phrasing.read(text, text, kind))


def test_nothing_that_was_typed_comes_back_in_what_the_coach_says_itself() -> None:
    files = reader.default().rules.flags.values()
    own_words = {source.why for file in files for source in (file, *file.rules)}
    own_words |= {form for file in files for better in file.alternatives() for form in (better.je, better.u)}
    for text in hostile_lines(BATCHES):
        for flag in phrasing.read(text).flags:
            assert flag.why in own_words
            assert not flag.instead or flag.instead in own_words
