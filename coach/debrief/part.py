"""The base of everything that stands on a debrief."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A piece of a debrief: made once, not changed."""

    model_config = ConfigDict(frozen=True)
