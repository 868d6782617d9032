"""One attempt at an answer: a thread fetches it from the server, and whoever asked reads it in the time allowed."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

from coach.messages import gettext as _
from coach.model.answer import Answer
from coach.model.calls import TakenBack
from coach.model.contract import Request, Token, Usage
from coach.model.events import Events, TooLong
from coach.model.exchange import Exchange, Stopped
from coach.model.fault import Broken, Fault
from coach.model.patience import POLL, Patience
from coach.model.stops import Stops
from coach.model.thoughts import Thoughts

_WAITING = 64
"""Tokens that may wait for whoever reads the answer; then the server is made to wait."""
_WHOLE = 1 << 22
"""Bytes of an answer in one piece."""
_LINGERING = 1.0
"""Seconds that a server gets to say what an answer cost once that is complete."""
_LONGEST_TOKEN = 100
"""Characters; no answer of so many tokens is longer than this times their number."""


class Attempt:
    """Fetches one answer.

    Attributes:
        given: whether a token was passed on: from then on another attempt would be another answer.
    """

    def __init__(self, exchange: Exchange, request: Request, patience: Patience) -> None:
        self.given = False
        self._exchange = exchange
        self._request = request
        self._patience = patience
        self._answer = Answer()
        self._heard: queue.Queue[Token | Broken | None] = queue.Queue(_WAITING)
        self._left = threading.Event()
        self._sent = time.perf_counter()
        self._times: list[float] = []
        self._characters = 0

    def tokens(self, url: str, told: dict[str, Any], taken_back: Callable[[], bool]) -> Iterator[Token]:
        """Ask, and pass on what comes, without what was thought aloud and what follows a stop text.

        Raises:
            Broken: there is no answer, or it broke off.
            TakenBack: nobody waits any more.
        """
        self._sent = time.perf_counter()
        threading.Thread(target=self._fetch, args=(url, told), name="model-server", daemon=True).start()
        stops, thoughts = Stops(self._request.stop), Thoughts()
        try:
            for token in self._in_time(taken_back):
                yield from self._shown(thoughts.take(token), stops)
                if stops.reached or self._is_endless():
                    break
            yield from self._shown(thoughts.rest(), stops)
            if rest := stops.rest():
                self.given = True
                yield Token(rest)
        finally:
            self._left.set()
            self._exchange.stop()

    def usage(self, estimate: Callable[[int], int]) -> tuple[Usage, float | None]:
        """What it cost, as the server says, else as it was seen from here; and characters per token, if known."""
        told, times = self._answer.usage, self._times
        characters = sum(len(message.text) for message in self._request.messages)
        generated = _number(told.get("completion_tokens")) or len(times)
        said = _number(told.get("prompt_tokens"))
        prompt = said or estimate(characters)
        details = told.get("prompt_tokens_details")
        cached = _number(details.get("cached_tokens")) if isinstance(details, dict) else 0
        evaluated = _number(self._answer.timings.get("prompt_n")) or max(0, prompt - cached)
        first = times[0] - self._sent if times else 0.0
        span = times[-1] - times[0] if len(times) > 1 else 0.0
        usage = Usage(prompt, evaluated, generated, first, (generated - 1) / span if span > 0 else 0.0)
        return usage, characters / said if said else None

    def _shown(self, tokens: list[Token], stops: Stops) -> Iterator[Token]:
        for token in tokens:
            if stops.reached:
                return
            text = stops.take(token.text)
            self.given = True
            self._characters += len(text)
            yield token if text == token.text else replace(token, text=text)

    def _is_endless(self) -> bool:
        """Whether the server goes on where it should have stopped."""
        most = self._request.max_tokens
        return self._answer.chunks > 2 * most + 64 or self._characters > _LONGEST_TOKEN * most + 1000

    def _in_time(self, taken_back: Callable[[], bool]) -> Iterator[Token]:
        last, allowed = time.monotonic(), self._patience.first
        while not taken_back():
            try:
                heard = self._heard.get(timeout=POLL)
            except queue.Empty:
                silence = time.monotonic() - last
                if self._answer.finished and silence > _LINGERING:
                    return
                if silence > allowed:
                    raise Broken(Fault.SLOW) from None
                continue
            if isinstance(heard, Token):
                yield heard
                last, allowed = time.monotonic(), self._patience.between
                continue
            if taken_back():
                break  # the end that was heard is that of the connection being shut on this side
            if heard is None:
                return
            raise heard
        raise TakenBack

    # In the thread that fetches

    def _fetch(self, url: str, told: dict[str, Any]) -> None:
        read = max(self._patience.first, self._patience.between) + 1
        try:
            with self._exchange.asked("POST", url, told, connect=self._patience.connect, read=read) as response:
                kind = response.headers.get("content-type", "").lower()
                pieces = response.iter_raw()
                whole = "json" in kind and "stream" not in kind
                self._take_whole(pieces) if whole else self._take(pieces)
            self._put(None)
        except Stopped:
            self._put(None)
        except Broken as broken:
            self._put(broken)
        except TooLong:
            self._put(Broken(Fault.GARBLED, detail=_("a line without end")))
        except Exception as error:  # no fault in anyone's code may leave the reader waiting
            self._put(Broken(Fault.GARBLED, detail=f"{type(error).__name__}: {error}"))

    def _take(self, pieces: Iterator[bytes]) -> None:
        events = Events()
        begin = b""
        for piece in pieces:
            begin = begin or piece[:80]
            for data in events.take(piece):
                self._pass(self._answer.take(data))
            if self._answer.done or self._left.is_set():
                return
        if not self._answer.finished:
            raise self._broken_off(begin)

    def _broken_off(self, begin: bytes) -> Broken:
        """What a stream means that ends without an end."""
        if self._answer.chunks:
            return Broken(Fault.CUT, again=True)
        # llama-cpp-python says in this way that it cannot do what was asked.
        return (
            Broken(Fault.GARBLED, detail=begin.decode("utf-8", "replace"))
            if begin
            else Broken(Fault.EMPTY, again=True)
        )

    def _take_whole(self, pieces: Iterator[bytes]) -> None:
        """An answer in one piece, from a server that does not stream."""
        raw = bytearray()
        for piece in pieces:
            raw += piece
            if len(raw) > _WHOLE:
                raise TooLong
        self._pass(self._answer.take(bytes(raw).decode("utf-8", "replace")))

    def _pass(self, tokens: list[Token]) -> None:
        for token in tokens:
            self._times.append(time.perf_counter())
            self._put(token)

    def _put(self, heard: Token | Broken | None) -> None:
        """Hand something over; waits while the reader is behind, so that the server waits too."""
        while not self._left.is_set():
            with suppress(queue.Full):
                self._heard.put(heard, timeout=POLL)
                return


def _number(value: Any) -> int:
    return max(0, value) if isinstance(value, int) and not isinstance(value, bool) else 0
