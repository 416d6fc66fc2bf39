"""Feature crosses over a finished matrix, and the clean-up that every model but a tree needs."""

from __future__ import annotations

import numpy as np

Pair = tuple[np.ndarray, np.ndarray]

CROSSES = ("none", "ratio", "product", "select")
STRONGEST = 10
SELECTED = 30


def impute(train: np.ndarray, test: np.ndarray) -> Pair:
    """Replace missing cells by the training median of their column (0 for an empty column)."""
    seen = ~np.isnan(train).all(axis=0)
    median = np.zeros(train.shape[1])
    median[seen] = np.nanmedian(train[:, seen], axis=0)
    return np.where(np.isnan(train), median, train), np.where(np.isnan(test), median, test)


def scale(train: np.ndarray, test: np.ndarray) -> Pair:
    """Imputed columns with zero mean and unit deviation, clipped at 8 deviations."""
    train, test = impute(train, test)
    mean, deviation = train.mean(axis=0), train.std(axis=0) + 1e-9
    return ((train - mean) / deviation).clip(-8, 8), ((test - mean) / deviation).clip(-8, 8)


def cap(train: np.ndarray, test: np.ndarray, limit: int) -> Pair:
    """At most `limit` columns: those of largest variance after scaling to unit range, in their old order."""
    if train.shape[1] <= limit:
        return train, test
    spread = np.nanmax(train, axis=0) - np.nanmin(train, axis=0)
    variance = np.nanvar(train / np.where(spread > 0, spread, 1), axis=0).round(9)
    kept = np.sort(np.argsort(-variance, kind="stable")[:limit])
    return train[:, kept], test[:, kept]


def relevance(train: np.ndarray, outcome: np.ndarray) -> np.ndarray:
    """Absolute correlation of each column with the outcome (n,) or (n, classes); the largest over the
    classes."""
    outcome = outcome.reshape(len(outcome), -1).astype(float)
    columns = train - train.mean(axis=0)
    outcome = outcome - outcome.mean(axis=0)
    scale_of = np.sqrt((columns**2).sum(axis=0))[:, None] * np.sqrt((outcome**2).sum(axis=0))[None, :]
    return np.abs(columns.T @ outcome / (scale_of + 1e-12)).max(axis=1).round(9)


def cross(train: np.ndarray, test: np.ndarray, kind: str, outcome: np.ndarray) -> Pair:
    """Append ratios or products of strong columns, or keep the strongest columns only ('select')."""
    if kind == "none":
        return train, test
    train, test = impute(train, test)
    order = np.argsort(-relevance(train, outcome), kind="stable")
    varying = [j for j in order if train[:, j].std() > 1e-9]
    if kind == "select":
        kept = np.sort(varying[:SELECTED])
        return (train[:, kept], test[:, kept]) if len(kept) else (train, test)
    if kind == "ratio":
        many = sorted(j for j in varying if len(np.unique(train[:, j])) > 8)[:STRONGEST]
        pairs = [(i, j) for i in many for j in many if i < j]
        added = [
            (train[:, i] / (np.abs(train[:, j]) + 1e-3), test[:, i] / (np.abs(test[:, j]) + 1e-3))
            for i, j in pairs
        ]
        added = [(left.clip(-1e3, 1e3), right.clip(-1e3, 1e3)) for left, right in added]
    else:
        strong, (left, right) = varying[:STRONGEST], scale(train, test)
        pairs = [(i, j) for position, i in enumerate(strong) for j in strong[position:]]
        added = [(left[:, i] * left[:, j], right[:, i] * right[:, j]) for i, j in pairs]
    if not added:
        return train, test
    return (
        np.column_stack([train, *[left for left, _ in added]]),
        np.column_stack([test, *[right for _, right in added]]),
    )
