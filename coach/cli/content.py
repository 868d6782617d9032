"""`coach content check`: read everything a trainer can write, and run the examples it carries."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coach import guidance, locations
from coach.content import ContentError
from coach.messages import gettext as _
from coach.messages import ngettext

if TYPE_CHECKING:
    from coach.roleplay.persona import Situation


def run(own: bool = False) -> None:
    """Print every problem, or those in the user's own files; the exit code is 2 when there is one."""
    problems = list(dict.fromkeys(_roleplay(own) if own else examine()))
    for problem in problems:
        click.echo(_relative(problem))
    if problems:
        click.echo(
            ngettext("{count} problem.", "{count} problems.", len(problems)).format(count=len(problems)),
            err=True,
        )
        sys.exit(2)
    click.echo(_("All content is in order."))


def examine() -> Iterator[str]:
    """Every problem in the content, one sentence each. A file that cannot be read ends its own part."""
    for part in (
        _phrasing,
        _other_languages,
        _guidance,
        _verdicts,
        _advice,
        _cards,
        _roleplay,
        _exercises,
        _debrief,
        _preparation,
        _prompts,
        _models,
        _workshops,
    ):
        try:
            yield from part()
        except ContentError as error:
            yield str(error)


def _phrasing() -> Iterator[str]:
    from coach.phrasing import examples, reader

    source = reader.default()
    yield from examples.problems(source)
    known = {passage.id for passage in guidance.library().passages}
    for file in source.rules.flags.values():
        named = {*file.passages, *(passage for rule in file.rules for passage in rule.passages)}
        for missing in sorted(named - known):
            problem = _("there is no passage «{name}»").format(name=missing)
            yield f"{file.flag}: {problem}"


def _other_languages() -> Iterator[str]:
    from coach.phrasing import examples, reader

    for language in locations.LANGUAGES:
        if language != locations.LANGUAGE:
            yield from (f"{language}: {problem}" for problem in examples.problems(reader.speaking(language)))


def _guidance() -> Iterator[str]:
    from coach.guidance import contradiction

    contradiction.default()
    for passage in guidance.library().passages:
        for sentence in passage.say:
            yield from _flagged(f"{passage.id}: say", sentence)


def _verdicts() -> Iterator[str]:
    """What is said in answer to "may I …"."""
    from coach.guidance import answer

    for verdict in answer.default().verdicts:
        for sentence in verdict.safe:
            yield from _flagged(f"{verdict.id}: safe", sentence)


def _advice() -> Iterator[str]:
    """What is looked for in an organisation's own documents."""
    from coach.guidance.documents import advice

    book = advice.default()
    yield from advice.problems(book)
    for item in book.advice:
        for missing in (id for id in item.passages if guidance.passage(id) is None):
            problem = _("there is no passage «{name}»").format(name=missing)
            yield f"advice/{item.id}: {problem}"


def _cards() -> Iterator[str]:
    """Every sentence of every card, alone and after what it answers; and no sentence on two cards."""
    from coach import content
    from coach.guidance import card

    said: dict[str, str] = {}
    for path in content.files(locations.knowledge() / "cards", "*.yaml"):
        try:
            deck = card.shipped(path)
        except ContentError as error:
            yield str(error)
            continue
        for item in deck.cards():
            for sentence in item.say:
                if said.setdefault(sentence, item.id) != item.id:
                    problem = _("stands on card {card} too").format(card=said[sentence])
                    yield f"{item.id}: say: {problem}: {sentence}"
                for before in (None, *item.when):
                    yield from _flagged(f"{item.id}: say", sentence, before)


def _roleplay(own: bool = False) -> Iterator[str]:
    """Situations and employees: all of them, or only those in the user's own folder."""
    from coach.content import faults
    from coach.roleplay import library
    from coach.roleplay.persona import Situation

    content = library.default()
    for broken in content.broken:
        yield from map(str, faults(broken.path, Situation))
    for situation in content.situations.values():
        path = content.situation_file(situation.id)
        if not own or _is_own(path):
            yield from _situation(situation, path)
    named: dict[str, Path] = {}
    for folder in (*content.situations, *(broken.path.stem for broken in content.broken)):
        for path in content.persona_files(folder):
            found = _employee(path, named)
            yield from (problem for problem in found if not own or _is_own(path))


def _is_own(path: Path) -> bool:
    return path.is_relative_to(locations.own_situations())


def _situation(situation: Situation, path: Path) -> Iterator[str]:
    """What is odd about a situation, its questions among it."""
    from coach.content import fault
    from coach.roleplay import library

    if situation.id != path.stem:
        yield str(fault(path, ("id",), _("the file is named after its id: {name} expected").format(name=path.stem)))
    for field in ("title", "summary", "aim"):
        if not getattr(situation, field).strip():
            yield str(fault(path, (field,), _("this is still empty")))
    for phase in situation.phases:
        for question in phase.questions:
            yield from _flagged(f"{situation.id}/{phase.id}", question)
    if not library.default().persona_files(situation.id):
        yield f"{situation.id}: " + _("there is no employee in this situation")


def _employee(path: Path, named: dict[str, Path]) -> Iterator[str]:
    """What is missing or odd in the file of an employee; `named` holds the names of those before."""
    from coach.content import fault, faults, load
    from coach.roleplay import soundness
    from coach.roleplay.persona import Persona

    if found := faults(path, Persona):
        yield from map(str, found)
        return
    persona = load(path, Persona)
    if persona.id != path.stem:
        yield str(fault(path, ("id",), _("the file is named after its id: {name} expected").format(name=path.stem)))
    other = named.setdefault(persona.name.casefold(), path)
    if other != path:
        problem = _("there is an employee of this name already: {file}").format(file=other)
        yield str(fault(path, ("name",), problem))
    for odd in soundness.faults(persona):
        yield str(fault(path, odd.place, odd.problem))


def _exercises() -> Iterator[str]:
    """Exercises and hints."""
    from coach.roleplay import exercise, rehearsal

    for chosen in exercise.default():
        yield from rehearsal.exercise_problems(chosen)
    yield from rehearsal.hint_problems()


def _flagged(place: str, sentence: str, before: str | None = None) -> Iterator[str]:
    """A sentence that the program itself offers must not be one that it would flag."""
    from coach import phrasing

    flags = ", ".join(flag.id.value for flag in phrasing.read(sentence, before).shown())
    if flags:
        problem = _("is flagged itself ({flags})").format(flags=flags)
        yield f"{place}: {problem}: {sentence}"


def _debrief() -> Iterator[str]:
    from coach.debrief import agreement, report
    from coach.roleplay import cue, dynamics, topic

    for read in (agreement.default, report.data, dynamics.default, topic.default, cue.default):
        read()
    yield from ()


def _prompts() -> Iterator[str]:
    """What a language model is told, each filled with its own example; by what its words are judged; its exam."""
    from coach.exam import paper
    from coach.model import prompt
    from coach.roleplay import guide

    yield from map(str, prompt.faults())
    yield from guide.problems(guide.default())
    yield from paper.problems(paper.default())


def _preparation() -> Iterator[str]:
    from coach.preparation import soundness

    yield from soundness.problems()


def _models() -> Iterator[str]:
    """The catalogue of language models."""
    from coach.model import catalogue

    yield from (f"models: {problem}" for problem in catalogue.problems(catalogue.default()))


def _workshops() -> Iterator[str]:
    """Plans, role cards and pseudonyms."""
    from coach.workshop import soundness

    yield from soundness.all_problems()


def _relative(problem: str) -> str:
    """A problem on one line, with paths as they look from here."""
    problem = " ".join(problem.splitlines())
    return problem.replace(str(locations.knowledge().parent.parent) + "/", "").replace(str(Path.cwd()) + "/", "")
