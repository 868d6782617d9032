"""Half words and slips of the keyboard, read as what was meant."""

import pytest

from coach.live import own_words, shorthand, slips
from coach.live.call import LiveCall
from coach.live.slips import Slips

_SLIPS = slips.default()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("mrgn", "morgen"), ("roostr", "rooster"), ("klntn", "klanten"), ("wekr", "werk"), ("hlpn", "helpen"),
     ("colega", "collega"), ("heeeel", "heel"), ("eidnelijk", "eindelijk"), ("kontrakt", "contract")],
)  # fmt: skip
def test_a_word_that_is_none_is_read_as_the_one_that_was_meant(typed: str, meant: str) -> None:
    assert _SLIPS.meant(typed) == meant


@pytest.mark.parametrize(
    "word", ["werk", "rooster", "rustig", "femke", "kim", "marcel", "xyz", "hr", "quarantaineregels"]
)
def test_a_word_that_is_known_or_could_be_a_name_stays(word: str) -> None:
    assert _SLIPS.meant(word) == word


def test_what_only_sounds_alike_is_heard_but_not_shown() -> None:
    known = shorthand.default()
    assert known.expand("geen kontrakt gekregen") == "geen kontrakt gekregen"
    assert known.meant("geen kontrakt gekregen") == "geen contract gekregen"


def test_a_word_that_is_broken_off_is_heard_as_the_one_that_begins_so() -> None:
    assert shorthand.default().meant("naar de werkpl") == "naar de werkplek"


def test_what_ends_a_line_in_a_chat_says_nothing() -> None:
    assert shorthand.default().meant("dinsdag kan niet lol :)") == "dinsdag kan niet"
    assert shorthand.default().meant("lol") == "lol"


def test_names_and_capitals_stay_as_they_were_typed() -> None:
    assert shorthand.default().expand("Bram zit met Wmlt en de HRM") == "Bram zit met Wmlt en de HRM"


def test_without_the_words_nothing_is_read_as_something_else() -> None:
    assert Slips(()).meant("mrgn") == "mrgn"


def test_a_word_of_health_with_a_slip_is_not_given_back() -> None:
    card = own_words.default()
    assert not card.is_open("weer migrene gehad")
    assert card.is_open("zat buiten te wachten met een beetje koffie")


@pytest.mark.parametrize("line", ["kmt nt vndg", "lukt m nie vanmddag", "blijft thuis vandg"])
def test_a_sick_call_in_half_words_is_one(line: str) -> None:
    hand = LiveCall("ziekmelding").heard(line)
    assert hand.question is not None
    assert hand.question.id == "live-reported-1"
