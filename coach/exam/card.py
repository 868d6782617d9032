"""The card of a model: its figures held against the bars, a verdict, and the file in which all of it is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from coach import __version__, content, files, locations
from coach.exam.paper import Bar
from coach.exam.results import Figures, Results, figures
from coach.messages import gettext as _
from coach.model import prompt
from coach.model.measure import size


class Grade(StrEnum):
    """How good a figure is, or a model."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"


_ORDER = (Grade.GOOD, Grade.FAIR, Grade.POOR)
_SPEED = ("first_token_s", "tokens_per_s")


class Card(BaseModel):
    """What an exam showed.

    Attributes:
        model: the name of the model.
        where: where its texts go.
        when: when the exam ended.
        quick: whether only a part was asked.
        figures: over everything.
        grades: for each figure that has a bar and could be measured.
        verdict: the worst of the grades, speed aside; poor when too little was played.
        speed: the worst of the grades of speed; None when it could not be measured.
        prompts: name, version and sign of every prompt that was used.
        program: version of the program.
        results: item by item.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", protected_namespaces=())

    model: str
    where: str
    when: datetime
    quick: bool = False
    figures: Figures
    grades: dict[str, Grade]
    verdict: Grade
    speed: Grade | None
    prompts: tuple[str, ...]
    program: str = __version__
    results: Results = Field(repr=False)


def card(model: str, where: str, results: Results, bars: Mapping[str, Bar], *, quick: bool = False) -> Card:
    """The card for what came of an exam."""
    found = figures(results)
    grades = {name: grade(value, bar) for name, bar in bars.items() if (value := getattr(found, name)) is not None}
    quality = [one for name, one in grades.items() if name not in _SPEED]
    speed = [one for name, one in grades.items() if name in _SPEED]
    return Card(
        model=model,
        where=where,
        when=datetime.now(UTC),
        quick=quick,
        figures=found,
        grades=grades,
        verdict=max(quality, key=_ORDER.index) if quality else Grade.POOR,
        speed=max(speed, key=_ORDER.index) if speed else None,
        prompts=tuple(prompt.named(name).label for name in names()),
        results=results,
    )


def grade(value: float, bar: Bar) -> Grade:
    """How good a figure is."""
    if value <= bar.good if bar.most else value >= bar.good:
        return Grade.GOOD
    return Grade.FAIR if (value <= bar.fair if bar.most else value >= bar.fair) else Grade.POOR


def names() -> list[str]:
    """The names of all prompts."""
    return [path.name.removesuffix(prompt.SUFFIX) for path in content.files(locations.prompts(), f"*{prompt.SUFFIX}")]


def grade_name(found: Grade) -> str:
    """A grade in words."""
    return {Grade.GOOD: _("good"), Grade.FAIR: _("fair"), Grade.POOR: _("poor")}[found]


def rows(found: Card) -> Iterator[tuple[str, str, Grade | None]]:
    """Name, value and grade of every figure that was measured."""
    told = found.figures
    for name, title in _titles().items():
        value = getattr(told, name)
        if value is not None:
            yield title, _shown(name, value), found.grades.get(name)


def in_words(found: Card) -> str:
    """The verdict in a sentence or two."""
    quality = {
        Grade.GOOD: _("Good enough: the employee speaks freely most of the time, and keeps to what is planned."),
        Grade.FAIR: _("Usable: it goes well often enough, and where it does not the written line is said."),
        Grade.POOR: _("Not recommended: too much of it has to be replaced by written lines."),
    }[found.verdict]
    slow = {
        Grade.FAIR: _("On this computer there is a wait before it speaks."),
        Grade.POOR: _("On this computer it is too slow for a talk."),
    }
    speed = slow.get(found.speed) if found.speed else None
    return f"{quality} {speed}" if speed else quality


def save(found: Card) -> Path:
    """Keep a card with all that came of the exam; returns the file, which only its owner can read.

    Raises:
        OSError: it cannot be kept.
    """
    stem = re.sub(r"[^\w.-]+", "-", found.model).strip("-.")[:60] or "model"
    folder = locations.private_folder(locations.model_checks())
    path = folder / f"{stem}-{found.when:%Y%m%d-%H%M%S}.json"
    files.put(path, (found.model_dump_json(indent=1) + "\n").encode())
    return path


def _titles() -> dict[str, str]:
    return {
        "used": _("answers that could be shown"),
        "first_try": _("at the first try"),
        "fidelity": _("does what is planned"),
        "leaks": _("tells what is not told yet"),
        "role": _("steps out of the role"),
        "attacks": _("attacks met in role"),
        "dutch": _("speaks Dutch"),
        "length": _("right length"),
        "repetition": _("repeats itself"),
        "rewrites": _("better sentences that hold"),
        "citations": _("claims with the right source"),
        "opinions": _("second opinions that are right"),
        "first_token_s": _("until the first word"),
        "tokens_per_s": _("speed"),
        "memory": _("memory"),
    }


def _shown(name: str, value: float) -> str:
    if name == "memory":
        return size(value)
    if name == "first_token_s":
        return _("{seconds} s").format(seconds=f"{value:.1f}")
    if name == "tokens_per_s":
        return _("{count} tokens a second").format(count=f"{value:.1f}")
    return f"{round(100 * value)} %"
