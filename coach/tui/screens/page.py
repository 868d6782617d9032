"""A page of a worksheet: what stands on it, and the widgets that show it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Static

from coach.preparation.worksheet import Worksheet
from coach.tui.widgets.entry import Entry
from coach.tui.widgets.tick import Tick


@dataclass(frozen=True, slots=True)
class Box:
    """A box on a page; `brief` and `spoken` say how the guard reads it."""

    id: str
    label: str = ""
    placeholder: str = ""
    lines: int = 4
    brief: bool = False
    spoken: bool = False


@dataclass(frozen=True, slots=True)
class TickLine:
    """A line to tick off, and what is said when it is."""

    id: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: read, write, tick off."""

    id: str
    title: str
    text: str = ""
    boxes: tuple[Box, ...] = ()
    ticks: tuple[TickLine, ...] = ()
    passages: tuple[str, ...] = ()


def widgets(page: Page, sheet: Worksheet, is_ticked: Callable[[str], bool]) -> Iterator[Widget]:
    """The page from top to bottom, filled in as far as the worksheet is."""
    yield Static(page.title, classes="title", markup=False)
    if page.text:
        yield Static(page.text, classes="text", markup=False)
    for box in page.boxes:
        yield from _box(box, sheet.text(box.id), first=box is page.boxes[0])
    for line in page.ticks:
        first = "first" if line is page.ticks[0] and not page.boxes else ""
        yield Tick(line.id, line.text, on=is_ticked(line.id), note=line.note, classes=first)


def _box(box: Box, text: str, *, first: bool) -> Iterator[Widget]:
    """A box with its label beside it when it is of one line, else above it."""
    entry = Entry(box.id, text, box.placeholder, box.lines)
    label = Static(box.label, classes="label", markup=False)
    if box.brief:
        yield Horizontal(label, entry, classes="row first" if first else "row")
        return
    if box.label:
        yield label
    yield entry
