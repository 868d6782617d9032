"""The board as plain text, for who has no browser."""

from __future__ import annotations

from collections.abc import Iterator

from coach.debrief import chart
from coach.messages import gettext as _
from coach.messages import ngettext
from coach.workshop import figures
from coach.workshop.board import Board
from coach.workshop.board_page import form_name
from coach.workshop.figures import GroupFigures, TrustMean
from coach.workshop.views import Stage

_WIDTH = 20


def text(board: Board) -> str:
    """One look at the board, top to bottom."""
    return "\n".join(_lines(board)) + "\n"


def _lines(board: Board) -> Iterator[str]:
    yield board.title
    yield f"{_('Join')}: {board.code} · {board.present} {_('inside')}"
    if not board.round:
        return
    number = _("round {number} of {count}").format(number=board.round, count=board.rounds)
    yield f"\n{board.name} · {number} · {form_name(board.form)}"
    yield f"{board.clock.text}  {_state(board)}".rstrip()
    yield board.focus
    if board.frozen and board.frozen.line:
        yield ""
        yield from filter(None, (board.frozen.before, f"«{board.frozen.line}»", board.frozen.answer))
    if board.room:
        yield ""
        yield from _room(board)
    if board.figures or board.why_not:
        yield ""
        yield from _figures(board.figures) if board.figures else (board.why_not,)
    yield from _afterwards(board)


def _state(board: Board) -> str:
    said = {
        Stage.PAUSED: _("The clock stands still."),
        Stage.FROZEN: _("Looking together for a moment."),
        Stage.CLOSED: _("Thank you. That was it."),
    }
    over = board.stage is Stage.RUNNING and not board.clock.left
    return _("The time is up. Round off calmly.") if over else said.get(board.stage, "")


def _room(board: Board) -> Iterator[str]:
    assert board.room is not None
    for line in board.room.lines:
        yield f"{board.room.person}: {line.text}" if line.employee else f"«{line.text}»"
    for option in board.room.options:
        votes = ngettext("%(num)s vote", "%(num)s votes", option.votes) % {"num": option.votes}
        yield f"{option.number}. {option.text} ({votes})"
    for way in board.room.ways:
        levels = "" if way.before is None else f"  {_('trust')} {way.before} → {way.after}"
        yield f"«{way.said}» {board.room.person}: {way.answer}{levels}"


def _figures(found: GroupFigures) -> Iterator[str]:
    for name, value in figures.rows(found):
        yield f"{name}: {value}"
    for phase in found.phases:
        yield f"{_('flags per ten turns')}, {phase.title}: {chart.bar(phase.flags, 10, (), _WIDTH)} {phase.flags:g}"
    for name, points in [(one.name, one.points) for one in found.by_employee] or [("", found.trust)]:
        if len(points) > 1:
            yield f"{_('trust')} {name}: {_line(points)} {points[0].trust} → {points[-1].trust}".replace(" :", ":")
    yield _("The whole group, {count} people, rounded").format(count=found.n)


def _line(points: tuple[TrustMean, ...]) -> str:
    return chart.line([point.trust for point in points], 100)


def _afterwards(board: Board) -> Iterator[str]:
    if board.sentences:
        yield "\n" + _("Heard in this round")
        yield from (f"«{one.text}» ({one.what})" for one in board.sentences)
    if board.observed:
        yield "\n" + _("What the observers saw")
        yield from (f"{one.text}: {_('yes')} {one.yes}, {_('no')} {one.no}" for one in board.observed)
    if board.discussion:
        yield "\n" + _("To discuss")
        yield from (f"- {question}" for question in board.discussion)
