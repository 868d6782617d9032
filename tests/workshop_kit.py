"""What the tests of the workshop share: lines to say, names, and a clock that a test moves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
NAMES = ("Merel", "Vink", "Beuk", "Wilg", "Specht", "Fuut", "Linde")

GOOD = (
    "Fijn dat je er bent. Het gaat over hoe je werk loopt, niet over waar je ziek van was. Hoe kijk jij ernaar?",
    "Dus je werk is het afgelopen jaar zwaarder geworden. Vertel daar eens meer over.",
    "Je doet het dus dubbel om het goed te krijgen. Wat zou volgens jou in het werk helpen?",
    "Wat heb je van mij nodig om dat te laten lukken?",
)
POOR = (
    "Wat had je eigenlijk?",
    "Heb je er al medicijnen voor? Was het weer je rug?",
    "Je moet gewoon wat meer rust nemen. Ben je het daarmee eens?",
    "Kan het niet wat minder, dat ziek zijn?",
)


class Watch:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = NINE

    def __call__(self) -> datetime:
        return self.time

    def pass_(self, **time: float) -> None:
        self.time += timedelta(**time)
