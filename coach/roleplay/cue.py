"""Signs in a line that call for an act of their own, whatever it is about: a goodbye, an insult, an odd request.

`topic.Cue` holds what every line may carry; these are rarer, and weigh more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from coach import content, locations
from coach.phrasing import reader
from coach.phrasing.pattern import Annotated, Pattern
from coach.roleplay.topic import Cue, Subject

_LANGUAGE_SHARE = 0.3
"""Share of small words of another language from which a line counts as said in it."""
_LANGUAGE_WORDS = 2
_ODD_NONSENSE = 4
"""Nonsense of so many words is no slip of the keys: it does not belong here."""
_VERSE_LINES = 3
_VERSE_WORDS = 9
"""So many lines of at most so many words each are verse, or something else that was pasted."""
_WORD = re.compile(r"[^\W\d_]+")
_CODE = re.compile(
    r"</?[a-z!][^<>]*>|<\|\w+\|>|\w\(.*\)\s*[;:{]|\b(?:def|function|class|import|print|var|const)\b.*[(){};=]"
    r"|\bselect\b.+\bfrom\b|\bdrop table\b|^\s*[\[{].*[\"':].*[\]}]\s*$|```|https?://|\[/?(?:system|inst)\]|^\s*#{2,}\s*\w",
    re.IGNORECASE | re.MULTILINE,
)
"""What a program or its mark-up looks like; no one says such a thing aloud."""


class Sign(StrEnum):
    """What a line does that an employee cannot pass over."""

    MACHINE = "machine"
    """Asks whether a person answers."""
    STRANGE = "strange"
    """Does not belong in the talk: orders to leave the role, a request for verse, code, another language."""
    ABUSE = "abuse"
    """Swears at the employee, or calls names."""
    CLOSING = "closing"
    """Says goodbye."""
    SAFETY = "safety"
    """Does what is needed when someone may not want to live on: asks straight, stays, calls (domain facts, C27)."""
    CONCERN = "concern"
    """Lets the rest go and stays with what was just said; it means something only after such a sign."""
    PRACTICAL = "practical"
    """Is about when to speak again, or who takes something over."""
    WORK = "work"
    """Asks about the work."""
    IDEA = "idea"
    """Asks for an idea of the employee's own."""
    SUMMARY = "summary"
    """Gives back what was said, by its form."""
    OWNING = "owning"
    """Owns up to the manager's own share."""
    TAKING_IN = "taking_in"
    """Shows that what was just told came across."""
    AGREEMENT = "agreement"
    """Says in so many words that something is agreed."""
    PROPOSAL = "proposal"
    """Proposes something, in the form of a question that is answered with yes or no."""
    BLAME = "blame"
    """Blames the employee, or speaks with contempt, without swearing."""
    DEFENDING = "defending"
    """Defends the manager, or waves away what was said."""
    HOW_ARE_YOU = "how_are_you"
    """Asks how the other is, and nothing behind it."""
    STORY = "story"
    """Asks for the employee's side of what happened."""
    PROMISE = "promise"
    """Takes something on: help that needs no agreement."""
    CHECKING = "checking"
    """Only asks whether a summary is right."""


class Phrases(content.Content):
    """How a sign shows: a phrase of `says`, in a sentence without one of `unless`; the rest are examples."""

    says: tuple[str, ...]
    unless: tuple[str, ...] = ()
    hits: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()


class SignData(content.Content):
    """The phrases of every sign, and the small words by which other languages are known."""

    signs: dict[Sign, Phrases]
    languages: dict[str, tuple[str, ...]]
    own_words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Compiled:
    says: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]

    def shows(self, sentences: Iterable[Annotated]) -> bool:
        """Whether one of the sentences shows it."""
        return any(_found(self.says, one) and not _found(self.unless, one) for one in sentences)


class SignReader:
    """Finds the signs of a line."""

    def __init__(self, data: SignData, source: reader.Reader) -> None:
        self._reader = source
        self._signs = {
            sign: _Compiled(_patterns(phrases.says, source), _patterns(phrases.unless, source))
            for sign, phrases in data.signs.items()
        }
        self._foreign = [frozenset(words) for words in data.languages.values()]
        self._own = frozenset(data.own_words)

    def signs(self, text: str, subject: Subject | None = None) -> frozenset[Sign]:
        """The signs of a line. `subject` is what the topic recogniser made of it, when that is known already."""
        sentences = self._reader.prepare(text).sentences
        found = {sign for sign, phrases in self._signs.items() if phrases.shows(_heard(sign, sentences))}
        if Sign.MACHINE not in found and self._is_odd(text, subject):
            found.add(Sign.STRANGE)
        return frozenset(found)

    def _is_odd(self, text: str, subject: Subject | None) -> bool:
        words = _WORD.findall(text.casefold())
        nonsense = subject is not None and Cue.NONSENSE in subject.cues and len(words) >= _ODD_NONSENSE
        nonsense = nonsense and self._own.isdisjoint(words)
        return nonsense or bool(_CODE.search(text)) or _is_verse(text) or self._is_foreign(words)

    def _is_foreign(self, words: Sequence[str]) -> bool:
        own = sum(word in self._own for word in words)
        foreign = max((sum(word in language for word in words) for language in self._foreign), default=0)
        return foreign >= _LANGUAGE_WORDS and foreign > own and foreign >= _LANGUAGE_SHARE * len(words)


def _heard(sign: Sign, sentences: Sequence[Annotated]) -> Sequence[Annotated]:
    """The sentences in which a sign counts: what a question comes after is no goodbye.

    Beside another question, one whether a summary is right counts for nothing.
    """
    if sign not in (Sign.CLOSING, Sign.CHECKING):
        return sentences
    asked = [number for number, sentence in enumerate(sentences) if sentence.text.rstrip().endswith("?")]
    if sign is Sign.CHECKING:
        return [sentences[asked[0]]] if len(asked) == 1 else []
    return sentences[asked[-1] + 1 :] if asked else sentences


def _is_verse(text: str) -> bool:
    lines = [line.split() for line in text.splitlines() if line.strip()]
    return len(lines) >= _VERSE_LINES and all(len(words) <= _VERSE_WORDS for words in lines)


def _patterns(sources: Iterable[str], source: reader.Reader) -> tuple[Pattern, ...]:
    return tuple(Pattern(text, source.tags) for text in sources)


def _found(patterns: Iterable[Pattern], sentence: Annotated) -> bool:
    return any(pattern.search(sentence) for pattern in patterns)


@cache
def data() -> SignData:
    """The phrases that come with the program."""
    return content.load(locations.knowledge() / "cues.yaml", SignData)


@cache
def default() -> SignReader:
    """The reader of signs for the language of the program."""
    return SignReader(data(), reader.default())
