"""Browsing: the passages and cards for a kind of talk, for a part of it, or from one document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coach import guidance
from coach.conversation import SituationKind
from coach.guidance.card import Card, PhaseCards
from coach.guidance.passage import Passage, Phase

_SUGGESTED = 5


@dataclass(frozen=True, slots=True)
class Shelf:
    """What someone wants to see; None is everything. `document` is the title of a group of sources."""

    kind: SituationKind | None = None
    phase: Phase | None = None
    document: str | None = None

    @property
    def whole(self) -> bool:
        """Whether nothing is left out."""
        return self == Shelf()

    def holds(self, passage: Passage) -> bool:
        """Whether a passage stands on this shelf."""
        fits_kind = self.kind is None or self.kind in passage.kinds
        fits_phase = self.phase is None or self.phase in passage.phases
        return fits_kind and fits_phase and self._cites(passage.sources)

    def passages(self) -> list[Passage]:
        """The passages on this shelf, in the order of the library."""
        return list(filter(self.holds, guidance.library().passages))

    def search(self, query: str, k: int) -> list[Passage]:
        """At most `k` passages on this shelf that answer a query, the best first."""
        everything = len(guidance.library().passages)
        hits = guidance.search(query, everything, self.kind, self.phase)
        return [hit.passage for hit in hits if self.holds(hit.passage)][:k]

    def suggestions(self) -> list[Passage]:
        """A few passages of this shelf to browse by when a search finds nothing."""
        offered = list(filter(self.holds, guidance.library().suggestions()))
        return offered or self.passages()[:_SUGGESTED]

    def parts(self, kind: SituationKind) -> Iterator[tuple[PhaseCards, list[Card]]]:
        """The cards on this shelf for a kind of talk, phase after phase; phases without any are left out."""
        for part in guidance.deck(kind).phases:
            cards = [card for card in part.cards if self._cites(card.sources)]
            if cards and self.phase in (None, part.phase):
                yield part, cards

    def find_cards(self, query: str, kind: SituationKind) -> list[Card]:
        """The cards on this shelf for a kind of talk that hold the words of a query, the best first."""
        here = {card.id for _part, cards in self.parts(kind) for card in cards}
        return [card for card in guidance.find_cards(query, kind) if card.id in here]

    def _cites(self, sources: Iterable[str]) -> bool:
        document = self.document
        return document is None or any(guidance.library().sources.document(id) == document for id in sources)
