"""Why something is refused in a workshop, in words for the one who asked."""

from __future__ import annotations

from enum import StrEnum


class Refusal(StrEnum):
    """What is the matter, for a front that wants to do something about it, and for a log without content."""

    UNKNOWN = "unknown"
    """There is no such workshop, seat, round or talk (any more)."""
    WRONG_CODE = "wrong_code"
    """No workshop or seat has this code. It is not said which of the two."""
    BAD_NAME = "bad_name"
    """A pseudonym that is empty, too long, taken, or has signs in it that a name does not need."""
    FULL = "full"
    CLOSED = "closed"
    """The workshop is over."""
    NOT_NOW = "not_now"
    """It does not fit the moment: no round runs, the clock stands still, or another one is to talk first."""
    NOT_YOURS = "not_yours"
    """This role does not do that, or the plan does not allow it."""
    NOT_AGREED = "not_agreed"
    """Someone has not agreed to this."""
    BAD_TEXT = "bad_text"
    """Empty or too long."""
    TOO_MANY = "too_many"
    KEPT_NOT = "kept_not"
    """It could not be kept; nothing has changed."""


class WorkshopError(Exception):
    """Something that cannot be done now. The message is for the user and never quotes what someone wrote."""

    def __init__(self, refusal: Refusal, message: str) -> None:
        self.refusal = refusal
        super().__init__(message)
