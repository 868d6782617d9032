"""How five screens of a workshop look, with fixed codes, a fixed clock and fixed talks.

After a change of looks or content: `pytest tests/tui/test_workshop_snapshots.py --snapshot-update`, and look at the
pictures in `__snapshots__` before keeping them.
"""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable, Iterator
from itertools import count
from uuid import UUID

import pytest
from stage import FLAGGED, NARROW, OPEN, WIDE
from textual.pilot import Pilot
from textual.widgets import Input, TextArea
from workshop_kit import NAMES, Watch

from coach.tui.workshop.console import ConsoleApp
from coach.tui.workshop.seat import SeatApp
from coach.workshop import Workshop, codes, kept, open_hall, people, shelf
from coach.workshop.plan import Form, Role
from coach.workshop.seat import Consent

pytestmark = pytest.mark.skipif(
    sys.version_info[:2] != (3, 11), reason="the pictures belong to Python 3.11: drawing differs in details elsewhere"
)
Compare = Callable[..., bool]


@pytest.fixture(autouse=True)
def the_same_each_time(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No chance in ids and codes."""
    numbers = count(1)
    for module in (kept, people):
        monkeypatch.setattr(module, "uuid4", lambda: UUID(int=next(numbers)))
    monkeypatch.setattr(codes, "new", lambda signs: "ABCDEFGHJKMNPQRS"[:signs])
    yield
    monkeypatch.undo()


def _held(plan: str, people: int) -> tuple[Workshop, list[str]]:
    made = Workshop.create(open_hall(None), shelf.plan(plan), now=Watch())
    seats = [made.join(name).seat.id for name in NAMES[:people]]
    for seat in seats:
        made.arrive(seat, "host")
        made.agree(seat, Consent(measures=True, sentences=True))
    return made, seats


def _start(made: Workshop, form: Form) -> None:
    made.start_round([one.form for one in made.plan.rounds].index(form))


def _with(made: Workshop, seats: list[str], role: Role) -> str:
    return next(seat for seat in seats if made.part(seat).role is role)  # type: ignore[union-attr]


def test_lobby(snap_compare: Compare) -> None:
    made, seats = _held("kennismaking", 3)
    assert snap_compare(SeatApp(made, seats[0]), terminal_size=NARROW, run_before=_doing())


def test_role_card(snap_compare: Compare) -> None:
    made, seats = _held("kennismaking", 2)
    _start(made, Form.PAIR)
    seat = _with(made, seats, Role.EMPLOYEE)
    made.table(_with(made, seats, Role.MANAGER)).say(FLAGGED)
    made.table(seat).tell(0)
    assert snap_compare(SeatApp(made, seat), terminal_size=WIDE, run_before=_doing("enter"))


def test_observer(snap_compare: Compare) -> None:
    made, seats = _held("halve-dag", 3)
    _start(made, Form.TRIAD)
    made.table(_with(made, seats, Role.MANAGER)).say(OPEN)
    made.table(_with(made, seats, Role.EMPLOYEE)).say("Goed hoor.")
    seat = _with(made, seats, Role.OBSERVER)
    assert snap_compare(SeatApp(made, seat), terminal_size=NARROW, run_before=_doing("enter", "j", "n"))


def test_two_ways(snap_compare: Compare) -> None:
    made, seats = _held("halve-dag", 3)
    _start(made, Form.ROOM)
    for seat, line in zip(seats[1:], (OPEN, FLAGGED), strict=True):
        made.room(seat).propose(line)
    made.room().try_out()
    assert snap_compare(SeatApp(made, seats[0]), terminal_size=WIDE, run_before=_doing("enter"))


def test_console(snap_compare: Compare) -> None:
    made, seats = _held("kennismaking", 3)
    _start(made, Form.SOLO)
    made.go(seats[2], "host")
    assert snap_compare(ConsoleApp(made), terminal_size=WIDE, run_before=_doing())


def _doing(*keys: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Press keys, then hold still: cursors do not blink, background work is done."""

    async def run(pilot: Pilot[None]) -> None:
        await pilot.pause(0.5)
        for key in keys:
            await pilot.press(key)
        await pilot.pause(0.5)
        await pilot.app.workers.wait_for_complete()
        for field in pilot.app.screen.query("Input, TextArea"):
            assert isinstance(field, (Input, TextArea))
            field.cursor_blink = False
        await pilot.pause(0.5)

    return run
