"""The sentences of a debrief that do not depend on the talk, read from `knowledge/<language>/debrief.yaml`."""

from __future__ import annotations

from functools import cache

from coach import content, locations


class Notes(content.Content):
    """What has to be known to read a figure well."""

    ratio: str
    share: str
    questions: str
    flags: str
    few: str
    chance: str
    progress_few: str
    progress: str


class MomentTexts(content.Content):
    """What a turn did, where neither a flag nor a move says it."""

    silence: str
    up: str
    down: str


class DangerTexts(content.Content):
    """What is said when a sign of danger to life came up. `careful` stands in for what was felt and not told."""

    safe: str
    missed: str
    unanswered: str
    words: tuple[str, ...]
    afterwards: str
    yourself: str
    careful: str
    careful_opener: str
    passage: str


class DebriefData(content.Content):
    """Sentences of the debrief; see the comments in the file.

    `trains` names the focus exercise that trains a need, where there is one.
    """

    clumsy_note: str
    notes: Notes
    moments: MomentTexts
    danger: DangerTexts
    exercises: dict[str, str]
    trains: dict[str, str]


@cache
def data() -> DebriefData:
    """The sentences in the language of the program.

    Raises:
        ContentError: the file is not as it should be.
    """
    return content.load(locations.knowledge() / "debrief.yaml", DebriefData)
