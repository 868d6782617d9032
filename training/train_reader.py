"""Train the model of the reader from the labelled lines: knowledge/nl/model/reader.zip.

    python -m training.train_reader [--report]

The same lines give the same file, byte for byte, on the same kind of machine. Lines in files named `heldout*` are
never read here. Weights are fitted on all lines; how scores become probabilities is fitted on scores of lines
whose author the weights had not seen, so that a probability means what it says: half of the lines that were written
at first sight, a quarter at a time. The worst mistakes on those lines are kept for the report.
`--report` prints what those folds show and writes nothing.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from joblib import Parallel, delayed
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from benchmarks import worst
from benchmarks.accuracy import FLAGS
from benchmarks.readings import at_first_sight, gold_of, labelled
from coach import locations
from coach.phrasing import features, model
from coach.phrasing.calibration import Calibration, spread
from coach.phrasing.reader import Reader
from coach.rows import steps
from training import encoder, linear, network
from training.material import LABELS, Material, material, part, studied

TARGET = Path("knowledge/nl/model/reader.zip")
FOLDS = 4
"""Authors are split in so many parts."""
LEFT_OUT = 2
"""So many of these parts are left out in turn and read by weights learned from the rest: enough lines to fit
probabilities on, in half the time of all parts."""
LEVELS, NETWORK_LEVELS = 30, 6
"""Weights of the linear part, and of the network, are kept as whole numbers up to this: finer ones read no better,
and make the file larger."""
DIGITS = 6
NEVER = -9.0
"""The offset of a label that no line carries."""


@dataclass(frozen=True, slots=True)
class Learned:
    """The three parts of the model; their scores are added."""

    weights: np.ndarray
    network: network.Learned
    encoder: encoder.Learned

    def scores(self, given: Material, lines: np.ndarray) -> np.ndarray:
        """Scores, lines by labels."""
        x = given.x[lines]
        return x @ self.weights + self.network.scores(x) + self.encoder.scores(given.heard, lines)


def fit(given: Material, lines: np.ndarray, at_once: int = 1) -> Learned:
    """All three parts, from some of the lines; `at_once` processes learn them side by side."""
    x, y = given.x[lines].tocsr(), given.y[lines]
    longest_first = [
        delayed(encoder.fit)(given.heard, lines, y),
        delayed(network.fit)(x, y),
        delayed(linear.fit)(x, y),
    ]
    heard, learned, weights = Parallel(n_jobs=at_once)(longest_first)
    return Learned(weights, learned, heard)


@dataclass(frozen=True, slots=True)
class Unseen:
    """Labelled lines, by their places, and the scores (lines by labels) of weights that never saw their authors."""

    lines: np.ndarray
    scores: np.ndarray


def unseen(given: Material, first: int) -> Unseen:
    """Scores of lines among the `first` ones, which are those written at first sight; all others are learned from."""
    folds = list(GroupKFold(FOLDS).split(np.arange(first), groups=given.groups[:first]))[:LEFT_OUT]
    others = np.arange(first, given.lines)
    found = Parallel(n_jobs=-1)(
        delayed(_scores_of)(given, np.concatenate([train, others]), test) for train, test in folds
    )
    return Unseen(np.concatenate([test for _train, test in folds]), np.vstack(found))


def _scores_of(given: Material, train: np.ndarray, test: np.ndarray) -> np.ndarray:
    return fit(given, part(given, train)).scores(given, test)


def calibrated(scores: np.ndarray, y: np.ndarray) -> Calibration:
    """How the scores of all labels become the probability of each."""
    evidence = spread(scores)
    pairs = [_logistic(evidence, column) for column in y.T]
    return Calibration(np.vstack([weights for weights, _offset in pairs]), np.array([offset for _w, offset in pairs]))


def _logistic(evidence: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, float]:
    if y.min() == y.max():
        return np.zeros(evidence.shape[1]), NEVER
    line = LogisticRegression(max_iter=1000).fit(evidence, y)
    return line.coef_[0], float(line.intercept_[0])


def whole_numbers(weights: np.ndarray, levels: int) -> tuple[np.ndarray, np.ndarray]:
    """Weights as whole numbers of one byte, with the scale of each column."""
    scale = np.abs(weights).max(axis=0) / levels
    scale[scale == 0] = 1.0
    return np.round(weights / scale).astype(np.int8), scale


def trained(given: Material, calibration: Calibration) -> tuple[model.ModelCard, dict[str, bytes]]:
    """The parts of a model file: its card and its numbers."""
    found = fit(given, part(given, np.arange(given.lines)), at_once=-1)
    linear_weights, linear_scale = whole_numbers(found.weights, LEVELS)
    into, into_scale = whole_numbers(found.network.into, NETWORK_LEVELS)
    heard, grams, dense = found.encoder.packed()
    card = model.ModelCard(
        version=features.VERSION,
        labels=tuple(LABELS),
        trained_on=given.lines,
        rarity=given.rarity,
        scale=_rounded(np.concatenate([linear_scale, into_scale])),
        bias=_rounded(found.network.bias),
        out=tuple(_rounded(row) for row in found.network.out),
        out_bias=_rounded(found.network.out_bias),
        calibration=tuple(_rounded(row) for row in calibration.weights),
        offset=_rounded(calibration.offset),
        encoder=heard,
    )
    numbers = {
        "marks": steps(given.names).tobytes(),
        "rarities": given.rarities.tobytes(),
        "weights": np.hstack([linear_weights, into]).tobytes(),
        "grams": grams,
        "dense": dense,
    }
    return card, numbers


def _rounded(values: np.ndarray) -> tuple[float, ...]:
    return tuple(round(float(value), DIGITS) for value in values)


def report(y: np.ndarray, probabilities: np.ndarray) -> None:
    """Precision, recall and F1 at one half, over the folds."""
    print(f"{'label':22}{'n':>6}{'prec':>7}{'rec':>7}{'F1':>7}")
    for column, label in enumerate(LABELS):
        gold, here = y[:, column] == 1, probabilities[:, column] >= 0.5
        tp, fp, fn = (gold & here).sum(), (here & ~gold).sum(), (gold & ~here).sum()
        figures = tp / max(1, tp + fp), tp / max(1, tp + fn), 2 * tp / max(1, 2 * tp + fp + fn)
        print(f"{label:22}{gold.sum():6}" + "".join(f"{value:7.2f}" for value in figures))
    clean = ~(y[:, : len(FLAGS)] == 1).any(axis=1)
    alarms = (probabilities[clean][:, : len(FLAGS)] >= 0.5).any(axis=1).mean()
    hard = (probabilities[clean][:, :4] >= 0.5).any(axis=1).mean()
    print(f"clean lines {clean.sum()}: any flag on {alarms:.1%}, hard flag on {hard:.1%}")


def main() -> None:
    """Train and write, or show what the folds say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--report", action="store_true")
    options = parser.parse_args()
    rows = labelled()
    given = material(studied(Reader(locations.knowledge()), rows))
    found = unseen(given, len(at_first_sight()))
    gold = given.y[found.lines]
    calibration = calibrated(found.scores, gold)
    probabilities = calibration.probabilities(found.scores)
    if options.report:
        print(f"{given.lines} lines, {len(given.names)} features; {len(found.lines)} lines read unseen")
        report(gold, probabilities)
        return
    shown = [rows[line] for line in found.lines]
    worst.save(worst.worst(shown, gold_of(shown, FLAGS), probabilities[:, : len(FLAGS)]))
    card, numbers = trained(given, calibration)
    model.save(TARGET, card, numbers)
    print(f"{TARGET}: {len(given.names)} features, {TARGET.stat().st_size / 1e6:.1f} MB, from {given.lines} lines")


if __name__ == "__main__":
    main()
