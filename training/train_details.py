"""Train what tells which detail of an employee a question asks for: knowledge/nl/model/details.zip.

    python -m training.train_details [--folds]

Every way of asking for a detail is to be found again by the others, with what the employee told just before;
questions from the labelled lines of managers ask for none. The weights are those of a conditional logit (all details
and "none" compete), found by gradient descent from the same start in the same order. `--folds` measures each employee
with weights that were learned from the others.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np

from coach import locations, packed
from coach.roleplay import detail, library, spoken
from coach.roleplay.detail import DetailCard, Details, Evidence, Learned
from coach.roleplay.persona import Persona, Situation

TARGET = Path("knowledge/nl/model/details.zip")
NONE = 150
"""So many questions that ask for no detail are held against each employee, and as many short ones."""
SHORT = 6
"""Words of a short question at most."""
BARE = 0.5
"""A question whose words are all less rare than this takes its meaning from the talk."""
LONGEST = 25
"""Words of such a question at most."""
ELSEWHERE = 0.3
"""How often something else was told last than what the question follows on."""
EPOCHS, BATCH, STEP, PENALTY = 40, 32, 0.02, 1e-3
LEAST = 2
"""A stem in fewer lines than this is as rare as one that was never heard."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question: the evidence for each detail, and which one is meant (None for none of them)."""

    evidence: np.ndarray
    right: int | None


def heard() -> list[str]:
    """The lines of managers that the reader learns from."""
    paths = sorted((locations.knowledge() / "utterances").glob("train*.jsonl"))
    rows = [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines() if line]
    return [row["text"] for row in rows if row.get("kind") != "note"]


def rarities(lines: Sequence[str]) -> tuple[list[str], bytes, float]:
    """The stems in these lines, how rare each is in steps, and the size of a step."""
    counts = Counter(stem for line in lines for stem in set(detail.stems(line)))
    rare = detail.rarities({stem: count for stem, count in counts.items() if count >= LEAST}, len(lines))
    step = round(max(rare.values()) / 255, 9)
    names = sorted(rare)
    return names, bytes(max(1, round(rare[name] / step)) for name in names), step


def cases(person: Persona, details: Details, others: Sequence[str], rng: Random) -> Iterator[Case]:
    """Every way of asking with what speaks for each detail, and some questions for something else."""
    items = {item.id: item for item in person.memory}
    ids = sorted({one.after for one in person.details if one.after})
    lines = [line for _place, line in spoken.everything(person)]
    for place, entry in enumerate(details.entries):
        near = max(lines, key=lambda line: len(set(detail.stems(line)) & (entry.asked | entry.said)))
        for ask in entry.detail.asks:
            bare = not any(details.learned.rarity(stem) > BARE for stem in detail.stems(ask))
            last = (
                entry.detail.after if entry.detail.after and (bare or rng.random() > ELSEWHERE) else rng.choice(ids)
            )
            before = rng.choice(items[last].lines) if entry.detail.after else near
            found = details.evidence(ask, before, details.entries, {last}, without=ask)
            yield Case(np.array(found), place)
            if bare:
                other = rng.choice([one for one in ids if one != entry.detail.after])
                found = details.evidence(ask, rng.choice(items[other].lines), details.entries, {other})
                yield Case(np.array(found), None)
    for text in others:
        last = rng.choice(ids)
        found = details.evidence(text, rng.choice(items[last].lines), details.entries, {last})
        yield Case(np.array(found), None)


def fit(found: Sequence[Case]) -> tuple[np.ndarray, float]:
    """Weights and bias for which the right detail, or none, is as probable as can be (Adam)."""
    every = np.concatenate([case.evidence for case in found])
    mean, spread = every.mean(axis=0), every.std(axis=0) + 1e-6
    scaled = [((case.evidence - mean) / spread, case.right) for case in found]
    at = np.append(np.zeros(len(mean)), -4.0)
    first, second, rng = np.zeros_like(at), np.zeros_like(at), Random(0)
    for step in range(EPOCHS * (len(scaled) // BATCH)):
        slope = sum((_slope(at, *case) for case in rng.sample(scaled, BATCH)), np.zeros_like(at)) / BATCH
        slope[:-1] += PENALTY * at[:-1]
        first, second = 0.9 * first + 0.1 * slope, 0.99 * second + 0.01 * slope**2
        even = np.sqrt(second / (1 - 0.99 ** (step + 1))) + 1e-8
        at -= STEP * first / (1 - 0.9 ** (step + 1)) / even
    weights = at[:-1] / spread
    return weights, float(at[-1] - weights @ mean)


def _slope(at: np.ndarray, evidence: np.ndarray, right: int | None) -> np.ndarray:
    scores = evidence @ at[:-1] + at[-1]
    top = max(0.0, float(scores.max()))
    share = np.exp(scores - top)
    share /= share.sum() + np.exp(-top)
    if right is not None:
        share[right] -= 1
    return np.append(evidence.T @ share, share.sum())


def measured(weights: np.ndarray, bias: float, found: Sequence[Case]) -> str:
    """How often the right detail comes out on top, and what a threshold lets through."""
    asked: list[tuple[bool, float]] = []
    other: list[float] = []
    for case in found:
        scores = case.evidence @ weights + bias
        best = int(scores.argmax())
        probable = float(np.exp(scores[best]) / (np.exp(scores).sum() + 1))
        if case.right is None:
            other.append(probable)
        else:
            asked.append((best == case.right, probable))
    top = sum(hit for hit, _probable in asked) / len(asked)
    lines = [f"{len(asked)} questions, {len(other)} others: right on top {top:.3f}"]
    for least in (detail.RATHER, detail.ENOUGH):
        right = sum(hit and probable >= least for hit, probable in asked) / len(asked)
        wrong = sum(not hit and probable >= least for hit, probable in asked) / len(asked)
        none = sum(probable >= least for probable in other) / len(other)
        lines.append(f"  from {least}: {right:.3f} right, {wrong:.3f} wrong, {none:.3f} of the others")
    return "\n".join(lines)


def everyone(numbers: Learned) -> list[list[Case]]:
    """The cases of each employee who knows details."""
    content, rng = library.default(), Random(5)
    asked = sorted({text for text in heard() if text.rstrip().endswith("?") and len(text.split()) <= LONGEST})
    people = [content.persona(kind, name) for kind in content.situations for name in content.persona_ids(kind)]
    broad = sorted({text for kind in content.situations for text in offered(content.situation(kind))})
    return [
        list(cases(one, Details(one.details, one.memory, one.name, numbers), [*_drawn(asked, rng), *broad], rng))
        for one in people
        if one.details
    ]


def offered(situation: Situation) -> Iterator[str]:
    """The questions that the coach offers in a talk: they leave it to the employee what to tell."""
    return (question for phase in situation.phases for question in phase.questions)


def _drawn(asked: Sequence[str], rng: Random) -> list[str]:
    short = [text for text in asked if len(text.split()) <= SHORT]
    return rng.sample(asked, NONE) + rng.sample(short, NONE)


def main() -> None:
    """Train and write, or measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", action="store_true", help="measure employees with what the others teach")
    options = parser.parse_args()
    names, steps, step = rarities(heard())
    size = len(Evidence._fields)
    bare = DetailCard(version=detail.VERSION, trained_on=0, scale=(step,), weights=(0.0,) * size, bias=0.0)
    found = everyone(Learned(bare, names, steps))
    if options.folds:
        for part in range(3):
            rest = [case for place, some in enumerate(found) if place % 3 != part for case in some]
            print(measured(*fit(rest), [case for some in found[part::3] for case in some]), flush=True)
        return
    weights, bias = fit([case for some in found for case in some])
    card = bare.model_copy(
        update={
            "trained_on": sum(len(some) for some in found),
            "weights": tuple(round(float(one), 4) for one in weights),
            "bias": round(bias, 4),
        }
    )
    packed.write(TARGET, packed.Packed(card.model_dump(mode="json"), names, {"rarities": steps}))
    print(f"{TARGET}: {len(names)} stems, {TARGET.stat().st_size / 1e3:.0f} kB, from {card.trained_on} questions")


if __name__ == "__main__":
    main()
