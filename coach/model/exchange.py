"""One question to a server over HTTP: it can be broken off from another thread, and goes nowhere else.

Redirections are not followed, certificates are verified against the system's own (or `SSL_CERT_FILE`), and what
goes unencrypted stays within the own network, whatever a name leads to.
"""

from __future__ import annotations

import email.utils
import importlib.util
import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from coach.model import address
from coach.model.answer import complaint
from coach.model.dialect import is_too_long
from coach.model.fault import Broken, Fault

if TYPE_CHECKING:
    import httpx2

_BEFORE_SENDING = ("connect_tcp.complete", "start_tls.complete", "send_request_headers.started")
_ERROR_BYTES = 1 << 16
_MOST_BYTES = 1 << 24
_SELF_SIGNED, _EXPIRED, _OTHER_HOST = 18, 10, (62, 64)
"""Numbers of OpenSSL for what is wrong with a certificate (X509_V_ERR_…)."""


class Stopped(Exception):
    """The question was broken off by this side."""


class Exchange:
    """A question, and the connection that it goes over; made for one question."""

    def __init__(self, key: str | None, trust: ssl.SSLContext | None) -> None:
        """Nothing is opened yet.

        Args:
            key: what the server wants to see; None for nothing.
            trust: which certificates are believed; needed for https.
        """
        self._key = key
        self._trust = trust
        self._lock = threading.Lock()
        self._wire: Any = None
        self._stopped = False
        self._over = False

    def stop(self) -> None:
        """Break off; a thread that waits for the server wakes up."""
        with self._lock:
            self._stopped = True
            self._shut()

    @contextmanager
    def asked(
        self, method: str, url: str, told: Any = None, *, connect: float, read: float
    ) -> Iterator[httpx2.Response]:
        """The server's response, of which only the head has come in; `connect` and `read` are seconds.

        Raises:
            Broken: there is none, or it says that something is wrong.
            Stopped: it was broken off.
        """
        library = _library()
        timeout = library.Timeout(read, connect=connect)
        # A proxy of the system is for what goes outside; there it carries what is encrypted already.
        outside = address.reach(url) is address.Reach.OUTSIDE and not address.is_plain(url)
        try:
            with (
                library.Client(verify=self._verify(url), trust_env=outside, timeout=timeout) as client,
                client.stream(
                    method,
                    url,
                    content=_encoded(told),
                    headers=self._headers(told),
                    extensions={"trace": self._see(url)},
                ) as response,
            ):
                self._checked(response, url)
                yield response
        except (library.TransportError, library.DecodingError, ssl.SSLError, OSError) as error:
            if self._stopped:
                raise Stopped from error
            raise self._broken(error) from error
        except (library.InvalidURL, UnicodeError) as error:
            raise Broken(Fault.NOT_FOUND) from error
        finally:
            self._over = True

    def fetched(self, method: str, url: str, told: Any = None, *, connect: float, read: float) -> tuple[bytes, str]:
        """A whole response, and how the program at the other side calls itself.

        Raises:
            Broken, Stopped: as with `asked`.
        """
        until = time.monotonic() + connect + read
        with self.asked(method, url, told, connect=connect, read=read) as response:
            return _whole(response, _MOST_BYTES, until), response.headers.get("server", "")

    def _verify(self, url: str) -> ssl.SSLContext | bool:
        # Without TLS there is nothing to verify, and reading all certificates of the system takes time.
        return self._trust if self._trust is not None else not address.is_plain(url)

    def _headers(self, told: Any) -> dict[str, str]:
        headers = {"Accept": "text/event-stream, application/json", "Accept-Encoding": "identity"}
        headers["User-Agent"] = "verzuimcoach"
        if told is not None:
            headers["Content-Type"] = "application/json"
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        return headers

    def _see(self, url: str) -> Any:
        """Watches the connection being made: whom it leads to, and what to shut when this is broken off."""

        def see(event: str, info: dict[str, Any]) -> None:
            stream = info.get("return_value")
            if event.endswith(("connect_tcp.complete", "start_tls.complete")) and stream is not None:
                with self._lock:
                    self._wire = stream
                    if self._stopped:
                        self._shut()
                if event.endswith("connect_tcp.complete"):
                    _admitted(url, stream)
            if self._stopped and event.endswith(_BEFORE_SENDING):
                raise Stopped

        return see

    def _shut(self) -> None:
        if self._wire is None or self._over:
            return
        with suppress(OSError, AttributeError, TypeError):
            # Not the method of a TLS socket: that one is not made for being called while another thread reads.
            socket.socket.shutdown(self._wire.get_extra_info("socket"), socket.SHUT_RDWR)

    def _checked(self, response: httpx2.Response, url: str) -> None:
        """Let a response pass, or tell what is wrong.

        Raises:
            Broken: something is wrong.
        """
        status = response.status_code
        encoding = response.headers.get("content-encoding", "identity").lower()
        if 200 <= status < 300 and encoding in ("", "identity"):
            return
        if 300 <= status < 400:
            raise Broken(Fault.REDIRECT, detail=_next(response, url))
        if encoding not in ("", "identity"):
            raise Broken(Fault.GARBLED, detail=encoding)
        detail = self._hidden(_detail(response))
        if status in (401, 403):
            raise Broken(Fault.FORBIDDEN if self._key else Fault.KEY)
        if status in (429, 503):
            loading = status == 503 and "loading" in detail.lower()
            fault = Fault.LOADING if loading else Fault.BUSY
            raise Broken(fault, again=True, wait=_wait(response.headers.get("retry-after", "")))
        if status in (408, 425) or status >= 500:
            raise Broken(Fault.BROKEN, again=True, detail=f"HTTP {status} {detail}")
        if status == 404 and "model" not in detail.lower():
            raise Broken(Fault.NOT_FOUND)
        if is_too_long(detail):
            raise Broken(Fault.LONG, detail=detail)
        raise Broken(Fault.REFUSED, detail=f"HTTP {status} {detail}", status=status)

    def _hidden(self, detail: str) -> str:
        return detail.replace(self._key, "…") if self._key else detail

    def _broken(self, error: Exception) -> Broken:
        """What an error of the connection means."""
        kinds = {parent.__name__ for parent in type(error).__mro__}
        for cause in _causes(error):
            if isinstance(cause, ssl.SSLCertVerificationError):
                return _of_certificate(cause)
            if isinstance(cause, ssl.SSLError):
                return Broken(Fault.NO_TLS, detail=cause.reason or str(cause))
            if isinstance(cause, socket.gaierror):
                return Broken(Fault.NAME, again=cause.errno == socket.EAI_AGAIN)
        detail = self._hidden(str(error) or type(error).__name__)
        if kinds & {"ConnectError", "ConnectTimeout", "ProxyError"}:
            return Broken(Fault.UNREACHABLE, again=True, detail=detail)
        if "TimeoutException" in kinds:
            return Broken(Fault.SLOW)
        if "LocalProtocolError" in kinds or "UnsupportedProtocol" in kinds:
            return Broken(Fault.NOT_FOUND)
        return Broken(Fault.CUT, again=True)


def trust() -> ssl.SSLContext:
    """Which certificates are believed: the system's, or those in `SSL_CERT_FILE` or `SSL_CERT_DIR`.

    Raises:
        Broken: that file cannot be read, or the library is missing.
    """
    try:
        found: ssl.SSLContext = _library().create_ssl_context()
    except (OSError, ssl.SSLError) as error:
        raise Broken(Fault.SETTING, detail=f"SSL_CERT_FILE: {error.strerror or error}") from error
    return found


def _library() -> Any:
    if importlib.util.find_spec("httpx2") is None:
        raise Broken(Fault.LIBRARY)
    import httpx2

    return httpx2


def _admitted(url: str, stream: Any) -> None:
    """Let a connection be used, or close it before anything goes over it.

    Raises:
        Broken: it leads where texts must not go.
    """
    outside = address.reach(url) is address.Reach.OUTSIDE and not address.is_plain(url)
    peer = (stream.get_extra_info("server_addr") or ("?",))[0]
    if not outside and not address.admits(url, str(peer)):
        stream.close()
        raise Broken(Fault.ELSEWHERE, peer=peer)


def _encoded(told: Any) -> bytes | None:
    # Halves of characters become question marks: no server takes them.
    return None if told is None else json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")


def _whole(response: httpx2.Response, most: int, until: float) -> bytes:
    found = bytearray()
    for piece in response.iter_raw():
        found += piece
        if len(found) > most:
            raise Broken(Fault.GARBLED, detail=f"{len(found)} bytes")
        if time.monotonic() > until:
            raise Broken(Fault.SLOW)
    return bytes(found)


def _detail(response: httpx2.Response) -> str:
    """What a server says about an error."""
    try:
        raw = _whole(response, _ERROR_BYTES, time.monotonic() + 2)
    except Broken:
        return ""
    try:
        told = json.loads(raw)
    except (ValueError, RecursionError):
        return "" if raw.lstrip().startswith(b"<") else raw.decode("utf-8", "replace")[:300]
    return complaint(told) if isinstance(told, dict) else ""


def _next(response: httpx2.Response, url: str) -> str:
    place = response.headers.get("location", "?")
    with suppress(Exception):  # whatever a server writes there
        return address.origin(str(response.url.join(place)))
    return place[:100] or url


def _wait(told: str) -> float:
    """Seconds that a server asks to wait: a number, or a moment (RFC 9110, section 10.2.3)."""
    with suppress(ValueError):
        return max(0.0, min(float(told), 86_400.0)) if told.strip().replace(".", "", 1).isdigit() else _until(told)
    return 0.0


def _until(moment: str) -> float:
    found = email.utils.parsedate_to_datetime(moment) if moment else None
    return max(0.0, min(found.timestamp() - time.time(), 86_400.0)) if found else 0.0


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _of_certificate(error: ssl.SSLCertVerificationError) -> Broken:
    number = getattr(error, "verify_code", 0)
    if number == _SELF_SIGNED:
        return Broken(Fault.SELF_SIGNED)
    if number == _EXPIRED:
        return Broken(Fault.EXPIRED)
    if number in _OTHER_HOST:
        return Broken(Fault.OTHER_HOST)
    return Broken(Fault.CERTIFICATE, detail=getattr(error, "verify_message", "") or str(error))
