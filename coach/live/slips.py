"""Half words and slips of the keyboard, read as the word that was meant: «vandg» is «vandaag», «dga» is «dag».

Only a word that is not known at all is read as another one. The words that are known come from the sentences of the
content; they are counted in development (`training/train_live.py`).
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate
from pathlib import Path
from zlib import crc32

from coach import locations, packed
from coach.rows import Rows

NAME = "live_words.zip"
VERSION = 2
_COLUMNS = ("bones", "sounds")
_BYTES = 4
"""What a mark takes."""
_LINE = "\n"
_SHORTEST, _LONGEST = 3, 30
_HALF_FROM = 5
"""A word that still has a vowel may lack others from so many letters on: `kim` is no half `kiem`."""
_COMMON = 1500
"""So many of the commonest words may be meant by letters of which two changed places."""
_ROOMY = 6
"""Words of so many letters and more may have changed places whatever word they make."""
_SOUNDS_FROM, _BEGUN_FROM = 5, 6
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_VOWELS = frozenset("aeiouy")
_VOWEL = re.compile("ij|[aeiouy]")
_SOUNDS = tuple(
    (re.compile(found), heard)
    for found, heard in (
        ("ij", "ei"), ("ou", "au"), ("ai", "e"), ("ae", "a"), ("th", "t"), ("ph", "f"), ("sch", "sg"), ("ch", "g"),
        ("ck", "k"), ("c(?=[eiy])", "s"), ("c", "k"), ("x", "ks"), ("qu", "kw"), ("tie$", "sie"), ("dt?$", "t"),
        ("z", "s"), ("v", "f"), ("y", "i"), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip
"""Letters that sound alike, and are taken for each other."""
_NO_MARKS = str.maketrans("", "", "'’")
_STUCK = re.compile("^[^aeiouy]{2}|[bcdfgkpstvz][rlnm]$")
"""How a short word begins or ends that nobody can say, so that its letters may have changed places."""
_THRICE = re.compile(r"(.)\1{2,}")


class _Groups:
    """Places by mark: which words have these bones, or this sound."""

    def __init__(self, marks: bytes) -> None:
        import numpy as np

        numbers = np.frombuffer(marks, np.uint32)
        self._order = np.argsort(numbers, kind="stable").astype(np.uint32)
        self._marks = numbers[self._order]

    def of(self, key: str) -> list[int]:
        """The places with the mark of this key, the lowest first."""
        mark = crc32(key.encode())
        first, last = self._marks.searchsorted(mark, "left"), self._marks.searchsorted(mark, "right")
        return [int(place) for place in self._order[first:last]]


class Slips:
    """Finds the word that was meant. `words` are all that are known, the commonest first; the first of these may be
    what something is read as, as many as there are `bones` and `sounds`: the marks of what they are known by."""

    def __init__(self, words: Sequence[str], bones: bytes = b"", sounds: bytes = b"") -> None:
        self._most = len(bones) // _BYTES
        self._known = Rows(words)
        self._meant_words = _LINE.join(words[: self._most])
        self._starts = array("I", accumulate((len(word) + 1 for word in words[: self._most]), initial=0))
        self._bones, self._sounds = _Groups(bones), _Groups(sounds)
        self.whole = lru_cache(maxsize=2048)(self._whole)
        self.meant = lru_cache(maxsize=2048)(self._meant)

    def is_word(self, word: str) -> bool:
        """Whether it is a word that is met often enough to be no slip."""
        return self._commonest((word,), self._most) is not None

    def _whole(self, word: str) -> str:
        """A word with the vowels that were left out, or with its letters in their places; any other as it stands.

        Sure enough to be shown.
        """
        if not self._may_be_slip(word, _SHORTEST):
            return word
        once = (_THRICE.sub(r"\1", word), _THRICE.sub(r"\1\1", word))
        return self._commonest((*once, *self._half(word), *self._swapped(word)), self._most) or word

    def _meant(self, word: str) -> str:
        """The same, and else the word that sounds alike, one of which a letter was left out, or one that begins so.

        Enough to hear what a line is about.
        """
        whole = self._whole(word)
        if whole != word or not self._may_be_slip(word, _SOUNDS_FROM):
            return whole
        alike = map(self._word, self._sounds.of(sound(word)))
        fuller = (word[:i] + letter + word[i:] for i in range(1, len(word) + 1) for letter in _LETTERS)
        return next(alike, None) or self._commonest(fuller, _COMMON) or self._begun(word) or word

    def _may_be_slip(self, word: str, shortest: int) -> bool:
        return shortest <= len(word) <= _LONGEST and word.isalpha() and not self._known.find((word,))

    def _begun(self, word: str) -> str | None:
        """The commonest word that begins like this."""
        first = self._meant_words.find(_LINE + word) if len(word) >= _BEGUN_FROM else -1
        return self._meant_words[first + 1 :].partition(_LINE)[0] if first >= 0 else None

    def _word(self, place: int) -> str:
        return self._meant_words[self._starts[place] : self._starts[place + 1] - 1]

    def _commonest(self, words: Iterable[str], enough: int) -> str | None:
        """The word that is met most, of those that are among so many of the commonest."""
        found = self._known.find(words)
        return min((word for word, place in found.items() if place < enough), key=found.__getitem__, default=None)

    def _half(self, word: str) -> Iterator[str]:
        """Words of which this is what is left when vowels are dropped."""
        if len(word) < _HALF_FROM and not _VOWELS.isdisjoint(word):
            return
        fuller = map(self._word, self._bones.of(bones(word)))
        yield from (each for each in fuller if _left_of(word, each))

    def _swapped(self, word: str) -> Iterator[str]:
        if len(word) < _ROOMY and not _STUCK.search(word):
            return
        places = (i for i in range(len(word) - 1) if not _VOWELS.issuperset(word[i : i + 2]))
        turned = [word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in places]
        enough = self._most if len(word) >= _ROOMY else _COMMON
        yield from (each for each, place in self._known.find(turned).items() if place < enough)


def marks(words: Sequence[str]) -> dict[str, bytes]:
    """The marks of words that something may be read as, as they are shipped; 0 for a word that is too short."""
    letters = [word.translate(_NO_MARKS) for word in words]
    numbers = {
        "bones": [crc32(bones(word).encode()) if len(word) > _SHORTEST else 0 for word in letters],
        "sounds": [crc32(sound(word).encode()) if len(word) >= _SOUNDS_FROM else 0 for word in letters],
    }
    return {name: array("I", each).tobytes() for name, each in numbers.items()}


def bones(word: str) -> str:
    """The first letter and the consonants."""
    return word[:1] + _VOWEL.sub("", word[1:])


def _left_of(half: str, whole: str) -> bool:
    """Whether the letters of one stand in the other, in their order."""
    letters: Iterable[str] = iter(whole)
    return all(letter in letters for letter in half)


def sound(word: str) -> str:
    """How a word sounds, roughly."""
    for found, heard in _SOUNDS:
        word = found.sub(heard, word)
    return word


def load(path: Path) -> Slips:
    """Read the words.

    Raises:
        PackedError: the file is damaged, or was made for another version.
    """
    found = packed.read(path, VERSION, dict.fromkeys(_COLUMNS, _BYTES))
    meant = int(found.card["meant"]) * _BYTES
    return Slips(found.names, *(found.numbers[name][:meant] for name in _COLUMNS))


@cache
def default() -> Slips:
    """What comes with the program; without it every word stays as it was typed."""
    path = locations.knowledge() / "model" / NAME
    try:
        return load(path) if path.exists() else Slips(())
    except packed.PackedError:
        return Slips(())
