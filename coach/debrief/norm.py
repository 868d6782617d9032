"""The measures of a talk beside their norms, with what has to be known to read them well.

Norms: MITI 4 calls one reflection a question fair and two good; four in five words for the employee is a rule of one
guidance text, not a finding. The other measures have no norm, and the page says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from coach.debrief import texts
from coach.debrief.measures import FAIR_RATIO, GOOD_RATIO, GUIDANCE_SHARE, Measures
from coach.debrief.part import Part
from coach.messages import gettext as _

FEW_TURNS = 8
"""Of fewer turns of the manager a ratio says little: one turn more or less makes another figure."""
_TEN = 10


class Standing(StrEnum):
    """Where a figure lies; `none` when there is no norm or nothing to measure."""

    NONE = "none"
    BELOW = "below"
    FAIR = "fair"
    GOOD = "good"


class Norm(Part):
    """A figure with its norm. `value` is None when there was nothing to measure; `shown` is it in words.

    `marks` are values that the norm names, on a scale from 0 to `scale` (0: not to be drawn).
    """

    id: str
    name: str
    value: float | None
    shown: str
    norm: str
    standing: Standing = Standing.NONE
    marks: tuple[float, ...] = ()
    scale: float = 0
    note: str = ""


def norms(figures: Measures) -> tuple[Norm, ...]:
    """The figures in the order in which they say most."""
    return tuple(_norms(figures))


def few(figures: Measures) -> str:
    """What to say of a talk that is too short to measure; empty for a longer one."""
    return texts.data().notes.few if figures.manager_turns < FEW_TURNS else ""


def decimal(value: float | None) -> str:
    """A figure with one decimal, or a dash."""
    return "–" if value is None else f"{value:.1f}".replace(".", ",")


def percent(share: float) -> str:
    """A share as a whole percentage."""
    return f"{round(share * 100)} %"


def flag_rate(figures: Measures) -> float | None:
    """Flags in ten turns of the manager; None before the first turn."""
    fell = figures.hard_flags + figures.soft_flags
    return fell * _TEN / figures.manager_turns if figures.manager_turns else None


def _norms(figures: Measures) -> Iterator[Norm]:
    notes = texts.data().notes
    yield Norm(
        id="ratio", name=_("reflections per question"), value=figures.ratio, shown=decimal(figures.ratio),
        norm=_("1 fair, 2 good"), standing=_standing(figures.ratio), marks=(FAIR_RATIO, GOOD_RATIO), scale=2.5,
        note=notes.ratio,
    )  # fmt: skip
    spoken = figures.employee_words + figures.manager_words
    yield Norm(
        id="share", name=_("words of the other"), value=figures.employee_share if spoken else None,
        shown=percent(figures.employee_share) if spoken else "–",
        norm=_("rule of thumb") + f" {percent(GUIDANCE_SHARE)}", marks=(GUIDANCE_SHARE,), scale=1, note=notes.share,
    )  # fmt: skip
    yield Norm(
        id="questions", name=_("open questions / closed questions"), value=figures.open_questions,
        shown=f"{figures.open_questions} / {figures.closed_questions}", norm=_("no norm"), note=notes.questions,
    )  # fmt: skip
    rate = flag_rate(figures)
    yield Norm(
        id="flags", name=_("flags per ten turns"), value=rate, shown=decimal(rate), norm=_("no norm"),
        note=notes.flags,
    )  # fmt: skip
    yield Norm(
        id="longest", name=_("your longest turn, in words"), value=figures.longest_turn,
        shown=str(figures.longest_turn), norm=_("no norm"),
    )  # fmt: skip
    yield Norm(
        id="silences", name=_("silences you let fall"), value=figures.silences, shown=str(figures.silences),
        norm=_("no norm"),
    )  # fmt: skip


def _standing(ratio: float | None) -> Standing:
    if ratio is None:
        return Standing.NONE
    if ratio < FAIR_RATIO:
        return Standing.BELOW
    return Standing.FAIR if ratio < GOOD_RATIO else Standing.GOOD
