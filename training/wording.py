"""Lines as the encoder hears them, written as numbers: each form and each set of concepts once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from coach.phrasing.encoder import BORDER, Word
from coach.phrasing.pattern import Keys


class Wording:
    """Forms and sets of concepts by number; number 0 is the border, and the empty set."""

    def __init__(self) -> None:
        self._forms: dict[str, int] = {BORDER: 0}
        self._taggings: dict[Keys, int] = {frozenset(): 0}

    @property
    def forms(self) -> list[str]:
        """Every form, by its number."""
        return list(self._forms)

    @property
    def taggings(self) -> list[Keys]:
        """Every set of concepts, by its number."""
        return list(self._taggings)

    def written(self, words: Sequence[Word]) -> np.ndarray:
        """Words as rows of three: form, concepts, part."""
        rows = [
            (
                self._forms.setdefault(form, len(self._forms)),
                self._taggings.setdefault(names, len(self._taggings)),
                part,
            )
            for form, names, part in words
        ]
        return np.array(rows, dtype=np.int32)
