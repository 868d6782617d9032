"""What a user called not right stays away from that user, can be undone, and is never lost to a broken file."""

from __future__ import annotations

import json
import stat
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach import locations, phrasing
from coach.conversation import (
    Band,
    Conversation,
    Flag,
    FlagId,
    Level,
    Move,
    MoveId,
    Reading,
    SituationKind,
    Speaker,
    Turn,
)
from coach.phrasing import LineKind, reader
from coach.phrasing.silence import Scope, Silence, SilenceList

LINE = "Heb je hoofdpijn?"
"""A line that every sane reading flags."""
PROBE, JUDGEMENT = FlagId.MEDICAL_PROBE, FlagId.JUDGEMENT
WHEN = datetime(2026, 3, 2, 9, tzinfo=UTC)


def flag(flag_id: FlagId = PROBE, quote: str = "hoofdpijn", level: Level = Level.HARD) -> Flag:
    return Flag(
        id=flag_id, level=level, certainty=0.95, band=Band.CERTAIN, start=0, end=len(quote), quote=quote,
        why="why", instead="instead",
    )  # fmt: skip


def reading(*flags: Flag, style: tuple[Flag, ...] = ()) -> Reading:
    return Reading(flags=flags, style=style, moves=(Move(id=MoveId.QUESTION_CLOSED, start=0, end=1, quote="H"),))


def silence(scope: Scope = Scope.HERE, flag_id: FlagId = PROBE, **fields: Any) -> Silence:
    return Silence.model_validate(
        {"flag": flag_id, "scope": scope, "text": LINE, "quote": "hoofdpijn", "when": WHEN} | fields
    )


def silencing(*silences: Silence) -> SilenceList:
    made = SilenceList()
    for one in silences:
        made.add(one)
    return made


# What is left out


def test_a_flag_silenced_here_is_gone_from_this_line_and_from_no_other() -> None:
    silences, heard = silencing(silence()), reading(flag())
    assert silences.applied(heard, LINE).flags == ()
    assert silences.applied(heard, "Heb je nu hoofdpijn?") is heard


@pytest.mark.parametrize("text", [f"  {LINE}\n", "heb  je\tHOOFDPIJN?", "Heb je\nhoofdpijn?"])
def test_white_space_and_capitals_make_no_other_line(text: str) -> None:
    assert silencing(silence()).applied(reading(flag()), text).flags == ()


def test_accents_written_apart_make_no_other_line() -> None:
    silences = silencing(silence(text="Is Ren\u00e9e ziek?"))
    assert silences.applied(reading(flag()), "Is Rene\u0301e ziek?").flags == ()


def test_a_silence_here_is_for_one_kind_of_line() -> None:
    silences, heard = silencing(silence(kind=LineKind.NOTE)), reading(flag())
    assert silences.applied(heard, LINE) is heard
    assert silences.applied(heard, LINE, LineKind.NOTE).flags == ()


def test_a_flag_silenced_everywhere_is_gone_wherever_the_same_words_carry_it() -> None:
    silences = silencing(silence(Scope.EVERYWHERE))
    assert silences.applied(reading(flag(quote="HOOFDPIJN")), "Weer hoofdpijn vandaag?").flags == ()
    other_words = reading(flag(quote="buikpijn"))
    assert silences.applied(other_words, LINE) is other_words


@pytest.mark.parametrize("scope", Scope)
def test_other_flags_and_the_moves_of_the_line_stay(scope: Scope) -> None:
    heard = reading(flag(), flag(JUDGEMENT))
    left = silencing(silence(scope)).applied(heard, LINE)
    assert [one.id for one in left.flags] == [JUDGEMENT]
    assert left.moves == heard.moves


def test_a_style_note_can_be_silenced_too() -> None:
    note = flag(FlagId.LONG_TURN, level=Level.STYLE)
    silences = silencing(silence(flag_id=FlagId.LONG_TURN))
    assert silences.applied(reading(style=(note,)), LINE).style == ()


def test_a_silence_in_another_language_says_nothing_about_this_one() -> None:
    heard = reading(flag())
    silences = silencing(silence(lang="en"))
    assert silences.applied(heard, LINE) is heard
    assert silences.applied(heard, LINE, language="en").flags == ()


def test_a_talk_is_shown_without_them_and_stays_as_it_was_read() -> None:
    said = Turn(speaker=Speaker.MANAGER, text=LINE, reading=reading(flag()))
    other = Turn(speaker=Speaker.MANAGER, text="Iets anders.", reading=reading(flag()))
    heard = Turn(speaker=Speaker.EMPLOYEE, text=LINE)
    talk = Conversation(situation="x", kind=SituationKind.FREQUENT, persona="y", turns=(said, heard, other))
    shown = silencing(silence()).on(talk)
    assert [bool(turn.reading and turn.reading.flags) for turn in shown.turns] == [False, False, True]
    assert shown.turns[1:] == talk.turns[1:]
    assert talk.turns[0].reading == reading(flag())
    assert SilenceList().on(talk) is talk


def test_a_line_is_read_for_its_user_without_what_he_silenced() -> None:
    found = phrasing.read(LINE)
    probe = next(one for one in found.flags if one.id is PROBE)
    mine = silencing(silence(quote=probe.quote)).read(LINE)
    assert not mine.has(PROBE)
    assert mine.moves == found.moves
    assert SilenceList().read(LINE) == found


def test_reading_for_training_and_measuring_sees_every_flag() -> None:
    before = phrasing.read(LINE)
    SilenceList.load().add(silence())
    assert SilenceList.load().read(LINE) != before
    assert phrasing.read(LINE) == before
    assert reader.default().read(LINE) == before


# The list


def test_the_list_keeps_the_order_and_counts_from_one() -> None:
    silences = SilenceList.load()
    assert silences.add(silence()) == 1
    assert silences.add(silence(Scope.EVERYWHERE)) == 2
    assert [one.scope for one in SilenceList.load().silences] == [Scope.HERE, Scope.EVERYWHERE]


def test_what_is_silenced_already_is_not_silenced_twice() -> None:
    silences = silencing(silence(), silence(Scope.EVERYWHERE))
    assert silences.add(silence(text=f" {LINE.upper()} ", quote="other words")) == 1
    assert silences.add(silence(Scope.EVERYWHERE, text="another line")) == 2
    assert len(silences.silences) == 2


def test_removing_one_brings_its_flag_back() -> None:
    silences = SilenceList.load()
    silences.add(silence())
    silences.add(silence(flag_id=JUDGEMENT))
    assert silences.remove(1) == silence()
    again = SilenceList.load()
    assert again.silences == (silence(flag_id=JUDGEMENT),)
    assert again.applied(reading(flag()), LINE).flags == (flag(),)


@pytest.mark.parametrize("number", [-1, 0, 2])
def test_a_number_that_is_not_there_removes_nothing(number: int) -> None:
    silences = SilenceList.load()
    silences.add(silence())
    with pytest.raises(LookupError):
        silences.remove(number)
    assert SilenceList.load().silences == (silence(),)


def test_what_is_not_to_be_kept_holds_without_a_file() -> None:
    silences = SilenceList.load(keep=False)
    silences.add(silence())
    assert silences.applied(reading(flag()), LINE).flags == ()
    assert not silences.kept
    assert not locations.silences().exists()


def test_a_session_that_keeps_nothing_still_knows_what_was_kept_before() -> None:
    SilenceList.load().add(silence())
    written = locations.silences().read_bytes()
    silences = SilenceList.load(keep=False)
    assert silences.applied(reading(flag()), LINE).flags == ()
    silences.remove(1)
    assert silences.silences == ()
    assert locations.silences().read_bytes() == written


def test_forgetting_everything_leaves_no_file() -> None:
    silences = SilenceList.load()
    silences.add(silence())
    locations.silences().write_bytes(locations.silences().read_bytes() + b"broken\n")
    assert silences.forget_all() == 1
    assert silences.silences == ()
    assert not locations.silences().exists()
    assert silences.forget_all() == 0


# The file


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in another way")
def test_the_file_is_for_its_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_DATA", str(tmp_path / "new"))
    SilenceList.load().add(silence())
    assert stat.S_IMODE(locations.silences().stat().st_mode) == 0o600
    assert stat.S_IMODE(locations.silences().parent.stat().st_mode) == 0o700
    locations.silences().chmod(0o644)
    SilenceList.load().add(silence(flag_id=JUDGEMENT))
    assert stat.S_IMODE(locations.silences().stat().st_mode) == 0o600


def test_asking_makes_no_file() -> None:
    assert SilenceList.load().silences == ()
    assert not locations.silences().exists()


def test_each_line_is_an_object_that_a_person_can_read() -> None:
    SilenceList.load().add(silence(before="Ik ben Renée.", text="Één\nvraag"))
    (line,) = locations.silences().read_text(encoding="utf-8").splitlines()
    assert "Renée" in line
    assert json.loads(line) == {
        "flag": "medical_probe", "scope": "here", "text": "Één\nvraag", "before": "Ik ben Renée.",
        "quote": "hoofdpijn", "lang": "nl", "kind": "say", "when": "2026-03-02T09:00:00Z",
    }  # fmt: skip


BROKEN = [
    b"no json",
    b"{}",
    b"[]",
    b"null",
    b'{"flag": "medical_probe"}',
    b'{"flag": "no_such_flag", "scope": "here", "text": "x", "quote": "x"}',
    b'{"flag": "medical_probe", "scope": "here", "text": "x", "quote": "x", "lang": "xx"}',
    b'{"flag": "medical_probe", "scope": "here", "text": "x", "quote": "x", "of_a_later_version": 1}',
    b"[" * 100_000,
    b"\xff\xfe\x00",
    b"\x00",
]


@pytest.mark.parametrize("broken", BROKEN, ids=[repr(line[:30]) for line in BROKEN])
def test_a_broken_line_is_skipped_with_a_warning_and_kept(broken: bytes) -> None:
    silences = SilenceList.load()
    silences.add(silence())
    good = locations.silences().read_bytes()
    locations.silences().write_bytes(good + broken + b"\n")
    found = SilenceList.load()
    assert found.silences == (silence(),)
    (warning,) = found.warnings
    assert str(locations.silences()) in warning
    assert " 2 " in warning
    found.add(silence(flag_id=JUDGEMENT))
    found.remove(1)
    assert locations.silences().read_bytes().startswith(broken + b"\n")
    assert SilenceList.load().silences == (silence(flag_id=JUDGEMENT),)


def test_what_another_window_wrote_is_not_undone() -> None:
    mine, other = SilenceList.load(), SilenceList.load()
    mine.add(silence())
    other.add(silence(flag_id=JUDGEMENT))
    assert {one.flag for one in SilenceList.load().silences} == {PROBE, JUDGEMENT}
    mine.remove(1)
    assert [one.flag for one in SilenceList.load().silences] == [JUDGEMENT]


def test_a_file_made_by_hand_is_read() -> None:
    row = '{"flag": "medical_probe", "scope": "here", "text": "Heb je hoofdpijn?", "quote": "hoofdpijn"}'
    locations.silences().write_bytes(b"\xef\xbb\xbf" + row.encode() + b"\r\n\r\n" + row.encode())
    found = SilenceList.load()
    assert len(found.silences) == 2
    assert found.warnings == ()


def test_a_file_that_cannot_be_read_is_told_and_never_replaced() -> None:
    locations.silences().mkdir()
    silences = SilenceList.load()
    assert silences.silences == ()
    assert "silences.jsonl" in silences.warnings[0]
    with pytest.raises(OSError, match=r"silences\.jsonl"):
        silences.add(silence())
    assert locations.silences().is_dir()
    assert silences.applied(reading(flag()), LINE).flags == ()
    assert not silences.kept


def test_a_silence_that_could_not_be_kept_is_kept_with_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "later"
    folder.write_text("in the way", encoding="utf-8")
    silences = SilenceList.load(folder / "silences.jsonl")
    with pytest.raises(OSError, match="later"):
        silences.add(silence())
    folder.unlink()
    silences.add(silence(flag_id=JUDGEMENT))
    assert silences.kept
    assert [one.flag for one in SilenceList.load(folder / "silences.jsonl").silences] == [PROBE, JUDGEMENT]


def test_a_write_that_breaks_off_leaves_the_old_file_and_nothing_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    silences = SilenceList.load()
    silences.add(silence())
    before = locations.silences().read_bytes()

    def fail(_handle: int) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="no space"):
        silences.add(silence(flag_id=JUDGEMENT))
    assert locations.silences().read_bytes() == before
    assert [path.name for path in locations.data().glob("silences*")] == ["silences.jsonl"]


# Whatever is in it


_words = st.text(max_size=20)
_silences = st.builds(
    Silence,
    flag=st.sampled_from(FlagId),
    scope=st.sampled_from(Scope),
    text=_words,
    before=st.none() | _words,
    quote=_words,
    kind=st.sampled_from(LineKind),
    when=st.datetimes(timezones=st.just(UTC)),
)
_broken = st.binary(max_size=30).filter(lambda line: b"\n" not in line and line.strip() != b"")


@given(st.lists(_silences, max_size=6))
def test_what_is_added_comes_back_as_it_was(made: list[Silence]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "silences.jsonl"
        kept = SilenceList.load(path)
        numbers = [kept.add(one) for one in made]
        again = SilenceList.load(path)
        assert again.silences == kept.silences
        assert again.warnings == ()
        assert [again.silences[number - 1].reach for number in numbers] == [one.reach for one in made]


@given(st.lists(_silences | _broken, max_size=8), st.data())
@settings(max_examples=60)
def test_no_broken_line_is_ever_lost(rows: list[Silence | bytes], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "silences.jsonl"
        lines = [row if isinstance(row, bytes) else row.model_dump_json().encode() for row in rows]
        path.write_bytes(b"\n".join(lines))
        silences = SilenceList.load(path)
        broken = [row for row in rows if isinstance(row, bytes)]
        assert len(silences.warnings) == len(broken)
        assert len(silences.silences) == len(rows) - len(broken)
        silences.add(data.draw(_silences))
        while silences.silences:
            silences.remove(data.draw(st.integers(1, len(silences.silences))))
        left = path.read_bytes()
        assert left == b"".join(line + b"\n" for line in broken)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_file_that_can_be_added_to(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "silences.jsonl"
        path.write_bytes(content)
        silences = SilenceList.load(path)
        silences.add(silence())
        assert path.read_bytes().startswith(content)
        assert SilenceList.load(path).silences[-1] == silence()


@given(_words, _words, st.sampled_from(Scope))
def test_whatever_is_silenced_is_silent(text: str, quote: str, scope: Scope) -> None:
    silences = silencing(silence(scope, text=text, quote=quote))
    assert silences.applied(reading(flag(quote=quote)), text).flags == ()
    assert silences.applied(reading(flag(quote=f" {quote}\n")), f"\t{text} ").flags == ()


def test_half_a_character_is_kept_like_any_other() -> None:
    SilenceList.load().add(silence(text="half \ud83d"))
    assert SilenceList.load().silences == (silence(text="half \ud83d"),)
