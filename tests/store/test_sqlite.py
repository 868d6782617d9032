"""What the file adds to the contract: it lasts, it is private, it forgets, and it survives trouble."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from open_folder import open_folder

from coach.store import StoreError, Trouble, open_store, schema
from coach.store.connection import connect, explained
from coach.store.sqlite import SqliteStore

ROOT = Path(__file__).parents[2]
PLANTED = "rododendron"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="rights and signals of POSIX")


def contents(database: Path) -> dict[str, bytes]:
    """Every file in the folder of the database, with its bytes."""
    return {file.name: file.read_bytes() for file in database.parent.iterdir()}


def holds(database: Path, word: str) -> bool:
    """Whether a word is somewhere in the files."""
    return any(word.encode() in data for data in contents(database).values())


@contextmanager
def raw(database: Path) -> Iterator[sqlite3.Connection]:
    """The database past the store; each statement is a transaction of its own."""
    with closing(sqlite3.connect(database, isolation_level=None, timeout=0)) as connection:
        yield connection


def refusal(database: Path) -> StoreError:
    """The error with which the store refuses to open a file."""
    with pytest.raises(StoreError) as caught:
        open_store(database)
    return caught.value


# It lasts


def test_everything_is_there_after_reopening(database, talk, say, answer):
    conversation = talk(answer(), say())
    with open_store(database) as store:
        store.begin(conversation)
        store.append(conversation.id, answer("nog iets"))
        store.set_setting("theme", "dark")
    with open_store(database) as store:
        assert store.load(conversation.id) == conversation.with_turn(answer("nog iets"))
        assert store.setting("theme") == "dark"


def test_another_process_sees_a_turn_as_soon_as_append_returns(database, talk, say):
    conversation = talk()
    with open_store(database) as store, open_store(database) as other:
        store.begin(conversation)
        store.append(conversation.id, say())
        assert other.load(conversation.id) == conversation.with_turn(say())


def test_a_commit_waits_for_the_disk_and_deleted_bytes_are_overwritten(database):
    with closing(connect(database, 1)) as connection:
        pragmas = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "temp_store")
        values = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas]
    assert values == ["wal", 2, 1, 1, 2]  # 2 is FULL for synchronous, MEMORY for temp_store


# It is private


@POSIX
def test_only_the_owner_can_read_the_files_whatever_the_umask_is(database, talk, say):
    previous = os.umask(0)
    try:
        with open_store(database) as store:
            store.begin(talk(say()))
            rights = {file.name: stat.S_IMODE(file.stat().st_mode) for file in database.parent.iterdir()}
    finally:
        os.umask(previous)
    assert rights == {database.name: 0o600, f"{database.name}-wal": 0o600, f"{database.name}-shm": 0o600}
    assert stat.S_IMODE(database.parent.stat().st_mode) == 0o700


@POSIX
def test_rights_that_were_too_wide_are_narrowed(database):
    open_store(database).close()
    database.chmod(0o644)
    database.parent.chmod(0o755)
    with open_store(database):
        assert {stat.S_IMODE(file.stat().st_mode) for file in database.parent.iterdir()} == {0o600}
    assert stat.S_IMODE(database.parent.stat().st_mode) == 0o700


def test_memory_leaves_nothing_on_the_disk(tmp_path, monkeypatch, talk, say):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COACH_DATA", str(tmp_path / "data"))
    with open_store(None) as store:
        store.begin(talk(say()))
    assert list(tmp_path.iterdir()) == []


# It forgets


def planted(talk, say, answer, size: int):
    """A conversation with the word in every place that can hold one, small or over many pages."""
    text = f"{PLANTED} " * size
    turns = [say(text), answer(text), *(say(f"{number} {text}") for number in range(10))]
    return talk(*turns, situation=PLANTED, persona=PLANTED, id=PLANTED)


@pytest.mark.parametrize("size", [1, 40, 3000])
@pytest.mark.parametrize("remove", [lambda s: s.delete(PLANTED), lambda s: s.wipe()], ids=["delete", "wipe"])
def test_what_is_removed_leaves_no_trace(database, talk, say, answer, size, remove):
    kept = [talk(say(f"blijft {number}")) for number in range(20)]
    with open_store(database) as store:
        for conversation in kept[:10]:
            store.begin(conversation)
        store.begin(planted(talk, say, answer, size))
        for conversation in kept[10:]:
            store.begin(conversation)
        store.drop_last(PLANTED, 2)
        assert holds(database, PLANTED)
    with open_store(database) as store:
        remove(store)
        assert not holds(database, PLANTED)
        store.begin(talk(say("daarna")))
    assert not holds(database, PLANTED)


def test_deleting_keeps_the_other_conversations(database, talk, say, answer):
    kept = [talk(say(f"blijft {number}", minute=number)) for number in range(5)]
    with open_store(database) as store:
        for conversation in (*kept[:2], planted(talk, say, answer, 3000), *kept[2:]):
            store.begin(conversation)
        store.delete(PLANTED)
        assert [store.load(conversation.id) for conversation in kept] == kept
        assert len(store.list()) == 5


def test_wiping_gives_the_room_back(database, talk, say, answer):
    with open_store(database) as store:
        empty = database.stat().st_size
        store.begin(planted(talk, say, answer, 3000))
        store.wipe()
        assert database.stat().st_size <= empty + 4096 * 8


def test_words_that_are_taken_back_leave_the_file(database, talk, say):
    conversation = talk(say("eerst"), say("tweede"))
    with open_store(database) as store:
        store.begin(conversation)
        store.append(conversation.id, say(PLANTED))
        assert holds(database, PLANTED)
        store.drop_last(conversation.id, 1)
        assert not holds(database, PLANTED)


@pytest.mark.parametrize("ends", ["close", "killed"])
def test_traces_that_another_program_holds_on_to_are_erased_later(database, talk, say, answer, ends):
    store = SqliteStore(database, patience=0.05)
    store.begin(planted(talk, say, answer, 40))
    with raw(database) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM turn").fetchone()
        with pytest.raises(StoreError, match="traces") as caught:
            store.delete(PLANTED)
        assert caught.value.trouble is Trouble.NOT_ERASED
        assert store.load(PLANTED) is None
        assert store.list() == []
    assert holds(database, PLANTED)
    if ends == "close":
        store.close()
    with open_store(database):
        assert not holds(database, PLANTED)
    store.close()


# It survives trouble


def test_a_database_of_a_newer_version_is_left_alone(database, talk, say):
    with open_store(database) as store:
        store.begin(talk(say()))
    with raw(database) as connection:
        connection.execute(f"PRAGMA user_version = {len(schema.MIGRATIONS) + 1}")
    before = contents(database)
    error = refusal(database)
    assert (error.trouble, str(database) in str(error)) == (Trouble.NEWER, True)
    assert contents(database) == before


def test_a_newer_database_with_a_log_that_was_never_written_back_is_left_alone(database, talk, say, tmp_path):
    with open_store(database) as store:
        with raw(database) as connection:
            connection.execute(f"PRAGMA user_version = {len(schema.MIGRATIONS) + 1}")
            connection.execute("PRAGMA wal_checkpoint").fetchall()
        store.begin(talk(say()))
        copy = tmp_path / "killed"  # as the files lie there when a program is killed
        copy.mkdir()
        for name, data in contents(database).items():
            (copy / name).write_bytes(data)
    copied = copy / database.name
    before = contents(copied)
    assert len(before) == 3
    assert refusal(copied).trouble is Trouble.NEWER
    assert contents(copied) == before


def test_the_database_of_another_program_is_left_alone(database):
    database.parent.mkdir()
    with raw(database) as connection:
        connection.execute("CREATE TABLE recipe (name TEXT)")
    before = contents(database)
    assert refusal(database).trouble is Trouble.FOREIGN
    assert contents(database) == before


@pytest.mark.parametrize("damage", [lambda _: b"geen database " * 500, lambda data: data[:5000]], ids=["text", "cut"])
def test_a_damaged_file_is_left_alone(database, talk, say, damage):
    with open_store(database) as store:
        store.begin(talk(say()))
    database.write_bytes(damage(database.read_bytes()))
    before = contents(database)
    error = refusal(database)
    assert (error.trouble, str(database) in str(error)) == (Trouble.DAMAGED, True)
    assert contents(database) == before


def test_damage_further_on_is_an_error_and_no_crash(database, talk, say):
    conversation = talk(say())
    with open_store(database) as store:
        store.begin(conversation)
    data = database.read_bytes()
    database.write_bytes(data[:4096] + b"\x07" * (len(data) - 4096))
    with open_store(database) as store:
        for action in (store.list, lambda: store.load(conversation.id), lambda: store.begin(talk())):
            with pytest.raises(StoreError) as caught:
                action()
            assert caught.value.trouble is Trouble.DAMAGED


def test_an_empty_file_becomes_a_database(database, talk):
    database.parent.mkdir()
    database.touch()
    with open_store(database) as store:
        store.begin(talk())
        assert len(store.list()) == 1


def test_a_folder_or_a_file_in_the_way_is_an_error(tmp_path):
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    assert refusal(tmp_path / "folder").trouble is Trouble.NO_ACCESS
    assert "file" in str(refusal(tmp_path / "file" / "conversations.sqlite3"))


def test_while_another_program_writes_nothing_is_half_done_and_later_it_works(database, talk, say):
    conversation = talk(say("eerst"))
    with SqliteStore(database, patience=0.02) as store:
        store.begin(conversation)
        with raw(database) as other:
            other.execute("BEGIN IMMEDIATE")
            for action in (
                lambda: store.append(conversation.id, say("botst")),
                lambda: store.begin(talk(say())),
                lambda: store.finish(conversation.id),
            ):
                with pytest.raises(StoreError) as caught:
                    action()
                assert caught.value.trouble is Trouble.BUSY
            assert store.load(conversation.id) == conversation
            other.execute("ROLLBACK")
        store.append(conversation.id, say("lukt"))
        assert store.load(conversation.id) == conversation.with_turn(say("lukt"))
        assert len(store.list()) == 1


NO_ROOM = """
import resource, sys
from pathlib import Path
from coach.conversation import Conversation, Speaker, Turn
from coach.store import StoreError, open_store

with open_store(Path(sys.argv[1])) as store:
    conversation = Conversation(situation="s", kind="nazorg", persona="p")
    store.begin(conversation)
    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, unlimited[1]))
    saved = 0
    try:
        while saved < 500:
            store.append(conversation.id, Turn(speaker=Speaker.MANAGER, text=f"{saved} " * 500))
            saved += 1
    except StoreError as error:
        print(error.trouble)
    assert len(store.load(conversation.id).turns) == saved < 500
    resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
    store.append(conversation.id, Turn(speaker=Speaker.MANAGER, text="er is weer plaats"))
    assert len(store.load(conversation.id).turns) == saved + 1
"""


@POSIX
def test_without_room_to_write_the_turn_fails_alone_and_the_talk_goes_on(database):
    done = subprocess.run(
        [sys.executable, "-c", NO_ROOM, str(database)], cwd=ROOT, capture_output=True, text=True
    )  # fmt: skip
    assert (done.returncode, done.stdout.strip()) == (0, "other"), done.stderr
    with open_store(database) as store:
        turns = store.load(store.list()[0].id).turns
    assert [turn.text.split()[0] for turn in turns[:-1]] == [str(number) for number in range(len(turns) - 1)]


def test_a_full_disk_is_called_that(database):
    with closing(connect(database, 1)) as connection:
        connection.execute("PRAGMA max_page_count = 1").fetchall()
        with pytest.raises(sqlite3.OperationalError) as caught:
            connection.execute("INSERT INTO setting VALUES ('k', zeroblob(100000))")
    error = explained(caught.value, database)
    assert (error.trouble, str(database) in str(error)) == (Trouble.FULL, True)


@POSIX
def test_a_file_that_may_not_be_written_is_an_error(talk):
    with tempfile.TemporaryDirectory(dir=open_folder()) as name, _without_privileges(Path(name)):
        database = Path(name) / "conversations.sqlite3"
        open_store(database).close()
        database.chmod(0o000)
        assert refusal(database).trouble is Trouble.NO_ACCESS


@contextmanager
def _without_privileges(folder: Path) -> Iterator[None]:
    """For root every file can be written; be someone else for a while."""
    if os.geteuid() != 0:
        yield
        return
    nobody = 65534
    os.chown(folder, nobody, nobody)
    os.seteuid(nobody)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize(
    "document", ["", "{}", "[]", "geen json", '{"speaker": "manager", "text": "Hoi", "pitch": "rododendron"}']
)
def test_a_turn_that_no_longer_fits_is_an_error_that_does_not_quote_it(database, talk, say, document):
    broken, sound = talk(say()), talk(say())
    with open_store(database) as store:
        store.begin(broken)
        store.begin(sound)
        with raw(database) as connection:
            query = "UPDATE turn SET document = ? WHERE conversation = 1"
            connection.execute(query, (document,))
        with pytest.raises(StoreError, match=broken.id) as caught:
            store.load(broken.id)
        assert caught.value.trouble is Trouble.UNREADABLE
        assert "rododendron" not in "".join(traceback.format_exception(caught.value))
        assert store.load(sound.id) == sound
        assert len(store.list()) == 2
        assert store.delete(broken.id)


def test_a_listing_that_no_longer_fits_is_an_error(database, talk):
    with open_store(database) as store:
        store.begin(talk(id="abc"))
        with raw(database) as connection:
            connection.execute("UPDATE conversation SET kind = 'iets anders'")
        with pytest.raises(StoreError, match="abc") as caught:
            store.list()
        assert caught.value.trouble is Trouble.UNREADABLE


def test_a_name_that_cannot_be_stored_is_an_error_and_no_crash(database, talk):
    with open_store(database) as store:
        with pytest.raises(StoreError):
            store.load("half a pair \udc80")
        with pytest.raises(StoreError):
            store.set_setting("theme", "\udc80")
        store.begin(talk())


# It grows


def test_an_older_database_gets_the_new_tables_and_keeps_what_it_held(database, talk, say):
    conversation = talk(say())
    with open_store(database) as store:
        store.begin(conversation)
    newer = (*schema.MIGRATIONS, ("CREATE TABLE later (x)", "INSERT INTO later VALUES (1)"))
    with raw(database) as connection:
        schema.migrate(connection, newer)
        schema.migrate(connection, newer)
        assert connection.execute("SELECT count(*) FROM later").fetchone() == (1,)
        assert connection.execute("PRAGMA user_version").fetchone() == (len(newer),)
        assert connection.execute("SELECT count(*) FROM turn").fetchone() == (1,)


def test_a_migration_that_fails_changes_nothing(database, talk, say):
    conversation = talk(say())
    with open_store(database) as store:
        store.begin(conversation)
    with raw(database) as connection, pytest.raises(sqlite3.OperationalError):
        schema.migrate(connection, (*schema.MIGRATIONS, ("DROP TABLE turn",), ("not a statement",)))
    with open_store(database) as store:
        assert store.load(conversation.id) == conversation


# Several processes

WRITER = """
import sys
from pathlib import Path
from coach.conversation import Conversation, Speaker, Turn
from coach.store import open_store

path, name = Path(sys.argv[1]), sys.argv[2]
print("ready", flush=True)
sys.stdin.readline()
with open_store(path) as store:
    store.begin(Conversation(id=name, situation="s", kind="nazorg", persona="p"))
    print("begun", flush=True)
    sys.stdin.readline()
    for number in range(40):
        for conversation in ("first", "second"):
            store.append(conversation, Turn(speaker=Speaker.MANAGER, text=f"{name} {number}"))
"""


def test_two_processes_can_make_and_fill_one_database_at_once(database):
    names = ("first", "second")
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(database), name],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for name in names
    ]  # fmt: skip
    for awaited in ("ready\n", "begun\n"):
        assert [writer.stdout.readline() for writer in writers] == [awaited] * 2
        for writer in writers:
            writer.stdin.write("go\n")
            writer.stdin.flush()
    for writer in writers:
        writer.communicate()
    assert [writer.returncode for writer in writers] == [0, 0]
    with open_store(database) as store:
        for conversation in names:
            texts = [turn.text for turn in store.load(conversation).turns]
            for name in names:
                mine = [text for text in texts if text.startswith(name)]
                assert mine == [f"{name} {number}" for number in range(40)]
            assert len(texts) == 80
    with raw(database) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


VISITOR = """
import sys
from pathlib import Path
from coach.store import open_store

open_store(Path(sys.argv[1])).close()
"""


def test_one_process_closing_does_not_take_the_database_from_another(database, talk, say):
    with open_store(database) as store:
        conversation = talk()
        store.begin(conversation)
        for number in range(3):
            open_store(database).close()
            subprocess.run([sys.executable, "-c", VISITOR, str(database)], cwd=ROOT, check=True)
            store.append(conversation.id, say(f"{number}"))
    with open_store(database) as store:
        assert [turn.text for turn in store.load(conversation.id).turns] == ["0", "1", "2"]
