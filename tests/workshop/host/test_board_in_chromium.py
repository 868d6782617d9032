"""The board in a real browser: what is read from ten metres, and a host that goes away and comes back."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from typing import Any

import pytest
from workshop_host_kit import echo_opener
from workshop_kit import GOOD, NAMES, POOR

from coach.workshop import Hall, Plan, Workshop, shelf
from coach.workshop.host.address import Address
from coach.workshop.host.server import Host
from coach.workshop.seat import Consent

playwright_api = pytest.importorskip("playwright.async_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this computer")
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = ((1280, 720), (1920, 1080))
LEAST = 0.034
"""The smallest letters, as a part of the height of the picture: 5 cm in a picture of 1.5 metres."""
SMALLEST = """() => Math.min(...[...document.querySelectorAll('#board *')]
    .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) && e.getClientRects().length)
    .map(e => parseFloat(getComputedStyle(e).fontSize)))"""
CUT_OFF = """() => { const m = document.querySelector('main');
    return [m.scrollHeight - m.clientHeight, document.documentElement.scrollWidth - innerWidth] }"""


@pytest.fixture
async def page() -> AsyncIterator[Any]:
    async with playwright_api.async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, chromium_sandbox=False, args=QUIET)
        opened = await browser.new_page(viewport={"width": 1280, "height": 720})
        opened.trouble = []
        opened.on("pageerror", lambda error: opened.trouble.append(str(error)))
        opened.on("console", lambda said: said.type == "error" and opened.trouble.append(said.text))
        yield opened
        await browser.close()


async def _serve(workshop: Workshop, port: int = 0) -> Host:
    host = Host(workshop, echo_opener(workshop), Address(port=port), name="here")
    await host.start()
    return host


def _made(hall: Hall, name: str, people: int = 12) -> Workshop:
    workshop = Workshop.create(hall, shelf.plan(name))
    for number in range(people):
        seat = workshop.join((*NAMES, *(f"Vogel {n}" for n in range(20)))[number]).seat
        workshop.agree(seat.id, Consent(sentences=True))
    return workshop


def _talk(workshop: Workshop) -> None:
    for place, seat in enumerate(workshop.seats):
        for line in (GOOD[0], POOR[1], GOOD[1 + place % 3], POOR[2], GOOD[2]):
            practice = workshop.practice(seat.id)
            if not practice.over:
                practice.say(line)


async def _seen(page: Any, what: str, **given: Any) -> None:
    """Look now instead of in two seconds, and wait for it."""
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    if given:
        await page.wait_for_function(what, **given)
    else:
        await page.wait_for_selector(what)


async def _is_readable(page: Any) -> None:
    for width, height in SIZES:
        await page.set_viewport_size({"width": width, "height": height})
        await page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert await page.evaluate(SMALLEST) >= LEAST * height
        below, beside = await page.evaluate(CUT_OFF)
        assert (max(0, below), max(0, beside)) == (0, 0)


async def test_every_stage_of_every_plan_can_be_read_and_nothing_is_cut_off(hall: Hall, page: Any) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    workshop = _made(hall, "kennismaking")
    host = await _serve(workshop)
    try:
        await page.goto(host.board_url)
        await page.wait_for_selector(".lobby .code")
        await _is_readable(page)
        workshop.start_round(0)
        _talk(workshop)
        await _seen(page, ".trust polyline")
        await _is_readable(page)
        workshop.freeze(workshop.moments()[0])
        await _seen(page, ".moment .said")
        await _is_readable(page)
        workshop.resume()
        workshop.end_round()
        await _seen(page, "blockquote")
        await _is_readable(page)
        await page.keyboard.press("c")
        assert await page.is_visible(".view2")
        assert not await page.is_visible(".view1")
        await _is_readable(page)
        await page.keyboard.press("d")
        assert await page.evaluate("document.documentElement.classList.contains('dark')")
        workshop.close()
        await _seen(page, ".closing")
        await _is_readable(page)
        text = await page.content()
        assert not any(name in text for name in NAMES)
        assert all(url.startswith(f"{host.url}/board") for url in asked)
        assert page.url == f"{host.url}/board"
        assert page.trouble == []
    finally:
        await host.stop()


@pytest.mark.parametrize("plan", shelf.plans(), ids=lambda plan: plan.id)
async def test_the_texts_of_every_plan_fit(hall: Hall, page: Any, plan: Plan) -> None:
    workshop = _made(hall, plan.id, people=plan.least)
    host = await _serve(workshop)
    try:
        await page.goto(host.board_url)
        for index, one in enumerate(plan.rounds):
            workshop.start_round(index)
            await _seen(page, "title => document.querySelector('main h1')?.textContent === title", arg=one.title)
            await _is_readable(page)
            workshop.end_round()
            await _seen(page, ".questions")
            await _is_readable(page)
    finally:
        await host.stop()


async def test_the_last_picture_stays_and_the_board_comes_back_by_itself(hall: Hall, page: Any) -> None:
    workshop = _made(hall, "kennismaking", 2)
    workshop.start_round(0)
    host = await _serve(workshop)
    port = host.port
    await page.goto(host.board_url)
    await page.wait_for_selector("[data-clock]")
    await host.stop()
    await page.wait_for_selector("#quiet:not(:empty)")
    assert await page.is_visible("[data-clock]")
    before = await page.text_content("[data-clock]")
    await page.wait_for_function(
        "before => document.querySelector('[data-clock]').textContent !== before", arg=before
    )
    workshop.end_round()
    again = await _serve(workshop, port)
    try:
        await page.wait_for_selector(".questions")
        assert await page.text_content("#quiet") == ""
        workshop.wipe()
        await page.wait_for_selector("#quiet:not(:empty)")
        assert await page.text_content("#board") == ""
    finally:
        await again.stop()
