"""Content is data: YAML and Markdown files, read into models, with errors a trainer can act on.

A mistake in a file is reported as file, line, field and what is allowed there. Lines are looked up only
when something is wrong, so that reading good content stays fast.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from coach import cache
from coach.messages import gettext as _


class Content(BaseModel):
    """Base of everything read from a content file: no unknown keys, no changes afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid")


_Model = TypeVar("_Model", bound=BaseModel)


class ContentError(Exception):
    """Something in a content file is not as it should be.

    `line` counts from 1 and is 0 when the whole file is meant; `field` is a dotted path and may be empty.
    """

    def __init__(self, path: Path, line: int, field: str, problem: str) -> None:
        self.path, self.line, self.field, self.problem = path, line, field, problem
        place = f"{path}:{line}" if line else str(path)
        super().__init__(f"{place}: {field}: {problem}" if field else f"{place}: {problem}")


def read_text(path: Path) -> str:
    """The text of a UTF-8 file, without the mark that some editors put at its start.

    Raises:
        ContentError: the file cannot be read or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ContentError(path, 0, "", _("this file is not UTF-8 text")) from error
    except OSError as error:
        raise ContentError(path, 0, "", error.strerror or str(error)) from error


def load(path: Path, model: type[_Model]) -> _Model:
    """Read one YAML file into a model.

    Raises:
        ContentError: the file is not YAML, or does not fit the model.
    """
    return parse(read_text(path), model, path)


def parse(text: str, model: type[_Model], path: Path, first_line: int = 1, **extra: Any) -> _Model:
    """Read YAML text into a model; `extra` fills fields that come from outside the YAML.

    `first_line` is the line of the file on which the text begins, for error messages.

    Raises:
        ContentError: the text is not YAML, or does not fit the model.
    """
    data = _data(text, path, first_line)
    if not isinstance(data, dict):
        raise ContentError(path, first_line, "", _("expected fields with values (name: value)"))
    try:
        return model.model_validate({**data, **extra})
    except ValidationError as error:
        raise _explained(error, text, path, first_line) from error


def faults(path: Path, model: type[BaseModel]) -> list[ContentError]:
    """Everything that is wrong with one YAML file, in the order of the fields; nothing when it can be read."""
    try:
        load(path, model)
    except ContentError as error:
        if isinstance(error.__cause__, ValidationError):
            text = read_text(path)
            details = error.__cause__.errors(include_url=False)
            places = [detail["loc"] for detail in details]
            # A list whose items are all wrong counts as empty too: that says nothing new.
            own = [d for d in details if not any(place[: len(d["loc"])] == d["loc"] != place for place in places)]
            return [ContentError(path, _line_of(text, d["loc"], 1), _field(d["loc"]), _problem(d)) for d in own]
        return [error]
    return []


def fault(path: Path, place: Sequence[int | str], problem: str) -> ContentError:
    """A fault that shows only when the file makes no sense as a whole: `place` is the field, step by step."""
    return ContentError(path, _line_of(read_text(path), place, 1), _field(place), problem)


def _data(text: str, path: Path, first_line: int) -> Any:
    """What the YAML text holds; read once for each text, whatever file it stands in."""
    key = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    kept = cache.named("content").get(key)
    if kept is not None:
        return kept
    from coach import yaml_text

    try:
        data = yaml_text.value(text)
    except yaml_text.YamlError as error:
        line = error.line + first_line - 1 if error.line else 0
        raise ContentError(path, line, "", _("not readable as YAML: {problem}").format(problem=error)) from error
    if _is_json(data):
        cache.named("content").put(key, data)
    return data


def _is_json(data: Any) -> bool:
    """Whether JSON gives the same value back: no dates, no numbers as keys."""
    if isinstance(data, dict):
        return all(isinstance(key, str) and _is_json(value) for key, value in data.items())
    if isinstance(data, list):
        return all(map(_is_json, data))
    return data is None or isinstance(data, (str, int, float, bool))


def front_matter(path: Path) -> tuple[str, str]:
    """Split a Markdown file into its front matter (YAML between `---` lines) and its body.

    Raises:
        ContentError: the front matter is missing or not closed.
    """
    text = read_text(path)
    if not text.startswith("---\n"):
        raise ContentError(path, 1, "", _("this file must begin with a line of three dashes"))
    head, closed, body = text[4:].partition("\n---\n")
    if not closed:
        raise ContentError(path, 1, "", _("the fields at the top are not closed by a line of three dashes"))
    return head, body.strip()


def files(folder: Path, pattern: str) -> Iterator[Path]:
    """Files of a folder in a fixed order, hidden ones left out."""
    return (path for path in sorted(folder.glob(pattern)) if not path.name.startswith("."))


def _explained(error: ValidationError, text: str, path: Path, first_line: int) -> ContentError:
    first = error.errors(include_url=False)[0]
    loc = first["loc"]
    return ContentError(path, _line_of(text, loc, first_line), _field(loc), _problem(first))


def _field(loc: Sequence[int | str]) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in loc)


def _problem(detail: Any) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "missing":
        return _("this field is missing")
    if detail.get("input", kind) is None:
        return _("this is still empty")
    if kind == "too_short":
        return _("at least {count} expected here").format(count=context.get("min_length", 1))
    if kind == "extra_forbidden":
        return _("this field is not known here")
    if kind in ("enum", "literal_error"):
        return _("allowed here: {values}").format(values=context.get("expected", "").replace(" or ", ", "))
    if kind.startswith("string"):
        return _("text expected here")
    if kind.startswith(("list", "tuple")):
        return _("a list expected here")
    if kind.startswith(("int", "float", "greater", "less")):
        return _("a number expected here ({detail})").format(detail=detail["msg"])
    if kind == "value_error":
        return str(context.get("error", detail["msg"]))
    return str(detail["msg"])


def _line_of(text: str, loc: Sequence[int | str], first_line: int) -> int:
    from coach import yaml_text

    return yaml_text.line_of(text, loc, first_line)
