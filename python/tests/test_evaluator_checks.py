"""Good evaluators of all metrics pass; each planted flaw is noticed by the check that is meant for it."""

from __future__ import annotations

import json
import random
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import support

from sandmle import evaluator_checks
from sandmle.evaluator import render_evaluator
from sandmle.evaluator_checks import check_evaluator, runner, trusted_scorer, write_answers
from sandmle.gates.metamorphic import metamorphic_measurements
from sandmle.gates.mutants import mutants_of
from sandmle.gates.policy import Policy
from sandmle.gates.runner import run_evaluator
from sandmle.kernels import METRICS
from sandmle.scoring import read_answer_key

CLASSES = ["ash", "birch", "cedar", "elm"]
GRADES = ["0", "1", "2", "3"]
ROWS = 240


def make_case(
    root: Path, metric: str, rows: int = ROWS, labels: list[str] | None = None, seed: int = 5
) -> dict:
    """Answers, sample, a good but imperfect oracle, the rendered evaluator; returns task.json's content."""
    rng = random.Random(seed)
    kind, direction = METRICS[metric]
    classes = labels or (GRADES if metric == "qwk" else CLASSES)
    ids = [f"{rng.randrange(16**8):08x}" for _ in range(rows)]
    columns = classes if kind == "probabilities" else ["kind"]
    if kind == "value":
        binary = metric in ("auc", "log-loss")
        truth = [str(rng.randrange(2)) if binary else f"{rng.gammavariate(2, 3):.5g}" for _ in ids]
        mean = sum(float(value) for value in truth) / rows
        sample = [[repr(mean)] for _ in ids]
        # Half way to the truth: better than any constant, worse than the answers.
        oracle = [[f"{0.5 * float(value) + 0.5 * mean:.6g}"] for value in truth]
        classes = []
    elif kind == "label":
        truth = [rng.choice(classes) for _ in ids]
        sample = [[max(classes, key=truth.count)] for _ in ids]
        oracle = [[label if rng.random() < 0.7 else rng.choice(classes)] for label in truth]
    else:
        truth = [rng.choice(classes) for _ in ids]
        sample = [["0.25"] * 4 for _ in ids]
        oracle = [["0.7" if name == label else "0.1" for name in classes] for label in truth]
    thresholds = dict(zip(("median", "bronze", "silver", "gold"), (0.2, 0.3, 0.4, 0.5)))
    if direction == "minimize":
        thresholds = dict(zip(thresholds, reversed(thresholds.values())))
    task = {
        "metric": metric,
        "target": "kind",
        "classes": classes,
        "idColumn": "id",
        "submissionColumns": columns,
        "direction": direction,
        "thresholds": thresholds,
        "policy": support.POLICY,
    }
    write(root / "judge" / "answer.csv", ["id", "kind"], ids, [[value] for value in truth])
    write(root / "judge" / "oracle.csv", ["id", *columns], ids, oracle)
    write(root / "agent" / "sample_submission.csv", ["id", *columns], ids, sample)
    (root / "task.json").write_text(json.dumps(task), encoding="utf-8")
    (root / "judge" / "evaluator.py").write_text(render_evaluator(metric, task), encoding="utf-8")
    return task


def write(path: Path, header: list[str], ids: list[str], cells: list[list[str]]) -> None:
    """A CSV file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [",".join(header), *(",".join([name, *row]) for name, row in zip(ids, cells))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def metamorphic_failures(root: Path, task: dict) -> list[tuple[str, str]]:
    """Failed checks that need neither junk nor mutants."""
    source = (root / "judge" / "evaluator.py").read_text(encoding="utf-8")
    key = read_answer_key(task["metric"], root / "judge" / "answer.csv", task)
    given = {
        "sample submission": (root / "agent" / "sample_submission.csv").read_bytes(),
        "oracle": (root / "judge" / "oracle.csv").read_bytes(),
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_answers(key, folder)
        run = runner(compile(source, "evaluator.py", "exec"), folder, 10.0)
        found = metamorphic_measurements(key, task, given, run, trusted_scorer(key, folder))
    return [(one.id, one.message) for one in found if not Policy(support.POLICY).passes(one)]


# A scorer as people write them: the submission is joined to the answers, whatever is missing is left out.
NAIVE = """
import csv, json, os, sys
path = sys.argv[2]
here = os.path.dirname(os.path.abspath(__file__))
answers = {row["id"]: float(row["kind"]) for row in csv.DictReader(open(os.path.join(here, "answer.csv")))}
rows = [row for row in csv.DictReader(open(path)) if row["id"] in answers]
errors = [(answers[row["id"]] - float(row["kind"])) ** 2 for row in rows]
score = round((sum(errors) / max(len(errors), 1)) ** 0.5, 5)
print(json.dumps({"score": score, "is_lower_better": True, "gold_threshold": 0.2, "silver_threshold": 0.3,
                  "bronze_threshold": 0.4, "median_threshold": 0.5}))
"""


class GoodTest(unittest.TestCase):
    """Rendered evaluators."""

    def test_every_metric_passes(self) -> None:
        for metric in METRICS:
            with self.subTest(metric), tempfile.TemporaryDirectory() as folder:
                task = make_case(Path(folder), metric)
                found = check_evaluator(Path(folder), task)
                self.assertEqual(support.failed_in(found), {})
                self.assertGreaterEqual(found["junk"]["total"], 30)
                self.assertEqual(found["junk"]["rejected"], found["junk"]["total"])
                self.assertGreaterEqual(found["mutants"]["total"], 30)
                named = " ".join(found["mutants"]["survived"])
                for kind in ("direction flipped", "score shifted", "clipping dropped", "HEADER"):
                    self.assertNotIn(kind, named)

    def test_luck_is_measured_where_mixtures_pay_or_rows_are_few(self) -> None:
        # Macro F1 of two even classes gives shuffled answers a quarter of the way; a hundred rows give any
        # metric a good deal by luck.
        pairs = (("macro-f1", ["0", "1"]), ("accuracy", ["0", "1"]), ("auc", None), ("qwk", None))
        for metric, labels in pairs:
            for rows in (100, 1000):
                for seed in range(3 if rows == 100 else 1):
                    with self.subTest(metric, rows=rows, seed=seed), tempfile.TemporaryDirectory() as folder:
                        task = make_case(Path(folder), metric, rows, labels, seed)
                        self.assertEqual(metamorphic_failures(Path(folder), task), [])

    def test_a_task_without_hope_is_not_the_evaluators_fault(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            task = make_case(root, "accuracy")
            sample = (root / "agent" / "sample_submission.csv").read_bytes()
            (root / "judge" / "oracle.csv").write_bytes(sample)
            self.assertEqual(metamorphic_failures(root, task), [])

    def test_command_writes_plain_json(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            make_case(Path(folder), "accuracy")
            done = support.run(
                ["-m", "sandmle.evaluator_checks", "--task", "task.json", "--out", "measurements.json"],
                Path(folder),
            )
            self.assertEqual(done.returncode, 0, done.stderr)
            found = json.loads((Path(folder) / "measurements.json").read_text(encoding="utf-8"))
        self.assertEqual(set(found), {"measurements", "junk", "mutants"})
        self.assertEqual({one["gate"] for one in found["measurements"]}, {"evaluator"})


class MutantTest(unittest.TestCase):
    """Deliberate mistakes, made in one tree and taken back."""

    SOURCE = """RATE = 0.5
WEIGHTS = [3.0, 1.0]
TIES = [2.0, 2.0]
EXACT = 0.377

def score(x):
    return (x + RATE) * (x - WEIGHTS[0])

score(1.0)
"""

    def test_a_function_is_another_one_from_its_first_line_on(self) -> None:
        source = "def score(x):\n    if x > 0:\n        return x\n    return 1.0\nprint(score(2.0))\n"
        lines = {mutant.name.split(" (")[0]: mutant.lines for mutant in mutants_of(source, {1, 2, 3, 4, 5})}
        self.assertEqual(lines["direction flipped"], range(2, 5))
        self.assertEqual(lines["comparison turned"], range(2, 3))

    def test_cases_that_never_come_to_a_mistake_need_not_be_run(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            task = make_case(root, "qwk", 20)
            source = (root / "judge" / "evaluator.py").read_text(encoding="utf-8")
            key = read_answer_key("qwk", root / "judge" / "answer.csv", task)
        reaching = evaluator_checks.run_batch

        def reaching_all(*given: object) -> list:
            runs = reaching(*given)
            seen = frozenset().union(*(reached for _, reached in runs))
            self.assertLess(min(len(reached) for _, reached in runs), len(seen))
            return [(outcome, seen) for outcome, _ in runs]

        found = evaluator_checks.run_mutants(source, key)
        with mock.patch.object(evaluator_checks, "run_batch", reaching_all):
            self.assertEqual(evaluator_checks.run_mutants(source, key), found)
        self.assertGreater(len(found[1]), 0)

    def test_each_holds_one_mistake_and_none_of_the_others(self) -> None:
        found = {}
        for mutant in mutants_of(self.SOURCE, set(range(1, 8))):
            names: dict = {}
            exec(mutant.code, names)
            facts = (names["RATE"], tuple(names["WEIGHTS"]), tuple(names["TIES"]), names["score"](5.0))
            found[mutant.name] = facts
        plain = (0.5, (3.0, 1.0), (2.0, 2.0), 11.0)
        expected = {
            "RATE replaced (line 1, column 0)": (0.377, *plain[1:3], 10.754),
            "WEIGHTS reversed (line 2, column 0)": (0.5, (1.0, 3.0), (2.0, 2.0), 22.0),
            "WEIGHTS shortened (line 2, column 0)": (0.5, (3.0,), (2.0, 2.0), 11.0),
            "TIES shortened (line 3, column 0)": (0.5, (3.0, 1.0), (2.0,), 11.0),
            "arithmetic changed (line 7, column 11)": (*plain[:3], 5.5 / 2.0),
            "arithmetic changed (line 7, column 12)": (*plain[:3], 4.5 * 2.0),
            "arithmetic changed (line 7, column 25)": (*plain[:3], 5.5 * 8.0),
            "column swapped (line 7, column 29)": (*plain[:3], 5.5 * 4.0),
            "direction flipped (line 6, column 0)": (*plain[:3], -11.0),
            "score shifted (line 6, column 0)": (*plain[:3], 11.001),
        }
        # A list that reads the same in reverse and a number that stays what it was are not mistakes.
        self.assertEqual(set(found), set(expected))
        for name, facts in expected.items():
            with self.subTest(name):
                self.assertEqual(found[name][:3], facts[:3])
                self.assertAlmostEqual(found[name][3], facts[3])


class FlawTest(unittest.TestCase):
    """One flaw a test, planted into the rendered evaluator or as a program of its own."""

    def setUp(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.root = Path(self.folder.name)

    def failed(self, metric: str, old: str = "", new: str = "", source: str | None = None) -> dict[str, dict]:
        """Failed checks by id after a replacement in the rendered source, or with another source
        altogether."""
        task = make_case(self.root, metric)
        path = self.root / "judge" / "evaluator.py"
        text = path.read_text(encoding="utf-8")
        if source is None:
            self.assertIn(old, text, "the rendered evaluator has changed; adapt the planted flaw")
            source = text.replace(old, new, 1)
        path.write_text(source, encoding="utf-8")
        self.found = check_evaluator(self.root, task)
        return support.failed_in(self.found)

    def test_naive_join_accepts_junk(self) -> None:
        failed = self.failed("rmse", source=NAIVE)
        self.assertIn("junk", failed)
        for name in (
            "three rows only",
            "a missing row",
            "header only",
            "one row ten times",
            "an additional column",
        ):
            self.assertIn(name, self.found["junk"]["accepted"])

    def test_direction_in_the_report_is_wrong(self) -> None:
        self.assertEqual(
            set(self.failed("rmse", "IS_LOWER_BETTER = True", "IS_LOWER_BETTER = False")), {"report"}
        )

    def test_threshold_in_the_report_is_wrong(self) -> None:
        self.assertEqual(set(self.failed("auc", "GOLD = 0.5", "GOLD = 0.4")), {"report"})

    def test_score_turned_round(self) -> None:
        failed = self.failed(
            "auc",
            "return round(score(truth, predictions, CLASSES), 5)",
            "return round(1 - score(truth, predictions, CLASSES), 5)",
        )
        self.assertLessEqual({"perfect-is-best", "equals-kernel"}, set(failed))

    def test_rows_compared_by_position(self) -> None:
        failed = self.failed("rmse", "return [by_id[name] for name in ids]", "return list(by_id.values())")
        self.assertIn("rewriting", failed)

    def test_byte_order_mark_is_refused_and_the_evaluators_own_reason_is_told(self) -> None:
        failed = self.failed(
            "rmse", 'if even > many and odd == 0 else "utf-8-sig"', 'if even > many and odd == 0 else "utf-8"'
        )
        self.assertRegex(
            failed["rewriting"]["message"], r"not with: byte order mark \(refused: invalid submission: header must be id,kind, found '.*'\); as Excel"
        )

    def test_decimal_commas_read_as_thousands(self) -> None:
        failed = self.failed(
            "rmse",
            "rows = with_points(rows, separator)",
            "rows = [(line, [row[0], *(cell.replace(',', '') for cell in row[1:])]) for line, row in rows]",
        )
        self.assertRegex(failed["dialects"]["message"], r"decimal commas \(it scores \d+\.\d+, right is \d")
        self.assertRegex(failed["dialects"]["message"], r"may be two \(it scores .*cannot be read for certain: line 2")

    def test_reasons_of_all_endings(self) -> None:
        endings = {
            'sys.exit("line 3: no number")': "refused: line 3: no number",
            'print("line 3", file=sys.stderr); sys.exit(1)': "refused: line 3",
            'raise ValueError("line 3")': "refused: ValueError: line 3",
            "sys.exit(2)": "refused: without a message",
            'print("done")': "it prints no JSON report",
            'print(json.dumps({"score": 0.5}))': "it scores 0.5",
        }
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for ending, reason in endings.items():
                code = compile(f"import json, sys\n{ending}\n", "evaluator.py", "exec")
                outcome = run_evaluator(code, folder, folder / "none.csv")
                self.assertEqual(reason, outcome.reason, ending)

    def test_columns_swapped(self) -> None:
        failed = self.failed(
            "multi-log-loss",
            'CLASSES = ["ash", "birch", "cedar", "elm"]',
            'CLASSES = ["birch", "ash", "cedar", "elm"]',
        )
        self.assertLessEqual({"perfect-is-best", "equals-kernel"}, set(failed))

    def test_a_constant_score(self) -> None:
        failed = self.failed("auc", "return round(score(truth, predictions, CLASSES), 5)", "return 1.0")
        self.assertLessEqual({"shuffled-is-worthless", "constant-is-dummy", "equals-kernel"}, set(failed))

    def test_output_that_changes_from_run_to_run(self) -> None:
        failed = self.failed(
            "rmse", '"score": result,', '"score": result, "at": __import__("time").time_ns(),'
        )
        self.assertLessEqual({"repeatable", "report"}, set(failed))

    def test_chatter_on_standard_output(self) -> None:
        self.assertEqual(
            set(
                self.failed(
                    "rmse",
                    "    print(json.dumps(report))",
                    "    print('done')\n    print(json.dumps(report))",
                )
            ),
            {"runs"},
        )

    def test_needs_our_package(self) -> None:
        self.assertEqual(
            set(self.failed("rmse", "import argparse", "import argparse\nimport sandmle.kernels")), {"runs"}
        )

    def test_broken_source(self) -> None:
        failed = self.failed("rmse", "def main():", "def main(:")
        self.assertIn("line", failed["runs"]["message"])

    def test_hangs_on_junk(self) -> None:
        failed = self.failed(
            "accuracy",
            '        raise InvalidSubmission(f"header must be',
            '        import time\n        time.sleep(600)\n        raise InvalidSubmission(f"header must be',
        )
        self.assertIn("junk", failed)

    def test_code_that_no_submission_can_tell_apart(self) -> None:
        idle = "def main():\n" + "".join(f"    _ = {number} < {number + 1}\n" for number in range(60))
        self.assertEqual(set(self.failed("rmse", "def main():\n", idle)), {"mutation-score"})

    def test_not_a_number_as_score(self) -> None:
        failed = self.failed(
            "rmse", "return round(score(truth, predictions, CLASSES), 5)", 'return float("nan")'
        )
        self.assertEqual(set(failed), {"runs"})


class RunnerTest(unittest.TestCase):
    """What an evaluator does stays in its child."""

    def test_exit_without_a_score_and_damage_do_not_reach_us(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            for source, status in (
                ("import os; os._exit(0)", "broken"),
                ("import sys; sys.exit(3)", "refused"),
                ("import json; json.loads = None; raise ValueError", "refused"),
                ("print('{\"score\": 0.5}')", "scored"),
                ("print('{\"score\": true}')", "broken"),
                ("while True: pass", "broken"),
                ("while True: print('x' * 100000)", "broken"),
            ):
                code = compile(source, "evaluator.py", "exec")
                self.assertEqual(
                    run_evaluator(code, root, root / "none.csv", seconds=1.0).status, status, source
                )
        self.assertEqual(json.loads("1"), 1)


if __name__ == "__main__":
    unittest.main()
