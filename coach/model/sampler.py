"""Choosing the next token: temperature, and a grammar when one is asked for."""

from __future__ import annotations

import ctypes
import importlib
import json
import math
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from coach.model.problem import ModelProblem, Problem
from coach.model.vocabulary import Vocabulary

ALTERNATIVES = 8
_TOP_K, _TOP_P, _MIN_P = 40, 0.95, 0.05
"""As llama-cpp-python has them by default."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A chosen token; its probability and the alternatives when they were asked for."""

    token: int
    probability: float | None = None
    alternatives: Mapping[str, float] = field(default_factory=dict)


class Sampler:
    """Chooses tokens for one request. A context manager: what llama.cpp holds for it is given back."""

    def __init__(self, library: Any, vocabulary: Vocabulary, request: Mapping[str, Any]) -> None:
        """Prepare for a request.

        Raises:
            ModelProblem: its grammar is not one.
        """
        self._lib = library
        self._vocabulary = vocabulary
        self._grammar = self._grammar_of(grammar_of(request))
        self._chain = self._chain_of(float(request["temperature"]), request.get("seed"))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lib.llama_sampler_free(self._chain)
        if self._grammar:
            self._lib.llama_sampler_free(self._grammar)

    def choose(self, ctx: Any, probabilities: bool) -> Choice:
        """The next token after the last one that was evaluated.

        Raises:
            ModelProblem: the grammar leaves no token.
        """
        odds = self._odds(ctx) if probabilities else None
        token = int(self._lib.llama_sampler_sample(self._chain, ctx, -1))
        if self._grammar:
            # Trying the grammar on the one token that was chosen is far cheaper than on the whole vocabulary.
            if not self._allowed(token):
                token = self._within_grammar(ctx)
            self._lib.llama_sampler_accept(self._grammar, token)
        return Choice(token) if odds is None else self._with_odds(token, odds)

    def _allowed(self, token: int) -> bool:
        only = (self._lib.llama_token_data * 1)(self._lib.llama_token_data(token, 1.0, 0.0))
        candidates = self._lib.llama_token_data_array(only, 1, -1, False)
        self._lib.llama_sampler_apply(self._grammar, ctypes.byref(candidates))
        return not math.isinf(only[0].logit)

    def _within_grammar(self, ctx: Any) -> int:
        import numpy as np

        size = self._vocabulary.size
        everything = (self._lib.llama_token_data * size)()
        table = np.frombuffer(everything, dtype=[("id", np.int32), ("logit", np.float32), ("p", np.float32)])
        table["id"] = np.arange(size)
        table["logit"] = self._logits(ctx)
        candidates = self._lib.llama_token_data_array(everything, size, -1, False)
        self._lib.llama_sampler_apply(self._grammar, ctypes.byref(candidates))
        if not np.isfinite(table["logit"]).any():
            raise ModelProblem(Problem.GRAMMAR, detail="no token fits")
        self._lib.llama_sampler_apply(self._chain, ctypes.byref(candidates))
        return int(candidates.data[candidates.selected].id)

    def _logits(self, ctx: Any) -> Any:
        import numpy as np

        return np.ctypeslib.as_array(self._lib.llama_get_logits_ith(ctx, -1), shape=(self._vocabulary.size,))

    def _odds(self, ctx: Any) -> Any:
        import numpy as np

        logits = self._logits(ctx).astype(np.float64)
        weights = np.exp(logits - logits.max())
        return weights / weights.sum()

    def _with_odds(self, token: int, odds: Any) -> Choice:
        import numpy as np

        likeliest = (
            np.argpartition(odds, -ALTERNATIVES)[-ALTERNATIVES:] if odds.size > ALTERNATIVES else range(odds.size)
        )
        found: dict[str, float] = {}
        for other in sorted(likeliest, key=lambda index: -odds[index]):
            text = self._vocabulary.piece(int(other)).decode("utf-8", "replace")
            found[text] = found.get(text, 0.0) + float(odds[other])
        return Choice(token, float(odds[token]), found)

    def _grammar_of(self, grammar: str | None) -> Any:
        if grammar is None:
            return None
        raw = grammar.strip().encode("utf-8", "replace")
        # An empty grammar means none to llama.cpp; here it is a mistake.
        sampler = raw and self._lib.llama_sampler_init_grammar(self._vocabulary.native, raw, b"root")
        if not sampler:
            raise ModelProblem(Problem.GRAMMAR, detail=grammar[:80])
        return sampler

    def _chain_of(self, temperature: float, seed: int | None) -> Any:
        lib = self._lib
        chain = lib.llama_sampler_chain_init(lib.llama_sampler_chain_default_params())
        if temperature <= 0:
            lib.llama_sampler_chain_add(chain, lib.llama_sampler_init_greedy())
            return chain
        number = random.getrandbits(32) if seed is None else seed % (1 << 32)
        for part in (
            lib.llama_sampler_init_top_k(_TOP_K),
            lib.llama_sampler_init_top_p(_TOP_P, 1),
            lib.llama_sampler_init_min_p(_MIN_P, 1),
            lib.llama_sampler_init_temp(temperature),
            # The largest number means "take any seed" to llama.cpp.
            lib.llama_sampler_init_dist(min(number, (1 << 32) - 2)),
        ):
            lib.llama_sampler_chain_add(chain, part)
        return chain


def grammar_of(request: Mapping[str, Any]) -> str | None:
    """The GBNF grammar that a request asks for, made from its JSON schema if need be.

    Raises:
        ModelProblem: the schema cannot be made into a grammar.
    """
    if request.get("schema") is None:
        return request.get("grammar")
    library = importlib.import_module("llama_cpp.llama_grammar")
    try:
        return str(library.json_schema_to_gbnf(json.dumps(request["schema"])))
    except Exception as error:  # a schema can be wrong in many ways
        raise ModelProblem(Problem.GRAMMAR, detail=f"{type(error).__name__}: {error}") from error
