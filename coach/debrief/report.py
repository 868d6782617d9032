"""What a conversation shows: strengths, turning points, flags, what stayed untold, agreements, figures."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from pydantic import BaseModel, ConfigDict

from coach import content, guidance, locations
from coach.conversation import Conversation, Flag, FlagId, Level, Move, MoveId, Reading, Speaker, Turn
from coach.debrief import agreement
from coach.debrief.agreement import Agreement
from coach.debrief.measures import GUIDANCE_SHARE, Measures, measure
from coach.phrasing import reader
from coach.roleplay.persona import Persona

MOMENTS = 3
STRENGTHS = 4
_SHORT_TURN = 22
_PRAISED = (
    MoveId.PRIVACY_RESPECT,
    MoveId.REFLECTION,
    MoveId.AUTONOMY,
    MoveId.QUESTION_OPEN,
    MoveId.EMPATHY,
    MoveId.AFFIRMATION,
    MoveId.OFFER_HELP,
    MoveId.AGREEMENT,
)
_FLAG_WEIGHT = {Level.HARD: -10.0, Level.SOFT: -5.0, Level.STYLE: -1.0}
_MOVE_WEIGHT = {
    MoveId.REFLECTION: 7.0,
    MoveId.PRIVACY_RESPECT: 7.0,
    MoveId.EMPATHY: 5.0,
    MoveId.AUTONOMY: 4.0,
}


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class DebriefData(content.Content):
    """Sentences of the debrief that do not depend on the talk; see the comments in the file."""

    listening_note: str
    clumsy_note: str
    exercises: dict[str, str]


class Source(_Part):
    """A passage of guidance, as the debrief names it."""

    id: str
    title: str
    sources: tuple[str, ...]


class Strength(_Part):
    """Something done well, in the manager's own words. `turn` counts from 1 over all turns."""

    turn: int
    move: MoveId
    name: str
    quote: str
    why: str


class FlagSeen(_Part):
    """A flag with the turn it stands in and the guidance behind it."""

    turn: int
    name: str
    flag: Flag
    guidance: tuple[Source, ...]


class Moment(_Part):
    """A turn that changed the talk: what came before, what was said, what it did, and a better sentence.

    `change` is the step in trust (or, in a transcript without states, an estimate from the reading).
    """

    turn: int
    before: str
    said: str
    answer: str
    change: int
    why: str
    instead: str


class TrustPoint(_Part):
    """Trust after a turn of the employee, from 0 to 100."""

    turn: int
    trust: int


class Told(_Part):
    """A memory item of the employee: what it was, and what opened it or would have opened it."""

    summary: str
    opener: str


class Debrief(_Part):
    """One page about one talk. `trust` is empty and `told` and `untold` are None for a real transcript."""

    conversation: str
    situation: str
    person: str
    turns: int
    strengths: tuple[Strength, ...]
    moments: tuple[Moment, ...]
    flags: tuple[FlagSeen, ...]
    measures: Measures
    guidance_share: float
    trust: tuple[TrustPoint, ...]
    told: tuple[Told, ...] | None
    untold: tuple[Told, ...] | None
    agreements: tuple[Agreement, ...]
    exercise: str
    listening_note: str
    clumsy_note: str


def debrief(talk: Conversation, persona: Persona | None = None, title: str = "") -> Debrief:
    """The debrief of a conversation.

    Args:
        talk: the conversation, with readings in the manager's turns.
        persona: the employee who was played, for what she did and did not tell; None for a real talk.
        title: the situation as the user knows it.
    """
    figures = measure(talk)
    agreements = tuple(agreement.default().find(talk))
    flags = tuple(_flags(talk))
    texts = data()
    return Debrief(
        conversation=talk.id,
        situation=title or talk.situation,
        person=persona.name if persona else talk.persona,
        turns=len(talk.turns),
        strengths=tuple(_strengths(talk)),
        moments=tuple(_moments(talk)),
        flags=flags,
        measures=figures,
        guidance_share=GUIDANCE_SHARE,
        trust=tuple(_trust(talk)),
        told=_told(talk, persona, told=True),
        untold=_told(talk, persona, told=False),
        agreements=agreements,
        exercise=texts.exercises[_need(figures, flags, agreements)],
        listening_note=texts.listening_note,
        clumsy_note=texts.clumsy_note,
    )


def sources_of(flag: Flag) -> tuple[Source, ...]:
    """The passages behind a flag, shortest form: id, title, sources."""
    return tuple(Source(id=p.id, title=p.title, sources=p.sources) for p in guidance.passages_for(flag)[:2])


def _manager_turns(talk: Conversation) -> Iterator[tuple[int, Turn, Reading]]:
    for index, turn in enumerate(talk.turns):
        if turn.speaker is Speaker.MANAGER and turn.reading:
            yield index, turn, turn.reading


def _flags(talk: Conversation) -> Iterator[FlagSeen]:
    files = reader.default().rules.flags
    for index, _turn, reading in _manager_turns(talk):
        for flag in reading.shown():
            yield FlagSeen(turn=index + 1, name=files[flag.id].name, flag=flag, guidance=sources_of(flag))


def _strengths(talk: Conversation) -> Iterator[Strength]:
    """One quote for each kind of good move, the telling kinds first; none from a flagged turn."""
    files = reader.default().rules.moves
    clean = [(index, reading) for index, _turn, reading in _manager_turns(talk) if not reading.flags]
    found = 0
    for move_id in _PRAISED:
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


def _moments(talk: Conversation) -> list[Moment]:
    """The turns that changed most, in the order of the talk."""
    weighed = [(change, index, turn, reading) for index, turn, reading in _manager_turns(talk)
               if (change := _change(talk, index, reading))]  # fmt: skip
    heaviest = sorted(weighed, key=lambda w: (-abs(w[0]), w[1]))[:MOMENTS]
    return [_moment(talk, index, turn, reading, change) for change, index, turn, reading in
            sorted(heaviest, key=lambda w: w[1])]  # fmt: skip


def _change(talk: Conversation, index: int, reading: Reading) -> int:
    after = talk.turns[index + 1] if index + 1 < len(talk.turns) else None
    before = next((t.state for t in reversed(talk.turns[:index]) if t.state), None)
    if after and after.state and before:
        return after.state.trust - before.trust
    flags = sum(_FLAG_WEIGHT[flag.level] for flag in reading.shown())
    moves = sum(_MOVE_WEIGHT.get(move.id, 0) for move in reading.moves)
    return round(flags + moves)


def _moment(talk: Conversation, index: int, turn: Turn, reading: Reading, change: int) -> Moment:
    flag = next(iter(reading.shown()), None)
    files = reader.default().rules
    move = next((m for m in _PRAISED if reading.has(m)), None)
    good = files.moves[move].why if move and move in files.moves else ""
    return Moment(
        turn=index + 1,
        before=talk.turns[index - 1].text if index else "",
        said=turn.text,
        answer=talk.turns[index + 1].text if index + 1 < len(talk.turns) else "",
        change=change,
        why=flag.why if flag else good,
        instead=flag.instead if flag else "",
    )


def _trust(talk: Conversation) -> Iterator[TrustPoint]:
    for index, turn in enumerate(talk.turns):
        if turn.state:
            yield TrustPoint(turn=index + 1, trust=turn.state.trust)


def _told(talk: Conversation, persona: Persona | None, *, told: bool) -> tuple[Told, ...] | None:
    if persona is None:
        return None
    revealed = set(talk.state.revealed) if talk.state else set()
    items = [item for item in persona.memory if (item.id in revealed) is told]
    return tuple(Told(summary=item.summary, opener=item.opener) for item in items)


def _need(figures: Measures, flags: tuple[FlagSeen, ...], agreements: tuple[Agreement, ...]) -> str:
    """What to practise next: the heaviest flag first, then how the talk was led."""
    if flags:
        heaviest = min(flags, key=lambda seen: (seen.flag.level is not Level.HARD, list(FlagId).index(seen.flag.id)))
        return heaviest.flag.id.value
    if not figures.reflections:
        return "no_reflection"
    if figures.closed_questions > figures.open_questions:
        return "closed"
    if figures.employee_share < 0.4:
        return "talked_much"
    return "steady" if agreements else "no_agreement"


@cache
def data() -> DebriefData:
    return content.load(locations.knowledge() / "debrief.yaml", DebriefData)
