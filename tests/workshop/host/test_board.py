"""The board as a projector gets it: opened by the trainer's link, renewed by itself, telling nothing of anyone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from workshop_host_kit import Browser
from workshop_kit import GOOD, NAMES

from coach.workshop import Workshop
from coach.workshop.host import board as shown
from coach.workshop.host.board import EVERY, Remembering
from coach.workshop.host.server import Host
from coach.workshop.host.session import Keys
from coach.workshop.seat import Consent

New = Callable[..., Browser]


def _held(workshop: Workshop, people: int = 5, agree: bool = True) -> None:
    """A round in which everyone said two lines."""
    for name in NAMES[:people]:
        seat = workshop.join(name).seat
        workshop.agree(seat.id, Consent(sentences=agree))
    workshop.start_round(0)
    for seat in workshop.seats:
        for line in GOOD[:2]:
            workshop.practice(seat.id).say(line)


async def _projector(browser: New, host: Host) -> Browser:
    """A browser that has the trainer's link."""
    projector = browser()
    assert (await projector.get(f"/board/{host.keys.board}"))[0] == 200
    return projector


async def _now(projector: Browser, have: str = "") -> dict[str, Any]:
    status, text = await projector.get(f"/board/now?have={have}")
    assert status == 200
    found: dict[str, Any] = json.loads(text)
    return found


@pytest.mark.parametrize("path", ["/board", "/board/now", "/board/" + "0" * 24, "/board/../board", "/board/board.py"])
async def test_without_the_link_there_is_no_board(browser: New, path: str) -> None:
    status, page = await browser().get(path)
    assert status == 404
    assert "data-clock" not in page


async def test_a_seat_and_the_join_code_do_not_open_it(browser: New, host: Host, workshop: Workshop) -> None:
    someone = browser()
    await someone.join("Merel")
    for path in ("/board", f"/board/{workshop.join_code}", f"/board/{host.keys.token('x')[-24:]}"):
        assert (await someone.get(path))[0] == 404


async def test_the_key_does_not_stay_in_the_address(browser: New, host: Host) -> None:
    projector = browser()
    async with projector.session.get(host.board_url) as answer:
        assert answer.url.path == "/board"
        assert len(answer.history) == 1
        cookie = answer.history[0].headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "Path=/board" in cookie


async def test_the_link_holds_at_a_host_that_was_started_again(workshop: Workshop, host: Host) -> None:
    assert Keys.of(workshop).board == host.keys.board


async def test_the_page_asks_nothing_of_others_and_holds_no_script(browser: New, host: Host) -> None:
    projector = await _projector(browser, host)
    async with projector.session.get(f"{host.url}/board?donker") as answer:
        page, policy = await answer.text(), answer.headers["Content-Security-Policy"]
    assert 'class="dark"' in page
    assert "unsafe" not in policy
    asked = re.findall(r'(?:src|href)="([^"]*)"', page)
    assert asked == ["data:,", "/board/board.css", "/board/board.js"]
    assert not re.search(r"<script>|<style|style=|\son\w+=", page + (await _now(projector))["html"])
    for path in asked[1:]:
        status, text = await projector.get(path)
        assert status == 200
        assert not re.search(r"https?:|@import|url\(", text)


async def test_the_picture_follows_the_workshop_and_comes_only_when_it_changed(
    browser: New, host: Host, workshop: Workshop
) -> None:
    projector = await _projector(browser, host)
    lobby = await _now(projector)
    assert workshop.join_code in lobby["html"]
    assert "html" not in await _now(projector, lobby["mark"])
    _held(workshop)
    running = await _now(projector, lobby["mark"])
    assert "data-clock" in running["html"]
    assert (running["running"], 0 < running["left"] <= 480) == (True, True)
    workshop.end_round()
    over = await _now(projector, running["mark"])
    assert workshop.plan.rounds[0].discussion[0] in over["html"]
    workshop.close()
    assert "/mine" in (await _now(projector))["html"]


async def test_there_is_no_name_on_it_and_no_sentence_without_consent(
    browser: New, host: Host, workshop: Workshop
) -> None:
    projector = await _projector(browser, host)
    _held(workshop, agree=False)
    workshop.end_round()
    html = (await _now(projector))["html"]
    assert "<blockquote>" not in html
    workshop.agree(workshop.seats[0].id, Consent(sentences=True))
    with_one = (await _now(projector))["html"]
    assert with_one.count("<blockquote>") == 1
    assert not any(name in html + with_one for name in NAMES)


async def test_who_takes_a_consent_back_is_off_the_board_at_the_next_look(
    browser: New, host: Host, workshop: Workshop
) -> None:
    projector = await _projector(browser, host)
    _held(workshop, people=1)
    workshop.end_round()
    assert "<blockquote>" in (await _now(projector))["html"]
    workshop.agree(workshop.seats[0].id, Consent())
    assert "<blockquote>" not in (await _now(projector))["html"]


async def test_a_workshop_that_was_erased_is_gone_from_the_board(
    browser: New, host: Host, workshop: Workshop
) -> None:
    projector = await _projector(browser, host)
    workshop.wipe()
    assert (await projector.get("/board/now"))[0] in (404, 410)


def test_a_round_is_counted_again_after_a_while_only(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    time, counted = [0.0], []
    real = shown.count
    monkeypatch.setattr(shown, "count", lambda *given: counted.append(1) or real(*given))
    counting = Remembering(lambda: time[0])
    _held(workshop)
    one = workshop.round
    assert one is not None
    for moment in (0.0, EVERY - 1, EVERY, EVERY + 1):
        time[0] = moment
        counting(workshop, one)
    assert len(counted) == 2
    workshop.end_round()
    ended = workshop.round
    assert ended is not None
    for moment in (EVERY + 2, 100 * EVERY):
        time[0] = moment
        assert counting(workshop, ended).sentences
    assert len(counted) == 3


def test_only_an_address_that_a_telephone_can_reach_is_drawn(workshop: Workshop) -> None:
    drawn = {}
    for url in ("http://127.0.0.1:8765", "http://localhost:8765", "https://192.0.2.7:8765"):
        screen = shown.Screen(workshop, Keys("00" * 32), lambda url=url: url)
        _board, drawn[url] = screen._look()
    assert [('class="qr"' in html) for html in drawn.values()] == [False, False, True]
