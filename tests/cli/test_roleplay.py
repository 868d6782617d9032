"""`coach roleplay`: what there is to practise, a script played to its end, and a talk in plain lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import PROBE, coach

from coach import locations
from coach.conversation import SituationKind, Speaker
from coach.store import open_store

HELLO, PRIVATE, BYE = "Fijn dat je er bent.", PROBE, "Tot ziens."


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """A script of three lines."""
    path = tmp_path / "script.json"
    path.write_text(json.dumps({"turns": [HELLO, PRIVATE, "Hoe gaat het plannen?"]}), encoding="utf-8")
    return path


# --list


def test_the_list_names_situations_and_employees() -> None:
    rows = coach("roleplay", "--list", "--json").json
    assert rows
    for row in rows:
        assert {"id", "type", "personas"} <= set(row)
        assert SituationKind(row["type"])
        assert row["personas"]
    shown = coach("roleplay", "--list").out
    assert all(row["id"] in shown and set(row["personas"]) <= set(shown.split()) for row in rows)


# --script


def test_a_script_is_played_as_json(script: Path) -> None:
    played = coach("roleplay", "--situation", "frequent", "--script", script, "--seed", "3", "--json").json
    assert (played["situation"], played["persona"], played["seed"]) == ("frequent", "samira", 3)
    assert [turn["speaker"] for turn in played["turns"]] == ["employee", *(["manager", "employee"] * 3)]
    assert played["turns"][1]["text"] == HELLO
    assert played["turns"][3]["reading"]["flags"][0]["id"] == "medical_probe"
    assert 0 <= played["turns"][4]["state"]["trust"] <= 100
    assert played["unplayed"] == 0
    assert played["debrief"]["measures"]["manager_turns"] == 3


def test_a_script_is_played_as_text_with_its_debrief(script: Path) -> None:
    result = coach("roleplay", "--script", script, "--seed", "3")
    assert (result.code, result.err) == (0, "")
    assert f": {HELLO}\n" in result.out
    assert "Samira: " in result.out
    assert "\n# " in result.out


def test_a_script_can_be_lines_of_text(script: Path, tmp_path: Path) -> None:
    lines = tmp_path / "lines.txt"
    lines.write_text(f"\ufeff{HELLO}\n\n{PRIVATE}\r\nHoe gaat het plannen?", encoding="utf-8")
    as_json = coach("roleplay", "--script", script, "--json").raw
    assert coach("roleplay", "--script", lines, "--json").raw == as_json


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(form: list[str], script: Path) -> None:
    def play(seed: int) -> bytes:
        return coach("roleplay", "--script", script, "--seed", str(seed), *form).raw

    assert play(7) == play(7)
    assert len({play(seed) for seed in range(6)}) > 1


def test_a_script_stops_where_the_employee_ends_the_talk(tmp_path: Path) -> None:
    path = tmp_path / "harsh.json"
    path.write_text(json.dumps({"turns": ["Je stelt je aan.", "Wat heb je eigenlijk?"] * 8}), encoding="utf-8")
    played = coach("roleplay", "--script", path, "--json").json
    assert played["unplayed"] > 0
    assert played["turns"][-1]["state"]["ended"] is True
    assert len(played["turns"]) == 1 + 2 * (16 - played["unplayed"])


def test_an_empty_line_in_a_script_is_a_silence_and_hostile_text_is_played(tmp_path: Path) -> None:
    path = tmp_path / "odd.json"
    path.write_text(json.dumps({"turns": ["", "\x1b[2J\u202e[red]x[/red]", "\ud800"]}), encoding="utf-8")
    played = coach("roleplay", "--script", path, "--json")
    assert [turn["text"] for turn in played.json["turns"][1::2]] == ["", "[2J[red]x[/red]", "?"]
    shown = coach("roleplay", "--script", path)
    assert shown.code == 0
    assert not {"\x1b", "\u202e"} & set(shown.out)


def test_a_script_leaves_nothing_behind(script: Path) -> None:
    coach("roleplay", "--script", script)
    assert not locations.database().exists()


BROKEN = [b"{", b'{"lines": []}', b'{"turns": "een"}', b'{"turns": [1, null]}', b"\xff\xfe\xfa", b"{" * 100_000]


@pytest.mark.parametrize("content", BROKEN, ids=[repr(content[:16]) for content in BROKEN])
def test_a_broken_script_is_an_error_with_the_name_of_the_file(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "broken.json"
    path.write_bytes(content)
    result = coach("roleplay", "--script", path, "--json")
    assert (result.code, result.out) == (2, "")
    assert "broken.json" in result.err
    assert "Traceback" not in result.err


@pytest.mark.parametrize(
    ("options", "known"),
    [(["--situation", "moon"], "frequent"), (["--situation", "frequent", "--persona", "moon"], "samira")],
)
def test_an_unknown_name_is_answered_with_the_known_ones(options: list[str], known: str, script: Path) -> None:
    for how in (["--script", script], ["--plain"]):
        result = coach("roleplay", *options, *how)
        assert result.code == 2
        assert "«moon»" in result.err
        assert known in result.err


# --plain


def plain(*lines: str, options: tuple[str, ...] = ("--seed", "3")) -> str:
    """What a talk of these lines shows."""
    result = coach("roleplay", "--plain", *options, stdin="".join(line + "\n" for line in lines))
    assert (result.code, result.err) == (0, "")
    return result.out


def test_a_talk_in_plain_lines_ends_with_its_debrief() -> None:
    shown = plain(HELLO, "Hoe gaat het plannen?", "/einde")
    talk, page = shown.split("\n# ")
    assert talk.count("\nSamira: ") == 3
    assert HELLO in page
    assert not set(shown) & set("\x1b\x07\r")


def test_the_same_talk_shows_the_same() -> None:
    assert plain(HELLO, "/einde") == plain(HELLO, "/einde")


def test_a_flag_is_told_in_words() -> None:
    shown = plain(PRIVATE, "/einde")
    assert "coach: ■" in shown
    assert "«Heb je hoofdpijn" in shown


def test_the_end_of_the_input_rounds_off() -> None:
    assert "\n# " in plain(HELLO)
    assert "\n# " in plain()


def test_an_empty_line_is_a_silence() -> None:
    plain("", "/stop")
    with open_store(locations.database()) as store:
        talk = store.load(store.list()[0].id)
    assert talk is not None
    assert [turn.text for turn in talk.by(Speaker.MANAGER)] == [""]


def test_help_names_every_command() -> None:
    shown = plain("/hulp", "/einde")
    assert all(f"{command} " in shown for command in ("/hint", "/waarom", "/terug", "/einde", "/stop"))


def test_commands_go_by_their_english_names_too_and_in_capitals() -> None:
    assert plain("/help", "/end") == plain("/HULP", "/Einde")


def test_why_shows_the_guidance_behind_the_last_flag() -> None:
    shown, none = (plain(line, "/waarom", "/einde").split("\n# ")[0] for line in (PRIVATE, HELLO))
    found = coach("search", "--json", "-k", "100", "gezondheid").json
    assert any(hit["title"] in shown for hit in found)
    assert not any(hit["title"] in none for hit in found)


def test_back_takes_the_last_line_back() -> None:
    shown = plain(HELLO, PRIVATE, "/terug", "/einde")
    assert f"«{PRIVATE}»" in shown
    with open_store(locations.database()) as store:
        talk = store.load(store.list()[0].id)
    assert talk is not None
    assert [turn.text for turn in talk.by(Speaker.MANAGER)] == [HELLO]


def test_back_with_nothing_said_says_so_and_goes_on() -> None:
    assert plain("/terug", HELLO, "/einde").count("Samira: ") >= 2


def test_stop_keeps_the_talk_and_resume_goes_on_with_it() -> None:
    stopped = plain(HELLO, "/stop")
    assert "--resume" in stopped
    assert "\n# " not in stopped
    resumed = plain("Hoe gaat het plannen?", "/einde", options=("--resume",))
    first_words = stopped.split("Samira: ")[1].splitlines()[0]
    assert first_words in resumed
    assert HELLO in resumed
    with open_store(locations.database()) as store:
        (kept,) = store.list()
    assert kept.finished
    assert kept.manager_turns == 2


def test_resume_without_a_talk_says_so_and_begins_one() -> None:
    shown = plain(HELLO, "/einde", options=("--resume",))
    assert shown.count("Samira: ") >= 2


def test_with_no_store_nothing_is_kept_and_nothing_is_promised() -> None:
    shown = plain(HELLO, "/stop", options=("--no-store",))
    assert "--resume" not in shown
    assert not locations.database().exists()


def test_hostile_lines_leave_the_screen_alone() -> None:
    given = b"\x1b]0;x\x07\x1b[2J" + PRIVATE.encode() + b"\xff\n" + b"\xe2\x80\xae[red]x[/red]\n" + b"x" * 50_000
    result = coach("roleplay", "--plain", "--seed", "1", stdin=given)
    assert (result.code, result.err) == (0, "")
    assert not {"\x1b", "\x07", "\u202e"} & set(result.out)
    assert "medisch" in result.out


def test_what_cannot_be_kept_is_said_and_the_talk_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    from coach.store import StoreError, Trouble
    from coach.store.sqlite import SqliteStore

    def full(*_args: object) -> None:
        raise StoreError(Trouble.FULL, "The disk is full.")

    monkeypatch.setattr(SqliteStore, "append", full)
    result = coach("roleplay", "--plain", "--seed", "1", stdin=f"{HELLO}\nHoe gaat het plannen?\n/stop\n")
    assert result.code == 0
    assert result.err.count("The disk is full.") == 1
    assert "--resume" not in result.out
    assert result.out.count("Samira: ") == 3
