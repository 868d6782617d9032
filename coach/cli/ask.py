"""`coach ask`: whether something may be asked, recorded or shared, and the guidance behind it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from coach.cli import output
from coach.cli import words as model_words
from coach.guidance.answer import Answer, Citation, Decision, Reference, answer
from coach.guidance.naming import act_name, ruling_name, standing_name
from coach.guidance.passage import Standing
from coach.guidance.verdict import Ruling
from coach.messages import gettext as _

if TYPE_CHECKING:
    from coach.words.cited import Claim

_SIGNS = {Ruling.YES: "●", Ruling.NO: "■", Ruling.RATHER_NOT: "▲", Ruling.ONLY_IF: "▲"}
_LEGAL = (Standing.LAW, Standing.CONTESTED)
_WIDTH = 96


def run(question: str | None, count: int, as_json: bool, jsonl: bool, words: bool = False) -> None:
    """Answer once, or once for each JSON object on standard input; with `words` in the words of a model too."""
    if jsonl:
        output.each_json_line(lambda row: _answer_row(row, count))
        return
    if question is None:
        raise click.UsageError(_('Say what you want to know, for example: coach ask "may I ask when she is back?"'))
    answered = answer(question, count)
    if not as_json:
        _show(answered)
    claims: Sequence[Claim] = ()
    with model_words.asker(words) as model:
        if model:
            from coach.words import cited

            claims = model.ask(lambda engine: cited.find(engine, answered)) or ()
            if not as_json:
                model_words.show(model.name, [f"{claim.text} [{claim.passage}]" for claim in claims])
    if as_json:
        told = {"words": [{"text": claim.text, "passage": claim.passage} for claim in claims]} if words else {}
        output.write_json({**answered.model_dump(mode="json"), **told})


def _answer_row(row: dict[str, Any], count: int) -> dict[str, Any]:
    question = row.get("question")
    if not isinstance(question, str):
        return {"id": None, "error": _("the field question is missing, or is not text")}
    return {"id": row.get("id"), **answer(question, count).model_dump(mode="json")}


def _show(answered: Answer) -> None:
    if answered.decision:
        _show_decision(answered.decision)
    elif answered.choices:
        click.echo(_("This can be about two things. Which do you mean?") + "\n")
        for decision in answered.choices:
            _show_decision(decision)
    elif answered.passages:
        click.echo(_("No verdict answers this. What the guidance says:") + "\n")
    else:
        _show_examples(answered.examples)
    for number, passage in enumerate(answered.passages, start=1):
        _show_passage(number, passage)


def _show_decision(decision: Decision) -> None:
    click.echo(f"{_SIGNS[decision.ruling]} {ruling_name(decision.ruling)}")
    click.echo(_wrapped(f"{act_name(decision.act)}: {decision.topic}"))
    click.echo(_wrapped(decision.why))
    click.echo("  " + _("You can say") + ":")
    for sentence in decision.safe:
        click.echo(_wrapped(f"«{sentence}»", "  ● ", "    "))
    _show_sources(decision.sources)
    _show_checked(decision.checked, legal=True)


def _show_passage(number: int, passage: Citation) -> None:
    click.echo(f"[{number}] {passage.title}  ({passage.id}) · {standing_name(passage.standing)}")
    click.echo(_wrapped(passage.text))
    _show_sources(passage.sources)
    _show_checked(passage.checked, legal=passage.standing in _LEGAL)


def _show_sources(sources: Iterable[Reference]) -> None:
    """Document by document, each section with its id."""
    documents: dict[str, list[str]] = {}
    for source in sources:
        documents.setdefault(source.document, []).append(f"{source.section} ({source.id})")
    for document, sections in documents.items():
        told = _("Source: {sources}").format(sources=f"{document}: {', '.join(sections)}")
        click.echo(_wrapped(told, "  ", "    "))


def _show_checked(checked: date, *, legal: bool) -> None:
    told = _("Checked on {date}. No legal advice.") if legal else _("Checked on {date}.")
    click.echo("  " + told.format(date=checked.strftime("%d-%m-%Y")) + "\n")


def _show_examples(examples: Iterable[str]) -> None:
    click.echo(_("There is no answer to this. You can ask what may be asked, recorded or shared, for example:"))
    for example in examples:
        click.echo(f'  coach ask "{example}"')
    click.echo(_("To look something up in the guidance: {command}").format(command="coach search"))


def _wrapped(text: str, first: str = "  ", further: str = "  ") -> str:
    return click.wrap_text(text, _WIDTH, first, further)
