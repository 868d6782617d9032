"""Lines for tests that look for one with a certain reading, whatever the model of the day makes of each."""

from __future__ import annotations

import json
from collections.abc import Iterator

from coach import locations


def labelled_lines() -> Iterator[str]:
    """Labelled answers without what they answer to, in a fixed order: many can then be taken in two ways."""
    for path in sorted((locations.knowledge() / "utterances").glob("train-r0*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["kind"] == "say" and row["before"]:
                yield row["text"]
