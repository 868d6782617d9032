"""What a language model is told: a Markdown file for each message, with its variables declared at the top.

A prompt stands in `prompts/<language>/<name>.md.j2`: fields between lines of three dashes, and below them the text,
as a Jinja template. Each variable has a kind, and what it may hold follows from that. What other people wrote is
fenced before the template sees it, so that no template can forget to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import Field

from coach import content, locations
from coach.content import Content, ContentError
from coach.messages import gettext as _
from coach.model import untrusted

if TYPE_CHECKING:
    from jinja2 import Environment, Template

SUFFIX = ".md.j2"
_MOST = 4_000


class Kind(StrEnum):
    """What a variable holds."""

    TEXT = "text"
    """A text of this program's own content."""
    TEXTS = "texts"
    """A list of these."""
    SAID = "said"
    """What someone typed or said: comes on one line, in a fence."""
    ALL_SAID = "all_said"
    """A list of these."""
    DOCUMENT = "document"
    """What someone wrote, with its lines: comes in a fence."""
    NUMBER = "number"
    CHOICE = "choice"
    """Yes or no."""


class Variable(Content):
    """One variable. Texts longer than `most` characters are cut off; `optional` ones may be left out."""

    kind: Kind
    about: str = Field(min_length=1)
    most: int = Field(default=_MOST, ge=1, le=100_000)
    optional: bool = False


class Head(Content):
    """The fields above a prompt. Filled with its `example`, it has at most `longest` characters.

    `version` goes up when the text is changed: figures that were measured belong to a version.
    """

    version: int = Field(ge=1)
    about: str = Field(min_length=1)
    longest: int = Field(ge=1)
    variables: dict[str, Variable] = Field(default_factory=dict)
    example: dict[str, Any] = Field(default_factory=dict)


class PromptError(ValueError):
    """A prompt was given other variables than it declares: a fault in the program, not in what a user does."""


class Prompt:
    """A prompt that is ready to be filled in."""

    def __init__(self, name: str, head: Head, template: Template, digest: str) -> None:
        self.name = name
        self.head = head
        self._template = template
        self._digest = digest

    @property
    def label(self) -> str:
        """Name, version and a sign that changes with any change to the file: for figures that are kept."""
        return f"{self.name} {self.head.version} ({self._digest})"

    def fill(self, **given: Any) -> str:
        """The text for these values.

        Raises:
            PromptError: a variable is missing, unknown or of another kind than declared.
        """
        known = self.head.variables
        if unknown := sorted(given.keys() - known.keys()):
            raise PromptError(f"{self.name}: {', '.join(unknown)}?")
        values = {name: self._value(name, variable, given) for name, variable in known.items()}
        lines = (line.rstrip() for line in self._template.render(values).splitlines())
        return "\n".join(lines).strip()

    def _value(self, name: str, variable: Variable, given: Mapping[str, Any]) -> Any:
        value = given.get(name)
        if value is None:
            if not variable.optional:
                raise PromptError(f"{self.name}: {name} is missing")
            return None
        try:
            return _MADE[variable.kind](value, variable.most)
        except TypeError as error:
            raise PromptError(f"{self.name}: {name}: {error}") from error


def _text(value: Any, most: int) -> str:
    if not isinstance(value, str):
        raise TypeError(f"text expected, not {type(value).__name__}")
    return untrusted.neutral(value[:most]).strip()


def _said(value: Any, most: int) -> str:
    _text(value, 1)
    return untrusted.said(value, most)


def _document(value: Any, most: int) -> str:
    _text(value, 1)
    return untrusted.document(value, most)


def _list(value: Any, one: Any, most: int) -> list[str]:
    if not isinstance(value, list | tuple):
        raise TypeError(f"a list expected, not {type(value).__name__}")
    return [one(item, most) for item in value]


def _number(value: Any, _most: int) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise TypeError(f"a number expected, not {type(value).__name__}")


def _choice(value: Any, _most: int) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"yes or no expected, not {type(value).__name__}")
    return value


_MADE: dict[Kind, Any] = {
    Kind.TEXT: _text,
    Kind.TEXTS: lambda value, most: _list(value, _text, most),
    Kind.SAID: _said,
    Kind.ALL_SAID: lambda value, most: _list(value, _said, most),
    Kind.DOCUMENT: _document,
    Kind.NUMBER: _number,
    Kind.CHOICE: _choice,
}


def load(path: Path) -> Prompt:
    """Read a prompt.

    Raises:
        ContentError: the file is not as it should be.
    """
    from jinja2 import TemplateSyntaxError, meta

    head_text, body = content.front_matter(path)
    first = head_text.count("\n") + 4
    head = content.parse(head_text, Head, path, first_line=2)
    environment = _environment()
    try:
        used = meta.find_undeclared_variables(environment.parse(body))
        template = environment.from_string(body)
    except TemplateSyntaxError as error:
        problem = _("not readable as a template: {problem}").format(problem=error.message)
        raise ContentError(path, first + error.lineno - 1, "", problem) from error
    if unknown := sorted(used - head.variables.keys()):
        line = first + next((n for n, text in enumerate(body.splitlines()) if unknown[0] in text), 0)
        raise ContentError(path, line, unknown[0], _("this variable is not declared"))
    if unused := sorted(head.variables.keys() - used):
        raise ContentError(path, 0, f"variables.{unused[0]}", _("this variable is declared and not used"))
    digest = blake2b(f"{head_text}\n{body}".encode(), digest_size=4).hexdigest()
    return Prompt(path.name.removesuffix(SUFFIX), head, template, digest)


@cache
def named(name: str) -> Prompt:
    """A prompt that comes with the program.

    Raises:
        ContentError: its file is not as it should be.
    """
    return load(locations.prompts() / f"{name}{SUFFIX}")


def faults() -> Iterator[ContentError]:
    """What is wrong with the prompts that come with the program; each is filled with its own example."""
    for path in content.files(locations.prompts(), f"*{SUFFIX}"):
        try:
            yield from _faults(path)
        except ContentError as error:
            yield error


def _faults(path: Path) -> Iterator[ContentError]:
    prompt = load(path)
    try:
        filled = prompt.fill(**prompt.head.example)
    except PromptError as error:
        yield ContentError(path, 0, "example", str(error))
        return
    if len(filled) > prompt.head.longest:
        problem = _("{count} characters; at most {most} are allowed here")
        yield ContentError(path, 0, "longest", problem.format(count=len(filled), most=prompt.head.longest))


@cache
def _environment() -> Environment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    return SandboxedEnvironment(undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True)
