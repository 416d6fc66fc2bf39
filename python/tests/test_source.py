"""Programs are assembled from copied functions: literals read back, helpers follow, clashes are refused."""
from __future__ import annotations

import ast
import unittest

import support  # noqa: F401

from sandmle import source
from sandmle.mechanisms import load_mechanism
from sandmle.parts import features, solving
from sandmle.source import Collector, format_imports, literal


class LiteralTest(unittest.TestCase):
    """Constants of programs."""

    def test_values_read_back(self) -> None:
        deep = {"limits": {f"group {n}": n / 7 for n in range(12)}, "places": [[0.125, -1.5]] * 9, "flag": True, "none": None}
        for value in (deep, [], {}, "quote \" and é", -3, [1, 2.5, "x"], list(range(300)), ("one",), ["two words here, with commas"] * 20):
            with self.subTest(value=str(value)[:30]):
                self.assertEqual(ast.literal_eval(literal(value)), value)

    def test_lines_stay_short(self) -> None:
        value = {"categories": [f"category {n}" for n in range(40)], "shares": [0.123456] * 40}
        self.assertLess(max(len(line) for line in literal(value).splitlines()), 121)

    def test_arrays_and_infinities_are_refused(self) -> None:
        with self.assertRaises(TypeError):
            literal({"a": {1, 2}})
        with self.assertRaises(ValueError):
            literal([float("nan")])


class CollectorTest(unittest.TestCase):
    """Copying functions with what they use."""

    def test_helpers_come_before_their_users(self) -> None:
        collector = Collector()
        collector.add(features, "target_means")
        names = list(collector.functions)
        self.assertEqual(names[-1], "target_means")
        self.assertEqual(set(names), {"target_means", "level_means", "fold_of"})
        self.assertEqual(collector.imports, {"import numpy as np", "import pandas as pd"})

    def test_entry_points_carry_the_name_of_their_mechanism(self) -> None:
        collector = Collector()
        for mechanism in ("ratio-threshold", "hill-dose"):
            collector.add(load_mechanism(mechanism), "latent")
        self.assertLess({"ratio_threshold_latent", "hill_dose_latent"}, {*collector.functions, ""})
        self.assertIn("def hill_dose_latent(", collector.functions["hill_dose_latent"])

    def test_two_things_of_one_name_are_refused(self) -> None:
        collector = Collector()
        collector.add(solving, "prepared")
        collector._origin["decide"] = "elsewhere.decide"
        with self.assertRaisesRegex(ValueError, "decide"):
            collector.add(solving, "decide")

    def test_an_unknown_name_is_refused(self) -> None:
        with self.assertRaisesRegex(ValueError, "no top-level"):
            Collector().add(source, "nothing_here")

    def test_imports_are_merged_and_grouped(self) -> None:
        lines = {"import numpy as np", "from pathlib import Path", "from sklearn.svm import SVC", "from sklearn.svm import SVR"}
        self.assertEqual(
            format_imports(lines), "from pathlib import Path\n\nimport numpy as np\nfrom sklearn.svm import SVC, SVR"
        )


if __name__ == "__main__":
    unittest.main()
