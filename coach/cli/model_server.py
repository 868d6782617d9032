"""`coach model` for a server: what choosing it means for what is said, its key, and whether it answers."""

from __future__ import annotations

import sys
import time
from typing import Any

import click

from coach.cli import output
from coach.cli.asking import be_sure
from coach.messages import gettext as _
from coach.model import address, key
from coach.model.address import Reach
from coach.model.choice import Choice, ChoiceError
from coach.model.contract import Status

_LOOKING = 8.0
"""Seconds that a command waits for a server to say that it is there."""


def agree(picked: Choice, yes: bool) -> None:
    """Say where texts will go; when that is out of this computer, ask once whether it is meant.

    Raises:
        click.Abort: it is not.
    """
    if not picked.url or not address.leaves(picked.url, picked.model) or _agreed_before(picked):
        return
    click.echo(where_texts_go(picked))
    if not yes:
        be_sure(_("Use it? (In a script: --yes)"))


def where_texts_go(picked: Choice) -> str:
    """What choosing a server means for what is said in a talk."""
    url = picked.url or ""
    shown = output.safe(url)
    if address.reach(url) is Reach.COMPUTER:
        told = _("Texts leave this computer: {model} runs with the makers of the program at {where}.")
        lines = [told.format(model=output.safe(picked.model), where=shown)]
    elif address.reach(url) is Reach.NETWORK:
        lines = [_("Texts leave this computer: what is said in a talk goes to {where}, in your network.")]
    else:
        lines = [
            _("Texts leave this computer: what is said in a talk goes to {where}."),
            _("Agree with your organisation first that this server may get them."),
        ]
    if address.is_plain(url) and address.reach(url) is not Reach.COMPUTER:
        lines.append(_("They go unencrypted, so anyone in between can read them. Better is https://"))
    return "\n".join(lines).format(where=shown)


def keep_key(forget: bool) -> None:
    """Keep the key of the chosen server in the keyring of the system, or take it out."""
    picked = Choice.load()
    if picked is None or picked.url is None:
        raise click.UsageError(_("Choose the server first: coach model use URL"))
    where = output.safe(picked.name)
    if forget:
        gone = key.forget(picked.url)
        click.echo(
            (_("The key of {where} is gone.") if gone else _("No key of {where} was kept.")).format(where=where)
        )
        return
    if sys.stdin.isatty():
        given = str(click.prompt(_("Key of {where} (not shown)").format(where=where), hide_input=True))
    else:
        given = sys.stdin.readline()
    key.keep(picked.url, given.strip())
    click.echo(_("The key is kept in the keyring of this computer, for {where} only.").format(where=where))


def looked_at(picked: Choice) -> dict[str, Any]:
    """Whether a server answers now, and with what; no text of anybody is sent.

    Returns:
        `answers`, `loading`, `problem` (in words), and when it answers `program`, `model` and `context` (tokens; None
        when it does not say).
    """
    from coach.model.patience import Patience
    from coach.model.server import ServerEngine

    engine = ServerEngine(picked.url or "", picked.model, Patience(connect=3.0, tries=1, loading=_LOOKING))
    engine.start()
    until = time.monotonic() + _LOOKING
    while engine.status()[0] in (Status.STARTING, Status.LOADING) and time.monotonic() < until:
        time.sleep(0.02)
    status, words = engine.status()
    served = engine.served
    engine.close()
    found: dict[str, Any] = {"answers": status is Status.READY, "loading": status is Status.LOADING, "problem": ""}
    if status is not Status.READY or served is None:
        slow = _("{where} gave no answer in time.").format(where=picked.name)
        return found | {"problem": words or slow}
    context = served.context if served.sure else None
    return found | {"program": served.kind.value, "model": served.model, "context": context}


def told(found: dict[str, Any]) -> str:
    """What was found, in one line."""
    if not found["answers"]:
        return output.safe(str(found["problem"]))
    parts = [_("It answers: {model}").format(model=output.safe(str(found["model"])))]
    if found["program"] != "other":
        parts.append(str(found["program"]))
    if found["context"]:
        parts.append(_("{count} tokens").format(count=found["context"]))
    return " · ".join(parts)


def _agreed_before(picked: Choice) -> bool:
    try:
        before = Choice.load()
    except ChoiceError:
        return False
    if before is None or before.url is None or picked.url is None:
        return False
    same = address.origin(before.url) == address.origin(picked.url)
    return same and address.leaves(before.url, before.model)
