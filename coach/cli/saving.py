"""Files that commands save: never over another one unasked."""

from __future__ import annotations

from pathlib import Path

import click

from coach import files
from coach.messages import gettext as _


def save(file: Path, data: bytes, force: bool) -> None:
    """Write a private file and say where.

    Raises:
        click.UsageError: there is one already, and nobody said that it may be replaced.
        OSError: it cannot be written; what was there before is still there.
    """
    try:
        if force:
            files.put(file, data)
        else:
            files.put_new(file, data)
    except FileExistsError:
        raise click.UsageError(_("{file} is there already. With --force it is replaced.").format(file=file)) from None
    click.echo(_("Saved: {file}").format(file=file), err=True)
