"""Models that think aloud first: what they think is no part of the answer."""

from __future__ import annotations

from coach.model.contract import Token

_OPEN, _CLOSE = "<think>", "</think>"


class Thoughts:
    """Leaves out a thought at the beginning of an answer."""

    def __init__(self) -> None:
        self._held: list[Token] = []
        self._text = ""
        self._thinking = False
        self._trimming = False
        self._passed = False

    def take(self, token: Token) -> list[Token]:
        """The tokens of the answer so far that can be shown now."""
        if self._passed:
            return [token]
        if self._thinking:
            return self._after_thought(token)
        self._held.append(token)
        self._text += token.text
        begun = self._text.lstrip()
        if begun.startswith(_OPEN):
            self._held.clear()
            self._thinking, self._text = True, ""
            return self._after_thought(Token(begun.removeprefix(_OPEN)))
        return [] if _OPEN.startswith(begun) else self.rest()

    def rest(self) -> list[Token]:
        """What was held back when the answer ended, or turned out to begin otherwise."""
        shown, self._held, self._passed = self._held, [], True
        return shown

    def _after_thought(self, token: Token) -> list[Token]:
        self._text = (self._text + token.text) if self._trimming else (self._text + token.text)[-4096:]
        if not self._trimming:
            _thought, closed, after = self._text.partition(_CLOSE)
            if not closed:
                return []
            self._trimming, self._text = True, after
        shown = self._text.lstrip()
        if not shown:
            return []
        self._passed = True
        return [Token(shown, token.probability, token.alternatives) if shown == token.text else Token(shown)]
