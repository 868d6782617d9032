"""The head of a GGUF file: what a model is, without loading it or any library.

Source of the format: the GGUF specification (ggml, docs/gguf.md), versions 2 and 3, little-endian.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

_MAGIC = b"GGUF"
_VERSIONS = (2, 3)
_SCALARS = {0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q", 12: "<d"}
_STRING, _ARRAY = 8, 9
_MAX_NAME = 80
_MAX_ENTRIES, _MAX_STRING, _MAX_ITEMS = 10_000, 1 << 24, 1 << 24


class NotGguf(Exception):
    """The file is no GGUF model, or a damaged one."""


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a file says of the model.

    Attributes:
        values: the metadata by key, as far as it comes before the tokenizer; of an array of numbers the largest, of
            another the first.
        tensors: how many tensors the file holds.
    """

    values: Mapping[str, Any]
    tensors: int

    @property
    def architecture(self) -> str:
        """As llama.cpp names it, such as "llama"."""
        return str(self.values.get("general.architecture", ""))

    @property
    def name(self) -> str:
        """What its makers call it, in printable characters; may be empty."""
        name = str(self.values.get("general.name", ""))
        return "".join(char for char in name if char.isprintable()).strip()[:_MAX_NAME]

    @property
    def context(self) -> int:
        """The longest text in tokens that it was trained on; 0 when the file does not say."""
        return self._number("context_length")

    def memory_per_token(self) -> int:
        """Bytes that a token takes in the key-value cache, in half precision and without sliding windows."""
        heads = self._number("attention.head_count") or 1
        sharing = self._number("attention.head_count_kv") or heads
        width = self._number("embedding_length") // heads
        key = self._number("attention.key_length") or width
        value = self._number("attention.value_length") or width
        return 2 * self._number("block_count") * sharing * (key + value)

    def _number(self, name: str) -> int:
        value = self.values.get(f"{self.architecture}.{name}", 0)
        return max(0, value) if isinstance(value, int) else 0


def read_head(path: Path) -> Head:
    """The head of a model's file.

    Raises:
        NotGguf: the file is no GGUF model.
        OSError: it cannot be opened.
    """
    with path.open("rb") as file:
        try:
            if file.read(4) != _MAGIC or _number(file, "<I") not in _VERSIONS:
                raise NotGguf(path.name)
            tensors, entries = _number(file, "<Q"), _number(file, "<Q")
            return Head(_entries(file, min(entries, _MAX_ENTRIES)), tensors)
        except (struct.error, EOFError) as error:
            raise NotGguf(path.name) from error


def _entries(file: BinaryIO, number: int) -> dict[str, Any]:
    """The metadata until the tokenizer, whose long lists come last."""
    found: dict[str, Any] = {}
    for _entry in range(number):
        key = _string(file)
        if key.startswith("tokenizer.") and "general.architecture" in found:
            break
        found[key] = _value(file, _number(file, "<I"))
    return found


def _value(file: BinaryIO, kind: int) -> Any:
    if kind in _SCALARS:
        return _number(file, _SCALARS[kind])
    if kind == _STRING:
        return _string(file)
    if kind != _ARRAY:
        raise NotGguf(f"type {kind}")
    inner, length = _number(file, "<I"), _number(file, "<Q")
    if length > _MAX_ITEMS or inner == _ARRAY:
        raise NotGguf(f"array of {length}")
    items = [_value(file, inner) for _item in range(length)]
    numbers = [item for item in items if isinstance(item, int) and not isinstance(item, bool)]
    # Some models give a figure for each layer; the largest stands for all.
    return max(numbers) if numbers else (items[0] if items else None)


def _number(file: BinaryIO, form: str) -> Any:
    return struct.unpack(form, file.read(struct.calcsize(form)))[0]


def _string(file: BinaryIO) -> str:
    length = _number(file, "<Q")
    if length > _MAX_STRING:
        raise NotGguf(f"string of {length}")
    raw = file.read(length)
    if len(raw) < length:
        raise EOFError
    return raw.decode("utf-8", "replace")
