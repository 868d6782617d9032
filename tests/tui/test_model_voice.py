"""A talk in which a language model finds the words: they come as they are checked, and nothing waits for them."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from stage import FLAGGED, NARROW, OPEN, WIDE, Scene, talk

from coach.conversation import Help, Speaker
from coach.messages import gettext as _
from coach.model.contract import EngineError, Request
from coach.model.scripted import ScriptedEngine
from coach.tui.widgets.talk_log import TurnView

BOTH = pytest.mark.parametrize("size", [NARROW, WIDE])
SENTENCES = ("Nou, ik vind het werk nog steeds leuk, eigenlijk.", "Maar het is wel veel tegelijk op een dag.")
ANSWER = " ".join(SENTENCES)


class Gate:
    """An answer of which the second half waits until it is let go."""

    def __init__(self) -> None:
        self.opened = threading.Event()

    def __call__(self, _request: Request) -> str:
        self.opened.wait(20)
        return ANSWER


Made = Callable[..., ScriptedEngine]


def last(scene: Scene) -> str:
    """What the employee said last."""
    return next(turn.text for turn in reversed(scene.practice.talk.turns) if turn.speaker is Speaker.EMPLOYEE)


def answered(scene: Scene, turns: int = 3) -> Callable[[], bool]:
    return lambda: len(scene.practice.talk.turns) >= turns


@BOTH
async def test_the_words_of_the_model_are_shown_and_kept(size: tuple[int, int], choose: Made) -> None:
    choose(ANSWER)
    async with talk(size) as scene:
        await scene.say("Hoe zie jij de toekomst hier?")
        await scene.until(answered(scene))
        assert last(scene) == ANSWER
        await scene.shows("veel tegelijk op een dag.")
        assert [view.turn for view in scene.app.screen.query(TurnView)] == list(scene.practice.talk.turns)


@BOTH
async def test_the_screen_says_which_voice_speaks(size: tuple[int, int], choose: Made) -> None:
    choose(ANSWER)
    async with talk(size) as scene:
        told = _("voice: {model}").format(model=_("script"))
        await scene.until(lambda: told in scene.part("#voice"))


async def test_without_a_model_nothing_is_said_about_voices() -> None:
    async with talk() as scene:
        assert not scene.part("#voice").strip()
        await scene.say(OPEN)
        assert len(scene.practice.talk.turns) == 3


async def test_while_a_model_loads_the_written_lines_speak_at_once(choose: Made) -> None:
    engine = choose(ANSWER, loading=600)
    async with talk() as scene:
        await scene.say(OPEN)
        assert len(scene.practice.talk.turns) == 3
        assert last(scene) != ANSWER
        assert not engine.asked
        await scene.until(lambda: _("script") in scene.part("#voice"))


async def test_typing_goes_on_while_the_model_thinks(choose: Made) -> None:
    gate = Gate()
    choose(gate)
    async with talk() as scene:
        await scene.say("Hoe zie jij de toekomst hier?")
        await scene.shows(_("(is thinking)"))
        scene.draft.put(FLAGGED)
        await scene.until(lambda: "■" in scene.part("#draft-reading"))
        gate.opened.set()
        await scene.until(answered(scene))
        assert last(scene) == ANSWER
        assert scene.draft.text == FLAGGED
        assert _("(is thinking)") not in scene.flat


async def test_an_empty_enter_does_not_wait_any_longer_and_is_no_silence(choose: Made) -> None:
    gate = Gate()
    choose(gate)
    async with talk() as scene:
        await scene.say("Hoe zie jij de toekomst hier?")
        await scene.shows(_("(is thinking)"))
        await scene.press("enter")
        assert len(scene.practice.talk.turns) == 3
        assert last(scene) not in ("", ANSWER)
        gate.opened.set()
        await scene.say(OPEN)
        await scene.until(answered(scene, 5))
        assert len(scene.practice.talk.turns) == 5


async def test_the_next_line_can_be_said_before_the_answer_came(choose: Made) -> None:
    gate = Gate()
    choose([gate, ANSWER])
    async with talk() as scene:
        await scene.say("Hoe zie jij de toekomst hier?")
        await scene.shows(_("(is thinking)"))
        gate.opened.set()
        await scene.say(OPEN)
        await scene.until(answered(scene, 5))
        said = [turn.speaker for turn in scene.practice.talk.turns]
        assert said == [Speaker.EMPLOYEE, *[Speaker.MANAGER, Speaker.EMPLOYEE] * 2]


@pytest.mark.parametrize("key", ["f4", "f5", "escape"])
async def test_keys_that_leave_the_moment_end_the_answer_first(key: str, choose: Made) -> None:
    gate = Gate()
    choose(gate)
    async with talk() as scene:
        practice = scene.practice
        await scene.say("Hoe zie jij de toekomst hier?")
        await scene.shows(_("(is thinking)"))
        await scene.press(key)
        turns = practice.talk.turns
        assert len(turns) == (1 if key == "f4" else 3)
        assert turns[-1].speaker is Speaker.EMPLOYEE
        gate.opened.set()


async def test_a_model_that_fails_costs_one_answer_and_the_talk_goes_on(choose: Made) -> None:
    choose([EngineError("weg"), ANSWER])
    async with talk() as scene:
        await scene.say("Hoe zie jij de toekomst hier?")
        await scene.until(answered(scene))
        assert last(scene) != ANSWER
        await scene.say("Hoe zie jij de toekomst hier?")
        await scene.until(answered(scene, 5))
        assert len(scene.practice.talk.turns) == 5


async def test_what_a_model_must_not_say_never_comes_on_the_screen(choose: Made) -> None:
    choose(f"{SENTENCES[0]} Als AI-taalmodel kan ik je daar [bold]niet[/bold] verder mee helpen.")
    async with talk() as scene:
        await scene.say("Hoe zie jij de toekomst hier?")
        await scene.until(answered(scene))
        assert last(scene) == SENTENCES[0]
        assert "taalmodel kan" not in scene.flat


async def test_what_is_read_afterwards_is_read_when_the_answer_is_there(choose: Made) -> None:
    gate = Gate()
    choose(gate)
    async with talk(level=Help.AFTERWARDS) as scene:
        await scene.say("Waarom ben je nou zo vaak ziek, heb je hoofdpijn?")
        if len(scene.practice.talk.turns) == 2:
            await scene.shows(_("(is thinking)"))
            assert "■" not in scene.part("#talk")
        gate.opened.set()
        await scene.until(answered(scene))
        await scene.until(lambda: "■" in scene.part("#talk"))


async def test_quitting_closes_the_model(choose: Made) -> None:
    engine = choose(ANSWER)
    async with talk() as scene:
        await scene.say(OPEN)
        await scene.press("ctrl+q")
    assert engine.status()[0].value == "off"
