"""YAML as text: its values, and the line on which each of them stands.

It is read only where nothing was kept of a text (see `content`), so that a usual start does without.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import yaml

try:
    from yaml import CSafeLoader as _SafeLoader
except ImportError:
    from yaml import SafeLoader as _SafeLoader  # type: ignore[assignment]


class YamlError(Exception):
    """Text that is not YAML; `line` counts from 1 and is 0 when it is not known."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.line = line


class _Loader(_SafeLoader):
    """Says on which line a value stands that looks like a date or a number but is none (`2026-13-01`)."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep=deep)
        except (ValueError, AttributeError) as error:
            raise yaml.constructor.ConstructorError(None, None, str(error), node.start_mark) from error


def value(text: str) -> Any:
    """What the text holds.

    Raises:
        YamlError: it is not YAML.
    """
    try:
        return yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise YamlError(mark.line + 1 if mark else 0, getattr(error, "problem", None) or str(error)) from error


def line_of(text: str, loc: Sequence[int | str], first_line: int) -> int:
    """The line on which a field stands, or the nearest line above it that is there."""
    node = _composed(text)
    line = first_line
    for part in loc:
        found = _child(node, part)
        if found is None:
            break
        node, line = found[0], found[1] + first_line
    return line


@lru_cache(maxsize=1)
def _composed(text: str) -> Any:
    """The places of everything in a text; kept, for one file often has several faults."""
    return yaml.compose(text, Loader=_Loader)


def _child(node: Any, part: int | str) -> tuple[Any, int] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((v, k.start_mark.line) for k, v in node.value if k.value == str(part)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part], node.value[part].start_mark.line
    return None
