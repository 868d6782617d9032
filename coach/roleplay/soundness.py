"""Whether an employee's content makes sense: every act has words, everything told can be reached."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from coach.messages import gettext as _
from coach.roleplay.persona import Act, MemoryKind, Mood, Persona, Topic

MAX_WORDS = 45
_SPOKEN = set(Act) - {Act.GREET, Act.DISCLOSE, Act.DANGER}
_ONE_MOOD = {Act.META}


def problems(persona: Persona) -> Iterator[str]:
    """One sentence for each thing that is missing or odd in a persona."""
    for problem in (*_missing_lines(persona), *_odd_lines(persona), *_unreachable(persona)):
        yield f"{persona.id}: {problem}"


def all_lines(persona: Persona) -> list[str]:
    """Everything the employee can say."""
    spoken = [
        s for keys in persona.lines.values() for moods in keys.values() for lines in moods.values() for s in lines
    ]
    told = [line for item in persona.memory for line in item.lines]
    return [*persona.greeting, *spoken, *told]


def _missing_lines(persona: Persona) -> Iterator[str]:
    for act in sorted(_SPOKEN):
        keys = persona.lines.get(act)
        if not keys:
            yield _("there are no lines for {act}").format(act=act)
            continue
        moods = {mood for by_mood in keys.values() for mood, lines in by_mood.items() if lines}
        lacking = set(Mood) - moods
        if lacking and act not in _ONE_MOOD:
            yield _("there are no lines for {act} in the mood {moods}").format(
                act=act, moods=", ".join(sorted(lacking))
            )
    for topic in Topic:
        if topic.value not in persona.lines.get(Act.ANSWER, {}):
            yield _("there are no lines for {act}").format(act=f"answer/{topic}")


def _odd_lines(persona: Persona) -> Iterator[str]:
    lines = all_lines(persona)
    for line, count in Counter(lines).items():
        if count > 1:
            yield _("this line stands here twice: {line}").format(line=line)
        if len(line.split()) > MAX_WORDS:
            yield _("this line is longer than {count} words: {line}").format(count=MAX_WORDS, line=line)


def _unreachable(persona: Persona) -> Iterator[str]:
    ids = {item.id: item for item in persona.memory}
    for item in persona.memory:
        if item.kind is MemoryKind.MEDICAL and item.volunteer is None:
            yield _("{item}: something medical is only ever told unasked: give it `volunteer`").format(item=item.id)
        for earlier in item.after:
            if ids[earlier].trust > item.trust:
                yield _("{item}: {earlier} comes first but needs more trust").format(item=item.id, earlier=earlier)
