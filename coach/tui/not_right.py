"""A flag that the user calls not right: it stays away from now on, and he is told how to undo that."""

from __future__ import annotations

from coach.conversation import Flag
from coach.messages import gettext as _
from coach.phrasing.silence import Scope
from coach.roleplay.practice import Practice


def leave_out(practice: Practice, flag: Flag, scope: Scope, name: str) -> str:
    """Leave a flag on the last line of a talk out, this far; returns what to tell, with the flag by its name."""
    try:
        number = practice.not_right(flag, scope)
    except OSError as error:
        reason = error.strerror or str(error)
        told = _("«{flag}» stays away until you stop. It could not be kept: {reason}")
        return told.format(flag=name, reason=reason)
    if not practice.silences.kept:
        return _("«{flag}» stays away until you stop: this session keeps nothing.").format(flag=name)
    return _("«{flag}» stays away. To undo it: coach silences remove {number}").format(flag=name, number=number)
