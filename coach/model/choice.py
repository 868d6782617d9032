"""Which language model the user chose: a file on this computer, or a server by its URL. Kept in a small file."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from coach import files, locations
from coach.messages import gettext as _
from coach.model import address
from coach.model.error import ModelError


class ChoiceError(ModelError):
    """A choice that cannot be read or is none; the message is for the user."""


class Choice(BaseModel):
    """Either `file`, the absolute path of a GGUF file, or `url`, the base URL of an OpenAI-compatible server.

    Attributes:
        name: how the user knows it: a name from the catalogue, a file name, or a host.
        file: absolute path of a GGUF file.
        url: base URL of a server, without a key in it.
        model: which model the server should use; empty for the one that it offers.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1)
    file: Path | None = None
    url: str | None = None
    model: str = ""

    @model_validator(mode="after")
    def _one_of_two(self) -> Choice:
        if (self.file is None) == (self.url is None):
            raise ValueError("either a file or a URL")
        if self.file is not None and not self.file.is_absolute():
            raise ValueError("an absolute path")
        return self

    @classmethod
    def load(cls) -> Choice | None:
        """The user's choice, or None when nothing was chosen.

        Raises:
            ChoiceError: the file cannot be read.
        """
        path = locations.model_choice()
        try:
            return cls.model_validate_json(path.read_bytes())
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValidationError) as error:
            told = _("{file} cannot be read. Choose the model again: coach model use NAME")
            raise ChoiceError(told.format(file=path)) from error

    def save(self) -> None:
        """Keep this choice, in one step, readable by its owner only.

        Raises:
            OSError: it cannot be kept.
        """
        path = locations.model_choice()
        locations.private_folder(path.parent)
        files.put(path, (self.model_dump_json(indent=1, exclude_defaults=True) + "\n").encode())


def of_url(url: str, model: str = "") -> Choice:
    """The choice of a server.

    Raises:
        ChoiceError: it is no http(s) URL, it holds a user name or password, which would be kept in plain text, or
            texts would go unencrypted over the internet.
    """
    try:
        parts = urlsplit(url.strip())
        host, _port = parts.hostname, parts.port
    except ValueError:
        parts, host = urlsplit(""), None
    if parts.scheme not in ("http", "https") or not host:
        raise ChoiceError(_("{url} is not the URL of a server: https://host/v1").format(url=url))
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ChoiceError(_("Leave keys and passwords out of the URL: they would be kept in plain text."))
    if address.in_public(url.strip()):
        told = _("{url} is outside your network, and http:// is not encrypted: anyone could read along. Use https://")
        raise ChoiceError(told.format(url=url))
    # What people copy from an example is often the whole address.
    base = url.strip().rstrip("/").removesuffix("/chat/completions").rstrip("/")
    return Choice(name=parts.netloc, url=base, model=model)


def forget() -> bool:
    """Take the choice away; returns whether there was one.

    Raises:
        OSError: the file cannot be removed.
    """
    try:
        locations.model_choice().unlink()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True
