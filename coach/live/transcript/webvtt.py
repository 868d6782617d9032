"""WebVTT and SRT: a line with times, the words below it, and an empty line."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from coach.live.transcript.cue import Cue, seconds
from coach.live.transcript.plain import named

_CLOCK = r"(?:\d{1,4}:)?\d{1,3}:\d{2}[.,]\d{1,3}"
TIMING = re.compile(rf"\s*(?P<from>{_CLOCK})\s*-->\s*(?P<to>{_CLOCK})(?:\s+[a-zA-Z]\w{{0,15}}:\S*)*\s*")
_VOICE = re.compile(r"<v(?:\.[^\s<>]{0,100})?[ \t]+([^<>]{1,200})>")
_TAG = re.compile(r"</?[a-z]{1,4}(?:[.\s][^<>]{0,200})?>|<[\d:.]{5,15}>|\{\\an?\d\}")


class WebVtt:
    """Parser of cues. Header, ids, NOTE, STYLE and REGION stand outside cues, and are left out."""

    def __init__(self) -> None:
        self.broken = 0
        self._times: tuple[float | None, float | None] | None = None
        self._payload: list[str] = []
        self._id = ""
        self._key = ""

    def line(self, line: str, final: bool = True) -> Iterator[Cue]:
        """See `Parser`."""
        timing = TIMING.fullmatch(line)
        if timing:
            yield from self.end()
            self._times = (seconds(timing["from"]), seconds(timing["to"]))
            self._key, self._id = self._id, ""
        elif not line.strip():
            yield from self.end()
        elif self._times is not None:
            self._payload.append(line.strip())
        elif "-->" in line:
            self.broken += 1
        else:
            self._id = line.strip()

    def end(self) -> Iterator[Cue]:
        """See `Parser`: the cue that is open ends here."""
        times, payload = self._times, " ".join(self._payload)
        self._times, self._payload = None, []
        if times is None or not payload:
            return
        before, *voices = _VOICE.split(payload)
        if _words(before):
            name, said, sure = named(_words(before))
            yield Cue(said, name, *times, sure=sure, key=self._key if not voices else "")
        for name, said in zip(voices[::2], voices[1::2], strict=True):
            if _words(said):
                yield Cue(_words(said), _words(name), *times, key=self._key if len(voices) == 2 else "")


def _words(markup: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", markup)).split())
