"""Files that were damaged, mistaken or made to do harm; each with what its reader should be told."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import papers
import pptx
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NullObject,
    NumberObject,
    StreamObject,
)

from coach.guidance.documents.problem import Problem

Make = Callable[[Path], Path]
FILES: dict[str, tuple[Make, set[Problem | None]]] = {}
"""By name: how to make the file in a folder, and the problems that are a good answer (None: it is simply read)."""


def hostile(*answers: Problem | None) -> Callable[[Make], Make]:
    """Put a file on the list."""

    def listed(make: Make) -> Make:
        FILES[make.__name__] = (make, set(answers))
        return make

    return listed


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def _page(folder: Path) -> bytes:
    return papers.pdf(folder / "good.pdf", [papers.lines_of(papers.PROSE)]).read_bytes()


def _docx(folder: Path, name: str = "file.docx") -> Path:
    return papers.word(folder / name, [("Normal", papers.PROSE)])


@hostile(Problem.EMPTY)
def empty_file(folder: Path) -> Path:
    return _written(folder / "empty.pdf", b"")


@hostile(Problem.EMPTY)
def only_white_space(folder: Path) -> Path:
    return _written(folder / "blank.txt", b" \n\t\r\n" * 100)


@hostile(Problem.UNKNOWN)
def nul_bytes(folder: Path) -> Path:
    return _written(folder / "nul.txt", b"\x00" * 100_000)


@hostile(Problem.UNKNOWN)
def nul_bytes_among_text(folder: Path) -> Path:
    return _written(folder / "nul.md", b"afspraak\x00\x01\x02" * 10_000)


@hostile(Problem.UNKNOWN)
def program_with_the_name_of_a_text(folder: Path) -> Path:
    return _written(folder / "handboek.txt", b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 400)


@hostile(None)
def text_with_the_name_of_a_pdf(folder: Path) -> Path:
    return _written(folder / "tekst.pdf", papers.PROSE.encode())


@hostile(None)
def pdf_with_the_name_of_a_word_file(folder: Path) -> Path:
    return _written(folder / "echt.docx", _page(folder))


@hostile(Problem.OLD_OFFICE)
def old_or_locked_office_file(folder: Path) -> Path:
    return _written(folder / "oud.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 5_000)


@hostile(Problem.MACROS)
def file_with_macros(folder: Path) -> Path:
    path = _docx(folder, "macro.docm")
    types = papers.part(path, "[Content_Types].xml").replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    return papers.with_part(path, {"[Content_Types].xml": types, "word/vbaProject.bin": b"Sub AutoOpen()"})


@hostile(None)
def macros_hidden_in_an_ordinary_file(folder: Path) -> Path:
    return papers.with_part(_docx(folder), {"word/vbaProject.bin": b'Sub AutoOpen()\nShell "calc"\nEnd Sub'})


@hostile(Problem.UNPACKED)
def zip_bomb(folder: Path) -> Path:
    return papers.with_part(_docx(folder), {"word/media/bomb.bin": b"\x00" * 250_000_000})


@hostile(Problem.UNPACKED)
def bomb_of_xml(folder: Path) -> Path:
    path = _docx(folder)
    document = papers.part(path, "word/document.xml")
    return papers.with_part(
        path, {"word/document.xml": document.replace(b"<w:body>", b"<w:body>" + b" " * 40_000_000)}
    )


@hostile(Problem.DAMAGED)
def bomb_that_lies_about_its_size(folder: Path) -> Path:
    path = papers.with_part(_docx(folder), {"word/document.xml": b"<a>" + b" " * 60_000_000})
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(b"word/document.xml"))
    data[at + 24 : at + 28] = (1_000).to_bytes(4, "little")
    return _written(path, bytes(data))


@hostile(Problem.UNPACKED)
def thousands_of_parts(folder: Path) -> Path:
    path = folder / "parts.docx"
    with zipfile.ZipFile(path, "w") as package:
        for number in range(6_000):
            package.writestr(f"word/{number}.xml", b"")
    return path


@hostile(Problem.DAMAGED, Problem.NO_TEXT)
def entities_that_multiply(folder: Path) -> Path:
    path = _docx(folder)
    lols = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY l0 "lol">{lols}]><w>&l11;</w>'
    return papers.with_part(path, {"word/document.xml": bomb.encode()})


@hostile(Problem.DAMAGED, Problem.NO_TEXT, None)
def entity_that_reads_another_file(folder: Path) -> Path:
    (folder / "geheim.txt").write_text("GEHEIM " * 50, encoding="utf-8")
    path = _docx(folder)
    document = papers.part(path, "word/document.xml").decode()
    head = f'<!DOCTYPE x [<!ENTITY geheim SYSTEM "{(folder / "geheim.txt").as_uri()}">]>'
    document = document.replace("<w:document", head + "<w:document", 1).replace("De medewerker", "&geheim; man")
    return papers.with_part(path, {"word/document.xml": document.encode()})


@hostile(Problem.DAMAGED)
def xml_a_thousand_deep(folder: Path) -> Path:
    path = _docx(folder)
    document = papers.part(path, "word/document.xml")
    deep = b"<w:p><w:r>" * 20_000 + b"</w:r></w:p>" * 20_000
    return papers.with_part(path, {"word/document.xml": document.replace(b"<w:body>", b"<w:body>" + deep)})


@hostile(Problem.DAMAGED)
def half_a_word_file(folder: Path) -> Path:
    path = _docx(folder)
    return _written(path, path.read_bytes()[:9_000])


@hostile(Problem.DAMAGED)
def word_file_without_its_text(folder: Path) -> Path:
    path = _docx(folder)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist() if name != "word/document.xml"}
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return path


@hostile(Problem.UNKNOWN)
def zip_of_something_else(folder: Path) -> Path:
    path = folder / "archief.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("foto.txt", "geen document")
    return path


@hostile(Problem.NO_TEXT)
def presentation_with_one_huge_picture(folder: Path) -> Path:
    presentation = pptx.Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    picture = _written(folder / "groot.png", papers.png(12_000, 12_000))
    slide.shapes.add_picture(str(picture), 0, 0, 1_000, 1_000)
    presentation.save(str(folder / "beeld.pptx"))
    return folder / "beeld.pptx"


@hostile(Problem.PAGES)
def two_thousand_pages(folder: Path) -> Path:
    writer = PdfWriter()
    for _number in range(2_000):
        writer.add_blank_page(200, 200)
    writer.write(folder / "dik.pdf")
    return folder / "dik.pdf"


@hostile(None, Problem.DAMAGED)
def pdf_with_a_broken_table_of_offsets(folder: Path) -> Path:
    data = _page(folder)
    return _written(folder / "xref.pdf", data.replace(b"startxref\n", b"startxref\n9999999", 1))


@hostile(Problem.DAMAGED, Problem.NO_TEXT, None)
def half_a_pdf(folder: Path) -> Path:
    data = _page(folder)
    return _written(folder / "half.pdf", data[: len(data) // 2])


@hostile(Problem.DAMAGED)
def only_the_first_line_of_a_pdf(folder: Path) -> Path:
    return _written(folder / "kop.pdf", b"%PDF-1.7\n" + b"rommel " * 1_000)


@hostile(Problem.LOCKED)
def pdf_with_a_password(folder: Path) -> Path:
    writer = PdfWriter(clone_from=PdfReader(papers.pdf(folder / "open.pdf", [["Geheim"]])))
    writer.encrypt("wachtwoord", algorithm="AES-256")
    writer.write(folder / "slot.pdf")
    return folder / "slot.pdf"


@hostile(Problem.NO_TEXT)
def scanned_pdf(folder: Path) -> Path:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.write(folder / "scan.pdf")
    return folder / "scan.pdf"


@hostile(Problem.DAMAGED, Problem.TOO_MUCH, Problem.NO_TEXT)
def pdf_page_that_unpacks_to_hundreds_of_megabytes(folder: Path) -> Path:
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    stream = DecodedStreamObject()
    stream.set_data(b"BT (a) Tj " + b" " * 300_000_000)
    page[NameObject("/Contents")] = writer._add_object(stream.flate_encode())
    writer.write(folder / "bom.pdf")
    return folder / "bom.pdf"


@hostile(Problem.DAMAGED, Problem.PAGES, Problem.NO_TEXT)
def pdf_whose_pages_go_round(folder: Path) -> Path:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    pages = writer._root_object["/Pages"].get_object()
    pages[NameObject("/Kids")] = ArrayObject([writer._root_object.raw_get("/Pages")])
    pages[NameObject("/Count")] = NumberObject(1)
    writer.write(folder / "rond.pdf")
    return folder / "rond.pdf"


@hostile(Problem.NO_TEXT, Problem.DAMAGED, Problem.TOO_SLOW, Problem.TOO_MUCH)
def pdf_form_that_draws_itself(folder: Path) -> Path:
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    form = StreamObject()
    form._data = b"/X Do /X Do"
    form.update({NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Form")})
    own = writer._add_object(form)
    drawn = DictionaryObject({NameObject("/XObject"): DictionaryObject({NameObject("/X"): own})})
    form[NameObject("/Resources")] = drawn
    page[NameObject("/Resources")] = drawn
    stream = DecodedStreamObject()
    stream.set_data(b"/X Do")
    page[NameObject("/Contents")] = writer._add_object(stream)
    writer.write(folder / "zichzelf.pdf")
    return folder / "zichzelf.pdf"


@hostile(Problem.NO_TEXT, Problem.DAMAGED)
def pdf_without_pages(folder: Path) -> Path:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer._root_object[NameObject("/Pages")] = NullObject()
    writer.write(folder / "leeg.pdf")
    return folder / "leeg.pdf"


@hostile(None, Problem.DAMAGED, Problem.NO_TEXT)
def html_fifty_thousand_deep(folder: Path) -> Path:
    return _written(folder / "diep.html", b"<html><body>" + b"<div>" * 50_000 + papers.PROSE.encode() + b"</body>")


@hostile(Problem.NO_TEXT)
def html_with_nothing_but_a_script(folder: Path) -> Path:
    return _written(folder / "script.html", b"<html><script>while(1){}</script></html>")


@hostile(None, Problem.NO_TEXT)
def markdown_quoted_without_end(folder: Path) -> Path:
    return _written(folder / "diep.md", b"> " * 30_000 + b"afspraak\n" + b"[" * 30_000)


@hostile(None)
def one_word_of_a_million_letters(folder: Path) -> Path:
    return _written(folder / "woord.txt", b"a" * 1_000_000)


@hostile(Problem.TOO_LONG)
def more_text_than_a_document_has(folder: Path) -> Path:
    return _written(folder / "lang.txt", b"afspraak over werk. " * 150_000)


@hostile(Problem.TOO_LARGE)
def text_of_many_megabytes(folder: Path) -> Path:
    return _written(folder / "groot.txt", b"afspraak over werk. " * 1_000_000)


@hostile(Problem.TOO_LARGE)
def larger_than_any_document(folder: Path) -> Path:
    path = folder / "reus.pdf"
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(60_000_000)
    return path
