"""The authored voice: finds words for a planned act among the lines written for this employee."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence

from coach.roleplay import relevance
from coach.roleplay.persona import Act, Mood, Persona
from coach.roleplay.plan import ANY, Plan
from coach.roleplay.scene import Scene, never

_NEIGHBOURS = {
    Mood.CLOSED: (Mood.CLOSED, Mood.GUARDED, Mood.OPEN),
    Mood.GUARDED: (Mood.GUARDED, Mood.CLOSED, Mood.OPEN),
    Mood.OPEN: (Mood.OPEN, Mood.GUARDED, Mood.CLOSED),
}


_POOLED = (Act.OBJECT, Act.DEFLECT, Act.ASK_BACK)
_APART = ("abuse", "silence", "backchannel", "offer_help", "information")
"""Keys whose lines say something that no other line says."""
_LONGEST = 45
"""Words in a reply, at the most."""
_TELLINGS = 2
"""How often one thing is told in other words before she has said it all."""


class AuthoredVoice:
    """Chooses a line that has not been said in this conversation, in the mood of the moment.

    Among the lines that fit, those that share a content word with the manager's line go first.
    """

    def words(self, plan: Plan, persona: Persona, mood: Mood, said: frozenset[str], rng: random.Random) -> str:
        """The sentence for a plan; never one of `said` as long as anything fitting is left."""
        told = self._told(plan, persona, mood, said, rng)
        return _opened(told, plan, persona, mood, said, rng) if plan.opening else told

    def _told(self, plan: Plan, persona: Persona, mood: Mood, said: frozenset[str], rng: random.Random) -> str:
        for lines in _candidates(plan, persona, mood):
            fresh = [line for line in lines if not _is_said(line, said)]
            exhausted = plan.more and lines is plan.more.lines and len(lines) - len(fresh) >= _TELLINGS
            if fresh and not exhausted:
                # Every line of an item tells the same thing: there the choice is free.
                telling = plan.item and lines is plan.item.lines
                return rng.choice(fresh if telling else relevance.closest(plan.asked, fresh))
        return _longest_ago(plan, persona, mood)

    def pauses(self, scene: Scene) -> bool:
        """The line is there."""
        return False

    def sentences(self, scene: Scene, cancelled: Callable[[], bool] = never) -> Iterator[str]:
        """The line that was chosen already."""
        yield scene.authored


def _is_said(line: str, said: frozenset[str]) -> bool:
    """Whether a line was said before, as it stands or with an opening in front of it."""
    return line in said or any(earlier.endswith(f" {line}") for earlier in said)


def _opened(told: str, plan: Plan, persona: Persona, mood: Mood, said: frozenset[str], rng: random.Random) -> str:
    """What is told with an opening in front of it that was not used before, if that is not too long to say."""
    words = persona.openings.get(plan.opening, {}).get(mood, ()) if plan.opening else ()
    room = _LONGEST - len(told.split())
    fresh = [one for one in words if len(one.split()) <= room and not any(text.startswith(one) for text in said)]
    return f"{rng.choice(fresh)} {told}" if fresh else told


def samples(plan: Plan, persona: Persona, mood: Mood, authored: str, count: int = 2) -> tuple[str, ...]:
    """Lines written for this act, `authored` first: to hear how the employee sounds."""
    first = next((lines for lines in _candidates(plan, persona, mood) if lines), ())
    others = [line for line in first if line != authored]
    near = relevance.closest(plan.asked, others) if others else ()
    return (authored, *near[: count - 1])


def _candidates(plan: Plan, persona: Persona, mood: Mood) -> Iterator[Sequence[str]]:
    """Lists of lines, best fit first; what may not be said is in none of them."""
    if plan.detail:
        yield plan.detail.says
    if plan.lines:
        yield plan.lines
    if plan.item:
        yield plan.item.lines
    if plan.more:
        yield plan.more.lines
    for act, key in _places(plan, persona):
        by_mood = persona.lines.get(act, {}).get(key, {})
        for near in _NEIGHBOURS[mood]:
            yield (*by_mood.get(near, ()), *_pooled(persona, act, key, near))


def _pooled(persona: Persona, act: Act, key: str, mood: Mood) -> Sequence[str]:
    """Lines for any case that are as good as those for this one, so that two talks sound different."""
    if act not in _POOLED or key in (ANY, *_APART):
        return ()
    return persona.lines.get(act, {}).get(ANY, {}).get(mood, ())


def _places(plan: Plan, persona: Persona) -> Iterator[tuple[Act, str]]:
    for key in persona.lines.get(plan.act, {}):
        topic, _slash, word = key.partition("/")
        if topic == plan.key and relevance.overlap(plan.asked, word):
            yield plan.act, key
    yield plan.act, plan.key
    yield plan.act, ANY
    if plan.act is Act.ANSWER:
        yield Act.ANSWER, "open"
    if plan.act is Act.DISCLOSE:
        yield Act.CONFIRM, ANY
    if plan.act not in (Act.END, Act.CLOSE, Act.META):
        yield Act.RECEIVE, ANY
        yield Act.SILENT, ANY


def _longest_ago(plan: Plan, persona: Persona, mood: Mood) -> str:
    """When every fitting line has been said: the first one again, rather than no answer."""
    return next((lines[0] for lines in _candidates(plan, persona, mood) if lines), "…")
