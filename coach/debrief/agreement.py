"""The agreements of a talk: who does what, and when."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import cache

from pydantic import BaseModel, ConfigDict

from coach import content, locations
from coach.conversation import Conversation, MoveId, Speaker
from coach.phrasing import reader
from coach.phrasing.pattern import Annotated, Pattern


class Who(StrEnum):
    """Who has to do something; `unsaid` when the line does not tell."""

    MANAGER = "manager"
    EMPLOYEE = "employee"
    TOGETHER = "together"
    UNSAID = "unsaid"


class Agreement(BaseModel):
    """Something agreed: the words, who does it, when (empty when not said), and whether she said yes."""

    model_config = ConfigDict(frozen=True)

    turn: int
    what: str
    who: Who
    when: str
    accepted: bool | None


class AgreementData(content.Content):
    """Phrases that show who and when; see the comments in the file."""

    when: tuple[str, ...]
    manager: tuple[str, ...]
    employee: tuple[str, ...]
    together: tuple[str, ...]


class AgreementFinder:
    """Finds agreements in the manager's turns."""

    def __init__(self, data: AgreementData, source: reader.Reader) -> None:
        self._reader = source
        self._when = _patterns(data.when, source)
        self._who = [
            (Who.TOGETHER, _patterns(data.together, source)),
            (Who.MANAGER, _patterns(data.manager, source)),
            (Who.EMPLOYEE, _patterns(data.employee, source)),
        ]

    def find(self, talk: Conversation) -> Iterator[Agreement]:
        """Every turn of the manager that agrees on something; `turn` counts from 1 over all turns."""
        for index, turn in enumerate(talk.turns):
            agreed = turn.reading and turn.reading.has(MoveId.AGREEMENT)
            if turn.speaker is Speaker.MANAGER and agreed:
                yield self._agreement(talk, index)

    def who_and_when(self, text: str) -> tuple[Who, str]:
        """Who does something in a line, and the words that say when (empty when none do)."""
        line = self._reader.prepare(text).whole
        return self._who_does(line), self._moment(line, text)

    def _agreement(self, talk: Conversation, index: int) -> Agreement:
        text = talk.turns[index].text
        who, when = self.who_and_when(text)
        return Agreement(
            turn=index + 1, what=" ".join(text.split()), who=who, when=when, accepted=_accepted(talk, index)
        )

    def _who_does(self, line: Annotated) -> Who:
        named = {who for who, patterns in self._who if any(p.search(line) for p in patterns)}
        if {Who.MANAGER, Who.EMPLOYEE} <= named or Who.TOGETHER in named:
            return Who.TOGETHER
        return next(iter(named), Who.UNSAID)

    def _moment(self, line: Annotated, text: str) -> str:
        for pattern in self._when:
            match = pattern.search(line)
            if match:
                start, end = line.place(match)
                return text[start:end]
        return ""


def _accepted(talk: Conversation, index: int) -> bool | None:
    """Whether the employee's next turn took it on; None when a transcript does not show her state."""
    following = talk.turns[index + 1] if index + 1 < len(talk.turns) else None
    if following is None or following.state is None:
        return None
    return following.state.act == "agree"


def _patterns(sources: tuple[str, ...], source: reader.Reader) -> list[Pattern]:
    return [Pattern(text, source.tags) for text in sources]


@cache
def default() -> AgreementFinder:
    """The finder for the language of the program."""
    return AgreementFinder(content.load(locations.knowledge() / "agreements.yaml", AgreementData), reader.default())
