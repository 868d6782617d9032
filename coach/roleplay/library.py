"""The situations and employees that can be practised with, read from `prompts/<language>/situations`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from coach import content, locations
from coach.conversation import SituationKind
from coach.messages import gettext as _
from coach.roleplay.persona import Persona, Situation

_FIRST = "frequent"


class UnknownContent(LookupError):
    """There is no situation or employee of that name; the message lists those that exist."""


class Library:
    """All situations with their employees; a persona file is read when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        loaded = [content.load(path, Situation) for path in content.files(folder, "*.yaml")]
        order = list(SituationKind)
        loaded.sort(key=lambda situation: order.index(situation.kind))
        self.situations: dict[str, Situation] = {situation.id: situation for situation in loaded}
        self._personas: dict[tuple[str, str], Persona] = {}

    @property
    def first(self) -> str:
        """The id of the situation that is played when none is chosen."""
        return _FIRST if _FIRST in self.situations else next(iter(self.situations))

    def situation(self, situation_id: str) -> Situation:
        """A situation by its id.

        Raises:
            UnknownContent: there is none of that name.
        """
        try:
            return self.situations[situation_id]
        except KeyError:
            raise UnknownContent(
                _("There is no situation «{name}». There are: {names}.").format(
                    name=situation_id, names=", ".join(self.situations)
                )
            ) from None

    def persona_ids(self, situation_id: str) -> tuple[str, ...]:
        """The ids of the employees of a situation, in the order in which they are offered."""
        first = self.situation(situation_id).employees
        found = [path.stem for path in content.files(self._folder / situation_id, "*.yaml")]
        return (*(name for name in first if name in found), *(name for name in found if name not in first))

    def persona(self, situation_id: str, persona_id: str | None = None) -> Persona:
        """An employee of a situation; the first one when no name is given.

        Raises:
            UnknownContent: there is no situation or employee of that name.
            ContentError: the file is not as it should be.
        """
        ids = self.persona_ids(situation_id)
        chosen = persona_id or (ids[0] if ids else "")
        if chosen not in ids:
            raise UnknownContent(
                _("There is no employee «{name}» in «{situation}». There are: {names}.").format(
                    name=chosen, situation=situation_id, names=", ".join(ids)
                )
            )
        key = (situation_id, chosen)
        if key not in self._personas:
            self._personas[key] = content.load(self._folder / situation_id / f"{chosen}.yaml", Persona)
        return self._personas[key]


@cache
def default() -> Library:
    """The situations that come with the program."""
    return Library(locations.prompts() / "situations")
