"""The key of a server comes from the environment or the system's keyring, and stands in no file of the program."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from coach.model import key
from coach.model.key import KeyProblem

_URL = "https://modellen.example.nl/v1"


@pytest.fixture(autouse=True)
def without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(key.VARIABLE, raising=False)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")


@pytest.fixture
def ring() -> Iterator[dict[Any, str]]:
    """A keyring that keeps in memory."""
    keyring = pytest.importorskip("keyring", reason="keyring is not installed (pip install keyring)")
    backend = pytest.importorskip("keyring.backend")
    kept: dict[Any, str] = {}

    class Memory(backend.KeyringBackend):  # type: ignore[misc, name-defined]
        priority = 1

        def get_password(self, service: str, username: str) -> str | None:
            return kept.get((service, username))

        def set_password(self, service: str, username: str, password: str) -> None:
            kept[service, username] = password

        def delete_password(self, service: str, username: str) -> None:
            del kept[service, username]

    before = keyring.get_keyring()
    keyring.set_keyring(Memory())
    yield kept
    keyring.set_keyring(before)


def test_the_environment_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    assert key.found(_URL) is None
    monkeypatch.setenv(key.VARIABLE, " sk-abc \n")
    assert key.found(_URL) == "sk-abc"


@pytest.mark.parametrize("value", ["a b", "a\nb", "é", "a\x1bb"])
def test_a_key_that_could_not_be_sent_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(key.VARIABLE, value)
    with pytest.raises(KeyProblem):
        key.found(_URL)


def test_a_key_is_kept_for_its_own_server_only(ring: dict[Any, str]) -> None:
    key.keep(_URL, "sk-abc")
    assert key.found("https://modellen.example.nl:443/v2") == "sk-abc"
    for other in (
        "http://modellen.example.nl/v1",
        "https://modellen.example.nl:8443/v1",
        "https://elders.example/v1",
    ):
        assert key.found(other) is None
    assert key.forget(_URL)
    assert not key.forget(_URL)
    assert key.found(_URL) is None


def test_a_key_is_in_no_file(ring: dict[Any, str], own_home: Path) -> None:
    key.keep(_URL, "sk-abc")
    assert not [path for path in own_home.rglob("*") if path.is_file() and b"sk-abc" in path.read_bytes()]


def test_a_keyring_that_keeps_keys_readable_is_not_used(ring: dict[Any, str]) -> None:
    import keyring

    class PlaintextKeyring(type(keyring.get_keyring())):  # type: ignore[misc]
        pass

    keyring.set_keyring(PlaintextKeyring())
    with pytest.raises(KeyProblem, match=key.VARIABLE):
        key.keep(_URL, "sk-abc")
    assert ring == {}
    assert key.found(_URL) is None


def test_without_a_keyring_the_environment_is_named() -> None:
    with pytest.raises(KeyProblem, match=key.VARIABLE):
        key.keep(_URL, "sk-abc")
    assert key.found(_URL) is None
