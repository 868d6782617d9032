"""The host: one process, one event loop, a terminal for every seat and a line to each over a websocket.

    host = Host(workshop, lambda seat: open_terminal(workshop, seat), Address())
    await host.start()          # raises OSError when the port is taken
    …
    await host.stop()

Several hosts on one database hold one workshop together; a seat is open at one of them at a time.
"""

from __future__ import annotations

import asyncio
import platform
import ssl
from contextlib import suppress

from aiohttp import web

from coach.messages import gettext as _
from coach.workshop.host import board, pages
from coach.workshop.host.address import Address
from coach.workshop.host.aside import aside
from coach.workshop.host.door import Door, Guest
from coach.workshop.host.entrance import Entrance
from coach.workshop.host.guard import LARGEST_BODY, Guard
from coach.workshop.host.lines import Lines
from coach.workshop.host.log import QUIET, Log
from coach.workshop.host.report import Reports
from coach.workshop.host.session import Keys
from coach.workshop.host.terminal import Opener
from coach.workshop.workshop import Workshop

_CONNECTIONS = 400
_CONNECTIONS_EACH = 200
"""Connections at once, in all and from one address: a class behind one router is one address."""
_IDLE = 20.0


class Host:
    """Serves one workshop. `address.port` 0 takes any free port; `port` says which.

    Attributes:
        name: under which the workshop knows this program; the same when it is started again.
        lines: the seats that are open here.
        log: what was turned away.
    """

    def __init__(
        self, workshop: Workshop, opener: Opener, address: Address | None = None, *, name: str | None = None
    ) -> None:
        """Make a host; raises nothing and opens nothing.

        Args:
            workshop: what is served.
            opener: opens the terminal of a seat.
            address: where to listen; this computer only when None.
            name: as above; the name of this computer and the port when None.
        """
        self.workshop, self.address = workshop, address or Address()
        self.port = self.address.port
        self.name = name or f"{platform.node()[:60]}:{self.port}"
        self.log = Log()
        self.lines = Lines(workshop, opener, self.name)
        self._keys: Keys | None = None
        self._runner: web.AppRunner | None = None
        self._servers: list[asyncio.Server] = []
        self._looking: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Listen; the workshop knows then that nobody sits here yet.

        Raises:
            OSError: the port is taken, or the address is not one of this computer.
            ssl.SSLError: the certificate or its key cannot be used.
            WorkshopError: the workshop was erased, or cannot be kept.
        """
        encryption = self._encryption()
        self._keys = await aside(Keys.of, self.workshop)
        door = Door(_CONNECTIONS, _CONNECTIONS_EACH, self.log, each=not self.address.behind_proxy)
        runner = web.AppRunner(
            self._application(door, self._keys), access_log=None, logger=QUIET, keepalive_timeout=_IDLE,
            shutdown_timeout=3,
        )  # fmt: skip
        await runner.setup()
        self._runner = runner
        try:
            await self._listen(door, encryption)
            await aside(self.workshop.host_started, self.name)
        except BaseException:
            await self.stop()
            raise
        self._looking = asyncio.create_task(self.lines.look())

    async def stop(self) -> None:
        """Close every line and terminal; everyone's seat is empty then. Harmless when done already."""
        if self._looking is not None:
            self._looking.cancel()
            with suppress(asyncio.CancelledError):
                await self._looking
        for server in self._servers:
            server.close()
        self._servers.clear()
        runner, self._runner = self._runner, None
        await self.lines.stop()
        if runner is not None:
            await runner.cleanup()

    @property
    def url(self) -> str:
        """What participants type to come in."""
        return self.address.base(self.port)

    @property
    def join_url(self) -> str:
        """The same with the join code in it."""
        return f"{self.url}/j/{self.workshop.join_code}"

    @property
    def board_url(self) -> str:
        """The board for the projector; whoever has this address can see it."""
        return f"{self.url}/board/{self.keys.board}"

    @property
    def keys(self) -> Keys:
        """What this host signs with; there after `start`."""
        assert self._keys is not None
        return self._keys

    @property
    def connected(self) -> int:
        """How many seats have a line to this host now."""
        return self.lines.connected

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the trainer must know of how this host can be reached."""
        found = []
        if not self.address.only_here:
            found.append(_("Everyone on this network can open the address; only who has the join code comes in."))
            if not self.address.encrypted:
                found.append(
                    _(
                        "The line is not encrypted: on a network that others use, they could read along. "
                        "Use a network of your own, or give a certificate: --cert and --key."
                    )
                )
        return tuple(found)

    def _application(self, door: Door, keys: Keys) -> web.Application:
        guard = Guard(self.address, lambda: self.address.hosts(self.port), door, self.log)
        made = web.Application(client_max_size=LARGEST_BODY, middlewares=[guard.middleware], logger=QUIET)
        made.on_response_prepare.append(guard.finish)
        entrance = Entrance(self.workshop, keys, guard, self.lines, self.log, encrypted=self.address.encrypted)
        made.add_routes(entrance.routes())
        made.add_routes(Reports(self.workshop, guard, self.log).routes())
        made.add_routes([web.get("/health", _health), web.get("/assets/{name}", _asset)])
        made.add_routes(board.routes(self.workshop, keys, lambda: self.url))
        return made

    async def _listen(self, door: Door, encryption: ssl.SSLContext | None) -> None:
        assert self._runner is not None
        make = self._runner.server
        assert make is not None
        loop = asyncio.get_running_loop()
        for bind in self.address.binds():
            server = await loop.create_server(
                lambda: Guest(door, make), bind.strip("[]"), self.port, ssl=encryption, backlog=256
            )
            self._servers.append(server)
            if not self.port:
                self.port = int(server.sockets[0].getsockname()[1])

    def _encryption(self) -> ssl.SSLContext | None:
        if self.address.certificate is None:
            return None
        made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        made.minimum_version = ssl.TLSVersion.TLSv1_2
        made.load_cert_chain(self.address.certificate, self.address.key)
        return made


async def _health(request: web.Request) -> web.Response:
    return web.json_response({"ok": True})


async def _asset(request: web.Request) -> web.Response:
    return pages.asset(request.match_info["name"])
