"""Everything an employee can say, with the place where it stands in the file; and the keys lines are looked up by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from coach.content import Content
from coach.conversation import Danger, FlagId, MoveId
from coach.roleplay.particular import OWN_WORDS
from coach.roleplay.persona import Act, Persona, Topic

Place = tuple[str | int, ...]
"""The steps from the top of the file to a field; places in a list count from 0."""

ANY = "any"
_PROBES = (FlagId.MEDICAL_PROBE, FlagId.CAPACITY_PROBE, FlagId.PRIVATE_LIFE_PROBE)
_HURTFUL = (FlagId.THREAT, FlagId.PRIVACY_BREACH, FlagId.JUDGEMENT, FlagId.PRESSURE, FlagId.READY_MADE_SOLUTION)
_TAKEN = (
    MoveId.PRIVACY_RESPECT,
    MoveId.EMPATHY,
    MoveId.AFFIRMATION,
    MoveId.AUTONOMY,
    MoveId.OFFER_HELP,
    MoveId.INFORMATION,
    MoveId.BACKCHANNEL,
)
_KEYS: dict[Act, tuple[str, ...]] = {
    Act.ANSWER: (*(topic.value for topic in Topic), "ideas_told", *(kind.value for kind in OWN_WORDS)),
    Act.OBJECT: (*(flag.value for flag in _HURTFUL), "abuse", ANY),
    Act.DEFLECT: (*(flag.value for flag in _PROBES), ANY),
    Act.ASK_BACK: (*(flag.value for flag in _PROBES), ANY),
    Act.RECEIVE: (*(move.value for move in _TAKEN), "welcome", "silence", ANY),
    Act.CLARIFY: ("strange", ANY),
    Act.DANGER: (Danger.SAFE.value, Danger.MISSED.value),
}


def keys(act: Act) -> tuple[str, ...]:
    """The topics or labels that lines of an act are looked up by; `any` holds those for every other case."""
    return _KEYS.get(act, (ANY,))


def everything(persona: Persona) -> Iterator[tuple[Place, str]]:
    """All that is said in the talk: the greeting, what is told, and the lines of every act."""
    for number, line in enumerate(persona.greeting):
        yield ("greeting", number), line
    yield from untold(persona)
    for place, item in enumerate(persona.memory):
        for number, line in enumerate(item.lines):
            yield ("memory", place, "lines", number), line
    yield from _details(persona, told=True)


def untold(persona: Persona) -> Iterator[tuple[Place, str]]:
    """The lines of every act, and the details that rest on nothing: what is said without anything being told."""
    for act, by_key in persona.lines.items():
        for key, by_mood in by_key.items():
            for mood, lines in by_mood.items():
                for number, line in enumerate(lines):
                    yield ("lines", act.value, key, mood.value, number), line
    for opening, words_by_mood in persona.openings.items():
        for mood, words in words_by_mood.items():
            for number, line in enumerate(words):
                yield ("openings", opening.value, mood.value, number), line
    yield from _details(persona, told=False)


def _details(persona: Persona, told: bool) -> Iterator[tuple[Place, str]]:
    """What is answered to those who ask on: about something that was told, or about anything else."""
    for place, detail in enumerate(persona.details):
        if (detail.after is not None) is told:
            for number, line in enumerate(detail.says):
                yield ("details", place, "says", number), line


def at(persona: Persona, place: Place) -> str:
    """The line at a place."""
    found: Any = persona
    for part in place:
        found = getattr(found, str(part)) if isinstance(found, Content) else found[part]
    return str(found)
