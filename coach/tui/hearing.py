"""What listens along with a call beside the keyboard: the microphone, and a transcript that comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from coach.live.feed import Feed
from coach.live.follow import FeedState, Follower
from coach.live.microphone import Microphone

if TYPE_CHECKING:
    from textual.widget import Widget

    from coach.conversation import Speaker
    from coach.live.call import LiveCall
    from coach.live.fed_turn import FedTurn
    from coach.tui.live_way import Transcript


class Hearing:
    """Both start only when asked to; what they hear comes to a widget as messages, in the thread of the interface."""

    class Came(Message):
        """A line of the transcript."""

        def __init__(self, turn: FedTurn) -> None:
            self.turn = turn
            super().__init__()

    class Changed(Message):
        """The microphone or the transcript stands differently."""

    def __init__(self, call: LiveCall, listener: Widget, transcript: Transcript | None) -> None:
        self._listener = listener
        self.microphone = Microphone(call.meter, changed=self._changed)
        self.follower: Follower | None = None
        if transcript is not None:
            feed = Feed(manager=transcript.manager)
            self.follower = Follower(
                transcript.where, feed, self._came, changed=self._changed, piped=transcript.piped
            )

    def start(self) -> None:
        """Follow the transcript, when there is one; the microphone stays off."""
        if self.follower is not None:
            self.follower.start()

    def stop(self) -> None:
        """Listen no more."""
        self.microphone.stop()
        if self.follower is not None:
            self.follower.stop()

    @property
    def told(self) -> str:
        """How the transcript stands when that is worth a word; nothing when it just flows."""
        if self.follower is None or self.follower.state is FeedState.FLOWING:
            return ""
        return self.follower.told

    @property
    def unknown(self) -> str:
        """Somebody in the transcript of whom it is not known who it is; empty when there is nobody."""
        return next(iter(self.follower.feed.unknown), "") if self.follower else ""

    def assign(self, name: str, speaker: Speaker) -> None:
        """Say who somebody in the transcript is; the lines so far come again, set right."""
        if self.follower is not None:
            for turn in self.follower.feed.assign(name, speaker):
                self._came(turn)

    def _came(self, turn: FedTurn) -> None:
        self._listener.post_message(self.Came(turn))

    def _changed(self) -> None:
        self._listener.post_message(self.Changed())
