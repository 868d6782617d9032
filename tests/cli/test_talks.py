"""`coach talks`: what is kept, and getting rid of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import coach

from coach import locations
from coach.store import open_store


def practised(*lines: str) -> str:
    """Hold a talk and give its id."""
    coach("roleplay", "--plain", "--seed", "1", stdin="".join(f"{line}\n" for line in lines))
    return str(coach("talks", "list", "--json").json[0]["id"])


def ids() -> list[str]:
    return [row["id"] for row in coach("talks", "list", "--json").json]


def test_nothing_kept_is_said_in_words() -> None:
    result = coach("talks", "list")
    assert result.code == 0
    assert result.out.strip()
    assert ids() == []


def test_kept_talks_are_listed_newest_first() -> None:
    first = practised("Hoe gaat het?", "/stop")
    second = practised("Hoe gaat het?", "/einde")
    rows = coach("talks", "list", "--json").json
    assert [row["id"] for row in rows] == [second, first]
    assert [row["finished"] for row in rows] == [True, False]
    assert (rows[0]["situation"], rows[0]["persona"], rows[0]["manager_turns"]) == ("frequent", "samira", 1)
    assert coach("talks", "list").out.index(second) < coach("talks", "list").out.index(first)


def test_a_list_shows_no_words_of_a_talk() -> None:
    practised("Heb je hoofdpijn?", "/stop")
    assert "hoofdpijn" not in coach("talks", "list").out + coach("talks", "list", "--json").out


def test_a_debrief_by_the_first_letters_of_its_id(tmp_path: Path) -> None:
    talk = practised("Heb je hoofdpijn?", "/stop")
    page = tmp_path / "page.html"
    shown = coach("talks", "debrief", talk[:8], "--html", page)
    assert shown.code == 0
    assert shown.out.startswith("# ")
    assert "hoofdpijn" in page.read_text(encoding="utf-8")
    text = tmp_path / "page.md"
    coach("talks", "debrief", talk, "--md", text)
    assert text.read_text(encoding="utf-8") == shown.out.removesuffix("\n")
    seen = coach("talks", "debrief", talk, "--json").json
    assert seen["conversation"] == talk
    assert seen["untold"]


def test_deleting_one_leaves_the_others() -> None:
    first, second = practised("Hoi.", "/stop"), practised("Hoi.", "/stop")
    assert coach("talks", "delete", first).code == 0
    assert ids() == [second]


@pytest.mark.parametrize("command", ["debrief", "delete"])
@pytest.mark.parametrize("talk_id", ["", "zzz", "%", "' OR 1=1 --"])
def test_an_id_that_is_not_one_talk_is_an_error_and_deletes_nothing(command: str, talk_id: str) -> None:
    kept = practised("Hoi.", "/stop")
    result = coach("talks", command, talk_id)
    assert (result.code, result.out) == (2, "")
    assert "coach talks list" in result.err
    assert ids() == [kept]


def test_wiping_asks_first() -> None:
    kept = practised("Hoi.", "/stop")
    assert coach("talks", "wipe", stdin="n\n").code != 0
    assert coach("talks", "wipe").code != 0
    assert ids() == [kept]
    assert coach("talks", "wipe", stdin="y\n").code == 0
    assert ids() == []


def test_wiping_without_asking_leaves_no_word_in_the_folder() -> None:
    practised("Dit woord is Kwispedoor.", "/stop")
    practised("Hoi.", "/einde")
    wiped = coach("talks", "wipe", "--yes")
    assert wiped.code == 0
    assert "2" in wiped.out
    assert ids() == []
    for path in locations.data().glob("*"):
        assert path.is_dir() or b"Kwispedoor" not in path.read_bytes()


def test_a_talk_with_content_that_is_gone_is_an_error_in_words() -> None:
    talk = practised("Hoi.", "/stop")
    with open_store(locations.database()) as store:
        kept = store.load(talk)
        assert kept is not None
        store.delete(talk)
        store.begin(kept.model_copy(update={"persona": "moon"}))
    result = coach("talks", "debrief", talk)
    assert (result.code, result.out) == (2, "")
    assert "«moon»" in result.err
    assert "samira" in result.err
