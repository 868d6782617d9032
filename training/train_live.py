"""Train what the live room hears and what it ticks: live_heard.zip and live_said.zip in knowledge/nl/model.

    python -m training.train_live

The words that it knows are counted first (`training/live_words.py`): lines are learned as they were meant.

Every example of a topic or moment leads to it; so does what the cards say they are for, and each word that its
patterns look for by itself, weighing less. Weights are those of ridge regression, as for the ranker of the guidance:
the same content gives the same weights. Lines that judge the room (benchmarks) are never read here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.linalg import solve
from scipy.sparse import csr_matrix, diags
from sklearn.preprocessing import normalize

from coach import locations, packed
from coach.live import book
from coach.live.likeness import HEARD, SAID, VERSION, LikenessCard, features_of, heard_features, prepared
from training import live_words

TARGET = Path("knowledge/nl/model")
RIDGE = 1.0
"""Strength of the penalty (chosen on examples that were left out in turn)."""
EXACT, LOOSE = 1.0, 0.4
"""How heavily examples weigh, and words of patterns."""
KINDS = {"g": 0.4, "s": 0.7, "w": 0.6, "b": 1.0, "k": 0.6, "c": 1.0, "T": 1.2, "q": 1.0, "G": 1.6}
"""How much each kind of feature counts: pieces, stems, words, words side by side, concepts, word groups, sorts."""
ONCE = "gbk"
"""Kinds of features that say something only when they are met more than once; they are most of all there are."""
SHORTEST = 4
"""Letters that a word of a pattern has at least, to say something by itself."""
LARGEST, STEPS = 127, 255
_CHOICE = re.compile(r"\(([^()!]*)\)")
_SIGNS = re.compile(r"[\[\]<>…*?\d]")


@dataclass(frozen=True, slots=True)
class Text:
    """Something that is like topics or moments (or checks), and how heavily it weighs."""

    text: str
    names: tuple[str, ...]
    weight: float


def heard() -> list[Text]:
    """All that the content says of what an employee's line is like, in a fixed order."""
    folder = locations.knowledge() / "live"
    found = book.examples(folder).heard()
    examples = [Text(line, (name,), EXACT) for name, lines in found.items() for line in lines]
    voices = [Text(line.text, line.names, EXACT) for voice in book.voices(folder) for line in voice.lines()]
    known = {name for each in (*examples, *voices) for name in each.names}
    return [*examples, *voices, *(each for each in (*_of_cards(), *_of_patterns()) if known.issuperset(each.names))]


def said() -> list[Text]:
    """The same for a manager's line: the examples, and those of the checks themselves."""
    folder = locations.knowledge() / "live"
    found = book.examples(folder).said()
    examples = [Text(line, (name,), EXACT) for name, lines in found.items() for line in lines]
    voices = [Text(line.text, line.names, EXACT) for voice in book.voices(folder) for line in voice.own()]
    known = {name for each in (*examples, *voices) for name in each.names}
    own = (Text(hit, (rule.id,), EXACT) for rule in book.default().checks for hit in rule.hits if hit.strip())
    none = (Text(miss, ("none",), LOOSE) for rule in book.default().checks for miss in rule.misses)
    return [*examples, *voices, *(each for each in (*own, *none) if known.issuperset(each.names))]


def _of_cards() -> Iterator[Text]:
    for id, suggestion in book.default().suggestions():
        yield from (Text(when, (id.rpartition("-")[0],), EXACT) for when in suggestion.when)


def _of_patterns() -> Iterator[Text]:
    known = book.default()
    for name, each in {**known.moments, **known.topics}.items():
        yield from (Text(word, (name,), LOOSE) for source in each.says for word in _words(source))


def _words(source: str) -> Iterator[str]:
    """The words of a pattern that is nothing but a choice between words."""
    if "…" in source:
        return
    for choice in _CHOICE.findall(source):
        for word in choice.split("|"):
            plain = _SIGNS.sub("", word).strip()
            if len(plain) >= SHORTEST and "{" not in plain:
                yield plain


def trained(given: list[Text], found: list[dict[str, float]]) -> tuple[LikenessCard, list[str], bytes, bytes]:
    """The parts of the file, from texts and the features that were found in each."""
    counts = Counter(name for each in found for name in each)
    names = sorted(name for name, count in counts.items() if count > 1 or name[0] not in ONCE)
    rarity = np.array([np.log((1 + len(given)) / (0.5 + counts[name])) * KINDS[name[0]] for name in names])
    step = round(float(rarity.max()) / STEPS, 9)
    steps = np.maximum(1, np.round(rarity / step)).astype(np.uint8)
    x = normalize(_matrix(found, names) @ diags(steps * step)).tocsr()
    classes = sorted({name for text in given for name in text.names})
    y = np.array([[name in text.names for name in classes] for text in given], float) - 1 / len(classes)
    heavy = np.diag([1 / text.weight for text in given])
    weights = x.T @ solve((x @ x.T).toarray() + RIDGE * heavy, y, assume_a="pos", overwrite_a=True)
    scale = np.abs(weights).max(axis=0) / LARGEST
    whole = np.round(weights / scale).astype(np.int8)
    card = LikenessCard(
        version=VERSION,
        names=tuple(classes),
        trained_on=len(given),
        rarity=step,
        scale=tuple(round(float(value), 9) for value in scale),
    )
    return card, names, steps.tobytes(), whole.tobytes()


def _matrix(found: list[dict[str, float]], names: list[str]) -> csr_matrix:
    place = {name: column for column, name in enumerate(names)}
    known = [{name: value for name, value in each.items() if name in place} for each in found]
    rows = [row for row, each in enumerate(known) for _name in each]
    columns = [place[name] for each in known for name in each]
    values = [value for each in known for value in each.values()]
    return csr_matrix((values, (rows, columns)), shape=(len(found), len(names)))


def main() -> None:
    """Count the words, then train and write both."""
    live_words.main()
    for name, given, made_of in ((HEARD, heard(), heard_features), (SAID, said(), features_of)):
        card, names, rarities, weights = trained(given, [made_of(prepared(text.text)) for text in given])
        numbers = {"rarities": rarities, "weights": weights}
        packed.write(TARGET / name, packed.Packed(card.model_dump(mode="json"), names, numbers))
        print(
            f"{name}: {len(names)} features, {(TARGET / name).stat().st_size / 1e6:.1f} MB, from {len(given)} texts"
        )


if __name__ == "__main__":
    main()
