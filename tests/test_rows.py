"""Rows by name: as a dict would have it."""

from hypothesis import given
from hypothesis import strategies as st

from coach.rows import Rows


@given(st.lists(st.text(max_size=8), unique=True), st.lists(st.text(max_size=8), unique=True))
def test_rows_are_found_as_in_a_dict(names: list[str], asked: list[str]) -> None:
    known = {name: row for row, name in enumerate(names)}
    rows = Rows(names)
    wanted = [*asked, *names[:3]]
    assert len(rows) == len(names)
    assert list(rows.find(wanted).items()) == list({n: known[n] for n in wanted if n in known}.items())
