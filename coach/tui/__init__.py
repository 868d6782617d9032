"""The terminal interface. The door is `run`; nothing of the domain lives here."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coach.conversation import Help
    from coach.tui.live_way import LiveWay


def run(
    *,
    keep: bool = True,
    situation: str | None = None,
    persona: str | None = None,
    exercise: str | None = None,
    level: Help | None = None,
    live: LiveWay | None = None,
) -> None:
    """Open the program and stay in it until the user leaves.

    Args:
        keep: whether talks are kept on this computer.
        situation: go straight to the briefing of this situation.
        persona: with this employee.
        exercise: go straight to this short exercise, with the employee named or the first.
        level: how much the coach says; as the user chose last when None.
        live: go straight to a call, begun in this way.

    Raises:
        UnknownContent: there is no such situation, employee or exercise.
    """
    from coach.tui.app import CoachApp

    if exercise is not None:
        from coach.roleplay import exercise as exercises

        exercises.exercise(exercise).setting(situation, persona)
    elif situation is not None:
        from coach.roleplay import library

        library.default().persona(situation, persona)
    CoachApp(keep=keep, situation=situation, persona=persona, exercise=exercise, level=level, live=live).run()
