"""Fetching what is taken home, with a personal code and with nothing else: no cookie opens it."""

from __future__ import annotations

import asyncio

from aiohttp import web

from coach.messages import gettext as _
from coach.workshop import render
from coach.workshop.errors import Refusal, WorkshopError
from coach.workshop.host import guard, pages
from coach.workshop.host.aside import aside
from coach.workshop.host.guard import Guard
from coach.workshop.host.log import Log, Turned
from coach.workshop.take_home import TakeHome
from coach.workshop.workshop import Workshop


class Reports:
    """The routes to one's own report."""

    def __init__(self, workshop: Workshop, guard: Guard, log: Log) -> None:
        self._workshop, self._guard, self._log = workshop, guard, log
        self._making = asyncio.Semaphore(2)

    def routes(self) -> list[web.RouteDef]:
        """Those of this part."""
        return [web.get("/mine", self.ask), web.post("/mine", self.fetch)]

    async def ask(self, request: web.Request) -> web.Response:
        """The page that asks for the personal code."""
        return self._page()

    async def fetch(self, request: web.Request) -> web.Response:
        """The report of this code: as a page, or to save as a page or as text."""
        fields = await guard.form(request)
        self._guard.check_tries(request)
        try:
            found = await self._made(fields.get("personal", ""))
        except WorkshopError as error:
            if error.refusal is Refusal.WRONG_CODE:
                self._guard.count_wrong(request)
            if error.refusal is not Refusal.WRONG_CODE or pages.wants_json(request):
                raise
            self._log.turned(Turned.WRONG_CODE, self._guard.remote(request))
            return self._page(str(error), 403)
        return self._answer(request, found, fields.get("as", "page"))

    async def _made(self, personal: str) -> TakeHome:
        async with self._making:
            return await aside(self._workshop.take_home, personal)

    def _answer(self, request: web.Request, found: TakeHome, form: str) -> web.Response:
        if form == "markdown":
            text, kind, ending = render.take_home_markdown(found), "text/markdown", "md"
        else:
            text, kind, ending = render.take_home_html(found), "text/html", "html"
        answer = web.Response(text=text, content_type=kind)
        answer.headers["Content-Security-Policy"] = guard.policy(request, inline_style=True)
        if form != "page":
            name = _("my-workshop")
            answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
        return answer

    def _page(self, problem: str = "", status: int = 200) -> web.Response:
        return pages.page("mine.html.j2", status, problem=problem, until=f"{self._workshop.keep_until:%d-%m-%Y}")
