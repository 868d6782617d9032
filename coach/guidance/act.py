"""What a question about absence wants to do: ask something, record it, or share it with others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path

from pydantic import Field, field_validator

from coach import content
from coach.guidance.phrases import Match, Phrases, PhraseText
from coach.messages import gettext as _


class Act(StrEnum):
    """The three things that a rule on privacy may allow or forbid."""

    ASK = "ask"
    RECORD = "record"
    SHARE = "share"


class ActWords(content.Content):
    """The words of one act: `verbs` name it, `hints` decide where a verb names several acts, or none does."""

    verbs: tuple[PhraseText, ...] = Field(min_length=1)
    hints: tuple[PhraseText, ...] = ()


class ActFile(content.Content):
    """How an act is read from a question.

    `modals` are the verbs of permission; the first verb after one counts. `permission` are other words that ask
    whether something may. `groups` are lists that other files call by name: `{hr}`.
    """

    modals: tuple[PhraseText, ...] = Field(min_length=1)
    permission: tuple[PhraseText, ...] = ()
    groups: dict[str, tuple[PhraseText, ...]]
    acts: dict[Act, ActWords]

    @field_validator("acts")
    @classmethod
    def _complete(cls, acts: dict[Act, ActWords]) -> dict[Act, ActWords]:
        missing = ", ".join(act for act in Act if act not in acts)
        if missing:
            raise ValueError(_("missing here: {names}").format(names=missing))
        return acts


class ActReader:
    """Says which act a question is about."""

    def __init__(self, file: ActFile) -> None:
        self.groups = file.groups
        self._modals = Phrases(file.modals)
        self._permission = Phrases((*file.modals, *file.permission))
        self._named = _acts_by_phrase({act: words.verbs for act, words in file.acts.items()})
        self._hinted = _acts_by_phrase({act: words.hints for act, words in file.acts.items()})
        self._verbs, self._hints = Phrases(self._named), Phrases(self._hinted)

    def act(self, words: Sequence[str]) -> Act:
        """The act of a question, given as `analysis.words`; a question that names none asks."""
        named = self._first_named(words)
        if len(named) == 1:
            return named[0]
        votes = Counter(act for match in self._hints.matches(words) for act in self._hinted[match.phrase])
        open_to = named or list(Act)
        return max(open_to, key=lambda act: votes[act])

    def asks_permission(self, words: Sequence[str]) -> bool:
        """Whether a question asks if something may, as far as its words say so."""
        return self._permission.any(words)

    def _first_named(self, words: Sequence[str]) -> list[Act]:
        """The acts of the first verb after a word of permission, or of the first verb without one."""
        modal = min((match.end for match in self._modals.matches(words)), default=0)
        found = self._earliest(words, modal) or self._earliest(words, 0)
        return [act for act in Act if any(act in self._named[match.phrase] for match in found)]

    def _earliest(self, words: Sequence[str], after: int) -> list[Match]:
        found = self._verbs.matches(words[after:])
        first = min((match.start for match in found), default=0)
        return [match for match in found if match.start == first]


def _acts_by_phrase(phrases: Mapping[Act, Sequence[str]]) -> dict[str, list[Act]]:
    acts: dict[str, list[Act]] = defaultdict(list)
    for act, own in phrases.items():
        for phrase in own:
            acts[phrase].append(act)
    return dict(acts)


def load(path: Path) -> ActReader:
    """Read the words of the acts.

    Raises:
        ContentError: the file is not as it should be.
    """
    return ActReader(content.load(path, ActFile))
