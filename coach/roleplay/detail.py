"""Which small thing an employee is asked for: the one whose ways of asking are most like the question.

What speaks for a detail (words shared with its ways of asking and with its answers, the same form of question, what
the employee told last) is weighed by numbers that were learned from the details themselves: each way of asking had to
be found again by the others (`training/train_details.py`). A word counts by how rare it is in what managers say. All
details compete with one another and with none of them, so the result is a probability.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict

from coach import locations, packed
from coach.roleplay import particular
from coach.roleplay.particular import INVITING, SETTLED, Particular
from coach.roleplay.persona import Detail, MemoryItem, Persona

VERSION = 3
"""Changes when the evidence changes: weights of another version do not fit."""
ENOUGH = 0.4
"""From this probability on a question is taken to ask for a detail."""
RATHER = 0.35
"""From this one on it is when otherwise the employee would have to say that he does not know."""
_TELLING = 0.45
"""A word as rare as this says what a question is about."""
_NAMING = 0.55
"""A word as rare as this names something: no question holds it by chance."""
_BEYOND_DOUBT = 0.86
"""From this one on a question for yes or no is taken to ask for something that says neither."""
_SAME_WORDS = 0.75
"""A question so much like a way of asking for a detail asks for that one,"""
_WRITTEN_FOR = 0.6
"""at least as probably as this, however common its words are."""
_RARE = 0.62
"""A word as rare as this, said by some managers in a thousand, is not one that any question may hold."""
_WORD = re.compile(r"[^\W_]+")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_ACCENT = re.compile("[\u0300-\u036f]+")


class Evidence(NamedTuple):
    """What speaks for one detail, each between -1 and 1 or so.

    Attributes:
        alike: words shared with its likest way of asking, of all words in both.
        asked: the part of the question's words that occurs in any way of asking for it.
        known: the part that occurs in those, in its answers, or in what it follows on.
        form: whether it is asked for in this form of question (who, when, how many …).
        recent: whether it follows on what was told last.
        elsewhere: whether it follows on something that was told before that.
        bare: the fewer telling words the question has, the more `recent` counts.
        context: words shared with what the employee said just before.
        shared: how much the words tell that the question has in common with its ways of asking.
        follows: the fewer telling words the question has, the more `context` counts.
        behind_alike, behind_known: how far it stays behind the best.
    """

    alike: float
    asked: float
    known: float
    form: float
    recent: float
    elsewhere: float
    bare: float
    context: float
    shared: float
    follows: float
    behind_alike: float = 0.0
    behind_known: float = 0.0


class DetailCard(BaseModel):
    """What the file of learned numbers says of itself.

    `scale` holds the step of the rarities, `weights` one number for each part of the evidence, `bias` what is added
    to their sum.
    """

    model_config = ConfigDict(frozen=True)

    version: int
    trained_on: int
    scale: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float


class Learned:
    """The learned numbers: how rare the stems are, and how heavily each evidence weighs."""

    def __init__(self, card: DetailCard, stems: Sequence[str], rarities: bytes) -> None:
        self.card = card
        step = card.scale[0]
        self._rarity = {stem: value * step for stem, value in zip(stems, rarities, strict=True)}

    def rarity(self, stem: str) -> float:
        """How rare a word is in what managers say, from 0 to 1: 1 when it was never heard."""
        return self._rarity.get(stem, 1.0)

    def score(self, evidence: Evidence) -> float:
        """How much speaks for a detail; above 0 more than for none."""
        return self.card.bias + sum(one * weight for one, weight in zip(evidence, self.card.weights, strict=True))


@dataclass(frozen=True, slots=True)
class Found:
    """A detail that is asked for, and how probable that is; with `same_words`, in words that were written for it."""

    detail: Detail
    probability: float
    same_words: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    """A detail as it is compared: the stems of each way of asking, the forms of question, and all that it knows."""

    detail: Detail
    asks: tuple[frozenset[str], ...]
    forms: frozenset[str]
    asked: frozenset[str]
    known: frozenset[str]
    said: frozenset[str]


class Details:
    """The small things one employee knows."""

    def __init__(
        self, details: Collection[Detail], memory: Collection[MemoryItem], own: str, learned: Learned
    ) -> None:
        """Take in the details; `own` is the employee's name, which points to nothing."""
        self.learned = learned
        self._own = frozenset(stems(own))
        items = {item.id: item for item in memory}
        self.entries = tuple(self._entry(one, items.get(one.after or "")) for one in details)
        spread = Counter(stem for entry in self.entries for stem in entry.asked | entry.said)
        size = len(self.entries)
        self._weights = {
            stem: learned.rarity(stem) * (0.5 + 0.5 * _share(count, size)) for stem, count in spread.items()
        }
        self._masses = {ask: self._mass(ask) for entry in self.entries for ask in entry.asks}

    def find(self, heard: str, before: str, told: Collection[str], last: Collection[str]) -> Found | None:
        """The detail that a line asks for, or None when none is probable enough.

        Args:
            heard: the manager's line.
            before: what the employee said just before it.
            told: ids of the items that have been told; details of others do not exist yet.
            last: ids of those told in the last turns.
        """
        rest, asked = divided(heard)
        best = self.likeliest(asked, f"{before} {rest}", told, last)
        return best if best and best.probability >= RATHER else None

    def likeliest(self, asked: str, before: str, told: Collection[str], last: Collection[str]) -> Found | None:
        """The detail that a question asks for most probably, however improbable; None when none has to do with it."""
        there = [entry for entry in self.entries if entry.detail.after is None or entry.detail.after in told]
        if not there:
            return None
        evidence = self.evidence(asked, before, there, last)
        scores = [self.learned.score(one) for one in evidence]
        best = scores.index(max(scores))
        every = math.exp(-scores[best]) + sum(math.exp(score - scores[best]) for score in scores)
        same = evidence[best].alike >= _SAME_WORDS
        least = _WRITTEN_FOR if same else 0.0
        found = Found(there[best].detail, least + (1 - least) / every, same)
        return found if found.same_words or self._answers(there[best], asked, found.probability) else None

    def _answers(self, entry: _Entry, asked: str, probability: float) -> bool:
        return self._has_to_do_with(entry, asked) and _may_answer(entry, asked, probability)

    def _has_to_do_with(self, entry: _Entry, asked: str) -> bool:
        """Whether a question that names something names what the detail is about."""
        named = frozenset(stem for stem in stems(asked) if self.learned.rarity(stem) > _NAMING) - self._own
        return not named or not named.isdisjoint(entry.asked | entry.known)

    def evidence(
        self, asked: str, before: str, there: Sequence[_Entry], last: Collection[str], without: str | None = None
    ) -> list[Evidence]:
        """What speaks for each of these details; `without` is a way of asking that is to be left out."""
        words = frozenset(stems(asked)) - self._own
        form = particular.form(asked)
        said = frozenset(stem for stem in stems(before) if self.learned.rarity(stem) > _TELLING)
        bare = 1 / (1 + sum(self.learned.rarity(stem) > _TELLING for stem in words))
        skipped = frozenset(stems(without)) - self._own if without else None
        mass = self._mass(words) or 1.0
        found = [self._of(entry, words, mass, form, said, bare, last, skipped) for entry in there]
        alike, known = max(one.alike for one in found), max(one.known for one in found)
        return [one._replace(behind_alike=one.alike - alike, behind_known=one.known - known) for one in found]

    def _of(
        self, entry: _Entry, words: frozenset[str], mass: float, form: str, said: frozenset[str], bare: float,
        last: Collection[str], skipped: frozenset[str] | None,
    ) -> Evidence:  # fmt: skip
        asks = entry.asks if skipped is None else tuple(one for one in entry.asks if one != skipped)
        asked = entry.asked if skipped is None else frozenset().union(*asks)
        near = [one for one in asks if not one.isdisjoint(words)]
        alike = max((2 * self._mass(words & one) / (mass + self._masses[one]) for one in near), default=0.0)
        context = min(self._mass((said & entry.asked) | (said & entry.said)), 2.0) / 2
        met = words & asked
        recent = float(entry.detail.after is not None and entry.detail.after in last)
        return Evidence(
            alike=alike, asked=self._mass(met) / mass,
            known=self._mass(met | (words & entry.known)) / mass,
            form=float(form in entry.forms), recent=recent,
            elsewhere=float(entry.detail.after is not None and not recent), bare=bare * recent,
            context=context, shared=min(self._telling(met), 2.0) / 2, follows=bare * context,
        )  # fmt: skip

    def _mass(self, words: frozenset[str]) -> float:
        """How much words tell: the rarer, and the fewer details hold them, the more."""
        known, rarity = self._weights, self.learned.rarity
        return sum(known[stem] if stem in known else rarity(stem) for stem in words)

    def _telling(self, words: frozenset[str]) -> float:
        """What the words of a question tell together that not any question may hold."""
        return sum(rare for stem in words if (rare := self.learned.rarity(stem)) > _TELLING)

    def _entry(self, detail: Detail, item: MemoryItem | None) -> _Entry:
        asks = tuple(frozenset(stems(ask)) - self._own for ask in detail.asks)
        said = frozenset(stem for line in detail.says for stem in stems(line))
        told = (
            frozenset(stem for line in (*item.lines, item.summary) for stem in stems(line)) if item else frozenset()
        )
        forms = frozenset(particular.form(ask) for ask in detail.asks)
        return _Entry(detail, asks, forms, frozenset().union(*asks), said | told, said)


def _may_answer(entry: _Entry, asked: str, probability: float) -> bool:
    """Whether what is known looks like an answer to the question, or is asked for in that form of question.

    A question for yes or no must be beyond doubt when what is known says neither; what every manager asks ("Wat doet
    dat met je?") must be among the ways of asking for it.
    """
    form, kinds = particular.form(asked), particular.default()
    kind = kinds.kind(asked) or (Particular.YOURSELF if form == particular.YES_NO else None)
    if kind is None:
        return True
    if kind in (*INVITING, *SETTLED):
        return any(kinds.kind(ask) is kind for ask in entry.detail.asks)
    looks = any(kinds.answers(kind, line) for line in entry.detail.says)
    if form == particular.YES_NO and kind is not Particular.CHOICE:
        return looks or (form in entry.forms and probability >= _BEYOND_DOUBT)
    return looks or form in entry.forms


def is_bare(question: str) -> bool:
    """Whether a question names nothing: what it is about, if anything, was said before."""
    return not any(learned().rarity(stem) > _NAMING for stem in stems(question))


def names_other(question: str, text: str, own: str) -> bool:
    """Whether a question names things, and a text has none of them; `own` is the employee's name, which names none.

    What only invites ("Wat is het lastigst in de praktijk?") names nothing.
    """
    asked = frozenset(stems(question)) - frozenset(stems(own)) - _inviting()
    if not any(learned().rarity(stem) > _NAMING for stem in asked):
        return False
    return not any(learned().rarity(stem) > _TELLING for stem in asked.intersection(stems(text)))


@cache
def _inviting() -> frozenset[str]:
    return frozenset(stem for word in particular.data().inviting for stem in stems(word))


def is_specific(question: str) -> bool:
    """Whether a question holds a word that managers rarely use: it is about that then, not about just anything."""
    return any(learned().rarity(stem) >= _RARE for stem in stems(question))


def stems(text: str) -> list[str]:
    """The stems of all words of a text, without accents."""
    plain = _ACCENT.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return list(map(_stem, _WORD.findall(plain)))


@lru_cache(maxsize=8192)
def _stem(word: str) -> str:
    return str(_stemmer().stemWord(word))


@cache
def _stemmer() -> Any:
    from Stemmer import Stemmer

    return Stemmer("dutch")


def _share(count: int, size: int) -> float:
    """How little a stem is spread over the details, from about 0 to 1."""
    return math.log((size + 1) / (count + 0.5)) / math.log(size + 1)


def divided(heard: str) -> tuple[str, str]:
    """What is said around the last question in a line, and that question; nothing and the line itself without one."""
    sentences = _SENTENCE.split(heard)
    asked = [place for place, sentence in enumerate(sentences) if sentence.rstrip().endswith("?")]
    if not asked:
        return "", heard
    rest = sentences[: asked[-1]] + sentences[asked[-1] + 1 :]
    return " ".join(rest), sentences[asked[-1]]


def load(path: Path) -> Learned:
    """Read the learned numbers.

    Raises:
        PackedError: the file is damaged, or was made for another version.
    """
    found = packed.read(path, VERSION, {"rarities": 1})
    try:
        card = DetailCard.model_validate(found.card)
    except ValueError as error:
        raise packed.PackedError(f"{path}: {error}") from error
    if len(card.weights) != len(Evidence._fields):
        raise packed.PackedError(f"{path}: {len(card.weights)} ≠ {len(Evidence._fields)}")
    return Learned(card, found.names, found.numbers["rarities"])


def rarities(counts: Mapping[str, int], lines: int) -> dict[str, float]:
    """How rare each stem is, from 0 to 1, given in how many of so many lines it occurs."""
    return {stem: math.log((lines + 1) / (count + 0.5)) / math.log(lines + 1) for stem, count in counts.items()}


@cache
def learned() -> Learned:
    """The numbers that come with the program."""
    return load(locations.knowledge() / "model" / "details.zip")


@lru_cache(maxsize=8)
def _made(persona: str, details: tuple[Detail, ...], memory: tuple[MemoryItem, ...]) -> Details:
    return Details(details, memory, persona, learned())


def of(persona: Persona) -> Details:
    """The small things that an employee knows, made ready once."""
    return _made(persona.name, persona.details, persona.memory)
