"""A turn that comes from a speech-to-text tool rather than from the keyboard."""

from __future__ import annotations

from dataclasses import dataclass

from coach.conversation import Speaker


@dataclass(frozen=True, slots=True)
class FedTurn:
    """One line of a transcript. `speaker` is None when the tool does not say who spoke.

    `start` and `end` are seconds since the transcript began, None when not given. `certain` is what the tool thinks
    of its own hearing, from 0 to 1; None when it does not say. A `doubtful` line brings cards, but ticks nothing.
    `name` is what the tool calls the speaker ("SPEAKER_01"). Lines with the same `number` are one line: a higher
    `revision` takes the place of a lower one. A line that is not `final` may still change. A `late` line was spoken
    before lines that came earlier, or long ago: it belongs in the talk, but not on the table.
    """

    text: str
    speaker: Speaker | None = None
    start: float | None = None
    end: float | None = None
    certain: float | None = None
    doubtful: bool = False
    name: str = ""
    number: int = 0
    revision: int = 0
    final: bool = True
    late: bool = False
