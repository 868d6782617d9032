"""An answer to "may I …" in running words: each claim with the passage that it rests on, or not at all.

The verdict is the coach's own and stands above it. A claim that names no passage, or one that does not say so, is
left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from coach.guidance.answer import Answer, Citation
from coach.guidance.naming import ruling_name
from coach.model import prompt
from coach.model.contract import Engine, never
from coach.words import asking, form, grounding

MOST_PASSAGES = 4
_MOST_CLAIMS = 4
_LONGEST = 45
_CLAIM = re.compile(r"\s*([^\[\]\n]+?)\s*\[([a-z0-9][a-z0-9-]*)\]\s*[.!]?")


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence, and the id of the passage that says so."""

    text: str
    passage: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What a model claimed: `held` is what its passage says, `dropped` counts the rest."""

    held: tuple[Claim, ...]
    dropped: int


def find(engine: Engine, answered: Answer, cancelled: Callable[[], bool] = never) -> tuple[Claim, ...]:
    """An answer in the words of a model, claim by claim; empty when nothing of it holds.

    A question that may be about two things, or that has no passages, is not put to the model.
    """
    found = asked(engine, answered, cancelled)
    return found.held if found else ()


def asked(engine: Engine, answered: Answer, cancelled: Callable[[], bool] = never) -> Checked | None:
    """What a model claims, checked; None when it is not asked or does not answer."""
    passages = answered.passages[:MOST_PASSAGES]
    if answered.choices or not passages:
        return None
    decision = answered.decision
    text = prompt.named("answer_from_passages").fill(
        question=answered.question,
        ruling=ruling_name(decision.ruling) if decision else None,
        why=decision.why if decision else None,
        passages=[f"{one.id}: {one.text}" for one in passages],
    )
    request = asking.request(text, most=220, grammar=_grammar([one.id for one in passages]), stop=("\n\n",))
    written = asking.written(engine, request, cancelled)
    return checked(written.text, passages, decision.why if decision else "") if written else None


def checked(text: str, passages: Sequence[Citation], why: str = "") -> Checked:
    """The claims in a text that their passages bear out, each once.

    Args:
        text: what a model wrote: sentences, each with the id of a passage between square brackets.
        passages: those that it was given.
        why: the reason of the verdict; words that are in it may be used with a passage too.
    """
    known = {passage.id: f"{passage.title}. {passage.text}" for passage in passages}
    held: dict[str, Claim] = {}
    count = 0
    for found in _CLAIM.finditer(text):
        count += 1
        claim = Claim(_sentence(found[1]), found[2])
        if claim.passage in known and len(held) < _MOST_CLAIMS and _holds(claim.text, known[claim.passage], why):
            held.setdefault(claim.text, claim)
    loose = bool(_CLAIM.sub("", text).strip(" .\n"))
    return Checked(tuple(held.values()), count - len(held) + loose)


def _holds(text: str, source: str, why: str) -> bool:
    if form.words(text) > _LONGEST or text.endswith("?") or not form.is_plain(text):
        return False
    if grounding.is_supported(text, source):
        return True
    # The reason is of the same verdict: it may explain, but a good part must be the passage's own.
    if not why or not grounding.is_supported(text, source, 0.35):
        return False
    return grounding.is_supported(text, f"{source} {why}", 0.6)


def _sentence(text: str) -> str:
    plain = form.one_line(text.strip(" .\n"))
    return f"{plain[:1].upper()}{plain[1:]}." if plain and plain[-1] not in "!?" else plain


def _grammar(ids: Sequence[str]) -> str:
    names = " | ".join(f'"{name}"' for name in ids)
    return (
        'root ::= claim (" " claim)? (" " claim)?\n'
        'claim ::= [A-ZÀ-Ý] [^\\[\\]\\n<>{}|*#]+ " [" passage "]."\n'
        f"passage ::= {names}\n"
    )
