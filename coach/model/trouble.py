"""What can go wrong when a model is fetched, and how that is told to the user."""

from __future__ import annotations

from enum import StrEnum

from coach.messages import gettext as _
from coach.messages import mark
from coach.model.error import ModelError


class Trouble(StrEnum):
    """Why a model did not come."""

    EXTRA = "extra"
    UNREACHABLE = "unreachable"
    CUT = "cut"
    NOT_FOUND = "not_found"
    GATED = "gated"
    REFUSED = "refused"
    NO_CHECKSUM = "no_checksum"
    OTHER = "other"
    WRONG = "wrong"
    UNUSABLE = "unusable"
    NO_ROOM = "no_room"
    FULL = "full"
    DISK = "disk"
    BUSY = "busy"
    STRANGE = "strange"
    CANCELLED = "cancelled"


class DownloadError(ModelError):
    """A model did not come; the message is for the user."""

    def __init__(self, trouble: Trouble, message: str) -> None:
        super().__init__(message)
        self.trouble = trouble


_TOLD = {
    Trouble.EXTRA: mark("Fetching a model needs huggingface_hub, which is small: pip install huggingface_hub"),
    Trouble.UNREACHABLE: mark("{hub} cannot be reached. Is there a connection? ({detail})"),
    Trouble.CUT: mark("The connection with {hub} broke off. What came in is kept: try again to go on from there."),
    Trouble.NOT_FOUND: mark("{hub} has no file {file}. Perhaps it was moved; its page: {page}"),
    Trouble.GATED: mark(
        "{hub} gives this model only to who accepted its terms: {page}. Do so, and put your key in HF_TOKEN."
    ),
    Trouble.REFUSED: mark("{hub} refused: {detail}. Try again later."),
    Trouble.NO_CHECKSUM: mark(
        "{hub} gives no checksum for this file, so it cannot be known whether it arrives whole; it was not fetched."
    ),
    Trouble.OTHER: mark("{hub} has another file under this name than the catalogue knows; it was not fetched."),
    Trouble.WRONG: mark("What came in is not the file that {hub} promised: the checksum is wrong. It was deleted."),
    Trouble.UNUSABLE: mark("{detail} It was deleted."),
    Trouble.NO_ROOM: mark("Not enough room on the disk: {needed} needed, {free} free."),
    Trouble.FULL: mark("The disk became full. What came in was deleted; make room and try again."),
    Trouble.DISK: mark("The model cannot be written: {detail}"),
    Trouble.BUSY: mark("This model is already being fetched by another program."),
    Trouble.STRANGE: mark("The model could not be fetched: {detail}"),
    Trouble.CANCELLED: mark("Stopped. What came in is kept: try again to go on from there."),
}


def explained(trouble: Trouble, **facts: str) -> DownloadError:
    """The error that tells the user about a trouble."""
    unknown = dict.fromkeys(("hub", "file", "page", "detail", "needed", "free"), "?")
    return DownloadError(trouble, _(_TOLD[trouble]).format(**(unknown | facts)))
