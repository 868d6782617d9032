"""What the content itself teaches the reader, beside the labelled lines.

The examples of a rule say something of its own label only. A sentence that the program offers (a better sentence,
one from the guidance, a question that fits a phase) carries no flag at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from benchmarks.accuracy import FLAGS
from coach import guidance
from coach.conversation import FlagId
from coach.phrasing import encoder, features
from coach.phrasing.encoder import Word
from coach.phrasing.line import Example, LineKind
from coach.phrasing.reader import Evidence, Reader
from coach.phrasing.rules import Rule
from coach.roleplay import library
from training import written


@dataclass(frozen=True, slots=True)
class Said:
    """Something said after something else, or a note."""

    text: str
    before: str | None
    kind: LineKind


@dataclass(frozen=True, slots=True)
class Seen:
    """What the reader sees of a line: its features, and its words for the encoder."""

    features: list[str]
    words: list[Word]


@dataclass(frozen=True, slots=True)
class Lesson:
    """An example as the reader sees it, and the labels it says something of: whether each is there."""

    seen: Seen
    labels: Mapping[str, int]


def lessons(reader: Reader) -> list[Lesson]:
    """Every example once, in a fixed order."""
    known: dict[Said, dict[str, int]] = {}
    for said, label, there in (*_examples(reader), *_offers(reader)):
        known.setdefault(said, {})[label] = there
    return [Lesson(_unruled(reader, said), labels) for said, labels in known.items()]


def _examples(reader: Reader) -> Iterator[tuple[Said, str, int]]:
    for file in (*reader.rules.flags.values(), *reader.rules.moves.values()):
        for rule in file.rules:
            for there, examples in ((1, rule.matches), (0, rule.passes)):
                for example in examples:
                    yield _said(Example.of(example), rule), str(file.flag or file.move), there


def _said(example: Example, rule: Rule) -> Said:
    return Said(example.text, example.before, rule.kind)


def _offers(reader: Reader) -> Iterator[tuple[Said, str, int]]:
    for text, kind in offered(reader):
        for flag in FLAGS:
            yield Said(text, None, kind), flag, 0


def offered(reader: Reader) -> list[tuple[str, LineKind]]:
    """Every sentence that the program puts in someone's mouth."""
    said = [*written.sayable(), *(sentence for passage in guidance.library().passages for sentence in passage.say)]
    for situation in library.default().situations.values():
        said += [question for phase in situation.phases for question in phase.questions]
    notes = [*written.entries()]
    for file in reader.rules.flags.values():
        texts = [form for better in file.alternatives() for form in better.forms()]
        said += texts
        notes += texts if file.flag is FlagId.PRIVACY_BREACH else []
    return [
        *((text, LineKind.SAY) for text in sorted({*said})),
        *((text, LineKind.NOTE) for text in sorted({*notes})),
    ]


def _unruled(reader: Reader, said: Said) -> Seen:
    """An example without the rules: that they find it is no news."""
    return seen(reader.gather(said.text, said.before, said.kind), ruled=False)


def seen(evidence: Evidence, ruled: bool = True) -> Seen:
    """What the reader sees of a line."""
    hits = evidence.hits() if ruled else []
    found = features.counted(list(features.extract(evidence.line, evidence.asked, hits)))
    return Seen(list(found), encoder.heard(evidence.line))
