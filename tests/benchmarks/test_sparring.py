from __future__ import annotations

from typing import Any

from benchmarks.readings import read
from benchmarks.sparring import misread


def line(text: str, *flags: str, before: str | None = None) -> dict[str, Any]:
    return {"id": text[:4], "text": text, "before": before, "kind": "say", "flags": [*flags], "moves": []}


def test_a_line_that_is_read_as_it_was_labelled_is_not_shown() -> None:
    assert not [*misread(read([line("Wat heb je precies?", "medical_probe"), line("Fijn dat je belt.")]))]


def test_a_line_that_is_read_otherwise_is_shown_with_both_opinions() -> None:
    (told,) = misread(read([line("Wat heb je precies?", before="Ik ben ziek.")]))
    assert told.startswith("Wat : labelled [], read [medical_probe 0.")
    assert told.endswith("Ik ben ziek. → Wat heb je precies?")
