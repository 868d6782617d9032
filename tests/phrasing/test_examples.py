from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from coach import locations
from coach.phrasing import examples, reader
from coach.phrasing.reader import Reader

FILE = """\
flag: medical_probe
level: hard
name: medische vraag
why: Dat is privé.
instead: [{je: Wat ligt er vandaag?}]
rules:
  - id: asks
    when: ["heb je … pijn"]
    matches: ["Heb je pijn?"]
    passes: ["Tot morgen."]
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("knowledge")
    for path in locations.knowledge().iterdir():
        if path.name not in ("phrasing", "model"):
            (made / path.name).symlink_to(path, target_is_directory=path.is_dir())
    (made / "phrasing").mkdir()
    return made


def problems_with(folder: Path, text: str) -> Iterator[str]:
    (folder / "phrasing" / "medical_probe.yaml").write_text(text, encoding="utf-8")
    return examples.problems(Reader(folder))


def test_the_examples_in_all_rule_files_hold() -> None:
    problems = list(examples.problems(reader.default()))
    assert not problems, "\n" + "\n".join(problems)


def test_good_examples_give_no_problems(folder: Path) -> None:
    assert list(problems_with(folder, FILE)) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('matches: ["Heb je pijn?"]', 'matches: ["Hallo daar."]', "not found in its own example: Hallo daar."),
        ('passes: ["Tot morgen."]', 'passes: ["Heb je pijn?"]', "found where it must pass: Heb je pijn?"),
        ("je: Wat ligt er vandaag?", "je: Heb je pijn?", "better sentence is flagged itself"),
        ("je: Wat ligt er vandaag?", "{je: Goed, u: Heb je pijn?}", "better sentence is flagged itself"),
    ],
)
def test_an_example_that_does_not_do_what_the_file_says_is_named(
    folder: Path, old: str, new: str, problem: str
) -> None:
    text = FILE.replace("{je: Wat ligt er vandaag?}", new) if new.startswith("{") else FILE.replace(old, new)
    (found,) = problems_with(folder, text)
    assert found.startswith("medical_probe")
    assert problem in found


def test_examples_may_need_the_turn_before(folder: Path) -> None:
    needing = FILE.replace('matches: ["Heb je pijn?"]', 'after: [scan]\n    matches: ["Heb je pijn?"]')
    assert len(list(problems_with(folder, needing))) == 1
    given = needing.replace('["Heb je pijn?"]', '[{before: De scan., text: "Heb je pijn?"}]')
    assert list(problems_with(folder, given)) == []
