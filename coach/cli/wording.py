"""Words of the command line: click's own sentences in the user's language, and errors in plain words."""

from __future__ import annotations

import gettext
import os

from coach import locations, messages
from coach.messages import gettext as _
from coach.messages import mark, ngettext

CLICK = (
    mark("Usage: {prog} [OPTIONS]"),
    mark("Usage:"),
    mark("Options"),
    mark("Commands"),
    mark("Positional arguments"),
    mark("Error: {message}"),
    mark("Error: invalid input"),
    mark("Show this message and exit."),
    mark("Try '{command} {option}' for help."),
    mark("No such command {name!r}."),
    mark("No such option: {name}"),
    mark("No such option {name!r}."),
    mark("Option {name!r} does not take a value."),
    mark("(Did you mean one of: {possibilities}?)"),
    mark("{value!r} is not one of {choices}."),
    mark("Missing argument"),
    mark("Missing option"),
    mark("Missing parameter"),
    mark("Missing command."),
    mark("Invalid value: {message}"),
    mark("Invalid value for {param_hint}: {message}"),
    mark("{value!r} is not a valid {number_type}."),
    mark("{value} is not in the range {range}."),
    mark("Aborted!"),
    mark("default: {default}"),
    mark("required"),
    mark("{name} {filename!r} does not exist."),
    mark("{name} {filename!r} is a directory."),
    mark("{name} {filename!r} is not readable."),
    mark("file"),
    mark("directory"),
    mark("path"),
)
"""Sentences that click looks up by itself; listed so that the catalogue holds them."""


def click_plurals(number: int) -> tuple[str, ...]:
    """Sentences that click counts with; listed for the catalogue like those above."""
    return (
        ngettext("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments.", number),
        ngettext("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})", number),
        ngettext("Did you mean {possibility}?", "(Possible options: {possibilities})", number),
    )


def use_catalogue() -> None:
    """Let click find its sentences in our catalogue, whatever language the computer is set to."""
    os.environ["LANGUAGE"] = messages.language()
    gettext.bindtextdomain(messages.DOMAIN, str(locations.catalogues()))
    gettext.textdomain(messages.DOMAIN)


def explanation(error: Exception) -> str:
    """One or two sentences for an error: what is wrong, and what to do."""
    from coach.content import ContentError
    from coach.debrief.transcript import TranscriptError
    from coach.guidance.documents.problem import DocumentError
    from coach.guidance.semantic import SemanticError
    from coach.model.error import ModelError
    from coach.preparation.errors import PreparationError
    from coach.roleplay.library import UnknownContent
    from coach.store import StoreError
    from coach.workshop.errors import WorkshopError

    told = (
        ContentError,
        DocumentError,
        ModelError,
        PreparationError,
        SemanticError,
        StoreError,
        TranscriptError,
        UnknownContent,
        WorkshopError,
    )
    if isinstance(error, told):
        return _("Error: {message}").format(message=error)
    if isinstance(error, OSError):
        return _("Error: {file}: {reason}").format(file=error.filename or "", reason=error.strerror or error)
    return _(
        "Error: something went wrong that should not ({kind}: {message}). "
        "Nothing that you sent is lost. Run `coach doctor`; COACH_DEBUG=1 shows the details."
    ).format(kind=type(error).__name__, message=error)
