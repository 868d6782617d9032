"""Where a host listens, and under which addresses people may come to it."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

LOOPBACK = "127.0.0.1"
PORT = 8765
_LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a host listens.

    Attributes:
        bind: the network address; only this computer can reach the default.
        port: 0 for any free one.
        certificate, key: PEM files; with both the line is encrypted.
        url: what people type when a proxy stands before the host, such as `https://coach.example.nl`. The proxy is
            then believed about who asks.
    """

    bind: str = LOOPBACK
    port: int = PORT
    certificate: Path | None = None
    key: Path | None = None
    url: str = ""

    @property
    def encrypted(self) -> bool:
        """Whether what participants type travels encrypted."""
        return bool(self.certificate) or self.url.startswith("https:")

    @property
    def behind_proxy(self) -> bool:
        """Whether a proxy stands before the host."""
        return bool(self.url)

    @property
    def only_here(self) -> bool:
        """Whether only this computer can reach the host."""
        return is_loopback(self.bind)

    def binds(self) -> tuple[str, ...]:
        """Every address to listen at: this computer itself always can."""
        if self.only_here or is_any(self.bind):
            return (self.bind,)
        return (self.bind, LOOPBACK)

    def base(self, port: int) -> str:
        """What people type, without a slash at the end."""
        if self.url:
            return self.url.rstrip("/")
        shown = network_address() or LOOPBACK if is_any(self.bind) else self.bind
        return f"{'https' if self.certificate else 'http'}://{bracketed(shown)}:{port}"

    def hosts(self, port: int) -> frozenset[str]:
        """What may stand in the header `Host`, in small letters."""
        names = {*_LOOPBACK_NAMES, urlsplit(self.base(port)).hostname or "", bracketed(self.bind)}
        found = {f"{bracketed(name)}:{port}" for name in names if name}
        standard = 443 if self.certificate else 80
        if port == standard:
            found |= {bracketed(name) for name in names if name}
        return frozenset(one.lower() for one in found | {urlsplit(self.base(port)).netloc})


def network_address() -> str | None:
    """The address of this computer on the local network, or None without one. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # An address for documentation: no packet leaves, the system only chooses a way out.
            probe.connect(("192.0.2.1", 9))
            found = str(probe.getsockname()[0])
        except OSError:
            return None
    return None if is_loopback(found) or is_any(found) else found


def is_loopback(name: str) -> bool:
    """Whether only this computer can reach what listens there."""
    try:
        return ipaddress.ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return name == "localhost"


def is_any(name: str) -> bool:
    """Whether it stands for all addresses of this computer."""
    return name.strip("[]") in ("0.0.0.0", "::", "")


def bracketed(name: str) -> str:
    """A name or number as it stands in a URL."""
    return f"[{name}]" if ":" in name and not name.startswith("[") else name


def shortened(remote: str) -> str:
    """An address for a log: the network, and not which computer in it."""
    try:
        address = ipaddress.ip_address(remote)
    except ValueError:
        return "?"
    if address.is_loopback:
        return "loopback"
    size = 24 if address.version == 4 else 48
    return str(ipaddress.ip_network((address, size), strict=False))
