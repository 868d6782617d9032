"""Make the pictures of the README with the program itself: docs/images/*.svg.

.venv/bin/python scripts/screenshots.py
"""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from coach import roleplay
from coach.roleplay.practice import Practice
from coach.tui.app import CoachApp

IMAGES = Path(__file__).parent.parent / "docs" / "images"
SEED = 3
LINES = (
    "Fijn dat je er bent. Ik zie vier meldingen, elf dagen. Naar de oorzaak vraag ik niet. Hoe kijk jij ernaar?",
    "Hoe is het rooster voor je op dit moment?",
    "Dus de avonden komen erbij, en dat telt op. Klopt dat?",
    "Wat is er nou steeds aan de hand?",
)
DRAFT = "Wat zou volgens jou in het werk helpen?"
_FONT = re.compile(r"@font-face\s*{[^}]*}\s*")


async def take() -> None:
    """Play a short talk and save a picture of it, and of looking back on it."""
    app = CoachApp(keep=False)
    async with app.run_test(size=(120, 40)) as pilot:
        practice = Practice(roleplay.employee("frequent"), app.store, seed=SEED)
        for line in LINES:
            practice.say(line)
        app.practise(practice)
        await pilot.pause()
        await pilot.press(*(key for key in map(_key, DRAFT)))
        await pilot.pause(0.3)
        _save(app, "practice")
        await pilot.press("f5")
        await pilot.pause(0.3)
        _save(app, "debrief")


def _key(char: str) -> str:
    return {" ": "space", "?": "question_mark"}.get(char, char)


def _save(app: CoachApp, name: str) -> None:
    """Save a picture that fetches nothing: without the web font that the drawing would ask for."""
    svg = _FONT.sub("", app.export_screenshot(title="verzuimcoach"))
    (IMAGES / f"{name}.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    IMAGES.mkdir(parents=True, exist_ok=True)
    asyncio.run(take())
