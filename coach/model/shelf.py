"""The language models on this computer: what was downloaded, what was begun, and getting rid of it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from coach import files, locations
from coach.model.source import Source

_ORIGIN = ".json"
_PARTIAL = ".part"
_LOCK = ".lock"


class Origin(BaseModel):
    """Where a model came from; kept beside it. `commit` is the exact state of the repository."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    repository: str
    file: str
    revision: str
    commit: str = ""
    hub: str
    checksum: str
    size: int
    fetched: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """A model on this computer, whole or (`part`) a download that was broken off."""

    source: Source
    path: Path
    size: int
    part: bool
    origin: Origin | None = None

    @property
    def name(self) -> str:
        """What the user types for it."""
        return self.source.name


def kept() -> list[Kept]:
    """All of them, whole ones first, by name."""
    folder = locations.models()
    found = [_whole(folder, path) for path in folder.glob("*/*/**/*.gguf") if not path.name.startswith(".")]
    found += [_broken_off(folder, path) for path in folder.glob(f"*/*/**/.*{_PARTIAL}")]
    whole = {one.source for one in found if not one.part}
    shown = [one for one in found if not one.part or one.source not in whole]
    return sorted(shown, key=lambda one: (one.part, one.name))


def find(source: Source) -> Kept | None:
    """The model from this source, if it is here whole."""
    same = (one for one in kept() if not one.part)
    return next((one for one in same if one.path == source.path), None)


def part_path(source: Source, checksum: str) -> Path:
    """Where a download stands while it is going on; another content of the same name gets another place."""
    return source.path.with_name(f".{source.path.name}.{checksum[:16]}{_PARTIAL}")


def parts(source: Source) -> list[Path]:
    """Every download of this file that was broken off."""
    return sorted(path for path in source.path.parent.glob(f".*{_PARTIAL}") if _of_part(path) == source.path.name)


def remember(source: Source, origin: Origin) -> None:
    """Keep where a model came from, readable by its owner only.

    Raises:
        OSError: it cannot be kept.
    """
    files.put(_origin_path(source.path), (origin.model_dump_json(indent=1) + "\n").encode())


def remove(source: Source) -> int:
    """Delete a model, what was begun of it, and what was kept beside it; returns how many bytes became free.

    Raises:
        OSError: it cannot be deleted.
    """
    freed = 0
    for path in (source.path, *parts(source)):
        with suppress(FileNotFoundError):
            size = path.stat().st_size
            path.unlink()
            freed += size
    for path in (_origin_path(source.path), *source.path.parent.glob(f".*{_LOCK}")):
        with suppress(FileNotFoundError):
            path.unlink()
    _tidy(source.path.parent)
    return freed


def prepare(source: Source) -> None:
    """Make the folders in which a model will stand, each for its owner only (0700).

    Raises:
        OSError: they cannot be made.
    """
    for folder in reversed([source.path.parent, *source.path.parent.parents]):
        if folder == locations.models() or locations.models() in folder.parents:
            locations.private_folder(folder)


def _tidy(folder: Path) -> None:
    """Take empty folders away, up to the one that holds all models."""
    with suppress(OSError):
        while locations.models() in folder.parents:
            folder.rmdir()
            folder = folder.parent


def _whole(folder: Path, path: Path) -> Kept:
    origin = _origin(path)
    revision = origin.revision if origin else "main"
    return Kept(_source(folder, path, revision), path, path.stat().st_size, part=False, origin=origin)


def _broken_off(folder: Path, path: Path) -> Kept:
    return Kept(_source(folder, path.with_name(_of_part(path)), "main"), path, path.stat().st_size, part=True)


def _source(folder: Path, path: Path, revision: str) -> Source:
    owner, name, *rest = path.relative_to(folder).parts
    return Source(f"{owner}/{name}", "/".join(rest), revision)


def _of_part(path: Path) -> str:
    """The name of the file that a part is a part of."""
    return path.name.removeprefix(".").removesuffix(_PARTIAL).rpartition(".")[0]


def _origin_path(path: Path) -> Path:
    return path.with_name(path.name + _ORIGIN)


def _origin(path: Path) -> Origin | None:
    try:
        return Origin.model_validate_json(_origin_path(path).read_bytes())
    except (OSError, ValidationError):
        return None
