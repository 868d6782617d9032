"""What is pasted or typed is words and nothing else, whatever is in it."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hostile_lines import hostile_lines
from rich.cells import cell_len
from stage import NARROW, OPEN, WIDE, Scene, program, talk
from textual import events
from textual.widgets import Input

from coach import phrasing
from coach.conversation import Speaker, Turn
from coach.roleplay.practice import MAX_TURN_CHARS, clean
from coach.tui import theme
from coach.tui.widgets.talk_log import SHOWN_CHARS, _words

OUR_STYLES = {f"{style} underline" for style in theme.STYLES.values()} | {"$aside", "$aside italic"}

HOSTILE = {
    "ansi": "\x1b[31mrood\x1b[0m en \x1b[2J\x1b[H leeg",
    "osc": "\x1b]0;titel\x07 en \x1b]52;c;aGFjaw==\x07",
    "c1": "\x9b31mrood \x90q\x9c",
    "control": "a\x00b\x07c\x08d\x7fe\x0bf",
    "markup": "[red]x[/red] [bold]vet [/] [@click=app.quit]weg[/] [link=http://x]y[/link]",
    "open_bracket": "[[[[ ] [/ [red [] \\[red] [/nergens]",
    "variables": "$hard {0} {name} %s %(x)s ${HOME} `id`",
    "direction": "abc \u202egnp.exe \u2066def\u2069 \u200fghi",
    "arabic": "مرحبا كيف حالك hallo",
    "wide": "漢字かな交じり文 👩‍👩‍👧‍👦 🇳🇱 ｆｕｌｌ",
    "combining": "z̷̢̧̛a" + "\u0301" * 200 + "lgo",
    "surrogate": "half \ud83d en \udfff",
    "lines": "een\r\ntwee\rdrie\u2028vier\n\n\nvijf",
    "tabs": "een\ttwee\t\tdrie",
    "long_word": "a" * 5_000,
    "blank": " \t\n \u00a0 \u200b ",
    "slash": "/einde",
}


async def test_hostile_lines_are_shown_as_they_are_and_answered() -> None:
    async with talk(WIDE) as scene:
        for name, text in HOSTILE.items():
            if scene.practice.over:
                scene.practice.take_back()
            before = len(scene.practice.talk.turns)
            scene.app.post_message(events.Paste(text))
            await scene.press("enter")
            _assert_intact(scene)
            assert len(scene.practice.talk.turns) == before + 2, name
            assert not _steering(scene.practice.talk.turns[-2].text), name


async def test_markup_is_words() -> None:
    texts = ["[red]x[/red]", "[@click=app.quit]weg[/]", "[/]", "\\[b]", "[b", "[$hard]y[/]"]
    async with talk(WIDE) as scene:
        for text in texts:
            scene.app.post_message(events.Paste(text))
            await scene.press()
            assert scene.draft.text == text
            await scene.press("enter")
            assert scene.practice.talk.turns[-2].text == text
            assert text in scene.part("#talk")
            await scene.press("f3")
            assert text in scene.text
            await scene.press("escape")
        await scene.press("f5")
        assert scene.name == "DebriefScreen"
        _assert_intact(scene)


async def test_a_paste_joins_what_was_typed_without_losing_the_space_between() -> None:
    async with talk() as scene:
        await scene.press("h", "o", "i")
        scene.app.post_message(events.Paste(" Samira"))
        await scene.press()
        assert scene.draft.text == "hoi Samira"


async def test_a_paste_of_several_lines_waits_for_enter() -> None:
    async with talk() as scene:
        scene.app.post_message(events.Paste("een\ntwee\n"))
        await scene.press()
        assert len(scene.practice.talk.turns) == 1
        await scene.press("enter")
        assert scene.practice.talk.turns[-2].text == "een\ntwee"


async def test_a_hundred_thousand_characters_are_kept_and_the_screen_stays() -> None:
    line = "Ik [red]wil[/red] het over het werk hebben. " * 3_000
    async with talk(NARROW) as scene:
        scene.app.post_message(events.Paste(line))
        await scene.press()
        _assert_intact(scene)
        await scene.press("enter")
        await scene.until(lambda: len(scene.practice.talk.turns) == 3)
        said = scene.practice.talk.turns[-2].text
        assert said == line[:MAX_TURN_CHARS].strip()
        _assert_intact(scene)
        await scene.press("f3", "escape", "f4")
        assert scene.draft.text == said
        await scene.say(OPEN)
        await scene.press("f5")
        assert scene.name == "DebriefScreen"
        _assert_intact(scene)


async def test_random_lines_do_no_harm() -> None:
    chance = random.Random(20)
    signs = [*"[]/\\$@={}()<>|&;'\"`~^", *"abc de", "\x1b", "\x00", "\u202e", "\u0301", "é", "漢", "👍", "\n", "\t"]
    async with talk(NARROW, keep=False) as scene:
        for _turn in range(15):
            if scene.practice.over:
                scene.practice.take_back()
            scene.app.post_message(events.Paste("".join(chance.choices(signs, k=chance.randrange(1, 120)))))
            await scene.press()
            await scene.press("enter")
            _assert_intact(scene)


async def test_the_search_line_takes_anything() -> None:
    async with program() as scene:
        await scene.press("b")
        line = scene.app.screen.query_one(Input)
        for name in ("ansi", "markup", "open_bracket", "direction", "wide", "surrogate", "blank"):
            line.value = ""
            scene.app.post_message(events.Paste(HOSTILE[name]))
            await scene.press("down")
            scene.app.screen._look()  # type: ignore[attr-defined]  # at once: no waiting for the pause
            await scene.press("down")
            assert not _steering(line.value), name
            _assert_intact(scene)


def _assert_intact(scene: Scene) -> None:
    """The screen has its size, and nothing on it can steer a terminal."""
    width, height = scene.app.size
    rows = scene.lines
    assert len(rows) == height
    for row in rows:
        assert not _steering(row), ascii(row)
        assert cell_len(row) == width, ascii(row)
    assert rows[-1].strip()


def _steering(text: str) -> list[str]:
    """Characters that would do something to a terminal other than be drawn; line breaks within a turn are fine."""
    return [
        char
        for char in text
        if (unicodedata.category(char) in ("Cc", "Cs") and char != "\n")
        or char in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"
    ]


@pytest.mark.parametrize("batch", range(10))
def test_ten_thousand_hostile_lines_are_drawn_as_text_and_nothing_else(batch: int) -> None:
    for line in hostile_lines(batch):
        text = clean(line)
        turn = Turn(speaker=Speaker.MANAGER, text=text, reading=phrasing.read(text))
        drawn = _words(turn, list(turn.reading.shown() if turn.reading else ()))
        if text:
            assert drawn.plain == text[:SHOWN_CHARS] + (" …" if len(text) > SHOWN_CHARS else "")
        assert all(char == "\n" or unicodedata.category(char) != "Cc" for char in drawn.plain)
        assert {str(span.style) for span in drawn.spans} <= OUR_STYLES
