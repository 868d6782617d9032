"""The pages to keep: what a user wrote stays text, and nothing is fetched from anywhere."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import heard, said, talk

from coach import roleplay
from coach.conversation import Conversation, FlagId, MoveId
from coach.debrief import Debrief, debrief, html, markdown
from coach.templates import plain

NASTY = "<script>alert(1)</script> <b>*vet*</b> [link](http://x.nl) `code` # kop | pijp ~weg~ &amp; \"q\" 'q'"
CONTROL = "\x1b[31mrood\x07\x00\x9b2J\u202eom\u2066en"
VOID = {"meta", "br", "line", "circle", "polyline"}


class Page(HTMLParser):
    """Reads a page: its elements, its attributes and its text; unbalanced elements are an error."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            while self.open and self.open[-1] != tag and self.open[-1] in ("p", "li", "td", "th", "tr"):
                self.open.pop()
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def practised(text: str = "Gewoon een zin.") -> Debrief:
    """A debrief with something in every part, all of it written by the user."""
    turns = (
        heard(text, 40),
        said(text, MoveId.REFLECTION), heard(text, 50),
        said(text, FlagId.MEDICAL_PROBE), heard(text, 38),
        said(text, MoveId.AGREEMENT), heard(text, 42, act="agree"),
        said(""), heard(text, 41),
    )  # fmt: skip
    return debrief(talk(*turns), roleplay.employee("frequent", "samira").persona, text)


def reviewed(text: str = "Gewoon een zin.") -> Debrief:
    """A debrief of a transcript."""
    return debrief(talk(said(text, FlagId.THREAT), heard(text), said(text, MoveId.REFLECTION), persona=text))


BOTH = pytest.mark.parametrize("made", [practised, reviewed])


@BOTH
def test_markdown_escapes_what_the_user_wrote(made: object) -> None:
    page = markdown(made(NASTY))  # type: ignore[operator]
    assert NASTY not in page
    for raw in ("<script", "<b>", "*vet*", "[link]", "`code`"):
        assert not re.search(rf"(?<!\\){re.escape(raw)}", page)
    assert r"\<script\>alert(1)" in page
    table = [line for line in page.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in table} <= {4, 5}


@BOTH
def test_html_escapes_what_the_user_wrote(made: object) -> None:
    page = html(made(NASTY))  # type: ignore[operator]
    assert "<script" not in page
    assert "<b>" not in page
    assert NASTY in Page(page).text


@BOTH
def test_html_parses_and_refers_to_nothing_outside(made: object) -> None:
    page = Page(html(made()))  # type: ignore[operator]
    assert {"html", "head", "title", "body", "h1", "h2"} <= page.tags
    assert not {"script", "link", "img", "iframe", "object", "embed", "a", "form", "base"} & page.tags
    names = {name for name, _value in page.attributes}
    assert not {"src", "href", "srcset", "action", "data", "poster"} & names
    assert not [name for name in names if name.startswith("on")]
    assert not re.search(r"https?:|//|url\(|@import", html(made()))  # type: ignore[operator]


def test_html_tells_the_browser_to_fetch_nothing() -> None:
    policy = next(v for n, v in Page(html(practised())).attributes if n == "content" and "default-src" in v)
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


@BOTH
@pytest.mark.parametrize("render", [markdown, html])
def test_control_and_direction_characters_are_gone(made: object, render: object) -> None:
    page = render(made(CONTROL))  # type: ignore[operator]
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", page)
    assert "rood" in page


@BOTH
@pytest.mark.parametrize("render", [markdown, html])
def test_user_text_of_many_lines_stays_on_one(made: object, render: object) -> None:
    assert "een # twee - drie" in render(made("een\n\n# twee\n- drie")).replace("\\", "")  # type: ignore[operator]


def test_a_talk_in_practice_shows_its_trust_and_what_stayed_untold() -> None:
    report = practised()
    assert report.untold
    page = html(report)
    assert "<polyline" in page
    assert page.count("<circle") == len(report.moments)
    for item in report.untold:
        assert item.summary in Page(page).text
        assert item.summary in markdown(report).replace("\\", "")


def test_a_review_of_a_transcript_has_no_trust_chart_and_nothing_untold() -> None:
    report = reviewed()
    assert "<polyline" not in html(report)
    assert "▁" not in markdown(report)
    assert "→" not in markdown(report)
    headings = [line for line in markdown(report).splitlines() if line.startswith("#")]
    assert len(headings) < len([line for line in markdown(practised()).splitlines() if line.startswith("#")])


@pytest.mark.parametrize("empty", [talk(), talk(heard("Hallo.", 50))])
def test_a_talk_without_a_word_of_the_manager_has_a_page_too(empty: Conversation) -> None:
    report = debrief(empty, roleplay.employee("frequent", "samira").persona)
    assert Page(html(report)).text.strip()
    assert markdown(report).startswith("# ")


def test_a_silence_is_shown_as_one() -> None:
    report = debrief(talk(heard("a", 40), said(""), heard("b", 46)))
    assert "«»" not in markdown(report)
    assert "«»" not in html(report)


def test_the_page_speaks_the_language_of_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    assert '<html lang="nl">' in html(practised())
    assert "Looking back" not in markdown(practised())
    monkeypatch.setenv("COACH_LANG", "en")
    assert '<html lang="en">' in html(practised())
    assert "Looking back" in markdown(practised())


@settings(max_examples=40)
@given(st.text(max_size=120))
def test_whatever_was_said_the_pages_hold(text: str) -> None:
    report = reviewed(text)
    page = Page(html(report))
    assert "script" not in page.tags
    assert plain(text) in page.text
    markdown(report).encode("utf-8", "surrogatepass")


@given(st.text(st.characters(codec=None), max_size=200))
def test_plain_text_is_one_line_without_steering(text: str) -> None:
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", plain(text))
