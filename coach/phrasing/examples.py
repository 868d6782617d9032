"""Content carries its own examples; here they are run.

Every rule must find its `matches`, no rule of a flag may find its `passes`, and no better sentence may
itself be flagged.
"""

from __future__ import annotations

from collections.abc import Iterator

from coach.conversation import FlagId, MoveId
from coach.phrasing.alternative import intent_of
from coach.phrasing.line import Example, LineKind
from coach.phrasing.reader import Reader
from coach.phrasing.rules import Rule, RuleFile


def problems(reader: Reader) -> Iterator[str]:
    """One sentence for each example that does not do what its file says."""
    for file in (*reader.rules.flags.values(), *reader.rules.moves.values()):
        for rule in file.rules:
            yield from _rule_problems(reader, file, rule)
        yield from _intent_problems(reader, file)
        yield from _alternative_problems(reader, file)


def _rule_problems(reader: Reader, file: RuleFile, rule: Rule) -> Iterator[str]:
    label = _label(file)
    for example in map(Example.of, rule.matches):
        line = reader.prepare(example.text, example.before, rule.kind)
        if not any(hit.rule is rule for _, hit in reader.rules.find(line)):
            yield f"{label}/{rule.id}: not found in its own example: {example.text}"
    for example in map(Example.of, rule.passes):
        evidence = reader.gather(example.text, example.before, rule.kind)
        if any(finding.label is label and finding.rule for finding in evidence.findings):
            yield f"{label}/{rule.id}: found where it must pass: {example.text}"


def _intent_problems(reader: Reader, file: RuleFile) -> Iterator[str]:
    if not file.flag:
        return
    kind = LineKind.NOTE if file.flag is FlagId.PRIVACY_BREACH else LineKind.SAY
    for intent in file.intents:
        for example in map(Example.of, intent.matches):
            found = intent_of(reader.rules.intents[file.flag], reader.prepare(example.text, example.before, kind))
            if found is not intent:
                other = found.id if found else "-"
                yield f"{file.flag.value}/{intent.id}: not the intent of its own example ({other}): {example.text}"


def _alternative_problems(reader: Reader, file: RuleFile) -> Iterator[str]:
    if not file.flag:
        return
    kind = LineKind.NOTE if file.flag is FlagId.PRIVACY_BREACH else LineKind.SAY
    for sentence in sorted({form for better in file.alternatives() for form in better.forms()}):
        flags = {
            flag.id.value for as_kind in (LineKind.SAY, kind) for flag in reader.read(sentence, None, as_kind).shown()
        }
        if flags:
            named = ", ".join(sorted(flags))
            yield f"{file.flag.value}: better sentence is flagged itself ({named}): {sentence}"


def _label(file: RuleFile) -> FlagId | MoveId:
    label = file.flag or file.move
    assert label is not None
    return label
