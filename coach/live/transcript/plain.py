"""Plain lines: with times and names in front when the tool puts them there.

[00:00:01.000 --> 00:00:04.000]   text        whisper.cpp
[0.00s -> 4.00s] text                         faster-whisper, as its examples print it
(speaker 1) text, [SPEAKER_00]: text          tools that tell voices apart
[00:01:02] Naam: text, Naam (00:12): text
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from coach.debrief import speakers
from coach.live.transcript.cue import Cue, seconds

_CLOCK = r"(?:\d{1,4}:)?\d{1,3}:\d{2}(?:[.,]\d{1,9})?"
_COUNT = r"\d{1,7}(?:[.,]\d{1,9})? ?s?"
_SPAN = re.compile(
    rf"\[ ?(?P<from>{_CLOCK}|{_COUNT}) ?(?:-->|->|[-–—]) ?(?P<to>{_CLOCK}|{_COUNT}) ?\]:? ?(?P<bracketed>.*)"
    rf"|(?P<first>{_CLOCK}) ?(?:-->|->|[-–—]) ?(?P<last>{_CLOCK}):? (?P<rest>.*)"
)
_STAMP = re.compile(rf"(?:\[(?P<bracketed>{_CLOCK})\]|\((?P<round>{_CLOCK})\)|(?P<bare>{_CLOCK}))[ :] ?(?P<rest>.*)")
_VOICE = re.compile(r"[\[(]?(?P<name>speaker[ _-]?(?:\d{1,3}|[A-Z]|\?))(?:[\])] ?:?|:)\s*(?P<rest>.*)", re.IGNORECASE)
_NOBODY = re.compile(r"speaker[ _-]?\?", re.IGNORECASE)
_NO_NAMES = frozenset(
    "kijk ja nee oké ok nou dus want maar en of kortom bijvoorbeeld afspraak conclusie vraag punt tip let nb".split()
)
_BLOCK = re.compile(r"### Transcription \d+ (?P<edge>START|END)(?: \| t0 = (?P<from>\d{1,10}) ms)?")


class Plain:
    """Parser of plain lines."""

    def __init__(self) -> None:
        self.broken = 0
        self._offset = 0.0

    def line(self, line: str, final: bool = True) -> Iterator[Cue]:
        """See `Parser`."""
        words = " ".join(line.split())
        block = _BLOCK.match(words)
        if block:
            # whisper.cpp counts the times of a block from its own beginning.
            self._offset = int(block["from"]) / 1000 if block["from"] else 0.0
        elif words:
            start, end, said = timed(words)
            name, said, sure = named(said)
            yield Cue(said, name, self._moved(start), self._moved(end), final=final, sure=sure)

    def end(self) -> Iterator[Cue]:
        """See `Parser`; every line is complete."""
        return iter(())

    def _moved(self, moment: float | None) -> float | None:
        return None if moment is None else moment + self._offset


def timed(words: str) -> tuple[float | None, float | None, str]:
    """Beginning and end that stand before the words, and the words."""
    span = _SPAN.fullmatch(words)
    if span:
        start, end = span["from"] or span["first"], span["to"] or span["last"]
        return seconds(start), seconds(end), span["bracketed"] or span["rest"] or ""
    stamp = _STAMP.fullmatch(words)
    if stamp:
        return seconds(stamp["bracketed"] or stamp["round"] or stamp["bare"]), None, stamp["rest"]
    return None, None, words


def named(words: str) -> tuple[str, str, bool]:
    """The speaker before the words (may be empty), the words, and whether that is sure to be a speaker."""
    voice = _VOICE.fullmatch(words)
    if voice:
        return "" if _NOBODY.fullmatch(voice["name"]) else voice["name"], voice["rest"], True
    line = next(speakers.lines_of(words), None)
    if line is None or not line.label or not line.said:
        return "", words, True
    if speakers.role_of(line.label):
        return line.label, line.said, True
    return (line.label, line.said, False) if _may_be_name(line.label) else ("", words, True)


def _may_be_name(label: str) -> bool:
    """At most three words, each with a capital, that do not begin everyday sentences."""
    parts = label.split()
    return len(parts) <= 3 and all(part[:1].isupper() for part in parts) and parts[0].casefold() not in _NO_NAMES
