"""A debrief laid out for the terminal, part by part from top to bottom: the most useful first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textual.content import Content

from coach.conversation import Help
from coach.debrief import Debrief, chart, rounds
from coach.debrief.flagged import FlagSeen
from coach.debrief.judged import Judged
from coach.debrief.moment import Moment
from coach.debrief.norm import Norm, Standing
from coach.debrief.paragraph import Paragraph
from coach.debrief.safety import DangerSeen
from coach.debrief.untold import Told
from coach.messages import gettext as _
from coach.messages import ngettext
from coach.roleplay import level
from coach.templates import plain
from coach.tui import theme
from coach.tui.widgets.coach_pane import marked
from coach.tui.widgets.talk_log import band_name

_CHART_ROWS = 5
_CHART_WIDTH = 72
_BAR = 12
_NAME = 30
_VALUE = 8
_ROUND = 14
_ANSWER = 5


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the letter and the class that gives it its looks."""

    content: Content
    style: str = ""


def letter(report: Debrief, *, retry: bool = False) -> Iterator[Part]:
    """The whole debrief. With `retry` each moment says which key takes the reader back to it."""
    yield Part(_title(report))
    yield from _danger(report)
    yield from _moments(report, retry)
    yield from _trust(report)
    yield from _strengths(report)
    yield from _measures(report)
    yield from _flags(report)
    yield from _criteria(report)
    yield from _untold(report)
    yield from _agreements(report)
    yield from _rating(report)
    yield from _rounds(report)
    yield _heading(_("For next time"))
    yield Part(Content(report.exercise))
    if report.focus_title:
        key = (
            Content.assemble(("o ", "$accent-word bold"), (_("five minutes on it") + ": ", "$hint"))
            if retry
            else None
        )
        lead = key or Content(_("A short exercise for it") + ": ")
        yield Part(lead + Content.styled(report.focus_title, "bold"))
    yield Part(Content(report.clumsy_note), "figures")


def _title(report: Debrief) -> Content:
    known = f"  {report.situation} · {report.person}"
    how = "" if report.help is Help.WITH else f" · {level.name(report.help)}"
    return Content.assemble((_("Looking back"), "$accent-word bold"), (known + how, "$aside"))


def _heading(text: str) -> Part:
    return Part(Content(text), "heading")


def _danger(report: Debrief) -> Iterator[Part]:
    if report.danger is None:
        return
    yield _heading(_("Safety first"))
    yield Part(Content("\n").join(_danger_lines(report.person, report.danger)), "danger")


def _danger_lines(person: str, danger: DangerSeen) -> Iterator[Content]:
    sign, style = (theme.GOOD, "$good") if danger.safe else (theme.SIGNS["soft"], "$soft")
    yield Content.styled(f"{sign} {danger.text}", style)
    yield Content.styled(f"{person}: {plain(danger.sign)}", "$aside")
    if danger.answered is not None:
        said = plain(danger.said)
        yield Content.assemble(
            (_("You") + ": ", "$accent-word"), f"«{said}»" if said else _("(you let a silence fall)")
        )
    yield Content("")
    yield Content.assemble((_("What fits then") + ": ", "$accent-word"), " · ".join(f"«{w}»" for w in danger.words))
    yield Content(danger.afterwards)
    yield Content.styled(danger.yourself, "$aside")
    for passage in danger.guidance:
        yield Content.styled(f"{_('Guidance')}: {passage.title} ({', '.join(passage.sources)})", "$aside")


def _moments(report: Debrief, retry: bool) -> Iterator[Part]:
    if not report.moments:
        return
    yield _heading(_("Moments that turned the talk"))
    for number, moment in enumerate(report.moments, 1):
        yield Part(Content("\n").join(_moment(report, number, moment, retry)), "moment")
    if report.paragraph:
        yield Part(paragraph(report.paragraph), "moment paragraph")


def paragraph(found: Paragraph) -> Content:
    """What a language model makes of the moments, marked as its own."""
    return Content.assemble(marked(found.model), f"\n{plain(found.text)}")


def _moment(report: Debrief, number: int, moment: Moment, retry: bool) -> Iterator[Content]:
    turn = f"{_('turn')} {moment.turn}"
    yield Content.styled(f"{number}  {turn} · {_effect(moment)}", "$good" if moment.change > 0 else "$hard")
    if moment.before:
        yield Content.styled(f"{report.person}: {moment.before}", "$aside")
    said = f"«{moment.said}»" if moment.said.strip() else _("(you let a silence fall)")
    yield Content.assemble((_("You") + ": ", "$accent-word"), (said, "bold"))
    if moment.answer:
        yield Content.styled(f"{report.person}: {moment.answer}", "$aside")
    if moment.why:
        yield Content(moment.why)
    if moment.instead:
        yield Content.assemble((_("Better so") + ": ", "$accent-word"), f"«{moment.instead}»")
    if retry:
        yield Content.assemble((f"{number} ", "$accent-word bold"), (_("try this moment now"), "$hint"))


def _effect(moment: Moment) -> str:
    if moment.trust is None:
        return _("builds trust") if moment.change > 0 else _("costs trust")
    return _("trust") + f" {moment.trust - moment.change} → {moment.trust} ({moment.change:+d})"


def _trust(report: Debrief) -> Iterator[Part]:
    if not report.trust:
        return
    first, last = report.trust[0].trust, report.trust[-1].trust
    yield _heading(_("Trust, from {first} to {last}").format(first=first, last=last))
    rows = chart.columns(report.trust, _CHART_ROWS, _CHART_WIDTH)
    marks = chart.marks(report.trust, [moment.turn + 1 for moment in report.moments], _CHART_WIDTH)
    drawing = Content("\n").join(Content.styled(row, "$hint") for row in rows)
    yield Part(drawing + Content.styled("\n" + marks, "$accent-word"), "chart")


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


def _measures(report: Debrief) -> Iterator[Part]:
    yield _heading(_("Figures"))
    if report.few:
        yield Part(Content.styled(report.few, "$aside"))
    yield Part(Content("\n").join(_norm(norm) for norm in report.norms), "measures")
    notes = [f"{norm.name}: {norm.note}" for norm in report.norms if norm.note]
    yield Part(Content("\n".join(notes)), "figures")


def _norm(norm: Norm) -> Content:
    style = {Standing.FAIR: "$good", Standing.GOOD: "$good", Standing.BELOW: "$soft"}.get(norm.standing, "$hint")
    drawn = chart.bar(norm.value, norm.scale, norm.marks, _BAR) if norm.scale and norm.value is not None else ""
    return Content.assemble(
        f"{norm.name:<{_NAME}}",
        (f"{norm.shown:<{_VALUE}}", "bold"),
        (f"{drawn}  " if drawn else "", style),
        (norm.norm, "$aside"),
    )


def _flags(report: Debrief) -> Iterator[Part]:
    if not report.flags:
        return
    yield _heading(_("What to hold back"))
    for phase in report.phases:
        yield Part(
            Content.assemble((phase.title, "bold"), (f"  {_fell(phase.turns, phase.hard, phase.soft)}", "$aside"))
        )
        for seen in report.flags:
            if seen.phase == phase.index:
                yield Part(_flag(seen), "flag")
    known = {phase.index for phase in report.phases}
    for seen in report.flags:
        if seen.phase not in known:
            yield Part(_flag(seen))


def _fell(turns: int, hard: int, soft: int) -> str:
    """How many turns a phase took, and the signs of what fell in it."""
    said = ngettext("{count} turn", "{count} turns", turns).format(count=turns)
    signs = theme.SIGNS["hard"] * hard + theme.SIGNS["soft"] * soft
    return f"{said}  {signs}" if signs else f"{said}  {theme.GOOD} " + _("nothing to hold back")


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


def _criteria(report: Debrief) -> Iterator[Part]:
    if not report.criteria:
        return
    yield _heading(_("Yes or no"))
    for criterion in report.criteria:
        yield Part(_criterion(criterion))


def _criterion(criterion: Judged) -> Content:
    answer, style = {True: (_("yes"), "$good"), False: (_("no"), "$soft"), None: ("–", "$aside")}[criterion.met]
    lines = Content.assemble((f"{answer:<4}", f"{style} bold"), criterion.text)
    if criterion.reason:
        reason = _("Could not be judged: {reason}.").format(reason=criterion.reason)
        return lines + Content.styled(f"\n    {reason}", "$aside")
    if criterion.quote:
        lines += Content.assemble(
            (f"\n    {_('turn')} {criterion.turn}: ", "$aside"), (f"«{criterion.quote}»", "italic")
        )
    return lines


def _untold(report: Debrief) -> Iterator[Part]:
    if report.untold is None:
        return
    yield _heading(_("What {person} felt or knew, and did not tell").format(person=report.person))
    if not report.untold:
        yield Part(Content(_("You have heard everything there was to tell.")))
    for item in report.untold:
        if not item.is_own:
            yield Part(_told(item, _("What would have opened it")))
    own = [item for item in report.untold if item.is_own]
    if own:
        yield Part(Content.styled(_("And this you did not need to hear:"), "$aside"), "own")
    for item in own:
        yield Part(_told(item, _("What fits here")))


def _told(item: Told, label: str) -> Content:
    return Content.assemble(f"· {item.summary}\n", (f"  {label}: {item.opener}", "$aside"))


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


def _rating(report: Debrief) -> Iterator[Part]:
    if report.rating:
        yield _heading(_("How {person} tells it at home").format(person=report.person))
        yield Part(Content.styled(f"«{report.rating}»", "italic"))


def _rounds(report: Debrief) -> Iterator[Part]:
    if report.rounds is None:
        return
    yield _heading(_("Your rounds side by side"))
    heads = rounds.heads(report.rounds)
    lines = [
        Content.styled(_row("", [how for how, _which, _who in heads]), "bold"),
        Content.styled(_row("", [which for _how, which, _who in heads]), "$aside"),
        Content.styled(_row("", [who for _how, _which, who in heads]), "$aside"),
    ]
    lines += [Content(_row(name, values)) for name, values in rounds.rows(report.rounds)]
    yield Part(Content("\n").join(lines), "measures")
    differing = [(text, values) for text, values in rounds.answers(report.rounds) if len(set(values)) > 1]
    if differing:
        yield Part(Content.styled(_("Where the answers differ, in the same order:"), "$aside"), "own")
    for text, values in differing:
        yield Part(Content.assemble(("".join(f"{value:<{_ANSWER}}" for value in values), "bold"), text))
    yield Part(Content(report.chance_note), "figures")


def _row(name: str, values: list[str]) -> str:
    return f"{name:<{_NAME}}" + "".join(f"{value:<{_ROUND}}" for value in values)
