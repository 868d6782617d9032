"""What a line of the manager is about, and the cues in it that an employee reacts to.

A model that was trained on labelled lines says what a line is about. The patterns and words of `topics.yaml` find the
cues, and say what a line is about when there is no model.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from coach import content, locations, packed
from coach.phrasing import reader
from coach.phrasing.pattern import Annotated, Pattern
from coach.roleplay import topic_model
from coach.roleplay.persona import Topic
from coach.roleplay.topic_features import FeatureMaker, Heard, TopicWords
from coach.roleplay.topic_model import TopicModel

_SHORT = 12
"""A question of at most this many words that names no topic but points back goes on about the last one."""
_CURT = 3
"""A question of so few words goes on about the last topic anyway."""
_VERY_SHORT = 2
"""So short ("Echt?", "Hoezo?") that it goes on about anything, a greeting included."""
_WORD_CAP = 2.5
"""However many words of a topic a sentence has, they count as this much together."""
_ASIDE = 0.25
"""What a sentence counts beside the one that asks."""
_LATE = 0.5
"""How much more the end of a sentence counts than its beginning: a long turn comes to its point at the end."""
_ENOUGH = 0.2
"""Below this score a sentence has no topic."""
_ON = 2.5
"""How heavily it weighs that a question seems to go on about the topic before (chosen on lines that no model had
learned from: about as good from 2 up, and without it 4 of 100 lines more go wrong)."""
_PLAIN = 0.45
"""A line with a topic that scores as high as this is plainly about it."""
_GIBBERISH = re.compile(r"[^aeiouyàáâäèéêëìíîïòóôöùúûü'’\d-]{5,}|^[^aeiouyàáâäèéêëìíîïòóôöùúûü\d]{3,}$")


class Cue(StrEnum):
    """Something a line does besides its flags and moves."""

    APOLOGY = "apology"
    MACHINE = "machine"
    CLOSING = "closing"
    SILENCE = "silence"
    NONSENSE = "nonsense"
    NOD = "nod"


class TopicEntry(content.Content):
    """How one topic shows. `weight` is what one of its phrases counts; a single word counts 1."""

    weight: float = 3
    phrases: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class TopicData(content.Content):
    """Phrases that show a topic or a cue; see the comments in the file."""

    topics: dict[Topic, TopicEntry]
    passing: tuple[Topic, ...]
    points_back: tuple[str, ...]
    back_words: tuple[str, ...]
    follow_ups: tuple[str, ...]
    cues: dict[Cue, tuple[str, ...]]
    common_words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a line is about (None when it does not say) and its cues.

    `named` is False when the line does not say what it is about, and goes on about the turn before at best; with
    `doubtful` another topic is about as probable.
    """

    topic: Topic | None
    cues: frozenset[Cue]
    named: bool = True
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class _Signs:
    """The compiled signs of one topic."""

    topic: Topic
    weight: float
    phrases: list[Pattern]
    words: list[Pattern]


class TopicRecogniser:
    """Asks the model, and weighs the phrases and words of each topic; the last question of a line counts most."""

    def __init__(self, data: TopicData, source: reader.Reader, words: TopicWords, model: TopicModel | None) -> None:
        self.model = model
        self._maker = FeatureMaker(words)
        self._reader = source
        self._common = frozenset(data.common_words)
        self._passing = frozenset(data.passing)
        self._signs = [
            _Signs(topic, entry.weight, _patterns(entry.phrases, source), _patterns(entry.words, source))
            for topic, entry in data.topics.items()
        ]
        self._back_words = frozenset(data.back_words)
        self._points_back = _patterns(data.points_back, source)
        self._follow_ups = _patterns(data.follow_ups, source)
        self._cues = [(cue, _patterns(sources, source)) for cue, sources in data.cues.items()]
        self._topic_of = {name: Topic(c.topic) for name, c in source.lexicon.concepts.items() if c.topic}

    def recognise(self, text: str, last: Topic | None = None) -> Subject:
        """Topic and cues of a line; `last` is the topic of the turn before, for lines that go on about it."""
        line = self._reader.prepare(text)
        forms = [token.form for token in line.whole.tokens if not token.is_mark]
        if not forms:
            return Subject(last, frozenset({Cue.SILENCE if not text.strip(" .…") else Cue.NONSENSE}))
        heard = self._heard(line.sentences)
        cues = self._cues_of(heard)
        if self._is_nonsense(forms) and self._by_hand(heard) is None:
            return Subject(None, frozenset(cues | {Cue.NONSENSE}))
        if self.model:
            return self._learned(self.model, heard, last, frozenset(cues))
        topic = self._by_hand(heard)
        if self._goes_on(topic, last, heard, forms):
            return Subject(last, frozenset(cues), named=False)
        return Subject(topic, frozenset(cues), named=topic is not None)

    def features(self, text: str) -> dict[str, float]:
        """What the model sees of a line."""
        return self._maker.features(self._heard(self._reader.prepare(text).sentences))

    def with_model(self, model: TopicModel | None) -> TopicRecogniser:
        """The same with another model, or with the patterns alone."""
        other = copy(self)
        other.model = model
        return other

    def _heard(self, sentences: Sequence[Annotated]) -> Heard:
        return Heard(sentences, [self._asks(sentence) for sentence in sentences])

    def _learned(self, model: TopicModel, heard: Heard, last: Topic | None, cues: frozenset[Cue]) -> Subject:
        """What the model makes of a line. A question that says nothing of its own goes on about the topic before."""
        weighed = model.weigh(self._maker.features(heard))
        scores = dict(weighed.topics)
        if last is not None and any(heard.asking):
            scores[last] += _ON * weighed.on
        found = _best(scores)
        goes_on = found is last and weighed.on > weighed.topics[found]
        named = found is not None and not goes_on
        return Subject(found, cues, named, doubtful=named and scores[found] < _PLAIN)

    def _asks(self, sentence: Annotated) -> bool:
        return self._reader.questions.kind(sentence) is not None or _found(self._follow_ups, [sentence])

    def _by_hand(self, heard: Heard) -> Topic | None:
        """The topic with the highest score by the patterns: the last question counts fully, the rest a quarter."""
        total: dict[Topic, float] = defaultdict(float)
        for index, sentence in enumerate(heard.sentences):
            share = 1 if index == heard.focus or not any(heard.asking) else _ASIDE
            late = 1 + _LATE * (index + 1) / len(heard.sentences)
            for topic, score in self._scores(sentence).items():
                total[topic] += share * late * score
        order = [signs.topic for signs in self._signs]
        best = max(total, key=lambda topic: (total[topic], -order.index(topic)), default=None)
        return best if best is not None and total[best] >= _ENOUGH else None

    def _scores(self, sentence: Annotated) -> dict[Topic, float]:
        """What each topic weighs in a sentence: its heaviest phrase, and its words."""
        words = self._word_votes(sentence)
        scores: dict[Topic, float] = {}
        for signs in self._signs:
            phrase = max((_place(p, sentence) for p in signs.phrases), default=0.0) * signs.weight
            hints = sum(_place(p, sentence) for p in signs.words)
            score = phrase + min(_WORD_CAP, hints + words[signs.topic])
            if score:
                scores[signs.topic] = score
        return scores

    def _word_votes(self, sentence: Annotated) -> dict[Topic, float]:
        """Votes of the words of the lexicon. A word that points to several topics splits its vote."""
        votes: dict[Topic, float] = dict.fromkeys(Topic, 0.0)
        tags = self._reader.lexicon.tag(sentence.tokens)
        for index, concepts in enumerate(tags):
            topics = {self._topic_of[concept] for concept in concepts if concept in self._topic_of}
            for topic in topics:
                votes[topic] += (1 + _LATE * (index + 1) / len(tags)) / len(topics)
        return votes

    def _goes_on(
        self,
        topic: Topic | None,
        last: Topic | None,
        heard: Heard,
        forms: Sequence[str],
    ) -> bool:
        """Whether a line that does not name its topic asks on about the one before."""
        if last is None or not any(heard.asking):
            return False
        if last in self._passing and len(forms) > _VERY_SHORT:
            return False
        if topic is Topic.OPEN:
            return _found(self._points_back, heard.sentences)
        short = len(forms) <= _SHORT and not self._back_words.isdisjoint(forms)
        return topic is None and (short or len(forms) <= _CURT)

    def _cues_of(self, heard: Heard) -> set[Cue]:
        cues = {cue for cue, patterns in self._cues if _found(patterns, heard.sentences)}
        stated = [sentence for sentence, asks in zip(heard.sentences, heard.asking, strict=True) if not asks]
        closing = next((patterns for cue, patterns in self._cues if cue is Cue.CLOSING), [])
        return cues if _found(closing, stated) else cues - {Cue.CLOSING}

    def _is_nonsense(self, forms: list[str]) -> bool:
        """Whether hardly any word is known: a keyboard accident, or another language.

        One or two unknown words are a name or a short reply, unless no mouth could say them.
        """
        known = sum(form in self._common or bool(self._reader.lexicon.concepts_of(form)) for form in forms)
        if len(forms) <= _VERY_SHORT:
            return not known and any(_GIBBERISH.search(form) for form in forms)
        return known * 4 < len(forms)


def _patterns(sources: Iterable[str], source: reader.Reader) -> list[Pattern]:
    return [Pattern(text, source.tags) for text in sources]


def _found(patterns: Sequence[Pattern], sentences: Iterable[Annotated]) -> bool:
    return any(pattern.search(sentence) for sentence in sentences for pattern in patterns)


def _place(pattern: Pattern, sentence: Annotated) -> float:
    """0 when the pattern is not there, else from 1 (begins the sentence) up to 1.5 (ends it)."""
    found = pattern.search(sentence)
    return 1 + _LATE * found.end() / len(sentence.text) if found else 0.0


def _best(scores: Mapping[Topic | None, float]) -> Topic | None:
    return max(scores, key=lambda topic: scores[topic])


def _shipped() -> TopicModel | None:
    """The model that comes with the program; None when there is none that fits."""
    path = locations.knowledge() / "model" / "topics.zip"
    try:
        return topic_model.load(path) if path.exists() else None
    except packed.PackedError:
        return None


@cache
def default() -> TopicRecogniser:
    """The recogniser for the language of the program."""
    folder = locations.knowledge()
    data = content.load(folder / "topics.yaml", TopicData)
    words = content.load(folder / "topic_words.yaml", TopicWords)
    return TopicRecogniser(data, reader.default(), words, _shipped())
