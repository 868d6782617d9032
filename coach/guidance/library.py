"""The shelf of passages: by id, by the flag they explain, and by what someone asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from coach import content, locations
from coach.conversation import Flag, FlagId, SituationKind
from coach.guidance.index import Index
from coach.guidance.passage import Passage, Phase
from coach.guidance.passage import load as load_passage
from coach.guidance.sources import Sources
from coach.guidance.sources import load as load_sources


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that answers a query. Scores compare hits of the same query only; higher is better."""

    passage: Passage
    score: float


class Library:
    """All passages of one language. The search index is built at the first search."""

    def __init__(self, passages: Iterable[Passage], sources: Sources) -> None:
        self.passages = tuple(sorted(passages, key=lambda passage: passage.id))
        self.sources = sources
        self._by_id = {passage.id: passage for passage in self.passages}

    def passage(self, id: str) -> Passage | None:
        """The passage with this id, or None."""
        return self._by_id.get(id)

    def search(
        self, query: str, k: int = 5, kind: SituationKind | None = None, phase: Phase | None = None
    ) -> list[Hit]:
        """At most `k` passages that answer a query, the best first; none when nothing answers it.

        `kind` and `phase` keep only the passages that fit that kind of talk and that part of it.
        """

        def wanted(place: int) -> bool:
            passage = self.passages[place]
            return (kind is None or kind in passage.kinds) and (phase is None or phase in passage.phases)

        return [Hit(self.passages[place], score) for place, score in self._index.search(query, k, wanted)]

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
    def _index(self) -> Index:
        return Index(self.passages)


def load(folder: Path) -> Library:
    """Read the sources and every passage of a folder of knowledge.

    Raises:
        ContentError: a file is not as it should be, or a passage names an unknown source.
    """
    sources = load_sources(folder / "sources.yaml")
    files = content.files(folder / "passages", "*.md")
    return Library([load_passage(path, sources) for path in files], sources)


@cache
def default() -> Library:
    """The library that comes with the program."""
    return load(locations.knowledge())
