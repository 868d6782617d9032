"""Each format gives its headings, items and paragraphs in order, with their pages where it has them."""

from __future__ import annotations

from pathlib import Path

import docx
import papers
import pptx
import pytest
from pypdf import PdfReader, PdfWriter

from coach.guidance.documents import reading
from coach.guidance.documents.block import BlockKind
from coach.guidance.documents.formats import markdown, plain, web

HEADING, ITEM, TEXT = BlockKind.HEADING, BlockKind.ITEM, BlockKind.TEXT


def read(path: Path) -> list[tuple[BlockKind, str]]:
    return [(block.kind, block.text) for block in reading.read(path)]


def parsed(steps: object) -> list[tuple[BlockKind, str]]:
    return [(block.kind, block.text) for step in steps for block in step.blocks]  # type: ignore[attr-defined]


def written(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def test_a_pdf_has_pages_and_headings_by_their_size(tmp_path: Path) -> None:
    first = [("Bereikbaar blijven", 18), *papers.lines_of(papers.PROSE)]
    path = papers.pdf(tmp_path / "a.pdf", [first, ["De tweede bladzijde gaat verder."]])
    blocks = reading.read(path)
    assert [(b.kind, b.page) for b in blocks] == [(HEADING, 1), (TEXT, 1), (TEXT, 2)]
    assert blocks[1].text == papers.PROSE


def test_running_heads_and_page_numbers_of_a_pdf_are_left_out(tmp_path: Path) -> None:
    words = ("melden", "bellen", "plannen", "overdragen", "terugkeren", "opbouwen", "evalueren", "nazorg")
    pages = [["Protocol verzuim 2026", f"Over {w} en de afspraken.", f"- {n} -"] for n, w in enumerate(words, 1)]
    text = " ".join(block.text for block in reading.read(papers.pdf(tmp_path / "a.pdf", pages)))
    assert "Protocol" not in text
    assert text == " ".join(f"Over {word} en de afspraken." for word in words)


def test_a_sentence_goes_on_over_the_end_of_a_page(tmp_path: Path) -> None:
    path = papers.pdf(tmp_path / "a.pdf", [["De leidinggevende belt de"], ["medewerker op de afgesproken dag."]])
    assert [text for _kind, text in read(path)] == ["De leidinggevende belt de medewerker op de afgesproken dag."]


def test_a_word_broken_at_the_end_of_a_line_is_made_whole(tmp_path: Path) -> None:
    path = papers.pdf(
        tmp_path / "a.pdf", [["De bedrijfs-", "arts nodigt uit. Het ziekte-", "en verzuimbeleid geldt."]]
    )
    assert read(path) == [(TEXT, "De bedrijfsarts nodigt uit. Het ziekte- en verzuimbeleid geldt.")]


def test_rows_of_a_table_of_contents_are_left_out(tmp_path: Path) -> None:
    path = papers.pdf(tmp_path / "a.pdf", [["1 Inleiding ............ 3", "Dit protocol geldt voor iedereen."]])
    assert read(path) == [(TEXT, "Dit protocol geldt voor iedereen.")]


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_a_pdf_that_may_only_not_be_changed_is_read(tmp_path: Path, algorithm: str) -> None:
    writer = PdfWriter(clone_from=PdfReader(papers.pdf(tmp_path / "a.pdf", [["Bel voor negen uur."]])))
    writer.encrypt(user_password="", owner_password="van de afdeling", algorithm=algorithm)
    writer.write(tmp_path / "b.pdf")
    assert read(tmp_path / "b.pdf") == [(TEXT, "Bel voor negen uur.")]


def test_a_word_file_has_headings_and_lists_by_their_styles(tmp_path: Path) -> None:
    parts = [
        ("Heading 1", "Ziek melden"),
        ("Normal", "Bel op tijd."),
        ("List Bullet", "Wie belt"),
        ("Title", "Einde"),
    ]
    assert read(papers.word(tmp_path / "a.docx", parts)) == [
        (HEADING, "Ziek melden"),
        (TEXT, "Bel op tijd."),
        (ITEM, "Wie belt"),
        (HEADING, "Einde"),
    ]


def test_a_bold_line_in_a_word_file_is_a_heading_and_a_bold_word_is_not(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph().add_run("Contact houden").bold = True
    paragraph = document.add_paragraph("Bel ")
    paragraph.add_run("elke").bold = True
    paragraph.add_run(" week op een vast moment.")
    document.save(str(tmp_path / "a.docx"))
    assert read(tmp_path / "a.docx") == [(HEADING, "Contact houden"), (TEXT, "Bel elke week op een vast moment.")]


def table_of_dos(path: Path) -> Path:
    document = docx.Document()
    table = document.add_table(2, 2)
    for cell, text in zip(
        (cell for row in table.rows for cell in row.cells),
        ("Mag wel", "Mag niet", "Vraag naar het werk", "Vraag naar de klachten"),
        strict=True,
    ):
        cell.text = text
    document.save(str(path))
    return path


def slides_of_dos(path: Path) -> Path:
    presentation = pptx.Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    table = slide.shapes.add_table(2, 2, 0, 0, 5_000, 5_000).table
    for at, text in enumerate(("Mag wel", "Mag niet", "Vraag naar het werk", "Vraag naar de klachten")):
        table.cell(at // 2, at % 2).text = text
    presentation.save(str(path))
    return path


def page_of_dos(path: Path) -> Path:
    rows = "<tr><th>Mag wel<th>Mag niet</tr><tr><td>Vraag naar het werk<td>Vraag naar de klachten</tr>"
    return written(path.parent, path.name, f"<html><body><table>{rows}</table></body></html>")


def markdown_of_dos(path: Path) -> Path:
    rows = "| Mag wel | Mag niet |\n|---|---|\n| Vraag naar het werk | Vraag naar de klachten |\n"
    return written(path.parent, path.name, rows)


@pytest.mark.parametrize(
    ("make", "name"),
    [(table_of_dos, "a.docx"), (slides_of_dos, "a.pptx"), (page_of_dos, "a.html"), (markdown_of_dos, "a.md")],
)
def test_a_cell_keeps_what_its_column_says_of_it(make: object, name: str, tmp_path: Path) -> None:
    texts = [text for _kind, text in read(make(tmp_path / name))]  # type: ignore[operator]
    assert texts == ["Mag wel", "Mag niet", "Mag wel: Vraag naar het werk", "Mag niet: Vraag naar de klachten"]


def test_text_that_was_deleted_from_a_word_file_stays_deleted(tmp_path: Path) -> None:
    path = papers.word(tmp_path / "a.docx", [("Normal", "Vraag naar X.")])
    body = papers.part(path, "word/document.xml").decode()
    changed = body.replace(
        "<w:r><w:t>Vraag naar X.</w:t></w:r>",
        '<w:del w:id="1"><w:r><w:delText>Oud.</w:delText></w:r></w:del>'
        '<w:ins w:id="2"><w:r><w:t>Vraag naar het werk.</w:t></w:r></w:ins>',
    )
    assert changed != body
    assert read(papers.with_part(path, {"word/document.xml": changed.encode()})) == [(TEXT, "Vraag naar het werk.")]


def test_a_presentation_has_its_titles_as_headings_and_its_slides_as_pages(tmp_path: Path) -> None:
    path = papers.slides(tmp_path / "a.pptx", [("Melden", ["Bel zelf", "Voor negen uur"]), ("Terug", ["Welkom"])])
    assert [(b.kind, b.text, b.page) for b in reading.read(path)] == [
        (HEADING, "Melden", 1),
        (ITEM, "Bel zelf", 1),
        (ITEM, "Voor negen uur", 1),
        (HEADING, "Terug", 2),
        (ITEM, "Welkom", 2),
    ]


def test_a_web_page_gives_its_text_and_nothing_of_its_machinery(tmp_path: Path) -> None:
    page = (
        "<html><head><title>T</title><style>p{}</style></head><body><nav>Menu</nav><h1>Ziek <b>melden</b></h1>"
        "<p>Bel <a href='http://example.org/'>ons</a>.<br>Voor negen uur.</p><script>kwaad()</script>"
        "<ul><li>Wie<li>Wat</ul><footer>Colofon</footer></body></html>"
    )
    assert read(written(tmp_path, "a.html", page)) == [
        (HEADING, "Ziek melden"),
        (TEXT, "Bel ons."),
        (TEXT, "Voor negen uur."),
        (ITEM, "Wie"),
        (ITEM, "Wat"),
    ]


def test_markdown_gives_its_text_without_the_marks() -> None:
    text = "---\ntitel: x\n---\n# Ziek *melden*\n\nBel **op tijd**,\n[hier](http://x).\n\n- wie\n  - wat\n"
    assert parsed(markdown.blocks(text)) == [
        (HEADING, "Ziek melden"),
        (TEXT, "Bel op tijd, hier."),
        (ITEM, "wie"),
        (ITEM, "wat"),
    ]


def test_plain_text_has_headings_by_their_look() -> None:
    text = "Ziek melden\n\nBel op tijd. Zeg wie\nje werk doet.\n\n2.1 Contact\n\n• elke week\n• op een vast moment\n"
    assert parsed(plain.blocks(text)) == [
        (HEADING, "Ziek melden"),
        (TEXT, "Bel op tijd. Zeg wie je werk doet."),
        (HEADING, "2.1 Contact"),
        (ITEM, "elke week"),
        (ITEM, "op een vast moment"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_the_way_it_was_written_down(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, "a.txt", "Eén coördinator belt op maandag naar de medewerker.", encoding)
    assert read(path)[0][1].startswith("Eén coördinator")


def test_a_web_page_is_read_in_the_encoding_that_it_names(tmp_path: Path) -> None:
    page = "<html><head><meta charset='iso-8859-1'></head><body><p>Privé blijft privé.</p></body></html>"
    assert read(written(tmp_path, "a.html", page, "latin-1")) == [(TEXT, "Privé blijft privé.")]


def test_an_unclosed_web_page_is_read_to_its_end() -> None:
    assert parsed(web.blocks("<p>Een<div><p>Twee<table><tr><td>Drie")) == [
        (TEXT, "Een"),
        (TEXT, "Twee"),
        (TEXT, "Drie"),
    ]


def test_progress_goes_up_to_the_end(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    reading.read(papers.handbook(tmp_path / "a.pdf", 4), lambda done, total: seen.append((done, total)))
    pages = [done for done, total in seen if total == 4]
    assert pages == sorted(pages)
    assert (pages[0], pages[-1]) == (1, 4)
