"""The second part of the model: a network with one hidden layer, shared by all labels.

It learns what features mean together, and labels that are rare learn from those that are not. Features and hidden
units are left out at random while learning, so that no line hangs on one word.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from scipy.sparse import csr_matrix
from torch import nn

HIDDEN = 64
ROUNDS = 18
BATCH = 64
RATE = 4e-3
LEFT_OUT = 0.3
"""Which part of the features of a line, and of the hidden units, is left out at each step."""
SPREAD = 0.1
LOUDNESS = 4.0
"""Lines have length one; this much louder the network learns them well (chosen on the folds)."""
SHARE = 0.4
"""Its scores count for so much beside those of the linear part (chosen on writers that none had learned from)."""
SEED = 0


@dataclass(frozen=True, slots=True)
class Learned:
    """Weights: features by hidden units with a bias for each unit, units by labels with a bias for each label."""

    into: np.ndarray
    bias: np.ndarray
    out: np.ndarray
    out_bias: np.ndarray

    def scores(self, x: csr_matrix) -> np.ndarray:
        """Scores, lines by labels."""
        return np.maximum(x @ self.into + self.bias, 0) @ self.out + self.out_bias


class _Network(nn.Module):
    def __init__(self, features: int, labels: int) -> None:
        super().__init__()
        self.into = nn.EmbeddingBag(features, HIDDEN, mode="sum", sparse=True)
        self.bias = nn.Parameter(torch.zeros(HIDDEN))
        self.leave_out = nn.Dropout(LEFT_OUT)
        self.out = nn.Linear(HIDDEN, labels)
        nn.init.normal_(self.into.weight, 0, SPREAD)

    def forward(self, places: torch.Tensor, starts: torch.Tensor, values: torch.Tensor) -> torch.Tensor:
        hidden = torch.relu(self.into(places, starts, values) + self.bias)
        return self.out(self.leave_out(hidden))


def fit(x: csr_matrix, y: np.ndarray) -> Learned:
    """Learn from lines by features and lines by labels (-1 where nothing is known); the same gives the same."""
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    draw = np.random.default_rng(SEED)
    network = _Network(x.shape[1], y.shape[1])
    rest = [network.bias, *network.out.parameters()]
    optimizers = [
        torch.optim.SparseAdam([network.into.weight], lr=RATE),
        torch.optim.Adam(rest, lr=RATE),
    ]
    steps = ROUNDS * -(-x.shape[0] // BATCH)
    done = 0
    for _round in range(ROUNDS):
        order = draw.permutation(x.shape[0])
        for first in range(0, len(order), BATCH):
            _step(network, optimizers, x, y, order[first : first + BATCH], RATE * (1 - done / steps))
            done += 1
    return _learned(network)


def _step(
    network: _Network,
    optimizers: list[torch.optim.Optimizer],
    x: csr_matrix,
    y: np.ndarray,
    lines: np.ndarray,
    rate: float,
) -> None:
    found = network(*_bags(x[lines]))
    known = torch.from_numpy((y[lines] >= 0).astype(np.float32))
    gold = torch.from_numpy(np.maximum(y[lines], 0).astype(np.float32))
    loss = nn.functional.binary_cross_entropy_with_logits(found, gold, weight=known, reduction="sum") / len(lines)
    for optimizer in optimizers:
        for group in optimizer.param_groups:
            group["lr"] = rate
        optimizer.zero_grad()
    loss.backward()
    for optimizer in optimizers:
        optimizer.step()


def _bags(lines: csr_matrix) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Places and values of the features of each line, some left out, and where each line starts."""
    values = torch.from_numpy((lines.data * LOUDNESS).astype(np.float32))
    kept = values * (torch.rand(len(values)) > LEFT_OUT)
    places = torch.from_numpy(lines.indices.astype(np.int64))
    return places, torch.from_numpy(lines.indptr[:-1].astype(np.int64)), kept


def _learned(network: _Network) -> Learned:
    into = network.into.weight.detach().numpy() * LOUDNESS
    out = network.out.weight.detach().numpy().T * SHARE
    return Learned(into, network.bias.detach().numpy(), out, network.out.bias.detach().numpy() * SHARE)
