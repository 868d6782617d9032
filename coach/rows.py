"""Which row of a table belongs to a name: for a hundred thousand names, in a tenth of the memory of a dict."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import compress
from operator import methodcaller
from typing import TYPE_CHECKING, Any
from zlib import crc32

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BYTES = methodcaller("encode", "utf-8", "surrogatepass")


class Rows:
    """Rows by name. The names themselves are let go of: 64 bits of each are kept, which a name that is not in the
    table has with a probability of one in 10^14."""

    def __init__(self, names: Sequence[str]) -> None:
        import numpy as np

        marks = np.fromiter(map(hash, names), np.int64, len(names))
        self._order: NDArray[Any] = np.argsort(marks).astype(np.uint32)
        self._marks: NDArray[Any] = marks[self._order]

    def __len__(self) -> int:
        return len(self._marks)

    def find(self, names: Iterable[str]) -> dict[str, int]:
        """The names that are in the table, in the order given, each with its row."""
        asked = list(names)
        there, rows = self.among(asked)
        return dict(zip(compress(asked, there), rows.tolist(), strict=True))

    def among(self, names: Collection[str]) -> tuple[list[bool], NDArray[Any]]:
        """Of each name whether it is in the table, and the rows of those that are."""
        import numpy as np

        if not len(self._marks):
            return [False] * len(names), self._order
        marks = np.fromiter(map(hash, names), np.int64, len(names))
        places = self._marks.searchsorted(marks)
        there = self._marks.take(places, mode="clip") == marks
        return there.tolist(), self._order[places[there]]


def marks(names: Iterable[str]) -> Iterator[int]:
    """32 bits of each name, the same in every process."""
    return map(crc32, map(_BYTES, names))


def marked(names: Iterable[str]) -> list[str]:
    """Names in the order of their marks; of two with the same mark the first by name."""
    ordered = sorted(names, reverse=True)
    return [name for _mark, name in sorted(dict(zip(marks(ordered), ordered, strict=True)).items())]


class MarkedRows:
    """Rows by the marks of names, for a table whose names are not shipped at all; its rows stand in the order of the
    marks. A name that is not in a table of a hundred thousand is taken for one that is three times in 10^5.

    `steps` holds how much farther each mark is than the one before it.
    """

    def __init__(self, steps: NDArray[Any]) -> None:
        import numpy as np

        self._marks: NDArray[Any] = np.cumsum(steps, dtype=np.uint32)

    def __len__(self) -> int:
        return len(self._marks)

    def among(self, names: Collection[str]) -> tuple[list[bool], NDArray[Any]]:
        """Of each name whether it is in the table, and the rows of those that are."""
        import numpy as np

        if not len(self._marks):
            return [False] * len(names), np.zeros(0, np.intp)
        asked = np.fromiter(marks(names), np.uint32, len(names))
        places = self._marks.searchsorted(asked)
        there = self._marks.take(places, mode="clip") == asked
        return there.tolist(), places[there]


def steps(names: Sequence[str]) -> NDArray[Any]:
    """The steps of a table of names that stand in the order of their marks."""
    import numpy as np

    return np.diff(np.array([0, *marks(names)], np.int64)).astype(np.uint32)
