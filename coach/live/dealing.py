"""Which cards to lay down: those that fit what was heard, in the phase of the talk that the user is in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from coach import guidance
from coach.conversation import Reading, SituationKind
from coach.guidance.card import Card, CardType
from coach.guidance.passage import Phase
from coach.live import book, own_words
from coach.live.book import PREFIX, Book
from coach.live.listener import AGREES, DANGER, IDEA, MEDICAL, Heard
from coach.live.match import Matcher

_MOMENTS = {
    DANGER: 3.0, MEDICAL: 2.0, "crying": 1.5, "silent": 1.3, "refuses": 1.2, "pushes": 1.15, "angry": 1.1,
    "distrust": 1.1, "guilt": 1.1, "asks": 1.1, "hesitates": 1.1, "worried": 1.0, "unsure": 1.0, IDEA: 0.95,
    AGREES: 0.95, "going-well": 0.95, "request": 1.0, "closing": 1.0, "curt": 0.6, "later": 1.0,
    "outsider": 1.3, "about-you": 1.5, "secret": 1.15, "on-paper": 1.1, "what-if": 1.1, "threat-ill": 1.2,
    "not-together": 1.15, "blamed": 1.1, "left-out": 1.1, "not-believed": 1.05, "worn": 0.9, "story": 0.8,
    "expecting": 0.7, "must-i": 0.8, "asks-shop": 1.0, "repair": 1.05, "disputes": 1.0, "own-right": 1.2,
    "contact-amiss": 1.15, "consults": 1.15, "does-it": 1.15, "not-all": 1.05, "not-told": 1.15, "idle": 1.1,
    "may-tell": 1.15, "meet-again": 1.15, "not-you": 1.15, "normal": 1.1, "chat": 1.05,
}  # fmt: skip
"""How much the first card of a moment gains. What asks for care goes before what asks for a plan."""
_NEXT_CARD = 0.45
_SECOND_TOPIC = 0.7
_LISTENING = {"follow": 1.0, "idea": 0.6, "agree": 0.3}
_THINKING = {"follow": 0.75, "idea": 1.0, "agree": 0.5}
_AFTER_IDEA = {"follow": 0.45, "idea": 0.65, "agree": 0.75}
_AGREEING = {"follow": 0.6, "idea": 0.55, "agree": 0.9}
_LIKE = 2.6
"""How heavily it weighs what a line is like, from 0 to 1, beside what its words say (which counts about 1)."""
_UNLIKE = 0.65
"""What is left of words that a line is not like at all: one word may stand in any sentence."""
_BACKED = 0.25
"""A line that is so much like it backs the words up fully."""
_SAME = 0.5
"""What each further card of one topic or moment is worth among the first: three ways on are better than one."""
_ALARMING = 0.3
"""The card for danger to life is no guess: it comes only when a line is so much like it."""
_NO_GUESS = {DANGER: _ALARMING, AGREES: 0.33, "about-you": 0.25, "threat-ill": 0.25, "closing": 0.25}
"""So much like one of these a line must be without its words: a wrong one is more than a card that does not fit."""
_ONLY_WITH = {"acuut-gevaar": (DANGER, _ALARMING), "iemand-vertelt-zelf-iets-medisch": (MEDICAL, 0.25)}
"""A card of the deck on one of these passages needs its moment, heard or this likely: words alone are not enough."""
_GOING_ON = 0.55
"""What a card of the topic before gains when a line names none of its own."""
_MATCH = 1.2
_IN_PHASE, _NEXT_PHASE = 0.12, 0.05
_SURE_DECK = 0.75
"""From this score on a card of the deck stands beside the card with the employee's own words."""
_SAME_AS = 0.5
"""A line that is so much like a moment is that moment."""
_DECK_FROM = 0.4
"""A card of the deck joins the hand from this score on, so that the first three are not all from one source."""
_LATER_KINDS = frozenset({SituationKind.ZIEKMELDING})
_SURELY_WORK = 0.3
"""So much like one of these a line without its words must be, before it is put off: a bare sick call is not."""
_WORK = frozenset({"roster", "workload", "tasks", "colleagues", "manager", "hours", "place"})
"""Topics that wait when someone has just reported sick (domain facts, E1: short, warm, only what the work needs)."""
_FEELING = frozenset({"home", "job", "money", "told", "recognition", "manager", "rules", "whereabouts", "leave"})
"""Topics of which the first card is to listen and to be open, in whatever phase: a plan comes after that."""
_NOT_GIVEN_BACK = frozenset(
    "danger medical about-you your-turn accident crying loss someone-else bad-time reported gone abuse".split()
)
"""Moments in which nobody's words are given back: there is something else to do first."""
_NOTHING_MUCH = frozenset("silent closing curt agrees deflects rambles plain thanks recovered pardon".split())
"""Moments in which a line of so few words has nothing to give back."""
_FEW = 4
_SURE_FIRST = 0.85
"""A guess that is worth less than this stands behind the card with the employee's own words."""
_UNHEARD = "unheard"
_MOST = 8
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Dealt:
    """Cards in the order in which they are offered, and the trap beside them.

    `given_back` tells whether the words of the employee may be given back.
    """

    cards: tuple[Card, ...]
    trap: Card | None
    given_back: bool = False


class Dealing:
    """Deals for one kind of talk. Making it takes a moment; dealing does not change it."""

    def __init__(self, kind: SituationKind, known: Book) -> None:
        self._kind, self._book = kind, known
        self.deck = guidance.deck(kind)
        self.phases = tuple(part.phase for part in self.deck.phases if part.phase is not Phase.VOORBEREIDING)
        spoken = [card for card in self.deck.cards() if card.type is not CardType.CHECK]
        self._cards = [card for card in spoken if card.type is not CardType.TRAP]
        self._traps = [card for card in spoken if card.type is CardType.TRAP]
        self._phase_of = {card.id: self.deck.phase_of(card) for card in spoken}
        self._matcher, self._invited = Matcher(self._cards), Matcher(self._traps)
        self._slips = Matcher(self._traps, lambda trap: trap.avoid)

    def aim(self, phase: Phase) -> str:
        """What a phase of this talk is for."""
        part = self.deck.part(phase)
        return part.aim if part else ""

    def opening(self, phase: Phase, topic: str | None, used: frozenset[str]) -> Dealt:
        """The cards with which a phase begins; the topic of the talk so far brings in one of its own."""
        part = self.deck.part(phase)
        order = (CardType.OPENER, CardType.CLOSING, CardType.FOLLOW_UP)
        cards = [card for type in order for card in (part.of(type) if part else ()) if _belongs(card, Heard())]
        if topic is not None and phase is not Phase.OPENING and not self._waits(topic):
            act = max(self._acts(phase, Heard()).items(), key=lambda pair: pair[1])[0]
            cards.insert(1, self._book.topic_card(topic, act))
        return Dealt(_fresh(cards, used), self.trap(phase, "", None))

    def following(self, text: str, heard: Heard, phase: Phase, before: str | None, used: frozenset[str]) -> Dealt:
        """The cards that fit a line of the employee; `before` is the topic that the talk was about until then."""
        from_deck = sorted(self._deck(text, heard, phase), key=lambda pair: -pair[1])
        if heard.nothing and not (from_deck and from_deck[0][1] >= _DECK_FROM):
            return self._unheard(text, heard, phase, before, used)
        ranked = sorted((*self._live(heard, phase, before), *from_deck), key=lambda pair: -pair[1])
        cards = list(_varied(ranked))
        best = from_deck[0] if from_deck else None
        own = own_words.default().card(text, heard) if (back := _gives_back(text, heard)) else None
        wanted = best is not None and best[1] >= (_SURE_DECK if own else _DECK_FROM)
        if best and wanted and best[0] not in cards[:_SHOWN] and heard.moments[:1] != (DANGER,):
            cards.insert(_SHOWN - 2 if own else _SHOWN - 1, best[0])
        if own:
            unsure = ranked[0][1] < _SURE_FIRST and own.id == own_words.NAME
            cards.insert(0 if unsure else _SHOWN - 1, own)
        return Dealt(_fresh(cards, used), self.trap(phase, text, None), back)

    def _unheard(self, text: str, heard: Heard, phase: Phase, before: str | None, used: frozenset[str]) -> Dealt:
        """To give back what was said fits a line that no card knows, with a guess beside it; after a silence the
        phase just goes on."""
        own = own_words.default().card(text, heard) if (back := _gives_back(text, heard)) else None
        listening = (own,) if own else self._book.moment_cards(_UNHEARD) if text.strip(" .…") else ()
        guessed = list(_varied(sorted(self._live(heard, phase, None), key=lambda pair: -pair[1])))[: _SHOWN - 1]
        begun = self.opening(phase, before, used)
        first, rest = listening[:1], (*guessed, *listening[1:])
        if own and own.id == own_words.QUIET:
            first, rest = (), (*guessed, own)
        cards = _fresh((*first, *rest, *begun.cards), frozenset())
        return Dealt(cards, begun.trap, back)

    def trap(self, phase: Phase, text: str, reading: Reading | None) -> Card | None:
        """The slip to stay away from now: that of the last line when it had one, else what this moment invites."""
        if not self._traps:
            return None
        named = {id for flag in (reading.shown() if reading else ()) for id in flag.passages}
        matcher = self._slips if reading else self._invited
        alike = matcher.scores(text) if text else [0.0] * len(self._traps)

        def worth(place: int) -> float:
            trap = self._traps[place]
            mine = 2.0 if not named.isdisjoint(trap.passages) else 0.0
            return mine + _MATCH * alike[place] + 5 * _IN_PHASE * (self._phase_of[trap.id] is phase)

        return self._traps[max(range(len(self._traps)), key=worth)]

    def _deck(self, text: str, heard: Heard, phase: Phase) -> Iterator[tuple[Card, float]]:
        following = self._after(phase)
        for card, alike in zip(self._cards, self._matcher.scores(text), strict=True):
            stands = self._phase_of[card.id]
            if stands is Phase.VOORBEREIDING or not alike or not _belongs(card, heard):
                continue
            near = _IN_PHASE if stands is phase else _NEXT_PHASE if stands is following else 0.0
            yield card, _MATCH * alike + near

    def _live(self, heard: Heard, phase: Phase, before: str | None) -> Iterator[tuple[Card, float]]:
        strong = self._strengths(heard)
        for name, strength in strong.items():
            if name in self._book.moments:
                for number, card in enumerate(self._book.moment_cards(name)):
                    yield card, strength * (_NEXT_CARD if number else 1.0)
            elif self._waits(name):
                if name in heard.topics or dict(heard.likely)[name] >= _SURELY_WORK:
                    yield self._book.moment_cards("later")[0], 0.9 * strength
            else:
                yield from self._of_topic(name, phase, heard, strength)
        if not heard.topics and heard.moments and before and before not in strong and not self._waits(before):
            yield from self._of_topic(before, phase, heard, _GOING_ON)

    def _of_topic(self, name: str, phase: Phase, heard: Heard, gain: float) -> Iterator[tuple[Card, float]]:
        acts = _LISTENING if name in _FEELING else self._acts(phase, heard)
        for act, share in acts.items():
            yield self._book.topic_card(name, act), share * gain

    def _strengths(self, heard: Heard) -> dict[str, float]:
        """How much speaks for each topic and moment: its words in the line, and what the line is like."""
        said = {name: _MOMENTS.get(name, 1.0) * (1 - 0.05 * place) for place, name in enumerate(heard.moments)}
        said |= {name: _SECOND_TOPIC if place else 1.0 for place, name in enumerate(heard.topics[:2])}
        like = dict(heard.likely)
        found = {}
        for name in dict.fromkeys((*said, *like)):
            score = like.get(name, 0.0)
            if name not in said and score < _NO_GUESS.get(name, 0.0):
                continue
            backed = _UNLIKE + (1 - _UNLIKE) * min(1.0, score / _BACKED)
            found[name] = said.get(name, 0.0) * backed + _LIKE * score
        return found

    def _waits(self, topic: str) -> bool:
        return self._kind in _LATER_KINDS and topic in _WORK

    def _acts(self, phase: Phase, heard: Heard) -> dict[str, float]:
        if phase in (Phase.AFSPRAKEN, Phase.OPVOLGING) or AGREES in heard.moments:
            return _AGREEING
        if IDEA in heard.moments:
            return _AFTER_IDEA
        return _THINKING if phase in (Phase.EIGEN_IDEE, Phase.STEUN) else _LISTENING

    def _after(self, phase: Phase) -> Phase | None:
        place = self.phases.index(phase) + 1
        return self.phases[place] if place < len(self.phases) else None


def _belongs(card: Card, heard: Heard) -> bool:
    """Whether a card of the deck may lie there, after what was heard."""
    likely = dict(heard.likely)
    needed = (_ONLY_WITH[passage] for passage in card.passages if passage in _ONLY_WITH)
    return all(moment in heard.moments or likely.get(moment, 0.0) >= least for moment, least in needed)


def _gives_back(text: str, heard: Heard) -> bool:
    """Whether giving back what was said is right."""
    first = heard.moments[:1] or tuple(name for name, score in heard.likely[:1] if score >= _SAME_AS)
    if not _NOT_GIVEN_BACK.isdisjoint(first) or MEDICAL in heard.moments:
        return False
    if dict(heard.likely).get(DANGER, 0.0) >= _ALARMING:
        return False
    return _NOTHING_MUCH.isdisjoint(first) or len(text.split()) > _FEW


def _varied(ranked: Sequence[tuple[Card, float]]) -> Iterator[Card]:
    """The cards in order, but among the first ones each topic, moment or deck counts less for every card it has."""
    rest = {card.id: (card, score) for card, score in reversed(ranked)}
    taken: Counter[str] = Counter()
    while rest and taken.total() < _SHOWN:
        id = max(rest, key=lambda each: rest[each][1] * _SAME ** taken[_of(each)])
        taken[_of(id)] += 1
        yield rest.pop(id)[0]
    yield from (card for card, _score in ranked if card.id in rest)


def _of(id: str) -> str:
    """The topic or moment of a card of this room; a card of a deck stands for itself."""
    return id.rpartition("-")[0] if id.startswith(PREFIX) else id


def _fresh(cards: Iterable[Card], used: frozenset[str]) -> tuple[Card, ...]:
    """Each card once, those of which nothing was said yet first."""
    each = list({card.id: card for card in cards}.values())
    return tuple(sorted(each, key=lambda card: card.id in used))[:_MOST]


@cache
def default(kind: SituationKind) -> Dealing:
    """Deals from the content of the program."""
    return Dealing(kind, book.default())
