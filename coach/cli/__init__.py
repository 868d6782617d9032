"""The command `coach`. Every command imports what it needs when it is called, so that help is instant."""

from __future__ import annotations

import gc
import os
import sys
from io import TextIOWrapper

import click

from coach.cli.app import coach

__all__ = ["main"]

_KEPT = 10_000
"""New objects between two searches for garbage: content is a mass of objects that stay, and a search walks all."""
ERROR = 2
"""Exit code for anything that went wrong; the reason is on standard error."""


def main() -> None:
    """Run the command line; every error becomes one clear message, never a traceback."""
    from coach.cli.wording import use_catalogue

    gc.set_threshold(_KEPT)
    use_catalogue()
    _write_what_can_be_written()
    try:
        sys.exit(coach.main(standalone_mode=False) or 0)
    except click.exceptions.Exit as leave:
        sys.exit(leave.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except click.ClickException as error:
        error.show(sys.stderr)
        sys.exit(ERROR)
    except Exception as error:
        _explain(error)
        sys.exit(ERROR)


def _write_what_can_be_written() -> None:
    """A character that the output cannot hold becomes a question mark, not an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _explain(error: Exception) -> None:
    if os.environ.get("COACH_DEBUG"):
        import traceback

        traceback.print_exc()
    from coach.cli.wording import explanation

    click.echo(explanation(error), err=True)
