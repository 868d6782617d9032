"""The tokens of a loaded model: texts to tokens and back, with special tokens only where they are meant."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterable, Iterator
from typing import Any

from coach.model.template import Piece


class Vocabulary:
    """Reads the vocabulary of a model through llama.cpp. May be used from several threads: nothing in it changes."""

    def __init__(self, library: Any, model: Any) -> None:
        self._lib = library
        self._vocab = library.llama_model_get_vocab(model)
        self.size = int(library.llama_vocab_n_tokens(self._vocab))
        self.native = self._vocab
        self._special = _Special(self._marked())

    def tokens(self, text: str) -> list[int]:
        """The tokens of a text in which nothing is special."""
        return self.prompt([Piece(text, trusted=False)], begin=False)

    def prompt(self, pieces: Iterable[Piece], begin: bool = True) -> list[int]:
        """The tokens of a prompt, the same that llama.cpp gives when no untrusted text looks like a special token."""
        found: list[int] = []
        for part in self._special.parts(pieces):
            found += [part] if isinstance(part, int) else self._plain(part)
        bos = self._lib.llama_vocab_bos(self._vocab)
        if begin and self._lib.llama_vocab_get_add_bos(self._vocab) and found[:1] != [bos]:
            found.insert(0, bos)
        return found

    def piece(self, token: int) -> bytes:
        """The text of a token, which may be part of a character; empty for a special one."""
        size = 64
        while True:
            buffer = ctypes.create_string_buffer(size)
            length = self._lib.llama_token_to_piece(self._vocab, token, buffer, size, 0, False)
            if length >= 0:
                return buffer.raw[:length]
            size = -length

    def ends(self, token: int) -> bool:
        """Whether a token ends the answer, as every special one does: within an answer it would change roles."""
        if self._lib.llama_vocab_is_eog(self._vocab, token):
            return True
        return bool(self._lib.llama_vocab_is_control(self._vocab, token))

    def name(self, token: int) -> str:
        """How a special token is written."""
        raw = self._lib.llama_vocab_get_text(self._vocab, token) if token >= 0 else b""
        return (raw or b"").decode("utf-8", "replace")

    def bos_and_eos(self) -> tuple[str, str]:
        """How the tokens for the beginning and the end are written; empty when there is none."""
        return self.name(self._lib.llama_vocab_bos(self._vocab)), self.name(self._lib.llama_vocab_eos(self._vocab))

    def _plain(self, text: str) -> list[int]:
        raw = text.encode("utf-8", "replace")
        size = len(raw) + 8
        while True:
            buffer = (self._lib.llama_token * size)()
            number = self._lib.llama_tokenize(self._vocab, raw, len(raw), buffer, size, False, False)
            if number >= 0:
                return list(buffer[:number])
            size = -number

    def _marked(self) -> Iterator[tuple[str, int, bool, bool]]:
        """Every token with a meaning of its own: text, number, whether it eats the blanks before it and after it."""
        lib = self._lib
        wanted = lib.LLAMA_TOKEN_ATTR_CONTROL | lib.LLAMA_TOKEN_ATTR_USER_DEFINED | lib.LLAMA_TOKEN_ATTR_UNKNOWN
        for token in range(self.size):
            kind = lib.llama_vocab_get_attr(self._vocab, token)
            if kind & wanted and (text := self.name(token)).strip():
                yield text, token, bool(kind & lib.LLAMA_TOKEN_ATTR_LSTRIP), bool(kind & lib.LLAMA_TOKEN_ATTR_RSTRIP)


class _Special:
    """Finds special tokens in text."""

    def __init__(self, marked: Iterable[tuple[str, int, bool, bool]]) -> None:
        self._known = {text: (token, before, after) for text, token, before, after in marked}
        self._lengths = sorted({len(text) for text in self._known}, reverse=True)
        firsts = "".join(sorted({text[0] for text in self._known}))
        self._first = re.compile(f"[{re.escape(firsts)}]") if firsts else re.compile(r"(?!)")

    def parts(self, pieces: Iterable[Piece]) -> Iterator[int | str]:
        """Tokens that are meant, and the plain texts between them.

        Neighbouring plain texts are joined, as they are read together. A plain text in which a special token could
        be read is cut inside it: some are taken for special wherever they stand.
        """
        plain, eats = "", False
        for piece in pieces:
            for part in self._meant(piece.text) if piece.trusted else (piece.text,):
                if isinstance(part, str):
                    plain += part.lstrip() if eats and not plain else part
                    continue
                token, before, after = self._known[part[0]]
                yield from self._cut(plain.rstrip() if before else plain)
                yield token
                plain, eats = "", after
        yield from self._cut(plain)

    def _meant(self, text: str) -> Iterator[str | tuple[str]]:
        done = 0
        for start, end in self._found(text):
            if start < done:
                continue
            yield text[done:start]
            yield (text[start:end],)
            done = end
        yield text[done:]

    def _cut(self, text: str) -> Iterator[str]:
        done = 0
        for start, _end in self._found(text):
            yield text[done : start + 1]
            done = start + 1
        if text[done:]:
            yield text[done:]

    def _found(self, text: str) -> Iterator[tuple[int, int]]:
        """Where special tokens stand, the longest where several begin; they may overlap."""
        for match in self._first.finditer(text):
            start = match.start()
            length = next((size for size in self._lengths if text[start : start + size] in self._known), 0)
            if length:
                yield start, start + length
