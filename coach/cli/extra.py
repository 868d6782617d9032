"""How to get a part that is not installed: in the words of the README, so that both say the same."""

from __future__ import annotations

from coach.messages import gettext as _

MAKE = {"workshop": "workshop", "web": "workshop", "llm": "model", "voice": "voice"}
"""Which target of make adds an extra."""


def how_to_get(extra: str) -> str:
    """What to type for an extra, in the folder of the program: with make, and without it."""
    told = _('In the folder of the program: make {target}. Without make: pip install -c constraints.txt ".[{extra}]"')
    return told.format(target=MAKE[extra], extra=extra)
