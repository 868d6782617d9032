"""The shelf of passages: by id, by the flag they explain, and by what someone asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from coach import content, locations
from coach.conversation import Conversation, Flag, FlagId, SituationKind
from coach.guidance import fusion, ranker, semantic
from coach.guidance.index import MAX_QUERY_CHARS, Index
from coach.guidance.passage import Passage, Phase
from coach.guidance.passage import load as load_passage
from coach.guidance.ranker import Ranker
from coach.guidance.semantic import SemanticSearch
from coach.guidance.sources import Sources
from coach.guidance.sources import load as load_sources

_WORDS_WEIGH = 0.1
"""How much sharing the words of a question weighs beside being asked for by it (chosen on questions by others)."""
_ASKED_FOR, _SHARED = 0.06, 0.3
"""A question is answered when it asks for some passage this much, or shares this much of its words with one.
Measured: 2 to 3 % of the questions by others stay below, and two in three questions on something else."""
_FEW_WORDS, _HELD = 3, 0.2
"""So few words are the title of what someone looks for: a passage that holds this much of them is an answer."""
_FAINT = 0.02
"""Then a passage is worth showing from here up, even when it shares no words with the question."""
_KIND_WEIGHS, _HEARD_WEIGHS = 0.02, 0.3
"""What fitting the kind of talk, and being asked for by the employee's last words, add."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that answers a query. Scores compare hits of the same query only; higher is better."""

    passage: Passage
    score: float


class Library:
    """All passages of one language.

    The search index is built at the first search; then `learned` is asked for the ranker, if there is one, and
    `meaning` for search by meaning, which loads in the background and joins in when it is ready.
    """

    def __init__(
        self,
        passages: Iterable[Passage],
        sources: Sources,
        learned: Callable[[], Ranker | None] = lambda: None,
        meaning: Callable[[Sequence[Passage]], SemanticSearch | None] = lambda passages: None,
    ) -> None:
        self.passages = tuple(sorted(passages, key=lambda passage: passage.id))
        self.sources = sources
        self._learned = learned
        self._meaning = meaning
        self._by_id = {passage.id: passage for passage in self.passages}

    def passage(self, id: str) -> Passage | None:
        """The passage with this id, or None."""
        return self._by_id.get(id)

    def search(
        self,
        query: str,
        k: int = 5,
        kind: SituationKind | None = None,
        phase: Phase | None = None,
        context: Conversation | None = None,
    ) -> list[Hit]:
        """At most `k` passages that answer a query, the best first; none when nothing answers it.

        `kind` and `phase` keep only the passages that fit that kind of talk and that part of it. With `context`, the
        talk in which the question comes up, passages that fit its kind and the employee's last words come first among
        those that answer equally well.
        """
        hits = [
            hit
            for hit in self._fused(query[:MAX_QUERY_CHARS], context)
            if (kind is None or kind in hit.passage.kinds) and (phase is None or phase in hit.passage.phases)
        ]
        return hits[: max(0, k)]

    def _fused(self, query: str, context: Conversation | None) -> list[Hit]:
        """What words find, and what search by meaning finds if it is ready, by their places in both."""
        hits = self._answers(query, context)
        near = (self.semantic.ranked(query) if self.semantic and query.strip() else None) or ()
        if not near:
            return hits
        places = fusion.reciprocal_rank(
            (hit.passage.id for hit in hits), (self.passages[place].id for place, _likeness in near)
        )
        return [Hit(self._by_id[id], score) for id, score in places]

    def _answers(self, query: str, context: Conversation | None) -> list[Hit]:
        """Every passage that may answer a query, the best first; none when nothing answers it."""
        shares = self._index.shares(query)
        asked = self._asked(query)
        shared = _HELD if len(query.split()) <= _FEW_WORDS else _SHARED
        if asked and max(asked.values()) < _ASKED_FOR and max(shares.values(), default=-1.0) < shared:
            return []
        around = self._around(context)
        hits = [
            Hit(
                passage,
                max(0.0, asked.get(passage.id, 0.0)) + _WORDS_WEIGH * shares.get(place, 0.0) + around(passage),
            )
            for place, passage in enumerate(self.passages)
            if place in shares or asked.get(passage.id, 0.0) >= _FAINT
        ]
        return sorted(hits, key=lambda hit: -hit.score)

    def _asked(self, text: str) -> Mapping[str, float]:
        return self._ranker.scores(text) if self._ranker and text.strip() else {}

    def _around(self, context: Conversation | None) -> Callable[[Passage], float]:
        """What the talk in which a question comes up adds to a passage."""
        if context is None:
            return lambda passage: 0.0
        heard = self._asked((context.last_employee_text or "")[:MAX_QUERY_CHARS])
        kind = context.kind
        return lambda passage: _KIND_WEIGHS * (kind in passage.kinds) + _HEARD_WEIGHS * heard.get(passage.id, 0.0)

    def passages_for(self, flag: Flag | FlagId) -> list[Passage]:
        """The passages that explain a flag: its own first, then all that name it, firmest ground first."""
        own = flag.passages if isinstance(flag, Flag) else ()
        flag_id = flag.id if isinstance(flag, Flag) else flag
        naming = [passage for passage in self.passages if flag_id in passage.flags]
        naming.sort(key=lambda passage: (passage.standing.rank, passage.flags.index(flag_id)))
        chosen = [self._by_id[id] for id in own if id in self._by_id]
        return list({passage.id: passage for passage in (*chosen, *naming)}.values())

    def suggestions(self, count: int = 5) -> list[Passage]:
        """Passages to browse by when a search finds nothing: one for each part of a talk, in its order.

        Of each part the one on the firmest ground that fits most kinds of talk.
        """
        chosen: list[Passage] = []
        for phase in Phase:
            fitting = (p for p in self.passages if phase in p.phases and p not in chosen)
            best = min(fitting, key=lambda p: (p.standing.rank, -len(p.kinds), len(p.phases)), default=None)
            if best is not None:
                chosen.append(best)
        return chosen[: max(0, count)]

    def references(self, passage: Passage) -> tuple[str, ...]:
        """Where a passage comes from, in words for the reader.

        Raises:
            KeyError: the passage names a source that this library does not have.
        """
        return tuple(map(self.sources.reference, passage.sources))

    @cached_property
    def semantic(self) -> SemanticSearch | None:
        """Search by meaning, if a model was adopted; asking for it begins to load it."""
        found = self._meaning(self.passages)
        if found is not None:
            found.start()
        return found

    @cached_property
    def _ranker(self) -> Ranker | None:
        return self._learned()

    @cached_property
    def _index(self) -> Index:
        return Index(self.passages)


def load(
    folder: Path,
    learned: Callable[[], Ranker | None] = lambda: None,
    meaning: Callable[[Sequence[Passage]], SemanticSearch | None] = lambda passages: None,
) -> Library:
    """Read the sources and every passage of a folder of knowledge.

    Raises:
        ContentError: a file is not as it should be, or a passage names an unknown source.
    """
    sources = load_sources(folder / "sources.yaml")
    files = content.files(folder / "passages", "*.md")
    return Library([load_passage(path, sources) for path in files], sources, learned, meaning)


@cache
def default() -> Library:
    """The library that comes with the program."""
    return load(locations.knowledge(), ranker.default, semantic.adopted)
