"""The first part of the model, the linear one: a classifier for each label."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

STRENGTH = 100.0
"""Inverse strength of the L2 penalty (C of the classifier), for lines of length one; chosen on the folds."""


def fit(x: csr_matrix, y: np.ndarray) -> np.ndarray:
    """Weights, features by labels; zeros for a label that never occurs."""
    return np.column_stack([_one(x, column) for column in y.T])


def _one(x: csr_matrix, y: np.ndarray) -> np.ndarray:
    known = np.flatnonzero(y >= 0)
    if y[known].min() == y[known].max():
        return np.zeros(x.shape[1])
    classifier = LogisticRegression(C=STRENGTH, solver="liblinear", fit_intercept=False, max_iter=400)
    return classifier.fit(x[known].astype(np.float64), y[known]).coef_[0]
