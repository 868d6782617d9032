from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from coach import locations, messages

ROOT = Path(__file__).parent.parent
FOLDER = locations.catalogues() / "nl" / "LC_MESSAGES"

SAME_IN_BOTH = set("week script min s hint live workshop coach terminal hr contract console link code".split())
"""Words that Dutch has from English, or shares with it."""

ENGLISH = frozenset(
    "the and your you with this that not for from are cannot be been must should file talk turn again "
    "there here which what how choose write read saved delete try has have does".split()
)


@cache
def dutch() -> Catalog:
    with (FOLDER / "coach.po").open("rb") as file:
        return read_po(file, locale="nl")


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What the code asks for now, collected with the options that `make messages` uses."""
    target = tmp_path_factory.mktemp("messages") / "coach.pot"
    subprocess.run(
        [
            sys.executable, "-m", "babel.messages.frontend", "--quiet", "extract", "--mapping-file=babel.cfg",
            "--keywords=_", "--keywords=mark", "--no-location", f"--output-file={target}", "coach",
        ],
        cwd=ROOT, check=True, timeout=100,
    )  # fmt: skip
    with target.open("rb") as file:
        return read_po(file)


def written(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def forms(value: str | Sequence[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def texts(catalog: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    return {forms(message.id): forms(message.string) for message in written(catalog)}


def placeholders(text: str) -> set[str]:
    return {*re.findall(r"\{(\w+)", text), *re.findall(r"%\(\w+\)s", text)}


def words(text: str) -> list[str]:
    spoken = re.sub(r"\{[^}]*\}|`[^`]*`|'[^']*'|--?\w[\w-]*|\bcoach( \w+)+|https?://\S+", " ", text)
    return re.findall(r"[a-zà-ÿ]+", spoken.lower())


def test_every_message_of_the_code_has_a_dutch_text(extracted: Catalog) -> None:
    catalogue = dutch()
    missing = [
        message.id
        for message in written(extracted)
        if message.id not in catalogue or not all(forms(catalogue[message.id].string))
    ]
    assert not missing


def test_there_is_enough_to_extract_for_this_to_mean_anything(extracted: Catalog) -> None:
    assert len(written(extracted)) > 200
    assert "not readable as YAML: {problem}" in extracted


def test_the_catalogue_holds_nothing_that_the_code_no_longer_says(extracted: Catalog) -> None:
    assert not [message.id for message in written(dutch()) if message.id not in extracted]


def test_the_template_for_translators_is_the_code_of_today(extracted: Catalog) -> None:
    with (locations.catalogues() / "coach.pot").open("rb") as file:
        kept = {message.id for message in written(read_po(file))}
    assert kept == {message.id for message in written(extracted)}


def test_the_compiled_catalogue_says_what_the_written_one_says() -> None:
    with (FOLDER / "coach.mo").open("rb") as file:
        compiled = read_mo(file)
    assert texts(compiled) == texts(dutch())


def test_no_text_is_unsure() -> None:
    assert not [message.id for message in written(dutch()) if message.fuzzy]


def test_no_text_is_left_in_english() -> None:
    english = [
        text
        for message in written(dutch())
        for original, text in zip(forms(message.id), forms(message.string), strict=True)
        if (text == original and set(words(text)) - SAME_IN_BOTH - {"in"}) or len(ENGLISH & set(words(text))) > 1
    ]
    assert not english


def test_the_test_for_english_sees_english() -> None:
    assert len(ENGLISH & set(words("{file} cannot be read: {reason}"))) > 1
    assert not ENGLISH & set(words("{file} kan niet gelezen worden. Zie `coach talks list` of --help."))


def test_placeholders_are_the_same_in_both_languages() -> None:
    wrong = [
        (original, text)
        for message in written(dutch())
        for original, text in zip(forms(message.id), forms(message.string), strict=True)
        if placeholders(original) != placeholders(text)
    ]
    assert not wrong


def test_line_breaks_at_the_edges_are_the_same_in_both_languages() -> None:
    def edges(text: str) -> tuple[bool, bool]:
        return text.startswith("\n"), text.endswith("\n")

    assert not [
        message.id
        for message in written(dutch())
        for original, text in zip(forms(message.id), forms(message.string), strict=True)
        if edges(original) != edges(text)
    ]


def test_the_screen_is_dutch_whatever_language_the_computer_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LANG", "LC_ALL", "LANGUAGE"):
        monkeypatch.setenv(name, "de_DE.UTF-8")
    assert messages.gettext("this field is missing") == dutch()["this field is missing"].string
    assert messages.language() == "nl"


@pytest.mark.parametrize("language", ["en", "EN", "en_GB", "xx", "../../nl"])
def test_another_language_or_an_unknown_one_shows_the_english_texts(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COACH_LANG", language)
    assert messages.gettext("this field is missing") == "this field is missing"


@pytest.mark.parametrize("language", ["", "nl", "NL", "nl_BE.UTF-8"])
def test_dutch_goes_by_all_its_names(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_LANG", language)
    assert messages.gettext("this field is missing") == dutch()["this field is missing"].string


def test_one_and_more_have_their_own_words() -> None:
    one, more = (messages.ngettext("{count} problem.", "{count} problems.", count) for count in (1, 2))
    assert one != more
    assert messages.ngettext("{count} problem.", "{count} problems.", 0) == more


def test_a_message_that_nobody_knows_is_shown_as_it_is() -> None:
    assert messages.gettext("zz {name} zz") == "zz {name} zz"
    assert messages.mark("this field is missing") == "this field is missing"
