"""One language model behind all seats of a workshop: who gets it, how long they wait, and what is said instead.

    python -m benchmarks.workshop_model [--people 25] [--turns 8] [--speed 25] [--once 1]
    python -m benchmarks.workshop_model --url http://127.0.0.1:8080/v1

Everyone holds a talk of round 1 in a workshop of its own database, at the speed of people: reading, thinking and
typing between two lines. Behind the seats stands what stands there in a host (`coach.workshop.host.voices`), and
behind that a script that says good sentences at the speed of a model, or with --url a real server. What a script
cannot show is how good a model's words are, and how a real one slows down when the prompts of many take turns in it.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from coach.model.choice import of_url
from coach.model.contract import Engine, Request, Status
from coach.model.engines import engine_of
from coach.model.scripted import ScriptedEngine
from coach.roleplay.model_voice import ModelVoice
from coach.workshop import Workshop, open_hall, shelf
from coach.workshop.host.voices import SERVER_AT_ONCE, SharedVoices

LINES = (
    "Fijn dat je er bent. Het gaat vandaag over hoe je werk loopt. Hoe kijk jij daar zelf naar?",
    "Dus je werk is het afgelopen jaar zwaarder geworden. Vertel daar eens wat meer over.",
    "Hoe zie jij de toekomst hier?",
    "Je doet het dus dubbel om het goed te krijgen. Wat zou volgens jou in het werk helpen?",
    "Hoe is het rooster voor je op dit moment?",
    "Wat heb je van mij nodig om dat te laten lukken?",
    "Wat gaat er wel goed?",
    "Zullen we afspreken dat we elkaar vrijdag weer spreken?",
)
_BETWEEN = (12.0, 28.0)
"""Seconds to read an answer, think and type the next line: three lines a minute."""
_SAMPLES = re.compile(r"Zo klink je:(.*)")


@dataclass
class Person:
    """Someone in a talk, and how it went.

    Attributes:
        waits: seconds until the first sentence of each answer of the model.
        answers: lines of the own that were answered.
        free: answers that the model may word; the others are always the written line.
        crowded: of those, how many were the written line at once, since many asked.
        spoken: of those, how many were the model's.
    """

    name: str
    waits: list[float] = field(default_factory=list)
    answers: int = 0
    free: int = 0
    crowded: int = 0
    spoken: int = 0


def pupil(request: Request) -> str:
    """What a good model says: one of the samples of the prompt, another one each time."""
    found = _SAMPLES.findall(request.messages[-1].text)
    samples = [one.strip() for one in found[-1].split(" / ")] if found else [""]
    long = [one for one in samples if len(one.split()) >= 8] or [" ".join(samples)]
    return long[(request.seed or 0) % len(long)]


def talk(person: Person, workshop: Workshop, seat: str, voice: ModelVoice, turns: int) -> None:
    """Say the lines, at the speed of a person."""
    dice = random.Random(person.name)
    practice = workshop.practice(seat, voice)
    time.sleep(dice.uniform(0, _BETWEEN[1]))
    for number in range(turns):
        reply = practice.tell(LINES[number % len(LINES)])
        began, first, said = time.monotonic(), 0.0, []
        spoken, replaced = voice.spoken, voice.replaced
        free = ModelVoice.pauses(voice, reply.scene)
        for sentence in reply.sentences():
            first = first or time.monotonic() - began
            said.append(sentence)
        practice.answered(reply, said)
        person.answers += bool(said)
        person.free += free
        person.crowded += free and (voice.spoken, voice.replaced) == (spoken, replaced)
        if voice.spoken > spoken:
            person.waits.append(first)
        time.sleep(dice.uniform(*_BETWEEN))
    person.spoken = voice.spoken


def hold(engines: Sequence[Engine], people: int, turns: int, folder: Path) -> list[Person]:
    """Hold the round."""
    plan = shelf.plan("kennismaking").model_copy(update={"most": 50})
    workshop = Workshop.create(open_hall(folder / "workshops.sqlite3"), plan)
    seats = [workshop.join(f"Vogel {number}").seat.id for number in range(people)]
    for seat in seats:
        workshop.arrive(seat, "bench")
    workshop.start_round(0)
    shared = SharedVoices(engines)
    while engines[0].status()[0] not in (Status.READY, Status.BUSY):
        time.sleep(0.05)
    everyone = [Person(f"Vogel {number}") for number in range(people)]
    threads = []
    for person, seat in zip(everyone, seats, strict=True):
        voice = shared.of(seat).current()
        assert isinstance(voice, ModelVoice)
        voice.warm_up()
        threads.append(threading.Thread(target=talk, args=(person, workshop, seat, voice, turns)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    shared.close()
    return everyone


def figures(everyone: Sequence[Person], turns: int) -> list[str]:
    """What came of it, a line each."""
    free, spoken = sum(one.free for one in everyone), sum(one.spoken for one in everyone)
    crowded = sum(one.crowded for one in everyone)
    waits = sorted(wait for one in everyone for wait in one.waits) or [0.0]
    shares = sorted(one.spoken / one.free for one in everyone if one.free)
    return [
        f"{len(everyone)} people, {len(everyone) * turns} lines, {sum(one.answers for one in everyone)} answered; "
        f"{free} answers that a model may word",
        f"worded by the model {spoken} ({spoken / free:.0%}), written since many asked {crowded}, "
        f"written since the words were not good or came too late {free - spoken - crowded}",
        f"first sentence of the model: {median(waits):.1f} s in the middle, "
        f"{waits[int(len(waits) * 0.95)]:.1f} s at 95 %, slowest {waits[-1]:.1f} s",
        f"of a seat's answers the model worded {shares[0]:.0%} at least, {median(shares):.0%} in the middle, "
        f"{shares[-1]:.0%} at most; seats without any: {sum(not one.spoken for one in everyone)}",
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=25)
    parser.add_argument("--turns", type=int, default=len(LINES))
    parser.add_argument("--speed", type=float, default=25.0, help="tokens a second of the script")
    parser.add_argument("--once", type=int, default=1, help="how many requests it answers at once")
    parser.add_argument("--url", help="a real server instead")
    options = parser.parse_args()
    engines: list[Engine]
    if options.url:
        choice = of_url(options.url)
        engines = [engine_of(choice) for _number in range(SERVER_AT_ONCE)]
    else:
        engines = [ScriptedEngine(pupil, delay=1 / options.speed) for _number in range(options.once)]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["COACH_DATA"] = folder
        print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        for line in figures(hold(engines, options.people, options.turns, Path(folder)), options.turns):
            print(line, flush=True)
        print(f"load after: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
