"""What the live room knows, as it stands in `knowledge/nl/live`: topics, moments and checks, with their cards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import Field, model_validator

from coach import content, locations
from coach.content import Content
from coach.conversation import MoveId, SituationKind
from coach.guidance.card import SAY_WORDS, TITLE_CHARS, Card, CardType
from coach.guidance.passage import Phase
from coach.messages import gettext as _

PREFIX = "live-"
"""How the id of every card of this room begins."""


class Suggestion(Content):
    """A card of this room: what to say, and what the employee says that makes it the right one."""

    title: str = Field(min_length=1, max_length=TITLE_CHARS)
    say: tuple[str, ...] = Field(min_length=1, max_length=3)
    when: tuple[str, ...] = Field(min_length=1)
    passages: tuple[str, ...] = Field(min_length=1)
    sources: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _one_look(self) -> Suggestion:
        found = max(len(sentence.split()) for sentence in self.say)
        if found > SAY_WORDS:
            problem = _("at most {most} words expected here, {found} found")
            raise ValueError(problem.format(most=SAY_WORDS, found=found))
        return self

    def card(self, id: str) -> Card:
        """The suggestion as a card of the guidance."""
        when = (*self.when, *self.when)[:4] if len(self.when) < 2 else self.when[:4]
        return Card(
            id=PREFIX + id, type=CardType.FOLLOW_UP, title=self.title, say=self.say, when=when,
            passages=self.passages, sources=self.sources,
        )  # fmt: skip


class Topic(Content):
    """Something in the work that an employee talks about, with a card to go on, to ask for an idea and to agree.

    `unless` are patterns of lines that are about something else, though a word of the topic is in them.
    """

    says: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    follow: Suggestion
    idea: Suggestion
    agree: Suggestion


class Moment(Content):
    """Something that happens in a talk, whatever it is about. `most_words` is of the whole line.

    A moment without `says` and without examples is never heard: the dealing lays its cards down where they belong.
    """

    says: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    most_words: int = Field(default=1000, ge=1)
    hint: str
    cards: tuple[Suggestion, ...] = Field(min_length=1)


class CheckRule(Content):
    """One check, and what ticks it.

    `said` are phrase patterns and `moves` readings of a line of the manager; `heard` are moments of the employee;
    `silence` is a turn without words; `agreement` an agreement that says who and when. `dated` demands that the
    line names a moment as well, `asks` that `moves` count in questions only (or never in one), `after` that one of
    these checks was ticked before, `first` that it is one of so many first turns. `unless` cancels.
    """

    id: str = Field(pattern=r"^[a-z]+(-[a-z]+)*$")
    phase: Phase
    text: str = Field(min_length=1)
    kinds: tuple[SituationKind, ...] = ()
    said: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    moves: tuple[MoveId, ...] = ()
    heard: tuple[str, ...] = ()
    silence: bool = False
    agreement: bool = False
    dated: bool = False
    asks: bool | None = None
    after: tuple[str, ...] = ()
    first: int | None = None
    hits: tuple[str, ...] = Field(min_length=1)
    misses: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _ticked_by_something(self) -> CheckRule:
        if not (self.said or self.moves or self.heard or self.silence or self.agreement):
            raise ValueError(_("nothing ticks this check"))
        return self

    def belongs_to(self, kind: SituationKind) -> bool:
        """Whether this check is on the list of such a talk."""
        return not self.kinds or kind in self.kinds


class NoteWords(Content):
    """Words by which the guard sorts notes; see the comments in the file."""

    agreement: tuple[str, ...]
    task: tuple[str, ...]
    date: tuple[str, ...]
    reasons: tuple[str, ...]
    health: tuple[str, ...]
    private: tuple[str, ...]
    plain: tuple[str, ...]


class Book:
    """All of it, read once. Ids of cards: `live-<topic>-<follow, idea or agree>`, `live-<moment>-<number>`."""

    def __init__(
        self,
        topics: Mapping[str, Topic],
        moments: Mapping[str, Moment],
        checks: tuple[CheckRule, ...],
        notes: NoteWords,
    ) -> None:
        self.topics, self.moments, self.checks, self.notes = topics, moments, checks, notes
        self._cards = {id: suggestion.card(id) for id, suggestion in self.suggestions()}

    def suggestions(self) -> Iterator[tuple[str, Suggestion]]:
        """Every suggestion with the id of its card, the prefix left out."""
        for name, topic in self.topics.items():
            yield from (
                (f"{name}-follow", topic.follow),
                (f"{name}-idea", topic.idea),
                (f"{name}-agree", topic.agree),
            )
        for name, moment in self.moments.items():
            yield from ((f"{name}-{number}", each) for number, each in enumerate(moment.cards, 1))

    def topic_card(self, topic: str, act: str) -> Card:
        """The card of a topic for `follow`, `idea` or `agree`."""
        return self._cards[f"{topic}-{act}"]

    def moment_cards(self, moment: str) -> tuple[Card, ...]:
        """The cards of a moment, the first one first."""
        return tuple(self._cards[f"{moment}-{n}"] for n in range(1, len(self.moments[moment].cards) + 1))

    def cards(self) -> tuple[Card, ...]:
        """Every card of this room."""
        return tuple(self._cards.values())


class _TopicFile(Content):
    topics: dict[str, Topic]


class _MomentFile(Content):
    moments: dict[str, Moment]


class _CheckFile(Content):
    checks: tuple[CheckRule, ...]


class Examples(Content):
    """Lines by topic, moment and check, one on each line; only training and tests read them."""

    moments: dict[str, str]
    topics: dict[str, str]
    checks: dict[str, str]

    def heard(self) -> dict[str, tuple[str, ...]]:
        """What employees say, by topic and moment."""
        return _lines({**self.moments, **self.topics})

    def said(self) -> dict[str, tuple[str, ...]]:
        """What managers say, by check; under `none` what does none of them."""
        return _lines(self.checks)


def _lines(texts: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(text.splitlines()) for name, text in texts.items()}


class Voice(Content):
    """Lines as one sort of manager would type them: the names they belong to, a bar, and the line.

    `heard` are lines about the employee, with moments and topics; `said` are the manager's own, with checks or
    `none`.
    Whoever measures leaves out a whole voice at a time.
    """

    who: str = Field(min_length=1)
    heard: str = ""
    said: str = ""

    def lines(self) -> tuple[Labelled, ...]:
        """What employees say, with what each line is about."""
        return _labelled(self.heard)

    def own(self) -> tuple[Labelled, ...]:
        """What managers say, with what each line does."""
        return _labelled(self.said)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line with all that it is about."""

    text: str
    names: tuple[str, ...]


class _VoiceFile(Content):
    voices: tuple[Voice, ...]


def _labelled(text: str) -> tuple[Labelled, ...]:
    parts = (line.partition("|") for line in text.splitlines() if line.strip())
    return tuple(Labelled(said.strip(), tuple(names.split())) for names, _bar, said in parts)


def voices(folder: Path) -> tuple[Voice, ...]:
    """Read the lines of the voices.

    Raises:
        ContentError: the file is not as it should be.
    """
    return content.load(folder / "voices.yaml", _VoiceFile).voices


def examples(folder: Path) -> Examples:
    """Read the examples.

    Raises:
        ContentError: the file is not as it should be.
    """
    return content.load(folder / "examples.yaml", Examples)


def load(folder: Path) -> Book:
    """Read the folder.

    Raises:
        ContentError: a file is not as it should be.
    """
    return Book(
        content.load(folder / "topics.yaml", _TopicFile).topics,
        content.load(folder / "moments.yaml", _MomentFile).moments,
        content.load(folder / "checks.yaml", _CheckFile).checks,
        content.load(folder / "notes.yaml", NoteWords),
    )


@cache
def default() -> Book:
    """What comes with the program."""
    return load(locations.knowledge() / "live")
