"""Whether a claim says what its source says: as far as words tell, and strictly where it matters.

A claim needs a fair share of its content words in the source. Whatever it says may, must or may not, the nearest
clause of the source has to say in the same sense: words that are nearly the same turn round with one "niet". What is
put in wholly other words is not recognised and is not shown; a claim that swaps two things within the same words
would pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from coach.words import form

_FEWEST = 2
"""So many content words of a claim are in its source, at least."""

_WORD = re.compile(r"[^\W\d_]+")
_SHORT, _STEM = 4, 5
_CLAUSE = re.compile(r"(?<=[.!?;:,])\s+|\s+(?:maar|want|terwijl|tenzij|alleen als)\s+")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_NOT = re.compile(r"\b(?:niet|geen|nooit|niets|niks|niemand|nergens|zonder|verboden|verbiedt|evenmin|noch)\b", re.I)
_MAY = re.compile(r"\b(?:mag|mogen|toegestaan|toestemming|gerust)\b", re.I)
_MUST = re.compile(r"\b(?:moet|moeten|verplicht|verplichting|dient|dienen)\b", re.I)
_MUST_SOURCE = re.compile(
    r"\b(?:moet|moeten|verplicht\w*|dient|dienen|uiterlijk|hoort|horen|wettelijk|eist|eisen)\b", re.I
)
_MAY_SOURCE = re.compile(r"\b(?:mag|mogen|toegestaan|toestemming|gerust|kun|kunt|kan|prima|goed)\b", re.I)
_STOPPED = frozenset(
    word[:_STEM]
    for word in (
        "alleen alles altijd andere anders beetje bent deze daar daarom daarover daarvan dat deel dingen door eerst "
        "eigen even gaan gaat geef geeft geen gewoon goed haar heb hebben hebt heeft heel hier hoeft hoort iemand "
        "iets jezelf jouw jullie kunnen kunt kijk kijken laat laten maak maar maken mag meer mensen met mijn moet "
        "moeten mogen naar nadat niet niets nodig nooit omdat onder over praat samen soms staat steeds toch tussen "
        "vaak vanuit veel verder vooral voor vraag vragen waar waarom wanneer want wat weer welke werd wilt willen "
        "wordt worden zeggen zegt zelf zich zijn zijne zoals zodat zonder zullen zult blijft blijven bleef"
    ).split()
)


def content(text: str) -> set[str]:
    """Beginnings of the words that carry a text."""
    found = {word[:_STEM] for word in _WORD.findall(text.casefold()) if len(word) >= _SHORT}
    return found - _STOPPED


def is_supported(claim: str, source: str, share: float = 0.5) -> bool:
    """Whether a claim rests on a source.

    Args:
        claim: one or two sentences.
        source: what it is said to come from.
        share: how many of the content words of the claim are in the source, at least.
    """
    own, there = content(claim), content(source)
    shared = own & there
    if len(shared) < min(_FEWEST, len(own)) or not own or len(shared) < share * len(own):
        return False
    if form.invents(claim, source):
        return False
    return all(_agrees(clause, source) for clause in _clauses(claim))


def _agrees(clause: str, source: str) -> bool:
    """Whether the nearest of the source's clauses says yes where this one does, and no where it says no."""
    own = content(clause)
    near = sorted(_pieces(source), key=lambda piece: -len(own & content(piece)))
    best = len(own & content(near[0])) if near else 0
    if not best:
        # Nothing of it is in the source: then it may not say what may or must.
        return not (_MAY.search(clause) or _MUST.search(clause))
    nearest = [piece for piece in near if len(own & content(piece)) == best]
    return any(_same_sense(clause, piece) for piece in nearest)


def _same_sense(clause: str, piece: str) -> bool:
    if bool(_NOT.search(clause)) != bool(_NOT.search(piece)):
        return False
    if _MAY.search(clause) and not _MAY_SOURCE.search(piece):
        return False
    return not _MUST.search(clause) or bool(_MUST_SOURCE.search(piece))


def _clauses(text: str) -> list[str]:
    found = [part for part in _CLAUSE.split(text) if content(part)]
    return found or [text]


def _pieces(source: str) -> Iterator[str]:
    """Clauses first; a sentence of several clauses is taken whole as well."""
    for sentence in _SENTENCE.split(source):
        parts = _clauses(sentence)
        yield from parts
        if len(parts) > 1:
            yield sentence
