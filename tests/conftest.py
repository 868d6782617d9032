"""Every test has a home and a data folder of its own, and the program's own language."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import postgres_server
import pytest
from hypothesis import settings

# Descriptions of keys are looked up when their module is imported: before any fixture runs.
os.environ.pop("COACH_LANG", None)

# The same inputs on every machine, and no verdict on how fast a machine is.
settings.register_profile("steady", derandomize=True, deadline=None, database=None)
settings.load_profile("steady")


@pytest.fixture(autouse=True, scope="session")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What is read before the first test begins is not kept among the user's files either."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COACH_DATA", str(tmp_path_factory.mktemp("session")))
        yield


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing of the user's is read or written."""
    for name in (
        "COACH_LANG",
        "COACH_DEBUG",
        "COACH_CONTENT",
        "XDG_CACHE_HOME",
        "XDG_CONFIG_HOME",
        "XDG_DATA_HOME",
        "XDG_DOCUMENTS_DIR",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COACH_DATA", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


@pytest.fixture(scope="session")
def postgres_folder() -> Iterator[str]:
    """The folder of the socket of a real PostgreSQL server, started once for all tests that want it."""
    tools = postgres_server.tools()
    if tools is None:
        pytest.skip("PostgreSQL is not installed")
    with postgres_server.server(tools) as folder:
        yield folder


@pytest.fixture
def postgres_database(postgres_folder: str) -> Iterator[str]:
    """The address of an empty database on that server."""
    psycopg = pytest.importorskip("psycopg")
    name = f"test_{uuid4().hex}"
    with psycopg.connect(postgres_server.address(postgres_folder), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield postgres_server.address(postgres_folder, name)
    with psycopg.connect(postgres_server.address(postgres_folder), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
