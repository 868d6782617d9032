"""A terminal for a seat: what comes in is keys and nothing else, and who attaches gets the whole screen."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from seats import NARROW, WIDE, Sitting, seats
from textual.app import ComposeResult
from textual.geometry import Size
from textual.widgets import TextArea

from coach.messages import gettext as _
from coach.tui.workshop.hosted import Hosted
from coach.tui.workshop.terminal import AppTerminal
from coach.workshop import Hall, Plan, open_hall, shelf


class Page(Hosted):
    """An app with one field; `fails` makes the next key bring it down."""

    made = 0
    fails = False

    def compose(self) -> ComposeResult:
        type(self).made += 1
        yield TextArea()

    def on_text_area_changed(self) -> None:
        if type(self).fails:
            type(self).fails = False
            raise RuntimeError("geheim")


@contextlib.asynccontextmanager
async def page() -> AsyncIterator[tuple[AppTerminal, Sitting]]:
    """A terminal with this app, and a screen on it."""
    Page.made, Page.fails = 0, False
    terminal = AppTerminal(Page)
    sitting = Sitting(None, "", "", terminal)  # type: ignore[arg-type]
    await sitting.until(
        lambda: sitting.name == "Screen" and bool(terminal.app and terminal.app.screen.query(TextArea))
    )
    try:
        yield terminal, sitting
    finally:
        await terminal.close()


def _field(terminal: AppTerminal) -> TextArea:
    assert terminal.app
    return terminal.app.screen.query_one(TextArea)


async def test_keys_and_pastes_arrive() -> None:
    async with page() as (terminal, seat):
        terminal.feed("dag \x1b[200~geplakt\x1b[201~")
        await seat.until(lambda: _field(terminal).text == "dag geplakt")
        await seat.shows("dag geplakt")


async def test_a_lone_escape_is_a_key_by_itself() -> None:
    async with page() as (terminal, seat):
        terminal.feed("a")
        await seat.press("escape")
        terminal.feed("[B")
        await seat.until(lambda: _field(terminal).text == "a[B")


@pytest.mark.parametrize(
    "report",
    ["\x1b[48;9000;9000;9000;9000t", "\x1b[9000;9000R", "\x1b[?2048;1$y", "\x1b[O", "\x1b[<0;5;5M"],
    ids=["size", "cursor", "mode", "blur", "mouse"],
)
async def test_reports_of_a_terminal_are_not_believed(report: str) -> None:
    async with page() as (terminal, seat):
        terminal.feed(report + "ok")
        await seat.until(lambda: _field(terminal).text == "ok")
        assert terminal.app
        assert terminal.app.size == Size(*NARROW)
        assert _field(terminal).has_focus


async def test_a_paste_without_an_end_does_not_grow_for_ever() -> None:
    async with page() as (terminal, seat):
        terminal.feed("\x1b[200~")
        for _turn in range(40):
            terminal.feed("x" * 10_000)
        terminal.feed("hallo")
        await seat.until(lambda: _field(terminal).text.endswith("hallo"))
        assert len(_field(terminal).text) < 200_000


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(alphabet=st.sampled_from("\x1b[<>;?0129uRtM~OP$y\x00\x7fé€"), max_size=40), max_size=8))
def test_whatever_comes_in_the_terminal_lives(chunks: list[str]) -> None:
    async def feed() -> None:
        async with page() as (terminal, seat):
            for chunk in chunks:
                terminal.feed(chunk)
            await asyncio.sleep(0.15)
            _field(terminal).text = ""
            terminal.feed("\x1b[201~")
            await asyncio.sleep(0.15)
            terminal.feed("z")
            await seat.until(lambda: _field(terminal).text.endswith("z"))
            assert Page.made == 1

    asyncio.run(feed())


async def test_who_attaches_gets_the_whole_screen_and_who_was_there_nothing_more() -> None:
    async with page() as (terminal, seat):
        terminal.feed("wat er stond")
        await seat.shows("wat er stond")
        before, old = seat.text, seat.screen
        seat.attach(NARROW)
        await seat.until(lambda: seat.text == before)
        terminal.feed(" en meer")
        await seat.shows("wat er stond en meer")
        assert "en meer" not in "".join(old.display)


async def test_a_detached_terminal_goes_on_and_another_line_is_not_taken_away() -> None:
    async with page() as (terminal, seat):
        first = seat.write
        seat.attach(NARROW)
        terminal.detach(first)
        terminal.feed("nog hier")
        await seat.shows("nog hier")
        terminal.detach(seat.write)
        terminal.feed(" en door")
        await seat.until(lambda: _field(terminal).text == "nog hier en door")
        seat.attach(WIDE)
        await seat.shows("nog hier en door")


async def test_another_size_is_drawn_to() -> None:
    async with page() as (terminal, seat):
        seat.attach(WIDE)
        await seat.until(lambda: bool(terminal.app) and terminal.app.size == Size(*WIDE))
        terminal.resize(60, 20)
        await seat.until(lambda: bool(terminal.app) and terminal.app.size == Size(60, 20))
        terminal.resize(-5, 10**9)
        await seat.until(lambda: bool(terminal.app) and terminal.app.size == Size(20, 200))


async def test_an_app_that_fails_shows_a_calm_page_and_is_opened_anew(caplog: pytest.LogCaptureFixture) -> None:
    async with page() as (terminal, seat):
        Page.fails = True
        terminal.feed("a")
        await seat.shows(_("Something went wrong on this screen."))
        assert "geheim" not in seat.text
        assert "Traceback" not in seat.text
        await seat.until(lambda: Page.made == 2 and bool(terminal.app and terminal.app.screen_stack))
        terminal.feed("b")
        await seat.until(lambda: _field(terminal).text == "b")
    assert "RuntimeError" in caplog.text
    assert "geheim" not in caplog.text


async def test_the_output_of_the_program_stays_what_it_is() -> None:
    streams = sys.stdout, sys.stderr
    async with page() as (_one, seat):
        assert (sys.stdout, sys.stderr) == streams
        async with page():
            assert (sys.stdout, sys.stderr) == streams
        await seat.press("a")
        assert (sys.stdout, sys.stderr) == streams
    assert (sys.stdout, sys.stderr) == streams


async def test_closing_ends_it() -> None:
    async with page() as (terminal, _seat):
        await terminal.close()
        await asyncio.wait_for(terminal.closed(), 1)
        terminal.feed("te laat")
        terminal.resize(80, 24)


async def test_two_seats_in_one_loop_keep_to_themselves() -> None:
    hall: Hall = open_hall(None)
    plan: Plan = shelf.plan("kennismaking")
    async with seats(hall, plan, "Merel", "Vink") as (merel, vink):
        await merel.shows("Merel")
        await vink.shows("Vink")
        assert "Vink" not in merel.flat
        assert "Merel" not in vink.flat
