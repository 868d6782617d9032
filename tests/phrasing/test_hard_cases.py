"""The hard cases of the domain facts (section F): 138 lines with what they are, and pairs that look alike.

`flags` in the file follows from `labels` unless the case is `contested`: there public guidance disagrees, or
the labelling contract decides otherwise than the table (conventions 8, 14 and 15).
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from coach import phrasing
from coach.conversation import FlagId, Reading
from coach.phrasing import LineKind

HARD = {FlagId.MEDICAL_PROBE, FlagId.CAPACITY_PROBE, FlagId.PRIVACY_BREACH, FlagId.THREAT}
FLAG_OF = {
    "MED": FlagId.MEDICAL_PROBE,
    "OMW": FlagId.MEDICAL_PROBE,
    "FUN": FlagId.CAPACITY_PROBE,
    "PRIV": FlagId.PRIVATE_LIFE_PROBE,
    "OOR": FlagId.JUDGEMENT,
    "INV": FlagId.ASSUMPTION,
    "OPL": FlagId.READY_MADE_SOLUTION,
    "DRU": FlagId.PRESSURE,
    "DRE": FlagId.THREAT,
    "REG": FlagId.PRIVACY_BREACH,
}
LIKENESSES = [
    ("H7", "H8"), ("H9", "H10"), ("H11", "H12"), ("H14", "H15"), ("H21", "H22"), ("H25", "H24"), ("H28", "H29"),
    ("H46", "H45"), ("H80", "H81"), ("H100", "H99"), ("H114", "H113"), ("H127", "H128"), ("H129", "H130"),
    ("H137", "H136"),
]  # fmt: skip
"""Pairs of a line that is fine and one that looks like it and is not."""

Case = dict[str, Any]


@cache
def cases() -> dict[str, Case]:
    text = (Path(__file__).parent / "hard_cases.jsonl").read_text(encoding="utf-8")
    return {case["id"]: case for case in map(json.loads, text.splitlines())}


def read(case: Case) -> Reading:
    return phrasing.read(case["text"], case["before"], LineKind(case["kind"]))


def shown(case: Case) -> set[FlagId]:
    return {flag.id for flag in read(case).shown()}


def expected(case: Case) -> set[FlagId]:
    return {FlagId(flag) for flag in case["flags"]}


def told(case: Case) -> str:
    names = ", ".join(sorted(expected(case))) or "nothing"
    found = ", ".join(sorted(shown(case))) or "nothing"
    return f"{case['id']} «{case['text']}»: {names} expected, {found} found"


def test_the_file_holds_all_cases_with_the_flags_that_their_labels_mean() -> None:
    assert list(cases()) == [f"H{number}" for number in range(1, 139)]
    for case in cases().values():
        meant = {FLAG_OF[label.split("-")[0]] for label in case["labels"] if label not in ("OK", "CTX")}
        assert case["contested"] or expected(case) == meant, case["id"]
    assert sum(case["contested"] for case in cases().values()) < 10


def test_at_least_four_in_five_expectations_about_hard_flags_are_right() -> None:
    right, wrong = 0, []
    for case in cases().values():
        wanted, found = expected(case) & HARD, shown(case) & HARD
        right += len(wanted & found) or (not wanted and not found)
        wrong += [told(case)] * len(wanted ^ found)
    assert right + len(wrong) >= len(cases())
    assert right >= 0.8 * (right + len(wrong)), f"{right} right, {len(wrong)} wrong:\n" + "\n".join(wrong)


def test_lines_that_look_alike_are_told_apart() -> None:
    failures = []
    for fine, faulty in LIKENESSES:
        good, bad = cases()[fine], cases()[faulty]
        assert not expected(good)
        if shown(good) or not shown(bad) & expected(bad):
            failures.append(f"{told(good)}  |  {told(bad)}")
    assert not failures, "\n" + "\n".join(failures)


def test_the_turn_before_alone_tells_h21_from_h22() -> None:
    work, medical = cases()["H21"], cases()["H22"]
    assert work["text"] == medical["text"]
    assert not shown(work)
    assert FlagId.MEDICAL_PROBE in shown(medical)
