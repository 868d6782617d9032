"""A real host on loopback with echo terminals, and browsers before it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import aiohttp
import pytest
from workshop_host_kit import Browser, EchoTerminal, echo_opener

from coach.workshop import Hall, Workshop, shelf
from coach.workshop.host.address import Address
from coach.workshop.host.server import Host


@pytest.fixture
def workshop(hall: Hall) -> Workshop:
    return Workshop.create(hall, shelf.plan("kennismaking"))


@pytest.fixture
def terminals() -> list[EchoTerminal]:
    """Every terminal that the host opened."""
    return []


@pytest.fixture
async def host(workshop: Workshop, terminals: list[EchoTerminal]) -> AsyncIterator[Host]:
    serving = Host(workshop, echo_opener(workshop, terminals), Address(port=0), name="here")
    await serving.start()
    yield serving
    await serving.stop()


@pytest.fixture
async def browser(host: Host) -> AsyncIterator[Callable[[], Browser]]:
    """Makes browsers, each with cookies of its own."""
    sessions: list[aiohttp.ClientSession] = []

    def make(other: Host | None = None) -> Browser:
        sessions.append(
            aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True), connector=aiohttp.TCPConnector(limit=0))
        )
        return Browser(other or host, sessions[-1])

    yield make
    for session in sessions:
        await session.close()
