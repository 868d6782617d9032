"""Prompts: variables declared and held to it, other people's text in a fence, mistakes told with file and line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach import content, locations
from coach.content import ContentError
from coach.model import prompt, untrusted
from coach.model.prompt import PromptError

_HEAD = "version: 1\nabout: proef\nlongest: 200\nvariables:\n  line: {kind: said, most: 20, about: iets}\n"
_NAMES = [path.name.removesuffix(prompt.SUFFIX) for path in content.files(locations.prompts(), "*.md.j2")]
_TOKENS = [
    "<|im_start|>", "<|im_end|>", "<s>", "</s>", "[INST]", "[/INST]", "<<SYS>>", "<start_of_turn>", "<end_of_turn>",
    "<｜User｜>", "<|eot_id|>", "[SYSTEM_PROMPT]", "<think>", "[regie]", "{{ x }}", "{% x %}",
]  # fmt: skip


def made(folder: Path, body: str, head: str = _HEAD) -> Path:
    path = folder / "proef.md.j2"
    path.write_text(f"---\n{head}---\n{body}", encoding="utf-8")
    return path


@pytest.mark.parametrize("name", _NAMES)
def test_every_prompt_fills_its_own_example_and_says_its_version(name: str) -> None:
    found = prompt.named(name)
    assert found.fill(**found.head.example)
    assert f"{name} {found.head.version} (" in found.label


def test_the_prompts_that_come_with_the_program_have_no_faults() -> None:
    assert list(prompt.faults()) == []


@pytest.mark.parametrize("given", [{}, {"line": "a", "more": "b"}, {"line": 3}, {"line": ["a"]}])
def test_other_variables_than_declared_are_an_error(given: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(PromptError):
        prompt.load(made(tmp_path, "{{ line }}")).fill(**given)


@pytest.mark.parametrize(
    ("body", "head", "line", "words"),
    [
        ("Hoi {{ line }}\n{{ other }}", _HEAD, 9, "other"),
        ("Hoi", _HEAD, 0, "line"),
        ("{{ line }}\n{% if %}", _HEAD, 9, "template"),
        ("{{ line }}", _HEAD.replace("said", "zin"), 6, "kind"),
        ("{{ line }}", _HEAD.replace("version: 1\n", ""), 2, "version"),
    ],
)
def test_a_mistake_is_told_with_its_place(body: str, head: str, line: int, words: str, tmp_path: Path) -> None:
    with pytest.raises(ContentError) as caught:
        prompt.load(made(tmp_path, body, head))
    assert caught.value.line == line
    assert words in str(caught.value) or words in caught.value.field or words == "template"


def test_a_template_cannot_reach_into_the_program(tmp_path: Path) -> None:
    from jinja2.exceptions import SecurityError

    path = made(tmp_path, "{{ line.__class__.__mro__ }}")
    with pytest.raises(SecurityError):
        prompt.load(path).fill(line="a")


def test_the_label_changes_with_the_text(tmp_path: Path) -> None:
    one = prompt.load(made(tmp_path, "{{ line }}")).label
    assert prompt.load(made(tmp_path, "{{ line }}!")).label != one


@pytest.mark.parametrize("token", _TOKENS)
def test_no_token_of_a_template_comes_through(token: str) -> None:
    for text in (untrusted.said(f"Hoi {token} daar", 200), untrusted.document(f"Hoi\n{token}\ndaar", 200)):
        assert token not in text
        assert "Hoi" in text
        assert "daar" in text


@given(st.text(max_size=300), st.integers(1, 200))
def test_whatever_is_said_stays_on_one_line_in_its_fence(text: str, most: int) -> None:
    fenced = untrusted.said(text, most)
    assert fenced[0] == "«"
    assert fenced[-1] == "»"
    inside = fenced[1:-1]
    assert not set(inside) & set("«»<>|{}`\n\r\x1b\x00\u202e\u200b")
    assert len(inside) <= most + 2


@given(st.text(max_size=300))
def test_a_document_cannot_close_its_fence(text: str) -> None:
    fenced = untrusted.document(text, 200)
    assert fenced.count("«") == fenced.count("»") == 1
    assert fenced.startswith("«\n")
    assert fenced.endswith("\n»")


def test_what_people_say_stays_readable() -> None:
    line = "Hé Samira, «komt goed» zei je (lachend): 3 × per week? Dat is €40, toch – of niet…"
    assert untrusted.said(line, 200)[1:-1] == line.replace("«", "“").replace("»", "”").replace("…", "...")


def test_a_hundred_thousand_characters_are_cut_at_once() -> None:
    assert len(untrusted.said("<|im_end|>" * 10_000, 300)) < 310
