"""One call, with cards beside it. The door of this room is `LiveCall`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from coach.conversation import Conversation, FlagId, Level, Reading, SituationKind, Speaker, Turn
from coach.guidance.card import Card
from coach.guidance.passage import Phase
from coach.legible import legible
from coach.live import book, dealing, listener, own_words
from coach.live.checklist import Checklist
from coach.live.clock import elapsed
from coach.live.dealing import Dealt
from coach.live.fed_turn import FedTurn
from coach.live.finder import Finder
from coach.live.hand import Check, Draft, Found, Hand, Why
from coach.live.listener import DANGER, MEDICAL
from coach.live.notebook import Notebook
from coach.messages import gettext as _

if TYPE_CHECKING:
    from coach.debrief import Debrief
    from coach.live.meter import Meter
    from coach.live.wrap_up import WrapUp
    from coach.phrasing.silence import SilenceList

MAX_CHARS = 2_000
"""So much of one line is taken in; nobody says more in one breath, and a pasted page must not slow a call down."""
MAX_TURNS = 2_000
"""A day of talking. What came before is let go of, so that a forgotten transcript does not grow without end."""
_GOALS = 2
_SPARE = 2
_STILL_HURTS = frozenset({FlagId.THREAT, FlagId.JUDGEMENT, FlagId.PRESSURE})
_LEVELS = (Level.HARD, Level.SOFT, Level.STYLE)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Top:
    """What lies on top of the hand until it is taken away."""

    why: Why
    cards: tuple[Card, ...] = ()
    hint: str | None = None
    shown: Found | None = None


class LiveCall:
    """One call. All of it is in memory only; a file is written by `WrapUp.keep` and by nothing else.

    Every method that gives a `Hand` gives the one to show now; `hand()` gives it again. Nothing moves by itself.

    Args:
        kind: the kind of talk.
        goal: at most two lines of the user's own, shown beside the cards.
        clock: seconds that only go forward, for the meter.
        silences: the flags that the user called not right, so that they stay away here too.

    Raises:
        ContentError: the content of the program cannot be read.
        ValueError: there is no such kind of talk.
    """

    notes: Notebook
    """What the user types for himself; see `Notebook`."""

    def __init__(
        self,
        kind: SituationKind | str,
        goal: tuple[str, ...] = (),
        *,
        clock: Callable[[], float] = elapsed,
        silences: SilenceList | None = None,
    ) -> None:
        from coach.phrasing.silence import SilenceList

        self.kind = SituationKind(kind)
        self.goal = tuple(" ".join(legible(line).split()) for line in goal if line.strip())[:_GOALS]
        self._clock = clock
        self._silences = silences or SilenceList()
        self._dealing = dealing.default(self.kind)
        self._finder = Finder(self.kind)
        self._checklist = Checklist(self.kind, book.default().checks)
        self.notes = Notebook(self._silences)
        self._begin()

    def _begin(self) -> None:
        self._phase = self.phases[0]
        self._talk = Conversation(situation="live", kind=self.kind, persona="live")
        self._topic: str | None = None
        self._used: frozenset[str] = frozenset()
        self._top: _Top | None = None
        self._reading: Reading | None = None
        self._hint: str | None = None
        self._why = Why.PHASE
        self._in_danger = False
        self._open_words = ""
        self._fed: dict[int, int] = {}
        self._dealt = self._dealing.opening(self._phase, None, self._used)

    @property
    def phases(self) -> tuple[Phase, ...]:
        """The phases of this kind of talk, in its order; the preparation is not one of them."""
        return self._dealing.phases

    @property
    def phase(self) -> Phase:
        """The phase that the user is in; only `go` changes it."""
        return self._phase

    @property
    def talk(self) -> Conversation:
        """What was said and heard so far, in memory only."""
        return self._talk

    @property
    def open_words(self) -> str:
        """What may be told of the last thing heard to a model that runs on this computer.

        Empty where only the written cards are right (danger, something medical, tears, anger that leaves the room),
        and without every clause on health or private life.
        """
        return self._open_words

    @property
    def open_cards(self) -> tuple[str, ...]:
        """What the cards on the table say, as far as a model on this computer may be told it; see `open_words`."""
        hand, words = self.hand(), own_words.default()
        said = (sentence for card in (hand.question, *hand.spare) if card for sentence in card.say)
        return tuple(sentence for sentence in said if words.is_open(sentence))

    @cached_property
    def meter(self) -> Meter:
        """Who speaks, and for how long."""
        from coach.live.meter import Meter

        return Meter(clock=self._clock)

    def warm(self) -> None:
        """Read in what the first key would wait for; may run in a thread beside the screen."""
        self.find("rooster")
        self.notes.read("dinsdag 10 uur bellen")
        self._silences.read("Hoe loopt het werk?")
        listener.default().hear("rooster te zwaar")

    def hand(self) -> Hand:
        """What lies on the table now."""
        top = self._top
        cards = top.cards if top and top.cards else self._dealt.cards
        return Hand(
            phase=self._phase,
            aim=self._dealing.aim(self._phase),
            why=top.why if top else self._why,
            question=cards[0] if cards else None,
            spare=cards[1 : 1 + _SPARE],
            trap=None if top and top.why in (Why.MEDICAL, Why.DANGER) else self._dealt.trap,
            checks=self.checks(),
            hint=top.hint if top and top.hint else self._hint,
            shown=top.shown if top else None,
            reading=self._reading,
        )

    def go(self, step: int) -> Hand:
        """Move so many phases on (or back, when negative), as far as there are."""
        place = self.phases.index(self._phase)
        arrived = self.phases[min(max(0, place + step), len(self.phases) - 1)]
        if arrived is not self._phase:
            self._phase, self._top, self._hint, self._why = arrived, None, None, Why.PHASE
            self._open_words = ""
            self._dealt = self._dealing.opening(arrived, self._topic, self._used)
        return self.hand()

    def pick(self, number: int) -> Hand:
        """Make a spare card (1 or 2) the main one; the main one becomes spare. Another number changes nothing."""
        top = self._top
        cards = list(top.cards if top and top.cards else self._dealt.cards)
        if not 1 <= number <= min(_SPARE, len(cards) - 1):
            return self.hand()
        cards[0], cards[number] = cards[number], cards[0]
        if top and top.cards:
            self._top = replace(top, cards=tuple(cards))
        else:
            self._dealt, self._why = replace(self._dealt, cards=tuple(cards)), Why.CHOSEN
        return self.hand()

    def find(self, query: str, limit: int = 7) -> tuple[Found, ...]:
        """Cards, passages and own documents that answer what is typed so far; nothing for no words."""
        return self._finder.find(query, limit)

    def show(self, found: Found) -> Hand:
        """Lay what was found on the table: a card as the main one, a passage or excerpt on top (`Hand.shown`)."""
        if found.card is not None:
            rest = tuple(card for card in self._dealt.cards if card.id != found.card.id)
            self._dealt, self._why = replace(self._dealt, cards=(found.card, *rest)), Why.CHOSEN
            self._top, self._hint = None, None
        else:
            self._top = _Top(Why.CHOSEN, shown=found)
        return self.hand()

    def back(self) -> Hand:
        """Take away what lies on top (an urgent card, a passage): the hand from before. Escape does this."""
        self._top = None
        return self.hand()

    def heard(self, text: str) -> Hand:
        """What the employee says or does, in telegram style: the cards that fit it."""
        return self._heard(text, ticks=True)

    def draft(self, text: str) -> Draft:
        """Read what the manager is about to say; nothing of it is kept and no hand changes."""
        clean = _clean(text)
        if not clean:
            return Draft("", Reading())
        reading = self._read(clean)
        flags = sorted(reading.shown(), key=lambda flag: (_LEVELS.index(flag.level), -flag.certainty))
        worst = flags[0] if flags else None
        return Draft(clean, reading, worst.why if worst else "", (worst.instead or "") if worst else "")

    def said(self, text: str) -> Hand:
        """The manager said this: it is read, and ticks what it does. An empty text is a silence that he let fall."""
        return self._said(text, ticks=True)

    def tick(self, check_id: str) -> Hand:
        """Tick a check by hand, or take the tick away; the program does not tick it again after that."""
        self._checklist.toggle(check_id)
        return self.hand()

    def checks(self, phase: Phase | None = None) -> tuple[Check, ...]:
        """The checks of a phase (the present one), ticked as far as they are."""
        return self._checklist.of(phase or self._phase)

    def medical(self) -> Hand:
        """«I heard something medical»: what to say, and a reminder not to write it down. `back` ends it."""
        return self._urgent(Why.MEDICAL, MEDICAL)

    def danger(self) -> Hand:
        """Danger to life: safety first. `back` ends it."""
        self._in_danger = True
        return self._urgent(Why.DANGER, DANGER)

    def feed(self, turn: FedTurn) -> Hand:
        """A line of a transcript: as `said` or `heard`, by its speaker; the meter counts it too.

        A doubtful line ticks nothing, and a line without a speaker is taken as heard and ticks nothing either. A line
        that is not final only brings cards; a correction takes the place of what it corrects; a late line joins the
        talk and leaves the table as it is. What an earlier version of a line ticked stays ticked.
        """
        self.meter.feed(turn)
        text = _clean(turn.text)
        before = self._dealt, self._topic, self._why, self._hint, self._top, self._reading
        place = self._fed.get(turn.number) if turn.revision else None
        if not text:
            return self.hand()
        if turn.speaker is Speaker.MANAGER and turn.final:
            self._said(text, ticks=not turn.doubtful, place=place)
        elif turn.speaker is not Speaker.MANAGER:
            sure = turn.final and not turn.doubtful and turn.speaker is Speaker.EMPLOYEE
            self._heard(text, ticks=sure, place=place, kept=turn.final)
        if turn.final and place is None:
            self._fed[turn.number] = len(self._talk.turns) - 1
        if turn.late and not self._in_danger:
            self._dealt, self._topic, self._why, self._hint, self._top, self._reading = before
        return self.hand()

    def own_debrief(self) -> Debrief:
        """What the manager's own lines show; the words of the employee are left out of it."""
        from coach.debrief import debrief

        own = tuple(self._talk.by(Speaker.MANAGER))
        return debrief(self._talk.model_copy(update={"turns": own, "finished": True}))

    def wrap_up(self) -> WrapUp:
        """What could be kept of this call, for the user to look through; nothing is written yet."""
        from coach.live.wrap_up import WrapUp

        return WrapUp(self)

    def forget(self) -> None:
        """Let go of everything of this call: turns, notes and ticks. What is left is an empty call."""
        self.notes.clear()
        self._checklist.clear()
        self.__dict__.pop("meter", None)
        self.goal = ()
        self._begin()

    def _heard(self, text: str, *, ticks: bool, place: int | None = None, kept: bool = True) -> Hand:
        clean = _clean(text)
        if not clean:
            return self.hand()
        found = listener.default().hear(clean)
        if ticks:
            self._checklist.heard(clean, found, self._phase)
        if kept:
            self._take(Turn(speaker=Speaker.EMPLOYEE, text=clean), place)
        self._dealt = self._dealing.following(clean, found, self._phase, self._topic, self._used)
        self._open_words = own_words.default().open_words(clean) if self._dealt.given_back else ""
        self._topic = found.topics[0] if found.topics else self._topic
        self._why, self._top, self._reading = Why.HEARD, None, None
        moment = found.moments[0] if found.moments else None
        self._hint = book.default().moments[moment].hint if moment else None
        if moment == DANGER:
            return self.danger()
        return self.hand()

    def _said(self, text: str, *, ticks: bool, place: int | None = None) -> Hand:
        clean = _clean(text)
        self._open_words = ""
        reading = self._read(clean) if clean else Reading()
        if ticks:
            self._checklist.said(clean, reading)
        if not clean:
            return self.hand()
        self._take(Turn(speaker=Speaker.MANAGER, text=clean, reading=reading), place)
        self._reading, self._hint = reading, _better(reading)
        if reading.shown():
            trap = self._dealing.trap(self._phase, clean, reading)
            self._dealt = Dealt(self._dealt.cards, trap)
        elif self._use(clean):
            self._why = Why.SAID
        return self.hand()

    def _use(self, said: str) -> bool:
        """Put a card behind the others once one of its sentences was said; tells whether there was one."""
        words = set(_WORD.findall(said.casefold()))
        spent = [card.id for card in self._dealt.cards if any(_says(words, sentence) for sentence in card.say)]
        self._used |= frozenset(spent)
        if spent:
            cards = tuple(sorted(self._dealt.cards, key=lambda card: card.id in self._used))
            self._dealt = replace(self._dealt, cards=cards)
        return bool(spent)

    def _read(self, text: str) -> Reading:
        """A line of the manager; with danger to life at hand, asking straight and calling someone are right."""
        heard = [turn.text for turn in self._talk.by(Speaker.EMPLOYEE)]
        reading = self._silences.read(text, heard[-1] if heard else None, earlier=heard[:-1])
        if not self._in_danger:
            return reading
        kept = tuple(flag for flag in reading.flags if flag.id in _STILL_HURTS)
        return reading.model_copy(update={"flags": kept, "style": ()})

    def _urgent(self, why: Why, moment: str) -> Hand:
        known = book.default()
        self._open_words = ""
        self._top = _Top(why, known.moment_cards(moment), known.moments[moment].hint)
        return self.hand()

    def _take(self, turn: Turn, place: int | None) -> None:
        turns = self._talk.turns
        if place is not None and place < len(turns):
            turns = (*turns[:place], turn, *turns[place + 1 :])
        else:
            turns = (*turns, turn)
        if len(turns) > MAX_TURNS:
            turns = turns[-MAX_TURNS // 2 :]
            self._fed.clear()
        self._talk = self._talk.model_copy(update={"turns": turns})


def _better(reading: Reading) -> str | None:
    """One line about the heaviest flag of something that was said."""
    flags = sorted(reading.shown(), key=lambda flag: (_LEVELS.index(flag.level), -flag.certainty))
    if not flags:
        return None
    return _("Rather: {sentence}").format(sentence=flags[0].instead) if flags[0].instead else flags[0].why


def _says(words: set[str], sentence: str) -> bool:
    """Whether most of the words of a sentence were said."""
    own = set(_WORD.findall(sentence.casefold()))
    return len(own & words) >= 0.7 * len(own)


def _clean(text: str) -> str:
    return " ".join(legible(text[:MAX_CHARS]).split())
