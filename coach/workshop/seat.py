"""Seats: who takes part under which name, and what they agreed to."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from coach.conversation import Speaker
from coach.workshop.plan import Form, Role


class Consent(BaseModel):
    """What a participant agrees to; nothing until asked.

    Attributes:
        measures: the trainer may see the measures of this seat (only where the plan asks for it).
        sentences: a sentence of this seat may be shown to all, without the name.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    measures: bool = False
    sentences: bool = False


class Seat(BaseModel):
    """One participant. `id` is random and says nothing; `number` is the order of joining, from 1.

    `host` is the program that has this seat open now, empty when nobody sits there. A seat is open in one place: who
    comes back elsewhere takes it along.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    number: int
    name: str
    consent: Consent = Consent()
    asked: bool = False
    """Whether the question of consent was answered."""
    host: str = ""
    gone: bool = False
    """Whether the participant withdrew: the seat stays empty, and nothing of it is kept."""
    takes_home: str = ""
    """What the participant wrote down to do at work."""

    @property
    def present(self) -> bool:
        """Whether someone sits there now."""
        return bool(self.host)


class Member(BaseModel):
    """A seat in a group, with its role in this round."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seat: str
    role: Role


class Group(BaseModel):
    """People who work together in a round; one alone works with a simulated employee.

    `employee` is the id of the simulated employee, None when one of the group plays it. `form` can differ from the
    round's: who is left over from the pairs makes a triad or talks with a simulated employee.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    form: Form
    members: tuple[Member, ...]
    employee: str | None = None

    def role_of(self, seat_id: str) -> Role | None:
        """What a seat does here, or None when it sits elsewhere."""
        return next((one.role for one in self.members if one.seat == seat_id), None)

    def with_role(self, role: Role) -> tuple[str, ...]:
        """The seats with this role."""
        return tuple(one.seat for one in self.members if one.role is role)


SPEAKER = {Role.MANAGER: Speaker.MANAGER, Role.EMPLOYEE: Speaker.EMPLOYEE}
"""Who says the lines of a role; observers and voters say none."""
