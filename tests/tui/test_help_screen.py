"""Help: every screen explains itself, with all of its keys and in the user's own language."""

from __future__ import annotations

from collections.abc import Iterator

from journey import walk
from stage import NARROW, WIDE, Scene, program
from textual.binding import Binding
from textual.widgets._footer import FooterKey
from words import foreign, untranslated

from coach.tui import keys


async def test_help_names_the_purpose_and_every_key_of_the_screen() -> None:
    async with program(WIDE) as scene:
        async for name in walk(scene):
            if name in ("why", "why, with doubts", "not right"):  # pages over the talk: their keys are all below them
                continue
            about = scene.app.screen
            wanted = {*_own_keys(scene), *_footer_keys(scene)}
            await scene.press("f1")
            assert scene.name == "HelpScreen"
            page = {part: str(part.render()) for part in scene.app.screen.query(".dialog > *")}
            assert getattr(about, "HELP", "") in page.values()
            listed = dict(line.split(maxsplit=1) for line in page[scene.app.screen.query_one(".keys")].splitlines())
            assert {key: told for key, told in wanted if key not in listed} == {}, name
            assert foreign("\n".join(page.values())) == set(), name
            assert untranslated("\n".join(page.values())) == set(), name
            await scene.press("f1")
            assert scene.app.screen is about


async def test_help_on_help_stays_where_it_is() -> None:
    async with program() as scene:
        await scene.press("f1", "f1", "f1")
        assert scene.name == "HelpScreen"


async def test_every_key_of_the_footer_is_wholly_in_sight_at_eighty_columns() -> None:
    async with program(NARROW) as scene:
        async for name in walk(scene):
            keys_shown = list(scene.app.screen.query(FooterKey))
            assert keys_shown, name
            assert [key.description for key in keys_shown if key.region.right > NARROW[0]] == [], name


def _own_keys(scene: Scene) -> Iterator[tuple[str, str]]:
    """Keys that our own screens and widgets bind, unless they belong to the system."""
    screen = scene.app.screen
    for owner in (screen.focused, screen, scene.app):
        for cls in type(owner).__mro__:
            if cls.__module__.startswith("coach."):
                for binding in cls.__dict__.get("BINDINGS", ()):
                    if isinstance(binding, Binding) and not binding.system:
                        yield binding.key_display or keys.name(binding.key), binding.description


def _footer_keys(scene: Scene) -> Iterator[tuple[str, str]]:
    for key in scene.app.screen.query(FooterKey):
        yield key.key_display, key.description
