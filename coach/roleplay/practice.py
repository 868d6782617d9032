"""A practice talk as every front plays it: read the line, keep it, let the employee answer, keep that."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from coach import phrasing
from coach.conversation import Branch, Conversation, Flag, Help, Reading, Speaker, Turn
from coach.legible import legible
from coach.phrasing.silence import Scope, Silence, SilenceList
from coach.roleplay import exercise
from coach.roleplay.employee import Employee
from coach.roleplay.keeping import Record
from coach.roleplay.persona import Phase
from coach.roleplay.scene import Reply
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
    not right, and the employee does not react to those either. `visible` is what there is to see while the talk goes
    on: in a round without help no line is read back.

    A problem with the store never ends the talk: it goes on in memory and the front says so. What could not
    be kept is kept with the next turn that can be, so that a kept talk has no holes in it.

    Going back never loses what was said: the talk goes on as a branch, and the one it leaves stays as it is.
    """

    def __init__(
        self,
        employee: Employee,
        store: Store,
        talk: Conversation | None = None,
        seed: int = 0,
        silences: SilenceList | None = None,
        *,
        level: Help = Help.WITH,
        begun: Conversation | None = None,
    ) -> None:
        """Go on with `talk`, which is kept already; or begin a new one, at `begun` when that is given."""
        self.employee = employee
        self.store = store
        self.silences = silences or SilenceList()
        self.trouble: str | None = None
        new = begun or employee.begin(seed).model_copy(update={"help": level})
        self._record = Record(store, talk or new, kept=talk is not None)
        self._reply: Reply | None = None
        # Talks that were left for a branch before they could be kept whole.
        self._left: list[Record] = []
        if talk is None:
            self._keep()
        elif self._waits_for_answer():
            self._answer_at_once()

    @property
    def talk(self) -> Conversation:
        """The talk as far as it has come."""
        return self._record.talk

    def read(self, text: str) -> Reading:
        """How a line would read if it were said now."""
        found = self.silences.read(text, self.talk.last_employee_text, earlier=self.talk.earlier_employee_texts)
        return self.employee.spared(self.talk, text, found)

    @property
    def shown(self) -> Conversation:
        """The talk as the user is to see it, without the flags called not right before or after they were read."""
        return self.silences.on(self.talk)

    @property
    def visible(self) -> Conversation:
        """The talk as there is to see of it while it goes on."""
        if self.talk.help is not Help.NONE:
            return self.shown
        unread = tuple(turn.model_copy(update={"reading": None}) for turn in self.talk.turns)
        return self.talk.model_copy(update={"turns": unread})

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
        """Say a line and wait for the answer; an empty one is a silence. Kept before the answer is looked for.

        Raises:
            ValueError: the talk is over.
        """
        reply = self.tell(text)
        said = self.visible.turns[-1]
        return Exchange(said, self.answered(reply, list(reply.sentences())))

    def tell(self, text: str) -> Reply:
        """Say a line, and leave finding the words of the answer to the caller, who gives them to `answered`.

        What happens is decided by then. The words may be looked for in another thread; nothing else here may be
        called from one.

        Raises:
            ValueError: the talk is over.
        """
        self.settle()
        if self.over:
            raise ValueError("this talk is over")
        reading = phrasing.read(clean(text), self.talk.last_employee_text, earlier=self.talk.earlier_employee_texts)
        reading = self.employee.spared(self.talk, clean(text), reading)
        self._add(Turn(speaker=Speaker.MANAGER, text=clean(text), reading=reading))
        self._reply = self.employee.prepare(self.shown)
        return self._reply

    def answered(self, reply: Reply, sentences: Sequence[str] = ()) -> Turn:
        """Keep the answer that was waited for; with no sentences it is the line that was written for it.

        Raises:
            ValueError: no answer is waited for, or another one.
        """
        if reply is not self._reply:
            raise ValueError("this answer is not waited for")
        self._reply = None
        answer = reply.turn(sentences)
        self._add(answer)
        return answer

    def settle(self) -> None:
        """Answer at once what still waits for an answer, in the words that were written for it."""
        if self._reply is not None:
            self.answered(self._reply)

    def take_back(self) -> str | None:
        """Take back the last exchange; returns what was said, to say it better. None when there is none."""
        said = self.moments
        return self.rewind(said[-1]) if said else None

    @property
    def moments(self) -> tuple[int, ...]:
        """The places, from 0, of the manager's turns that can be gone back to."""
        own = max(1, exercise.prepared(self.talk))
        turns = enumerate(self.talk.turns)
        return tuple(place for place, turn in turns if place >= own and turn.speaker is Speaker.MANAGER)

    def rewind(self, place: int) -> str:
        """Go back to just before a manager's turn, and on from there as a branch; returns what was said then.

        The talk that is left stays kept as it is.

        Args:
            place: one of `moments`.

        Raises:
            ValueError: no turn of the manager stands at that place.
        """
        self.settle()
        if place not in self.moments:
            raise ValueError("no turn of the manager stands there")
        said = self.talk.turns[place].text
        self._leave_at(place)
        self._keep()
        return said

    def branch(self, turns: int) -> Practice:
        """A talk of its own that shares the first `turns` turns of this one and can be gone on with.

        This talk stays as it is. The branch is kept from the first line on that is said in it, so that a look at
        an earlier moment leaves nothing behind.

        Args:
            turns: how many turns of either speaker are shared, from 1. A line that was not answered yet within
                them is answered.

        Raises:
            ValueError: this talk does not have so many turns.
        """
        self.settle()
        if not 1 <= turns <= len(self.talk.turns):
            raise ValueError("a talk can only be left where it has been")
        other = copy.copy(self)
        other._leave_at(turns)
        if other._waits_for_answer():
            other._answer_at_once()
        return other

    def finish(self) -> None:
        """Close the talk: it is kept, and no longer offered to be resumed."""
        self.settle()
        self._record.talk = self.talk.model_copy(update={"finished": True})
        self._keep()

    @property
    def over(self) -> bool:
        """Whether the employee has ended the talk, or it was closed, or the turns of an exercise are used up."""
        return self._closed or exercise.turns_left(self.talk) == 0

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

    def _leave_at(self, turns: int) -> None:
        """Go on as a branch; the talk that is left is still to be kept as far as that has failed."""
        self._left = [*self._left, self._record] if self._record.has_own else [*self._left]
        self._record = Record(self.store, _branched(self.talk, turns), kept=False)

    def _answer_at_once(self) -> None:
        self._add(self.employee.prepare(self.shown).turn())

    def _add(self, turn: Turn) -> None:
        self._record.talk = self.talk.with_turn(turn)
        self._keep()

    def _keep(self) -> None:
        """Bring the store up to date with the talk, what failed before included."""
        try:
            while self._left:
                self._left[0].keep()
                del self._left[0]
            self._record.keep()
        except StoreError as error:
            self.trouble = str(error)
        else:
            self.trouble = None

    def _waits_for_answer(self) -> bool:
        return bool(self.talk.turns) and self.talk.turns[-1].speaker is Speaker.MANAGER and not self._closed

    @property
    def _closed(self) -> bool:
        return self.talk.finished or bool(self.talk.state and self.talk.state.ended)


def _branched(talk: Conversation, turns: int) -> Conversation:
    """A new talk with the first turns of another. It names the talk in which the last of these turns was said."""
    came = talk.branch
    shared = Branch(talk=came.talk if came and turns <= came.turns else talk.id, turns=turns)
    changes = {
        "id": uuid4().hex,
        "branch": shared,
        "started": datetime.now(UTC),
        "finished": False,
        "turns": talk.turns[:turns],
    }
    return talk.model_copy(update=changes)


def clean(text: str) -> str:
    """The line as it is kept: legible, of a bounded length, without space around it."""
    return legible(text[:MAX_TURN_CHARS]).strip()
