"""What carries each source: passages, cards and verdicts, and where sources contradict each other.

    python -m benchmarks.coverage

Writes docs/coverage.md, and fails when a source has no passage or a side of a contradiction cannot be reached.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.markdown import section, table
from coach import guidance, locations
from coach.conversation import SituationKind
from coach.guidance import Contradiction, contradiction, verdict
from coach.guidance.contradiction import Side

REPORT = Path("docs/coverage.md")
_HEAD = """\
# What carries each source

Made by `make coverage`; do not edit by hand. Every source that guidance stands on, with the passages, the cards and
the verdicts that name it. Where two sources contradict each other stands in the last chapter: what each says, what
wins, and what a manager then does."""

Ids = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Carriers:
    """The ids of what names a source, by source."""

    passages: Ids
    cards: Ids
    verdicts: Ids


def carriers() -> Carriers:
    """What comes with the program, by the source that it names."""
    library = guidance.library()
    ids = {passage.id for passage in library.passages}
    verdicts = verdict.load(locations.knowledge() / "verdicts.yaml", ids, library.sources)
    cards = [card for kind in SituationKind for card in guidance.deck(kind).cards()]
    return Carriers(
        passages=_by_source((passage.id, passage.sources) for passage in library.passages),
        cards=_by_source((card.id, card.sources) for card in cards),
        verdicts=_by_source((each.id, each.sources) for each in verdicts),
    )


def _by_source(named: Iterable[tuple[str, Iterable[str]]]) -> Ids:
    found: dict[str, list[str]] = defaultdict(list)
    for id, sources in named:
        for source in sources:
            found[source].append(id)
    return found


def uncovered(passages: Ids) -> list[str]:
    """The sources that no passage names."""
    return [source for source in guidance.library().sources if not passages.get(source)]


def reached_from(each: Contradiction, side: Side) -> list[str]:
    """The passages about a contradiction that name a source of one of its sides, and so show it from that side."""
    return [
        passage.id
        for passage in guidance.library().passages
        if each.concerns(passage) and not set(side.sources).isdisjoint(passage.sources)
    ]


def unreachable() -> list[str]:
    """The sides of contradictions that no passage shows, as `B1: 2`."""
    return [
        f"{each.id}: {number}"
        for each in contradiction.default()
        for number, side in enumerate(each.sides, start=1)
        if not reached_from(each, side)
    ]


def text(found: Carriers) -> str:
    """The whole page."""
    return "\n".join([_HEAD, "", *_summary(found), "", *_documents(found), *_contradictions()])


def _summary(found: Carriers) -> list[str]:
    """How much is covered, in two lines."""
    sources = list(guidance.library().sources)
    sides = [side for each in contradiction.default() for side in each.sides]
    covered, reached = len(sources) - len(uncovered(found.passages)), len(sides) - len(unreachable())
    count = len(contradiction.default())
    return [
        f"* {covered} of {len(sources)} sources are named by at least one passage.",
        f"* {reached} of {len(sides)} sides of {count} contradictions are shown by a passage that names its source.",
    ]


def _documents(found: Carriers) -> Iterator[str]:
    """A chapter for each document."""
    sources = guidance.library().sources
    for document in sources.documents:
        rows = [
            [source, sources.section(source), _links(found.passages.get(source, ())), *map(_listed, behind)]
            for source in sources
            if sources.document(source) == document
            for behind in [(found.cards.get(source, ()), found.verdicts.get(source, ()))]
        ]
        yield section(document, table(["id", "about", "passages", "cards", "verdicts"], rows))


def _contradictions() -> Iterator[str]:
    """A chapter with the contradictions, each under its own heading."""
    yield "## Contradictions, and what wins\n"
    for each in contradiction.default():
        rows = [[side.says, ", ".join(side.sources), _links(reached_from(each, side))] for side in each.sides]
        told = f"Wins: **{each.wins}**. {each.resolution}"
        lines = [*table(["one side says", "sources", "reached from"], rows), "", told]
        yield section(f"{each.id}: {each.title}", [*lines, "", f"More in: {_links(each.passages)}"], 3)


def _links(passages: Iterable[str]) -> str:
    return ", ".join(f"[{id}](../knowledge/nl/passages/{id}.md)" for id in passages) or "–"


def _listed(ids: Iterable[str]) -> str:
    return ", ".join(f"`{id}`" for id in ids) or "–"


def main() -> None:
    """Write the page."""
    found = carriers()
    REPORT.write_text(text(found), encoding="utf-8")
    missing = [*uncovered(found.passages), *unreachable()]
    if missing:
        sys.exit(f"not covered: {', '.join(missing)}")


if __name__ == "__main__":
    main()
