"""Whether a file is a language model that can be used: its head is read, nothing is loaded."""

from __future__ import annotations

import mmap
import re
import struct
from dataclasses import dataclass
from pathlib import Path

from coach.messages import gettext as _
from coach.model.error import ModelError
from coach.model.gguf import Head, NotGguf, read_head

_TEMPLATE = b"tokenizer.chat_template"
_TEMPLATE_ENTRY = struct.pack("<Q", len(_TEMPLATE)) + _TEMPLATE + struct.pack("<I", 8)
"""How the head holds a template: length of the key, the key, and the type for a string."""
_HEAD_AT_MOST = 1 << 28
_PART = re.compile(r"-\d{5}-of-(\d{5})\.gguf$", re.IGNORECASE)
_NO_TALKERS = (
    "clip",
    "bert",
    "nomic-bert",
    "jina-bert-v2",
    "roberta",
    "t5encoder",
    "gemma-embedding",
    "wavtokenizer-dec",
)
"""Architectures of models that do not write: eyes of others, and models that only measure meaning."""


class ModelFileError(ModelError):
    """A file cannot be used as a language model; the message is for the user."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a file is.

    Attributes:
        path: absolute.
        size: in bytes.
        head: what its head says.
        has_template: whether it holds a chat template; without one it was made to finish texts, not to talk.
    """

    path: Path
    size: int
    head: Head
    has_template: bool


def inspect(path: Path) -> Inspection:
    """Look at a file.

    Raises:
        ModelFileError: it cannot be used.
    """
    path = path.expanduser().absolute()
    try:
        if not path.is_file():
            told = _("{file} is not a file.") if path.exists() else _("There is no file {file}.")
            raise ModelFileError(told.format(file=path))
        head = read_head(path)
        found = Inspection(path, path.stat().st_size, head, _has_template(path))
    except NotGguf as error:
        told = _("{file} is not a language model in GGUF format (version 2 or 3), or it is damaged.")
        raise ModelFileError(told.format(file=path.name)) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise ModelFileError(_("{file} cannot be read: {reason}").format(file=path, reason=reason)) from error
    _refuse(found)
    return found


def _refuse(found: Inspection) -> None:
    """Refuse what llama.cpp would open, but that cannot hold a conversation."""
    if part := _PART.search(found.path.name):
        told = _("{file} is one of {count} parts. Choose a model in one file.")
        raise ModelFileError(told.format(file=found.path.name, count=int(part[1])))
    if not found.head.architecture or not found.head.tensors:
        raise ModelFileError(_("{file} holds no model: only its head is there.").format(file=found.path.name))
    if found.head.architecture in _NO_TALKERS:
        told = _("{file} is a model that does not write ({architecture}). Choose an instruct or chat model.")
        raise ModelFileError(told.format(file=found.path.name, architecture=found.head.architecture))


def _has_template(path: Path) -> bool:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
        return view.find(_TEMPLATE_ENTRY, 0, min(len(view), _HEAD_AT_MOST)) >= 0
