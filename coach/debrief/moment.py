"""The turns that changed a talk most: what was said, what it did, and what could be said in its place."""

from __future__ import annotations

from coach.conversation import Conversation, EmployeeState, Flag, Level, MoveId, Reading, Turn
from coach.debrief import texts
from coach.debrief.part import Part
from coach.debrief.strength import PRAISED
from coach.debrief.turns import manager_turns, state_after, state_before
from coach.phrasing import reader
from coach.roleplay.persona import MemoryKind, Persona, Situation

MOMENTS = 3
_FLAG_WEIGHT = {Level.HARD: -10.0, Level.SOFT: -5.0, Level.STYLE: -1.0}
_MOVE_WEIGHT = {
    MoveId.REFLECTION: 7.0,
    MoveId.PRIVACY_RESPECT: 7.0,
    MoveId.EMPATHY: 5.0,
    MoveId.AUTONOMY: 4.0,
}


class Moment(Part):
    """A turn that changed the talk: what came before, what was said, what it did, and a better sentence.

    `turn` counts from 1 over all turns; the talk up to this moment is its first `turn - 1` turns. `change` is the
    step in trust (or, in a transcript without states, an estimate from the reading), `trust` the level after it.
    `told` says what the employee then told, in the third person; `instead` is empty where nothing better is known.
    """

    turn: int
    before: str
    said: str
    answer: str
    change: int
    trust: int | None = None
    told: str = ""
    why: str
    instead: str


def moments(
    talk: Conversation, persona: Persona | None = None, situation: Situation | None = None, since: int = 0
) -> list[Moment]:
    """The turns that changed most, in the order of the talk; of equals the first."""
    weighed = [
        (change, index, turn, reading)
        for index, turn, reading in manager_turns(talk, since)
        if (change := _change(talk, index, reading))
    ]
    heaviest = sorted(weighed, key=lambda w: (-abs(w[0]), w[1]))[:MOMENTS]
    return [
        Moment(
            turn=index + 1,
            before=talk.turns[index - 1].text if index else "",
            said=turn.text,
            answer=talk.turns[index + 1].text if index + 1 < len(talk.turns) else "",
            change=change,
            trust=after.trust if (after := state_after(talk, index)) else None,
            told=_told(state_before(talk, index), after, persona),
            why=_why(turn, reading, change),
            instead=_instead(talk, index, reading, change, situation),
        )
        for change, index, turn, reading in sorted(heaviest, key=lambda w: w[1])
    ]


def _change(talk: Conversation, index: int, reading: Reading) -> int:
    after, before = state_after(talk, index), state_before(talk, index)
    if after and before:
        return after.trust - before.trust
    flags = sum(_FLAG_WEIGHT[flag.level] for flag in reading.shown())
    moves = sum(_MOVE_WEIGHT.get(move.id, 0) for move in reading.moves)
    return round(flags + moves)


def _told(before: EmployeeState | None, after: EmployeeState | None, persona: Persona | None) -> str:
    """What came out in the answer; a sign of danger is spoken of in its own place only."""
    if persona is None or before is None or after is None:
        return ""
    fresh = set(after.revealed) - set(before.revealed)
    items = (item for item in persona.memory if item.id in fresh and item.kind is not MemoryKind.DANGER)
    return next((item.summary for item in items), "")


def _why(turn: Turn, reading: Reading, change: int) -> str:
    """What the turn did. A good move explains a step up, a flag a step down; where both are in it, both are said."""
    flag, move = _flag(reading), next((m for m in PRAISED if reading.has(m)), None)
    files, plain = reader.default().rules.moves, texts.data().moments
    good = files[move].why if move and move in files else ""
    if not turn.text.strip() and change > 0:
        return plain.silence
    if change > 0:
        return " ".join(filter(None, (good, flag.why if flag and flag.level is not Level.STYLE else ""))) or plain.up
    return flag.why if flag else plain.down


def _flag(reading: Reading) -> Flag | None:
    return next(iter((*reading.shown(), *reading.style)), None)


def _instead(talk: Conversation, index: int, reading: Reading, change: int, situation: Situation | None) -> str:
    """A better sentence: that of the flag, or for a step down without one a question that fits the phase."""
    flag = next(iter(reading.shown()), None)
    if flag:
        return flag.instead
    if change > 0:
        return ""
    note = next((note for note in reading.style if note.instead), None)
    if note:
        return note.instead
    state = state_before(talk, index)
    if situation is None or state is None:
        return ""
    questions = situation.phases[min(state.phase, len(situation.phases) - 1)].questions
    asked = {turn.text for turn in talk.turns}
    fresh = [question for question in questions if question not in asked]
    return fresh[index % len(fresh)] if fresh else ""
