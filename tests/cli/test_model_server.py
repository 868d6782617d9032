"""`coach model` with a server: asked once where texts go, its key kept safe, and whether it answers."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command import coach
from model_server import Reply, Server, running

from coach.model import key
from coach.model.choice import Choice

_OUTSIDE = "https://modellen.example.nl/v1"
needs_library = pytest.mark.skipif(
    importlib.util.find_spec("httpx2") is None,
    reason="httpx2 is not installed (pip install httpx2)",
)


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_LANG", "en")
    monkeypatch.delenv(key.VARIABLE, raising=False)


@pytest.fixture
def served() -> Iterator[Server]:
    with running() as found:
        yield found


def chosen() -> str | None:
    kept = Choice.load()
    return kept.url if kept else None


def test_a_server_in_this_computer_needs_no_second_thought() -> None:
    shown = coach("model", "use", "http://localhost:8080/v1")
    assert shown.code == 0
    assert "leave" not in shown.out
    assert chosen() == "http://localhost:8080/v1"


@pytest.mark.parametrize("url", [_OUTSIDE, "https://modelserver/v1", "http://192.168.0.7:8000/v1"])
def test_a_server_elsewhere_is_used_only_after_a_yes(url: str) -> None:
    for answer in ("", "n\n", "\n"):
        shown = coach("model", "use", url, stdin=answer)
        assert shown.code == 130
        assert f"goes to {url}" in shown.out
        assert chosen() is None
    assert coach("model", "use", url, stdin="y\n").code == 0
    assert chosen() == url


def test_what_was_agreed_is_not_asked_again() -> None:
    assert coach("model", "use", _OUTSIDE, "--yes").code == 0
    assert coach("model", "use", _OUTSIDE, "--model", "groot").code == 0
    assert coach("model", "use", "https://elders.example.nl/v1").code == 130
    coach("model", "off")
    assert coach("model", "use", _OUTSIDE).code == 130


def test_a_model_of_the_cloud_behind_a_program_in_this_computer_is_asked_about() -> None:
    coach("model", "use", "http://localhost:11434/v1", "--model", "klein")
    shown = coach("model", "use", "http://localhost:11434/v1", "--model", "groot-cloud")
    assert shown.code == 130
    assert "Texts leave this computer" in shown.out


def test_unencrypted_is_warned_about_and_not_over_the_internet() -> None:
    assert "unencrypted" in coach("model", "use", "http://192.168.0.7:8000/v1", "--yes").out
    shown = coach("model", "use", "http://8.8.8.8/v1", "--yes")
    assert shown.code == 2
    assert "https://" in shown.err
    assert chosen() == "http://192.168.0.7:8000/v1"


def test_the_whole_address_of_an_example_may_be_given() -> None:
    coach("model", "use", "http://localhost:8080/v1/chat/completions")
    assert chosen() == "http://localhost:8080/v1"


@needs_library
def test_status_says_which_where_and_whether_it_answers(served: Server) -> None:
    coach("model", "use", served.url)
    shown = coach("model", "status").out
    assert served.url in shown
    assert "stay in this computer" in shown
    assert "It answers: klein · vLLM · 8192 tokens" in shown
    data = coach("model", "status", "--json").json
    assert data["server"] == {
        "answers": True, "loading": False, "problem": "", "program": "vLLM", "model": "klein", "context": 8192,
    }  # fmt: skip
    assert served.asked == []


@needs_library
def test_status_says_why_a_server_does_not_answer(served: Server) -> None:
    coach("model", "use", "http://127.0.0.1:9/v1")
    assert "does not answer" in coach("model", "status").out
    coach("model", "use", served.url)
    served.looks = [Reply(status=401)] * 9
    assert "coach model key" in coach("model", "status").out
    assert coach("model", "status", "--json").json["server"]["answers"] is False


@needs_library
def test_what_a_server_says_cannot_steer_the_terminal(served: Server) -> None:
    served.models = {"klein\x1b[2J\x07": {}}
    coach("model", "use", served.url)
    shown = coach("model", "status")
    assert "It answers" in shown.out
    assert not {"\x1b", "\x07"} & set(shown.out + shown.err)


def test_a_key_needs_a_server_and_a_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    assert "coach model use URL" in coach("model", "key", stdin="sk-abc\n").err
    coach("model", "use", "http://localhost:8080/v1")
    shown = coach("model", "key", stdin="sk-abc\n")
    assert shown.code == 2
    assert key.VARIABLE in shown.err
    assert "sk-abc" not in shown.out + shown.err


def test_a_key_goes_into_the_keyring_and_into_no_file(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ring: dict[Any, str] = {}

    class Ring:
        """A keyring that keeps in memory."""

        def get_password(self, service: str, name: str) -> str | None:
            return ring.get((service, name))

        def set_password(self, service: str, name: str, password: str) -> None:
            ring[service, name] = password

        def delete_password(self, service: str, name: str) -> None:
            del ring[service, name]

    monkeypatch.setattr(key, "_keyring", Ring)
    coach("model", "use", "http://localhost:8080/v1")
    assert coach("model", "key", stdin="sk-abc\n").code == 0
    assert key.found("http://localhost:8080/v1") == "sk-abc"
    assert not [path for path in own_home.rglob("*") if path.is_file() and b"sk-abc" in path.read_bytes()]
    assert "is gone" in coach("model", "key", "--forget").out
    assert "No key" in coach("model", "key", "--forget").out
    assert ring == {}
