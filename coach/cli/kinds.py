"""The kind of talk that a command was given."""

from __future__ import annotations

import click

from coach.conversation import SituationKind
from coach.messages import gettext as _


def kind(name: str) -> SituationKind:
    """The kind of this name, however it is written.

    Raises:
        click.UsageError: there is none.
    """
    try:
        return SituationKind(name.strip().lower().replace("-", "_"))
    except ValueError:
        kinds = ", ".join(SituationKind)
        raise click.UsageError(
            _("There is no kind of talk «{name}». There are: {names}.").format(name=name, names=kinds)
        ) from None
