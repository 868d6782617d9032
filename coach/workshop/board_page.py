"""The board as a page for a projector: drawings and words, in sizes that are read from ten metres.

The page holds no figures of its own: a script fetches the piece that changes. Everything on it is text from `Board`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from coach.messages import gettext as _
from coach.workshop import pages
from coach.workshop.board import Board
from coach.workshop.figures import GroupFigures, TrustMean
from coach.workshop.plan import Form

WIDE, HIGH = 100.0, 30.0
"""The box of a trust line: trust 100 lies at its top, 0 at its bottom."""
_MOST_FLAGS = 10.0
_LONGEST = 240


@dataclass(frozen=True, slots=True)
class Line:
    """A trust line as points of an SVG polyline, with its first and last value; `name` is that of an employee."""

    name: str
    points: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Way:
    """How to come in: the address to type, and a drawing of the link with the code in it, or nothing."""

    address: str
    drawing: str = ""


def frame(title: str, *, dark: bool = False) -> str:
    """The page itself, still empty."""
    words = {
        "away": _("No connection with the host. This is the last picture, of {time}."),
        "gone": _("This board is no longer there."),
        "time_up": _("The time is up. Round off calmly."),
    }
    return pages.page("board.html.j2", title=title, dark=dark, words=words)


def picture(board: Board, way: Way) -> str:
    """What is on the board now, as a piece of HTML without the time on the clock."""
    return pages.page(
        "board_now.html.j2", b=board, way=way, stage=board.stage.value, form=form_name(board.form),
        f=board.figures, trust=lines(board.figures) if board.figures else (), share=share, wide=WIDE, high=HIGH,
        in_ten=round(board.figures.ratio * 10) if board.figures and board.figures.ratio is not None else None,
        cut=cut, decimal=_decimal, until=f"{board.keep_until:%d-%m-%Y}", most_votes=_most_votes(board),
    )  # fmt: skip


def mark(picture: str) -> str:
    """The same for the same picture: to fetch only what has changed."""
    return hashlib.blake2b(picture.encode(), digest_size=12).hexdigest()


def clock(board: Board) -> dict[str, int | bool]:
    """The clock for a script that counts on by itself: whole seconds left, and whether it runs."""
    left = -(-board.clock.left.total_seconds() // 1)
    return {"left": int(left), "running": board.clock.running}


def lines(found: GroupFigures) -> tuple[Line, ...]:
    """The trust lines that are drawn: of each employee, or else of all talks together."""
    if found.by_employee:
        return tuple(_line(one.name, one.points) for one in found.by_employee[:3])
    return (_line("", found.trust),) if len(found.trust) > 1 else ()


def share(value: float, most: float = _MOST_FLAGS) -> float:
    """How much of a bar is filled, in hundredths of its width."""
    return round(min(value, most) / most * WIDE, 1)


def cut(text: str, longest: int = _LONGEST) -> str:
    """A line short enough for a board."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[:longest].rsplit(" ", 1)[0] + " …"


def _line(name: str, points: Sequence[TrustMean]) -> Line:
    step = WIDE / max(1, len(points) - 1)
    drawn = " ".join(f"{i * step:.1f},{HIGH - point.trust / 100 * HIGH:.1f}" for i, point in enumerate(points))
    return Line(name, drawn, points[0].trust, points[-1].trust)


def form_name(form: Form | None) -> str:
    """A form of work in so few words that they fit above the board."""
    if form is None:
        return ""
    return {
        Form.SOLO: _("each for oneself"),
        Form.PAIR: _("in pairs"),
        Form.TRIAD: _("in threes"),
        Form.ROOM: _("the room thinks along"),
    }[form]


def _decimal(value: float) -> str:
    return f"{value:.1f}".replace(".", ",").removesuffix(",0")


def _most_votes(board: Board) -> int:
    return max((option.votes for option in board.room.options), default=0) if board.room else 0
