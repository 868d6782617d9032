"""A model in llama.cpp, within the process of the worker: loading, evaluating, sampling.

The low-level interface of llama-cpp-python is used: its `Llama` class has no way to stop in a prompt, reports no
progress, and holds standard output while it loads. Nothing here is imported by the program itself.
"""

from __future__ import annotations

import codecs
import ctypes
import importlib
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coach.model import machine
from coach.model.contract import Message, Role
from coach.model.gguf import Head, NotGguf, read_head
from coach.model.log import NativeLog
from coach.model.pace import Pace
from coach.model.problem import ModelProblem, Problem
from coach.model.sampler import Sampler
from coach.model.template import FALLBACK, ChatTemplate
from coach.model.vocabulary import Vocabulary

BATCH = 512
"""Tokens of a prompt that are evaluated in one call; the same as llama.cpp's own default."""

_CONTEXTS = (8192, 6144, 4096, 3072, 2048)
"""How much text the model should hold, the most first: a talk of an hour is some 7000 tokens."""

_ALL_LAYERS = 0x7FFFFFFF
_WORKING_MEMORY = 400_000_000
"""Beside weights and key-value cache: buffers of a batch, the vocabulary, Python."""

_FORGOTTEN = 256
"""A request that makes the cache forget more tokens than this is about something else: what it held is put aside."""

_CONTINUED = 0.8
"""A request that begins with so much of what the cache holds goes on with it."""

_USED, _ASIDE, _SWAP = range(3)
"""Sequences of the cache: what is worked on, what is put aside, and one to exchange them with."""

_ABORTED = 2
"""What llama_decode returns when the abort callback stopped it."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How a model should be loaded; None leaves the choice to the machine."""

    path: Path
    context: int | None = None
    threads: int | None = None
    gpu_layers: int | None = None


@dataclass(slots=True)
class Tally:
    """What a request has cost so far."""

    prompt: int = 0
    evaluated: int = 0
    generated: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """A token that was chosen, as text; `alternatives` with their probabilities when they were asked for."""

    text: str
    probability: float | None = None
    alternatives: Mapping[str, float] = field(default_factory=dict)


class Cancelled(Exception):
    """The request was taken back."""


class Flag:
    """Read by llama.cpp between any two steps of its arithmetic, from whatever thread, without Python's lock.

    `strlen` of the C library serves as the abort callback: of an empty text it says 0, of a text of one byte 1. A
    callback in Python would take the lock hundreds of times for each token.
    """

    def __init__(self, library: Any) -> None:
        self._text = ctypes.create_string_buffer(2)
        clib = ctypes.cdll.msvcrt if sys.platform == "win32" else ctypes.CDLL(None)
        self.callback = ctypes.cast(clib.strlen, library.ggml_abort_callback)
        self.address = ctypes.cast(self._text, ctypes.c_void_p)

    def set(self) -> None:
        """Ask for a stop."""
        self._text[0] = b"\x01"

    def clear(self) -> None:
        """Ask for nothing any more."""
        self._text[0] = b"\x00"

    def __bool__(self) -> bool:
        return self._text[0] != b"\x00"


class Model:
    """A model with its key-value cache. One thread generates; `vocabulary` may be used from others meanwhile."""

    def __init__(self, wish: Wish, progress: Callable[[float], None]) -> None:
        """Load a model.

        Raises:
            ModelProblem: it cannot be loaded, or would take more memory than there is.
        """
        head = _head(wish.path)
        self._lib = lib = _library()
        self._log = NativeLog(lib)
        self.flag = Flag(lib)
        self._pace = Pace(wish.threads or machine.threads())
        self._batch_threads = wish.threads or max(machine.threads(), machine.physical_cores())
        self._open(wish, head, progress)
        self.vocabulary = Vocabulary(lib, self._model)
        self._memory = lib.llama_get_memory(self._ctx)
        source = self._metadata("tokenizer.chat_template") or FALLBACK
        self._template = ChatTemplate(source, *self.vocabulary.bos_and_eos())
        self.name = head.name or wish.path.stem
        self._known: list[int] = []
        self._aside: list[int] = []
        self._continued = False

    def prompt(self, messages: Sequence[Message]) -> list[int]:
        """The tokens of a prompt.

        Raises:
            ModelProblem: the template does not take these messages, or they are longer than the model can hold.
        """
        if sum(len(message.text) for message in messages) > 64 * self.context_size:
            raise ModelProblem(Problem.LONG, tokens=f"> {self.context_size}", context=self.context_size)
        tokens = self.vocabulary.prompt(self._template.pieces(messages))
        if not tokens:
            raise ModelProblem(Problem.TEMPLATE, detail="nothing came of it")
        if len(tokens) >= self.context_size:
            raise ModelProblem(Problem.LONG, tokens=len(tokens), context=self.context_size)
        return tokens

    def generate(
        self, request: Mapping[str, Any], tally: Tally, reading: Callable[[int, int], None]
    ) -> Iterator[Piece]:
        """The answer to a request, token by token; `tally` is kept up to date.

        Raises:
            ModelProblem: the request cannot be answered.
            Cancelled: the flag was set.
        """
        prompt = self.prompt([Message(Role(role), text) for role, text in request["messages"]])
        tally.prompt = len(prompt)
        with Sampler(self._lib, self.vocabulary, request) as sampler:
            most = min(int(request["max_tokens"]), self.context_size - len(prompt))
            self._turn_to(prompt, most)
            self._evaluate(prompt, tally, reading)
            decoder = codecs.getincrementaldecoder("utf-8")("replace")
            while tally.generated < most:
                chosen = sampler.choose(self._ctx, bool(request.get("probabilities")))
                if self.vocabulary.ends(chosen.token):
                    break
                tally.generated += 1
                text = decoder.decode(self.vocabulary.piece(chosen.token))
                yield Piece(text, chosen.probability, chosen.alternatives)
                if tally.generated < most:
                    self._advance(chosen.token)
            if rest := decoder.decode(b"", final=True):
                yield Piece(rest)

    def _turn_to(self, prompt: list[int], most: int) -> None:
        """Have the cache hold the text that a prompt goes on with. A talk is put aside for a question in between.

        Both share the cells of one cache; where there is no room for two, what was aside is forgotten.
        """
        if not self._keeps_two:
            return
        now, then = _common(self._known, prompt), _common(self._aside, prompt)
        if then > now:
            for source, target in ((_USED, _SWAP), (_ASIDE, _USED), (_SWAP, _ASIDE)):
                self._move(source, target)
            self._known, self._aside = self._aside, self._known
            self._continued = True
        elif len(self._known) - now > _FORGOTTEN and (self._continued or len(self._known) >= len(self._aside)):
            self._move(_USED, _ASIDE, keep=True)
            self._aside, self._continued = list(self._known), False
        elif self._known:
            self._continued = now >= _CONTINUED * len(self._known)
        if len(self._aside) + len(prompt) + most > self.context_size:
            self._forget_aside()

    def _move(self, source: int, target: int, *, keep: bool = False) -> None:
        """Give the cells of a sequence to another one in the place of its own; copies nothing."""
        self._lib.llama_memory_seq_rm(self._memory, target, -1, -1)
        self._lib.llama_memory_seq_cp(self._memory, source, target, -1, -1)
        if not keep:
            self._lib.llama_memory_seq_rm(self._memory, source, -1, -1)

    def _forget_aside(self) -> None:
        self._lib.llama_memory_seq_rm(self._memory, _ASIDE, -1, -1)
        self._aside = []

    def _evaluate(self, prompt: list[int], tally: Tally, reading: Callable[[int, int], None]) -> None:
        """Bring the cache to this prompt; only what differs from what it holds is computed."""
        kept = self._forgotten_from(min(_common(self._known, prompt), len(prompt) - 1))
        for start in range(kept, len(prompt), BATCH):
            part = prompt[start : start + BATCH]
            self._decode(part)
            tally.evaluated += len(part)
            if len(prompt) - kept > BATCH:
                reading(start + len(part) - kept, len(prompt) - kept)

    def _forgotten_from(self, place: int) -> int:
        """Forget what the cache holds from this place on; returns how many tokens it holds then."""
        if not self._lib.llama_memory_seq_rm(self._memory, 0, place, -1):
            # Models with a recurrent memory cannot forget a part.
            self._lib.llama_memory_clear(self._memory, True)
            self._aside, self._keeps_two = [], False
            place = 0
        del self._known[place:]
        return place

    def _advance(self, token: int) -> None:
        """Evaluate one token of the answer."""
        began = time.perf_counter()
        self._decode([token])
        self._pace.took(time.perf_counter() - began)
        threads = self._pace.threads
        together = self._batch_threads if threads == self._pace.most else threads
        self._lib.llama_set_n_threads(self._ctx, threads, together)

    def _decode(self, tokens: list[int]) -> None:
        if self.flag:
            raise Cancelled
        # The batch points into this array, which must live as long.
        array = (self._lib.llama_token * len(tokens))(*tokens)
        code = self._lib.llama_decode(self._ctx, self._lib.llama_batch_get_one(array, len(tokens)))
        if code == 0:
            self._known += tokens
            return
        # Part of the batch may stand in the cache already; it is not counted as known.
        self._forgotten_from(len(self._known))
        if code == _ABORTED or self.flag:
            raise Cancelled
        raise ModelProblem(Problem.EVALUATION, detail=f"llama_decode {code} {self._log.last()}".strip())

    def _open(self, wish: Wish, head: Head, progress: Callable[[float], None]) -> None:
        """Load the weights and make room for the text: on the graphics card, else without it.

        A card that is too small says so only when it is asked for its memory: then that of the computer counts.
        """
        for layers in dict.fromkeys((_gpu_layers(wish, self._lib), 0)):
            self.context_size = _context_size(wish, head, on_card=bool(layers))
            try:
                self._model = self._loaded(wish.path, layers, progress)
                self._ctx = self._context()
                return
            except ModelProblem:
                if not layers:
                    raise

    def _loaded(self, path: Path, gpu_layers: int, progress: Callable[[float], None]) -> Any:
        lib = self._lib

        @lib.llama_progress_callback  # type: ignore[untyped-decorator]
        def advanced(done: float, _data: Any) -> bool:
            progress(float(done))
            return True

        params = lib.llama_model_default_params()
        params.n_gpu_layers = gpu_layers
        params.progress_callback = advanced
        model = lib.llama_model_load_from_file(str(path).encode(), params)
        if not model:
            raise ModelProblem(Problem.UNLOADABLE, file=str(path), detail=self._log.last() or "llama.cpp")
        return model

    def _context(self) -> Any:
        lib = self._lib
        params = lib.llama_context_default_params()
        params.n_ctx = self.context_size
        params.n_batch = params.n_ubatch = min(BATCH, self.context_size)
        params.n_threads = self._pace.threads
        params.n_threads_batch = self._batch_threads
        params.abort_callback = self.flag.callback
        params.abort_callback_data = self.flag.address
        params.no_perf = True
        self._keeps_two = hasattr(params, "kv_unified")
        if self._keeps_two:
            params.n_seq_max, params.kv_unified = 3, True
        if hasattr(params, "swa_full"):
            # Sliding windows would forget the beginning of the prompt, which every turn has in common.
            params.swa_full = True
        ctx = lib.llama_init_from_model(self._model, params)
        if not ctx:
            lib.llama_model_free(self._model)
            raise ModelProblem(Problem.UNLOADABLE, detail=self._log.last() or "llama_init_from_model")
        return ctx

    def _metadata(self, key: str) -> str:
        size = 1 << 16
        while True:
            buffer = ctypes.create_string_buffer(size)
            length = self._lib.llama_model_meta_val_str(self._model, key.encode(), buffer, size)
            if length < size:
                return buffer.value.decode("utf-8", "replace") if length > 0 else ""
            size = length + 1


def _library() -> Any:
    try:
        return importlib.import_module("llama_cpp")
    except ModuleNotFoundError as error:
        raise ModelProblem(Problem.LIBRARY) from error
    except Exception as error:  # a build for another processor, a library that is missing
        raise ModelProblem(Problem.NATIVE, detail=str(error)) from error


def _head(path: Path) -> Head:
    try:
        return read_head(path)
    except NotGguf as error:
        raise ModelProblem(Problem.NOT_MODEL, file=str(path)) from error
    except FileNotFoundError as error:
        raise ModelProblem(Problem.NO_FILE, file=str(path)) from error
    except OSError as error:
        raise ModelProblem(Problem.UNLOADABLE, file=str(path), detail=error.strerror or str(error)) from error


def _gpu_layers(wish: Wish, lib: Any) -> int:
    """Layers for the graphics card: all of them when llama.cpp was built for one that is here."""
    if wish.gpu_layers is not None:
        return wish.gpu_layers
    return _ALL_LAYERS if lib.llama_supports_gpu_offload() else 0


def _context_size(wish: Wish, head: Head, *, on_card: bool) -> int:
    """The longest text that this machine can bear; the memory of a card of its own is not known beforehand.

    Raises:
        ModelProblem: not even the smallest context fits in memory.
    """
    wanted = (wish.context,) if wish.context else _CONTEXTS
    sizes = sorted({min(size, head.context or size) for size in wanted}, reverse=True)
    available = machine.available_memory()
    if available is None or (on_card and sys.platform != "darwin"):
        return sizes[0]
    weights = _weights(wish.path) + _WORKING_MEMORY
    for size in sizes:
        if weights + size * head.memory_per_token() <= available:
            return size
    needed = weights + sizes[-1] * head.memory_per_token()
    raise ModelProblem(Problem.MEMORY, file=str(wish.path), needed=needed, available=available)


def _weights(path: Path) -> int:
    """Bytes of the file, and of its other parts when the model is split over several."""
    stem, _sep, count = path.stem.rpartition("-of-")
    if stem[-6:-5] == "-" and stem[-5:].isdigit() and count.isdigit():
        return sum(part.stat().st_size for part in path.parent.glob(f"{stem[:-5]}*-of-{count}{path.suffix}"))
    return path.stat().st_size


def _common(one: Sequence[int], other: Sequence[int]) -> int:
    """How many tokens two texts have in common from the start."""
    for index, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return index
    return min(len(one), len(other))
