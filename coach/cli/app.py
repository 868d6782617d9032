"""All commands of `coach`, each a few lines that hand over to its own module."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from coach import __version__, locations
from coach.cli.wording import use_catalogue
from coach.messages import gettext as _

use_catalogue()

_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class _Piped(click.Group):
    """Stops without a word when whoever reads our output goes away (`coach … | head`)."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; a closed pipe is no error."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit()


@click.group(cls=_Piped, invoke_without_command=True, context_settings=_CONTEXT, help=_(
    "A coach for the talk about sickness absence. Without a command it opens the program; "
    "everything stays on this computer."
))  # fmt: skip
@click.version_option(
    __version__, prog_name="coach", message="%(prog)s %(version)s", help=_("Show the version and exit.")
)
@click.option("--no-store", is_flag=True, help=_("Keep nothing of this session."))
@click.pass_context
def coach(context: click.Context, no_store: bool) -> None:
    """Open the program when no command is given."""
    if context.invoked_subcommand is None:
        from coach.tui import run

        run(keep=not no_store)


@coach.command(help=_("Read one line, or many: what it does, why, and what could be said."))
@click.argument("text", required=False)
@click.option("--before", metavar="TEXT", help=_("What the employee said before."))
@click.option("--note", is_flag=True, help=_("The line is a note to keep, not something said."))
@click.option(
    "--lang",
    type=click.Choice(locations.LANGUAGES),
    default=locations.LANGUAGE,
    show_default=True,
    help=_("The language of the line; only Dutch lines are held against Dutch law."),
)
@click.option("--json", "as_json", is_flag=True, help=_("Answer as JSON."))
@click.option("--jsonl", is_flag=True, help=_("Read objects line by line on standard input, answer line by line."))
@click.option("--all", "everything", is_flag=True, help=_("Also show the flags that are only maybe right."))
@click.option("--no-silences", is_flag=True, help=_("Also show the flags that you called not right."))
@click.option("--words", is_flag=True, help=_("Also ask the language model that you chose; what it adds is marked."))
def check(**options: Any) -> None:
    """See `coach.cli.check`."""
    from coach.cli import check as command

    command.run(**options)


@coach.command(help=_("Search the guidance."))
@click.argument("query", required=False)
@click.option("-k", "count", default=5, show_default=True, type=click.IntRange(1, 100), help=_("How many passages."))
@click.option("--json", "as_json", is_flag=True, help=_("Answer as JSON."))
@click.option("--jsonl", is_flag=True, help=_("Read objects line by line on standard input, answer line by line."))
def search(**options: Any) -> None:
    """See `coach.cli.search`."""
    from coach.cli import search as command

    command.run(**options)


@coach.command(help=_("Ask whether something may be asked, recorded or shared; the answer names its sources."))
@click.argument("question", required=False)
@click.option("-k", "count", default=3, show_default=True, type=click.IntRange(1, 20), help=_("How many passages."))
@click.option("--json", "as_json", is_flag=True, help=_("Answer as JSON."))
@click.option("--jsonl", is_flag=True, help=_("Read objects line by line on standard input, answer line by line."))
@click.option("--words", is_flag=True, help=_("Also ask the language model that you chose; what it adds is marked."))
def ask(**options: Any) -> None:
    """See `coach.cli.ask`."""
    from coach.cli import ask as command

    command.run(**options)


@coach.command(help=_("The phase guide of a kind of talk: what to say, what to stay away from, what to have ready."))
@click.argument("kind", required=False)
@click.option("--phase", metavar="PHASE", help=_("Only this part of the talk."))
@click.option("--json", "as_json", is_flag=True, help=_("Answer as JSON."))
def cards(**options: Any) -> None:
    """See `coach.cli.cards`."""
    from coach.cli import cards as command

    command.run(**options)


@coach.command(help=_("Practise a talk: in the program, as plain text, or from a script."))
@click.option("--list", "listing", is_flag=True, help=_("Show the situations and employees."))
@click.option("--situation", metavar="ID", help=_("Which situation."))
@click.option("--persona", metavar="ID", help=_("Which employee."))
@click.option("--script", type=click.Path(path_type=Path, dir_okay=False), help=_("Play the lines of this file."))
@click.option("--seed", default=None, type=int, help=_("Same number, same answers."))
@click.option("--plain", is_flag=True, help=_("Lines of text, for screen readers and pipes."))
@click.option("--resume", is_flag=True, help=_("Go on with the last unfinished talk."))
@click.option("--exercise", "exercise_id", metavar="ID", help=_("A short exercise on one skill; see --list."))
@click.option(
    "--help-level",
    type=click.Choice(["with", "afterwards", "none"]),
    help=_("How much the coach says: all along, after each line, or nothing until the end."),
)
@click.option("--no-store", is_flag=True, help=_("Keep nothing of this session."))
@click.option("--json", "as_json", is_flag=True, help=_("Answer as JSON."))
def roleplay(**options: Any) -> None:
    """See `coach.cli.roleplay`."""
    from coach.cli import roleplay as command

    command.run(**options)


@coach.command(help=_("Cards beside a real call. Everything stays in memory until you say what may be kept."))
@click.argument("kind", required=False)
@click.option("--compact", is_flag=True, help=_("Small, to fit beside the window of the call."))
@click.option(
    "--feed",
    metavar="FILE",
    help=_("Follow a transcript: a file or a named pipe that grows, or - for standard input."),
)
@click.option("--manager", metavar="NAME", help=_("Which speaker is the manager."))
@click.option("--no-store", is_flag=True, help=_("Keep nothing of this session."))
def live(**options: Any) -> None:
    """See `coach.cli.live`."""
    from coach.cli import live as command

    command.run(**options)


@coach.command(help=_("Look back on a transcript of a real talk. Nothing of it is kept."))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--manager", metavar="NAME", help=_("Which speaker is the manager."))
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help=_("Also save the page here."))
@click.option("--words", is_flag=True, help=_("Also ask the language model that you chose; what it adds is marked."))
@click.option("--json", "as_json", is_flag=True, help=_("Answer as JSON."))
def review(**options: Any) -> None:
    """See `coach.cli.review`."""
    from coach.cli import review as command

    command.run(**options)


@coach.command(help=_("Prepare a talk. Without KIND: the kinds of talk, and what is kept of your preparations."))
@click.argument("kind", required=False)
@click.option("--invitation", metavar="NAME", help=_("Only the invitation, filled in for this employee."))
@click.option("--date", metavar="DATE", help=_("The day of the talk: 2026-03-02 or 2-3-2026."))
@click.option("--time", metavar="TIME", help=_("When it begins."))
@click.option("--place", metavar="PLACE", help=_("Where it is."))
@click.option("--manager", metavar="NAME", help=_("Who signs the invitation."))
@click.option(
    "--save",
    "save_as",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help=_("Also save it: .docx, .html, .md, or .ics with what is to be done afterwards."),
)
@click.option("--force", is_flag=True, help=_("Replace a file that is there already."))
@click.option("--delete", "delete_id", metavar="ID", help=_("Delete a preparation or form that is kept."))
@click.option("--wipe", is_flag=True, help=_("Delete every preparation and form that is kept."))
@click.option("--yes", is_flag=True, help=_("Do not ask."))
@click.option("--json", "as_json", is_flag=True, help=_("Answer as JSON."))
def prepare(delete_id: str | None, wipe: bool, yes: bool, **options: Any) -> None:
    """See `coach.cli.prepare`."""
    from coach.cli import prepare as command

    if delete_id is not None:
        command.delete(delete_id)
    elif wipe:
        command.wipe(yes=yes)
    else:
        command.run(**options)


@coach.command(help=_("The form for the talk at the return after a long absence, empty."))
@click.option(
    "--blank",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help=_("Save it to print: .docx, .html or .md."),
)
@click.option("--force", is_flag=True, help=_("Replace a file that is there already."))
@click.option("--json", "as_json", is_flag=True, help=_("Answer as JSON."))
def form(**options: Any) -> None:
    """See `coach.cli.form`."""
    from coach.cli import form as command

    command.run(**options)


@coach.command(help=_("What must happen when (Wet verbetering poortwachter), from the first day of absence."))
@click.argument("first_day", metavar="DATE")
@click.option("--until", metavar="DATE", help=_("Only what is due by this day."))
@click.option(
    "--ics", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), help=_("Also save a calendar file.")
)
@click.option("--force", is_flag=True, help=_("Replace a file that is there already."))
@click.option("--json", "as_json", is_flag=True, help=_("Answer as JSON."))
def timeline(**options: Any) -> None:
    """See `coach.cli.timeline`."""
    from coach.cli import timeline as command

    command.run(**options)


@coach.command(help=_("What is installed, where things are kept, what is missing and how to get it."))
@click.option("--json", "as_json", is_flag=True, help=_("Answer as JSON."))
def doctor(as_json: bool) -> None:
    """See `coach.cli.doctor`."""
    from coach.cli import doctor as command

    command.run(as_json=as_json)


@coach.group(
    invoke_without_command=True, help=_("The flags that you called not right; without a command, list them.")
)
@click.option("--json", "as_json", is_flag=True, help=_("Answer as JSON."))
@click.pass_context
def silences(context: click.Context, as_json: bool) -> None:
    """See `coach.cli.silences`."""
    if context.invoked_subcommand is None:
        from coach.cli import silences as command

        command.show(as_json=as_json)


@silences.command("remove", help=_("Undo one: the flag is shown again."))
@click.argument("number", type=int)
def silences_remove(number: int) -> None:
    """See `coach.cli.silences`."""
    from coach.cli import silences as command

    command.remove(number)


@silences.command("export", help=_("Save the lines with the labels that you think right, as JSON Lines."))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help=_("Replace a file that is there already."))
def silences_export(file: Path, force: bool) -> None:
    """See `coach.cli.silences`."""
    from coach.cli import silences as command

    command.export(file, force)


@coach.command(help=_("How it goes over weeks, from the talks that are kept on this computer."))
@click.option("--json", "as_json", is_flag=True, help=_("Answer as JSON."))
def progress(as_json: bool) -> None:
    """See `coach.cli.progress`."""
    from coach.cli import progress as command

    command.run(as_json=as_json)


@coach.group(help=_("The talks that are kept on this computer."))
def talks() -> None:
    """Commands on kept talks."""


@talks.command("list", help=_("Show them, newest first."))
@click.option("--json", "as_json", is_flag=True, help=_("Answer as JSON."))
def talks_list(as_json: bool) -> None:
    """See `coach.cli.talks`."""
    from coach.cli import talks as command

    command.show(as_json=as_json)


@talks.command("debrief", help=_("Look back on one of them."))
@click.argument("talk_id", metavar="ID")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help=_("Also save the page here."))
@click.option("--md", type=click.Path(path_type=Path, dir_okay=False), help=_("Also save it as Markdown here."))
@click.option("--words", is_flag=True, help=_("Also ask the language model that you chose; what it adds is marked."))
@click.option("--json", "as_json", is_flag=True, help=_("Answer as JSON."))
def talks_debrief(**options: Any) -> None:
    """See `coach.cli.talks`."""
    from coach.cli import talks as command

    command.look_back(**options)


@talks.command("branches", help=_("The ways one of them went: what was taken back, and what was said instead."))
@click.argument("talk_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help=_("Answer as JSON."))
def talks_branches(talk_id: str, as_json: bool) -> None:
    """See `coach.cli.branches`."""
    from coach.cli import branches as command

    command.show(talk_id, as_json=as_json)


@talks.command("compare", help=_("Two ways of one talk side by side, from where they part."))
@click.argument("left", metavar="ID")
@click.argument("right", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help=_("Answer as JSON."))
def talks_compare(left: str, right: str, as_json: bool) -> None:
    """See `coach.cli.branches`."""
    from coach.cli import branches as command

    command.compare(left, right, as_json=as_json)


@talks.command("delete", help=_("Delete one."))
@click.argument("talk_id", metavar="ID")
@click.option("--branches", is_flag=True, help=_("Also every other way that it went."))
def talks_delete(talk_id: str, branches: bool) -> None:
    """See `coach.cli.talks`."""
    from coach.cli import talks as command

    command.delete(talk_id, branches=branches)


@talks.command("wipe", help=_("Delete all of them."))
@click.option("--yes", is_flag=True, help=_("Do not ask."))
def talks_wipe(yes: bool) -> None:
    """See `coach.cli.talks`."""
    from coach.cli import talks as command

    command.wipe(yes=yes)


@coach.group(help=_("Workshops for a group: plans, results, and what is kept."))
def workshop() -> None:
    """Commands on workshops."""


@workshop.command("list", help=_("Show the plans, and the workshops that are kept."))
@click.option("--json", "as_json", is_flag=True, help=_("Answer as JSON."))
def workshop_list(as_json: bool) -> None:
    """See `coach.cli.workshop`."""
    from coach.cli import workshop as command

    command.show(as_json=as_json)


@workshop.command("guide", help=_("The trainer's guide of a plan: times, what to say, what to watch for."))
@click.argument("plan")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help=_("Save a page to print here."))
@click.option("--force", is_flag=True, help=_("Replace a file that is there already."))
def workshop_guide(**options: Any) -> None:
    """See `coach.cli.workshop`."""
    from coach.cli import workshop as command

    command.guide(**options)


@workshop.command("new", help=_("Make a plan of your own from another one."))
@click.argument("name")
@click.option("--from", "source", metavar="PLAN", default="kennismaking", show_default=True, help=_("Which plan."))
def workshop_new(name: str, source: str) -> None:
    """See `coach.cli.workshop`."""
    from coach.cli import workshop as command

    command.new(name, source)


@workshop.command("check", help=_("See whether plans are in order: all of them, or those named."))
@click.argument("plans", metavar="[PLAN]…", nargs=-1)
def workshop_check(plans: tuple[str, ...]) -> None:
    """See `coach.cli.workshop`."""
    from coach.cli import workshop as command

    command.check(plans)


@workshop.command("board", help=_("The board for the projector as it is now, as text."))
@click.argument("code")
@click.option("--json", "as_json", is_flag=True, help=_("Answer as JSON."))
def workshop_board(**options: Any) -> None:
    """See `coach.cli.workshop`."""
    from coach.cli import workshop as command

    command.board(**options)


@workshop.command("results", help=_("The results of a group, without anything about one person."))
@click.argument("code")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help=_("Save the page here."))
@click.option("--md", type=click.Path(path_type=Path, dir_okay=False), help=_("Save it as Markdown here."))
@click.option("--csv", type=click.Path(path_type=Path, dir_okay=False), help=_("Save the figures as a table here."))
@click.option("--force", is_flag=True, help=_("Replace a file that is there already."))
@click.option("--json", "as_json", is_flag=True, help=_("Answer as JSON."))
def workshop_results(**options: Any) -> None:
    """See `coach.cli.workshop`."""
    from coach.cli import workshop as command

    command.results(**options)


@workshop.command("mine", help=_("Your own two pages of a workshop, with the personal code that you wrote down."))
@click.argument("code")
@click.option(
    "--personal", metavar="CODE", prompt=_("Personal code"), hide_input=True, help=_("Asked for when left out.")
)
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help=_("Save the page here."))
@click.option("--md", type=click.Path(path_type=Path, dir_okay=False), help=_("Save it as Markdown here."))
@click.option("--force", is_flag=True, help=_("Replace a file that is there already."))
def workshop_mine(**options: Any) -> None:
    """See `coach.cli.workshop`."""
    from coach.cli import workshop as command

    command.mine(**options)


def _hosting(command: Any) -> Any:
    """The options of whatever serves a workshop."""
    for option in reversed((
        click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True,
                     help=_("Listen at this port.")),
        click.option("--lan", is_flag=True, help=_("Others on the local network can come in as well.")),
        click.option("--bind", metavar="ADDRESS", help=_("Listen at this address of the computer instead.")),
        click.option("--cert", type=click.Path(path_type=Path, dir_okay=False, exists=True),
                     help=_("Certificate (PEM): the line is encrypted.")),
        click.option("--key", type=click.Path(path_type=Path, dir_okay=False, exists=True),
                     help=_("The key of the certificate, when it stands in a file of its own.")),
        click.option("--url", metavar="URL", help=_("What people type when a proxy stands before this program.")),
        click.option("--no-console", is_flag=True, help=_("Only serve; the trainer's console runs elsewhere.")),
    )):  # fmt: skip
        command = option(command)
    return command


@workshop.command("run", help=_("Hold a workshop: people come in by their browser, and the console stands here."))
@click.argument("plan", required=False)
@click.option("--resume", metavar="CODE", help=_("Go on with a workshop that was begun, by its join code."))
@click.option("--title", default="", help=_("How this one is called; the plan's title when left out."))
@click.option("--seats", type=click.IntRange(1, 50), help=_("For so many participants at most."))
@_hosting
def workshop_run(
    plan: str | None, resume: str | None, title: str, seats: int | None, no_console: bool, **where: Any
) -> None:
    """See `coach.cli.hosting`."""
    from coach.cli import hosting

    address = hosting.address_of(**where)
    hosting.run(plan, resume=resume, title=title, seats=seats, console=not no_console, address=address)


@workshop.command("host", help=_("One more host for a workshop that runs, on the same database."))
@click.argument("code")
@_hosting
def workshop_host(code: str, no_console: bool, **where: Any) -> None:
    """See `coach.cli.hosting`."""
    from coach.cli import hosting

    hosting.host(code, console=not no_console, address=hosting.address_of(**where))


@workshop.command("console", help=_("The trainer's console of a workshop that is served elsewhere."))
@click.argument("code")
def workshop_console(code: str) -> None:
    """See `coach.cli.workshop`."""
    from coach.cli import workshop as command

    command.console(code)


@workshop.command("wipe", help=_("Erase a workshop with everything in it."))
@click.argument("code", required=False)
@click.option("--expired", is_flag=True, help=_("Those that are past their date."))
@click.option("--all", "everything", is_flag=True, help=_("All of them."))
@click.option("--yes", is_flag=True, help=_("Do not ask."))
def workshop_wipe(**options: Any) -> None:
    """See `coach.cli.workshop`."""
    from coach.cli import workshop as command

    command.wipe(**options)


@coach.command(help=_("Take part in a workshop from this terminal, without a browser."))
@click.argument("url")
@click.option("--back", is_flag=True, help=_("Come back to your seat with your personal code."))
@click.option(
    "--ca", type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help=_("The certificate of the workshop, when your computer does not know it."),
)  # fmt: skip
def join(url: str, back: bool, ca: Path | None) -> None:
    """See `coach.cli.join`."""
    from coach.cli import hosting

    hosting.see_extra()
    from coach.cli import join as command

    command.run(url, back=back, ca=ca)


@coach.group(help=_("The content of the program, for whoever writes it."))
def content() -> None:
    """Commands on content."""


@content.command("add", help=_("Add documents of your organisation: PDF, Word, PowerPoint, HTML, Markdown or text."))
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help=_("Answer as JSON."))
def content_add(files: tuple[Path, ...], as_json: bool) -> None:
    """See `coach.cli.own`."""
    from coach.cli import own as command

    command.add(files, as_json)


@content.command("own", help=_("List the documents of your organisation; with ID, what goes against the rules."))
@click.argument("document_id", metavar="[ID]", required=False, type=int)
@click.option("--json", "as_json", is_flag=True, help=_("Answer as JSON."))
def content_own(document_id: int | None, as_json: bool) -> None:
    """See `coach.cli.own`."""
    from coach.cli import own as command

    command.show(document_id, as_json)


@content.command("remove", help=_("Remove a document of your organisation from the library; its file stays."))
@click.argument("document_id", metavar="ID", type=int)
def content_remove(document_id: int) -> None:
    """See `coach.cli.own`."""
    from coach.cli import own as command

    command.remove(document_id)


@content.command("refresh", help=_("Read the documents of your organisation again where they changed."))
@click.option("--json", "as_json", is_flag=True, help=_("Answer as JSON."))
def content_refresh(as_json: bool) -> None:
    """See `coach.cli.own`."""
    from coach.cli import own as command

    command.renew(as_json)


@content.command("check", help=_("Read all content and run its examples; say what is wrong, and where."))
@click.option("--own", is_flag=True, help=_("Only the talks and employees in your own folder: much quicker."))
def content_check(own: bool) -> None:
    """See `coach.cli.content`."""
    from coach.cli import content as command

    command.run(own)


@content.group("new", help=_("A start for a talk or an employee of your own, to be filled in."))
def content_new() -> None:
    """Commands on new content."""


@content_new.command("situation", help=_("A talk to practise."))
@click.argument("id", metavar="ID")
@click.option("--kind", required=True, metavar="KIND", help=_("The kind of talk."))
def content_new_situation(id: str, kind: str) -> None:
    """See `coach.cli.new_content`."""
    from coach.cli import new_content as command

    command.situation(id, kind)


@content_new.command("employee", help=_("Somebody to practise a talk with."))
@click.argument("situation", metavar="SITUATION")
@click.argument("name", metavar="NAME")
def content_new_employee(situation: str, name: str) -> None:
    """See `coach.cli.new_content`."""
    from coach.cli import new_content as command

    command.employee(situation, name)


@content.command("schema", help=_("What may stand in a file, as JSON Schema for editors; without NAME, list them."))
@click.argument("name", metavar="[NAME]", required=False)
@click.option(
    "--save", "folder", metavar="FOLDER", type=click.Path(path_type=Path, file_okay=False), help=_("Save them there.")
)
def content_schema(name: str | None, folder: Path | None) -> None:
    """See `coach.cli.new_content`."""
    from coach.cli import new_content as command

    command.schema(name, folder)


@content.command("evaluate", help=_("How well passages are found: figures on questions by other writers."))
@click.option("--model", metavar="MODEL", help=_("Also with this sentence-transformers model, by name or folder."))
@click.option("--json", "as_json", is_flag=True, help=_("Answer as JSON."))
def content_evaluate(**options: Any) -> None:
    """See `coach.cli.semantic`."""
    from coach.cli import semantic as command

    command.evaluate(**options)


@content.group("semantic", help=_("Search by meaning, with a sentence-transformers model of your choice."))
def content_semantic() -> None:
    """Commands on search by meaning."""


@content_semantic.command("use", help=_("Choose a model, by name or folder; it is used when it finds more."))
@click.argument("model", metavar="MODEL")
@click.option("--download", is_flag=True, help=_("Fetch it from huggingface.co first; nothing else goes online."))
@click.option("--force", is_flag=True, help=_("Use it even when it does not find more."))
def content_semantic_use(**options: Any) -> None:
    """See `coach.cli.semantic`."""
    from coach.cli import semantic as command

    command.use(**options)


@content_semantic.command("off", help=_("Search by words alone again."))
def content_semantic_off() -> None:
    """See `coach.cli.semantic`."""
    from coach.cli import semantic as command

    command.off()


@content_semantic.command("status", help=_("Which model is chosen, and whether it is used."))
@click.option("--json", "as_json", is_flag=True, help=_("Answer as JSON."))
def content_semantic_status(as_json: bool) -> None:
    """See `coach.cli.semantic`."""
    from coach.cli import semantic as command

    command.show(as_json=as_json)


@coach.group("model", help=_("A language model of your choice: everything works without one."))
def model() -> None:
    """Commands on the language model."""


@model.command("list", help=_("Models that write Dutch, and which fits this computer; with NAME, all facts of one."))
@click.argument("name", metavar="[NAME]", required=False)
@click.option("--json", "as_json", is_flag=True, help=_("Answer as JSON."))
def model_list(name: str | None, as_json: bool) -> None:
    """See `coach.cli.model`."""
    from coach.cli import model as command

    command.show_list(name, as_json)


@model.command("download", help=_("Fetch a model from huggingface.co or HF_ENDPOINT; goes on where it broke off."))
@click.argument("name", metavar="NAME")
@click.option("--use", is_flag=True, help=_("Use it at once."))
@click.option("--json", "as_json", is_flag=True, help=_("Answer as JSON, a line for each step."))
def model_download(name: str, use: bool, as_json: bool) -> None:
    """See `coach.cli.model`."""
    from coach.cli import model as command

    command.fetch(name, use, as_json)


@model.command("use", help=_("Choose a model by name, a .gguf file by its path, or a server by its URL."))
@click.argument("name", metavar="NAME|FILE|URL")
@click.option("--model", "model_name", metavar="MODEL", default="", help=_("Which model the server should use."))
@click.option("--yes", is_flag=True, help=_("Do not ask."))
def model_use(name: str, model_name: str, yes: bool) -> None:
    """See `coach.cli.model`."""
    from coach.cli import model as command

    command.use(name, model_name, yes)


@model.command("key", help=_("Keep the key of the chosen server in the keyring of this computer."))
@click.option("--forget", is_flag=True, help=_("Take the key out again."))
def model_key(forget: bool) -> None:
    """See `coach.cli.model`."""
    from coach.cli import model as command

    command.keep_key(forget)


@model.command("off", help=_("Do without a language model again; what was fetched stays."))
def model_off() -> None:
    """See `coach.cli.model`."""
    from coach.cli import model as command

    command.off()


@model.command("check", help=_("Is a model good enough? It plays fixed turns and attacks."))
@click.argument("name", metavar="[MODEL]", required=False)
@click.option("--quick", is_flag=True, help=_("Only a quarter of it, for a first impression."))
@click.option("--yes", is_flag=True, help=_("Do not ask."))
@click.option("--json", "as_json", is_flag=True, help=_("Answer as JSON."))
def model_check(**options: Any) -> None:
    """See `coach.cli.model_check`."""
    from coach.cli import model_check as command

    command.run(**options)


@model.command("remove", help=_("Delete a model that was fetched."))
@click.argument("name", metavar="NAME")
def model_remove(name: str) -> None:
    """See `coach.cli.model`."""
    from coach.cli import model as command

    command.remove(name)


@model.command("status", help=_("Which model is chosen, where texts go, and whether it answers."))
@click.option("--json", "as_json", is_flag=True, help=_("Answer as JSON."))
def model_status(as_json: bool) -> None:
    """See `coach.cli.model`."""
    from coach.cli import model as command

    command.show_status(as_json)
