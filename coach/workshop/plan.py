"""A workshop as a trainer writes it down: aim, rounds, forms of work, what is observed, and a guide to lead it by.

Plans are YAML files of the same name as their id. Nothing in them runs; `coach workshop check` reads them.
"""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field, model_validator

from coach.content import Content
from coach.conversation import Help
from coach.messages import gettext as _

LEAST_GROUP = 5
"""Figures of fewer people than this are not shown: in a smaller group one can guess whose they are."""


class Form(StrEnum):
    """How people work in a round."""

    SOLO = "solo"
    """Everyone talks with a simulated employee."""
    PAIR = "pair"
    """One plays the employee from a role card, the other is the manager."""
    TRIAD = "triad"
    """A pair with a third who answers the observer's questions with yes or no."""
    ROOM = "room"
    """One talks with a simulated employee; the room proposes and votes on the next sentence."""


class Role(StrEnum):
    """What someone does in a round."""

    MANAGER = "manager"
    EMPLOYEE = "employee"
    OBSERVER = "observer"
    VOTER = "voter"


class Viewer(StrEnum):
    """Who gets to see the measures of a talk between people while it runs."""

    MANAGER = "manager"
    EMPLOYEE = "employee"
    OBSERVER = "observer"


class Measured(StrEnum):
    """Which side of the comparison a round without help is."""

    BEFORE = "before"
    AFTER = "after"


class Watched(Content):
    """One question for the observer, answered with yes or no while the talk runs."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    text: str = Field(min_length=1, max_length=90)


class Round(Content):
    """One stretch of work by the clock.

    Attributes:
        minutes: how long it takes; the trainer can extend it.
        focus: what to pay attention to, on one line of the board.
        task: what participants read when it begins.
        situation: which situation is played.
        employees: the simulated employees, spread over the participants in turn; empty for all of the situation.
        exercise: the focus exercise that is done, for `solo`; the situation and employees come from it then.
        role: the role card that the employee plays from, for `pair` and `triad`.
        again: an earlier round whose groups stay together, with the roles turned.
        help: how much the coach says to the manager in a simulated talk.
        measured: whether this is the first or the last round without help, which are compared.
        measures_to: who sees the measures of a talk between people while it runs.
        criteria: the observer's questions.
        discussion: questions to talk about afterwards.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str = Field(min_length=1, max_length=48)
    form: Form
    minutes: int = Field(ge=1, le=90)
    focus: str = Field(min_length=1, max_length=90)
    task: str = Field(min_length=1)
    situation: str
    employees: tuple[str, ...] = ()
    exercise: str | None = None
    role: str | None = None
    again: str | None = None
    help: Help = Help.WITH
    measured: Measured | None = None
    measures_to: tuple[Viewer, ...] = ()
    criteria: tuple[Watched, ...] = Field(default=(), max_length=7)
    discussion: tuple[str, ...] = Field(min_length=1)

    @property
    def is_simulated(self) -> bool:
        """Whether the employee is played by the program."""
        return self.form in (Form.SOLO, Form.ROOM)

    @model_validator(mode="after")
    def _fits_its_form(self) -> Round:
        if self.is_simulated and (self.role or self.measures_to):
            raise ValueError(_("`role` and `measures_to` are for the forms pair and triad"))
        if not self.is_simulated and self.role is None:
            raise ValueError(_("a pair or a triad needs a role card: `role`"))
        if not self.is_simulated and (self.employees or self.exercise):
            raise ValueError(_("`employees` and `exercise` are for talks with a simulated employee"))
        if self.exercise and self.form is not Form.SOLO:
            raise ValueError(_("`exercise` is for the form solo"))
        if self.form is Form.TRIAD and len(self.criteria) < 2:
            raise ValueError(_("an observer needs at least two questions: `criteria`"))
        if self.measured and (self.form is not Form.SOLO or self.help is not Help.NONE or self.exercise):
            raise ValueError(_("a round that is measured is a whole talk, form solo, help none"))
        return self


class Step(Content):
    """A part of the programme in the trainer's guide; `round` is the id of the round that is played in it."""

    title: str = Field(min_length=1)
    minutes: int = Field(ge=1, le=120)
    round: str | None = None
    do: str = Field(min_length=1)
    say: str = ""
    watch: tuple[str, ...] = ()


class Guide(Content):
    """The trainer's page: what to have ready, the programme by the minute, and what can go wrong."""

    before: tuple[str, ...] = Field(min_length=1)
    steps: tuple[Step, ...] = Field(min_length=2)
    trouble: tuple[str, ...] = ()
    after: tuple[str, ...] = Field(min_length=1)


class Plan(Content):
    """A whole workshop.

    Attributes:
        minutes: how long all of it takes, breaks and discussion included.
        least: from how many participants on it can be done.
        most: for how many participants at most it is meant.
        least_group: figures of the group are shown from so many people on.
        trainer_sees_measures: whether the trainer may see the measures of someone who agrees to that.
        share_sentences: whether sentences of those who agree to that may be shown to all, without a name.
        keep_days: after so many days everything of the workshop is erased.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_-]*$")
    title: str = Field(min_length=1, max_length=60)
    summary: str = Field(min_length=1)
    aim: str = Field(min_length=1)
    minutes: int = Field(ge=10, le=480)
    least: int = Field(default=2, ge=1, le=50)
    most: int = Field(default=25, ge=1, le=50)
    least_group: int = Field(default=LEAST_GROUP, ge=3, le=25)
    trainer_sees_measures: bool = False
    share_sentences: bool = True
    keep_days: int = Field(default=30, ge=1, le=365)
    rounds: tuple[Round, ...] = Field(min_length=1, max_length=12)
    guide: Guide

    def round(self, round_id: str) -> Round:
        """A round by its id.

        Raises:
            KeyError: there is none of that name.
        """
        for one in self.rounds:
            if one.id == round_id:
                return one
        raise KeyError(round_id)

    def place(self, round_id: str) -> int:
        """Where a round stands in the plan, from 0.

        Raises:
            KeyError: there is none of that name.
        """
        return self.rounds.index(self.round(round_id))


class Layer(Content):
    """Something the one who plays the employee keeps back until the manager earns it."""

    when: str = Field(min_length=1)
    tell: str = Field(min_length=1)


class RoleCard(Content):
    """What someone reads who plays the employee. `manager` is what the other one knows before the talk."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_-]*$")
    situation: str
    name: str = Field(min_length=1)
    role: str = Field(min_length=1)
    about: str = Field(min_length=1)
    mood: str = Field(min_length=1)
    first_words: str = Field(min_length=1)
    layers: tuple[Layer, ...] = Field(min_length=3, max_length=6)
    stop: str = Field(min_length=1)
    manager: str = Field(min_length=1)
