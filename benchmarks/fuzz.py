"""Whether any line can break the reader or keep it busy: 200,000 random and mutated lines.

    python -m benchmarks.fuzz [--lines 200000] [--seed 1]

Half of the lines are labelled ones, broken: letters dropped, doubled and changed over, words repeated, reversed or
cut, lines glued to each other, case and marks changed, control characters and other scripts put in. The other half is
made of pieces at random. Every reading must quote what was typed, and no line may take more than 50 ms for each
kilobyte. The outcome is kept in `benchmarks/fuzz.json`, for the report.
"""

from __future__ import annotations

import argparse
import json
import string
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.readings import labelled
from coach.conversation import Reading
from coach.phrasing import LineKind, reader

KEPT = Path("benchmarks/fuzz.json")
PARTS = 20
BAR = 50.0
"""Milliseconds for each kilobyte."""
_ODD = [
    "\x00",
    "\x07",
    "\x1b[31m",
    "\u202e",
    "\u200b",
    "\u00ad",
    "\u0301",
    "\ud800",
    "שלום",
    "[/]",
    "{0}",
    "ß",
    "Ⅷ",
    "🤷",
]
_MARKS = ["?", ".", "!", "…", ",", ";", ":", "\n", '"', "“", "”", "'", "-", "(", ")"]
_SMALL = "je ik het dat de wat hoe heb ben is niet nog maar er aan van met".split()


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """What came of many lines: `slowest` is in milliseconds for each kilobyte, `wrong` lines were misquoted."""

    lines: int
    crashes: int
    wrong: int
    slowest: float
    slowest_line: str
    flagged: int


def mutated(draw: Random, text: str) -> str:
    """A line with one to six things done to it."""
    for _time in range(draw.randint(1, 6)):
        text = draw.choice(_MUTATIONS)(draw, text)
    return text


def _drop(draw: Random, text: str) -> str:
    at = draw.randrange(len(text) + 1)
    return text[:at] + text[at + draw.randint(1, 3) :]


def _double(draw: Random, text: str) -> str:
    at = draw.randrange(len(text) + 1)
    return text[:at] + text[at : at + 1] * draw.randint(1, 40) + text[at:]


def _swap(draw: Random, text: str) -> str:
    at = draw.randrange(max(1, len(text) - 1))
    return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]


def _odd(draw: Random, text: str) -> str:
    at = draw.randrange(len(text) + 1)
    return text[:at] + draw.choice(_ODD) + text[at:]


def _mark(draw: Random, text: str) -> str:
    at = draw.randrange(len(text) + 1)
    return text[:at] + draw.choice(_MARKS) * draw.randint(1, 3) + text[at:]


def _words(draw: Random, text: str) -> str:
    words = text.split() or [""]
    draw.shuffle(words)
    return " ".join(words[: draw.randint(1, len(words))])


def _again(draw: Random, text: str) -> str:
    return " ".join([text] * draw.randint(2, 12))


def _case(draw: Random, text: str) -> str:
    return draw.choice([str.upper, str.lower, str.title, str.swapcase])(text)


_MUTATIONS = [_drop, _double, _swap, _odd, _mark, _words, _again, _case]


def random_line(draw: Random) -> str:
    """A line of pieces that mean nothing together."""
    return draw.choice(["", " "]).join(_piece(draw) for _ in range(draw.randint(0, 40)))


def _piece(draw: Random) -> str:
    kind = draw.random()
    if kind < 0.4:
        return draw.choice(_SMALL)
    if kind < 0.6:
        return draw.choice(_MARKS)
    if kind < 0.7:
        return draw.choice(_ODD)
    if kind < 0.9:
        return "".join(draw.choices(string.ascii_letters, k=draw.randint(1, 12)))
    return chr(draw.randrange(0x110000))


def stream(seed: int, count: int) -> Iterator[tuple[str, str | None, LineKind]]:
    """`count` lines with what was said before them; the same seed gives the same lines."""
    draw = Random(seed)
    texts = [row["text"] for row in labelled()]
    for number in range(count):
        text = mutated(draw, draw.choice(texts)) if number % 2 else random_line(draw)
        before = draw.choice(texts) if draw.random() < 0.5 else None
        yield text, before, LineKind.NOTE if number % 10 == 0 else LineKind.SAY


def fuzz(seed: int, count: int) -> Fuzzed:
    """Read `count` lines."""
    read = reader.default().read
    crashes = wrong = flagged = 0
    slowest, slowest_line = 0.0, ""
    for text, before, kind in stream(seed, count):
        try:
            reading, pace = _timed(read, text, before, kind)
            if pace > slowest:  # a pattern may have been compiled: that happens once
                reading, pace = _timed(read, text, before, kind)
        except Exception:
            crashes += 1
            continue
        if pace > slowest:
            slowest, slowest_line = pace, text[:200]
        wrong += not _quoted(text, reading)
        flagged += bool(reading.flags)
    return Fuzzed(count, crashes, wrong, slowest, slowest_line, flagged)


def _timed(read: Callable[..., Reading], *line: Any) -> tuple[Reading, float]:
    """A reading, and how many milliseconds it took for each kilobyte (a shorter line counts as one)."""
    began = time.process_time()
    reading = read(*line)
    took = (time.process_time() - began) * 1000
    size = sum(len(part.encode("utf-8", "surrogatepass")) for part in line[:2] if part)
    return reading, took / max(1.0, size / 1000)


def _quoted(text: str, reading: Reading) -> bool:
    return all(part.quote and part.quote == text[part.start : part.end] for part in (*reading.flags, *reading.moves))


def together(parts: list[Fuzzed]) -> Fuzzed:
    """The outcome of several streams as one."""
    worst = max(parts, key=lambda part: part.slowest)
    sums = [sum(getattr(part, name) for part in parts) for name in ("lines", "crashes", "wrong", "flagged")]
    return Fuzzed(sums[0], sums[1], sums[2], round(worst.slowest, 1), worst.slowest_line, sums[3])


def kept() -> list[str]:
    """The outcome that was kept, in words."""
    if not KEPT.exists():
        return ["Not measured yet."]
    found = json.loads(KEPT.read_text(encoding="utf-8"))
    return [
        f"{found['lines']:,} random and mutated lines: {found['crashes']} crashes, {found['wrong']} readings that "
        f"quote something else than was typed, slowest {found['slowest']:.1f} ms for each kB (bar: {BAR:.0f})."
    ]


def main() -> None:
    """Read the lines on all cores, keep the outcome and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    seeds = range(options.seed, options.seed + PARTS)
    with ProcessPoolExecutor() as pool:
        found = together(list(pool.map(fuzz, seeds, [options.lines // PARTS] * PARTS)))
    KEPT.write_text(json.dumps(asdict(found), indent=1) + "\n", encoding="utf-8")
    print("\n".join(kept()))


if __name__ == "__main__":
    main()
