"""Days as people agree on them."""

from datetime import date

import pytest

from coach.live import moment

_MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("vrijdag bel ik je", date(2026, 3, 6)),
        ("maandag weer", date(2026, 3, 9)),
        ("vrijdag over een week", date(2026, 3, 13)),
        ("vrijdag over twee weken kijken we", date(2026, 3, 20)),
        ("volgende week dinsdag", date(2026, 3, 10)),
        ("over drie weken praten we", date(2026, 3, 23)),
        ("morgen bel ik HR", date(2026, 3, 3)),
        ("12 maart evaluatie", date(2026, 3, 12)),
        ("op 2026-04-01", date(2026, 4, 1)),
        ("elke woensdag een app", None),
        ("geen nachten tot 1 mei", None),
        ("geen nachten tot 1 mei, 12 april kijken", date(2026, 4, 12)),
        ("we zien wel", None),
    ],
)
def test_the_day_that_is_meant(text: str, day: date | None) -> None:
    assert moment.day(text, _MONDAY) == day


def test_sentences_stand_as_they_were() -> None:
    assert moment.sentences("Ik bel HR. Goed?  Mooi") == ["Ik bel HR.", "Goed?", "Mooi"]
