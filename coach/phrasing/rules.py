"""Rules as data: one file for each flag, style note or move, with its own examples.

A rule looks for phrase patterns (see `pattern`) in one sentence of the manager's line, and may look at what
the employee said before. Everything a user reads about a flag (name, why, better sentence) stands in the
file; the examples in the file are run as tests.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TypeVar

from pydantic import Field

from coach import content
from coach.conversation import FlagId, Level, MoveId
from coach.messages import gettext as _
from coach.phrasing.alternative import Alternative, CompiledIntent, Intent
from coach.phrasing.line import Example, Line, LineKind
from coach.phrasing.pattern import Annotated, Pattern, PatternError, Tags


class Rule(content.Content):
    """One thing to look for. All lists hold phrase patterns, of which one must be found.

    `unless` cancels a match within its own sentence, `unless_line` anywhere in the line. `after` demands,
    and `not_after` forbids, something in the employee's turn before. `contested` marks a rule about which
    public guidance disagrees: the product then says "liever niet", not "mag niet".
    """

    id: str
    certainty: float = Field(default=0.9, gt=0, le=1)
    kind: LineKind = LineKind.SAY
    when: tuple[str, ...] = Field(min_length=1)
    unless: tuple[str, ...] = ()
    unless_line: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    contested: bool = False
    why: str | None = None
    instead: tuple[Alternative, ...] = ()
    passages: tuple[str, ...] = ()
    matches: tuple[Example | str, ...] = Field(min_length=1)
    passes: tuple[Example | str, ...] = ()


class RuleFile(content.Content):
    """A flag, style note or move: what it is called, what is said about it, and the rules that find it.

    `intents` are what a manager may be after with such a line, the most telling first. `undone_by` lists flags
    that take a move away when they stand in the same line (labelling contract,
    convention 11).
    """

    flag: FlagId | None = None
    move: MoveId | None = None
    level: Level | None = None
    name: str
    why: str
    instead: tuple[Alternative, ...] = ()
    intents: tuple[Intent, ...] = ()
    passages: tuple[str, ...] = ()
    undone_by: tuple[FlagId, ...] = ()
    rules: tuple[Rule, ...] = ()

    def alternatives(self) -> Iterator[Alternative]:
        """Every better sentence of the file, whether for the flag, for one rule or for one intent."""
        yield from self.instead
        for rule in self.rules:
            yield from rule.instead
        for intent in self.intents:
            yield from intent.instead


_Written = TypeVar("_Written", Rule, Intent)
_Compiled = TypeVar("_Compiled")


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that was found, and the place of the words that carry it."""

    rule: Rule
    sentence: int
    start: int
    end: int


class CompiledRule:
    """A rule with its patterns."""

    def __init__(self, rule: Rule, tags: Tags) -> None:
        self.rule = rule
        self.when = [Pattern(source, tags) for source in rule.when]
        self.unless = [Pattern(source, tags) for source in rule.unless]
        self.unless_line = [Pattern(source, tags) for source in rule.unless_line]
        self.after = [Pattern(source, tags) for source in rule.after]
        self.not_after = [Pattern(source, tags) for source in rule.not_after]

    def find(self, line: Line, patterns: Sequence[Pattern] | None = None) -> Hit | None:
        """The first sentence of the line in which this rule is found.

        `patterns` are those of `when` that are worth trying on this line; all of them when it is None.
        """
        if self.rule.kind is not line.kind:
            return None
        for index, sentence in enumerate(line.sentences):
            for pattern in self.when if patterns is None else patterns:
                match = pattern.search(sentence)
                if match and not _any(self.unless, sentence):
                    return Hit(self.rule, index, *sentence.place(match)) if self._fits(line) else None
        return None

    def _fits(self, line: Line) -> bool:
        if self.after and not _any(self.after, line.before):
            return False
        return not (_any(self.not_after, line.before) or _any(self.unless_line, line.whole))


def _any(patterns: Sequence[Pattern], line: Annotated) -> bool:
    return any(pattern.search(line) for pattern in patterns)


class RuleSet:
    """All rule files of a language, ready to be searched."""

    def __init__(self, files: Sequence[tuple[Path, RuleFile]], tags: Tags) -> None:
        self.flags: dict[FlagId, RuleFile] = {}
        self.moves: dict[MoveId, RuleFile] = {}
        self.intents: dict[FlagId, tuple[CompiledIntent, ...]] = {}
        self._rules: list[tuple[RuleFile, CompiledRule]] = []
        self._patterns: dict[tuple[int, int], Pattern] = {}
        self._by_key: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._always: list[tuple[int, int]] = []
        for path, file in files:
            self._add(path, file)
            if file.flag:
                self.intents[file.flag] = tuple(
                    _compile(CompiledIntent, intent, tags, path) for intent in file.intents
                )
            for rule in file.rules:
                self._index(file, _compile(CompiledRule, rule, tags, path))

    def find(self, line: Line) -> Iterator[tuple[RuleFile, Hit]]:
        """Every rule found in the line, with the file it stands in, in the order of the files."""
        for number, patterns in self._worth_trying(line):
            file, rule = self._rules[number]
            hit = rule.find(line, patterns)
            if hit:
                yield file, hit

    def _worth_trying(self, line: Line) -> Iterator[tuple[int, list[Pattern]]]:
        """Rules of which a pattern has all its keys in the line, with those patterns."""
        keys = line.whole.keys
        places = set(self._always).union(*(self._by_key[key] for key in keys if key in self._by_key))
        here = [place for place in sorted(places) if self._patterns[place].may_hold(keys)]
        for number, group in groupby(here, key=itemgetter(0)):
            yield number, [self._patterns[place] for place in group]

    def _add(self, path: Path, file: RuleFile) -> None:
        if file.flag and not file.move:
            if file.level is None:
                raise content.ContentError(path, 1, "level", _("this field is missing"))
            self.flags[file.flag] = file
        elif file.move and not file.flag:
            self.moves[file.move] = file
        else:
            raise content.ContentError(path, 1, "flag", _("a file is about one flag or one move"))

    def _index(self, file: RuleFile, rule: CompiledRule) -> None:
        number = len(self._rules)
        self._rules.append((file, rule))
        for place, pattern in enumerate(rule.when):
            self._patterns[number, place] = pattern
            if not pattern.keys:
                self._always.append((number, place))
            for key in pattern.keys[0] if pattern.keys else ():
                self._by_key[key].append((number, place))


def _compile(how: Callable[[_Written, Tags], _Compiled], written: _Written, tags: Tags, path: Path) -> _Compiled:
    try:
        return how(written, tags)
    except PatternError as error:
        raise content.ContentError(path, _line_of(path, written.id), written.id, str(error)) from error


def _line_of(path: Path, name: str) -> int:
    """The line of the file on which a rule or intent begins, or 0 when it is written in another way."""
    lines = enumerate(content.read_text(path).splitlines(), start=1)
    return next((number for number, line in lines if line.strip("- ") == f"id: {name}"), 0)


def load(folder: Path, tags: Tags) -> RuleSet:
    """Read every rule file of a folder.

    Raises:
        ContentError: a file, or a pattern in it, is not as it should be.
    """
    return RuleSet([(path, content.load(path, RuleFile)) for path in content.files(folder, "*.yaml")], tags)
