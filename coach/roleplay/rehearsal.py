"""Whether the exercises and hints make sense: an exercise is played, well and badly, and every hint is said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coach import guidance, phrasing, roleplay
from coach.conversation import Conversation
from coach.messages import gettext as _
from coach.roleplay import exercise, hint
from coach.roleplay.exercise import Exercise, Setting
from coach.roleplay.persona import Act, MemoryKind, Topic
from coach.roleplay.practice import Practice
from coach.store import open_store


def play(chosen: Exercise, setting: Setting, lines: Sequence[str], seed: int = 0) -> Conversation:
    """An exercise played with these lines to its end, or to theirs; nothing of it is kept."""
    who = roleplay.employee(setting.situation, setting.persona)
    with open_store(None) as store:
        practice = Practice(who, store, begun=exercise.begin(chosen, setting, seed))
        for line in lines:
            if not practice.over:
                practice.say(line)
    return practice.talk


def exercise_problems(chosen: Exercise) -> Iterator[str]:
    """One sentence for each thing that is wrong with an exercise; its scripts are played when it can begin."""
    found = list(exercise.problems(chosen))
    yield from found
    if found:
        return
    for setting in chosen.settings:
        where = f"{chosen.id}: {setting.situation}/{setting.persona}"
        for result in exercise.results(play(chosen, setting, setting.good)):
            if not result.evidence.met:
                yield _("{where}: `good` does not meet «{criterion}»").format(
                    where=where, criterion=result.criterion.id
                )
        for result in exercise.results(play(chosen, setting, chosen.harsh)):
            if result.evidence.met:
                yield _("{where}: `harsh` meets «{criterion}»").format(where=where, criterion=result.criterion.id)


def hint_problems() -> Iterator[str]:
    """One sentence for each thing that is wrong with the hints."""
    data = hint.default()
    for act in Act:
        if act not in data.happening:
            yield _("there are no lines for {act}").format(act=f"hints/happening/{act}")
    for kind in MemoryKind:
        if kind not in data.told:
            yield _("there are no lines for {act}").format(act=f"hints/told/{kind}")
    for topic in Topic:
        if topic not in data.topics:
            yield _("there are no lines for {act}").format(act=f"hints/topics/{topic}")
    for fit in data.fits:
        if guidance.passage(fit.passage) is None:
            yield _("hints: there is no passage «{id}»").format(id=fit.passage)
    for say in data.say:
        for text in (say.je, say.u):
            flags = phrasing.read(text.format(topic=data.topics[Topic.OPEN])).shown()
            if flags:
                yield _("hints: this sentence is flagged ({flag}): {line}").format(flag=flags[0].id, line=text)
