"""Whether a talk meets a criterion: yes or no, with the words that show it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from coach.content import ContentError
from coach.conversation import Conversation, EmployeeState, Flag, Move, MoveId, Reading, Speaker, Turn
from coach.phrasing import reader
from coach.phrasing.pattern import Pattern
from coach.roleplay import library, topic
from coach.roleplay.persona import Act, Criterion, MemoryKind, Milestone, Persona, Topic

_HEARD_ITEMS = 2
"""So much has to have been told before someone can be said to have been heard."""
_ASKING = (MoveId.QUESTION_OPEN, MoveId.QUESTION_CLOSED)
_HELPING = (MoveId.OFFER_HELP, MoveId.AUTONOMY, MoveId.AGREEMENT)
_PURPOSE = Criterion(id="purpose", text="", moves=(MoveId.INFORMATION, MoveId.PRIVACY_RESPECT))
_SHORT_TURN = 22
"""A turn of at most this many words is quoted whole."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The answer to a criterion. `turn` counts from 1 over all turns, and `quote` holds words of that turn.

    When met, they show what meets it; when not met, what goes against it. Both are empty when there is nothing to
    show: something was never said, or nothing ever went against it. `turns` lists every turn that shows it.
    """

    met: bool
    turn: int | None = None
    quote: str = ""
    turns: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Shown:
    """A turn, counted from 1, with the words in it that show something."""

    turn: int
    quote: str


def judge(criterion: Criterion, talk: Conversation, persona: Persona | None = None, since: int = 0) -> Evidence:
    """Whether a talk meets a criterion, and what shows it.

    Turns with a hint against the law or the talk never count as something done well. Milestones are read from the
    employee's states; in a transcript, which has none, no milestone is reached but a purpose that was said.

    Args:
        criterion: what is asked.
        talk: the conversation, with readings in the manager's turns.
        persona: the employee, when at hand; otherwise the one whom the talk names is looked up.
        since: so many turns at the beginning are not the manager's own work and do not count.
    """
    if criterion.never:
        return _never(criterion, talk, since)
    if criterion.reached:
        return _first(_reached(criterion.reached, talk, persona or _persona_of(talk), since))
    if criterion.silences:
        silences = (_Shown(number, "") for number, turn in _said(talk, since) if not turn.text.strip(" .…"))
        return _enough(list(silences), criterion.silences)
    return _enough(list(_done(criterion, talk, since)), criterion.times)


def _never(criterion: Criterion, talk: Conversation, since: int) -> Evidence:
    said = list(_said(talk, since))
    for number, turn in said:
        flag = next((flag for flag in _flags(turn) if flag.id in criterion.never), None)
        if flag:
            return Evidence(False, number, flag.quote or turn.text, (number,))
    return Evidence(bool(said))


def _done(criterion: Criterion, talk: Conversation, since: int) -> Iterator[_Shown]:
    """The turns in which the manager does what is asked, with the words that do it."""
    phrases = [_pattern(phrase) for phrase in criterion.says]
    for number, turn in _said(talk, since):
        reading = turn.reading
        if reading is None or not turn.text.strip() or reading.shown():
            continue
        moves = [move for move in _moves(reading) if move.id in criterion.moves]
        if criterion.moves and not moves:
            continue
        if criterion.topics and _topic_of(talk, number) not in criterion.topics:
            continue
        if phrases and not _holds(turn.text, phrases):
            continue
        yield _Shown(number, _quote(turn, moves[0] if moves else None))


def _reached(milestone: Milestone, talk: Conversation, persona: Persona | None, since: int) -> Iterator[_Shown]:
    """The turns that show a milestone: the manager's words, or for what is told the employee's."""
    if milestone is Milestone.PURPOSE:
        yield from _done(_PURPOSE, talk, since)
        return
    prepared = next((turn.state for turn in reversed(talk.turns[:since]) if turn.state), None)
    known = set(prepared.revealed) if prepared else set()
    for index, turn in enumerate(talk.turns):
        if index < max(since, 1) or turn.state is None:
            continue
        told = [item for item in turn.state.revealed if item not in known]
        heard = milestone is Milestone.HEARD and len(told) >= _HEARD_ITEMS
        thought = milestone is Milestone.IDEA and _ideas(persona).intersection(told)
        if heard or thought:
            yield _Shown(index + 1, turn.text)
        elif _is_agreed(milestone, talk.turns[index - 1], turn.state, persona):
            before = talk.turns[index - 1]
            yield _Shown(index, _quote(before, _move(before, _HELPING)))


def _is_agreed(milestone: Milestone, before: Turn, state: EmployeeState, persona: Persona | None) -> bool:
    agreed = state.act == Act.AGREE
    if milestone is Milestone.AGREED:
        return agreed
    helped = bool(before.reading and before.reading.has(*_HELPING) and not before.reading.shown())
    return milestone is Milestone.HELP and (agreed or (helped and bool(_ideas(persona).intersection(state.revealed))))


def _ideas(persona: Persona | None) -> set[str]:
    return {item.id for item in persona.memory if item.kind is MemoryKind.OWN_IDEA} if persona else set()


def _said(talk: Conversation, since: int) -> Iterator[tuple[int, Turn]]:
    for number, turn in enumerate(talk.turns, 1):
        if number > since and turn.speaker is Speaker.MANAGER:
            yield number, turn


def _flags(turn: Turn) -> tuple[Flag, ...]:
    return (*turn.reading.shown(), *turn.reading.style) if turn.reading else ()


def _topic_of(talk: Conversation, number: int) -> Topic | None:
    """What a turn is about; a question that names nothing is an open one."""
    turn = talk.turns[number - 1]
    before = next((t.state for t in reversed(talk.turns[: number - 1]) if t.state), None)
    found = topic.default().recognise(turn.text, Topic(before.topic) if before else None).topic
    asks = bool(turn.reading and turn.reading.has(*_ASKING))
    return found or (Topic.OPEN if asks else None)


def _moves(reading: Reading) -> Iterator[Move]:
    """The moves of a reading; a question that only takes up a word of the employee is no summary."""
    asked = [move for move in reading.moves if move.id is MoveId.QUESTION_OPEN]
    for move in reading.moves:
        within = any(question.start <= move.start < question.end for question in asked)
        if move.id is not MoveId.REFLECTION or not within:
            yield move


def _move(turn: Turn, ids: tuple[MoveId, ...]) -> Move | None:
    return next((move for move in turn.reading.moves if move.id in ids), None) if turn.reading else None


def _quote(turn: Turn, move: Move | None) -> str:
    """A short turn whole; of a longer one the sentence that does it."""
    if move is None or turn.words <= _SHORT_TURN:
        return turn.text
    text = turn.text
    begin = max(text.rfind(mark, 0, move.start) for mark in ".?!\n") + 1
    ends = [place for mark in ".?!\n" if (place := text.find(mark, max(move.start, move.end - 1))) >= 0]
    return text[begin : min(ends) + 1 if ends else len(text)].strip()


def _enough(shown: list[_Shown], times: int) -> Evidence:
    turns = tuple(one.turn for one in shown)
    if len(shown) < times:
        return Evidence(False, turns=turns)
    return Evidence(True, shown[0].turn, shown[0].quote, turns)


def _first(shown: Iterator[_Shown]) -> Evidence:
    found = next(shown, None)
    return Evidence(True, found.turn, found.quote, (found.turn,)) if found else Evidence(False)


def _holds(text: str, phrases: list[Pattern]) -> bool:
    line = reader.default().prepare(text).whole
    return any(phrase.search(line) for phrase in phrases)


@cache
def _pattern(phrase: str) -> Pattern:
    return Pattern(phrase, reader.default().tags)


def _persona_of(talk: Conversation) -> Persona | None:
    """The employee whom a talk names; None for a transcript, and for content that is no more."""
    try:
        return library.default().persona(talk.situation, talk.persona)
    except (library.UnknownContent, ContentError):
        return None
