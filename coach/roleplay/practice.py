"""A practice talk as every front plays it: read the line, keep it, let the employee answer, keep that."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

from coach import phrasing
from coach.conversation import Conversation, Flag, Reading, Speaker, Turn
from coach.legible import legible
from coach.phrasing.silence import Scope, Silence, SilenceList
from coach.roleplay.employee import Employee
from coach.roleplay.persona import Phase
from coach.store import Store, StoreError

MAX_TURN_CHARS = 100_000
"""What is sent beyond this is cut off: a store that keeps every word must have an end."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One turn of the manager and the answer to it."""

    said: Turn
    answer: Turn


class Practice:
    """One talk with one employee. `trouble` holds the problem with keeping it, or None when all of it is kept.

    `talk` is what the store holds, with all that was read in it; `shown` leaves out the flags that the user called
    not right, and the employee does not react to those either.

    A problem with the store never ends the talk: it goes on in memory and the front says so. What could not
    be kept is kept with the next turn that can be, so that a kept talk has no holes in it.
    """

    def __init__(
        self,
        employee: Employee,
        store: Store,
        talk: Conversation | None = None,
        seed: int = 0,
        silences: SilenceList | None = None,
    ) -> None:
        self.employee = employee
        self.store = store
        self.silences = silences or SilenceList()
        self.trouble: str | None = None
        self.talk = talk or employee.begin(seed)
        # The turns that the store holds; None as long as it does not know the talk.
        self._kept: tuple[Turn, ...] | None = talk.turns if talk else None
        if talk is None:
            self._keep()
        elif self._waits_for_answer():
            self._answer()

    def read(self, text: str) -> Reading:
        """How a line would read if it were said now."""
        return self.silences.read(text, self.talk.last_employee_text, earlier=self.talk.earlier_employee_texts)

    @property
    def shown(self) -> Conversation:
        """The talk as the user is to see it, without the flags called not right before or after they were read."""
        return self.silences.on(self.talk)

    def not_right(self, flag: Flag, scope: Scope) -> int:
        """Leave a flag on the last line out from now on; returns its number in the list of silences, from 1.

        Raises:
            ValueError: nothing has been said yet.
            OSError: it could not be kept; it holds until the program ends.
        """
        turns = self.talk.turns
        said = max((i for i, turn in enumerate(turns) if turn.speaker is Speaker.MANAGER), default=None)
        if said is None:
            raise ValueError("nothing has been said yet")
        before = self.talk.model_copy(update={"turns": turns[:said]}).last_employee_text
        return self.silences.add(
            Silence(flag=flag.id, scope=scope, text=turns[said].text, before=before, quote=flag.quote)
        )

    def say(self, text: str) -> Exchange:
        """Say a line; an empty one is a silence. Kept before the answer is looked for.

        Raises:
            ValueError: the talk is over.
        """
        if self.over:
            raise ValueError("this talk is over")
        reading = phrasing.read(clean(text), self.talk.last_employee_text, earlier=self.talk.earlier_employee_texts)
        self._add(Turn(speaker=Speaker.MANAGER, text=clean(text), reading=reading))
        return Exchange(self.shown.turns[-1], self._answer())

    def take_back(self) -> str | None:
        """Take back the last exchange; returns what was said, to say it better. None when there is none."""
        for count, turn in enumerate(reversed(self.talk.turns), start=1):
            if turn.speaker is Speaker.MANAGER:
                self.talk = self.talk.without_last(count)
                self._keep()
                return turn.text
        return None

    def finish(self) -> None:
        """Close the talk: it is kept, and no longer offered to be resumed."""
        self.talk = self.talk.model_copy(update={"finished": True})
        self._keep()

    @property
    def over(self) -> bool:
        """Whether the employee has ended the talk, or it was closed."""
        return self.talk.finished or bool(self.talk.state and self.talk.state.ended)

    @property
    def phase(self) -> Phase:
        """The phase the talk is in."""
        phases = self.employee.situation.phases
        index = self.talk.state.phase if self.talk.state else 0
        return phases[min(index, len(phases) - 1)]

    def questions(self, count: int = 3) -> tuple[str, ...]:
        """Open questions that fit now and have not been asked yet; they turn with the talk."""
        asked = {turn.text for turn in self.talk.by(Speaker.MANAGER)}
        fresh = [question for question in self.phase.questions if question not in asked]
        start = (len(self.talk.turns) // 2) % max(1, len(fresh))
        return tuple((fresh[start:] + fresh[:start])[:count])

    def _answer(self) -> Turn:
        answer = self.employee.reply(self.shown)
        self._add(answer)
        return answer

    def _add(self, turn: Turn) -> None:
        self.talk = self.talk.with_turn(turn)
        self._keep()

    def _keep(self) -> None:
        """Bring the store up to date with the talk, what failed before included."""
        try:
            self._bring_up_to_date()
        except StoreError as error:
            self.trouble = str(error)
        else:
            self.trouble = None

    def _bring_up_to_date(self) -> None:
        talk = self.talk
        if self._kept is None:
            self.store.begin(talk)
            self._kept = talk.turns
        pairs = zip(self._kept, talk.turns, strict=False)
        same = sum(1 for _pair in takewhile(lambda pair: pair[0] is pair[1], pairs))
        if len(self._kept) > same:
            self.store.drop_last(talk.id, len(self._kept) - same)
            self._kept = self._kept[:same]
        for turn in talk.turns[same:]:
            self.store.append(talk.id, turn)
            self._kept = (*self._kept, turn)
        if talk.finished:
            self.store.finish(talk.id)

    def _waits_for_answer(self) -> bool:
        return bool(self.talk.turns) and self.talk.turns[-1].speaker is Speaker.MANAGER and not self.over


def clean(text: str) -> str:
    """The line as it is kept: legible, of a bounded length, without space around it."""
    return legible(text[:MAX_TURN_CHARS]).strip()
