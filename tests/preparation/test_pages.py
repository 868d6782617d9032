"""A preparation and the form as Markdown, HTML and Word."""

from __future__ import annotations

import sys
from collections.abc import Callable
from html.parser import HTMLParser
from io import BytesIO

import docx
import pytest
from filled import HARMLESS, MEDICAL, form, prepared, written
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from coach.conversation import SituationKind
from coach.messages import gettext as _
from coach.preparation import export, layout, preparation, render, word
from coach.preparation import form as forms
from coach.preparation.document import Box, Document, Section
from coach.preparation.errors import MissingExtra, PreparationError
from coach.preparation.guard import Consent

BOOK = preparation.default()
HOSTILE = "<script>alert(1)</script> & *ster* # kop\n- lijst\n1. nummer\n\x1b[31m\u202e \ufffe {{ 7 * 7 }}"


class Words(HTMLParser):
    """The words of a page, and its tags."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[str] = []
        self.feed(page)

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)


def word_text(document: Document) -> str:
    """Everything that Word would show, read back from the file."""
    opened = docx.Document(BytesIO(word.docx(document)))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in opened.paragraphs), *cells])


def html_text(document: Document) -> str:
    return Words(render.html(document)).text


READERS = [word_text, html_text, render.markdown]


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("kind", list(SituationKind))
def test_every_step_stands_on_the_page(read: Callable[[Document], str], kind: SituationKind) -> None:
    text = read(layout.preparation_page(BOOK, kind))
    for step in BOOK.of(kind).steps:
        assert step.title in text
        assert all(check in text for check in step.checks)


@pytest.mark.parametrize("read", READERS)
def test_what_was_filled_in_stands_on_the_page(read: Callable[[Document], str]) -> None:
    text = read(layout.preparation_page(BOOK, SituationKind.FREQUENT, prepared(name="Samira", date="2-3-2026")))
    assert HARMLESS in text
    assert "Dag Samira" in text
    assert _("March") in text
    assert "☑" in text or "[x]" in text


@pytest.mark.parametrize("read", READERS)
def test_what_may_not_be_kept_is_not_on_the_page(read: Callable[[Document], str]) -> None:
    held = written(MEDICAL, Consent.TWICE, Consent.ONCE)
    sheet = prepared().with_entry(layout.step_box("feiten"), held).with_worry("privacy", True)
    assert "hoofdpijn" not in read(layout.preparation_page(BOOK, SituationKind.FREQUENT, sheet))
    paper = form().with_entry("afspraken", held)
    assert "hoofdpijn" not in read(layout.form_page(forms.default(), paper))


@pytest.mark.parametrize("read", READERS)
def test_the_form_has_every_box_and_room_to_sign(read: Callable[[Document], str]) -> None:
    text = read(layout.form_page(forms.default(), form(medewerker="Samira", afspraken="Geen projecten tot 1 mei.")))
    for field in forms.default().fields:
        assert field.label in text
    assert "Samira" in text
    assert "Geen projecten tot 1 mei." in text
    assert text.count(_("Signature")) >= 2
    assert all(signature in text for signature in forms.default().signatures)


def test_an_empty_form_has_room_to_write() -> None:
    page = layout.form_page(forms.default())
    opened = docx.Document(BytesIO(word.docx(page)))
    heights = [table.cell(0, 0).text.count("\n") + 1 for table in opened.tables[:-1]]
    assert heights == [field.lines for field in forms.default().fields]
    assert render.markdown(page).count("> \\_") == sum(heights)


def test_a_word_file_names_nobody_and_is_a4() -> None:
    opened = docx.Document(BytesIO(word.docx(layout.form_page(forms.default()))))
    assert (opened.core_properties.author, opened.core_properties.last_modified_by) == ("", "")
    assert opened.core_properties.title == forms.default().title
    assert round(opened.sections[0].page_width.cm) == 21


def test_a_page_fetches_nothing_and_runs_nothing() -> None:
    page = render.html(layout.form_page(forms.default(), form(afspraken=HOSTILE)))
    assert "script" not in Words(page).tags
    assert "src=" not in page
    assert "http://" not in page
    assert "https://" not in page
    assert "default-src 'none'" in page


@pytest.mark.parametrize("read", READERS)
def test_hostile_text_is_only_text(read: Callable[[Document], str]) -> None:
    text = read(Document("T", sections=(Section("S", box=Box(HOSTILE)),)))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "7 * 7" in text.replace("\\", "")


def test_markdown_shows_signs_as_they_were_typed() -> None:
    page = render.markdown(Document("T", sections=(Section("S", box=Box(HOSTILE)),)))
    tokens = {token.type for token in MarkdownIt().parse(page)}
    assert not tokens & {"bullet_list_open", "ordered_list_open", "html_block", "em_open"}
    assert "*ster*" in Words(MarkdownIt().render(page)).text


@settings(max_examples=40)
@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_can_become_any_page(title: str, text: str) -> None:
    document = Document(title, sections=(Section(title, text, (text,), (text,), Box(text)),), closing=text)
    for suffix in export.PAGES:
        assert export.rendered(document, suffix)


def test_another_kind_of_file_is_refused_with_those_that_can_be_made() -> None:
    with pytest.raises(PreparationError) as refused:
        export.rendered(Document("T"), ".pdf")
    assert all(suffix in str(refused.value) for suffix in export.PAGES)


def test_without_the_library_for_word_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(MissingExtra) as missing:
        word.docx(Document("T"))
    assert "verzuimcoach[documents]" in str(missing.value)
