"""What a model is told for each act of the employee, and by what its words are judged: `prompts/nl/voice.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache, cached_property

from pydantic import Field, field_validator

from coach import content, locations
from coach.content import Content, ContentError
from coach.messages import gettext as _
from coach.roleplay import spoken
from coach.roleplay.persona import Act, Mood, Topic

ANY = "any"
AUTHORED = frozenset({Act.GREET, Act.SILENT, Act.META, Act.END, Act.DANGER})
"""Acts in which each word counts, or there are none: only the lines that were written for them are said."""


class Fault(StrEnum):
    """What can be wrong with the words of a model."""

    FORM = "form"
    """Markup, special tokens or control characters."""
    LENGTH = "length"
    LANGUAGE = "language"
    ADDRESS = "address"
    """U from someone who says je, or the other way round."""
    SPEAKER = "speaker"
    """Someone else's words."""
    ROLE = "role"
    """Out of the role."""
    HELPER = "helper"
    """Advice and service, as assistants talk."""
    LEAK = "leak"
    """Something that is not told yet."""
    INVENTED = "invented"
    """A complaint, a name or a number that nobody mentioned."""
    REPEATED = "repeated"
    ECHO = "echo"
    """The manager's words."""
    ACT = "act"
    """Another act than the planned one, or none that can be recognised."""


_BY_PATTERN = (Fault.ROLE, Fault.HELPER, Fault.SPEAKER)


class Marks(Content):
    """By what an act is recognised: `must` has to be there, one of `needs` speaks for it, one of `never` denies it.

    With or without a sign the act has to be among those that the line is most like: with one it may be further down.
    """

    must: str | None = None
    needs: tuple[str, ...] = ()
    never: tuple[str, ...] = ()

    @field_validator("must", "needs", "never")
    @classmethod
    def _can_be_read(cls, given: str | tuple[str, ...] | None) -> str | tuple[str, ...] | None:
        for pattern in (given,) if isinstance(given, str) else given or ():
            _compiled(pattern)
        return given


class Guide(Content):
    """The whole file.

    `directions` tell the model what the employee does, by act and by topic or label; `moods` how she feels; `again`
    what went wrong at the first try. `passes` and `fails` are the examples that the patterns are tried on.
    """

    directions: dict[Act, dict[str, str]]
    moods: dict[Mood, str]
    topics: dict[Topic, str]
    acts: dict[Act, Marks]
    never: dict[Fault, tuple[str, ...]]
    again: dict[Fault, str]
    passes: tuple[str, ...] = Field(min_length=1)
    fails: dict[Fault, tuple[str, ...]]

    @field_validator("never")
    @classmethod
    def _can_be_read(cls, given: Mapping[Fault, tuple[str, ...]]) -> Mapping[Fault, tuple[str, ...]]:
        for pattern in (pattern for patterns in given.values() for pattern in patterns):
            _compiled(pattern)
        return given

    def direction(self, act: Act, key: str) -> str:
        """What the employee does now."""
        by_key = self.directions.get(act, {})
        topic = key.partition("/")[0]
        told = by_key.get(topic) or by_key.get(ANY, "")
        about = self.topics.get(Topic(topic), "") if topic in set(Topic) else self.topics.get(Topic.OPEN, "")
        return told.replace("{topic}", about)

    def fault(self, text: str) -> Fault | None:
        """The first fault that a pattern finds in a text."""
        return next((fault for fault in _BY_PATTERN if self._patterns[fault].search(text)), None)

    def denies(self, act: Act, text: str) -> bool:
        """Whether a text cannot be this act."""
        never = self._marks[act][2]
        return bool(never and never.search(text))

    def shows(self, act: Act, text: str) -> bool | None:
        """Whether a text holds a sign of this act; None when the signs say nothing about it."""
        must, needs, never = self._marks[act]
        if (never and never.search(text)) or (must and not must.search(text)):
            return False
        return True if needs and needs.search(text) else None

    @cached_property
    def _patterns(self) -> dict[Fault, re.Pattern[str]]:
        return {fault: _either(self.never.get(fault, ())) or re.compile(r"(?!)") for fault in _BY_PATTERN}

    @cached_property
    def _marks(self) -> dict[Act, tuple[re.Pattern[str] | None, re.Pattern[str] | None, re.Pattern[str] | None]]:
        found = {act: self.acts.get(act, Marks()) for act in Act}
        return {
            act: (_either((m.must,) if m.must else ()), _either(m.needs), _either(m.never))
            for act, m in found.items()
        }


def problems(guide: Guide) -> Iterator[str]:
    """One sentence for each thing that is missing or does not do what its examples say."""
    for act in Act:
        if act not in AUTHORED and ANY not in guide.directions.get(act, {}):
            yield "voice: " + _("there are no lines for {act}").format(act=f"{act}/{ANY}")
        known = {*spoken.keys(act), ANY}
        for key in guide.directions.get(act, {}):
            if key not in known:
                problem = _("this key is never used; there are: {keys}").format(keys=", ".join(sorted(known)))
                yield f"voice: directions.{act}.{key}: {problem}"
    for line in guide.passes:
        if found := guide.fault(line):
            yield "voice: " + _("this example is found as {fault} and should pass: {line}").format(
                fault=found, line=line
            )
    for fault, lines in guide.fails.items():
        for line in lines:
            if guide.fault(line) is not fault:
                yield "voice: " + _("this example is not found as {fault}: {line}").format(fault=fault, line=line)


@cache
def default() -> Guide:
    """The guide that comes with the program.

    Raises:
        ContentError: the file is not as it should be.
    """
    path = locations.prompts() / "voice.yaml"
    guide = content.load(path, Guide)
    missing = [mood for mood in Mood if mood not in guide.moods] + [t for t in Topic if t not in guide.topics]
    if missing:
        raise ContentError(path, 0, str(missing[0]), _("this field is missing"))
    return guide


def _compiled(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern, re.I)
    except re.error as error:
        told = _("no regular expression: {pattern} ({problem})")
        raise ValueError(told.format(pattern=pattern, problem=error)) from None


def _either(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    return _compiled("|".join(f"(?:{pattern})" for pattern in patterns)) if patterns else None
