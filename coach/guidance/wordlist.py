"""Lists of words that content files call by name: `{hr}` from the file of acts, `{sleep}` from the lexicon."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from coach import content
from coach.content import ContentError
from coach.messages import gettext as _


class WordList(BaseModel):
    """The words of a concept of the lexicon; what else its file says is not read here."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    words: tuple[str, ...] = Field(min_length=1)


def list_named(word: str) -> str | None:
    """The list that `{hr}` names, or None for a word."""
    return word[1:-1] if word.startswith("{") and word.endswith("}") else None


def expanded(words: Iterable[str], lists: Mapping[str, Iterable[str]]) -> list[str]:
    """The words, with the words of a list in the place of its name."""
    return [each for word in words for each in lists.get(list_named(word) or "", (word,))]


def load(
    groups: Mapping[str, tuple[str, ...]], lexicon: Path, words: Iterable[str], path: Path
) -> dict[str, tuple[str, ...]]:
    """The lists that words of a file name: one of the groups, or a concept from the folder of the lexicon.

    Raises:
        ContentError: there is no list of that name; `path` is the file that names it.
    """
    lists: dict[str, tuple[str, ...]] = {}
    for name in sorted({name for word in words if (name := list_named(word))}):
        file = lexicon / f"{name}.yaml"
        if name not in groups and not file.is_file():
            raise ContentError(
                path, _line_of(path, name), "", _("there is no list of words «{name}»").format(name=name)
            )
        lists[name] = groups[name] if name in groups else content.load(file, WordList).words
    return lists


def _line_of(path: Path, name: str) -> int:
    """The line on which a list is named first, or 0."""
    lines = enumerate(content.read_text(path).splitlines(), start=1)
    return next((number for number, line in lines if f"{{{name}}}" in line), 0)
