"""What Word and PowerPoint files share: a zip of XML, looked over before a parser unpacks any of it."""

from __future__ import annotations

import zipfile
from pathlib import Path

from coach.guidance.documents import limits
from coach.guidance.documents.problem import Problem, Unreadable

_XML = (".xml", ".rels")
_TYPES = "[Content_Types].xml"
_KINDS = ("wordprocessingml", "presentationml")
_MACROS = b"macroEnabled"


def kind(path: Path) -> str:
    """`word` or `slides`.

    Raises:
        Unreadable: it is neither, holds macros by its own account, or unpacks to more than a document does.
    """
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            _bound(parts)
            names = {part.filename for part in parts}
            types = package.read(_TYPES) if _TYPES in names else b""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise Unreadable(Problem.DAMAGED) from error
    if _MACROS in types:
        raise Unreadable(Problem.MACROS)
    for name, family in zip(("word", "slides"), _KINDS, strict=True):
        if family.encode() + b".document.main" in types or family.encode() + b".presentation.main" in types:
            return name
    raise Unreadable(Problem.UNKNOWN)


def _bound(parts: list[zipfile.ZipInfo]) -> None:
    """Refuse by what the file says of itself: the library unpacks no more of a part than its stated size."""
    if len(parts) > limits.MAX_PARTS or sum(part.file_size for part in parts) > limits.MAX_UNPACKED:
        raise Unreadable(Problem.UNPACKED)
    if any(part.file_size > limits.MAX_XML for part in parts if part.filename.lower().endswith(_XML)):
        raise Unreadable(Problem.UNPACKED)
