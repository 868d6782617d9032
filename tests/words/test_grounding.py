"""A claim stands or falls with its source."""

from __future__ import annotations

import pytest

from coach.words.grounding import is_supported

DURATION = (
    "De vermoedelijke duur mag je vragen, want je moet plannen en het loon loopt door. Vraag naar een inschatting en "
    "neem genoegen met een vaag antwoord. Een datum noemen mag niet: wie op een datum aandringt, jaagt iemand op."
)
TEAM = "Tegen het team zeg je niets over de reden van het verzuim. Je mag wel vertellen tot wanneer iemand weg is."


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Je mag vragen naar de vermoedelijke duur.", DURATION),
        ("Vraag naar een inschatting, want je moet plannen.", DURATION),
        ("Een datum noemen mag niet.", DURATION),
        ("Over de reden van het verzuim zeg je niets tegen het team.", TEAM),
    ],
)
def test_what_the_source_says_is_supported(claim: str, source: str) -> None:
    assert is_supported(claim, source)


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Je mag niet vragen naar de vermoedelijke duur.", DURATION),
        ("Een datum noemen mag.", DURATION),
        ("Je moet aandringen op een datum.", DURATION),
        ("Je mag het team de reden van het verzuim vertellen.", TEAM),
        ("Vraag na 42 dagen naar een inschatting van de duur.", DURATION),
        ("Vraag Karin naar een inschatting van de duur.", DURATION),
        ("De vermoedelijke duur van de migraine mag je vragen.", DURATION),
        ("De bedrijfsarts beslist over een arbeidsconflict.", DURATION),
        ("", DURATION),
        ("Ja.", DURATION),
    ],
)
def test_what_it_does_not_say_is_not(claim: str, source: str) -> None:
    assert not is_supported(claim, source)
