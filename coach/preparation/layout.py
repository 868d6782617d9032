"""How a preparation and the form become a page. What may not be kept does not come onto one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from coach.conversation import SituationKind
from coach.messages import gettext as _
from coach.preparation import dates
from coach.preparation.document import Box, Document, Section, Tick
from coach.preparation.errors import DateError
from coach.preparation.form import Form, writer_name
from coach.preparation.preparation import (
    PLACEHOLDERS,
    FollowUp,
    Message,
    Preparations,
    TalkPreparation,
    kind_name,
)
from coach.preparation.worksheet import FORM, Worksheet

OWN_QUESTIONS = "own-questions"
"""The box for questions that the user adds to those of the program."""


def step_box(step_id: str) -> str:
    """The id of the box of a step."""
    return f"step/{step_id}"


def check_tick(step_id: str, number: int) -> str:
    """The id of a thing to tick off in a step, counted from 1."""
    return f"step/{step_id}/{number}"


def question_tick(number: int) -> str:
    """The id of the tick on a question that the user takes along, counted from 1."""
    return f"question/{number}"


def follow_tick(number: int) -> str:
    """The id of the tick on something to do afterwards, counted from 1."""
    return f"follow/{number}"


def invitation_box(placeholder: str) -> str:
    """The id of the box for what the invitation is filled in with."""
    return f"invitation/{placeholder}"


def invitation(talk: TalkPreparation, sheet: Worksheet) -> Message:
    """The invitation with what was filled in; a date is written out."""
    values = {name: sheet.text(invitation_box(name)) for name in PLACEHOLDERS}
    day = talk_day(sheet)
    return talk.invitation.filled(values | ({"date": dates.spoken(day)} if day else {}))


def talk_day(sheet: Worksheet) -> date | None:
    """The day of the talk, when it was filled in as a date."""
    try:
        return dates.parse(sheet.text(invitation_box("date")))
    except DateError:
        return None


def preparation_page(book: Preparations, kind: SituationKind, sheet: Worksheet | None = None) -> Document:
    """The preparation of a kind of talk, filled in as far as it is; the answers of the self-check stay out."""
    talk = book.of(kind)
    filled = (sheet or Worksheet(about=kind.value)).keepable()
    message = invitation(talk, filled)
    return Document(
        title=_("Preparing: {kind}").format(kind=kind_name(kind)),
        subtitle=talk.aim,
        sections=(
            Section(
                _("Am I the right person here?"),
                paragraphs=(book.self_check.intro, book.self_check.hand_over),
                items=tuple(question.text for question in book.self_check.questions),
            ),
            *_steps(talk, filled),
            Section(
                _("Invitation"), paragraphs=(_("Subject: {subject}").format(subject=message.subject), message.text)
            ),
            _questions(talk, filled),
            _follow_up(talk, filled),
        ),
        closing=_("A preparation is for yourself. Nothing about health belongs in it, and it is no part of a file."),
    )


def form_page(form: Form, sheet: Worksheet | None = None) -> Document:
    """The form, empty or filled in, with room to sign."""
    filled = (sheet or Worksheet(about=FORM)).keepable()
    return Document(
        title=form.title,
        intro=form.intro,
        sections=tuple(
            Section(field.label, writer_name(field.by), (field.help,), box=Box(filled.text(field.id), field.lines))
            for field in form.fields
        ),
        signatures=form.signatures,
        closing=form.closing,
    )


def _steps(talk: TalkPreparation, sheet: Worksheet) -> Iterator[Section]:
    for step in talk.steps:
        yield Section(
            step.title,
            paragraphs=(step.ask,) if step.ask else (),
            box=Box(sheet.text(step_box(step.id))) if step.ask else None,
            ticks=tuple(
                Tick(check, check_tick(step.id, number) in sheet.ticks) for number, check in enumerate(step.checks, 1)
            ),
        )


def _questions(talk: TalkPreparation, sheet: Worksheet) -> Section:
    own = sheet.text(OWN_QUESTIONS)
    return Section(
        _("Questions to take along"),
        box=Box(own) if own else None,
        ticks=tuple(
            Tick(question, question_tick(number) in sheet.ticks) for number, question in enumerate(talk.questions, 1)
        ),
    )


def _follow_up(talk: TalkPreparation, sheet: Worksheet) -> Section:
    day = talk_day(sheet)
    return Section(
        _("Afterwards"),
        ticks=tuple(
            Tick(dated(each, day), follow_tick(number) in sheet.ticks)
            for number, each in enumerate(talk.follow_up, 1)
        ),
    )


def dated(follow_up: FollowUp, talk: date | None) -> str:
    """Something to do afterwards, with its days when the day of the talk is known."""
    days = ", ".join(map(dates.spoken, follow_up.due(talk))) if talk else ""
    return f"{follow_up.text} ({days})" if days else follow_up.text
