"""Skills that can be counted over many talks, each with its norm if there is one.

The talks of a period are taken together: all reflections over all questions, not the mean of many small ratios.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from coach.debrief.entry import Entry
from coach.debrief.measures import GUIDANCE_SHARE
from coach.debrief.norm import decimal, percent
from coach.messages import gettext as _
from coach.messages import mark


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill: what it is called, how it is counted over talks (None: nothing to count), and how it is written.

    `top` is the value that fills a drawing.
    """

    id: str
    title: str
    value: Callable[[Sequence[Entry]], float | None]
    shown: Callable[[float | None], str]
    top: float

    @property
    def name(self) -> str:
        """The name in the user's language."""
        return _(self.title)

    @property
    def norm(self) -> str:
        """What the figure is held against, in words."""
        return {
            "open": _("of your questions"),
            "ratio": _("1 fair, 2 good"),
            "flags": _("fewer is calmer"),
            "share": _("rule of thumb") + f" {percent(GUIDANCE_SHARE)}",
            "agreements": _("per talk"),
        }[self.id]


def _open(talks: Sequence[Entry]) -> float | None:
    asked = sum(talk.measures.open_questions for talk in talks)
    return _share(asked, asked + sum(talk.measures.closed_questions for talk in talks))


def _ratio(talks: Sequence[Entry]) -> float | None:
    return _share(sum(t.measures.reflections for t in talks), sum(t.measures.questions for t in talks))


def _flags(talks: Sequence[Entry]) -> float | None:
    fell = sum(talk.measures.hard_flags + talk.measures.soft_flags for talk in talks)
    return _share(fell * 10, sum(talk.measures.manager_turns for talk in talks))


def _listening(talks: Sequence[Entry]) -> float | None:
    heard = sum(talk.measures.employee_words for talk in talks)
    return _share(heard, heard + sum(talk.measures.manager_words for talk in talks))


def _agreements(talks: Sequence[Entry]) -> float | None:
    return _share(sum(talk.agreements for talk in talks), len(talks))


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _percent(value: float | None) -> str:
    return "–" if value is None else percent(value)


SKILLS = (
    Skill("open", mark("open questions"), _open, _percent, 1),
    Skill("ratio", mark("reflections per question"), _ratio, decimal, 2),
    Skill("flags", mark("flags per ten turns"), _flags, decimal, 10),
    Skill("share", mark("words of the other"), _listening, _percent, 1),
    Skill("agreements", mark("agreements made"), _agreements, decimal, 2),
)
