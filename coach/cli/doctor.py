"""`coach doctor`: what is here, what is missing, and how to get it. It looks; it changes nothing."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import platform
import shutil
import sqlite3
import stat
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import click

from coach import __version__, locations
from coach.cli import output
from coach.cli.extra import how_to_get
from coach.messages import gettext as _

_ENOUGH_DISK = 50_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: `ok` is None for something that may well be missing."""

    name: str
    ok: bool | None
    detail: str
    advice: str = ""


def run(*, as_json: bool) -> None:
    """Look at everything and show it."""
    findings = list(examine())
    if as_json:
        output.write_json([asdict(finding) for finding in findings])
        return
    for finding in findings:
        sign = {True: "●", False: "■", None: "·"}[finding.ok]
        click.echo(f"{sign} {finding.name:18} {finding.detail}")
        if finding.advice:
            click.echo(f"  {'':18} {finding.advice}")


def examine() -> Iterator[Finding]:
    """Everything that a person with a problem would want to know."""
    yield Finding(
        _("program"),
        True,
        f"verzuimcoach {__version__} · Python {platform.python_version()} · {sys.platform}",
    )
    yield _content()
    yield _kept_talks()
    yield _disk()
    yield _terminal()
    yield _clipboard()
    yield _extra("llm", "llama_cpp", "llama-cpp-python", _("language model on this computer; needs a compiler"))
    yield _extra("server", "httpx2", "httpx2", _("language model on a server"))
    yield _workshop()
    yield _web()
    yield _model()
    yield _semantic()
    yield _network()


def _content() -> Finding:
    from coach import guidance
    from coach.content import ContentError
    from coach.phrasing import reader
    from coach.roleplay import library

    try:
        source = reader.default()
        rules = source.rules
        counts = _("{flags} flags, {passages} passages, {situations} situations").format(
            flags=len(rules.flags),
            passages=len(guidance.library().passages),
            situations=len(library.default().situations),
        )
    except ContentError as error:
        return Finding(_("content"), False, str(error), _("Install the program again, or mend the file."))
    if source.model_trouble:
        advice = _("The rules read alone now, and see less. Install the program again, or run `make train`.")
        return Finding(_("content"), False, source.model_trouble, advice)
    return Finding(_("content"), True, f"{counts} · {locations.knowledge()}")


def _kept_talks() -> Finding:
    path = locations.database()
    if not path.exists():
        return Finding(_("kept talks"), True, _("none yet; they will stand in {path}").format(path=path))
    from coach.store import StoreError, open_store

    try:
        with open_store(path) as store:
            count = len(store.list())
    except StoreError as error:
        return Finding(_("kept talks"), False, str(error))
    private = sys.platform == "win32" or not stat.S_IMODE(path.stat().st_mode) & 0o077
    detail = _("{count} in {path}").format(count=count, path=path)
    return Finding(_("kept talks"), private, detail, "" if private else _("Others can read this file: chmod 600 it."))


def _disk() -> Finding:
    folder = next(parent for parent in (locations.data(), *locations.data().parents) if parent.exists())
    free = shutil.disk_usage(folder).free
    enough = free > _ENOUGH_DISK
    advice = "" if enough else _("Make room: new turns may not be kept.")
    return Finding(_("disk"), enough, _("{free} MB free").format(free=free // 1_000_000), advice)


def _terminal() -> Finding:
    size = shutil.get_terminal_size()
    encoding = sys.stdout.encoding or "?"
    fits = size.columns >= 80 and size.lines >= 24 and "utf" in encoding.lower()
    advice = "" if fits else _("80 by 24 characters and UTF-8 read best; `coach roleplay --plain` works anywhere.")
    detail = (
        f"{os.environ.get('TERM', '?')} · {size.columns}×{size.lines} · {encoding} · SQLite {sqlite3.sqlite_version}"
    )
    return Finding(_("terminal"), fits or None, detail, advice)


def _clipboard() -> Finding:
    tools = ("wl-copy", "xclip", "xsel", "pbcopy", "clip.exe")
    found = next((tool for tool in tools if shutil.which(tool)), None)
    if found or sys.platform in ("win32", "darwin"):
        return Finding(_("clipboard"), True, found or sys.platform)
    return Finding(
        _("clipboard"),
        None,
        _("through the terminal (OSC 52)"),
        _("For sure copying: install xclip or wl-clipboard."),
    )


def _model() -> Finding:
    from coach.cli import model as command
    from coach.model import selection

    found = selection.standing()
    if found.choice is None and not found.problem:
        advice = _("Which there are: coach model list")
        return Finding(_("language model"), None, _("none chosen; everything works without one"), advice)
    detail = command.described(found.choice) if found.choice else _("cannot be read")
    return Finding(_("language model"), not found.problem, detail, found.problem)


def _network() -> Finding:
    from coach.model import selection

    chosen = selection.standing().choice
    if chosen and chosen.url:
        told = _("only with {url}, which you chose as language model")
        return Finding(_("network"), None, told.format(url=output.safe(chosen.url)))
    return Finding(_("network"), True, _("not used: nothing leaves this computer"))


def _semantic() -> Finding:
    from coach.cli import semantic as command
    from coach.guidance import semantic

    found = semantic.status()
    if found.choice is None and not found.installed:
        return Finding("semantic", None, _("not installed (search by meaning; words do without)"), found.problem)
    if found.problem:
        return Finding("semantic", False, found.choice.model if found.choice else _("no model"), found.problem)
    library = f"sentence-transformers {importlib.metadata.version('sentence-transformers')}"
    if found.choice is None:
        advice = _("To choose a model: coach content semantic use MODEL")
        return Finding("semantic", True, _("{library}; no model chosen").format(library=library), advice)
    return Finding("semantic", True, f"{library} · {command.described(found.choice)}")


def _workshop() -> Finding:
    """What keeps a workshop, and two people at one keyboard."""
    if importlib.util.find_spec("sqlalchemy") is None:
        told = _("not installed (keeps workshops; two at one keyboard can do without)")
        return Finding("workshop", None, told, how_to_get("workshop"))
    return Finding("workshop", True, f"SQLAlchemy {importlib.metadata.version('SQLAlchemy')}")


def _web() -> Finding:
    """What a workshop by browser and `coach join` need: all of it or it does not work."""
    parts = {"aiohttp": "aiohttp", "textual_serve": "textual-serve", "segno": "segno"}
    missing = [name for module, name in parts.items() if importlib.util.find_spec(module) is None]
    if len(missing) == len(parts):
        told = _("not installed (a group in a workshop, by browser or coach join)")
        return Finding("web", None, told, how_to_get("web"))
    if missing:
        told = _("not whole: {names} is missing").format(names=", ".join(missing))
        return Finding("web", False, told, how_to_get("web"))
    return Finding("web", True, ", ".join(f"{name} {importlib.metadata.version(name)}" for name in parts.values()))


def _extra(extra: str, module: str, distribution: str, purpose: str) -> Finding:
    if importlib.util.find_spec(module) is None:
        advice = _("Not needed in this version. To get it: pip install 'verzuimcoach[{extra}]'").format(extra=extra)
        return Finding(extra, None, _("not installed ({purpose})").format(purpose=purpose), advice)
    return Finding(extra, True, f"{distribution} {importlib.metadata.version(distribution)}")
