"""Threads of the host's own: who comes in or back does not wait until the talks of others have been worked on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")
_THREADS = ThreadPoolExecutor(4, "coach-host")


async def aside(action: Callable[_Given, _Made], *given: _Given.args, **named: _Given.kwargs) -> _Made:
    """Do something that can take a moment, such as writing to the database, beside the event loop."""
    return await asyncio.get_running_loop().run_in_executor(_THREADS, partial(action, *given, **named))
