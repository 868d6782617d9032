"""What a line of the manager is about, and the cues in it that an employee reacts to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from coach import content, locations
from coach.phrasing import reader
from coach.phrasing.pattern import Annotated, Pattern
from coach.roleplay.persona import Topic

_SHORT = 9
"""A question of at most this many words without a topic of its own goes on about the last one."""


class Cue(StrEnum):
    """Something a line does besides its flags and moves."""

    APOLOGY = "apology"
    MACHINE = "machine"
    CLOSING = "closing"
    SILENCE = "silence"
    NONSENSE = "nonsense"


class TopicData(content.Content):
    """Phrases that show a topic or a cue; see the comments in the file."""

    topics: dict[Topic, tuple[str, ...]]
    cues: dict[Cue, tuple[str, ...]]
    common_words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a line is about (None when it does not say) and its cues."""

    topic: Topic | None
    cues: frozenset[Cue]


class TopicRecogniser:
    """Finds topic and cues from phrases first, from the words of the lexicon otherwise."""

    def __init__(self, data: TopicData, source: reader.Reader) -> None:
        self._reader = source
        self._common = frozenset(data.common_words)
        self._topics = [(topic, _patterns(sources, source)) for topic, sources in data.topics.items()]
        self._cues = [(cue, _patterns(sources, source)) for cue, sources in data.cues.items()]
        self._topic_of = {name: c.topic for name, c in source.lexicon.concepts.items() if c.topic}

    def recognise(self, text: str, last: Topic | None = None) -> Subject:
        """Topic and cues of a line; `last` is the topic of the turn before, for lines that go on about it."""
        line = self._reader.prepare(text)
        words = [token for token in line.whole.tokens if not token.is_mark]
        if not words:
            return Subject(last, frozenset({Cue.SILENCE if not text.strip(" .…") else Cue.NONSENSE}))
        cues = {cue for cue, patterns in self._cues if _found(patterns, line.sentences)}
        topic = self._by_phrase(line.sentences) or self._by_words(line.whole)
        if topic is None and self._is_nonsense([token.form for token in words]):
            cues.add(Cue.NONSENSE)
        if topic is None and len(words) <= _SHORT:
            topic = last
        return Subject(topic, frozenset(cues))

    def _by_phrase(self, sentences: tuple[Annotated, ...]) -> Topic | None:
        """The topic of the last sentence that has one: what a turn ends with is what it asks about."""
        for sentence in reversed(sentences):
            for topic, patterns in self._topics:
                if _found(patterns, (sentence,)):
                    words = self._by_words(sentence)
                    vague = topic in (Topic.OPEN, Topic.FEELINGS, Topic.HEALTH)
                    return words if vague and words else topic
        return None

    def _by_words(self, line: Annotated) -> Topic | None:
        votes: Counter[str] = Counter()
        for key in line.keys:
            topic = self._topic_of.get(key.strip("{}")) if key.startswith("{") else None
            if topic:
                votes[topic] += 1
        if not votes:
            return None
        best = max(votes.items(), key=lambda vote: (vote[1], vote[0]))
        return Topic(best[0])

    def _is_nonsense(self, forms: list[str]) -> bool:
        """Whether hardly any word is known: a keyboard accident, or another language."""
        known = sum(form in self._common or bool(self._reader.lexicon.concepts_of(form)) for form in forms)
        return known * 4 < len(forms)


def _patterns(sources: tuple[str, ...], source: reader.Reader) -> list[Pattern]:
    return [Pattern(text, source.tags) for text in sources]


def _found(patterns: list[Pattern], sentences: tuple[Annotated, ...]) -> bool:
    return any(pattern.search(sentence) for pattern in patterns for sentence in sentences)


@cache
def default() -> TopicRecogniser:
    """The recogniser for the language of the program."""
    data = content.load(locations.knowledge() / "topics.yaml", TopicData)
    return TopicRecogniser(data, reader.default())
