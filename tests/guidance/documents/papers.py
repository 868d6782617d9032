"""Documents made for tests, by the libraries that know the formats."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import docx
import pptx
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

Line = str | tuple[str, int]
"""A line of a PDF; with a number, the size of its letters (11 points without)."""

PROSE = (
    "De medewerker meldt zich voor negen uur telefonisch bij de leidinggevende. Samen spreken ze af wanneer er weer "
    "contact is, welk werk blijft liggen en wie het overneemt. De leidinggevende geeft de melding dezelfde dag door "
    "aan de arbodienst en zet de afspraken in het verslag, dat de medewerker ook krijgt."
)


def pdf(path: Path, pages: Iterable[Sequence[Line]]) -> Path:
    """A PDF with these lines on its pages."""
    writer = PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
            NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
        }
    )
    shared = writer._add_object(font)
    for lines in pages:
        page = writer.add_blank_page(595, 842)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): shared})}
        )
        stream = DecodedStreamObject()
        stream.set_data(_drawn(lines))
        page[NameObject("/Contents")] = writer._add_object(stream.flate_encode())
    writer.write(path)
    return path


def _drawn(lines: Sequence[Line]) -> bytes:
    parts = [b"BT"]
    height = 780
    for line in lines:
        text, size = (line, 11) if isinstance(line, str) else line
        raw = text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        parts.append(b"/F1 %d Tf 1 0 0 1 60 %d Tm (%s) Tj" % (size, height, raw))
        height -= size + 4
    return b"\n".join([*parts, b"ET"])


def lines_of(text: str, width: int = 80) -> list[str]:
    """Running text broken into lines as a page has them."""
    lines, line = [], ""
    for word in text.split():
        if len(line) + len(word) >= width:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return [*lines, line]


def handbook(path: Path, pages: int, page_lines: int = 45) -> Path:
    """A PDF handbook with a heading and running text on every page."""
    topics = ("ziekmelding", "bereikbaarheid", "planning", "overdracht", "terugkeer", "rooster", "opbouw", "nazorg")

    def page(number: int) -> list[Line]:
        topic = topics[number % len(topics)]
        text = " ".join(
            f"Bij {topic} nummer {number}.{part} bespreekt de leidinggevende met de medewerker welke afspraken er "
            f"zijn over taken en uren, en wanneer zij elkaar spreken. De afspraken staan dezelfde week op papier."
            for part in range(1, 20)
        )
        return [(f"{number}. Over {topic}", 16), *lines_of(text, 90)[:page_lines]]

    return pdf(path, map(page, range(1, pages + 1)))


def word(path: Path, parts: Iterable[tuple[str, str]]) -> Path:
    """A Word file with paragraphs of these styles."""
    document = docx.Document()
    for style, text in parts:
        document.add_paragraph(text, style=style)
    document.save(str(path))
    return path


def slides(path: Path, content: Iterable[tuple[str, Sequence[str]]]) -> Path:
    """A presentation with a title and items on each slide."""
    presentation = pptx.Presentation()
    for title, items in content:
        slide = presentation.slides.add_slide(presentation.slide_layouts[1])
        assert slide.shapes.title is not None
        slide.shapes.title.text = title
        slide.placeholders[1].text = "\n".join(items)
    presentation.save(str(path))
    return path


def with_part(path: Path, changes: dict[str, bytes]) -> Path:
    """An Office file with parts replaced or added."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in {**parts, **changes}.items():
            package.writestr(name, data)
    return path


def part(path: Path, name: str) -> bytes:
    """One part of an Office file."""
    with zipfile.ZipFile(path) as package:
        return package.read(name)


def png(width: int, height: int) -> bytes:
    """A picture in one colour."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("1", (width, height)).save(out, "PNG")
    return out.getvalue()
