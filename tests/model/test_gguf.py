"""The head of a model's file is read without trust in what it says."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.model.gguf import NotGguf, read_head


def _string(text: str) -> bytes:
    raw = text.encode()
    return struct.pack("<Q", len(raw)) + raw


def _entry(key: str, value: Any) -> bytes:
    if isinstance(value, str):
        return _string(key) + struct.pack("<I", 8) + _string(value)
    if isinstance(value, list):
        return _string(key) + struct.pack("<IIQ", 9, 4, len(value)) + struct.pack(f"<{len(value)}I", *value)
    return _string(key) + struct.pack("<II", 4, value)


def _file(folder: Path, values: dict[str, Any], entries: int | None = None) -> Path:
    path = folder / "model.gguf"
    number = len(values) if entries is None else entries
    body = b"".join(_entry(key, value) for key, value in values.items())
    path.write_bytes(b"GGUF" + struct.pack("<IQQ", 3, 7, number) + body)
    return path


_LLAMA = {
    "general.architecture": "llama",
    "general.name": "Klein",
    "llama.context_length": 4096,
    "llama.embedding_length": 2048,
    "llama.block_count": 16,
    "llama.attention.head_count": 32,
    "llama.attention.head_count_kv": 8,
}


def test_a_head_says_what_a_model_is(tmp_path: Path) -> None:
    head = read_head(_file(tmp_path, _LLAMA))
    assert (head.architecture, head.name, head.context, head.tensors) == ("llama", "Klein", 4096, 7)
    # Key and value of 16 layers, 8 heads of 64 numbers each, 2 bytes a number.
    assert head.memory_per_token() == 2 * 16 * 8 * 64 * 2


def test_a_name_cannot_write_to_the_terminal(tmp_path: Path) -> None:
    head = read_head(_file(tmp_path, _LLAMA | {"general.name": " \x1b[2JKlein\n" + "x" * 500}))
    assert head.name.startswith("[2JKlein")
    assert len(head.name) <= 80


def test_heads_that_differ_by_layer_count_as_the_largest(tmp_path: Path) -> None:
    wider = _LLAMA | {"llama.attention.head_count_kv": [0, 8, 4]}
    assert read_head(_file(tmp_path, wider)).memory_per_token() == 2 * 16 * 8 * 64 * 2


def test_reading_stops_at_the_tokenizer(tmp_path: Path) -> None:
    path = _file(tmp_path, _LLAMA | {"tokenizer.ggml.model": "gpt2"}, entries=9_000)
    assert read_head(path).name == "Klein"


def test_a_model_that_says_little_gives_zeros(tmp_path: Path) -> None:
    head = read_head(_file(tmp_path, {"general.architecture": "nieuw"}))
    assert (head.context, head.memory_per_token(), head.name) == (0, 0, "")


@pytest.mark.parametrize(
    "raw", [b"", b"GGUF", b"GGML" + bytes(60), b"GGUF" + struct.pack("<IQQ", 9, 0, 0), b"PK\x03\x04" + bytes(60)]
)
def test_another_file_is_refused(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "model.gguf"
    path.write_bytes(raw)
    with pytest.raises(NotGguf):
        read_head(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_file_raises_one_error_only(tmp_path: Path, data: st.DataObject) -> None:
    path = _file(tmp_path, _LLAMA)
    raw = bytearray(path.read_bytes())
    for _time in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(4, len(raw) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(bytes(raw[: data.draw(st.integers(0, len(raw)))]))
    try:
        head = read_head(path)
    except NotGguf:
        return
    assert head.memory_per_token() >= 0
