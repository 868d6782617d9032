"""Beside a call: one card and everything in its own place, what may be kept afterwards, and that the rest is gone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import docx
import icalendar
import pytest
from stage import NARROW, OPEN, WIDE, Scene, program
from textual import events
from textual.widgets import OptionList
from words import foreign

from coach.conversation import SituationKind, Speaker
from coach.guidance.naming import phase_name
from coach.live.call import LiveCall
from coach.live.fed_turn import FedTurn
from coach.live.hand import Why
from coach.live.meter import GAP
from coach.live.microphone import MicState
from coach.live.wrap_up import Line
from coach.messages import gettext as _
from coach.preparation import form
from coach.preparation.preparation import kind_name
from coach.tui.app import CoachApp
from coach.tui.hearing import Hearing
from coach.tui.live_way import LiveWay, Transcript
from coach.tui.screens.live import LiveScreen
from coach.tui.screens.live_end import LiveEndScreen
from coach.tui.screens.live_start import LiveStartScreen
from coach.tui.widgets.live_line import LiveLine, Mode, lead

COMPACT, TINY = (40, 16), (20, 8)
SIZES = [WIDE, NARROW, COMPACT, TINY]
BOTH = pytest.mark.parametrize("size", [NARROW, WIDE])
KIND = SituationKind.FREQUENT
PROBE = "Wat is er nou met je aan de hand?"
"""A line that every sane reader flags."""
AGREED = "Ik stuur je vrijdag het nieuwe rooster."
PLANTED = "ze slikt antidepressiva en komt woensdag weer"


class _Clock:
    """Seconds that go on when told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@asynccontextmanager
async def calling(
    size: tuple[int, int] = WIDE,
    *,
    kind: SituationKind = KIND,
    goal: tuple[str, ...] = (),
    way: LiveWay | None = None,
    clock: _Clock | None = None,
) -> AsyncIterator[Scene]:
    """The program in a call that has just begun."""
    async with program(size, keep=False) as scene:
        if clock is None:
            scene.app.call(kind, goal, way or LiveWay())
        else:
            scene.app.push_screen(LiveScreen(LiveCall(kind, goal, clock=clock), way or LiveWay()))
        await scene.until(lambda: scene.name == "LiveScreen" and bool(scene.app.screen.query(LiveLine)))
        await scene.press()
        yield scene


def screen(scene: Scene) -> LiveScreen:
    assert isinstance(scene.app.screen, LiveScreen)
    return scene.app.screen


def call(scene: Scene) -> LiveCall:
    return screen(scene).call


def line(scene: Scene) -> LiveLine:
    return scene.app.screen.query_one(LiveLine)


async def put(scene: Scene, text: str, *then: str) -> None:
    """Put text on the line at once, as a fast typist would, and wait until it was read."""
    line(scene).value = text
    line(scene).cursor_position = len(text)
    await scene.pilot.pause(0.05)
    await scene.press(*then)


def question(scene: Scene) -> str:
    """What stands large."""
    card = call(scene).hand().question
    assert card is not None
    return card.say[0]


def shows(scene: Scene, words: str) -> bool:
    """Whether words stand on the table, wherever the lines break."""
    return words[:14] in " ".join(scene.part("#live-card").split())


def on_disk(folder: Path) -> str:
    """All that stands in any file below a folder."""
    return "".join(path.read_bytes().decode("utf-8", "replace") for path in folder.rglob("*") if path.is_file())


# Beginning.


@BOTH
async def test_the_second_door_leads_to_a_card_in_three_keys(size: tuple[int, int]) -> None:
    async with program(size, keep=False) as scene:
        await scene.press("2")
        assert scene.name == "LiveStartScreen"
        await scene.press("4", "f5")
        await scene.until(lambda: scene.name == "LiveScreen" and bool(scene.app.screen.query(LiveLine)))
        await scene.until(lambda: shows(scene, question(scene)))
        assert call(scene).kind is list(SituationKind)[3]


async def test_the_form_takes_a_kind_and_two_lines() -> None:
    async with program(keep=False) as scene:
        await scene.press("2", "down", "enter", *"horen", "enter", *"datum", "enter")
        await scene.until(lambda: scene.name == "LiveScreen" and bool(scene.app.screen.query(LiveLine)))
        assert call(scene).kind is list(SituationKind)[1]
        assert call(scene).goal == ("horen", "datum")


async def test_nobody_has_to_fill_in_a_goal() -> None:
    async with program(keep=False) as scene:
        await scene.press("2", "enter", "enter")
        await scene.until(lambda: scene.name == "LiveScreen" and bool(scene.app.screen.query(LiveLine)))
        assert call(scene).kind is next(iter(SituationKind))
        assert call(scene).goal == ()


async def test_arrows_walk_through_the_form_and_back() -> None:
    async with program(NARROW, keep=False) as scene:
        await scene.press("2", "end", "down")
        assert scene.app.focused is scene.app.screen.query_one("#goal-1")
        await scene.press("down")
        assert scene.app.focused is scene.app.screen.query_one("#goal-2")
        await scene.press("up", "up")
        assert scene.app.focused is scene.app.screen.query_one(OptionList)
        await scene.press("escape")
        assert scene.name == "HomeScreen"


async def test_a_kind_from_the_command_line_is_chosen_already() -> None:
    app = CoachApp(keep=False, live=LiveWay(SituationKind.CONFLICT))
    async with program(app=app) as scene:
        await scene.until(lambda: scene.name == "LiveStartScreen")
        await scene.press("enter")
        await scene.until(lambda: scene.name == "LiveScreen" and bool(scene.app.screen.query(LiveLine)))
        assert call(scene).kind is SituationKind.CONFLICT


@pytest.mark.parametrize("size", SIZES)
async def test_the_card_is_there_at_every_size(size: tuple[int, int]) -> None:
    async with calling(size) as scene:
        await scene.until(lambda: shows(scene, question(scene)))
        assert [len(row) for row in scene.lines] == [size[0]] * size[1]
        assert phase_name(call(scene).phase)[:6] in scene.text
        assert foreign(scene.part("#live-table")) == set()


@BOTH
async def test_the_full_layout_has_all_parts(size: tuple[int, int]) -> None:
    async with calling(size, goal=("horen hoe het gaat",)) as scene:
        hand = call(scene).hand()
        assert kind_name(KIND) in scene.lines[0]
        assert hand.trap is not None
        assert hand.trap.title in scene.part("#live-trap")
        assert len(hand.spare) == 2
        assert hand.spare[0].say[0][:30] in scene.part("#live-first")
        assert hand.spare[1].say[0][:30] in scene.part("#live-second")
        assert all(check.text in scene.part("#live-checks") for check in hand.checks)
        assert "horen hoe het gaat" in scene.flat


async def test_the_small_layout_keeps_names_and_the_next_check() -> None:
    async with calling(COMPACT) as scene:
        hand = call(scene).hand()
        assert hand.spare[0].title in scene.part("#live-first")
        assert hand.checks[0].text in scene.part("#live-checks")
        await scene.press("3")
        assert hand.checks[1].text in scene.part("#live-checks")


async def test_one_key_makes_it_small_and_large() -> None:
    async with calling(WIDE, way=LiveWay(compact=True)) as scene:
        assert scene.app.screen.has_class("-compact")
        await scene.press("f7")
        assert not scene.app.screen.has_class("-compact")
        assert call(scene).hand().spare[0].say[0][:30] in scene.part("#live-first")


async def test_a_window_that_changes_size_loses_nothing() -> None:
    async with calling(WIDE) as scene:
        await put(scene, "rooster avond te zwaar", "enter", "right")
        await put(scene, "en nog iets")
        shown = question(scene)
        for size in (*reversed(SIZES), WIDE):
            await scene.pilot.resize_terminal(*size)
            await scene.until(lambda: shows(scene, shown))
            assert line(scene).value == "en nog iets"
        assert len(call(scene).talk.turns) == 1


# Keys of an empty line.


async def test_left_and_right_go_through_the_phases() -> None:
    async with calling() as scene:
        await scene.press("right")
        assert call(scene).phase is call(scene).phases[1]
        assert f"‹{phase_name(call(scene).phases[1])}›" in scene.part("#live-phases")
        await scene.press("left", "left")
        assert call(scene).phase is call(scene).phases[0]


async def test_a_number_takes_what_stands_behind_it() -> None:
    async with calling() as scene:
        spare = call(scene).hand().spare[1]
        await scene.press("2")
        assert question(scene) == spare.say[0]
        await scene.until(lambda: shows(scene, spare.say[0]))
        await scene.press("3", "4")
        assert [check.ticked for check in call(scene).checks()][:2] == [True, True]
        assert scene.part("#live-checks").count("[x]") == 2
        await scene.press("3", "9")
        assert [check.ticked for check in call(scene).checks()][:2] == [False, True]


async def test_in_a_line_with_words_the_same_keys_are_letters() -> None:
    async with calling() as scene:
        before = call(scene).hand()
        await scene.press("w", "i", "l", "space", "2", "slash", "3", "left")
        assert line(scene).value == "wil 2/3"
        assert line(scene).cursor_position == len("wil 2/")
        assert call(scene).hand() == before


# Hearing and saying.


async def test_a_telegram_brings_cards_that_fit() -> None:
    async with calling() as scene:
        before = question(scene)
        await scene.press(*"rooster", "enter")
        assert question(scene) != before
        assert call(scene).hand().why is Why.HEARD
        await scene.until(lambda: shows(scene, question(scene)))
        assert line(scene).value == ""
        assert "rooster" in scene.part("#live-told")


async def test_what_i_want_to_say_is_read_while_it_is_typed() -> None:
    async with calling() as scene:
        assert lead(Mode.HEARD) in scene.part("#live-lead")
        await scene.press("tab")
        assert lead(Mode.SAID) in scene.part("#live-lead")
        await put(scene, PROBE)
        better = call(scene).draft(PROBE).instead
        assert better
        await scene.until(lambda: "■" in scene.part("#live-hint") and better[:30] in scene.part("#live-hint"))
        assert call(scene).talk.turns == ()
        await put(scene, OPEN)
        await scene.until(lambda: "●" in scene.part("#live-hint"))
        await scene.press("enter")
        assert [turn.speaker for turn in call(scene).talk.turns] == [Speaker.MANAGER]


async def test_changing_who_speaks_keeps_the_words() -> None:
    async with calling() as scene:
        await put(scene, PROBE)
        assert scene.part("#live-hint").strip() == ""
        await scene.press("tab")
        await scene.until(lambda: "■" in scene.part("#live-hint"))
        assert line(scene).value == PROBE


async def test_an_empty_enter_is_a_silence() -> None:
    async with calling() as scene:
        await scene.press("right", "right")
        before = sum(check.ticked for check in call(scene).checks())
        await scene.press("enter")
        assert sum(check.ticked for check in call(scene).checks()) == before + 1
        assert call(scene).talk.turns == ()
        assert _("A silence. Let it do its work.") in scene.flat


async def test_what_was_said_ticks_the_checklist() -> None:
    async with calling(kind=SituationKind.ZIEKMELDING) as scene:
        await scene.press("right", "right", "right", "tab")
        await put(scene, AGREED, "enter")
        assert any(check.ticked for check in call(scene).checks())
        assert "[x]" in scene.part("#live-checks")


# Medical and danger.


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("key", "why"), [("f2", Why.MEDICAL), ("f4", Why.DANGER)])
async def test_one_key_for_what_goes_first_and_escape_goes_back(size: tuple[int, int], key: str, why: Why) -> None:
    async with calling(size) as scene:
        before = question(scene)
        await put(scene, "half een zin")
        await scene.press(key)
        assert call(scene).hand().why is why
        await scene.until(lambda: shows(scene, question(scene)) or size == TINY)
        assert line(scene).value == "half een zin"
        await scene.press("escape", "escape")
        assert line(scene).value == ""
        assert question(scene) == before
        await scene.until(lambda: shows(scene, before))


@BOTH
async def test_words_that_sound_like_danger_bring_the_card_themselves(size: tuple[int, int]) -> None:
    async with calling(size) as scene:
        await put(scene, "wil niet meer leven", "enter")
        assert call(scene).hand().why is Why.DANGER
        hint = call(scene).hand().hint
        assert hint is not None
        assert hint[:30] in scene.part("#live-hint")


# Finding.


@pytest.mark.parametrize("size", [WIDE, NARROW, COMPACT])
async def test_slash_finds_and_enter_lays_it_on_the_table(size: tuple[int, int]) -> None:
    async with calling(size) as scene:
        await scene.press("slash", *"stilte")
        found = scene.app.screen.query_one("#live-found", OptionList)
        await scene.until(lambda: found.option_count > 1)
        expected = call(scene).find("stilte")[1]
        await scene.press("down", "enter")
        hand = call(scene).hand()
        assert (hand.shown == expected) or (expected.card is not None and hand.question == expected.card)
        assert line(scene).mode is Mode.HEARD
        assert line(scene).value == ""
        assert not found.display


async def test_escape_leaves_finding_and_nothing_has_changed() -> None:
    async with calling() as scene:
        before = call(scene).hand()
        await scene.press("tab", "slash", *"xyzzyqwv")
        await scene.until(lambda: _("Nothing found. Try another word.") in scene.flat)
        await scene.press("enter", "escape")
        assert line(scene).mode is Mode.SAID
        assert call(scene).hand() == before


async def test_the_guidance_behind_the_card_is_one_key_and_can_be_read_on() -> None:
    async with calling(NARROW) as scene:
        await scene.press("f3")
        shown = call(scene).hand().shown
        assert shown is not None
        assert shown.passage is not None
        card = scene.app.screen.query_one("#live-card")
        await scene.until(lambda: card.max_scroll_y > 0)
        await scene.press("pagedown")
        await scene.until(lambda: card.scroll_offset.y > 0)
        await scene.press("escape")
        assert call(scene).hand().shown is None


# The meter.


async def test_space_says_who_speaks() -> None:
    async with calling(NARROW) as scene:
        assert _("space: who speaks") in scene.lines[0]
        await scene.press("space")
        assert _("you speak") in scene.lines[0]
        await scene.press("space")
        assert _("you listen") in scene.lines[0]


async def test_the_share_moves_in_steps_and_nothing_else_moves() -> None:
    clock = _Clock()
    async with calling(clock=clock) as scene:
        await scene.press("space")
        for second in range(20):
            clock.now += 1
            screen(scene)._beat()
            if second == 0:
                await scene.press()
                before = scene.text
        await scene.press()
        assert scene.text.count("%") == 0, "a share of so little talk says nothing yet"
        assert scene.text.splitlines()[4:] == before.splitlines()[4:]
        await scene.press("space")
        for _second in range(60):
            clock.now += 1
            screen(scene)._beat()
        await scene.press()
        assert _("you {share} %").format(share=25) in scene.text


async def test_a_long_stretch_brings_one_quiet_hint() -> None:
    clock = _Clock()
    async with calling(NARROW, clock=clock) as scene:
        await scene.press("space")
        for _second in range(61):
            clock.now += 1
            screen(scene)._beat()
        await scene.press()
        hint = call(scene).meter.tick().hint
        assert hint is not None
        assert hint.text[:30] in scene.part("#live-hint")


async def test_after_sleep_the_screen_says_what_was_missed() -> None:
    clock = _Clock()
    async with calling(clock=clock) as scene:
        await scene.press("space")
        clock.now += GAP + 600
        screen(scene)._beat()
        await scene.press()
        told = call(scene).meter.tick().told_missed()
        assert told[:30] in scene.flat
        assert question(scene)[:14] in scene.flat


async def test_an_open_microphone_has_a_mark_and_off_has_none() -> None:
    async with calling(NARROW) as scene:
        assert screen(scene).hearing.microphone.state is MicState.OFF
        assert _("mic on") not in scene.lines[0]
        screen(scene).hearing.microphone.state = MicState.ON
        screen(scene).post_message(Hearing.Changed())
        await scene.until(lambda: _("mic on") in scene.lines[0])
        screen(scene).hearing.microphone.state = MicState.OFF
        screen(scene).post_message(Hearing.Changed())
        await scene.until(lambda: _("mic on") not in scene.lines[0])


async def test_a_microphone_that_cannot_work_says_why() -> None:
    async with calling() as scene:
        microphone = screen(scene).hearing.microphone
        microphone.state, microphone.reason = MicState.IMPOSSIBLE, "geen microfoon [red]x[/red]"
        screen(scene).post_message(Hearing.Changed())
        await scene.told("geen microfoon [red]x[/red]")


# The transcript.


async def test_a_transcript_brings_cards_and_ticks(tmp_path: Path) -> None:
    source = tmp_path / "transcript.txt"
    source.write_text(
        "Manager: Hoe kijk jij daar zelf naar?\nMedewerker: Het rooster is te zwaar.\n", encoding="utf-8"
    )
    async with calling(way=LiveWay(transcript=Transcript(str(source)))) as scene:
        await scene.until(lambda: len(call(scene).talk.turns) == 2)
        await scene.until(lambda: call(scene).hand().why is Why.HEARD)
        assert "rooster" in scene.part("#live-told")
        with source.open("a", encoding="utf-8") as more:
            more.write("Medewerker: Ik wil niet meer leven.\n")
        await scene.until(lambda: call(scene).hand().why is Why.DANGER)


async def test_a_doubtful_line_says_so_and_ticks_nothing() -> None:
    async with calling() as scene:
        turn = FedTurn(OPEN, Speaker.MANAGER, doubtful=True, number=1)
        screen(scene).post_message(Hearing.Came(turn))
        await scene.shows(_("(not sure heard right)"))
        assert not any(check.ticked for phase in call(scene).phases for check in call(scene).checks(phase))


async def test_one_key_says_who_is_who_in_the_transcript(tmp_path: Path) -> None:
    source = tmp_path / "transcript.jsonl"
    source.write_text(
        '{"speaker": "SPEAKER_00", "text": "Hoe kijk jij daar zelf naar?", "start": 0, "end": 2}\n'
        '{"speaker": "SPEAKER_01", "text": "Het rooster is te zwaar.", "start": 3, "end": 5}\n',
        encoding="utf-8",
    )
    async with calling(way=LiveWay(transcript=Transcript(str(source)))) as scene:
        await scene.until(lambda: screen(scene).hearing.unknown == "SPEAKER_00")
        await scene.press("equals_sign")
        await scene.until(lambda: scene.name == "PickScreen")
        await scene.press("1")
        await scene.until(lambda: scene.name == "LiveScreen" and not screen(scene).hearing.unknown)
        await scene.until(lambda: [turn.speaker for turn in call(scene).talk.by(Speaker.MANAGER)] != [])


async def test_a_file_that_is_not_there_yet_is_waited_for(tmp_path: Path) -> None:
    source = tmp_path / "later.txt"
    async with calling(way=LiveWay(transcript=Transcript(str(source)))) as scene:
        await scene.shows(_("Waiting for the transcript…"))
        source.write_text("Medewerker: Het rooster is te zwaar.\n", encoding="utf-8")
        await scene.until(lambda: len(call(scene).talk.turns) == 1)


# Notes, and after the call.


@BOTH
async def test_a_note_about_health_is_marked_at_once(size: tuple[int, int]) -> None:
    async with calling(size) as scene:
        await scene.press("tab", "f6")
        assert lead(Mode.NOTE) in scene.part("#live-lead")
        await put(scene, PLANTED)
        await scene.until(lambda: "■" in scene.part("#live-hint"))
        await scene.press("enter")
        assert "■" in scene.part("#live-hint")
        assert lead(Mode.SAID) in scene.part("#live-lead")
        assert [note.text for note in call(scene).notes.all()] == [PLANTED]


@asynccontextmanager
async def rounded_off(
    size: tuple[int, int] = WIDE, *, kind: SituationKind = KIND, notes: tuple[str, ...] = (PLANTED,)
) -> AsyncIterator[Scene]:
    """A call with an agreement and notes, rounded off."""
    async with calling(size, kind=kind) as scene:
        await put(scene, "rooster avond te zwaar", "enter", "tab")
        await put(scene, AGREED, "enter")
        for note in notes:
            await scene.press("f6")
            await put(scene, note, "enter")
        await scene.press("f5")
        await scene.until(lambda: scene.name == "LiveEndScreen" and bool(scene.app.screen.query("#end-lines")))
        await scene.press()
        yield scene


def end(scene: Scene) -> LiveEndScreen:
    assert isinstance(scene.app.screen, LiveEndScreen)
    return scene.app.screen


def at(scene: Scene, words: str) -> Line:
    """Highlight the line with these words."""
    lines = end(scene).wrapped.lines()
    place = next(place for place, each in enumerate(lines) if words in each.what)
    end(scene).query_one("#end-lines", OptionList).highlighted = place
    return lines[place]


def now(scene: Scene, id: int) -> Line:
    return next(each for each in end(scene).wrapped.lines() if each.id == id)


@pytest.mark.parametrize("size", SIZES)
async def test_afterwards_agreements_are_kept_and_health_is_not(size: tuple[int, int]) -> None:
    async with rounded_off(size) as scene:
        kept = [each.what for each in end(scene).wrapped.kept()]
        assert AGREED in kept
        assert PLANTED not in kept
        assert [len(row) for row in scene.lines] == [size[0]] * size[1]
        assert "[x]" in scene.text


async def test_escape_goes_back_to_the_call_and_its_choices_stay() -> None:
    async with rounded_off() as scene:
        each = at(scene, AGREED)
        await scene.press("space")
        assert not now(scene, each.id).keep
        await scene.press("escape")
        assert scene.name == "LiveScreen"
        assert len(call(scene).talk.turns) == 2
        await scene.press("f5")
        await scene.until(lambda: scene.name == "LiveEndScreen")
        assert not now(scene, each.id).keep


async def test_a_marked_line_is_kept_only_when_asked_for_often_enough() -> None:
    async with rounded_off() as scene:
        each = at(scene, "slikt")
        await scene.press("space")
        assert not now(scene, each.id).keep
        await scene.shows(_("Space once more keeps it as it is. You answer for that."))
        await scene.press("space")
        assert now(scene, each.id).keep
        await scene.press("space")
        assert not now(scene, each.id).keep


async def test_the_safe_wording_stands_beside_it_and_is_one_key() -> None:
    async with rounded_off(notes=("Rooster vrijdag mailen, want ze heeft migraine.",)) as scene:
        each = at(scene, "migraine")
        assert each.safe
        await scene.shows(each.safe)
        await scene.press("s")
        assert now(scene, each.id).what == each.safe
        assert now(scene, each.id).keep


async def test_words_who_and_day_can_be_changed() -> None:
    async with rounded_off() as scene:
        each = at(scene, AGREED)
        before = each.who
        await scene.press("w")
        assert now(scene, each.id).who is not before
        await scene.press("d")
        field = end(scene).query_one("#end-line")
        assert field.has_focus
        field.value = "geen dag"  # type: ignore[attr-defined]
        await scene.press("enter")
        await scene.until(lambda: any("geen dag" in note for note in scene.notes))
        await scene.press("d")
        field.value = "2-3-2099"  # type: ignore[attr-defined]
        await scene.press("enter")
        day = now(scene, each.id).day
        assert day is not None
        assert day.isoformat() == "2099-03-02"
        await scene.press("enter")
        field.value = "Ik mail vrijdag het rooster."  # type: ignore[attr-defined]
        await scene.press("enter")
        assert now(scene, each.id).what == "Ik mail vrijdag het rooster."
        await scene.press("n", "x", "escape")
        assert scene.name == "LiveEndScreen"
        await scene.press("n", *"overleg", "enter")
        assert "overleg" in [each.what for each in end(scene).wrapped.lines()]


async def test_saving_writes_what_is_ticked_and_lets_go_of_the_rest(own_home: Path) -> None:
    async with rounded_off() as scene:
        ended = end(scene).call
        await scene.press("f2", *"Samira", "enter", *"Kim", "enter")
        await scene.until(lambda: "Samira" in scene.part("#end-message"))
        assert on_disk(own_home).count("rooster") == 0
        await scene.press("f5")
        await scene.until(lambda: scene.name == "PickScreen")
        await scene.press("4")
        await scene.until(lambda: scene.name == "HomeScreen")
        assert ended.talk.turns == ()
        assert ended.notes.all() == ()
    files = {path.suffix: path for path in own_home.rglob("*") if path.is_file()}
    assert {".docx", ".html", ".md", ".txt", ".ics"} <= set(files)
    assert AGREED in files[".md"].read_text(encoding="utf-8")
    assert "Samira" in files[".txt"].read_text(encoding="utf-8")
    assert any(AGREED in cell.text for cell in docx.Document(str(files[".docx"])).paragraphs)
    assert icalendar.Calendar.from_ical(files[".ics"].read_bytes()).walk("VEVENT")
    assert "antidepressiva" not in on_disk(own_home)


async def test_after_a_long_absence_the_form_is_filled_in(own_home: Path) -> None:
    async with rounded_off(kind=SituationKind.TERUGKEER) as scene:
        await scene.press("f5")
        await scene.until(lambda: scene.name == "PickScreen")
        await scene.press("3")
        await scene.until(lambda: scene.name == "HomeScreen")
    page = next(own_home.rglob("*.md")).read_text(encoding="utf-8")
    assert form.default().title in page
    assert AGREED in page


async def test_a_disk_that_refuses_says_so_and_the_call_is_still_there(
    own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = own_home / "a-file"
    blocked.write_text("no folder")
    async with rounded_off() as scene:
        monkeypatch.setattr("coach.locations.documents", lambda: blocked / "below")
        await scene.press("f5")
        await scene.until(lambda: scene.name == "PickScreen")
        await scene.press("3")
        await scene.until(lambda: any(str(blocked) in note for note in scene.notes))
        assert AGREED in [each.what for each in end(scene).wrapped.kept()]


async def test_nothing_ticked_is_nothing_to_save() -> None:
    async with rounded_off() as scene:
        at(scene, AGREED)
        await scene.press("space", "f5")
        await scene.told("Nothing is ticked, so there is nothing to save. F8 stops and keeps nothing.")
        assert scene.name == "LiveEndScreen"


async def test_everything_can_be_let_go_of(own_home: Path) -> None:
    async with rounded_off() as scene:
        ended = end(scene).call
        await scene.press("f8")
        await scene.until(lambda: scene.name == "PickScreen")
        await scene.press("1")
        await scene.until(lambda: scene.name == "HomeScreen")
        assert ended.talk.turns == ()
    assert "rooster" not in on_disk(own_home)


async def test_looking_back_shows_own_lines_and_no_words_of_the_other() -> None:
    async with rounded_off() as scene:
        await scene.press("f7")
        await scene.until(lambda: scene.name == "LivePage")
        assert _("Looking back on your own lines") in scene.text
        assert "avond te zwaar" not in scene.text
        await scene.press("escape", "f3")
        await scene.until(lambda: scene.name == "LivePage" and _("Message to the employee") in scene.text)
        await scene.press("escape")
        assert scene.name == "LiveEndScreen"


# Leaving.


async def test_a_call_in_which_nothing_happened_is_left_at_once() -> None:
    async with calling() as scene:
        await scene.press("escape")
        await scene.until(lambda: scene.name == "HomeScreen")


async def test_leaving_asks_first_and_then_nothing_is_left(own_home: Path) -> None:
    async with calling() as scene:
        left = call(scene)
        await put(scene, PLANTED, "enter", "escape")
        await scene.until(lambda: scene.name == "PickScreen")
        await scene.press("escape")
        assert scene.name == "LiveScreen"
        await scene.press("escape")
        await scene.until(lambda: scene.name == "PickScreen")
        await scene.press("2")
        await scene.until(lambda: scene.name == "HomeScreen")
        await scene.until(lambda: left.talk.turns == ())
    assert "antidepressiva" not in on_disk(own_home)


async def test_stopping_at_once_writes_nothing_and_closes_the_microphone(own_home: Path) -> None:
    async with calling() as scene:
        await put(scene, PLANTED, "enter", "f6")
        await put(scene, PLANTED, "enter")
        await scene.press("ctrl+c")
        await scene.told("F5 rounds off. Ctrl+Q stops at once: nothing of this call is kept then.")
        microphone = screen(scene).hearing.microphone
        await scene.press("ctrl+q")
        await scene.until(lambda: not scene.app.is_running)
    assert microphone.state is MicState.OFF
    assert "antidepressiva" not in on_disk(own_home)


async def test_keys_that_wait_while_the_program_is_busy_keep_their_order() -> None:
    async with calling(NARROW) as scene:
        for key in (*"moe", "enter", "tab", *"ja", "enter"):
            scene.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await scene.until(lambda: len(call(scene).talk.turns) == 2)
        turns = [(turn.speaker, turn.text) for turn in call(scene).talk.turns]
        assert turns == [(Speaker.EMPLOYEE, "moe"), (Speaker.MANAGER, "ja")]


async def test_a_number_and_enter_pressed_at_once_begin_that_kind_of_talk() -> None:
    async with program(NARROW, keep=False) as scene:
        scene.app.push_screen(LiveStartScreen(LiveWay()))
        await scene.until(lambda: scene.name == "LiveStartScreen" and scene.app.screen.focused is not None)
        for key in ("8", "enter"):
            scene.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await scene.until(lambda: scene.name == "LiveScreen" and bool(scene.app.screen.query(LiveLine)))
        await scene.press()
        assert call(scene).kind is SituationKind.CONFLICT


async def test_a_goal_typed_with_enter_at_once_stands_beside_the_cards() -> None:
    async with program(NARROW, keep=False) as scene:
        scene.app.push_screen(LiveStartScreen(LiveWay(kind=KIND)))
        await scene.until(lambda: scene.name == "LiveStartScreen" and scene.app.screen.focused is not None)
        for key in (*"4x rust", "enter", "enter"):
            scene.app.post_message(events.Key("space" if key == " " else key, key if len(key) == 1 else None))
        await scene.until(lambda: scene.name == "LiveScreen" and bool(scene.app.screen.query(LiveLine)))
        await scene.press()
        assert call(scene).goal == ("4x rust",)
