"""The simulated employee: hears a turn, changes, decides, and answers."""

from __future__ import annotations

import random
import re
from dataclasses import replace

from coach.conversation import (
    Band,
    Conversation,
    Danger,
    EmployeeState,
    FlagId,
    MoveId,
    Reading,
    Speaker,
    Turn,
)
from coach.roleplay import asked, cue, danger, detail, dynamics, library, particular, phase, topic
from coach.roleplay.cue import Sign
from coach.roleplay.deciding import plan
from coach.roleplay.dynamics import Heard
from coach.roleplay.moment import Moment, mood_of
from coach.roleplay.particular import Particular
from coach.roleplay.persona import Act, Detail, MemoryKind, Persona, Situation, Topic
from coach.roleplay.plan import Plan
from coach.roleplay.scene import Reply, Scene, Voice
from coach.roleplay.topic import Cue, Subject
from coach.roleplay.voice import AuthoredVoice, samples

_ENDING = (Act.END, Act.CLOSE)
_KIND = (MoveId.REFLECTION, MoveId.EMPATHY, MoveId.AFFIRMATION, MoveId.PRIVACY_RESPECT, MoveId.AUTONOMY)
_NOT_THE_STORY = (
    None,
    Topic.IDEAS,
    Topic.ABSENCE,
    Topic.CONTACT,
    Topic.HEALTH,
    Topic.RULES,
    Topic.MANAGER,
    Topic.SMALL_TALK,
)
"""What a question for the employee's side of the story is taken to be about, and is not."""
_LAST_TURNS = 2
"""Something told in so many turns of the employee is what a bare question ("Hoeveel zijn dat er?") is about."""
_EASY = 9
"""Before the first word nothing has hurt: so many calm turns count as having gone before."""


class Employee:
    """One employee in one situation. Answers depend only on the conversation: same seed, same answers."""

    def __init__(self, situation: Situation, persona: Persona, voice: Voice | None = None) -> None:
        self.situation = situation
        self.persona = persona
        self.voice: Voice = voice or AuthoredVoice()
        self._authored = AuthoredVoice()
        self.dynamics = dynamics.default()
        self.topics = topic.default()
        self.signs = cue.default()
        self.details = detail.of(persona)

    def begin(self, seed: int = 0) -> Conversation:
        """A new conversation, with the employee's first words as she comes in."""
        talk = Conversation(situation=self.situation.id, kind=self.situation.kind, persona=self.persona.id, seed=seed)
        greeting = _random(talk).choice(self.persona.greeting)
        return talk.with_turn(Turn(speaker=Speaker.EMPLOYEE, text=greeting, state=self.persona.start))

    def reply(self, talk: Conversation) -> Turn:
        """The employee's answer to the last turn of the conversation, with her new state.

        Raises:
            ValueError: the last turn is not the manager's, or the talk is over.
        """
        reply = self.prepare(talk)
        return reply.turn(list(reply.sentences()))

    def prepare(self, talk: Conversation) -> Reply:
        """What the employee answers to the last turn of the conversation: decided, and still without words.

        Raises:
            ValueError: the last turn is not the manager's, or the talk is over.
        """
        if not talk.turns or talk.turns[-1].speaker is not Speaker.MANAGER:
            raise ValueError("the last turn is not the manager's")
        before = talk.state or self.persona.start
        if before.ended:
            raise ValueError("this talk is over")
        return self._prepared(talk, before)

    def _prepared(self, talk: Conversation, before: EmployeeState) -> Reply:
        heard = self._heard(talk, before)
        state = dynamics.after_manager(self.dynamics, self.persona, before, heard)
        moment = self._moment(talk, state, heard)
        decided = plan(moment)
        mood = mood_of(state)
        said = frozenset(turn.text for turn in talk.by(Speaker.EMPLOYEE))
        line = self._authored.words(decided, self.persona, mood, said, moment.rng)
        shown = samples(decided, self.persona, mood, line)
        about = None if heard.outside else heard.subject.topic
        state = self._after(decided, state, about or Topic(before.topic))
        state = state.model_copy(update={"phase": phase.phase_after(self.situation, self.persona, talk, state)})
        return Reply(Scene(decided, self.persona, mood, talk, line, shown), state, self.voice)

    def spared(self, talk: Conversation, text: str, reading: Reading) -> Reading:
        """The reading of a line as it counts now: what puts safety first has no faults then (C27).

        What blames looks like a summary ("jij bent het probleem"), and is none.
        """
        if reading.has(*_KIND):
            reading = _without_cold_moves(reading, self.signs.signs(text))
        before = talk.state
        if before is None or before.danger is None:
            return reading
        said = talk.with_turn(Turn(speaker=Speaker.MANAGER, text=text, reading=reading))
        return self._heard(said, before).reading

    def _heard(self, talk: Conversation, before: EmployeeState) -> Heard:
        said = talk.turns[-1]
        reading = said.reading or Reading()
        subject = self.topics.recognise(said.text, Topic(before.topic))
        signs = self.signs.signs(said.text, subject)
        reading = _as_meant(reading, subject, signs)
        if not signs.isdisjoint({Sign.BLAME, Sign.DEFENDING}):
            signs = signs - {Sign.SUMMARY, Sign.TAKING_IN}
        if Sign.IDEA in signs and not danger.is_at_hand(self.persona, before):
            subject = replace(subject, topic=Topic.IDEAS, named=True)
        elif Sign.HOW_ARE_YOU in signs:
            subject = replace(subject, topic=Topic.HEALTH, named=True)
        elif Sign.STORY in signs and subject.topic in _NOT_THE_STORY:
            subject = replace(subject, topic=Topic.OPEN, named=True)
        elif Sign.WORK in signs and subject.topic is Topic.SMALL_TALK:
            subject = replace(subject, topic=Topic.OPEN)
        if Sign.OWNING in signs:
            subject = replace(subject, cues=subject.cues | {Cue.APOLOGY})
        taken = danger.taken(
            self.persona, before, reading, subject, signs, danger.hints(talk), len(said.text.split())
        )
        if taken is Danger.SAFE:
            reading = danger.spared(reading)
        return Heard(reading, subject, signs, _silences(talk), taken, self._hostility(talk, reading, signs))

    def _hostility(self, talk: Conversation, reading: Reading, signs: frozenset[Sign]) -> float:
        """How hostile the talk has been, this turn included. Signs are looked for again only where she objected."""
        total = dynamics.gravity(self.dynamics, reading, signs)
        for said, answer in zip(talk.turns, talk.turns[1:], strict=False):
            if said.speaker is Speaker.MANAGER and said.reading and answer.state:
                objected = answer.state.act in (Act.OBJECT, Act.SILENT, Act.END) and bool(said.text)
                found = self.signs.signs(said.text) if objected else frozenset[Sign]()
                total += dynamics.gravity(self.dynamics, said.reading, found)
        return total

    def _moment(self, talk: Conversation, state: EmployeeState, heard: Heard) -> Moment:
        return Moment(
            persona=self.persona,
            state=state,
            reading=heard.reading,
            subject=heard.subject,
            turn=sum(1 for _turn in talk.by(Speaker.MANAGER)),
            dynamics=self.dynamics,
            rng=_random(talk),
            heard=talk.turns[-1].text,
            signs=heard.signs,
            silences=heard.silences,
            danger=heard.danger,
            hostile=heard.hostile,
            particular=self._particular(talk.turns[-1].text, heard),
            detail=self._asked_for(talk, state, heard.reading),
            said=frozenset(turn.text for turn in talk.by(Speaker.EMPLOYEE)),
            asks_after_all=self._asks_after_all(talk.turns[-1].text, heard),
            agreed=any(turn.state and turn.state.act == Act.AGREE for turn in talk.turns),
            idea_asked=any(turn.state and self._is_about_ideas(turn.state) for turn in talk.turns),
            calm_turns=_calm_turns(talk),
            kindness=_kindness(talk),
        )

    def _particular(self, text: str, heard: Heard) -> Particular | None:
        """What particular thing is asked for; a question for yes or no counts when it is about something unusual."""
        reading, closed = heard.reading, heard.reading.has(MoveId.QUESTION_CLOSED)
        asks = closed or reading.has(MoveId.QUESTION_OPEN)
        text = _marked(text) if asks else text
        kind = particular.default().kind(text, self.persona.name)
        if kind is Particular.REACT and reading.has(MoveId.QUESTION_OPEN) and not _proposes(heard):
            return None
        broad = reading.has(MoveId.QUESTION_OPEN, MoveId.OFFER_HELP) or not heard.signs.isdisjoint(_BROAD)
        _rest, last = detail.divided(text)
        if kind or broad or not closed or particular.form(last) != particular.YES_NO or not detail.is_specific(last):
            return kind
        if _OPENING_UP.search(last):
            return None
        return Particular.YOURSELF if _ADDRESSED.search(_TAIL.sub("", last)) else Particular.WHETHER

    def _asks_after_all(self, text: str, heard: Heard) -> bool:
        """Whether the last question of a line is about something else than what was proposed before it."""
        asks = heard.reading.has(MoveId.QUESTION_OPEN, MoveId.QUESTION_CLOSED)
        rest, last = detail.divided(_marked(text) if asks else text)
        if not rest or len(last.split()) <= _TAG or not last.rstrip().endswith("?"):
            return False
        begin = text.rindex(last.removesuffix("?"))
        if any(move.id is MoveId.AGREEMENT and move.start >= begin for move in heard.reading.moves):
            return False
        return self.signs.signs(last).isdisjoint(_PROPOSING)

    def _asked_for(self, talk: Conversation, state: EmployeeState, reading: Reading) -> detail.Found | None:
        """The small thing that the manager asks for, if any that has not been said yet."""
        last = list(talk.by(Speaker.EMPLOYEE))[-_LAST_TURNS:]
        earlier = last[0].state.revealed if last and last[0].state else ()
        new = state.revealed[max(0, len(earlier) - 1) :]
        before = last[-1].text if last else ""
        text = talk.turns[-1].text
        text = _marked(text) if reading.has(MoveId.QUESTION_OPEN, MoveId.QUESTION_CLOSED) else text
        found = self.details.find(text, before, state.revealed, new)
        if found and not _is_meant(found, detail.divided(text)[1], new):
            return None
        said = {turn.text for turn in talk.by(Speaker.EMPLOYEE)}
        return found if found and _has_more_to_say(found.detail, said, detail.divided(text)[1]) else None

    def _is_about_ideas(self, state: EmployeeState) -> bool:
        """Whether ideas were asked for; something told that happens to be about one gives its topic too."""
        if state.topic != Topic.IDEAS:
            return False
        return state.act != Act.DISCLOSE or self.persona.item(state.revealed[-1]).topics[0] is not Topic.IDEAS

    def _after(self, decided: Plan, state: EmployeeState, about: Topic) -> EmployeeState:
        changes: dict[str, object] = {
            "act": decided.act.value,
            "topic": about.value,
            "ended": decided.act in _ENDING,
        }
        if decided.act is Act.DANGER:
            changes |= {"danger": Danger(decided.key), "topic": Topic.FEELINGS.value}
        if decided.item:
            state = dynamics.after_telling(self.dynamics, state, decided.item.kind)
            changes["revealed"] = (*state.revealed, decided.item.id)
            if not (about is Topic.IDEAS and decided.item.kind is not MemoryKind.OWN_IDEA):
                changes["topic"] = decided.item.topics[0].value
            if decided.item.kind is MemoryKind.DANGER:
                changes["danger"] = Danger.SAID
        if decided.detail and decided.detail.after:
            changes["topic"] = self.persona.item(decided.detail.after).topics[0].value
        return state.model_copy(update=changes)


def _is_meant(found: detail.Found, question: str, new: tuple[str, ...]) -> bool:
    """Whether a question that names nothing can be for a detail: that was told last, or is asked in its own words."""
    if not detail.is_bare(question) or found.detail.after in new:
        return True
    return found.same_words and len(question.split()) > _CURT


def _has_more_to_say(known: Detail, said: set[str], question: str) -> bool:
    """Whether a detail has words left; once a part was said, they must look like an answer to this question."""
    fresh = [line for line in known.says if line not in said]
    kind = asked.asked_with(question) if len(fresh) < len(known.says) else None
    return any(kind is None or particular.default().answers(kind, line) for line in fresh)


_BROAD = (Sign.PROPOSAL, Sign.AGREEMENT, Sign.CHECKING, Sign.SUMMARY, Sign.IDEA, Sign.STORY, Sign.CLOSING)
"""What a question with a yes or no as its answer may be beside a question."""


def _proposes(heard: Heard) -> bool:
    """Whether something is proposed, or told that one may have an opinion of: what happened is no proposal."""
    return heard.reading.has(*_PROPOSALS) or not heard.signs.isdisjoint({*_PROPOSING, Sign.PROMISE, Sign.PRACTICAL})


_PROPOSALS = (MoveId.OFFER_HELP, MoveId.AGREEMENT, FlagId.READY_MADE_SOLUTION, FlagId.PRESSURE)
_PROPOSING = (Sign.PROPOSAL, Sign.AGREEMENT, Sign.CHECKING, Sign.SUMMARY)
_CURT = 3
"""A question of so few words ("Hoe ging dat?") may be about anything."""
_TAG = 4
"""A question of so few words at the end ("Is dat goed zo?") asks for a yes to what went before."""
_OPENING_UP = re.compile(r"\b(?:is|zijn|speelt|spelen|zit|zitten) er\b.*\b(?:iets|dingen|zaken|wat)\b", re.I)
"""Closed in grammar, and open in what it asks ("Is er in je werk iets dat …?")."""
_ADDRESSED = re.compile(r"\b(?:je|jij|jou|u|uw|jouw|ge|gij)\b", re.I)


def _marked(question: str) -> str:
    """A question with its mark: who types as in an app leaves it out, and the reader sees what it is all the same."""
    return question if "?" in question else f"{question}?"


_TAIL = re.compile(r",? (?:denk|dacht|zou|weet) (?:je|jij|u|ge)\W*$", re.I)
"""Asked at the end of a question about something else, this does not make it one about the employee."""


def _without_cold_moves(reading: Reading, signs: frozenset[Sign]) -> Reading:
    """The reading without what blame, or waving away, only seems to give: neither gives anything back."""
    if signs.isdisjoint({Sign.BLAME, Sign.DEFENDING}):
        return reading
    cold = _KIND if Sign.BLAME in signs else (MoveId.REFLECTION, MoveId.BACKCHANNEL)
    return reading.model_copy(update={"moves": tuple(move for move in reading.moves if move.id not in cold)})


def _as_meant(reading: Reading, subject: Subject, signs: frozenset[Sign]) -> Reading:
    """The reading without a probe that is only likely, where the work or what happened is plainly asked about."""
    reading = _without_cold_moves(reading, signs)
    plain = Sign.STORY in signs or (Sign.WORK in signs and subject.topic in _OF_THE_WORK)
    if not plain:
        return reading
    kept = tuple(flag for flag in reading.flags if flag.id not in _PROBES or flag.band is Band.CERTAIN)
    return reading.model_copy(update={"flags": kept})


_PROBES = (FlagId.MEDICAL_PROBE, FlagId.PRIVATE_LIFE_PROBE)
_OF_THE_WORK = (Topic.PLANNING, Topic.TASKS, Topic.ROSTER, Topic.WORKLOAD, Topic.COLLEAGUES)


def _silences(talk: Conversation) -> int:
    """How many turns of the manager in a row, up to the last, had no words in them."""
    silent = [not any(map(str.isalnum, turn.text)) for turn in talk.by(Speaker.MANAGER)]
    return next((count for count, quiet in enumerate(reversed(silent)) if not quiet), len(silent))


def _calm_turns(talk: Conversation) -> int:
    """How many turns of the manager in a row, before the last one, had no flag in them at all."""
    earlier = list(talk.by(Speaker.MANAGER))[:-1]
    flagged = (count for count, turn in enumerate(reversed(earlier)) if turn.reading and turn.reading.flags)
    return next(flagged, _EASY + len(earlier))


def _kindness(talk: Conversation) -> int:
    """How many things the manager said kindly, less two for every turn with a flag in it."""
    readings = [turn.reading for turn in talk.by(Speaker.MANAGER) if turn.reading]
    kind = sum(move.id in _KIND for reading in readings for move in reading.moves)
    return kind - 2 * sum(bool(reading.flags) for reading in readings)


def _random(talk: Conversation) -> random.Random:
    """Chance that depends on the seed and the place in the talk alone, so that a talk can be replayed."""
    return random.Random(f"{talk.seed}/{talk.persona}/{len(talk.turns)}")


def employee(situation_id: str, persona_id: str | None = None) -> Employee:
    """An employee of the content that comes with the program.

    Raises:
        UnknownContent: there is no situation or employee of that name.
        ContentError: a file is not as it should be.
    """
    content = library.default()
    return Employee(content.situation(situation_id), content.persona(situation_id, persona_id))
