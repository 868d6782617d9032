"""A transcript of a real talk is read as it was spoken, whatever program wrote it out."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach import phrasing
from coach.conversation import Reading, SituationKind, Speaker
from coach.debrief.transcript import (
    MAX_BYTES,
    Format,
    Spoken,
    Transcript,
    TranscriptError,
    as_conversation,
    guess_manager,
    parse,
    read,
)

Pairs = list[tuple[str, str]]


@pytest.fixture(autouse=True)
def messages_as_they_stand_in_the_code(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_LANG", "en")


TALK: Pairs = [
    ("Leidinggevende", "Hoe gaat het vandaag?"),
    ("Fatima", "Het gaat [zucht] wel."),
    ("Leidinggevende", "Wat helpt jou nu?"),
    ("Fatima", "Rust, denk ik."),
]


def pairs(transcript: Transcript) -> Pairs:
    return [(line.name, line.text) for line in transcript.lines]


def spoken(text: str, suffix: str = "") -> Pairs:
    return pairs(parse(text, suffix))


def transcript_of(talk: Pairs, written: Format = Format.TEXT) -> Transcript:
    return Transcript(format=written, lines=tuple(Spoken(name=name, text=text) for name, text in talk))


# Plain text and Markdown


@pytest.mark.parametrize(
    "form",
    [
        "{0}: {1}",
        "{0} : {1}",
        "[00:01:02] {0}: {1}",
        "(01:02) {0}: {1}",
        "[00:01:02.345 --> 00:01:04.000] {0}: {1}",
        "00:01:02 - {0}: {1}",
        "12-05-2025 10:11 - {0}: {1}",
        "{0} (00:12): {1}",
        "{0} [00:01:12]: {1}",
        "{0} 0:12\n{1}",
        "{0}:\n{1}\n",
        "- {0}: {1}",
        "• {0}: {1}",
        "> {0}: {1}",
        "1. {0}: {1}",
        "**{0}:** {1}",
        "**{0}**: {1}",
        "- **{0}** (00:12): {1}",
        "[00:12] **{0}:** {1}",
        "*{0}:* {1}",
        "[{0}]: {1}",
        "**{0}**\n\n{1}\n",
        "## {0}\n\n{1}\n",
        "### {0} (00:12)\n{1}",
    ],
)
def test_every_common_way_to_write_a_name_is_understood(form: str) -> None:
    assert spoken("\n".join(form.format(name, text) for name, text in TALK)) == TALK


def test_a_name_in_capitals_may_be_followed_by_a_dash() -> None:
    text = "JAN - Hoe gaat het?\nFATIMA – Goed - denk ik.\nJAN - Fijn.\nFATIMA — Ja."
    assert spoken(text) == [
        ("JAN", "Hoe gaat het?"),
        ("FATIMA", "Goed - denk ik."),
        ("JAN", "Fijn."),
        ("FATIMA", "Ja."),
    ]


def test_a_line_without_a_name_goes_on_with_the_line_above() -> None:
    text = "Manager: Ik wilde graag\nhoren hoe het is.\nMedewerker: Het gaat."
    assert spoken(text) == [("Manager", "Ik wilde graag horen hoe het is."), ("Medewerker", "Het gaat.")]


def test_after_an_empty_line_the_same_speaker_begins_again() -> None:
    text = "Manager: Goed dat je er bent.\n\nHoe is het?\n\nMedewerker: Het gaat."
    assert spoken(text)[:2] == [("Manager", "Goed dat je er bent."), ("Manager", "Hoe is het?")]


def test_what_comes_before_the_first_name_is_no_part_of_the_talk() -> None:
    text = "Gesprek van maandag\nDatum: 3 mei\nAanwezig: twee mensen\n---\nManager: Dag.\nMedewerker: Hoi."
    assert spoken(text) == [("Manager", "Dag."), ("Medewerker", "Hoi.")]


def test_a_heading_that_is_no_name_ends_the_turn() -> None:
    text = "## Manager\nDag.\n## Medewerker\nHoi.\n# Afspraken na het gesprek\nWe bellen morgen."
    assert spoken(text) == [("Manager", "Dag."), ("Medewerker", "Hoi.")]


def test_lines_that_say_who_is_who_are_not_spoken() -> None:
    text = "Leidinggevende: Jan Bakker\nMedewerker: Fatima\n\nJan: Dag.\nFatima: Hoi.\nJan: Oké.\nFatima: Ja."
    assert parse(text).names == ("Jan", "Fatima")


def test_one_speaker_spelled_in_two_ways_is_one_speaker() -> None:
    assert parse("Jan: Dag.\nFatima: Hoi.\nJAN: Goed?\nfatima : Ja.").names == ("Jan", "Fatima")


@pytest.mark.parametrize(
    "name",
    [
        "Anne-Fleur",
        "Zoë",
        "Jan van der Berg",
        "J.P. de Wit",
        "dhr. Bakker",
        "Spreker 1",
        "SPEAKER_00",
        "O’Neil",
    ],
)
def test_a_name_of_up_to_three_capitalised_words_counts_when_it_recurs(name: str) -> None:
    assert parse(f"Manager: Dag.\n{name}: Hoi.\nManager: Gaat het?\n{name}: Ja.").names == ("Manager", name)


@pytest.mark.parametrize(
    "line",
    [
        "10:30 uur is goed",
        "Om 10:30 uur kan ik",
        "https://voorbeeld.nl/pagina",
        "Zie https://voorbeeld.nl/pagina",
        "Let op: dat mag niet",
        "LET OP: dat mag niet",
        "Maandag: vrij",
        "Dus: we bellen",
        "Voorstel: twee uur werken",
        "Een heel lange zin met van alles: en nog wat",
        "**Let op:** dit blijft staan",
        "Jan :) lachte",
    ],
)
def test_what_only_looks_like_a_name_stays_in_the_words_of_the_speaker(line: str) -> None:
    once = spoken(f"Manager: Ik zei het al.\n{line}\nMedewerker: Oké.")
    assert once == [("Manager", f"Ik zei het al. {line}"), ("Medewerker", "Oké.")]


@pytest.mark.parametrize("line", ["Let op: dat mag niet", "Om 10:30 uur kan ik", "Woensdag: vrij", "mijn punt: rust"])
def test_a_lookalike_is_no_name_even_when_it_recurs(line: str) -> None:
    text = f"Manager: Kijk.\n{line}\nMedewerker: Ja.\n{line}"
    assert parse(text).names == ("Manager", "Medewerker")


def test_a_colon_inside_what_is_said_stays() -> None:
    assert spoken("Manager: Let op: morgen om 10:30.\nMedewerker: Ja.")[0] == (
        "Manager",
        "Let op: morgen om 10:30.",
    )


def test_names_without_capitals_count_when_the_script_is_built_on_them() -> None:
    assert parse("jan: hoi\nfatima: hey\njan: alles goed?\nfatima: ja hoor").names == ("jan", "fatima")


def test_a_name_that_stands_there_once_counts_when_every_line_has_one() -> None:
    assert spoken("Leidinggevende: Hoe is het?\nFatima: Niet best.") == [
        ("Leidinggevende", "Hoe is het?"),
        ("Fatima", "Niet best."),
    ]


# Subtitles

VTT = """WEBVTT - gesprek

STYLE
::cue { color: red }

NOTE
Manager: dit is een aantekening

cue-1
00:00:01.000 --> 00:00:02.000 align:start
<v Jan Bakker>Hoe gaat het
met <i>jou</i>?</v>

2
00:02.500 --> 00:03.000
<v.luid Fatima>Goed &amp; wel, 3 &lt; 4 [lacht] <iets></v>

00:04.000 --> 00:05.000
<v Jan Bakker>Fijn.</v> <v Fatima>Ja.</v>
"""


def test_voice_tags_name_the_speakers_of_webvtt() -> None:
    transcript = parse(VTT, ".vtt")
    assert transcript.format is Format.WEBVTT
    assert pairs(transcript) == [
        ("Jan Bakker", "Hoe gaat het met jou?"),
        ("Fatima", "Goed & wel, 3 < 4 [lacht] <iets>"),
        ("Jan Bakker", "Fijn."),
        ("Fatima", "Ja."),
    ]


def test_names_in_the_words_of_a_cue_are_understood_and_cues_without_a_name_go_on() -> None:
    text = (
        "1\n00:00:01,000 --> 00:00:02,000\nManager: Wat kan ik\n\n"
        "2\n00:00:02,000 --> 00:00:03,000\n<i>voor je doen?</i>\n\n"
        "3\n00:00:03,000 --> 00:00:04,000\n{\\an8}- Fatima: Niets.\n- Manager: Echt?\n"
        "4\n00:00:04,000 --> 00:00:05,000\nFatima: 112\n"
    )
    transcript = parse(text)
    assert transcript.format is Format.SRT
    assert pairs(transcript) == [
        ("Manager", "Wat kan ik voor je doen?"),
        ("Fatima", "Niets."),
        ("Manager", "Echt?"),
        ("Fatima", "112"),
    ]


# JSON


@pytest.mark.parametrize("who", ["speaker", "name"])
@pytest.mark.parametrize("whole", [False, True])
def test_objects_with_a_speaker_and_a_text_are_read_from_lines_and_from_a_list(who: str, whole: bool) -> None:
    records = [{who: name, "text": text, "start": 1.5} for name, text in TALK]
    text = json.dumps(records, indent=1) if whole else "\n".join(json.dumps(record) for record in records)
    assert parse(text).format is Format.JSON
    assert spoken(text) == spoken(text, ".jsonl") == TALK


def test_segments_with_numbered_speakers_are_read() -> None:
    segments = [{"speaker": 0, "text": "Dag."}, {"speaker": 1, "text": "Hoi."}, {"text": "Alles goed?"}]
    assert spoken(json.dumps({"segments": segments, "language": "nl"}), ".json") == [
        ("0", "Dag."),
        ("1", "Hoi. Alles goed?"),
    ]


@pytest.mark.parametrize("text", ['{"speaker": "Jan"}', '[{"text": 3}]', "{nee}", "[" * 100_000, '"tekst"'])
def test_json_that_does_not_fit_is_answered_with_the_form(text: str) -> None:
    with pytest.raises(TranscriptError, match='"speaker": "Leidinggevende"'):
        parse(text, ".json")


# Files


def test_a_file_is_read_by_its_suffix_and_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "gesprek.VTT"
    path.write_text(VTT, encoding="utf-8")
    assert read(path).format is Format.WEBVTT
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_text(encoding="utf-8") == VTT


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_letters_with_accents_survive_the_encodings_of_office_programs(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "gesprek.txt"
    path.write_bytes("Manager: Één idee…\r\nMedewerker: Oké.\r\n".encode(encoding))
    assert pairs(read(path)) == [("Manager", "Één idee…"), ("Medewerker", "Oké.")]


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "nothing in this transcript"),
        (b" \r\n\t\x00"[:4], "nothing in this transcript"),
        (b"PK\x03\x04 docx", "not a text file"),
        (b"%PDF-1.7 ", "not a text file"),
        (b"Manager: a\x00b", "not a text file"),
        (b"Manager: \x81\x8d\xff", "cannot be read"),
        (b"\xff\xfe\x00\xd8", "cannot be read"),
        (b"zomaar wat tekst\nzonder namen", "Leidinggevende: …"),
        pytest.param(b"Manager: " + b"a" * MAX_BYTES, "larger than 5 MB", id="too large"),
    ],
)
def test_a_file_that_is_no_transcript_is_refused_with_what_to_do(tmp_path: Path, raw: bytes, message: str) -> None:
    path = tmp_path / "bestand.txt"
    path.write_bytes(raw)
    with pytest.raises(TranscriptError, match=message):
        read(path)


def test_a_file_that_is_not_there_and_a_folder_are_refused_without_terminal_codes(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "weg\x1b[31m.txt", tmp_path / "nul\0.txt"):
        with pytest.raises(TranscriptError, match="cannot be read") as caught:
            read(path)
        assert caught.value.args[0].isprintable()


# Who is the manager


@pytest.mark.parametrize(
    ("names", "manager"),
    [
        (("Medewerker", "Leidinggevende"), "Leidinggevende"),
        (("Fatima", "Jan (teamleider)"), "Jan (teamleider)"),
        (("HR-adviseur", "Fatima"), "HR-adviseur"),
        (("HR", "Manager", "Fatima"), "Manager"),
        (("Werknemer", "Jan"), "Jan"),
        (("Fatima", "Jan de Baas"), None),
        (("Fatima", "Jan"), None),
        (("Ik", "Jij"), None),
    ],
)
def test_roles_in_the_names_say_who_the_manager_is(names: tuple[str, ...], manager: str | None) -> None:
    assert guess_manager(transcript_of([(name, "Dat is duidelijk.") for name in names])) == manager


def test_without_roles_the_one_who_asks_is_the_manager() -> None:
    talk = [("Fatima", "Hoi."), ("Jan", "Hoe gaat het?"), ("Fatima", "Goed."), ("Jan", "Wat helpt je?")]
    assert guess_manager(transcript_of(talk)) == "Jan"


def test_when_both_ask_as_much_it_is_not_clear() -> None:
    talk = [("Fatima", "Hoe is het?"), ("Jan", "Hoe gaat het?")] * 3
    assert guess_manager(transcript_of(talk)) is None


# As a conversation


def test_a_conversation_holds_the_turns_and_the_reading_of_the_manager() -> None:
    conversation = as_conversation(transcript_of(TALK), "leidinggevende")
    assert (conversation.situation, conversation.kind) == ("review", SituationKind.FREQUENT)
    assert conversation.persona == "Fatima"
    assert [turn.text for turn in conversation.turns] == [text for _, text in TALK]
    assert [turn.speaker for turn in conversation.turns] == [Speaker.MANAGER, Speaker.EMPLOYEE] * 2
    assert [turn.reading is not None for turn in conversation.turns] == [True, False] * 2
    assert as_conversation(transcript_of(TALK), "Leidinggevende", SituationKind.CONFLICT).kind == "conflict"


def test_every_turn_is_read_with_what_the_employee_said_before(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str | None, list[str]]] = []
    really_read = phrasing.read

    def noted(text: str, before: str | None = None, earlier: Sequence[str] = ()) -> Reading:
        asked.append((text, before, [*earlier]))
        return really_read(text, before, earlier=earlier)

    monkeypatch.setattr(phrasing, "read", noted)
    talk = [
        ("Jan", "Dag."),
        ("Ina", "Hoi."),
        ("Jan", "Ja."),
        ("Jan", "Zeg het."),
        ("Ina", "Tja."),
        ("Jan", "Oké."),
    ]
    as_conversation(transcript_of(talk), "Jan")
    assert asked == [("Dag.", None, []), ("Ja. Zeg het.", "Hoi.", []), ("Oké.", "Tja.", ["Hoi."])]


def test_lines_of_one_speaker_in_a_row_become_one_turn() -> None:
    talk = [
        ("Jan", "Oké"),
        ("Jan", "Hoe gaat het met"),
        ("Jan", "je?"),
        ("Jan", "Zeg het maar."),
        ("Ina", "Goed."),
    ]
    texts = [turn.text for turn in as_conversation(transcript_of(talk), "Jan").turns]
    assert texts == ["Oké\nHoe gaat het met je? Zeg het maar.", "Goed."]
    cues = as_conversation(transcript_of(talk, Format.SRT), "Jan")
    assert cues.turns[0].text == "Oké Hoe gaat het met je? Zeg het maar."


def test_everyone_else_is_on_the_side_of_the_employee() -> None:
    talk = [("HR", "Dag."), ("Jan", "Hoe is het?"), ("Fatima", "Goed."), ("HR", "Fijn.")]
    conversation = as_conversation(transcript_of(talk), "Jan")
    assert conversation.persona == "HR, Fatima"
    assert [turn.speaker.value for turn in conversation.turns] == [
        "employee",
        "manager",
        "employee",
        "employee",
    ]


def test_a_manager_who_does_not_speak_is_refused_with_the_names_that_do() -> None:
    with pytest.raises(TranscriptError, match="Leidinggevende, Fatima"):
        as_conversation(transcript_of(TALK), "Piet")


# Whatever comes in


def test_terminal_codes_and_hidden_characters_are_left_out_and_brackets_stay() -> None:
    text = (
        "Manager: \x1b[31mrood\x1b[0m \x1b]0;titel\x07[bold]vet[/bold] "
        "\u202eom\u200b\x9b1mhoog\x00\ud800\x07.\n"
        "Mede\x08werker: <b>ja</b> {x} \\[nee]\n"
    )
    assert spoken(text) == [
        ("Manager", "rood [bold]vet[/bold] omhoog."),
        ("Medewerker", "<b>ja</b> {x} \\[nee]"),
    ]


def test_codes_written_as_escapes_are_left_out_too() -> None:
    record = '{"speaker": "Jan\\u001b[31m", "text": "a\\u0007b\\ud800 \\u001b[2Jc\\nd"}'
    assert spoken(record) == [("Jan", "ab c d")]
    cue = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Jan>a&#27;b &nbsp; c</v>"
    assert spoken(cue) == [("Jan", "ab c")]


_SCRAPS = st.sampled_from(
    [
        "Jan",
        "Manager",
        ": ",
        "**",
        "## ",
        "- ",
        "\n",
        "\n\n",
        "\r",
        "00:01",
        "[00:01:02] ",
        "<v Jan>",
        "</v>",
        "&lt;",
        "WEBVTT\n\n",
        "00:00:01.000 --> 00:00:02.000\n",
        "1\n",
        "NOTE ",
        '{"speaker": "a", ',
        '"text": "b"}',
        "[",
        "]",
        "(",
        "\x1b[",
        "\x1b]",
        "\x9b",
        "\x00",
        "\ud800",
        "\u2028",
        " - ",
        "JAN",
        "'t",
        "\xe9",
        "?",
        "Let op: ",
    ]
)
_ANYTHING = st.one_of(st.text(max_size=200), st.lists(_SCRAPS, max_size=40).map("".join))
_SUFFIXES = st.sampled_from(["", ".txt", ".md", ".vtt", ".srt", ".json", ".jsonl", ".xyz"])


@given(_ANYTHING, _SUFFIXES)
def test_any_text_is_read_or_refused(text: str, suffix: str) -> None:
    try:
        transcript = parse(text, suffix)
    except TranscriptError:
        return
    assert transcript.lines
    for line in transcript.lines:
        assert line.name
        assert line.text == " ".join(line.text.split())
        assert not any(ord(char) < 32 or 127 <= ord(char) < 160 or 0xD800 <= ord(char) < 0xE000 for char in line.text)
    assert guess_manager(transcript) in (None, *transcript.names)
    conversation = as_conversation(transcript, transcript.names[0])
    assert "".join("".join(turn.text for turn in conversation.turns).split()) == "".join(
        "".join(line.text for line in transcript.lines).split()
    )


@given(st.binary(max_size=200))
def test_any_file_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "bestand"
    path.write_bytes(b"Manager: dag\n" + raw)
    try:
        transcript = read(path)
    except TranscriptError:
        return
    assert transcript.names[0] == "Manager"


def _as_text(talk: Pairs) -> str:
    return "".join(f"{name}: {text}\n" for name, text in talk)


def _as_markdown(talk: Pairs) -> str:
    return "".join(f"**{name}:** {text}\n\n" for name, text in talk)


def _as_webvtt(talk: Pairs) -> str:
    def escaped(text: str) -> str:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    cues = (
        f"00:00:{i:02}.000 --> 00:00:{i:02}.500\n<v {name}>{escaped(text)}</v>\n\n"
        for i, (name, text) in enumerate(talk)
    )
    return "WEBVTT\n\n" + "".join(cues)


def _as_srt(talk: Pairs) -> str:
    return "".join(
        f"{i}\n00:00:{i:02},000 --> 00:00:{i:02},500\n{name}: {text}\n\n" for i, (name, text) in enumerate(talk)
    )


def _as_json(talk: Pairs) -> str:
    return "\n".join(json.dumps({"speaker": name, "text": text}) for name, text in talk)


_NAMES = st.sampled_from(["Anna", "Jan de Vries", "LEIDINGGEVENDE", "Spreker 1", "Zoë", "Anne-Fleur", "Karim (HR)"])
_SPEECH = st.one_of(
    st.text(st.characters(exclude_categories=("C", "Z"), include_characters=" []*_:#\"'-"), min_size=1),
    st.sampled_from(
        ["Let op: het is glad", "[bold]ja[/bold]", "10:30 uur", "Jan: dat zei hij", "- **x** <y>", "&lt;"]
    ),
).map(lambda text: " ".join(text.split()))


@pytest.mark.parametrize(
    ("render", "suffix"),
    [
        (_as_text, ".txt"),
        (_as_markdown, ".md"),
        (_as_webvtt, ".vtt"),
        (_as_srt, ".srt"),
        (_as_json, ".jsonl"),
    ],
)
@given(talk=st.lists(st.tuples(_NAMES, _SPEECH.filter(bool)), min_size=1, max_size=6))
def test_a_conversation_written_out_is_read_back(render: Callable[[Pairs], str], suffix: str, talk: Pairs) -> None:
    twice = [*talk, *talk]
    if suffix == ".srt":
        twice = [(name, text.replace("<", "‹").replace("{", "[")) for name, text in twice]
    assert spoken(render(twice), suffix) == twice
