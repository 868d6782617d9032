"""`coach check`: one line, or one JSON object a line, read the same way."""

from __future__ import annotations

import json

import pytest
from command import PROBE, coach

FLAG_FIELDS = ["id", "level", "certainty", "band", "start", "end", "quote", "why", "instead", "passages"]


def lines(*rows: object) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def test_a_line_is_read_and_explained() -> None:
    result = coach("check", PROBE)
    assert (result.code, result.err) == (0, "")
    assert "■" in result.out
    assert "«Heb je hoofdpijn" in result.out


def test_a_harmless_line_has_nothing_to_hold_back() -> None:
    result = coach("check", "Goedemorgen.")
    assert result.code == 0
    assert not {"■", "▲"} & set(result.out)
    assert result.out.strip()


def test_a_line_can_come_from_standard_input() -> None:
    assert coach("check", stdin=PROBE + "\n").out == coach("check", PROBE).out


def test_bytes_that_are_no_text_are_read_as_far_as_they_are() -> None:
    result = coach("check", "--json", stdin=PROBE.encode() + b" \xff\xfe")
    assert result.code == 0
    assert result.json["flags"][0]["id"] == "medical_probe"


def test_json_has_the_shape_that_other_programs_count_on() -> None:
    answer = coach("check", "--json", PROBE).json
    assert list(answer) == ["flags", "style", "moves"]
    flag = next(flag for flag in answer["flags"] if flag["id"] == "medical_probe")
    assert list(flag) == FLAG_FIELDS
    assert flag["level"] == "hard"
    assert flag["band"] in ("certain", "likely")
    assert 0.6 <= flag["certainty"] <= 1
    assert flag["quote"] == PROBE[flag["start"] : flag["end"]]
    assert flag["why"]
    assert flag["instead"]
    assert all(isinstance(passage, str) for passage in flag["passages"])
    assert "question_closed" in answer["moves"]


def test_style_notes_have_the_same_shape() -> None:
    answer = coach("check", "--json", "woord " * 50).json
    note = next(note for note in answer["style"] if note["id"] == "long_turn")
    assert list(note) == FLAG_FIELDS
    assert note["level"] == "style"


def test_json_is_dutch_as_it_is_written() -> None:
    assert "\\u" not in coach("check", "--json", "Hoe gaat het, Renée?").out


def test_a_note_is_read_as_a_note() -> None:
    note = "Medewerker heeft een burn-out en slikt medicijnen."
    flags = {flag["id"] for flag in coach("check", "--note", "--json", note).json["flags"]}
    assert "privacy_breach" in flags


def test_what_was_said_before_is_an_option() -> None:
    assert coach("check", "--before", "Ik ben moe.", "--json", "Dus je bent moe. Klopt dat?").code == 0


@pytest.mark.parametrize(
    "text", ["", " ", "\x1b[2J\x07\x00", "\u202eabc", "[bold]x[/bold]", "\U0001f600", "x" * 20_000]
)
def test_hostile_lines_are_answered_without_steering_the_terminal(text: str) -> None:
    for args in (["check"], ["check", "--json"]):
        result = coach(*args, stdin=text + PROBE)
        assert (result.code, result.err) == (0, "")
        assert not set(result.out) & set("\x1b\x07\x00\u202e") or "--json" in args


def test_json_escapes_control_characters() -> None:
    assert "\x1b" not in coach("check", "--json", stdin="\x1b[31m" + PROBE).out


def test_a_half_character_on_the_command_line_is_no_error() -> None:
    assert coach("check", "--json", PROBE + "\udcff").json["flags"]
    assert coach("check", "\udcff" + PROBE).code == 0


# --jsonl


def test_each_object_gets_one_answer_in_order() -> None:
    rows = coach("check", "--jsonl", stdin=lines(*({"id": n, "text": PROBE} for n in (3, 1, 2)))).rows
    assert [row["id"] for row in rows] == [3, 1, 2]
    alone = coach("check", "--json", PROBE).json
    assert all({key: row[key] for key in alone} == alone for row in rows)


def test_ids_of_any_kind_come_back_and_are_null_when_there_is_none() -> None:
    given = ["a", 1, None, [1, 2], {"x": 1}]
    rows = coach("check", "--jsonl", stdin=lines(*({"id": i, "text": "x"} for i in given), {"text": "x"})).rows
    assert [row["id"] for row in rows] == [*given, None]


def test_keys_that_mean_nothing_here_are_left_alone() -> None:
    (row,) = coach("check", "--jsonl", stdin=lines({"id": 1, "text": PROBE, "flags": ["x"], "shoe": 42})).rows
    assert row["flags"][0]["id"] == "medical_probe"
    assert "shoe" not in row


def test_kind_lang_and_before_are_understood() -> None:
    note = {
        "text": "Medewerker heeft een burn-out en slikt medicijnen.",
        "kind": "note",
        "lang": "nl",
        "before": None,
    }
    (row,) = coach("check", "--jsonl", stdin=lines(note)).rows
    assert "privacy_breach" in {flag["id"] for flag in row["flags"]}


BROKEN = [
    b"{",
    b"not json",
    b'"text"',
    b"[1, 2]",
    b"null",
    b"42",
    b"{}",
    b'{"id": 1}',
    b'{"id": 1, "text": null}',
    b'{"id": 1, "text": ["x"]}',
    b'{"id": 1, "text": "x", "kind": "song"}',
    b'{"id": 1, "text": "x", "kind": ["say"]}',
    b'{"id": 1, "text": "x", "lang": "xx"}',
    b'{"id": NaN, "text": "x"}',
    b'{"id": 1e999, "text": "x"}',
    b'{"id": ' + b"9" * 5000 + b', "text": "x"}',
    b"[" * 100_000,
    b"\xff\xfe\x00",
    b"\x00",
]


@pytest.mark.parametrize("broken", BROKEN, ids=[repr(line[:24]) for line in BROKEN])
def test_a_broken_line_is_answered_with_an_error_and_stops_nothing(broken: bytes) -> None:
    good = lines({"id": "good", "text": PROBE}).encode()
    result = coach("check", "--jsonl", stdin=good + broken + b"\n" + good)
    assert (result.code, result.err) == (0, "")
    first, error, last = result.rows
    assert first == last
    assert first["flags"]
    assert set(error) == {"id", "error"}
    assert error["id"] is None
    assert error["error"]


def test_letters_that_are_no_utf8_stand_as_a_sign_and_stop_nothing() -> None:
    rows = coach("check", "--jsonl", stdin=b'{"id": 1, "text": "Heb je hoofdpijn? \xe9"}\n').rows
    assert [row["id"] for row in rows] == [1]
    assert rows[0]["flags"]


def test_half_characters_and_a_byte_order_mark_are_no_error() -> None:
    given = b'\xef\xbb\xbf{"id": "\\ud800", "text": "Heb je hoofdpijn? \\ud800"}\r\n'
    (row,) = coach("check", "--jsonl", stdin=given).rows
    assert row["flags"]


def test_empty_lines_are_passed_over_and_the_last_needs_no_end() -> None:
    given = b"\n  \n" + lines({"id": 1, "text": "x"}).encode() + b"\r\n" + b'{"id": 2, "text": "x"}'
    assert [row["id"] for row in coach("check", "--jsonl", stdin=given).rows] == [1, 2]


def test_nothing_in_is_nothing_out() -> None:
    result = coach("check", "--jsonl")
    assert (result.code, result.out, result.err) == (0, "", "")


def test_many_lines_are_answered_in_order_and_as_a_few_are() -> None:
    rows = [{"id": n, "text": PROBE if n % 3 else f"Regel {n}."} for n in range(420)]
    given = lines(*rows).replace(lines(rows[250]), "{\n")
    answers = coach("check", "--jsonl", stdin=given).rows
    assert [row["id"] for row in answers] == [row["id"] if row is not rows[250] else None for row in rows]
    assert answers[250]["error"]
    assert all(row["flags"] == answers[1]["flags"] for row in answers[2::3] if "flags" in row)
