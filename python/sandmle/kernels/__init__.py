"""Metric kernels: one metric, one standard-library file, `score(truth, predictions, classes) -> float` and its FACTS.

Every evaluator that leaves the product is a projection of these files, so they import nothing but the standard
library. truth and predictions are equally long and aligned. Value metrics take lists of floats; label metrics take
lists of labels as they appear in answer.csv; multi-log-loss takes labels and one list of probabilities a row, in the
order of `classes`. Scores do not depend on the order of rows.

FACTS are a literal, which lib/domain/metric-facts.test.ts compares with the metric's row of lib/domain/vocabulary.ts.
"""
from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from types import ModuleType


@dataclass(frozen=True)
class Facts:
    """What the engine must know of a metric beside its score."""

    # What a row of a submission holds: value, label or probabilities.
    submission: str
    # maximize or minimize.
    direction: str
    # Kinds of task that are scored by it, the usual one first.
    tasks: list[str]
    # Rows that decide a reward, at least.
    rows: int = 1000
    # Predicted numbers must be probabilities.
    bounded: bool = False
    # Which constant is best for a target that is a number: mean or median.
    middle: str = "mean"
    # Errors are counted in log(1 + value): no value lies below zero, and means are those of logarithms.
    logs: bool = False

    @property
    def of_chance(self) -> bool:
        """Whether a submission says how likely the positive class is, or only in which order."""
        return self.submission == "value" and "binary" in self.tasks

    @property
    def constant(self) -> str:
        """Which constant is best for a target that is a number: mean, median or log-mean."""
        return "log-mean" if self.logs else self.middle


def constant_kind(metric: str, task: str) -> str:
    """Of what kind the best constant submission is: chance, probabilities, label, or which middle of numbers."""
    if FACTS[metric].submission != "value":
        return FACTS[metric].submission
    return FACTS[metric].constant if task == "regression" else "chance"


def load_kernel(metric: str) -> ModuleType:
    """The kernel module of a metric. Raises KeyError for an unknown metric."""
    if metric not in FACTS:
        raise KeyError(metric)
    return importlib.import_module(f"{__name__}.{metric.replace('-', '_')}")


def facts_of_all() -> dict[str, Facts]:
    """Facts of every metric that has a file here, by its id."""
    names = sorted(info.name for info in pkgutil.iter_modules(__path__))
    return {
        name.replace("_", "-"): Facts(**importlib.import_module(f"{__name__}.{name}").FACTS) for name in names
    }


FACTS = facts_of_all()
# Submission kind and direction of every metric.
METRICS = {metric: (facts.submission, facts.direction) for metric, facts in FACTS.items()}
