"""`coach talks branches` and `compare`, and going back in a plain talk: every way a talk went stays kept."""

from __future__ import annotations

from typing import Any

from command import PROBE, coach

from coach.messages import gettext as _

OPEN = "Hoe kijk jij daar zelf naar?"
BETTER = "Wat heb je van mij nodig?"


def plain(*lines: str) -> str:
    return coach("roleplay", "--plain", "--seed", "1", stdin="".join(f"{line}\n" for line in lines)).out


def rows() -> list[Any]:
    """The kept talks, in the order in which they were begun."""
    return sorted(coach("talks", "list", "--json").json, key=lambda row: row["started"])


def two_ways() -> list[str]:
    plain(OPEN, PROBE, "/back", BETTER, "/stop")
    return [row["id"] for row in rows()]


def test_what_is_taken_back_is_kept_as_a_way_of_its_own() -> None:
    left, right = two_ways()
    found = coach("talks", "branches", right[:8], "--json").json
    assert [way["id"] for way in found] == [left, right]
    assert [way["branch"] for way in found] == [None, {"talk": left, "turns": 3}]
    assert [way["shared_lines"] for way in found] == [0, 1]
    shown = coach("talks", "branches", left).out.splitlines()
    assert shown[0].startswith(left)
    assert shown[1].startswith(right)
    assert left[:8] in shown[1]


def test_a_list_shows_one_line_for_all_ways_of_a_talk() -> None:
    left, right = two_ways()
    shown = coach("talks", "list").out
    assert right in shown
    assert left not in shown
    assert f"coach talks branches {right[:8]}" in shown


def test_a_talk_that_went_one_way_says_so() -> None:
    plain(OPEN, "/stop")
    assert _("This talk went one way only.") in coach("talks", "branches", rows()[0]["id"]).out


def test_two_ways_side_by_side() -> None:
    left, right = two_ways()
    compared = coach("talks", "compare", left, right, "--json").json
    assert compared["from_line"] == 2
    assert [[step["said"] for step in talk["steps"]] for talk in compared["talks"]] == [[PROBE], [BETTER]]
    bad, good = (talk["steps"][0] for talk in compared["talks"])
    assert bad["trust_change"] < good["trust_change"]
    text = coach("talks", "compare", left, right).out
    assert OPEN not in text
    assert text.index(PROBE) < text.index(BETTER)
    assert bad["answer"] in text
    assert good["answer"] in text


def test_talks_that_do_not_belong_together_are_not_compared() -> None:
    plain(OPEN, "/stop")
    plain(OPEN, "/stop")
    left, right = (row["id"] for row in rows())
    for other in (left, right):
        result = coach("talks", "compare", left, other)
        assert (result.code, result.out) == (2, "")
        assert f"coach talks branches {left[:8]}" in result.err


def test_deleting_one_way_says_which_are_left() -> None:
    left, right = two_ways()
    told = coach("talks", "delete", left).out
    assert f"coach talks branches {right[:8]}" in told
    assert [row["id"] for row in rows()] == [right]
    assert coach("talks", "debrief", right, "--json").json["conversation"] == right


def test_deleting_a_talk_with_all_its_ways() -> None:
    plain("Hoi.", "/stop")
    other = rows()[0]["id"]
    two_ways()
    latest = rows()[-1]["id"]
    assert coach("talks", "delete", latest, "--branches").code == 0
    assert [row["id"] for row in rows()] == [other]


def test_going_back_to_a_line_by_its_number() -> None:
    out = plain(OPEN, PROBE, BETTER, "/again", "/again 2", "Dank je wel.", "/stop")
    assert f" 2  {PROBE}" in out
    assert _("Back to just before line {number}: «{said}»").format(number=2, said=PROBE) in out
    assert [row["manager_turns"] for row in rows()] == [3, 2]


def test_going_back_further_than_the_talk_goes_shows_the_lines() -> None:
    out = plain("/again", OPEN, "/again 7", "/again x", "/stop")
    assert out.count(f" 1  {OPEN}") == 2
    assert [row["manager_turns"] for row in rows()] == [1]


def test_words_after_another_command_are_a_line_that_is_said() -> None:
    plain("/back to work?", "/stop")
    assert [row["manager_turns"] for row in rows()] == [1]


def test_a_plain_talk_is_compared_with_what_was_taken_back() -> None:
    out = plain(OPEN, "/compare", PROBE, "/back", BETTER, "/compare", "/stop")
    assert _("This talk went one way only. /back or /again makes another.") in out
    compared = out[out.rindex(_("How it stands")) - 2_000 :]
    assert PROBE in compared
    assert BETTER in compared


def test_going_on_goes_on_where_the_latest_way_stopped() -> None:
    two_ways()
    out = coach("roleplay", "--plain", "--resume", stdin="/stop\n").out
    assert BETTER in out
    assert PROBE not in out
