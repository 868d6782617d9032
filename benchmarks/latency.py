"""How fast the program answers: reading a line, the employee's reply, and the draft while it is typed.

    python -m benchmarks.latency

Reading and reply are measured warm, in one process, over the development lines; the draft is measured in the
real screen, from the last key to the reading on the screen, the pause that it waits for included.
"""

from __future__ import annotations

import asyncio
import resource
import time
from pathlib import Path

from benchmarks.accuracy import lines

_LINES = Path("knowledge/nl/utterances/dev-1.jsonl")


def _centiles(samples: list[float]) -> tuple[float, float]:
    ordered = sorted(samples)
    return ordered[len(ordered) // 2] * 1000, ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))] * 1000


def reading() -> tuple[float, float]:
    """Median and 99th percentile of reading one line, in milliseconds."""
    from coach import phrasing

    rows = lines([_LINES])
    for row in rows:
        phrasing.read(row["text"], row["before"])
    samples = []
    for row in rows:
        began = time.perf_counter()
        phrasing.read(row["text"], row["before"])
        samples.append(time.perf_counter() - began)
    return _centiles(samples)


def replying(talks: int = 10, turns: int = 30) -> tuple[float, float]:
    """Median and 99th percentile of a whole exchange (reading, keeping on disk, reply), in milliseconds."""
    import tempfile

    from coach import roleplay
    from coach.roleplay.practice import Practice
    from coach.store import open_store

    texts = [row["text"] for row in lines([_LINES]) if row["kind"] == "say"]
    samples = []
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "talks.sqlite3") as store:
        for seed in range(talks):
            practice = Practice(roleplay.employee("frequent"), store, seed=seed)
            for text in texts[seed * turns : (seed + 1) * turns]:
                if practice.over:
                    break
                began = time.perf_counter()
                practice.say(text)
                samples.append(time.perf_counter() - began)
    return _centiles(samples)


async def drafting() -> tuple[float, float]:
    """Median and 99th percentile from the last key of a draft to its reading on the screen, in milliseconds."""
    from textual.widgets import Static

    from coach import roleplay
    from coach.roleplay.practice import Practice
    from coach.tui.app import CoachApp
    from coach.tui.widgets.draft import Draft

    samples = []
    app = CoachApp(keep=False)
    async with app.run_test(size=(120, 40)) as pilot:
        app.practise(Practice(roleplay.employee("frequent"), app.store))
        await pilot.pause()
        draft = app.screen.query_one(Draft)
        shown = app.screen.query_one("#draft-reading", Static)
        for text in ["Heb je hoofdpijn?", "Hoe kijk jij naar het rooster?"] * 10:
            before = str(shown.visual)
            began = time.perf_counter()
            draft.text = text
            while str(shown.visual) == before:
                await asyncio.sleep(0.001)
            samples.append(time.perf_counter() - began)
    return _centiles(samples)


def measure() -> dict[str, tuple[float, float]]:
    """Every figure of this file: median and 99th percentile in milliseconds."""
    return {
        "read a line": reading(),
        "exchange with the employee": replying(),
        "draft marked": asyncio.run(drafting()),
    }


def main() -> None:
    """Print the figures."""
    for name, (median, high) in measure().items():
        print(f"{name:30} p50 {median:7.2f} ms   p99 {high:7.2f} ms")
    print(f"{'peak memory':30} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
