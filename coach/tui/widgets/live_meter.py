"""The listening meter beside a call: one short line that moves only when it has something to say."""

from __future__ import annotations

from textual.content import Content

from coach.conversation import Speaker
from coach.live.balance import Balance, told_length
from coach.messages import gettext as _

_BAR = 10
_STEP = 5
_TENS = 10
_ENOUGH = 60.0
"""Of less talk than this a share says nothing yet."""
_ROOM = 0.15
"""So far above the goal nobody has to worry yet."""


def step(balance: Balance) -> int | None:
    """The share in steps of five, which is all that is shown: a figure that creeps would draw the eye."""
    known = balance.manager + balance.other
    return None if balance.share is None or known < _ENOUGH else _STEP * round(100 * balance.share / _STEP)


def drawn(balance: Balance, *, bar: bool) -> Content:
    """Who speaks, and how much of the talk was yours; without a bar as short as it can be."""
    share = step(balance)
    if balance.source is None and share is None:
        return Content.styled(_("space: who speaks"), "$quiet")
    yours = Content.styled(_("you {share} %").format(share=share), "bold") if share is not None else Content("")
    sign, who, style = _speaker(balance.speaker)
    if not bar and yours:
        return Content.styled(sign, style) + yours
    parts = [Content.styled(sign + who, style), yours]
    if share is not None:
        parts.append(_bar(share, balance.goal))
    return Content("  ").join(part for part in parts if part)


def figures(balance: Balance) -> tuple[object, ...]:
    """What is worth drawing anew for: everything that is shown, as coarse as it is shown."""
    return (
        step(balance),
        balance.speaker,
        balance.source,
        balance.hint,
        _tens(balance.longest),
        balance.given,
        balance.cut,
        len(balance.missed),
        balance.overheard,
    )


def in_full(balance: Balance) -> Content:
    """The meter where there is room: what was measured, beside what the guidance asks for."""
    share = step(balance)
    if share is None:
        return Content("")
    lines = [
        Content.styled(_("Listening"), "$accent-word bold"),
        Content.assemble(
            _("you {share} %").format(share=share), "  ", _bar(share, balance.goal), "  ",
            (_("goal {goal} %").format(goal=round(100 * balance.goal)), "$aside"),
        ),
    ]  # fmt: skip
    if balance.longest >= _TENS:
        lines.append(
            Content.styled(_("longest stretch: {length}").format(length=_stretch(balance.longest)), "$aside")
        )
    if balance.given or balance.cut:
        told = _("silences: {given} given, {cut} cut off").format(given=balance.given, cut=balance.cut)
        lines.append(Content.styled(told, "$aside"))
    if balance.overheard:
        lines.append(Content.styled(_("The microphone seems to hear the other as well: a headset helps."), "$soft"))
    if missed := balance.told_missed():
        lines.append(Content.styled(missed, "$aside"))
    return Content("\n").join([*lines, Content("")])


def _tens(seconds: float) -> int:
    return int(seconds // _TENS)


def _stretch(seconds: float) -> str:
    return told_length(_TENS * _tens(seconds))


def _speaker(speaker: Speaker | None) -> tuple[str, str, str]:
    """A sign, a word and a colour for who speaks."""
    if speaker is Speaker.MANAGER:
        return "● ", _("you speak"), "$accent-word"
    if speaker is Speaker.EMPLOYEE:
        return "○ ", _("you listen"), "$good"
    return "", "", ""


def _bar(share: int, goal: float) -> Content:
    filled = round(share * _BAR / 100)
    cells = ["▓" if place < filled else "░" for place in range(_BAR)]
    cells[round(goal * _BAR)] = "│"
    return Content.styled("".join(cells), "$good" if share <= 100 * (goal + _ROOM) else "$soft")
