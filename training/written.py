"""Content as it was written, for what learns from it: cards, verdicts, questions, entries; nothing is checked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from coach import locations


def cards() -> Iterator[dict[str, Any]]:
    """Every card of every kind of talk, in a fixed order."""
    for path in sorted((locations.knowledge() / "cards").glob("*.yaml")):
        for phase in _read(path)["phases"]:
            yield from phase["cards"]


def verdicts() -> Iterator[dict[str, Any]]:
    """What may be asked, recorded and shared."""
    yield from _read(locations.knowledge() / "verdicts.yaml")["verdicts"]


def sayable() -> Iterator[str]:
    """Every sentence of this content that the program puts in someone's mouth."""
    for card in cards():
        yield from card.get("say", ())
    for verdict in verdicts():
        yield from verdict["safe"]
    for kind in _read(locations.knowledge() / "preparation.yaml")["kinds"]:
        yield from kind["questions"]
    for moment in _read(locations.knowledge() / "timeline.yaml")["moments"]:
        yield moment["says"]


def entries() -> Iterator[str]:
    """Every example of what belongs in a box that is filled in."""
    for kind in _read(locations.knowledge() / "preparation.yaml")["kinds"]:
        yield from (step["placeholder"] for step in kind["steps"] if step.get("placeholder"))
    for field in _read(locations.knowledge() / "form.yaml")["fields"]:
        yield field["placeholder"]


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
