"""What is learned of the words of lines is what the reader makes of them, and is learned the same each time."""

from __future__ import annotations

import numpy as np
import pytest

from coach.phrasing import encoder as reading
from coach.phrasing import reader
from coach.phrasing.encoder import Encoder
from training import encoder
from training.wording import Wording

ROWS = [
    ("Wat heb je precies?", None, 1),
    ("Slaap je wel goed?", "Ik ben moe.", 1),
    ("Welke taken nemen we over?", "Ik ben ziek.", 0),
    ("Dank je wel dat je belt.", None, 0),
    ("Heb je koorts?", "Ik kom niet.", 1),
    ("Wanneer bellen we weer?", "Ik kom niet.", 0),
]
LABELS = np.array([[label, 1 - label, -1 if label else 0] for _text, _before, label in ROWS], dtype=np.int8)


@pytest.fixture(autouse=True)
def few_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "ROUNDS", 30)
    monkeypatch.setattr(encoder, "WARMING", 5)


def known() -> encoder.Heard:
    wording = Wording()
    lines = [reader.default().prepare(text, before) for text, before, _label in ROWS]
    turns = [wording.written(reading.heard(line)) for line in lines]
    return encoder.heard(wording, turns)


def test_the_reader_scores_lines_as_they_were_learned() -> None:
    heard, lines = known(), np.arange(len(ROWS))
    learned = encoder.fit(heard, lines, LABELS)
    card, table, dense = learned.packed()
    numbers = np.frombuffer(dense, np.float16).astype(np.float32)
    by = Encoder(card, table, reading.unpacked(card, LABELS.shape[1], numbers))
    expected = learned.scores(heard, lines)
    for (text, before, _label), scores in zip(ROWS, expected, strict=True):
        assert by.scores(reader.default().prepare(text, before)) == pytest.approx(scores, rel=0.02, abs=0.05)
    assert ((expected[:, 0] > 0) == (LABELS[:, 0] == 1)).all()


def test_the_same_lines_give_the_same_bytes() -> None:
    lines = np.arange(len(ROWS))
    first, second = (encoder.fit(known(), lines, LABELS).packed() for _time in range(2))
    assert first == second


def test_rows_of_the_table_that_no_line_used_are_empty() -> None:
    learned = encoder.fit(known(), np.arange(len(ROWS)), LABELS)
    card, table, _dense = learned.packed()
    rows = np.frombuffer(table, np.int8).reshape(card.buckets, card.width)
    used = {row for text, before, _label in ROWS for row in rows_of(text, before)}
    assert used >= set(np.flatnonzero(rows.any(axis=1)).tolist())


def rows_of(text: str, before: str | None) -> list[int]:
    words = reading.heard(reader.default().prepare(text, before))
    return [row for form, _names, _part in words for row in reading.grams(form, encoder.BUCKETS)]
