"""What a conversation shows, on one page: the three turns that changed most first, the next exercise last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coach.conversation import Conversation, Help
from coach.debrief import agreement, flagged, judged, moment, norm, rounds, safety, strength, trust, untold
from coach.debrief.agreement import Agreement
from coach.debrief.flagged import FlagSeen, PhaseSeen
from coach.debrief.judged import Judged
from coach.debrief.measures import GUIDANCE_SHARE, Measures, measure
from coach.debrief.moment import Moment
from coach.debrief.need import needs
from coach.debrief.norm import Norm
from coach.debrief.paragraph import Paragraph
from coach.debrief.part import Part
from coach.debrief.rating import rating
from coach.debrief.rounds import Comparison
from coach.debrief.safety import DangerSeen
from coach.debrief.strength import Strength
from coach.debrief.texts import data
from coach.debrief.trust import TrustPoint
from coach.debrief.turns import given, own
from coach.debrief.untold import Told
from coach.roleplay import exercise
from coach.roleplay.persona import Criterion, Persona, Situation

__all__ = ["Debrief", "data", "debrief"]


class Debrief(Part):
    """One page about one talk.

    `trust`, `phases` and `rating` are empty and `told` and `untold` are None for a real transcript. `danger` is None
    when no sign of danger came up, `rounds` when there is no other round of this situation. `need` is the id behind
    `exercise`, and `focus_next` the focus exercise that trains it, if there is one, with its title. `paragraph` is
    added by whoever asks a language model for it.
    """

    conversation: str
    situation: str
    person: str
    help: Help
    focus: str | None
    turns: int
    danger: DangerSeen | None
    moments: tuple[Moment, ...]
    strengths: tuple[Strength, ...]
    trust: tuple[TrustPoint, ...]
    measures: Measures
    guidance_share: float
    norms: tuple[Norm, ...]
    few: str
    phases: tuple[PhaseSeen, ...]
    flags: tuple[FlagSeen, ...]
    criteria: tuple[Judged, ...]
    told: tuple[Told, ...] | None
    untold: tuple[Told, ...] | None
    agreements: tuple[Agreement, ...]
    rating: str
    rounds: Comparison | None
    chance_note: str
    need: str
    exercise: str
    focus_next: str | None
    focus_title: str
    clumsy_note: str
    paragraph: Paragraph | None = None


def debrief(
    talk: Conversation,
    persona: Persona | None = None,
    title: str = "",
    *,
    situation: Situation | None = None,
    others: Sequence[Conversation] = (),
) -> Debrief:
    """The debrief of a conversation.

    Args:
        talk: the conversation, with readings in the manager's turns.
        persona: the employee who was played, for what she did and did not tell; None for a real talk.
        title: the situation as the user knows it; that of `situation` when it is empty.
        situation: the situation that was played, for its phases and criteria; None for a real talk.
        others: other rounds of the same situation, to compare with (`rounds.find`).
    """
    talk, others = safety.spared(talk), [safety.spared(other) for other in others]
    since = given(talk)
    figures = measure(own(talk))
    agreements = tuple(one for one in agreement.default().find(talk) if one.turn > since)
    flags = tuple(flagged.flags(talk, since))
    danger = safety.seen(talk)
    criteria = judged.judged(_criteria(talk, situation), talk, persona, since)
    needed = needs(
        figures, ((seen.flag.id, seen.flag.level) for seen in flags), agreed=bool(agreements),
        safety=None if danger is None else bool(danger.safe),
    )[0]  # fmt: skip
    texts = data()
    following = texts.trains.get(needed) if persona else None
    return Debrief(
        conversation=talk.id,
        situation=title or " · ".join(_titles(talk, situation)),
        person=persona.name if persona else talk.persona,
        help=talk.help,
        focus=talk.focus,
        turns=len(talk.turns),
        danger=danger,
        moments=tuple(moment.moments(talk, persona, situation, since)),
        strengths=tuple(strength.strengths(talk, since)),
        trust=tuple(trust.trust(talk)),
        measures=figures,
        guidance_share=GUIDANCE_SHARE,
        norms=norm.norms(figures),
        few=norm.few(figures),
        phases=tuple(flagged.phases(talk, flags, situation, since)),
        flags=flags,
        criteria=criteria,
        told=untold.items(talk, persona, told=True),
        untold=untold.items(talk, persona, told=False),
        agreements=agreements,
        rating="" if danger and not danger.safe else rating(talk, persona),
        rounds=rounds.compare(talk, others, _criteria(talk, situation)),
        chance_note=texts.notes.chance,
        need=needed,
        exercise=_next(talk, criteria) or texts.exercises[needed],
        focus_next=following,
        focus_title=exercise.exercise(following).title if following else "",
        clumsy_note=texts.clumsy_note,
    )


def _titles(talk: Conversation, situation: Situation | None) -> Iterator[str]:
    focus = exercise.of(talk) if talk.focus else None
    if focus:
        yield focus.title
    yield situation.title if situation else talk.situation


def _next(talk: Conversation, criteria: tuple[Judged, ...]) -> str:
    """The closing word of the exercise that a talk is; empty for a whole talk."""
    focus = exercise.of(talk) if talk.focus else None
    if focus is None:
        return ""
    return focus.done if all(one.met for one in criteria) else focus.again


def _criteria(talk: Conversation, situation: Situation | None) -> tuple[Criterion, ...]:
    """Those of the exercise that the talk is, or else of its situation."""
    focus = exercise.of(talk) if talk.focus else None
    if focus:
        return focus.criteria
    return situation.criteria if situation and not talk.focus else ()
