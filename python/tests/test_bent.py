"""Solutions of targets that are stretched or heap up at zero."""
from __future__ import annotations

import unittest

import support  # noqa: F401
import numpy as np
from sklearn.base import BaseEstimator, clone
from sklearn.neighbors import KNeighborsRegressor

from sandmle.parts.bent import blend_bent, normal_scores, off_scale, on_scale
from sandmle.parts.models import linear
from sandmle.parts.solving import blend_best, cross_validated_loss, held_out


def bent_rows(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
    """(n, 3) features and values that are 0 in a third of the rows and reach far in a few."""
    a = rng.standard_normal((n, 3))
    score = a @ np.array([1.0, 0.6, 0.0]) + 0.2 * rng.standard_normal(n)
    return a, np.maximum(np.expm1(1.2 * score) - 0.2, 0.0)


def neighbours() -> KNeighborsRegressor:
    """A model that knows its training rows by heart."""
    return KNeighborsRegressor(1)


class Column(BaseEstimator):
    """A model of one column."""

    def __init__(self, at: int, model: BaseEstimator) -> None:
        self.at, self.model = at, model

    def fit(self, a: np.ndarray, y: np.ndarray) -> "Column":
        """Fit to the column."""
        self.fitted_ = clone(self.model).fit(a[:, [self.at]], y)
        return self

    def predict(self, a: np.ndarray) -> np.ndarray:
        """Read the column."""
        return self.fitted_.predict(a[:, [self.at]])


class BentTest(unittest.TestCase):
    """What is fitted on another scale and read as values."""

    def test_ranks_decide_and_equal_values_stay_equal(self) -> None:
        scores = normal_scores(np.array([0.0, 900.0, 0.0, 5.0]))
        self.assertEqual(scores[0], scores[2])
        self.assertTrue(scores[0] < scores[3] < scores[1])
        self.assertAlmostEqual(scores.max(), 1.15, 2)

    def test_values_are_met_better_than_by_a_fit_to_them(self) -> None:
        for seed in range(3):
            rng = np.random.default_rng(seed)
            (a, values), (b, truth) = bent_rows(rng, 120), bent_rows(rng, 1000)
            models = [linear("regression"), linear("regression", 20.0)]
            plain = blend_best(models, a, values, b, "regression", 0)
            for middle, loss in (("median", lambda off: np.abs(off).mean()), ("mean", lambda off: np.sqrt((off**2).mean()))):
                read = blend_bent(models, a, values, b, middle)
                self.assertLess(loss(read - truth), 0.9 * loss(plain - truth), middle)
                self.assertGreaterEqual(read.min(), 0)

    def test_models_are_compared_on_later_days_where_test_rows_lie_later(self) -> None:
        days = np.random.default_rng(0).permutation(40)
        for rest, own in held_out(40, 4, days):
            self.assertLess(days[rest].max(), days[own].min())
        held = np.concatenate([own for _, own in held_out(40, 4, days)])
        self.assertEqual(sorted(days[held]), list(range(20, 40)))
        self.assertEqual(sorted(np.concatenate([own for _, own in held_out(40, 4)])), list(range(40)))

    def test_what_fits_the_days_seen_and_goes_astray_later_is_not_chosen(self) -> None:
        # By the day number itself the past is known by heart; later it says nothing.
        rng = np.random.default_rng(1)
        days, signal = np.arange(200.0), rng.standard_normal(200)
        values = signal + 3 * np.sin(days / 8)
        day_alone, signal_alone = Column(0, neighbours()), Column(1, neighbours())
        a = np.column_stack([days, signal])
        seen = [cross_validated_loss(model, a, values, "regression", 0) for model in (day_alone, signal_alone)]
        later = [cross_validated_loss(model, a, values, "regression", 0, days) for model in (day_alone, signal_alone)]
        self.assertLess(seen[0], seen[1])
        self.assertLess(later[1], later[0])

    def test_each_scale_is_left_by_the_way_that_it_was_entered(self) -> None:
        values = np.array([0.0, 0.0, 3.0, 40.0, 900.0])
        for scale in ("raw", "root", "log", "ranks"):
            np.testing.assert_allclose(off_scale(on_scale(values, scale), values, scale), values, atol=1e-9)


if __name__ == "__main__":
    unittest.main()
