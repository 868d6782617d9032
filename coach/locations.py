"""Every path in one place. Asking for a path creates nothing; `private_folder` does that when it is needed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_PACKAGE = Path(__file__).parent
LANGUAGE = "nl"
"""The language of the program."""

LANGUAGES = (LANGUAGE, "en")
"""The languages in which lines can be read; English lines carry moves and style notes, no flags of Dutch law."""


def knowledge() -> Path:
    """Folder with passages, phrasing rules and lexicon in the language of the program."""
    return _content("knowledge") / LANGUAGE


def knowledge_of(language: str) -> Path:
    """Folder with phrasing rules and lexicon in one of `LANGUAGES`."""
    return _content("knowledge") / language


def prompts() -> Path:
    """Folder with situations, employees and (later) model prompts in the language of the program."""
    return _content("prompts") / LANGUAGE


def workshops() -> Path:
    """Folder with the workshop plans in the language of the program; role cards stand in `roles` in it."""
    return knowledge() / "workshops"


def own_workshops() -> Path:
    """Folder with the trainer's own workshop plans, which take the place of those of the same name."""
    return own_content() / "workshops"


def workshop_database() -> Path:
    """The SQLite file that holds the workshops, unless `COACH_DATABASE` names a database for several machines."""
    return data() / "workshops.sqlite3"


def catalogues() -> Path:
    """Folder with the message catalogues (gettext)."""
    return _PACKAGE / "locale"


def data() -> Path:
    """Folder where conversations are kept; `COACH_DATA` overrides the platform's own place."""
    override = os.environ.get("COACH_DATA")
    if override:
        return Path(override).expanduser()
    from platformdirs import user_data_path

    return user_data_path("verzuimcoach", appauthor=False)


def own_content() -> Path:
    """Folder with content that the user writes; `COACH_CONTENT` overrides the folder with all that is kept."""
    override = os.environ.get("COACH_CONTENT")
    return Path(override).expanduser() if override else data()


def own_situations() -> Path:
    """Folder with the user's own situations and employees, read after those that come with the program."""
    return own_content() / "situations"


def database() -> Path:
    """The SQLite file that holds the conversations."""
    return data() / "conversations.sqlite3"


def silences() -> Path:
    """The file with the flags that the user called not right (JSON Lines)."""
    return data() / "silences.jsonl"


def preparations() -> Path:
    """Folder with the preparations and forms that the user is filling in, a file each."""
    return data() / "preparations"


def semantic() -> Path:
    """The file with the model that the user chose for search by meaning."""
    return data() / "semantic.json"


def models() -> Path:
    """Folder with the language models that were downloaded."""
    return data() / "models"


def model_catalogue() -> Path:
    """The file with the language models that can be downloaded; the same in every language."""
    return _content("knowledge") / "models.yaml"


def model_choice() -> Path:
    """The file with the language model, or the server, that the user chose."""
    return data() / "model.json"


def model_checks() -> Path:
    """Folder with what `coach model check` found, a file each time."""
    return data() / "model-checks"


def own_documents() -> Path:
    """The SQLite file with the excerpts of the organisation's own documents."""
    return data() / "documents.sqlite3"


def cache() -> Path:
    """Folder for what can be made again: nothing of the user stands there."""
    override = os.environ.get("COACH_DATA")
    if override:
        return Path(override).expanduser() / "cache"
    from platformdirs import user_cache_path

    return user_cache_path("verzuimcoach", appauthor=False)


def vectors() -> Path:
    """Folder with the vectors of passages, a file for each model."""
    return cache() / "vectors"


def documents() -> Path:
    """Where a debrief is saved unless the user names another folder."""
    from platformdirs import user_documents_path

    folder = user_documents_path()
    return folder if folder.is_dir() else Path.home()


def private_folder(folder: Path) -> Path:
    """Create a folder that only its owner can enter (0700) and return it.

    Raises:
        OSError: the folder cannot be made.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if sys.platform != "win32":
        folder.chmod(0o700)
    return folder


def _content(name: str) -> Path:
    """Content lies inside the wheel, or at the top of a checkout."""
    packaged = _PACKAGE / name
    return packaged if packaged.is_dir() else _PACKAGE.parent / name
