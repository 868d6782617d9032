"""JSON: an object a line (JSON Lines), a list with one object a line, or a whole document over many lines.

The names of the fields are those of whisper.cpp, Whisper, faster-whisper, WhisperX, WhisperLive, Vosk, the pipelines
of Transformers, and of tools that write speaker, time and text in so many words.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

from coach.live.transcript.cue import Cue, number, seconds

MAX_CHARS = 500_000
"""A document over many lines may be so long; a talk of an hour is a tenth of it."""
_LISTS = ("segments", "transcription", "chunks", "utterances", "lines", "results", "entries")
_TEXT = ("text", "transcript", "sentence", "utterance", "speech", "content", "caption", "partial")
_NAME = ("speaker", "speaker_name", "speaker_label", "speaker_id", "name", "spk", "role", "channel")
_START = ("start", "begin", "from", "start_time", "startTime")
_END = ("end", "stop", "to", "end_time", "endTime")
_CERTAIN = ("confidence", "certainty", "probability", "conf", "score")
_KEY = ("id", "segment_id", "utterance_id", "item_id", "uuid")
_FINAL = ("final", "is_final", "isFinal", "completed", "speech_final")
_TYPES = ("type", "event", "message_type")
_WORDS = ("words", "result", "tokens")
_NOBODY = ("", "unknown", "none", "null", "?", "-1", "-2")
_DEEP = 4


class JsonLines:
    """Parser of JSON."""

    def __init__(self) -> None:
        self.broken = 0
        self._open: list[str] = []
        self._chars = 0

    def line(self, line: str, final: bool = True) -> Iterator[Cue]:
        """See `Parser`."""
        words = line.strip()
        if not words or (not self._open and words in "[],"):
            return
        alone = _parsed(words.rstrip(",")) if not self._open or line.startswith("{") else None
        if isinstance(alone, (dict, list)):
            self._give_up()
            yield from cues(alone)
        elif self._open or (alone is None and words[0] in "{["):
            yield from self._more(line)
        else:
            self.broken += 1

    def end(self) -> Iterator[Cue]:
        """See `Parser`: a document that is not closed holds nothing that can be used."""
        self._give_up()
        return iter(())

    def _more(self, line: str) -> Iterator[Cue]:
        """One more line of a document; it is read when a line begins with the bracket that may close it."""
        self._open.append(line)
        self._chars += len(line)
        if line[:1] in ("}", "]"):
            document = _parsed("\n".join(self._open))
            if document is not None:
                self._open, self._chars = [], 0
                yield from cues(document)
        elif self._chars > MAX_CHARS:
            self._give_up()

    def _give_up(self) -> None:
        self.broken += bool(self._open)
        self._open, self._chars = [], 0


def cues(document: Any, deep: int = _DEEP) -> Iterator[Cue]:
    """Everything that is said in a document, wherever in it that stands."""
    if isinstance(document, list) and deep:
        for part in document:
            yield from cues(part, deep - 1)
    elif isinstance(document, dict) and deep:
        inner = [document[name] for name in _LISTS if isinstance(document.get(name), list)]
        if inner:
            for part in inner:
                yield from cues(part, deep - 1)
        elif (text := _text(document)) is not None:
            start, end = _times(document)
            if start is not None and end is not None and end < start:
                end = None
            yield Cue(text, _name(document), start, end, _certain(document), _is_final(document), _key(document))


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _text(told: Mapping[str, Any]) -> str | None:
    return next((" ".join(told[name].split()) for name in _TEXT if isinstance(told.get(name), str)), None)


def _name(told: Mapping[str, Any]) -> str:
    for field in _NAME:
        name = told.get(field)
        if isinstance(name, dict):
            name = name.get("name", name.get("id"))
        if isinstance(name, (str, int)) and not isinstance(name, bool):
            words = " ".join(str(name).split())[:60]
            return "" if words.casefold() in _NOBODY else words
    return ""


def _times(told: Mapping[str, Any]) -> tuple[float | None, float | None]:
    """Beginning and end, in whichever of the usual ways they are told."""
    pair = told.get("timestamp")
    if isinstance(pair, list) and len(pair) == 2:
        return seconds(pair[0]), seconds(pair[1])
    for field, scale in (("offsets", 1000), ("timestamps", 1)):
        span = told.get(field)
        if isinstance(span, dict):
            return _scaled(span.get("from"), scale), _scaled(span.get("to"), scale)
    if "start_ms" in told or "end_ms" in told:
        return _scaled(told.get("start_ms"), 1000), _scaled(told.get("end_ms"), 1000)
    start = next((seconds(told[name]) for name in _START if name in told), None)
    end = next((seconds(told[name]) for name in _END if name in told), None)
    if end is None and start is not None and (length := seconds(told.get("duration"))) is not None:
        end = start + length
    if start is None and (spoken := _words(told)):
        return seconds(spoken[0].get("start")), seconds(spoken[-1].get("end"))
    return start, end


def _scaled(written: object, scale: float) -> float | None:
    moment = seconds(written)
    return None if moment is None else moment / scale


def _words(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    found: list[Any] = next((told[name] for name in _WORDS if isinstance(told.get(name), list)), [])
    return [word for word in found if isinstance(word, dict)]


def _certain(told: Mapping[str, Any]) -> float | None:
    """How sure the tool is: what it says itself, else the mean over words; less when it may have heard no speech."""
    sure = next((number(told[name]) for name in _CERTAIN if name in told), None)
    if sure is None and (logarithm := number(told.get("avg_logprob"))) is not None:
        sure = math.exp(min(0.0, logarithm))
    if sure is None:
        each = [value for word in _words(told) if (value := _of_word(word)) is not None]
        sure = sum(each) / len(each) if each else None
    silent = number(told.get("no_speech_prob"))
    if silent is not None:
        sure = min(1.0 if sure is None else sure, 1.0 - silent)
    return None if sure is None else min(1.0, max(0.0, sure))


def _of_word(word: Mapping[str, Any]) -> float | None:
    return next((number(word[name]) for name in (*_CERTAIN, "p") if name in word), None)


def _is_final(told: Mapping[str, Any]) -> bool:
    for field in _FINAL:
        if isinstance(told.get(field), bool):
            return bool(told[field])
    kinds = [str(told[field]).casefold() for field in _TYPES if field in told]
    if any("partial" in kind or "interim" in kind for kind in kinds):
        return False
    partial = told.get("partial")
    return not (partial is True or (isinstance(partial, str) and "text" not in told))


def _key(told: Mapping[str, Any]) -> str:
    key = next((told[name] for name in _KEY if name in told), "")
    return str(key)[:100] if isinstance(key, (str, int)) and not isinstance(key, bool) else ""
