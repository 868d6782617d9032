"""A model sits the exam: each turn through the voice of the program, each question through the coach's words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from coach.conversation import Band, Flag, Reading
from coach.debrief import debrief
from coach.exam.paper import Attack, Doubt, Paper, Person, Planned, Rewrite, Script, persona
from coach.exam.results import Cost, Played, Results, Worded
from coach.exam.scenes import scene
from coach.guidance.answer import answer
from coach.messages import gettext as _
from coach.model import machine
from coach.model.contract import Engine, EngineError, never
from coach.phrasing import reader
from coach.roleplay import library
from coach.roleplay.employee import Employee
from coach.roleplay.model_voice import ModelVoice
from coach.roleplay.practice import Practice
from coach.store import open_store
from coach.words import asking, better, cited, moments, opinion

LOADING = 900.0
"""Seconds that loading a model may take."""

_PATIENCE = 600.0
"""Seconds that an answer may take: what a slow computer makes of it is measured apart."""

Step = Callable[[], Played | Worded]


class Sitting:
    """One model and one exam. What came so far can be read at any moment."""

    def __init__(self, engine: Engine, paper: Paper, cancelled: Callable[[], bool] = never) -> None:
        self._engine = engine
        self._paper = paper
        self._cancelled = cancelled
        self._played: list[Played] = []
        self._worded: list[Worded] = []
        self._costs: list[Cost] = []
        self._memory: int | None = None
        self._voice = ModelVoice(engine, _PATIENCE)
        self._steps = [*self._turns(), *self._words()]

    @property
    def length(self) -> int:
        """How many things are asked."""
        return len(self._steps)

    @property
    def results(self) -> Results:
        """What came so far."""
        return Results(
            played=tuple(self._played),
            worded=tuple(self._worded),
            costs=tuple(self._costs),
            memory=self._memory,
            stopped=len(self._played) + len(self._worded) < self.length,
        )

    def run(self) -> Iterator[int]:
        """Ask everything, one by one; gives the number of things that were asked.

        Raises:
            EngineError: the model cannot be loaded, or stops again and again.
        """
        for number, step in enumerate(self._steps, 1):
            self._ready()
            found = step()
            if self._cancelled():
                return
            if isinstance(found, Played):
                self._played.append(found)
            else:
                self._worded.append(found)
            yield number

    def _ready(self) -> None:
        """Wait for the model; one that crashed at a question is loaded anew for the next."""
        if asking.is_ready(self._engine):
            return
        self._voice.start()
        if not asking.wait_until_ready(self._engine, LOADING, self._cancelled) and not self._cancelled():
            raise EngineError(self._engine.status()[1] or _("The model is not there."))

    def _turns(self) -> Iterator[Step]:
        for person, turn in self._paper.turns:
            yield lambda person=person, turn=turn: self._turn(person, turn)  # type: ignore[misc]

    def _words(self) -> Iterator[Step]:
        words = self._paper.words
        for line in words.rewrites:
            yield lambda line=line: self._rewrite(line)  # type: ignore[misc]
        for question in words.questions:
            yield lambda question=question: self._cite(question)  # type: ignore[misc]
        for doubt in words.opinions:
            yield lambda doubt=doubt: self._doubt(doubt)  # type: ignore[misc]
        for script in words.debriefs:
            yield lambda script=script: self._look_back(script)  # type: ignore[misc]

    def _turn(self, person: Person, turn: Planned) -> Played:
        voice = self._voice
        voice.start()
        before, spoken = voice.faults.copy(), voice.spoken
        text = " ".join(voice.sentences(scene(self._paper.talks, person, turn), self._cancelled))
        faults = tuple(fault.value for fault in (voice.faults - before).elements())
        self._measure()
        used = voice.spoken > spoken
        return Played(
            person=person.person,
            act=turn.act.value,
            attack=turn.kind.value if isinstance(turn, Attack) else None,
            said=turn.said,
            answer=text,
            used=used,
            first=used and not faults,
            faults=faults,
        )

    def _rewrite(self, line: Rewrite) -> Worded:
        from coach import phrasing

        flag = phrasing.read(line.said, line.before).shown()[0]
        found = better.find(self._engine, better.Line(line.said, flag, line.before), self._cancelled)
        return Worded(kind="rewrite", asked=line.said, answer=found or "", good=int(bool(found)), bad=int(not found))

    def _cite(self, question: str) -> Worded:
        found = cited.asked(self._engine, answer(question, cited.MOST_PASSAGES), self._cancelled)
        told = " ".join(f"{claim.text} [{claim.passage}]" for claim in found.held) if found else ""
        good, bad = (len(found.held), found.dropped) if found else (0, 1)
        return Worded(kind="citation", asked=question, answer=told, good=good, bad=bad)

    def _doubt(self, doubt: Doubt) -> Worded:
        rules = reader.default().rules
        flags = tuple(_doubtful(doubt.said, name.value) for name in doubt.among)
        reading = Reading(flags=tuple(flags))
        found = opinion.find(self._engine, doubt.said, reading, rules, None, self._cancelled)
        right = found is not None and found.label == doubt.holds
        told = "" if found is None else f"{found.label or '-'} {found.quote}".strip()
        return Worded(kind="opinion", asked=doubt.said, answer=told, good=int(right), bad=int(not right))

    def _look_back(self, script: Script) -> Worded:
        situation = library.default().situation(script.person.partition("/")[0])
        practice = Practice(Employee(situation, persona(script.person)), open_store(None), seed=1)
        for line in script.lines:
            if not practice.over:
                practice.say(line)
        report = debrief(practice.talk, practice.employee.persona, situation=situation)
        found = moments.asked(self._engine, report, self._cancelled)
        told = " ".join(f"{claim.text} ({claim.turn})" for claim in found.held) if found else ""
        good, bad = (len(found.held), found.dropped) if found else (0, 1)
        return Worded(kind="moment", asked=script.person, answer=told, good=good, bad=bad)

    def _measure(self) -> None:
        usage = self._engine.usage()
        if usage:
            cost = Cost(
                first_token_s=usage.first_token_s,
                tokens_per_s=usage.tokens_per_s,
                evaluated=usage.evaluated_tokens,
                prompt=usage.prompt_tokens,
            )
            self._costs.append(cost)
        pid = getattr(self._engine, "pid", None)
        taken = machine.taken_memory(pid) if pid else None
        self._memory = max(filter(None, (taken, self._memory)), default=None)


def _doubtful(said: str, name: str) -> Flag:
    """A flag that the reader is not sure of, on the whole line."""
    from coach.conversation import FlagId

    file = reader.default().rules.flags[FlagId(name)]
    assert file.level is not None
    return Flag(
        id=FlagId(name),
        level=file.level,
        certainty=0.4,
        band=Band.MAYBE,
        start=0,
        end=len(said),
        quote=said,
        why=file.why,
        instead="",
    )
