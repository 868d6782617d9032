"""The part of docs/benchmarks.md about the language model, from the figures that `benchmarks.model` wrote.

    python -m benchmarks.model_report

writes that part anew and leaves the others as they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FIGURES = Path(__file__).parent / "model.json"
REPORT = Path("docs/benchmarks.md")
TITLE = "Language model"
_NEXT = "## Killed in the middle"


def lines(figures: Path = FIGURES) -> list[str]:
    """The part, line by line; what was measured, with the bar that was set for it."""
    found = json.loads(figures.read_text(encoding="utf-8"))
    sizes = [name for name in found if name.endswith("million weights")]
    return [
        f"Measured apart, on {found['machine']} (load before it began{_priority(found)}). The models have random "
        "weights and were made for this: no model of 1 to 9 billion weights was at hand where this was measured, so "
        "nothing here says how well such a model writes or how fast it is. `coach model check` says both, on your "
        "own computer.",
        "",
        "| | measured | bar |",
        "|---|---|---|",
        *(f"| {what} | {value} | {bar} |" for what, value, bar in _rows(found, sizes)),
        "",
        *(line for size in sizes for line in _beside(size, found[size]["beside bare llama-cpp-python"])),
    ]


def _priority(found: dict[str, Any]) -> str:
    """What the load has to be read with: a program that goes before the others feels less of it."""
    higher = -found.get("priority", 0)
    return f"; priority raised by {higher}, for other programs were busy there" if higher > 0 else ""


def _rows(found: dict[str, Any], sizes: list[str]) -> Iterator[tuple[str, str, str]]:
    talk, kills, keys = found["talk"], found["killed in a talk"], found["keys_ms"]
    yield (
        f"prompt tokens evaluated beyond the new ones, at most, in a talk of {talk['turns']} turns",
        f"{talk['most_beyond_new']} ({talk['evaluated']:,} evaluated; {talk['without_cache']:,} without a cache)",
        "16",
    )
    for size in sizes:
        for phase, word in (("reading", "reading the prompt"), ("generating", "generating")):
            ends = found[size]["cancel"][phase]["stream_ends_ms"]
            yield f"taken back while {word}, {size}: stream ends (most)", f"{ends['most']:.0f} ms", "250 ms"
        slowest = max(times["most"] for times in found[size]["close_ms"].values())
        states = ", ".join(found[size]["close_ms"])
        yield f"quitting, {size}: most over the states {states}", f"{slowest:.0f} ms", "1 s"
    yield (
        f"{kills['times']} times SIGKILL to the model in a talk: turns lost, turns without an answer",
        f"{kills['turns_lost']}, {kills['turns_without_answer']}",
        "0",
    )
    yield (
        f"from the kill to the written answer ({kills['while_it_answered']} of them while it answered): median, most",
        f"{kills['answer_after_ms']['median']:.0f} ms, {kills['answer_after_ms']['most']:.0f} ms",
        "1 s",
    )
    busy, quiet = keys["generating"], keys["quiet"]
    yield (
        f"a key to the screen in a terminal while the model generates {keys['tokens_per_s']:.0f} tokens a second: "
        "median, 95 %",
        f"{busy['median']:.0f} ms, {busy['p95']:.0f} ms (nothing generated: {quiet['median']:.0f} ms, "
        f"{quiet['p95']:.0f} ms)",
        "95 % in 50 ms",
    )


def _beside(size: str, part: dict[str, Any]) -> list[str]:
    bare, own = part["bare"], part["coach"]
    return [
        f"Beside bare llama-cpp-python, {size}, number of threads {part['threads']}, {part['runs']} prompts taken in "
        "turns: "
        f"first token {own['first_token_s'] * 1000:.0f} ms against {bare['first_token_s'] * 1000:.0f} ms (median of "
        f"the ratios {part['first_token_ratio']:.2f}), {own['tokens_per_s']:.0f} tokens a second against "
        f"{bare['tokens_per_s']:.0f} (ratio {part['speed_ratio']:.2f}); bar: within 5 %.",
        "",
    ]


def main() -> None:
    """Write this part of the report anew."""
    part = f"## {TITLE}\n\n`python -m benchmarks.model`\n\n" + "\n".join(lines()) + "\n"
    text = REPORT.read_text(encoding="utf-8")
    text = re.sub(rf"## {TITLE}\n.*?(?=\n## |\Z)", "", text, flags=re.S)
    place = text.find(_NEXT) if _NEXT in text else len(text)
    REPORT.write_text(f"{text[:place].rstrip()}\n\n{part.rstrip()}\n\n{text[place:].lstrip()}", encoding="utf-8")


if __name__ == "__main__":
    main()
