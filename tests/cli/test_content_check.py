"""`coach content check`: a trainer's mistakes, with the file, the line and the field."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from command import PROBE, Result, coach

from coach import locations
from coach.debrief import agreement, report
from coach.guidance import contradiction
from coach.guidance.library import default as library
from coach.phrasing import lexicon, reader
from coach.roleplay import dynamics, topic
from coach.roleplay import library as situations

READ_ONCE: tuple[Any, ...] = (
    lexicon.default, reader.default, library, situations.default, dynamics.default, topic.default,
    agreement.default, report.data, contradiction.default,
)  # fmt: skip
PLACE = re.compile(r"\.(?:yaml|md):\d+")


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the content, with the rules of one flag, the cards for one kind of talk, and one situation.

    The program reads it in place of its own.
    """
    folder = tmp_path / "content"
    shutil.copytree(locations.knowledge(), folder / "knowledge" / "nl", ignore=shutil.ignore_patterns("utterances"))
    shutil.copytree(locations.prompts(), folder / "prompts" / "nl")
    for path in (folder / "knowledge" / "nl" / "phrasing").glob("*.yaml"):
        if path.name != "medical_probe.yaml":
            path.unlink()
    for path in (folder / "knowledge" / "nl" / "cards").glob("*.yaml"):
        if path.name != "nazorg.yaml":
            path.unlink()
    for path in (folder / "prompts" / "nl" / "situations").iterdir():
        if path.stem != "frequent":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    monkeypatch.setattr(locations, "knowledge", lambda: folder / "knowledge" / "nl")
    monkeypatch.setattr(locations, "prompts", lambda: folder / "prompts" / "nl")
    _forget()
    yield folder
    _forget()


def _forget() -> None:
    for read in READ_ONCE:
        read.cache_clear()


def replaced(path: Path, old: str, new: str) -> str:
    """Plant a fault: the first `old` becomes `new`; gives the place as it should be reported."""
    text = path.read_text(encoding="utf-8")
    before, found, after = text.partition(old)
    assert found
    path.write_text(before + new + after, encoding="utf-8")
    return f"{path.name}:{before.count(chr(10)) + 1 + new.count(chr(10))}: "


def changed(path: Path, change: Callable[[dict[str, Any]], Any]) -> None:
    """Plant a fault in the data of a file."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(data)
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")


def refused(result: Result) -> list[str]:
    """The problems that were found."""
    assert result.code == 2
    assert "Traceback" not in result.err
    problems = result.out.splitlines()
    assert str(len(problems)) in result.err
    return problems


def test_the_content_that_comes_with_the_program_can_all_be_read() -> None:
    result = coach("content", "check")
    assert not PLACE.search(result.out)
    assert "samira.yaml:" not in result.out
    assert result.code in (0, 2)
    assert (result.code == 2) is bool(result.err)


def test_a_fault_in_any_file_is_told_with_file_line_and_field(content: Path) -> None:
    prompts, knowledge = content / "prompts" / "nl", content / "knowledge" / "nl"
    persona = replaced(prompts / "situations" / "frequent" / "samira.yaml", "kind: work_fact", "kind: secret")
    numbers = replaced(prompts / "dynamics.yaml", "cap: 14", "cap: veel")
    passage = min((knowledge / "passages").glob("*.md"))
    field = replaced(passage, "---\n", "---\nshoe: 42\n")
    problems = refused(coach("content", "check"))
    for place, name in ((persona, "memory.1.kind"), (numbers, "cap"), (field.replace(":3:", ":2:"), "shoe")):
        assert [problem for problem in problems if place + name in problem], (place, problems)
    assert len(problems) == len(set(problems))
    assert str(content) not in "".join(problems), "a path that a trainer can read"


def test_a_contradiction_that_names_an_unknown_source_is_told_with_its_place(content: Path) -> None:
    path = content / "knowledge" / "nl" / "contradictions.yaml"
    before = path.read_text(encoding="utf-8").partition("    sides:")[0]
    path.write_text(path.read_text(encoding="utf-8").replace("004/tijdens, ", "004/nooit, ", 1), encoding="utf-8")
    place = f"contradictions.yaml:{before.count(chr(10)) + 1}: contradictions.1.sides.2.sources.2"
    assert [problem for problem in refused(coach("content", "check")) if place in problem and "004/nooit" in problem]


def test_a_card_that_would_be_flagged_or_repeats_another_is_told(content: Path) -> None:
    path = content / "knowledge" / "nl" / "cards" / "nazorg.yaml"
    deck = yaml.safe_load(path.read_text(encoding="utf-8"))
    first, second = [card for part in deck["phases"] for card in part["cards"] if card["type"] == "opener"][:2]
    second["say"] = [PROBE, first["say"][0]]
    path.write_text(yaml.safe_dump(deck, allow_unicode=True, sort_keys=False), encoding="utf-8")
    problems = [problem for problem in refused(coach("content", "check")) if problem.startswith(second["id"])]
    assert any("medical_probe" in problem and PROBE in problem for problem in problems)
    assert any(first["id"] in problem and first["say"][0] in problem for problem in problems)


def test_a_card_that_breaks_its_form_is_told_with_its_place_and_the_other_decks_are_still_read(content: Path) -> None:
    cards = content / "knowledge" / "nl" / "cards"
    shutil.copy(cards / "nazorg.yaml", cards / "conflict.yaml")
    place = replaced(cards / "nazorg.yaml", "type: check", "type: note")
    problems = refused(coach("content", "check"))
    assert [problem for problem in problems if place + "phases.1.cards.1.type" in problem]
    assert [problem for problem in problems if "conflict.yaml:1: kind" in problem]


@pytest.mark.parametrize("file", ["phrasing/medical_probe.yaml", "lexicon/body.yaml", "topics.yaml"])
def test_a_file_that_is_no_yaml_is_named_with_its_line(file: str, content: Path) -> None:
    path = content / "knowledge" / "nl" / file
    path.write_text(path.read_text(encoding="utf-8") + "\n  : [\n", encoding="utf-8")
    assert [problem for problem in refused(coach("content", "check")) if f"{file}:" in problem]


def test_content_that_makes_no_sense_is_told_in_a_sentence(content: Path) -> None:
    prompts, knowledge = content / "prompts" / "nl", content / "knowledge" / "nl"
    situation = prompts / "situations" / "frequent.yaml"
    shutil.copy(situation, situation.with_name("leeg.yaml"))
    changed(situation.with_name("leeg.yaml"), lambda d: d.update(id="leeg"))
    changed(situation, lambda d: d["phases"][0]["questions"].append(PROBE))
    changed(situation.with_suffix("") / "samira.yaml", lambda d: d["greeting"].append(d["greeting"][0]))
    rules = knowledge / "phrasing" / "medical_probe.yaml"
    changed(rules, lambda d: d["rules"][0]["matches"].append("Goedemorgen."))
    changed(rules, lambda d: d["rules"][0].setdefault("passes", []).append(PROBE))
    changed(rules, lambda d: d.update(passages=["maan", *d["passages"]]))
    problems = refused(coach("content", "check"))
    for parts in (
        ("leeg:",),
        ("frequent/", "medical_probe", PROBE),
        ("samira.yaml:",),
        ("medical_probe/", "Goedemorgen."),
        ("medical_probe/", PROBE),
        ("medical_probe:", "«maan»"),
    ):
        assert [problem for problem in problems if all(part in problem for part in parts)], (parts, problems)
