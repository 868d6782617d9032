"""The voice of a language model: free words for the planned act, checked sentence by sentence, and never in charge.

Whatever the model does or fails to do, there is an answer: the line that was written for this. The model is asked
only when it stands ready; a talk never waits for one that loads.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from hashlib import blake2b
from typing import cast

from coach.conversation import Conversation
from coach.messages import gettext as _
from coach.model.contract import Engine, EngineError, Request, Status, Token
from coach.roleplay import act_reader, dialogue, dutch, guide
from coach.roleplay.checker import Checker, is_written
from coach.roleplay.dialogue import ANSWER_TOKENS, Dialogue
from coach.roleplay.guide import AUTHORED, Fault
from coach.roleplay.leaks import Secrets
from coach.roleplay.persona import MemoryKind, Persona
from coach.roleplay.scene import Scene, never
from coach.roleplay.utterance import Sentences, without_frame

PATIENCE = 25.0
"""Seconds that someone waits for the first sentence; then the authored line is said."""

_TRIES = 2
_CRASHES = 3
"""After so many failures in a row without an answer between them, the model is left alone for this talk."""
_WARMTH = (0.7, 0.9)
_STOPS = ("[regie]", "\nLeidinggevende", "\nManager")
_WORD_FOR_WORD = (MemoryKind.MEDICAL, MemoryKind.DANGER)
"""Told only in the words that were written for it."""
_READY = (Status.READY, Status.BUSY)
_COMING = (Status.STARTING, Status.LOADING)
_LOOK = 0.1
"""Seconds between two looks at whether a model that loads is there."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Which voice speaks now: whether it is the model, and in words for the user."""

    model: bool
    words: str


class ModelVoice:
    """Implements `coach.roleplay.scene.Voice` with an engine. For one talk at a time.

    Attributes:
        engine: who writes.
        faults: what was wrong with what the model wrote, by kind: each is a sentence that was not shown.
        spoken: how many answers were the model's.
        replaced: how many were the authored line in its place.
    """

    def __init__(self, engine: Engine, patience: float = PATIENCE) -> None:
        self.engine = engine
        self.faults: Counter[Fault] = Counter()
        self.spoken = 0
        self.replaced = 0
        self._patience = patience
        self._failures = 0
        self._stopped = False
        self._dialogue: tuple[str, Dialogue] | None = None
        self._secrets: tuple[Persona, Secrets] | None = None
        self._notice: str | None = None
        self._ahead = 0

    def start(self) -> None:
        """Begin to load, for a new talk; returns at once."""
        self._failures = 0
        self.engine.start()

    def warm_up(self) -> None:
        """Read what judging needs, before the first answer asks for it. Takes a second or so: for another thread."""
        act_reader.default()
        dutch.default()
        guide.default()

    def read_ahead(self, talk: Conversation, persona: Persona) -> None:
        """Have a model in this computer read what a talk begins with while the user still types; returns at once.

        The first answer then waits for its own words only. A server is not asked: it has others to answer.
        """
        self._ahead += 1
        asked = (talk, persona, self._ahead)
        threading.Thread(target=self._read_ahead, args=asked, name="model-read-ahead", daemon=True).start()

    def _read_ahead(self, talk: Conversation, persona: Persona, number: int) -> None:
        def over() -> bool:
            return self._ahead != number

        self.warm_up()
        while not over() and self.engine.status()[0] in _COMING:
            time.sleep(_LOOK)
        if over() or self.engine.status()[0] not in _READY or not getattr(self.engine, "pid", None):
            return
        with suppress(EngineError):
            for _token in self.engine.stream(Request(dialogue.beginning(talk, persona), max_tokens=1), over):
                pass

    def standing(self) -> Standing:
        """Which voice would speak now. Immediate."""
        status, words = self.engine.status()
        name = self.engine.limits().name
        if self._failures >= _CRASHES:
            return Standing(False, _("voice: written lines; {model} stopped too often").format(model=name))
        if status in _READY:
            return Standing(True, _("voice: {model}").format(model=name))
        if status is Status.FAILED:
            return Standing(False, _("voice: written lines; {model} stopped").format(model=name))
        progress = f" ({words})" if words else ""
        return Standing(
            False, _("voice: written lines; {model} is loading{progress}").format(model=name, progress=progress)
        )

    def take_notice(self) -> str | None:
        """Something that the user should know, once; None when there is nothing new."""
        told, self._notice = self._notice, None
        return told

    def pauses(self, scene: Scene) -> bool:
        """Whether the model is asked for this answer: it stands ready, and the words are free."""
        plan, state = scene.plan, scene.talk.state
        literal = plan.act in AUTHORED or plan.detail or (plan.item and plan.item.kind in _WORD_FOR_WORD)
        if literal or (state and state.danger):
            return False
        return self._failures < _CRASHES and self.engine.status()[0] in _READY

    def sentences(self, scene: Scene, cancelled: Callable[[], bool] = never) -> Iterator[str]:
        """The answer, sentence by sentence; the authored line when the model has none."""
        shown = False
        if self.pauses(scene):
            for sentence in self._written(scene, cancelled):
                shown = True
                yield sentence
            self.spoken += shown
            self.replaced += not shown
        else:
            self._wake()
        if not shown:
            yield scene.authored

    def _wake(self) -> None:
        """Have a model that is off or has stopped load for a later turn."""
        status = self.engine.status()[0]
        if status in (Status.OFF, Status.FAILED) and self._failures < _CRASHES:
            # Loading that failed says so here; an answer that broke off was counted then.
            self._failures += status is Status.FAILED and not self._stopped
            self._stopped = False
            self.engine.start()

    def _written(self, scene: Scene, cancelled: Callable[[], bool]) -> Iterator[str]:
        """What the model writes and may be shown: at the second try when nothing of the first is any good."""
        until = time.monotonic() + self._patience
        again, shown = "", False

        def over() -> bool:
            return cancelled() or self._is_gone() or (not shown and time.monotonic() > until)

        try:
            for number in range(_TRIES):
                attempt = _Attempt(self._checker_and_request(scene, number, again), scene, self.engine, self.faults)
                for sentence in attempt.sentences(over):
                    shown = True
                    yield sentence
                if self._is_gone():
                    break
                self._failures = 0
                if shown or over() or attempt.fault is None:
                    return
                again = guide.default().again.get(attempt.fault, "")
            else:
                return
        except EngineError:
            pass
        self._failures += 1
        self._stopped = True

    def _is_gone(self) -> bool:
        """Whether the model does not stand ready any more: one that starts anew is for a later turn."""
        return self.engine.status()[0] not in _READY

    def _checker_and_request(self, scene: Scene, number: int, again: str) -> tuple[Checker, Request]:
        if self._secrets is None or self._secrets[0] is not scene.persona:
            self._secrets = scene.persona, Secrets(scene.persona)
        told = self._told(scene.talk)
        before = told.folded
        messages = told.messages(scene, again)
        if told.folded > before:
            self._notice = _("The talk is long: the model now has its oldest part in brief. All of it stays here.")
        request = Request(
            messages,
            max_tokens=ANSWER_TOKENS,
            temperature=_WARMTH[number],
            seed=_seed(scene.talk, number),
            stop=_STOPS,
        )
        return Checker(scene, self._secrets[1], dialogue.told(messages)), request

    def _told(self, talk: Conversation) -> Dialogue:
        """What the model was told of this talk; a branch begins as the talk that it left."""
        context = self.engine.limits().context
        if self._dialogue is None or self._dialogue[0] != talk.persona or self._dialogue[1].context != context:
            self._dialogue = talk.persona, Dialogue(self.engine.count, context)
        return self._dialogue[1]


class _Attempt:
    """One request, and what of its answer may be shown."""

    def __init__(self, asked: tuple[Checker, Request], scene: Scene, engine: Engine, faults: Counter[Fault]) -> None:
        self._checker, self._request = asked
        self._scene = scene
        self._engine = engine
        self._faults = faults
        self.fault: Fault | None = None

    def sentences(self, cancelled: Callable[[], bool]) -> Iterator[str]:
        """The sentences that passed, from the moment on that they are an answer; ends at the first fault."""
        held: list[str] = []
        shown: list[str] = []
        for sentence in self._passed(shown, held, cancelled):
            held.append(sentence)
            if not shown and self._checker.complete(held) is not None:
                continue
            yield from held
            shown += held
            held.clear()
        if not shown and self.fault is None and not cancelled():
            self._note(self._checker.complete(held) if held else Fault.LENGTH)

    def _passed(self, shown: list[str], held: list[str], cancelled: Callable[[], bool]) -> Iterator[str]:
        cut = Sentences()
        pieces = 0
        stream = cast("Generator[Token]", self._engine.stream(self._request, cancelled))
        with closing(stream) as tokens:
            for token in tokens:
                pieces += 1
                if is_written(token.text.replace("*", "")):
                    self._note(Fault.FORM)
                    return
                for sentence in cut.take(token.text):
                    if passed := self._judged(sentence, [*shown, *held]):
                        yield passed
                    if self.fault:
                        return
                if cut.over:
                    return
                if cut.unfinished:
                    self._note(Fault.LENGTH)
                    return
        if not cancelled():
            for sentence in cut.rest(broken_off=pieces >= self._request.max_tokens):
                if passed := self._judged(sentence, [*shown, *held]):
                    yield passed

    def _judged(self, sentence: str, before: list[str]) -> str:
        words = sentence if before else without_frame(sentence, self._scene.persona.name)
        if words:
            self._note(self._checker.fault(words, before))
        return "" if self.fault else words

    def _note(self, fault: Fault | None) -> None:
        self.fault = fault
        if fault:
            self._faults[fault] += 1


def _seed(talk: Conversation, number: int) -> int:
    told = f"{talk.seed}/{talk.persona}/{len(talk.turns)}/{number}"
    return int.from_bytes(blake2b(told.encode(), digest_size=4).digest(), "big") >> 1
