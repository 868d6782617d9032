"""The moments of a debrief in a short paragraph: from the evidence on the page, turn by turn, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from coach.debrief import Debrief
from coach.debrief.moment import Moment
from coach.debrief.paragraph import Paragraph
from coach.model import prompt
from coach.model.contract import Engine, never
from coach.words import asking, form, grounding

_LONGEST = 40
_SHARE = 0.4
_CLAIM = re.compile(r"\s*([^()\n]+?)\s*\(beurt (\d{1,4})\)\s*[.!]?")
_QUOTE = re.compile(r"[«“\"]([^»”\"]+)[»”\"]")
_UP = re.compile(r"\b(?:groei\w*|gegroeid|steeg|stijgt|gestegen|won|wint|omhoog|opgebouwd|meer vertrouwen)\b", re.I)
_DOWN = re.compile(
    r"\b(?:daal\w*|gedaald|zakte|zakt|kostte|kost|omlaag|verloor|verliest|schade\w*|minder vertrouwen)\b", re.I
)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence, and the number of the turn that it is about, counted from 1."""

    text: str
    turn: int


@dataclass(frozen=True, slots=True)
class Checked:
    """What a model wrote about the moments: `held` is in the evidence, `dropped` counts the rest."""

    held: tuple[Claim, ...]
    dropped: int


def find(engine: Engine, report: Debrief, cancelled: Callable[[], bool] = never) -> Paragraph | None:
    """The moments in the words of a model; None when they do not hold. A talk with danger in it has no paragraph."""
    found = asked(engine, report, cancelled)
    if found is None or not _is_enough(found.held, report.moments):
        return None
    text = " ".join(f"{claim.text} (beurt {claim.turn})." for claim in found.held)
    return Paragraph(text=text, model=engine.limits().name)


def asked(engine: Engine, report: Debrief, cancelled: Callable[[], bool] = never) -> Checked | None:
    """What a model writes about the moments, checked; None when it is not asked or does not answer."""
    moments = report.moments
    if not moments or report.danger is not None:
        return None
    text = prompt.named("debrief_moments").fill(
        person=report.person,
        turns=[str(moment.turn) for moment in moments],
        effects=["het vertrouwen groeide" if moment.change > 0 else "het vertrouwen daalde" for moment in moments],
        said=[moment.said or "(stilte)" for moment in moments],
        answers=[moment.answer or "(geen antwoord)" for moment in moments],
        reasons=[f"{moment.why} {moment.told}".strip() for moment in moments],
        instead=[moment.instead or "-" for moment in moments],
    )
    request = asking.request(text, most=200, grammar=_grammar(moments), stop=("\n\n",))
    written = asking.written(engine, request, cancelled)
    return checked(written.text, moments, report.person) if written else None


def checked(text: str, moments: Sequence[Moment], person: str) -> Checked:
    """The claims in a text that the evidence of their turn bears out, in the order in which they stand."""
    known = {moment.turn: moment for moment in moments}
    held: list[Claim] = []
    count = 0
    for found in _CLAIM.finditer(text):
        count += 1
        moment = known.get(int(found[2]))
        claim = form.one_line(_SPACE.sub(" ", found[1]).strip(" .,;"))
        fresh = all(one.text != claim for one in held)
        if moment and fresh and len(held) <= len(moments) and _holds(claim, moment, person):
            held.append(Claim(f"{claim[:1].upper()}{claim[1:]}", moment.turn))
    loose = bool(_CLAIM.sub("", text).strip(" .\n"))
    return Checked(tuple(held), count - len(held) + loose)


def with_paragraph(report: Debrief, found: Paragraph | None) -> Debrief:
    """The page with the paragraph on it."""
    return report.model_copy(update={"paragraph": found}) if found else report


def _is_enough(held: Sequence[Claim], moments: Sequence[Moment]) -> bool:
    """Whether all moments but one are spoken of; of one or two, each."""
    covered = {claim.turn for claim in held}
    return len(covered) >= max(min(2, len(moments)), len(moments) - 1)


def _holds(claim: str, moment: Moment, person: str) -> bool:
    said = (moment.said, moment.answer, moment.before)
    evidence = " ".join((*said, moment.why, moment.told, moment.instead, person, "vertrouwen je zei stilte"))
    if not 4 <= form.words(claim) <= _LONGEST or not form.is_plain(claim):
        return False
    if form.invents(claim, evidence) or not _points_right(claim, moment.change):
        return False
    if any(_flat(quote) not in _flat(" ".join((*said, moment.instead))) for quote in _QUOTE.findall(claim)):
        return False
    own = grounding.content(claim) - _DIRECTION
    shared = own & grounding.content(evidence)
    return len(shared) >= min(2, len(own)) and len(shared) >= _SHARE * len(own)


_DIRECTION = grounding.content("vertrouwen groeide daalde steeg zakte kostte omhoog omlaag hielp gesprek moment")


def _points_right(claim: str, change: int) -> bool:
    """Whether a claim says of the trust what happened to it."""
    wrong = _DOWN if change > 0 else _UP
    return not wrong.search(_QUOTE.sub("", claim))


def _flat(text: str) -> str:
    return _SPACE.sub(" ", text).casefold().strip(" .!?…")


def _grammar(moments: Sequence[Moment]) -> str:
    turns = " | ".join(f'"{moment.turn}"' for moment in moments)
    most = '(" " claim)? ' * min(3, len(moments))
    return (
        f"root ::= claim {most.strip()}\n"
        'claim ::= [A-ZÀ-Ý] [^()\\[\\]\\n<>{}|*#]+ " (beurt " turn ")."\n'
        f"turn ::= {turns}\n"
    )
