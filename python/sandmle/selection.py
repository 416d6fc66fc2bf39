"""Choosing among pipelines on training rows: cross-validated loss of a recipe on a matrix."""
from __future__ import annotations

import numpy as np
from sklearn.model_selection import KFold, StratifiedKFold

from sandmle.models import Recipe, fit_predict
from sandmle.predictions import decide
from sandmle.problem import Problem

FOLDS = 4
CLIP = 1e-6


def cross_validate(problem: Problem, recipe: Recipe, matrix: np.ndarray, folds: int = FOLDS) -> float:
    """Loss (lower is better) of out-of-fold predictions under the task's metric."""
    held_out: np.ndarray | None = None
    for rest, held in fold_rows(problem, folds):
        predicted = fit_predict(problem, recipe, matrix[rest], problem.y[rest], matrix[held])
        if held_out is None:
            held_out = np.zeros((len(problem.y), *predicted.shape[1:]))
        held_out[held] = predicted
    return loss(problem, problem.y, held_out)


def fold_rows(problem: Problem, folds: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Row indices (rest, held) of each fold; stratified while every class has enough rows."""
    y = problem.y
    if problem.classifies and np.bincount(y)[np.unique(y)].min() >= folds:
        splitter = StratifiedKFold(folds, shuffle=True, random_state=0)
    else:
        splitter = KFold(folds, shuffle=True, random_state=0)
    return list(splitter.split(np.zeros(len(y)), y))


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
    raise ValueError(f"unknown metric {metric!r}")


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
