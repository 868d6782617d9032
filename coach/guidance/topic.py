"""Which verdict a question is about, from its words and from the example questions of every verdict."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import sqrt

from coach.guidance import analysis, spelling
from coach.guidance.classifier import Classifier
from coach.guidance.phrases import Match, Phrases
from coach.guidance.verdict import Verdict
from coach.guidance.wordlist import expanded, list_named

_PIECE = 0.3
"""What a piece of a word counts beside its stem; all pieces together weigh as much as one or two stems."""

_PHRASE, _LISTED = 4.0, 0.8
"""What a phrase of a verdict counts, and one from a list that it names. A phrase that several verdicts have, and one
that is part of a longer one in the same place, count less."""

_PART = 0.3
_MOST = 2.2
"""However many phrases of a verdict are found, together they count no more than this many."""

_CORRECTED_FROM = 7
"""Letters of the shortest word in which a slip is put right: a shorter one is easily a word of its own."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A verdict that a question may be about; the score is about 1 for a plain case and about 0 for none at all."""

    verdict: Verdict
    score: float


class TopicReader:
    """Ranks verdicts for a question. Learning from the examples takes a moment and is done at the first question."""

    def __init__(self, verdicts: Sequence[Verdict], lists: Mapping[str, Iterable[str]]) -> None:
        """`lists` holds the lists that verdicts name."""
        self.verdicts = tuple(verdicts)
        self._own: dict[str, dict[int, float]] = defaultdict(dict)
        for place, verdict in enumerate(self.verdicts):
            for word in verdict.words:
                weight = _LISTED if list_named(word) else _PHRASE
                for phrase in expanded((word,), lists):
                    self._own[phrase][place] = max(weight, self._own[phrase].get(place, 0))
        self._phrases = Phrases(self._own)

    def topics(self, question: Sequence[str], k: int) -> list[Topic]:
        """The `k` verdicts that a question, given as `analysis.words`, is most likely about, the likeliest first."""
        words = [self._meant(word) for word in question]
        scores = self._classifier.scores(self._features(words))
        example = self._asked.get(tuple(question))
        if example is not None:
            scores[example] = max(scores) + 1
        order = sorted(range(len(scores)), key=lambda place: (-scores[place], place))
        return [Topic(self.verdicts[place], scores[place]) for place in order[:k]]

    @cached_property
    def _asked(self) -> dict[tuple[str, ...], int]:
        """The example questions, word for word, with the place of their verdict."""
        examples = [(text, place) for place, verdict in enumerate(self.verdicts) for text in verdict.questions]
        return {tuple(analysis.words(text)): place for text, place in examples}

    @cached_property
    def _classifier(self) -> Classifier:
        texts = [(text, place) for place, verdict in enumerate(self.verdicts) for text in _examples(verdict)]
        features = [self._features(analysis.words(text)) for text, _place in texts]
        return Classifier(features, [place for _text, place in texts], len(self.verdicts))

    def _features(self, words: Sequence[str]) -> dict[str, float]:
        """Stems, pieces of words, and the phrases of each verdict as one feature."""
        features = {term: 1.0 if term.startswith("s:") else _PIECE for term in analysis.terms(words)}
        hits: dict[int, float] = defaultdict(float)
        found = self._phrases.matches(words)
        for match in found:
            own = self._own[match.phrase]
            share = (_PART if _is_part(match, found) else 1) / sqrt(len(own))
            for place, weight in own.items():
                hits[place] += weight * share
        return features | {f"v:{place}": min(weight, _MOST * _PHRASE) for place, weight in hits.items()}

    def _meant(self, word: str) -> str:
        """The word, or the known one at one slip from it."""
        known = len(word) < _CORRECTED_FROM or word in self._known or self._phrases.any([word])
        return word if known else spelling.corrected(word, self._known)

    @cached_property
    def _known(self) -> Counter[str]:
        texts = [text for verdict in self.verdicts for text in _examples(verdict)]
        return Counter(word for text in (*texts, *self._own) for word in analysis.words(text))


def _examples(verdict: Verdict) -> tuple[str, ...]:
    return (verdict.topic, *verdict.questions)


def _is_part(match: Match, found: Iterable[Match]) -> bool:
    return any(other.covers(match) for other in found)
