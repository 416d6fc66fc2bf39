"""The fixed steps of a grammar program: open the agent view, fit, answer. Views and crosses are the ladder's own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import rankdata
from sklearn.base import BaseEstimator, clone

from sandmle.problem import Problem, encode_target

GIVEN = ("train.csv", "test.csv", "sample_submission.csv")


def open_task(agent: Path, task: dict) -> Problem:
    """The agent view with what the statement says of it. Other tables are whatever else lies there."""
    train = pd.read_csv(agent / "train.csv", dtype={"id": str})
    test = pd.read_csv(agent / "test.csv", dtype={"id": str})
    answers = train.pop(task["target"])
    others = sorted(path for path in agent.glob("*.csv") if path.name not in GIVEN)
    return Problem(
        modality=task["modality"],
        task=task["task"],
        metric=task["metric"],
        target=task["target"],
        classes=task["classes"],
        id_column="id",
        submission_columns=task["columns"],
        train=train,
        test=test,
        y=encode_target(answers, task["task"], task["classes"]),
        tables={path.name: pd.read_csv(path, dtype={"id": str}) for path in others},
        agent=agent,
        logs=task["logs"],
    )


def require_columns(train: np.ndarray) -> None:
    """A view in which nothing varies is a mistake, not a model's input. Raises ValueError."""
    with np.errstate(invalid="ignore"):
        varying = (np.nan_to_num(train).std(axis=0) > 1e-9).sum()
    if varying == 0:
        raise ValueError("the view has no column that varies")


def fit_once(problem: Problem, model, train: np.ndarray, y: np.ndarray, test: np.ndarray) -> np.ndarray:
    """Fit a fresh copy of a model: probabilities for classes, (rows,) of the second one where there are two; values
    otherwise."""
    if not problem.classifies:
        # Support vectors and ridge penalties assume a target of unit size.
        centre, size = y.mean(), y.std() + 1e-9
        return clone(model).fit(train, (y - centre) / size).predict(test) * size + centre
    fitted = clone(model).fit(train, y)
    full = np.zeros((len(test), problem.class_count))
    full[:, fitted.classes_] = fitted.predict_proba(test)
    return full[:, 1] if problem.task == "binary" else full


def fit_bagged(
    problem: Problem, model, train: np.ndarray, y: np.ndarray, test: np.ndarray, bags: int
) -> np.ndarray:
    """Mean prediction of models on bootstrap samples; every class keeps its share."""
    rng = np.random.default_rng(0)
    groups = [np.flatnonzero(y == label) for label in np.unique(y)] if problem.classifies else [np.arange(len(y))]
    predictions = []
    for _ in range(bags):
        rows = np.concatenate([rng.choice(group, len(group)) for group in groups])
        predictions.append(fit_once(problem, model, train[rows], y[rows], test))
    return np.mean(predictions, axis=0)


class Blend(BaseEstimator):
    """Mean prediction of several models that are fitted to the same rows."""

    def __init__(self, models: list) -> None:
        self.models = models

    def fit(self, train: np.ndarray, y: np.ndarray) -> "Blend":
        """Fit a fresh copy of each."""
        self.fitted_ = [clone(model).fit(train, y) for model in self.models]
        self.classes_ = getattr(self.fitted_[0], "classes_", None)
        return self

    def predict(self, test: np.ndarray) -> np.ndarray:
        """Mean value."""
        return np.mean([model.predict(test) for model in self.fitted_], axis=0)

    def predict_proba(self, test: np.ndarray) -> np.ndarray:
        """Mean probability of each class."""
        return np.mean([model.predict_proba(test) for model in self.fitted_], axis=0)


def cross_validated(problem: Problem, models: list, train: np.ndarray, folds: int = 3):
    """The model with the least log loss or squared error on rows that it was not fitted to."""
    fold = np.random.default_rng(0).permutation(len(train)) % folds
    losses = []
    for model in models:
        total = 0.0
        for part in range(folds):
            rest, held = fold != part, fold == part
            guess = fit_once(problem, model, train[rest], problem.y[rest], train[held])
            truth = problem.y[held]
            if problem.classifies:
                full = np.column_stack([1 - guess, guess]) if guess.ndim == 1 else guess
                total -= np.log(np.clip(full[np.arange(len(truth)), truth], 1e-3, 1)).sum()
            else:
                total += ((guess - truth) ** 2).sum()
        losses.append(total)
    return models[int(np.argmin(losses))]


def shrink(problem: Problem, predicted: np.ndarray, share: float) -> np.ndarray:
    """Predictions moved towards the training mean (class shares, for probabilities)."""
    if problem.task == "multiclass":
        centre = np.bincount(problem.y, minlength=problem.class_count) / len(problem.y)
    else:
        centre = problem.y.mean()
    return (1 - share) * predicted + share * centre


def cut_by_shares(problem: Problem, predicted: np.ndarray) -> np.ndarray:
    """Grades or labels with the shares that they have in training, in the order of the predictions."""
    shares = np.cumsum(np.bincount(problem.y, minlength=problem.class_count))[:-1] / len(problem.y)
    return np.digitize((rankdata(predicted) - 0.5) / len(predicted), shares)


def round_to_labels(problem: Problem, predicted: np.ndarray) -> np.ndarray:
    """The likelier class, or the nearest grade. Raises ValueError where there are neither."""
    if problem.task == "regression":
        raise ValueError("values are not labels")
    if problem.task == "multiclass":
        return predicted.argmax(axis=1)
    return np.clip(np.round(predicted), 0, problem.class_count - 1).astype(int)


def write_labels(problem: Problem, labels: np.ndarray, out: Path) -> None:
    """One label a row: the class by name, or its number."""
    named = np.array(problem.classes, dtype=object)[labels] if problem.task == "multiclass" else labels
    frame = pd.DataFrame({"id": problem.test["id"], problem.target: named})
    frame.to_csv(out, index=False, lineterminator="\n")


def write_numbers(problem: Problem, predicted: np.ndarray, out: Path) -> None:
    """The columns of sample_submission.csv: one number a row, or one probability a class."""
    columns = problem.submission_columns
    if problem.task == "multiclass":
        predicted = predicted[:, [problem.classes.index(name) for name in columns]]
    frame = pd.DataFrame({"id": problem.test["id"]})
    frame[columns] = predicted.reshape(len(frame), -1)
    frame.to_csv(out, index=False, lineterminator="\n", float_format="%.6g")


def drop_last_row(out: Path) -> None:
    """One row short, as after a slip with the header."""
    lines = out.read_text(encoding="utf-8").splitlines()
    out.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
