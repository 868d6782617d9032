"""Language models small enough to make within a test, as GGUF files with a real tokenizer and chat template.

`trained` learns from the employees' own lines and writes Dutch words; `random_weights` writes nonsense and is there
in seconds. Both go through llama.cpp as a user's model does. Files are kept in a folder by what they were made of.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

_ROOT = Path(__file__).parent.parent
_VERSION = 1
"""Another number when what is made changes though its ingredients do not."""

END, START, OVER = "<|endoftext|>", "<|im_start|>", "<|im_end|>"
TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] | trim }}<|im_end|>\n"
    "{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
_EPSILON, _BASE = 1e-5, 10_000.0


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a model is."""

    vocabulary: int = 2048
    width: int = 128
    layers: int = 3
    heads: int = 4
    sharing: int = 4
    inner: int = 352
    context: int = 16_384

    @property
    def weights(self) -> int:
        """The number of weights, those for reading and writing tokens counted once."""
        key = self.width * self.width // self.heads * self.sharing
        layer = 2 * self.width**2 + 2 * key + 3 * self.width * self.inner + 2 * self.width
        return self.vocabulary * self.width + self.layers * layer + self.width


SMALL = Shape()
STEPS, BATCH, LENGTH = 300, 8, 128


def needed() -> None:
    """Skip the tests of a module, or one test, when what they need is not installed."""
    for name, how in (("llama_cpp", "make model"), ("gguf", "make dev"), ("tokenizers", "make dev")):
        if find_spec(name) is None:
            pytest.skip(f"needs {name}: {how}", allow_module_level=True)


def trained(folder: Path) -> Path:
    """A model that writes Dutch words (a minute or two on two cores); random weights where torch is missing."""
    if find_spec("torch") is None:
        return random_weights(folder)
    return _made(folder, "trained", SMALL, _write_trained)


def random_weights(folder: Path, shape: Shape = SMALL) -> Path:
    """A model that knows nothing, with the same tokenizer; a large `shape` is as slow as a real one of its size."""
    return _made(folder, "random", shape, lambda path: _write_random(path, shape))


def _made(folder: Path, kind: str, shape: Shape, write: Any) -> Path:
    from filelock import FileLock

    ingredients = json.dumps([_VERSION, kind, asdict(shape), STEPS, BATCH, LENGTH, TEMPLATE]).encode()
    key = blake2b(ingredients + b"".join(line.encode() for line in _lines()), digest_size=8).hexdigest()
    path = folder / f"{kind}-{key}.gguf"
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(path.with_suffix(".lock")):
        if not path.is_file():
            write(path.with_suffix(".part"))
            os.replace(path.with_suffix(".part"), path)
    return path


# What it learns from


@cache
def _lines() -> tuple[str, ...]:
    """Every line that an employee may say, as written."""
    found: list[str] = []
    for path in sorted((_ROOT / "prompts/nl/situations").glob("*/*.yaml")):
        found += dict.fromkeys(_texts(yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)))
    return tuple(found)


def _texts(value: Any, said: bool = False) -> Iterator[str]:
    if isinstance(value, str) and said:
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item, said)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, said or key in ("lines", "greeting", "replies", "says"))


@cache
def _asked() -> tuple[str, ...]:
    """Lines of managers."""
    rows = (_ROOT / "knowledge/nl/utterances/dev-1.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(row["text"] for row in map(json.loads, rows) if row["kind"] == "say" and row["text"].strip())


def _talks() -> Iterator[str]:
    """Short talks in the form of the template, without end."""
    dice, lines, asked = random.Random(7), _lines(), _asked()
    while True:
        start = dice.randrange(len(lines) - 4)
        told = f"{START}system\nJe bent een medewerker.{OVER}\n"
        for turn in range(dice.randint(1, 4)):
            told += f"{START}user\n{dice.choice(asked)}{OVER}\n{START}assistant\n{lines[start + turn]}{OVER}\n"
        yield told


@cache
def _tokenizer(size: int) -> Any:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        special_tokens=[END, START, OVER],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator([*_lines(), *_asked()], trainer)
    return tokenizer


# Weights


def _write_random(path: Path, shape: Shape) -> None:
    import gguf
    import numpy as np

    dice = np.random.default_rng(7)
    # Large ones in eight bits, as such models are used; the scale of each 32 weights comes first.
    small = shape.weights < 10_000_000

    def matrix(rows: int, columns: int) -> tuple[Any, Any]:
        if small:
            return dice.normal(0, columns**-0.5, (rows, columns)).astype(np.float32), None
        blocks = np.empty((rows, columns // 32, 34), np.uint8)
        blocks[..., :2] = np.frombuffer(np.float16(columns**-0.5 / 74).tobytes(), np.uint8)
        blocks[..., 2:] = np.frombuffer(dice.bytes(rows * columns), np.uint8).reshape(rows, columns // 32, 32)
        return blocks.reshape(rows, -1), gguf.GGMLQuantizationType.Q8_0

    _write(
        path,
        shape,
        ((name, *(matrix(*size) if len(size) > 1 else (_ones(size), None))) for name, size in _sizes(shape)),
    )


def _ones(size: Sequence[int]) -> Any:
    import numpy as np

    return np.ones(size, np.float32)


def _write_trained(path: Path) -> None:
    import numpy as np
    import torch

    # Threads that wait for one another take longer than one alone where other work goes on.
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        weights = _learned(SMALL)
    finally:
        torch.set_num_threads(threads)
    tensors = ((name, weights[name].detach().numpy(), None) for name, _size in _sizes(SMALL))
    halves = (
        (name, array.astype(np.float16 if array.ndim > 1 else np.float32), kind) for name, array, kind in tensors
    )
    _write(path, SMALL, halves)


def _sizes(shape: Shape) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Every tensor by the name that llama.cpp gives it."""
    key = shape.width // shape.heads * shape.sharing
    yield "token_embd.weight", (shape.vocabulary, shape.width)
    for number in range(shape.layers):
        layer = f"blk.{number}"
        yield f"{layer}.attn_norm.weight", (shape.width,)
        yield f"{layer}.attn_q.weight", (shape.width, shape.width)
        yield f"{layer}.attn_k.weight", (key, shape.width)
        yield f"{layer}.attn_v.weight", (key, shape.width)
        yield f"{layer}.attn_output.weight", (shape.width, shape.width)
        yield f"{layer}.ffn_norm.weight", (shape.width,)
        yield f"{layer}.ffn_gate.weight", (shape.inner, shape.width)
        yield f"{layer}.ffn_up.weight", (shape.inner, shape.width)
        yield f"{layer}.ffn_down.weight", (shape.width, shape.inner)
    yield "output_norm.weight", (shape.width,)


def _learned(shape: Shape) -> dict[str, Any]:
    import torch

    torch.manual_seed(7)
    weights = {
        name: torch.nn.Parameter(torch.ones(size) if len(size) == 1 else torch.randn(size) * 0.04)
        for name, size in _sizes(shape)
    }
    optimizer = torch.optim.AdamW(weights.values(), lr=4e-3, betas=(0.9, 0.98), weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=4e-3, total_steps=STEPS, pct_start=0.1)
    batches = _batches(shape.vocabulary)
    for _step in range(STEPS):
        tokens = torch.tensor(next(batches))
        scores = _forward(weights, shape, tokens[:, :-1])
        loss = torch.nn.functional.cross_entropy(scores.flatten(0, 1), tokens[:, 1:].flatten())
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights.values(), 1.0)
        optimizer.step()
        schedule.step()
    return weights


def _batches(vocabulary: int) -> Iterator[list[list[int]]]:
    tokenizer, talks = _tokenizer(vocabulary), _talks()
    stream: list[int] = []
    while True:
        while len(stream) < BATCH * (LENGTH + 1):
            stream += tokenizer.encode(next(talks)).ids
        yield [stream[row * (LENGTH + 1) : (row + 1) * (LENGTH + 1)] for row in range(BATCH)]
        del stream[: BATCH * (LENGTH + 1)]


def _forward(weights: dict[str, Any], shape: Shape, tokens: Any) -> Any:
    """The scores of each next token: the architecture that llama.cpp calls "llama"."""
    import torch
    from torch.nn import functional

    rows, length = tokens.shape
    table = weights["token_embd.weight"]
    flow = table[tokens]
    turns = _rotations(length, shape.width // shape.heads)

    def normed(name: str) -> Any:
        return functional.rms_norm(flow, (shape.width,), weights[name], _EPSILON)

    def heads(values: Any) -> Any:
        return values.view(rows, length, shape.heads, -1).transpose(1, 2)

    for number in range(shape.layers):
        layer = f"blk.{number}"
        seen = normed(f"{layer}.attn_norm.weight")
        query, key, value = (heads(seen @ weights[f"{layer}.attn_{part}.weight"].T) for part in "qkv")
        mixed = functional.scaled_dot_product_attention(
            _rotated(query, turns), _rotated(key, turns), value, is_causal=True
        )
        flow = flow + mixed.transpose(1, 2).reshape(rows, length, -1) @ weights[f"{layer}.attn_output.weight"].T
        seen = normed(f"{layer}.ffn_norm.weight")
        gate = functional.silu(seen @ weights[f"{layer}.ffn_gate.weight"].T)
        flow = flow + (gate * (seen @ weights[f"{layer}.ffn_up.weight"].T)) @ weights[f"{layer}.ffn_down.weight"].T
    return torch.matmul(normed("output_norm.weight"), table.T)


def _rotations(length: int, size: int) -> Any:
    import torch

    angles = torch.outer(torch.arange(length), _BASE ** (-torch.arange(0, size, 2) / size))
    return torch.polar(torch.ones_like(angles), angles)


def _rotated(values: Any, turns: Any) -> Any:
    """Turn neighbouring values as pairs, as llama.cpp does for this architecture."""
    import torch

    pairs = torch.view_as_complex(values.unflatten(-1, (-1, 2)).contiguous())
    return torch.view_as_real(pairs * turns).flatten(-2)


# The file


def _write(path: Path, shape: Shape, tensors: Iterator[tuple[str, Any, Any]]) -> None:
    import gguf

    writer = gguf.GGUFWriter(str(path), "llama")
    writer.add_name("Klein")
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.inner)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.sharing)
    writer.add_rope_dimension_count(shape.width // shape.heads)
    writer.add_rope_freq_base(_BASE)
    writer.add_layer_norm_rms_eps(_EPSILON)
    writer.add_vocab_size(shape.vocabulary)
    _add_tokenizer(writer, shape.vocabulary)
    for name, array, kind in tensors:
        writer.add_tensor(name, array, raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _add_tokenizer(writer: Any, size: int) -> None:
    import gguf

    tokenizer = _tokenizer(min(size, SMALL.vocabulary))
    told = json.loads(tokenizer.to_str())["model"]
    names = sorted(told["vocab"], key=told["vocab"].__getitem__)
    # A large shape has more tokens than were learned; the others are there to take time.
    names += [f"extra{number}" for number in range(len(names), size)]
    kinds = [gguf.TokenType.CONTROL] * 3 + [gguf.TokenType.NORMAL] * (size - 3)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(names)
    writer.add_token_types(kinds)
    writer.add_token_merges([" ".join(pair) for pair in told["merges"]])
    writer.add_bos_token_id(0)
    writer.add_eos_token_id(2)
    writer.add_add_bos_token(False)
    writer.add_chat_template(TEMPLATE)
