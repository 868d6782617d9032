"""Events from a server, however its bytes are cut."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.model.contract import Token
from coach.model.events import MAX_EVENT, Events, TooLong
from coach.model.specials import without_specials
from coach.model.thoughts import Thoughts

_STREAM = (
    b": ping\n\ndata: een\n\nevent: x\r\ndata:twee\r\ndata: drie\r\n\r\nid: 4\rdata: vier\r\r"
    b"data\n\nretry: 5\n\ndata: n\xc3\xa9\xff\n\ndata: half"
)
_EVENTS = ["een", "twee\ndrie", "vier", "", "né\ufffd"]


def read(pieces: list[bytes]) -> list[str]:
    events = Events()
    return [found for piece in pieces for found in events.take(piece)]


def test_fields_comments_and_all_kinds_of_line_ends() -> None:
    assert read([_STREAM]) == _EVENTS


@given(st.lists(st.integers(0, len(_STREAM)), max_size=12))
def test_where_it_is_cut_does_not_matter(places: list[int]) -> None:
    ends = [0, *sorted(places), len(_STREAM)]
    assert read([_STREAM[a:b] for a, b in pairwise(ends)]) == _EVENTS


def test_byte_by_byte() -> None:
    assert read([bytes([one]) for one in _STREAM]) == _EVENTS


@given(st.lists(st.binary(max_size=40), max_size=10))
def test_any_bytes_are_read(pieces: list[bytes]) -> None:
    assert read(pieces) == read([b"".join(pieces)])


@pytest.mark.parametrize("line", [b"data: " + b"x" * 5000, b"data: x\n" * 600])
def test_an_event_without_end_is_given_up(line: bytes) -> None:
    with pytest.raises(TooLong):
        read([line] * (2 * MAX_EVENT // 500))


@given(st.lists(st.sampled_from(["<think>", "</think>", "<", "think", ">", "Ik", " ", "\n", "/", ""]), max_size=12))
def test_only_a_thought_at_the_beginning_is_left_out(pieces: list[str]) -> None:
    thoughts = Thoughts()
    shown = "".join(token.text for piece in pieces for token in thoughts.take(Token(piece)))
    shown += "".join(token.text for token in thoughts.rest())
    whole = "".join(pieces)
    if not whole.lstrip().startswith("<think>"):
        assert shown == whole
    else:
        assert shown == whole.lstrip().removeprefix("<think>").partition("</think>")[2].lstrip()


@pytest.mark.parametrize(
    "text", ["3 < 4 > 2", "een <- twee", "[1] en [a]", "a|b", "Hoe <zo> dan", "<", "prijs [€ 5]", "ik > jij"]
)
def test_ordinary_texts_stay_nearly_as_they_are(text: str) -> None:
    assert without_specials(text).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    "token",
    [
        "<|im_start|>", "<|eot_id|>", "<|start_header_id|>", "</s>", "<s>", "<bos>", "<eos>", "<start_of_turn>",
        "<end_of_turn>", "[INST]", "[/INST]", "[SYSTEM_PROMPT]", "<<SYS>>", "<｜User｜>", "<｜end▁of▁sentence｜>",
        "<think>", "</think>", "<|assistant|>", "<unk>", "<tool_call>", "<|START_OF_TURN_TOKEN|>", "[TOOL_CALLS]",
    ],
)  # fmt: skip
def test_what_templates_know_loses_its_look(token: str) -> None:
    assert token not in without_specials(f"Hoi{token}daar{token}")


@given(st.text(alphabet="<|>/[]INST_s \n", max_size=40))
def test_taking_the_look_away_leaves_nothing_behind_that_has_it(text: str) -> None:
    once = without_specials(text)
    assert without_specials(once).count("<|") == 0
    for token in ("<|", "|>", "[INST]", "</s>", "<s>"):
        assert token not in once
