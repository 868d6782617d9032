"""Everything that was measured about how lines are read; writes docs/accuracy.md.

    python -m benchmarks.accuracy_report            learning curve as it was kept
    python -m benchmarks.accuracy_report --curve    makes it anew first (needs the extra `train`; long)

The worst mistakes are those that training kept: they are on labelled lines that the weights had not seen.

Texts of held-out lines are read by the program only: the report shows figures of them, never words.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from benchmarks import agreement, calibration, data_report, explained, fresh, rounds, size_report, styles, worst
from benchmarks.accuracy import FLAGS, MOVES
from benchmarks.bars import BARS, Bar, any_of, error_of_all, error_of_said, mean_f1, notes, said
from benchmarks.intervals import DRAWS, Interval, Scores, bootstrap, of_any, share
from benchmarks.markdown import figure, section, table
from benchmarks.readings import (
    FLAG_COLUMNS,
    HARD_COLUMNS,
    HELD_OUT,
    LABELS,
    Readings,
    gold_of,
    held_out,
    labelled,
    read,
    together,
)
from coach.conversation import Band
from coach.phrasing import reader
from coach.phrasing.reader import Reader

REPORT = Path("docs/accuracy.md")
PICTURE = Path("docs/images/calibration.svg")
BOTH = "both together"
HEALTH = (
    "body", "complaint", "illness", "little_ailment", "lay_body", "medication",
    "practitioner", "pregnancy", "recovery", "result", "treatment",
)  # fmt: skip
"""Concepts of the lexicon that speak of health."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Both held-out parts and the two together, as they were read."""

    parts: dict[str, Readings]

    @classmethod
    def now(cls) -> Measured:
        """Read every held-out line."""
        parts = {name: read(held_out(name)) for name in HELD_OUT}
        return cls({**parts, BOTH: together(list(parts.values()))})


def sections(measured: Measured) -> Iterator[str]:
    """The report, part by part."""
    yield _introduction(measured)
    yield _summary(measured)
    yield _bars(measured)
    yield _labels(measured)
    yield _kinds(measured)
    yield _indirect(measured)
    yield _styles(measured.parts[BOTH])
    yield _calibration(measured)
    yield _fresh()
    yield _learning()
    yield _worst()
    yield data_report.text(labelled(), {name: measured.parts[name].rows for name in HELD_OUT})


def _introduction(measured: Measured) -> str:
    model = reader.default().model
    trained = f"{model.card.trained_on:,} labelled lines" if model else "nothing: no trained model was found"
    sizes = " and ".join(f"{len(measured.parts[name].rows)}" for name in HELD_OUT)
    return explained.INTRODUCTION.format(today=date.today(), trained=trained, sizes=sizes, draws=DRAWS)


def _summary(measured: Measured) -> str:
    rows = []
    for name, part in measured.parts.items():
        for band in (Band.LIKELY, Band.CERTAIN):
            scores = of_any(part.gold[:, HARD_COLUMNS], part.found(band)[:, HARD_COLUMNS])
            alarm = [per_hundred(_alarms(part, columns, band)) for columns in (FLAG_COLUMNS, HARD_COLUMNS)]
            up = "likely up" if band is Band.LIKELY else "certain only"
            rows.append([name, up, str(scores.n), *_three(scores), str(int(part.clean().sum())), *alarm])
    head = ["part", "band", "hard", "precision", "recall", "F1", "clean", "any flag", "hard flag"]
    return section("1. Summary", [explained.SUMMARY, "", *table(head, rows)])


def _alarms(part: Readings, columns: Sequence[int], band: Band = Band.LIKELY) -> Interval:
    hit = part.found(band)[part.clean()][:, columns].any(axis=1)
    return share(int(hit.sum()), len(hit))


def per_hundred(found: Interval) -> str:
    """A share as so many in a hundred."""
    if np.isnan(found.value):
        return "–"
    return f"{100 * found.value:.1f} [{100 * found.low:.1f}–{100 * found.high:.1f}]"


def _three(scores: Scores) -> list[str]:
    return [str(scores.precision), str(scores.recall), str(scores.f1)]


def _bars(measured: Measured) -> str:
    values = {bar.name: [bar.of(part) for part in measured.parts.values()] for bar in BARS}
    rows = [[bar.name, _limit(bar), *(_verdict(bar, value) for value in values[bar.name])] for bar in BARS]
    met = sum(bar.met(values[bar.name][-1]) for bar in BARS)
    told = explained.BARS.format(met=met, total=len(BARS))
    return section("Against the bars", [told, "", *table(["", "bar", *measured.parts], rows)], level=3)


def _limit(bar: Bar) -> str:
    return f"{'≤' if bar.at_most else '≥'} {bar.limit:g}"


def _verdict(bar: Bar, value: float) -> str:
    return f"{figure(value, 3)} {'met' if bar.met(value) else '**not met**'}"


def _labels(measured: Measured) -> str:
    out = [explained.LABELS]
    for name in HELD_OUT:
        part = measured.parts[name]
        second = second_labelling(part) if name == "heldout-2" else None
        out += ["", f"**{name}**, {len(part.rows)} lines:", "", *_label_table(part, second)]
    return section("2. Label by label", out)


def second_labelling(part: Readings) -> np.ndarray:
    """Lines by labels of the second labeller."""
    other = agreement.second_labels(agreement.SECOND)
    return gold_of([{"flags": other[row["id"]], "moves": ()} for row in part.rows])


def _label_table(part: Readings, second: np.ndarray | None) -> list[str]:
    found = part.found()
    rows = []
    for column, (label, scores) in enumerate(zip(LABELS, bootstrap(part.gold, found), strict=True)):
        beside = [] if second is None else agreed(part.gold[:, column], second[:, column])
        rows.append([f"`{label}`", str(scores.n), *_three(scores), *beside])
    blank = [] if second is None else ["", ""]
    for name, labels in (("mean of the flags", FLAGS), ("mean of the moves", MOVES)):
        rows.append([name, "", "", "", figure(mean_f1(part, labels)), *blank])
    head = ["label", "n", "precision", "recall", "F1", *([] if second is None else ["kappa", "F1 of 2nd"])]
    return table(head, rows)


def agreed(first: np.ndarray, second: np.ndarray) -> list[str]:
    """Kappa and F1 of two labellings of one label."""
    both, only_second, only_first = (int(x.sum()) for x in (first & second, second & ~first, first & ~second))
    kappa = agreement.kappa(both, only_second, only_first, len(first))
    return [figure(kappa), figure(agreement.f1(both, only_second, only_first))]


def _kinds(measured: Measured) -> str:
    rows = []
    for name, part in measured.parts.items():
        note = np.array([row.get("kind") == "note" for row in part.rows])
        rows.append([name, "said", *_short(part.only(~note))])
        rows.append([name, "notes", *_short(notes(part))])
    head = ["part", "", *_SHORT]
    return section("3. Said and written down", [explained.KINDS, "", explained.COLUMNS, "", *table(head, rows)])


_SHORT = ("lines", "hard", "hard precision", "hard recall", "hard F1", "flags F1", "any flag", "hard flag")


def _short(part: Readings) -> list[str]:
    """The cells under `_SHORT`."""
    scores = of_any(part.gold[:, HARD_COLUMNS], part.found()[:, HARD_COLUMNS])
    alarm = [per_hundred(_alarms(part, columns)) for columns in (FLAG_COLUMNS, HARD_COLUMNS)]
    return [str(len(part.rows)), str(scores.n), *_three(scores), figure(micro_f1(part)), *alarm]


def micro_f1(part: Readings) -> float:
    """F1 over all flags of all lines together."""
    gold, found = part.gold[:, FLAG_COLUMNS], part.found()[:, FLAG_COLUMNS]
    return agreement.f1(*(int(x.sum()) for x in (gold & found, found & ~gold, gold & ~found)))


def _indirect(measured: Measured) -> str:
    column = LABELS.index("medical_probe")
    by = reader.default()
    rows = []
    for name, part in measured.parts.items():
        probes = part.only(part.gold[:, column])
        veiled = np.array([not speaks_of_health(by, row["text"]) for row in probes.rows], dtype=bool)
        seen = probes.found()[:, column]
        for what, here in (("with a health word", ~veiled), ("without one", veiled)):
            rows.append([name, what, str(int(here.sum())), str(share(int((seen & here).sum()), int(here.sum())))])
    head = ["part", "lines labelled `medical_probe`", "n", "recall"]
    told = explained.INDIRECT.format(concepts=", ".join(f"`{concept}`" for concept in HEALTH))
    return section("Indirect medical questions", [told, "", *table(head, rows)], level=3)


def speaks_of_health(by: Reader, text: str) -> bool:
    """Whether the lexicon finds a concept of health in a line."""
    return any(not names.isdisjoint(HEALTH) for names in by.prepare(text).whole.concepts)


def _styles(part: Readings) -> str:
    of = np.array([styles.style_of(row) for row in part.rows])
    rows = [[style.value, *_short(part.only(of == style))] for style in styles.Style]
    return section("4. By style", [explained.STYLES, "", explained.COLUMNS, "", *table(["style", *_SHORT], rows)])


def _calibration(measured: Measured) -> str:
    found = calibration.bins(*said(measured.parts[BOTH]))
    steps = [
        [f"{part.low:.1f}–{part.high:.1f}", str(part.n), figure(part.certainty), figure(part.right)] for part in found
    ]
    errors = [[name, figure(error_of_said(p), 3), figure(error_of_all(p), 3)] for name, p in measured.parts.items()]
    picture = f"![Reliability curve]({PICTURE.relative_to(REPORT.parent)})"
    lines = [explained.CALIBRATION, "", *table(["certainty", "flags", "mean certainty", "share right"], steps)]
    lines += ["", picture, "", explained.CALIBRATION_ERROR, ""]
    return section("5. Calibration", lines + table(["part", "flags found", "every line and flag"], errors))


def _fresh() -> str:
    found = fresh.parts()
    beside = fresh.readers(found[fresh.EXAM])
    every = found[fresh.ALL]
    sure = explained.FRESH_CALIBRATION.format(error=error_of_said(every), flags=int((every.certainty > 0).sum()))
    rows = [[name, fresh.AIMS.get(name, ""), *_short(part)] for name, part in found.items()]
    sets = table(["set", "asked for", *_SHORT], rows)
    told = [explained.FRESH, "", explained.COLUMNS, "", *sets, "", sure, "", explained.READERS, "", *beside]
    return section("6. New writers", told)


def _learning() -> str:
    kept = rounds.record()
    usual = Counter(row["lines"] for row in kept).most_common(1)[0][0] if kept else "a few"
    lines = [explained.ROUNDS.format(usual=usual), "", *(rounds.table(kept) if kept else ["None was recorded."])]
    return section("7. Learning", [*lines, "", *size_report.lines()])


def _worst() -> str:
    mistakes = worst.load()
    told = explained.WORST.format(count=len(mistakes))
    lines = [told, "", *worst.shown(mistakes)] if mistakes else ["None kept yet: `make train` keeps them."]
    return section("8. Worst mistakes", lines)


def write(measured: Measured) -> None:
    """Write the report and its picture."""
    REPORT.write_text("\n".join(sections(measured)), encoding="utf-8")
    PICTURE.write_text(calibration.svg(calibration.bins(*said(measured.parts[BOTH]))), encoding="utf-8")


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--curve", action="store_true", help="train on parts of the lines first (long)")
    options = parser.parse_args()
    measured = Measured.now()
    if options.curve:
        from benchmarks import size_curve

        size_curve.main()
    write(measured)
    hard = any_of(measured.parts[BOTH], HARD_COLUMNS)
    print(f"{REPORT}: hard flags precision {hard[0]:.2f} recall {hard[1]:.2f} F1 {hard[2]:.2f}")


if __name__ == "__main__":
    main()
