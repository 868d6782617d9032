"""How much the coach says during practice, in words; and which of it a user chose last."""

from __future__ import annotations

from coach.conversation import Help
from coach.messages import gettext as _
from coach.roleplay.persona import Difficulty

SETTING = "help"
"""The name under which the store keeps the user's choice."""


def name(level: Help) -> str:
    """A level of help in two words."""
    return {
        Help.WITH: _("with help"),
        Help.AFTERWARDS: _("looking back"),
        Help.NONE: _("without help"),
    }[level]


def about(level: Help) -> str:
    """What a level of help means, on one line."""
    return {
        Help.WITH: _("the coach reads along, gives hints and says why"),
        Help.AFTERWARDS: _("after each answer you see what your line did; no hints"),
        Help.NONE: _("nothing until the end; then you see everything"),
    }[level]


def after(level: Help) -> Help:
    """The next level; after the last the first again."""
    order = list(Help)
    return order[(order.index(level) + 1) % len(order)]


def of(setting: str | None) -> Help:
    """The level that a kept setting stands for; with help when it stands for none."""
    return Help(setting) if setting in set(Help) else Help.WITH


def no_hints(level: Help) -> str:
    """Why there is no hint; empty when there is one."""
    if level is Help.NONE:
        return _("No hints in a round without help. Afterwards you see everything.")
    return _("No hints in this round: you look back after each line.") if level is Help.AFTERWARDS else ""


def no_why(level: Help) -> str:
    """Why nothing is explained; empty when it is."""
    return _("In a round without help the explanation comes afterwards.") if level is Help.NONE else ""


def difficulty(how: Difficulty) -> str:
    """How hard an employee makes it, in a few words."""
    return {
        Difficulty.GENTLE: _("comes along easily"),
        Difficulty.AVERAGE: _("takes some patience"),
        Difficulty.TOUGH: _("hard to reach"),
    }[how]
