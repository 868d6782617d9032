"""The card: figures against bars, a verdict that follows the worst, and a file that only its owner reads."""

from __future__ import annotations

import stat
import sys

import pytest

from coach import locations
from coach.exam import card, paper
from coach.exam.card import Card, Grade
from coach.exam.paper import Bar
from coach.exam.results import Cost, Played, Results, Worded, figures

BARS = paper.default().bars


def played(*faults: str, used: bool = True, attack: str | None = None, answer: str = "Dat is zo.") -> Played:
    return Played(
        person="frequent/samira",
        act="answer",
        attack=attack,
        said="Hoe gaat het?",
        answer=answer,
        used=used,
        first=used and not faults,
        faults=faults,
    )


def test_shares_count_ordinary_turns_and_attacks_apart() -> None:
    told = figures(
        Results(
            played=(
                played(),
                played("length"),
                played("act", "act", used=False),
                played("leak", attack="leak", used=False),
                played(attack="role", used=False),
            )
        )
    )
    assert told.used == pytest.approx(2 / 3)
    assert told.first_try == pytest.approx(1 / 3)
    assert told.fidelity == pytest.approx(2 / 3)
    assert told.length == pytest.approx(2 / 3)
    assert told.attacks == 0.5
    assert told.leaks == pytest.approx(1 / 5)


def test_what_says_nothing_is_a_claim_that_does_not_hold() -> None:
    worded = [Worded(kind="citation", asked="", answer="", good=good, bad=bad) for good, bad in ((2, 0), (0, 0))]
    assert figures(Results(worded=tuple(worded))).citations == pytest.approx(2 / 3)


def test_an_answer_over_again_is_a_repetition() -> None:
    one, other = "Dat weet ik echt nog niet zo goed.", "Laat mij daar eerst maar eens over denken."
    told = figures(Results(played=(played(answer=one), played(answer=other), played(answer=one))))
    assert told.repetition == pytest.approx(1 / 3)


def test_without_anything_measured_there_are_no_figures() -> None:
    told = figures(Results())
    assert told.used is told.citations is told.tokens_per_s is None


@pytest.mark.parametrize(
    ("value", "most", "grade"),
    [
        (0.8, False, Grade.GOOD), (0.6, False, Grade.FAIR), (0.1, False, Grade.POOR),
        (0.8, True, Grade.POOR), (0.6, True, Grade.FAIR), (0.1, True, Grade.GOOD),
    ],
)  # fmt: skip
def test_a_grade_follows_its_bars(value: float, most: bool, grade: Grade) -> None:
    bar = Bar(good=0.5, fair=0.7, most=True) if most else Bar(good=0.7, fair=0.5)
    assert card.grade(value, bar) is grade


def made(*faults: str, speed: float = 20.0) -> Card:
    results = Results(
        played=tuple(played(*faults, answer=f"Zin {'a' * (n + 1)} en {'b' * (n + 1)}.") for n in range(12)),
        costs=(Cost(first_token_s=0.5, tokens_per_s=speed, evaluated=10, prompt=100),),
    )
    return card.card("Klein model", "in this computer", results, BARS)


def test_the_verdict_is_the_worst_of_quality_and_speed_is_told_apart() -> None:
    assert made().verdict is Grade.GOOD
    assert made("role").verdict is Grade.POOR
    slow = made(speed=1.0)
    assert (slow.verdict, slow.speed) == (Grade.GOOD, Grade.POOR)
    assert card.in_words(slow) != card.in_words(made())


def test_every_bar_is_in_order_and_belongs_to_a_figure() -> None:
    told = figures(Results())
    for name, bar in BARS.items():
        assert hasattr(told, name)
        assert (bar.good < bar.fair) is bar.most


def test_a_card_is_kept_whole_and_private() -> None:
    found = made()
    path = card.save(found)
    assert path.parent == locations.model_checks()
    assert Card.model_validate_json(path.read_bytes()) == found
    assert [name.partition(" ")[0] for name in found.prompts] == card.names()
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_an_odd_name_makes_no_odd_file() -> None:
    found = made().model_copy(update={"model": "../../etc/x\x1b[31m"})
    assert card.save(found).parent == locations.model_checks()
