"""From model outputs to submissions: the dummy, the decision a metric asks for, the file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from sandmle.kernels import FACTS
from sandmle.parts.middles import best_constant
from sandmle.problem import Problem


def dummy(problem: Problem) -> np.ndarray:
    """The best constant for the metric: class shares, the geometric mean, the median or the mean."""
    rows = len(problem.test)
    if problem.task == "binary":
        return np.full(rows, problem.y.mean())
    if problem.task == "multiclass":
        return np.tile(np.bincount(problem.y, minlength=problem.class_count) / len(problem.y), (rows, 1))
    middle = "median" if problem.task == "ordinal" else FACTS[problem.metric].constant
    return np.full(rows, float(best_constant(problem.y.tolist(), middle)))


def decide(problem: Problem, predicted: np.ndarray) -> np.ndarray:
    """Class indices or grades for metrics that score labels; other metrics keep the predicted numbers."""
    if not problem.scores_labels:
        return predicted
    if problem.task == "ordinal":
        return grades(predicted, problem)
    return (predicted >= 0.5).astype(int) if problem.task == "binary" else predicted.argmax(axis=1)


def grades(predicted: np.ndarray, problem: Problem) -> np.ndarray:
    """Grades with the shares of the training rows, in the order of the predictions; equal predictions stay
    equal.

    Kappa punishes the shrunken spread that rounding a regression would leave.
    """
    shares = np.cumsum(np.bincount(problem.y, minlength=problem.class_count))[:-1] / len(problem.y)
    places = (rankdata(predicted) - 0.5) / len(predicted)
    return np.digitize(places, shares)


def submission_of(problem: Problem, predicted: np.ndarray) -> pd.DataFrame:
    """A submission in the shape of sample_submission.csv, in the order of test.csv.

    Raises ValueError when a prediction is missing or not finite.
    """
    if len(predicted) != len(problem.test) or not np.isfinite(predicted).all():
        raise ValueError("predictions are not one finite value a test row")
    decided = decide(problem, predicted)
    frame = pd.DataFrame({problem.id_column: problem.test[problem.id_column]})
    if problem.task == "multiclass" and problem.scores_labels:
        frame[problem.submission_columns[0]] = np.array(problem.classes, dtype=object)[decided]
    elif problem.task == "multiclass":
        order = [problem.classes.index(name) for name in problem.submission_columns]
        frame[problem.submission_columns] = decided[:, order]
    else:
        frame[problem.submission_columns[0]] = decided
    return frame


def write_submission(problem: Problem, predicted: np.ndarray, path: Path) -> None:
    """Write that submission. Raises ValueError when a prediction is missing or not finite."""
    frame = submission_of(problem, predicted)
    frame.to_csv(path, index=False, lineterminator="\n", float_format="%.6g")
