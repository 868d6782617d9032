"""The plans, role cards and pseudonyms that come with the program, and the trainer's own plans.

Own plans stand in `locations.own_workshops()`; one with the id of a plan that comes with the program takes its place.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field

from coach import content, locations
from coach.content import Content, ContentError
from coach.messages import gettext as _
from coach.workshop.errors import Refusal, WorkshopError
from coach.workshop.plan import Plan, RoleCard

_PATTERN = "*.yaml"


class _Names(Content):
    names: tuple[str, ...] = Field(min_length=30)


def plan_files() -> tuple[Path, ...]:
    """The files of all plans, those that come with the program first; of two with one name the trainer's own."""
    found: dict[str, Path] = {}
    for folder in (locations.workshops(), locations.own_workshops()):
        found.update((path.stem, path) for path in content.files(folder, _PATTERN))
    return tuple(found.values())


def plans() -> tuple[Plan, ...]:
    """Every plan that can be read, the shortest first; own plans that are half written are left out.

    Raises:
        ContentError: a plan that comes with the program is not as it should be.
    """
    found = []
    for path in plan_files():
        try:
            found.append(content.load(path, Plan))
        except ContentError:
            if path.is_relative_to(locations.workshops()):
                raise
    return tuple(sorted(found, key=lambda plan: (plan.minutes, plan.id)))


def plan(name: str) -> Plan:
    """A plan by its id, or from a file.

    Raises:
        WorkshopError: there is none of that name (UNKNOWN); the message lists those that exist.
        ContentError: the file is not as it should be.
    """
    return content.load(plan_file(name), Plan)


def plan_file(name: str) -> Path:
    """Where a plan stands: by its id, or the path of a file.

    Raises:
        WorkshopError: there is none (UNKNOWN).
    """
    files = {path.stem: path for path in plan_files()}
    if name in files:
        return files[name]
    if name.endswith((".yaml", ".yml")) and Path(name).is_file():
        return Path(name)
    problem = _("There is no workshop plan «{name}». There are: {names}.")
    raise WorkshopError(Refusal.UNKNOWN, problem.format(name=name, names=", ".join(sorted(files))))


def role_card(name: str) -> RoleCard:
    """A role card by its id; the trainer's own one first.

    Raises:
        ContentError: there is none, or the file is not as it should be.
    """
    own = locations.own_workshops() / "roles" / f"{name}.yaml"
    return _role_card(own if own.is_file() else locations.workshops() / "roles" / f"{name}.yaml")


def names() -> tuple[str, ...]:
    """Pseudonyms to propose."""
    return _names(locations.workshops() / "names" / "names.yaml")


@cache
def _role_card(path: Path) -> RoleCard:
    return content.load(path, RoleCard)


@cache
def _names(path: Path) -> tuple[str, ...]:
    return content.load(path, _Names).names
