"""What a line is like, when no pattern knows it: learned from the examples that come with the content.

Words that were never met still count by their pieces, by the concepts of the lexicon, by the groups of words that
speak of the same thing, and by the sorts of words across trades (`sorts.yaml`). The weights are made in development
(`training/train_live.py`) and shipped as numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from coach import content, locations, packed
from coach.content import Content
from coach.live import shorthand
from coach.phrasing import reader
from coach.phrasing.lexicon import Concept, Lexicon
from coach.phrasing.line import Line
from coach.roleplay.topic_features import FeatureMaker, Heard, TopicWords
from coach.rows import Rows

VERSION = 2
"""Changes when features change: weights of another version do not fit."""
HEARD, SAID = "live_heard.zip", "live_said.zip"
"""What was learned of the lines of employees and of managers."""
_NOT_SEEN = "nz"
"""Kinds of features that are left out: how long a line is says little of what happens in it."""
_MARK = "?"
_SORT = "G"


class LikenessCard(BaseModel):
    """What the file says of itself: `names` are topics and moments, or checks; `scale` turns the stored weights of
    each into real ones, `rarity` is the scale of the rarities."""

    model_config = ConfigDict(frozen=True)

    version: int
    names: tuple[str, ...]
    trained_on: int
    rarity: float
    scale: tuple[float, ...]


class Likeness:
    """Compares a line with every topic and moment, or every check; it knows nothing of what the patterns find."""

    def __init__(
        self,
        card: LikenessCard,
        features: Sequence[str],
        rarities: bytes,
        weights: bytes,
        made_of: Callable[[Line], dict[str, float]],
    ) -> None:
        import numpy as np

        self.card, self._features = card, made_of
        self._rows = Rows(features)
        self._rarities = np.frombuffer(rarities, np.uint8)
        self._weights = np.frombuffer(weights, np.int8).reshape(len(features), -1)
        self._scale = np.array(card.scale, np.float32)

    def scores(self, line: Line) -> Mapping[str, float]:
        """How much a line is like each of the names: towards 1 for an example of it, about 0 for anything else."""
        import numpy as np

        found = self._features(line)
        rows = self._rows.find(found)
        if not rows:
            return dict.fromkeys(self.card.names, 0.0)
        share = np.array([found[name] for name in rows], np.float32)
        places = list(rows.values())
        heavy = share * self._rarities[places].astype(np.float32) * np.float32(self.card.rarity)
        unit = heavy / max(float(np.linalg.norm(heavy)), 1e-6)
        sums = (unit @ self._weights[places].astype(np.float32)) * self._scale
        return dict(zip(self.card.names, sums.tolist(), strict=True))


def heard_features(line: Line) -> dict[str, float]:
    """The features of what an employee says: all of a telegram counts alike, and the sorts of its words count too."""
    found = _maker().features(Heard((line.whole,), (False,)))
    sorts = {f"{_SORT}:{name}" for names in _sorts().tag(line.whole.tokens) for name in names}
    return {name: share for name, share in found.items() if name[0] not in _NOT_SEEN} | dict.fromkeys(sorts, 1.0)


def features_of(line: Line) -> dict[str, float]:
    """The features of what a manager says, each with its weight."""
    asking = [any(token.form == _MARK for token in sentence.tokens) for sentence in line.sentences]
    found = _maker().features(Heard(line.sentences, asking))
    return {name: share for name, share in found.items() if name[0] not in _NOT_SEEN}


class Sorts(Content):
    """Words of the same sort, across trades; see the file."""

    groups: Mapping[str, tuple[str, ...]]


@cache
def _maker() -> FeatureMaker:
    return FeatureMaker(content.load(locations.knowledge() / "topic_words.yaml", TopicWords))


@cache
def _sorts() -> Lexicon:
    known = content.load(locations.knowledge() / "live" / "sorts.yaml", Sorts)
    return Lexicon([Concept(concept=name, about=name, words=words) for name, words in known.groups.items()])


def load(path: Path) -> Likeness:
    """Read the learned numbers.

    Raises:
        PackedError: the file is damaged, or was made for another version.
    """
    found = packed.read(path, VERSION, {"rarities": 1, "weights": 0})
    try:
        card = LikenessCard.model_validate(found.card)
    except ValueError as error:
        raise packed.PackedError(f"{path}: {error}") from error
    made_of = heard_features if path.name == HEARD else features_of
    return Likeness(card, found.names, found.numbers["rarities"], found.numbers["weights"], made_of)


@cache
def default(name: str) -> Likeness | None:
    """What comes with the program, `HEARD` or `SAID`; None when there is none that fits: then patterns work alone."""
    path = locations.knowledge() / "model" / name
    try:
        return load(path) if path.exists() else None
    except packed.PackedError:
        return None


def prepared(text: str) -> Line:
    """A text as `Likeness.scores` wants it, with short forms written out."""
    return reader.default().prepare(shorthand.default().meant(text))
