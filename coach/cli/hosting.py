"""`coach workshop run` and `host`: a workshop handed out over the network, with the trainer's console or without."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import signal
import socket
import ssl
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coach import locations
from coach.cli import output
from coach.cli.extra import how_to_get
from coach.messages import gettext as _
from coach.messages import ngettext
from coach.workshop import hall, shelf
from coach.workshop.plan import Plan
from coach.workshop.views import Stage
from coach.workshop.workshop import Workshop

if TYPE_CHECKING:
    from coach.workshop.host.address import Address
    from coach.workshop.host.server import Host
    from coach.workshop.host.terminal import Terminal

_LOG_BYTES = 256 * 1024
_WORKING = 4
"""Threads for the work of all screens together: with more, they keep the event loop from its turn."""
_WAITING = 64
"""The same with a language model: a talk holds a thread while it waits for its answer."""
_SWITCH = 0.001
"""Seconds that a thread may keep another one waiting; Python's own choice is five times that."""
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def run(
    plan: str | None, *, resume: str | None, title: str, seats: int | None, console: bool, address: Address,
) -> None:  # fmt: skip
    """Make a workshop after a plan, or go on with one, and serve it until the trainer leaves.

    Raises:
        click.UsageError: neither or both of `plan` and `resume`, no terminal for the console, or no such address.
    """
    if (plan is None) == (resume is None):
        raise click.UsageError(_("Say which plan, or with --resume which workshop to go on with."))
    chosen = _sized(shelf.plan(plan), seats) if plan else None
    _see_terminal(console)
    with hall.Held(hall.address()) as opened:
        gone = hall.sweep(opened, date.today())
        if gone:
            erased = ngettext(
                "{count} workshop past its date was erased.", "{count} workshops past their date were erased.",
                len(gone),
            )  # fmt: skip
            click.echo(erased.format(count=len(gone)), err=True)
        made = Workshop.create(opened, chosen, title=title) if chosen else Workshop.by_code(opened, resume or "")
        try:
            serve(made, address, console=console)
        except click.UsageError:
            if chosen:  # it never began
                made.wipe()
            raise


def host(code: str, *, console: bool, address: Address) -> None:
    """Serve a workshop that was made before, beside its other hosts.

    Raises:
        click.UsageError: no terminal for the console, or no such address.
    """
    _see_terminal(console)
    with hall.Held(hall.address()) as opened:
        serve(Workshop.by_code(opened, code), address, console=console)


def serve(workshop: Workshop, address: Address, *, console: bool) -> None:
    """Serve until the trainer leaves, or the program is told to stop; every seat is empty then.

    Raises:
        click.UsageError: it cannot listen there.
    """
    try:
        asyncio.run(_serve(workshop, address, console))
    except ssl.SSLError as error:
        raise click.UsageError(
            _("The certificate or its key cannot be used: {reason}").format(reason=error)
        ) from None
    except OSError as error:
        told = _listening(error, address.port)
        if told is None:
            raise
        raise click.UsageError(told) from None
    if workshop.stage is not Stage.CLOSED:
        click.echo(
            _("Everything is kept. To go on: coach workshop run --resume {code}").format(code=workshop.join_code)
        )


def address_of(
    *, port: int, bind: str | None, lan: bool, cert: Path | None, key: Path | None, url: str | None
) -> Address:
    """Where to listen, after the options.

    Raises:
        click.UsageError: they do not go together, a part is not installed, or there is no network.
    """
    see_extra()
    from coach.workshop.host import address

    if lan and bind:
        raise click.UsageError(_("--lan chooses the address by itself: use that, or --bind."))
    if key and not cert:
        raise click.UsageError(_("A key goes with a certificate: --cert."))
    if url and not url.startswith(("http://", "https://")):
        raise click.UsageError(_("An address begins with http:// or https://: {url}").format(url=url))
    chosen = bind or address.LOOPBACK
    if lan:
        found = address.network_address()
        if found is None:
            raise click.UsageError(_("This computer is on no network now. Connect it first, or leave --lan out."))
        chosen = found
    return address.Address(bind=chosen, port=port, certificate=cert, key=key, url=(url or "").rstrip("/"))


def see_extra() -> None:
    """Say what to install when the web parts are not there.

    Raises:
        click.UsageError: they are not.
    """
    try:
        import aiohttp  # noqa: F401
        import segno  # noqa: F401
        import sqlalchemy  # noqa: F401
        import textual_serve  # noqa: F401
    except ImportError:
        problem = _("For this, one more part is needed. {how}").format(how=how_to_get("web"))
        raise click.UsageError(problem) from None


async def _serve(workshop: Workshop, address: Address, console: bool) -> None:
    from coach.tui.workshop.terminal import open_terminal
    from coach.workshop.host.server import Host
    from coach.workshop.host.voices import SharedVoices

    _write_down(console)
    voices = SharedVoices()
    threads = _WAITING if voices.has_model else _WORKING
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(threads, "coach"))
    sys.setswitchinterval(_SWITCH)

    async def opened(seat: str) -> Terminal:
        return await open_terminal(workshop, seat, voices=voices.of(seat), report_at=f"{serving.url}/mine")

    serving = Host(workshop, opened, address)
    await serving.start()
    warming = asyncio.create_task(asyncio.to_thread(warm_up, workshop))
    try:
        if console:
            await _console(workshop, serving)
        else:
            await _until_told(serving)
    finally:
        await serving.stop()
        voices.close()
        await asyncio.gather(warming, return_exceptions=True)


def warm_up(workshop: Workshop) -> None:
    """Hold a line of a talk that nobody hears: what reading and answering need is in memory then."""
    from coach import phrasing, roleplay
    from coach.roleplay.practice import Practice
    from coach.store import open_store

    line = "Hoe kijk jij daar zelf naar?"
    simulated = next((one for one in workshop.plan.rounds if one.is_simulated), None)
    if simulated is None:
        phrasing.read(line, "")
    else:
        Practice(roleplay.employee(simulated.situation), open_store(None), seed=1).say(line)


async def _console(workshop: Workshop, host: Host) -> None:
    from coach.tui.workshop.console import ConsoleApp

    app = ConsoleApp(workshop, host)
    _on_signals(app.exit)
    await app.run_async()


async def _until_told(host: Host) -> None:
    over = asyncio.Event()
    _on_signals(over.set)
    for line in way_in(host):
        click.echo(output.safe(line))
    for line in host.warnings:
        click.echo(_("Note: {line}").format(line=line), err=True)
    sys.stdout.flush()
    await over.wait()


def way_in(host: Host) -> tuple[str, ...]:
    """What the trainer needs to have people come in."""
    return (
        host.workshop.title,
        _("Address: {url}").format(url=host.url),
        _("Join code: {code}").format(code=host.workshop.join_code),
        _("With the code in it: {url}").format(url=host.join_url),
        _("Board for the projector: {url}").format(url=host.board_url),
        _("Ctrl+C stops; everything is kept."),
    )


def _on_signals(stop: Callable[[], object]) -> None:
    """Leave in good order when asked from outside; a second time at once."""
    loop = asyncio.get_running_loop()
    for one in _SIGNALS:
        with suppress(NotImplementedError, RuntimeError):  # Windows: Ctrl+C ends the loop by itself
            loop.add_signal_handler(one, stop)


def _write_down(console: bool) -> None:
    """Lines without content: on standard error, or in a file when the screen is the console's."""
    handler: logging.Handler
    if console:
        path = locations.private_folder(locations.data()) / "workshop-host.log"
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        handler = RotatingFileHandler(path, maxBytes=_LOG_BYTES, backupCount=1, encoding="utf-8")
    else:
        handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%dT%H:%M:%S"))
    log = logging.getLogger("coach.workshop")
    log.handlers[:] = [handler]
    log.propagate = False
    log.setLevel(logging.INFO)


def _see_terminal(console: bool) -> None:
    if console and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError(_("The console needs a terminal to draw on. Without one: --no-console."))


def _sized(plan: Plan, seats: int | None) -> Plan:
    if seats is None:
        return plan
    if seats < plan.least:
        problem = _("This plan is for {least} participants or more.").format(least=plan.least)
        raise click.UsageError(problem)
    return plan.model_copy(update={"most": seats})


def _listening(error: OSError, port: int) -> str | None:
    """What is the matter with the address, in words; None when it is something else."""
    if error.errno == errno.EADDRINUSE:
        return _("Port {port} is in use. Choose another one with --port, or stop what uses it.").format(port=port)
    if error.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT) or isinstance(error, socket.gaierror):
        return _("This is no address of this computer. Leave --bind out, or use --lan.")
    if error.errno == errno.EACCES:
        return _("This port is not allowed here. Choose one above 1023 with --port.")
    return None
