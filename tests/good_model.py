"""A scripted model that does what each prompt asks of it, from what stands in the prompt: a good pupil.

When a prompt no longer carries what a model needs, this pupil fails, and the tests with it.
"""

from __future__ import annotations

import re

from coach.exam import paper
from coach.model.contract import Request
from coach.model.scripted import ScriptedEngine

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_SAID = re.compile(r"De leidinggevende zei: «(.*?)»", re.S)
_MOMENT = re.compile(r"^Beurt (\d+): (.*?)\.\nJe zei: «(.*?)»\n.*?\nWat het deed: (.*?)\nBeter:", re.M | re.S)
BETTER = {
    False: ("Wat kan ik op het werk doen zodat jij rust hebt?", "Welk werk kan ik deze dagen aan een ander geven?"),
    True: ("Wat kan ik op het werk doen zodat u rust hebt?", "Welk werk kan ik deze dagen aan een ander geven?"),
}

FOLLOW_UP = (
    "Dat vraagt veel van je, hoor ik. Op welk moment in de week merk je dat?",
    "Vertel, hoe ziet zo'n dag eruit?",
)


def answer(request: Request) -> str:
    """What a good model says."""
    text = request.messages[-1].text
    for sign, pupil in (
        ("Zo klink je:", _employee),
        ("De betere zin:", _better),
        ("De doorvraag:", _follow_up),
        ("De passages:", _cited),
        ("Je keuze:", _opinion),
        ("Beurt ", _moments),
    ):
        if sign in text:
            return pupil(text, request)
    return ""


def engine(**options: object) -> ScriptedEngine:
    """A good model, ready."""
    made = ScriptedEngine(answer, probabilities={"A": 0.9, "B": 0.06, "C": 0.02}, **options)  # type: ignore[arg-type]
    made.start()
    return made


def _employee(text: str, _request: Request) -> str:
    samples = text.rpartition("Zo klink je:")[2].splitlines()[0].strip().split(" / ")
    return next((one for one in samples if len(one.split()) >= 8), " ".join(samples))


def _better(text: str, request: Request) -> str:
    return BETTER["zegt u." in text][request.temperature > 0.5]


def _follow_up(_text: str, request: Request) -> str:
    return FOLLOW_UP[request.temperature > 0.5]


def _cited(text: str, _request: Request) -> str:
    lines = text.partition("De passages:\n")[2].splitlines()
    name, _colon, told = lines[0].removeprefix("- ").partition(": ")
    first = _SENTENCE.split(told)[:2]
    return " ".join(f"{sentence.rstrip('.')} [{name}]." for sentence in first if len(sentence.split()) > 4)


def _opinion(text: str, _request: Request) -> str:
    found = _SAID.search(text)
    said = found[1] if found else ""
    doubt = next((one for one in paper.default().words.opinions if one.said == said), None)
    if doubt is None or doubt.holds is None:
        return "A"
    letter = chr(ord("B") + doubt.among.index(doubt.holds))
    return f'{letter} "{said.rstrip("?.")}"'


def _moments(text: str, _request: Request) -> str:
    told = []
    for turn, effect, said, did in _MOMENT.findall(text):
        quote = f"Je zei «{said.rstrip('…').strip()}» en" if len(said.split()) < 12 else "Toen gebeurde dit:"
        told.append(f"{quote} {_SENTENCE.split(did)[0].rstrip('.')}, {effect} (beurt {turn}).")
    return " ".join(told)
