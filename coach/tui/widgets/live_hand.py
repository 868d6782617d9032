"""A hand on the screen, part by part: each part always in its own place."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from enum import Enum

from textual.content import Content

from coach.guidance.card import Card
from coach.guidance.naming import phase_name
from coach.guidance.passage import Phase
from coach.live.hand import Check, Found, Hand, Why
from coach.messages import gettext as _
from coach.tui.widgets import own_view, passage_view
from coach.tui.widgets.coach_pane import suggestion

FIRST_CHECK = 3
"""1 and 2 are the spare cards; the checks go on from there."""
_FEW = 4
"""Fewer checks than this stand below one another."""
_GAP = 3
_INDENT = "   "
_NARROW = 12


def phases(all: Sequence[Phase], now: Phase, width: int) -> Content:
    """The phases in a row with the present one marked; where they do not fit, only that one and its number."""
    names = [phase_name(phase) for phase in all]
    place = all.index(now)
    if sum(map(len, names)) + 3 * len(names) > width:
        number = f"{place + 1}/{len(names)} "
        return Content.assemble(
            ("‹ ", "$quiet"), (number, "$aside"), (names[place], "$accent-word bold"), (" ›", "$quiet")
        )
    parts = [
        Content.styled(f"‹{name}›", "$accent-word bold") if number == place else Content.styled(f" {name} ", "$quiet")
        for number, name in enumerate(names)
    ]
    return Content(" ").join(parts)


def question(hand: Hand) -> Content:
    """The main card: what it is in small, and what to say in large."""
    if hand.shown is not None:
        return _shown(hand.shown)
    if hand.question is None:
        return Content.styled(_("No card here. Left and right go to another phase."), "$aside")
    first, *more = hand.question.say
    sign, style = _sign(hand.why)
    parts = [
        Content.assemble((sign + hand.question.title, style), (_because(hand.why), "$quiet")),
        Content(""),
        Content.styled(first, "bold"),
    ]
    return Content("\n").join([*parts, *(Content(sentence) for sentence in more)])


def question_only(hand: Hand) -> Content:
    """The main card where there is little room: just what to say."""
    if hand.shown is not None or hand.question is None:
        return question(hand)
    first, *more = hand.question.say
    sign, style = _sign(hand.why)
    title = [Content.styled(sign + hand.question.title, style)] if hand.urgent else []
    return Content("\n").join([*title, Content.styled(first, "bold"), *(Content(sentence) for sentence in more)])


def suggested(text: str, model: str, *, small: bool) -> Content:
    """One more thing to say, in the words of a model: marked as its own."""
    if small:
        return Content.assemble("\n", ("✎ ", "$aside"), f"«{text}»")
    return Content("\n") + suggestion(f"«{text}»", model)


class Form(Enum):
    """How much of what stands by is shown: its name, what to say, or both."""

    NAME = "name"
    WORDS = "words"
    BOTH = "both"

    @classmethod
    def of(cls, *, small: bool, tall: bool) -> Form:
        """The form for a layout."""
        return cls.NAME if small else cls.BOTH if tall else cls.WORDS


def spare(number: int, card: Card | None, form: Form, width: int) -> Content:
    """A card to change to, with the key in front."""
    if card is None:
        return Content("")
    key = (f"{number}  ", "$accent-word bold")
    if form is Form.NAME:
        return Content.assemble(key, card.title)
    words = _hanging(card.say[0], width)
    if form is Form.WORDS:
        return Content.assemble(key, words)
    return Content.assemble(key, (card.title, "$aside"), f"\n{_INDENT}{words}")


def trap(card: Card | None, form: Form, width: int) -> Content:
    """What to stay away from now; the slip itself as far as it fits."""
    if card is None:
        return Content("")
    head = Content.assemble(("▲  ", "$soft"), (card.title, "$soft"))
    slip = f"«{card.avoid[0]}»" if card.avoid else ""
    if form is Form.BOTH and slip:
        return Content.assemble(head, (f"\n{_INDENT}{_hanging(slip, width)}", "$quiet"))
    if form is Form.WORDS and head.cell_length + len(slip) + len(_INDENT) <= width:
        return Content.assemble(head, (f"{_INDENT}{slip}", "$quiet"))
    return head


def _hanging(text: str, width: int) -> str:
    """Text of several lines in which the second begins where the first does, behind the key."""
    return f"\n{_INDENT}".join(textwrap.wrap(text, max(_NARROW, width - len(_INDENT))))


def checks(all: Sequence[Check], width: int) -> Content:
    """The checklist of this phase, in two columns where they fit."""
    lines = [_check(number, each) for number, each in enumerate(all, FIRST_CHECK)]
    rows = (len(lines) + 1) // 2
    left, right = lines[:rows], lines[rows:]
    first = max((line.cell_length for line in left), default=0) + _GAP
    if len(lines) < _FEW or first + max(line.cell_length for line in right) > width:
        return Content("\n").join(lines)
    return Content("\n").join(
        line.pad_right(first - line.cell_length) + (right[row] if row < len(right) else Content(""))
        for row, line in enumerate(left)
    )


def next_check(all: Sequence[Check]) -> Content:
    """The first thing that is still open: one line for little room."""
    place = next((place for place, check in enumerate(all) if not check.ticked), None)
    if place is None:
        return Content.styled("● " + _("all done here") if all else "", "$good")
    return _check(place + FIRST_CHECK, all[place])


def _check(number: int, check: Check) -> Content:
    box, style = ("[x] ", "$good") if check.ticked else ("[ ] ", "$aside")
    return Content.assemble(
        (f"{number}  ", "$quiet" if check.ticked else "$accent-word"),
        (box, style),
        (check.text, "$aside" if check.ticked else "$foreground"),
    )


def _shown(found: Found) -> Content:
    if found.passage is not None:
        return passage_view.drawn(found.passage)
    if found.own is not None:
        return own_view.drawn(found.own)
    return Content(found.title)


def _sign(why: Why) -> tuple[str, str]:
    if why is Why.DANGER:
        return "■ ", "$hard bold"
    if why is Why.MEDICAL:
        return "▲ ", "$soft bold"
    return "", "$accent-word"


def _because(why: Why) -> str:
    told = {
        Why.HEARD: _("fits what you heard"),
        Why.SAID: _("you can go on with this"),
        Why.CHOSEN: _("chosen by you"),
        Why.DANGER: _("Esc when it is safe"),
        Why.MEDICAL: _("Esc goes back"),
    }.get(why, "")
    return f"   {told}" if told else ""
