"""Passages of guidance and cards for a talk: why something is better said otherwise, and how. The door of this room.

The functions use the library that comes with the program; they raise `ContentError` when its files cannot
be read. Searching builds an index the first time; nothing else does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach import locations
from coach.conversation import Conversation, Flag, FlagId, SituationKind
from coach.guidance.card import Card, CardType, Deck, PhaseCards
from coach.guidance.card import default as _deck
from coach.guidance.contradiction import Contradiction, contradictions_of
from coach.guidance.library import Hit, Library
from coach.guidance.library import default as _default
from coach.guidance.passage import Passage, Phase, Standing

if TYPE_CHECKING:
    from coach.guidance.documents.hit import OwnHit

__all__ = [
    "Card",
    "CardType",
    "Contradiction",
    "Deck",
    "Hit",
    "Library",
    "Passage",
    "Phase",
    "PhaseCards",
    "Standing",
    "cards_for",
    "contradictions_of",
    "deck",
    "find_cards",
    "library",
    "passage",
    "passages_for",
    "passages_from",
    "references",
    "search",
    "search_own",
    "wait_for_model",
]


def library() -> Library:
    """The library that comes with the program, read once."""
    return _default()


def search(
    query: str,
    k: int = 5,
    kind: SituationKind | None = None,
    phase: Phase | None = None,
    context: Conversation | None = None,
) -> list[Hit]:
    """At most `k` passages that answer a query, the best first.

    An empty list means that nothing answers it; `library().suggestions()` then offers something to browse.
    `kind` and `phase` keep only the passages that fit that kind of talk and that part of it; `context` is the talk in
    which the question comes up, and decides between passages that answer equally well. Search by meaning joins in
    when the user adopted a model for it and that has been loaded.
    """
    return library().search(query, k, kind, phase, context)


def search_own(query: str, k: int = 5) -> list[OwnHit]:
    """At most `k` excerpts of the organisation's own documents that answer a query, the best first.

    Raises:
        DocumentError: the file that holds the documents cannot be used.
    """
    if not locations.own_documents().exists():
        return []
    from coach.guidance.documents import finder

    return finder.current().search(query, k)


def wait_for_model() -> str | None:
    """Wait until search by meaning is ready, if a model was adopted for it; for who asks one question and leaves.

    Returns a sentence for the user when the model is not going to be ready: words are searched then.
    """
    semantic = library().semantic
    if semantic is None:
        return None
    semantic.wait()
    return semantic.trouble


def passage(id: str) -> Passage | None:
    """The passage with this id, or None."""
    return library().passage(id)


def passages_for(flag: Flag | FlagId) -> list[Passage]:
    """The passages that explain a flag: its own first, then all that name it, firmest ground first."""
    return library().passages_for(flag)


def references(passage: Passage) -> tuple[str, ...]:
    """Where a passage comes from, in words for the reader."""
    return library().references(passage)


def deck(kind: SituationKind) -> Deck:
    """The cards for one kind of talk: its phases in order, each with its aim. Read once."""
    return _deck(kind)


def cards_for(conversation: Conversation, k: int = 5, phase: Phase | None = None) -> list[Card]:
    """At most `k` cards that fit a conversation now, the best first, each once; the same talk gives the same cards.

    They match what the employee said last and belong to this kind of talk. `phase` is where the talk is, for who
    knows it; without it a guess counts a little. The flags of the manager's last line bring in the traps that they
    belong to, though never more than one card in three is a trap. Left out are cards of which the manager has said a
    sentence, and checks and cards for before or after the talk, unless that is the phase.

    The first call for a kind of talk takes a moment, the next ones a few milliseconds at most.
    """
    from coach.guidance import dealer

    return dealer.default(conversation.kind).deal(conversation, k, phase)


def find_cards(query: str, kind: SituationKind) -> list[Card]:
    """The cards for one kind of talk that hold the words of a query, the best first."""
    from coach.guidance import dealer

    return dealer.default(kind).find(query)


def passages_from(source: str) -> list[Passage]:
    """The passages that name a source, such as `C7` or `002/houding`."""
    return [passage for passage in library().passages if source in passage.sources]
