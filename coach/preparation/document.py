"""A page to keep or to print, before it is Markdown, HTML or Word."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """Room for what someone writes: the text, or so many empty lines when there is none."""

    text: str
    lines: int = 3


@dataclass(frozen=True, slots=True)
class Tick:
    """Something to tick off."""

    text: str
    done: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it, in this order: aside, paragraphs, items, box, ticks.

    `aside` is small print right under the heading, such as who fills in the box.
    """

    title: str
    aside: str = ""
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    box: Box | None = None
    ticks: tuple[Tick, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A whole page; with `signatures`, room to sign for each of these people comes before the closing words."""

    title: str
    subtitle: str = ""
    intro: str = ""
    sections: tuple[Section, ...] = ()
    signatures: tuple[str, ...] = ()
    closing: str = ""
