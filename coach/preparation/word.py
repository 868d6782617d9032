"""A document as a Word file (.docx), on A4, with boxes to write in and lines to sign on."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from coach import messages
from coach.legible import without_steering
from coach.messages import gettext as _
from coach.preparation.document import Box, Document, Section
from coach.preparation.errors import MissingExtra

if TYPE_CHECKING:
    from docx.document import Document as Word

_A4_CM = (21.0, 29.7)
_MARGIN_CM = 2.2
_NOT_XML = re.compile("[\ufffe\uffff\ud800-\udfff]")
_SIGN_LINE_CM = 1.5


def docx(document: Document, when: datetime | None = None) -> bytes:
    """The document as the bytes of a Word file; `when` is the moment that stands in its properties.

    Raises:
        MissingExtra: the library for Word files is not installed.
    """
    word = _blank()
    _describe(word, document, when or datetime.now())
    word.add_heading(_clean(document.title), 0)
    if document.subtitle:
        word.add_paragraph(_clean(document.subtitle), style="Subtitle")
    if document.intro:
        word.add_paragraph(_clean(document.intro))
    for section in document.sections:
        _add_section(word, section)
    if document.signatures:
        _add_signatures(word, document.signatures)
    if document.closing:
        _small(word.add_paragraph(), document.closing)
    target = BytesIO()
    word.save(target)
    return target.getvalue()


def _blank() -> Word:
    try:
        from docx import Document as new
        from docx.shared import Cm, Pt
    except ImportError as error:
        raise MissingExtra from error
    word = new()
    page = word.sections[0]
    page.page_width, page.page_height = (Cm(side) for side in _A4_CM)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(_MARGIN_CM)
    normal: Any = word.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    return word


def _describe(word: Word, document: Document, when: datetime) -> None:
    """Properties of the file: a title, and no name of whoever made it."""
    about = word.core_properties
    about.title, about.author, about.last_modified_by = _clean(document.title), "", ""
    about.comments, about.language = "", messages.language()
    about.created = about.modified = when


def _add_section(word: Word, section: Section) -> None:
    heading = word.add_heading(_clean(section.title), 2)
    heading.paragraph_format.keep_with_next = True
    if section.aside:
        _small(word.add_paragraph(), section.aside, keep=True)
    for paragraph in section.paragraphs:
        if section.box is None:
            word.add_paragraph(_clean(paragraph))
        else:
            _small(word.add_paragraph(), paragraph, keep=True)
    for item in section.items:
        word.add_paragraph(_clean(item), style="List Bullet")
    if section.box is not None:
        _add_box(word, section.box)
    for tick in section.ticks:
        word.add_paragraph(f"{'☑' if tick.done else '☐'}  {_clean(tick.text)}")


def _add_box(word: Word, box: Box) -> None:
    cell = word.add_table(rows=1, cols=1, style="Table Grid").cell(0, 0)
    lines = box.text.splitlines()
    lines += [""] * (box.lines - len(lines))
    cell.text = "\n".join(map(_clean, lines))
    word.add_paragraph().paragraph_format.space_after = 0


def _add_signatures(word: Word, signatures: tuple[str, ...]) -> None:
    from docx.shared import Cm

    table = word.add_table(rows=3, cols=len(signatures), style="Table Grid")
    for column, signature in enumerate(signatures):
        table.cell(0, column).text = _clean(signature)
        table.cell(1, column).text = _("date") + ":"
        table.cell(2, column).text = _("Signature") + ":"
    table.rows[2].height = Cm(_SIGN_LINE_CM)
    word.add_paragraph()


def _small(paragraph: Any, text: str, *, keep: bool = False) -> None:
    from docx.shared import Pt

    run = paragraph.add_run(_clean(text))
    run.italic, run.font.size = True, Pt(9.5)
    paragraph.paragraph_format.keep_with_next = keep


def _clean(text: str) -> str:
    """Text that XML can hold."""
    return _NOT_XML.sub("\ufffd", without_steering(text))
