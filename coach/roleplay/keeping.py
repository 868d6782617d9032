"""Keeping a practice talk while it grows, also when the store fails now and then."""

from __future__ import annotations

from coach.conversation import Conversation
from coach.store import Store


class Record:
    """One talk, and how much of it the store holds. A kept talk only grows: what was said in it stays."""

    def __init__(self, store: Store, talk: Conversation, *, kept: bool) -> None:
        self.talk = talk
        self._store = store
        self._turns = len(talk.turns) if kept else None
        self._finished = kept and talk.finished

    @property
    def has_own(self) -> bool:
        """Whether the talk holds anything that no other talk holds. A branch has nothing of its own at first."""
        branch = self.talk.branch
        return branch is None or len(self.talk.turns) > branch.turns or self.talk.finished

    def keep(self) -> None:
        """Bring the store up to date with the talk. A branch is kept from the first line on that is its own.

        Raises:
            StoreError: it cannot be kept; the next call goes on where this one stopped.
        """
        if not self.has_own:
            return
        if self._turns is None:
            self._store.begin(self.talk)
            self._turns = len(self.talk.turns)
            self._finished = self.talk.finished
        for turn in self.talk.turns[self._turns :]:
            self._store.append(self.talk.id, turn)
            self._turns += 1
        if self.talk.finished and not self._finished:
            self._store.finish(self.talk.id)
            self._finished = True
