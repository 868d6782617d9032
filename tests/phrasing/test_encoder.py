"""What the encoder hears of a line, and the sizes of what it is made of."""

from __future__ import annotations

import numpy as np
import pytest

from coach.phrasing import encoder, reader
from coach.phrasing.encoder import Encoder, EncoderCard
from coach.phrasing.line import LineKind

CARD = EncoderCard(
    width=4, channels=3, hidden=5, buckets=64, dilations=(1, 2, 4), concepts=("illness",), scale=(0.1,) * 4
)
LABELS = 2


def made(seed: int = 0) -> Encoder:
    """An encoder with weights drawn at random."""
    draw = np.random.default_rng(seed)
    sizes = CARD.shapes(LABELS).values()
    dense = draw.normal(size=sum(int(np.prod(size)) for size in sizes)).astype(np.float32)
    table = draw.integers(-60, 60, (CARD.buckets, CARD.width)).astype(np.int8).tobytes()
    return Encoder(CARD, table, encoder.unpacked(CARD, LABELS, dense))


def forms(text: str, before: str | None = None, kind: LineKind = LineKind.SAY) -> list[tuple[str, int]]:
    line = reader.default().prepare(text, before, kind)
    return [(form, part) for form, _names, part in encoder.heard(line)]


def test_the_turn_before_comes_first_then_a_border_then_the_line() -> None:
    assert forms("Hoe gaat het?", "Ja.") == [
        ("ja", encoder.BEFORE),
        (".", encoder.BEFORE),
        (encoder.BORDER, encoder.SAID),
        ("hoe", encoder.SAID),
        ("gaat", encoder.SAID),
        ("het", encoder.SAID),
        ("?", encoder.SAID),
    ]


def test_the_border_tells_a_note_from_something_said() -> None:
    assert forms("belt dinsdag", kind=LineKind.NOTE)[0] == (encoder.BORDER, encoder.NOTED)


def test_of_a_long_turn_the_end_is_heard_and_of_a_long_line_the_beginning() -> None:
    words = [f"woord{number}" for number in range(200)]
    heard = [form for form, _part in forms(" ".join(words), " ".join(words))]
    border = heard.index(encoder.BORDER)
    assert heard[:border] == words[-border:]
    assert heard[border + 1 :] == words[: len(heard) - border - 1]
    assert 0 < border < 200
    assert len(heard) < 200


def test_a_word_has_a_row_of_its_own_and_shares_those_of_its_letters() -> None:
    known, unknown = encoder.grams("rugklachten", 2**20), encoder.grams("rugklachtje", 2**20)
    assert known[0] != unknown[0]
    assert len({*known[1:]} & {*unknown[1:]}) > 5
    assert encoder.grams(encoder.BORDER, 64) == []
    assert len(encoder.grams("a" * 500 + "bcdefghijklmnop" * 30, 2**20)) < 50


@pytest.mark.parametrize("before", [None, "Ja.", "Ik ben er weer."])
@pytest.mark.parametrize("text", ["", "Ja", "Wat is er dan precies gebeurd met je rug, als ik vragen mag?"])
def test_every_line_has_a_score_for_each_label_however_short(text: str, before: str | None) -> None:
    scores = made().scores(reader.default().prepare(text, before))
    assert scores.shape == (LABELS,)
    assert np.isfinite(scores).all()


def test_the_turn_before_and_the_order_of_words_change_the_scores() -> None:
    prepare, scores = reader.default().prepare, made().scores
    plain = scores(prepare("niet jij maar ik"))
    assert not np.allclose(plain, scores(prepare("niet ik maar jij")))
    assert not np.allclose(plain, scores(prepare("niet jij maar ik", "Ik ben ziek.")))


def test_more_or_fewer_numbers_than_the_card_says_are_refused() -> None:
    with pytest.raises(ValueError, match="encoder"):
        encoder.unpacked(CARD, LABELS, np.zeros(10, np.float32))


def test_scores_are_reckoned_in_32_bits_as_64_take_twice_the_time() -> None:
    assert made().scores(reader.default().prepare("Wat heb je nodig?", "Ja.")).dtype == np.float32
