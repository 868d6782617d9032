"""Asking an engine for a few words, for someone who goes on without them."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import cast

from coach.model.contract import Engine, EngineError, Message, Request, Role, Status, Token, never

PATIENCE = 60.0
"""Seconds after which an answer is given up."""

_LONGEST = 2_000
"""Characters of an answer; what a model writes beyond is not read."""

_POLL = 0.05
_READY = (Status.READY, Status.BUSY)


@dataclass(frozen=True, slots=True)
class Written:
    """What a model wrote. `whole` is False where it ran out of tokens or was stopped."""

    text: str
    tokens: tuple[Token, ...]
    whole: bool


def is_ready(engine: Engine) -> bool:
    """Whether an engine can be asked something now. Immediate."""
    return engine.status()[0] in _READY


def wait_until_ready(engine: Engine, seconds: float, cancelled: Callable[[], bool] = never) -> bool:
    """Have an engine load and wait for it; returns whether it can be asked something."""
    engine.start()
    until = time.monotonic() + seconds
    while not is_ready(engine):
        if cancelled() or time.monotonic() > until or engine.status()[0] in (Status.FAILED, Status.OFF):
            return False
        time.sleep(_POLL)
    return True


def request(text: str, number: int = 0, *, warmth: float = 0.4, most: int = 120, **options: object) -> Request:
    """A request with one message; the same text and number give the same seed."""
    seed = int.from_bytes(blake2b(f"{number}/{text}".encode(), digest_size=4).digest(), "big") >> 1
    made = Request((Message(Role.USER, text),), max_tokens=most, temperature=warmth, seed=seed)
    return replace(made, **options)  # type: ignore[arg-type]


def written(
    engine: Engine, asked: Request, cancelled: Callable[[], bool] = never, patience: float = PATIENCE
) -> Written | None:
    """What an engine writes; None when it fails, is taken back, or takes too long.

    Where a server knows no grammars it is asked without: what it writes is held against its form afterwards anyway.
    """
    until = time.monotonic() + patience

    def over() -> bool:
        return cancelled() or time.monotonic() > until

    try:
        found = _streamed(engine, asked, over)
    except EngineError:
        if asked.grammar is None or over() or not is_ready(engine):
            return None
        try:
            found = _streamed(engine, replace(asked, grammar=None), over)
        except EngineError:
            return None
    return None if over() else found


def _streamed(engine: Engine, asked: Request, over: Callable[[], bool]) -> Written:
    tokens: list[Token] = []
    length = 0
    with closing(cast("Generator[Token]", engine.stream(asked, over))) as stream:
        for token in stream:
            tokens.append(token)
            length += len(token.text)
            if length > _LONGEST:
                break
    text = "".join(token.text for token in tokens)[:_LONGEST]
    return Written(text, tuple(tokens), length <= _LONGEST and len(tokens) < asked.max_tokens)
