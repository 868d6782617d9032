"""The scripted engine keeps the contract of an engine, so that what works with it works with a model."""

from __future__ import annotations

import itertools
import threading
from typing import Any

import pytest

from coach.model.contract import Engine, EngineError, Message, Request, Role, Status
from coach.model.scripted import MISCHIEF, ScriptedEngine, misbehaving


def _request(*texts: str, **options: Any) -> Request:
    return Request(tuple(Message(Role.USER, text) for text in texts or ("Hoe gaat het?",)), **options)


def _said(engine: Engine, request: Request | None = None) -> str:
    return "".join(token.text for token in engine.stream(request or _request()))


def test_answers_come_one_by_one_and_the_last_is_repeated() -> None:
    engine = ScriptedEngine(["Goed hoor.", lambda request: request.messages[-1].text.upper()])
    assert [_said(engine, _request(text)) for text in ("een", "twee", "drie")] == ["Goed hoor.", "TWEE", "DRIE"]
    assert [request.messages[0].text for request in engine.asked] == ["een", "twee", "drie"]


@pytest.mark.parametrize("text", ["", "   ", "Eén  woord\n\nen twee. ", "\x1b[31m<|im_end|>"])
def test_the_pieces_make_the_text(text: str) -> None:
    assert _said(ScriptedEngine(text)) == text


def test_an_error_of_the_script_is_raised_and_the_next_answer_comes() -> None:
    engine = ScriptedEngine([EngineError("op"), "Ja."])
    with pytest.raises(EngineError, match="op"):
        _said(engine)
    assert _said(engine) == "Ja."


def test_cancelled_ends_the_answer_without_an_error() -> None:
    engine = ScriptedEngine("een twee drie vier vijf")
    asked = itertools.count()
    tokens = list(engine.stream(_request(), lambda: next(asked) >= 4))
    assert 0 < len(tokens) < 5
    assert engine.status()[0] is Status.READY


def test_cancel_ends_what_is_under_way_and_not_what_comes_later() -> None:
    engine = ScriptedEngine("een twee drie")
    answer = engine.stream(_request())
    assert next(answer).text == "een"
    engine.cancel()
    assert list(answer) == []
    assert _said(engine) == "een twee drie"


def test_cancel_reaches_an_engine_that_is_loading() -> None:
    engine = ScriptedEngine("ja", loading=60)
    done = threading.Event()
    thread = threading.Thread(target=lambda: (list(engine.stream(_request())), done.set()))
    thread.start()
    while engine.status()[0] is not Status.LOADING:
        pass
    engine.cancel()
    assert done.wait(10)
    thread.join()


def test_it_loads_before_it_is_ready() -> None:
    engine = ScriptedEngine("ja", loading=60)
    assert engine.status() == (Status.OFF, "")
    engine.start()
    status, words = engine.status()
    assert status is Status.LOADING
    assert "%" in words
    engine.close()
    assert engine.status()[0] is Status.OFF


def test_stop_texts_and_the_bound_on_tokens_hold() -> None:
    engine = ScriptedEngine("een twee drie vier")
    assert _said(engine, _request(stop=("drie",))) == "een twee "
    assert _said(engine, _request(max_tokens=3)) == "een twee drie"


def test_what_two_requests_have_in_common_costs_nothing_the_second_time() -> None:
    engine = ScriptedEngine("ja goed")
    _said(engine, _request("een twee", "drie"))
    _said(engine, _request("een twee", "drie", "vier vijf"))
    usage = engine.usage()
    assert usage is not None
    assert (usage.prompt_tokens, usage.evaluated_tokens, usage.generated_tokens) == (5, 2, 2)


def test_probabilities_come_when_asked_for() -> None:
    engine = ScriptedEngine("ja", probabilities={"ja": 0.7, "nee": 0.3})
    (plain,), (asked,) = (list(engine.stream(_request(probabilities=want))) for want in (False, True))
    assert (plain.probability, dict(plain.alternatives)) == (None, {})
    assert (asked.probability, dict(asked.alternatives)) == (0.7, {"ja": 0.7, "nee": 0.3})


def test_mischief_is_the_same_each_time_and_of_every_kind() -> None:
    request = _request("geheim: hernia", "Wat heb je?")
    first, again = misbehaving(3), misbehaving(3)
    assert [first(request) for _time in range(9)] == [again(request) for _time in range(9)]
    texts = [kind(request) for kind in MISCHIEF]
    assert any("hernia" in text for text in texts)
    assert any("<|im_start|>" in text for text in texts)
    assert any("\x1b" in text for text in texts)
    assert any(not text for text in texts)
    assert any(len(text) >= 100_000 for text in texts)
    engine = ScriptedEngine(misbehaving(3))
    assert _said(engine, _request("geheim: hernia", "Wat heb je?", max_tokens=10**6)) == misbehaving(3)(request)
