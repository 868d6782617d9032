"""Where a model comes from: one file in one repository of a hub."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from coach import locations
from coach.messages import gettext as _
from coach.model.catalogue import Entry, default
from coach.model.error import ModelError

_PART = r"(?!\.{1,2}/)[\w][\w.-]*"
_ADDRESS = re.compile(
    rf"(?P<repository>{_PART}/{_PART})/(?P<file>(?:{_PART}/)*{_PART}\.gguf)(?:@(?P<revision>[\w./-]+))?"
)


class UnknownModel(ModelError):
    """There is no model of this name; the message is for the user."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file on a hub.

    Attributes:
        repository: `owner/name`.
        file: path within the repository.
        revision: branch, tag or commit.
        sha256: of the file, when it is known beforehand.
    """

    repository: str
    file: str
    revision: str = "main"
    sha256: str | None = None

    @property
    def path(self) -> Path:
        """Where the file stands on this computer once it is here."""
        return locations.models() / self.repository / self.file

    @property
    def entry(self) -> Entry | None:
        """What the catalogue says of it."""
        return default().of_file(self.repository, self.file)

    @property
    def name(self) -> str:
        """What the user types for it."""
        entry = self.entry
        return entry.name if entry else f"{self.repository}/{self.file}"


def of_entry(entry: Entry) -> Source:
    """Where a model of the catalogue comes from."""
    return Source(entry.repository, entry.file, entry.revision, entry.sha256)


def named(name: str) -> Source:
    """The source of a name from the catalogue, or of `owner/repository/file.gguf`, with `@revision` if wanted.

    Raises:
        UnknownModel: it is neither.
    """
    entry = default().entry(name.strip().lower())
    if entry:
        return of_entry(entry)
    found = _ADDRESS.fullmatch(name.strip())
    if not found:
        told = _("There is no model {name}. Which there are: coach model list. Or name a file on the hub: {shape}")
        raise UnknownModel(told.format(name=name, shape="owner/repository/file.gguf"))
    return Source(found["repository"], found["file"], found["revision"] or "main")
