"""The structural question test: open, closed or no question, from the build of a sentence.

No list of topics is needed: a language shows in word order and question words what kind of answer it wants. A
question mark helps where it stands, but speech and chat have none, so word order must do on its own.
What the test must know about a language stands in its `questions.yaml`; examples here are Dutch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pydantic import Field

from coach import content
from coach.conversation import MoveId
from coach.phrasing.clause import Clause, Words, clauses_of
from coach.phrasing.pattern import Annotated, Tags
from coach.phrasing.sieve import AnyOf

_LONGEST_START = 5
_VERB_WITHIN = 5
"""How many words may stand between a question word and the verb ("welke klussen op de grond zou jij …")."""


class QuestionData(content.Content):
    """How a language asks; see the comments in the files. What stands last, not every language needs.

    `verb_endings` are endings by which an unknown word before a pronoun is a verb, `stranded_endings` those of
    words that may follow a stranded preposition, and `consequents` begin the second half of a condition.
    `following` are verbs that come after a question word but begin no question, `anywhere` are two words that ask
    wherever they stand, unless one of `embedding` comes before them, and `endings` are tags of several words.
    Patterns: `facts` ask a single fact in many words, `restated` is a statement that is given back, not asked.
    With `inversion_only` a question word with a pronoun after it never asks ("what you want"), and with
    `stutters` what is said twice in a row counts once.
    """

    open: Words
    fact: Words
    choice: Words
    split: Words
    stranded: Words
    prepositions: Words
    inverted: Words
    fused: Words
    subjects: Words
    pronouns: Words
    openers: Words
    joiners: Words
    subordinators: Words
    orders: Words
    addressed: Words
    exclamations: Words
    statements: Words
    continuations: Words
    fragments: Words
    tags: Words
    checks: Words
    invitations: Words
    inquiries: Words
    rhetorical: Words
    verb_endings: Words
    stranded_endings: Words
    consequents: Words
    following: Words = ()
    anywhere: Words = ()
    embedding: Words = ()
    endings: Words = ()
    facts: Words = ()
    restated: Words = ()
    contractions: dict[str, str] = Field(default_factory=dict)
    inversion_only: bool = False
    stutters: bool = False


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
        self._invitations = AnyOf(data.invitations, tags)
        self._inquiries = AnyOf(data.inquiries, tags)
        self._rhetorical = AnyOf(data.rhetorical, tags)
        self._verb_endings = data.verb_endings
        self._stranded_endings = data.stranded_endings
        self._consequents = frozenset(data.consequents)
        self._following = self._verbs | set(data.following)
        self._anywhere = _starts(data.anywhere)
        self._embedding = frozenset(data.embedding)
        self._endings = _starts(data.endings)
        self._facts = AnyOf(data.facts, tags)
        self._restated = AnyOf(data.restated, tags)
        self._contractions = {short: tuple(full.split()) for short, full in data.contractions.items()}
        self._inversion_only = data.inversion_only
        self._stutters = data.stutters

    def kind(self, sentence: Annotated) -> MoveId | None:
        """`question_open`, `question_closed` or None for one sentence."""
        if self._facts.found(sentence):
            return MoveId.QUESTION_CLOSED
        if self._invitations.found(sentence):
            return MoveId.QUESTION_OPEN
        if self._rhetorical.found(sentence):
            return None
        clauses = self._clauses(sentence)
        if clauses and self._is_check(clauses[-1].words):
            clauses = [replace(clause, marked=False, loose=False) for clause in clauses[:-1]]
        kinds = [kind for index in range(len(clauses)) if (kind := self._at(clauses, index))]
        if MoveId.QUESTION_OPEN in kinds:
            return MoveId.QUESTION_OPEN
        if kinds or self._inquiries.found(sentence):
            return MoveId.QUESTION_CLOSED
        asks = self._marked_statement(clauses) and not self._restated.found(sentence)
        return MoveId.QUESTION_CLOSED if asks else None

    def _at(self, clauses: Sequence[Clause], index: int) -> MoveId | None:
        """What the clause at this place asks, seen with the clauses around it."""
        clause = clauses[index]
        asked = self._asked(clause.words, clause.marked, clause.loose)
        if asked is MoveId.QUESTION_CLOSED and not clause.marked and self._is_condition(clauses, index):
            return None
        if asked is MoveId.QUESTION_OPEN or not (clause.marked or clause.loose or len(clauses) == 1):
            return asked
        later = [kind for words in self._later_starts(clause) if (kind := self._asked(words, False, True))]
        return MoveId.QUESTION_OPEN if MoveId.QUESTION_OPEN in later else asked or next(iter(later), None)

    def _is_check(self, words: Words) -> bool:
        exact = words in self._checks or words in self._endings
        return exact or any(words[:length] in self._checks for length in (3, 4, 5))

    def _asked(self, words: Words, marked: bool, loose: bool) -> MoveId | None:
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
                sure = marked and not (self._inversion_only and self._pronouns.intersection(rest[:1]))
                return kind if sure or self._verb_follows(words, rest) else None
        asks = (marked or loose or words[:2] in self._anywhere) and self._verb_first(words, marked)
        return MoveId.QUESTION_CLOSED if asks else None

    def _after_start(self, words: Words, starts: frozenset[Words]) -> Words | None:
        """What follows one of these starts, with or without a preposition before it; None without it."""
        for skip in (0, 1):
            if skip and (len(words) < 3 or words[0] not in self._prepositions):
                break
            for length in range(_LONGEST_START, 0, -1):
                if words[skip : skip + length] in starts:
                    return words[skip + length :]
        return None

    def _verb_follows(self, words: Words, rest: Words) -> bool:
        """Whether the verb comes second, as in a question ("wat wil je"), not last ("wat je wilt")."""
        wide = bool(self._choice.intersection(words[: len(words) - len(rest)]))
        for at, word in enumerate(rest[: _VERB_WITHIN if wide else 1]):
            if word in self._following or word in self._fused or self._is_verb(rest[at : at + 2]):
                return True
            if word in self._subjects and not (at and rest[at - 1] in self._prepositions):
                return False
        return False

    def _is_verb(self, pair: Words) -> bool:
        """A word that is not on the list, but has the ending of a verb and a pronoun after it."""
        return (
            len(pair) == 2
            and pair[0].endswith(self._verb_endings)
            and pair[1] in self._pronouns
            and not {pair[0]} & (self._subjects | self._prepositions | self._joiners)
        )

    def _verb_first(self, words: Words, marked: bool) -> bool:
        if words[0] in self._fused:
            return True
        if len(words) < 2 or not (words[0] in self._verbs or (marked and self._is_verb(words[:2]))):
            return False
        if marked:
            return True
        if words[0] in self._orders and words[1] not in self._addressed:
            return False
        return words[1] in self._subjects and not _begins(words, self._statements)

    def _is_split(self, words: Words) -> bool:
        """Whether "waar" goes with a preposition further on: "waar loop je op vast" is "waarop"."""
        for at in range(2, len(words)):
            after = words[at + 1] if at + 1 < len(words) else ""
            if words[at] in self._stranded and (not after or self._may_follow_stranded(after)):
                return words[1] in self._verbs or self._is_verb(words[1:3])
        return False

    def _may_follow_stranded(self, word: str) -> bool:
        known = self._prepositions | self._fillers | self._verbs
        return word in known or word.endswith(self._stranded_endings)

    def _is_condition(self, clauses: Sequence[Clause], index: int) -> bool:
        """Whether verb-first is no question here: "wil je dat, dan …" and "als je belt, kun je …"."""
        if index + 1 < len(clauses) and clauses[index + 1].raw[0] in self._consequents:
            return True
        return any(_begins(clause.raw, self._subordinators) for clause in clauses[:index])

    def _later_starts(self, clause: Clause) -> Iterator[Words]:
        """Where a question may begin inside a clause: speech runs on without marks."""
        words = clause.words
        for at in range(2 if words[0] in self._prepositions else 1, len(words) - 2):
            rest = words[at:]
            joined = words[at - 1] in self._joiners and (clause.loose or clause.marked)
            anywhere = rest[:2] in self._anywhere and words[at - 1] not in self._embedding
            if self._asks_strictly(rest) or (joined and self._inverts(rest)) or anywhere:
                yield rest

    def _inverts(self, words: Words) -> bool:
        return words[0] in self._fused or (words[0] in self._verbs and words[1] in self._pronouns)

    def _asks_strictly(self, words: Words) -> bool:
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

    def _marked_statement(self, clauses: Sequence[Clause]) -> bool:
        """A question mark after words that are no question by build: it asks, unless it only wants assent."""
        if not clauses or not clauses[-1].marked:
            return False
        last = clauses[-1].words
        if last in self._fragments or all(word in self._fillers for word in last):
            return len(clauses) > 1 and not self._has_tag(clauses)
        return not self._has_tag(clauses)

    def _has_tag(self, clauses: Sequence[Clause]) -> bool:
        """Whether a full sentence only ends in "hè" or "toch"; without a verb it still asks."""
        tail = clauses[-1].raw
        words = {word for clause in clauses for word in clause.raw}
        tagged = tail[-1] in self._tags or tail in self._fragments or _ends(tail, self._endings)
        return tagged and bool(words & self._following or words & self._pronouns)

    def _clauses(self, sentence: Annotated) -> list[Clause]:
        """The sentence cut at its marks, without the small words that its clauses begin with."""
        cut = clauses_of(sentence, self._contractions, self._stutters)
        return [replace(clause, words=self._stripped(clause.raw)) for clause in cut]

    def _stripped(self, part: Words) -> Words:
        """Without the small words before it begins; one that may fill the first place ("dan") stays there."""
        at = 0
        while at < len(part) - 1 and part[at] in self._openers:
            at += 1
        begin = at
        while at < len(part) - 1 and part[at] in self._fillers:
            at += 1
        asks = _begins(part[at:], self._open | self._fact)
        return part[at:] if asks else part[begin:]


def _starts(phrases: Words) -> frozenset[Words]:
    return frozenset(tuple(phrase.split()) for phrase in phrases)


def _begins(words: Words, starts: frozenset[Words]) -> bool:
    return any(words[:length] in starts for length in range(1, _LONGEST_START + 1))


def _ends(words: Words, ends: frozenset[Words]) -> bool:
    return any(words[-length:] in ends for length in range(1, _LONGEST_START + 1))


def load(path: Path, tags: Tags, fillers: frozenset[str]) -> QuestionTest:
    """Read the question data of a language.

    Raises:
        ContentError: the file is not as it should be.
    """
    return QuestionTest(content.load(path, QuestionData), tags, fillers)
