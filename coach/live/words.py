"""Words of a note that do not belong on paper, and words that are plain work."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import cache, cached_property
from zlib import crc32

from coach.guidance import analysis
from coach.live import slips
from coach.live.book import NoteWords
from coach.phrasing import reader
from coach.phrasing.reader import Reader

_WORD = re.compile(r"[^\W_]+(?:['’/.-][^\W_]+)*")
_NUMBER = re.compile(r"[\d.,:/×x%€u-]+(?:e|ste|de|uur|u|x)?")
_HEALTH_CONCEPTS = (
    "illness", "complaint", "medication", "treatment", "practitioner", "pregnancy", "remedy", "little_ailment",
    "sleep", "emotion_label", "lay_body", "body", "helper_role", "recovery", "lifestyle",
)  # fmt: skip
_PRIVATE_CONCEPTS = ("home", "relation")
_NEAR_FROM = 6
"""From so many letters on, one slip of the keyboard is looked through: `migrane` is `migraine`."""


@dataclass(frozen=True, slots=True)
class Spotted:
    """A word (or words) of a note: `health`, `private` or `unknown`."""

    start: int
    end: int
    sort: str


class WordList:
    """Words, some of which begin or end with `*`, to compare others with."""

    def __init__(self, words: Iterable[str]) -> None:
        self._exact: set[str] = set()
        wild, whole = [], set[str]()
        for word in words:
            if "*" in word:
                wild.append(re.escape(word.casefold()).replace(r"\*", r"\w*"))
                whole.add(word.casefold().strip("*"))
            else:
                self._exact.add(word.casefold())
        self._wild = re.compile("|".join(wild) if wild else r"(?!)")
        self._long = sorted(word for word in self._exact | whole if len(word) >= _NEAR_FROM)

    def has(self, word: str) -> bool:
        """Whether this very word is on the list."""
        return word in self._exact or self._wild.fullmatch(word) is not None

    def nearly_has(self, word: str) -> bool:
        """Whether a word on the list differs in one letter, one too many or one too few."""
        if len(word) < _NEAR_FROM:
            return False
        if not any(self._holds(_sign(part)) for part in _shortened(word)):
            return False
        return any(_one_off(word, known) for known in self._long)

    @cached_property
    def _parts(self) -> array[int]:
        """What is left of the long words without one of their letters, as sorted numbers."""
        return array("L", sorted({_sign(part) for word in self._long for part in _shortened(word)}))

    def _holds(self, sign: int) -> bool:
        place = bisect_left(self._parts, sign)
        return place < len(self._parts) and self._parts[place] == sign


class Vocabulary:
    """Sorts the words of a note."""

    def __init__(self, words: NoteWords, source: Reader) -> None:
        concepts = source.lexicon.concepts
        self._reader = source
        self._plain = WordList([*words.plain, *analysis.STOPWORDS])
        lexicon = [w for name in _HEALTH_CONCEPTS if name in concepts for w in concepts[name].words]
        self._health = WordList([*words.health, *(w for w in lexicon if " " not in w and "*" not in w)])
        self._private = WordList(words.private)

    def spot(self, text: str, names: frozenset[str] = frozenset()) -> Iterator[Spotted]:
        """The words of a text that are not plain work; `names` are words that the user told to be names."""
        said = self._reader.prepare(text).whole
        tagged = {t.start: c for t, c in zip(said.tokens, said.concepts, strict=True) if not t.is_mark}
        for match in _WORD.finditer(text):
            sort = self._sort(match[0].casefold(), tagged.get(match.start(), set()), names)
            if sort:
                yield Spotted(match.start(), match.end(), sort)

    def _sort(self, word: str, concepts: Set[str], names: frozenset[str]) -> str | None:
        if self._plain.has(word) or word in names or _NUMBER.fullmatch(word):
            return None
        if not concepts.isdisjoint(_HEALTH_CONCEPTS) or self._health.has(word) or self._nearly_health(word):
            return "health"
        if not concepts.isdisjoint(_PRIVATE_CONCEPTS) or self._private.has(word):
            return "private"
        return "unknown"

    def _nearly_health(self, word: str) -> bool:
        """Whether it is a word of health with a slip; of a word that is one itself, whether it is a form of such."""
        if slips.default().is_word(word):
            return len(word) > _NEAR_FROM and self._health.has(word[:-1])
        return self._health.nearly_has(word)


def _shortened(word: str) -> set[str]:
    """The word, and it without each of its letters: words that are one slip apart have one of these in common."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def _sign(text: str) -> int:
    """A number for a text: a hundred thousand of these take a tenth of the memory of the texts."""
    return crc32(text.encode())


def _one_off(one: str, other: str) -> bool:
    """Whether two words differ by one letter changed, left out or added, or by two that changed places."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


@cache
def vocabulary(words: NoteWords) -> Vocabulary:
    """The vocabulary for the language of the program."""
    return Vocabulary(words, reader.default())
