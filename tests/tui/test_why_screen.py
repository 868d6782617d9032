"""Why: calling a flag not right, and seeing what the coach doubts about."""

from __future__ import annotations

import pytest
from labelled import labelled_lines
from stage import FLAGGED, NARROW, OPEN, WIDE, Scene, program, talk
from textual.widgets._footer import FooterKey

from coach import locations, phrasing
from coach.conversation import Flag, FlagId, Reading
from coach.messages import gettext as _
from coach.phrasing import reader
from coach.phrasing.silence import Scope, SilenceList
from coach.tui.screens.practice import PracticeScreen
from coach.tui.widgets.talk_log import TurnView

BOTH = pytest.mark.parametrize("size", [NARROW, WIDE])
LAW = "The law behind it stays the law: you only take the flag away."


def name(flag_id: FlagId) -> str:
    return reader.default().rules.flags[flag_id].name


MEDICAL = FlagId.MEDICAL_PROBE


def page(scene: Scene) -> str:
    return "\n".join(str(part.render()) for part in scene.app.screen.query(".dialog > *"))


def marks(scene: Scene) -> list[FlagId]:
    """The flags that hang under the lines of the talk, whatever lies over it."""
    log = next(screen for screen in scene.app.screen_stack if isinstance(screen, PracticeScreen))
    return [flag.id for view in log.query(TurnView) for flag, _name in view.marks]


def last_reading(scene: Scene) -> Reading:
    reading = scene.practice.shown.turns[-2].reading
    assert reading is not None
    return reading


async def not_right(scene: Scene, scope: str = "1") -> None:
    """On the why screen: call the first flag not right."""
    await scene.press("x")
    if str(scene.app.screen.query_one(".title").render()) == _("Which one is not right?"):
        await scene.press("1")
    assert scene.name == "PickScreen"
    await scene.press(scope)
    await scene.until(lambda: scene.name == "WhyScreen")


@BOTH
async def test_a_flag_called_not_right_leaves_page_log_pane_and_letter(size: tuple[int, int]) -> None:
    async with talk(size) as scene:
        await scene.say(FLAGGED)
        await scene.press("f3")
        assert name(MEDICAL) in page(scene)
        assert marks(scene) == [MEDICAL]
        await not_right(scene)
        await scene.until(lambda: name(MEDICAL) not in page(scene))
        assert marks(scene) == []
        await scene.press("escape")
        assert "╰─" not in scene.part("#talk")
        assert name(MEDICAL) not in str(scene.app.screen.query_one("#reading").render())
        assert "■" not in scene.flat
        await scene.press("f5")
        assert scene.name == "DebriefScreen"
        letter = "\n".join(str(part.render()) for part in scene.app.screen.query("#letter > *"))
        assert name(MEDICAL) not in letter
        assert _("What to hold back") not in letter


async def test_how_to_undo_it_is_said() -> None:
    async with talk(WIDE) as scene:
        await scene.say(FLAGGED)
        await scene.press("f3")
        await not_right(scene)
        assert any("coach silences remove 1" in note and name(MEDICAL) in note for note in scene.notes)


async def test_it_stays_away_next_time_and_comes_back_when_undone() -> None:
    async with talk(WIDE) as scene:
        await scene.say(FLAGGED)
        await scene.press("f3")
        await not_right(scene)
    async with talk(WIDE) as again:
        await again.say(FLAGGED)
        assert not last_reading(again).has(MEDICAL)
    assert SilenceList.load().remove(1).flag is MEDICAL
    async with talk(WIDE) as undone:
        await undone.say(FLAGGED)
        assert last_reading(undone).has(MEDICAL)


@pytest.mark.parametrize(("key", "scope"), [("1", Scope.HERE), ("2", Scope.EVERYWHERE)])
async def test_one_is_here_and_two_is_everywhere(key: str, scope: Scope) -> None:
    async with talk(WIDE) as scene:
        await scene.say(OPEN)
        before = scene.practice.talk.last_employee_text
        await scene.say(FLAGGED)
        await scene.press("f3")
        await not_right(scene, key)
    (silence,) = SilenceList.load().silences
    assert (silence.scope, silence.flag) == (scope, MEDICAL)
    assert (silence.text, silence.before) == (FLAGGED, before)


async def test_everywhere_also_clears_earlier_lines_of_the_talk() -> None:
    longer = "Oké. Heb je hoofdpijn?"
    async with talk(WIDE) as scene:
        await scene.say(longer, FLAGGED)
        quotes = [flag.quote for turn in scene.practice.talk.turns[1::2] for flag in turn.reading.hard]  # type: ignore[union-attr]
        assert len(quotes) == 2
        assert len(set(quotes)) == 1
        await scene.press("f3")
        await not_right(scene, "2")
        assert marks(scene) == []


async def test_here_leaves_the_other_lines_of_the_talk() -> None:
    async with talk(WIDE) as scene:
        await scene.say("Oké. Heb je hoofdpijn?", FLAGGED)
        await scene.press("f3")
        await not_right(scene)
        assert marks(scene) == [MEDICAL]


@BOTH
async def test_a_hard_flag_is_told_with_the_law_and_both_scopes(size: tuple[int, int]) -> None:
    async with talk(size) as scene:
        await scene.say(FLAGGED)
        await scene.press("f3", "x")
        assert scene.name == "PickScreen"
        await scene.shows(_(LAW))
        assert _("here: with this line only") in scene.flat
        assert last_reading_quote(scene) in scene.flat


def last_reading_quote(scene: Scene) -> str:
    """The words of the flag, as the choice names them."""
    said = phrasing.read(FLAGGED).hard[0].quote
    return _("everywhere: whenever these words get it: «{quote}»").format(quote=said)


async def test_a_soft_flag_is_told_without_the_law() -> None:
    async with talk(WIDE) as scene:
        await scene.say(await _soft_line(scene))
        await scene.press("f3", "x")
        assert scene.name == "PickScreen"
        assert _(LAW) not in scene.flat


async def _soft_line(scene: Scene) -> str:
    """A line with one soft flag and nothing else to call not right."""
    for line in ("Ik verwacht je maandag weer.", "Je stelt je aan.", "Hoe is het thuis met je relatie?"):
        shown = scene.practice.read(line).shown()
        if len(shown) == 1 and shown[0].level == "soft":
            return line
    raise AssertionError("no line with one soft flag")


async def test_of_several_flags_one_is_picked_by_number() -> None:
    async with talk(WIDE) as scene:
        await scene.say(next(line for line in labelled_lines() if len(scene.practice.read(line).shown()) > 1))
        first, second, *_more = last_reading(scene).shown()
        await scene.press("f3", "x")
        assert _("Which one is not right?") in scene.flat
        assert name(first.id) in scene.flat
        assert name(second.id) in scene.flat
        await scene.press("2")
        assert _("Not right: {flag}").format(flag=name(second.id)) in scene.flat
        await scene.press("1")
        await scene.until(lambda: scene.name == "WhyScreen")
        await scene.press("escape")
        assert not last_reading(scene).has(second.id)
        assert last_reading(scene).has(first.id)


async def test_the_arrows_and_enter_pick_too() -> None:
    async with talk(WIDE) as scene:
        await scene.say(FLAGGED)
        await scene.press("f3", "x", "down", "enter")
        await scene.until(lambda: scene.name == "WhyScreen")
    assert [silence.scope for silence in SilenceList.load().silences] == [Scope.EVERYWHERE]


@pytest.mark.parametrize("key", ["escape", "3", "9", "0", "q"])
async def test_escape_changes_nothing_and_neither_does_another_key(key: str) -> None:
    async with talk(WIDE) as scene:
        await scene.say(FLAGGED)
        await scene.press("f3", "x", key)
        assert scene.name == ("WhyScreen" if key == "escape" else "PickScreen")
        assert marks(scene) == [MEDICAL]
        await scene.press(*["escape"] * (1 if key == "escape" else 2))
        assert scene.name == "PracticeScreen"
    assert not locations.silences().exists()


async def test_where_nothing_is_flagged_the_key_says_so() -> None:
    async with talk(WIDE) as scene:
        await scene.press("enter", "f3", "x")
        await scene.told("There is no flag here to call not right.")
        assert scene.name == "WhyScreen"


async def test_the_page_still_closes_after_a_flag_is_gone() -> None:
    async with talk(NARROW) as scene:
        await scene.say(FLAGGED)
        await scene.press("f3")
        await not_right(scene)
        await scene.press("f3")
        assert scene.name == "PracticeScreen"
        assert scene.draft.has_focus


async def test_a_session_that_keeps_nothing_keeps_no_silence() -> None:
    async with talk(WIDE, keep=False) as scene:
        await scene.say(FLAGGED)
        await scene.press("f3")
        await not_right(scene)
        assert marks(scene) == []
        assert not any("coach silences remove" in note for note in scene.notes)
    assert not locations.silences().exists()


async def test_a_file_that_cannot_be_written_is_told_and_the_flag_still_goes() -> None:
    async with talk(WIDE) as scene:
        locations.silences().mkdir()
        await scene.say(FLAGGED)
        await scene.press("f3")
        await not_right(scene)
        assert marks(scene) == []
        start, _rest = _("«{flag}» stays away until you stop. It could not be kept: {reason}").split("{reason}")
        assert any(note.startswith(start.format(flag=name(MEDICAL))) for note in scene.notes)


async def test_a_broken_line_in_the_file_is_told_once() -> None:
    locations.silences().write_bytes(b"broken\n")
    async with talk(WIDE) as scene:
        await scene.until(lambda: any("silences.jsonl" in note for note in scene.notes))
        await scene.say(FLAGGED, OPEN)
        assert sum("silences.jsonl" in note for note in scene.notes) == 1


# Doubts


def doubtful(scene: Scene) -> tuple[str, Flag]:
    """A line with a flag of the band `maybe`, if it were said now."""
    return next((line, flags[0]) for line in labelled_lines() if (flags := scene.practice.read(line).doubtful()))


@BOTH
async def test_doubts_are_shown_on_request_with_their_band_and_never_otherwise(size: tuple[int, int]) -> None:
    async with talk(size) as scene:
        line, doubt = doubtful(scene)
        await scene.say(line)
        shown = f"{name(doubt.id)} · {_('maybe')}"
        assert shown not in scene.flat
        await scene.press("f3")
        assert shown not in page(scene)
        await scene.press("m")
        await scene.until(lambda: shown in page(scene))
        assert doubt.why in page(scene)
        await scene.shows(shown)
        await scene.press("m")
        await scene.until(lambda: shown not in page(scene))
        await scene.press("m", "escape", "f3")
        assert shown not in page(scene)


async def test_a_doubt_that_is_shown_can_be_called_not_right() -> None:
    async with talk(WIDE) as scene:
        line, doubt = doubtful(scene)
        await scene.say(line)
        count = len(last_reading(scene).shown())
        assert count < 9
        await scene.press("f3", "m", "x", *([str(count + 1)] if count else []), "1")
        await scene.until(lambda: scene.name == "WhyScreen")
        await scene.until(lambda: f"{name(doubt.id)} · {_('maybe')}" not in page(scene))
    assert [silence.flag for silence in SilenceList.load().silences] == [doubt.id]


async def test_where_there_is_no_doubt_that_is_said() -> None:
    async with talk(WIDE) as scene:
        await scene.press("enter", "f3", "m")
        await scene.until(lambda: _("Nothing is maybe the matter here.") in page(scene))


# Looks


async def test_both_keys_stand_in_the_footer_at_eighty_columns() -> None:
    async with talk(NARROW) as scene:
        await scene.say(FLAGGED)
        await scene.press("f3")
        shown = {key.key: key for key in scene.app.screen.query(FooterKey)}
        assert shown["x"].description == _("Not right")
        assert shown["m"].description == _("Doubts too")
        assert all(key.region.right <= NARROW[0] for key in shown.values())


async def test_markup_in_a_quote_is_words() -> None:
    async with talk(WIDE) as scene:
        await scene.say("Heb je hoofdpijn? [red]x[/red] [@click=app.quit]of niet[/]")
        await scene.press("f3", "x")
        assert scene.name == "PickScreen"
        await scene.press("2")
        await scene.until(lambda: scene.name == "WhyScreen")
        assert scene.app.is_running


async def test_a_tiny_terminal_still_asks() -> None:
    async with talk((40, 12)) as scene:
        await scene.say(FLAGGED)
        await scene.press("f3", "m", "x", "1")
        assert [len(line) for line in scene.lines] == [40] * 12
        await scene.press("1")
        await scene.until(lambda: scene.name == "WhyScreen")
        assert len(SilenceList.load().silences) == 1


async def test_a_talk_gone_on_with_shows_no_flag_that_was_silenced() -> None:
    async with talk(WIDE) as before:
        await before.say(FLAGGED)
        await before.press("f3")
        await not_right(before)
    async with program(WIDE) as scene:
        await scene.resume()
        assert [view.turn.text for view in scene.app.screen.query(TurnView)][1] == FLAGGED
        assert marks(scene) == []
        assert not last_reading(scene).has(MEDICAL)
