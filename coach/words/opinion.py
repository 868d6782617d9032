"""A second opinion on what the reader doubts about: one label from a list, with the words that it rests on.

Only flags of the band `maybe` are put to a model. It can make a doubt about the tone of a line go away, never one
about the law, and it adds none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from coach.conversation import Flag, FlagId, Level, Reading
from coach.messages import gettext as _
from coach.model import prompt, untrusted
from coach.model.contract import Engine, Token, never
from coach.phrasing.rules import RuleSet
from coach.words import asking

SURE = 0.8
"""From this probability on a denied doubt goes away."""

_MOST = 5
_NOTHING = "A"
_FOLLOWED = 0.2
"""When the labels together are less probable than this, the model was not choosing among them."""

_ANSWER = re.compile(r'\s*([A-F])\b[\s:.)]*(?:["“«]([^"”»\n]+)["”»])?')
_SPACE = re.compile(r"\s+")
_LONGEST_LINE = 500


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a model thinks of a line.

    Attributes:
        label: the flag that it sees in the line; None for none of them.
        quote: the words that carry it, as they stand in the line; empty for none.
        probability: of the label among those it could choose from; None when the engine does not say.
        asked: the flags that it could choose from.
    """

    label: FlagId | None
    quote: str
    probability: float | None
    asked: tuple[FlagId, ...]

    def agrees(self, flag: Flag) -> bool | None:
        """Whether it sees this flag too; None when it was not asked about it."""
        return self.label is flag.id if flag.id in self.asked else None


def find(
    engine: Engine,
    said: str,
    reading: Reading,
    rules: RuleSet,
    before: str | None = None,
    cancelled: Callable[[], bool] = never,
) -> Opinion | None:
    """A second opinion on the doubtful flags of a line; None when there are none, or no answer that holds."""
    flags = [flag for flag in reading.doubtful() if flag.id in rules.flags][:_MOST]
    if not flags or not said.strip():
        return None
    named = [f"{rules.flags[flag.id].name}: {rules.flags[flag.id].why}" for flag in flags]
    text = prompt.named("second_opinion").fill(
        said=said, before=before, labels=[f"{_letter(place)}: {one}" for place, one in enumerate(named, 1)]
    )
    request = asking.request(
        text, warmth=0.0, most=60, grammar=_grammar(len(flags)), stop=("\n",), probabilities=True
    )
    written = asking.written(engine, request, cancelled)
    return heard(written.text, written.tokens, said, [flag.id for flag in flags]) if written else None


def heard(text: str, tokens: Sequence[Token], said: str, asked: Sequence[FlagId]) -> Opinion | None:
    """The opinion in an answer; None when its label is not in the list, or its quote not in the line."""
    found = _ANSWER.match(text)
    place = ord(found[1]) - ord(_NOTHING) if found else -1
    if found is None or not 0 <= place <= len(asked):
        return None
    if place == 0:
        return Opinion(None, "", _probability(tokens, _NOTHING, len(asked)), tuple(asked))
    quote = _quoted(found[2] or "", said)
    if not quote:
        return None
    return Opinion(asked[place - 1], quote, _probability(tokens, found[1], len(asked)), tuple(asked))


def applied(reading: Reading, opinion: Opinion | None) -> Reading:
    """The reading without doubts that the opinion surely denies; what may cross the law stays, whatever it says."""
    if opinion is None or opinion.probability is None or opinion.probability < SURE:
        return reading
    kept = tuple(flag for flag in reading.flags if flag not in reading.doubtful() or not _denied(flag, opinion))
    return reading.model_copy(update={"flags": kept})


def in_words(opinion: Opinion, rules: RuleSet) -> str:
    """An opinion in a sentence."""
    sure = "" if opinion.probability is None else f" ({round(100 * opinion.probability)} %)"
    if opinion.label is None:
        return _("A second opinion: nothing the matter here{sure}.").format(sure=sure)
    name = rules.flags[opinion.label].name
    return _("A second opinion: {flag}{sure}, in «{quote}».").format(flag=name, sure=sure, quote=opinion.quote)


def _denied(flag: Flag, opinion: Opinion) -> bool:
    return flag.level is not Level.HARD and opinion.agrees(flag) is False


def _quoted(quote: str, said: str) -> str:
    """The words of a quote as they stand in the line; empty when they do not stand there."""
    shown = untrusted.said(said, _LONGEST_LINE)[1:-1]
    plain = _SPACE.sub(" ", quote).strip()
    flat = _SPACE.sub(" ", said).strip()
    if len(plain) < 2 or plain.casefold() not in shown.casefold():
        return ""
    start = flat.casefold().find(plain.casefold())
    return flat[start : start + len(plain)] if start >= 0 else ""


def _probability(tokens: Sequence[Token], letter: str, count: int) -> float | None:
    """How probable the letter is among those that could be chosen."""
    first = next((token for token in tokens if token.text.strip()), None)
    if first is None or not first.alternatives:
        return None
    letters = [_letter(place) for place in range(count + 1)]
    odds = {name: sum(p for text, p in first.alternatives.items() if text.strip() == name) for name in letters}
    total = sum(odds.values())
    return min(1.0, odds[letter] / total) if total >= _FOLLOWED else None


def _letter(place: int) -> str:
    return chr(ord(_NOTHING) + place)


def _grammar(count: int) -> str:
    letters = " | ".join(f'"{_letter(place)}"' for place in range(1, count + 1))
    return f'root ::= "{_NOTHING}" | label " " quote\nlabel ::= {letters}\nquote ::= "\\"" [^"\\n]+ "\\""\n'
