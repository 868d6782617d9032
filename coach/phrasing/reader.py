"""Reading a manager's line, in layers: tokens and concepts, questions, rules, a trained model, one Reading.

Each layer can be replaced without the others noticing: what comes out is always a `Reading`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

from coach import locations, packed
from coach.conversation import Band, Flag, FlagId, Level, Move, MoveId, Reading
from coach.phrasing import alternative, features, lexicon, model, question, recall, reflection, rules
from coach.phrasing.line import Line, LineKind
from coach.phrasing.pattern import Annotated, Tags
from coach.phrasing.rules import Hit, Rule, RuleFile, RuleSet
from coach.phrasing.text import sentences, tokenize

_REMEMBERED = 16
"""So many turns of the employee are remembered: each is there again with every word of the draft that answers it."""
LONG_TURN_WORDS = 40
"""Above this a turn is long (labelling contract, style notes)."""

_CERTAIN = 0.9
_WORTH_SAYING = 0.3
"""What the model finds less probable than this is not even a `maybe`."""
_MOVE_FROM = 0.5
_PLAIN_WORDS = 6
"""A single sentence of so many words at most is plain enough for its build to tell which kind of question it is."""
_SHOWN, _OTHER_SHOWN, _NONE_SHOWN = math.e**3, math.e**-3, math.e**-2.5
"""What the odds of a question are multiplied by when the build of such a sentence shows it, shows one of the other
kind, or shows none: as good as the model alone on lines by writers that it had not seen, and surer on plain ones."""
_QUESTIONS = (MoveId.QUESTION_OPEN.value, MoveId.QUESTION_CLOSED.value)
_FLAG_NAMES = frozenset(FlagId)
_LEVEL_ORDER = {Level.HARD: 0, Level.SOFT: 1, Level.STYLE: 2}


@dataclass(frozen=True, slots=True)
class Finding:
    """A label with the words that carry it; `rule` is None for what structure or the model found."""

    label: FlagId | MoveId
    certainty: float
    start: int
    end: int
    rule: Rule | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A prepared line, the kind of question of each sentence, and all that was found in it."""

    line: Line
    asked: tuple[MoveId | None, ...]
    findings: tuple[Finding, ...]

    def hits(self) -> list[features.RuleHit]:
        """The findings as features for the model."""
        return [
            features.RuleHit(f.label.value, f"{f.label.value}/{f.rule.id if f.rule else '-'}", f.certainty)
            for f in self.findings
        ]


class Reader:
    """Reads lines with the knowledge of one language, and the trained model when there is one."""

    def __init__(self, folder: Path) -> None:
        self.lexicon = lexicon.load(folder / "lexicon")
        self.tags = Tags(self.lexicon.concepts, folder.name)
        self.rules: RuleSet = rules.load(folder / "phrasing", self.tags)
        fillers = frozenset(self.lexicon.concepts["filler"].words)
        self.model_trouble: str | None = None
        self.model = self._loaded(folder / "model" / "reader.zip")
        self.questions = question.load(folder / "questions.yaml", self.tags, fillers)
        self.reflections = reflection.load(folder / "reflections.yaml")
        path = folder / "recall.yaml"
        self._heard = lru_cache(_REMEMBERED)(self._annotate)
        self.recall = recall.load(path, self.lexicon, self.tags) if path.exists() else None

    def prepare(self, text: str, before: str | None = None, kind: LineKind = LineKind.SAY) -> Line:
        """The line in tokens, sentences and concepts."""
        tokens = tokenize(text)
        tags = self.lexicon.tag(tokens)
        whole = self.tags.annotate(tokens, tags)
        parts = sentences(tokens)
        alone = parts == [slice(0, len(tokens))]
        return Line(
            sentences=(whole,) if alone else tuple(self.tags.annotate(tokens[part], tags[part]) for part in parts),
            whole=whole,
            before=self._heard(before or ""),
            kind=kind,
        )

    def read(
        self,
        text: str,
        before: str | None = None,
        kind: LineKind = LineKind.SAY,
        earlier: Sequence[str] = (),
    ) -> Reading:
        """What a line does; what the employee said, just `before` it and `earlier`, can change its meaning."""
        answered = self.recall.before(text, before, earlier) if self.recall and earlier else before
        evidence = self.gather(text, answered, kind)
        findings = self._weighed(evidence) if self.model and evidence.line.sentences else evidence.findings
        return self._combined(text, evidence.line, findings)

    def gather(self, text: str, before: str | None = None, kind: LineKind = LineKind.SAY) -> Evidence:
        """Everything the knowledge files find in a line, before it is weighed."""
        line = self.prepare(text, before, kind)
        said = kind is LineKind.SAY
        asked = tuple(self.questions.kind(sentence) if said else None for sentence in line.sentences)
        findings = [_finding(file, hit) for file, hit in self.rules.find(line)]
        if said:
            findings += self._structure(line, asked)
        return Evidence(line, asked, tuple(findings))

    def _loaded(self, path: Path) -> model.Model | None:
        """The trained model; without one that fits, the rules read alone and `model_trouble` says why."""
        if not path.exists():
            return None
        try:
            return model.load(path)
        except packed.PackedError as error:
            self.model_trouble = str(error)
            return None

    def _annotate(self, text: str) -> Annotated:
        tokens = tokenize(text)
        return self.tags.annotate(tokens, self.lexicon.tag(tokens))

    def _structure(self, line: Line, asked: Sequence[MoveId | None]) -> Iterator[Finding]:
        """Questions, reflections and style notes that follow from the build of the line, not from its words."""
        questions = [(kind, sentence) for kind, sentence in zip(asked, line.sentences, strict=True) if kind]
        for kind, sentence in questions:
            yield Finding(kind, _CERTAIN, *_whole(sentence))
        reflected = self.reflections.find(line, [sentence for _kind, sentence in questions])
        if reflected:
            yield Finding(MoveId.REFLECTION, _CERTAIN, *_whole(reflected))
        words = sum(not token.is_mark for token in line.whole.tokens)
        if words > LONG_TURN_WORDS:
            yield Finding(FlagId.LONG_TURN, _CERTAIN, *_whole(line.whole))
        if len(questions) > 1:
            place = (_whole(questions[0][1])[0], _whole(questions[-1][1])[1])
            yield Finding(FlagId.STACKED_QUESTIONS, _CERTAIN, *place)

    def _weighed(self, evidence: Evidence) -> tuple[Finding, ...]:
        """The findings as the model weighs them: some fall away, and others come in that no rule knew."""
        assert self.model is not None
        seen = features.extract(evidence.line, evidence.asked, evidence.hits())
        weighed = self.model.weigh(features.counted(seen), evidence.line)
        kept = [finding for finding in evidence.findings if finding.label.value not in weighed.probabilities]
        for label, found in weighed.probabilities.items():
            probability = _by_build(found, label, evidence) if label in _QUESTIONS else found
            probability = max(probability, _assured(label, evidence))
            if probability >= _WORTH_SAYING:
                kept.append(self._found(evidence, seen, weighed, _label(label), probability))
        return tuple(kept)

    def _found(
        self,
        evidence: Evidence,
        seen: Sequence[features.Feature],
        weighed: model.Weighed,
        label: FlagId | MoveId,
        probability: float,
    ) -> Finding:
        """A finding of the model, with the words of a rule that says the same, or those that weighed most."""
        assert self.model is not None
        same = [finding for finding in evidence.findings if finding.label is label]
        if same:
            return replace(max(same, key=lambda finding: finding.certainty), certainty=probability)
        tokens = evidence.line.whole.tokens
        window = self.model.span(weighed, seen, label.value)
        if window is None or not tokens:
            return Finding(label, probability, *_whole(evidence.line.whole))
        words = [token for token in tokens[window[0] : window[1] + 1] if not token.is_mark]
        place = (words[0].start, words[-1].end) if words else _whole(evidence.line.whole)
        return Finding(label, probability, *place)

    def _combined(self, text: str, line: Line, findings: Sequence[Finding]) -> Reading:
        """One reading: each label once, no move that the same line undoes, the heaviest flags first."""
        surest: dict[FlagId | MoveId, Finding] = {}
        for finding in findings:
            known = surest.get(finding.label)
            if known is None or finding.certainty > known.certainty:
                surest[finding.label] = finding
        flags = [flag for f in surest.values() if isinstance(f.label, FlagId) and (flag := self._flag(text, line, f))]
        shown = {flag.id for flag in flags if flag.band is not Band.MAYBE}
        moves = [
            Move(id=f.label, start=f.start, end=f.end, quote=text[f.start : f.end])
            for f in surest.values()
            if isinstance(f.label, MoveId)
            and f.certainty >= _MOVE_FROM
            and shown.isdisjoint(self._undone_by(f.label))
        ]
        flags.sort(key=lambda flag: (_LEVEL_ORDER[flag.level], -flag.certainty, flag.start))
        return Reading(
            flags=tuple(flag for flag in flags if flag.level is not Level.STYLE),
            style=tuple(flag for flag in flags if flag.level is Level.STYLE),
            moves=tuple(sorted(moves, key=lambda move: move.start)),
        )

    def _flag(self, text: str, line: Line, found: Finding) -> Flag | None:
        """The flag of a finding, with the rule's own reason and better sentence where it has them."""
        assert isinstance(found.label, FlagId)
        file = self.rules.flags.get(found.label)
        if file is None or file.level is None:
            return None
        rule = found.rule
        return Flag(
            id=found.label,
            level=file.level,
            certainty=round(found.certainty, 3),
            band=Band.of(found.certainty),
            start=found.start,
            end=found.end,
            quote=text[found.start : found.end],
            why=(rule.why if rule else None) or file.why,
            instead=self._better(file, rule, text, line),
            passages=(rule.passages if rule else ()) or file.passages,
        )

    def _better(self, file: RuleFile, rule: Rule | None, text: str, line: Line) -> str:
        """What could be said instead: for what the manager is after, else for this rule, else for this flag."""
        intent = alternative.intent_of(self.rules.intents[file.flag] if file.flag else (), line)
        fitting = (intent.instead if intent else ()) or (rule.instead if rule else ()) or file.instead
        return alternative.chosen(fitting, text, line)

    def _undone_by(self, move: MoveId) -> tuple[FlagId, ...]:
        file = self.rules.moves.get(move)
        return file.undone_by if file else ()


def _finding(file: RuleFile, hit: Hit) -> Finding:
    label = file.flag or file.move
    assert label is not None
    return Finding(label, hit.rule.certainty, hit.start, hit.end, hit.rule)


def _by_build(probability: float, kind: str, evidence: Evidence) -> float:
    """The probability of a kind of question, when the build of a plain sentence has had its say."""
    words = sum(not token.is_mark for token in evidence.line.whole.tokens)
    if len(evidence.asked) != 1 or words > _PLAIN_WORDS:
        return probability
    shown = evidence.asked[0]
    odds = probability * (_NONE_SHOWN if shown is None else _SHOWN if shown.value == kind else _OTHER_SHOWN)
    return odds / (odds + 1 - probability)


def _assured(label: str, evidence: Evidence) -> float:
    """How certain the rules for textbook cases are of a label; 0 where none of them holds."""
    sure = (f.certainty for f in evidence.findings if f.rule and f.rule.sure and f.label.value == label)
    return max(sure, default=0.0)


def _label(name: str) -> FlagId | MoveId:
    return FlagId(name) if name in _FLAG_NAMES else MoveId(name)


def _whole(line: Annotated) -> tuple[int, int]:
    words = [token for token in line.tokens if not token.is_mark]
    return (words[0].start, words[-1].end) if words else (0, 0)


@cache
def default() -> Reader:
    """The reader for the language of the program."""
    return Reader(locations.knowledge())


def speaking(language: str) -> Reader:
    """The reader for one of `locations.LANGUAGES`."""
    return default() if language == locations.LANGUAGE else _foreign(language)


@cache
def _foreign(language: str) -> Reader:
    return Reader(locations.knowledge_of(language))
