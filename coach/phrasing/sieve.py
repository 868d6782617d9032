"""Many patterns at once: which of them a line may hold, by the words and concepts that stand in it.

Each pattern is a bit of a whole number. For the words of a line the bits of the patterns that ask for them are laid
together, which takes hardly longer for thousands of patterns than for ten.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import or_

from coach.phrasing.pattern import Annotated, Keys, Pattern, Tags

_LAYERS = 4
"""How many parts of a pattern are looked at; what passes is searched, so that the others count too."""
_FREE = ""
"""Under this key stand the patterns that ask for nothing (more)."""

Layer = Mapping[str, Sequence[int]]
"""One part of each pattern: under each key, the numbers of the patterns that ask for it there."""


class Sieve:
    """Lets the numbers of patterns pass of which a line has the keys (see `Pattern`)."""

    def __init__(self, layers: Sequence[Layer]) -> None:
        self._layers = [_Bits(layer) for layer in layers]

    def passing(self, keys: frozenset[str]) -> Iterator[int]:
        """The numbers of the patterns that may be found in a line with these keys, in order."""
        left = -1
        for layer in self._layers:
            left &= layer.held(keys)
            if not left:
                return
        while left:
            lowest = left & -left
            yield lowest.bit_length() - 1
            left ^= lowest


class _Bits(dict[str, int]):
    """The numbers of a layer as bits, for the keys that were met."""

    def __init__(self, layer: Layer) -> None:
        self._numbers = layer
        self._asked = layer.keys()

    def __missing__(self, key: str) -> int:
        bits = self[key] = sum(1 << number for number in self._numbers.get(key, ()))
        return bits

    def held(self, keys: frozenset[str]) -> int:
        """The bits of the patterns that have one of these keys here, or ask for none."""
        return reduce(or_, map(self.__getitem__, self._asked & keys), self[_FREE])


def layers(patterns: Sequence[Sequence[Keys]]) -> list[dict[str, list[int]]]:
    """The keys of patterns, laid out for a sieve."""
    laid: list[dict[str, list[int]]] = [{} for _part in range(_LAYERS)]
    for number, keys in enumerate(patterns):
        for part, layer in enumerate(laid):
            for key in sorted(keys[part]) if part < len(keys) else [_FREE]:
                layer.setdefault(key, []).append(number)
    return laid


class AnyOf:
    """Several patterns, of which one must be found.

    Raises:
        PatternError: a pattern cannot be read.
    """

    def __init__(self, sources: Sequence[str], tags: Tags) -> None:
        self._patterns = [Pattern(source, tags) for source in sources]
        self._sieve = Sieve(layers([pattern.keys for pattern in self._patterns]))

    def found(self, line: Annotated) -> bool:
        """Whether the line holds one of them."""
        return any(self._patterns[number].search(line) for number in self._sieve.passing(line.keys))
