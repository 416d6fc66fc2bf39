"""Views that must not predict anything: what the id, the row order or one column alone gives away."""
from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from sandmle.parts.solving import cross_validated_loss, fit_predict


def id_digits(train: pd.DataFrame, test: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """The id as a number and as eight digits."""
    views = []
    for frame in (train, test):
        digits = np.array([[int(digit, 16) for digit in name] for name in frame["id"]], dtype=float)
        views.append(np.column_stack([digits, (digits * 16.0 ** np.arange(7, -1, -1)).sum(axis=1)]))
    return views[0], views[1]


def row_order(train: pd.DataFrame, test: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """The position of a row in its file, absolute and as a share."""
    return tuple(np.column_stack([np.arange(len(f)), np.arange(len(f)) / len(f)]) for f in (train, test))


def best_single_column(a: np.ndarray, y: np.ndarray, b: np.ndarray, task: str, classes: int) -> np.ndarray:
    """Prediction of a small tree on the one column that cross-validation prefers."""
    kind = DecisionTreeClassifier if task in ("binary", "multiclass") else DecisionTreeRegressor
    tree = kind(max_depth=3, min_samples_leaf=8, random_state=0)
    losses = [cross_validated_loss(tree, a[:, [j]], y, task, classes) for j in range(a.shape[1])]
    best = int(np.argmin(losses))
    return fit_predict(tree, a[:, [best]], y, b[:, [best]], task, classes)
