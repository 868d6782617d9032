"""The talk: what a line gives, and what each key does with it."""

from __future__ import annotations

from pathlib import Path

import pyperclip
import pytest
from stage import FLAGGED, NARROW, OPEN, SITUATION, WIDE, Scene, kept, program, talk

from coach import guidance, locations, roleplay
from coach.conversation import Speaker
from coach.messages import gettext as _
from coach.roleplay.practice import Practice
from coach.store import open_store
from coach.tui.widgets.meter import ListeningMeter
from coach.tui.widgets.talk_log import TurnView

BOTH = pytest.mark.parametrize("size", [NARROW, WIDE])


@BOTH
async def test_a_line_is_shown_read_and_answered(size: tuple[int, int]) -> None:
    async with talk(size) as scene:
        await scene.say(FLAGGED)
        said, answer = scene.practice.talk.turns[-2:]
        assert (said.speaker, said.text) == (Speaker.MANAGER, FLAGGED)
        assert answer.speaker is Speaker.EMPLOYEE
        views = list(scene.app.screen.query(TurnView))
        assert [view.turn for view in views] == list(scene.practice.talk.turns)
        shown = " ".join(scene.part("#talk").split())
        assert FLAGGED in shown
        assert "╰─ ■" in shown
        assert answer.text.split()[-1] in shown
        assert scene.draft.text == ""
        assert scene.draft.has_focus


async def test_the_wide_coach_gives_reason_and_better_sentence() -> None:
    async with talk(WIDE) as scene:
        await scene.say(FLAGGED)
        flag = scene.practice.talk.turns[-2].reading.shown()[0]  # type: ignore[union-attr]
        coach = " ".join(scene.part("#coach").split())
        assert flag.quote in coach
        assert _("Better so") in coach
        told = str(scene.app.screen.query_one("#reading").render())
        assert flag.why in told
        assert flag.instead in told


async def test_the_narrow_coach_is_one_line() -> None:
    async with talk(NARROW) as scene:
        await scene.say(FLAGGED)
        assert "■" in scene.part("#short")
        assert "F3" in scene.part("#short")
        assert not scene.app.screen.query_one("#coach").display


async def test_the_meter_follows_the_words() -> None:
    async with talk(WIDE) as scene:
        before = str(scene.app.screen.query_one(ListeningMeter).render())
        await scene.say(OPEN)
        after = str(scene.app.screen.query_one(ListeningMeter).render())
        assert before != after
        assert _("goal {goal} %").format(goal=20) in after


@BOTH
async def test_the_draft_is_read_when_the_typing_rests(size: tuple[int, int]) -> None:
    async with talk(size) as scene:
        scene.draft.put(FLAGGED)
        await scene.until(lambda: "■" in scene.part("#draft-reading"))
        assert len(scene.practice.talk.turns) == 1
        scene.draft.put("")
        await scene.until(lambda: scene.part("#draft-reading").strip() == "")


async def test_typing_key_by_key_arrives_as_typed() -> None:
    async with talk() as scene:
        await scene.press(*"hoe gaat het")
        assert scene.draft.text == "hoe gaat het"
        await scene.press("question_mark", "enter")
        assert scene.practice.talk.turns[-2].text == "hoe gaat het?"


async def test_an_empty_enter_is_a_silence_she_reacts_to() -> None:
    async with talk() as scene:
        await scene.press("enter")
        said, answer = scene.practice.talk.turns[-2:]
        assert said.text == ""
        assert answer.speaker is Speaker.EMPLOYEE
        assert _("(you let a silence fall)") in scene.flat


async def test_ctrl_j_makes_a_line_within_the_turn() -> None:
    async with talk() as scene:
        await scene.press("a", "ctrl+j", "b")
        assert scene.draft.text == "a\nb"
        assert len(scene.practice.talk.turns) == 1
        await scene.press("enter")
        assert scene.practice.talk.turns[-2].text == "a\nb"


@BOTH
async def test_f2_goes_from_what_happens_to_what_fits_to_an_example(size: tuple[int, int]) -> None:
    async with talk(size) as scene:
        await scene.say(FLAGGED)
        hints = [await _hinted(scene) for _time in range(4)]
        assert len(set(hints)) == 4
        for text, title in zip(hints, ("What is happening", "What fits now", "For example"), strict=False):
            assert _(title) in text
        assert any(trap in hints[1] for trap in _flat_traps(scene))
        assert "«" in hints[2]
        assert scene.name == "PracticeScreen"
        assert scene.draft.has_focus


@BOTH
async def test_a_hint_goes_with_the_next_turn_or_with_escape(size: tuple[int, int]) -> None:
    async with talk(size) as scene:
        before = _coach(scene)
        await scene.press("f2")
        assert _coach(scene) != before
        await scene.press("escape")
        assert _coach(scene) == before
        await scene.press("f2", "f2")
        await scene.say(OPEN)
        assert _("What fits now") not in _coach(scene)
        await scene.press("f2")
        assert _("What is happening") in _coach(scene)
        await scene.press("escape", "escape")
        assert scene.name == "HomeScreen"


async def _hinted(scene: Scene) -> str:
    await scene.press("f2")
    return _coach(scene)


def _coach(scene: Scene) -> str:
    """What the coach says now: beside the talk, or on a narrow screen below it."""
    wide = scene.app.screen.query_one("#coach").display
    parts = ("#hint-title", "#hint") if wide else ("#short",)
    return " ".join(" ".join(str(scene.app.screen.query_one(part).render()) for part in parts).split())


def _flat_traps(scene: Scene) -> list[str]:
    return [" ".join(trap.split()) for trap in scene.practice.phase.traps]


@BOTH
async def test_f3_shows_the_passage_with_its_source(size: tuple[int, int]) -> None:
    async with talk(size) as scene:
        await scene.say(FLAGGED)
        flag = scene.practice.talk.turns[-2].reading.shown()[0]  # type: ignore[union-attr]
        await scene.press("f3")
        assert scene.name == "WhyScreen"
        page = "\n".join(str(part.render()) for part in scene.app.screen.query(".dialog > *"))
        passage = guidance.passages_for(flag)[0]
        assert passage.title in page
        assert guidance.references(passage)[0] in page
        await scene.press("escape")
        assert scene.name == "PracticeScreen"


async def test_before_the_first_line_a_key_says_what_it_needs() -> None:
    messages = {
        "f3": "Say something first; then F3 tells what it did.",
        "f4": "There is nothing to take back yet.",
        "f5": "Say something first; then there is something to look back on.",
    }
    async with talk(NARROW) as scene:
        for key, message in messages.items():
            await scene.press(key)
            await scene.told(message)
            assert scene.name == "PracticeScreen"
            assert not scene.practice.talk.finished


async def test_f4_takes_back_and_gives_the_words_back() -> None:
    async with talk() as scene:
        await scene.say(OPEN, FLAGGED)
        await scene.press("f4")
        assert scene.draft.text == FLAGGED
        assert scene.draft.has_focus
        assert [turn.text for turn in scene.practice.talk.by(Speaker.MANAGER)] == [OPEN]
        assert len(scene.practice.talk.turns) == 3
        await scene.until(lambda: len(scene.app.screen.query(TurnView)) == 3)
        await scene.press("f4")
        assert scene.draft.text == OPEN


async def test_the_same_line_twice_is_taken_back_once() -> None:
    async with talk() as scene:
        await scene.say(OPEN, OPEN)
        await scene.press("f4")
        assert len(scene.practice.talk.turns) == 3


async def test_f5_looks_back_and_closes_the_talk() -> None:
    async with talk() as scene:
        await scene.say(OPEN)
        await scene.press("f5")
        assert scene.name == "DebriefScreen"
        assert kept()[0].finished


async def test_f6_copies_the_talk(monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []
    monkeypatch.setattr("pyperclip.copy", copied.append)
    async with talk() as scene:
        await scene.say(OPEN)
        await scene.press("f6")
        await scene.told("The talk is on the clipboard.")
        assert f"{_('You')}: {OPEN}" in copied[0]


async def test_where_nobody_knows_whether_it_was_copied_a_second_f6_makes_a_private_file(
    monkeypatch: pytest.MonkeyPatch, own_home: Path
) -> None:
    def none(_text: str) -> None:
        raise pyperclip.PyperclipException("no clipboard here")

    monkeypatch.setattr("pyperclip.copy", none)
    async with talk() as scene:
        await scene.say(OPEN)
        await scene.press("f6")
        assert OPEN in scene.app.clipboard
        assert not list(own_home.glob("*.txt"))
        await scene.press("f6")
        saved = next(own_home.glob("verzuimcoach-*.txt"))
        assert f"{_('You')}: {OPEN}" in saved.read_text(encoding="utf-8")
        assert saved.stat().st_mode & 0o077 == 0


async def test_every_sent_turn_is_on_disk_at_once() -> None:
    async with talk() as scene:
        await scene.say(OPEN, FLAGGED, "")
        assert kept()[0].turns == scene.practice.talk.turns


async def test_escape_keeps_the_talk_and_another_start_goes_on_with_it() -> None:
    async with talk() as scene:
        await scene.say(OPEN, FLAGGED)
        turns = scene.practice.talk.turns
        await scene.press("escape")
        assert scene.name == "HomeScreen"
    async with program() as again:
        await again.resume()
        assert again.name == "PracticeScreen"
        assert again.practice.talk.turns == turns
        assert [view.turn for view in again.app.screen.query(TurnView)] == list(turns)
        await again.say(OPEN)
        assert len(again.practice.talk.turns) == len(turns) + 2


async def test_a_talk_that_is_kept_nowhere_leaves_nothing_on_disk() -> None:
    async with talk(keep=False) as scene:
        await scene.say(OPEN)
        assert len(scene.practice.talk.turns) == 3
    assert kept() == []


async def test_a_talk_she_ended_says_so_and_keeps_the_words() -> None:
    employee = roleplay.employee(SITUATION)
    begun = employee.begin(7)
    ended = begun.turns[-1].model_copy(update={"state": employee.persona.start.model_copy(update={"ended": True})})
    with open_store(locations.database()) as store:
        store.begin(begun.model_copy(update={"turns": (ended,)}))
    async with program() as scene:
        await scene.resume()
        assert scene.draft.placeholder == _("The talk is over. F5 looks back on it.")
        await scene.say(OPEN)
        await scene.told("This talk is over. F5 looks back on it.")
        assert len(scene.practice.talk.turns) == 1
        assert scene.draft.text == OPEN


async def test_taking_back_reopens_a_talk_she_ended() -> None:
    async with program() as scene:
        employee = roleplay.employee(SITUATION)
        practice = Practice(employee, scene.app.store, seed=7)
        practice.say(OPEN)
        *before, last = practice.talk.turns
        ended = last.model_copy(update={"state": employee.persona.start.model_copy(update={"ended": True})})
        practice = Practice(employee, scene.app.store, practice.talk.model_copy(update={"turns": (*before, ended)}))
        scene.app.practise(practice)
        await scene.press()
        await scene.press("f4")
        assert not practice.over
        assert scene.draft.placeholder == _("What do you say?")


async def test_page_keys_read_back_without_leaving_the_draft() -> None:
    async with talk(NARROW) as scene:
        await scene.say(*[OPEN] * 6)
        log = scene.app.screen.query_one("#talk")
        await scene.until(lambda: log.scroll_offset.y == log.max_scroll_y > 0)
        await scene.press("pageup")
        await scene.until(lambda: log.scroll_offset.y < log.max_scroll_y)
        assert scene.draft.has_focus
        await scene.press("pagedown", "pagedown")
        await scene.until(lambda: log.scroll_offset.y == log.max_scroll_y)


async def test_a_new_line_is_in_sight_after_reading_back() -> None:
    async with talk(NARROW) as scene:
        await scene.say(*[OPEN] * 6)
        await scene.press("pageup", "pageup")
        await scene.say("Nog iets kwijt over de planning?")
        await scene.shows("Nog iets kwijt over de planning?")


async def test_a_store_that_fails_says_so_and_the_talk_goes_on(full_store: str) -> None:
    async with talk() as scene:
        await scene.say(OPEN, FLAGGED)
        await scene.until(lambda: full_store in scene.notes)
        assert scene.notes.count(full_store) == 1
        assert len(scene.practice.talk.turns) == 5
        await scene.press("f4")
        assert scene.draft.text == FLAGGED
        await scene.press("f5")
        assert scene.name == "DebriefScreen"


async def test_a_store_that_does_not_open_says_so_and_the_program_works(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("broken")
    (folder / "conversations.sqlite3").write_text("no database at all, only words" * 100)
    monkeypatch.setenv("COACH_DATA", str(folder))
    async with talk() as scene:
        await scene.until(lambda: any("conversations.sqlite3" in note for note in scene.notes))
        await scene.say(OPEN)
        assert len(scene.practice.talk.turns) == 3
