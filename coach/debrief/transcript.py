"""A real talk, written out: read from a file in one of five formats, and turned into a conversation.

    text       Naam: tekst, NAAM - tekst, [00:01:02] Naam: tekst, Naam (00:12): tekst, and lines that go on
    markdown   the same, with **Naam:** in bold, or names as headings
    webvtt     cues with voice tags (<v Naam>), or with names in the words of the cue
    srt        cues with names in their words
    json       objects with `speaker` or `name`, and `text`: one a line (JSON Lines), in a list, or in a list
               named `segments`

Who counts as a speaker in text and in cues is decided in `coach.debrief.speakers`. Control characters and
terminal codes are left out of every word; brackets stay as they are. Nothing is written to disk here.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from coach import phrasing
from coach.conversation import Conversation, MoveId, SituationKind, Speaker, Turn
from coach.debrief import speakers
from coach.debrief.speakers import Role, ScriptLine
from coach.messages import gettext as _

MAX_BYTES = 5_000_000
"""A larger file is refused: a talk of an hour is some sixty thousand characters."""

SITUATION = "review"

_SAMPLE = 60
"""So many turns of each speaker are read to guess who the manager is."""
_MARKS = ".?!…,;:'\"”’)]"
_LEAD = 0.2
"""So many more questions per turn than anyone else make it clear who is asking."""


class TranscriptError(Exception):
    """A file that cannot be read as a transcript; the message says what to do about it."""


class Format(StrEnum):
    """How a transcript is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    WEBVTT = "webvtt"
    SRT = "srt"
    JSON = "json"


_SUFFIXES = {
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".vtt": Format.WEBVTT,
    ".srt": Format.SRT,
    ".json": Format.JSON,
    ".jsonl": Format.JSON,
    ".ndjson": Format.JSON,
}
_BINARY = (b"%PDF-", b"PK\x03\x04", b"{\\rtf", b"\xd0\xcf\x11\xe0")
_ANSI = re.compile(
    r"\x1b\][^\x07\x1b\n]*(?:\x07|\x1b\\)|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b[ -/]+[0-~]|\x1b[@-Z\\^_]"
)
_NEWLINE = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_TIMING = re.compile(r"\s*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}\s*-->")
_VOICE = re.compile(r"<v(?:\.[^\s<>]{0,100})?[ \t]+([^<>]{1,200})>")
_TAG = re.compile(
    r"</?(?:c|i|b|u|ruby|rt|lang|v|font)(?:[.\s][^<>]{0,200})?>|<(?:\d+:)?\d{2}:\d{2}\.\d{3}>|\{\\an?\d\}"
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});")
_MARKED = re.compile(r"^[ \t]*(?:[-*+>] )?(?:#{1,6} |\*\*\S)", re.MULTILINE)


class Spoken(BaseModel):
    """What one speaker says on one line or in one cue: the name as it is written first, and the words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    text: str


class Transcript(BaseModel):
    """A talk as it was written out, in order; there is always at least one line."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Format
    lines: tuple[Spoken, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Everyone who speaks, in order of appearance."""
        return tuple(dict.fromkeys(line.name for line in self.lines))


def read(path: Path) -> Transcript:
    """Read a transcript from a file of at most `MAX_BYTES` bytes.

    Raises:
        TranscriptError: the file cannot be read, is too large, is not text, or nobody speaks in it.
    """
    name = _clean(path.name)
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        problem = _("{file} cannot be read: {reason}").format(file=name, reason=reason)
        raise TranscriptError(problem) from error
    if len(raw) > MAX_BYTES:
        raise _too_large()
    return parse(_decoded(raw, name), path.suffix)


def parse(text: str, suffix: str = "") -> Transcript:
    """Read a transcript from text; `suffix` (".vtt") says which format it is, otherwise the text itself does.

    Raises:
        TranscriptError: the text is too large or empty, or nobody speaks in it.
    """
    if len(text) > MAX_BYTES:
        raise _too_large()
    clean = _clean(text)
    if not clean.strip():
        raise TranscriptError(
            _("There is nothing in this transcript. Put the talk in it, each line as “Leidinggevende: …”.")
        )
    written = _format_of(clean, suffix)
    spoken = speakers.speeches(list(_script(clean, written)))
    if not spoken:
        raise TranscriptError(
            _(
                "No speakers recognised in this transcript. Begin each line with who is speaking "
                "and a colon: “Leidinggevende: …” and “Medewerker: …”."
            )
        )
    return Transcript(format=written, lines=tuple(Spoken(name=name, text=said) for name, said in spoken))


def guess_manager(transcript: Transcript) -> str | None:
    """The name of the manager, or None when it is not clear.

    Role words in the names decide first: the only manager, otherwise the only HR adviser, otherwise the only
    one who is not called an employee. Without them it is the one who asks clearly more questions per turn.

    Raises:
        ContentError: the knowledge files cannot be read.
    """
    roles = {name: speakers.role_of(name) for name in transcript.names}
    for role in (Role.MANAGER, Role.ADVISER):
        named = [name for name in roles if roles[name] is role]
        if len(named) == 1:
            return named[0]
        if named:
            return _most_asking(transcript, named)
    others = [name for name in roles if roles[name] is not Role.EMPLOYEE]
    if len(others) == 1:
        return others[0] if len(roles) > 1 else None
    return _most_asking(transcript, others)


def as_conversation(
    transcript: Transcript, manager: str, kind: SituationKind = SituationKind.FREQUENT
) -> Conversation:
    """The talk as a conversation, with every turn of the manager read.

    Lines of one speaker in a row become one turn. Everyone else is on the employee's side; their names are
    in `persona`, joined by commas.

    Raises:
        TranscriptError: the manager does not speak in this transcript.
        ContentError: the knowledge files cannot be read.
    """
    wanted = speakers.key(manager)
    persona = [name for name in transcript.names if speakers.key(name) != wanted]
    if len(persona) == len(transcript.names):
        raise TranscriptError(
            _("{name} does not speak in this transcript. Choose one of: {names}.").format(
                name=_clean(manager), names=", ".join(transcript.names)
            )
        )
    turns: list[Turn] = []
    said: list[str] = []
    for name, text in _turns(transcript):
        if speakers.key(name) == wanted:
            reading = phrasing.read(text, said[-1] if said else None, earlier=said[:-1])
            turns.append(Turn(speaker=Speaker.MANAGER, text=text, reading=reading))
        else:
            turns.append(Turn(speaker=Speaker.EMPLOYEE, text=text))
            said.append(text)
    return Conversation(situation=SITUATION, kind=kind, persona=", ".join(persona), turns=tuple(turns))


def _turns(transcript: Transcript) -> Iterator[tuple[str, str]]:
    """Name and words of each turn. A cue may break off inside a sentence, so cues are joined by a space."""
    cues = transcript.format in (Format.WEBVTT, Format.SRT)
    for name, lines in groupby(transcript.lines, key=lambda line: line.name):
        parts = [line.text for line in lines]
        yield name, " ".join(parts) if cues else "".join(_glued(parts))


def _glued(parts: list[str]) -> Iterator[str]:
    """Lines with a space between them, or a new line where a sentence ends without a mark."""
    for index, part in enumerate(parts):
        if index:
            goes_on = parts[index - 1][-1:] in _MARKS or part[:1].islower()
            yield " " if goes_on else "\n"
        yield part


def _most_asking(transcript: Transcript, candidates: list[str]) -> str | None:
    """The candidate with clearly the most questions per turn, and at least two of them."""
    texts: dict[str, list[str]] = {name: [] for name in transcript.names}
    for name, text in _turns(transcript):
        texts[name].append(text)
    asked = {name: [_questions(text) for text in texts[name][:_SAMPLE]] for name in candidates}
    rates = sorted(((sum(counts) / len(counts), name) for name, counts in asked.items()), reverse=True)
    if len(rates) < 2 or rates[0][0] - rates[1][0] < _LEAD:
        return None
    return rates[0][1] if sum(asked[rates[0][1]]) > 1 else None


def _questions(text: str) -> int:
    asking = (MoveId.QUESTION_OPEN, MoveId.QUESTION_CLOSED)
    return sum(move.id in asking for move in phrasing.read(text).moves)


def _too_large() -> TranscriptError:
    return TranscriptError(
        _("This transcript is larger than {limit} MB. Keep one talk in a file and try again.").format(
            limit=MAX_BYTES // 1_000_000
        )
    )


def _decoded(raw: bytes, name: str) -> str:
    """The text of a file: UTF-8, UTF-16 that says so, or else the Windows code page of Western Europe."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\x00" in raw or raw.startswith(_BINARY):
        raise TranscriptError(
            _("{file} is not a text file. Save the transcript as plain text (.txt) and try again.").format(file=name)
        )
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TranscriptError(
        _("The letters in {file} cannot be read. Save it as plain text in UTF-8 and try again.").format(file=name)
    )


def _clean(text: str) -> str:
    """Text without terminal codes, control and invisible direction characters; new lines are "\\n"."""
    return _CONTROL.sub("", _NEWLINE.sub("\n", _ANSI.sub("", text)))


def _plain(text: str) -> str:
    """Clean text on one line."""
    return " ".join(_clean(text).split())


def _format_of(text: str, suffix: str) -> Format:
    if suffix.lower() in _SUFFIXES:
        return _SUFFIXES[suffix.lower()]
    start = text.lstrip()
    if re.match(r"WEBVTT(?:\s|$)", start):
        return Format.WEBVTT
    if any(_TIMING.match(line) for line in start.split("\n", 10)[:10]):
        return Format.SRT
    if start[0] in "{[" and _is_json(start):
        return Format.JSON
    return Format.MARKDOWN if _MARKED.search(text) else Format.TEXT


def _script(text: str, written: Format) -> Iterable[ScriptLine]:
    if written is Format.JSON:
        return _records(text)
    if written in (Format.WEBVTT, Format.SRT):
        return _cues(text, entities=written is Format.WEBVTT)
    return speakers.lines_of(text)


def _cues(text: str, entities: bool) -> Iterator[ScriptLine]:
    """The lines of all cues. Everything outside cues (header, ids, NOTE, STYLE and REGION) is left out."""
    for payload in _payloads(text.split("\n")):
        before, *voices = _VOICE.split(payload)
        yield from speakers.lines_of(_words(before, entities))
        for name, said in zip(voices[::2], voices[1::2], strict=True):
            words, label = _plain(_words(said, entities)), _plain(_words(name, entities))
            yield ScriptLine(words, label, words, sure=bool(label))


def _payloads(lines: list[str]) -> Iterator[str]:
    payload: list[str] | None = None
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        starts = _TIMING.match(line) is not None
        if starts or not line.strip():
            if payload:
                yield "\n".join(payload)
            payload = [] if starts else None
        elif payload is not None and not (line.strip().isdigit() and _TIMING.match(following)):
            payload.append(line)
    if payload:
        yield "\n".join(payload)


def _words(markup: str, entities: bool) -> str:
    """The words of a cue without its tags; angle brackets that are no tag of the format stay."""
    words = _TAG.sub("", markup)
    return _clean(_ENTITY.sub(lambda match: html.unescape(match[0]), words)) if entities else words


def _is_json(text: str) -> bool:
    """Whether a text is an object or a list of objects, or begins with a line that is an object."""
    data = _loaded(text) or _loaded(text.partition("\n")[0])
    return isinstance(data, dict) or (isinstance(data, list) and any(isinstance(item, dict) for item in data))


def _records(text: str) -> Iterator[ScriptLine]:
    for number, record in _objects(text):
        said = record.get("text") if isinstance(record, dict) else None
        if not isinstance(said, str):
            raise _not_a_record(number)
        name = next((record[field] for field in ("speaker", "name") if record.get(field) is not None), "")
        label = _plain(str(name)) if isinstance(name, str | int) else ""
        words = _plain(said)
        if words:
            yield ScriptLine(words, label, words, sure=bool(label))


def _objects(text: str) -> Iterator[tuple[int, Any]]:
    """What stands in the file, with its place in the list or its line (JSON Lines), from 1."""
    data = _loaded(text)
    if isinstance(data, dict):
        data = data.get("segments")
    if isinstance(data, list):
        yield from enumerate(data, start=1)
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, _loaded(line)


def _loaded(text: str) -> Any:
    """What a JSON text stands for, or None when it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _not_a_record(number: int) -> TranscriptError:
    form = '{"speaker": "Leidinggevende", "text": "…"}'
    return TranscriptError(_("Item {number} is not as it should be. Write: {form}").format(number=number, form=form))
