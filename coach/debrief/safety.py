"""A sign of danger to life in a talk, and how it was handled: that goes before everything else on the page.

Source of the rule: domain facts C27. Such a sign sets the ban on medical questions aside; safety comes first.
"""

from __future__ import annotations

from coach.conversation import Conversation, Danger, Speaker, Turn
from coach.debrief import source, texts
from coach.debrief.part import Part
from coach.debrief.source import Source
from coach.debrief.turns import state_after
from coach.roleplay import danger
from coach.roleplay.persona import Act


class DangerSeen(Part):
    """A sign of danger that came up.

    `turn` is that of the sign, `answered` that of the manager's answer to it (both from 1 over all turns, None when
    there was no answer); `safe` is None when the talk stopped there. `text` says how it went, `words` what fits in
    such a moment.
    """

    turn: int
    sign: str
    answered: int | None
    said: str
    safe: bool | None
    text: str
    words: tuple[str, ...]
    afterwards: str
    yourself: str
    guidance: tuple[Source, ...]


def seen(talk: Conversation) -> DangerSeen | None:
    """How a sign of danger was handled, or None when none came up."""
    sign = _sign(talk)
    if sign is None:
        return None
    safe, answered = _handled(talk, sign)
    told = texts.data().danger
    return DangerSeen(
        turn=sign + 1,
        sign=talk.turns[sign].text,
        answered=None if answered is None else answered + 1,
        said="" if answered is None else talk.turns[answered].text,
        safe=safe,
        text={True: told.safe, False: told.missed, None: told.unanswered}[safe],
        words=told.words,
        afterwards=told.afterwards,
        yourself=told.yourself,
        guidance=source.named(told.passage),
    )


def outcome(talk: Conversation) -> bool | None:
    """Whether safety was put first; None when no sign of danger came up."""
    sign = _sign(talk)
    return None if sign is None else bool(_handled(talk, sign)[0])


def spared(talk: Conversation) -> Conversation:
    """The talk without flags on the turns that put safety first: to ask straight and to call was right there."""
    turns = tuple(_spared(talk, place, turn) for place, turn in enumerate(talk.turns))
    return talk if _sign(talk) is None else talk.model_copy(update={"turns": turns})


def _sign(talk: Conversation) -> int | None:
    """The index of the turn in which the first sign was given."""
    return next((place for place, turn in enumerate(talk.turns) if turn.state and turn.state.danger), None)


def _handled(talk: Conversation, sign: int) -> tuple[bool | None, int | None]:
    """Whether the manager put safety first, and the index of the turn that shows it.

    One safe turn is enough, also after one that went past it: coming back to it is what counts.
    """
    outcomes = {Danger.SAFE: True, Danger.MISSED: False}
    for outcome, safe in outcomes.items():
        for place in range(sign + 1, len(talk.turns)):
            state = state_after(talk, place)
            if talk.turns[place].speaker is Speaker.MANAGER and state and state.danger is outcome:
                return safe, place
    return None, None


def _spared(talk: Conversation, place: int, turn: Turn) -> Turn:
    state = state_after(talk, place)
    puts_first = state is not None and state.act == Act.DANGER and state.danger is Danger.SAFE
    if turn.speaker is not Speaker.MANAGER or turn.reading is None or not puts_first:
        return turn
    return turn.model_copy(update={"reading": danger.spared(turn.reading)})
