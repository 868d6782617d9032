"""The structural question test: open, closed or no question, from the build of a sentence.

No list of topics is needed: Dutch shows in word order and question words what kind of answer it wants. A
question mark helps where it stands, but speech and chat have none, so word order must do on its own.
What the test must know about the language stands in `knowledge/nl/questions.yaml`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from coach import content
from coach.conversation import MoveId
from coach.phrasing.pattern import Annotated, Pattern, Tags
from coach.phrasing.text import Token

_Words = tuple[str, ...]

_ACUTE = "\u0301"
_LONGEST_START = 5
_VERB_WITHIN = 5
"""How many words may stand between a question word and the verb ("welke klussen op de grond zou jij …")."""


class QuestionData(content.Content):
    """How a language asks; see the comments in the file."""

    open: _Words
    fact: _Words
    choice: _Words
    split: _Words
    stranded: _Words
    prepositions: _Words
    inverted: _Words
    fused: _Words
    subjects: _Words
    pronouns: _Words
    openers: _Words
    joiners: _Words
    subordinators: _Words
    orders: _Words
    addressed: _Words
    exclamations: _Words
    statements: _Words
    continuations: _Words
    fragments: _Words
    tags: _Words
    checks: _Words
    invitations: _Words
    inquiries: _Words
    rhetorical: _Words


@dataclass(frozen=True, slots=True)
class _Clause:
    """The words between two marks; `raw` still has the small words it began with."""

    words: _Words
    raw: _Words
    marked: bool
    loose: bool
    """Whether the sentence has no mark at its end, so that a question may begin anywhere in it."""


class QuestionTest:
    """Says of a sentence whether it is an open question, a closed one, or none."""

    def __init__(self, data: QuestionData, tags: Tags, fillers: frozenset[str]) -> None:
        self._verbs = frozenset(data.inverted)
        self._fused = frozenset(data.fused)
        self._subjects = frozenset(data.subjects)
        self._pronouns = frozenset(data.pronouns)
        self._prepositions = frozenset(data.prepositions)
        self._stranded = frozenset(data.stranded)
        self._split = frozenset(data.split)
        self._choice = frozenset(data.choice)
        self._joiners = frozenset(data.joiners)
        self._tags = frozenset(data.tags)
        self._openers = frozenset(data.openers)
        self._fillers = (fillers | self._openers) - set(data.open) - self._verbs
        self._open = _starts(data.open)
        self._fact = _starts(data.fact)
        self._exclamations = _starts(data.exclamations)
        self._statements = _starts(data.statements)
        self._orders = frozenset(data.orders)
        self._addressed = frozenset(data.addressed)
        self._continuations = _starts(data.continuations)
        self._fragments = _starts(data.fragments)
        self._subordinators = _starts(data.subordinators)
        self._checks = _starts(data.checks)
        self._invitations = [Pattern(source, tags) for source in data.invitations]
        self._inquiries = [Pattern(source, tags) for source in data.inquiries]
        self._rhetorical = [Pattern(source, tags) for source in data.rhetorical]

    def kind(self, sentence: Annotated) -> MoveId | None:
        """`question_open`, `question_closed` or None for one sentence."""
        if any(pattern.search(sentence) for pattern in self._invitations):
            return MoveId.QUESTION_OPEN
        if any(pattern.search(sentence) for pattern in self._rhetorical):
            return None
        clauses = self._clauses(sentence)
        if clauses and self._is_check(clauses[-1].words):
            clauses = [_Clause(c.words, c.raw, False, False) for c in clauses[:-1]]
        kinds = [kind for index in range(len(clauses)) if (kind := self._at(clauses, index))]
        if MoveId.QUESTION_OPEN in kinds:
            return MoveId.QUESTION_OPEN
        if kinds or any(pattern.search(sentence) for pattern in self._inquiries):
            return MoveId.QUESTION_CLOSED
        return MoveId.QUESTION_CLOSED if self._marked_statement(clauses) else None

    def _at(self, clauses: Sequence[_Clause], index: int) -> MoveId | None:
        """What the clause at this place asks, seen with the clauses around it."""
        clause = clauses[index]
        asked = self._asked(clause.words, clause.marked, clause.loose)
        if asked is MoveId.QUESTION_CLOSED and not clause.marked and self._is_condition(clauses, index):
            return None
        if asked is MoveId.QUESTION_OPEN or not (clause.marked or clause.loose or len(clauses) == 1):
            return asked
        later = [kind for words in self._later_starts(clause) if (kind := self._asked(words, False, True))]
        return MoveId.QUESTION_OPEN if MoveId.QUESTION_OPEN in later else asked or next(iter(later), None)

    def _is_check(self, words: _Words) -> bool:
        return words in self._checks or any(words[:length] in self._checks for length in (3, 4, 5))

    def _asked(self, words: _Words, marked: bool, loose: bool) -> MoveId | None:
        """What a clause asks that begins with these words; where marks are used, verb-first needs one."""
        if _begins(words, self._exclamations):
            return None
        if marked and words in self._continuations:
            return MoveId.QUESTION_OPEN
        if words[0] in self._split and self._is_split(words):
            return MoveId.QUESTION_OPEN
        for starts, kind in (
            (self._fact, MoveId.QUESTION_CLOSED),
            (self._open, MoveId.QUESTION_OPEN),
        ):
            rest = self._after_start(words, starts)
            if rest is not None:
                return kind if marked or self._verb_follows(words, rest) else None
        return MoveId.QUESTION_CLOSED if (marked or loose) and self._verb_first(words, marked) else None

    def _after_start(self, words: _Words, starts: frozenset[_Words]) -> _Words | None:
        """What follows one of these starts, with or without a preposition before it; None without it."""
        for skip in (0, 1):
            if skip and (len(words) < 3 or words[0] not in self._prepositions):
                break
            for length in range(_LONGEST_START, 0, -1):
                if words[skip : skip + length] in starts:
                    return words[skip + length :]
        return None

    def _verb_follows(self, words: _Words, rest: _Words) -> bool:
        """Whether the verb comes second, as in a question ("wat wil je"), not last ("wat je wilt")."""
        wide = bool(self._choice.intersection(words[: len(words) - len(rest)]))
        for at, word in enumerate(rest[: _VERB_WITHIN if wide else 1]):
            if word in self._verbs or word in self._fused or self._is_verb(rest[at : at + 2]):
                return True
            if word in self._subjects and not (at and rest[at - 1] in self._prepositions):
                return False
        return False

    def _is_verb(self, pair: _Words) -> bool:
        """A word that is not on the list, but has the ending of a verb and a pronoun after it."""
        return (
            len(pair) == 2
            and pair[0].endswith("t")
            and pair[1] in self._pronouns
            and not {pair[0]} & (self._subjects | self._prepositions | self._joiners)
        )

    def _verb_first(self, words: _Words, marked: bool) -> bool:
        if words[0] in self._fused:
            return True
        if len(words) < 2 or not (words[0] in self._verbs or (marked and self._is_verb(words[:2]))):
            return False
        if marked:
            return True
        if words[0] in self._orders and words[1] not in self._addressed:
            return False
        return words[1] in self._subjects and not _begins(words, self._statements)

    def _is_split(self, words: _Words) -> bool:
        """Whether "waar" goes with a preposition further on: "waar loop je op vast" is "waarop"."""
        for at in range(2, len(words)):
            after = words[at + 1] if at + 1 < len(words) else ""
            if words[at] in self._stranded and (not after or self._may_follow_stranded(after)):
                return words[1] in self._verbs or self._is_verb(words[1:3])
        return False

    def _may_follow_stranded(self, word: str) -> bool:
        known = self._prepositions | self._fillers | self._verbs
        return word in known or word.endswith(("en", "ast", "precies"))

    def _is_condition(self, clauses: Sequence[_Clause], index: int) -> bool:
        """Whether verb-first is no question here: "wil je dat, dan …" and "als je belt, kun je …"."""
        if index + 1 < len(clauses) and clauses[index + 1].raw[0] == "dan":
            return True
        return any(_begins(clause.raw, self._subordinators) for clause in clauses[:index])

    def _later_starts(self, clause: _Clause) -> Iterator[_Words]:
        """Where a question may begin inside a clause: speech runs on without marks."""
        words = clause.words
        for at in range(2 if words[0] in self._prepositions else 1, len(words) - 2):
            rest = words[at:]
            joined = words[at - 1] in self._joiners and (clause.loose or clause.marked)
            if self._asks_strictly(rest) or (joined and self._inverts(rest)):
                yield rest

    def _inverts(self, words: _Words) -> bool:
        return words[0] in self._fused or (words[0] in self._verbs and words[1] in self._pronouns)

    def _asks_strictly(self, words: _Words) -> bool:
        """Question word, verb and subject side by side: not an embedded clause ("ik weet wat je wilt")."""
        for starts in (self._fact, self._open):
            rest = self._after_start(words, starts)
            if rest is not None:
                head = words[: len(words) - len(rest)]
                span = _VERB_WITHIN if self._choice.intersection(head) else 1
                return any(
                    rest[at] in self._fused or (rest[at] in self._verbs and rest[at + 1] in self._subjects)
                    for at in range(min(span, len(rest) - 1))
                )
        return False

    def _marked_statement(self, clauses: Sequence[_Clause]) -> bool:
        """A question mark after words that are no question by build: it asks, unless it only wants assent."""
        if not clauses or not clauses[-1].marked:
            return False
        last = clauses[-1].words
        if last in self._fragments or all(word in self._fillers for word in last):
            return len(clauses) > 1 and not self._has_tag(clauses)
        return not self._has_tag(clauses)

    def _has_tag(self, clauses: Sequence[_Clause]) -> bool:
        """Whether a full sentence only ends in "hè" or "toch"; without a verb it still asks."""
        tail = clauses[-1].raw
        words = {word for clause in clauses for word in clause.raw}
        tagged = tail[-1] in self._tags or tail in self._fragments
        return tagged and bool(words & self._verbs or words & self._pronouns)

    def _clauses(self, sentence: Annotated) -> list[_Clause]:
        """The sentence cut at commas; a question mark counts for the last part only."""
        parts: list[list[str]] = [[]]
        for token in sentence.tokens:
            if token.is_mark:
                parts.append([])
            else:
                parts[-1].append(_plain(token))
        filled = [part for part in parts if part]
        marked = any(token.form == "?" for token in sentence.tokens)
        loose = not any(token.ends_sentence for token in sentence.tokens)
        return [_Clause(self._stripped(part), tuple(part), marked and part is filled[-1], loose) for part in filled]

    def _stripped(self, part: list[str]) -> _Words:
        """Without the small words before it begins; one that may fill the first place ("dan") stays there."""
        at = 0
        while at < len(part) - 1 and part[at] in self._openers:
            at += 1
        begin = at
        while at < len(part) - 1 and part[at] in self._fillers:
            at += 1
        asks = _begins(tuple(part[at:]), self._open | self._fact)
        return tuple(part[at:] if asks else part[begin:])


def _plain(token: Token) -> str:
    """The word without stress marks: "kún" is "kun"."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", token.form).replace(_ACUTE, ""))


def _starts(phrases: _Words) -> frozenset[_Words]:
    return frozenset(tuple(phrase.split()) for phrase in phrases)


def _begins(words: _Words, starts: frozenset[_Words]) -> bool:
    return any(words[:length] in starts for length in range(1, _LONGEST_START + 1))


def load(path: Path, tags: Tags, fillers: frozenset[str]) -> QuestionTest:
    """Read the question data of a language.

    Raises:
        ContentError: the file is not as it should be.
    """
    return QuestionTest(content.load(path, QuestionData), tags, fillers)
