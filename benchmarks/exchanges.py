"""Whether the employee answers what was said: exchanges drawn from talks, judged one by one by a careful reader.

    python -m benchmarks.exchanges draw FILE…      draw 200 exchanges from the talks in these stores
    python -m benchmarks.exchanges                 show what was judged

The drawn exchanges stand in `exchanges.jsonl` beside this file; the reader fills in `fits` (true, or false with
`why`) and `wrong_topic` (the reply is about another subject). The talks were held line by line by people who
played ordinary managers and saw nothing of the program but its replies; no number of the engine was set by them.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.intervals import share
from benchmarks.markdown import section, table
from coach.conversation import Conversation, Speaker
from coach.store import open_store

KEPT = Path(__file__).parent / "exchanges.jsonl"
COUNT = 200
SEED = 7


def exchanges(talk: Conversation) -> Iterator[dict[str, Any]]:
    """Every line of the manager with the reply to it and what the employee had said before."""
    before = ""
    for one, other in pairwise(talk.turns):
        if one.speaker is Speaker.EMPLOYEE:
            before = one.text
        elif other.speaker is Speaker.EMPLOYEE:
            who = {"kind": talk.situation, "employee": talk.persona}
            yield {
                **who,
                "before": before,
                "said": one.text,
                "reply": other.text,
                "fits": None,
                "wrong_topic": None,
                "why": "",
            }


def drawn(stores: Sequence[Path]) -> list[dict[str, Any]]:
    """So many exchanges from all talks in these stores, in a random order that is always the same."""
    found = []
    for path in stores:
        with open_store(path) as store:
            talks = [store.load(summary.id) for summary in store.list()]
        found += [exchange for talk in talks if talk for exchange in exchanges(talk)]
    return Random(SEED).sample(found, min(COUNT, len(found)))


def judged() -> list[dict[str, Any]]:
    """The exchanges that have been judged; none when there is no file."""
    if not KEPT.exists():
        return []
    rows = [json.loads(line) for line in KEPT.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if row["fits"] is not None]


_HEAD = """{count} exchanges of twenty-four talks, eight turns each, one with every employee, held by four people who
played ordinary managers (nervous, chatty, formal, Flemish, as in an app) and saw nothing of the
program but its replies. Two strict readers found {wrong} replies beside what was said: {share} of all; {topic} of
them, {topic_share} of all, were about another subject, the others missed the particular thing that was asked. In
earlier rounds, each with new talks, 48, 36, 34, 26 and 28 of 100 were beside what was said, and in the last of
those 12 of 100 about another subject.
"""


def report(rows: Sequence[dict[str, Any]]) -> str:
    """The share of replies that miss what was said, and each of them with the reason."""
    wrong = [row for row in rows if not row["fits"]]
    elsewhere = sum(row["wrong_topic"] for row in rows)
    head = _HEAD.format(
        count=len(rows), wrong=len(wrong), share=share(len(wrong), len(rows)),
        topic=elsewhere, topic_share=share(elsewhere, len(rows)),
    )  # fmt: skip
    cells = [(row["employee"], row["said"], row["reply"], row["why"]) for row in wrong]
    return section(
        "Replies judged one by one", [head, *table(("employee", "manager", "reply", "why it misses"), cells)]
    )


def main() -> None:
    """Draw exchanges, or show what was judged."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("act", nargs="?", choices=["draw"])
    parser.add_argument("stores", nargs="*", type=Path)
    options = parser.parse_args()
    if options.act:
        lines = [json.dumps(row, ensure_ascii=False) for row in drawn(options.stores)]
        KEPT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    elif rows := judged():
        print(report(rows))


if __name__ == "__main__":
    main()
