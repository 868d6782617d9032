"""One more thing to say beside a call: a follow-up on what the employee just said, beside the cards that lie there.

It has to pass the reader without any flag and to stay with what was said. When the model finds none, nothing is
missing: the cards were there already.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from coach import phrasing
from coach.model import prompt
from coach.model.contract import Engine, never
from coach.words import asking, better, form, grounding

MOST = 26
"""Words of a follow-up: what can be taken in with one look."""

_FEWEST = 4
_WARMTH = (0.4, 0.8)
_SENTENCES = 2
_MOST_TOKENS = 60
_FORMAL = re.compile(r"\b(?:u|uw|uzelf)\b", re.I)
_END = re.compile(r"[.!?…]+(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Moment:
    """What the employee said, without what a model must not be told, and what the cards on the table say.

    `aim` is what this phase of the talk is for.
    """

    heard: str
    shown: tuple[str, ...] = ()
    aim: str = ""


def find(engine: Engine, moment: Moment, cancelled: Callable[[], bool] = never) -> str | None:
    """A follow-up in the words of a model; None when it finds none that holds."""
    if not moment.heard.strip():
        return None
    text = prompt.named("follow_up").fill(heard=moment.heard, aim=moment.aim or None, shown=list(moment.shown))
    for number, warmth in enumerate(_WARMTH):
        asked = asking.request(text, number, warmth=warmth, most=_MOST_TOKENS, stop=("\n\n",))
        written = asking.written(engine, asked, cancelled)
        if written is None:
            return None
        found = form.one_line(written.text)
        if written.whole and holds(found, moment) and not form.recites(found, text, moment.heard):
            return found
    return None


def holds(text: str, moment: Moment) -> bool:
    """Whether a sentence may lie beside the cards."""
    known = " ".join((moment.heard, *moment.shown))
    return (
        _FEWEST <= form.words(text) <= MOST
        and len(_END.findall(text)) <= _SENTENCES
        and text[-1] in ".!?"
        and form.is_plain(text)
        and not better.ABOUT_THE_TALK.search(text)
        and not _FORMAL.search(text)
        and not form.invents(text, known)
        and not form.medical(text)
        and bool(grounding.content(text) & grounding.content(f"{known} {_WORK}"))
        and not better.is_same(text, moment.shown)
        and not phrasing.read(text, moment.heard).flags
    )


_WORK = "werk week dienst helpen helpt nodig vertel merk beginnen regelen rust verschil idee"
"""A follow-up is about what was said, or about the work: one that has nothing of either has lost the thread."""
