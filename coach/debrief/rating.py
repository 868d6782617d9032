"""How the employee tells someone at home about the talk."""

from __future__ import annotations

import random

from coach.conversation import Conversation
from coach.roleplay.moment import mood_of
from coach.roleplay.persona import Persona


def rating(talk: Conversation, persona: Persona | None) -> str:
    """The employee's own words about the manager, by the mood in which the talk ended; empty when there are none.

    The same talk always gets the same words.
    """
    if persona is None or talk.state is None:
        return ""
    lines = persona.rating.get(mood_of(talk.state), ())
    return random.Random(f"{talk.seed}/{talk.persona}/rating").choice(lines) if lines else ""
