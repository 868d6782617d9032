"""How much a transcript gives to each speaker."""

from __future__ import annotations

from coach.conversation import Speaker
from coach.live.balance import Balance, Source
from coach.live.fed_turn import FedTurn

WORDS_PER_SECOND = 2.5
"""How fast people speak in a talk: a line without times is as long as its words take."""
_NEXT = 2.0


class Told:
    """The speaking time in the lines so far; a line that is corrected counts once, as it was corrected."""

    def __init__(self) -> None:
        self._lines: dict[int, FedTurn] = {}

    def add(self, turn: FedTurn) -> None:
        """One line, or a correction of the line with the same number."""
        self._lines[turn.number] = turn

    def balance(self) -> Balance:
        """The figures of these lines; without lines, those of a meter that measured nothing."""
        if not self._lines:
            return Balance()
        spoken = {Speaker.MANAGER: 0.0, Speaker.EMPLOYEE: 0.0, None: 0.0}
        longest = current = 0.0
        last: FedTurn | None = None
        for turn in self._in_order():
            seconds = length_of(turn)
            spoken[turn.speaker] += seconds
            goes_on = last is not None and last.speaker is turn.speaker and not _apart(last, turn)
            current = seconds + (current if goes_on else 0.0)
            if turn.speaker is Speaker.MANAGER:
                longest = max(longest, current)
            last = turn
        return Balance(
            source=Source.TRANSCRIPT,
            speaker=last.speaker if last else None,
            manager=spoken[Speaker.MANAGER],
            other=spoken[Speaker.EMPLOYEE],
            unknown=spoken[None],
            longest=longest,
        )

    def _in_order(self) -> list[FedTurn]:
        """The lines as they were spoken; lines without a time stay where they came."""
        lines = [self._lines[number] for number in sorted(self._lines)]
        if any(turn.start is None for turn in lines):
            return lines
        return sorted(lines, key=lambda turn: turn.start or 0.0)


def length_of(turn: FedTurn) -> float:
    """Seconds that a line takes: by its times when it has them, else by its words."""
    if turn.start is not None and turn.end is not None and turn.end >= turn.start:
        return turn.end - turn.start
    return len(turn.text.split()) / WORDS_PER_SECOND


def _apart(before: FedTurn, after: FedTurn) -> bool:
    """Whether a pause lies between two lines that is long enough to end a stretch."""
    return before.end is not None and after.start is not None and after.start - before.end >= _NEXT
