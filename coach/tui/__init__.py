"""The terminal interface. The door is `run`; nothing of the domain lives here."""

from __future__ import annotations


def run(*, keep: bool = True, situation: str | None = None, persona: str | None = None) -> None:
    """Open the program and stay in it until the user leaves.

    Args:
        keep: whether talks are kept on this computer.
        situation: go straight to the briefing of this situation.
        persona: with this employee.

    Raises:
        UnknownContent: there is no such situation or employee.
    """
    from coach.tui.app import CoachApp

    if situation is not None:
        from coach.roleplay import library

        library.default().persona(situation, persona)
    CoachApp(keep=keep, situation=situation, persona=persona).run()
