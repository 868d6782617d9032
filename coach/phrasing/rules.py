"""Rules as data: one file for each flag, style note or move, with its own examples.

A rule looks for phrase patterns (see `pattern`) in one sentence of the manager's line, and may look at what
the employee said before. Everything a user reads about a flag (name, why, better sentence) stands in the
file; the examples in the file are run as tests.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path

from pydantic import Field

from coach import content
from coach.conversation import FlagId, Level, MoveId
from coach.messages import gettext as _
from coach.phrasing.alternative import Alternative, CompiledIntent, Intent
from coach.phrasing.line import Example, Line, LineKind
from coach.phrasing.pattern import Annotated, Pattern, PatternError, Tags
from coach.phrasing.sieve import Layer, Sieve, layers


class Rule(content.Content):
    """One thing to look for. All lists hold phrase patterns, of which one must be found.

    `unless` cancels a match within its own sentence, `unless_line` anywhere in the line. `after` demands,
    and `not_after` forbids, something in the employee's turn before. `contested` marks a rule about which
    public guidance disagrees: the product then says "liever niet", not "mag niet". `sure` marks a rule for textbook
    cases, which the trained model may find more certain than the rule does, and never less.
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
    sure: bool = False
    why: str | None = None
    instead: tuple[Alternative, ...] = ()
    passages: tuple[str, ...] = ()
    matches: tuple[Example | str, ...] = Field(min_length=1)
    passes: tuple[Example | str, ...] = ()

    def patterns(self) -> Iterator[str]:
        """Every phrase pattern of the rule."""
        return chain(self.when, self.unless, self.unless_line, self.after, self.not_after)


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


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that was found, and the place of the words that carry it."""

    rule: Rule
    sentence: int
    start: int
    end: int


class CompiledRule:
    """A rule with its patterns, which are read when the rule is first tried."""

    def __init__(self, rule: Rule, tags: Tags) -> None:
        self.rule = rule
        self._tags = tags

    @cached_property
    def when(self) -> list[Pattern]:
        """What it looks for."""
        return self._read(self.rule.when)

    @cached_property
    def unless(self) -> list[Pattern]:
        """What cancels it in the same sentence."""
        return self._read(self.rule.unless)

    @cached_property
    def _conditions(self) -> tuple[list[Pattern], ...]:
        """What must stand in the turn before, what may not, and what may not stand in the line."""
        rule = self.rule
        return self._read(rule.after), self._read(rule.not_after), self._read(rule.unless_line)

    def _read(self, sources: Sequence[str]) -> list[Pattern]:
        return [Pattern(source, self._tags) for source in sources]

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
        after, not_after, unless_line = self._conditions
        if after and not _any(after, line.before):
            return False
        return not (_any(not_after, line.before) or _any(unless_line, line.whole))


def _any(patterns: Sequence[Pattern], line: Annotated) -> bool:
    return any(pattern.search(line) for pattern in patterns)


class RuleSet:
    """All rule files of a language, ready to be searched."""

    def __init__(self, files: Sequence[tuple[Path, RuleFile]], tags: Tags) -> None:
        self.flags: dict[FlagId, RuleFile] = {}
        self.moves: dict[MoveId, RuleFile] = {}
        self.intents: dict[FlagId, tuple[CompiledIntent, ...]] = {}
        self._rules: list[tuple[RuleFile, CompiledRule]] = []
        self._places: list[tuple[int, int]] = []
        for path, file in files:
            self._add(path, file)
            if file.flag:
                self.intents[file.flag] = tuple(CompiledIntent(intent, tags) for intent in file.intents)
            for rule in file.rules:
                self._places += [(len(self._rules), place) for place in range(len(rule.when))]
                self._rules.append((file, CompiledRule(rule, tags)))
        self._sieve = Sieve(self._layers(files, tags))

    def find(self, line: Line) -> Iterator[tuple[RuleFile, Hit]]:
        """Every rule found in the line, with the file it stands in, in the order of the files."""
        for number, patterns in self._worth_trying(line):
            file, rule = self._rules[number]
            hit = rule.find(line, patterns)
            if hit:
                yield file, hit

    def _worth_trying(self, line: Line) -> Iterator[tuple[int, list[Pattern]]]:
        """Rules of which a pattern has all its keys in the line, with those patterns."""
        here = map(self._places.__getitem__, self._sieve.passing(line.whole.keys))
        for number, group in groupby(here, key=itemgetter(0)):
            when = self._rules[number][1].when
            yield number, [when[place] for _number, place in group]

    def _add(self, path: Path, file: RuleFile) -> None:
        if file.flag and not file.move:
            if file.level is None:
                raise content.ContentError(path, 1, "level", _("this field is missing"))
            self.flags[file.flag] = file
        elif file.move and not file.flag:
            self.moves[file.move] = file
        else:
            raise content.ContentError(path, 1, "flag", _("a file is about one flag or one move"))

    def _layers(self, files: Sequence[tuple[Path, RuleFile]], tags: Tags) -> Sequence[Layer]:
        """The sieve of all rules. Once it is kept, every pattern has been read before, and is read again only when a
        line asks for it."""
        name = _fingerprint(file for _path, file in files)
        kept: Sequence[Layer] | None = tags.kept.get(name)
        if kept is None:
            for path, file in files:
                _check(path, file, tags)
            kept = layers([pattern.keys for _file, rule in self._rules for pattern in rule.when])
            tags.kept.put(name, kept)
        return kept


def _check(path: Path, file: RuleFile, tags: Tags) -> None:
    for written in _written(file):
        try:
            for source in written.patterns():
                Pattern(source, tags)
        except PatternError as error:
            raise content.ContentError(path, _line_of(path, written.id), written.id, str(error)) from error


def _written(file: RuleFile) -> tuple[Intent | Rule, ...]:
    return (*file.intents, *file.rules)


def _fingerprint(files: Iterable[RuleFile]) -> str:
    """A name for the patterns of all rules together: another one as soon as anything in them changes."""
    written = [(part.when, list(part.patterns())) for file in files for part in _written(file)]
    return blake2b(json.dumps(written).encode(), digest_size=16).hexdigest()


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
