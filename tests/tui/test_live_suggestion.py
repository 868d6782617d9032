"""What a language model adds beside a call: marked, never waited for, and never told what is nobody's business."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import good_model
import pytest
from stage import NARROW, WIDE, Scene, program

from coach.conversation import SituationKind
from coach.messages import gettext as _
from coach.model.choice import Choice
from coach.model.contract import EngineError, Request
from coach.model.scripted import ScriptedEngine
from coach.tui.live_way import LiveWay
from coach.tui.widgets.live_line import LiveLine

EXTRA = good_model.FOLLOW_UP[0]
MARK = "✎"
SIGN = "De doorvraag:"
Made = Callable[..., ScriptedEngine]


class Gated:
    """A good model of which the follow-up waits until it is let go."""

    def __init__(self) -> None:
        self.opened = threading.Event()
        self.waiting = threading.Event()

    def __call__(self, request: Request) -> str | EngineError:
        if SIGN in request.messages[-1].text:
            self.waiting.set()
            self.opened.wait(20)
        return good_model.answer(request)


@asynccontextmanager
async def calling(size: tuple[int, int] = WIDE) -> AsyncIterator[Scene]:
    """The program in a call, with the model that was chosen ready."""
    async with program(size, keep=False) as scene:
        scene.app.call(SituationKind.FREQUENT, (), LiveWay())
        await scene.until(lambda: scene.name == "LiveScreen" and bool(scene.app.screen.query(LiveLine)))
        await scene.press()
        yield scene


async def hears(scene: Scene, text: str) -> None:
    scene.app.screen.query_one(LiveLine).value = text
    await scene.press("enter")


def card(scene: Scene) -> str:
    return " ".join(str(scene.app.screen.query_one("#live-question").render()).split())


def asked(engine: ScriptedEngine) -> list[str]:
    return [each.messages[-1].text for each in engine.asked if SIGN in each.messages[-1].text]


@pytest.mark.parametrize("size", [WIDE, NARROW, (40, 16)])
async def test_one_more_follow_up_comes_below_the_card(size: tuple[int, int], choose: Made) -> None:
    choose()
    async with calling(size) as scene:
        await scene.until(lambda: scene.app.voices.near_engine() is not None)
        await hears(scene, "rooster avond te zwaar")
        written = scene.app.screen.call.hand().question.say[0]  # type: ignore[attr-defined]
        await scene.until(lambda: EXTRA in card(scene))
        assert card(scene).index(written) < card(scene).index(MARK) < card(scene).index(EXTRA)


async def test_the_cards_lie_there_before_the_model_has_said_anything(choose: Made) -> None:
    gate = Gated()
    choose(gate)
    async with calling() as scene:
        await scene.until(lambda: scene.app.voices.near_engine() is not None)
        await hears(scene, "rooster avond te zwaar")
        await scene.until(gate.waiting.is_set)
        assert scene.app.screen.call.hand().question.say[0] in card(scene)  # type: ignore[attr-defined]
        assert MARK not in card(scene)
        gate.opened.set()
        await scene.until(lambda: EXTRA in card(scene))


@pytest.mark.parametrize("then", [("right",), ("f2",), ("f4",), ("tab", "h", "o", "i", "enter")])
async def test_when_the_moment_is_past_the_suggestion_stays_away(then: tuple[str, ...], choose: Made) -> None:
    gate = Gated()
    choose(gate)
    async with calling() as scene:
        await scene.until(lambda: scene.app.voices.near_engine() is not None)
        await hears(scene, "rooster avond te zwaar")
        await scene.until(gate.waiting.is_set)
        await scene.press(*then)
        gate.opened.set()
        await scene.pilot.pause(0.2)
        assert MARK not in card(scene)


@pytest.mark.parametrize(
    "line", ["heeft een hernia", "wil er niet meer zijn", "begint te huilen", "slikt oxazepam", "scheldt en vloekt"]
)
async def test_a_model_is_never_told_what_only_the_written_cards_are_for(line: str, choose: Made) -> None:
    engine = choose()
    async with calling() as scene:
        await scene.until(lambda: scene.app.voices.near_engine() is not None)
        await hears(scene, line)
        await scene.pilot.pause(0.1)
        assert not asked(engine)


async def test_a_clause_on_health_is_left_out_of_what_a_model_is_told(choose: Made) -> None:
    engine = choose()
    async with calling() as scene:
        await scene.until(lambda: scene.app.voices.near_engine() is not None)
        await hears(scene, "rooster te zwaar, en een scheiding thuis")
        await scene.until(lambda: bool(asked(engine)))
        told = [text.partition("De medewerker:")[2].lower() for text in asked(engine)]
        assert not any(word in text for text in told for word in ("scheiding", "thuis"))


async def test_a_model_elsewhere_hears_nothing_of_a_call(choose: Made) -> None:
    engine = choose()
    Choice(name="ver", url="https://example.org/v1").save()
    async with calling() as scene:
        await hears(scene, "rooster avond te zwaar")
        await scene.pilot.pause(0.1)
        assert scene.app.voices.near_engine() is None
        assert not engine.asked


@pytest.mark.parametrize("answer", [EngineError("weg"), "Slaap je slecht?", "", "[bold]x[/bold] <|im_end|>"])
async def test_what_does_not_hold_is_not_shown(answer: object, choose: Made) -> None:
    choose(lambda request: answer if SIGN in request.messages[-1].text else good_model.answer(request))
    async with calling() as scene:
        await scene.until(lambda: scene.app.voices.near_engine() is not None)
        await hears(scene, "rooster avond te zwaar")
        await scene.pilot.pause(0.2)
        assert MARK not in card(scene)


async def test_the_mark_names_the_model(choose: Made) -> None:
    choose()
    async with calling() as scene:
        await scene.until(lambda: scene.app.voices.near_engine() is not None)
        await hears(scene, "rooster avond te zwaar")
        await scene.until(lambda: MARK in card(scene))
        assert _("script") in card(scene)
