"""Phrase patterns: how a rule says which words it looks for, without regular expressions.

    heb je … {complaint}          words in this order; … is a gap of up to four words, …8 of up to eight
    (weer|nog steeds) ziek*       one of several; a word that begins so (*pijn: that ends so)
    [nog] {body|complaint}        may be left out; a word of one of these concepts of the lexicon
    < waarom                      at the start of a clause (small words such as "en", "maar", "nou" may come first;
                                  in speech a word of the concept `joiner`, where a lexicon has it, begins one too)
    begrijp je >                  at the end of a clause
    wat is er !(te|nodig)         not followed by one of these
    heb je … gezien ?             only in a sentence that ends with a question mark

A gap never crosses the end of a sentence. Because gaps are bounded and words are whole, no pattern can
make the reader slow: patterns are turned into regular expressions over tagged words.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, groupby

from coach import cache, locations
from coach.phrasing.text import Token

_FORM = 6
"""Version of the regular expressions made here; a cache of another version is not used."""
_DELIMITER = "\x01"
_TAGS = _DELIMITER + "[^ ]*+"
"""A word is passed whole or not at all: never half of its tags, which would let a `!(…)` after it be stepped over."""
_LETTER = "[^ \x01]"
_TAG_CHARS = string.ascii_letters + string.digits + "".join(map(chr, range(0xA1, 0x100)))
"""Tags stay below 256: character classes beyond that take a regular expression 50 times longer to compile."""
_GAP_WORD = " [^ .?!]++"
_BREAK = "(?<![^.,?!;:])"
_JOINER = r"(?= (?:maar|en|want|dus|of|dan|als)" + _DELIMITER + ")"
_LEXEME = re.compile(r"…\d*|\.\.\.\d*|\{[a-z_|]+\}|!\(|[()\[\]|<>?,]|\*?[\w'’-]+\*?")
_DEFAULT_GAP = 4
_MAX_GAP = 12

COMMON = frozenset(
    "je jij jou u ik we wij het de een dat dit is ben bent zijn was heb hebt heeft had hebben en of maar dan als "
    "wat hoe er in op aan met van voor bij om te niet wel nog ook even dus nou zo al weer kan kun kunt wil wilt "
    "ga gaat moet mag zou zal toch hem haar mij me die daar hier naar ze hij door over uit".split()
)


Keys = frozenset[str]
"""Words and concepts of which a line must hold at least one for a part of a pattern to be found in it."""


class PatternError(ValueError):
    """A phrase pattern that cannot be read; the message says where."""


class Tags:
    """Gives every concept a character of its own, so that a pattern can look for it.

    A word is written as space, form, delimiter and the characters of its concepts; a mark as space and form.
    `kept` holds what was read of patterns before.
    """

    def __init__(self, concepts: Iterable[str], language: str = locations.LANGUAGE) -> None:
        self.names = tuple(sorted(concepts))
        if len(self.names) > len(_TAG_CHARS):
            raise PatternError(f"{len(self.names)} concepts > {len(_TAG_CHARS)}")
        self._chars = dict(zip(self.names, _TAG_CHARS, strict=False))
        self._tagged = lru_cache(maxsize=4096)(self._tags_of)
        self.kept = cache.named(f"patterns-{language}", f"{_FORM} {' '.join(self.names)}")

    def parsed(self, source: str) -> tuple[str, tuple[Keys, ...]]:
        """A pattern as regular expression and keys, from the cache when it was read before.

        Raises:
            PatternError: the pattern cannot be read.
        """
        kept = self.kept.get(source)
        if kept is None:
            regex, keys = _Parser(source, self).parse()
            kept = [regex, [sorted(key) for key in keys]]
            self.kept.put(source, kept)
        return kept[0], tuple(map(frozenset, kept[1]))

    def char(self, concept: str) -> str:
        """The character of a concept.

        Raises:
            PatternError: there is no such concept.
        """
        try:
            return self._chars[concept]
        except KeyError:
            raise PatternError(f"{{{concept}}} ({', '.join(self.names)})") from None

    def annotate(self, tokens: Sequence[Token], concepts: Sequence[Keys]) -> Annotated:
        """Write tokens and their concepts as one searchable string."""
        parts = [
            " " + (token.form.replace("\n", ".") if token.is_mark else token.form + self._tagged(names))
            for token, names in zip(tokens, concepts, strict=True)
        ]
        starts = accumulate(map(len, parts[:-1]), initial=0) if parts else ()
        keys = {token.form for token in tokens}.union(*map(_braced, set(concepts)))
        return Annotated("".join(parts), tuple(starts), tuple(tokens), tuple(concepts), frozenset(keys))

    def _tags_of(self, names: Keys) -> str:
        """What comes after a word with these concepts."""
        return _DELIMITER + "".join(self._chars[name] for name in names if name in self._chars)


@dataclass(frozen=True, slots=True)
class Annotated:
    """Tokens written as tagged text, with the way back to their places in the line.

    `concepts` holds the concepts of each token; `keys` holds the words and `{concepts}` that occur, to skip
    patterns that cannot match.
    """

    text: str
    starts: tuple[int, ...]
    tokens: tuple[Token, ...]
    concepts: tuple[Keys, ...]
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
    """One phrase pattern. `keys` holds, for each part that must be there, the words or concepts of which a
    line has to hold one.

    Raises:
        PatternError: the pattern cannot be read.
    """

    def __init__(self, source: str, tags: Tags) -> None:
        self.source = source
        self._regex, self.keys = tags.parsed(source)

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The regular expression over tagged text, compiled when first needed."""
        return re.compile(self._regex)

    def search(self, line: Annotated) -> re.Match[str] | None:
        """The first match in the line, or None."""
        return self.regex.search(line.text) if self.may_hold(line.keys) else None

    def may_hold(self, keys: frozenset[str]) -> bool:
        """Whether a line with these words and concepts has all that this pattern cannot do without."""
        for one_of in self.keys:  # noqa: SIM110 (a plain loop is faster, and this runs hundreds of times for each line)
            if one_of.isdisjoint(keys):
                return False
        return True


_COMMON_KEYS = COMMON | {
    "{you}",
    "{your}",
    "{i}",
    "{they}",
    "{filler}",
    "{number}",
    "{inverted_verb}",
    "{soon_day}",
    "?",
    ",",
}


class _Parser:
    def __init__(self, source: str, tags: Tags) -> None:
        self.source, self.tags = source, tags
        self.lexemes = _LEXEME.findall(source.replace("’", "'"))
        leftovers = _LEXEME.sub("", source.replace("’", "'")).strip()
        if leftovers:
            raise PatternError(f"{leftovers!r}: {source}")
        self.at = 0

    def parse(self) -> tuple[str, tuple[Keys, ...]]:
        regex, keys = self._sequence()
        if self.at < len(self.lexemes):
            raise PatternError(f"{self.lexemes[self.at]!r}: {self.source}")
        if not regex:
            raise PatternError(f"{self.source!r}")
        return regex, tuple(sorted(keys, key=_cost))

    def _sequence(self) -> tuple[str, list[Keys]]:
        parts: list[str] = []
        required: list[Keys] = []
        while self.at < len(self.lexemes) and self.lexemes[self.at] not in ")]|":
            regex, keys = self._element()
            parts.append(regex)
            required.extend(keys)
        return "".join(parts), required

    def _element(self) -> tuple[str, list[Keys]]:
        lexeme = self.lexemes[self.at]
        self.at += 1
        if lexeme == "(":
            return self._alternatives(")")
        if lexeme == "[":
            return f"{self._alternatives(']')[0]}?", []
        if lexeme == "!(":
            return f"(?!{self._alternatives(')')[0]})", []
        if lexeme.startswith("{"):
            return self._concept(lexeme[1:-1].split("|"))
        if lexeme[0] in "….":
            return _gap(lexeme), []
        return self._mark_or_word(lexeme)

    def _mark_or_word(self, lexeme: str) -> tuple[str, list[Keys]]:
        if lexeme == "<":
            joiner = f"(?={self._tagged(['joiner'])})" if "joiner" in self.tags.names else _JOINER
            return f"(?:{_BREAK}|{joiner})(?:{self._tagged(['filler'])}){{0,3}}", []
        if lexeme == ">":
            return "(?= [.?!,;]|$)", []
        if lexeme == "?":
            return r"(?=[^.?!]* \?)", [frozenset("?")]
        if lexeme == ",":
            return " ,", [frozenset(",")]
        return _word(lexeme.casefold())

    def _alternatives(self, close: str) -> tuple[str, list[Keys]]:
        """One of several sequences; a key is required only when every one of them has one."""
        regexes: list[str] = []
        united: Keys = frozenset()
        keyed = True
        while True:
            regex, required = self._sequence()
            regexes.append(regex)
            if required:
                united |= sorted(required, key=_cost)[0]
            keyed = keyed and bool(required)
            if self.at >= len(self.lexemes):
                raise PatternError(f"{close}: {self.source}")
            lexeme = self.lexemes[self.at]
            self.at += 1
            if lexeme == close:
                joined = list(_joined(regexes))
                bare = close == ")" and len(joined) == 1
                return joined[0] if bare else f"(?:{'|'.join(joined)})", [united] if keyed else []
            if lexeme != "|":
                raise PatternError(f"{lexeme!r}: {self.source}")

    def _concept(self, names: list[str]) -> tuple[str, list[Keys]]:
        return f"(?:{self._tagged(names)}){{1,3}}", [frozenset("{" + name + "}" for name in names)]

    def _tagged(self, names: list[str]) -> str:
        """One word that carries one of these concepts."""
        chars = "".join(self.tags.char(name) for name in names)
        return f" {_LETTER}++{_DELIMITER}[^ ]*?[{chars}][^ ]*+"


def _gap(lexeme: str) -> str:
    digits = lexeme.lstrip("….")
    size = min(int(digits), _MAX_GAP) if digits else _DEFAULT_GAP
    return f"(?:{_GAP_WORD}){{0,{size}}}?"


def _word(word: str) -> tuple[str, list[Keys]]:
    if word.endswith("*") or word.startswith("*"):
        stem = re.escape(word.strip("*"))
        before = f"{_LETTER}*?" if word.startswith("*") else ""
        after = f"{_LETTER}*" if word.endswith("*") else ""
        return f" {before}{stem}{after}{_TAGS}", []
    return f" {re.escape(word)}{_TAGS}", [frozenset([word])]


def _joined(regexes: Iterable[str]) -> Iterator[str]:
    """The same alternatives, single words next to one another in one: what is short is compiled sooner."""
    for single, group in groupby(regexes, key=_is_word):
        if single:
            yield f" (?:{'|'.join(regex[1 : -len(_TAGS)] for regex in group)}){_TAGS}"
        else:
            yield from group


def _is_word(regex: str) -> bool:
    inner = regex[1 : -len(_TAGS)].replace(_LETTER, "")
    return regex.startswith(" ") and regex.endswith(_TAGS) and " " not in inner


@lru_cache(maxsize=4096)
def _braced(names: Keys) -> Keys:
    return frozenset("{" + name + "}" for name in names)


def _cost(keys: Keys) -> int:
    return sum(20 if key in _COMMON_KEYS else 1 for key in keys)
