"""The situations and employees that can be practised with.

Those that come with the program stand in `prompts/<language>/situations`; after them the user's own are read, from
`locations.own_situations()`. An own file takes the place of one that comes with the program under the same name.

A file that changes while the program runs is read again when it is next asked for. When it then cannot be read, what
was read before stays in use, and `trouble` says what is wrong.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TypeVar

from coach import content, locations
from coach.content import ContentError
from coach.conversation import SituationKind
from coach.messages import gettext as _
from coach.roleplay.persona import Persona, Situation

_FIRST = "frequent"
_PATTERN = "*.yaml"
_Read = TypeVar("_Read", Situation, Persona)
_Stamp = tuple[int, int]


class UnknownContent(LookupError):
    """There is no situation or employee of that name; the message lists those that exist."""


class Library:
    """All situations with their employees; a persona file is read when it is first asked for.

    `broken` holds what is wrong with the user's own situations that could not be read: those are left out.
    """

    def __init__(self, folder: Path, own: Path | None = None) -> None:
        """Read the situations of a folder, and then those of the user's own folder, which need not exist."""
        self._folder = folder
        self._own = own
        self._kept: dict[Path, tuple[_Stamp, Situation | Persona]] = {}
        self._troubles: dict[Path, ContentError] = {}
        self.broken: list[ContentError] = []
        order = list(SituationKind)
        loaded = sorted(self._situations(), key=lambda situation: order.index(situation.kind))
        self.situations: dict[str, Situation] = {situation.id: situation for situation in loaded}

    @property
    def first(self) -> str:
        """The id of the situation that is played when none is chosen."""
        return _FIRST if _FIRST in self.situations else next(iter(self.situations))

    def situation(self, situation_id: str) -> Situation:
        """A situation by its id.

        Raises:
            UnknownContent: there is none of that name.
        """
        if situation_id not in self.situations:
            raise UnknownContent(
                _("There is no situation «{name}». There are: {names}.").format(
                    name=situation_id, names=", ".join(self.situations)
                )
            )
        self.situations[situation_id] = self._read(self.situation_file(situation_id), Situation)
        return self.situations[situation_id]

    def persona_ids(self, situation_id: str) -> tuple[str, ...]:
        """The ids of the employees of a situation, in the order in which they are offered.

        The user's own employees that cannot be read, being half written, are not offered.
        """
        first = self.situation(situation_id).employees
        found = [path.stem for path in self.persona_files(situation_id) if self._can_be_played(path)]
        return (*(name for name in first if name in found), *(name for name in found if name not in first))

    def persona(self, situation_id: str, persona_id: str | None = None) -> Persona:
        """An employee of a situation; the first one when no name is given.

        Raises:
            UnknownContent: there is no situation or employee of that name.
            ContentError: the file is not as it should be.
        """
        known = self._place(f"{situation_id}/{persona_id}.yaml")
        if known in self._kept:
            return self._read(known, Persona)
        paths = {path.stem: path for path in self.persona_files(situation_id)}
        if persona_id in paths:
            return self._read(paths[persona_id], Persona)
        ids = self.persona_ids(situation_id)
        if persona_id or not ids:
            raise UnknownContent(
                _("There is no employee «{name}» in «{situation}». There are: {names}.").format(
                    name=persona_id or "", situation=situation_id, names=", ".join(ids)
                )
            )
        return self._read(paths[ids[0]], Persona)

    def situation_file(self, situation_id: str) -> Path:
        """Where a situation stands, or would stand among those that come with the program."""
        return self._place(f"{situation_id}.yaml")

    def persona_files(self, situation_id: str) -> tuple[Path, ...]:
        """The files of all employees of a situation, by name, those that cannot be read among them."""
        found: dict[str, Path] = {}
        for folder in self._folders:
            found.update((path.name, path) for path in content.files(folder / situation_id, _PATTERN))
        return tuple(found[name] for name in sorted(found))

    def trouble(self, situation_id: str, persona_id: str) -> ContentError | None:
        """What is wrong with a file that was changed since it was read; None when what it says is in use."""
        paths = (self.situation_file(situation_id), self._place(f"{situation_id}/{persona_id}.yaml"))
        return next((self._troubles[path] for path in paths if path in self._troubles), None)

    @property
    def _folders(self) -> tuple[Path, ...]:
        return (self._folder, self._own) if self._own else (self._folder,)

    def _situations(self) -> list[Situation]:
        """Those that come with the program, and then the user's own; of two with one id the own one."""
        found = {path.stem: self._read(path, Situation) for path in content.files(self._folder, _PATTERN)}
        for path in content.files(self._own, _PATTERN) if self._own else ():
            try:
                found[path.stem] = self._read(path, Situation)
            except ContentError as error:
                self.broken.append(error)
        return list({situation.id: situation for situation in found.values()}.values())

    def _place(self, name: str) -> Path:
        """The user's own file of that name when there is one."""
        own = self._own / name if self._own else None
        return own if own is not None and own.is_file() else self._folder / name

    def _can_be_played(self, path: Path) -> bool:
        if self._own is None or not path.is_relative_to(self._own):
            return True
        try:
            self._read(path, Persona)
        except ContentError:
            return False
        return True

    def _read(self, path: Path, model: type[_Read]) -> _Read:
        """What a file holds: read again when it has changed, and as it was before when it cannot be read now."""
        kept = self._kept.get(path)
        before = kept[1] if kept and isinstance(kept[1], model) else None
        stamp = _stamp(path)
        if kept and before is not None and (kept[0] == stamp or stamp is None):
            return before
        try:
            read = content.load(path, model)
            self._troubles.pop(path, None)
        except ContentError as error:
            if before is None or stamp is None:
                raise
            self._troubles[path] = error
            read = before
        if stamp is not None:
            self._kept[path] = stamp, read
        return read


def _stamp(path: Path) -> _Stamp | None:
    """By what it shows that a file was changed; None when it is not there (an editor is just putting it back)."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


@cache
def default() -> Library:
    """The situations that come with the program, and the user's own."""
    return Library(locations.prompts() / "situations", locations.own_situations())
