"""A real PostgreSQL server for the tests: made in a temporary folder, on a socket only, gone afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from open_folder import open_folder

_PLACES = ("/usr/lib/postgresql", "/usr/local/pgsql", "/opt/homebrew/opt/postgresql")


def tools() -> Path | None:
    """The folder with `initdb` and `pg_ctl`, or None when PostgreSQL is not installed."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    places = (path for place in _PLACES for path in sorted(Path(place).glob("**/bin/initdb"), reverse=True))
    return next((path.parent for path in places), None)


@contextmanager
def server(bin: Path) -> Iterator[str]:
    """A running server; gives the part of an address before the name of the database and what follows it."""
    folder = Path(tempfile.mkdtemp(prefix="pg", dir=open_folder()))
    data, who = folder / "data", _not_root(folder)
    run = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": "/", **who}
    try:
        subprocess.run([bin / "initdb", "-D", data, "-U", "coach", "-A", "trust", "-E", "UTF8", "-N"], **run)
        options = f"-k {folder} -c listen_addresses='' -c fsync=off"
        subprocess.run([bin / "pg_ctl", "-D", data, "-w", "-o", options, "-l", folder / "log", "start"], **run)
        yield str(folder)
        subprocess.run([bin / "pg_ctl", "-D", data, "-m", "immediate", "stop"], **run)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def address(folder: str, name: str = "postgres") -> str:
    """The address of a database on the server in this folder."""
    return f"postgresql://coach@/{name}?host={folder}"


def _not_root(folder: Path) -> dict[str, object]:
    """PostgreSQL refuses to run as root: then it runs as the user that comes with it, or as nobody."""
    if os.name != "posix" or os.getuid() != 0:
        return {}
    import pwd

    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = names.get("postgres") or names["nobody"]
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
