from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from coach.content import ContentError
from coach.conversation import FlagId, MoveId
from coach.phrasing import rules
from coach.phrasing.alternative import Alternative
from coach.phrasing.line import LineKind
from coach.phrasing.rules import CompiledRule, Hit, Rule

if TYPE_CHECKING:
    from tests.phrasing.conftest import Language


@pytest.fixture
def find(language: Language) -> Any:
    def look(text: str, before: str = "", line_kind: LineKind = LineKind.SAY, **fields: Any) -> Hit | None:
        given = {"id": "asks", "when": ("heb {you} … {complaint}",), "matches": ("x",)} | fields
        return CompiledRule(Rule(**given), language.tags).find(language.line(text, before, line_kind))

    return look


def test_a_rule_is_found_with_its_sentence_and_its_place(find: Any) -> None:
    text = "Goedemorgen. Heb je soms hoofdpijn? Hoor het graag."
    hit = find(text)
    assert hit.sentence == 1
    assert text[hit.start : hit.end] == "Heb je soms hoofdpijn"


def test_one_of_the_patterns_is_enough(find: Any) -> None:
    assert find("is het je rug", when=("nooit dit", "{body}"))
    assert not find("is het je rug", when=("nooit dit", "ook niet"))


def test_unless_cancels_only_in_its_own_sentence(find: Any) -> None:
    fields = {"unless": ("niet nodig",)}
    assert not find("Heb je pijn is niet nodig om te zeggen.", **fields)
    assert find("Dat is niet nodig. Heb je pijn?", **fields)
    assert find("Heb je pijn is niet nodig. Heb je pijn?", **fields).sentence == 1


def test_unless_line_cancels_from_anywhere(find: Any) -> None:
    fields = {"unless_line": ("niet nodig",)}
    assert not find("Dat is niet nodig. Heb je pijn?", **fields)
    assert not find("Heb je pijn? Het is niet nodig.", **fields)
    assert find("Heb je pijn?", **fields)


def test_after_demands_something_in_the_turn_before(find: Any) -> None:
    fields = {"after": ("{body}", "scan")}
    assert find("Heb je pijn?", before="Mijn rug dus.", **fields)
    assert find("Heb je pijn?", before="De scan. Die was slecht.", **fields)
    assert not find("Heb je pijn?", before="Het rooster dus.", **fields)
    assert not find("Heb je pijn?", **fields)
    assert not find("Mijn rug. Heb je pijn?", **fields)


def test_not_after_forbids_something_in_the_turn_before(find: Any) -> None:
    fields = {"not_after": ("{roster}",)}
    assert not find("Heb je pijn?", before="Het rooster dus.", **fields)
    assert find("Heb je pijn?", before="Mijn rug dus.", **fields)
    assert find("Het rooster. Heb je pijn?", **fields)


def test_all_conditions_count_together(find: Any) -> None:
    fields = {"after": ("{body}",), "not_after": ("{roster}",), "unless_line": ("hoeft niet",)}
    assert find("Heb je pijn?", before="Mijn rug.", **fields)
    assert not find("Heb je pijn?", before="Mijn rug en het rooster.", **fields)
    assert not find("Heb je pijn? Het hoeft niet.", before="Mijn rug.", **fields)


def test_what_is_said_and_what_is_noted_have_their_own_rules(find: Any) -> None:
    text = "Heb je pijn?"
    assert not find(text, line_kind=LineKind.NOTE)
    assert find(text, line_kind=LineKind.NOTE, kind=LineKind.NOTE)
    assert not find(text, kind=LineKind.NOTE)


def test_words_of_two_sentences_never_make_one_hit(find: Any) -> None:
    assert not find("Heb je? Hoofdpijn.")
    assert not find("Heb je\nhoofdpijn")


def test_a_better_sentence_follows_the_form_of_address() -> None:
    both, one = Alternative(je="Wat wil je?", u="Wat wilt u?"), Alternative(je="Wat helpt?")
    assert (both.said_to(formal=False), both.said_to(formal=True)) == ("Wat wil je?", "Wat wilt u?")
    assert (one.said_to(formal=False), one.said_to(formal=True)) == ("Wat helpt?", "Wat helpt?")


FLAG = """\
flag: medical_probe
level: hard
name: medische vraag
why: Dat is privé.
rules:
  - id: asks
    when: ["heb {you} … {complaint}"]
    matches: ["Heb je pijn?"]
"""
MOVE = """\
move: empathy
name: meeleven
why: Dat doet goed.
undone_by: [medical_probe]
rules:
  - id: sorry
    when: ["(wat|heel) vervelend"]
    matches: ["Wat vervelend."]
"""


class TestFiles:
    @pytest.fixture
    def load(self, tmp_path: Path, language: Language) -> Any:
        def read(**files: str) -> rules.RuleSet:
            for name, text in files.items():
                (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
            return rules.load(tmp_path, language.tags)

        return read

    def test_a_file_is_about_one_flag_or_one_move(self, load: Any) -> None:
        found = load(a=FLAG, b=MOVE)
        assert found.flags[FlagId.MEDICAL_PROBE].name == "medische vraag"
        assert found.moves[MoveId.EMPATHY].undone_by == (FlagId.MEDICAL_PROBE,)

    def test_every_rule_found_comes_with_its_file(self, load: Any, language: Language) -> None:
        found = load(a=FLAG, b=MOVE).find(language.line("Wat vervelend, heb je pijn?"))
        assert [(file.flag or file.move, hit.rule.id) for file, hit in found] == [
            (FlagId.MEDICAL_PROBE, "asks"),
            (MoveId.EMPATHY, "sorry"),
        ]

    def test_a_clean_line_finds_nothing(self, load: Any, language: Language) -> None:
        assert not list(load(a=FLAG, b=MOVE).find(language.line("Tot morgen.")))

    @pytest.mark.parametrize("first", ["flag: medical_probe\nmove: empathy\n", ""])
    def test_a_file_about_both_or_neither_is_refused(self, load: Any, first: str, tmp_path: Path) -> None:
        with pytest.raises(ContentError) as caught:
            load(a=FLAG.replace("flag: medical_probe\n", first))
        assert (caught.value.path, caught.value.field) == (tmp_path / "a.yaml", "flag")

    def test_a_flag_without_a_level_is_refused(self, load: Any) -> None:
        with pytest.raises(ContentError) as caught:
            load(a=FLAG.replace("level: hard\n", ""))
        assert caught.value.field == "level"

    def test_an_unknown_flag_is_refused_with_those_that_are_known(self, load: Any) -> None:
        with pytest.raises(ContentError, match="'medical_probe', 'capacity_probe'") as caught:
            load(a=FLAG.replace("flag: medical_probe", "flag: medical"))
        assert (caught.value.line, caught.value.field) == (1, "flag")

    @pytest.mark.parametrize(
        ("old", "new", "line", "field"),
        [
            ("level: hard", "level: heavy", 2, "level"),
            ("    when:", "    certainty: 2\n    when:", 7, "rules.1.certainty"),
            ("    when:", "    kind: shout\n    when:", 7, "rules.1.kind"),
            ('["heb {you} … {complaint}"]', "[]", 7, "rules.1.when"),
            ('    matches: ["Heb je pijn?"]\n', "", 6, "rules.1.matches"),
            ("    matches:", "    maches: [a]\n    matches:", 8, "rules.1.maches"),
        ],
    )
    def test_a_mistake_in_a_rule_names_line_and_field(
        self, load: Any, old: str, new: str, line: int, field: str
    ) -> None:
        with pytest.raises(ContentError) as caught:
            load(a=FLAG.replace(old, new))
        assert (caught.value.line, caught.value.field) == (line, field)

    @pytest.mark.parametrize("place", ["when", "unless", "unless_line", "after", "not_after"])
    def test_a_pattern_that_cannot_be_read_names_rule_and_line(self, load: Any, place: str, tmp_path: Path) -> None:
        text = FLAG.replace('when: ["heb {you} … {complaint}"]', f'when: [heb]\n    {place}: ["{{nobody}}"]')
        if place == "when":
            text = FLAG.replace("{complaint}", "{nobody}")
        with pytest.raises(ContentError, match="nobody") as caught:
            load(a=text)
        assert (caught.value.path, caught.value.line, caught.value.field) == (tmp_path / "a.yaml", 6, "asks")
