"""`coach join`: take part in a workshop from a terminal. Asks what the page in the browser asks, then sits down."""

from __future__ import annotations

import asyncio
import re
import shutil
import ssl
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import aiohttp
import click

from coach.cli import output, seat_line
from coach.cli.asking import agrees
from coach.messages import gettext as _

_TRIES = 5
_PATIENCE = aiohttp.ClientTimeout(total=20)
_JSON = {"Accept": "application/json"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a workshop is: `http://host:port`, and the join code when it stands in the address."""

    base: str
    code: str


class Refused(Exception):
    """The host said no; the message is for the user."""

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        super().__init__(message)


def run(url: str, *, back: bool, ca: Path | None) -> None:
    """Join, and stay at the seat until its user leaves.

    Raises:
        click.UsageError: no such address, no terminal, or the host cannot be reached.
    """
    place = place_of(url)
    seat_line.see_terminal(f"{place.base}/j/{place.code}" if place.code else place.base)
    trusted = ssl.create_default_context(cafile=str(ca)) if ca else True
    try:
        ended = asyncio.run(_join(place, back, trusted))
    except aiohttp.ClientSSLError as error:
        problem = _("The certificate of {url} is not known here. If it is right, give it with --ca.")
        raise click.UsageError(problem.format(url=place.base)) from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        problem = _("There is no workshop at {url}. Look at the address once more.")
        raise click.UsageError(problem.format(url=place.base)) from error
    click.echo(ended)


def place_of(url: str) -> Place:
    """Where an address leads: with `/j/CODE` or `#CODE` in it or without, and without `http://` too.

    Raises:
        click.UsageError: it is none.
    """
    given = url.strip()
    parts = urlsplit(given if "://" in given else f"http://{given}")
    try:
        port = parts.port
    except ValueError:
        port = -1
    if parts.scheme not in ("http", "https") or not parts.hostname or port == -1 or parts.username:
        raise click.UsageError(_("This is no address: {url}").format(url=output.safe(given)))
    found = re.fullmatch(r"/j/([^/]+)/?", parts.path)
    code = unquote(found.group(1)) if found else unquote(parts.fragment)
    return Place(f"{parts.scheme}://{parts.netloc}", code)


async def _join(place: Place, back: bool, trusted: ssl.SSLContext | bool) -> str:
    # Cookies of an address in digits are kept only when asked for.
    jar = aiohttp.CookieJar(unsafe=True)
    connector = aiohttp.TCPConnector(ssl=trusted)
    async with aiohttp.ClientSession(cookie_jar=jar, connector=connector, timeout=_PATIENCE) as session:
        if back:
            await _come_back(session, place)
        else:
            await _come_in(session, place)
        return await seat_line.sit(session, place.base)


async def _come_back(session: aiohttp.ClientSession, place: Place) -> None:
    for _try in range(_TRIES):
        personal = await _ask(_("Personal code"))
        try:
            await _post(session, place, {"personal": personal})
            return
        except Refused as refused:
            _say_no(refused)
    raise click.Abort


async def _come_in(session: aiohttp.ClientSession, place: Place) -> None:
    asked = await _get(session, place)
    if asked.get("over"):
        raise _Over(_("This workshop is over. Your own pages are at {url}/mine").format(url=place.base))
    _say_what_is_kept(output.safe(str(asked.get("until", ""))))
    proposed = output.safe(str(asked.get("name", "")))
    code, consents = await _join_code(session, place), None
    _tell(_("Not your own name: then nothing that you say here can be traced to you."))
    for _try in range(_TRIES):
        name = await _ask(_("How do you want to be called?"), proposed)
        consents = consents if consents is not None else await _consents(asked)
        try:
            answer = await _post(session, place, {"code": code, "name": name, **consents})
        except Refused as refused:
            _say_no(refused)
            continue
        await _show_code(str(answer.get("personal", "")))
        return
    raise click.Abort


async def _join_code(session: aiohttp.ClientSession, place: Place) -> str:
    """The join code: a wrong one is refused before anything else is asked."""
    code = place.code
    for _try in range(_TRIES):
        code = code or await _ask(_("Join code, from the board"))
        try:
            await _post(session, place, {"code": code}, to="code")
            return code
        except Refused as refused:
            _say_no(refused)
            code = ""
    raise click.Abort


class _Over(click.ClickException):
    """There is nothing to join any more: nothing was typed wrong, so no word of how to type it."""

    exit_code = 2


def _say_what_is_kept(until: str) -> None:
    told = _(
        "What you type is kept for this workshop alone and erased after {date}; your employer gets nothing about "
        "you. Say nothing about a person who really exists."
    )
    _tell(told.format(date=until))


async def _consents(asked: dict[str, object]) -> dict[str, str]:
    """What this participant agrees to, as fields of the form."""
    found = {}
    questions = (
        ("sentences", _("May a sentence of yours be shown to all, without a name, to learn from?")),
        ("measures", _("May the trainer see your figures: open questions, summaries, notes?")),
    )
    for field, question in questions:
        if asked.get(field) and await asyncio.to_thread(agrees, question):
            found[field] = "on"
    return found


async def _show_code(personal: str) -> None:
    click.echo()
    _tell(_("Write this down: it is your personal code."))
    click.echo(f"\n    {output.safe(personal)}\n")
    _tell(_("With it you come back (coach join --back) and fetch your own two pages. It is shown only now."))
    _tell(_("Ctrl+\\ leaves your seat; it stays yours."))
    await _ask(_("Enter to go to your seat"), "")


def _tell(text: str) -> None:
    """Say a sentence, with the lines broken between words."""
    click.echo(click.wrap_text(text, width=min(100, shutil.get_terminal_size().columns - 1)))


async def _ask(question: str, default: str | None = None) -> str:
    found = await asyncio.to_thread(click.prompt, question, default=default, show_default=bool(default))
    return str(found).strip()


async def _get(session: aiohttp.ClientSession, place: Place) -> dict[str, object]:
    async with session.get(f"{place.base}/", headers=_JSON) as answer:
        return await _read(answer)


async def _post(
    session: aiohttp.ClientSession, place: Place, fields: dict[str, str], *, to: str = "join"
) -> dict[str, object]:
    headers = {**_JSON, "Origin": place.base}
    async with session.post(f"{place.base}/{to}", data=fields, headers=headers) as answer:
        return await _read(answer)


async def _read(answer: aiohttp.ClientResponse) -> dict[str, object]:
    try:
        found = await answer.json()
    except (aiohttp.ContentTypeError, ValueError):
        found = None
    if not isinstance(found, dict):
        raise aiohttp.ClientError(answer.status)
    if answer.status >= 400:
        raise Refused(answer.status, output.safe(str(found.get("error", ""))))
    return found


def _say_no(refused: Refused) -> None:
    click.echo(str(refused), err=True)
    if refused.status == 429:
        raise click.Abort
