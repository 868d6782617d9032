"""Coming in: a join code and a pseudonym, or a personal code to come back; then the seat is this browser's."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web

from coach.workshop import codes
from coach.workshop.errors import Refusal, WorkshopError
from coach.workshop.host import guard, line, pages
from coach.workshop.host.aside import aside
from coach.workshop.host.guard import Guard, TurnedAway
from coach.workshop.host.lines import Lines
from coach.workshop.host.log import Log, Turned
from coach.workshop.host.session import Keys
from coach.workshop.kept import wrong_code
from coach.workshop.seat import Consent, Seat
from coach.workshop.views import Stage
from coach.workshop.workshop import Workshop

_DAY = 24 * 60 * 60
_LONGEST = 64
_SPARE_LINES = 10
"""Lines more than there are seats: while one takes over from another, there are two for a moment."""


class Entrance:
    """The routes by which people come to a seat."""

    def __init__(
        self, workshop: Workshop, keys: Keys, guard: Guard, lines: Lines, log: Log, *, encrypted: bool
    ) -> None:
        self._workshop, self._keys, self._guard, self._lines = workshop, keys, guard, lines
        self._log, self._encrypted = log, encrypted
        self._sockets = 0
        self._joins = asyncio.Lock()

    def routes(self) -> list[web.RouteDef]:
        """Those of this part."""
        return [
            web.get("/", self.door),
            web.get("/j/{code}", self.door),
            web.post("/code", self.code),
            web.post("/join", self.join),
            web.get("/here", self.here),
            web.post("/leave", self.leave),
            web.get("/seat", self.seat),
            web.get("/ws", self.line),
        ]

    async def door(self, request: web.Request) -> web.Response:
        """The page to come in by; with the code in its address it is filled in."""
        return await self._door(request, {"code": request.match_info.get("code", "")[:_LONGEST]})

    async def code(self, request: web.Request) -> web.Response:
        """Whether a join code is that of this workshop, before anything else is asked; a wrong one is counted."""
        fields = await guard.form(request)
        self._guard.check_tries(request)
        self._see_code(request, fields)
        return web.json_response({"ok": True})

    async def join(self, request: web.Request) -> web.Response:
        """Take a seat, or come back to one; the personal code is shown this once."""
        already = await self._seat(request)
        fields = await guard.form(request)
        if already is not None and not pages.wants_json(request):
            raise web.HTTPSeeOther("/seat")
        self._guard.check_tries(request)
        try:
            if fields.get("personal", "").strip():
                return await self._back(request, fields)
            return await self._new(request, fields)
        except WorkshopError as error:
            if pages.wants_json(request):
                raise
            kind = Turned.WRONG_CODE if error.refusal is Refusal.WRONG_CODE else Turned.REFUSED
            self._log.turned(kind, self._guard.remote(request), error.refusal.value)
            status = 403 if error.refusal is Refusal.WRONG_CODE else 409
            return await self._door(request, fields, str(error), status)

    async def here(self, request: web.Request) -> web.Response:
        """Whether this browser has a seat, for the page; nobody else can ask for it."""
        seat = await self._seat(request)
        return web.json_response({"name": seat.name if seat else None})

    async def leave(self, request: web.Request) -> web.Response:
        """Someone else wants to come in at this browser; the seat stays, with its personal code."""
        await guard.form(request)
        answer = web.HTTPSeeOther("/")
        answer.del_cookie(self._keys.cookie, path="/")
        raise answer

    async def seat(self, request: web.Request) -> web.Response:
        """The page with the terminal."""
        seat = await self._seat(request)
        if seat is None:
            raise TurnedAway(Turned.NO_SEAT, 403)
        answer = pages.page("seat.html.j2", name=seat.name, title=self._workshop.title)
        # The terminal script makes style elements of its own; the page has no text that anyone wrote.
        answer.headers["Content-Security-Policy"] = guard.policy(request, inline_style=True)
        return answer

    async def line(self, request: web.Request) -> web.StreamResponse:
        """The websocket of a seat."""
        seat = await self._seat(request)
        if seat is None:
            raise TurnedAway(Turned.NO_SEAT, 403)
        if self._sockets >= len(self._workshop.seats) + _SPARE_LINES:
            raise TurnedAway(Turned.CONNECTIONS, 503)
        if "websocket" not in request.headers.get("Upgrade", "").lower():
            raise TurnedAway(Turned.BAD_INPUT, 400)
        self._sockets += 1
        try:
            held = await line.serve(request, seat.id, self._lines)
        finally:
            self._sockets -= 1
        if held.too_large:
            self._log.turned(Turned.FRAME, self._guard.remote(request))
        return held.socket

    async def _new(self, request: web.Request, fields: dict[str, str]) -> web.Response:
        workshop = self._workshop
        self._see_code(request, fields)
        consent = Consent(
            measures="measures" in fields and workshop.plan.trainer_sees_measures,
            sentences="sentences" in fields and workshop.plan.share_sentences,
        )
        joined = await aside(workshop.join, fields.get("name", ""))
        await aside(workshop.agree, joined.seat.id, consent)
        if pages.wants_json(request):
            answer = web.json_response({"name": joined.seat.name, "personal": joined.code})
        else:
            answer = pages.page("joined.html.j2", name=joined.seat.name, personal=joined.code, **self._kept())
        return self._seated(answer, joined.seat)

    def _see_code(self, request: web.Request, fields: dict[str, str]) -> None:
        """Raise when the join code is not that of this workshop, and count that."""
        if not guard.same(codes.read(self._workshop.join_code), codes.read(fields.get("code", ""))):
            self._guard.count_wrong(request)
            raise wrong_code()

    async def _back(self, request: web.Request, fields: dict[str, str]) -> web.Response:
        try:
            seat = await aside(self._workshop.seat_by_code, fields["personal"])
        except WorkshopError as error:
            if error.refusal is Refusal.WRONG_CODE:
                self._guard.count_wrong(request)
            raise
        if pages.wants_json(request):
            return self._seated(web.json_response({"name": seat.name}), seat)
        answer = web.HTTPSeeOther("/seat")
        self._set_cookie(answer, seat)
        raise answer

    def _seated(self, answer: web.Response, seat: Seat) -> web.Response:
        self._set_cookie(answer, seat)
        return answer

    def _set_cookie(self, answer: web.StreamResponse, seat: Seat) -> None:
        answer.set_cookie(
            self._keys.cookie, self._keys.token(seat.id), max_age=_DAY, path="/", httponly=True, samesite="Strict",
            secure=self._encrypted,
        )  # fmt: skip

    async def _seat(self, request: web.Request) -> Seat | None:
        """The seat of this browser, or None."""
        token = request.cookies.get(self._keys.cookie)
        if not token:
            return None

        def found() -> Seat | None:
            seat_id = self._keys.seat_of(token)
            if seat_id is None:
                return None
            self._workshop.refresh()
            return self._workshop.seat(seat_id)

        try:
            return await aside(found)
        except WorkshopError as error:
            if error.refusal is Refusal.UNKNOWN:
                return None
            raise

    async def _door(
        self, request: web.Request, fields: dict[str, str], problem: str = "", status: int = 200
    ) -> web.Response:
        await aside(self._workshop.refresh)
        if pages.wants_json(request):
            return web.json_response(await self._asked())
        seat, plan = await self._seat(request), self._workshop.plan
        code = codes.read(fields.get("code", ""))[: codes.JOIN_SIGNS]
        return pages.page(
            "join.html.j2", status, problem=problem, seat=seat, code=codes.shown(code) if code.isalnum() else "",
            name=fields.get("name", "")[:_LONGEST] or await aside(self._workshop.free_name),
            asks_measures=plan.trainer_sees_measures, asks_sentences=plan.share_sentences,
            measures="measures" in fields, sentences="sentences" in fields,
            coming_back=bool(fields.get("personal")), is_over=self._workshop.stage is Stage.CLOSED, **self._kept(),
        )  # fmt: skip

    async def _asked(self) -> dict[str, object]:
        """What the page asks, for a program that asks it itself."""
        plan = self._workshop.plan
        return {
            "name": await aside(self._workshop.free_name), "measures": plan.trainer_sees_measures,
            "sentences": plan.share_sentences, "over": self._workshop.stage is Stage.CLOSED, **self._kept(),
        }  # fmt: skip

    def _kept(self) -> dict[str, Any]:
        return {"until": f"{self._workshop.keep_until:%d-%m-%Y}"}
