"""The worst mistakes: alarms given with most certainty, and labels given least probability.

Only for lines that are trained on, judged by weights that never saw their author: whoever writes rules may read
them. Held-out lines are read by nobody, so their mistakes are counted and never shown.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.accuracy import FLAGS
from benchmarks.readings import FLAG_COLUMNS, HARD_COLUMNS

RECORD = Path("benchmarks/worst.json")
EACH = 10
"""How many alarms and how many misses, of hard and of soft flags."""
_FROM = 0.5


def worst(
    rows: Sequence[dict[str, Any]], gold: np.ndarray, probable: np.ndarray, each: int = EACH
) -> list[dict[str, Any]]:
    """Alarms and misses of hard flags, then of soft ones, worst first; `gold` and `probable` are lines by flags.

    A line stands in each of the four groups at most once.
    """
    soft = [column for column in FLAG_COLUMNS if column not in HARD_COLUMNS]
    out = []
    for level, columns in (("hard", HARD_COLUMNS), ("soft", soft)):
        kinds = (("alarm", (probable >= _FROM) & ~gold, -probable), ("miss", (probable < _FROM) & gold, probable))
        for kind, wrong, order in kinds:
            for line, column in _first(wrong, order, columns, each):
                out.append(_entry(rows[line], kind, level, column, float(probable[line, column])))
    return out


def _first(wrong: np.ndarray, order: np.ndarray, columns: Sequence[int], each: int) -> list[tuple[int, int]]:
    """Line and column of the first mistakes in an order, each line once."""
    places = [
        (line, column) for line in np.flatnonzero(wrong.any(axis=1)) for column in columns if wrong[line, column]
    ]
    places.sort(key=lambda place: (order[place], place))
    chosen: dict[int, int] = {}
    for line, column in places:
        chosen.setdefault(int(line), column)
    return list(chosen.items())[:each]


def _entry(row: dict[str, Any], kind: str, level: str, column: int, probability: float) -> dict[str, Any]:
    return {
        "kind": kind,
        "level": level,
        "label": FLAGS[column],
        "probability": round(probability, 3),
        "id": row["id"],
        "labels": [*row["flags"], *row["moves"]],
        "line": row.get("kind") or "say",
        "before": row.get("before"),
        "text": row["text"],
    }


def save(mistakes: Sequence[dict[str, Any]]) -> None:
    """Keep the mistakes, so that the report need not make them again."""
    RECORD.write_text(json.dumps(mistakes, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def load() -> list[dict[str, Any]]:
    """The mistakes as they were kept; none when they never were."""
    return json.loads(RECORD.read_text("utf-8")) if RECORD.exists() else []


def shown(mistakes: Sequence[dict[str, Any]]) -> list[str]:
    """The mistakes as Markdown, a list for each group."""
    titles = {"alarm": "false alarms, surest first", "miss": "misses, least probable first"}
    out: list[str] = []
    for level, kind in ((level, kind) for level in ("hard", "soft") for kind in titles):
        here = [entry for entry in mistakes if (entry["level"], entry["kind"]) == (level, kind)]
        out += [f"**{level} flags, {titles[kind]}**", "", *(_line(entry) for entry in here), ""]
    return out


def _line(entry: dict[str, Any]) -> str:
    labels = ", ".join(entry["labels"]) or "nothing"
    before = f"after “{_plain(entry['before'])}”: " if entry["before"] else ""
    note = "note, " if entry["line"] == "note" else ""
    said = f"{before}“{_plain(entry['text'])}”"
    return f"- `{entry['label']}` {entry['probability']:.2f} · {said} ({note}labelled {labels}; `{entry['id']}`)"


def _plain(text: str) -> str:
    """Text that Markdown shows as it is."""
    for mark in "\\`*_<[":
        text = text.replace(mark, "\\" + mark)
    return " ".join(text.split())
