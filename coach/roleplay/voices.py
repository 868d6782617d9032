"""The voice that the user chose: a language model that stands ready or loads, or the written lines."""

from __future__ import annotations

from coach.model import address, engines
from coach.model.choice import Choice, ChoiceError
from coach.model.contract import Engine, Status
from coach.roleplay.model_voice import ModelVoice
from coach.roleplay.scene import Voice
from coach.roleplay.voice import AuthoredVoice


class Voices:
    """Keeps one engine for as long as the program runs, and another one when the user chooses another model.

    Attributes:
        problem: why the model that was chosen cannot be used; None when there is nothing to say.
    """

    def __init__(self) -> None:
        self._choice: Choice | None = None
        self._voice: ModelVoice | None = None
        self.problem: str | None = None

    def current(self) -> Voice:
        """The voice for the next talk; begins to load the model when there is one. Returns at once."""
        self.problem = None
        try:
            chosen = Choice.load()
        except ChoiceError as error:
            self.problem, chosen = str(error), None
        if chosen != self._choice or (chosen and self._voice is None):
            self.close()
            self._choice = chosen
            self._voice = ModelVoice(engines.engine_of(chosen)) if chosen else None
        if self._voice is None:
            return AuthoredVoice()
        self._voice.start()
        return self._voice

    def engine(self) -> Engine | None:
        """The model, for whoever asks it something beside the talk; None as long as it cannot be asked."""
        engine = self._voice.engine if self._voice else None
        return engine if engine and engine.status()[0] in (Status.READY, Status.BUSY) else None

    def near_engine(self) -> Engine | None:
        """The model, when nothing that it is told leaves this computer; begins to load it.

        None as long as it cannot be asked. Words about a real employee go to no other.
        """
        try:
            chosen = Choice.load()
        except ChoiceError:
            return None
        if chosen is None or (chosen.url and address.leaves(chosen.url, chosen.model)):
            return None
        self.current()
        return self.engine()

    @property
    def is_loading(self) -> bool:
        """Whether a model is on its way."""
        return self._voice is not None and self._voice.engine.status()[0] in (Status.STARTING, Status.LOADING)

    def close(self) -> None:
        """Let go of the model, within a second."""
        voice, self._voice, self._choice = self._voice, None, None
        if voice:
            voice.engine.close()
