"""Choosing a model: a name, a path or a URL becomes a choice, and a choice is looked at again later."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path

from coach.messages import gettext as _
from coach.model import choice, shelf, source
from coach.model.choice import Choice, ChoiceError
from coach.model.fault import Broken, Fault
from coach.model.inspection import ModelFileError, inspect
from coach.model.source import Source, UnknownModel


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with the language model: what was chosen, and what keeps it from being used (empty: nothing)."""

    choice: Choice | None
    problem: str = ""


def chosen(text: str, model: str = "") -> Choice:
    """What the user means by a name, a path or a URL; `model` is a name that a server knows. Nothing is kept yet.

    Raises:
        ChoiceError: there is no such model here, or it cannot be used.
    """
    text = text.strip()
    if text.lower().startswith(("http://", "https://")):
        return choice.of_url(text, model)
    path = Path(text).expanduser()
    if text and path.is_file():
        return of_file(path)
    if _looks_like_path(text):
        raise ChoiceError(_("There is no file {file}.").format(file=path))
    try:
        found = source.named(text)
    except UnknownModel as error:
        raise ChoiceError(str(error)) from error
    return of_source(found)


def of_source(found: Source) -> Choice:
    """The choice of a model that was downloaded.

    Raises:
        ChoiceError: it is not here, or it cannot be used.
    """
    if shelf.find(found) is None:
        told = _("{model} is not on this computer. Fetch it: coach model download {model}")
        raise ChoiceError(told.format(model=found.name))
    return of_file(found.path, found.name)


def of_file(path: Path, name: str = "") -> Choice:
    """The choice of a file.

    Raises:
        ChoiceError: it cannot be used.
    """
    try:
        found = inspect(path)
    except ModelFileError as error:
        raise ChoiceError(str(error)) from error
    return Choice(name=name or found.path.stem, file=found.path)


def standing() -> Standing:
    """What was chosen, and whether it could be used now. Loads nothing and asks no server."""
    try:
        kept = Choice.load()
    except ChoiceError as error:
        return Standing(None, str(error))
    if kept is None:
        return Standing(None)
    if kept.file is None:
        missing = importlib.util.find_spec("httpx2") is None
        return Standing(kept, str(Broken(Fault.LIBRARY).told(kept.name)) if missing else "")
    try:
        inspect(kept.file)
    except ModelFileError as error:
        return Standing(kept, str(error))
    if importlib.util.find_spec("llama_cpp") is None:
        return Standing(kept, _("It cannot be used yet: llama-cpp-python is missing (make model adds it)."))
    return Standing(kept)


def remove(found: Source) -> tuple[int, bool]:
    """Delete a model; the bytes that became free, and whether it was the one in use, which is then off.

    Raises:
        OSError: it cannot be deleted.
    """
    try:
        kept = Choice.load()
    except ChoiceError:
        kept = None
    freed = shelf.remove(found)
    used = kept is not None and kept.file == found.path
    if used:
        choice.forget()
    return freed, used


def _looks_like_path(text: str) -> bool:
    return text.startswith(("~", ".", "/", "\\")) or text[1:3] in (":\\", ":/")
