"""Passages by id, by the flag they explain, and to browse by."""

import subprocess
import sys
from pathlib import Path

import pytest

from coach import guidance
from coach.content import ContentError
from coach.conversation import Band, Flag, FlagId, Level
from coach.guidance import Library
from coach.guidance.library import load
from coach.guidance.passage import Phase


def flag(id: FlagId, *passages: str) -> Flag:
    return Flag(
        id=id,
        level=Level.HARD,
        certainty=1,
        band=Band.CERTAIN,
        start=0,
        end=3,
        quote="Wat",
        why="",
        instead="",
        passages=passages,
    )


def test_a_passage_is_found_by_its_id() -> None:
    found = guidance.passage("geen-aard-of-oorzaak")
    assert found is not None
    assert found.id == "geen-aard-of-oorzaak"


def test_an_unknown_id_gives_no_passage() -> None:
    assert guidance.passage("dit-bestaat-niet") is None


def test_the_library_is_read_once() -> None:
    assert guidance.library() is guidance.library()


@pytest.mark.parametrize("id", list(FlagId))
def test_every_flag_has_passages_that_explain_it(id: FlagId) -> None:
    found = guidance.passages_for(id)
    assert found
    assert all(id in passage.flags for passage in found)


@pytest.mark.parametrize("id", list(FlagId))
def test_passages_for_a_flag_stand_firmest_first(id: FlagId) -> None:
    ranks = [passage.standing.rank for passage in guidance.passages_for(id)]
    assert ranks == sorted(ranks)


def test_a_flags_own_passages_come_first_and_in_its_own_order() -> None:
    own = ("tachtig-twintig", "geen-aard-of-oorzaak")
    found = [passage.id for passage in guidance.passages_for(flag(FlagId.THREAT, *own))]
    assert found[:2] == list(own)
    assert found[2:] == [passage.id for passage in guidance.passages_for(FlagId.THREAT)]


def test_no_passage_comes_twice_for_a_flag() -> None:
    last = guidance.passages_for(FlagId.THREAT)[-1].id
    found = [passage.id for passage in guidance.passages_for(flag(FlagId.THREAT, last, last))]
    assert found[0] == last
    assert len(found) == len(set(found)) == len(guidance.passages_for(FlagId.THREAT))


def test_a_passage_that_a_flag_names_but_nobody_wrote_is_passed_over() -> None:
    found = guidance.passages_for(flag(FlagId.THREAT, "dit-bestaat-niet"))
    assert found == guidance.passages_for(FlagId.THREAT)


def test_suggestions_are_different_passages_from_different_parts_of_a_talk() -> None:
    found = guidance.library().suggestions(8)
    assert len({passage.id for passage in found}) == 8
    assert all(phase in passage.phases for phase, passage in zip(Phase, found, strict=True))


@pytest.mark.parametrize(("count", "given"), [(-1, 0), (0, 0), (3, 3), (100, 8)])
def test_suggestions_are_no_more_than_asked_for(count: int, given: int) -> None:
    assert len(guidance.library().suggestions(count)) == given


def test_an_empty_library_answers_nothing() -> None:
    empty = Library([], guidance.library().sources)
    assert empty.search("wat mag ik vragen") == []
    assert empty.suggestions() == []
    assert empty.passages_for(FlagId.THREAT) == []


def test_a_passage_with_an_unknown_source_is_refused(tmp_path: Path) -> None:
    (tmp_path / "passages").mkdir()
    passage = guidance.library().passages[0]
    fields = [f"{name}: {value}" for name, value in (("id", passage.id), ("title", "T"), ("sources", "[C99]"))]
    fields += ["kinds: [nazorg]", "phases: [opening]", "standing: law", "checked: 2026-11-21"]
    fields += ["say: [a]", "avoid: [b]", "questions: [a, b, c, d, e]"]
    text = "---\n" + "\n".join(fields) + f"\n---\n{passage.text}\n"
    (tmp_path / "passages" / f"{passage.id}.md").write_text(text, encoding="utf-8")
    (tmp_path / "sources.yaml").write_text("sources: [{title: T, sections: {C7: deel}}]", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load(tmp_path)
    assert caught.value.field == "sources.1"


def test_passages_need_no_search_library() -> None:
    program = (
        "import sys; from coach import guidance; from coach.conversation import FlagId;"
        "assert guidance.passages_for(FlagId.THREAT);"
        "heavy = {'bm25s', 'numpy', 'Stemmer'};"
        "print(sorted(heavy & set(sys.modules)));"
        "assert guidance.search('ziekmelding');"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["[]", "['Stemmer', 'bm25s', 'numpy']"]
    assert done.stderr == ""
