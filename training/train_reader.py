"""Train the model of the reader from the labelled lines: knowledge/nl/model/reader.zip.

    python -m training.train_reader [--report]

The same lines give the same file, byte for byte. Lines in files named `heldout*` are never read here. Weights are
fitted on all lines; how a score becomes a probability is fitted on scores of lines whose author the weights had
not seen (five folds, split by author), so that a probability means what it says. `--report` prints what those
folds show and writes nothing.
"""

from __future__ import annotations

import argparse
from array import array
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from benchmarks.accuracy import FLAGS, MOVES, lines
from coach import guidance, locations
from coach.conversation import FlagId
from coach.phrasing import features, model
from coach.phrasing.line import Example, LineKind
from coach.phrasing.reader import Reader
from coach.phrasing.rules import Rule
from coach.roleplay import library

UTTERANCES = Path("knowledge/nl/utterances")
TARGET = Path("knowledge/nl/model/reader.zip")
LABELS = [*FLAGS, *(move for move in MOVES if not move.startswith("question_"))]
"""Questions are left to the structural test: word order decides them better than words do."""
Taught = tuple[str, str | None, LineKind, str, int]
"""Text, turn before, kind, label, and whether the label is there."""
Lesson = tuple[csr_matrix, np.ndarray]
FOLDS = 5
WRITTEN_AGAINST = "d1-"
"""Ids of the lines that the rules were written against: they say nothing about how far a rule can be trusted."""
DRAW = 2
STRENGTH = 1.5
"""Inverse strength of the L2 penalty (C of the classifier), chosen on the folds."""
SEEN_AT_LEAST = 2
"""A feature must occur in this many lines: what occurs once teaches nothing that holds elsewhere."""
LARGEST = 127


def labelled() -> list[dict[str, Any]]:
    """Every labelled line that may be trained on."""
    paths = [path for path in sorted(UTTERANCES.glob("*.jsonl")) if not path.name.startswith("heldout")]
    return lines(paths)


def unruled(reader: Reader, text: str, before: str | None, kind: LineKind) -> list[str]:
    """The features of an example of a rule, without the rules: that they find it is no news."""
    evidence = reader.gather(text, before, kind)
    return list(features.counted(list(features.extract(evidence.line, evidence.asked, []))))


def examined(reader: Reader, rows: Sequence[dict[str, Any]]) -> tuple[list[list[str]], list[list[features.RuleHit]]]:
    """The features of each line, as the reader will see them, and the rules found in it."""
    found, hits = [], []
    for row in rows:
        evidence = reader.gather(row["text"], row.get("before"), LineKind(row.get("kind") or "say"))
        hits.append(evidence.hits())
        seen = list(features.extract(evidence.line, evidence.asked, hits[-1]))
        found.append(list(features.counted(seen)))
    return found, hits


def lessons(reader: Reader) -> list[Taught]:
    """What the content itself teaches.

    The examples of a rule say something of its own label only; a sentence that the program offers (a better
    sentence, one from the guidance, a question that fits a phase) carries no flag at all.
    """
    taught = []
    for file in (*reader.rules.flags.values(), *reader.rules.moves.values()):
        for rule in file.rules:
            taught += [_example(example, rule, str(file.flag or file.move), 1) for example in rule.matches]
            taught += [_example(example, rule, str(file.flag or file.move), 0) for example in rule.passes]
    taught += [(text, None, kind, flag, 0) for text, kind in offered(reader) for flag in FLAGS]
    return [lesson for lesson in taught if lesson[3] in LABELS]


def _example(example: Example | str, rule: Rule, label: str, there: int) -> Taught:
    written = Example.of(example)
    return written.text, written.before, rule.kind, label, there


def offered(reader: Reader) -> list[tuple[str, LineKind]]:
    """Every sentence that the program puts in someone's mouth."""
    said = [sentence for passage in guidance.library().passages for sentence in passage.say]
    for situation in library.default().situations.values():
        said += [question for phase in situation.phases for question in phase.questions]
    notes = []
    for file in reader.rules.flags.values():
        texts = [form for better in file.alternatives() for form in better.forms()]
        said += texts
        notes += texts if file.flag is FlagId.PRIVACY_BREACH else []
    return [
        *((text, LineKind.SAY) for text in sorted({*said})),
        *((text, LineKind.NOTE) for text in sorted({*notes})),
    ]


def trusted(
    rows: Sequence[dict[str, Any]], hits: Sequence[Sequence[features.RuleHit]]
) -> tuple[dict[str, float], dict[str, float]]:
    """How often each rule is right, and the rules of each label together, on lines they were not written for.

    A rule that was found seldom is drawn towards what is usual for its label.
    """
    right: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    label_of: dict[str, str] = {}
    for row, here in zip(rows, hits, strict=True):
        if row["id"].startswith(WRITTEN_AGAINST):
            continue
        for rule, label in {(hit.rule, hit.label) for hit in here if hit.label in LABELS}:
            label_of[rule] = label
            seen.update((rule, label))
            right.update((rule, label) if label in {*row["flags"], *row["moves"]} else ())
    usual = {label: round((right[label] + 1) / (seen[label] + 2), 3) for label in LABELS}
    return {
        rule: round((right[rule] + DRAW * usual[label]) / (seen[rule] + DRAW), 3)
        for rule, label in sorted(label_of.items())
    }, usual


def vocabulary(found: Sequence[Sequence[str]]) -> list[str]:
    """The features worth a weight, in a fixed order."""
    counts = Counter(name for names in found for name in names)
    return sorted(name for name, count in counts.items() if count >= SEEN_AT_LEAST and "\n" not in name)


def matrix(found: Sequence[Sequence[str]], names: Sequence[str]) -> csr_matrix:
    """Lines by features, ones and zeros."""
    column = {name: index for index, name in enumerate(names)}
    rows, columns = [], []
    for row, here in enumerate(found):
        for name in here:
            if name in column:
                rows.append(row)
                columns.append(column[name])
    return csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(found), len(names)))


def lesson_of(more: csr_matrix, taught: Sequence[Taught], label: str) -> Lesson:
    """The examples that say something of one label."""
    rows = [row for row, lesson in enumerate(taught) if lesson[3] == label]
    return more[rows], np.array([taught[row][4] for row in rows], dtype=int)


def fitted(x: csr_matrix, y: np.ndarray, extra: Lesson) -> np.ndarray:
    """The weights of one label (zeros when the label never occurs)."""
    if y.min() == y.max():
        return np.zeros(x.shape[1])
    x, y = vstack([x, extra[0]]), np.concatenate([y, extra[1]])
    classifier = LogisticRegression(C=STRENGTH, solver="liblinear", fit_intercept=False, max_iter=400)
    return classifier.fit(x, y).coef_[0]


def unseen_scores(x: csr_matrix, y: np.ndarray, groups: np.ndarray, extra: Lesson) -> np.ndarray:
    """Scores of every line by weights that never saw its author."""
    scores = np.zeros(x.shape[0])
    for train, test in GroupKFold(FOLDS).split(x, y, groups):
        scores[test] = x[test] @ fitted(x[train], y[train], extra)
    return scores


def calibrated(scores: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Slope and offset that turn a score into a probability (Platt)."""
    if y.min() == y.max():
        return 0.0, -9.0
    line = LogisticRegression(C=1e3).fit(scores[:, None], y)
    return max(0.05, float(line.coef_[0][0])), float(line.intercept_[0])


def whole_numbers(weights: np.ndarray) -> tuple[np.ndarray, list[float]]:
    """Weights as whole numbers of one byte, with the scale of each label."""
    scale = [float(np.abs(column).max() or 1.0) / LARGEST for column in weights.T]
    return np.round(weights / np.array(scale)).astype(np.int8), scale


def report(y: np.ndarray, probabilities: np.ndarray) -> None:
    """Precision, recall and F1 at one half, over the folds."""
    print(f"{'label':22}{'n':>6}{'prec':>7}{'rec':>7}{'F1':>7}")
    for column, label in enumerate(LABELS):
        gold, here = y[:, column] == 1, probabilities[:, column] >= 0.5
        tp, fp, fn = (gold & here).sum(), (here & ~gold).sum(), (gold & ~here).sum()
        figures = tp / max(1, tp + fp), tp / max(1, tp + fn), 2 * tp / max(1, 2 * tp + fp + fn)
        print(f"{label:22}{gold.sum():6}" + "".join(f"{value:7.2f}" for value in figures))
    clean = ~y[:, : len(FLAGS)].any(axis=1)
    alarms = (probabilities[clean][:, : len(FLAGS)] >= 0.5).any(axis=1).mean()
    hard = (probabilities[clean][:, :4] >= 0.5).any(axis=1).mean()
    print(f"clean lines {clean.sum()}: any flag on {alarms:.1%}, hard flag on {hard:.1%}")


def main() -> None:
    """Train and write, or show what the folds say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--report", action="store_true")
    options = parser.parse_args()
    rows = labelled()
    reader = Reader(locations.knowledge())
    found, hits = examined(reader, rows)
    taught = lessons(reader)
    examples = [unruled(reader, text, before, kind) for text, before, kind, _label, _there in taught]
    names = vocabulary([*found, *examples])
    x, more = matrix(found, names), matrix(examples, names)
    y = np.array([[label in {*row["flags"], *row["moves"]} for label in LABELS] for row in rows], dtype=int)
    groups = np.array([row.get("author") or row["id"] for row in rows])
    extra = [lesson_of(more, taught, label) for label in LABELS]
    scores = np.column_stack([unseen_scores(x, y[:, column], groups, extra[column]) for column in range(len(LABELS))])
    curves = [calibrated(scores[:, column], y[:, column]) for column in range(len(LABELS))]
    slope, offset = zip(*curves, strict=True)
    if options.report:
        print(f"{len(rows)} lines, {len(names)} features")
        report(y, 1 / (1 + np.exp(-(scores * np.array(slope) + np.array(offset)))))
        return
    weights, scale = whole_numbers(
        np.column_stack([fitted(x, y[:, column], extra[column]) for column in range(len(LABELS))])
    )
    used = weights.any(axis=1)
    trust, usual = trusted(rows, hits)
    card = model.ModelCard(
        version=features.VERSION, labels=tuple(LABELS), trained_on=len(rows),
        scale=tuple(round(value, 9) for value in scale),
        slope=tuple(round(value, 6) for value in slope),
        offset=tuple(round(value, 6) for value in offset),
        trust=trust, usual=usual,
    )  # fmt: skip
    kept = [name for name, use in zip(names, used, strict=True) if use]
    model.save(TARGET, card, kept, array("b", weights[used].tobytes()))
    print(f"{TARGET}: {len(kept)} features, {TARGET.stat().st_size / 1e6:.1f} MB, from {len(rows)} lines")


if __name__ == "__main__":
    main()
