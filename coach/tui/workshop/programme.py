"""The trainer's programme: every step with its time, and of the one that it is now what to do, say and watch for."""

from __future__ import annotations

from collections.abc import Iterator

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from coach.messages import gettext as _
from coach.workshop.plan import Plan, Step


class Programme(VerticalScroll, can_focus=False):
    """Follows the rounds by itself; `go` moves it by hand, for the steps in which nothing is played.

    After a round its questions to discuss stand above the step that comes next.
    """

    def __init__(self, plan: Plan) -> None:
        super().__init__(id="programme")
        self.plan = plan
        self.at = 0
        self._round: tuple[int, bool] | None = None
        self._discussed: int | None = None
        """The place of the step of which the round is talked about now."""
        self._is_closed = False

    def on_mount(self) -> None:
        """Draw it."""
        self._draw()

    def follow(self, index: int | None, ended: bool) -> None:
        """Go to the step of the round that is held, or to the one after it when it is over."""
        now = None if index is None else (index, ended)
        if now == self._round or now is None:
            return
        self._round = now
        name = self.plan.rounds[now[0]].id
        places = [place for place, step in enumerate(self.plan.guide.steps) if step.round == name]
        if places:
            self.at = min(places[0] + ended, len(self.plan.guide.steps) - 1)
            self._discussed = places[0] if ended else None
            self._draw()

    def close(self) -> None:
        """Go to the last step: what everyone takes home."""
        if not self._is_closed:
            self._is_closed, self._discussed = True, None
            self.at = len(self.plan.guide.steps) - 1
            self._draw()

    def go(self, by: int) -> None:
        """Move by hand; with that the questions to discuss are done."""
        self._discussed = None
        self.at = max(0, min(self.at + by, len(self.plan.guide.steps) - 1))
        self._draw()

    @property
    def step(self) -> Step:
        """The step that it is now."""
        return self.plan.guide.steps[self.at]

    def _draw(self) -> None:
        self.remove_children()
        lines = [Static(part, classes=style) for part, style in self._parts()]
        self.mount_all(lines)
        here = next(line for line in lines if {"current", "discussed"} & line.classes)
        self.call_after_refresh(self.scroll_to_widget, here, animate=False, top=True)

    def _parts(self) -> Iterator[tuple[Content, str]]:
        passed = 0
        for place, step in enumerate(self.plan.guide.steps):
            when = f"{passed // 60}:{passed % 60:02d}"
            passed += step.minutes
            minutes = _("{count} min").format(count=step.minutes)
            if place == self._discussed:
                yield from self._to_discuss(when, step)
            if place == self.at:
                title = Content.assemble((f"▸ {when:<6}", "$accent-word bold"), (step.title, "bold"), f"  {minutes}")
                yield title, "current"
                *told, last = _told(step)
                yield from told
                yield last[0], "told last"
            elif place != self._discussed:
                line = Content.assemble(
                    (f"  {when:<6}", "$quiet"), (step.title, "$aside"), (f"  {minutes}", "$quiet")
                )
                yield line, ""

    def _to_discuss(self, when: str, step: Step) -> Iterator[tuple[Content, str]]:
        """The round that is just over, with its questions."""
        title = Content.assemble((f"  {when:<6}", "$quiet"), (step.title, "bold"), ("  " + _("is over"), "$aside"))
        yield title, "discussed"
        questions = self.plan.round(step.round or "").discussion
        yield Content.styled(_("Talk about it"), "$accent-word"), "told"
        *asked, last = (Content.assemble(("· ", "$accent-word"), question) for question in questions)
        for line in asked:
            yield line, "told"
        yield last, "told last"


def _told(step: Step) -> Iterator[tuple[Content, str]]:
    yield Content(step.do), "told"
    if step.say:
        yield Content.assemble((_("Say this") + "  ", "$accent-word"), (f"«{step.say}»", "italic")), "told"
    for line in step.watch:
        yield Content.assemble((_("Watch for") + "  ", "$hint"), (line, "$aside")), "told"
