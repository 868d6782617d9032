"""JSON Schema of the files that a trainer writes, for editors that check and complete while typing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from pydantic import BaseModel

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_FILES = {
    "situation": ("coach.roleplay.persona", "Situation", "situations/*.yaml"),
    "employee": ("coach.roleplay.persona", "Persona", "situations/*/*.yaml"),
    "dynamics": ("coach.roleplay.dynamics", "Dynamics", "prompts/nl/dynamics.yaml"),
    "topics": ("coach.roleplay.topic", "TopicData", "knowledge/nl/topics.yaml"),
    "hints": ("coach.roleplay.hint", "HintData", "knowledge/nl/hints.yaml"),
    "exercises": ("coach.roleplay.exercise", "Exercises", "knowledge/nl/exercises.yaml"),
    "debrief": ("coach.debrief.texts", "DebriefData", "knowledge/nl/debrief.yaml"),
    "card": ("coach.guidance.card", "Deck", "knowledge/nl/cards/*.yaml"),
    "passage": ("coach.guidance.passage", "Passage", "knowledge/nl/passages/*.md"),
    "verdict": ("coach.guidance.verdict", "VerdictFile", "knowledge/nl/verdicts.yaml"),
    "contradiction": ("coach.guidance.contradiction", "ContradictionFile", "knowledge/nl/contradictions.yaml"),
    "source": ("coach.guidance.sources", "SourceFile", "knowledge/nl/sources.yaml"),
    "rule": ("coach.phrasing.rules", "RuleFile", "knowledge/nl/phrasing/*.yaml"),
    "concept": ("coach.phrasing.lexicon", "Concept", "knowledge/nl/lexicon/*.yaml"),
    "preparation": ("coach.preparation.preparation", "Preparations", "knowledge/nl/preparation.yaml"),
    "form": ("coach.preparation.form", "Form", "knowledge/nl/form.yaml"),
    "timeline": ("coach.preparation.timeline", "Timeline", "knowledge/nl/timeline.yaml"),
}
NAMES = tuple(_FILES)
"""The kinds of file that have a schema."""
_BELOW_THE_FIELDS = "body"
"""What stands below the fields of a Markdown file is no field in it."""


def place(name: str) -> str:
    """Where files of a kind stand."""
    return _FILES[name][2]


def schema(name: str) -> dict[str, Any]:
    """The schema of one of `NAMES`.

    Raises:
        KeyError: there is no such kind of file.
    """
    module, model, _place = _FILES[name]
    read: type[BaseModel] = getattr(import_module(module), model)
    made = read.model_json_schema()
    if _BELOW_THE_FIELDS in made["properties"]:
        del made["properties"][_BELOW_THE_FIELDS]
        made["required"].remove(_BELOW_THE_FIELDS)
    return {"$schema": _DIALECT, **made}
