"""Two people at one keyboard: a workshop of two seats and one table, played on one computer.

    duo = Duo.begin(hall, plan, ("Merel", "Vink"))      # the first is the manager, the second plays the employee
    duo.table().say("…")                                # whose turn it is says a line; it is kept when this returns
    duo.end(); duo.swap()                               # the same again with the roles turned
    duo.report(duo.manager)                             # the two pages of one of them

It is kept as any workshop is: erased after its date, its results and reports by the same codes. `Duo(workshop)` goes
on where a stopped program was.
"""

from __future__ import annotations

from coach.conversation import Speaker
from coach.messages import gettext as _
from coach.workshop import results, take_home
from coach.workshop.errors import Refusal, WorkshopError
from coach.workshop.hall import Hall
from coach.workshop.plan import Form, Plan, Role
from coach.workshop.results import GroupResults
from coach.workshop.seat import Group, Member
from coach.workshop.table import Table
from coach.workshop.take_home import TakeHome
from coach.workshop.views import Stage
from coach.workshop.workshop import Workshop

HOST = "one-keyboard"
"""Under which the workshop knows this program."""
_FORMS = (Form.PAIR, Form.TRIAD)


class Duo:
    """Two people who take turns at one keyboard.

    Attributes:
        workshop: in which it is kept.
        seats: the ids of the two, in order of joining.
        codes: their personal codes, by seat; empty when it was begun by an earlier program.
    """

    def __init__(self, workshop: Workshop) -> None:
        """Go on with one that was begun; a clock that was stopped when it was left goes on.

        Raises:
            WorkshopError: this workshop was not made for one keyboard (NOT_YOURS).
        """
        seats = tuple(seat.id for seat in workshop.seats)
        tables = [group for one in workshop.rounds for group in one.groups]
        if len(seats) != 2 or not tables or any(group.form is not Form.PAIR for group in tables):
            raise WorkshopError(Refusal.NOT_YOURS, _("This workshop is not one for two people at one keyboard."))
        self.workshop = workshop
        self.seats = (seats[0], seats[1])
        self.codes: dict[str, str] = {}
        for seat in seats:
            workshop.arrive(seat, HOST)
        if workshop.stage is Stage.PAUSED:
            workshop.resume()

    @classmethod
    def begin(cls, hall: Hall, plan: Plan, names: tuple[str, str], index: int | None = None) -> Duo:
        """Two people sit down; their first round runs when this returns.

        Args:
            hall: where it is kept.
            plan: what is played.
            names: the pseudonyms of who is the manager, and of who plays the employee.
            index: which round of the plan; the first one between people when None.

        Raises:
            WorkshopError: no such round (UNKNOWN), a name that is none or the same twice (BAD_NAME), KEPT_NOT.
        """
        chosen = round_of(plan, index)
        workshop = Workshop.create(hall, plan)
        try:
            joined = [workshop.join(name) for name in names]
            workshop.start_round(chosen, (_table(joined[0].seat.id, joined[1].seat.id),))
        except WorkshopError:
            workshop.wipe()
            raise
        made = cls(workshop)
        made.codes = {one.seat.id: one.code for one in joined}
        return made

    @property
    def manager(self) -> str:
        """The seat of who is the manager in this round."""
        return self._group.with_role(Role.MANAGER)[0]

    @property
    def employee(self) -> str:
        """The seat of who plays the employee in this round."""
        return self._group.with_role(Role.EMPLOYEE)[0]

    @property
    def turn(self) -> str:
        """Whose turn it is: after a line the other's. Who plays the employee begins, with the words of the card."""
        one = self.workshop.rounds[-1]
        talk = self.workshop.talk_of(one.number, 0)
        if talk is None or not talk.turns:
            return self.employee
        return self.manager if talk.turns[-1].speaker is Speaker.EMPLOYEE else self.employee

    @property
    def is_over(self) -> bool:
        """Whether the round is over and can be looked back on."""
        return self.workshop.rounds[-1].ended

    def other(self, seat: str) -> str:
        """The one of the two who is not this one."""
        return self.seats[1] if seat == self.seats[0] else self.seats[0]

    def name(self, seat: str) -> str:
        """The pseudonym of one of the two."""
        return self.workshop.seat(seat).name

    def table(self, seat: str | None = None) -> Table:
        """The table as one of the two sees it; as the one whose turn it is when None."""
        return self.workshop.table(seat or self.turn)

    def end(self) -> None:
        """Round the talk off."""
        self.workshop.end_round()

    def swap(self) -> None:
        """The same again with the roles turned; in the round that the plan has for that, if it has one.

        Raises:
            WorkshopError: a round is running (NOT_NOW), or the workshop was closed (CLOSED).
        """
        held = self.workshop.rounds[-1]
        plan = self.workshop.plan
        turned = [place for place, one in enumerate(plan.rounds) if one.again == held.plan.id]
        self.workshop.start_round(turned[0] if turned else held.index, (_table(self.employee, self.manager),))

    def leave(self) -> None:
        """Stop for now: the clock stands still until someone goes on."""
        if self.workshop.stage is Stage.RUNNING:
            self.workshop.pause()
        for seat in self.seats:
            self.workshop.go(seat, HOST)

    def report(self, seat: str) -> TakeHome:
        """The two pages of one of the two, of the rounds that are over."""
        return take_home.take_home(self.workshop, self.workshop.seat(seat))

    def results(self) -> GroupResults:
        """The report of the two together: never any figures, for two are no group."""
        return results.results(self.workshop)

    @property
    def _group(self) -> Group:
        return self.workshop.rounds[-1].groups[0]


def rounds_between_people(plan: Plan) -> tuple[int, ...]:
    """The places, from 0, of the rounds of a plan that two people can play."""
    return tuple(place for place, one in enumerate(plan.rounds) if one.form in _FORMS)


def round_of(plan: Plan, index: int | None) -> int:
    """The place of the round that two people play: the one asked for, or the first there is.

    Raises:
        WorkshopError: there is no such round between people in the plan (UNKNOWN).
    """
    possible = rounds_between_people(plan)
    if not possible:
        raise WorkshopError(Refusal.UNKNOWN, _("In this plan people play no talk with one another."))
    if index is None:
        return possible[0]
    if index not in possible:
        numbers = ", ".join(str(place + 1) for place in possible)
        problem = _("That is no round between two people. In this plan these are: {numbers}.")
        raise WorkshopError(Refusal.UNKNOWN, problem.format(numbers=numbers))
    return index


def _table(manager: str, employee: str) -> Group:
    members = (Member(seat=manager, role=Role.MANAGER), Member(seat=employee, role=Role.EMPLOYEE))
    return Group(form=Form.PAIR, members=members)
