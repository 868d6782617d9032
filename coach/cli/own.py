"""`coach content add`, `own`, `remove` and `refresh`: the organisation's own documents; and how search shows them."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coach import guidance
from coach.cli import output
from coach.guidance.documents.archive import Archive
from coach.guidance.documents.document import Document, Outcome, state_of
from coach.guidance.documents.hit import OwnHit, place
from coach.guidance.documents.intake import Progress, Stage, Taken, refresh
from coach.guidance.documents.intake import add as take_in
from coach.guidance.documents.problem import DocumentError
from coach.messages import gettext as _
from coach.messages import ngettext

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

    from coach.guidance.documents.conflict import Conflict
    from coach.guidance.documents.excerpt import Excerpt

_WIDTH = 96


def add(files: Sequence[Path], as_json: bool) -> None:
    """Take documents in, one after another; one that cannot be read does not keep the others out."""
    results: list[dict[str, Any]] = []
    for file in files:
        try:
            with _bars(file.name, shown=not as_json) as progress:
                taken = take_in(file, progress=progress)
        except DocumentError as error:
            results.append({"file": str(file), "outcome": Outcome.FAILED.value, "reason": str(error)})
            click.echo(_("Error: {message}").format(message=output.safe(str(error))), err=True)
            continue
        results.append(_taken_json(taken))
        if not as_json:
            _tell(taken)
    if as_json:
        output.write_json(results)
    if any(result["outcome"] == Outcome.FAILED for result in results):
        sys.exit(2)


def show(document_id: int | None, as_json: bool) -> None:
    """The documents that were added; of one of them, the excerpts that conflict with the guidance."""
    archive = Archive()
    documents = archive.documents()
    if document_id is not None:
        documents = [_one(documents, document_id)]
    if as_json:
        output.write_json([_document_json(document, archive.excerpts(document.id)) for document in documents])
        return
    if not documents:
        click.echo(_("No documents of your own yet. Add one: coach content add FILE"))
    for document in documents:
        excerpts = archive.excerpts(document.id)
        click.echo(f"{document.id:>3}  {output.safe(document.name)}  {_summary(document, excerpts)}")
        if document_id is not None:
            _show_conflicts(document, excerpts)


def remove(document_id: int) -> None:
    """Take one document away; the file itself stays where it is."""
    archive = Archive()
    document = archive.remove(_one(archive.documents(), document_id).id)
    told = _("{file} is removed from the library. The file itself stays where it is.")
    click.echo(told.format(file=output.safe(document.name)))


def renew(as_json: bool) -> None:
    """Read again whatever changed."""
    results = []
    with _bars("", shown=not as_json) as progress:
        for taken in refresh(progress=progress):
            results.append(taken)
            if not as_json:
                _tell(taken)
    if as_json:
        output.write_json([_taken_json(taken) for taken in results])
    elif not results:
        click.echo(_("No documents of your own yet. Add one: coach content add FILE"))
    if any(taken.outcome is Outcome.FAILED for taken in results):
        sys.exit(2)


def found(query: str, count: int) -> list[dict[str, Any]]:
    """The excerpts of own documents that answer a query, in the shape of other results with `own` added."""
    return [_hit_json(hit) for hit in guidance.search_own(query, count)]


def show_found(hits: Sequence[dict[str, Any]]) -> None:
    """Those excerpts for people, below the built-in guidance."""
    for hit in hits:
        own = hit["own"]
        click.echo(f"{output.safe(hit['title'])}  ({hit['id']}) · {_('from your organisation')}")
        for line in hit["text"].split("\n"):
            click.echo(click.wrap_text(output.safe(line), _WIDTH, "  ", "  "))
        click.echo("  " + _("Source: {sources}").format(sources=output.safe(own["place"])))
        if own["outdated"]:
            click.echo("  " + _("The file has changed since, or is gone: coach content refresh"))
        for conflict in own["conflicts"]:
            _show_conflict(conflict)
        click.echo()


def _show_conflict(conflict: dict[str, Any]) -> None:
    hard = conflict["standing"] == guidance.Standing.LAW.value
    told = _("Against the rules") if hard else _("Rather not")
    click.echo(f"  {'■' if hard else '▲'} {told}: «{output.safe(conflict['quote'])}»")
    click.echo(click.wrap_text(conflict["why"], _WIDTH, "    ", "    "))
    for id in conflict["passages"]:
        passage = guidance.passage(id)
        if passage:
            click.echo(f"    → {passage.title}  ({passage.id})")


def _show_conflicts(document: Document, excerpts: Sequence[Excerpt]) -> None:
    for excerpt in excerpts:
        if excerpt.conflicts:
            click.echo(f"\n  {output.safe(place(document, excerpt))}  (own-{document.id}-{excerpt.number})")
        for conflict in excerpt.conflicts:
            _show_conflict(_conflict_json(conflict))


def _tell(taken: Taken) -> None:
    name = output.safe(taken.document.name)
    if taken.outcome is Outcome.FAILED:
        click.echo(_("Error: {message}").format(message=output.safe(taken.reason)), err=True)
        return
    told = {
        Outcome.ADDED: _("{file} is added."),
        Outcome.UPDATED: _("{file} is read again."),
        Outcome.UNCHANGED: _("{file} has not changed."),
        Outcome.MISSING: _("{file} is no longer there. Its text is kept until you remove it: {command}"),
    }[taken.outcome]
    click.echo(told.format(file=name, command=f"coach content remove {taken.document.id}"))
    if taken.excerpts:
        click.echo("  " + _summary(taken.document, taken.excerpts))
    if any(excerpt.conflicts for excerpt in taken.excerpts):
        click.echo("  " + _("Which: {command}").format(command=f"coach content own {taken.document.id}"))


def _summary(document: Document, excerpts: Sequence[Excerpt]) -> str:
    parts = [ngettext("{count} excerpt", "{count} excerpts", len(excerpts)).format(count=len(excerpts))]
    pages = max((excerpt.last_page or 0 for excerpt in excerpts), default=0)
    if pages:
        slides = ngettext("{count} slide", "{count} slides", pages)
        told = slides if document.has_slides else ngettext("{count} page", "{count} pages", pages)
        parts.append(told.format(count=pages))
    against = sum(bool(excerpt.conflicts) for excerpt in excerpts)
    if against:
        told = ngettext(
            "{count} excerpt conflicts with the guidance", "{count} excerpts conflict with the guidance", against
        )
        parts.append("■ " + told.format(count=against))
    state = state_of(document)
    if state is Outcome.MISSING:
        parts.append(_("the file is gone"))
    elif state is Outcome.UPDATED:
        parts.append(_("to be read again: coach content refresh"))
    return " · ".join(parts)


def _one(documents: Sequence[Document], document_id: int) -> Document:
    known = next((document for document in documents if document.id == document_id), None)
    if known is None:
        raise click.UsageError(
            _("There is no document {number}. See which there are: coach content own").format(number=document_id)
        )
    return known


@contextmanager
def _bars(name: str, shown: bool) -> Iterator[Progress]:
    """A bar on standard error for each stage of each document; none where nobody would see it move."""
    bar: ProgressBar[int] | None = None
    at: tuple[Stage, int] | None = None
    label = {
        Stage.READING: _("Reading {file}").format(file=output.safe(name)),
        Stage.WEIGHING: _("Holding it against the rules"),
    }

    def progress(stage: Stage, done: int, total: int) -> None:
        nonlocal bar, at
        if not (shown and sys.stderr.isatty()) or total < 1:
            return
        if at != (stage, total) or bar is None:
            _end(bar)
            bar = click.progressbar(length=total, label=label[stage], file=sys.stderr)
            bar.__enter__()
            at = (stage, total)
        bar.update(done - bar.pos)

    try:
        yield progress
    finally:
        _end(bar)


def _end(bar: ProgressBar[int] | None) -> None:
    if bar is not None:
        bar.__exit__(None, None, None)


def _hit_json(hit: OwnHit) -> dict[str, Any]:
    return {
        "id": hit.id,
        "title": hit.title,
        "text": hit.excerpt.text,
        "sources": [hit.document.name],
        "score": round(hit.score, 4),
        "own": {
            "document": hit.document.id,
            "place": hit.place,
            "heading": hit.excerpt.heading,
            "pages": [hit.excerpt.first_page, hit.excerpt.last_page],
            "outdated": hit.outdated,
            "conflicts": [_conflict_json(conflict) for conflict in hit.excerpt.conflicts],
        },
    }


def _conflict_json(conflict: Conflict) -> dict[str, Any]:
    return conflict.model_dump(mode="json")


def _taken_json(taken: Taken) -> dict[str, Any]:
    told: dict[str, Any] = {"file": str(taken.document.path), "outcome": taken.outcome.value}
    if taken.reason:
        return {**told, "reason": taken.reason}
    return {**told, **_document_json(taken.document, taken.excerpts)}


def _document_json(document: Document, excerpts: Sequence[Excerpt]) -> dict[str, Any]:
    return {
        "id": document.id,
        "name": document.name,
        "path": str(document.path),
        "read_at": document.read_at.isoformat(),
        "state": state_of(document).value,
        "excerpts": len(excerpts),
        "conflicts": [
            {"id": f"own-{document.id}-{e.number}", "place": place(document, e), **_conflict_json(conflict)}
            for e in excerpts
            for conflict in e.conflicts
        ],
    }
