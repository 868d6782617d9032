"""How well the listening meter measures, and what it takes of the computer.

    python -m benchmarks.meter [--seconds 60]

Speaking time: sentences of a synthesiser with pauses between them, alone and under noise, typing and music; through
the detector and the meter as with a microphone (bar: 5 % off). Load: the same at the speed of life through a process
like that of the microphone, in percent of one core (bar: 5 %).
"""

from __future__ import annotations

import argparse
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import wave
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from benchmarks import sounds
from coach.live.balance import Balance
from coach.live.meter import Meter
from coach.live.microphone import Microphone, MicState
from coach.live.sound.ear import Ear
from coach.live.sound.notice import Kind, Notice
from coach.live.sound.voice import RATE

BAR_OFF, BAR_LOAD = 0.05, 0.05
_VOICES = ("nl", "nl+f2", "nl+m3", "nl+f5")
_SAID = (
    "Fijn dat je er bent, ga zitten.",
    "Ik wil graag met je kijken naar wat er in het werk nodig is om het vol te houden.",
    "Hoe kijk jij daar zelf naar?",
    "Dank je wel dat je dat vertelt. Zullen we afspreken dat we over twee weken opnieuw kijken?",
    "Neem rustig de tijd.",
    "Wat zou jou volgende week helpen in het rooster?",
)


@dataclass(frozen=True, slots=True)
class Case:
    """One sound, with the seconds of speech that are in it."""

    name: str
    sound: array[float]
    spoken: float


def sentences() -> list[array[float]]:
    """Sentences by a synthesiser: by espeak-ng in four voices, or without it those kept with the tests."""
    program = shutil.which("espeak-ng")
    if program is None:
        return sounds.sentences()
    return [_said(program, voice, text) for voice in _VOICES for text in _SAID]


def _said(program: str, voice: str, text: str) -> array[float]:
    """A sentence, cut to its first and last sound."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "said.wav"
        subprocess.run([program, "-v", voice, "-s", "155", "-w", str(path), text], check=True)
        with wave.open(str(path)) as file:
            rate = file.getframerate()
            values = array("h", file.readframes(file.getnframes()))
    step = rate / RATE
    samples = array("f", (values[int(index * step)] / 32768 for index in range(int(len(values) / step))))
    loud = [index for index, sample in enumerate(samples) if abs(sample) > 0.01]
    return samples[loud[0] : loud[-1] + 1]


def cases() -> Iterator[Case]:
    """Everything that is measured: speech alone and disturbed, and sound without speech."""
    chance = random.Random(7)
    parts = sentences()
    many = list(islice(cycle(parts), max(24, len(parts))))
    speech, spoken = sounds.talk(many, (chance.uniform(0.6, 6.0) for _ in many))
    speech.extend(sounds.silence(3))
    seconds = len(speech) / RATE
    room = sounds.noise(seconds, 0.003)
    yield Case("speech", speech, spoken)
    yield Case("speech, quiet room", sounds.mixed(speech, room), spoken)
    yield Case("speech, fan (20 dB)", sounds.mixed(speech, sounds.noise(seconds, 0.015)), spoken)
    yield Case("speech, loud fan (10 dB)", sounds.mixed(speech, sounds.noise(seconds, 0.045)), spoken)
    yield Case("speech, typing", sounds.mixed(sounds.mixed(speech, room), sounds.keys(seconds)), spoken)
    yield Case("speech, radio", sounds.mixed(speech, sounds.music(seconds, 0.04)), spoken)
    for name, sound in (
        ("silence", sounds.silence(60)),
        ("noise", sounds.noise(60, 0.05)),
        ("typing", sounds.mixed(sounds.keys(60), sounds.noise(60, 0.003))),
        ("music", sounds.music(60)),
    ):
        yield Case(name, sound, 0.0)


def measured(sound: Sequence[float]) -> Balance:
    """What the meter says of a sound, played as fast as it is looked at."""
    source, stop = sounds.Played(sound), threading.Event()
    meter = Meter(clock=source.clock)

    def tell(heard: Notice) -> None:
        if heard.kind is Kind.ON:
            meter.listen(heard.at)
        elif heard.kind in (Kind.BEGINS, Kind.ENDS):
            meter.voice(heard.kind is Kind.BEGINS, heard.at)
        elif heard.kind is Kind.LOST:
            stop.set()
        meter.tick()

    Ear(source, tell, clock=source.clock, retry=0.0).run(stop)
    return meter.tick()


def load(sound: Sequence[float]) -> tuple[float, float, Balance]:
    """Share of a core and MB of memory while a sound is played at the speed of life, and what the meter says."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "played.wav"
        sounds.write(path, sound)
        meter = Meter()
        microphone = Microphone(meter, command=(sys.executable, "-m", "benchmarks.sounds", str(path)))
        microphone.start()
        while microphone.state is MicState.STARTING:
            time.sleep(0.02)
        began = _used(), time.monotonic()
        balance = meter.tick()
        memory = 0.0
        while microphone.state is MicState.ON:
            balance = meter.tick()
            memory = _memory(microphone.pid)
            time.sleep(1.0)
        wall = time.monotonic() - began[1]
        microphone.stop()
        return (_used() - began[0]) / wall, memory, balance


def _used() -> float:
    """Seconds of a core that this process and its ended children have used."""
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def _memory(pid: int | None) -> float:
    """MB that a process holds; not a number where the system does not tell."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return float("nan")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def table(seconds: int) -> Iterator[str]:
    """The figures, a line each."""
    yield f"{'':26} {'spoken':>8} {'measured':>9} {'off':>7}"
    for case in cases():
        found = measured(case.sound).manager
        off = f"{(found - case.spoken) / case.spoken:+7.1%}" if case.spoken else f"{found / 60:7.1%}"
        yield f"{case.name:26} {case.spoken:7.1f}s {found:8.1f}s {off}"
    parts = sentences()
    steady, _spoken = sounds.talk(list(islice(cycle(parts), 400)), (0.3 for _ in range(400)))
    share, memory, balance = load(steady[: seconds * RATE])
    yield ""
    yield f"at the speed of life, speaking all the time: {share:.1%} of a core (start included)"
    yield f"the process of the microphone: {memory:.0f} MB"
    yield f"of {seconds} s, {balance.manager:.1f} s speech, {balance.missed_seconds:.1f} s missed"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=60, help="how long to play at the speed of life")
    for line in table(parser.parse_args().seconds):
        print(line)


if __name__ == "__main__":
    main()
