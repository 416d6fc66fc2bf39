"""The standard-library kernels agree with scikit-learn, and the bootstrap agrees with the kernels."""
from __future__ import annotations

import unittest

import support  # noqa: F401
import numpy as np
from sklearn import metrics

from sandmle.bootstrap import resample_counts, slow_scores, weighted_scores
from sandmle.kernels import METRICS, load_kernel
from sandmle.scoring import AnswerKey

CLASSES = ["ash", "birch", "cedar", "oak"]


def draw_case(metric: str, rng: np.random.Generator, n: int) -> tuple[list, list, list[str]]:
    """Random truth and predictions of the right kind, with ties and clipped values."""
    kind = METRICS[metric][0]
    if metric in ("auc", "log-loss"):
        return rng.integers(0, 2, n).astype(float).tolist(), rng.random(n).round(2).tolist(), []
    if kind == "probabilities":
        raw = rng.random((n, 4)).round(1) + 0.01
        return rng.choice(CLASSES, n).tolist(), raw.tolist(), CLASSES
    if metric == "qwk":
        grades = ["0", "1", "2", "3", "4"]
        return rng.choice(grades, n).tolist(), rng.choice(grades, n).tolist(), grades
    if kind == "label":
        return rng.choice(CLASSES, n).tolist(), rng.choice(CLASSES, n).tolist(), CLASSES
    return rng.gamma(2, 20, n).tolist(), rng.normal(40, 30, n).tolist(), []


def expected(metric: str, truth: list, guess: list) -> float:
    """The same figure by scikit-learn."""
    if metric == "auc":
        return metrics.roc_auc_score(truth, guess)
    if metric == "log-loss":
        return metrics.log_loss(truth, np.clip(guess, 1e-6, 1 - 1e-6), labels=[0, 1])
    if metric == "multi-log-loss":
        shares = np.array(guess) / np.sum(guess, axis=1, keepdims=True)
        return metrics.log_loss(truth, shares, labels=CLASSES)
    if metric == "accuracy":
        return metrics.accuracy_score(truth, guess)
    if metric == "macro-f1":
        return metrics.f1_score(truth, guess, average="macro")
    if metric == "qwk":
        return metrics.cohen_kappa_score(truth, guess, labels=list("01234"), weights="quadratic")
    if metric == "mae":
        return metrics.mean_absolute_error(truth, guess)
    if metric == "rmsle":
        return metrics.mean_squared_log_error(truth, np.maximum(guess, 0)) ** 0.5
    return metrics.mean_squared_error(truth, guess) ** 0.5


class KernelTest(unittest.TestCase):
    """Every metric against an independent implementation."""

    def test_scores_equal_those_of_scikit_learn(self) -> None:
        for metric in METRICS:
            rng = np.random.default_rng([1, len(metric)])
            for n in (7, 40, 500):
                truth, guess, classes = draw_case(metric, rng, n)
                with self.subTest(metric=metric, n=n):
                    self.assertAlmostEqual(load_kernel(metric).score(truth, guess, classes), expected(metric, truth, guess), 9)

    def test_row_order_does_not_matter(self) -> None:
        for metric in METRICS:
            rng = np.random.default_rng(2)
            truth, guess, classes = draw_case(metric, rng, 200)
            order = rng.permutation(200)
            moved = load_kernel(metric).score([truth[i] for i in order], [guess[i] for i in order], classes)
            with self.subTest(metric=metric):
                self.assertAlmostEqual(moved, load_kernel(metric).score(truth, guess, classes), 12)

    def test_undefined_cases_give_the_score_of_a_dummy(self) -> None:
        self.assertEqual(load_kernel("auc").score([1.0, 1.0], [0.2, 0.9], []), 0.5)
        self.assertEqual(load_kernel("qwk").score(["2", "2"], ["2", "2"], ["0", "1", "2"]), 0.0)

    def test_extreme_numbers_stay_finite(self) -> None:
        self.assertAlmostEqual(load_kernel("log-loss").score([1.0], [0.0], []), 13.815510557964274)
        self.assertTrue(np.isfinite(load_kernel("rmse").score([0.0], [1e15], [])))
        self.assertTrue(np.isfinite(load_kernel("multi-log-loss").score(["ash"], [[0.0, 1e-300, 1.0, 1.0]], CLASSES)))


class BootstrapTest(unittest.TestCase):
    """Row counts stand for resampled rows."""

    def test_weighted_scores_equal_the_kernel_on_resampled_rows(self) -> None:
        for metric in METRICS:
            rng = np.random.default_rng([3, len(metric)])
            truth, guess, classes = draw_case(metric, rng, 60)
            key = AnswerKey(metric, [str(i) for i in range(60)], truth, classes, ["id", "y"])
            counts = resample_counts(60, 12, 5)
            scores = weighted_scores(key, guess, counts)
            for line, score in zip(counts, scores):
                rows = np.repeat(np.arange(60), line.astype(int))
                direct = load_kernel(metric).score([truth[i] for i in rows], [guess[i] for i in rows], classes)
                with self.subTest(metric=metric):
                    self.assertAlmostEqual(score, direct, 9)
            np.testing.assert_allclose(slow_scores(key, guess, counts), scores, atol=1e-9)


if __name__ == "__main__":
    unittest.main()
