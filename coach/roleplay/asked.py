"""What a question brings out: something kept to herself, a detail, a line about the topic, or that she does not know.

A question for something particular (a name, a day, a reason) is answered by what has to do with it and looks like an
answer; a broad one may bring out anything about its topic.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from coach.conversation import MoveId
from coach.roleplay import detail, particular, relevance
from coach.roleplay.cue import Sign
from coach.roleplay.moment import Moment
from coach.roleplay.particular import INVITING, SETTLED, WORDS_OF, Particular
from coach.roleplay.persona import Act, Detail, MemoryItem, MemoryKind, Mood, Topic
from coach.roleplay.plan import Plan, tell

VAGUE = (Topic.OPEN, Topic.SMALL_TALK, Topic.HEALTH, Topic.FEELINGS)
"""Topics that say little of what a question is after."""
_SPEAKABLE = (MemoryKind.WORK_FACT, MemoryKind.WORRY, MemoryKind.WISH)
_NO_DOUBT = 0.8
"""From this probability on a question asks for a detail whatever else might be told."""
_GUARDED_MARGIN = 8
"""A closed question opens less than an open one: it needs this much more trust."""
_BARE = 4
"""A question of so few words may be no more than a name."""


_UP_TO_NOW = re.compile(r"\b(?:al|sinds|geduurd)\b", re.I)
"""How long something has lasted is not how long it is going to."""


def knows_just_that(m: Moment) -> Plan | None:
    """Asked for one small thing in words that leave little doubt, the employee answers that and nothing else."""
    if Sign.IDEA in m.signs:
        return None
    found = m.detail if m.asks or "?" in m.heard else None
    return _answer_with(m, found.detail) if found and found.probability >= _NO_DOUBT else None


def _answer_with(m: Moment, known: Detail) -> Plan:
    return Plan(Act.ANSWER, (m.subject.topic or Topic.OPEN).value, detail=known)


def is_asked(m: Moment) -> Plan | None:
    """Asked something, she tells, answers, or says that she does not know."""
    if not m.asks:
        return None
    if m.particular in SETTLED:
        return _in_own_words(m.particular)
    if m.particular in INVITING:
        return _takes_the_invitation(m, m.particular)
    topic = _asked_about(m)
    more = None if m.particular else _more(m, topic)
    if more and _only_asks_on(m) and not m.names_other(more):
        return Plan(Act.ANSWER, topic.value, more=more)
    ready = m.ready(margin=0 if m.reading.has(MoveId.QUESTION_OPEN) else _GUARDED_MARGIN)
    item = m.fittest([item for item in ready if _fits(m, item, topic)], topic)
    if item and _means_something_else(m, item, topic):
        item = None
    if item and not _is_beside(m, item, topic):
        return tell(item)
    if m.detail and (m.particular or m.detail.probability >= detail.ENOUGH):
        return _answer_with(m, m.detail.detail)
    if item and m.particular is None and _may_tell_another(m) and m.names_other(item):
        return tell(item)
    return _says_nothing_of_it(m, topic) or Plan(Act.ANSWER, topic.value, more=more)


def _says_nothing_of_it(m: Moment, topic: Topic) -> Plan | None:
    """With nothing to tell, words for any question of its kind will do, unless she has some on its topic."""
    for answers in (_says_it_again, _answers_particularly, _leaves_it, _answers_in_form):
        if found := answers(m, topic):
            return found
    return None


def _says_it_again(m: Moment, topic: Topic) -> Plan | None:
    """Asked what she means by what she just told, she tells it in other words."""
    if m.particular is not Particular.FOLLOW or m.state.act != Act.DISCLOSE:
        return None
    return Plan(Act.ANSWER, topic.value, more=m.persona.item(m.state.revealed[-1]))


def _answers_in_form(m: Moment, topic: Topic) -> Plan | None:
    """Asked for something specific that her lines on the topic do not fit, she goes by what it asks with."""
    if m.names_nothing or (topic in _ANSWERED_ALWAYS and m.subject.named):
        return None
    kind = asked_with(_question(m))
    if kind is Particular.WHERE and m.reading.has(MoveId.QUESTION_OPEN):
        kind = Particular.WHAT
    if kind is None or (topic is Topic.OPEN and kind in (Particular.WHAT, Particular.HOW)):
        return None
    doubtful = m.subject.doubtful or not m.subject.named or topic in (Topic.OPEN, Topic.SMALL_TALK)
    return _in_own_words(kind) if doubtful and m.persona.lines[Act.ANSWER].get(kind) else None


def asked_with(question: str) -> Particular | None:
    """The kind of thing that a question asks for, by the word that it begins with."""
    return _BY_FORM.get(particular.form(" ".join(question.split()[:_BEGINNING])))


_BEGINNING = 4
"""A question begins with the word that it asks with, or with a few small ones before it."""
_BY_FORM = {
    "amount": Particular.AMOUNT,
    "length": Particular.AMOUNT,
    "when": Particular.WHEN,
    "why": Particular.WHY,
    "who": Particular.WHO,
    "which": Particular.WHICH,
    "where": Particular.WHERE,
    "what": Particular.WHAT,
    "how_is": Particular.HOW,
    "how": Particular.WHAT,
}
"""What is asked for, by the form of the question."""


def _leaves_it(m: Moment, topic: Topic) -> Plan | None:
    """Asked about something that none of her lines on a narrow topic is about, she tells another thing, or says no
    more than that: those lines answer the question that they were written for."""
    if topic not in _NARROW or m.particular in (Particular.AMOUNT, Particular.WHEN, Particular.MAY):
        return None
    lines = " ".join(_near(m, m.persona.lines[Act.ANSWER].get(topic, {})))
    if not lines or not detail.names_other(_question(m), lines, m.persona.name):
        return None
    item = m.fittest(item for item in m.ready() if item.kind in _SPEAKABLE)
    if item and m.mood is not Mood.CLOSED and _may_tell_another(m):
        return tell(item)
    if particular.form(_question(m)) != particular.YES_NO:
        return None
    return _in_own_words(Particular.WHETHER)


def _may_tell_another(m: Moment) -> bool:
    """Whether a question is open and clean enough to be left aside for something else."""
    return m.reading.has(MoveId.QUESTION_OPEN) and not m.reading.flags


_NARROW = (Topic.AGREEMENTS, Topic.CONTACT, Topic.DURATION, Topic.ABSENCE, Topic.RULES, Topic.FUTURE)
"""Topics on which there is one thing to say or ask: the lines for them fit that and little else."""


def _question(m: Moment) -> str:
    return detail.divided(m.heard)[1]


def _takes_the_invitation(m: Moment, kind: Particular) -> Plan:
    """Invited to tell more, she tells something that fits; with nothing to tell, she answers in a few words."""
    idea = m.idea(m.dynamics.idea_needs_room) if kind is Particular.NEED else None
    item = idea or m.fittest(item for item in m.ready() if _suits(m, kind, item))
    if item and not (kind in (Particular.ANYTHING, Particular.EFFECT) and m.names_other(item)):
        return tell(item)
    return _in_own_words(kind)


def _in_own_words(kind: Particular) -> Plan:
    return Plan(Act.ANSWER, WORDS_OF.get(kind, kind).value)


def _suits(m: Moment, kind: Particular, item: MemoryItem) -> bool:
    """Whether telling an item answers an invitation of this kind."""
    wanted = _BROUGHT_OUT.get(kind)
    if wanted is None:
        return item.kind in _SPEAKABLE
    return item.kind is wanted and (kind is Particular.NEED or m.last in item.topics or m.overlap(item) > 0)


_BROUGHT_OUT = {
    Particular.NEED: MemoryKind.WISH,
    Particular.EFFECT: MemoryKind.WORRY,
    Particular.HELD_BACK: MemoryKind.WORRY,
}


def _is_beside(m: Moment, item: MemoryItem, topic: Topic) -> bool:
    """Whether an item, however fit to be told, is no answer to the particular thing that was asked for."""
    kind = m.particular
    if m.names_other(item):
        return True
    if kind is Particular.HANDOVER:
        return item.kind is not MemoryKind.WORK_FACT or item.topics[0] is not Topic.PLANNING
    if kind is None or _asks_for_the_first_fact(m, item):
        return False
    if kind is Particular.WHAT:
        return topic not in item.topics or not m.names_nothing
    if m.overlap(item) > 0:
        return not any(particular.default().answers(kind, line) for line in item.lines) and kind not in _BY_TELLING
    return kind is not Particular.WHICH or topic is not item.topics[0]


_BY_TELLING = (Particular.WHETHER, Particular.YOURSELF, Particular.OPINION)
"""Asked yes or no about something, one may as well tell of it."""


def _answers_particularly(m: Moment, topic: Topic) -> Plan | None:
    """Asked for something particular, the employee says what he knows of it, or that he does not know."""
    kind = m.particular
    goes_back = topic is Topic.DURATION and _UP_TO_NOW.search(_question(m)) is not None
    elsewhere = not m.subject.named and not m.names_nothing
    if kind is None or (topic in _ANSWERED_ANYWAY.get(kind, _ANSWERED_ALWAYS) and not (goes_back or elsewhere)):
        return None
    if lines := _lines_about(m, topic, kind):
        return Plan(Act.ANSWER, topic.value, lines=lines)
    if kind is Particular.MAY:
        return _in_own_words(Particular.REACT)
    return Plan(Act.ANSWER, kind.value) if m.persona.lines[Act.ANSWER].get(kind) else None


_ANSWERED_ALWAYS = (Topic.HEALTH, Topic.HOME, Topic.IDEAS, Topic.AGREEMENTS)
"""Topics with answers that fit almost whatever is asked of them."""
_ANSWERED_ANYWAY = {
    Particular.FOLLOW: (Topic.HEALTH,),
    Particular.WHY: (Topic.HEALTH,),
    Particular.WHO: (Topic.HEALTH, Topic.IDEAS),
    Particular.WANTED: (Topic.HEALTH,),
    Particular.WHAT: (Topic.HEALTH, Topic.HOME, Topic.RULES),
    Particular.WHEN: (Topic.HEALTH, Topic.HOME, Topic.DURATION, Topic.CONTACT),
    Particular.AMOUNT: (Topic.HEALTH, Topic.HOME, Topic.DURATION, Topic.CONTACT),
    Particular.WHERE: (Topic.HEALTH, Topic.HOME),
    Particular.WHETHER: (),
    Particular.YOURSELF: (Topic.HEALTH, Topic.HOME, Topic.DURATION),
    Particular.PERSON: (Topic.IDEAS, Topic.AGREEMENTS),
    Particular.CHOICE: (),
}


def _lines_about(m: Moment, topic: Topic, kind: Particular) -> tuple[str, ...]:
    """What the employee has to say about the topic that shares a word with the question, and looks like an answer."""
    asked = relevance.pointing(m.asked) & relevance.stems(detail.divided(m.heard)[1], relevance.names(m.persona))
    if not asked or kind is Particular.FOLLOW:
        return ()
    answers = m.persona.lines[Act.ANSWER]
    by_key = ((key.partition("/"), by_mood) for key, by_mood in answers.items())
    about = [(word, line) for (name, _slash, word), moods in by_key if name == topic for line in _near(m, moods)]
    looks = particular.default().answers
    fitting = [line for word, line in about if looks(kind, line) and relevance.overlap(asked, word, line)]
    return tuple(line for line in fitting if line not in m.said)


def _near(m: Moment, moods: dict[Mood, tuple[str, ...]]) -> Iterable[str]:
    """The lines for the mood of the moment; of the others when there are none."""
    return moods.get(m.mood) or (line for lines in moods.values() for line in lines)


def _asked_about(m: Moment) -> Topic:
    """The topic of a question; one that names none of its own ("Marco?") may name something she keeps."""
    if not m.subject.named:
        if len(m.heard.split()) <= _BARE:
            meant = m.fittest(item for item in m.persona.memory if item.kind in _SPEAKABLE)
            if meant and m.overlap(meant) and m.last not in meant.topics:
                return meant.topics[0]
        if Sign.WORK in m.signs:
            return Topic.OPEN
    return m.subject.topic or Topic.OPEN


def _fits(m: Moment, item: MemoryItem, topic: Topic) -> bool:
    """Whether telling an item answers a question about the topic.

    Its first topic always does; for the others the words of the question must point to the item, or there is trust
    to spare. A feeling is
    about what was just said; a general open question may bring out anything of the work, and as long as nothing
    was told any open question about the work does.
    """
    if topic is Topic.OPEN and (m.subject.topic is not None or not m.reading.flags):
        return item.kind is not MemoryKind.PRIVATE
    if topic is Topic.SMALL_TALK or (m.reading.has(MoveId.OFFER_HELP) and item.kind is not MemoryKind.WISH):
        return m.overlap(item) > 0
    first = item.kind is MemoryKind.WORK_FACT and not m.state.revealed
    if first and Sign.WORK in m.signs and m.reading.has(MoveId.QUESTION_OPEN):
        return topic in item.topics or topic not in _APART
    if topic is Topic.FEELINGS:
        return topic in item.topics and (m.last in item.topics or m.last in VAGUE)
    pointed = m.overlap(item) > 0 or m.state.trust >= item.trust + m.dynamics.trust_to_spare
    return topic is item.topics[0] or (topic in item.topics and pointed)


_APART = (Topic.COLLEAGUES, Topic.CONTACT, Topic.MANAGER, Topic.HOME, Topic.DURATION)
"""Asked about these, not just any fact of the work is an answer, even when nothing was told yet."""


def _means_something_else(m: Moment, item: MemoryItem, topic: Topic) -> bool:
    """Whether the words of the question are more those of something she does not tell yet than of this item.

    Asked about the work when nothing was told, she begins with a fact whatever the words.
    """
    if _asks_for_the_first_fact(m, item):
        return False
    untold = (i for i in m.persona.memory if i.id not in m.state.revealed and i is not item)
    hidden = (i for i in untold if i.kind in (*_SPEAKABLE, MemoryKind.PRIVATE))
    return any(topic in i.topics and m.overlap(i) > m.overlap(item) for i in hidden)


def _asks_for_the_first_fact(m: Moment, item: MemoryItem) -> bool:
    if m.particular and m.subject.topic is Topic.RULES:
        return False
    return Sign.WORK in m.signs and not m.state.revealed and item.kind is MemoryKind.WORK_FACT


def _more(m: Moment, topic: Topic) -> MemoryItem | None:
    """Something told before, about the work, that the question comes back to."""
    told = [m.persona.item(item_id) for item_id in m.state.revealed]
    known = [item for item in told if item.kind in _SPEAKABLE and topic in item.topics]
    if known and _only_asks_on(m) and known[-1] is told[-1]:
        return known[-1]
    return m.fittest(item for item in known if m.overlap(item))


def _only_asks_on(m: Moment) -> bool:
    """Whether a question right after something was told stays with that, and brings in nothing new."""
    if m.state.act != Act.DISCLOSE or m.subject.topic != m.last or any(map(m.overlap, m.ready())):
        return False
    if not m.subject.named or m.overlap(m.persona.item(m.state.revealed[-1])):
        return True
    return not any(item.topics[0] is m.subject.topic for item in m.ready())
