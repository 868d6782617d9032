"""The screen of the language model: choosing, fetching with progress, breaking off, using, deleting."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest
from hub import ADDRESS, Hub, gguf, running, write
from stage import NARROW, WIDE, Scene, program

from coach.messages import gettext as _
from coach.model import catalogue, choice, download, room, selection, shelf, source
from coach.model.catalogue import Catalogue
from coach.model.choice import Choice

needs_library = pytest.mark.skipif(
    importlib.util.find_spec("huggingface_hub") is None,
    reason="huggingface_hub is not installed (pip install huggingface_hub)",
)
TALIG = source.named(ADDRESS)


@pytest.fixture(autouse=True)
def sixteen_gigabytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "memory", lambda: 16_000_000_000)


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A hub on loopback; the first model of the catalogue is the one that it has."""
    monkeypatch.setattr(download, "_SPARE", 0)
    real = catalogue.default()
    tiny = real.models[0].model_copy(update={"name": "talig", "repository": TALIG.repository, "file": TALIG.file})
    known = Catalogue.model_construct(checked=real.checked, models=(tiny, *real.models[1:]))
    for module in (catalogue, source):
        monkeypatch.setattr(module, "default", lambda: known)
    with running() as found:
        monkeypatch.setenv("HF_ENDPOINT", found.url)
        yield found


async def opened(scene: Scene) -> None:
    await scene.press("m")
    await scene.until(lambda: scene.name == "ModelsScreen")


async def fetch_first(scene: Scene) -> None:
    """Say yes to fetching the first model of the list."""
    await opened(scene)
    await scene.press("home", "enter")
    await scene.until(lambda: scene.name == "PickScreen")
    await scene.press("1")


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_it_opens_on_what_fits_and_says_that_none_is_needed(size: tuple[int, int]) -> None:
    async with program(size) as scene:
        assert _("m  language model: none, and none is needed") in scene.flat.replace("m taal", "m  taal").replace(
            "m language", "m  language"
        )
        await opened(scene)
        assert _("Everything works without one. With one, the employee speaks more freely.") in scene.flat
        assert _("recommended") in scene.part("#list")
        about = " ".join(scene.part("#page").split())
        assert "Gemma 3 4B" in about
        assert _("Enter fetches it from {hub}.").format(hub="huggingface.co") in about
        assert _("As reported; not verified by us.") in about
        assert scene.lines[-1].rstrip().endswith(_("Help"))


async def test_nothing_goes_online_before_yes_was_said(hub: Hub) -> None:
    async with program() as scene:
        await opened(scene)
        await scene.press("home", "enter")
        await scene.until(lambda: scene.name == "PickScreen")
        assert _("Nothing of you is sent.") in scene.flat
        await scene.press("2")
        assert hub.requests == []
        assert scene.app.fetching is None


@needs_library
async def test_fetched_chosen_left_and_deleted(hub: Hub) -> None:
    async with program(NARROW) as scene:
        await fetch_first(scene)
        await scene.until(lambda: TALIG.path.is_file() and scene.app.fetching is None)
        await scene.until(lambda: _("here") in scene.part("#list"))
        await scene.press("enter")
        kept = Choice.load()
        assert kept is not None
        assert kept.file == TALIG.path
        assert "●" in scene.part("#list").splitlines()[0]
        await scene.press("z")
        assert Choice.load() is None
        await scene.press("f8")
        await scene.until(lambda: scene.name == "PickScreen")
        await scene.press("1")
        await scene.until(lambda: not TALIG.path.exists())


@needs_library
@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_progress_is_seen_and_it_can_be_broken_off_and_gone_on_with(hub: Hub, size: tuple[int, int]) -> None:
    hub.stall = 100_000
    async with program(size) as scene:
        await fetch_first(scene)
        await scene.until(lambda: "▓" in scene.part("#fetching"))
        assert "300 kB" in scene.part("#fetching")
        assert scene.lines[-1].rstrip().endswith(_("Help"))
        await scene.press("escape")
        assert scene.name == "HomeScreen"
        await scene.until(lambda: "%" in scene.part("#model-line"))
        await opened(scene)
        await scene.press("c")
        await scene.told("Stopped. What came in is kept: try again to go on from there.")
        assert _("begun") in scene.part("#list")
        hub.stall = 0
        hub.release.set()
        await scene.press("home", "enter")
        await scene.until(lambda: scene.name == "PickScreen")
        await scene.press("1")
        await scene.until(TALIG.path.is_file)
        assert TALIG.path.read_bytes() == hub.content
        assert hub.starts[-1] > 0


@needs_library
async def test_leaving_the_program_stops_fetching_and_keeps_what_came_in(hub: Hub) -> None:
    hub.stall = 100_000
    async with program() as scene:
        await fetch_first(scene)
        await scene.until(lambda: "▓" in scene.part("#fetching"))
        await scene.press("ctrl+q")
        await scene.until(lambda: not scene.app.is_running)
    assert [part.stat().st_size > 0 for part in shelf.parts(TALIG)] == [True]


@needs_library
async def test_what_goes_wrong_is_told_wherever_the_user_is(hub: Hub) -> None:
    hub.checksum = "00" * 32
    async with program() as scene:
        await fetch_first(scene)
        await scene.press("escape", "b")
        await scene.until(lambda: scene.app.fetching is None)
        host = hub.url.removeprefix("http://")
        wrong = _("What came in is not the file that {hub} promised: the checksum is wrong. It was deleted.")
        await scene.until(lambda: wrong.format(hub=host) in scene.notes)
        assert scene.name == "LibraryScreen"


async def test_one_that_is_being_fetched_is_not_deleted_and_no_second_one_begins(hub: Hub) -> None:
    hub.stall = 100_000
    async with program() as scene:
        await fetch_first(scene)
        await scene.until(lambda: scene.app.fetching is not None)
        write(shelf.part_path(TALIG, hub.etag), b"a part")
        scene.app.screen.fill()  # type: ignore[attr-defined]
        await scene.press("f8")
        await scene.told("This model is being fetched. c stops that.")
        await scene.press("down", "enter")
        await scene.told("One model is being fetched already.")


async def test_a_server_is_named_where_privacy_is_promised() -> None:
    choice.of_url("https://modellen.example/v1").save()
    async with program() as scene:
        await scene.until(lambda: "modellen.example" in scene.part("#private"))
        assert _("Everything runs on this computer. Nothing is sent anywhere.") not in scene.flat
        await opened(scene)
        assert "https://modellen.example/v1" in scene.part("#chosen")


async def test_a_chosen_file_that_is_gone_is_told(tmp_path: Path) -> None:
    own = write(tmp_path / "eigen.gguf", gguf())
    selection.chosen(str(own)).save()
    own.unlink()
    async with program() as scene:
        await scene.until(lambda: _("m  language model: cannot be used yet") in scene.text)
        await opened(scene)
        assert "eigen.gguf" in scene.part("#chosen")


async def test_a_model_that_is_damaged_is_not_chosen() -> None:
    write(source.named("gemma-3-4b").path, b"nothing")
    async with program() as scene:
        await opened(scene)
        await scene.press("enter")
        assert any("gemma-3-4b" in note for note in scene.notes)
        assert Choice.load() is None


@pytest.mark.parametrize("size", [(40, 12), (20, 8)])
async def test_a_tiny_terminal_is_uncomfortable_but_works(size: tuple[int, int]) -> None:
    async with program(size) as scene:
        await opened(scene)
        for key in ("down", "enter", "escape", "f1", "escape", "escape"):
            await scene.press(key)
            assert [len(line) for line in scene.lines] == [size[0]] * size[1]
        assert scene.name == "HomeScreen"
