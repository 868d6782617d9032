"""`coach live`: what is refused before the screen opens. The screen itself is tested in tests/tui."""

from __future__ import annotations

from command import coach

from coach.conversation import SituationKind


def test_an_unknown_kind_is_refused_with_the_kinds_there_are() -> None:
    result = coach("live", "babbel")
    assert result.code == 2
    assert "babbel" in result.err
    assert all(kind in result.err for kind in SituationKind)


def test_without_a_terminal_it_says_so_and_reads_nothing() -> None:
    for options in ((), ("frequent", "--compact"), ("--feed", "-")):
        result = coach("live", *options)
        assert result.code == 2
        assert "terminal" in result.err
        assert result.out == ""


def test_the_kind_may_be_written_with_a_dash() -> None:
    result = coach("live", "eerste-contact")
    assert "eerste-contact" not in result.err
