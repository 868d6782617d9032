"""Which words of a speech-to-text tool are no words, and which are better not believed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coach.live.transcript.cue import Cue

BELIEVED = 0.5
"""What a tool is less sure of than this is doubtful."""
_TOKENS = re.compile(r"<\|[^|<>]{0,40}\|>|\[SPEAKER_TURN\]|\[_[A-Z]{2,6}_?\d{0,5}\]")
_SOUND = r"\[[^\[\]]{0,60}\]|\([^()]{0,60}\)|\*[^*]{1,60}\*|[♪♫]+[^♪♫]{0,200}[♪♫]+|[♪♫]+"
_SOUNDS_ONLY = re.compile(rf"(?:(?:{_SOUND})[\s.,…-]*)+")
_UNHEARD = re.compile(
    r"[\[(](?:onverstaanbaar|onduidelijk|niet te verstaan|inaudible|unintelligible|unclear|\?+)[\])]|\?{3,}",
    re.IGNORECASE,
)
# What Whisper makes of silence and noise: lines that stood below the broadcasts it was trained on.
_MADE_UP = re.compile(
    r"ondertitel(?:s|d|ing)\b.{0,60}|tv gelderland(?: \d{4})?|bedankt (?:voor het|om te) kijken.{0,30}"
    r"|(?:vergeet niet te )?abonne(?:er|ren)\b.{0,30}|thanks for watching.{0,20}|subtitles by .{0,60}"
    r"|.{0,40}\bamara\.org\b.{0,40}",
    re.IGNORECASE,
)
_REPEATED_WORDS = 3


def without_sounds(text: str) -> str:
    """The words without the marks of the tool; empty when the line tells of sounds alone ("[Muziek]", "(zucht)")."""
    words = " ".join(_TOKENS.sub(" ", text).split())
    if _SOUNDS_ONLY.fullmatch(words) and not _UNHEARD.search(words):
        return ""
    return words if any(character.isalnum() for character in words) else ""


def is_doubtful(cue: Cue, before: Sequence[str]) -> bool:
    """Whether a line had better not be built on: it may still change, was badly heard, or is not speech at all."""
    if not cue.final or (cue.certain is not None and cue.certain < BELIEVED):
        return True
    if _UNHEARD.search(cue.text) or _MADE_UP.fullmatch(cue.text.rstrip(" .!…")):
        return True
    # A tool that hangs says one and the same sentence over and over.
    stuck = len(cue.text.split()) >= _REPEATED_WORDS and len(before) >= 2
    return stuck and all(one.casefold() == cue.text.casefold() for one in before[:2])
