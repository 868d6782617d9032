"""What a seat of a workshop costs: memory, the work of doing nothing, and how long an answer takes when all talk.

python -m benchmarks.workshop_seats [--seats 25] [--turns 6]

Everything runs in one process and one loop, as in a host, but without a network: `benchmarks.workshop` has that.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

LINES = (
    "Fijn dat je er bent. Het gaat over hoe je werk loopt, niet over waar je ziek van was. Hoe kijk jij ernaar?",
    "Dus je werk is het afgelopen jaar zwaarder geworden. Vertel daar eens meer over.",
    "Heb je hoofdpijn?",
    "Je doet het dus dubbel om het goed te krijgen. Wat zou volgens jou in het werk helpen?",
    "Wat heb je van mij nodig om dat te laten lukken?",
    "Zullen we afspreken dat we elkaar vrijdag weer spreken?",
)
PACE = 6.0
"""Seconds between an answer and the next line: three times as fast as people who think."""
IDLE, QUIET = 10.0, 0.15


@dataclass
class Seat:
    """A terminal and what came out of it."""

    terminal: object
    id: str
    drawn: int = 0
    took: list[float] = field(default_factory=list)

    def write(self, data: bytes) -> None:
        self.drawn += len(data)


def memory() -> float:
    """Resident memory of this process, in MB."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


async def idle(name: str, seats: list[Seat]) -> None:
    """What the process does while nobody types."""
    for _second in range(30):  # what was begun is to be over
        used = time.process_time()
        await asyncio.sleep(1)
        if time.process_time() - used < QUIET:
            break
    drawn, began, cpu = sum(seat.drawn for seat in seats), time.monotonic(), time.process_time()
    await asyncio.sleep(IDLE)
    wall = time.monotonic() - began
    share = (time.process_time() - cpu) / wall
    sent = (sum(seat.drawn for seat in seats) - drawn) / wall / len(seats)
    print(f"{name:<34}{share:6.1%} of one core, {sent:6.0f} bytes/s a seat")


async def seen(test: Callable[[], bool], patience: float = 60.0) -> None:
    """Wait until something is so."""
    until = time.monotonic() + patience
    while not test():
        if time.monotonic() > until:
            raise TimeoutError
        await asyncio.sleep(0.01)


async def measure(count: int, turns: int, folder: str) -> None:
    from coach.tui.workshop.terminal import AppTerminal, open_terminal
    from coach.workshop import Workshop, open_hall, shelf

    hall = open_hall(Path(folder) / "workshops.sqlite3")
    plan = shelf.plan("kennismaking").model_copy(update={"most": 50})
    workshop = Workshop.create(hall, plan)
    seats: list[Seat] = []
    started = memory()
    for number in range(count):
        seat = workshop.join(workshop.free_name()).seat.id
        workshop.arrive(seat, "bench")
        found = Seat(await open_terminal(workshop, seat), seat)
        found.terminal.attach(found.write, 120, 40)  # type: ignore[attr-defined]
        seats.append(found)
        if number == 0:
            await asyncio.sleep(3)
            first = memory()
    await asyncio.sleep(3)
    print(f"{'memory before the first seat':<34}{started:6.0f} MB, with one {first:6.0f} MB")
    print(f"{'each further seat, lobby':<34}{(memory() - first) / (count - 1):6.1f} MB")
    await idle("idle in the lobby", seats)

    began = time.monotonic()
    workshop.start_round(0)

    def name(seat: Seat) -> str:
        app = seat.terminal.app  # type: ignore[attr-defined]
        return type(app.screen).__name__ if app and app.screen_stack else ""

    await seen(lambda: all(name(seat) == "IntroScreen" for seat in seats))
    print(f"{'a round has begun on all screens':<34}{time.monotonic() - began:6.2f} s")
    for seat in seats:
        seat.terminal.feed("\r")  # type: ignore[attr-defined]
    await seen(lambda: all(name(seat) == "SoloScreen" for seat in seats))
    await idle("idle in a talk", seats)

    async def talk(seat: Seat, wait: float) -> None:
        await asyncio.sleep(wait)
        practice = workshop.practice(seat.id)
        for line in LINES[:turns]:
            before, terminal = len(practice.talk.turns), seat.terminal
            assert isinstance(terminal, AppTerminal)
            terminal.feed(line)
            drawn, said = seat.drawn, time.monotonic()
            terminal.feed("\r")
            await seen(lambda before=before: len(practice.talk.turns) >= before + 2)  # type: ignore[misc]
            await seen(lambda drawn=drawn: seat.drawn > drawn + 200)  # type: ignore[misc]
            seat.took.append(time.monotonic() - said)
            await asyncio.sleep(PACE)

    await asyncio.gather(*(talk(seat, PACE * number / count) for number, seat in enumerate(seats)))
    took = sorted(value for seat in seats for value in seat.took)
    p95 = took[int(len(took) * 0.95) - 1]
    waits = f"p50 {statistics.median(took):.2f} s, p95 {p95:.2f} s, most {took[-1]:.2f} s"
    print(f"{'answers, ' + str(len(took)) + ' of them':<34}{waits}")
    print(f"{'each further seat, after the talk':<34}{(memory() - first) / (count - 1):6.1f} MB")

    began = time.monotonic()
    workshop.end_round()
    await seen(lambda: all(name(seat) == "BetweenScreen" for seat in seats))
    print(f"{'a round has ended on all screens':<34}{time.monotonic() - began:6.2f} s")
    workshop.start_round(1)
    await seen(lambda: all(name(seat) == "IntroScreen" for seat in seats))
    for seat in seats:
        seat.terminal.feed("\r")  # type: ignore[attr-defined]
    await idle("idle in pairs", seats)
    workshop.close()
    began = time.monotonic()
    await seen(lambda: all(name(seat) == "ClosingScreen" for seat in seats))
    print(f"{'closed on all screens':<34}{time.monotonic() - began:6.2f} s")
    await asyncio.sleep(8)
    print(f"{'each further seat, at the end':<34}{(memory() - first) / (count - 1):6.1f} MB")
    for seat in seats:
        await seat.terminal.close()  # type: ignore[attr-defined]
    hall.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--seats", type=int, default=25)
    parser.add_argument("--turns", type=int, default=len(LINES))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        os.environ["COACH_DATA"] = place
        asyncio.run(measure(options.seats, options.turns, place))
