"""`coach review`: a transcript in, a debrief out, and nothing kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import PROBE, coach

from coach import locations

TALK = [
    ("Peter", PROBE),
    ("Sanne", "Dat zeg ik liever niet."),
    ("Peter", "Wat heb je nodig in je werk?"),
    ("Sanne", "Rust."),
]


def written(suffix: str) -> str:
    """The same talk in each format."""
    cues = [f"00:00:{n:02}.000 --> 00:00:{n + 1:02}.000" for n in range(len(TALK))]
    if suffix == "vtt":
        return "WEBVTT\n\n" + "\n".join(
            f"{cue}\n<v {name}>{text}\n" for cue, (name, text) in zip(cues, TALK, strict=True)
        )
    if suffix == "srt":
        return "\n".join(
            f"{n}\n{cue.replace('.', ',')}\n{name}: {text}\n"
            for n, (cue, (name, text)) in enumerate(zip(cues, TALK, strict=True), 1)
        )
    if suffix == "jsonl":
        return "\n".join(json.dumps({"speaker": name, "text": text}) for name, text in TALK)
    return "\n".join(f"**{name}:** {text}" if suffix == "md" else f"{name}: {text}" for name, text in TALK)


def file(folder: Path, suffix: str = "txt", content: str | None = None) -> Path:
    path = folder / f"talk.{suffix}"
    path.write_text(content or written(suffix), encoding="utf-8")
    return path


@pytest.mark.parametrize("suffix", ["txt", "md", "vtt", "srt", "jsonl"])
def test_every_format_gives_the_same_debrief(suffix: str, tmp_path: Path) -> None:
    seen = coach("review", file(tmp_path, suffix), "--manager", "Peter", "--json").json
    assert seen["person"] == "Sanne"
    assert seen["turns"] == 4
    assert [flag["turn"] for flag in seen["flags"] if flag["flag"]["id"] == "medical_probe"] == [1]
    assert seen["measures"]["manager_turns"] == 2
    assert seen["trust"] == []
    assert seen["untold"] is None


def test_people_get_a_page_of_text(tmp_path: Path) -> None:
    result = coach("review", file(tmp_path), "--manager", "peter")
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("# ")
    assert "Sanne" in result.out


def test_the_manager_is_found_by_the_role_words(tmp_path: Path) -> None:
    content = f"Leidinggevende: {PROBE}\nMedewerker: Liever niet.\n"
    assert coach("review", file(tmp_path, content=content), "--json").json["measures"]["manager_turns"] == 1


@pytest.mark.parametrize("options", [["--manager", "Kees"], []])
def test_a_manager_who_is_not_there_or_not_clear_is_asked_for(options: list[str], tmp_path: Path) -> None:
    content = "Anna: Hallo.\nBea: Hallo.\n"
    result = coach("review", file(tmp_path, content=content), *options)
    assert (result.code, result.out) == (2, "")
    assert "--manager" in result.err
    assert "Anna, Bea" in result.err


def test_a_page_can_be_saved(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    result = coach("review", file(tmp_path), "--manager", "Peter", "--html", page)
    assert result.code == 0
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert "page.html" in result.err


def test_a_page_that_cannot_be_saved_is_an_error(tmp_path: Path) -> None:
    result = coach("review", file(tmp_path), "--manager", "Peter", "--html", tmp_path / "no" / "page.html")
    assert result.code == 2
    assert "page.html" in result.err


def test_nothing_of_a_transcript_is_kept(tmp_path: Path) -> None:
    path = file(tmp_path)
    before = set(tmp_path.rglob("*"))
    coach("review", path, "--manager", "Peter")
    assert set(tmp_path.rglob("*")) == before
    assert not locations.database().exists()


def test_terminal_codes_in_a_transcript_do_not_come_through(tmp_path: Path) -> None:
    content = f"Peter: \x1b[31m{PROBE}\x07 \u202e[red]\nSanne: \x1b]0;x\x07Nee.\n"
    for form in ([], ["--json"]):
        shown = coach("review", file(tmp_path, content=content), "--manager", "Peter", *form)
        assert shown.code == 0
        assert not {"\x1b", "\x07", "\u202e"} & set(shown.out)


@pytest.mark.parametrize("content", [b"", b"   \n", b"zomaar wat tekst", b"%PDF-1.7 \x00", b"\x00\x01\x02"])
def test_what_is_no_transcript_is_an_error(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_bytes(content)
    result = coach("review", path)
    assert (result.code, result.out) == (2, "")
    assert result.err.strip()
    assert "Traceback" not in result.err


@pytest.mark.parametrize("path", ["missing.txt", "."])
def test_a_file_that_is_not_there_is_an_error(path: str, tmp_path: Path) -> None:
    result = coach("review", tmp_path / path)
    assert (result.code, result.out) == (2, "")
    assert str(tmp_path) in result.err.replace("\n", "")
