"""The talks by which the employees are judged: the scripts are whole, and the figures follow from the talks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks import employees
from benchmarks.employees import SKILLS, Run, faults, figures, report, run, script
from coach import roleplay
from coach.roleplay import library

KINDS = [situation.kind.value for situation in library.default().situations.values()]


def made(skill: str, trust: int, told: int, **changes: object) -> Run:
    """A talk as it could have gone."""
    usual = Run(
        scripts="own", kind="frequent", persona="bram", skill=skill, seed=1, trust=trust, told=told,
        idea=skill == "skilled", agreed=skill == "skilled", medical=False, shut=skill == "harsh", turns=2,
        replies=(f"{skill} one", f"{skill} two"), times=(1.0, 2.0),
    )  # fmt: skip
    return replace(usual, **changes)  # type: ignore[arg-type]


def three(**of_skilled: object) -> list[Run]:
    return [replace(made("skilled", 90, 6), **of_skilled), made("clumsy", 40, 2), made("harsh", 5, 0)]  # type: ignore[arg-type]


@pytest.mark.parametrize("scripts", list(employees.SETS))
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("skill", SKILLS)
def test_every_kind_has_a_script_of_fourteen_turns(scripts: str, kind: str, skill: str) -> None:
    for formal in (False, True):
        lines = script(scripts, kind, skill, formal)
        assert len(lines) == 14
        assert all(line.strip() and "|" not in line and "[" not in line for line in lines)


def test_no_script_names_an_employee() -> None:
    names = {e.persona.name.casefold() for e in employees.employees()}
    for scripts in employees.SETS:
        for kind in KINDS:
            for skill in SKILLS:
                said = " ".join(script(scripts, kind, skill, False)).casefold()
                assert not {name for name in names if f" {name} " in said}


def test_three_talks_in_order_have_no_fault() -> None:
    assert faults(three()) == []


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"trust": 44}, "skilled 44/6, clumsy 40/2"),
        ({"told": 2}, "skilled 90/2, clumsy 40/2"),
        ({"idea": False}, "no own idea"),
        ({"agreed": False}, "no agreement"),
        ({"replies": ("same", "same")}, "twice"),
        ({"replies": ("woord " * 46,)}, "45 words"),
    ],
)
def test_a_fault_is_named(changes: dict[str, object], word: str) -> None:
    assert any(word in fault for fault in faults(three(**changes)))


@pytest.mark.parametrize(("changes", "word"), [({"medical": True}, "medical"), ({"shut": False}, "closed")])
def test_a_harsh_talk_that_pays_is_a_fault(changes: dict[str, object], word: str) -> None:
    skilled, clumsy, harsh = three()
    assert any(word in fault for fault in faults([skilled, clumsy, replace(harsh, **changes)]))  # type: ignore[arg-type]


def test_one_employee_played_gives_figures_and_a_page() -> None:
    employee = roleplay.employee("frequent", "samira")
    done = [run("own", employee, skill, seed) for skill in SKILLS for seed in (1, 2)]
    data = {**figures(done), "long_talk": {"turns": 60, "first_ms": 1.0, "last_ms": 1.0, "repeated": 0}}
    assert data["talks"] == 6
    assert data["exchanges"] == sum(one.turns for one in done)
    page = report(data)
    assert "| frequent | samira |" in page
    assert all(fault in page for fault in data["faults"])
