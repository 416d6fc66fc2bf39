"""Regression targets with a long tail and with zeros."""
from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

import support
import numpy as np
import pandas as pd

from sandmle.compose import compose
from sandmle.spec import CannotCompose, plan_of
from sandmle.study import run_program

RANGE = [0, 60]


def spec_of(metric: str, form: dict, target: dict | None = None) -> dict:
    """An example of a regression with this form."""
    spec = support.load_spec("hill-dose")
    target = {**spec["target"], "classes": None, "range": RANGE, **form, **(target or {})}
    return {**spec, "task": "regression", "metric": metric, "target": target, "imbalance": None, "rows": {"train": 60, "test": 6000}}


def answers(spec: dict) -> tuple[np.ndarray, np.ndarray]:
    """Targets of the test rows, and what somebody who knows the rule would submit."""
    with tempfile.TemporaryDirectory() as folder:
        run_program(compose(plan_of(spec))["generate.py"], "generate.py", ["--out", folder])
        judge = Path(folder) / "judge"
        both = [pd.read_csv(judge / f"{name}.csv").sort_values("id") for name in ("answer", "oracle")]
    return tuple(frame[spec["target"]["name"]].to_numpy(float) for frame in both)


def tail(values: np.ndarray) -> float:
    """How much farther the highest values lie from the middle than the lowest."""
    low, middle, high = np.quantile(values, [0.02, 0.5, 0.98])
    return float((high - middle) / (middle - low))


class FormTest(unittest.TestCase):
    """Drawn targets."""

    def test_a_tail_reaches_up_and_stays_within_the_range(self) -> None:
        plain, bent = (tail(answers(spec_of("mae", form))[0]) for form in ({}, {"skew": 0.5}))
        self.assertGreater(bent, plain + 0.5)
        actual, _ = answers(spec_of("mae", {"skew": 0.5}))
        self.assertTrue(RANGE[0] <= actual.min() and actual.max() <= RANGE[1])
        self.assertLess((actual == 0).mean(), 0.01)
        self.assertGreater(np.quantile(actual, 0.999), 0.6 * RANGE[1])

    def test_zeros_are_as_frequent_as_stated(self) -> None:
        for zeros in (0.1, 0.35):
            actual, _ = answers(spec_of("mae", {"skew": 0.4, "zeros": zeros}))
            self.assertAlmostEqual((actual == 0).mean(), zeros, delta=0.06)

    def test_what_the_oracle_submits_cannot_be_shifted_for_the_better(self) -> None:
        error = {"mae": lambda miss: np.abs(miss).mean(), "rmse": lambda miss: (miss**2).mean()}
        for metric, score in error.items():
            actual, oracle = answers(spec_of(metric, {"skew": 0.6, "zeros": 0.2}))
            for factor in (0.93, 1.07):
                self.assertLess(score(actual - oracle), score(actual - factor * oracle), (metric, factor))

    def test_is_refused_where_it_means_nothing(self) -> None:
        for spec in (
            spec_of("rmsle", {"skew": 0.4}),
            spec_of("mae", {"skew": 0.4}, {"range": None}),
            spec_of("mae", {"zeros": 0.2}, {"range": [5, 60]}),
        ):
            with self.assertRaisesRegex(CannotCompose, "target: "):
                plan_of(spec)


if __name__ == "__main__":
    unittest.main()
