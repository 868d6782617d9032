"""The key of a server: from the environment or from the keyring of the system, and never in a file of the program."""

from __future__ import annotations

import importlib
import importlib.util
import os
from typing import Any

from coach.messages import gettext as _
from coach.model.address import origin
from coach.model.error import ModelError

VARIABLE = "COACH_MODEL_KEY"
"""The environment variable that holds the key of the server in use."""

_SERVICE = "verzuimcoach"
_OPEN = ("keyrings.alt", "keyring.backends.null", "keyring.backends.fail")
"""Keyrings that keep a key readable in a file, or not at all."""


class KeyProblem(ModelError):
    """A key cannot be kept or used; the message is for the user."""


def found(url: str) -> str | None:
    """The key for a server; may wait for the system's keyring, so not for the interface's own thread.

    Raises:
        KeyProblem: the key is none that can be sent.
    """
    key = os.environ.get(VARIABLE, "").strip() or _from_keyring(url)
    return _sound(key) if key else None


def keep(url: str, key: str) -> None:
    """Keep a key in the keyring of the system, for the server at this URL only.

    Raises:
        KeyProblem: there is no keyring that keeps it safe.
    """
    _sound(key)
    keyring = _keyring()
    try:
        keyring.set_password(_SERVICE, origin(url), key)
    except Exception as error:  # whatever the system's keyring makes of it
        raise KeyProblem(_no_keyring()) from error


def forget(url: str) -> bool:
    """Take the key for a server out of the keyring; returns whether there was one.

    Raises:
        KeyProblem: there is no keyring, or it does not let go of the key.
    """
    keyring = _keyring()
    try:
        if keyring.get_password(_SERVICE, origin(url)) is None:
            return False
        keyring.delete_password(_SERVICE, origin(url))
    except Exception as error:
        raise KeyProblem(_no_keyring()) from error
    return True


def _from_keyring(url: str) -> str | None:
    try:
        key: str | None = _keyring().get_password(_SERVICE, origin(url))
    except Exception:  # no keyring, or one that is locked: the server says that it wants a key
        return None
    return key


def _keyring() -> Any:
    """The library, when it has a keyring that keeps keys safe.

    Raises:
        KeyProblem: it has none, or is not installed.
    """
    if importlib.util.find_spec("keyring") is None:
        told = _("To keep a key, add the library keyring: pip install keyring. Or put the key in {variable}.")
        raise KeyProblem(told.format(variable=VARIABLE))
    try:
        keyring: Any = importlib.import_module("keyring")
        backend = keyring.get_keyring()
        places = list(getattr(backend, "backends", ())) or [backend]
    except Exception as error:
        raise KeyProblem(_no_keyring()) from error
    # The first of several is the one that keeps.
    if _is_open(places[0]):
        raise KeyProblem(_no_keyring())
    return keyring


def _is_open(backend: object) -> bool:
    kind = type(backend)
    return kind.__module__.startswith(_OPEN) or "plaintext" in kind.__name__.lower()


def _no_keyring() -> str:
    told = _("This computer has no keyring that keeps a key safe, or it is locked. Put the key in {variable}.")
    return told.format(variable=VARIABLE)


def _sound(key: str) -> str:
    if not key.isascii() or not key.isprintable() or " " in key or not key:
        raise KeyProblem(_("The key of the server holds characters that no key has. Copy it again."))
    return key
