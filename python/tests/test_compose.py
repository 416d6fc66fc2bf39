"""From spec to files: what compose refuses, what the programs look like, and that the data are the same bytes anywhere."""
from __future__ import annotations

import ast
import copy
import hashlib
import json
import tempfile
import unittest
from pathlib import Path

import support
import pandas as pd

from sandmle.compose import compose
from sandmle.mechanisms import load_mechanism, mechanism_ids
from sandmle.scoring import read_answer_key, score_file
from sandmle.source import Collector
from sandmle.spec import CannotCompose, plan_of
from sandmle.study import run_program

STANDARD = {"argparse", "csv", "math", "pathlib", "random", "re", "shutil", "statistics", "wave"}
ALLOWED = STANDARD | {"numpy", "pandas", "sklearn", "scipy", "PIL"}

# Runs the named generators of a folder one after the other.
GENERATE_ALL = """
import sys
from pathlib import Path
from sandmle.study import run_program
folder, mark, *names = sys.argv[1:]
for name in names:
    text = Path(folder, f"{name}.py").read_text(encoding="utf-8")
    run_program(text, "generate.py", ["--seed", "3", "--out", str(Path(folder, f"{name}-{mark}"))])
"""

# Runs the named programs of a folder one after the other, each on its own modules, and keeps what they submit.
SOLVE_ALL = """
import importlib.util, runpy, sys
from pathlib import Path
assert importlib.util.find_spec("sandmle") is None
names, sys.argv = sys.argv[1:], ["solution"]
for name in names:
    runpy.run_path(f"{name}.py", run_name="__main__")
    Path("submission.csv").rename(f"{name}.csv")
"""


def hashes(folder: Path) -> dict[str, str]:
    """sha256 of every file below a folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def imported(text: str) -> set[str]:
    """Top-level packages that a program imports."""
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").split(".")[0])
    return found


class RefusalTest(unittest.TestCase):
    """Specs that cannot be composed give one line that says why."""

    def refuse(self, reason: str, **changes: object) -> None:
        spec = {**copy.deepcopy(support.load_spec("ratio-threshold")), **changes}
        with self.assertRaisesRegex(CannotCompose, reason):
            compose(plan_of(spec))

    def test_reasons(self) -> None:
        entry = support.load_spec("ratio-threshold")["mechanisms"][0]
        self.refuse("metric qwk does not fit", metric="qwk")
        self.refuse("unknown mechanism", mechanisms=[{**entry, "id": "no-such"}])
        self.refuse("named twice", mechanisms=[entry, entry])
        self.refuse("does not support", mechanisms=[{**entry, "id": "join-recency"}], task="multiclass", metric="accuracy")
        self.refuse("belongs to join", mechanisms=[{**entry, "id": "join-recency"}])
        self.refuse("no column is bound", mechanisms=[{**entry, "columns": {}}])
        self.refuse("no column is named", mechanisms=[{**entry, "columns": {**entry["columns"], "group": "gone"}}])
        self.refuse("it must be categorical", mechanisms=[{**entry, "columns": {**entry["columns"], "group": "oil_c"}}])
        self.refuse("two roles", mechanisms=[{**entry, "columns": {**entry["columns"], "numerator": "vapour_kpa"}}])
        self.refuse("levels 0 to 3", mechanisms=[{**entry, "knobs": {"limit-gap": 9}}])

    def test_column_reasons(self) -> None:
        columns = support.load_spec("ratio-threshold")["columns"]
        self.refuse("must be positive", columns=[{**columns[0], "low": -3}, *columns[1:]])
        self.refuse("low must be below high", columns=[{**columns[0], "high": 1}, *columns[1:]])
        self.refuse("must lie on its steps", columns=[{**columns[0], "step": 0.37}, *columns[1:]])
        self.refuse("used twice", columns=[*columns, columns[0]])
        seals = {**columns[2], "categories": ["carbon", "12", "graphite"]}
        self.refuse("would not come back", columns=[*columns[:2], seals, *columns[3:]])
        text = {"kind": "text", "name": "note", "table": "main", "missingRate": 0}
        self.refuse("no mechanism of the spec writes", columns=[*columns, text])
        self.refuse("no mechanism of the spec makes its rows", columns=[*columns, {**columns[3], "table": "visits"}])

    def test_command_line_exits_with_the_reason(self) -> None:
        with tempfile.TemporaryDirectory() as holder:
            folder = Path(holder)
            spec = {**support.load_spec("ratio-threshold"), "metric": "rmse"}
            (folder / "spec.json").write_text(json.dumps(spec), encoding="utf-8")
            done = support.run(["-m", "sandmle.compose", "--spec", "spec.json", "--out", "out"], folder)
            self.assertEqual(done.returncode, 1)
            self.assertEqual(done.stderr.strip(), "metric rmse does not fit tasks of kind binary")


class ProgramTest(unittest.TestCase):
    """Programs of every example spec."""

    def test_programs_import_nothing_of_ours_and_name_no_constant(self) -> None:
        for name in support.spec_names():
            plan = plan_of(support.load_spec(name))
            files = compose(plan)
            for path, text in files.items():
                if path.endswith(".py"):
                    with self.subTest(spec=name, path=path):
                        self.assertLessEqual(imported(text), ALLOWED)
                        self.assertLess(max(len(line) for line in text.splitlines()), 140)
                        self.assertNotIn(str(plan.secret[0]), text if path != "generate.py" else "")

    def test_solutions_are_listed_with_their_tiers(self) -> None:
        files = compose(plan_of(support.load_spec("ratio-threshold")))
        listed = {entry["path"]: entry for entry in json.loads(files["solutions.json"])["solutions"]}
        self.assertEqual(set(listed), {path for path in files if path.startswith("solutions/")})
        tags = {entry["tag"] for entry in listed.values()}
        expected = "constant sample-submission random id-probe row-order-probe single-feature-probe simple-baseline default"
        self.assertEqual(tags, {*expected.split(), "engineered", "reference"})
        self.assertEqual(listed["solutions/reference__rule.py"]["required"], ["silver", "gold"])
        self.assertNotIn("gold", listed["solutions/default__boosting.py"]["permitted"])

    def test_compose_depends_on_the_spec_alone(self) -> None:
        spec = support.load_spec("spatial-kernel")
        first = compose(plan_of(spec))
        self.assertEqual(first, compose(plan_of(copy.deepcopy(spec))))
        other = compose(plan_of({**spec, "secret": "0" * 31 + "1"}))
        self.assertNotEqual(first["generate.py"], other["generate.py"])
        self.assertEqual(first["solutions.json"], other["solutions.json"])

    def test_mechanisms_add_up(self) -> None:
        spec = support.load_spec("ratio-threshold")
        second = {
            "id": "sign-interaction",
            "weight": 0.7,
            "columns": {"first": "oil_c", "second": "rpm", "switch": "site"},
            "knobs": {},
        }
        files = compose(plan_of({**spec, "mechanisms": [*spec["mechanisms"], second]}))
        self.assertIn("sign_interaction_latent", files["generate.py"])
        self.assertIn("ratio_threshold_rule_features", files["solutions/reference__rule.py"])
        self.assertIn("sign_interaction_rule_features", files["solutions/reference__rule.py"])
        self.assertIn("## 2. Two columns that act where both", files["rule.md"])

    def test_all_mechanisms_can_share_a_program(self) -> None:
        combinable = [load_mechanism(name) for name in mechanism_ids()]
        for function in ("latent", "public_features", "rule_features"):
            collector = Collector()
            for module in combinable:
                collector.add(module, function)
            self.assertEqual(len([n for n in collector.functions if n.endswith(f"_{function}")]), len(combinable))


class IsolationTest(unittest.TestCase):
    """Solutions run from an exported pack, without this package."""

    def test_every_solution_runs_isolated_and_is_valid(self) -> None:
        plan = plan_of({**support.load_spec("join-recency"), "rows": {"train": 80, "test": 150}})
        with tempfile.TemporaryDirectory() as holder:
            folder = Path(holder)
            files = compose(plan)
            run_program(files["generate.py"], "generate.py", ["--out", str(folder)])
            key = read_answer_key(plan.metric, folder / "judge" / "answer.csv")
            solutions = [path for path in files if path.startswith("solutions/")]
            for path in solutions:
                (folder / Path(path).name).write_text(files[path], encoding="utf-8")
            done = support.run(["-I", "-c", SOLVE_ALL, *(Path(path).stem for path in solutions)], folder)
            self.assertEqual(done.returncode, 0, done.stderr)
            for path in solutions:
                with self.subTest(path=path):
                    submission = folder / f"{Path(path).stem}.csv"
                    self.assertEqual(score_file(key, submission)["reason"], None)


class DataTest(unittest.TestCase):
    """The files that generate.py writes."""

    def setUp(self) -> None:
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = Path(holder.name)

    def generate(self, text: str, name: str, seed: int = 0) -> Path:
        """Run a generator in this process."""
        out = self.folder / name
        run_program(text, "generate.py", ["--seed", str(seed), "--out", str(out)])
        return out

    def test_bytes_are_equal_over_hash_seeds_and_threads(self) -> None:
        names = support.spec_names()
        for name in names:
            small = {**support.load_spec(name), "rows": {"train": 60, "test": 120}}
            text = compose(plan_of(small))["generate.py"]
            (self.folder / f"{name}.py").write_text(text, encoding="utf-8")
        # One interpreter a hash seed: it takes longer to start than a generator takes to run.
        for hash_seed, threads, order in (("0", "1", names), ("17", "2", names[::-1])):
            done = support.run(["-c", GENERATE_ALL, str(self.folder), hash_seed, *order], self.folder, hash_seed, threads)
            self.assertEqual(done.returncode, 0, done.stderr)
        for name in names:
            with self.subTest(spec=name):
                first = hashes(self.folder / f"{name}-0")
                self.assertIn("agent/train.csv", first)
                self.assertEqual(first, hashes(self.folder / f"{name}-17"))

    def test_more_test_rows_leave_the_training_rows_as_they_are(self) -> None:
        for name in support.spec_names():
            text = compose(plan_of(support.load_spec(name)))["generate.py"]
            rows = support.load_spec(name)["rows"]
            line = f'ROWS = {{"train": {rows["train"]}, "test": {rows["test"]}}}'
            self.assertIn(line, text)
            first = self.generate(text.replace(line, f'ROWS = {{"train": {rows["train"]}, "test": 90}}'), f"{name}-a")
            second = self.generate(text.replace(line, f'ROWS = {{"train": {rows["train"]}, "test": 140}}'), f"{name}-b")
            with self.subTest(spec=name):
                for path in ("agent/train.csv", "judge/latent_train.csv"):
                    self.assertEqual((first / path).read_bytes(), (second / path).read_bytes())
                self.assertEqual(len(pd.read_csv(second / "agent/test.csv")), 140)

    def test_files_fit_together(self) -> None:
        for name in support.spec_names():
            plan = plan_of({**support.load_spec(name), "rows": {"train": 80, "test": 300}})
            out = self.generate(compose(plan)["generate.py"], name)
            read = {path: pd.read_csv(out / path, dtype={"id": str}) for path in hashes(out) if path.endswith(".csv")}
            train, test = read["agent/train.csv"], read["agent/test.csv"]
            with self.subTest(spec=name):
                self.assertEqual((len(train), len(test)), (80, 300))
                self.assertEqual(list(train), [*test, plan.target])
                self.assertEqual(list(train)[0], "id")
                self.assertFalse(any(column.startswith("_") for column in train))
                ids = [*train["id"], *test["id"]]
                self.assertEqual(len(set(ids)), 380)
                self.assertTrue(all(len(value) == 8 for value in ids))
                for path in ("judge/answer.csv", "judge/oracle.csv", "judge/latent_test.csv", "agent/sample_submission.csv"):
                    self.assertEqual(list(read[path]["id"]), list(test["id"]))
                for path in ("judge/oracle.csv", "agent/sample_submission.csv"):
                    self.assertEqual(list(read[path]), ["id", *plan.submission_columns])
                self.assertEqual(list(read["judge/answer.csv"]), ["id", plan.target])
                if plan.classes:
                    self.assertLessEqual(set(read["judge/answer.csv"][plan.target].astype(str)), set(plan.classes))
                self.check_surface(plan, out, train, test)

    def check_surface(self, plan, out: Path, train: pd.DataFrame, test: pd.DataFrame) -> None:
        """Child tables know every id, pictures and sounds exist."""
        for table in {c["table"] for c in plan.spec["columns"]} - {"main"}:
            child = pd.read_csv(out / "agent" / f"{table}.csv", dtype={"id": str})
            self.assertEqual(set(child["id"]), {*train["id"], *test["id"]})
            self.assertEqual(set(child) - {"id"}, {c["name"] for c in plan.spec["columns"] if c["table"] == table})
        for column in [c["name"] for c in plan.spec["columns"] if c["kind"] == "path"]:
            for frame in (train, test):
                self.assertTrue(all((out / "agent" / path).is_file() for path in frame[column]))
                folder, ending = ("audio", "wav") if plan.spec["modality"] == "audio" else ("images", "png")
                self.assertEqual(list(frame[column]), [f"{folder}/{name}.{ending}" for name in frame["id"]])

    def test_a_seed_draws_other_rows_under_the_same_rule(self) -> None:
        text = compose(plan_of(support.load_spec("ratio-threshold")))["generate.py"]
        first, second = self.generate(text, "a", 0), self.generate(text, "b", 1)
        self.assertNotEqual((first / "agent/train.csv").read_bytes(), (second / "agent/train.csv").read_bytes())

    def test_missing_rates_are_kept(self) -> None:
        out = self.generate(compose(plan_of(support.load_spec("ratio-threshold")))["generate.py"], "a")
        test = pd.read_csv(out / "agent/test.csv")
        self.assertAlmostEqual(test["noise_db"].isna().mean(), 0.08, delta=0.03)
        self.assertEqual(test["seal"].isna().sum(), 0)


if __name__ == "__main__":
    unittest.main()
