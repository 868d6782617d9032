"""The pages of a host, and the files that they use. Every text is escaped; nothing comes from elsewhere."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from aiohttp import web

from coach import messages
from coach.messages import gettext as _
from coach.workshop.host.log import Turned

if TYPE_CHECKING:
    from jinja2 import Environment

_OWN = "coach.workshop.host"
_SERVE = "textual_serve"
ASSETS: dict[str, tuple[str, str, str]] = {
    "host.css": (_OWN, "static/host.css", "text/css"),
    "join.js": (_OWN, "static/join.js", "text/javascript"),
    "seat.css": (_OWN, "static/seat.css", "text/css"),
    "seat.js": (_OWN, "static/seat.js", "text/javascript"),
    # The terminal: xterm.js, as textual-serve brings it along (MIT).
    "textual.js": (_SERVE, "static/js/textual.js", "text/javascript"),
    "xterm.css": (_SERVE, "static/css/xterm.css", "text/css"),
    "roboto-mono.ttf": (_SERVE, "static/fonts/RobotoMono-VariableFont_wght.ttf", "font/ttf"),
    "roboto-mono-italic.ttf": (_SERVE, "static/fonts/RobotoMono-Italic-VariableFont_wght.ttf", "font/ttf"),
}
"""Every file that is given out, by its name in the address; nothing else is, and no folder."""


def page(template: str, status: int = 200, **context: object) -> web.Response:
    """A page from a template."""
    text = environment().get_template(template).render(language=messages.language(), **context)
    return web.Response(text=text, status=status, content_type="text/html")


def message(status: int, text: str, request: web.Request | None = None) -> web.Response:
    """A calm page with one thing to say; a line of JSON for who asks for that."""
    if request is not None and wants_json(request):
        return web.json_response({"error": text}, status=status)
    return page("message.html.j2", status, text=text)


def refusal(kind: Turned, status: int, request: web.Request | None = None) -> web.Response:
    """The page for what was turned away: what is the matter, and what to do."""
    said = {
        Turned.HOST: _("This address is not one of this workshop. Type the one that is on the board."),
        Turned.ORIGIN: _("This came from another site, and is not done. Open the address of the workshop yourself."),
        Turned.RATE: _("That was a lot at once. Wait a moment, and try again."),
        Turned.CONNECTIONS: _("It is too busy here just now. Wait a moment, and try again."),
        Turned.TRIES: _("That code was wrong too often. Wait a few minutes, or ask your trainer."),
        Turned.NO_SEAT: _("You have no seat here yet. Come in with the code that is on the board."),
        Turned.NOT_FOUND: _("There is nothing here. Go to the start and come in with your code."),
        Turned.TOO_LARGE: _("That is too much at once."),
    }
    return message(status, said.get(kind, _("This cannot be done here. Go to the start and try again.")), request)


def asset(name: str) -> web.Response:
    """A file of `ASSETS`.

    Raises:
        web.HTTPNotFound: there is none of that name.
    """
    if name not in ASSETS:
        raise web.HTTPNotFound
    package, path, kind = ASSETS[name]
    return web.Response(body=_bytes(package, path), content_type=kind, charset="utf-8" if "text" in kind else None)


def wants_json(request: web.Request) -> bool:
    """Whether a program asks, and not a browser."""
    return request.headers.get("Accept", "").startswith("application/json")


@cache
def _bytes(package: str, path: str) -> bytes:
    try:
        return resources.files(package).joinpath(path).read_bytes()
    except FileNotFoundError:
        raise web.HTTPNotFound from None


@cache
def environment() -> Environment:
    """Where templates are read; every value in them is escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader(_OWN), autoescape=True, extensions=["jinja2.ext.i18n"],
        trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined,
    )  # fmt: skip
    made.install_gettext_callables(messages.gettext, messages.ngettext, newstyle=True)  # type: ignore[attr-defined]
    return made
