"""Choosing among pipelines on training rows: cross-validated loss of a recipe on a matrix."""

from __future__ import annotations

import numpy as np
from sklearn.model_selection import KFold, StratifiedKFold

from sandmle.kernels import METRICS, load_kernel
from sandmle.models import Recipe, fit_predict
from sandmle.predictions import decide
from sandmle.problem import Problem

FOLDS = 4
CLIP = 1e-6


def cross_validate(problem: Problem, recipe: Recipe, matrix: np.ndarray, folds: int = FOLDS) -> float:
    """Loss (lower is better) of out-of-fold predictions under the task's metric."""
    return loss(problem, *out_of_fold(problem, recipe, matrix, folds))


def out_of_fold(
    problem: Problem, recipe: Recipe, matrix: np.ndarray, folds: int
) -> tuple[np.ndarray, np.ndarray]:
    """Truth and predictions of all held-out rows, fold after fold; equal row order for every recipe."""
    truth, predicted = [], []
    for rest, held in fold_rows(problem, folds):
        truth.append(problem.y[held])
        predicted.append(fit_predict(problem, recipe, matrix[rest], problem.y[rest], matrix[held]))
    return np.concatenate(truth), np.concatenate(predicted)


def fold_rows(problem: Problem, folds: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Row indices (rest, held) of each fold: later dates for a series, else random and, where possible,
    stratified."""
    y, dates = problem.y, problem.columns_of("date")
    if problem.modality == "series" and dates:
        return later_rows(problem.train[dates[0]].to_numpy(str), folds)
    if problem.classifies and np.bincount(y)[np.unique(y)].min() >= folds:
        splitter = StratifiedKFold(folds, shuffle=True, random_state=0)
    else:
        splitter = KFold(folds, shuffle=True, random_state=0)
    return list(splitter.split(np.zeros(len(y)), y))


def later_rows(dates: np.ndarray, folds: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Blocks of the later half of the dates, each predicted from everything before it: the test rows lie
    ahead too."""
    order = np.argsort(dates, kind="stable")
    edges = np.linspace(len(order) // 2, len(order), folds).astype(int)
    return [(order[:start], order[start:stop]) for start, stop in zip(edges[:-1], edges[1:])]


def loss(problem: Problem, y: np.ndarray, predicted: np.ndarray) -> float:
    """The task's metric on encoded targets, turned so that lower is better."""
    decided = decide(problem, predicted)
    metric = problem.metric
    if metric == "auc":
        return -area_under_curve(y, decided)
    if metric == "log-loss":
        p = np.clip(decided, CLIP, 1 - CLIP)
        return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))
    if metric == "multi-log-loss":
        p = np.clip(decided, CLIP, 1)
        return float(-np.mean(np.log((p / p.sum(axis=1, keepdims=True))[np.arange(len(y)), y])))
    if metric == "accuracy":
        return -float(np.mean(decided == y))
    if metric == "macro-f1":
        return -macro_f1(y, decided, problem.class_count)
    if metric == "qwk":
        return -quadratic_kappa(y, decided, problem.class_count)
    if metric == "rmsle":
        return float(np.sqrt(np.mean((np.log1p(y) - np.log1p(np.maximum(decided, 0))) ** 2)))
    if metric == "mae":
        return float(np.mean(np.abs(y - decided)))
    if metric == "rmse":
        return float(np.sqrt(np.mean((y - decided) ** 2)))
    return slow_loss(metric, y, decided)


def slow_loss(metric: str, y: np.ndarray, decided: np.ndarray) -> float:
    """The same by the kernel, for a metric without a form above; class indices stand for labels."""
    classes = list(range(decided.shape[1])) if decided.ndim == 2 else []
    score = load_kernel(metric).score(y.tolist(), decided.tolist(), classes)
    return -score if METRICS[metric][1] == "maximize" else score


def area_under_curve(y: np.ndarray, scores: np.ndarray) -> float:
    """Share of (positive, negative) pairs in the right order, ties counting one half; 0.5 for one class."""
    positive, negative = scores[y == 1], scores[y == 0]
    if not len(positive) or not len(negative):
        return 0.5
    ordered = np.sort(negative)
    below = np.searchsorted(ordered, positive, side="left") + np.searchsorted(ordered, positive, side="right")
    return float(below.sum() / 2 / len(positive) / len(negative))


def macro_f1(y: np.ndarray, labels: np.ndarray, classes: int) -> float:
    """Mean F1 over the classes that occur in the truth or the labels."""
    scores = []
    for number in range(classes):
        hits = np.sum((y == number) & (labels == number))
        claimed = np.sum(y == number) + np.sum(labels == number)
        if claimed:
            scores.append(2 * hits / claimed)
    return float(np.mean(scores))


def quadratic_kappa(y: np.ndarray, grades: np.ndarray, classes: int) -> float:
    """Cohen's kappa with quadratic weights; 0 when chance agreement is undefined."""
    observed = np.zeros((classes, classes))
    np.add.at(observed, (y, grades), 1)
    weight = (np.arange(classes)[:, None] - np.arange(classes)[None, :]) ** 2
    expected = np.outer(observed.sum(axis=1), observed.sum(axis=0)) / observed.sum()
    chance = (weight * expected).sum()
    return 1 - float((weight * observed).sum() / chance) if chance else 0.0
