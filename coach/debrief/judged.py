"""The criteria of a situation, each answered with yes or no and the words that show it. There is no sum of them."""

from __future__ import annotations

from coach.conversation import Conversation, Speaker
from coach.debrief import safety
from coach.debrief.part import Part
from coach.messages import gettext as _
from coach.roleplay import evidence
from coach.roleplay.persona import Criterion, Milestone, Persona


class Judged(Part):
    """A criterion and its answer. `met` is None when it could not be judged; `reason` then says why.

    `turn` (from 1 over all turns) and `quote` show what meets it, or what goes against it; None and empty when there
    is nothing to show.
    """

    id: str
    text: str
    met: bool | None
    turn: int | None = None
    quote: str = ""
    reason: str = ""


def judged(
    criteria: tuple[Criterion, ...], talk: Conversation, persona: Persona | None = None, since: int = 0
) -> tuple[Judged, ...]:
    """The answers, in the order of the criteria. The first `since` turns are not the manager's own work."""
    return tuple(_judged(criterion, talk, persona, since) for criterion in criteria)


def _judged(criterion: Criterion, talk: Conversation, persona: Persona | None, since: int) -> Judged:
    reason = _unjudgeable(criterion, talk, since)
    if reason:
        return Judged(id=criterion.id, text=criterion.text, met=None, reason=reason)
    found = evidence.judge(criterion, talk, persona, since)
    if not found.met and not criterion.never and safety.outcome(talk) is not None:
        reason = _("after such a sign the rest did not have to be reached")
        return Judged(id=criterion.id, text=criterion.text, met=None, reason=reason)
    return Judged(id=criterion.id, text=criterion.text, met=found.met, turn=found.turn, quote=found.quote)


def _unjudgeable(criterion: Criterion, talk: Conversation, since: int) -> str:
    """Why a criterion cannot be answered from this talk; empty when it can."""
    said = [turn for turn in talk.turns[since:] if turn.speaker is Speaker.MANAGER]
    if not said:
        return _("you said nothing in this talk")
    if any(turn.reading is None for turn in said):
        return _("not every line of yours was read")
    if criterion.reached not in (None, Milestone.PURPOSE) and talk.state is None:
        return _("nobody kept how the other was doing")
    return ""
