"""`coach search`: find guidance."""

from __future__ import annotations

from typing import Any

import click

from coach import guidance
from coach.cli import output
from coach.messages import gettext as _


def run(query: str | None, count: int, as_json: bool, jsonl: bool) -> None:
    """Search once, or once for each JSON object on standard input."""
    if jsonl:
        output.each_json_line(lambda row: _answer(row, count))
        return
    if query is None:
        raise click.UsageError(_('Say what you are looking for, for example: coach search "ask for the cause"'))
    hits = _results(query, count)
    if as_json:
        output.write_json(hits)
    elif hits:
        _show(hits)
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
        }
        for hit in guidance.search(query, count)
    ]


def _answer(row: dict[str, Any], count: int) -> dict[str, Any]:
    query = row.get("query")
    if not isinstance(query, str):
        return {"id": None, "error": _("the field query is missing, or is not text")}
    return {"id": row.get("id"), "results": _results(query, count)}


def _show(hits: list[dict[str, Any]]) -> None:
    for hit in hits:
        click.echo(f"{hit['title']}  ({hit['id']})")
        click.echo(click.wrap_text(hit["text"], 96, "  ", "  "))
        click.echo(f"  {_('Guidance')}: {', '.join(hit['sources'])}\n")


def _suggest() -> None:
    click.echo(_("Nothing found. Try other words, or one of these:"))
    for passage in guidance.library().suggestions():
        click.echo(f"  {passage.title}")
