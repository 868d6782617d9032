"""`coach silences`: what was called not right, undone and passed on; and who listens to it."""

from __future__ import annotations

import json
import os
import stat
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from command import PROBE, Result, coach
from labelled import labelled_lines

from coach import locations, phrasing
from coach.conversation import Flag, FlagId
from coach.messages import gettext as _
from coach.phrasing import LineKind, reader
from coach.phrasing.silence import Scope, Silence, SilenceList
from coach.roleplay import library

MEDICAL = FlagId.MEDICAL_PROBE
WHEN = datetime(2026, 3, 2, 9, tzinfo=UTC)
TWO_FLAGS = "Welke klachten heb je? Anders verleng ik je contract niet."
"""A line that every sane reader finds medical, and a threat."""


def flag_of(text: str, flag_id: FlagId = MEDICAL) -> Flag:
    return next(flag for flag in phrasing.read(text).flags if flag.id is flag_id)


def silenced(
    text: str = PROBE, scope: Scope = Scope.HERE, flag_id: FlagId = MEDICAL, before: str | None = None
) -> None:
    quote = flag_of(text, flag_id).quote
    SilenceList.load().add(Silence(flag=flag_id, scope=scope, text=text, before=before, quote=quote, when=WHEN))


def flags(result: Result) -> set[str]:
    return {flag["id"] for flag in result.json["flags"]}


# The list


def test_an_empty_list_is_said_in_words() -> None:
    result = coach("silences")
    assert (result.code, result.err) == (0, "")
    assert result.out.strip()
    assert coach("silences", "--json").json == []
    assert not locations.silences().exists()


def test_the_list_has_number_name_scope_and_quote() -> None:
    silenced()
    silenced(scope=Scope.EVERYWHERE)
    first, second = coach("silences").out.splitlines()
    for number, line, scope in ((1, first, _("here")), (2, second, _("everywhere"))):
        assert line.split()[0] == str(number)
        assert scope in line
        assert f"«{flag_of(PROBE).quote}»" in line
        assert reader.default().rules.flags[MEDICAL].name in line


def test_the_list_as_json() -> None:
    silenced(before="Ik ben er weer.")
    (row,) = coach("silences", "--json").json
    assert row == {
        "number": 1, "flag": "medical_probe", "scope": "here", "text": PROBE, "before": "Ik ben er weer.",
        "quote": flag_of(PROBE).quote, "lang": "nl", "kind": "say", "when": "2026-03-02T09:00:00Z",
    }  # fmt: skip


def test_a_quote_in_the_list_is_one_line_and_steers_nothing() -> None:
    SilenceList.load().add(
        Silence(flag=MEDICAL, scope=Scope.HERE, text="x", quote="een\ntwee \x1b[31m\u202e[red]drie[/red]")
    )
    (line,) = coach("silences").out.splitlines()
    assert "«een twee [31m[red]drie[/red]»" in line


def test_a_broken_line_is_warned_for_on_standard_error() -> None:
    silenced()
    with locations.silences().open("ab") as file:
        file.write(b"broken\n")
    result = coach("silences")
    assert result.code == 0
    assert len(result.out.splitlines()) == 1
    assert "silences.jsonl" in result.err
    assert " 2 " in result.err


# remove


def test_removing_one_shows_its_flag_again_and_renumbers_the_rest() -> None:
    silenced()
    silenced(TWO_FLAGS, flag_id=FlagId.THREAT)
    result = coach("silences", "remove", "1")
    assert (result.code, result.err) == (0, "")
    assert flag_of(PROBE).quote in result.out
    assert [(row["number"], row["flag"]) for row in coach("silences", "--json").json] == [(1, "threat")]
    assert "medical_probe" in flags(coach("check", "--json", PROBE))


@pytest.mark.parametrize("number", ["0", "2", "99", "-1", "een", ""])
def test_a_number_that_is_not_there_is_an_error_and_removes_nothing(number: str) -> None:
    silenced()
    result = coach("silences", "remove", "--", number)
    assert (result.code, result.out) == (2, "")
    assert result.err.strip()
    assert len(coach("silences", "--json").json) == 1


def test_a_file_that_cannot_be_changed_is_an_error_in_words() -> None:
    locations.silences().mkdir()
    silences = coach("silences")
    assert silences.code == 0
    assert "silences.jsonl" in silences.err
    assert coach("check", PROBE).code == 0


# export


def exported(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_export_is_labelled_data_without_what_was_silenced(tmp_path: Path) -> None:
    silenced(TWO_FLAGS, before="Ik ben ziek.")
    path = tmp_path / "labels.jsonl"
    result = coach("silences", "export", path)
    assert (result.code, result.err) == (0, "")
    assert str(path) in result.out
    (row,) = exported(path)
    assert list(row) == ["id", "lang", "kind", "before", "text", "flags", "moves"]
    assert (row["lang"], row["kind"], row["before"], row["text"]) == ("nl", "say", "Ik ben ziek.", TWO_FLAGS)
    found = phrasing.read(TWO_FLAGS, "Ik ben ziek.")
    assert row["flags"] == [flag.id.value for flag in found.shown() if flag.id is not MEDICAL]
    assert "threat" in row["flags"]  # type: ignore[operator]
    assert row["moves"] == [move.id.value for move in found.moves]


def test_two_silences_on_one_line_are_one_line_of_the_export(tmp_path: Path) -> None:
    silenced(TWO_FLAGS)
    silenced(TWO_FLAGS, flag_id=FlagId.THREAT)
    silenced(PROBE)
    coach("silences", "export", tmp_path / "labels.jsonl")
    both, one = exported(tmp_path / "labels.jsonl")
    assert not {"medical_probe", "threat"} & {*both["flags"]}  # type: ignore[misc]
    assert one["text"] == PROBE
    assert both["id"] != one["id"]


def test_the_same_line_has_the_same_id_in_every_export(tmp_path: Path) -> None:
    silenced(TWO_FLAGS)
    coach("silences", "export", tmp_path / "first.jsonl")
    silenced(PROBE)
    coach("silences", "remove", "1")
    silenced(TWO_FLAGS, Scope.EVERYWHERE)
    coach("silences", "export", tmp_path / "second.jsonl")
    (first,) = exported(tmp_path / "first.jsonl")
    assert first["id"] in {row["id"] for row in exported(tmp_path / "second.jsonl")}


def test_a_note_is_exported_as_a_note(tmp_path: Path) -> None:
    note = "Medewerker heeft een burn-out en slikt medicijnen."
    SilenceList.load().add(
        Silence(flag=FlagId.PRIVACY_BREACH, scope=Scope.HERE, text=note, quote="burn-out", kind=LineKind.NOTE)
    )
    coach("silences", "export", tmp_path / "labels.jsonl")
    (row,) = exported(tmp_path / "labels.jsonl")
    assert row["kind"] == "note"
    assert "privacy_breach" not in row["flags"]  # type: ignore[operator]


def test_the_export_can_be_checked_again_line_by_line(tmp_path: Path) -> None:
    silenced(TWO_FLAGS)
    coach("silences", "export", tmp_path / "labels.jsonl")
    (given,) = exported(tmp_path / "labels.jsonl")
    (answer,) = coach("check", "--jsonl", stdin=(tmp_path / "labels.jsonl").read_bytes()).rows
    assert answer["id"] == given["id"]
    assert [flag["id"] for flag in answer["flags"] if flag["band"] != "maybe"] == given["flags"]


def test_a_file_that_is_there_is_only_replaced_when_asked(tmp_path: Path) -> None:
    silenced()
    path = tmp_path / "labels.jsonl"
    path.write_text("mine", encoding="utf-8")
    refused = coach("silences", "export", path)
    assert (refused.code, refused.out) == (2, "")
    assert "--force" in refused.err
    assert path.read_text(encoding="utf-8") == "mine"
    assert coach("silences", "export", path, "--force").code == 0
    assert len(exported(path)) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in another way")
def test_the_export_is_for_its_owner_alone(tmp_path: Path) -> None:
    silenced()
    coach("silences", "export", tmp_path / "labels.jsonl")
    assert stat.S_IMODE(os.stat(tmp_path / "labels.jsonl").st_mode) == 0o600


def test_with_nothing_to_export_there_is_no_file(tmp_path: Path) -> None:
    assert coach("silences", "export", tmp_path / "labels.jsonl").code == 0
    assert not (tmp_path / "labels.jsonl").exists()


def test_a_folder_that_is_not_there_is_an_error_in_words(tmp_path: Path) -> None:
    silenced()
    result = coach("silences", "export", tmp_path / "none" / "labels.jsonl")
    assert (result.code, result.out) == (2, "")
    assert "labels.jsonl" in result.err
    assert "Traceback" not in result.err


# Who listens


def test_check_leaves_out_what_was_silenced_and_says_so() -> None:
    silenced()
    plain = coach("check", PROBE)
    assert (plain.code, plain.err) == (0, "")
    assert "■" not in plain.out
    assert "--no-silences" in plain.out
    assert "medical_probe" not in flags(coach("check", "--json", PROBE))
    (row,) = coach("check", "--jsonl", stdin=json.dumps({"id": 1, "text": PROBE})).rows
    assert "medical_probe" not in {flag["id"] for flag in row["flags"]}


def test_check_shows_everything_when_asked() -> None:
    before = [coach("check", PROBE).out, coach("check", "--json", PROBE).out]
    given = json.dumps({"id": 1, "text": PROBE})
    before.append(coach("check", "--jsonl", stdin=given).out)
    silenced()
    assert [
        coach("check", "--no-silences", PROBE).out,
        coach("check", "--no-silences", "--json", PROBE).out,
        coach("check", "--no-silences", "--jsonl", stdin=given).out,
    ] == before


def test_a_note_and_something_said_are_silenced_apart() -> None:
    note = "Medewerker heeft een burn-out en slikt medicijnen."
    quote = next(f.quote for f in phrasing.read(note, kind=LineKind.NOTE).flags if f.id is FlagId.PRIVACY_BREACH)
    SilenceList.load().add(
        Silence(flag=FlagId.PRIVACY_BREACH, scope=Scope.HERE, text=note, quote=quote, kind=LineKind.NOTE)
    )
    assert "privacy_breach" not in flags(coach("check", "--note", "--json", note))
    said = coach("check", "--json", note)
    assert said.out == coach("check", "--no-silences", "--json", note).out


def test_check_shows_what_is_only_maybe_when_asked() -> None:
    text, doubt = _doubtful()
    shown = f"{reader.default().rules.flags[doubt.id].name} ({_('maybe')})"
    assert shown not in coach("check", text).out
    assert shown in coach("check", "--all", text).out


def _doubtful() -> tuple[str, Flag]:
    return next((text, found[0]) for text in labelled_lines() if (found := phrasing.read(text).doubtful()))


def test_a_review_leaves_out_what_was_silenced(tmp_path: Path) -> None:
    talk = tmp_path / "talk.txt"
    talk.write_text(f"Leidinggevende: {PROBE}\nMedewerker: Nee.\n", encoding="utf-8")
    before = coach("review", talk, "--json").json
    assert "medical_probe" in {seen["flag"]["id"] for seen in before["flags"]}
    silenced()
    after = coach("review", talk, "--json").json
    assert "medical_probe" not in {seen["flag"]["id"] for seen in after["flags"]}


def test_a_script_and_the_debrief_of_a_kept_talk_leave_it_out(tmp_path: Path) -> None:
    script = tmp_path / "script.txt"
    script.write_text(f"{PROBE}\n", encoding="utf-8")
    arguments = ("roleplay", "--script", script, "--seed", "1", "--json")
    coach("roleplay", "--plain", "--seed", "1", stdin=f"{PROBE}\n/einde\n")
    talk = coach("talks", "list", "--json").json[0]["id"]
    assert coach(*arguments).json["debrief"]["flags"]
    assert coach("talks", "debrief", talk, "--json").json["flags"]
    silenced()
    played = coach(*arguments).json
    assert played["debrief"]["flags"] == []
    assert "medical_probe" not in {flag["id"] for flag in played["turns"][1]["reading"]["flags"]}
    assert coach("talks", "debrief", talk, "--json").json["flags"] == []


def test_a_plain_talk_leaves_it_out() -> None:
    given = f"{PROBE}\n/waarom\n/einde\n"
    assert "■" in coach("roleplay", "--plain", "--no-store", "--seed", "1", stdin=given).out
    silenced()
    assert "■" not in coach("roleplay", "--plain", "--no-store", "--seed", "1", stdin=given).out


def test_the_check_on_content_sees_every_flag(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COACH_CONTENT", str(tmp_path / "own"))
    data = yaml.safe_load((locations.prompts() / "situations" / "frequent.yaml").read_text(encoding="utf-8"))
    data["id"] = "eigen"
    data["phases"][0]["questions"].append(PROBE)
    locations.own_situations().mkdir(parents=True)
    (locations.own_situations() / "eigen.yaml").write_text(yaml.safe_dump(data), encoding="utf-8")
    library.default.cache_clear()
    before = coach("content", "check", "--own")
    silenced(scope=Scope.EVERYWHERE)
    after = coach("content", "check", "--own")
    library.default.cache_clear()
    assert (after.code, after.out) == (before.code, before.out)
    assert [line for line in after.out.splitlines() if PROBE in line and MEDICAL.value in line]


def test_wiping_the_talks_wipes_the_lines_that_were_silenced_in_them() -> None:
    silenced()
    assert coach("talks", "wipe", stdin="n\n").code != 0
    assert locations.silences().exists()
    asked = coach("talks", "wipe", stdin="y\n")
    assert asked.code == 0
    assert _("Delete all talks on this computer?") not in asked.out
    assert not locations.silences().exists()
    assert coach("silences", "--json").json == []
