"""A document as the bytes of a file, by the end of the file's name."""

from __future__ import annotations

from coach.messages import gettext as _
from coach.preparation import render, word
from coach.preparation.document import Document
from coach.preparation.errors import PreparationError

PAGES = (".docx", ".html", ".md")
"""The kinds of file that a document can become."""


def rendered(document: Document, suffix: str) -> bytes:
    """The document as a file with this suffix, one of `PAGES`.

    Raises:
        MissingExtra: the library for Word files is not installed.
        PreparationError: the suffix is another one.
    """
    if suffix == ".docx":
        return word.docx(document)
    if suffix == ".html":
        return render.html(document).encode("utf-8", "replace")
    if suffix == ".md":
        return render.markdown(document).encode("utf-8", "replace")
    raise PreparationError(
        _("«{suffix}» cannot be made here. Let the name of the file end in {known}.").format(
            suffix=suffix, known=", ".join(PAGES)
        )
    )
