"""What the employee does next, decided in code before any word is chosen.

The decision is a list of questions asked in order; the first that has an answer gives the plan. What may
be told depends on trust, on what came out before, and on the room the manager leaves: never on the words
of a voice.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from coach.conversation import Danger, MoveId
from coach.roleplay import asked, danger, hurt, particular
from coach.roleplay.cue import Sign
from coach.roleplay.moment import Moment
from coach.roleplay.particular import INVITING, SETTLED, Particular
from coach.roleplay.persona import Act, MemoryItem, MemoryKind, Mood, Opening, Topic
from coach.roleplay.plan import ANY, IDEAS_TOLD, STRANGE, WELCOME, Plan, tell
from coach.roleplay.topic import Cue

_UNPROMPTED_ROOM = 5
_FIRST_GOODBYE = 4
_KIND = 3
"""Things said kindly, what hurt taken off, before that."""
_AT_EASE = 2
"""Turns without any flag, not even an unsure one, before she brings something up unasked."""
_NOD = 4
"""More words are no nod."""
_BARE_GOODBYE = 9
"""A goodbye of fewer words holds no agreement, whatever day it names."""

_KINDNESSES = (
    MoveId.PRIVACY_RESPECT,
    MoveId.EMPATHY,
    MoveId.AFFIRMATION,
    MoveId.AUTONOMY,
    MoveId.OFFER_HELP,
    MoveId.INFORMATION,
    MoveId.BACKCHANNEL,
)


def plan(moment: Moment) -> Plan:
    """The employee's next act."""
    decided = next((made for decide in _DECISIONS if (made := decide(moment))), None) or _takes_in(moment)
    return replace(decided, asked=moment.asked, opening=_opening(moment, decided))


def _opening(m: Moment, decided: Plan) -> Opening | None:
    """What goes before something told that was not asked for: yes to a summary, or a turn to something else.

    Told in reply to a question, it begins with how it goes with that: instead of an answer, before the idea that was
    asked for, or in more words than a yes or no.
    """
    if decided.act is not Act.DISCLOSE or decided.item is None:
        return None
    if m.asks:
        return _opening_of_reply(m, decided.item)
    heard = m.reading.has(MoveId.REFLECTION) or not m.signs.isdisjoint({Sign.SUMMARY, Sign.CHECKING})
    return Opening.ACK if heard else Opening.BRIDGE


def _opening_of_reply(m: Moment, item: MemoryItem) -> Opening | None:
    if item.kind is MemoryKind.OWN_IDEA or m.particular in INVITING:
        return None
    if m.subject.topic is Topic.IDEAS and item.id in m.leading_to_the_idea:
        return Opening.FIRST
    if m.names_other(item):
        return Opening.ASIDE
    return Opening.TELLING if m.particular in _YES_OR_NO else None


_YES_OR_NO = (Particular.WHETHER, Particular.YOURSELF, Particular.OPINION)


def _has_had_enough(m: Moment) -> Plan | None:
    enough = m.state.trust <= m.dynamics.ends_below_trust or m.state.tension >= m.dynamics.ends_above_tension
    return Plan(Act.END) if enough else None


def _is_sworn_at(m: Moment) -> Plan | None:
    return Plan(Act.OBJECT, Sign.ABUSE.value) if Sign.ABUSE in m.signs else None


def _steps_out_of_role(m: Moment) -> Plan | None:
    return Plan(Act.META) if Sign.MACHINE in m.signs else None


def _does_not_follow(m: Moment) -> Plan | None:
    if Sign.STRANGE in m.signs:
        return Plan(Act.CLARIFY, STRANGE)
    return Plan(Act.CLARIFY) if Cue.NONSENSE in m.subject.cues else None


def _is_in_danger(m: Moment) -> Plan | None:
    """Said that he may not want to live on, he waits for one thing only; passed over, he hints at it again."""
    if m.danger is Danger.SAFE:
        return Plan(Act.DANGER, Danger.SAFE.value)
    if m.danger is Danger.MISSED:
        return Plan(Act.DANGER, Danger.MISSED.value)
    at_hand = m.state.danger and danger.is_at_hand(m.persona, m.state)
    return Plan(Act.SILENT) if at_hand and danger.waits(m.subject, len(m.heard.split())) else None


def _hears_silence(m: Moment) -> Plan | None:
    """The first silence is room to tell something; from then on it weighs, and in the end she leaves."""
    if Cue.SILENCE not in m.subject.cues:
        return None
    if m.silences >= m.dynamics.silences_end:
        return Plan(Act.END if m.mood is Mood.CLOSED else Act.CLOSE)
    if m.silences > 1:
        return Plan(Act.SILENT) if m.silences % 2 else Plan(Act.RECEIVE, Cue.SILENCE.value)
    if m.mood is Mood.CLOSED:
        return Plan(Act.SILENT)
    told = m.idea(_UNPROMPTED_ROOM) or m.fittest(m.ready())
    return tell(told) if told else Plan(Act.RECEIVE, Cue.SILENCE.value)


def _says_goodbye(m: Moment) -> Plan | None:
    if Sign.CLOSING not in m.signs or m.turn < _FIRST_GOODBYE or m.reading.has(MoveId.QUESTION_OPEN):
        return None
    agreed = None if m.agreed or len(m.heard.split()) < _BARE_GOODBYE else _commits(m)
    return agreed if agreed and agreed.act is Act.AGREE else Plan(Act.CLOSE)


def _commits(m: Moment) -> Plan | None:
    """An agreement on her idea is meant when she is committed; one on a call or a colleague asks only some trust.

    An idea that was asked for and not told yet, or that she hesitated over, comes out before she agrees to anything.
    """
    practical = Sign.PRACTICAL in m.signs
    said = m.reading.has(MoveId.AGREEMENT) or Sign.AGREEMENT in m.signs
    proposed = (said or (practical and Sign.PROPOSAL in m.signs)) and not m.asks_after_all
    if not proposed or (Sign.PROPOSAL not in m.signs and _asks_what_to_agree(m)) or m.particular in _LEFT_OPEN:
        return None
    waiting = m.idea(m.dynamics.idea_needs_room) if m.idea_asked or m.state.act == Act.HESITATE else None
    if waiting:
        return tell(waiting)
    meant = m.idea_told and m.state.commitment >= m.dynamics.commits_from
    settled = practical and m.state.trust >= m.dynamics.agrees_from_trust
    if meant or settled:
        return Plan(Act.AGREE)
    return None if Sign.PROMISE in m.signs and Sign.AGREEMENT not in m.signs else Plan(Act.HESITATE)


_LEFT_OPEN = (
    Particular.WHO,
    Particular.WHEN,
    Particular.WHERE,
    Particular.AMOUNT,
    Particular.WHICH,
    Particular.WHAT,
    Particular.CHOICE,
    Particular.HANDOVER,
    Particular.FOLLOW,
    *INVITING,
    *SETTLED,
)
"""Asked for one of these at the end, she answers that first: there is nothing yet to say yes to."""


def _asks_what_to_agree(m: Moment) -> bool:
    """Whether the manager leaves open what is agreed ("wanneer spreken we elkaar weer?"): that wants an answer."""
    agreed = [move for move in m.reading.moves if move.id is MoveId.AGREEMENT]
    return bool(agreed) and all(_QUESTION_WORD.match(_sentence(m.heard, move.start)) for move in agreed)


_QUESTION_WORD = re.compile(
    r"\W*(?:(?:en|dus|maar|nou|dan|goed|oké|ok)\W+)*(?:wat|hoe|wie|wanneer|welke?|waar)\b.*\?", re.I
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def _sentence(text: str, place: int) -> str:
    """The sentence of a text that holds a place in it."""
    starts = [0, *(gap.end() for gap in _SENTENCE_END.finditer(text))]
    begin = max(start for start in starts if start <= place)
    return _SENTENCE_END.split(text[begin:], maxsplit=1)[0]


def _volunteers(m: Moment) -> Plan | None:
    """Brings something up unasked, when the manager leaves room for it: to see what he does with it."""
    if m.reading.flags or m.calm_turns < _AT_EASE or _asks_something_practical(m):
        return None
    if not m.reading.has(MoveId.REFLECTION, MoveId.EMPATHY, MoveId.PRIVACY_RESPECT):
        return None
    for item in m.untold():
        when = item.volunteer
        if not _holds_back(m, item) and when and m.turn >= when.after_turn and m.state.trust >= when.trust:
            return tell(item)
    return None


def _holds_back(m: Moment, item: MemoryItem) -> bool:
    """Whether this is not the time: a sign of danger waits while a plan is being made, the rest for kindness."""
    if item.kind is MemoryKind.DANGER:
        return m.idea_asked and not m.agreed
    return m.kindness < _KIND


def _is_checked(m: Moment) -> Plan | None:
    """Asked whether a summary is right, she says so before anything else."""
    return _is_heard(m) if Sign.CHECKING in m.signs and not m.asks else None


def _is_asked_what_she_thinks(m: Moment) -> Plan | None:
    """Asked what she thinks of what was just proposed, she says it."""
    return Plan(Act.ANSWER, Particular.REACT.value) if m.particular is Particular.REACT else None


def _asks_something_practical(m: Moment) -> bool:
    """Whether the line has a question that wants its own answer first."""
    if m.reading.has(MoveId.QUESTION_CLOSED):
        return True
    return m.reading.has(MoveId.QUESTION_OPEN) and m.subject.topic not in (None, *asked.VAGUE)


_OFFER = MoveId.OFFER_HELP


def _is_offered_help(m: Moment) -> Plan | None:
    """An offer in the form of a question is taken or left; it asks for nothing else. "Wie doet je werk?" is none."""
    if any(_is_open(_sentence(m.heard, one.start)) for one in m.reading.moves if one.id is _OFFER):
        return None
    if m.particular is Particular.CHOICE:
        return None
    offered = m.reading.has(MoveId.OFFER_HELP) and not m.reading.has(MoveId.QUESTION_OPEN)
    return Plan(Act.RECEIVE, MoveId.OFFER_HELP.value) if offered and m.reading.has(MoveId.QUESTION_CLOSED) else None


def _is_open(question: str) -> bool:
    """Whether a question leaves open what is offered."""
    if _QUESTION_WORD.match(question):
        return True
    return particular.default().kind(question) in (Particular.NEED, Particular.ANYTHING)


def _is_asked_for_an_idea(m: Moment) -> Plan | None:
    if m.particular not in _OF_AN_IDEA and Sign.IDEA not in m.signs:
        return None
    offered = m.reading.has(_OFFER) and not m.reading.has(MoveId.QUESTION_OPEN)
    invited = m.subject.topic is Topic.IDEAS and (m.asks or Sign.IDEA in m.signs) and not offered
    if not (invited or _is_left_free(m) or _is_given_room_for_it(m)):
        return None
    idea = m.idea(m.dynamics.idea_needs_room)
    if idea and (invited or not m.asks or not m.names_other(idea)):
        return tell(idea)
    if Sign.WORK in m.signs and Sign.IDEA not in m.signs and not m.state.revealed:
        return None
    needed = m.particular is Particular.NEED
    first = m.before_the_idea() if not needed and m.state.room >= m.dynamics.idea_needs_room else None
    if first and (invited or not m.asks):
        return tell(first)
    if not invited or needed:
        return None
    return Plan(Act.ANSWER, IDEAS_TOLD if m.idea_told else Topic.IDEAS.value)


def _is_left_free(m: Moment) -> bool:
    """Whether it is left to her what is done about the work; when or how to call is another matter."""
    return m.reading.has(MoveId.AUTONOMY) and not (m.asks and m.subject.topic in _NO_IDEAS_ABOUT)


_NO_IDEAS_ABOUT = (Topic.CONTACT, Topic.HEALTH, Topic.HOME, Topic.RULES, Topic.SMALL_TALK, Topic.DURATION)
_OF_AN_IDEA = (None, Particular.NEED, Particular.OPINION, Particular.WHICH, Particular.FOLLOW, Particular.MAY)
"""What a question may ask for when it asks for an idea; asked for another particular thing, she answers that."""


def _is_given_room_for_it(m: Moment) -> bool:
    """Whether she can come back to an idea that she was asked for, or that was passed over."""
    if not (m.idea_asked or m.state.act == Act.HESITATE):
        return False
    if m.asks:
        return not m.subject.named or m.subject.topic in (None, Topic.OPEN, Topic.MANAGER, Topic.AGREEMENTS)
    return True


def _is_heard(m: Moment) -> Plan | None:
    """A summary is confirmed; one that comes right after something was told brings out what belongs to it.

    After a second one she goes on to something else by herself.
    """
    if not m.reading.has(MoveId.REFLECTION) and m.signs.isdisjoint({Sign.SUMMARY, Sign.CHECKING}):
        return None
    told = None
    if m.state.act in (Act.CONFIRM, Act.DISCLOSE) and (m.calm_turns >= _AT_EASE or m.mood is not Mood.CLOSED):
        goes_on = m.state.act == Act.CONFIRM
        told = m.idea(_UNPROMPTED_ROOM) or m.fittest(i for i in m.ready() if goes_on or _belongs(m, i))
    return tell(told) if told else Plan(Act.CONFIRM)


def _belongs(m: Moment, item: MemoryItem) -> bool:
    return m.last in item.topics or m.subject.topic in item.topics or m.overlap(item) > 0


def _is_welcomed(m: Moment) -> Plan | None:
    """The first words of the manager, when they only bid her welcome or joke along, get an answer of their own."""
    first = m.turn == 1 and not m.asks and m.heard.strip() != ""
    business = m.reading.has(*_BUSINESS) or not m.signs.isdisjoint({Sign.OWNING, Sign.PROMISE})
    if not first or business or m.subject.topic not in _WELCOMING or Cue.APOLOGY in m.subject.cues:
        return None
    return Plan(Act.RECEIVE, WELCOME)


_BUSINESS = (MoveId.INFORMATION, MoveId.AGREEMENT, MoveId.PRIVACY_RESPECT, MoveId.OFFER_HELP, MoveId.REFLECTION)
_WELCOMING = (None, Topic.SMALL_TALK, Topic.FEELINGS, Topic.OPEN, Topic.MANAGER)
"""What the first words of a manager who only bids welcome may seem to be about."""


def _receives(m: Moment) -> Plan | None:
    for move in _KINDNESSES:
        if m.reading.has(move) and (move is not MoveId.BACKCHANNEL or len(m.heard.split()) <= _NOD):
            return Plan(Act.RECEIVE, move.value)
    return Plan(Act.RECEIVE, MoveId.OFFER_HELP.value) if Sign.PROMISE in m.signs else None


def _takes_in(m: Moment) -> Plan:
    """What she says when nothing was asked: something about the topic, or only that she heard it."""
    if Cue.APOLOGY in m.subject.cues:
        return Plan(Act.SOFTEN)
    if Cue.NOD in m.subject.cues and len(m.heard.split()) <= _NOD:
        return Plan(Act.RECEIVE, MoveId.BACKCHANNEL.value)
    topic = m.subject.topic
    if topic in _ANSWERED and not m.subject.doubtful:
        return Plan(Act.ANSWER, topic.value)
    return Plan(Act.RECEIVE, _TAKEN_IN.get(topic, ANY) if topic else ANY)


_ANSWERED = (
    Topic.WORKLOAD,
    Topic.ROSTER,
    Topic.COLLEAGUES,
    Topic.TASKS,
    Topic.PLANNING,
    Topic.CONTACT,
    Topic.ABSENCE,
)
"""Said about these, a statement brings out what she has to say about them."""
_TAKEN_IN = {Topic.RULES: MoveId.INFORMATION.value, Topic.FEELINGS: MoveId.EMPATHY.value}
"""Said about these, a statement tells her something."""


_DECISIONS: tuple[Callable[[Moment], Plan | None], ...] = (
    _has_had_enough,
    _is_sworn_at,
    _steps_out_of_role,
    _is_in_danger,
    _does_not_follow,
    hurt.is_hurt,
    hurt.is_blamed,
    hurt.is_repaired,
    _hears_silence,
    _says_goodbye,
    _commits,
    _is_asked_what_she_thinks,
    asked.knows_just_that,
    _is_asked_for_an_idea,
    _is_checked,
    _volunteers,
    _is_offered_help,
    asked.is_asked,
    hurt.is_apologised_to,
    _is_welcomed,
    _is_heard,
    _receives,
)
