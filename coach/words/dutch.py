"""Dutch as the coach writes it: that of the employees, the guidance, and the better sentences."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from coach import guidance
from coach.guidance import answer
from coach.phrasing import reader
from coach.roleplay import cue
from coach.roleplay.dutch import Dutch, texts


@cache
def default() -> Dutch:
    """Knows the words of all that comes with the program. Takes a second or so, once."""
    return Dutch([*texts(), *_rules(), *_guidance()], cue.data().languages.values())


def _rules() -> Iterator[str]:
    rules = reader.default().rules
    for file in (*rules.flags.values(), *rules.moves.values()):
        yield file.why
        for one in (*file.instead, *(better for rule in file.rules for better in rule.instead)):
            yield from one.forms()
        for intent in file.intents:
            yield from (form for one in intent.instead for form in one.forms())


def _guidance() -> Iterator[str]:
    for passage in guidance.library().passages:
        yield from (passage.title, passage.text, *passage.say)
    for verdict in answer.default().verdicts:
        yield from (verdict.topic, *verdict.safe, verdict.ask.why)
        yield from (judged.why for judged in (verdict.record, verdict.share) if judged)
