"""The board for the projector: a page that renews itself, for whoever has the trainer's link.

`/board/KEY` opens it and puts the key away in a cookie, so that it does not stand in the address bar that everyone
sees; from then on the page is `/board`, and its script asks `/board/now` for what has changed.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib import resources
from urllib.parse import urlsplit

from aiohttp import web

from coach.workshop import board_page
from coach.workshop.board import Board, Counted, board, count
from coach.workshop.board_page import Way
from coach.workshop.host.address import is_loopback
from coach.workshop.host.session import Keys
from coach.workshop.views import CurrentRound
from coach.workshop.workshop import Workshop

EVERY = 6.0
"""Seconds before a round that is held is counted again: that reads every talk of it."""
_DAY = 24 * 60 * 60
_FILES = {"board.css": "text/css", "board.js": "text/javascript"}
_DARK = ("donker", "dark")


def routes(workshop: Workshop, keys: Keys, url: Callable[[], str]) -> list[web.RouteDef]:
    """The routes of the board.

    Args:
        workshop: which one is shown.
        keys: what signs for this workshop; `keys.board` opens the board.
        url: what participants type to come in, without a slash at the end; asked when it is known where the host is.
    """
    screen = Screen(workshop, keys, url)
    return [
        web.get("/board", screen.page),
        web.get("/board/now", screen.now),
        web.get("/board/{name:board[.](?:css|js)}", _file),
        web.get("/board/{key:[0-9a-f]{1,64}}", screen.open),
    ]


class Remembering:
    """Counts a round, and counts it again only when that can give something else and some seconds have passed."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        """Remember nothing yet; `now` gives the time in seconds, for tests."""
        self._now = now
        self._of: tuple[object, ...] | None = None
        self._at = 0.0
        self._counted = Counted()

    def __call__(self, workshop: Workshop, one: CurrentRound) -> Counted:
        """For `coach.workshop.board.board`."""
        # Who withdraws or takes a consent back must be gone at the next look, not some seconds later.
        agreed = tuple((seat.id, seat.consent.sentences) for seat in workshop.seats)
        of = (one.number, one.ended, agreed, workshop.version if one.ended else 0)
        fresh = one.ended or self._now() - self._at < EVERY
        if of != self._of or not fresh:
            self._counted, self._of, self._at = count(workshop, one), of, self._now()
        return self._counted


class Screen:
    """What the routes do. However many projectors look, one look at a time is made."""

    def __init__(self, workshop: Workshop, keys: Keys, url: Callable[[], str]) -> None:
        """See `routes`."""
        self._workshop, self._keys, self._url = workshop, keys, url
        self._counting = Remembering()
        self._one_at_a_time = asyncio.Lock()

    async def open(self, request: web.Request) -> web.StreamResponse:
        """Put the key away, and go to the page without it."""
        if not self._keys.is_board(request.match_info["key"]):
            raise web.HTTPNotFound
        answer = web.HTTPFound("/board" + (f"?{_DARK[0]}" if _is_dark(request) else ""))
        # Lax: the trainer may click the link in a message. The board only shows; nothing can be done with it.
        answer.set_cookie(
            self._cookie, self._keys.board, max_age=_DAY, path="/board", httponly=True, samesite="Lax",
            secure=self._url().startswith("https:"),
        )  # fmt: skip
        raise answer

    async def page(self, request: web.Request) -> web.Response:
        """The page, still without a picture."""
        self._check(request)
        text = board_page.frame(self._workshop.title, dark=_is_dark(request))
        return web.Response(text=text, content_type="text/html")

    async def now(self, request: web.Request) -> web.Response:
        """The clock, and the picture unless the page has it already."""
        self._check(request)
        async with self._one_at_a_time:
            seen, html = await asyncio.to_thread(self._look)
        mark = board_page.mark(html)
        answer: dict[str, object] = {"mark": mark, **board_page.clock(seen)}
        if request.query.get("have") != mark:
            answer["html"] = html
        return web.json_response(answer)

    def _look(self) -> tuple[Board, str]:
        url = self._url()
        only_here = is_loopback(urlsplit(url).hostname or "")
        drawing = "" if only_here else drawn(f"{url}/j/{self._workshop.join_code}")
        seen = board(self._workshop, self._counting)
        return seen, board_page.picture(seen, Way(url, drawing))

    @property
    def _cookie(self) -> str:
        return f"{self._keys.cookie}_board"

    def _check(self, request: web.Request) -> None:
        """Refuse whoever has no key; in the same way as what is not there."""
        if not self._keys.is_board(request.cookies.get(self._cookie, "")):
            raise web.HTTPNotFound


@cache
def drawn(link: str) -> str:
    """A link as a QR code, an SVG element to put into a page; nothing when the library for it is not there."""
    with suppress(ImportError):
        import segno

        return segno.make(link, micro=False, error="m").svg_inline(omitsize=True, border=3)
    return ""


async def _file(request: web.Request) -> web.Response:
    name = request.match_info["name"]
    return web.Response(body=_bytes(name), content_type=_FILES[name], charset="utf-8")


@cache
def _bytes(name: str) -> bytes:
    return resources.files("coach.workshop.host").joinpath("static", name).read_bytes()


def _is_dark(request: web.Request) -> bool:
    return any(word in request.query for word in _DARK)
