"""What to practise next: what a talk needed, the one thing that it needed most first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from coach.conversation import FlagId, Level
from coach.debrief.measures import Measures

DANGER = "danger"
SAFE = "safe"
STEADY = "steady"
_LITTLE_HEARD = 0.4


def needs(
    figures: Measures, flags: Iterable[tuple[FlagId, Level]], *, agreed: bool, safety: bool | None = None
) -> tuple[str, ...]:
    """Ids of exercises of the debrief: safety first, then the flags by weight, then how the talk was led.

    There is always one: `STEADY` when nothing is needed.

    Args:
        figures: the measures of the talk.
        flags: every flag that was shown, with its level.
        agreed: whether anything was agreed on.
        safety: whether safety was put first at a sign of danger to life; None when there was none. After such a
            sign nothing is asked of how the talk was led.
    """
    order = list(FlagId)
    fell = sorted(set(flags), key=lambda flag: (flag[1] is not Level.HARD, order.index(flag[0])))
    first = {True: [], False: [DANGER], None: []}[safety]
    led = _led(figures, agreed) if safety is None else iter([SAFE] if safety else [])
    return tuple(dict.fromkeys([*first, *(flag.value for flag, _level in fell), *led])) or (STEADY,)


def _led(figures: Measures, agreed: bool) -> Iterator[str]:
    if not figures.reflections:
        yield "no_reflection"
    if figures.closed_questions > figures.open_questions:
        yield "closed"
    if figures.employee_share < _LITTLE_HEARD:
        yield "talked_much"
    if not agreed:
        yield "no_agreement"
