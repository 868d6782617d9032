"""Answers to "may I …": what may be asked, recorded and shared, with the reason and the passages behind it.

An answer is put together from what trainers wrote; nothing is made up. Without a verdict that fits there are passages
only, and without passages examples of what can be asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache

from pydantic import BaseModel, ConfigDict

from coach import locations
from coach.guidance import act as acts
from coach.guidance import analysis, verdict, wordlist
from coach.guidance.act import Act, ActReader
from coach.guidance.index import MAX_QUERY_CHARS
from coach.guidance.library import Library
from coach.guidance.library import default as default_library
from coach.guidance.passage import Passage, Standing
from coach.guidance.phrases import Phrases
from coach.guidance.topic import Topic, TopicReader
from coach.guidance.verdict import Judgement, Ruling, Verdict

_PLAIN = 0.25
"""From this score up a question is plainly about a topic. Measured on example questions left out: one in forty of
those that a verdict answers stays below; questions on something else altogether hardly ever come above."""

_AGREEING = 5
"""Search agrees with a verdict when one of its passages is among so many that it finds first."""

_DOUBT = 0.1
"""So close behind the first, a topic with another answer is offered as a choice."""

_FORBIDDING = 0.2
"""From this score up a second topic that says "you may not" is offered beside a first that says "you may".

Measured on example questions left out: with both, one in nine becomes a choice; of the others more than nine in ten
are right, and one in a hundred allows what is forbidden."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Reference(_Frozen):
    """A source: its id, and the titles of the document and the section that it stands for."""

    id: str
    document: str
    section: str


class Citation(_Frozen):
    """A passage that an answer rests on."""

    id: str
    title: str
    text: str
    standing: Standing
    sources: tuple[Reference, ...]
    checked: date


class Decision(_Frozen):
    """What a verdict says on one act: whether it may, why, and what can be said at any rate."""

    id: str
    topic: str
    act: Act
    ruling: Ruling
    why: str
    safe: tuple[str, ...]
    passages: tuple[str, ...]
    sources: tuple[Reference, ...]
    checked: date


class Answer(_Frozen):
    """The answer to one question.

    With a `decision`, that is the answer. With two `choices` the question may be about either. With neither, no
    verdict answers it. Where there is a decision or a choice, the first passages are theirs. Only when there are no
    passages at all there are `examples` of what can be asked.
    """

    question: str
    act: Act
    decision: Decision | None = None
    choices: tuple[Decision, ...] = ()
    passages: tuple[Citation, ...] = ()
    examples: tuple[str, ...] = ()


class Adviser:
    """Answers questions from verdicts and passages. Learning which is which is done at the first question."""

    def __init__(
        self,
        shelf: Library,
        reader: ActReader,
        verdicts: Sequence[Verdict],
        lists: Mapping[str, Iterable[str]],
    ) -> None:
        self.verdicts = tuple(verdicts)
        self._shelf, self._reader, self._lists = shelf, reader, lists
        self._topics = TopicReader(verdicts, lists)
        self._cases = {
            verdict.id: [(case, Phrases(wordlist.expanded(case.when, lists))) for case in verdict.cases]
            for verdict in verdicts
        }

    def answer(self, question: str, k: int = 5) -> Answer:
        """The answer to a question, with at most `k` passages, or as many as the verdict itself names."""
        words = analysis.words(question[:MAX_QUERY_CHARS])
        found = [hit.passage for hit in self._shelf.search(question, max(k, _AGREEING))]
        act = self._reader.act(words)
        decisions = self._decisions(words, act, found)
        own = [passage for id in _passage_ids(decisions) if (passage := self._shelf.passage(id))]
        cited = list({passage.id: passage for passage in (*own, *found)}.values())[: max(k, len(own))]
        return Answer(
            question=question,
            act=act,
            decision=decisions[0] if len(decisions) == 1 else None,
            choices=tuple(decisions) if len(decisions) > 1 else (),
            passages=tuple(map(self._citation, cited)),
            examples=() if cited else self.examples(),
        )

    def act(self, words: Sequence[str]) -> Act:
        """What a question, given as `analysis.words`, wants to do."""
        return self._reader.act(words)

    def asks_permission(self, words: Sequence[str]) -> bool:
        """Whether a question, given as `analysis.words`, asks if something may."""
        return self._reader.asks_permission(words)

    def without(self, questions: Iterable[str]) -> Adviser:
        """An adviser that does not have these example questions, for measuring."""
        left_out = frozenset(questions)
        poorer = [
            verdict.model_copy(update={"questions": tuple(q for q in verdict.questions if q not in left_out)})
            for verdict in self.verdicts
        ]
        return Adviser(self._shelf, self._reader, poorer, self._lists)

    def decision(self, about: Verdict, act: Act, words: Sequence[str]) -> Decision:
        """What a verdict says to a question, given as `analysis.words`; where the act means nothing, on asking."""
        judged = about.judgement(act)
        act = act if judged else Act.ASK
        fitting = (case for case, when in self._cases[about.id] if case.act is act and when.any(words))
        found: Judgement = next(fitting, judged or about.ask)
        return Decision(
            id=about.id,
            topic=about.topic,
            act=act,
            ruling=found.verdict,
            why=found.why,
            safe=about.safe,
            passages=about.passages,
            sources=self._references(about.sources),
            checked=about.checked,
        )

    def examples(self, count: int = 6) -> tuple[str, ...]:
        """Questions that can be asked, each on another topic."""
        step = max(1, len(self.verdicts) // max(1, count))
        return tuple(verdict.questions[0] for verdict in self.verdicts[::step][:count])

    def _decisions(self, words: Sequence[str], act: Act, found: Sequence[Passage]) -> list[Decision]:
        """One decision, or two that the question leaves open; none when no verdict answers it.

        Three signs say that one does: the topic is plain, the words ask for permission, and search agrees. With two
        of them the answer is given, unless another is close behind; a plain topic alone gives a choice.
        """
        if not words:
            return []
        likely = self._topics.topics(words, 2)
        plain = likely[0].score >= _PLAIN
        signs = [plain, self.asks_permission(words), _agrees(likely[0], found)]
        if sum(signs) < 2 and not plain:
            return []
        decisions = [self.decision(topic.verdict, act, words) for topic in likely]
        unsure = sum(signs) < 2 or not plain or _in_doubt(likely, [decision.ruling for decision in decisions])
        return decisions if unsure else decisions[:1]

    def _citation(self, passage: Passage) -> Citation:
        return Citation(
            id=passage.id,
            title=passage.title,
            text=passage.text,
            standing=passage.standing,
            sources=self._references(passage.sources),
            checked=passage.checked,
        )

    def _references(self, sources: Iterable[str]) -> tuple[Reference, ...]:
        known = self._shelf.sources
        return tuple(Reference(id=id, document=known.document(id), section=known.section(id)) for id in sources)


def answer(question: str, k: int = 5) -> Answer:
    """The answer to a question, with at most `k` passages, or as many as the verdict itself names.

    Raises:
        ContentError: the knowledge files cannot be read.
    """
    return default().answer(question, k)


def verdicts_for(question: str) -> tuple[Decision, ...]:
    """The decision, or the two of a choice, when a question asks in so many words whether something may.

    For who shows a verdict beside search results: words that only look something up have none.

    Raises:
        ContentError: the knowledge files cannot be read.
    """
    adviser = default()
    if not adviser.asks_permission(analysis.words(question[:MAX_QUERY_CHARS])):
        return ()
    answered = adviser.answer(question)
    return (answered.decision,) if answered.decision else answered.choices


@cache
def default() -> Adviser:
    """The adviser with the verdicts and passages that come with the program."""
    folder, shelf = locations.knowledge(), default_library()
    path = folder / "verdicts.yaml"
    reader = acts.load(folder / "acts.yaml")
    verdicts = verdict.load(path, {passage.id for passage in shelf.passages}, shelf.sources)
    named = [
        word for each in verdicts for word in (*each.words, *(when for case in each.cases for when in case.when))
    ]
    return Adviser(shelf, reader, verdicts, wordlist.load(reader.groups, folder / "lexicon", named, path))


def _in_doubt(likely: Sequence[Topic], rulings: Sequence[Ruling]) -> bool:
    """Whether topics with different answers are too close to call, or the milder one may hide a prohibition."""
    first, second = likely[0].score, likely[-1].score
    too_mild = list(rulings) == [Ruling.YES, Ruling.NO] and second >= _FORBIDDING
    return len(set(rulings)) > 1 and (too_mild or first - second < _DOUBT)


def _agrees(topic: Topic, found: Sequence[Passage]) -> bool:
    return any(passage.id in topic.verdict.passages for passage in found[:_AGREEING])


def _passage_ids(decisions: Iterable[Decision]) -> list[str]:
    return list(dict.fromkeys(id for decision in decisions for id in decision.passages))
