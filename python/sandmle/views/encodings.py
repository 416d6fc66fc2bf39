"""Turn categories into numbers: one-hot, ordinal, or smoothed out-of-fold means of the target."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.model_selection import KFold

from sandmle.problem import Problem

ENCODINGS = ("onehot", "target", "ordinal")
MISSING = "(missing)"
SMOOTHING = 5.0
FOLDS = 5


def encode(
    problem: Problem, train: pd.DataFrame, test: pd.DataFrame, encoding: str
) -> tuple[np.ndarray, np.ndarray]:
    """Numeric columns as they are (NaN kept), object columns encoded: two float matrices with equal
    columns."""
    train_parts, test_parts = [], []
    for name in train.columns:
        if train[name].dtype.kind != "O":
            left, right = train[[name]].to_numpy(float), test[[name]].to_numpy(float)
        else:
            left, right = encode_column(problem, train[name], test[name], encoding)
        train_parts.append(left)
        test_parts.append(right)
    if not train_parts:
        return np.zeros((len(train), 1)), np.zeros((len(test), 1))
    return np.hstack(train_parts), np.hstack(test_parts)


def encode_column(
    problem: Problem, train: pd.Series, test: pd.Series, encoding: str
) -> tuple[np.ndarray, np.ndarray]:
    """One categorical column as a float block of shape (rows, width)."""
    train, test = train.fillna(MISSING).astype(str), test.fillna(MISSING).astype(str)
    levels = sorted(train.unique())
    if encoding == "target":
        return target_means(problem, train, test)
    if encoding == "ordinal":
        code = {level: float(position) for position, level in enumerate(levels)}
        return (
            train.map(code).to_numpy(float)[:, None],
            test.map(code).fillna(-1.0).to_numpy(float)[:, None],
        )
    known = np.array(levels, dtype=object)
    return (
        (train.to_numpy()[:, None] == known).astype(float),
        (test.to_numpy()[:, None] == known).astype(float),
    )


def target_means(problem: Problem, train: pd.Series, test: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Shrunken level means of the target; training rows see only the other folds, so that nobody reads
    itself."""
    outcome = target_matrix(problem)
    fitted = np.zeros_like(outcome)
    for rest, held in KFold(FOLDS, shuffle=True, random_state=0).split(outcome):
        fitted[held] = level_means(train.iloc[rest], outcome[rest], train.iloc[held])
    return fitted, level_means(train, outcome, test)


def target_matrix(problem: Problem) -> np.ndarray:
    """The target as columns to average: one per class for multiclass, logs for RMSLE, the value otherwise."""
    if problem.task == "multiclass":
        return np.eye(problem.class_count)[problem.y]
    values = problem.y.astype(float)
    return (np.log1p(np.maximum(values, 0)) if problem.logs else values)[:, None]


def level_means(levels: pd.Series, outcome: np.ndarray, wanted: pd.Series) -> np.ndarray:
    """Mean outcome of each wanted level, shrunk towards the overall mean by SMOOTHING pseudo rows."""
    overall = outcome.mean(axis=0)
    grouped = pd.DataFrame(outcome).groupby(levels.to_numpy())
    sums, counts = grouped.sum(), grouped.size()
    columns = []
    for position in range(outcome.shape[1]):
        mean = (sums[position] + SMOOTHING * overall[position]) / (counts + SMOOTHING)
        columns.append(wanted.map(mean).fillna(overall[position]).to_numpy(float))
    return np.stack(columns, axis=1)
