"""`coach content evaluate` and `coach content semantic`: how well passages are found, and which model helps."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict

import click

from coach import guidance
from coach.cli import output
from coach.guidance import evaluation
from coach.guidance.evaluation import Evaluation, Figures
from coach.guidance.semantic import Choice, SemanticError, SemanticSearch, choice, encoder, status, vectors
from coach.messages import gettext as _


def evaluate(model: str | None, as_json: bool) -> None:
    """The figures of each way to search, with a model when one is named or chosen."""
    asked = _questions()
    search = _loaded(model) if model else _chosen()
    result = evaluation.evaluate(guidance.library(), asked, search)
    if as_json:
        named = search.model if search else None
        output.write_json({"model": named, **asdict(result), "fusion_wins": result.fusion_wins})
        return
    for line in _table(result):
        click.echo(line)
    click.echo(_verdict(result) if search else _without_model())


def use(model: str, download: bool, force: bool) -> None:
    """Choose a model: it is measured, and adopted when it finds more, or when the user insists."""
    name = encoder.named(model)
    if download:
        click.echo(_("Fetching {model} from huggingface.co…").format(model=name), err=True)
        encoder.download(name)
    found = _loaded(name)
    asked = evaluation.questions()
    result = evaluation.evaluate(guidance.library(), asked, found) if asked else None
    adopted = force or (result is not None and result.fusion_wins)
    words, fused = (result.ways[way]["all"].ndcg if result else None for way in ("words", "fused"))
    Choice(model=name, adopted=adopted, words=words, fused=fused).save()
    click.echo(_verdict(result) if result else _not_measurable())
    click.echo(_told(name, adopted))


def off() -> None:
    """Search by words alone again, and remove the vectors that were made."""
    there = choice.forget()
    vectors.forget()
    click.echo(_("From now on only words are searched.") if there else _("No model was chosen; words are searched."))


def show(*, as_json: bool) -> None:
    """Whether the extra is there, which model is chosen, and whether it is used."""
    found = status()
    if as_json:
        chosen = found.choice.model_dump() if found.choice else None
        output.write_json({"installed": found.installed, "choice": chosen, "problem": found.problem})
        return
    if found.choice:
        click.echo(described(found.choice))
    elif not found.problem:
        click.echo(_("No model chosen; words are searched. To choose one: coach content semantic use MODEL"))
    if found.problem:
        click.echo(output.safe(found.problem))


def described(chosen: Choice) -> str:
    """A choice in one line: the model, whether it is used, and what was measured."""
    told = _("{model}: used together with words") if chosen.adopted else _("{model}: not used")
    line = told.format(model=output.safe(chosen.model))
    if chosen.words is None or chosen.fused is None:
        return line
    measured = _("nDCG@10 without it {words:.3f}, with it {fused:.3f}")
    return f"{line} · {measured.format(words=chosen.words, fused=chosen.fused)}"


def _questions() -> list[evaluation.Question]:
    found = evaluation.questions()
    if not found:
        raise click.UsageError(_not_measurable())
    return found


def _chosen() -> SemanticSearch | None:
    """The model that was chosen, ready to search; when there is a problem with it, words are measured without it."""
    try:
        kept = Choice.load()
        return _loaded(kept.model) if kept else None
    except SemanticError:
        return None


def _loaded(model: str) -> SemanticSearch:
    """The model, ready to search.

    Raises:
        SemanticError: it cannot be made ready.
    """
    search = SemanticSearch(guidance.library().passages, model)
    click.echo(_("Loading the model…"), err=True)
    search.load(_encoded)
    if search.trouble is not None:
        raise SemanticError(search.trouble)
    return search


def _encoded(done: int, total: int) -> None:
    """The first time takes long enough to say how far it is."""
    if sys.stderr.isatty():
        told = _("Reading the passages: {done} of {total}").format(done=done, total=total)
        click.echo(f"\r{told}", nl=done == total, err=True)


def _table(result: Evaluation) -> Iterator[str]:
    """For all questions and for each kind a block, with a line for each way to search."""
    names = _way_names()
    width = max(map(len, names.values()))
    kinds = {"all": _("all questions"), "natural": _("whole questions"), "keyword": _("keywords"),
             "utterance": _("what employees say")}  # fmt: skip
    first_3, first_5 = _("first 3"), _("first 5")
    yield f"{'':{width}}  {'nDCG@10':>8}  {first_3:>9}  {first_5:>9}"
    for kind, figures in result.ways["words"].items():
        yield f"{kinds.get(kind, kind)} (n={figures.n})"
        for way, of_kind in result.ways.items():
            yield f"{names[way]:{width}}  {_row(of_kind[kind])}"


def _way_names() -> dict[str, str]:
    return {
        "bm25": "  BM25",
        "words": "  " + _("words, as without a model"),
        "semantic": "  " + _("meaning"),
        "fused": "  " + _("both"),
    }


def _row(figures: Figures) -> str:
    return f"{figures.ndcg:8.3f}  {figures.first_3:9.3f}  {figures.first_5:9.3f}"


def _verdict(result: Evaluation) -> str:
    if result.gain is None:
        return ""
    told = _("It is not certain that more is found with the model")
    if result.fusion_wins:
        told = _("With the model more is found")
    elif result.gain.high < 0:
        told = _("With the model less is found")
    figures = _("nDCG@10 {value:+.3f} (95 %: {low:+.3f} to {high:+.3f})").format(**asdict(result.gain))
    return f"{told}: {figures}."


def _without_model() -> str:
    return status().problem or _("To measure a model as well: coach content evaluate --model MODEL")


def _not_measurable() -> str:
    return _("The questions to measure with belong to the source of the program and are not installed with it.")


def _told(model: str, adopted: bool) -> str:
    if adopted:
        return _("From now on search uses {model} together with words.").format(model=model)
    told = _("{model} is kept as your choice, but not used. To use it all the same: add --force.")
    return told.format(model=model)
