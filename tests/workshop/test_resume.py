"""A program that is killed in the middle of a round: everyone goes on where they were."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from workshop_kit import GOOD

from coach.workshop import Workshop, open_hall

_PROGRAM = """
import sys
from pathlib import Path
from coach.workshop import Workshop, open_hall, shelf
from workshop_kit import GOOD
address = sys.argv[1]
hall = open_hall(address if "://" in address else Path(address))
workshop = Workshop.create(hall, shelf.plan(sys.argv[2]))
seats = [workshop.join(name).seat.id for name in ("Merel", "Vink")]
for seat in seats:
    workshop.arrive(seat, "old")
workshop.start_round(int(sys.argv[3]))
workshop.extend(3)
said = []
for seat in seats:
    if sys.argv[3] == "0":
        said.append(workshop.practice(seat).say(GOOD[0]).answer.text)
    else:
        said.append(workshop.table(seat).say(GOOD[1]).text)
print(workshop.id, len(said), flush=True)
sys.stdin.readline()
"""


@pytest.fixture(params=["file", "postgres"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "w.sqlite3") if request.param == "file" else request.getfixturevalue("postgres_database")


@pytest.mark.parametrize("index", [0, 1])
def test_everyone_is_where_they_were_after_a_kill(address: str, index: int) -> None:
    started = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, address, "kennismaking", str(index)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2],
        env=_environment(),
    )  # fmt: skip
    assert started.stdout is not None
    workshop_id, said = started.stdout.readline().split()
    started.send_signal(signal.SIGKILL)
    started.communicate()
    assert (started.returncode, said) == (-signal.SIGKILL, "2")

    hall = open_hall(address if "://" in address else Path(address))
    workshop = Workshop.open(hall, workshop_id)
    workshop.host_started("old")
    assert [seat.name for seat in workshop.seats] == ["Merel", "Vink"]
    assert not any(seat.present for seat in workshop.seats)
    assert workshop.round is not None
    assert (workshop.round.index, workshop.clock().running) == (index, True)
    planned = workshop.plan.rounds[index].minutes + 3
    assert workshop.clock().total.total_seconds() == planned * 60
    for seat in workshop.seats:
        workshop.arrive(seat.id, "new")
        if index == 0:
            practice = workshop.practice(seat.id)
            assert [turn.text for turn in practice.talk.turns][1] == GOOD[0]
            assert len(practice.talk.turns) == 3
            practice.say(GOOD[1])
        else:
            assert [turn.text for turn in workshop.table(seat.id).talk.turns] == [GOOD[1], GOOD[1]]
    hall.close()


def _environment() -> dict[str, str]:
    import os

    root = Path(__file__).parents[2]
    return {**os.environ, "PYTHONPATH": os.pathsep.join((str(root), str(root / "tests")))}
