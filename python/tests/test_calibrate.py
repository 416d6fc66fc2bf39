"""The noise of a task: as much as the world has, and more where the spec asks for it."""
from __future__ import annotations

import unittest

import support  # noqa: F401
import numpy as np

from sandmle.calibrate import calibrate


def residual_share(noise: int, seed: int) -> float:
    """Spread of a regression target that nobody can explain, as a share of all its spread."""
    rng = np.random.default_rng(seed)
    spec = {"noise": noise, "imbalance": None, "target": {"range": None}}
    sigma = calibrate("regression", "rmse", rng.standard_normal(2000), spec, rng)["NOISE"]
    return float(sigma / np.sqrt(1 + sigma**2))


class RegressionNoiseTest(unittest.TestCase):
    """Residuals of targets that are numbers."""

    def test_the_mildest_level_still_leaves_a_fifth_or_so(self) -> None:
        for seed in range(40):
            self.assertTrue(0.17 < residual_share(0, seed) < 0.27, seed)

    def test_usual_levels_stay_learnable(self) -> None:
        for seed in range(40):
            self.assertTrue(0.23 < residual_share(1, seed) < 0.33, seed)
            self.assertTrue(0.29 < residual_share(2, seed) < 0.39, seed)


if __name__ == "__main__":
    unittest.main()
