"""`coach search`: find guidance."""

from __future__ import annotations

from typing import Any

import click

from coach import guidance, locations
from coach.cli import output
from coach.guidance.contradiction import Wins
from coach.messages import gettext as _


def run(query: str | None, count: int, as_json: bool, jsonl: bool) -> None:
    """Search once, or once for each JSON object on standard input."""
    trouble = guidance.wait_for_model() if jsonl or query is not None else None
    if trouble:
        click.echo(output.safe(trouble), err=True)
    if jsonl:
        output.each_json_line(lambda row: _answer(row, count))
        return
    if query is None:
        raise click.UsageError(_('Say what you are looking for, for example: coach search "ask for the cause"'))
    hits, own = _results(query, count), _own(query, count)
    if as_json:
        output.write_json([*hits, *own])
    elif hits or own:
        _show(hits)
        _show_own(own)
    else:
        _suggest()


def _results(query: str, count: int) -> list[dict[str, Any]]:
    return [
        {
            "id": hit.passage.id,
            "title": hit.passage.title,
            "text": hit.passage.text,
            "sources": list(hit.passage.sources),
            "score": round(hit.score, 4),
            "contradictions": _contradictions(hit.passage),
        }
        for hit in guidance.search(query, count)
    ]


def _contradictions(passage: guidance.Passage) -> list[dict[str, Any]]:
    """Where sources contradict each other; `about` is false where the passage only shares a source with a side."""
    return [
        {"about": each.concerns(passage), **each.model_dump(mode="json")}
        for each in guidance.contradictions_of(passage)
    ]


def _own(query: str, count: int) -> list[dict[str, Any]]:
    """What the organisation's own documents say; it comes last, for its scores are of another kind."""
    if not locations.own_documents().exists():
        return []
    from coach.cli import own

    return own.found(query, count)


def _show_own(hits: list[dict[str, Any]]) -> None:
    if hits:
        from coach.cli import own

        own.show_found(hits)


def _answer(row: dict[str, Any], count: int) -> dict[str, Any]:
    query = row.get("query")
    if not isinstance(query, str):
        return {"id": None, "error": _("the field query is missing, or is not text")}
    return {"id": row.get("id"), "results": [*_results(query, count), *_own(query, count)]}


def _show(hits: list[dict[str, Any]]) -> None:
    for hit in hits:
        click.echo(f"{hit['title']}  ({hit['id']})")
        click.echo(click.wrap_text(hit["text"], 96, "  ", "  "))
        for each in hit["contradictions"]:
            if each["about"]:
                told = _("Another source says otherwise: {what}").format(what=f"{each['title']} ({each['id']})")
                click.echo(click.wrap_text(f"{told}. {Wins(each['wins']).told} {each['resolution']}", 96, "  ", "  "))
        click.echo(f"  {_('Guidance')}: {', '.join(hit['sources'])}\n")


def _suggest() -> None:
    click.echo(_("Nothing found. Try other words, or one of these:"))
    for passage in guidance.library().suggestions():
        click.echo(f"  {passage.title}")
