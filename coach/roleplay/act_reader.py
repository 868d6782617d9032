"""Which act a line of an employee is most like, learned from all the lines that were written for the acts.

Naive Bayes over words and pairs of words. Measured with the employees left out that are judged (six of twenty-four
at a time): the act that a line was written for is among the three likeliest for 88 % of the lines. It is a second
opinion: `prompts/nl/voice.yaml` holds plain signs.
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

AMONG = 3
"""A line is taken for an act that is among so many it is most like."""

_WORD = re.compile(r"[^\W\d_]+|[?!…]")
_APART = ("abuse", "strange")
_WEIGHT = 8.0
"""How many lines of no act in particular each act is thought to have besides its own."""


class ActReader:
    """Compares a line with those that were written for each act."""

    def __init__(self, lines: Iterable[tuple[Act, str]]) -> None:
        seen: dict[Act, Counter[str]] = defaultdict(Counter)
        number: Counter[Act] = Counter()
        usual: Counter[str] = Counter()
        for act, line in lines:
            found = _features(line)
            seen[act].update(found)
            usual.update(found)
            number[act] += 1
        self._all = sum(number.values())
        self._acts = {act: (seen[act], number[act]) for act in sorted(number)}
        self._usual = usual

    def likeliest(self, line: str) -> list[Act]:
        """The acts, the likeliest first."""
        found = [feature for feature in _features(line) if feature in self._usual]
        scores = {act: self._score(found, *known) for act, known in self._acts.items()}
        return sorted(scores, key=lambda act: -scores[act])

    def may_be(self, act: Act, line: str) -> bool:
        """Whether an act is among those that a line is most like."""
        return act in self.likeliest(line)[:AMONG]

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


def of(personas: Iterable[Persona]) -> Iterator[tuple[Act, str]]:
    """The lines of employees with the act that each was written for."""
    for persona in personas:
        for act, by_key in persona.lines.items():
            if act in AUTHORED:
                continue
            for key, by_mood in by_key.items():
                if key not in _APART:
                    yield from ((act, line) for lines in by_mood.values() for line in lines)
        yield from ((Act.DISCLOSE, line) for item in persona.memory for line in item.lines)


def _lines() -> Iterator[tuple[Act, str]]:
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
