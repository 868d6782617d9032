"""The search index: BM25 over titles, example questions and texts of passages."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from math import log1p
from typing import Any, Protocol

from coach.guidance import analysis, spelling

MAX_QUERY_CHARS = 2_000
"""A query is read up to here; nobody asks at greater length."""

_MAX_CORRECTIONS = 20

_TITLE_WEIGHT, _QUESTIONS_WEIGHT, _TEXT_WEIGHT = 3, 1, 2
"""How often a field is counted. Questions weigh least: each is worded on purpose unlike all the rest."""

_FLOOR_RARE = 1.5
_FLOOR_SHARE = 0.15
"""A hit must be worth one and a half terms that occur nowhere else, or 15 % of a perfect answer. One shared
piece of a word is worth less than one such term; a full match of one common word is a good answer. Measured:
example questions left out of the index lose no right answer, and of unrelated questions 4 in 10, of unrelated
keywords 3 in 4 find nothing."""


class Indexed(Protocol):
    """What an index reads: a passage, or an excerpt of somebody's document."""

    @property
    def title(self) -> str: ...

    @property
    def questions(self) -> tuple[str, ...]: ...

    @property
    def text(self) -> str: ...


class Index:
    """Finds passages by words. Building it takes a moment; searching does not change it."""

    def __init__(self, passages: Sequence[Indexed]) -> None:
        documents = [_weighted_words(passage) for passage in passages]
        terms = [analysis.terms(words) for words in documents]
        self._size = len(passages)
        self._found_in = Counter(term for found in terms for term in set(found))
        self._known = Counter(word for words in documents for word in set(words) - analysis.STOPWORDS)
        self._bm25 = _bm25(terms) if self._found_in else None

    def shares(self, query: str) -> dict[int, float]:
        """How much of a perfect answer each passage is, by place, between 0 and 1.

        Passages that share no more with the query than noise are left out.
        """
        terms = self._query_terms(query)
        scored = [term for term in terms if term in self._found_in]
        if self._bm25 is None or not scored:
            return {}
        scores = self._bm25.get_scores(scored)
        perfect = sum(self._weight(self._found_in[term]) for term in terms)
        above = (scores >= self._floor(perfect)).nonzero()[0]
        return {int(place): min(1.0, float(scores[place]) / perfect) for place in above}

    def _query_terms(self, query: str) -> list[str]:
        """The distinct terms of a query, words with a slip put right."""
        words = list(dict.fromkeys(analysis.words(query[:MAX_QUERY_CHARS])))
        strange = [word for word in words if not self._knows(word)][:_MAX_CORRECTIONS]
        meant = {word: spelling.corrected(word, self._known) for word in strange}
        return list(dict.fromkeys(analysis.terms(meant.get(word, word) for word in words)))

    def _knows(self, word: str) -> bool:
        """Whether the passages hold this word or another form of it."""
        if word in analysis.STOPWORDS or word in self._known:
            return True
        return any(term in self._found_in for term in analysis.terms([word]) if term.startswith("s:"))

    def _floor(self, perfect: float) -> float:
        return min(_FLOOR_RARE * self._weight(0), _FLOOR_SHARE * perfect)

    def _weight(self, found_in: int) -> float:
        """The most that a term adds to a score: its inverse document frequency, as the index counts it."""
        return log1p((self._size - found_in + 0.5) / (found_in + 0.5))


def _weighted_words(passage: Indexed) -> list[str]:
    """The words of a passage, those of each field as often as the field weighs."""
    fields = (
        (passage.title, _TITLE_WEIGHT),
        (" ".join(passage.questions), _QUESTIONS_WEIGHT),
        (passage.text, _TEXT_WEIGHT),
    )
    return [word for text, weight in fields for word in analysis.words(text) * weight]


def _bm25(documents: list[list[str]]) -> Any:
    import bm25s

    # The library sets its own logger to the lowest level, which would write into anyone's log.
    logging.getLogger("bm25s").setLevel(logging.WARNING)
    index = bm25s.BM25(method="lucene")
    index.index(documents, show_progress=False)
    return index
