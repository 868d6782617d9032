"""The walk through the preparation of a talk, as it stands in `preparation.yaml`: one for each kind of talk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from pydantic import Field, field_validator, model_validator

from coach import content, locations
from coach.conversation import SituationKind
from coach.messages import gettext as _
from coach.preparation import dates

PLACEHOLDERS = ("name", "date", "time", "place", "manager")
"""What an invitation can be filled in with; nothing else stands between braces in its text."""

_ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"


class SelfQuestion(content.Content):
    """A question to oneself, and what to do when the answer is yes."""

    id: str = Field(pattern=_ID)
    text: str = Field(min_length=1)
    on_yes: str = Field(min_length=1)


class SelfCheck(content.Content):
    """«Am I the right person here?»: comes before every preparation, with handing over as an option."""

    intro: str
    questions: tuple[SelfQuestion, ...] = Field(min_length=1)
    hand_over: str
    passages: tuple[str, ...]
    sources: tuple[str, ...]


class Step(content.Content):
    """One step of the preparation: something to fill in (unless `ask` is empty) and things to tick off."""

    id: str = Field(pattern=_ID)
    title: str = Field(min_length=1)
    ask: str = ""
    placeholder: str = ""
    checks: tuple[str, ...] = ()
    passages: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """An invitation that can be sent."""

    subject: str
    text: str


class Invitation(content.Content):
    """A message to the employee, with `PLACEHOLDERS` for what differs each time."""

    subject: str = Field(min_length=1)
    text: str = Field(min_length=1)
    passages: tuple[str, ...] = ()

    @field_validator("subject", "text")
    @classmethod
    def _known_placeholders(cls, text: str) -> str:
        unknown = [name for name in _fields(text) if name not in PLACEHOLDERS]
        if unknown:
            allowed = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
            raise ValueError(_("allowed here: {values}").format(values=allowed))
        return text

    @property
    def asks(self) -> tuple[str, ...]:
        """The placeholders that this invitation has, in a fixed order."""
        used = set(_fields(self.subject + self.text))
        return tuple(name for name in PLACEHOLDERS if name in used)

    def filled(self, values: Mapping[str, str]) -> Message:
        """The message with these values; what is missing or empty stands between square brackets."""
        words = {name: values.get(name, "").strip() or f"[{placeholder_name(name)}]" for name in PLACEHOLDERS}
        return Message(self.subject.format(**words), self.text.format(**words))


class FollowUp(content.Content):
    """Something to do after the talk. `days` after the talk it is due; none when it has no fixed day."""

    text: str = Field(min_length=1)
    days: tuple[int, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _only_text(cls, data: Any) -> Any:
        return {"text": data} if isinstance(data, str) else data

    @field_validator("days")
    @classmethod
    def _after_the_talk(cls, days: tuple[int, ...]) -> tuple[int, ...]:
        if any(day < 0 for day in days):
            raise ValueError(_("a number of days after the talk is expected here"))
        return days

    def due(self, talk: date) -> tuple[date, ...]:
        """The days on which it is due; in a weekend, the workday before counts."""
        return tuple(dates.workday_until(talk + timedelta(days=day), talk) for day in self.days)


class TalkPreparation(content.Content):
    """How to prepare one kind of talk."""

    kind: SituationKind
    aim: str
    steps: tuple[Step, ...] = Field(min_length=1)
    invitation: Invitation
    questions: tuple[str, ...]
    follow_up: tuple[FollowUp, ...]

    @field_validator("steps")
    @classmethod
    def _distinct(cls, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        _refuse_twins([step.id for step in steps])
        return steps


class Preparations(content.Content):
    """The self-check, and a preparation for each of the eight kinds."""

    self_check: SelfCheck
    kinds: tuple[TalkPreparation, ...]

    @field_validator("kinds")
    @classmethod
    def _complete(cls, kinds: tuple[TalkPreparation, ...]) -> tuple[TalkPreparation, ...]:
        _refuse_twins([talk.kind.value for talk in kinds])
        missing = [kind.value for kind in SituationKind if kind not in {talk.kind for talk in kinds}]
        if missing:
            raise ValueError(_("these kinds are missing: {names}").format(names=", ".join(missing)))
        return kinds

    def of(self, kind: SituationKind) -> TalkPreparation:
        """The preparation of one kind of talk."""
        return next(talk for talk in self.kinds if talk.kind is kind)


def kind_name(kind: SituationKind) -> str:
    """A kind of talk in the user's language."""
    return {
        SituationKind.ZIEKMELDING: _("Reporting sick"),
        SituationKind.EERSTE_CONTACT: _("First contact"),
        SituationKind.TUSSENTIJDS: _("Going over the plan"),
        SituationKind.FREQUENT: _("Frequent absence"),
        SituationKind.TERUGKEER: _("Return to work"),
        SituationKind.PREVENTIEF: _("Before someone falls ill"),
        SituationKind.NAZORG: _("Aftercare"),
        SituationKind.CONFLICT: _("A conflict at work"),
    }[kind]


def placeholder_name(name: str) -> str:
    """One of `PLACEHOLDERS` in the user's language."""
    return {
        "name": _("name"),
        "date": _("date"),
        "time": _("time"),
        "place": _("place"),
        "manager": _("your name"),
    }[name]


def load(path: Path) -> Preparations:
    """Read the file of preparations.

    Raises:
        ContentError: the file is not as it should be.
    """
    return content.load(path, Preparations)


@cache
def default() -> Preparations:
    """The preparations that come with the program."""
    return load(locations.knowledge() / "preparation.yaml")


def _fields(text: str) -> list[str]:
    """What stands between braces; a brace that is not closed is an error of the text."""
    return [name for _literal, name, _spec, _conversion in Formatter().parse(text) if name is not None]


def _refuse_twins(ids: list[str]) -> None:
    twin = next((id for place, id in enumerate(ids) if id in ids[:place]), None)
    if twin is not None:
        raise ValueError(_("«{name}» occurs twice").format(name=twin))
