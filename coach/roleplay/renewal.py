"""Content that changes while a talk goes on: the next reply uses what the files say now."""

from __future__ import annotations

from coach.content import ContentError
from coach.conversation import Conversation
from coach.messages import gettext as _
from coach.roleplay import library
from coach.roleplay.employee import Employee
from coach.roleplay.library import UnknownContent
from coach.roleplay.persona import Persona, Situation


class Renewal:
    """Looks before each reply whether the files of a talk were changed; two looks at the disk when they were not."""

    def __init__(self, talk: Conversation) -> None:
        self._told: str | None = None
        self._used = _read(talk)

    def employee(self, now: Employee, talk: Conversation) -> Employee:
        """The employee as the files have her now; the same one when nothing changed or cannot be used."""
        found = _read(talk)
        if found is None or self._used is None or (found[0] is self._used[0] and found[1] is self._used[1]):
            return now
        if _lost(talk, found[1]):
            return now
        self._used = found
        return Employee(*found, now.voice)

    def trouble(self, talk: Conversation) -> str | None:
        """What is wrong with a changed file, once for each thing that is; None when there is nothing new."""
        wrong = self._wrong(talk)
        told, self._told = self._told, wrong
        return wrong if wrong != told else None

    def _wrong(self, talk: Conversation) -> str | None:
        found = _read(talk)
        if found is None:
            return None
        broken = library.default().trouble(talk.situation, talk.persona)
        lost = _lost(talk, found[1])
        if broken:
            return _("{problem}\nUntil this is mended, the talk goes on as it was.").format(problem=broken)
        if lost:
            problem = _("What was told in this talk is no longer in the file ({items}). The talk goes on as it was.")
            return problem.format(items=", ".join(lost))
        return None


def _read(talk: Conversation) -> tuple[Situation, Persona] | None:
    """What the files of a talk say, as far as it can be used; None when the talk is with nobody of the library."""
    try:
        content = library.default()
        return content.situation(talk.situation), content.persona(talk.situation, talk.persona)
    except (ContentError, UnknownContent):
        return None


def _lost(talk: Conversation, persona: Persona) -> list[str]:
    """What was told in the talk and is not in the file any more."""
    known = {item.id for item in persona.memory}
    return [told for told in (talk.state.revealed if talk.state else ()) if told not in known]
