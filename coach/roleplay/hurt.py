"""Whether something in the manager's line hurts the employee, and whether what hurt is made good."""

from __future__ import annotations

from coach.conversation import Band, Flag, FlagId, MoveId
from coach.roleplay.cue import Sign
from coach.roleplay.moment import PROBES, Moment
from coach.roleplay.particular import INVITING, Particular
from coach.roleplay.persona import Act, Mood, Topic
from coach.roleplay.plan import Plan
from coach.roleplay.topic import Cue

_OBJECTIONS = (
    FlagId.THREAT,
    FlagId.PRIVACY_BREACH,
    FlagId.JUDGEMENT,
    FlagId.PRESSURE,
    FlagId.READY_MADE_SOLUTION,
)


def is_blamed(m: Moment) -> Plan | None:
    """Blamed, or passed over with the manager's own defence, she says so; a flag in the line goes first."""
    if m.reading.shown() or Cue.APOLOGY in m.subject.cues:
        return None
    if Sign.BLAME in m.signs:
        return Plan(Act.OBJECT, FlagId.JUDGEMENT.value)
    waved_away = Sign.DEFENDING in m.signs and not m.asks and not m.reading.has(*_WARMTH)
    return Plan(Act.OBJECT) if waved_away else None


_WARMTH = (MoveId.REFLECTION, MoveId.EMPATHY, MoveId.AFFIRMATION, MoveId.AUTONOMY, MoveId.PRIVACY_RESPECT)


def is_hurt(m: Moment) -> Plan | None:
    """What crosses a line, the heaviest first, is met with an objection, a closed door, a question or silence."""
    seen = {flag.id for flag in m.reading.shown() if not _passes_over(m, flag)}
    if not seen:
        return None
    again = m.state.act in (Act.OBJECT, Act.DEFLECT)
    if again and m.mood is Mood.CLOSED and m.rng.random() < 0.3:
        return Plan(Act.SILENT)
    for flag in _OBJECTIONS:
        if flag in seen:
            return Plan(Act.OBJECT, flag.value)
    for flag in PROBES:
        if flag in seen:
            testing = m.mood is Mood.GUARDED and m.rng.random() < 0.35
            return Plan(Act.ASK_BACK, flag.value) if testing else Plan(Act.DEFLECT, flag.value)
    return Plan(Act.CORRECT)


def _passes_over(m: Moment, flag: Flag) -> bool:
    """Whether a question, or owning up, is taken as it is meant, where only an unsure reading sees a fault in it.

    What asks for health or home is never answered as if it did not; something to drink never does.
    """
    if m.particular is Particular.DRINK:
        return flag.band is not Band.CERTAIN
    if m.asks and m.detail and m.detail.probability >= _BEYOND_DOUBT and flag.certainty < _HARDLY_UNSURE:
        return True
    probes = flag.id in PROBES
    touchy = probes and m.subject.topic in _TOUCHY and not _asks_of_the_work(m)
    meant = m.asks or Sign.OWNING in m.signs or not probes
    return meant and flag.certainty < m.dynamics.reacts_from and not touchy


def _asks_of_the_work(m: Moment) -> bool:
    """Whether a question is hardly about health or home: it asks how long, or what something does to her."""
    if m.subject.doubtful or m.particular in INVITING:
        return True
    return m.subject.topic is Topic.DURATION and m.particular is not None


_BEYOND_DOUBT, _HARDLY_UNSURE = 0.9, 0.85
"""A question so probably for a small thing she knows is one, when the reader is less sure of a fault than this."""
_TOUCHY = (Topic.HEALTH, Topic.HOME, Topic.DURATION, None)


def is_repaired(m: Moment) -> Plan | None:
    """An apology softens; when she is not closed, a question about the work behind it is answered instead."""
    hurt = m.state.act in (Act.OBJECT, Act.DEFLECT, Act.CORRECT, Act.ASK_BACK, Act.SILENT)
    elsewhere = not m.signs.isdisjoint({Sign.WORK, Sign.IDEA, Sign.STORY})
    asks_on = m.reading.has(MoveId.QUESTION_OPEN) and elsewhere
    if hurt and m.asks and m.subject.topic is Topic.MANAGER and not elsewhere:
        return Plan(Act.SOFTEN)
    if not hurt or Cue.APOLOGY not in m.subject.cues:
        return None
    if (asks_on or m.asks_after_all) and m.mood is not Mood.CLOSED:
        return None
    return Plan(Act.SOFTEN)


def is_apologised_to(m: Moment) -> Plan | None:
    """An apology that asks nothing is taken, whatever else is said with it."""
    return Plan(Act.SOFTEN) if Cue.APOLOGY in m.subject.cues and not m.asks else None
