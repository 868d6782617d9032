"""Train the model of what a manager's line is about: knowledge/nl/model/topics.zip.

    python -m training.train_topics [--folds | --curve]

It learns from the labelled lines (topics_train-*.jsonl, topics_dev.jsonl), and a little from what the employees
answer about each topic. A line of which the topic is that of the turn before is told to be about it or to go on
about it, half each. Weights are those of ridge regression: the square error has a closed form, so the same
content gives the same weights. Held-out lines are never read here. `--folds` measures each file with the model
that learned from the others, `--curve` what more lines would give.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from scipy.linalg import solve
from scipy.sparse import csr_matrix, diags
from sklearn.preprocessing import normalize

from benchmarks.topics import Row, macro_f1
from coach import locations, packed
from coach.roleplay import topic
from coach.roleplay.persona import Topic
from coach.roleplay.topic_features import VERSION
from coach.roleplay.topic_model import CLASSES, NONE, ON, TopicCard, TopicModel

TARGET = Path("knowledge/nl/model/topics.zip")
RIDGE = 0.7
"""Strength of the penalty."""
ANSWERS = 0.04
"""How heavily an answer of an employee weighs beside a line of a manager."""
KINDS = {"w": 0.4, "s": 1.0, "g": 0.25, "b": 0.6, "k": 0.2, "c": 1.2, "T": 1.6, "n": 0.5, "z": 0.5, "q": 0.5}
"""How much each kind of feature counts: words, stems, pieces of words, two words, two with one between, concepts of
the lexicon, groups of `topic_words.yaml`, and how the line is built. These three were chosen on `--folds`."""
KEPT = 30_000
"""At most so many features are kept: those with the largest weights."""
LARGEST, STEPS = 127, 255
TOLD = "ideas_told"
"""What employees answer about their idea once it is told; the only key of answers that is no topic."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its label (a topic or none), the topic before it, the file it is of, and how heavily it weighs."""

    text: str
    label: str
    last: Topic | None
    source: str
    weight: float


def labelled() -> list[Line]:
    """The labelled lines, in a fixed order."""
    folder = locations.knowledge()
    files = [*sorted(folder.glob("topics_train-*.jsonl")), folder / "topics_dev.jsonl"]
    return [
        _line(json.loads(text), path.stem) for path in files for text in path.read_text("utf-8").splitlines() if text
    ]


def _line(data: dict[str, str | None], source: str) -> Line:
    last = data["last"]
    return Line(data["text"] or "", data["topic"] or NONE, Topic(last) if last in set(Topic) else None, source, 1.0)


def answered() -> Iterator[Line]:
    """What the employees say when they are asked about a topic, whatever word it was asked with."""
    for path in sorted((Path("prompts/nl/situations")).glob("*/*.yaml")):
        answers = yaml.safe_load(path.read_text("utf-8"))["lines"]["answer"]
        for key, bands in answers.items():
            if key in set(Topic) or key == TOLD:
                label = Topic.IDEAS.value if key == TOLD else key
                yield from (Line(text, label, None, "answers", ANSWERS) for said in bands.values() for text in said)


def wanted(lines: Sequence[Line]) -> np.ndarray:
    """How much each line is of each class, less what any line would be."""
    out = np.zeros((len(lines), len(CLASSES)))
    for row, line in enumerate(lines):
        named = [line.label, ON] if line.last == line.label else [line.label]
        out[row, [CLASSES.index(name) for name in named]] = 1 / len(named)
    return out - 1 / len(CLASSES)


def matrix(found: Sequence[dict[str, float]], names: Sequence[str]) -> csr_matrix:
    """Lines by features."""
    column = {name: place for place, name in enumerate(names)}
    ends = np.cumsum([0, *(len(here) for here in found)])
    columns = np.array([column[name] for here in found for name in here], dtype=np.int32)
    weights = np.array([weight for here in found for weight in here.values()])
    return csr_matrix((weights, columns, ends), shape=(len(found), len(names)))


def fit(x: csr_matrix, y: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Weights, features by classes (ridge regression in its dual form)."""
    likeness = (x @ x.T).toarray()
    likeness[np.diag_indices_from(likeness)] += RIDGE / weight
    return np.asarray(x.T @ solve(likeness, y, assume_a="pos", overwrite_a=True))


def trained(lines: Sequence[Line], found: Sequence[dict[str, float]]) -> tuple[TopicCard, list[str], bytes, bytes]:
    """The parts of a model that learned from lines with these features."""
    names = sorted({name for here in found for name in here if "\n" not in name})
    found = [{name: here[name] for name in sorted(here) if "\n" not in name} for here in found]
    x = matrix(found, names)
    counts = np.asarray((x > 0).sum(axis=0)).ravel()
    rarity = np.log((1 + len(lines)) / (0.5 + counts)) * np.array([KINDS[name[0]] for name in names])
    step = round(float(rarity.max()) / STEPS, 9)
    steps = np.maximum(1, np.round(rarity / step)).astype(np.uint8)
    rows = normalize(x @ diags(steps * step)).tocsr()
    weights = fit(rows, wanted(lines), np.array([line.weight for line in lines]))
    heaviest = np.sort(np.argsort(-np.abs(weights * rarity[:, None]).max(axis=1), kind="stable")[:KEPT])
    scale = np.abs(weights[heaviest]).max(axis=0) / LARGEST
    whole = np.round(weights[heaviest] / scale).astype(np.int8)
    card = TopicCard(
        version=VERSION,
        classes=CLASSES,
        trained_on=sum(line.weight == 1 for line in lines),
        rarity=step,
        scale=tuple(round(float(value), 9) for value in scale),
    )
    return card, [names[row] for row in heaviest], steps[heaviest].tobytes(), whole.tobytes()


def measured(model: TopicModel | None, lines: Sequence[Line]) -> float:
    """Macro-F1 of the whole recogniser with this model."""
    heard = topic.default().with_model(model)
    found = [(line, heard.recognise(line.text, line.last).topic) for line in lines]
    return macro_f1([Row(line.text, line.last, line.label, about.value if about else NONE) for line, about in found])


def folds(lines: Sequence[Line], found: Sequence[dict[str, float]]) -> Iterator[str]:
    """Each file of labelled lines, measured with what was learned from the others."""
    for source in dict.fromkeys(line.source for line in lines if line.weight == 1):
        kept = [place for place, line in enumerate(lines) if line.source != source]
        model = TopicModel(*trained([lines[place] for place in kept], [found[place] for place in kept]))
        left = [line for line in lines if line.source == source]
        yield f"{source:16} n {len(left):4}  patterns {measured(None, left):.3f}  model {measured(model, left):.3f}"


def curve(lines: Sequence[Line], found: Sequence[dict[str, float]]) -> Iterator[str]:
    """Macro-F1 on one author's lines, learned from ever more lines of the others."""
    left = [line for line in lines if line.source == "topics_train-2"]
    others = [place for place, line in enumerate(lines) if line.weight == 1 and line.source != "topics_train-2"]
    answers = [place for place, line in enumerate(lines) if line.weight != 1]
    drawn = np.random.default_rng(1).permutation(others)
    for part in (8, 4, 2, 1):
        kept = [*drawn[: len(others) // part], *answers]
        model = TopicModel(*trained([lines[place] for place in kept], [found[place] for place in kept]))
        yield f"learned from {len(others) // part:5} lines: {measured(model, left):.3f}"


def main() -> None:
    """Train and write, or measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", action="store_true", help="measure each file with what the others teach")
    parser.add_argument("--curve", action="store_true", help="measure what more lines give")
    options = parser.parse_args()
    lines = [*labelled(), *answered()]
    found = [topic.default().features(line.text) for line in lines]
    if options.folds or options.curve:
        for report in folds(lines, found) if options.folds else curve(lines, found):
            print(report, flush=True)
        return
    card, names, rarities, weights = trained(lines, found)
    numbers = {"rarities": rarities, "weights": weights}
    packed.write(TARGET, packed.Packed(card.model_dump(mode="json"), names, numbers))
    print(f"{TARGET}: {len(names)} features, {TARGET.stat().st_size / 1e6:.1f} MB, from {card.trained_on} lines")


if __name__ == "__main__":
    main()
