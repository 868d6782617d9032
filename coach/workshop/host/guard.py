"""What every request passes first: its name, its origin, how much was asked; and what every answer carries."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from coach.workshop.errors import Refusal, WorkshopError
from coach.workshop.host import pages
from coach.workshop.host.address import Address, is_loopback
from coach.workshop.host.door import Door
from coach.workshop.host.limits import Rate
from coach.workshop.host.log import LOG, Log, Turned

LARGEST_BODY = 16 * 1024
"""Bytes of a form at most."""
REQUESTS = (600, 60)
"""Requests of one address: so many at once, and so many a second after that. A class behind one router is one."""
TRIES = (30, 30 / 600)
"""Wrong codes of one address, counted in the same way."""
_SLOW_FORM = 10.0
_SAFE = frozenset(("GET", "HEAD"))
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # With «no-referrer» a browser sends no origin with a form either.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'{style}; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self' {line}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_STATUS = {
    Refusal.WRONG_CODE: 403, Refusal.UNKNOWN: 404, Refusal.BAD_NAME: 400, Refusal.BAD_TEXT: 400, Refusal.FULL: 409,
    Refusal.CLOSED: 410, Refusal.KEPT_NOT: 503, Refusal.NOT_YOURS: 403, Refusal.NOT_AGREED: 403,
}  # fmt: skip
_TURNED = {404: Turned.NOT_FOUND, 405: Turned.METHOD, 413: Turned.TOO_LARGE}


class TurnedAway(Exception):
    """A request that is refused with a calm page."""

    def __init__(self, kind: Turned, status: int) -> None:
        self.kind, self.status = kind, status
        super().__init__(kind.value)


class Guard:
    """Stands before every route of a host."""

    def __init__(self, address: Address, hosts: Callable[[], frozenset[str]], door: Door, log: Log) -> None:
        self._address, self._hosts, self._door, self._log = address, hosts, door, log
        self._requests = Rate(*REQUESTS)
        self.tries = Rate(*TRIES)

    def remote(self, request: web.Request) -> str:
        """Who asks: the network address, as told by the proxy where there is one."""
        if self._address.behind_proxy:
            told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
            if told:
                return told[:80]
        return request.remote or ""

    @property
    def middleware(self) -> Middleware:
        """For the application."""

        @web.middleware
        async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
            if request.transport is not None:
                self._door.spoke(request.transport.get_extra_info("peername"))
            try:
                self._check(request)
                return await handler(request)
            except TurnedAway as turned:
                return self.refused(request, turned.kind, turned.status)
            except WorkshopError as error:
                kind = Turned.WRONG_CODE if error.refusal is Refusal.WRONG_CODE else Turned.REFUSED
                self._log.turned(kind, self.remote(request), error.refusal.value)
                return pages.message(_STATUS.get(error.refusal, 409), str(error), request)
            except web.HTTPException as error:
                if error.status < 400:
                    raise
                return self.refused(request, _TURNED.get(error.status, Turned.BAD_INPUT), error.status)
            except (ConnectionError, asyncio.CancelledError):
                raise
            except Exception as error:
                # The kind of error and where it came up: never its text, which can quote what was sent.
                LOG.error("%s in %s", type(error).__name__, _place(error))
                return self.refused(request, Turned.FAILED, 500)

        return guarded

    def refused(self, request: web.Request, kind: Turned, status: int) -> web.Response:
        """A calm page, and a line in the log."""
        self._log.turned(kind, self.remote(request))
        return pages.refusal(kind, status, request)

    async def finish(self, request: web.Request, response: web.StreamResponse) -> None:
        """Give an answer its headers; for `on_response_prepare`."""
        response.headers["Server"] = "coach"
        if request.path.startswith("/assets/") and response.status == 200:
            response.headers.setdefault("Cache-Control", "max-age=300")
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if "Content-Security-Policy" not in response.headers:
            response.headers["Content-Security-Policy"] = policy(request)

    def count_wrong(self, request: web.Request) -> None:
        """Count a wrong code."""
        self.tries.allows(self.remote(request))

    def check_tries(self, request: web.Request) -> None:
        """Refuse whoever typed too many wrong codes.

        Raises:
            TurnedAway: for some minutes.
        """
        if not self.tries.has(self.remote(request)):
            raise TurnedAway(Turned.TRIES, 429)

    def _check(self, request: web.Request) -> None:
        if len(request.headers.getall("Host", [])) != 1 or request.host.lower() not in self._hosts():
            raise TurnedAway(Turned.HOST, 421)
        origins = request.headers.getall("Origin", [])
        if len(origins) > 1 or (origins and not self._is_own(origins[0])):
            raise TurnedAway(Turned.ORIGIN, 403)
        asks_for_line = "upgrade" in request.headers.get("Connection", "").lower()
        if not origins and (request.method not in _SAFE or asks_for_line):
            raise TurnedAway(Turned.ORIGIN, 403)
        if not self._requests.allows(self.remote(request)):
            raise TurnedAway(Turned.RATE, 429)

    def _is_own(self, origin: str) -> bool:
        found = urlsplit(origin)
        scheme = "https" if self._address.encrypted else "http"
        if found.netloc.lower() not in self._hosts():
            return False
        # On this computer itself, nobody passes the proxy.
        return found.scheme == scheme or (self._address.behind_proxy and is_loopback(found.hostname or ""))


async def form(request: web.Request) -> dict[str, str]:
    """The fields of a form; of a field that comes twice the last. Files are passed over.

    Raises:
        TurnedAway: too slow, or not a form.
    """
    if request.content_type not in ("application/x-www-form-urlencoded", "multipart/form-data"):
        raise TurnedAway(Turned.BAD_INPUT, 415)
    try:
        async with asyncio.timeout(_SLOW_FORM):
            fields = await request.post()
    except TimeoutError:
        raise TurnedAway(Turned.SLOW, 408) from None
    except (ValueError, LookupError, AssertionError):
        raise TurnedAway(Turned.BAD_INPUT, 400) from None
    return {name: value for name, value in fields.items() if isinstance(value, str)}


def policy(request: web.Request, *, inline_style: bool = False) -> str:
    """The content security policy of a page: nothing from elsewhere, no script in the page itself."""
    # Not every browser counts a websocket to the same host as 'self'.
    line = f"ws://{request.host} wss://{request.host}" if _is_plain(request.host) else ""
    return _POLICY.format(style=" 'unsafe-inline'" if inline_style else "", line=line)


def same(one: str, other: str) -> bool:
    """Whether two codes are the same; takes as long when they are not."""
    return secrets.compare_digest(one.encode(), other.encode())


def _is_plain(host: str) -> bool:
    return host.isascii() and all(sign.isalnum() or sign in ".-:[]" for sign in host)


def _place(error: Exception) -> str:
    step = error.__traceback__
    while step is not None and step.tb_next is not None:
        step = step.tb_next
    return f"{step.tb_frame.f_code.co_filename.rpartition('coach')[2]}:{step.tb_lineno}" if step else "?"
