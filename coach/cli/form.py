"""`coach form`: the form for the talk at the return to work, to read or to print empty."""

from __future__ import annotations

from pathlib import Path

import click

from coach.cli import output
from coach.cli.saving import save
from coach.messages import gettext as _
from coach.preparation import export, form, layout, render


def run(blank: Path | None, as_json: bool, force: bool) -> None:
    """Show the empty form, or save it as a file to print."""
    paper = form.default()
    page = layout.form_page(paper)
    if as_json:
        output.write_json(paper.model_dump(mode="json"))
    elif blank is None:
        click.echo(output.safe(render.markdown(page)))
        click.echo(_("To print it: coach form --blank form.docx (or .html, .md). To fill it in: coach, then 4."))
    if blank is not None:
        save(blank, export.rendered(page, blank.suffix.lower()), force)
