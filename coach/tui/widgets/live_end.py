"""The wrap-up of a call on the screen: its lines, what the guard sees in them, and the message."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from coach.debrief import Debrief
from coach.debrief.agreement import Who
from coach.live.notebook import NoteKind
from coach.live.wrap_up import Line
from coach.messages import gettext as _
from coach.preparation import dates
from coach.preparation.guard import Consent
from coach.preparation.preparation import Message
from coach.tui.widgets.letter import Part, letter


def line(each: Line) -> Content:
    """A line that can be kept: the box, the words with what is marked in them, who and when."""
    box = Content.styled("[x] ", "$good") if each.keep else Content.styled("[ ] ", "$aside")
    words = Content(each.what) if each.keep else Content.styled(each.what, "$aside")
    for mark in each.marks:
        words = words.stylize("$soft underline" if mark.unknown else "$hard underline", mark.start, mark.end)
    sign = ("  ■", "$hard") if _bad(each) else ("  ?", "$soft") if each.marks else ("", "")
    return Content.assemble(box, words, sign, (f"\n    {_whose(each)}", "$quiet"))


def about(each: Line | None) -> Content:
    """What there is to know about the highlighted line: why it is marked, and what would be better."""
    if each is None:
        return Content.styled(_("n writes down an agreement."), "$aside")
    parts = [_reason(each)]
    if each.safe and not each.keep:
        parts.append(
            Content.assemble(
                ("s  ", "$accent-word bold"), (_("rather: «{text}»").format(text=each.safe), "$foreground")
            )
        )
    if 0 < each.given < each.needed:
        parts.append(Content.styled(_("Space once more keeps it as it is. You answer for that."), "$soft"))
    return Content("\n").join(part for part in parts if part)


def message(each: Message) -> Content:
    """The message to the employee, as it would be sent."""
    title = Content.styled(_("Message to the employee"), "$accent-word bold")
    return Content("\n").join(
        [title, Content(""), Content.styled(each.subject, "bold"), Content(""), Content(each.text)]
    )


def own_lines(report: Debrief) -> Iterator[Part]:
    """What the own lines show. Without figures and agreements: those need the words of the other as well."""
    yield Part(Content.styled(_("Looking back on your own lines"), "$accent-word bold"))
    left_out = False
    for part in list(letter(report))[1:]:
        if part.style == "heading":
            left_out = part.content.plain in (_("Figures"), _("Agreements"))
        if not left_out:
            yield part


def who_name(who: Who) -> str:
    """Who does it, in a word."""
    return {
        Who.MANAGER: _("you do it"),
        Who.EMPLOYEE: _("the employee does it"),
        Who.TOGETHER: _("together"),
        Who.UNSAID: _("w: who does it?"),
    }[who]


def _whose(each: Line) -> str:
    """Who and when, with the keys for what is still open."""
    if each.kind is NoteKind.OTHER and not each.keep:
        return _("a note for yourself")
    day = dates.spoken(each.day) if each.day else each.when or _("d: when?")
    return f"{who_name(each.who)} · {day}"


def _bad(each: Line) -> bool:
    return any(not mark.unknown for mark in each.marks)


def _reason(each: Line) -> Content:
    """Why a line is marked, or why it is or is not kept."""
    for mark in sorted(each.marks, key=lambda mark: mark.unknown):
        style = "$soft" if mark.unknown else "$hard"
        return Content.assemble((f"{'?' if mark.unknown else '■'} «{mark.quote}» ", style), (mark.why, "$aside"))
    if each.keep:
        return Content.styled("● " + _("this may be kept"), "$good")
    if each.needed is not Consent.NONE:
        return Content.styled(_("Better not written so."), "$soft")
    return Content.styled(_("Not kept unless you say so: the space bar keeps it."), "$aside")
