"""How often a question gets the right verdict.

    python -m benchmarks.asking [--errors]

`asked_heldout.jsonl` was written by someone who had not seen the verdicts or their example questions; nobody looked
at its questions while this was made. A line: `{"question": …, "act": ask, record or share, "verdict": …, "topic": id
of a source}`. A verdict is right when it is the very one of the line: with a choice of two the first counts, and no
verdict is wrong.

Left out: every example question, asked of verdicts in which that question is not; right is what its own verdict says
on the act that is read from it. `--errors` prints those that go wrong, never the questions of others. The phrases of
a verdict were written with its example questions at hand, so that this figure may flatter.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.intervals import share
from coach import locations
from coach.guidance import analysis
from coach.guidance.act import Act
from coach.guidance.answer import Adviser, Answer, Decision, default
from coach.guidance.verdict import Ruling

HELD_OUT = "asked_heldout.jsonl"
BAR = 0.95


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the right act and verdict, and the source or the verdict that its topic is."""

    text: str
    act: Act
    ruling: Ruling
    topic: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A question and how it was answered."""

    asked: Asked
    answer: Answer

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """The decision, or the two of a choice."""
        return (self.answer.decision,) if self.answer.decision else self.answer.choices

    @property
    def right(self) -> bool:
        """Whether the first decision is the right verdict."""
        return any(decision.ruling is self.asked.ruling for decision in self.decisions[:1])

    @property
    def among(self) -> bool:
        """Whether one of the decisions is the right verdict."""
        return any(decision.ruling is self.asked.ruling for decision in self.decisions)

    @property
    def allows_too_much(self) -> bool:
        """Whether it says without a second thought that something may which may not."""
        decision = self.answer.decision
        return decision is not None and decision.ruling is Ruling.YES and self.asked.ruling is Ruling.NO

    @property
    def on_topic(self) -> bool:
        """Whether the first decision is on the right topic."""
        return any(
            self.asked.topic in (decision.id, *(source.id for source in decision.sources))
            for decision in self.decisions[:1]
        )


def held_out(path: Path) -> list[Asked]:
    """The questions of another writer."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [Asked(row["question"], Act(row["act"]), Ruling(row["verdict"]), row["topic"]) for row in rows]


def answered(adviser: Adviser, questions: Iterable[Asked]) -> Iterator[Outcome]:
    """Each question with its answer."""
    return (Outcome(asked, adviser.answer(asked.text)) for asked in questions)


def left_out(adviser: Adviser) -> Iterator[Outcome]:
    """Each example question, asked of an adviser that does not have it."""
    for place in range(max(len(verdict.questions) for verdict in adviser.verdicts)):
        having = [verdict for verdict in adviser.verdicts if place < len(verdict.questions)]
        yield from answered(
            adviser.without(verdict.questions[place] for verdict in having),
            [_own(adviser, verdict.id, verdict.questions[place]) for verdict in having],
        )


def _own(adviser: Adviser, topic: str, text: str) -> Asked:
    words = analysis.words(text)
    verdict = next(verdict for verdict in adviser.verdicts if verdict.id == topic)
    decision = adviser.decision(verdict, adviser.act(words), words)
    return Asked(text, decision.act, decision.ruling, topic)


def table(outcomes: Sequence[Outcome], *, acts: bool) -> list[str]:
    """Lines of figures with their 95 % intervals."""

    def line(name: str, holds: Callable[[Outcome], bool], among: Sequence[Outcome] = outcomes) -> str:
        hits = sum(map(holds, among))
        return f"  {name:44} {share(hits, len(among))}  ({hits} of {len(among)})"

    sure = [outcome for outcome in outcomes if outcome.answer.decision]
    lines = [line("verdict right", lambda o: o.right)]
    lines += [line("act right", lambda o: o.answer.act is o.asked.act)] if acts else []
    return [
        *lines,
        line("topic right", lambda o: o.on_topic),
        line("verdict right, or among the two of a choice", lambda o: o.among),
        line("answered with one verdict", lambda o: o.answer.decision is not None),
        line("  of these: verdict right", lambda o: o.right, sure),
        line("allowed without a choice what is forbidden", lambda o: o.allows_too_much),
        line("no verdict", lambda o: not o.decisions),
    ]


def report() -> Iterator[str]:
    """The figures, with the bar and whether it is met."""
    adviser = default()
    outcomes = list(answered(adviser, held_out(locations.knowledge() / HELD_OUT)))
    right = sum(outcome.right for outcome in outcomes) / len(outcomes)
    yield f"{HELD_OUT} (bar: verdict right at least {BAR:.0%}; {'met' if right >= BAR else 'NOT met'})"
    yield from table(outcomes, acts=True)
    yield "example questions, each left out in turn"
    yield from table(list(left_out(adviser)), acts=False)


def errors() -> Iterator[str]:
    """The example questions that go wrong when left out."""
    for outcome in left_out(default()):
        if not outcome.right:
            said = ", ".join(f"{decision.id} {decision.ruling}" for decision in outcome.decisions) or "-"
            asked = outcome.asked
            yield f"{asked.topic} {asked.ruling} ({asked.act}), said: {said}: {asked.text}"


def main() -> None:
    """Print the figures, or the errors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="print the example questions that go wrong")
    for line in errors() if parser.parse_args().errors else report():
        print(line)


if __name__ == "__main__":
    main()
