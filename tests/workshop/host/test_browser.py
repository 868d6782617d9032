"""A participant in a real Chromium: comes in, talks, sees what the lines did, and fetches the report."""

from __future__ import annotations

import asyncio
import re
import shutil
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pyte
import pytest
from workshop_host_kit import UNKNOWN, echo_opener, is_answered, until
from workshop_kit import GOOD, POOR

from coach.workshop import Workshop
from coach.workshop.host.address import Address
from coach.workshop.host.server import Host

playwright = pytest.importorskip("playwright.async_api", reason="playwright is not installed")

_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
_PATIENCE = 40_000  # milliseconds


@pytest.fixture
async def chromium() -> AsyncIterator[Any]:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("there is no Chromium on this computer")
    async with playwright.async_playwright() as started:
        browser = await started.chromium.launch(executable_path=found, headless=True, args=_FLAGS)
        yield browser
        await browser.close()


class Page:
    """A page that is watched: what it says to its console, whom it asks, and what is drawn in its terminal."""

    def __init__(self, page: Any, columns: int = 120, rows: int = 40) -> None:
        self.page = page
        self.faults: list[str] = []
        self.asked: set[str] = set()
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        page.set_default_timeout(_PATIENCE)
        page.on("console", lambda said: said.type in ("error", "warning") and self.faults.append(said.text))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", lambda request: self.asked.add(urlsplit(request.url).netloc))
        page.on("websocket", self._watch)

    def _watch(self, line: Any) -> None:
        self.asked.add(urlsplit(line.url).netloc)
        wide, high = re.findall(r"=(\d+)", line.url)
        self.screen.resize(int(high), int(wide))
        line.on("framereceived", self._draw)

    def _draw(self, data: str | bytes) -> None:
        if isinstance(data, bytes):
            self._stream.feed(UNKNOWN.sub(b"", data))

    @property
    def flat(self) -> str:
        return " ".join(" ".join(self.screen.display).split())

    async def shows(self, words: str) -> None:
        await self.until(lambda: " ".join(words.split()) in self.flat, words)

    async def until(self, seen: Callable[[], object], what: str = "") -> None:
        limit = time.monotonic() + _PATIENCE / 1000
        while not seen():
            assert time.monotonic() < limit, f"never seen: {what}\n" + "\n".join(self.screen.display)
            await asyncio.sleep(0.05)

    async def join(self, host: Host, name: str) -> str:
        """Come in by the link, to the seat; the personal code."""
        await self.page.goto(host.join_url)
        await self.page.fill("#name", name)
        await self.page.click("#entering form[action='/join'] >> nth=0 >> button")
        personal = str(await self.page.inner_text("#shown"))
        await self.page.click("a[href='/seat']")
        await self.page.wait_for_selector("body.-first-byte")
        return personal

    async def says(self, line: str) -> None:
        await self.page.keyboard.type(line)
        await self.until(lambda: line.split()[-1] in self.flat.rpartition(" > ")[2], line)
        await self.page.keyboard.press("Enter")
        await self.until(lambda: is_answered(self.screen.display, line), f"an answer to «{line}»")


@pytest.fixture
async def window(chromium: Any) -> Callable[..., Any]:
    async def make() -> Page:
        context = await chromium.new_context(viewport={"width": 1280, "height": 800}, locale="nl-NL")
        return Page(await context.new_page())

    return make


@pytest.fixture
async def real_host(workshop: Workshop) -> AsyncIterator[Host]:
    """A host with the screens of participants."""
    from coach.tui.workshop.terminal import open_terminal

    serving = Host(workshop, lambda seat: open_terminal(workshop, seat), Address(port=0), name="here")
    await serving.start()
    yield serving
    await serving.stop()


async def test_a_participant_talks_six_turns_and_gets_the_report(
    window: Callable[..., Any], real_host: Host, workshop: Workshop, tmp_path: Path
) -> None:
    one = await window()
    personal = await one.join(real_host, "Koolmees")
    await one.shows("Koolmees")
    await asyncio.to_thread(workshop.start_round)
    await one.until(lambda: "╭" in one.flat and "> Wat zeg je?" in one.flat, "the task")
    await one.page.keyboard.press("Enter")
    await one.until(lambda: "╭" not in one.flat, "the talk")
    for line in (*GOOD, *POOR[:2]):
        await one.says(line)
    await one.shows("medische vraag")
    blank = await window()
    assert len(await one.page.screenshot()) > 2 * len(await blank.page.screenshot())
    await asyncio.to_thread(workshop.end_round)
    talk = workshop.practice(workshop.seats[0].id).talk
    assert [turn.text for turn in talk.turns if turn.text in (*GOOD, *POOR)] == [*GOOD, *POOR[:2]]

    await one.page.goto(f"{real_host.url}/mine")
    await one.page.fill("#personal", personal)
    await one.page.click("button[value=page]")
    await one.page.wait_for_selector("h1 small")
    report = await one.page.inner_text("body")
    assert "Koolmees" in report
    assert POOR[1][:20] in report or GOOD[0][:20] in report
    await one.page.go_back()
    await one.page.fill("#personal", personal)
    async with one.page.expect_download() as coming:
        await one.page.click("button[value=markdown]")
    saved = tmp_path / "report.md"
    await (await coming.value).save_as(saved)
    assert "Koolmees" in saved.read_text(encoding="utf-8")
    assert one.faults == []
    assert one.asked == {urlsplit(real_host.url).netloc}


async def test_a_page_is_back_within_three_seconds_of_a_dropped_line(window: Callable[..., Any], host: Host) -> None:
    one = await window()
    await one.join(host, "Koolmees")
    await one.page.keyboard.type("half")
    await one.shows("«half»")
    (place,) = host.lines._places.values()
    began = time.monotonic()
    place.line.socket._req.transport.abort()  # type: ignore[union-attr]
    await one.page.wait_for_selector("#away", state="visible")
    await one.page.wait_for_selector("#away", state="hidden")
    assert time.monotonic() - began < 3
    await one.page.keyboard.type(" weg")
    await one.shows("«half weg»")


async def test_an_open_page_comes_back_to_a_host_that_is_started_again(
    window: Callable[..., Any], host: Host, workshop: Workshop
) -> None:
    one = await window()
    await one.join(host, "Koolmees")
    await one.shows("Koolmees")
    port = host.port
    await host.stop()
    await one.page.wait_for_selector("#away", state="visible")
    anew = Host(workshop, echo_opener(workshop), Address(port=port), name="here")
    await anew.start()
    try:
        await one.page.wait_for_selector("#away", state="hidden")
        await one.page.keyboard.type("weer")
        await one.shows("«weer»")
    finally:
        await anew.stop()


async def test_two_windows_on_a_seat_do_not_fight(window: Callable[..., Any], host: Host) -> None:
    one = await window()
    await one.join(host, "Koolmees")
    await one.shows("Koolmees")
    other = Page(await one.page.context.new_page())
    await other.page.goto(f"{host.url}/seat")
    await other.shows("Koolmees")
    await one.page.wait_for_selector("#ended", state="visible")
    assert await one.page.is_visible("[data-why=elsewhere]")
    await one.page.click("#again")
    await other.page.wait_for_selector("#ended", state="visible")
    assert host.connected == 1


async def test_who_leaves_is_shown_the_way_back(window: Callable[..., Any], host: Host, workshop: Workshop) -> None:
    one = await window()
    await one.join(host, "Koolmees")
    await one.shows("Koolmees")
    workshop.withdraw(workshop.seats[0].id)
    await one.page.wait_for_selector("#ended", state="visible")
    assert await one.page.is_visible("[data-why=left]")
    assert not await one.page.is_visible("#again")
    await one.page.click("#start")
    await one.page.wait_for_selector("#entering", state="visible")


async def test_joining_works_on_a_phone_and_with_the_code_in_the_fragment(chromium: Any, host: Host) -> None:
    context = await chromium.new_context(viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True)
    one = Page(await context.new_page())
    await one.page.goto(f"{host.url}/#{host.workshop.join_code.lower()}")
    assert await one.page.input_value("#code") == host.workshop.join_code
    assert await one.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert one.page.url == f"{host.url}/"
    await one.page.tap("#entering form[action='/join'] >> nth=0 >> button")
    await one.page.wait_for_selector("#shown")
    assert await one.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert one.faults == []


async def test_who_is_seated_sees_so_on_the_first_page(window: Callable[..., Any], host: Host) -> None:
    one = await window()
    await one.join(host, "Koolmees")
    await one.page.goto(host.join_url)
    await one.page.wait_for_selector("#seated", state="visible")
    assert await one.page.inner_text("#seated-name") == "Koolmees"
    await until(lambda: host.connected == 0)
