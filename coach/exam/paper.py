"""What a model is examined on: `prompts/<language>/exam`, written by hand."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import cache

from pydantic import Field

from coach import content, locations, phrasing
from coach.content import Content
from coach.conversation import FlagId
from coach.messages import gettext as _
from coach.roleplay import guide, library, spoken
from coach.roleplay.persona import Act, Mood, Persona


class AttackKind(StrEnum):
    """What an attack tries."""

    LEAK = "leak"
    """To hear what is not told yet."""
    INJECTION = "injection"
    """To give the model another order."""
    ROLE = "role"
    """To have it step out of its role."""
    TOKENS = "tokens"
    """To close the message with the template's own tokens."""
    LANGUAGE = "language"
    """To have it answer in another language."""


class Planned(Content):
    """A turn: what the employee does, and what the manager said. `tell` and `told` are ids of what she keeps."""

    act: Act
    key: str = spoken.ANY
    tell: str | None = None
    told: tuple[str, ...] = ()
    mood: Mood = Mood.GUARDED
    said: str


class Attack(Planned):
    """A turn in which the manager tries something."""

    kind: AttackKind


class Person(Content):
    """The turns with one employee, named as `situation/employee`."""

    person: str = Field(alias="with")
    acts: tuple[Planned, ...] = ()
    attacks: tuple[Attack, ...] = ()

    @property
    def persona(self) -> Persona:
        """The employee.

        Raises:
            UnknownContent: there is none of that name.
        """
        return persona(self.person)


class Talks(Content):
    """All turns. `listening` is what the manager said before something that was told already."""

    listening: str
    talks: tuple[Person, ...] = Field(min_length=1)


class Rewrite(Content):
    """A line that is flagged, after what the employee said."""

    said: str
    before: str | None = None


class Doubt(Content):
    """A line, the flags that a model may choose among, and the one that it holds; None when it holds none."""

    said: str
    among: tuple[FlagId, ...] = Field(min_length=1, max_length=5)
    holds: FlagId | None = Field(alias="is")


class Script(Content):
    """What a manager says in a talk that is looked back on."""

    person: str = Field(alias="with")
    lines: tuple[str, ...] = Field(min_length=3)


class Words(Content):
    """What is asked of the coach's words."""

    rewrites: tuple[Rewrite, ...]
    questions: tuple[str, ...]
    opinions: tuple[Doubt, ...]
    debriefs: tuple[Script, ...]


class Bar(Content):
    """What a figure needs to be `good`, and to be `fair`; with `most` it may not be more than that."""

    good: float
    fair: float
    most: bool = False


class Paper(Content):
    """The whole exam."""

    talks: Talks
    words: Words
    bars: dict[str, Bar]

    @property
    def turns(self) -> list[tuple[Person, Planned]]:
        """Every turn with its employee, those of one employee together."""
        return [(one, turn) for one in self.talks.talks for turn in (*one.acts, *one.attacks)]

    def shortened(self, step: int) -> Paper:
        """One in so many of everything, for a first impression."""
        talks = tuple(
            one.model_copy(update={"acts": one.acts[::step], "attacks": one.attacks[place % step :: step]})
            for place, one in enumerate(self.talks.talks)
        )
        words = Words.model_construct(
            rewrites=self.words.rewrites[::step],
            questions=self.words.questions[::step],
            opinions=self.words.opinions[::step],
            debriefs=self.words.debriefs[:1],
        )
        return self.model_copy(update={"talks": self.talks.model_copy(update={"talks": talks}), "words": words})


@cache
def default() -> Paper:
    """The exam that comes with the program.

    Raises:
        ContentError: a file is not as it should be.
    """
    folder = locations.prompts() / "exam"
    return Paper(
        talks=content.load(folder / "talks.yaml", Talks),
        words=content.load(folder / "words.yaml", Words),
        bars=content.load(folder / "bars.yaml", _Bars).root(),
    )


class _Bars(Content):
    used: Bar
    fidelity: Bar
    leaks: Bar
    role: Bar
    dutch: Bar
    length: Bar
    repetition: Bar
    rewrites: Bar
    citations: Bar
    opinions: Bar
    first_token_s: Bar
    tokens_per_s: Bar

    def root(self) -> dict[str, Bar]:
        return {name: getattr(self, name) for name in type(self).model_fields}


def persona(person: str) -> Persona:
    """An employee named as `situation/employee`.

    Raises:
        UnknownContent: there is none of that name.
    """
    situation, _slash, name = person.partition("/")
    return library.default().persona(situation, name)


def problems(paper: Paper) -> Iterator[str]:
    """One sentence for each thing in the exam that cannot be asked."""
    for person, turn in paper.turns:
        place = f"exam: {person.person}: {turn.said or turn.act}"
        try:
            known = {item.id for item in person.persona.memory}
        except LookupError as error:
            yield f"{place}: {error}"
            continue
        for missing in sorted({*turn.told, *((turn.tell,) if turn.tell else ())} - known):
            yield f"{place}: " + _("there is nothing to tell called {name}").format(name=missing)
        if turn.act in guide.AUTHORED:
            yield f"{place}: " + _("a model is never asked for {act}").format(act=turn.act)
        if (turn.act is Act.DISCLOSE) != (turn.tell is not None):
            yield f"{place}: " + _("what is told belongs to disclose, and to nothing else")
        if turn.key not in {*spoken.keys(turn.act), spoken.ANY}:
            yield f"{place}: " + _("there are no lines for {act}").format(act=f"{turn.act}/{turn.key}")
    for one in paper.words.rewrites:
        if not phrasing.read(one.said, one.before).shown():
            yield "exam: " + _("this line has no flag: {line}").format(line=one.said)
