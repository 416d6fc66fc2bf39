"""Metric kernels: one metric, one standard-library file, `score(truth, predictions, classes) -> float`.

Every evaluator that leaves the product is a projection of these files, so they import nothing but the standard
library. truth and predictions are equally long and aligned. Value metrics take lists of floats; label metrics take
lists of labels as they appear in answer.csv; multi-log-loss takes labels and one list of probabilities a row, in the
order of `classes`. Scores do not depend on the order of rows.
"""
from __future__ import annotations

import importlib
from types import ModuleType

# Submission kind and direction of every metric; the order is that of lib/domain/vocabulary.ts.
METRICS = {
    "auc": ("value", "maximize"),
    "log-loss": ("value", "minimize"),
    "multi-log-loss": ("probabilities", "minimize"),
    "accuracy": ("label", "maximize"),
    "macro-f1": ("label", "maximize"),
    "qwk": ("label", "maximize"),
    "rmse": ("value", "minimize"),
    "mae": ("value", "minimize"),
    "rmsle": ("value", "minimize"),
}


def load_kernel(metric: str) -> ModuleType:
    """The kernel module of a metric. Raises KeyError for an unknown metric."""
    if metric not in METRICS:
        raise KeyError(metric)
    return importlib.import_module(f"{__name__}.{metric.replace('-', '_')}")
