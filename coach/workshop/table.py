"""A table where people play both sides: two who talk, and perhaps one who watches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach import phrasing
from coach.conversation import Conversation, Turn
from coach.debrief.measures import Measures, measure
from coach.messages import gettext as _
from coach.roleplay.practice import clean
from coach.store import Store, StoreError, Trouble
from coach.workshop import event as ev
from coach.workshop import shelf, talks
from coach.workshop.errors import Refusal, WorkshopError
from coach.workshop.plan import Role, RoleCard, Round, Viewer, Watched
from coach.workshop.seat import SPEAKER, Group
from coach.workshop.state import RunState

if TYPE_CHECKING:
    from coach.workshop.workshop import Workshop


class Table:
    """One seat at a table, in one round. What others at the table do is seen at the next look.

    Everything raises `WorkshopError` that this role does not do, and all but looking what does not fit the moment.
    """

    def __init__(self, workshop: Workshop, run: RunState, number: int, seat: str) -> None:
        """Made by `Workshop.table`."""
        self._workshop = workshop
        self._run = run.number
        self.number = number
        self._seat = seat
        self._plan = workshop.plan.rounds[run.index]
        self._store: Store = workshop.hall.store(workshop.id, talks.shelf_of(run.groups[number], number, run.number))

    @property
    def plan(self) -> Round:
        """The round that is held."""
        return self._plan

    @property
    def run(self) -> int:
        """The number of the round as it was held, from 0."""
        return self._run

    @property
    def group(self) -> Group:
        """Who sits here, in which role."""
        return self._workshop.run(self._run).groups[self.number]

    @property
    def role(self) -> Role:
        """What this seat does."""
        role = self.group.role_of(self._seat)
        if role is None:
            raise WorkshopError(Refusal.NOT_YOURS, _("You sit at another table now."))
        return role

    @property
    def role_card(self) -> RoleCard | None:
        """The card of who plays the employee; observers may read along, the manager never."""
        return None if self.role is Role.MANAGER or not self._plan.role else shelf.role_card(self._plan.role)

    @property
    def briefing(self) -> str:
        """What the manager knows before the talk."""
        return shelf.role_card(self._plan.role).manager if self._plan.role else ""

    @property
    def talk(self) -> Conversation:
        """What was said so far, as this seat may see it: readings only for whom the plan shows measures."""
        talk = self._kept()
        if self.sees_measures or self._workshop.run(self._run).ended:
            return talk
        turns = tuple(turn.model_copy(update={"reading": None}) for turn in talk.turns)
        return talk.model_copy(update={"turns": turns})

    @property
    def sees_measures(self) -> bool:
        """Whether this seat sees the measures while the talk runs."""
        return Viewer(self.role.value) in self._plan.measures_to if self.role is not Role.VOTER else False

    @property
    def measures(self) -> Measures | None:
        """The figures of the talk; None for whom they are not meant until the round is over."""
        if not (self.sees_measures or self._workshop.run(self._run).ended):
            return None
        return measure(self._kept())

    def say(self, text: str) -> Turn:
        """Say a line in one's own role; it is kept when this returns. An empty one is a silence.

        Raises:
            WorkshopError: NOT_YOURS for an observer, NOT_NOW, KEPT_NOT.
        """
        role = self.role
        if role not in SPEAKER:
            raise WorkshopError(Refusal.NOT_YOURS, _("You watch in this round; the other two talk."))
        self._workshop.see_running(self._run)
        talk = self._begun()
        line = clean(text)
        reading = None
        if role is Role.MANAGER:
            reading = phrasing.read(line, talk.last_employee_text, earlier=talk.earlier_employee_texts)
        turn = Turn(speaker=SPEAKER[role], text=line, reading=reading)
        self._workshop.keeping(lambda: self._store.append(talk.id, turn))
        shown = reading if self.sees_measures else None
        return turn.model_copy(update={"reading": shown})

    def tell(self, layer: int, told: bool = True) -> None:
        """Tick a layer of the role card as told, counted from 0, or take the tick away.

        Raises:
            WorkshopError: NOT_YOURS for who does not play the employee, NOT_NOW, UNKNOWN.
        """
        card = self.role_card
        if self.role is not Role.EMPLOYEE or card is None:
            raise WorkshopError(Refusal.NOT_YOURS, _("Only who plays the employee ticks what was told."))
        if not 0 <= layer < len(card.layers):
            raise WorkshopError(Refusal.UNKNOWN, _("The role card has no such line."))
        self._workshop.change(lambda state: ev.Told(group=self.number, layer=layer, told=told), run=self._run)

    @property
    def told(self) -> tuple[int, ...]:
        """The layers that were ticked as told; not for the manager as long as the round runs."""
        run = self._workshop.run(self._run)
        if self.role is Role.MANAGER and run.ended is None:
            return ()
        return tuple(sorted(run.told.get(self.number, ())))

    @property
    def criteria(self) -> tuple[Watched, ...]:
        """The observer's questions."""
        return self._plan.criteria if self.role is Role.OBSERVER or self._workshop.run(self._run).ended else ()

    @property
    def answers(self) -> dict[str, bool]:
        """The observer's answers so far, by the id of the question; for the others when the round is over."""
        run = self._workshop.run(self._run)
        if self.role is not Role.OBSERVER and run.ended is None:
            return {}
        return dict(run.marks.get(self.number, {}))

    def mark(self, criterion: str, met: bool | None) -> None:
        """Answer one of the observer's questions; None takes the answer back. Also in the discussion afterwards.

        Raises:
            WorkshopError: NOT_YOURS for who does not observe, UNKNOWN.
        """
        if self.role is not Role.OBSERVER:
            raise WorkshopError(Refusal.NOT_YOURS, _("Only the observer answers these questions."))
        if criterion not in {one.id for one in self._plan.criteria}:
            raise WorkshopError(Refusal.UNKNOWN, _("There is no such question in this round."))
        self._workshop.change(
            lambda state: ev.Marked(seat=self._seat, group=self.number, criterion=criterion, met=met),
            run=self._run, also_ended=True,
        )  # fmt: skip

    def _kept(self) -> Conversation:
        number = self._run
        found = self._workshop.keeping(
            lambda: self._store.load(talks.talk_id(self._workshop.id, number, f"table-{self.number}"))
        )
        return found or self._new()

    def _new(self) -> Conversation:
        card = self._plan.role or ""
        return talks.between_people(self._plan, self._workshop.id, self._run, self.number, card)

    def _begun(self) -> Conversation:
        """The talk as it is kept, begun when it was not yet."""
        talk = self._kept()
        if not talk.turns:
            try:
                self._store.begin(self._new())
            except StoreError as error:
                if error.trouble is not Trouble.EXISTS:  # the other one was first
                    raise WorkshopError(Refusal.KEPT_NOT, str(error)) from error
        return talk
