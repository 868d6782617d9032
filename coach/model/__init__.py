"""The language model: optional, in its own process or behind a URL, and never in charge."""

from __future__ import annotations

from coach.model.contract import (
    Engine,
    EngineError,
    Limits,
    Message,
    Request,
    Role,
    Status,
    Token,
    Usage,
    never,
)

__all__ = [
    "Engine",
    "EngineError",
    "Limits",
    "Message",
    "Request",
    "Role",
    "Status",
    "Token",
    "Usage",
    "never",
]
