"""Plans as data: what ships is sound, and a mistake is told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from coach import locations
from coach.workshop import render, shelf, soundness
from coach.workshop.plan import Form, Measured, Plan


def test_six_plans_come_with_the_program_and_are_sound() -> None:
    assert [plan.id for plan in shelf.plans()] == [
        "kennismaking", "medische-deur", "conflict", "terugkeer", "frequent", "halve-dag",
    ]  # fmt: skip
    assert list(soundness.all_problems()) == []


def test_every_form_of_work_is_in_a_shipped_plan() -> None:
    rounds = [one for plan in shelf.plans() for one in plan.rounds]
    assert {one.form for one in rounds} == set(Form)
    assert {one.measured for one in rounds} >= set(Measured)


def test_a_shipped_guide_leaves_a_minute_to_start_each_round() -> None:
    for plan in shelf.plans():
        for step in plan.guide.steps:
            assert step.round is None or step.minutes > plan.round(step.round).minutes, (plan.id, step.title)


def test_a_guide_names_every_round_and_counts_the_time_from_the_start() -> None:
    for plan in shelf.plans():
        text = render.guide(plan)
        assert "### 0:00 · " in text
        assert all(one.title in text for one in plan.rounds)
        last = plan.minutes - plan.guide.steps[-1].minutes
        assert f"### {last // 60}:{last % 60:02d} · " in text


def _changed(tmp_path: Path, **changes: object) -> Path:
    source = yaml.safe_load((locations.workshops() / "medische-deur.yaml").read_text(encoding="utf-8"))
    for key, value in changes.items():
        target, field = (source["rounds"][0], key[2:]) if key.startswith("r_") else (source, key)
        target[field] = value
    path = tmp_path / "medische-deur.yaml"
    path.write_text(yaml.safe_dump(source, allow_unicode=True), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"minutes": 60}, "minutes"),
        ({"id": "iets"}, "id"),
        ({"r_situation": "nergens"}, "rounds.1.situation"),
        ({"r_employees": ["niemand", "harm"]}, "rounds.1.employees.1"),
        ({"r_employees": ["shanaya"]}, "employees"),
        ({"r_measured": None}, "rounds"),
        ({"r_minutes": 40}, "guide.steps.2.minutes"),
        ({"r_id": "anders"}, "guide.steps.2.round"),
        ({"r_form": "triad"}, "rounds.1"),
        ({"onbekend": 1}, "onbekend"),
    ],
)
def test_what_does_not_fit_is_told_with_file_and_field(tmp_path: Path, changes: dict[str, object], told: str) -> None:
    found = list(soundness.problems(_changed(tmp_path, **changes)))
    assert any(told in problem and "medische-deur.yaml:" in problem for problem in found), found


def test_figures_of_two_people_cannot_be_asked_for() -> None:
    with pytest.raises(ValidationError):
        Plan.model_validate({**shelf.plan("kennismaking").model_dump(), "least_group": 2})


def test_an_own_plan_takes_the_place_of_a_shipped_one(tmp_path: Path) -> None:
    own = locations.own_workshops()
    own.mkdir(parents=True)
    text = (locations.workshops() / "conflict.yaml").read_text(encoding="utf-8")
    (own / "conflict.yaml").write_text(text.replace("title: In gesprek bij een conflict", "title: Van ons"), "utf-8")
    (own / "half.yaml").write_text("id: half\n", encoding="utf-8")
    assert shelf.plan("conflict").title == "Van ons"
    assert "half" not in {plan.id for plan in shelf.plans()}
