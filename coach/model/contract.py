"""What every engine does: it puts text behind messages, a token at a time, and never has the last word.

An engine is optional and may fail at any moment: whoever asks it something has an answer of his own at hand.
Texts in messages are data. An engine gives none of them a meaning of its own: what looks like a special token of
the model's template in a message is text like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Protocol

_NOTHING_ELSE: Mapping[str, float] = MappingProxyType({})


def never() -> bool:
    """A request that nobody takes back."""
    return False


class Role(StrEnum):
    """Who says a message, as chat templates name it."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True)
class Message:
    """One message of the prompt."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of an engine.

    Attributes:
        messages: the prompt, oldest first. Keep what returns in the next request at the front: it is evaluated once.
        max_tokens: the most tokens that are generated.
        temperature: 0 takes the likeliest token each time.
        seed: the same request with the same seed gives the same text, as far as the engine can; None is random.
        grammar: GBNF grammar that the text obeys.
        schema: JSON schema that the text obeys. Grammar and schema exclude each other.
        stop: texts at which generation ends; they are not part of the answer.
        probabilities: whether tokens carry their probability and the likeliest alternatives. Costs some time.
    """

    messages: tuple[Message, ...]
    max_tokens: int = 160
    temperature: float = 0.7
    seed: int | None = None
    grammar: str | None = None
    schema: Mapping[str, Any] | None = None
    stop: tuple[str, ...] = ()
    probabilities: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the answer.

    Attributes:
        text: whole characters; may be empty where a character takes several tokens.
        probability: of this token before temperature, grammar and the like; None when not asked or not known.
        alternatives: the likeliest tokens at this place with their probabilities, at most eight.
    """

    text: str
    probability: float | None = None
    alternatives: Mapping[str, float] = field(default_factory=lambda: _NOTHING_ELSE)


@dataclass(frozen=True, slots=True)
class Limits:
    """What an engine can hold.

    Attributes:
        context: tokens that prompt and answer may take together.
        name: of the model, for the user.
        where: where texts go, for the user: "in this computer", or a URL.
    """

    context: int
    name: str
    where: str


@dataclass(frozen=True, slots=True)
class Usage:
    """What a request cost.

    Attributes:
        prompt_tokens: tokens of the whole prompt.
        evaluated_tokens: those of them that were computed; the others were still known from an earlier request.
        generated_tokens: tokens of the answer.
        first_token_s: seconds from the request until the first token.
        tokens_per_s: speed of generating after the first token; 0 when there was no second one.
    """

    prompt_tokens: int
    evaluated_tokens: int
    generated_tokens: int
    first_token_s: float
    tokens_per_s: float


class Status(StrEnum):
    """How an engine stands."""

    OFF = "off"
    STARTING = "starting"
    LOADING = "loading"
    READY = "ready"
    BUSY = "busy"
    FAILED = "failed"


class EngineError(Exception):
    """An engine cannot do what was asked; the message is for the user, in the user's language."""


class Engine(Protocol):
    """A language model that continues a conversation. Every method may be called from any thread."""

    def start(self) -> None:
        """Begin to load in the background; returns at once. Does nothing when it is loading or loaded."""
        ...

    def status(self) -> tuple[Status, str]:
        """How it stands, with progress or the problem in words (empty when there is nothing to say). Immediate."""
        ...

    def stream(self, request: Request, cancelled: Callable[[], bool] = never) -> Iterator[Token]:
        """The answer, token by token; blocks the thread that iterates. Starts the engine when it is off.

        Ends without an error within 250 ms after `cancelled()` becomes true or `cancel` is called, whatever the
        engine is doing. Requests are answered one after the other. Closing the iterator cancels.

        Raises:
            EngineError: there is no answer, or it broke off. Tokens given before stay valid as text.
        """
        ...

    def cancel(self) -> None:
        """Take the running request back, in any phase; requests that come later are not touched."""
        ...

    def count(self, text: str) -> int:
        """The number of tokens in a text; an estimate where the engine cannot say."""
        ...

    def limits(self) -> Limits:
        """What the engine can hold, as far as it is known by now."""
        ...

    def usage(self) -> Usage | None:
        """What the last request cost; None before the first."""
        ...

    def close(self) -> None:
        """Stop, within a second in every state. A closed engine is off; `start` or `stream` opens it again."""
        ...
