"""Lines that nobody would say in good faith: a fixed, varied stream of them for every part that takes text."""

from __future__ import annotations

from random import Random

LINES_IN_A_BATCH = 1_000

PROBES = [
    "heb je hoofdpijn", "Hebt u hoofdpijn?", "wat heb je precies", "is het je rug weer?", "hoe is het thuis",
    "ik verwacht je maandag weer", "dan verleng ik je contract niet", "hoeveel kun je tillen", "waarom bel je nu pas",
    "Je hoeft niets te zeggen", "wat vervelend", "De bedrijfsarts schrijft: niet tillen.", "mw. heeft migraine",
]  # fmt: skip
TRICKS = [
    "\x00", "\x01", "\x07", "\x08\x08\x08", "\r", "\n", "\t", "\x0b", "\x1b", "\x7f", "\x85", "\u2028",
    "\x1b[2J\x1b[H", "\x1b[31mrood\x1b[0m", "\x1b]0;titel\x07", "\x1b]8;;http://x\x1b\\x\x1b]8;;\x1b\\", "\x9b31m",
    "\u202e", "\u202d", "\u2066", "\u2069", "\u200f", "שלום", "مرحبا",
    "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u180e", "\u0301" * 20, "Z̸͉͝a͓l̴g̡o",
    "[bold red]", "[/]", "[/bold]", "[link=http://x]x[/link]", "[@click=app.quit]weg[/]", "[[", "\\[", "[red",
    "{0}", "{name}", "{}", "%s", "%(x)s", "${HOME}", "{{ x }}", "{% x %}", "<b>", "&amp;", "<script>",
    "'; DROP TABLE", "\ud800", "\udfff", "\ud83d", "\U0001f937\u200d\u2640\ufe0f", "\U0001f1f3\U0001f1f1",
    "\U0010ffff", "\uffff",
    "«", "»", "“", "”", '"', "'", "’", "(", ")", "…", "?!?!", "...", ";", ",", "\ue000", "\uf8ff", "İ", "ß", "ŉ", "ﬁ",
    "𝐡𝐞𝐛 𝐣𝐞", "ｈｅｂ", "h e b", "٣", "Ⅷ", "²", "１００", "-", "_", "--", "*", "**vet**", "# kop", "`x`", "\\",
    "/einde",
]  # fmt: skip
LONG = [
    "heb je hoofdpijn ", "heb je ", "a", "?", "? ", "\n", "je rug. ", '"', '"a', "«a» ", "[bold]", "\x1b[31m",
    "\u202e", "\u0301", "e\u0301", "ik ", "waarom ", "ziek ziek ", "-a", "a'", "\ud800", "{0} ", ",", ", ", "… ",
]  # fmt: skip


def hostile_lines(seed: int) -> list[str]:
    random = Random(seed)
    return [_line(random) for _ in range(LINES_IN_A_BATCH)]


def _line(random: Random) -> str:
    size = random.randint(2, 7) if random.random() < 0.97 else random.randint(0, 1)
    pieces = [_piece(random) for _ in range(size)]
    return random.choice(["", " ", " ", "\n"]).join(pieces)


def _piece(random: Random) -> str:
    shape = random.random()
    if shape < 0.3:
        return random.choice(PROBES)
    if shape < 0.7:
        return random.choice(TRICKS)
    if shape < 0.8:
        return _broken(random, random.choice(PROBES))
    if shape < 0.85:
        return random.choice(TRICKS) * random.randint(2, 30)
    return "".join(chr(random.randrange(0x110000)) for _ in range(random.randint(1, 8)))


def _broken(random: Random, text: str) -> str:
    at = random.randrange(len(text))
    return text[:at] + random.choice(TRICKS) + text[at:]
