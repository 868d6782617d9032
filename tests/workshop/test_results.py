"""Figures of a group, and the pages that are taken home."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from html.parser import HTMLParser

import pytest
from workshop_kit import GOOD, NAMES, POOR

from coach.messages import gettext as _
from coach.workshop import Plan, Refusal, Workshop, WorkshopError, render
from coach.workshop.plan import Role
from coach.workshop.views import Stage

Held = Callable[..., tuple[Workshop, list[str]]]
Make = Callable[..., Plan]


def _rows(table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table)))


def _talk(workshop: Workshop, lines: Sequence[str]) -> None:
    for seat in workshop.seats:
        practice = workshop.practice(seat.id)
        for line in lines:
            if not practice.over:
                practice.say(line)


def _before_and_after(workshop: Workshop) -> None:
    """A first round with faults, of some people more than of others, and a last one with fewer."""
    workshop.start_round(0)
    for place, seat in enumerate(workshop.seats):
        practice = workshop.practice(seat.id)
        for line in (GOOD[0], *POOR[:3], *GOOD[1 : 1 + place % 3]):
            if not practice.over:
                practice.say(line)
    workshop.end_round()
    workshop.start_round(5)
    _talk(workshop, GOOD)
    workshop.end_round()


class _Whole(HTMLParser):
    """Every opened element is closed again, and nothing is fetched."""

    _VOID = frozenset({"meta", "polyline", "br", "line", "circle"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not {"src", "href"} & {name for name, _value in attrs}
        assert tag not in ("script", "link", "iframe")
        if tag not in self._VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self._VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def _whole(page: str) -> str:
    parser = _Whole()
    parser.feed(page)
    parser.close()
    assert parser.open == []
    assert "url(" not in page
    assert "@import" not in page
    return parser.text


def test_a_group_of_four_gets_no_figures_and_one_of_five_does(held: Held, plan: Make) -> None:
    for people, shown in ((4, False), (5, True)):
        workshop, _codes = held(plan("kennismaking"), people)
        workshop.start_round(0)
        _talk(workshop, GOOD[:2])
        board = workshop.board()
        assert (board.figures is not None, bool(board.why_not)) == (shown, not shown)
        workshop.end_round()
        result = workshop.results().rounds[0]
        assert (result.figures is not None) == shown
        if result.figures:
            assert result.figures.n == 5
            assert [point.n for point in result.figures.trust] == [5, 5, 5]
            assert all(phase.n >= 5 for phase in result.figures.phases)


def test_who_said_nothing_does_not_count_towards_the_group(held: Held, plan: Make) -> None:
    workshop, _codes = held(plan("kennismaking"), 5)
    workshop.start_round(0)
    for seat in workshop.seats[:4]:
        workshop.practice(seat.id).say(GOOD[0])
    workshop.practice(workshop.seats[4].id)
    assert workshop.board().figures is None


def test_a_round_without_help_shows_its_figures_only_when_it_is_over(held: Held, plan: Make) -> None:
    workshop, _codes = held(plan("frequent"), 5)
    workshop.start_round(0)
    _talk(workshop, POOR[:2])
    board = workshop.board()
    assert (board.figures, board.why_not) == (None, "")
    workshop.end_round()
    assert workshop.board().figures is not None


def test_the_board_shows_no_name_and_sentences_of_who_agreed_only(held: Held, plan: Make) -> None:
    for agree in (True, False):
        workshop, _codes = held(plan("kennismaking"), 5, agree=agree)
        workshop.start_round(0)
        _talk(workshop, GOOD[:2])
        assert workshop.board().sentences == ()
        workshop.end_round()
        board = workshop.board()
        assert bool(board.sentences) == agree
        assert (board.stage, bool(board.discussion)) == (Stage.BETWEEN, True)
        assert not any(name in board.model_dump_json() for name in NAMES)


def test_before_and_after_come_with_n_and_interval(held: Held, plan: Make) -> None:
    workshop, _codes = held(plan("frequent"), 6)
    _before_and_after(workshop)
    found = workshop.results()
    flags = next(change for change in found.changes if change.id == "flags")
    assert flags.n == 6
    assert flags.low <= flags.difference <= flags.high < 0
    assert (flags.clear, flags.better) == (True, True)
    assert flags.after - flags.before == pytest.approx(flags.difference)
    assert not any(name in found.model_dump_json() for name in NAMES)


def test_too_few_pairs_are_not_compared(held: Held, plan: Make) -> None:
    workshop, _codes = held(plan("frequent"), 4)
    _before_and_after(workshop)
    found = workshop.results()
    assert (found.changes, bool(found.why_not)) == ((), True)


def test_observers_answers_are_counted_over_enough_tables_only(held: Held, plan: Make) -> None:
    workshop, _codes = held(plan("medische-deur"), 6)
    workshop.start_round(2)
    for seat in workshop.seats:
        table = workshop.table(seat.id)
        if table.role is Role.OBSERVER:
            table.mark("werk", True)
    workshop.end_round()
    assert workshop.results().rounds[0].observed == ()


def test_the_pages_of_a_group_are_whole_and_the_table_opens(held: Held, plan: Make) -> None:
    workshop, _codes = held(plan("frequent"), 6)
    _before_and_after(workshop)
    found = workshop.results().model_copy(update={"title": "<b>=1+1</b> 5 %"})
    assert "<b>=1+1</b> 5 %" in _whole(render.group_html(found))
    assert "| n |" not in render.group_markdown(found)
    rows = list(csv.DictReader(io.StringIO(render.group_csv(found)), delimiter=";"))
    compared = [row for row in rows if row[_("difference")]]
    assert {row[_("measure")] for row in compared} >= {_("flags per ten turns")}
    low, mean, high = (
        [float(row[_(name)].replace(",", ".")) for row in compared] for name in ("from", "difference", "to")
    )
    assert all(one <= two <= three for one, two, three in zip(low, mean, high, strict=True))
    assert all(float(row[_("value")].replace(",", ".")) >= 0 for row in rows if row[_("value")])


def test_no_cell_of_the_table_begins_a_formula(held: Held, plan: Make) -> None:
    rounds = [
        one.model_copy(update={"title": f"{sign}1+1"})
        for one, sign in zip(plan("frequent").rounds, "=+-@|%", strict=True)
    ]
    workshop, _codes = held(plan("frequent", rounds=tuple(rounds)), 6)
    for index in (0, 1, 5):
        workshop.start_round(index)
        _talk(workshop, GOOD[:2])
        workshop.end_round()
    table = render.group_csv_file(workshop.results())
    assert table.startswith("\ufeff".encode())
    rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig")), delimiter=";"))
    assert {row[0] for row in rows[1:]} >= {"'=1+1", "'+1+1", "'%1+1"}
    assert not any(cell.startswith(("=", "+", "@", "|", "%")) for row in rows for cell in row)


def test_the_table_is_in_the_way_of_the_language(held: Held, plan: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    workshop, _codes = held(plan("kennismaking"), 5)
    workshop.start_round(0)
    _talk(workshop, POOR[:3])
    workshop.end_round()
    assert ";" in render.group_csv(workshop.results())
    monkeypatch.setenv("COACH_LANG", "en")
    (flags,) = (row for row in _rows(render.group_csv(workshop.results())) if "Openen" in row["measure"])
    assert float(flags["value"]) > 0


def test_the_own_report_holds_the_own_lines_and_nobody_elses(held: Held, plan: Make) -> None:
    workshop, codes = held(plan("frequent"), 3)
    workshop.start_round(0)
    for seat, line in zip(workshop.seats, POOR, strict=False):
        for _time in range(2):
            workshop.practice(seat.id).say(line)
    workshop.end_round()
    workshop.take(workshop.seats[0].id, "Eerst luisteren.\nDan pas praten.")
    workshop.close()
    report = workshop.take_home(codes[0])
    page, text = render.take_home_html(report), render.take_home_markdown(report)
    told = _whole(page)
    assert "Eerst luisteren." in told
    assert POOR[0] in told
    assert not any(line in page + text for line in (POOR[1], POOR[2], *NAMES[1:3]))


def test_the_own_report_compares_the_own_rounds_and_gives_better_sentences(held: Held, plan: Make) -> None:
    workshop, codes = held(plan("frequent"), 1)
    _before_and_after(workshop)
    report = workshop.take_home(codes[0])
    assert report.changes
    turns, *others = report.changes
    assert min(int(turns.before), int(turns.after)) >= 4
    assert any(one.of_before for one in others)
    assert report.changes[-1].after.isdigit()
    assert report.exercise
    assert all(moment.instead for moment in report.moments)
    assert 1 <= len(report.moments) <= 3
    assert 1 <= len(report.strengths) <= 3
    quotes = [one.said for one in report.strengths]
    assert not any(one in other for place, one in enumerate(quotes) for other in quotes[:place] + quotes[place + 1 :])
    for sentences in (report.moments, report.strengths):
        assert len({sentence.said for sentence in sentences}) == len(sentences)
    assert {one.role for one in report.rounds} == {Role.MANAGER}


def test_a_partners_words_stand_in_no_report(held: Held, plan: Make) -> None:
    workshop, codes = held(plan("kennismaking"), 2)
    workshop.start_round(1)
    secret = "Thuis is het ook niet makkelijk met de verbouwing."
    for seat in workshop.seats:
        table = workshop.table(seat.id)
        table.say(secret if table.role is Role.EMPLOYEE else POOR[0])
        table.say(secret if table.role is Role.EMPLOYEE else GOOD[1])
    workshop.end_round()
    for code in codes:
        report = workshop.take_home(code)
        assert secret not in render.take_home_html(report) + render.take_home_markdown(report)
        assert [one.person for one in report.rounds] == ["Bas"]


def test_a_report_of_another_is_not_given(held: Held, plan: Make) -> None:
    workshop, codes = held(plan("kennismaking"), 2)
    other, _codes = held(plan("kennismaking"), 1)
    for wrong in (workshop.join_code, workshop.seats[1].id, codes[1][:-1], ""):
        with pytest.raises(WorkshopError) as error:
            workshop.take_home(wrong)
        assert error.value.refusal is Refusal.WRONG_CODE
    with pytest.raises(WorkshopError):
        other.take_home(codes[0])


def test_script_in_what_was_typed_stays_text(held: Held, plan: Make) -> None:
    workshop, codes = held(plan("kennismaking"), 1)
    workshop.start_round(0)
    evil = "<img src=x onerror=alert(1)> Wat had je eigenlijk?"
    workshop.practice(workshop.seats[0].id).say(evil)
    workshop.take(workshop.seats[0].id, "<script>alert(2)</script>")
    workshop.end_round()
    page = render.take_home_html(workshop.take_home(codes[0]))
    assert "<img" not in page
    assert "<script" not in page
    assert not re.search(r"(?m)^<", render.take_home_markdown(workshop.take_home(codes[0])))


def test_what_someone_takes_home_stays_short_on_the_page(held: Held, plan: Make) -> None:
    workshop, codes = held(plan("kennismaking"), 1)
    workshop.take(workshop.seats[0].id, "\n".join(["woord"] * 100))
    page = render.take_home_html(workshop.take_home(codes[0]))
    assert page.count("woord\n") < 10
    assert page.count("woord") == 100
