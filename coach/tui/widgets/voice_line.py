"""Which voice speaks: the language model, or the lines that were written."""

from __future__ import annotations

from textual.widgets import Static

from coach.roleplay.model_voice import ModelVoice
from coach.roleplay.practice import Practice

_EVERY = 0.5
"""Seconds between two looks at how the model stands."""


class VoiceLine(Static):
    """Empty as long as no language model was chosen."""

    def __init__(self, practice: Practice, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        voice = practice.employee.voice
        self._practice = practice
        self._voice = voice if isinstance(voice, ModelVoice) else None
        self._shown = ""

    def on_mount(self) -> None:
        """Look at once, and then now and then: a model loads, and reads, while the talk begins."""
        if self._voice:
            self._voice.read_ahead(self._practice.talk, self._practice.employee.persona)
            self.look()
            self.set_interval(_EVERY, self.look)

    def look(self) -> None:
        """Say how it stands, when that has changed."""
        words = self._voice.standing().words if self._voice else ""
        if words != self._shown:
            self._shown = words
            self.update(words)

    def take_notice(self) -> str | None:
        """Something about the voice that the user should know, once."""
        return self._voice.take_notice() if self._voice else None
