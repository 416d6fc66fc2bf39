"""The engine stops where the studio would judge: the same cases in both, and no question without a row."""

from __future__ import annotations

import json
import unittest

import support

from sandmle.gates.measurement import Measurement
from sandmle.gates.policy import Policy

CASES = json.loads((support.PYTHON_ROOT / "tests" / "policy.json").read_text(encoding="utf-8"))


class PolicyTest(unittest.TestCase):
    def test_a_measurement_passes_as_the_studio_says(self) -> None:
        policy = Policy({"leaks": CASES["rows"]})
        for case in CASES["cases"]:
            with self.subTest(**case):
                given = {name: value for name, value in case.items() if name != "passed"}
                self.assertIs(policy.passes(Measurement("leaks", message="", **given)), case["passed"])

    def test_what_is_no_number_passes_no_limit(self) -> None:
        policy = Policy({"leaks": CASES["rows"]})
        for value in (None, float("nan"), float("inf"), -float("inf")):
            self.assertFalse(policy.passes(Measurement("leaks", "most", "", value)))

    def test_a_question_without_a_row_is_a_fault(self) -> None:
        with self.assertRaises(KeyError):
            Policy(support.POLICY).passes(Measurement("leaks", "smell", "", 1.0))


if __name__ == "__main__":
    unittest.main()
