"""Which act a line of an employee is most like, learned from all the lines that were written for the acts.

Naive Bayes over words and pairs of words. Measured with the employees left out that are judged (six of twenty-four
at a time), together with the plain signs of `prompts/nl/voice.yaml`: 89 % of an act's own lines are taken for it, and
20 % of those of the other acts (means over the acts). What is said to something strange, or to abuse, is a kind of
its own within its act: other acts may be likelier than it, its act is not.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

from coach.content import ContentError
from coach.roleplay import library
from coach.roleplay.guide import AUTHORED
from coach.roleplay.persona import Act, Persona

Kind = tuple[Act, str]
"""An act, with its key where the lines of that key are unlike all others of the act; else with an empty text."""

AMONG = 3
"""A line is taken for an act that is among so many it is most like."""
AMONG_SHOWN = 6
"""The same, of an act whose plain sign stands in the line."""

_WORD = re.compile(r"[^\W\d_]+|[?!…]")
_APART = ("abuse", "strange")
_WEIGHT = 8.0
"""How many lines of no act in particular each act is thought to have besides its own."""


def kind(act: Act, key: str) -> Kind:
    """What a line of an act that is looked up by this key is compared with."""
    return act, key if key in _APART else ""


class ActReader:
    """Compares a line with those that were written for each act."""

    def __init__(self, lines: Iterable[tuple[Kind, str]]) -> None:
        seen: dict[Kind, Counter[str]] = defaultdict(Counter)
        number: Counter[Kind] = Counter()
        usual: Counter[str] = Counter()
        for what, line in lines:
            found = _features(line)
            seen[what].update(found)
            usual.update(found)
            number[what] += 1
        self._all = sum(number.values())
        self._kinds = {what: (seen[what], number[what]) for what in sorted(number)}
        self._usual = usual

    def may_be(self, what: Kind, line: str, shown: bool | None = None) -> bool:
        """Whether a line can be taken for an act, given what the signs of that act say of the line."""
        return shown is not False and self.ahead(what, line) < (AMONG_SHOWN if shown else AMONG)

    def ahead(self, what: Kind, line: str) -> int:
        """How many other acts the line is more like than this one."""
        found = [feature for feature in _features(line) if feature in self._usual]
        scores = {one: self._score(found, *known) for one, known in self._kinds.items()}
        own = scores.get(what, -math.inf)
        return len({act for (act, _key), score in scores.items() if act is not what[0] and score > own})

    def _score(self, features: Iterable[str], seen: Counter[str], number: int) -> float:
        score = 0.0
        for feature in features:
            share = self._usual[feature] / self._all
            score += math.log((seen[feature] + _WEIGHT * share) / (number + _WEIGHT) / share)
        return score


@cache
def default() -> ActReader:
    """The reader that learned from the employees that come with the program. Takes about a second, once."""
    return ActReader(_lines())


def of(personas: Iterable[Persona]) -> Iterator[tuple[Kind, str]]:
    """The lines of employees with what each was written for."""
    for persona in personas:
        for act, by_key in persona.lines.items():
            if act in AUTHORED:
                continue
            for key, by_mood in by_key.items():
                yield from ((kind(act, key), line) for lines in by_mood.values() for line in lines)
        yield from ((kind(Act.DISCLOSE, ""), line) for item in persona.memory for line in item.lines)


def _lines() -> Iterator[tuple[Kind, str]]:
    known = library.default()
    for situation in known.situations:
        for name in known.persona_ids(situation):
            try:
                yield from of((known.persona(situation, name),))
            except ContentError:  # what cannot be read teaches nothing
                continue


def _features(line: str) -> set[str]:
    words = ["^", *_WORD.findall(line.casefold()), "$"]
    return {*words, *(f"{one} {next_one}" for one, next_one in itertools.pairwise(words))}
