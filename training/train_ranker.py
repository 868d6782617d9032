"""Train the ranker of the guidance from what the content itself says: knowledge/nl/model/ranker.zip.

    python -m training.train_ranker

Every example question of a passage leads to that passage; so do its title, its sentences and what it advises to say,
weighing less. A question of a verdict, and what an employee says that makes a card the right one, lead to the
passages that are named there. Weights are those of ridge regression: the square error has a closed form, so the same
content gives the same weights. Questions of other writers are never read here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, diags
from sklearn.preprocessing import normalize

from coach import guidance, packed
from coach.guidance.ranker import VERSION, RankerCard, features_of
from training import written
from training.material import matrix

TARGET = Path("knowledge/nl/model/ranker.zip")
RIDGE = 1.5
"""Strength of the penalty (chosen on the first questions by other writers, which no longer judge the search)."""
KEPT = 60_000
"""At most so many features are kept: those with the largest weights."""
FIRST = 0.7
"""What a text says of the first passage it names; the others share the rest."""
EXACT, LOOSE, LOOSER = 1.0, 0.5, 0.25
"""How heavily example questions weigh, and other sentences."""
KINDS = {"g": 0.6, "s": 1.0, "w": 0.6, "b": 0.6}
"""How much each kind of feature counts: pieces of words, stems, words, pairs of stems."""
LARGEST, STEPS = 127, 255


@dataclass(frozen=True, slots=True)
class Text:
    """Something that leads to passages, the best first, and how heavily it weighs."""

    text: str
    passages: tuple[str, ...]
    weight: float


def texts() -> list[Text]:
    """All that the content says of what leads where, in a fixed order."""
    return [text for text in (*_of_passages(), *_of_verdicts(), *_of_cards()) if text.text and text.passages]


def _of_passages() -> Iterator[Text]:
    for passage in guidance.library().passages:
        for question in passage.questions:
            yield Text(question, (passage.id,), EXACT)
        sentences = [part for part in re.split(r"[.!?]", passage.text) if len(part.split()) > 3]
        for sentence in (passage.title, *sentences, *passage.say, *passage.avoid):
            yield Text(sentence, (passage.id,), LOOSE)


def _of_verdicts() -> Iterator[Text]:
    for verdict in written.verdicts():
        passages = tuple(verdict["passages"])
        yield Text(verdict["topic"], passages, LOOSER)
        for question in verdict["questions"]:
            yield Text(question, passages, LOOSE)


def _of_cards() -> Iterator[Text]:
    for card in written.cards():
        passages = tuple(card.get("passages", ()))
        for said in card.get("when", ()):
            yield Text(said.strip("()"), passages, LOOSE)
        for other in (card["title"], card.get("text", ""), *card.get("say", ()), *card.get("avoid", ())):
            yield Text(other, passages, LOOSER)


def wanted(given: list[Text], passages: list[str]) -> np.ndarray:
    """How much each text asks for each passage, less what any text would."""
    place = {name: index for index, name in enumerate(passages)}
    out = np.zeros((len(given), len(passages)))
    for row, text in enumerate(given):
        others = text.passages[1:]
        out[row, place[text.passages[0]]] = FIRST if others else 1.0
        for other in others:
            out[row, place[other]] = (1 - FIRST) / len(others)
    return out - 1 / len(passages)


def fit(x: csr_matrix, y: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Weights, features by passages (ridge regression in its dual form)."""
    likeness = (x @ x.T).toarray()
    return x.T @ np.linalg.solve(likeness + RIDGE * np.diag(1 / weight), y)


def trained(given: list[Text], passages: list[str]) -> tuple[RankerCard, list[str], bytes, bytes]:
    """The parts of a ranker."""
    found = [list(features_of(text.text)) for text in given]
    counts = Counter(name for names in found for name in names)
    names = sorted(counts)
    rarity = np.array([np.log((1 + len(given)) / (0.5 + counts[name])) * KINDS[name[0]] for name in names])
    step = round(float(rarity.max()) / STEPS, 9)
    steps = np.maximum(1, np.round(rarity / step)).astype(np.uint8)
    x = normalize(matrix(found, names) @ diags(steps * step)).tocsr()
    weights = fit(x, wanted(given, passages), np.array([text.weight for text in given]))
    heaviest = np.sort(np.argsort(-np.abs(weights * rarity[:, None]).max(axis=1), kind="stable")[:KEPT])
    scale = np.abs(weights[heaviest]).max(axis=0) / LARGEST
    whole = np.round(weights[heaviest] / scale).astype(np.int8)
    card = RankerCard(
        version=VERSION,
        passages=tuple(passages),
        trained_on=len(given),
        rarity=step,
        scale=tuple(round(float(value), 9) for value in scale),
    )
    return card, [names[row] for row in heaviest], steps[heaviest].tobytes(), whole.tobytes()


def main() -> None:
    """Train and write."""
    given = texts()
    passages = [passage.id for passage in guidance.library().passages]
    card, names, rarities, weights = trained(given, passages)
    numbers = {"rarities": rarities, "weights": weights}
    packed.write(TARGET, packed.Packed(card.model_dump(mode="json"), names, numbers))
    print(f"{TARGET}: {len(names)} features, {TARGET.stat().st_size / 1e6:.1f} MB, from {len(given)} texts")


if __name__ == "__main__":
    main()
