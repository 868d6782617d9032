"""What may be asked, recorded and shared: one verdict for each topic, with the reason and with sentences that may."""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path

from pydantic import Field, field_validator, model_validator

from coach import content
from coach.content import ContentError
from coach.guidance.act import Act
from coach.guidance.phrases import PhraseText
from coach.messages import gettext as _

_ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"


class Ruling(StrEnum):
    """The answer in a word. `rather_not` is for what the sources do not agree on."""

    YES = "yes"
    NO = "no"
    RATHER_NOT = "rather_not"
    ONLY_IF = "only_if"


class Judgement(content.Content):
    """The answer for one act, and why; the reason of `only_if` begins with the condition."""

    verdict: Ruling
    why: str = Field(min_length=1)


class Case(Judgement):
    """Where the answer for an act turns out otherwise: when one of the phrases `when` is in the question."""

    act: Act
    when: tuple[PhraseText, ...] = Field(min_length=1)


class Verdict(content.Content):
    """The answers on one topic.

    `topic` completes "this is about …". An act without a judgement is one that means nothing here. Of `cases` the
    first that fits counts. `safe` are sentences that a manager can say as they stand; `questions` are examples of
    questions that this answers, and `words` phrases by which the topic is known, or names of lists of them: `{hr}`.
    `passages` and `sources` are ids; `checked` is the day on which the facts were compared with their sources.
    """

    id: str = Field(pattern=_ID)
    topic: str = Field(min_length=1)
    ask: Judgement
    record: Judgement | None = None
    share: Judgement | None = None
    cases: tuple[Case, ...] = ()
    safe: tuple[str, ...] = Field(min_length=1, max_length=3)
    passages: tuple[str, ...] = Field(min_length=1, max_length=5)
    sources: tuple[str, ...] = Field(min_length=1)
    checked: date
    words: tuple[PhraseText, ...] = ()
    questions: tuple[str, ...] = Field(min_length=5)

    @model_validator(mode="after")
    def _cases_of_known_acts(self) -> Verdict:
        for case in self.cases:
            if self.judgement(case.act) is None:
                raise ValueError(_("a case for {act} needs an answer for {act} as well").format(act=case.act))
        return self

    def judgement(self, act: Act) -> Judgement | None:
        """The answer for an act, or None where the act means nothing."""
        return {Act.ASK: self.ask, Act.RECORD: self.record, Act.SHARE: self.share}[act]


class VerdictFile(content.Content):
    """The file of verdicts; every id occurs once."""

    verdicts: tuple[Verdict, ...] = Field(min_length=1)

    @field_validator("verdicts")
    @classmethod
    def _distinct(cls, verdicts: tuple[Verdict, ...]) -> tuple[Verdict, ...]:
        ids = [verdict.id for verdict in verdicts]
        twice = next((id for id in ids if ids.count(id) > 1), None)
        if twice:
            raise ValueError(_("{id} occurs twice").format(id=twice))
        return verdicts


def load(path: Path, known_passages: Container[str], known_sources: Container[str]) -> tuple[Verdict, ...]:
    """Read the verdicts.

    Raises:
        ContentError: the file is not as it should be, or names a passage or a source that is not known.
    """
    verdicts = content.load(path, VerdictFile).verdicts
    for number, verdict in enumerate(verdicts, start=1):
        for field, names, known, problem in (
            ("passages", verdict.passages, known_passages, _("there is no passage «{name}»")),
            ("sources", verdict.sources, known_sources, _("there is no source «{name}»")),
        ):
            for place, name in enumerate(names, start=1):
                if name not in known:
                    line = _line_of(content.read_text(path).splitlines(), verdict.id, field)
                    raise ContentError(path, line, f"verdicts.{number}.{field}.{place}", problem.format(name=name))
    return verdicts


def _line_of(lines: Sequence[str], verdict: str, field: str) -> int:
    """The line on which a field of a verdict begins, or 0."""
    numbered = [(number, line.strip().removeprefix("- ")) for number, line in enumerate(lines, start=1)]
    begin = next((number for number, line in numbered if line == f"id: {verdict}"), 0)
    return next((number for number, line in numbered[begin:] if line.startswith(f"{field}:")), begin)
