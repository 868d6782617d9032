from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.conversation import Speaker
from coach.live.fed_turn import FedTurn
from coach.live.feed import MAX_LINE, Feed, Form

MANAGER, EMPLOYEE = Speaker.MANAGER, Speaker.EMPLOYEE


class Clock:
    """A clock that a test sets."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def fed(text: str, *, feed: Feed | None = None) -> list[FedTurn]:
    """All turns of a text, corrections included."""
    feed = feed or Feed(clock=Clock())
    return [*feed.push(text.encode()), *feed.end()]


def last(turns: list[FedTurn]) -> list[FedTurn]:
    """The turns as they stand in the end."""
    return list({turn.number: turn for turn in turns}.values())


def test_plain_lines_become_turns_as_soon_as_they_are_complete() -> None:
    feed = Feed()
    assert feed.push(b"hoe kijk jij") == ()
    (turn,) = feed.push(b" daar zelf naar?\ntj")
    assert (turn.text, turn.speaker, turn.start, turn.certain) == ("hoe kijk jij daar zelf naar?", None, None, None)
    assert [turn.text for turn in feed.end()] == ["tj"]


@pytest.mark.parametrize(
    ("line", "name", "start", "end"),
    [
        ("[00:00:01.000 --> 00:00:04.500]   Dag", "", 1.0, 4.5),
        ("[0.00s -> 4.50s] Dag", "", 0.0, 4.5),
        ("00:01.0 --> 00:04.5 Dag", "", 1.0, 4.5),
        ("[00:01:02] Dag", "", 62.0, None),
        ("(01:02) Leidinggevende: Dag", "Leidinggevende", 62.0, None),
        ("[00:00:01.000 --> 00:00:02.000]  (speaker 1) Dag", "speaker 1", 1.0, 2.0),
        ("[00:00:01.000 --> 00:00:02.000]  (speaker ?) Dag", "", 1.0, 2.0),
        ("[SPEAKER_00]: Dag", "SPEAKER_00", None, None),
        ("SPEAKER_00: Dag", "SPEAKER_00", None, None),
        ("Medewerker: Dag", "Medewerker", None, None),
    ],
)
def test_times_and_names_before_plain_words_are_understood(
    line: str, name: str, start: float | None, end: float | None
) -> None:
    (turn,) = fed(line)
    assert (turn.text, turn.name, turn.start, turn.end) == ("Dag", name, start, end)


@pytest.mark.parametrize(
    "line", ["Mijn vraag is: hoe gaat het?", "Kijk: dat is het", "om 10:30 begint het", "3 dagen", "1 op 1: fijn"]
)
def test_words_that_look_like_times_or_names_stay_words(line: str) -> None:
    assert [(turn.text, turn.name) for turn in fed(line)] == [(line, "")]


def test_webvtt_gives_voices_times_and_words() -> None:
    text = (
        "WEBVTT - gesprek\n\nNOTE niets\nvoor jou\n\nSTYLE\n::cue { color: red }\n\n"
        "intro\n00:00.500 --> 00:02.000 align:start\n<v.loud Jan>Hoe <i>gaat</i> het &amp; verder?</v>\n\n"
        "00:00:02.500 --> 00:00:04.000\n<v Samira>Goed,\n<00:00:03.000>dank je.</v>\n"
    )
    first, second = fed(text, feed=Feed(manager="jan"))
    assert (first.text, first.name, first.speaker) == ("Hoe gaat het & verder?", "Jan", MANAGER)
    assert (first.start, first.end) == (0.5, 2.0)
    assert (second.text, second.speaker, second.start) == ("Goed, dank je.", EMPLOYEE, 2.5)


def test_srt_is_read_as_well() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nDag.\n\n2\n00:00:02,000 --> 00:00:03,000\nMedewerker: Hoi.\n\n"
    assert [(turn.text, turn.speaker) for turn in fed(text)] == [("Dag.", None), ("Hoi.", EMPLOYEE)]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"text": " Dag ", "start": 1, "end": 2.5, "speaker": "SPEAKER_01"}, ("Dag", "SPEAKER_01", 1.0, 2.5, None)),
        ({"sentence": "Dag", "begin": "0:00:01", "stop": "0:00:02.5", "name": "A"}, ("Dag", "A", 1.0, 2.5, None)),
        ({"text": "Dag", "start_ms": 1000, "end_ms": 2500, "confidence": 0.75}, ("Dag", "", 1.0, 2.5, 0.75)),
        ({"text": "Dag", "start": 1, "duration": 1.5, "channel": 0}, ("Dag", "0", 1.0, 2.5, None)),
        ({"text": "Dag", "timestamp": [1.0, 2.5]}, ("Dag", "", 1.0, 2.5, None)),
        (
            {"text": "Dag", "offsets": {"from": 1000, "to": 2500}, "tokens": [{"p": 0.5}, {"p": 1.0}]},
            ("Dag", "", 1.0, 2.5, 0.75),
        ),
        (
            {"text": "Dag", "result": [{"start": 1, "end": 2.5, "conf": 0.75, "word": "Dag"}]},
            ("Dag", "", 1, 2.5, 0.75),
        ),
        (
            {"text": "Dag", "start": 1, "end": 2.5, "avg_logprob": 0, "no_speech_prob": 0.25},
            ("Dag", "", 1, 2.5, 0.75),
        ),
        (
            {"text": "Dag", "speaker": {"id": 3, "name": "Samira"}, "start": 3, "end": 2},
            ("Dag", "Samira", 3, None, None),
        ),
        ({"text": "Dag", "speaker": "UNKNOWN", "start": "NaN", "confidence": True}, ("Dag", "", None, None, None)),
        (
            {"segments": [{"text": "Dag", "start": "1.000", "end": "2.500", "completed": True}]},
            ("Dag", "", 1, 2.5, None),
        ),
    ],
)
def test_json_of_the_usual_tools_is_understood(told: dict[str, object], expected: tuple[object, ...]) -> None:
    (turn,) = fed(json.dumps(told) + "\n")
    assert (turn.text, turn.name, turn.start, turn.end, turn.certain) == expected


def test_a_whole_document_is_read_like_lines() -> None:
    document = {"transcription": [{"text": "Dag", "offsets": {"from": 0, "to": 900}}, {"text": "Hoi"}], "result": {}}
    assert [turn.text for turn in fed(json.dumps(document, indent=2) + "\n")] == ["Dag", "Hoi"]
    assert [turn.text for turn in fed(json.dumps(document))] == ["Dag", "Hoi"]
    assert [turn.text for turn in fed('[\n{"text": "Dag"},\n{"text": "Hoi"}\n]\n')] == ["Dag", "Hoi"]


def test_a_broken_line_is_counted_and_the_next_one_read() -> None:
    feed = Feed()
    turns = fed('{"text": "Dag"}\n{"text": "Ho\ngeen json\n{"text": "Hoi"}\n[1, 2]\n"los"\n', feed=feed)
    assert [turn.text for turn in turns] == ["Dag", "Hoi"]
    assert feed.broken == 2


def test_roles_in_names_say_who_is_who() -> None:
    text = "Leidinggevende: Dag\nMedewerker: Hoi\nHR-adviseur: Goedemorgen\nSPEAKER_02: Hm hm\n"
    assert [turn.speaker for turn in fed(text)] == [MANAGER, EMPLOYEE, None, EMPLOYEE]


def test_unknown_voices_stay_unknown_until_the_user_says_who_they_are() -> None:
    feed = Feed()
    first, second = fed("SPEAKER_00: Dag\nSPEAKER_01: Hoi\n", feed=feed)
    assert (first.speaker, second.speaker) == (None, None)
    assert feed.unknown == feed.names == ("SPEAKER_00", "SPEAKER_01")
    changed = feed.assign("SPEAKER_01", EMPLOYEE)
    assert [(turn.number, turn.revision, turn.speaker) for turn in changed] == [(1, 1, MANAGER), (2, 1, EMPLOYEE)]
    assert feed.unknown == ()
    (third,) = fed("SPEAKER_00: Hoe gaat het?\n", feed=feed)
    assert third.speaker is MANAGER
    assert {turn.speaker for turn in feed.assign("SPEAKER_01", None)} == {None}


def test_of_three_voices_the_two_that_were_not_named_stay_apart() -> None:
    feed = Feed()
    fed("SPEAKER_00: Dag\nSPEAKER_01: Hoi\nSPEAKER_02: Hallo\n", feed=feed)
    feed.assign("SPEAKER_01", EMPLOYEE)
    assert feed.unknown == ("SPEAKER_00", "SPEAKER_02")


def test_what_stands_before_a_colon_twice_is_a_name_from_the_first_time() -> None:
    turns = fed("Samira: ik ben er\nLeidinggevende: fijn\nSamira: ja\n")
    assert [(turn.name, turn.text) for turn in last(turns)] == [
        ("Samira", "ik ben er"),
        ("Leidinggevende", "fijn"),
        ("Samira", "ja"),
    ]
    assert [turn.speaker for turn in last(turns)] == [EMPLOYEE, MANAGER, EMPLOYEE]


@pytest.mark.parametrize(
    "lines",
    [
        ['{"partial": "ik"}', '{"partial": "ik ben"}', '{"text": "ik ben er"}'],
        ['{"id": "a", "text": "ik", "final": false}', '{"id": "a", "text": "ik ben er", "final": true}'],
        ['{"type": "partial", "text": "ik"}', '{"type": "final", "text": "ik ben er"}'],
        ['{"text": "ik ben erg", "start": 0, "end": 1.5}', '{"text": "ik ben er", "start": 0, "end": 1.6}'],
        ["ik ben", "ik ben er"],
    ],
)
def test_a_line_that_is_corrected_stays_one_line(lines: list[str]) -> None:
    turns = fed("\n".join(lines))
    assert [turn.number for turn in turns] == [1] * len(lines)
    assert [turn.revision for turn in turns] == list(range(len(lines)))
    assert (turns[-1].text, turns[-1].final) == ("ik ben er", True)


def test_a_line_that_is_written_over_is_followed() -> None:
    turns = fed("\x1b[2K\r      \x1b[2K\r hoe kijk\x1b[2K\r     \x1b[2K\r hoe kijk jij\n en dan\n")
    assert [(turn.number, turn.text, turn.final, turn.doubtful) for turn in turns] == [
        (1, "hoe kijk", False, True),
        (1, "hoe kijk jij", True, False),
        (2, "en dan", True, False),
    ]


def test_a_tool_that_hears_in_windows_says_things_twice_and_they_count_once() -> None:
    text = (
        "### Transcription 0 START | t0 = 0 ms | t1 = 4000 ms\n"
        "[00:00:00.000 --> 00:00:04.000]   Hoi, fijn dat je er bent.\n### Transcription 0 END\n"
        "### Transcription 1 START | t0 = 2000 ms | t1 = 9000 ms\n"
        "[00:00:00.000 --> 00:00:02.000]   fijn dat je er bent.\n"
        "[00:00:02.000 --> 00:00:07.000]   Hoe is het?\n### Transcription 1 END\n"
    )
    turns = fed(text)
    assert [(turn.number, turn.text, turn.start) for turn in turns] == [
        (1, "Hoi, fijn dat je er bent.", 0.0),
        (2, "Hoe is het?", 4.0),
    ]


def test_the_same_words_at_another_moment_are_another_line() -> None:
    assert len(last(fed("ja\nja\n"))) == 2
    lines = [{"text": "Ja.", "start": 0, "end": 1, "id": 0}, {"text": "Ja.", "start": 30, "end": 31, "id": 0}]
    assert len(last(fed("\n".join(map(json.dumps, lines))))) == 2
    assert len(last(fed("A 00:01: x\nLeidinggevende: ja\nMedewerker: ja\n"))) == 3


def test_a_line_that_comes_out_of_order_is_late() -> None:
    lines = [
        '{"text": "b", "start": 5, "end": 6}',
        '{"text": "a", "start": 1, "end": 2}',
        '{"text": "c", "start": 6}',
    ]
    assert [turn.late for turn in fed("\n".join(lines))] == [False, True, False]


def test_a_line_that_comes_long_after_it_was_said_is_late() -> None:
    clock = Clock()
    feed = Feed(clock=clock)
    late = []
    for now, end in ((110.0, 5), (120.0, 15), (160.0, 25), (161.0, 50)):
        clock.now = now
        late += [
            turn.late for turn in fed(json.dumps({"text": f"om {end}", "start": end - 1, "end": end}), feed=feed)
        ]
    assert late == [False, False, True, False]


@pytest.mark.parametrize(
    ("line", "doubtful"),
    [
        ('{"text": "rooster te zwaar", "confidence": 0.4}', True),
        ('{"text": "rooster te zwaar", "confidence": 0.9}', False),
        ('{"text": "rooster te zwaar", "avg_logprob": -1.5}', True),
        ('{"text": "rooster te zwaar", "avg_logprob": -0.1, "no_speech_prob": 0.8}', True),
        ('{"text": "rooster te zwaar"}', False),
        ("het rooster is (onverstaanbaar) zwaar", True),
        ("het rooster is ??? zwaar", True),
        ("Ondertitels ingediend door de Amara.org gemeenschap", True),
        ("TV GELDERLAND 2021", True),
        ("Bedankt voor het kijken!", True),
        ("Bedankt voor het luisteren naar mijn verhaal.", False),
    ],
)
def test_what_was_badly_heard_or_made_up_is_doubtful(line: str, doubtful: bool) -> None:
    assert [turn.doubtful for turn in fed(line)] == [doubtful]


def test_a_tool_that_hangs_is_not_believed() -> None:
    turns = fed("het rooster is zwaar\n" * 4)
    assert [turn.doubtful for turn in turns] == [False, False, True, True]


@pytest.mark.parametrize(
    "line",
    ["[Muziek]", "(zucht)", "[BLANK_AUDIO]", "♪ la la ♪", "*kucht*", "...", "[Start speaking]", '{"text": ""}'],
)
def test_sounds_without_words_are_no_turns(line: str) -> None:
    assert fed(line) == []


def test_marks_of_a_tool_are_left_out_and_gestures_within_words_stay() -> None:
    assert [turn.text for turn in fed("<|nl|> Ja (zucht) het is druk [SPEAKER_TURN]")] == ["Ja (zucht) het is druk"]


@pytest.mark.parametrize(
    "raw",
    [
        b"dag \x1b[31mrood\x1b[0m\x07 \xe2\x80\xaeom",
        json.dumps({"text": "dag \x1b[31mrood\x1b[0m\x07 \u202eom"}).encode(),
        b"WEBVTT\n\n00:00.000 --> 00:01.000\ndag \x1b[31mrood\x07 &#8238;om",
    ],
)
def test_no_line_can_steer_the_screen(raw: bytes) -> None:
    feed = Feed()
    (turn,) = [*feed.push(raw), *feed.end()]
    assert turn.text == "dag rood om"


def test_letters_that_are_cut_in_two_arrive_whole() -> None:
    feed = Feed()
    turns = [turn for byte in "\ufeffeén reële ‘zin’\r\ndag\r\n".encode() for turn in feed.push(bytes([byte]))]
    assert [turn.text for turn in turns] == ["eén reële ‘zin’", "dag"]


def test_bytes_that_are_no_text_do_no_harm() -> None:
    assert [turn.text for turn in fed("dag\n", feed=_after(b"\xff\xfe\x00\xd8\n"))] == ["dag"]


def _after(raw: bytes) -> Feed:
    feed = Feed()
    feed.push(raw)
    return feed


def test_a_line_without_an_end_does_not_fill_the_memory() -> None:
    feed = Feed()
    turns = [turn for _time in range(30) for turn in feed.push(b"woord " * 1000)]
    assert turns
    assert all(len(turn.text) <= MAX_LINE for turn in turns)


def test_after_its_end_the_input_may_go_on() -> None:
    feed = Feed()
    assert len(fed('{"text": "een"}', feed=feed)) == 1
    assert [turn.number for turn in fed('{"text": "twee"}\n', feed=feed)] == [2]


def test_the_way_of_writing_can_be_told() -> None:
    assert [turn.text for turn in fed('{"text": "dag"}', feed=Feed(Form.PLAIN))] == ['{"text": "dag"}']


WORDS = st.lists(st.sampled_from("rooster druk avond fijn hoe gaat het met werk jij denkt zwaar".split()), min_size=1)
LINES = st.lists(
    st.one_of(
        WORDS.map(" ".join),
        st.tuples(st.integers(0, 300), WORDS).map(
            lambda pair: f"[00:{pair[0] // 60:02}:{pair[0] % 60:02}] {pair[1][0]}"
        ),
        st.sampled_from(
            ["Leidinggevende: dag", "SPEAKER_01: ja", "WEBVTT", "", "1", "00:01.0 --> 00:02.0", "\r half\r"]
        ),
        st.builds(
            lambda text, start: json.dumps({"text": " ".join(text), "start": start, "end": start + 1}),
            WORDS,
            st.integers(0, 60),
        ),
        st.text(max_size=30),
    ),
    max_size=12,
)


@given(LINES, st.lists(st.integers(0, 400), max_size=8))
def test_it_does_not_matter_where_the_input_is_cut(lines: list[str], cuts: list[int]) -> None:
    data = "\n".join(lines).encode("utf-8", "replace")
    whole, parts = Feed(clock=Clock()), Feed(clock=Clock())
    places = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    pieces = [data[start:end] for start, end in pairwise(places)]
    cut = [turn for piece in pieces for turn in parts.push(piece)]
    assert [*cut, *parts.end()] == [*whole.push(data), *whole.end()]


@given(st.binary(max_size=400), st.sampled_from([None, *Form]))
def test_whatever_comes_nothing_breaks(data: bytes, form: Form | None) -> None:
    feed = Feed(form, clock=Clock())
    for turn in [*feed.push(data), *feed.end(), *feed.push(data), *feed.end()]:
        assert turn.text.strip()
        assert turn.text.isprintable()
        assert turn.certain is None or 0 <= turn.certain <= 1
        assert turn.start is None or turn.start >= 0
        assert turn.start is None or turn.end is None or turn.end >= turn.start


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["text", "start", "end", "speaker", "words", "segments", "timestamp", "conf", "id", "p"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.lists(JSON, max_size=5))
def test_no_shape_of_json_breaks_it(documents: list[object]) -> None:
    feed = Feed(Form.JSON, clock=Clock())
    turns = fed("\n".join(map(json.dumps, documents)), feed=feed)
    assert [turn.number for turn in last(turns)] == list(range(1, len(last(turns)) + 1))


@given(st.lists(st.tuples(WORDS, st.sampled_from(["Jan", "Samira Bakker"])), max_size=8))
def test_what_was_written_as_webvtt_is_read_back(said: list[tuple[list[str], str]]) -> None:
    cues = [
        f"00:{index:02}:00.000 --> 00:{index:02}:30.000\n<v {name}>{' '.join(words)}\n"
        for index, (words, name) in enumerate(said)
    ]
    turns = fed("\n".join(["WEBVTT\n", *cues]), feed=Feed(manager="Jan", clock=Clock()))
    assert [(turn.text, turn.name, turn.start, turn.speaker) for turn in turns] == [
        (" ".join(words), name, 60.0 * index, MANAGER if name == "Jan" else EMPLOYEE)
        for index, (words, name) in enumerate(said)
    ]
