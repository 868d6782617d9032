"""The third part of the model: a convolutional network over words, learned with those of the lines in their order.

The shape is that of `coach.phrasing.encoder`, which reads what is learned here. Parts of words, layers and hidden
units are left out at random while learning, so that no line hangs on one word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from coach.phrasing.encoder import BEFORE, EncoderCard, grams
from training.wording import Wording

WIDTH = 64
CHANNELS = 96
HIDDEN = 128
BUCKETS = 32_768
DILATIONS = (1, 2, 4)
ROUNDS = 9
BATCH = 64
RATE = 4e-3
DECAY = 0.01
WARMING = 300
"""So many steps the rate rises, before it falls."""
LEFT_OUT = 0.25
SHARE = 1.4
"""Its scores count for so much beside those of the linear part (chosen on writers that none had learned from)."""
SPREAD = 0.1
SEED = 0
_ALIKE = 40
"""Batches are made of lines of one length, out of so many batches at a time."""
_LEVELS = 30
"""Rows of the table are kept as whole numbers up to this."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Lines in numbers (`Wording`), with the rows of the table of each form and the concepts of each set."""

    turns: Sequence[np.ndarray]
    concepts: Sequence[str]
    grams: _Lists
    named: _Lists


@dataclass(frozen=True, slots=True)
class _Lists:
    """Lists of numbers, one behind the other."""

    numbers: np.ndarray
    starts: np.ndarray
    sizes: np.ndarray

    @classmethod
    def of(cls, lists: Sequence[Sequence[int]]) -> _Lists:
        sizes = np.array([len(one) for one in lists], dtype=np.int64)
        numbers = np.array([number for one in lists for number in one], dtype=np.int64)
        return cls(numbers, np.cumsum(sizes) - sizes, sizes)

    def bags(self, which: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
        """Some of the lists, one behind the other, and where each starts."""
        sizes = self.sizes[which]
        starts = np.cumsum(sizes) - sizes
        places = np.repeat(self.starts[which] - starts, sizes) + np.arange(sizes.sum())
        return torch.from_numpy(self.numbers[places]), torch.from_numpy(starts)


def heard(wording: Wording, turns: Sequence[np.ndarray]) -> Heard:
    """Lines, ready to be learned from."""
    concepts = sorted({name for names in wording.taggings for name in names})
    place = {name: number for number, name in enumerate(concepts)}
    return Heard(
        turns,
        concepts,
        _Lists.of([grams(form, BUCKETS) for form in wording.forms]),
        _Lists.of([sorted(place[name] for name in names) for names in wording.taggings]),
    )


@dataclass(frozen=True, slots=True)
class _Batch:
    """Lines by places: the form, the concepts and the part that stand there; `there` is 1 where there is a word, and
    `said` where it belongs to the line itself."""

    forms: np.ndarray
    taggings: np.ndarray
    parts: torch.Tensor
    there: torch.Tensor
    said: torch.Tensor


def _batch(turns: Sequence[np.ndarray]) -> _Batch:
    shape = (len(turns), max(map(len, turns)))
    columns = np.zeros((3, *shape), np.int64)
    there = np.zeros(shape, np.float32)
    for row, turn in enumerate(turns):
        columns[:, row, : len(turn)] = turn.T
        there[row, : len(turn)] = 1
    forms, taggings, parts = columns
    said = there * (parts != BEFORE)
    return _Batch(forms, taggings, torch.from_numpy(parts), torch.from_numpy(there), torch.from_numpy(said))


class _Network(nn.Module):
    def __init__(self, known: Heard, labels: int) -> None:
        super().__init__()
        self.known = known
        self.grams = nn.EmbeddingBag(BUCKETS, WIDTH, mode="sum")
        self.concepts = nn.EmbeddingBag(len(known.concepts), WIDTH, mode="sum")
        self.parts = nn.Embedding(3, WIDTH)
        for table in (self.grams, self.concepts, self.parts):
            nn.init.normal_(table.weight, 0, SPREAD)
        sizes = [WIDTH, *[CHANNELS] * (len(DILATIONS) - 1)]
        self.layers = nn.ModuleList(
            nn.Conv1d(size, CHANNELS, 3, padding=far, dilation=far)
            for size, far in zip(sizes, DILATIONS, strict=True)
        )
        self.leave_out = nn.Dropout(LEFT_OUT)
        self.hidden = nn.Linear(3 * CHANNELS * len(DILATIONS), HIDDEN)
        self.out = nn.Linear(HIDDEN, labels)

    def forward(self, batch: _Batch) -> torch.Tensor:
        there = batch.there[:, None]
        here = self.leave_out(self._vectors(batch)).transpose(1, 2) * there
        found = []
        for layer in self.layers:
            found.append(torch.relu(layer(here)) * there)
            here = self.leave_out(found[-1])
        loud = torch.cat(found, 1)
        said, before = batch.said[:, None], (batch.there - batch.said)[:, None]
        even = (loud * said).sum(2) / said.sum(2)
        pooled = torch.cat([(loud * said).amax(2), (loud * before).amax(2), even], 1)
        return self.out(self.leave_out(torch.relu(self.hidden(self.leave_out(pooled)))))

    def _vectors(self, batch: _Batch) -> torch.Tensor:
        forms, form = np.unique(batch.forms, return_inverse=True)
        taggings, tagging = np.unique(batch.taggings, return_inverse=True)
        shape = batch.forms.shape
        words = self.grams(*self.known.grams.bags(forms))[torch.from_numpy(form.reshape(shape))]
        names = self.concepts(*self.known.named.bags(taggings))[torch.from_numpy(tagging.reshape(shape))]
        return words + names + self.parts(batch.parts)


@dataclass(frozen=True, slots=True)
class Learned:
    """An encoder that was learned; `grams` are the rows of the table that some line used."""

    network: _Network
    grams: np.ndarray

    def scores(self, known: Heard, lines: np.ndarray) -> np.ndarray:
        """Scores, lines by labels."""
        found = np.zeros((len(lines), self.network.out.out_features))
        order = np.argsort([len(known.turns[line]) for line in lines], kind="stable")
        self.network.eval()
        with torch.no_grad():
            for part in np.array_split(order, max(1, len(order) // 128)):
                found[part] = self.network(_batch([known.turns[line] for line in lines[part]])).numpy()
        return found * SHARE

    def packed(self) -> tuple[EncoderCard, bytes, bytes]:
        """The card, the table in bytes, and the other arrays as they are kept."""
        table = self.network.grams.weight.detach().numpy().copy()
        table[np.setdiff1d(np.arange(BUCKETS), self.grams)] = 0
        scale = np.abs(table).max(axis=0) / _LEVELS
        card = EncoderCard(
            width=WIDTH,
            channels=CHANNELS,
            hidden=HIDDEN,
            buckets=BUCKETS,
            dilations=DILATIONS,
            concepts=tuple(self.network.known.concepts),
            scale=tuple(round(float(value), 9) for value in scale),
        )
        arrays = dict(self._arrays())
        dense = np.concatenate([arrays[name].ravel() for name in card.shapes(self.network.out.out_features)])
        return card, np.round(table / scale).astype(np.int8).tobytes(), dense.astype(np.float16).tobytes()

    def _arrays(self) -> Iterator[tuple[str, np.ndarray]]:
        network = self.network
        yield "concepts", network.concepts.weight.detach().numpy()
        yield "parts", network.parts.weight.detach().numpy()
        for number, layer in enumerate(network.layers):
            weights = layer.weight.detach().numpy()
            yield f"layer {number}", np.hstack([weights[:, :, tap].T for tap in range(3)])
        yield "biases", np.stack([layer.bias.detach().numpy() for layer in network.layers])
        yield "hidden", network.hidden.weight.detach().numpy().T
        yield "hidden bias", network.hidden.bias.detach().numpy()
        yield "out", network.out.weight.detach().numpy().T * SHARE
        yield "out bias", network.out.bias.detach().numpy() * SHARE


def fit(known: Heard, lines: np.ndarray, y: np.ndarray) -> Learned:
    """Learn from some of the lines, with lines by labels (-1 where nothing is known); the same gives the same."""
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    draw = np.random.default_rng(SEED)
    network = _Network(known, y.shape[1])
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    sizes = np.array([len(known.turns[line]) for line in lines])
    steps = ROUNDS * -(-len(lines) // BATCH)
    done = 0
    for _round in range(ROUNDS):
        for chosen in _batches(draw, sizes):
            for group in optimizer.param_groups:
                group["lr"] = RATE * min(1, (done + 1) / WARMING) * max(0, 1 - done / steps)
            _step(network, optimizer, [known.turns[line] for line in lines[chosen]], y[chosen])
            done += 1
    forms = np.unique(np.concatenate([known.turns[line][:, 0] for line in lines]))
    return Learned(network, np.unique(known.grams.bags(forms)[0].numpy()))


def _batches(draw: np.random.Generator, sizes: np.ndarray) -> list[np.ndarray]:
    """All lines once, lines of about one length together."""
    order = draw.permutation(len(sizes))
    batches = []
    for first in range(0, len(order), BATCH * _ALIKE):
        some = order[first : first + BATCH * _ALIKE]
        some = some[np.argsort(sizes[some], kind="stable")]
        batches += [some[start : start + BATCH] for start in range(0, len(some), BATCH)]
    return [batches[place] for place in draw.permutation(len(batches))]


def _step(network: _Network, optimizer: torch.optim.Optimizer, turns: Sequence[np.ndarray], y: np.ndarray) -> None:
    found = network(_batch(turns))
    known = torch.from_numpy((y >= 0).astype(np.float32))
    gold = torch.from_numpy(np.maximum(y, 0).astype(np.float32))
    loss = nn.functional.binary_cross_entropy_with_logits(found, gold, weight=known, reduction="sum") / len(y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
