"""What every solution does: read the agent view, fit, decide, write. Works for all tasks and metrics."""
from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.base import clone


def arguments() -> tuple[Path, Path]:
    """Folder of the agent view and file of the submission, from the command line."""
    parser = argparse.ArgumentParser(description="Read the agent view, write a submission.")
    parser.add_argument("--agent", default="agent")
    parser.add_argument("--out", default="submission.csv")
    options = parser.parse_args()
    return Path(options.agent), Path(options.out)


def read_task(
    agent: Path, target: str, task: str, metric: str, classes: list[str]
) -> tuple[pd.DataFrame, pd.DataFrame, np.ndarray]:
    """Training rows without the target, test rows, and the target as floats.

    Classes become their index; values are taken as log(1 + value) when the metric compares logarithms.
    """
    train = pd.read_csv(agent / "train.csv", dtype={"id": str})
    test = pd.read_csv(agent / "test.csv", dtype={"id": str})
    column = train.pop(target)
    if task == "multiclass":
        return train, test, column.astype(str).map(classes.index).to_numpy(float)
    values = column.to_numpy(float)
    return train, test, np.log1p(values) if metric == "rmsle" else values


def raw_table(train: pd.DataFrame, test: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Plain columns as they are: numbers, one indicator a category level, dates as day numbers; no texts, no paths."""
    parts_train, parts_test = [np.zeros((len(train), 0))], [np.zeros((len(test), 0))]
    for name in train.columns.drop("id"):
        if train[name].dtype.kind != "O":
            pair = (train[[name]].to_numpy(float), test[[name]].to_numpy(float))
        elif train[name].str.fullmatch(r"\d{4}-\d\d-\d\d").all():
            pair = tuple(pd.to_datetime(f[name]).map(pd.Timestamp.toordinal).to_numpy(float)[:, None] for f in (train, test))
        elif train[name].nunique() <= 50:
            levels = sorted(train[name].dropna().unique())
            pair = tuple((f[name].to_numpy()[:, None] == np.array(levels, dtype=object)).astype(float) for f in (train, test))
        else:
            continue
        parts_train.append(pair[0])
        parts_test.append(pair[1])
    return np.hstack(parts_train), np.hstack(parts_test)


def prepared(a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Training and test features without gaps and constant columns, centred and scaled by the training rows."""
    a, b = (np.where(np.isfinite(x), x, np.nan) for x in (a, b))
    a, b = a[:, ~np.isnan(a).all(axis=0)], b[:, ~np.isnan(a).all(axis=0)]
    middle = np.nanmedian(a, axis=0)
    a, b = (np.where(np.isnan(x), middle, x) for x in (a, b))
    spread = a.std(axis=0)
    kept = spread > 1e-9
    return tuple(np.clip((x[:, kept] - a[:, kept].mean(axis=0)) / spread[kept], -8, 8) for x in (a, b))


def fit_predict(model, a: np.ndarray, y: np.ndarray, b: np.ndarray, task: str, classes: int) -> np.ndarray:
    """Fit a fresh copy of a model: probabilities (n, classes) for class targets, else values (n,)."""
    if task in ("binary", "multiclass"):
        labels = y.astype(int)
        full = np.zeros((len(b), classes))
        if len(np.unique(labels)) == 1:
            full[:, labels[0]] = 1.0
            return full
        fitted = clone(model).fit(a, labels)
        full[:, fitted.classes_] = fitted.predict_proba(b)
        return full
    # Support vectors and ridge penalties assume a target of unit size.
    centre, size = y.mean(), y.std() + 1e-9
    return clone(model).fit(a, (y - centre) / size).predict(b) * size + centre


def held_out(rows: int, folds: int, days: np.ndarray | None = None) -> list[tuple[np.ndarray, np.ndarray]]:
    """Which rows to fit to and which to predict, fold after fold: shuffled, or, where test rows lie later, every part of
    the later half of the days from all days before it."""
    if days is None:
        fold = np.random.default_rng(0).permutation(rows) % folds
        return [(np.flatnonzero(fold != part), np.flatnonzero(fold == part)) for part in range(folds)]
    order = np.argsort(days, kind="stable")
    edges = np.linspace(rows // 2, rows, folds + 1).astype(int)
    return [(order[:start], order[start:stop]) for start, stop in zip(edges, edges[1:])]


def cross_validated_loss(
    model, a: np.ndarray, y: np.ndarray, task: str, classes: int, days: np.ndarray | None = None
) -> float:
    """Mean log loss or squared error over the rows held out."""
    losses = []
    for rest, own in held_out(len(y), 4, days):
        guess = fit_predict(model, a[rest], y[rest], a[own], task, classes)
        if task in ("binary", "multiclass"):
            right = np.clip(guess[np.arange(len(own)), y[own].astype(int)], 1e-4, 1)
            losses.append(-np.log(right).mean())
        else:
            losses.append(((guess - y[own]) ** 2).mean())
    return float(np.mean(losses))


def blend_best(
    models: list, a: np.ndarray, y: np.ndarray, b: np.ndarray, task: str, classes: int, days: np.ndarray | None = None
) -> np.ndarray:
    """Mean prediction of the two models that cross-validation prefers."""
    losses = [cross_validated_loss(model, a, y, task, classes, days) for model in models]
    chosen = [models[position] for position in np.argsort(losses, kind="stable")[:2]]
    return np.mean([fit_predict(model, a, y, b, task, classes) for model in chosen], axis=0)


def decide(prediction: np.ndarray, y: np.ndarray, metric: str, target: str, classes: list[str]) -> dict:
    """Submission columns for a metric: probabilities, labels, grades or values."""
    if metric in ("auc", "log-loss"):
        return {target: prediction[:, 1]}
    if metric == "multi-log-loss":
        return dict(zip(classes, prediction.T))
    if metric == "qwk":
        # Kappa punishes a shrunken spread: give every grade the share that it has in training.
        grades = np.arange(len(classes))
        shares = np.cumsum([(y == grade).mean() for grade in grades])[:-1]
        return {target: np.digitize(prediction, np.quantile(prediction, np.minimum(shares, 1)))}
    if metric == "macro-f1" and len(classes) == 2:
        cut = np.quantile(prediction[:, 1], 1 - y.mean())
        return {target: (prediction[:, 1] > cut).astype(int)}
    if metric in ("accuracy", "macro-f1"):
        return {target: np.array(classes)[prediction.argmax(axis=1)]}
    return {target: np.maximum(np.expm1(prediction), 0) if metric == "rmsle" else prediction}


def write_submission(test: pd.DataFrame, columns: dict, out: Path) -> None:
    """Write the submission: the ids of the test rows and the predicted columns."""
    frame = pd.DataFrame({"id": test["id"], **columns})
    frame.to_csv(out, index=False, lineterminator="\n", float_format="%.8g")
