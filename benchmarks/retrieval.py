"""How fast and how well passages are found.

    python -m benchmarks.retrieval [--passages 2000]

Speed: at the number of passages asked for, made by repeating the real ones under other ids. Quality: on questions by
writers who saw the passages without their example questions. `questions_dev.jsonl` was used to choose settings;
`questions_heldout-*.jsonl` only judge.
"""

from __future__ import annotations

import argparse
import gc
import json
import time
import tracemalloc
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from math import ceil, log2
from statistics import mean, median

from coach import guidance, locations
from coach.guidance import Library, Passage, ranker
from coach.guidance.index import Index

DEVELOPMENT = "questions_dev"
HELD_OUT = ("questions_heldout-1", "questions_heldout-2")
DEPTH = 10


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the passages that answer it."""

    text: str
    passages: frozenset[str]
    kind: str


def repeated(passages: Sequence[Passage], count: int) -> list[Passage]:
    """`count` passages: the real ones again and again, each under an id of its own."""
    again = islice(cycle(passages), count)
    return [passage.model_copy(update={"id": f"{passage.id}-{number}"}) for number, passage in enumerate(again)]


def percentile(values: Iterable[float], share: float) -> float:
    """The value below which this share of the values lies."""
    ordered = sorted(values)
    return ordered[max(0, ceil(share * len(ordered)) - 1)]


def build_seconds(passages: Sequence[Passage], runs: int = 5) -> float:
    """Median wall-clock seconds to build an index."""
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        Index(passages)
        taken.append(time.perf_counter() - start)
    return median(taken)


def memory_megabytes(passages: Sequence[Passage]) -> tuple[float, float]:
    """Megabytes that an index keeps, and the most in use while it is built."""
    gc.collect()
    tracemalloc.start()
    index = Index(passages)
    gc.collect()
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del index
    return kept / 1e6, peak / 1e6


def query_milliseconds(library: Library, queries: Sequence[str]) -> list[float]:
    """Wall-clock milliseconds of each query, the index being there already."""
    library.search(queries[0])
    taken = []
    for query in queries:
        start = time.perf_counter()
        library.search(query)
        taken.append((time.perf_counter() - start) * 1000)
    return taken


def written(name: str) -> list[Question]:
    """The questions of a file of other writers."""
    path = locations.knowledge() / f"{name}.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [Question(row["question"], frozenset(row["passages"]), row["kind"]) for row in rows]


def ndcg(found: Sequence[str], wanted: frozenset[str]) -> float:
    """Normalised discounted cumulative gain of the passages found, each wanted one counting alike."""
    gain = sum(1 / log2(place + 2) for place, id in enumerate(found) if id in wanted)
    return gain / sum(1 / log2(place + 2) for place in range(min(len(wanted), DEPTH)))


def quality(answers: Sequence[tuple[Question, list[str]]]) -> list[str]:
    """A line of figures for each kind of question."""
    lines = []
    for kind in sorted({question.kind for question, _ in answers}):
        own = [(found, question.passages) for question, found in answers if question.kind == kind]
        at = {k: mean(bool(wanted & set(found[:k])) for found, wanted in own) for k in (1, 3, 5)}
        figures = "  ".join(f"hit@{k} {share:.2f}" for k, share in at.items())
        score = mean(ndcg(found, wanted) for found, wanted in own)
        nothing = mean(not found for found, _ in own)
        lines.append(f"  {kind:8} n={len(own):<4} nDCG@10 {score:.2f}  {figures}  nothing found {nothing:.1%}")
    return lines


def asked(library: Library, questions: Iterable[Question]) -> list[tuple[Question, list[str]]]:
    """Each question with the ids that the library finds."""
    return [(q, [hit.passage.id for hit in library.search(q.text, DEPTH)]) for q in questions]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=2_000, help="number of passages for the timings")
    options = parser.parse_args()
    library = guidance.library()
    print(f"{len(library.passages)} passages: index built in {build_seconds(library.passages):.3f} s")
    many = Library(repeated(library.passages, options.passages), library.sources, ranker.default)
    kept, peak = memory_megabytes(many.passages)
    taken = query_milliseconds(many, [q for passage in library.passages for q in passage.questions])
    print(f"{options.passages} passages: index built in {build_seconds(many.passages, runs=3):.2f} s, "
          f"{kept:.0f} MB kept, {peak:.0f} MB at most")  # fmt: skip
    print(f"  query p50 {percentile(taken, 0.5):.2f} ms, p99 {percentile(taken, 0.99):.2f} ms (n={len(taken)})")
    for name in (DEVELOPMENT, *HELD_OUT):
        print(f"{name}:")
        print("\n".join(quality(asked(library, written(name)))))


if __name__ == "__main__":
    main()
