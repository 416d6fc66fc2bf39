"""The runtime: what is told of an interpreter, and what is refused."""
import json
import pathlib
import subprocess
import sys
import unittest

from sandmle import runtime

ROOT = pathlib.Path(__file__).parents[2]
DECLARATION = (ROOT / "lib/domain/runtime.json").read_text()
DECLARED = json.loads(DECLARATION)
OLDEST = {one["name"]: one["oldest"] for one in DECLARED["libraries"]}


def problem(python="3.11.2", **versions):
    named = {name.replace("_", "-"): version for name, version in versions.items()}
    return runtime.problem_of(DECLARED, python, {**OLDEST, **named})


class Refused(unittest.TestCase):
    def test_the_oldest_stated_and_newer_are_taken(self):
        self.assertIsNone(problem("3.10.0"))
        self.assertIsNone(problem("3.14.1", numpy="2.4.6", pandas="3.1.1", scikit_learn="1.10.0"))
        self.assertIsNone(problem(pandas="10.0.0rc1"))

    def test_older_ones_are_named_with_the_oldest(self):
        self.assertEqual(problem("3.9.18"), "Python 3.9.18 is older than 3.10")
        self.assertEqual(problem(pandas="1.3.5"), "pandas 1.3.5 is older than 1.5")
        # By number, not by letter: 1.9 comes before 1.24.
        self.assertEqual(
            problem(numpy="1.9.5", scikit_learn="1.1.3"),
            "numpy 1.9.5 is older than 1.24; scikit-learn 1.1.3 is older than 1.2",
        )

    def test_missing_ones_are_named(self):
        self.assertEqual(problem(scipy=None, pillow=None), "it has no scipy, pillow")


class Told(unittest.TestCase):
    def ask(self, *flags):
        command = [sys.executable, "-I", runtime.__file__, DECLARATION, *flags]
        return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

    def test_this_interpreter_does_and_is_named_the_same_way_however_it_is_asked(self):
        plain, imported = self.ask(), self.ask("--import-all")
        self.assertIsNone(imported["problem"])
        self.assertEqual(plain["runtime"], imported["runtime"])
        self.assertRegex(plain["runtime"], r"^python 3\.\d+\.\d+, numpy \d[^,]*, pandas \d[^,]*, scipy ")


if __name__ == "__main__":
    unittest.main()
