"""What was learned in development, as shipped: a zip file of text and numbers. Nothing in it is ever executed."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_CARD = "card.json"
_NAMES = "features.txt"
_SAME_TIME = (2000, 1, 1, 0, 0, 0)


class PackedError(Exception):
    """A file that is damaged, or was made for another version of the program."""


@dataclass(frozen=True, slots=True)
class Packed:
    """The parts of a file: what it says of itself, the names of its features, and numbers by name."""

    card: Mapping[str, Any]
    names: Sequence[str]
    numbers: Mapping[str, bytes]


def read(path: Path, version: int, columns: Mapping[str, int], others: Sequence[str] = ()) -> Packed:
    """Read a file of this version; `columns` says how many bytes each kind of numbers has for one feature (0: as many
    as the card has scales). `others` are numbers of another size, which their reader must look after.

    Raises:
        PackedError: it is damaged, or of another version.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            card = json.loads(archive.read(_CARD))
            if card.get("version") != version:
                raise PackedError(f"{path}: {card.get('version')} ≠ {version}")
            numbers = {name: archive.read(f"{name}.bin") for name in (*columns, *others)}
            names = archive.read(_NAMES).decode("utf-8").split("\n")
    except (OSError, KeyError, ValueError, AttributeError, zipfile.BadZipFile) as error:
        raise PackedError(f"{path}: {error}") from error
    for name, size in columns.items():
        size = size or len(card.get("scale", ()))
        if len(numbers[name]) != len(names) * size:
            raise PackedError(f"{path}: {name}: {len(numbers[name])} ≠ {len(names)} × {size}")
    return Packed(card, names, numbers)


def write(path: Path, packed: Packed) -> None:
    """Write a file; the same parts give the same bytes."""
    parts = {
        _CARD: json.dumps(dict(packed.card), indent=1).encode(),
        _NAMES: "\n".join(packed.names).encode("utf-8"),
        **{f"{name}.bin": data for name, data in packed.numbers.items()},
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, date_time=_SAME_TIME)
            archive.writestr(entry, data, compress_type=zipfile.ZIP_DEFLATED)
