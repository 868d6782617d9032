"""Reading a manager's line, in layers: tokens and concepts, questions, rules, and then one Reading.

Each layer can be replaced without the others noticing: what comes out is always a `Reading`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from coach import locations
from coach.conversation import Band, Flag, FlagId, Level, Move, MoveId, Reading
from coach.phrasing import lexicon, question, reflection, rules
from coach.phrasing.pattern import Annotated, Tags
from coach.phrasing.rules import Alternative, Hit, Line, LineKind, RuleFile, RuleSet
from coach.phrasing.text import Token, sentences, tokenize

LONG_TURN_WORDS = 40
"""Above this a turn is long (labelling contract, style notes)."""

_FORMAL = frozenset({"u", "uw", "uzelf"})
_LEVEL_ORDER = {Level.HARD: 0, Level.SOFT: 1, Level.STYLE: 2}


class Reader:
    """Reads lines with the knowledge of one language."""

    def __init__(self, folder: Path) -> None:
        self.lexicon = lexicon.load(folder / "lexicon")
        self.tags = Tags(self.lexicon.concepts)
        self.rules: RuleSet = rules.load(folder / "phrasing", self.tags)
        fillers = frozenset(self.lexicon.concepts["filler"].words)
        self.questions = question.load(folder / "questions.yaml", self.tags, fillers)
        self.reflections = reflection.load(folder / "reflections.yaml")

    def prepare(self, text: str, before: str | None = None, kind: LineKind = LineKind.SAY) -> Line:
        """The line in tokens, sentences and concepts."""
        tokens = tokenize(text)
        tags = self.lexicon.tag(tokens)
        return Line(
            sentences=tuple(self.tags.annotate(tokens[part], tags[part]) for part in sentences(tokens)),
            whole=self.tags.annotate(tokens, tags),
            before=self._annotate(tokenize(before or "")),
            kind=kind,
        )

    def read(self, text: str, before: str | None = None, kind: LineKind = LineKind.SAY) -> Reading:
        """What a line does; `before` is the employee's previous turn, which can change its meaning."""
        line = self.prepare(text, before, kind)
        flags: dict[FlagId, Flag] = {}
        moves: dict[MoveId, Move] = {}
        for file, hit in self.rules.find(line):
            if file.flag:
                _keep_surest(flags, self._flag(text, line, file, hit))
            elif file.move and file.move not in moves:
                moves[file.move] = Move(id=file.move, start=hit.start, end=hit.end, quote=text[hit.start : hit.end])
        if kind is LineKind.SAY:
            self._add_structure(text, line, flags, moves)
        return self._combined(flags, moves)

    def _annotate(self, tokens: Sequence[Token]) -> Annotated:
        return self.tags.annotate(tokens, self.lexicon.tag(tokens))

    def _flag(self, text: str, line: Line, file: RuleFile, hit: Hit) -> Flag:
        rule = hit.rule
        return self._make_flag(
            text, line, file, (hit.start, hit.end), rule.certainty,
            why=rule.why or file.why,
            alternatives=rule.instead or file.instead,
            passages=rule.passages or file.passages,
        )  # fmt: skip

    def _make_flag(
        self,
        text: str,
        line: Line,
        file: RuleFile,
        place: tuple[int, int],
        certainty: float,
        *,
        why: str,
        alternatives: Sequence[Alternative],
        passages: tuple[str, ...],
    ) -> Flag:
        assert file.flag is not None
        assert file.level is not None
        start, end = place
        return Flag(
            id=file.flag, level=file.level, certainty=certainty, band=Band.of(certainty),
            start=start, end=end, quote=text[start:end], why=why,
            instead=_chosen(alternatives, text, line), passages=passages,
        )  # fmt: skip

    def _add_structure(self, text: str, line: Line, flags: dict[FlagId, Flag], moves: dict[MoveId, Move]) -> None:
        """Questions and style notes that follow from the build of the line, not from its words."""
        asked = [(self.questions.kind(sentence), sentence) for sentence in line.sentences]
        for kind, sentence in asked:
            if kind and kind not in moves:
                start, end = _whole(sentence)
                moves[kind] = Move(id=kind, start=start, end=end, quote=text[start:end])
        reflected = self.reflections.find(line, [sentence for kind, sentence in asked if kind])
        if reflected and MoveId.REFLECTION not in moves:
            start, end = _whole(reflected)
            moves[MoveId.REFLECTION] = Move(id=MoveId.REFLECTION, start=start, end=end, quote=text[start:end])
        for flag_id, place in self._style(line, [sentence for kind, sentence in asked if kind]):
            file = self.rules.flags.get(flag_id)
            if file and flag_id not in flags:
                flags[flag_id] = self._make_flag(
                    text, line, file, place, 0.8,
                    why=file.why, alternatives=file.instead, passages=file.passages,
                )  # fmt: skip

    def _style(self, line: Line, asked: Sequence[Annotated]) -> Iterable[tuple[FlagId, tuple[int, int]]]:
        words = sum(not token.is_mark for token in line.whole.tokens)
        if words > LONG_TURN_WORDS:
            yield FlagId.LONG_TURN, _whole(line.whole)
        if len(asked) > 1:
            yield FlagId.STACKED_QUESTIONS, (_whole(asked[0])[0], _whole(asked[-1])[1])

    def _combined(self, flags: dict[FlagId, Flag], moves: dict[MoveId, Move]) -> Reading:
        """One reading: no move that the same line undoes, the heaviest flags first."""
        kept = [
            move
            for move in moves.values()
            if not any(flag in flags for flag in self._undone_by(move.id))
        ]  # fmt: skip
        ordered = sorted(flags.values(), key=lambda f: (_LEVEL_ORDER[f.level], -f.certainty, f.start))
        return Reading(
            flags=tuple(f for f in ordered if f.level is not Level.STYLE),
            style=tuple(f for f in ordered if f.level is Level.STYLE),
            moves=tuple(sorted(kept, key=lambda move: move.start)),
        )

    def _undone_by(self, move: MoveId) -> tuple[FlagId, ...]:
        file = self.rules.moves.get(move)
        return file.undone_by if file else ()


def _keep_surest(flags: dict[FlagId, Flag], flag: Flag) -> None:
    known = flags.get(flag.id)
    if known is None or flag.certainty > known.certainty:
        flags[flag.id] = flag


def _whole(line: Annotated) -> tuple[int, int]:
    words = [token for token in line.tokens if not token.is_mark]
    return (words[0].start, words[-1].end) if words else (0, 0)


def _chosen(alternatives: Sequence[Alternative], text: str, line: Line) -> str:
    """One of the better sentences: always the same one for the same line, in its form of address."""
    if not alternatives:
        return ""
    formal = any(token.form in _FORMAL for token in line.whole.tokens)
    digest = hashlib.blake2s(text.encode("utf-8", "surrogatepass")).digest()
    return alternatives[digest[0] % len(alternatives)].said_to(formal)


@cache
def default() -> Reader:
    """The reader for the language of the program."""
    return Reader(locations.knowledge())
