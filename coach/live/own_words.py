"""A card that gives back what was just typed: listening, summing up and asking on, in the employee's own words.

It fits where no card was written for what is said. Words about health or private life are never given back: the
clause that holds one is left out, and when nothing is left there is no card.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache

from pydantic import Field

from coach import content, locations
from coach.content import Content
from coach.conversation import Level
from coach.guidance.card import SAY_WORDS, TITLE_CHARS, Card, CardType
from coach.live import book, shorthand, words
from coach.live.book import PREFIX
from coach.live.listener import Heard
from coach.live.words import Vocabulary
from coach.phrasing import reader

NAME = f"{PREFIX}own-words"
"""The id of the card that gives words back."""
QUIET = f"{PREFIX}left-to-them"
"""The id of the card that leaves it to them: nothing of what they said is in it."""
_PLACE = "{words}"
_SENTENCE = re.compile(r"[^.!?…;\n]+[?]?")
_CLAUSE = re.compile(r"\s*,\s*|\s+[-–]+\s+|\s*[:()]\s*")
_TOLD = re.compile(
    r"^(?:en|maar|ja|nee|nou|hm+|amai|oja|o ja|tja|kijk|allee)\b[\s,]*|"
    r"^(?:(?:ze|zij|hij)\s+)?(?:zegt|zei|vertelt|vraagt|meldt|roept|appt|klaagt|geeft aan)\s+"
    r"(?:(?:ze|zij|hij|me|mij)\s+)?(?:dat|of|zich af of)?\s*|"
    r"^(?:(?:ze|zij|hij)\s+)?(?:vindt|vond|denkt|dacht)\s+(?:(?:ze|zij|hij)\s+)?dat\s+|"
    r"[\s,]+(?:zegt|zei|vindt|denkt|vertelt|vraagt|meldt|roept)\s+(?:ze|zij|hij)$|[\s,]+(?:denk ik|hoor|he|hé|joh)$",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\?\s*$|^(?:en |maar )?(?:wie|wat|hoe|waar|waarom|welke?|hoeveel|hoelang)\b|"
    r"^(?:en |maar )?wanneer\b(?! (?:ik|je|jij|hij|ze|zij|we|wij|het|er|dat|die)\b)|"
    r"(?:^|[,.;:] |\bvraagt |\bvroeg |\b(?:en|maar|of) )"
    r"(?:mag|kan|kun|moet|krijg|krijgt|heb|heeft|ben|word|wordt|komt|gaat|is|zijn)\s+"
    r"(?:ik|hij|ze|zij|je|jij|iemand|dit|dat|er)\b|^(?:vraagt|vroeg)\b",
    re.IGNORECASE,
)
_WISHES = frozenset({"idea", "condition", "request", "repair", "not-all"})
_GLAD = frozenset({"going-well", "thanks", "recovered"})
_HEAVY = frozenset(
    "angry unfair blamed left-out not-believed let-down broken guilt worried worn work-ill criticised manager "
    "colleagues distrust unsafe outsider recognition lonely joy contact-amiss not-told idle".split()
)
_FEWEST = 2
_CONTACT = 0.2
"""So much like a wish for contact must a line be that is confirmed."""


class Form(StrEnum):
    """What sort of line is given back."""

    ASKS = "asks"
    WISH = "wish"
    HEAVY = "heavy"
    GLAD = "glad"
    NOTED = "noted"
    """A wish for how and when to keep in touch: there is nothing to ask on about."""
    PLAIN = "plain"
    QUIET = "quiet"
    """Nothing of it can be given back: it is left to them."""
    QUIET_ASKS = "quiet-asks"
    """The same, of a question."""


class OwnWord(Content):
    """What the card says for one sort of line. The first sentence holds the place of the words, if any."""

    title: str = Field(min_length=1, max_length=TITLE_CHARS)
    say: tuple[str, ...] = Field(min_length=1, max_length=3)


class OwnWordsFile(Content):
    """The card, per sort of line; `words` are the most that are given back."""

    words: int = Field(ge=3)
    forms: Mapping[Form, OwnWord]
    passages: tuple[str, ...] = Field(min_length=1)
    sources: tuple[str, ...] = Field(min_length=1)


class OwnWords:
    """Makes the card for a line."""

    def __init__(self, known: OwnWordsFile, vocabulary: Vocabulary) -> None:
        self._known, self._vocabulary = known, vocabulary

    def card(self, text: str, heard: Heard) -> Card | None:
        """The card for a line, or None for a line of one word.

        Where nothing of it can be given back the card leaves it to them, and asks for the work.
        """
        full = shorthand.default().expand(" ".join(text.split()))
        if len(full.split()) < _FEWEST:
            return None
        said = self.quote(full)
        form = _form(full, heard, whole=not self._private(full))
        say = tuple(sentence.replace(_PLACE, said) for sentence in self._known.forms[form].say)
        if not said or len(say[0].split()) > SAY_WORDS or _wrong(say[0]):
            said, form = "", Form.QUIET_ASKS if form is Form.ASKS else Form.QUIET
            say = self._known.forms[form].say
        one = self._known.forms[form]
        return Card(
            id=NAME if said else QUIET, type=CardType.FOLLOW_UP, title=one.title, say=say,
            when=(text[:80], full[:80]), passages=self._known.passages, sources=self._known.sources,
        )  # fmt: skip

    def open_words(self, text: str) -> str:
        """A line written out, without the clauses that are about health or private life."""
        return ", ".join(self._clauses(shorthand.default().expand(" ".join(text.split()))))

    def is_open(self, sentence: str) -> bool:
        """Whether a sentence says nothing of health or private life."""
        return not self._private(sentence)

    def quote(self, full: str) -> str:
        """The words to give back, of at most so many clauses as fit; empty when none of them may be."""
        kept: list[str] = []
        count = 0
        for clause in self._clauses(full):
            length = len(clause.split())
            if kept and count + length > self._known.words:
                break
            kept.append(" ".join(clause.split()[: self._known.words]) + (" …" if length > self._known.words else ""))
            count += length
        said = ", ".join(kept)
        return said if count >= _FEWEST else ""

    def _clauses(self, full: str) -> Iterator[str]:
        for sentence in _SENTENCE.findall(full):
            for part in _CLAUSE.split(sentence):
                clause = part.strip(" \t'\"«»‘’“”").rstrip("?").strip()
                while clause and (shorter := _TOLD.sub("", clause).strip()) != clause:
                    clause = shorter
                if clause and not self._private(clause):
                    yield clause

    def _private(self, clause: str) -> bool:
        meant = shorthand.default().meant(clause)
        return any(spotted.sort != "unknown" for text in {clause, meant} for spotted in self._vocabulary.spot(text))


def _form(full: str, heard: Heard, *, whole: bool) -> Form:
    """By what happens in the line, and else by what it is most like; of a part of a line nobody can tell."""
    guessed = {name for name, score in heard.likely if score >= 0.2}
    about = {*heard.moments, *heard.topics[:1], *guessed}
    if _ASKS.search(full):
        return Form.ASKS
    if not whole:
        return Form.PLAIN
    if heard.topics[:1] == ("contact",) and not heard.moments and dict(heard.likely).get("contact", 0.0) >= _CONTACT:
        return Form.NOTED
    for names, form in ((_WISHES, Form.WISH), (_HEAVY, Form.HEAVY), (_GLAD, Form.GLAD)):
        if not names.isdisjoint(heard.moments[:2]):
            return form
    return Form.HEAVY if not _HEAVY.isdisjoint(about) else Form.PLAIN


def _wrong(sentence: str) -> bool:
    return any(flag.level is not Level.STYLE for flag in reader.default().read(sentence).shown())


@cache
def default() -> OwnWords:
    """What comes with the program."""
    found = content.load(locations.knowledge() / "live" / "own_words.yaml", OwnWordsFile)
    return OwnWords(found, words.vocabulary(book.default().notes))
