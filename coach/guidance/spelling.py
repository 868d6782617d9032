"""A word typed with one slip, read as the known word that was meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SHORTEST, _LONGEST = 5, 30
"""Shorter words have too many neighbours, longer ones are no words."""


def corrected(word: str, known: Mapping[str, int]) -> str:
    """The commonest known word at one slip from this word, or the word itself.

    A slip is a letter left out, put in, replaced, or changed over with its neighbour. `known` counts how
    often each word occurs. The same word always gives the same answer.
    """
    if word in known or not _SHORTEST <= len(word) <= _LONGEST:
        return word
    near = {candidate for candidate in _one_slip_away(word) if candidate in known}
    return min(near, key=lambda candidate: (-known[candidate], candidate), default=word)


def _one_slip_away(word: str) -> Iterator[str]:
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        for letter in _LETTERS:
            yield before + letter + after
            if after:
                yield before + letter + after[1:]
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
