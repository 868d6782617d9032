"""`coach progress`: the history from what is kept, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from command import coach

from coach import locations
from coach.conversation import Help
from coach.messages import gettext as _
from coach.store import open_store


def practised(*lines: str) -> None:
    coach("roleplay", "--plain", "--seed", "1", stdin="".join(f"{line}\n" for line in lines))


def copied(count: int, **fields: object) -> None:
    """So many more talks like the one that is kept, a week apart each."""
    with open_store(locations.database()) as store:
        talk = store.load(store.list()[0].id)
        assert talk is not None
        for number in range(count):
            started = datetime(2026, 1, 5, 9, tzinfo=UTC) + timedelta(weeks=number)
            store.begin(talk.model_copy(update={"id": f"copy-{number}", "started": started, **fields}))


def test_without_a_finished_talk_it_says_so() -> None:
    assert coach("progress").code == 0
    assert coach("progress").out.strip()
    practised("Hoe gaat het?", "/stop")
    assert coach("progress", "--json").json["talks"] == 0


def test_little_is_called_little() -> None:
    practised("Hoe gaat het?", "/einde")
    shown = coach("progress").out
    assert _("all") in shown
    assert coach("progress", "--json").json["side"] == 0


def test_many_talks_are_drawn_over_weeks_and_compared() -> None:
    practised("Hoe kijk jij daar zelf naar?", "/einde")
    copied(6, help=Help.NONE)
    shown = coach("progress")
    assert shown.code == 0
    assert _("first {count}").format(count=3) in shown.out
    assert _("without help") in shown.out
    history = coach("progress", "--json").json
    assert (history["talks"], history["without_help"]) == (7, 6)


def test_no_word_of_a_talk_stands_in_it() -> None:
    practised("Heb je hoofdpijn?", "/einde")
    assert "hoofdpijn" not in coach("progress").out + coach("progress", "--json").out


def test_a_deleted_talk_is_gone_from_it() -> None:
    practised("Hoe gaat het?", "/einde")
    talk = coach("progress", "--json").json["entries"][0]["talk"]
    coach("talks", "delete", talk)
    assert coach("progress", "--json").json["entries"] == []
