"""Who sees the readings of a talk between people while it runs, and why: the plan says so (`Round.measures_to`)."""

from __future__ import annotations

from collections.abc import Sequence

from coach.messages import gettext as _
from coach.workshop.plan import Form, Role, Round, Viewer
from coach.workshop.seat import Group


def of_round(one: Round) -> str:
    """The same for everyone, for the guide; empty for a round with a simulated employee."""
    return "" if one.is_simulated else _told(one.measures_to)


def of_two(one: Round) -> str:
    """For two people at one table, without an observer."""
    return _told([viewer for viewer in one.measures_to if viewer is not Viewer.OBSERVER])


def of_group(one: Round, group: Group) -> str:
    """For those at one table: an observer who is not there sees nothing. Empty with a simulated employee."""
    if group.form not in (Form.PAIR, Form.TRIAD):
        return ""
    here = {member.role.value for member in group.members}
    return _told([viewer for viewer in one.measures_to if viewer.value in here])


def of_seat(one: Round, group: Group, role: Role) -> str:
    """For one seat that sees none now, why not; empty for who does see them."""
    told = of_group(one, group)
    if not told or role.value in one.measures_to:
        return ""
    return told + " " + _("Afterwards you look back on the whole talk.") if role is Role.MANAGER else told


def _told(viewers: Sequence[Viewer]) -> str:
    if not viewers:
        return _("While you talk nobody sees readings of what is said: that is how this plan has it.")
    names = {
        Viewer.MANAGER: _("the manager"), Viewer.EMPLOYEE: _("who plays the employee"),
        Viewer.OBSERVER: _("the observer"),
    }  # fmt: skip
    joined = " " + _("and") + " "
    who = joined.join(names[one] for one in viewers)
    if Viewer.MANAGER in viewers:
        told = _("While you talk, only {who} sees the readings of the manager's lines: that is how this plan has it.")
    else:
        told = _(
            "While you talk, only {who} sees the readings of the manager's lines: that is how this plan has it, so "
            "that the manager looks at the other and not at the screen."
        )
    return told.format(who=who)
