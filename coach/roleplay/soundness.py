"""Whether an employee's content makes sense: words for every act; all of it can be reached, and none too soon."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coach.messages import gettext as _
from coach.roleplay import leaks, reach, relevance, spoken
from coach.roleplay.persona import Act, MemoryKind, Mood, Persona, Topic

MAX_WORDS = 45
_SPOKEN = set(Act) - {Act.GREET, Act.DISCLOSE, Act.DANGER}
_ONE_MOOD = {Act.META}
_BARE = 4
"""A question of so few words ("Hoeveel zijn dat er?") may stand at several details: the talk says which is meant."""
_OWN_KEYS = ((Act.CLARIFY, "strange"), (Act.OBJECT, "abuse"))
"""Cases in which no other line will do."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something missing or odd: the field, step by step (places in a list count from 0), and what is the matter."""

    place: tuple[str | int, ...]
    problem: str

    @property
    def field(self) -> str:
        """The field as it is named in messages, list places counted from 1."""
        return ".".join(str(part + 1) if isinstance(part, int) else part for part in self.place)


def problems(persona: Persona) -> Iterator[str]:
    """One sentence for each thing that is missing or odd in a persona."""
    for fault in faults(persona):
        yield f"{persona.id}: {fault.field}: {fault.problem}"


def faults(persona: Persona) -> Iterator[Fault]:
    """Each thing that is missing or odd in a persona, with its place."""
    yield from _empty(persona)
    yield from _missing_lines(persona)
    yield from _unused_keys(persona)
    yield from _odd_lines(persona)
    yield from _asked_twice(persona)
    yield from _unreachable(persona)
    for place, item, words in leaks.find(persona):
        problem = _("this line gives away what «{item}» keeps hidden ({words}): {line}")
        yield Fault(place, problem.format(item=item.id, words=", ".join(words), line=spoken.at(persona, place)))


def all_lines(persona: Persona) -> list[str]:
    """Everything the employee can say."""
    return [line for _place, line in spoken.everything(persona)]


def _empty(persona: Persona) -> Iterator[Fault]:
    """Fields that hold nothing, as a skeleton has them."""
    texts = [(name, getattr(persona, name)) for name in ("name", "role", "about", "temperament")]
    texts.append(("briefing.happened", persona.briefing.happened))
    for number, item in enumerate(persona.memory):
        texts += [(f"memory.{number}.{name}", getattr(item, name)) for name in ("summary", "opener")]
    places = [(_steps(name), text) for name, text in texts]
    for place, text in (*places, *spoken.everything(persona)):
        if not text.strip():
            yield Fault(place, _("this is still empty"))
    if not persona.rating:
        yield Fault(("rating",), _("this field is missing"))
    for mood in Mood:
        if persona.rating and not persona.rating.get(mood):
            yield Fault(("rating", mood.value), _("at least {count} expected here").format(count=1))


def _steps(field: str) -> spoken.Place:
    return tuple(int(part) if part.isdigit() else part for part in field.split("."))


def _missing_lines(persona: Persona) -> Iterator[Fault]:
    for act in sorted(_SPOKEN):
        moods = _moods(persona, act)
        place = ("lines", act.value)
        if not moods:
            yield Fault(place, _("there are no lines for {act}").format(act=act))
            continue
        lacking = set(Mood) - moods
        if lacking and act not in _ONE_MOOD:
            moods_named = ", ".join(sorted(lacking))
            problem = _("there are no lines for {act} in the mood {moods}").format(act=act, moods=moods_named)
            yield Fault(place, problem)
    keys = [(Act.ANSWER, topic.value) for topic in Topic] + list(_OWN_KEYS)
    for act, key in keys:
        if act in persona.lines and not any(persona.lines[act].get(key, {}).values()):
            problem = _("there are no lines for {act}").format(act=f"{act}/{key}")
            yield Fault(("lines", act.value, key), problem)


def _moods(persona: Persona, act: Act) -> set[Mood]:
    """The moods for which there are lines, those for one special case left out."""
    by_key = persona.lines.get(act, {})
    usual = (by_mood for key, by_mood in by_key.items() if (act, key) not in _OWN_KEYS)
    return {mood for by_mood in usual for mood, lines in by_mood.items() if lines}


def _unused_keys(persona: Persona) -> Iterator[Fault]:
    """Keys whose lines are never said: nothing asks for them, or nobody can use their word."""
    own = relevance.stems(persona.name) | relevance.common(persona)
    names = relevance.names(persona)
    for act, keys in persona.lines.items():
        known = {*spoken.keys(act), spoken.ANY}
        for key in keys:
            subject, slash, word = key.partition("/")
            place = ("lines", act.value, key)
            if subject not in known:
                problem = _("this key is never used; there are: {keys}").format(keys=", ".join(sorted(known)))
                yield Fault(place, problem)
            elif slash and not relevance.stems(word, names):
                problem = _("«{word}» is never heard: it is too short or too common a word; choose another")
                yield Fault(place, problem.format(word=word))
            elif slash and not relevance.stems(word, names) - own:
                problem = _("«{word}» is never heard: it stands in too much of what this employee keeps to herself")
                yield Fault(place, problem.format(word=word))


def _odd_lines(persona: Persona) -> Iterator[Fault]:
    lines = [(place, line) for place, line in spoken.everything(persona) if line.strip()]
    for line, places in _places_of(lines).items():
        if len(places) > 1:
            yield Fault(places[1], _("this line stands here twice: {line}").format(line=line))
        if len(line.split()) > MAX_WORDS:
            problem = _("this line is longer than {count} words: {line}").format(count=MAX_WORDS, line=line)
            yield Fault(places[0], problem)


def _asked_twice(persona: Persona) -> Iterator[Fault]:
    """Ways of asking that belong to two details: nobody could say which one is meant."""
    asks = [
        (("details", place, "asks", number), ask.casefold())
        for place, detail in enumerate(persona.details)
        for number, ask in enumerate(detail.asks)
        if len(ask.split()) > _BARE
    ]
    for ask, places in _places_of(asks).items():
        if len({place[1] for place in places}) > 1:
            yield Fault(places[1], _("this question stands at two details: {line}").format(line=ask))


def _places_of(lines: Iterable[tuple[spoken.Place, str]]) -> dict[str, list[spoken.Place]]:
    found: dict[str, list[spoken.Place]] = {}
    for place, line in lines:
        found.setdefault(line, []).append(place)
    return found


def _unreachable(persona: Persona) -> Iterator[Fault]:
    """What the numbers of an item make impossible; when there is nothing of that, what two played talks show."""
    found = [*_at_odds(persona)]
    yield from found or _as_played(persona)


def _at_odds(persona: Persona) -> Iterator[Fault]:
    ids = {item.id: item for item in persona.memory}
    for number, item in enumerate(persona.memory):
        if item.kind in (MemoryKind.MEDICAL, MemoryKind.DANGER) and item.volunteer is None:
            problem = _("{item}: something medical is only ever told unasked: give it `volunteer`")
            yield Fault(("memory", number, "kind"), problem.format(item=item.id))
        for earlier in item.after:
            if ids[earlier].trust > item.trust:
                problem = _("{item}: {earlier} comes first but needs more trust").format(
                    item=item.id, earlier=earlier
                )
                yield Fault(("memory", number, "after"), problem)


def _as_played(persona: Persona) -> Iterator[Fault]:
    told_well, told_badly = reach.told_well(persona), reach.told_badly(persona)
    for number, item in enumerate(persona.memory):
        if item.id not in told_well:
            problem = _("{item}: this is never told, however well the talk goes").format(item=item.id)
            yield Fault(("memory", number), problem)
        if item.id in told_badly and item.kind is not MemoryKind.WORK_FACT:
            problem = _("{item}: this comes out in a bad talk too: ask for more trust").format(item=item.id)
            yield Fault(("memory", number, "trust"), problem)
