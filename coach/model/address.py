"""Where a server stands, as far as its address tells: in this computer, in the own network, or outside."""

from __future__ import annotations

import ipaddress
from enum import IntEnum
from urllib.parse import urlsplit

_OWN_NETWORK = (
    ".local",
    ".lan",
    ".home",
    ".corp",
    ".intern",
    ".internal",
    ".intranet",
    ".private",
    ".localdomain",
    ".home.arpa",
)
"""Endings that nobody gets on the internet (RFC 6762, RFC 8375, ICANN's .internal) or that are in private use."""

CLOUD = ("-cloud", ":cloud")
"""How Ollama's names end of models that run with its makers, although the server itself is near."""


class Reach(IntEnum):
    """How far texts go."""

    COMPUTER = 0
    NETWORK = 1
    OUTSIDE = 2


def reach(url: str) -> Reach:
    """How far texts go to a URL, by its form: nothing is looked up. A name that may be outside counts as outside."""
    host = (urlsplit(url).hostname or "").rstrip(".").lower()
    literal = _literal(host)
    if literal is not None:
        return _of_address(literal)
    if host == "localhost" or host.endswith(".localhost"):
        return Reach.COMPUTER
    return Reach.NETWORK if "." not in host or host.endswith(_OWN_NETWORK) else Reach.OUTSIDE


def leaves(url: str, model: str = "") -> bool:
    """Whether texts leave this computer."""
    return reach(url) is not Reach.COMPUTER or model.lower().endswith(CLOUD)


def is_plain(url: str) -> bool:
    """Whether texts go unencrypted."""
    return urlsplit(url).scheme.lower() == "http"


def in_public(url: str) -> bool:
    """Whether texts would go unencrypted over the internet, as far as the form of the URL tells for sure."""
    host = urlsplit(url).hostname or ""
    return is_plain(url) and _literal(host) is not None and reach(url) is Reach.OUTSIDE


def admits(url: str, peer: str) -> bool:
    """Whether what answers at a URL may be spoken to.

    Unencrypted texts stay within the own network, whatever a name leads to; a name of this computer
    leads nowhere else.
    """
    literal = _literal(peer)
    found = Reach.OUTSIDE if literal is None else _of_address(literal)
    allowed = Reach.NETWORK if is_plain(url) else Reach.OUTSIDE
    return found <= (Reach.COMPUTER if reach(url) is Reach.COMPUTER else allowed)


def origin(url: str) -> str:
    """Scheme, host and port: what a key belongs to."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme.lower() == "https" else 80)
    host = (parts.hostname or "").lower()
    return f"{parts.scheme.lower()}://{f'[{host}]' if ':' in host else host}:{port}"


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        found = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def _of_address(found: ipaddress.IPv4Address | ipaddress.IPv6Address) -> Reach:
    if found.is_loopback or found.is_unspecified:
        return Reach.COMPUTER
    return Reach.OUTSIDE if found.is_global or found.is_multicast else Reach.NETWORK
