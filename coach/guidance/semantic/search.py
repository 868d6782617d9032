"""Search by meaning that becomes ready by itself: the model loads in the background while words are searched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Event, Lock, Thread, main_thread
from typing import TYPE_CHECKING

from coach.guidance.passage import Passage
from coach.guidance.semantic.encoder import Encoder, SemanticError

if TYPE_CHECKING:
    from coach.guidance.semantic.index import SemanticIndex

Progress = Callable[[int, int], None]
"""Told how many of how many texts are encoded."""


class SemanticSearch:
    """The passages near a question, once the model is there.

    `trouble` is a sentence for the user about why it is not going to be there; None while all is well.
    """

    def __init__(self, passages: Sequence[Passage], model: str, load: Callable[[str], Encoder] = Encoder) -> None:
        """`model` is a name or a folder; `load` makes an encoder of it."""
        self.model = model
        self.trouble: str | None = None
        self._passages = passages
        self._load = load
        self._index: SemanticIndex | None = None
        self._finished = Event()
        self._turn = Lock()
        self._thread: Thread | None = None

    @property
    def ready(self) -> bool:
        """Whether `ranked` answers."""
        return self._index is not None

    @property
    def loading(self) -> bool:
        """Whether it is still becoming ready."""
        return self._thread is not None and not self._finished.is_set()

    def start(self) -> None:
        """Begin to load in the background, unless that was done before."""
        with self._turn:
            if self._thread is None and not self._finished.is_set():
                # No daemon: a model library that is stopped half-way can take the whole program down. When the
                # program ends, it waits for the step that is going on, a few seconds at most.
                self._thread = Thread(target=self.load, name="semantic-search")
                self._thread.start()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until loading has ended, `timeout` seconds at most; returns whether it is ready."""
        self._finished.wait(timeout)
        return self.ready

    def load(self, progress: Progress = lambda done, total: None) -> None:
        """Load the model and encode the passages, here and now. What goes wrong becomes `trouble`."""
        from coach.guidance.semantic import index

        try:
            encoder = self._load(self.model)
            made = None if _leaving() else index.build(self._passages, encoder, progress, _leaving)
            if made is not None:
                made.ranked("hoe gaat het")  # the first question takes longer than the next ones
            self._index = made
        except SemanticError as error:
            self.trouble = str(error)
        except Exception as error:
            self.trouble = f"{type(error).__name__}: {error}"
        finally:
            self._finished.set()

    def ranked(self, query: str) -> list[tuple[int, float]] | None:
        """Places of the passages near a question with their likeness, the nearest first; None until it is ready."""
        ready = self._index
        if ready is None:
            return None
        try:
            with self._turn:
                return ready.ranked(query)
        except SemanticError as error:
            self.trouble, self._index = str(error), None
            return None


def _leaving() -> bool:
    """Whether the program is ending."""
    return not main_thread().is_alive()
