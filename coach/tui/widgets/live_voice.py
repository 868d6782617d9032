"""What the coach says beside a call, in a line or two: about what is typed, what was noted, what was found."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from coach.conversation import Speaker
from coach.live.fed_turn import FedTurn
from coach.live.hand import Draft, Found
from coach.live.microphone import MicState
from coach.live.notebook import NoteReading
from coach.messages import gettext as _
from coach.phrasing.rules import RuleSet
from coach.tui.widgets.coach_pane import in_short
from coach.tui.widgets.own_view import own_name
from coach.tui.widgets.passage_view import standing_name


def hint(text: str, *, pressing: bool = False) -> Content:
    """A hint of the coach."""
    return Content.styled(text, "bold" if pressing else "$hint")


def of_draft(draft: Draft, rules: RuleSet) -> Content:
    """What the user is about to say: what it is, and the better sentence when there is one."""
    short = in_short(draft.reading, rules)
    if draft.instead:
        return Content.assemble(short, "\n", (_("Better so") + ": ", "$accent-word"), f"«{draft.instead}»")
    if draft.why:
        return Content.assemble(short, "\n", (draft.why, "$aside"))
    return short or Content.styled(_("Nothing special about this line. Go on."), "$quiet")


def of_note(note: NoteReading, *, taken: bool = False) -> Content:
    """What the guard sees in a note."""
    bad = [mark for mark in note.marks if not mark.unknown]
    if bad:
        words = Content.assemble(("■ ", "$hard"), (f"«{bad[0].quote}»", "$hard"), f" {bad[0].why}")
        return (
            words + Content.assemble("\n", (_("Better so") + ": ", "$accent-word"), f"«{note.safe}»")
            if note.safe
            else words
        )
    if note.by_default:
        told = _("noted; afterwards you see whether you keep it") if taken else _("this may be kept")
        return Content.styled(f"● {told}", "$good")
    told = _("noted for this call; it is not kept unless you say so") if taken else _("for this call only")
    return Content.styled(f"· {told}", "$aside")


def echo(speaker: Speaker | None, text: str) -> Content:
    """A line of the talk, as a reminder."""
    who = {Speaker.MANAGER: _("I say"), Speaker.EMPLOYEE: _("I hear"), None: "?"}[speaker]
    return Content.assemble((f"{who}  ", "$quiet"), (text, "$aside"))


def fed(turn: FedTurn) -> Content:
    """A line of the transcript; a doubtful one says so."""
    doubt = Content.styled("  " + _("(not sure heard right)"), "$soft") if turn.doubtful else Content("")
    return echo(turn.speaker, turn.text) + doubt


def note(text: str) -> Content:
    """A note, as a reminder."""
    return Content.assemble((_("Note") + "  ", "$quiet"), (text, "$aside"))


def silence() -> Content:
    """A silence that was let fall."""
    return Content.styled(_("A silence. Let it do its work."), "$aside")


def found(each: Found, *, brief: bool) -> Content:
    """One line of what was found: whose it is, and how it begins."""
    if each.passage is not None:
        kind = standing_name(each.passage)
    else:
        kind = own_name() if each.own is not None else _("card")
    head = Content.assemble((each.title, "bold"), (f"  {kind}", "$quiet"))
    return head if brief else Content.assemble(head, (f"\n  {each.text}", "$aside"))


def goal(lines: Sequence[str]) -> Content:
    """The user's own goal, in his own words."""
    if not lines:
        return Content("")
    return Content.assemble((_("Your goal"), "$accent-word bold"), *(f"\n{line}" for line in lines), "\n")


def told(lines: Sequence[Content]) -> Content:
    """What was typed or fed so far: the last of it, in memory only."""
    if not lines:
        return Content("")
    title = Content.styled(_("So far, in memory only"), "$accent-word bold")
    return Content("\n").join([title, *lines])


def microphone(state: MicState) -> Content:
    """The mark that says that a microphone may be open."""
    return {
        MicState.OFF: Content(""),
        MicState.IMPOSSIBLE: Content(""),
        MicState.STARTING: Content.styled("◌ " + _("mic"), "$soft"),
        MicState.LOST: Content.styled("◌ " + _("mic gone"), "$soft"),
    }.get(state, Content.styled("● " + _("mic on"), "$soft bold"))


def both_sides(left: Content, right: Content, width: int) -> Content:
    """One line with a left and a right side; the right one always shows."""
    room = max(0, width - right.cell_length - 1)
    kept = left if left.cell_length <= room else left.truncate(room, ellipsis=True)
    return kept.pad_right(max(0, room - kept.cell_length)) + Content(" ") + right


def keys() -> Content:
    """The keys in one short line, for a layout without a footer."""
    pairs = (
        ("Tab", _("hear/say")),
        ("F2", _("medical")),
        ("F4", _("danger")),
        ("F1", ""),
    )
    return Content(" ").join(Content.assemble((key, "$accent-word"), f" {name}".rstrip()) for key, name in pairs)
