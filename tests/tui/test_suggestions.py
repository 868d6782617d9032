"""What a language model adds to the coach's words: marked, never waited for, and never in the way."""

from __future__ import annotations

import threading
from collections.abc import Callable

import good_model
import pytest
from stage import FLAGGED, NARROW, OPEN, WIDE, Scene, program, talk
from textual.widgets import Input

from coach.conversation import Band, Help, Reading
from coach.messages import gettext as _
from coach.model.contract import EngineError, Request
from coach.model.scripted import ScriptedEngine
from coach.tui.screens.debrief import DebriefScreen

BETTER = good_model.BETTER[False][0]
MARK = "✎"


class Gated:
    """A good model of which the coach's words wait until they are let go."""

    def __init__(self) -> None:
        self.opened = threading.Event()
        self.waiting = threading.Event()

    def __call__(self, request: Request) -> str | EngineError:
        if "De betere zin:" in request.messages[-1].text:
            self.waiting.set()
            self.opened.wait(20)
        return good_model.answer(request)


Made = Callable[..., ScriptedEngine]


async def said(scene: Scene, *lines: str) -> None:
    """Say lines, and wait for the answer to each."""
    for line in lines:
        turns = len(scene.practice.talk.turns)
        await scene.say(line)
        await scene.until(lambda turns=turns: len(scene.practice.talk.turns) == turns + 2)


def pane(scene: Scene) -> str:
    return " ".join(str(scene.app.screen.query_one("#reading").render()).split())


async def test_a_better_sentence_comes_below_the_written_one(choose: Made) -> None:
    choose()
    async with talk() as scene:
        await said(scene, FLAGGED)
        written = scene.practice.talk.turns[1].reading.shown()[0].instead  # type: ignore[union-attr]
        assert written in pane(scene)
        await scene.until(lambda: BETTER in pane(scene))
        assert pane(scene).index(written) < pane(scene).index(MARK) < pane(scene).index(BETTER)
        assert _("script") in pane(scene)


async def test_the_suggestion_also_stands_where_why_is_asked(choose: Made) -> None:
    choose()
    async with talk(NARROW) as scene:
        await said(scene, FLAGGED)
        await scene.until(lambda: BETTER in pane(scene))
        await scene.press("f3")
        assert any(BETTER in str(part.render()) for part in scene.app.screen.query(".dialog > *"))


async def test_nobody_waits_for_it_and_the_next_line_takes_it_back(choose: Made) -> None:
    gate = Gated()
    choose(gate)
    async with talk() as scene:
        await said(scene, FLAGGED)
        await scene.until(gate.waiting.is_set)
        assert MARK not in pane(scene)
        await scene.say(OPEN)
        gate.opened.set()
        await scene.until(lambda: len(scene.practice.talk.turns) == 5)
        assert MARK not in pane(scene)


async def test_a_line_without_a_flag_asks_nothing(choose: Made) -> None:
    engine = choose()
    async with talk() as scene:
        await said(scene, OPEN)
        await scene.pilot.pause(0.1)
        assert not [one for one in engine.asked if "De betere zin:" in one.messages[-1].text]


async def test_without_help_nothing_is_suggested(choose: Made) -> None:
    engine = choose()
    async with talk(level=Help.NONE) as scene:
        await said(scene, FLAGGED)
        await scene.pilot.pause(0.1)
        assert not [one for one in engine.asked if "De betere zin:" in one.messages[-1].text]


@pytest.mark.parametrize("answer", [EngineError("weg"), "Heb je last van je rug?", "", "[bold]x[/bold] <|im_end|>"])
async def test_what_does_not_hold_is_not_shown(answer: object, choose: Made) -> None:
    choose(lambda request: answer if "De betere zin:" in request.messages[-1].text else good_model.answer(request))
    async with talk() as scene:
        await said(scene, FLAGGED)
        await scene.pilot.pause(0.2)
        assert MARK not in pane(scene)


async def test_a_second_opinion_stands_below_the_doubts(choose: Made) -> None:
    choose(lambda request: "A" if "Je keuze:" in request.messages[-1].text else good_model.answer(request))
    async with talk() as scene:
        await said(scene, FLAGGED)
        await scene.press("f3")
        page = scene.app.screen
        flags = page._reading.flags  # type: ignore[attr-defined]
        doubt = flags[0].model_copy(update={"band": Band.MAYBE, "certainty": 0.4})
        page._reading = Reading(flags=(doubt,))  # type: ignore[attr-defined]
        await scene.press("m")
        told = _("A second opinion: nothing the matter here{sure}.").partition("{")[0]
        await scene.until(lambda: told in str(page.query_one("#doubts").render()))
        shown = str(page.query_one("#doubts").render())
        assert MARK in shown
        # It is a hard flag: whatever the model thinks, it stays.
        assert doubt.why[:40] in shown


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_looking_back_gets_a_paragraph_that_is_saved_with_it(size: tuple[int, int], choose: Made) -> None:
    choose()
    async with talk(size) as scene:
        await said(scene, FLAGGED, "Dat had ik niet moeten vragen, sorry.", OPEN)
        await scene.press("f5")
        await scene.until(lambda: scene.name == "DebriefScreen")
        screen = scene.app.screen
        assert isinstance(screen, DebriefScreen)
        await scene.until(lambda: screen.report.paragraph is not None and bool(screen.query(".paragraph")))
        shown = str(screen.query_one(".paragraph").render())
        assert MARK in shown
        assert "(beurt 2)" in shown


async def test_looking_back_is_whole_while_a_model_loads(choose: Made) -> None:
    choose(loading=600)
    async with talk() as scene:
        await said(scene, FLAGGED)
        await scene.press("f5")
        await scene.until(lambda: scene.name == "DebriefScreen")
        await scene.shows(_("Moments that turned the talk"))
        assert not scene.app.screen.query(".paragraph")


async def test_the_library_words_a_verdict_from_its_passages(choose: Made) -> None:
    engine = choose()
    engine.start()
    async with program(WIDE) as scene:
        scene.app.browse()
        await scene.until(lambda: scene.name == "LibraryScreen")
        scene.app.screen.query_one(Input).value = "mag ik vragen hoe lang iemand denkt weg te zijn?"
        await scene.until(lambda: MARK in str(scene.app.screen.query_one("#passage").render()))
        shown = str(scene.app.screen.query_one("#passage").render())
        assert shown.index(_("You can say")) < shown.index(MARK)
