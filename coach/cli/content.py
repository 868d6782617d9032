"""`coach content check`: read everything a trainer can write, and run the examples it carries."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from coach import guidance, locations
from coach.content import ContentError
from coach.messages import gettext as _
from coach.messages import ngettext


def run() -> None:
    """Print every problem; the exit code is 2 when there is one."""
    problems = list(dict.fromkeys(examine()))
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
        _debrief,
        _preparation,
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


def _roleplay() -> Iterator[str]:
    from coach.roleplay import library, soundness

    content = library.default()
    for situation in content.situations.values():
        for phase in situation.phases:
            for question in phase.questions:
                yield from _flagged(f"{situation.id}/{phase.id}", question)
        if not content.persona_ids(situation.id):
            problem = _("there is no employee in this situation")
            yield f"{situation.id}: {problem}"
        for persona_id in content.persona_ids(situation.id):
            yield from soundness.problems(content.persona(situation.id, persona_id))


def _flagged(place: str, sentence: str, before: str | None = None) -> Iterator[str]:
    """A sentence that the program itself offers must not be one that it would flag."""
    from coach import phrasing

    flags = ", ".join(flag.id.value for flag in phrasing.read(sentence, before).shown())
    if flags:
        problem = _("is flagged itself ({flags})").format(flags=flags)
        yield f"{place}: {problem}: {sentence}"


def _debrief() -> Iterator[str]:
    from coach.debrief import agreement, report
    from coach.roleplay import dynamics, topic

    for read in (agreement.default, report.data, dynamics.default, topic.default):
        read()
    yield from ()


def _preparation() -> Iterator[str]:
    from coach.preparation import soundness

    yield from soundness.problems()


def _relative(problem: str) -> str:
    return problem.replace(str(locations.knowledge().parent.parent) + "/", "").replace(str(Path.cwd()) + "/", "")
