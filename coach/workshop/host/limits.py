"""How much one address may ask, and how many tries it gets. Numbers, in memory, forgotten when old."""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable

_MOST_ADDRESSES = 4096


class Rate:
    """So many at once, and so many a second after that, for each address."""

    def __init__(self, at_once: float, a_second: float, now: Callable[[], float] = time.monotonic) -> None:
        self._at_once, self._a_second, self._now = at_once, a_second, now
        self._left: dict[str, tuple[float, float]] = {}

    def allows(self, address: str) -> bool:
        """Whether one more is allowed; it is counted."""
        left = self._have(address)
        if left < 1:
            return False
        self._keep(address, left - 1)
        return True

    def has(self, address: str) -> bool:
        """Whether one more would be allowed."""
        return self._have(address) >= 1

    def _have(self, address: str) -> float:
        left, since = self._left.get(of(address), (self._at_once, self._now()))
        return min(self._at_once, left + (self._now() - since) * self._a_second)

    def _keep(self, address: str, left: float) -> None:
        if len(self._left) >= _MOST_ADDRESSES:
            full = [key for key in self._left if self._have(key) >= self._at_once]
            for key in full or list(self._left)[: _MOST_ADDRESSES // 2]:
                del self._left[key]
        self._left[of(address)] = (left, self._now())


def of(remote: str) -> str:
    """What counts as one address: a network of one household for IPv6."""
    try:
        address = ipaddress.ip_address(remote)
    except ValueError:
        return remote[:80]
    return remote if address.version == 4 else str(ipaddress.ip_network((address, 64), strict=False))
