"""Rows by name: as a dict would have it."""

from hypothesis import given
from hypothesis import strategies as st

from coach.rows import MarkedRows, Rows, marked, steps


@given(st.lists(st.text(max_size=8), unique=True), st.lists(st.text(max_size=8), unique=True))
def test_rows_are_found_as_in_a_dict(names: list[str], asked: list[str]) -> None:
    known = {name: row for row, name in enumerate(names)}
    rows = Rows(names)
    wanted = [*asked, *names[:3]]
    assert len(rows) == len(names)
    assert list(rows.find(wanted).items()) == list({n: known[n] for n in wanted if n in known}.items())


@given(st.lists(st.text(max_size=8), unique=True), st.lists(st.text(max_size=8), unique=True))
def test_rows_are_found_by_marks_as_in_a_dict(names: list[str], asked: list[str]) -> None:
    ordered = marked(names)
    known = {name: row for row, name in enumerate(ordered)}
    rows = MarkedRows(steps(ordered))
    wanted = [*asked, *ordered[:3]]
    there, found = rows.among(wanted)
    assert len(rows) == len(ordered)
    assert there == [name in known for name in wanted]
    assert found.tolist() == [known[name] for name in wanted if name in known]


def test_of_two_names_with_one_mark_one_stays() -> None:
    assert marked(["plumless", "buckeroo"]) == ["buckeroo"]
