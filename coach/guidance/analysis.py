"""Text as search terms: stems of Dutch words, and pieces of words that survive compounds and slips."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

STEMMER = "dutch"
"""The Snowball algorithm (since Snowball 3: Kraaij-Pohlmann). Stems are part of what an index holds."""

_GRAM = 4
_WORD = re.compile(r"[^\W_]+")
_ACCENT = re.compile("[\u0300-\u036f]+")

_STOPWORDS = """
aan al alles als altijd andere ben bent bij daar dan dat de der deze die dit doe doen doet door dus
echt een eens en er even ga gaan gaat ge geen geweest haar had heb hebben hebt heeft heel hem hen
het hier hij hoe hoeveel hun ie iemand iemands iets ik in is ja je jij jou jouw jullie kan kon kun
kunnen kunt maar mag me meer men met mij mijn moet moeten mogen na naar niet niets nog nou nu of om
omdat onder ons ook op over per te tegen ten ter toch toen tot u uit uw van veel via voor waar
waarom wanneer want waren was wat we wel welke werd wezen wie wij wil willen wilt word worden wordt
zal ze zelf zich zij zijn zo zonder zou zouden zullen
"""
STOPWORDS = frozenset(_STOPWORDS.split())
"""Words that say too little to search by. Their pieces still count: `hoe gaat het` is a question as well."""


def words(text: str) -> list[str]:
    """The words of a text in order: lower case, accents and marks left out."""
    return _WORD.findall(_ACCENT.sub("", unicodedata.normalize("NFKD", text.casefold())))


def terms(found: Iterable[str]) -> list[str]:
    """The search terms of words: `s:` and a stem, `g:` and four characters in a row (`_` marks an end).

    Stopwords have no stem, and a single letter has no terms at all.
    """
    return [term for word in found for term in _terms_of(word)]


@lru_cache(maxsize=10_000)
def _terms_of(word: str) -> tuple[str, ...]:
    """The terms of one word; texts repeat their words, so that most are looked up."""
    if len(word) == 1 and not word.isdigit():
        return ()
    stem = () if word in STOPWORDS else (f"s:{_stem(word)}",)
    padded = f"_{word}_"
    starts = range(max(1, len(padded) - _GRAM + 1))
    return (*stem, *(f"g:{padded[start : start + _GRAM]}" for start in starts))


def _stem(word: str) -> str:
    import Stemmer

    # A stemmer must not be shared between threads, and a new one costs a few microseconds.
    return str(Stemmer.Stemmer(STEMMER).stemWord(word))
