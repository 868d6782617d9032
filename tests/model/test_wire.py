"""Messages come through a pipe as they were sent, and nothing else is taken for a message."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.model import wire

_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
_messages = st.dictionaries(st.text(), _values, max_size=5)


@given(st.lists(_messages, max_size=4))
def test_messages_come_through_in_their_order(sent: list[dict[str, Any]]) -> None:
    pipe = io.BytesIO()
    for told in sent:
        wire.write(pipe, told)
    pipe.seek(0)
    assert [wire.read(pipe) for _told in sent] == sent
    assert wire.read(pipe) is None


@given(_messages, st.data())
def test_a_pipe_that_breaks_off_gives_no_half_message(told: dict[str, Any], data: st.DataObject) -> None:
    pipe = io.BytesIO()
    wire.write(pipe, told)
    whole = pipe.getvalue()
    cut = data.draw(st.integers(0, len(whole) - 1))
    assert wire.read(io.BytesIO(whole[:cut])) is None


@given(st.binary(max_size=200))
def test_noise_is_refused_and_breaks_nothing(noise: bytes) -> None:
    try:
        told = wire.read(io.BytesIO(noise))
    except wire.Broken:
        return
    assert told is None or isinstance(told, dict)


@pytest.mark.parametrize("raw", [b"[1]", b'"x"', b"{", b"\xff", b"[" * 5000])
def test_what_is_no_object_is_refused(raw: bytes) -> None:
    with pytest.raises(wire.Broken):
        wire.read(io.BytesIO(len(raw).to_bytes(4, "big") + raw))


def test_a_message_without_end_is_refused_before_it_is_read() -> None:
    with pytest.raises(wire.Broken):
        wire.read(io.BytesIO((wire.MAX_BYTES + 1).to_bytes(4, "big")))
    with pytest.raises(wire.Broken):
        wire.write(io.BytesIO(), {"text": "x" * wire.MAX_BYTES})
