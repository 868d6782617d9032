"""What particular thing a question asks for: a name, a day, a number, an opinion; or what was just said, once more.

An employee knows of such things what stands in his lines. Of anything else he says so, instead of telling some other
story: `plan` looks whether a line of his has to do with it.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache, cached_property

from pydantic import field_validator

from coach import content, locations
from coach.messages import gettext as _
from coach.phrasing import reader
from coach.phrasing.pattern import Annotated, Pattern


class Particular(StrEnum):
    """What is asked for; also the key of what an employee answers when he has no line about it."""

    FOLLOW = "follow"
    WHY = "why"
    WANTED = "wanted"
    """What would have been right: what someone had wanted, or should have done."""
    WHAT = "what"
    AMOUNT = "amount"
    WHEN = "when"
    WHERE = "where"
    WHO = "who"
    WHICH = "which"
    OPINION = "opinion"
    WHETHER = "whether"
    """Yes or no, about something or someone else than the two who talk."""
    YOURSELF = "yourself"
    """Yes or no, about the employee."""
    CHOICE = "choice"
    """One of two things."""
    PERSON = "person"
    """Anything about someone who is named."""
    NEED = "need"
    """What the manager can do, or be."""
    ANYTHING = "anything"
    """Whether there is anything else."""
    REACT = "react"
    """What is thought of something that was just proposed."""
    EFFECT = "effect"
    """What it does to the employee."""
    HELD_BACK = "held_back"
    """What stands in the way."""
    GOES_WELL = "goes_well"
    """What goes well, or gives energy."""
    REACH = "reach"
    """On which number, or how, the employee is best reached."""
    AGAIN = "again"
    """When to speak again."""
    HANDOVER = "handover"
    """What someone has to take over, or call off."""
    TALK = "talk"
    """How this talk went."""
    HOW = "how"
    """How something is, or goes."""
    DRINK = "drink"
    """Whether he would like something to drink."""
    QUESTIONS = "questions"
    """Whether the employee has any: answered as when he has nothing to add."""
    REST = "rest"
    """What was hinted at: for that he goes on, or stays with what he said."""
    MAY = "may"
    """Whether something may be done: for that she takes her time, and has no lines of its own."""


WORDS_OF = {Particular.REST: Particular.FOLLOW, Particular.QUESTIONS: Particular.ANYTHING}
"""Kinds that are answered in the words of another."""
OWN_WORDS = tuple(kind for kind in Particular if kind is not Particular.MAY and kind not in WORDS_OF)
"""Kinds for which every employee has words of his own, for when no line of his is about it."""
INVITING = (Particular.NEED, Particular.ANYTHING, Particular.EFFECT, Particular.HELD_BACK, Particular.REST)
"""Kinds that invite him to tell something he has not told yet."""
SETTLED = (
    Particular.GOES_WELL,
    Particular.REACH,
    Particular.AGAIN,
    Particular.TALK,
    Particular.DRINK,
    Particular.QUESTIONS,
)
"""Kinds that he answers in his own words whatever he has to tell."""


class Asked(content.Content):
    """How a question for something particular shows: a phrase of `says`, without one of `unless`; with examples.

    `answers` is a regular expression that any answer to it holds (a day, a number); without one any words may answer.
    """

    says: tuple[str, ...]
    unless: tuple[str, ...] = ()
    answers: str | None = None
    hits: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()

    @field_validator("answers")
    @classmethod
    def _can_be_read(cls, given: str | None) -> str | None:
        try:
            re.compile(given or "")
        except re.error as error:
            told = _("no regular expression: {pattern} ({problem})")
            raise ValueError(told.format(pattern=given, problem=error)) from None
        return given

    @cached_property
    def answer(self) -> re.Pattern[str]:
        """What an answer looks like."""
        return re.compile(self.answers or "", re.I)


class ParticularData(content.Content):
    """The phrases, in the order in which they are tried.

    `forms` names the forms of question by the words that make them, in the order in which those are looked for.
    `inviting` are words that leave it to the employee what is told.
    """

    asks: dict[Particular, Asked]
    inviting: tuple[str, ...]
    forms: dict[str, tuple[str, ...]]


_NAME = re.compile(r"(?<=[^\W\d_] |, )[A-Z][a-zé]{2,}\b")
"""A word with a capital that does not begin a sentence."""


class ParticularReader:
    """Says what the last question of a line asks for."""

    def __init__(self, data: ParticularData, source: reader.Reader) -> None:
        self._reader = source
        self._data = data.asks
        self._asks = [
            (kind, _patterns(asked.says, source), _patterns(asked.unless, source))
            for kind, asked in data.asks.items()
        ]

    def kind(self, text: str, own: str = "") -> Particular | None:
        """What is asked for; None when it is nothing particular, or nothing is asked.

        Args:
            text: what the manager says.
            own: the employee's name, by which he may be addressed.
        """
        questions = [one for one in self._reader.prepare(text).sentences if one.text.rstrip().endswith("?")][-1:]
        found = next((kind for kind, says, unless in self._asks if _fits(questions, says, unless)), None)
        if found is None and any(name != own for one in questions for name in _NAME.findall(one.text)):
            return Particular.PERSON
        return found

    def answers(self, kind: Particular, line: str) -> bool:
        """Whether a line can be an answer to a question of this kind, by what it looks like."""
        asked = self._data.get(kind)
        return asked is None or asked.answer.search(line) is not None


def _fits(questions: list[Annotated], says: list[Pattern], unless: list[Pattern]) -> bool:
    return any(_found(says, one) and not _found(unless, one) for one in questions)


def _found(patterns: list[Pattern], sentence: Annotated) -> bool:
    return any(pattern.search(sentence) for pattern in patterns)


def _patterns(sources: tuple[str, ...], source: reader.Reader) -> list[Pattern]:
    return [Pattern(text, source.tags) for text in sources]


@cache
def data() -> ParticularData:
    """The phrases that come with the program."""
    return content.load(locations.knowledge() / "particular.yaml", ParticularData)


YES_NO = "yes_no"
"""The form of a question that asks with no word of its own."""


@cache
def _forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    found = data().forms.items()
    return tuple((name, re.compile(rf"\b(?:{'|'.join(words)})\b", re.I)) for name, words in found)


def form(question: str) -> str:
    """The form of a question: what it asks with, or "yes_no", or "told" when it is none."""
    named = next((name for name, words in _forms() if words.search(question)), None)
    return named or (YES_NO if question.rstrip().endswith("?") else "told")


@cache
def default() -> ParticularReader:
    """The reader for the language of the program."""
    return ParticularReader(data(), reader.default())
