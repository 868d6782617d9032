"""What a file is, by what stands in it; its name decides only among kinds of text."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from coach.guidance.documents import limits
from coach.guidance.documents.formats import package
from coach.guidance.documents.problem import Problem, Unreadable

_HEAD = 4_096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_MARKDOWN = frozenset((".md", ".markdown", ".mdown", ".mkd"))
_WEB = frozenset((".html", ".htm", ".xhtml"))
_PAGE = re.compile(
    rb"\s*(<\?xml[^>]*>\s*)?(<!--.{0,500}?-->\s*)?<(!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_CHARSET = re.compile(rb"<meta[^>]{1,200}charset\s*=\s*[\"']?([a-z0-9_.:-]{2,40})", re.IGNORECASE)
_BYTE_ORDER = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MOST_ODD = 0.01
"""A file with a larger share of control characters than this is no text, whatever its name says."""
_ODD = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")


def form_of(path: Path) -> str:
    """`pdf`, `word`, `slides`, `web`, `markdown` or `plain`.

    Raises:
        Unreadable: it is none of these, or one that cannot be used.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head.strip(b"\x00\t\n\v\f\r "):
        raise Unreadable(Problem.EMPTY if not head.strip() else Problem.UNKNOWN)
    if b"%PDF-" in head[:1_024]:
        return "pdf"
    if head.startswith(_OLE):
        raise Unreadable(Problem.OLD_OFFICE)
    if head.startswith(_ZIP):
        return package.kind(path)
    if head.startswith((b"{\\rtf", b"%!PS")):
        raise Unreadable(Problem.UNKNOWN)
    suffix = path.suffix.casefold()
    if suffix in _WEB or _PAGE.match(head):
        return "web"
    return "markdown" if suffix in _MARKDOWN else "plain"


def text_of(path: Path) -> str:
    """The text of a file in whatever way it is written down: by its own account, else UTF-8, else Windows-1252.

    Raises:
        Unreadable: it is too large, or not text.
    """
    if path.stat().st_size > limits.MAX_TEXT_BYTES:
        raise Unreadable(Problem.TOO_LARGE)
    data = path.read_bytes()
    text = _decoded(data)
    if len(_ODD.findall(text)) > _MOST_ODD * len(text):
        raise Unreadable(Problem.UNKNOWN)
    return text


def _decoded(data: bytes) -> str:
    for mark, encoding in _BYTE_ORDER:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    for encoding in (*_stated(data), "utf-8"):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    return data.decode("cp1252", "replace")


def _stated(data: bytes) -> tuple[str, ...]:
    """The encoding that an HTML page names, if it is one for text."""
    found = _CHARSET.search(data[:_HEAD])
    try:
        name = codecs.lookup(found.group(1).decode("ascii")).name if found else ""
    except LookupError:
        return ()
    return (name,) if name and not name.startswith(("utf-16", "utf-32", "utf-7")) else ()
