"""Phrase patterns: how a rule says which words it looks for, without regular expressions.

    heb je … {complaint}          words in this order; … is a gap of up to four words, …8 of up to eight
    (weer|nog steeds) ziek*       one of several; a word that begins so (*pijn: that ends so)
    [nog] {body|complaint}        may be left out; a word of one of these concepts of the lexicon
    < waarom                      at the start of a clause (small words such as "en", "maar", "nou" may come first)
    begrijp je >                  at the end of a clause
    wat is er !(te|nodig)         not followed by one of these
    heb je … gezien ?             only in a sentence that ends with a question mark

A gap never crosses the end of a sentence. Because gaps are bounded and words are whole, no pattern can
make the reader slow: patterns are turned into regular expressions over tagged words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from coach.phrasing.text import Token

FIRST_TAG = 0xE000
_TAGS = "[\ue000-\uf8ff]*"
_LETTER = "[^ .?!,;:\ue000-\uf8ff]"
_GAP_WORD = " [^ .?!]+"
_BREAK = "(?<![^.,?!;:])"
_JOINER = r"(?= (?:maar|en|want|dus|of|dan|als)" + _TAGS + "(?: |$))"
_LEXEME = re.compile(r"…\d*|\.\.\.\d*|\{[a-z_|]+\}|!\(|[()\[\]|<>?,]|\*?[\w'’-]+\*?")
_DEFAULT_GAP = 4
_MAX_GAP = 12

COMMON = frozenset(
    ["je", "jij", "jou", "u", "ik", "we", "wij", "het", "de", "een", "dat", "dit", "is", "ben", "bent", "zijn", "was", "heb", "hebt", "heeft", "had", "hebben", "en", "of", "maar", "dan", "als", "wat", "hoe", "er", "in", "op", "aan", "met", "van", "voor", "bij", "om", "te", "niet", "wel", "nog", "ook", "even", "dus", "nou", "zo", "al", "weer", "kan", "kun", "kunt", "wil", "wilt", "ga", "gaat", "moet", "mag", "zou", "zal", "toch", "hem", "haar", "mij", "me", "die", "daar", "hier", "naar", "ze", "hij", "door", "over", "uit"]
)


class PatternError(ValueError):
    """A phrase pattern that cannot be read; the message says where."""


class Tags:
    """Gives every concept a character of its own, so that a pattern can look for it."""

    def __init__(self, concepts: Iterable[str]) -> None:
        self.names = tuple(sorted(concepts))
        self._chars = {name: chr(FIRST_TAG + index) for index, name in enumerate(self.names)}

    def char(self, concept: str) -> str:
        """The character of a concept.

        Raises:
            PatternError: there is no such concept.
        """
        try:
            return self._chars[concept]
        except KeyError:
            raise PatternError(f"{{{concept}}} ({', '.join(self.names)})") from None

    def annotate(self, tokens: Sequence[Token], concepts: Sequence[set[str]]) -> Annotated:
        """Write tokens and their concepts as one searchable string."""
        parts: list[str] = []
        starts: list[int] = []
        length = 0
        for token, names in zip(tokens, concepts, strict=True):
            part = " " + token.form.replace("\n", ".") + "".join(self._chars[n] for n in names if n in self._chars)
            starts.append(length)
            length += len(part)
            parts.append(part)
        keys = {token.form for token in tokens}.union(*(("{" + n + "}" for n in names) for names in concepts))
        return Annotated("".join(parts), tuple(starts), tuple(tokens), frozenset(keys))


@dataclass(frozen=True, slots=True)
class Annotated:
    """Tokens written as tagged text, with the way back to their places in the line.

    `keys` holds the words and `{concepts}` that occur, to skip patterns that cannot match.
    """

    text: str
    starts: tuple[int, ...]
    tokens: tuple[Token, ...]
    keys: frozenset[str]

    def place(self, match: re.Match[str]) -> tuple[int, int]:
        """Character offsets, in the original line, of what a pattern matched."""
        covered = [
            token
            for token, start in zip(self.tokens, self.starts, strict=True)
            if match.start() <= start < match.end() and not token.is_mark
        ]
        if not covered:
            return 0, 0
        return covered[0].start, covered[-1].end


class Pattern:
    """One phrase pattern, read at once and compiled when first needed."""

    def __init__(self, source: str, tags: Tags) -> None:
        self.source = source
        self._regex, self.keys = _Parser(source, tags).parse()

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The regular expression over tagged text."""
        return re.compile(self._regex)

    def search(self, line: Annotated) -> re.Match[str] | None:
        """The first match in the line, or None."""
        if self.keys and self.keys.isdisjoint(line.keys):
            return None
        return self.regex.search(line.text)


_Keys = frozenset[str]
_NO_KEYS: _Keys = frozenset()


class _Parser:
    def __init__(self, source: str, tags: Tags) -> None:
        self.source, self.tags = source, tags
        self.lexemes = _LEXEME.findall(source.replace("’", "'"))
        leftovers = _LEXEME.sub("", source.replace("’", "'")).strip()
        if leftovers:
            raise PatternError(f"{leftovers!r}: {source}")
        self.at = 0

    def parse(self) -> tuple[str, _Keys]:
        regex, keys = self._sequence()
        if self.at < len(self.lexemes):
            raise PatternError(f"{self.lexemes[self.at]!r}: {self.source}")
        if not regex:
            raise PatternError(f"{self.source!r}")
        return regex, keys

    def _sequence(self) -> tuple[str, _Keys]:
        parts: list[str] = []
        best: _Keys = _NO_KEYS
        while self.at < len(self.lexemes) and self.lexemes[self.at] not in ")]|":
            regex, keys = self._element()
            parts.append(regex)
            if keys and (not best or _cost(keys) < _cost(best)):
                best = keys
        return "".join(parts), best

    def _element(self) -> tuple[str, _Keys]:
        lexeme = self.lexemes[self.at]
        self.at += 1
        if lexeme == "(":
            return self._alternatives(")")
        if lexeme == "[":
            regex, _ = self._alternatives("]")
            return f"{regex}?", _NO_KEYS
        if lexeme == "!(":
            regex, _ = self._alternatives(")")
            return f"(?!{regex})", _NO_KEYS
        if lexeme.startswith("{"):
            return self._concept(lexeme[1:-1].split("|"))
        if lexeme[0] in "….":
            return _gap(lexeme), _NO_KEYS
        return self._mark_or_word(lexeme)

    def _mark_or_word(self, lexeme: str) -> tuple[str, _Keys]:
        if lexeme == "<":
            return f"(?:{_BREAK}|{_JOINER})(?:{self._tagged(['filler'])}){{0,3}}", _NO_KEYS
        if lexeme == ">":
            return "(?= [.?!,;]|$)", _NO_KEYS
        if lexeme == "?":
            return r"(?=[^.?!]* \?)", frozenset("?")
        if lexeme == ",":
            return " ,", _NO_KEYS
        return _word(lexeme.casefold())

    def _alternatives(self, close: str) -> tuple[str, _Keys]:
        regexes: list[str] = []
        keys: _Keys = _NO_KEYS
        keyed = True
        while True:
            regex, found = self._sequence()
            regexes.append(regex)
            keys |= found
            keyed = keyed and bool(found)
            if self.at >= len(self.lexemes):
                raise PatternError(f"{close}: {self.source}")
            lexeme = self.lexemes[self.at]
            self.at += 1
            if lexeme == close:
                return f"(?:{'|'.join(regexes)})", keys if keyed else _NO_KEYS
            if lexeme != "|":
                raise PatternError(f"{lexeme!r}: {self.source}")

    def _concept(self, names: list[str]) -> tuple[str, _Keys]:
        return f"(?:{self._tagged(names)}){{1,3}}", frozenset("{" + name + "}" for name in names)

    def _tagged(self, names: list[str]) -> str:
        """One word that carries one of these concepts."""
        chars = "".join(self.tags.char(name) for name in names)
        return f" {_LETTER}+{_TAGS}[{chars}]{_TAGS}"


def _gap(lexeme: str) -> str:
    digits = lexeme.lstrip("….")
    size = min(int(digits), _MAX_GAP) if digits else _DEFAULT_GAP
    return f"(?:{_GAP_WORD}){{0,{size}}}?"


def _word(word: str) -> tuple[str, _Keys]:
    if word.endswith("*") or word.startswith("*"):
        stem = re.escape(word.strip("*"))
        before = f"{_LETTER}*?" if word.startswith("*") else ""
        after = f"{_LETTER}*" if word.endswith("*") else ""
        return f" {before}{stem}{after}{_TAGS}(?= |$)", _NO_KEYS
    return f" {re.escape(word)}{_TAGS}(?= |$)", frozenset([word])


def _cost(keys: _Keys) -> int:
    return sum(20 if key in COMMON else 1 for key in keys)
