"""Where worksheets are kept: a private file each, in a folder of the user's, or nowhere but in memory."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import ValidationError

from coach import content, files, locations
from coach.messages import gettext as _
from coach.preparation.errors import ShelfError
from coach.preparation.worksheet import Worksheet


class Shelf:
    """The worksheets of one user. What could not be written is still held here until the program ends.

    `warnings` has a sentence about every file that could not be read at the last `list`; such a file stays.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._held: dict[str, Worksheet] = {}
        self.warnings: tuple[str, ...] = ()

    @property
    def keeps(self) -> bool:
        """Whether anything is written to a file at all."""
        return self._folder is not None

    def list(self) -> tuple[Worksheet, ...]:
        """All worksheets, the one that was changed last first."""
        found = self._read()
        found.update(self._held)
        return tuple(sorted(found.values(), key=lambda sheet: sheet.changed, reverse=True))

    def save(self, sheet: Worksheet) -> None:
        """Keep a worksheet in place of its previous version; an empty one is not kept.

        Texts that the guard flagged and that the user did not agree to are held in memory only.

        Raises:
            ShelfError: it cannot be written; it is held until the program ends.
        """
        if sheet.is_empty:
            self.delete(sheet.id)
            return
        self._held[sheet.id] = sheet
        if self._folder is None:
            return
        data = sheet.keepable().model_dump_json(indent=1).encode("utf-8", "replace")
        try:
            locations.private_folder(self._folder)
            files.put(self._path(sheet.id), data)
        except OSError as error:
            told = _("Not kept: {reason}. Nothing is lost as long as the program is open.")
            raise ShelfError(told.format(reason=_reason(error))) from error

    def delete(self, sheet_id: str) -> bool:
        """Remove a worksheet for good; False when there was none.

        Raises:
            ShelfError: its file cannot be removed.
        """
        held = self._held.pop(sheet_id, None) is not None
        if self._folder is None:
            return held
        try:
            self._path(sheet_id).unlink()
        except (FileNotFoundError, NotADirectoryError):
            return held
        except OSError as error:
            raise ShelfError(_("Not deleted: {reason}.").format(reason=_reason(error))) from error
        return True

    def wipe(self) -> int:
        """Remove every worksheet, and every file of this shelf that cannot be read; returns how many there were.

        Raises:
            ShelfError: a file cannot be removed.
        """
        paths = list(content.files(self._folder, "*.json")) if self._folder else []
        ids = {path.stem for path in paths} | set(self._held)
        count = sum(self.delete(sheet_id) for sheet_id in ids)
        for half in self._folder.glob(".*.tmp") if self._folder else ():
            half.unlink(missing_ok=True)  # left behind when the power went out
        return count

    def _read(self) -> dict[str, Worksheet]:
        found: dict[str, Worksheet] = {}
        warnings: list[str] = []
        for path in content.files(self._folder, "*.json") if self._folder else ():
            try:
                sheet = Worksheet.model_validate(json.loads(path.read_text(encoding="utf-8")))
            except (OSError, ValueError, ValidationError, RecursionError):
                warnings.append(
                    _("{file} is not a preparation that can be read. It stays where it is.").format(file=path)
                )
            else:
                found[sheet.id] = sheet
        self.warnings = tuple(warnings)
        return found

    def _path(self, sheet_id: str) -> Path:
        assert self._folder is not None
        return self._folder / f"{sheet_id}.json"


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
