"""What a model writes, a piece at a time, as sentences that could be said."""

from __future__ import annotations

import re
from collections.abc import Iterator

_END = re.compile(r"[.!?…]+[\"'”’»)]*(?=\s)")
_ABBREVIATIONS = ("bijv.", "bv.", "o.a.", "d.w.z.", "m.b.t.", "i.p.v.", "evt.", "enz.", "nr.", "dhr.", "mevr.", "mw.")
_TOO_LONG = 600
"""A sentence of more characters is none."""

_CLOSING = ".!?…)"
_NO_QUOTES = dict.fromkeys(map(ord, '"“”„«»'))
_STARS = re.compile(r"\*{1,3}([^*\n]{1,80})\*{1,3}")
_SPACE = re.compile(r"[ \t\u00a0]+")
_GESTURE_VERBS = re.compile(
    r"^(?:zucht|knikt|kijkt|glimlacht|lacht|haalt|schudt|zwijgt|denkt|wrijft|leunt|slikt)\b", re.I
)


class Sentences:
    """Cuts a stream of text into sentences as they become complete. An answer is one line: what follows is left out.

    Attributes:
        over: the line is at its end.
    """

    def __init__(self) -> None:
        self._held = ""
        self.over = False

    def take(self, text: str) -> Iterator[str]:
        """The sentences that are complete now."""
        if self.over:
            return
        self._held = (self._held + text).lstrip()
        line, ended, _more = self._held.partition("\n")
        if ended:
            self._held = line
        while cut := self._next_end():
            sentence, self._held = self._held[:cut], self._held[cut:].lstrip()
            yield _tidy(sentence)
        if ended:
            self.over = True
            yield from self._last(broken_off=False)

    def rest(self, *, broken_off: bool = False) -> Iterator[str]:
        """What was left when the text ended. What was `broken_off` in the middle of a sentence is left out."""
        yield from self._last(broken_off)

    def _last(self, broken_off: bool) -> Iterator[str]:
        left, self._held = _tidy(self._held), ""
        if left and left[-1] in _CLOSING:
            yield left
        elif left and not broken_off:
            yield f"{left}."

    @property
    def unfinished(self) -> bool:
        """Whether more is held than a sentence can be."""
        return len(self._held) > _TOO_LONG

    def _next_end(self) -> int:
        for found in _END.finditer(self._held):
            before = self._held[: found.end()]
            if not before.casefold().endswith(_ABBREVIATIONS):
                return found.end()
        return 0


def without_frame(text: str, name: str) -> str:
    """The words without the employee's own name in front of them."""
    return re.sub(rf"^\W*{re.escape(name)}\s*[:：]\s*", "", text, flags=re.I)


def _tidy(text: str) -> str:
    """One line without quotation marks, and a gesture between brackets where a model puts it between asterisks."""
    line = _SPACE.sub(" ", text.translate(_NO_QUOTES)).strip()
    return _STARS.sub(lambda found: f"({found[1]})" if _GESTURE_VERBS.match(found[1]) else found[1], line).strip()
