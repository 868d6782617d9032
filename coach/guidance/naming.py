"""What parts of a talk, types of cards, verdicts and the standing of a passage are called, in the user's language."""

from __future__ import annotations

from coach.guidance.act import Act
from coach.guidance.card import CardType
from coach.guidance.passage import Phase, Standing
from coach.guidance.verdict import Ruling
from coach.messages import gettext as _


def phase_name(phase: Phase) -> str:
    """A part of a talk, as a heading."""
    return {
        Phase.VOORBEREIDING: _("Before the talk"),
        Phase.OPENING: _("Opening"),
        Phase.FEITEN: _("The facts"),
        Phase.LUISTEREN: _("Listening"),
        Phase.EIGEN_IDEE: _("The other's own idea"),
        Phase.STEUN: _("Support"),
        Phase.AFSPRAKEN: _("Agreements"),
        Phase.OPVOLGING: _("After the talk"),
    }[phase]


def group_name(type: CardType) -> str:
    """The cards of one type in a phase, as a heading."""
    return {
        CardType.CHECK: _("To do and to have ready"),
        CardType.OPENER: _("To begin with"),
        CardType.FOLLOW_UP: _("To go on with"),
        CardType.TRAP: _("Traps"),
        CardType.CLOSING: _("To round off with"),
    }[type]


def act_name(act: Act) -> str:
    """What someone wants to do, as a heading."""
    return {Act.ASK: _("Asking"), Act.RECORD: _("Recording"), Act.SHARE: _("Sharing")}[act]


def ruling_name(ruling: Ruling) -> str:
    """Whether it may, in words."""
    return {
        Ruling.YES: _("You may"),
        Ruling.NO: _("You may not"),
        Ruling.RATHER_NOT: _("Better not"),
        Ruling.ONLY_IF: _("Only if …"),
    }[ruling]


def standing_name(standing: Standing) -> str:
    """How firm the ground under a passage is, in a word."""
    return {
        Standing.LAW: _("law"),
        Standing.GUIDANCE: _("guidance"),
        Standing.CONTESTED: _("contested"),
        Standing.OPINION: _("opinion"),
    }[standing]
