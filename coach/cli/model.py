"""`coach model`: language models that write Dutch, getting one, using it, and getting rid of it."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from coach.cli import model_server, output
from coach.messages import gettext as _
from coach.model import address, catalogue, choice, download, room, selection, shelf, source
from coach.model.catalogue import Entry, Fit, Level, Use
from coach.model.choice import Choice
from coach.model.download import Download, Progress, Stage
from coach.model.measure import size
from coach.model.source import Source
from coach.model.trouble import DownloadError

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

_EVERY = 0.5


def show_list(name: str | None, as_json: bool) -> None:
    """The models in the catalogue; of one of them, every fact with how sure it is."""
    known = catalogue.default()
    entries = [_entry(name)] if name else list(known.models)
    memory = room.memory()
    best = known.recommended(memory) if memory else None
    if as_json:
        models = [_entry_json(entry, memory, best) for entry in entries]
        output.write_json({"memory": memory, "checked": known.checked.isoformat(), "models": models})
        return
    if name:
        _show_facts(entries[0], memory)
        return
    click.echo(_computer(memory, best))
    for entry in entries:
        click.echo(f"\n{_line(entry, memory, best)}\n  {entry.summary}")
    others = [one for one in shelf.kept() if one.source.entry is None and not one.part]
    if others:
        click.echo("\n" + _("Also on this computer:"))
    for one in others:
        click.echo(f"{output.safe(one.name)}  {size(one.size)}{_used(one.source)}")
    click.echo("\n" + _("Everything works without a language model. All facts of one: coach model list NAME"))


def fetch(name: str, use: bool, as_json: bool) -> None:
    """Fetch a model; with `use` choose it at once."""
    found = source.named(name)
    _tell_beforehand(found, as_json)
    with _reports(as_json) as report:
        try:
            path = Download(found).run(report)
        except DownloadError as error:
            if not as_json:
                raise
            _write_line({"event": "problem", "problem": error.trouble.value, "message": str(error)})
            sys.exit(2)
    kept = shelf.find(found)
    checksum = kept.origin.checksum if kept and kept.origin else None
    if as_json:
        _write_line({"event": "done", "model": found.name, "path": str(path), "checksum": checksum})
    else:
        click.echo(_("{model} is on this computer; its checksum is right.").format(model=found.name))
    if use:
        selection.of_source(found).save()
    if not as_json:
        click.echo(_in_use(found.name) if use else _("To use it: coach model use {model}").format(model=found.name))


def use(name: str, model: str, yes: bool) -> None:
    """Choose a model that is here, a file, or a server; asks first when texts would leave this computer."""
    picked = selection.chosen(name, model)
    model_server.agree(picked, yes)
    picked.save()
    click.echo(_in_use(picked.name))
    if picked.url:
        told = _("What is said in a talk goes to {url} when the model is asked something.")
        click.echo(told.format(url=output.safe(picked.url)))
    if problem := selection.standing().problem:
        click.echo(output.safe(problem), err=True)


def keep_key(forget: bool) -> None:
    """Keep the key of the chosen server, or take it out again."""
    model_server.keep_key(forget)


def off() -> None:
    """Do without a model again; what was downloaded stays."""
    there = choice.forget()
    click.echo(_("No language model is used from now on.") if there else _("No language model was chosen."))


def remove(name: str) -> None:
    """Delete a model that was downloaded."""
    found = source.named(name)
    freed, used = selection.remove(found)
    if not freed:
        told = _("{model} is not on this computer. A file of your own is never deleted here.")
        raise click.UsageError(told.format(model=found.name))
    click.echo(_("{model} is deleted; {size} became free.").format(model=found.name, size=size(freed)))
    if used:
        click.echo(_("No language model is used from now on."))


def show_status(as_json: bool) -> None:
    """What is chosen, whether it can be used (a server is asked if it is there), and what is on this computer."""
    found = selection.standing()
    kept = shelf.kept()
    served = model_server.looked_at(found.choice) if found.choice and found.choice.url else None
    if as_json:
        output.write_json(
            {
                "choice": found.choice.model_dump(mode="json", exclude_none=True) if found.choice else None,
                "problem": found.problem,
                "server": served,
                "models": [{"name": one.name, "path": str(one.path), "size": one.size, "whole": not one.part}
                           for one in kept],
            }
        )  # fmt: skip
        return
    if found.choice:
        click.echo(described(found.choice))
        click.echo(_where(found.choice))
    elif not found.problem:
        click.echo(_("No language model chosen; everything works without one. Which there are: coach model list"))
    if found.problem:
        click.echo(output.safe(found.problem))
    if served:
        click.echo(model_server.told(served))
    for one in kept:
        told = _("begun, {size} so far") if one.part else "{size}"
        click.echo(f"  {output.safe(one.name)}  {told.format(size=size(one.size))}")


def described(chosen: Choice) -> str:
    """A choice in one line."""
    where = chosen.url or str(chosen.file)
    return _("Language model: {name} ({where})").format(name=output.safe(chosen.name), where=output.safe(where))


def _where(chosen: Choice) -> str:
    """Where texts go, in one line."""
    if chosen.url and address.leaves(chosen.url, chosen.model):
        return model_server.where_texts_go(chosen)
    return _("Texts stay in this computer.")


def fit_name(fit: Fit) -> str:
    """Whether a model fits this computer, in words."""
    return {Fit.WELL: _("fits"), Fit.TIGHT: _("barely fits"), Fit.NOT: _("does not fit")}[fit]


def use_name(use: Use) -> str:
    """What a licence allows, in words."""
    return {
        Use.FREE: _("free to use"),
        Use.CONDITIONS: _("with conditions"),
        Use.NON_COMMERCIAL: _("not for use at work"),
    }[use]


def level_name(level: Level) -> str:
    """How sure we are of a fact, in words."""
    return {
        Level.MEASURED: _("measured"),
        Level.REPORTED: _("reported"),
        Level.ONCE: _("reported once"),
        Level.ESTIMATED: _("estimated"),
    }[level]


def _entry(name: str) -> Entry:
    entry = catalogue.default().entry(name.strip().lower())
    if entry is None:
        raise click.UsageError(_("There is no model {name} in the catalogue.").format(name=output.safe(name)))
    return entry


def _computer(memory: int | None, best: Entry | None) -> str:
    if memory is None:
        return _("How much memory this computer has is not known.")
    told = _("This computer has {memory} of working memory.").format(memory=size(memory))
    if best is None:
        return f"{told} " + _("That is too little for a language model.")
    return f"{told} " + _("Recommended: {model}").format(model=best.name)


def _line(entry: Entry, memory: int | None, best: Entry | None) -> str:
    parts = [f"{entry.name:<16}{size(entry.size):>7}"]
    if memory is not None:
        parts.append(fit_name(entry.fit(memory)))
    parts.append(use_name(entry.licence.use))
    if entry == best:
        parts.append(_("recommended"))
    found = source.of_entry(entry)
    if shelf.find(found):
        parts.append(_("on this computer"))
    return " · ".join(parts) + _used(found)


def _used(found: Source) -> str:
    kept = selection.standing().choice
    return " · " + _("chosen") if kept and kept.file == found.path else ""


def _show_facts(entry: Entry, memory: int | None) -> None:
    click.echo(f"{entry.title} · {entry.maker}\n{entry.summary}\n")
    fits = f" · {fit_name(entry.fit(memory))}" if memory is not None else ""
    facts = (
        (_("file"), f"{entry.repository}/{entry.file}", "file"),
        (_("size"), size(entry.size), "size"),
        (_("memory"), size(entry.memory) + fits, "memory"),
        (_("licence"), f"{entry.licence.id} · {use_name(entry.licence.use)}", "licence"),
        (_("context"), _("{count} tokens").format(count=entry.context), "context"),
        (_("languages"), ", ".join(entry.languages), "languages"),
        (_("template"), entry.template.family, "template"),
    )
    for name, value, fact in facts:
        sure = entry.sure[fact]
        click.echo(f"{name:<14}{value}")
        click.echo(f"{'':<14}{level_name(sure.level)}: {sure.by}")
    if entry.note:
        head = _("note")
        click.echo(click.wrap_text(entry.note, 96, f"{head:<14}", " " * 14))
    click.echo("\n" + _("Looked up on {day}, without asking the hub.").format(day=catalogue.default().checked))


def _entry_json(entry: Entry, memory: int | None, best: Entry | None) -> dict[str, Any]:
    found = source.of_entry(entry)
    return {
        **entry.model_dump(mode="json", by_alias=True),
        "fit": entry.fit(memory).value if memory is not None else None,
        "recommended": entry == best,
        "here": shelf.find(found) is not None,
    }


def _tell_beforehand(found: Source, as_json: bool) -> None:
    """What will be fetched, and from where, before anything goes online."""
    if as_json:
        return
    entry = found.entry
    name = f"{entry.title} ({size(entry.size)})" if entry else found.name
    click.echo(_("Fetching {model} from {hub}. Nothing of you is sent.").format(model=name, hub=download.hub()))
    if entry and entry.licence.use is not Use.FREE:
        licence = f"{entry.licence.id}, {use_name(entry.licence.use)}: {entry.licence.url}"
        click.echo(_("Licence: {licence}").format(licence=licence))


@contextmanager
def _reports(as_json: bool) -> Iterator[download.Report]:
    """Progress as lines of JSON, or as a bar where somebody sees it move."""
    bar: ProgressBar[int] | None = None
    at: Stage | None = None
    told = 0.0

    def lines(progress: Progress) -> None:
        nonlocal told
        if time.monotonic() - told >= _EVERY or progress.done == progress.total:
            told = time.monotonic()
            event = {"event": progress.stage.value, "done": progress.done, "total": progress.total}
            _write_line(event)

    def drawn(progress: Progress) -> None:
        nonlocal bar, at
        if progress.stage is Stage.CONNECTING or not sys.stderr.isatty():
            return
        if progress.stage is not at or bar is None:
            _end(bar)
            bar = click.progressbar(
                length=progress.total, label=stage_name(progress.stage), file=sys.stderr, show_pos=False
            )
            bar.__enter__()
            at = progress.stage
        bar.update(progress.done - bar.pos)

    try:
        yield lines if as_json else drawn
    finally:
        _end(bar)


def stage_name(stage: Stage) -> str:
    """What a download is busy with, in words."""
    return {
        Stage.CONNECTING: _("Asking the hub"),
        Stage.FETCHING: _("Fetching"),
        Stage.CHECKING: _("Reading what is here"),
    }[stage]


def _end(bar: ProgressBar[int] | None) -> None:
    if bar is not None:
        bar.__exit__(None, None, None)


def _write_line(event: dict[str, Any]) -> None:
    click.echo(json.dumps(event, ensure_ascii=False))


def _in_use(name: str) -> str:
    return _("From now on {model} is used.").format(model=output.safe(name))
