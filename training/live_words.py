"""Count the words that the live room knows: live_words.zip in knowledge/nl/model.

    python -m training.live_words

They are the words of the sentences in the content (what employees say, what cards and passages say), those of the
lexicon, and those of lines to learn from. These were typed, slips and all: a word that stands in them alone is known
when it is met three times and has a vowel, and nothing is read as it. Lines that judge the program are not read here.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from coach import locations, packed
from coach.live import slips

TARGET = Path("knowledge/nl/model")
OFTEN = 3
"""So often a word stands in the content before another one is read as it, and in typed lines before it is known."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_VOWEL = re.compile("[aeiouy]")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LEFT_OUT = frozenset({"utterances", "model", "workshops"})
_SHORT = frozenset({"shorthand.yaml", "topic_words.yaml"})
_TYPED = frozenset({"voices.yaml", "examples.yaml"})
_LINES = ("topics_train-*.jsonl", "utterances/train-*.jsonl", "utterances/sparring/*.jsonl")


def counted() -> Counter[str]:
    """How often each word stands in the content."""
    counts: Counter[str] = Counter()
    for folder in (locations.prompts(), locations.knowledge()):
        for path in sorted(folder.rglob("*.yaml")):
            if _LEFT_OUT.isdisjoint(path.parts) and path.name not in _SHORT | _TYPED:
                counts.update(_words(path))
    return counts


def typed() -> set[str]:
    """The words that were met often enough in typed lines."""
    counts: Counter[str] = Counter()
    folder = locations.knowledge()
    for name in sorted(_TYPED):
        counts.update(_WORD.findall((folder / "live" / name).read_text(encoding="utf-8").casefold()))
    for path in sorted(found for pattern in _LINES for found in folder.glob(pattern)):
        for row in path.read_text(encoding="utf-8").splitlines():
            counts.update(_WORD.findall(json.loads(row)["text"].casefold()))
    return {word for word, count in counts.items() if count >= OFTEN and _VOWEL.search(word)}


def _words(path: Path) -> Iterator[str]:
    data = yaml.load(path.read_text(encoding="utf-8"), _LOADER)
    listed = path.parent.name == "lexicon"
    for text in _texts(data):
        if listed:
            yield from [text.casefold()] * OFTEN if text.isalpha() else []
        elif " " in text:
            yield from _WORD.findall(text.casefold())


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value)


def main() -> None:
    """Count and write."""
    counts = counted()
    words = sorted(counts, key=lambda word: (-counts[word], word))
    words += sorted(typed() - counts.keys())
    meant = sum(count >= OFTEN for count in counts.values())
    rest = bytes(4 * (len(words) - meant))
    numbers = {name: marks + rest for name, marks in slips.marks(words[:meant]).items()}
    path = TARGET / slips.NAME
    packed.write(path, packed.Packed({"version": slips.VERSION, "meant": meant}, words, numbers))
    print(f"{path.name}: {len(words)} words, {meant} of them meant, {path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
