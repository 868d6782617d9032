"""The checklist that ticks itself: which line does which of the things that the user wants to do in this talk."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from coach.conversation import FlagId, Level, MoveId, Reading, SituationKind
from coach.debrief import agreement
from coach.guidance.passage import Phase
from coach.live import likeness, moment
from coach.live.book import CheckRule
from coach.live.hand import By, Check
from coach.live.listener import IDEA, Heard
from coach.phrasing import reader
from coach.phrasing.pattern import Annotated, Pattern

_SURE, _LEAST = 0.35, 0.2
"""A line of the manager that is so much like the examples of a check does it, whether a pattern knows it or not; with
less, when it is like no other check and not like a line that does nothing."""
_APART = 0.1
"""By so much it must be likest then."""
_BEYOND_DOUBT = 0.5
"""So much like it must a line be that does it, when the reader has a remark on how it was put."""
_LIKELY_HERE, _LIKEST_HERE = 0.35, 0.2
"""An idea of the employee is heard from this on in the phases that ask for it; the second when it is like nothing
else as much."""
_NOT_AT_ALL = 0.04
"""What the reader makes of a line does not tick a check that the line is less like than this."""
_MOST_SENTENCES = 6
_SOMEONE = re.compile(r"\b(ik|jij|u|hr)\b", re.IGNORECASE)
_NOTING = re.compile(r"\bik (noteer|bevestig|schrijf)\b", re.IGNORECASE)
_MILD = frozenset({FlagId.JUDGEMENT, FlagId.ASSUMPTION})
"""A fact or a summing up may hold one of these and still be one; any other remark, and nothing is ticked."""
_OPEN = re.compile(r"(?:en |maar |dus )?(?:wat|hoe|wie|waar\w*|welke?|wanneer|hoeveel)\b.*\?", re.IGNORECASE)
_IDEAS = frozenset({Phase.EIGEN_IDEE, Phase.STEUN})
_NO_WORDS = re.compile(r"[\W_]*|\W*(stilte|stil|silence)\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Rule:
    rule: CheckRule
    said: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]


class Checklist:
    """The checks of one call. What the user ticks or unticks stays as he left it."""

    def __init__(self, kind: SituationKind, rules: Sequence[CheckRule]) -> None:
        self._reader = reader.default()
        self._learned = likeness.default(likeness.SAID)
        self._kind = kind
        self._rules = [
            _Rule(rule, self._patterns(rule.said), self._patterns(rule.unless))
            for rule in rules
            if rule.belongs_to(kind)
        ]
        self._never_asked = {each.rule.id for each in self._rules if each.rule.asks is False}
        self._ticked: dict[str, tuple[By, str]] = {}
        self._touched: set[str] = set()
        self._turns = 0

    def of(self, phase: Phase) -> tuple[Check, ...]:
        """The checks of one phase, in their order."""
        return tuple(self._check(each.rule) for each in self._rules if each.rule.phase is phase)

    def all(self) -> tuple[Check, ...]:
        """Every check of this talk, phase after phase as the content has them."""
        return tuple(self._check(each.rule) for each in self._rules)

    def said(self, text: str, reading: Reading) -> tuple[str, ...]:
        """Tick what a line of the manager does; gives the ids that it ticked or had ticked already."""
        self._turns += 1
        if _NO_WORDS.fullmatch(text):
            return self._tick((each.rule.id for each in self._rules if each.rule.silence), text)
        remarks = [flag for flag in reading.shown() if flag.level is not Level.STYLE]
        if any(flag.level is Level.HARD or flag.id not in _MILD for flag in remarks):
            return ()
        prepared = self._reader.prepare(text)
        line = prepared.whole
        each_like = self._like(text)
        like = {name: max(one[name] for one in each_like) for name in (each_like[0] if each_like else ())}
        sure = {name for one in each_like for name in one if _surely(name, one)}
        agreed = reading.has(MoveId.AGREEMENT) and any(map(_agrees, moment.sentences(text)))
        dated = bool(agreement.default().who_and_when(text)[1])
        moves = {move.id for move in reading.moves}
        found = [each for each in self._rules if self._does(each, line, moves, agreed, dated, like, sure)]
        if remarks:
            found = [each for each in found if like.get(each.rule.id, 0.0) >= _BEYOND_DOUBT]
        return self._tick((each.rule.id for each in found), text)

    def heard(self, text: str, heard: Heard, phase: Phase | None = None) -> tuple[str, ...]:
        """Tick what the employee's line brings; gives the ids that it ticked or had ticked already.

        In the phase that asks for the own idea less is needed to hear one.
        """
        happens = set(heard.moments)
        needed = _LIKEST_HERE if heard.likely[:1] and heard.likely[0][0] == IDEA else _LIKELY_HERE
        if phase in _IDEAS and dict(heard.likely).get(IDEA, 0.0) >= needed:
            happens.add(IDEA)
        found = (
            each.rule.id for each in self._rules if not happens.isdisjoint(each.rule.heard) and self._after(each.rule)
        )
        return self._tick(found, text)

    def toggle(self, check_id: str) -> None:
        """Tick or untick by hand; an unknown id changes nothing."""
        if all(each.rule.id != check_id for each in self._rules):
            return
        self._touched.add(check_id)
        if self._ticked.pop(check_id, None) is None:
            self._ticked[check_id] = (By.USER, "")

    def clear(self) -> None:
        """Let go of every tick and of the words behind it."""
        self._ticked.clear()
        self._touched.clear()
        self._turns = 0

    def _like(self, text: str) -> list[Mapping[str, float]]:
        """How much each sentence of a line is like what each check does; who asks openly gives nothing back."""
        if self._learned is None:
            return []
        parts = moment.sentences(text)[:_MOST_SENTENCES]
        scores = [(_OPEN.match(part), self._learned.scores(likeness.prepared(part))) for part in parts]
        return [{name: 0.0 if asked and name in self._never_asked else score for name, score in each.items()}
                for asked, each in scores]  # fmt: skip

    def _does(
        self,
        each: _Rule,
        line: Annotated,
        moves: set[MoveId],
        agreed: bool,
        dated: bool,
        like: Mapping[str, float],
        sure: set[str],
    ) -> bool:
        rule = each.rule
        if (rule.dated and not dated) or (rule.first is not None and self._turns > rule.first):
            return False
        if not self._after(rule) or any(pattern.search(line) for pattern in each.unless):
            return False
        if rule.agreement:
            return agreed or (dated and like.get(rule.id, 0.0) >= _SURE)
        asking = any(token.form == "?" for token in line.tokens)
        moved = not moves.isdisjoint(rule.moves) and rule.asks in (None, asking)
        moved = moved and like.get(rule.id, 1.0) >= _NOT_AT_ALL
        said = any(pattern.search(line) for pattern in each.said)
        return moved or said or rule.id in sure

    def _after(self, rule: CheckRule) -> bool:
        return not rule.after or any(id in self._ticked for id in rule.after)

    def _tick(self, ids: Iterator[str], text: str) -> tuple[str, ...]:
        done = tuple(ids)
        for id in done:
            if id not in self._touched:
                self._ticked.setdefault(id, (By.SELF, text))
        return done

    def _check(self, rule: CheckRule) -> Check:
        by, quote = self._ticked.get(rule.id, (None, ""))
        return Check(rule.id, rule.text, by is not None, by, quote)

    def _patterns(self, sources: Sequence[str]) -> tuple[Pattern, ...]:
        return tuple(Pattern(text, self._reader.tags) for text in sources)


def _surely(id: str, like: Mapping[str, float]) -> bool:
    """Whether a sentence does what the examples of a check do."""
    score = like.get(id, 0.0)
    others = max((other for name, other in like.items() if name != id), default=0.0)
    return score >= _SURE or (score >= _LEAST and score - others >= _APART)


def _agrees(sentence: str) -> bool:
    """Whether a sentence says who does something, and when; to meet and to write down are other checks."""
    if _NOTING.search(sentence):
        return False
    who, when = agreement.default().who_and_when(sentence)
    if not when or who is agreement.Who.UNSAID:
        return False
    return who is not agreement.Who.TOGETHER or _SOMEONE.search(sentence) is not None
