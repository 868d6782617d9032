"""How a call is begun: what was asked for on the command line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from coach.conversation import SituationKind


@dataclass(frozen=True, slots=True)
class Transcript:
    """Where a transcript comes from: a path or "-", what it calls the manager, and what is piped in for "-"."""

    where: str
    manager: str | None = None
    piped: BinaryIO | None = None


@dataclass(frozen=True, slots=True)
class LiveWay:
    """The kind of talk when it is known, the small layout or the one that fits, and a transcript to follow."""

    kind: SituationKind | None = None
    compact: bool = False
    transcript: Transcript | None = None
