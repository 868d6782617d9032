"""Looking at a server: which program it is, which model it offers, and what that holds. No text of a talk is sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from coach.model import dialect
from coach.model.answer import parsed
from coach.model.dialect import Kind, Served
from coach.model.fault import Broken, Fault

Ask = Callable[..., tuple[bytes, str]]
"""Asks a method and URL (with a question, and `read` seconds): the response, and the name of the program."""

_SMALL_CONTEXT = {Kind.LLAMA_PYTHON: 2048}
"""What a program holds unless told otherwise, where that is less than the common guess."""


def look(ask: Ask, url: str, wanted: str) -> Served:
    """What is at a URL.

    Args:
        ask: reaches the server.
        url: as the user gave it.
        wanted: the name of a model; empty for the one that is offered.

    Raises:
        Broken: no language model that can be used.
    """
    base, told, program = _models(ask, url)
    models = dialect.entries(told)
    kind = dialect.kind_of(models, program)
    if kind is Kind.OTHER and _said(ask, f"{base.removesuffix('/v1')}/api/version").get("version"):
        kind = Kind.OLLAMA
    entry = dialect.picked(models, wanted)
    found = Served(base, kind, str(entry["id"]), _SMALL_CONTEXT.get(kind, dialect.GUESSED_CONTEXT))
    return _known(found, dialect.context_in(entry) if kind is not Kind.LLAMA_SERVER else None, ask, entry)


def warm(ask: Ask, served: Served, seconds: float) -> Served:
    """Have a server load the model that loads one only when it is asked; nothing is asked of it.

    The context that Ollama made for it is known only then.
    """
    if served.kind is not Kind.OLLAMA:
        return served
    _said(ask, f"{served.root}/api/generate", {"model": served.model, "stream": False}, read=seconds)
    models = _said(ask, f"{served.root}/api/ps").get("models")
    for entry in models if isinstance(models, list) else ():
        if isinstance(entry, dict) and served.model in (entry.get("name"), entry.get("model")):
            return _sized(served, dialect.context_in(entry))
    return served


def _known(found: Served, context: int | None, ask: Ask, entry: Mapping[str, Any]) -> Served:
    """What only this program tells, and in its own way."""
    if found.kind is Kind.LLAMA_SERVER:
        # What the model was trained on stands in the list; what one conversation gets stands here.
        context = dialect.context_in(_said(ask, f"{found.root}/props")) or dialect.context_in(entry)
    if found.kind is Kind.VLLM:
        found = replace(found, version=dialect.version_in(_said(ask, f"{found.root}/version")))
    return _sized(found, context)


def _sized(found: Served, context: int | None) -> Served:
    return replace(found, context=context, sure=True) if context else found


def _models(ask: Ask, url: str) -> tuple[str, dict[str, Any], str]:
    """Where the list of models stands, and what it says."""
    missing = Broken(Fault.NOT_FOUND)
    for base in dialect.bases(url):
        try:
            raw, program = ask("GET", f"{base}/models")
            return base, parsed(raw), program
        except Broken as broken:
            if broken.fault not in (Fault.NOT_FOUND, Fault.GARBLED):
                raise
            missing = broken
    raise missing


def _said(ask: Ask, url: str, told: Any = None, **options: float) -> dict[str, Any]:
    """What a server says at an address that not every server has."""
    try:
        return parsed(ask("GET" if told is None else "POST", url, told, **options)[0])
    except Broken:
        return {}
