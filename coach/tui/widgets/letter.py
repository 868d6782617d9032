"""A debrief laid out for the terminal, part by part from top to bottom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textual.content import Content

from coach.debrief import Debrief, chart
from coach.debrief.report import FlagSeen, Moment
from coach.messages import gettext as _
from coach.tui import theme
from coach.tui.widgets.talk_log import band_name

_CHART_ROWS = 5
_CHART_WIDTH = 72


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the letter and the class that gives it its looks."""

    content: Content
    style: str = ""


def letter(report: Debrief) -> Iterator[Part]:
    """The whole debrief, most useful first."""
    yield Part(
        Content.assemble(
            (_("Looking back"), "$accent-word bold"), (f"  {report.situation} · {report.person}", "$aside")
        )
    )
    yield from _strengths(report)
    yield from _moments(report)
    yield from _trust(report)
    yield from _untold(report)
    yield from _agreements(report)
    yield from _flags(report)
    yield _heading(_("For next time"))
    yield Part(Content(report.exercise))
    yield from _figures(report)


def _heading(text: str) -> Part:
    return Part(Content(text), "heading")


def _strengths(report: Debrief) -> Iterator[Part]:
    if not report.strengths:
        return
    yield _heading(_("What you did well"))
    for strength in report.strengths:
        yield Part(
            Content.assemble(
                (f"{theme.GOOD} {strength.name}  ", "$good"),
                (f"«{strength.quote}»\n", "italic"),
                (f"  {strength.why}", "$aside"),
            )
        )


def _moments(report: Debrief) -> Iterator[Part]:
    if not report.moments:
        return
    yield _heading(_("Moments that turned the talk"))
    for number, moment in enumerate(report.moments, 1):
        yield Part(_moment(report, number, moment), "moment")


def _moment(report: Debrief, number: int, moment: Moment) -> Content:
    style = "$good" if moment.change > 0 else "$hard"
    said = f"«{moment.said}»" if moment.said.strip() else _("(you let a silence fall)")
    lines = [Content.styled(f"{number}  " + _("trust") + f" {moment.change:+d}", style)]
    if moment.before:
        lines.append(Content.styled(f"{report.person}: {moment.before}", "$aside"))
    lines.append(Content.assemble((_("You") + ": ", "$accent-word"), (said, "bold")))
    if moment.answer:
        lines.append(Content.styled(f"{report.person}: {moment.answer}", "$aside"))
    if moment.why:
        lines.append(Content(moment.why))
    if moment.instead:
        lines.append(Content.assemble((_("Better so") + ": ", "$accent-word"), f"«{moment.instead}»"))
    return Content("\n").join(lines)


def _trust(report: Debrief) -> Iterator[Part]:
    if not report.trust:
        return
    first, last = report.trust[0].trust, report.trust[-1].trust
    yield _heading(_("Trust, from {first} to {last}").format(first=first, last=last))
    rows = chart.columns(report.trust, _CHART_ROWS, _CHART_WIDTH)
    marks = chart.marks(report.trust, [moment.turn + 1 for moment in report.moments], _CHART_WIDTH)
    drawing = Content("\n").join(Content.styled(row, "$hint") for row in rows)
    yield Part(drawing + Content.styled("\n" + marks, "$accent-word"), "chart")


def _untold(report: Debrief) -> Iterator[Part]:
    if report.untold is None:
        return
    yield _heading(_("What you did not get to hear"))
    if not report.untold:
        yield Part(Content(_("You have heard everything there was to tell.")))
    for item in report.untold:
        opener = _("What would have opened it") + f": {item.opener}"
        yield Part(Content.assemble(f"· {item.summary}\n", (f"  {opener}", "$aside")))


def _agreements(report: Debrief) -> Iterator[Part]:
    yield _heading(_("Agreements"))
    if not report.agreements:
        yield Part(Content.styled(_("No agreements were made."), "$aside"))
    who = {"manager": _("you"), "employee": report.person, "together": _("both"), "unsaid": _("not said")}
    for made in report.agreements:
        when = made.when or _("not said")
        state = "" if made.accepted is None else (_("agreed") if made.accepted else _("not yet agreed"))
        details = f"\n  {_('who')}: {who[made.who.value]} · {_('when')}: {when}" + (f" · {state}" if state else "")
        yield Part(Content.assemble(f"· «{made.what}»", (details, "$aside")))


def _flags(report: Debrief) -> Iterator[Part]:
    if not report.flags:
        return
    yield _heading(_("What to hold back"))
    for seen in report.flags:
        yield Part(_flag(seen))


def _flag(seen: FlagSeen) -> Content:
    flag = seen.flag
    lines = [
        Content.assemble(
            (f"{theme.SIGNS[flag.level]} {seen.name} ({band_name(flag.band)})  ", theme.STYLES[flag.level]),
            (f"«{flag.quote}»", "italic"),
        ),
        Content(f"  {flag.why}"),
        Content.assemble((f"  {_('Better so')}: ", "$accent-word"), f"«{flag.instead}»"),
    ]
    lines += [
        Content.styled(f"  {_('Guidance')}: {g.title} ({', '.join(g.sources)})", "$aside") for g in seen.guidance
    ]
    return Content("\n").join(lines)


def _figures(report: Debrief) -> Iterator[Part]:
    m = report.measures
    ratio = "–" if m.ratio is None else f"{m.ratio:.1f}".replace(".", ",")
    rows = (
        _("share of words of the other")
        + f": {round(m.employee_share * 100)} % ("
        + _("rule of thumb")
        + f" {round(report.guidance_share * 100)} %)",
        _("open questions / closed questions") + f": {m.open_questions} / {m.closed_questions}",
        _("reflections per question") + f": {ratio} (" + _("fair 1, good 2") + ")",
        _("your longest turn") + f": {m.longest_turn} " + _("words"),
        _("silences you let fall") + f": {m.silences}",
    )
    yield _heading(_("Figures"))
    yield Part(Content("\n".join((*rows, "", report.listening_note, "", report.clumsy_note))), "figures")
