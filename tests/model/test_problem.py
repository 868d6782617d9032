"""What goes wrong is told in words that say what to do."""

from __future__ import annotations

import pytest

from coach.model.problem import Problem, explained, named


@pytest.mark.parametrize("problem", Problem)
def test_every_problem_has_words_with_and_without_its_facts(problem: Problem) -> None:
    facts = {"file": "/home/iemand/model.gguf", "detail": "reden", "needed": 5_600_000_000, "available": 1}
    told = str(explained(problem, **facts, tokens=9000, context=8192))
    assert told
    assert "{" not in told
    assert "/home/iemand" not in told
    assert "{" not in str(explained(problem))


def test_memory_is_told_in_gigabytes() -> None:
    told = str(explained(Problem.MEMORY, file="groot.gguf", needed=5_630_000_000, available=2_000_000_000))
    assert "5,6 GB" in told
    assert "2,0 GB" in told


def test_a_missing_library_names_the_ways_out() -> None:
    told = str(explained(Problem.LIBRARY))
    assert "make model" in told
    assert "URL" in told


def test_a_name_that_nobody_knows_is_a_crash() -> None:
    assert named("iets") is Problem.CRASH
    assert named("memory") is Problem.MEMORY
