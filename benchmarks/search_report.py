"""How well guidance is found, with intervals; writes docs/search.md.

    python -m benchmarks.search_report

The questions are by writers who saw the passages without their example questions. Those of the held-out files are
read by the program only: the report shows figures of them, never words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from benchmarks import asking
from benchmarks.intervals import DRAWS, MIDDLE, SEED, Interval, share
from benchmarks.markdown import section, table
from benchmarks.retrieval import DEVELOPMENT, HELD_OUT, Question, asked, ndcg, written
from coach import guidance
from coach.guidance import Library
from coach.guidance.ranker import default as ranker

REPORT = Path("docs/search.md")
TALKED = ("natural", "utterance")
"""Whole sentences: what managers, HR and trainers ask, and what employees say."""
HEAD = ("questions", "kind", "n", "first", "first 3", "first 5", "nDCG@10", "nothing found")

Answer = tuple[Question, list[str]]


def mean(values: Sequence[float]) -> Interval:
    """A mean with the middle of a bootstrap around it."""
    drawn = np.random.default_rng(SEED).choice(values, size=(DRAWS, len(values))).mean(axis=1)
    low, high = np.quantile(drawn, [(1 - MIDDLE) / 2, (1 + MIDDLE) / 2])
    return Interval(float(np.mean(values)), float(low), float(high))


def hit(answers: Sequence[Answer], depth: int) -> Interval:
    """The share of questions with a relevant passage among the first `depth`."""
    return share(sum(bool(question.passages & {*found[:depth]}) for question, found in answers), len(answers))


def row(name: str, kind: str, answers: Sequence[Answer]) -> list[str]:
    """One row of the table of figures."""
    gain = mean([ndcg(found, question.passages) for question, found in answers])
    nothing = sum(not found for _question, found in answers)
    hits = [str(hit(answers, depth)) for depth in (1, 3, 5)]
    return [name, kind, str(len(answers)), *hits, str(gain), f"{nothing} of {len(answers)}"]


def figures(library: Library) -> Iterator[list[str]]:
    """Every file by kind, and the held-out ones together."""
    together: list[Answer] = []
    for name in (DEVELOPMENT, *HELD_OUT):
        answers = asked(library, written(name))
        for kind in sorted({question.kind for question, _found in answers}):
            yield row(name, kind, [answer for answer in answers if answer[0].kind == kind])
        together += answers if name != DEVELOPMENT else []
    yield row("both held out", "keyword", _of(together, "keyword"))
    yield row("both held out", "sentences", _of(together, *TALKED))


def bars(library: Library) -> Iterator[list[str]]:
    """What the search was meant to reach, on the held-out questions."""
    answers = [answer for name in HELD_OUT for answer in asked(library, written(name))]
    talked, keywords = _of(answers, *TALKED), _of(answers, "keyword")
    gain = mean([ndcg(found, question.passages) for question, found in talked])
    yield _bar("sentences: a relevant passage in the first 3", 0.85, hit(talked, 3))
    yield _bar("sentences: a relevant passage in the first 5", 0.92, hit(talked, 5))
    yield _bar("sentences: nDCG@10", 0.75, gain)
    yield _bar("keywords: a relevant passage in the first 3", 0.97, hit(keywords, 3))


def _bar(name: str, bar: float, found: Interval) -> list[str]:
    return [name, f"≥ {bar}", str(found), "met" if found.value >= bar else "**not met**"]


def _of(answers: Sequence[Answer], *kinds: str) -> list[Answer]:
    return [answer for answer in answers if answer[0].kind in kinds]


def report() -> str:
    """The whole report."""
    library = guidance.library()
    words_only = Library(library.passages, library.sources)
    learned = ranker()
    texts = learned.card.trained_on if learned else 0
    intro = [
        f"{date.today()}. Made by `make report`. {len(library.passages)} passages; the ranker learned from {texts:,} "
        "texts of the content itself.",
        "",
        "Someone asks something and gets passages, the best first. *first 3*: the share of questions with a relevant "
        "passage among the first three. Every question was written by someone who saw titles and texts of the "
        "passages, and not the example questions that search learns from. `questions_dev` was used to choose "
        "settings; the held-out files only judge. *natural*: what managers, HR, trainers ask; *utterance*: what an "
        "employee says, and the passage tells what to do now; half of both share no content word with the passage. "
        "Brackets hold 95 %: Wilson for shares, bootstrap for nDCG.",
    ]
    return "\n".join(
        [
            "# How well guidance is found",
            "",
            *intro,
            "",
            section("Against the bars", table(("", "bar", "both held-out files", ""), [*bars(library)])),
            section("Figures", table(HEAD, [*figures(library)])),
            section(
                "Words only",
                [
                    "The same with BM25 alone, without what was learned:",
                    "",
                    *table(HEAD, [*figures(words_only)]),
                ],
            ),
            section("May I ask, record, share?", ["```", *asking.report(), "```"]),
        ]
    )


def main() -> None:
    """Write the report."""
    REPORT.write_text(report(), encoding="utf-8")
    print(REPORT)


if __name__ == "__main__":
    main()
