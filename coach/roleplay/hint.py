"""Hints on request, in three steps: what is happening, what kind of move fits now, and an example sentence.

All words are content; here they are found for one moment of a talk. Nothing is remembered: the same talk gives the
same hints, and the next turn gives others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from typing import TypeVar

from pydantic import Field, field_validator

from coach import content, guidance, locations, phrasing
from coach.content import Content
from coach.conversation import Conversation, EmployeeState, FlagId, MoveId, Speaker, Turn
from coach.guidance import Passage
from coach.messages import gettext as _
from coach.roleplay import relevance, topic
from coach.roleplay.moment import mood_of
from coach.roleplay.persona import Act, MemoryKind, Mood, Persona, Phase, Situation, Topic
from coach.roleplay.topic import Cue

STEPS = 3
ANY = "any"
FIRST, NOTHING = "first", "nothing"
"""What the manager's last line did when there is none yet, and when nothing was found in it."""
_CUES = (Cue.SILENCE, Cue.APOLOGY)
_DEEDS = (FIRST, NOTHING, *_CUES, *FlagId, *MoveId)
_TELLING = (
    MoveId.PRIVACY_RESPECT,
    MoveId.REFLECTION,
    MoveId.AUTONOMY,
    MoveId.AGREEMENT,
    MoveId.OFFER_HELP,
    MoveId.EMPATHY,
    MoveId.AFFIRMATION,
)
"""Moves that say more about a line than a note on its style does, the most telling first."""
_CARDS = 12
_EXAMPLES = 9
"""So many examples at most turn round with every press."""
_YOU = {
    True: re.compile(r"\b(je|jij|jou|jouw|jezelf|jullie)\b", re.IGNORECASE),
    False: re.compile(r"\b(u|uw|uzelf)\b", re.IGNORECASE),
}
"""Words that do not fit an employee who is addressed formally (True) or not (False)."""
_WORD = re.compile(r"\w+")


class When(Content):
    """The moments for which something is meant; what is left out fits always.

    `acts` and `moods` are those of the employee's last turn, `told` is what kind of thing was told in it and
    `topics` what about, `did` what the manager's last line did, `phases` where the talk is.
    """

    acts: tuple[Act, ...] = ()
    moods: tuple[Mood, ...] = ()
    told: tuple[MemoryKind, ...] = ()
    topics: tuple[Topic, ...] = ()
    did: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()

    @field_validator("did")
    @classmethod
    def _known(cls, did: tuple[str, ...]) -> tuple[str, ...]:
        return _all_known(did)

    def fit(self, now: Moment) -> int | None:
        """How many conditions hold, each weighed by how much it says; None when one does not."""
        weighed = (
            (self.told, now.told, 4),
            (self.did, now.did, 3),
            (self.topics, now.topic, 2),
            (self.acts, now.act, 2),
            (self.moods, now.mood, 1),
            (self.phases, now.phase, 1),
        )
        asked = [(wanted, found, weight) for wanted, found, weight in weighed if wanted]
        if any(found not in wanted for wanted, found, _weight in asked):
            return None
        return sum(weight for _wanted, _found, weight in asked)


class Fit(Content):
    """A kind of move with its reason, and the passage that says more."""

    when: When
    text: str = Field(min_length=1)
    passage: str


class Say(Content):
    """An example sentence, for an employee called `je` and for one called `u`. `first`: before the cards."""

    when: When
    first: bool = False
    je: str = Field(min_length=1)
    u: str = Field(min_length=1)


class HintData(content.Content):
    """The words of the hints; see the comments in the file."""

    happening: dict[Act, dict[str, tuple[str, ...]]]
    told: dict[MemoryKind, tuple[str, ...]]
    did: dict[str, tuple[str, ...]]
    topics: dict[Topic, str]
    fits: tuple[Fit, ...]
    say: tuple[Say, ...]

    @field_validator("did")
    @classmethod
    def _known(cls, did: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        _all_known(tuple(did))
        return did

    @field_validator("happening")
    @classmethod
    def _moods(cls, happening: dict[Act, dict[str, tuple[str, ...]]]) -> dict[Act, dict[str, tuple[str, ...]]]:
        for by_mood in happening.values():
            unknown = set(by_mood) - {ANY, *Mood}
            if unknown:
                raise ValueError(_("allowed here: {values}").format(values=", ".join((ANY, *Mood))))
        return happening


@dataclass(frozen=True, slots=True)
class Hint:
    """One step of a hint. `step` runs from 1 to `STEPS`; an example (3) is a sentence to say as it stands.

    `trap` is something to stay out of in this part of the talk; `more` says that another press gives something else.
    """

    step: int
    title: str
    text: str
    passage: Passage | None = None
    trap: str = ""
    more: bool = True


@dataclass(frozen=True, slots=True)
class Moment:
    """What the employee did last and how, and what the manager's last line did."""

    act: Act
    mood: Mood
    told: MemoryKind | None
    topic: Topic
    did: str
    phase: str
    turn: int


def hint(talk: Conversation, situation: Situation, persona: Persona, press: int = 1) -> Hint:
    """The hint for this moment of a talk.

    Args:
        talk: the talk so far, with the readings that the user sees.
        situation: where it takes place.
        persona: with whom.
        press: how often a hint was asked for since the last turn. 1 says what is happening, 2 what kind of move
            fits, 3 gives an example, and each press after that the next one.
    """
    phase = _phase(situation, talk.state)
    now = _moment(talk, persona, phase)
    ended = bool(talk.state and talk.state.ended)
    if press <= 1 or ended:
        return Hint(1, _("What is happening"), _happening(now, persona), more=not ended)
    fit = _fittest(default().fits, now)
    behind = guidance.passage(fit.passage)
    if press == 2:
        trap = phase.traps[now.turn % len(phase.traps)] if phase.traps else ""
        return Hint(2, _("What fits now"), fit.text.format(name=persona.name), behind, trap)
    examples = _examples(talk, persona, phase, now, behind)
    found = _turned(examples, press - STEPS)
    if found is None:
        return Hint(3, _("For example"), phase.questions[0])
    return Hint(3, _("For example"), found)


def _happening(now: Moment, persona: Persona) -> str:
    data = default()
    by_mood = data.happening.get(now.act) or data.happening[Act.ANSWER]
    lines = data.told.get(now.told, ()) if now.told else ()
    lines = lines or by_mood.get(now.mood) or by_mood.get(ANY) or next(iter(by_mood.values()))
    did = data.did.get(now.did) or data.did[NOTHING]
    text = " ".join((did[now.turn % len(did)], lines[now.turn % len(lines)]))
    return text.format(name=persona.name, topic=_about(now))


def _examples(
    talk: Conversation, persona: Persona, phase: Phase, now: Moment, behind: Passage | None
) -> Iterator[str]:
    """Sentences that fit this moment and can be said as they stand, the best first."""
    said = [_plain(turn.text) for turn in talk.by(Speaker.MANAGER)]
    given: set[str] = set()
    for sentence in _sentences(talk, persona, phase, now, behind):
        plain = _plain(sentence)
        if plain in given or any(plain in turn for turn in said) or _YOU[persona.formal].search(sentence):
            continue
        given.add(plain)
        if _is_clean(sentence, talk.last_employee_text, talk.earlier_employee_texts):
            yield sentence


@lru_cache(maxsize=256)
def _is_clean(sentence: str, before: str | None, earlier: tuple[str, ...]) -> bool:
    """Whether the reader has nothing against a sentence, said now."""
    return not phrasing.read(sentence, before, earlier=earlier).shown()


def _sentences(
    talk: Conversation, persona: Persona, phase: Phase, now: Moment, behind: Passage | None
) -> Iterator[str]:
    own = list(_own(persona, now))
    yield from (text for first, text in own if first)
    last = _last(talk, Speaker.MANAGER)
    flags = last.reading.shown() if last and last.reading else ()
    yield from (flag.instead for flag in flags if flag.instead)
    if persona.formal:  # cards and questions say `je`, so that few of them are left
        yield from (text for _first, text in own)
    heard = relevance.stems(talk.last_employee_text or "")
    cards = list(_cards(talk, phase, traps=bool(flags)))
    fitting = [card for card in cards if relevance.overlap(heard, *card.when)]
    yield from (text for card in fitting for text in card.say)
    yield from _from(phase.questions, now.turn)
    yield from (text for card in cards if card not in fitting for text in card.say)
    yield from behind.say if behind else ()
    yield from (text for _first, text in own)


def _own(persona: Persona, now: Moment) -> Iterator[tuple[bool, str]]:
    """The example sentences for this moment, those that say most about it first, and whether they come first."""
    fitting = [(fit, say) for say in default().say if (fit := say.when.fit(now)) is not None]
    fitting.sort(key=lambda pair: -pair[0])  # of equals the order of the file stays
    for _fit, say in fitting:
        text = say.u if persona.formal else say.je
        yield say.first, text.format(topic=_about(now))


def _cards(talk: Conversation, phase: Phase, *, traps: bool) -> Iterator[guidance.Card]:
    """Cards of this part of the talk; those that repair a slip only when there was one."""
    now = _guidance_phase(phase)
    deck = guidance.deck(talk.kind)
    for card in guidance.cards_for(talk, _CARDS, now):
        if (traps or card.type is not guidance.CardType.TRAP) and now in (None, deck.phase_of(card)):
            yield card


def _about(now: Moment) -> str:
    names = default().topics
    return names.get(now.topic, names[Topic.OPEN])


def _fittest(fits: Sequence[Fit], now: Moment) -> Fit:
    """The entry that says most about this moment; of equals the first."""
    weighed = [(weight, fit) for fit in fits if (weight := fit.when.fit(now)) is not None]
    return max(weighed, key=lambda pair: pair[0])[1] if weighed else fits[-1]


def _moment(talk: Conversation, persona: Persona, phase: Phase) -> Moment:
    state = talk.state or persona.start
    act = Act(state.act)
    told = persona.item(state.revealed[-1]).kind if act is Act.DISCLOSE and state.revealed else None
    last = _last(talk, Speaker.MANAGER)
    return Moment(act, mood_of(state), told, Topic(state.topic), _did(last), phase.id, len(talk.turns) // 2)


def _did(turn: Turn | None) -> str:
    """The one thing to say about a line: what went wrong first, then what went well."""
    if turn is None:
        return FIRST
    reading = turn.reading
    if reading and reading.shown():
        return reading.shown()[0].id.value
    cues = topic.default().recognise(turn.text).cues
    cue = next((cue for cue in _CUES if cue in cues), None)
    if cue:
        return cue.value
    if reading is None:
        return NOTHING
    moves = {move.id for move in reading.moves}
    good = next((move for move in _TELLING if move in moves), None)
    if good is None and reading.style:
        return reading.style[0].id.value
    return good or next((move for move in MoveId if move in moves), NOTHING)


def _phase(situation: Situation, state: EmployeeState | None) -> Phase:
    index = state.phase if state else 0
    return situation.phases[min(index, len(situation.phases) - 1)]


def _guidance_phase(phase: Phase) -> guidance.Phase | None:
    return guidance.Phase(phase.id) if phase.id in set(guidance.Phase) else None


def _last(talk: Conversation, speaker: Speaker) -> Turn | None:
    return next((turn for turn in reversed(talk.turns) if turn.speaker is speaker), None)


_Item = TypeVar("_Item")


def _from(items: Sequence[_Item], start: int) -> Sequence[_Item]:
    """The items from a place on, going round, so that not every turn begins with the same one."""
    place = start % len(items)
    return (*items[place:], *items[:place])


def _turned(items: Iterator[_Item], place: int) -> _Item | None:
    """The item at a place; after the last one it begins again."""
    found = list(islice(items, min(place + 1, _EXAMPLES)))
    return found[place % len(found)] if found else None


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _all_known(did: tuple[str, ...]) -> tuple[str, ...]:
    unknown = [name for name in did if name not in _DEEDS]
    if unknown:
        raise ValueError(_("allowed here: {values}").format(values=", ".join(_DEEDS)))
    return did


@cache
def default() -> HintData:
    """The hints that come with the program."""
    return content.load(locations.knowledge() / "hints.yaml", HintData)
