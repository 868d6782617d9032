"""What was done well, in the manager's own words."""

from __future__ import annotations

from collections.abc import Iterator

from coach.conversation import Conversation, Move, MoveId, Turn
from coach.debrief.part import Part
from coach.debrief.turns import manager_turns
from coach.phrasing import reader

STRENGTHS = 4
PRAISED = (
    MoveId.PRIVACY_RESPECT,
    MoveId.REFLECTION,
    MoveId.AUTONOMY,
    MoveId.QUESTION_OPEN,
    MoveId.EMPATHY,
    MoveId.AFFIRMATION,
    MoveId.OFFER_HELP,
    MoveId.AGREEMENT,
)
"""The moves that are named as done well, the telling ones first."""
_SHORT_TURN = 22


class Strength(Part):
    """Something done well, in the manager's own words. `turn` counts from 1 over all turns."""

    turn: int
    move: MoveId
    name: str
    quote: str
    why: str


def strengths(talk: Conversation, since: int = 0) -> Iterator[Strength]:
    """One quote for each kind of good move, the telling kinds first; none from a flagged turn."""
    files = reader.default().rules.moves
    clean = [(index, reading) for index, _turn, reading in manager_turns(talk, since) if not reading.flags]
    found = 0
    for move_id in PRAISED:
        quotes = [(index, move) for index, reading in clean for move in reading.moves if move.id is move_id]
        if quotes and found < STRENGTHS and move_id in files:
            index, move = max(quotes, key=lambda quote: len(quote[1].quote))
            found += 1
            yield Strength(
                turn=index + 1, move=move_id, name=files[move_id].name,
                quote=_quoted(talk.turns[index], move), why=files[move_id].why,
            )  # fmt: skip


def _quoted(turn: Turn, move: Move) -> str:
    """The manager's own words: the sentence that does it, or for a summary the whole of a short turn."""
    if move.id is MoveId.REFLECTION and turn.words <= _SHORT_TURN:
        return turn.text
    return _sentence_around(turn.text, move.start, move.end)


def _sentence_around(text: str, start: int, end: int) -> str:
    """The whole sentence that holds a quote: half a sentence reads badly in a letter."""
    begin = max((text.rfind(mark, 0, start) for mark in ".?!\n"), default=-1) + 1
    ends = [place for mark in ".?!\n" if (place := text.find(mark, max(start, end - 1))) >= 0]
    return text[begin : min(ends) + 1 if ends else len(text)].strip()
