"""Vectors that were made before, on disk: one .npy file for each model, keyed by the hash of a text.

The file holds plain numbers; nothing in it is ever executed (`allow_pickle=False`). When it is missing, damaged or
cannot be written, the vectors are made again.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from coach import files, locations

if TYPE_CHECKING:
    from coach.guidance.semantic.encoder import Vectors

_KEY_BYTES = 16


def key(text: str) -> bytes:
    """The hash of a text."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_KEY_BYTES).digest()


def read(identity: str) -> dict[bytes, Vectors]:
    """The vectors kept for a model, by key; empty when there are none that can be read."""
    import numpy as np

    try:
        rows = np.load(_path(identity), allow_pickle=False)
        if not np.isfinite(rows["vector"]).all():
            return {}
        return {row["key"].tobytes(): row["vector"].astype(np.float32) for row in rows}
    except (OSError, ValueError, IndexError, TypeError, EOFError):
        return {}


def write(identity: str, vectors: Mapping[bytes, Vectors]) -> None:
    """Keep vectors of a model in place of what was kept for it, in one step; not being able to is no error."""
    import numpy as np

    if not vectors:
        return
    size = len(next(iter(vectors.values())))
    rows = np.zeros(len(vectors), [("key", np.uint8, (_KEY_BYTES,)), ("vector", np.float32, (size,))])
    rows["key"] = np.frombuffer(b"".join(vectors), np.uint8).reshape(-1, _KEY_BYTES)
    rows["vector"] = np.stack(list(vectors.values()))
    with suppress(OSError):
        _put(_path(identity), rows)


def forget() -> None:
    """Remove the vectors of every model."""
    for path in locations.vectors().glob("*.npy"):
        with suppress(OSError):
            path.unlink()


def _path(identity: str) -> Path:
    return locations.vectors() / f"{identity}.npy"


def _put(path: Path, rows: Vectors) -> None:
    import numpy as np

    locations.private_folder(locations.cache())
    data = io.BytesIO()
    np.save(data, rows, allow_pickle=False)
    locations.private_folder(path.parent)
    files.put(path, data.getvalue())
