"""Preparing a talk: am I the right person, the steps, the invitation, the questions, and what comes afterwards."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.content import Content

from coach.conversation import SituationKind
from coach.messages import gettext as _
from coach.preparation import calendar, dates, layout, preparation
from coach.preparation.document import Document
from coach.preparation.errors import DateError
from coach.preparation.preparation import kind_name, placeholder_name
from coach.preparation.worksheet import Worksheet
from coach.tui.screens.page import Box, Page, TickLine
from coach.tui.screens.pick import PickScreen
from coach.tui.screens.sheet import SheetScreen

_SELF = "self"
_INVITATION = "invitation"
_SPOKEN_STEP = "vragen"
"""The step in which sentences are written down that will be said."""


class PrepareScreen(SheetScreen):
    """The preparation of one kind of talk."""

    HELP = _(
        "First six questions to yourself: they are for you alone and are kept nowhere. Then step by step; skip what "
        "you do not need. What you write is read by the privacy guard before it is kept on this computer. "
        "F5 makes a file of it, F8 deletes it."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f4", "hand_over", _("Hand this talk over"), show=False, priority=True)
    ]

    def __init__(self, kind: SituationKind, sheet: Worksheet | None = None) -> None:
        self.book = preparation.default()
        self.talk = self.book.of(kind)
        super().__init__(sheet or Worksheet(about=kind.value), _("Preparing: {kind}").format(kind=kind_name(kind)))

    def pages(self) -> tuple[Page, ...]:
        """The self-check first, what comes afterwards last."""
        steps = tuple(
            Page(
                step.id,
                step.title,
                step.ask,
                (Box(layout.step_box(step.id), placeholder=step.placeholder, spoken=step.id == _SPOKEN_STEP),)
                if step.ask
                else (),
                tuple(
                    TickLine(layout.check_tick(step.id, number), check) for number, check in enumerate(step.checks, 1)
                ),
                step.passages,
            )
            for step in self.talk.steps
        )
        return (self._self_check(), *steps, self._invitation(), self._questions(), self._afterwards())

    def document(self) -> Document:
        """The preparation, without the answers to the self-check."""
        return layout.preparation_page(self.book, self.talk.kind, self.sheet)

    def calendar(self) -> bytes | None:
        """What is to be done after the talk."""
        events = calendar.of_follow_up(self.talk, self.sheet)
        return calendar.ics(events) if events else None

    def copied(self) -> str:
        """The invitation when it is open, else everything."""
        if self.page.id != _INVITATION:
            return super().copied()
        message = layout.invitation(self.talk, self.sheet.keepable())
        return f"{message.subject}\n\n{message.text}\n"

    def below(self, page: Page, sheet: Worksheet) -> Content:
        """The hand-over below the self-check, the message below what fills it in."""
        if page.id == _SELF:
            return Content.styled(self.book.self_check.hand_over, "$foreground" if sheet.worries else "$aside")
        if page.id == _INVITATION:
            message = layout.invitation(self.talk, sheet)
            return Content.assemble((_about_day(sheet), "$soft"), (message.subject, "bold"), "\n\n", message.text)
        return Content("")

    def hint(self, page: Page) -> str:
        """On the first page also the key for handing over."""
        handing = "   F4 " + _("hand this talk over") if page.id == _SELF else ""
        return super().hint(page) + handing

    def ticked(self, tick: str, on: bool) -> Worksheet:
        """The answers to the self-check stay apart: they are never written anywhere."""
        return self.sheet.with_worry(tick, on) if tick in self._worries() else super().ticked(tick, on)

    def is_ticked(self, tick: str) -> bool:
        """Whether something is ticked, or answered with yes."""
        return tick in self.sheet.worries or super().is_ticked(tick)

    @work(group="sheet")
    async def action_hand_over(self) -> None:
        """Offer to hand the talk over, with how that goes."""
        check = self.book.self_check
        choices = [Content(_("I hand it over")), Content(_("I hold it myself"))]
        picked = await self.app.push_screen_wait(PickScreen(_("Hand this talk over?"), choices, check.hand_over))
        if picked is None:
            return
        self.sheet = self.sheet.handed(picked == 0)
        self._save()
        self._draw()
        if picked == 0:
            self._tell(_("Good that you looked. Pass on the agreements about work and the dates, nothing else."))

    def _head_title(self) -> str:
        return super()._head_title() + (" · " + _("handed over") if self.sheet.handed_over else "")

    def _worries(self) -> set[str]:
        return {question.id for question in self.book.self_check.questions}

    def _self_check(self) -> Page:
        check = self.book.self_check
        ticks = tuple(TickLine(question.id, question.text, question.on_yes) for question in check.questions)
        return Page(_SELF, _("Am I the right person here?"), check.intro, (), ticks, check.passages)

    def _invitation(self) -> Page:
        boxes = tuple(
            Box(layout.invitation_box(name), placeholder_name(name), lines=1, brief=True, placeholder=_example(name))
            for name in self.talk.invitation.asks
        )
        return Page(_INVITATION, _("Invitation"), "", boxes, (), self.talk.invitation.passages)

    def _questions(self) -> Page:
        ticks = tuple(
            TickLine(layout.question_tick(number), question) for number, question in enumerate(self.talk.questions, 1)
        )
        own = Box(layout.OWN_QUESTIONS, _("Questions of your own"), lines=2, spoken=True)
        return Page("questions", _("Questions to take along"), _("Tick what you want to ask."), (own,), ticks)

    def _afterwards(self) -> Page:
        day = layout.talk_day(self.sheet)
        ticks = tuple(
            TickLine(layout.follow_tick(number), layout.dated(each, day))
            for number, each in enumerate(self.talk.follow_up, 1)
        )
        told = "" if day else _("Fill in the day of the talk with the invitation; then the dates stand here.")
        return Page("afterwards", _("Afterwards"), told, (), ticks)


def _about_day(sheet: Worksheet) -> str:
    """What is the matter with the day that was filled in, if anything."""
    day = sheet.text(layout.invitation_box("date"))
    try:
        dates.parse(day)
    except DateError as error:
        return f"▲ {error}\n\n" if day else ""
    return ""


def _example(name: str) -> str:
    return {"date": "2-3-2026", "time": "10:00"}.get(name, "")
