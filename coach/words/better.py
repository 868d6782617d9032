"""A better sentence for this very line: in place of a flagged one, with what the manager is after kept.

It has to pass the reader without any flag. When the model finds none, the sentence that was written for the flag is
there already.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from coach import phrasing
from coach.conversation import Conversation, Flag, Speaker
from coach.model import prompt
from coach.model.contract import Engine, never
from coach.phrasing import reader
from coach.words import asking, form, grounding

FEWEST, MOST = 4, 36
"""Words of a better sentence."""

_WARMTH = (0.4, 0.8)
_SENTENCES = 3
_SAME = 0.8
_FORMAL = re.compile(r"\b(?:u|uw|uzelf)\b", re.I)
_FAMILIAR = re.compile(r"\b(?:je|jij|jou|jouw)\b", re.I)
ABOUT_THE_TALK = re.compile(
    r"\b(?:tip|tips|leidinggevende|medewerker|(?:open|gesloten|betere) (?:vraag|zin))\b", re.I
)
"""Who advises how to talk is not talking."""

_END = re.compile(r"[.!?…]+(?=\s|$)")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the manager with the flag on it; `earlier` is what the employee said before `before`."""

    said: str
    flag: Flag
    before: str | None = None
    earlier: tuple[str, ...] = ()

    @property
    def is_formal(self) -> bool:
        """Whether the manager says u; where the line does not tell, its written alternative does."""
        if _FORMAL.search(self.said) or _FAMILIAR.search(self.said):
            return bool(_FORMAL.search(self.said)) and not _FAMILIAR.search(self.said)
        return bool(_FORMAL.search(self.flag.instead))


def of_talk(talk: Conversation) -> Line | None:
    """The last line of the manager in a talk, with the first flag that is shown on it; None when it has none."""
    place = max((i for i, turn in enumerate(talk.turns) if turn.speaker is Speaker.MANAGER), default=None)
    reading = talk.turns[place].reading if place is not None else None
    flag = next(iter(reading.shown()), None) if reading else None
    if place is None or flag is None:
        return None
    until = talk.model_copy(update={"turns": talk.turns[:place]})
    return Line(talk.turns[place].text, flag, until.last_employee_text, until.earlier_employee_texts)


def find(engine: Engine, line: Line, cancelled: Callable[[], bool] = never) -> str | None:
    """A better sentence in the words of a model; None when it finds none that holds."""
    if not line.said.strip():
        return None
    text = prompt.named("better_sentence").fill(
        said=line.said,
        before=line.before,
        why=line.flag.why,
        instead=line.flag.instead or None,
        formal=line.is_formal,
    )
    for number, warmth in enumerate(_WARMTH):
        asked = asking.request(text, number, warmth=warmth, most=80, stop=("\n\n",))
        written = asking.written(engine, asked, cancelled)
        if written is None:
            return None
        found = form.one_line(written.text)
        known = " ".join((line.said, line.before or "", line.flag.instead))
        if written.whole and holds(found, line) and not form.recites(found, text, known):
            return found
    return None


def holds(text: str, line: Line) -> bool:
    """Whether a sentence may stand in place of a line."""
    known = " ".join((line.said, line.before or "", line.flag.instead))
    return (
        FEWEST <= form.words(text) <= MOST
        and len(_END.findall(text)) <= _SENTENCES
        and text[-1] in ".!?"
        and form.is_plain(text)
        and not ABOUT_THE_TALK.search(text)
        and _addresses_as(line, text)
        and not form.invents(text, known)
        and not set(form.medical(text)) - set(form.medical(line.flag.instead))
        and bool(grounding.content(text) & grounding.content(f"{known} {line.flag.why} {_kept(line.flag)}"))
        and not is_same(text, (line.said, line.flag.instead))
        and not phrasing.read(text, line.before, earlier=line.earlier).flags
    )


def _kept(flag: Flag) -> str:
    """What is said in place of such lines: a sentence about none of that has lost what the manager is after."""
    file = reader.default().rules.flags.get(flag.id)
    return " ".join(form for one in (file.instead if file else ()) for form in one.forms())


def _addresses_as(line: Line, text: str) -> bool:
    return not (_FAMILIAR if line.is_formal else _FORMAL).search(text)


def is_same(text: str, others: Sequence[str]) -> bool:
    """Whether a sentence says nearly what one of the others says, word for word."""
    mine = _pairs(text)
    return any(len(mine & _pairs(other)) >= _SAME * max(len(mine), 1) for other in others)


def _pairs(text: str) -> set[tuple[str, str]]:
    return set(itertools.pairwise(_WORD.findall(text.casefold())))
