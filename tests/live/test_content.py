"""The content of the live room: its own examples, and that its sentences are ones to say."""

import pytest

from coach import guidance, locations, phrasing
from coach.conversation import Level, SituationKind
from coach.live import book, listener
from coach.live.call import LiveCall
from coach.live.checklist import Checklist

_BOOK = book.default()
_EXAMPLES = book.examples(locations.knowledge() / "live").heard()
_TOPICS = [
    (name, when)
    for name, topic in _BOOK.topics.items()
    for each in (topic.follow, topic.idea, topic.agree)
    for when in each.when
]
_MOMENTS = [
    (name, when)
    for name, each in _BOOK.moments.items()
    if name in _EXAMPLES or each.says
    for card in each.cards
    for when in card.when
]
_URGENT = ("danger",)


@pytest.mark.parametrize(("topic", "line"), _TOPICS)
def test_a_line_that_belongs_to_a_topic_is_about_it(topic: str, line: str) -> None:
    heard = listener.default().hear(line)
    known = heard.topics[:1] == (topic,) if _BOOK.topics[topic].says else topic in dict(heard.likely[:2])
    assert known


@pytest.mark.parametrize(("moment", "line"), _MOMENTS)
def test_a_line_that_belongs_to_a_moment_brings_it(moment: str, line: str) -> None:
    heard = listener.default().hear(line)
    assert moment in (heard.moments if _BOOK.moments[moment].says else dict(heard.likely[:2]))


@pytest.mark.parametrize("line", ["zebra paraplu gisteren", "had het over de goudvis van de buren"])
def test_a_line_that_no_card_knows_is_given_back_first(line: str) -> None:
    call = LiveCall(SituationKind.FREQUENT)
    assert call.heard(line).question.id == "live-own-words"


@pytest.mark.parametrize("card", _BOOK.cards(), ids=lambda card: card.id)
def test_the_reader_finds_nothing_in_what_a_card_says(card: guidance.Card) -> None:
    if card.id.startswith(tuple(f"live-{name}-" for name in _URGENT)):
        pytest.skip("with danger to life, asking straight is right")
    for sentence in card.say:
        flags = [flag.id for flag in phrasing.read(sentence, card.when[0]).shown() if flag.level is not Level.STYLE]
        assert not flags, sentence


def test_passages_and_sources_of_the_cards_are_known() -> None:
    library = guidance.library()
    for card in _BOOK.cards():
        assert all(library.passage(id) for id in card.passages), card.id
        assert all(source in library.sources for source in card.sources), card.id


def test_ids_of_cards_are_not_those_of_a_deck() -> None:
    decks = {card.id for kind in SituationKind for card in guidance.deck(kind).cards()}
    assert decks.isdisjoint(card.id for card in _BOOK.cards())


@pytest.mark.parametrize("rule", _BOOK.checks, ids=lambda rule: rule.id)
def test_a_check_is_ticked_by_its_hits_and_not_by_its_misses(rule: book.CheckRule) -> None:
    kind = rule.kinds[0] if rule.kinds else SituationKind.FREQUENT
    for line, expected in [*((hit, True) for hit in rule.hits), *((miss, False) for miss in rule.misses)]:
        checklist = Checklist(kind, [rule.model_copy(update={"after": ()})])
        if rule.heard:
            checklist.heard(line, listener.default().hear(line))
        else:
            checklist.said(line, phrasing.read(line))
        assert checklist.all()[0].ticked is expected, line


def test_every_example_is_of_a_moment_topic_or_check_that_exists_and_stands_there_once() -> None:
    examples = book.examples(locations.knowledge() / "live")
    assert set(_EXAMPLES) <= {*_BOOK.moments, *_BOOK.topics}
    assert set(examples.said()) <= {"none", *(rule.id for rule in _BOOK.checks)}
    for lines in (_EXAMPLES, examples.said()):
        every = [line for each in lines.values() for line in each]
        assert len(every) == len(set(every))
        assert all(line.strip() for line in every)


def test_every_moment_and_topic_can_be_heard() -> None:
    never = {name for name, each in {**_BOOK.moments, **_BOOK.topics}.items() if not each.says} - set(_EXAMPLES)
    assert never == {"unheard"}


def test_every_moment_that_a_check_waits_for_exists() -> None:
    for rule in _BOOK.checks:
        assert set(rule.heard) <= set(_BOOK.moments)
        assert set(rule.after) <= {other.id for other in _BOOK.checks}


@pytest.mark.parametrize("kind", SituationKind)
def test_every_phase_of_a_talk_has_checks(kind: SituationKind) -> None:
    checklist = Checklist(kind, _BOOK.checks)
    phases = [part.phase for part in guidance.deck(kind).phases if part.phase is not guidance.Phase.VOORBEREIDING]
    assert all(checklist.of(phase) for phase in phases)
