"""An answer on its way: its words are looked for in a thread of their own, so that no key waits for them."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from textual.widget import Widget

    from coach.roleplay.scene import Reply


class Speaking:
    """Looks for the words of one answer and posts each sentence to a widget as `Heard`.

    Attributes:
        reply: what is answered.
        heard: the sentences that came, in the thread of the interface.
    """

    class Heard(Message):
        """A sentence came; None when it was the last."""

        def __init__(self, speaking: Speaking, sentence: str | None) -> None:
            self.speaking = speaking
            self.sentence = sentence
            super().__init__()

    def __init__(self, reply: Reply, listener: Widget) -> None:
        self.reply = reply
        self.heard: list[str] = []
        self._listener = listener
        self._over = threading.Event()
        # A daemon: quitting waits for no model.
        threading.Thread(target=self._speak, name="voice", daemon=True).start()

    @property
    def text(self) -> str:
        """What can be shown so far."""
        return " ".join(self.heard)

    def stop(self) -> None:
        """Look no further; returns at once."""
        self._over.set()

    def _speak(self) -> None:
        try:
            for sentence in self.reply.sentences(self._over.is_set):
                if self._over.is_set():
                    return
                self._listener.post_message(self.Heard(self, sentence))
        except Exception:  # whatever goes wrong in a voice: the line that was written is said
            self._listener.log.error("the voice failed")
        finally:
            self._listener.post_message(self.Heard(self, None))
