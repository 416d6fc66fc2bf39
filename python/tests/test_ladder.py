"""The solver ladder: nine rungs, valid submissions, the same bytes every time, no rung can stop the
others."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
import unittest
import warnings
from pathlib import Path
from unittest import mock

import numpy as np
import pandas as pd
import support
from tasks import make_task
from sklearn import get_config
from sklearn.base import BaseEstimator, clone
from sklearn.linear_model import Ridge
from sklearn.tree import _classes as trees
from sklearn.utils.multiclass import check_classification_targets
from threadpoolctl import threadpool_limits

from sandmle.kernels import FACTS, METRICS, load_kernel
from sandmle.ladder import RUNGS, raw_model, run_rung, tuned
from sandmle.lookup import keep_silent, trusting_parameters
from sandmle.models import FAMILIES, PLAIN, Recipe, estimator, fit_predict
from sandmle.parts import models as shipped_models
from sandmle.parts import solving
from sandmle.predictions import decide, dummy
from sandmle.problem import Problem, read_problem
from sandmle.scoring import read_answer_key, score_file
from sandmle.search import SEARCH_FOLDS, Pipeline, Trials, plain_pipelines, search, targets_of
from sandmle.selection import fold_rows, loss, slow_loss
from sandmle.views import ENGINEERED_VIEWS, RAW_VIEW, SINGLE_VIEW, VIEWS, view_of

# As in the product: one thread. Two would only get in each other's way on matrices this small.
threadpool_limits(1)


def run_ladder(root: Path, rungs: str, out: str, threads: str = "1", hash_seed: str = "0") -> dict:
    """The ladder as a process of its own; the rungs of ladder.json."""
    done = support.run(
        ["-m", "sandmle.ladder", "--task", "task.json", "--rungs", rungs, "--out", out],
        root,
        hash_seed,
        threads,
    )
    if done.returncode:
        raise AssertionError(done.stderr)
    return json.loads((root / out / "ladder.json").read_text(encoding="utf-8"))["rungs"]


class TargetTest(unittest.TestCase):
    """On which scales a target is fitted."""

    def problem(self, values: np.ndarray, task: str = "regression", logs: bool = False) -> mock.Mock:
        """A problem as far as its target goes."""
        return mock.Mock(spec=Problem, y=values, task=task, logs=logs)

    def test_a_target_that_leans_is_also_fitted_by_its_root(self) -> None:
        amounts = np.random.default_rng(0).lognormal(size=200)
        self.assertEqual(targets_of(self.problem(amounts)), ("raw", "root"))
        self.assertEqual(targets_of(self.problem(amounts - 1)), ("raw",))
        self.assertEqual(targets_of(self.problem(np.arange(200.0))), ("raw",))
        self.assertEqual(targets_of(self.problem(np.arange(200.0) ** 2 // 9000, "ordinal")), ("raw",))
        self.assertEqual(targets_of(self.problem(amounts, logs=True)), ("raw", "log"))

    def test_a_fit_by_root_meets_amounts_that_grow_with_their_square(self) -> None:
        rng = np.random.default_rng(1)
        features = rng.uniform(0, 3, (300, 2))
        values = (features @ np.array([2.0, 1.0]) + 0.2 * rng.standard_normal(300)) ** 2
        problem = mock.Mock(spec=Problem, classifies=False, logs=False)
        errors = {
            target: np.abs(
                fit_predict(problem, Recipe("linear", 0, target), features[:100], values[:100], features[100:]) - values[100:]
            ).mean()
            for target in ("raw", "root")
        }
        self.assertLess(errors["root"], 0.5 * errors["raw"])


class RungTest(unittest.TestCase):
    """All rungs on one table, as the product runs them."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.folder = tempfile.TemporaryDirectory()
        cls.root = Path(cls.folder.name)
        cls.task = make_task(cls.root, "ratio-threshold")
        cls.report = run_ladder(cls.root, ",".join(RUNGS), "out")

    @classmethod
    def tearDownClass(cls) -> None:
        cls.folder.cleanup()

    def test_every_rung_hands_in_a_valid_submission(self) -> None:
        key = read_answer_key(self.task["metric"], self.root / "judge" / "answer.csv", self.task)
        scores = {}
        for rung in RUNGS:
            self.assertIsNone(self.report[rung]["error"], rung)
            result = score_file(key, self.root / "out" / f"{rung}.csv")
            self.assertTrue(result["valid"], (rung, result["reason"]))
            scores[rung] = result["score"]
        self.assertAlmostEqual(scores["s0"], 0.5, places=5)
        self.assertGreater(scores["s8"], scores["s4"] + 0.02)
        self.assertGreater(scores["s7"], scores["s4"] + 0.02)
        self.assertGreater(min(scores["s2"], scores["s3"], scores["s4"]), scores["s0"] + 0.1)
        self.assertGreater(scores["s8"] + 0.02, scores["s7"])

    def test_bytes_do_not_depend_on_threads_or_hash_seed(self) -> None:
        rungs = ("s1", "s3", "s4", "s7")
        run_ladder(self.root, ",".join(rungs), "again", threads="2", hash_seed="7")
        for rung in rungs:
            self.assertEqual(
                (self.root / "out" / f"{rung}.csv").read_bytes(),
                (self.root / "again" / f"{rung}.csv").read_bytes(),
                rung,
            )

    def test_a_failing_rung_is_recorded_and_stops_nothing(self) -> None:
        hidden = self.root / "judge" / "latent_test.csv"
        content = hidden.read_bytes()
        hidden.unlink()
        try:
            report = run_ladder(self.root, "s7,s0", "partial")
        finally:
            hidden.write_bytes(content)
        self.assertIn("latent_test.csv", report["s7"]["error"])
        self.assertIsNone(report["s0"]["error"])
        self.assertFalse((self.root / "partial" / "s7.csv").exists())

    def test_waiting_costs_nothing_and_work_of_children_counts(self) -> None:
        problem = read_problem(self.root / "task.json", self.root / "agent")
        burn = "import time\nwhile time.process_time() < 0.4: pass"
        work = {
            "waits": lambda: time.sleep(0.4),
            "hands on": lambda: subprocess.run([sys.executable, "-c", burn], check=True),
        }
        found = {}
        for name, act in work.items():
            with mock.patch("sandmle.ladder.solve", side_effect=lambda *_: act() and None):
                found[name] = run_rung("s0", problem, self.root / "judge", {}, self.root / "out")
        self.assertLess(found["waits"]["cpuS"], 0.4)
        self.assertGreaterEqual(found["waits"]["wallS"], 0.4)
        self.assertGreaterEqual(found["hands on"]["cpuS"], 0.4)

    def test_an_unknown_rung_is_a_usage_error(self) -> None:
        done = support.run(["-m", "sandmle.ladder", "--task", "task.json", "--rungs", "s9"], self.root)
        self.assertEqual(done.returncode, 2)
        self.assertIn("s9", done.stderr)

    def test_the_answers_are_never_read(self) -> None:
        answer = self.root / "judge" / "answer.csv"
        content = answer.read_bytes()
        answer.unlink()
        try:
            report = run_ladder(self.root, "s0,s2,s8", "blind")
        finally:
            answer.write_bytes(content)
        self.assertEqual([record["error"] for record in report.values()], [None] * 3)

    def test_a_spent_budget_is_recorded(self) -> None:
        problem = read_problem(self.root / "task.json", self.root / "agent")
        _, words = search(problem, trials=4, members=1, budget=0.0, seed=1)
        planned = 4 + len(plain_pipelines(problem))
        self.assertIn(f"budget reached after 1 of {planned} trials", words)

    def test_the_better_half_of_a_first_fold_is_tried_on_all_folds(self) -> None:
        problem = read_problem(self.root / "task.json", self.root / "agent")
        tried: list[tuple] = []

        def note(race: Trials, pipeline: Pipeline, fold: int) -> np.ndarray:
            tried.append((pipeline, fold))
            return predict(race, pipeline, fold)

        predict = Trials.predict
        with mock.patch.object(Trials, "predict", note):
            _, words = search(problem, trials=3, members=2, budget=60.0, seed=6)
        first = {pipeline for pipeline, fold in tried if fold == 0}
        second = [pipeline for pipeline, fold in tried if fold == 1]
        count = len(first)
        self.assertGreaterEqual(first, set(plain_pipelines(problem)))
        self.assertEqual((len(second), len(tried)), ((count + 1) // 2, count + (count + 1) // 2 * (SEARCH_FOLDS - 1)))
        losses = {}
        race = Trials(problem, 60.0, fold_rows(problem, SEARCH_FOLDS))
        for pipeline in first:
            losses[pipeline] = loss(problem, problem.y[race.folds[0][1]], predict(race, pipeline, 0))
        left = [losses[pipeline] for pipeline in first - set(second)]
        self.assertLessEqual(max(losses[pipeline] for pipeline in second), min(left))
        self.assertIn(words.removeprefix(f"best of {count}: ").split(",")[0], [str(one) for one in second])

    def test_the_same_search_finds_the_same(self) -> None:
        found = []
        for _ in range(2):
            problem = read_problem(self.root / "task.json", self.root / "agent")
            found.append(search(problem, trials=5, members=3, budget=60.0, seed=6))
        self.assertEqual(found[0][1], found[1][1])
        self.assertEqual(found[0][0].tobytes(), found[1][0].tobytes())


class ModalityTest(unittest.TestCase):
    """Every modality has its raw, engineered and single views, and they give clean matrices."""

    def test_views_and_quick_rungs(self) -> None:
        warnings.filterwarnings("ignore")
        for name in ("join-recency", "series-hidden-state", "image-largest-patch", "text-author-morphology"):
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                root = Path(folder)
                make_task(root, name, test_rows=300)
                problem = read_problem(root / "task.json", root / "agent")
                views = {
                    RAW_VIEW[problem.modality],
                    SINGLE_VIEW[problem.modality],
                    *ENGINEERED_VIEWS[problem.modality],
                }
                for view in sorted(views):
                    train, test = VIEWS[view](problem, "onehot")
                    self.assertEqual((len(train), len(test)), (len(problem.train), 300), view)
                    self.assertEqual(train.shape[1], test.shape[1], view)
                    self.assertFalse(np.isinf(train).any() or np.isinf(test).any(), view)
                for rung in ("s1", "s2", "s4", "s7"):
                    self.assertIsNone(run_rung(rung, problem, root / "judge", {}, root)["error"], rung)

    def test_a_view_is_built_once_for_each_encoding_and_nobody_writes_into_it(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            make_task(Path(folder), "join-recency", test_rows=100)
            problem = read_problem(Path(folder) / "task.json", Path(folder) / "agent")
        for encoding in ("onehot", "ordinal"):
            train, test = view_of(problem, "joined", encoding)
            self.assertIs(view_of(problem, "joined", encoding)[0], train)
            fresh = VIEWS["joined"](problem, encoding)
            self.assertEqual([train.tobytes(), test.tobytes()], [matrix.tobytes() for matrix in fresh])
            with self.assertRaises(ValueError):
                test[0, 0] = 1.0

    def test_series_folds_lie_ahead(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            make_task(Path(folder), "series-panel-calendar", test_rows=200)
            problem = read_problem(Path(folder) / "task.json", Path(folder) / "agent")
        dates = problem.train[problem.columns_of("date")[0]].to_numpy(str)
        for rest, held in fold_rows(problem, 4):
            self.assertLessEqual(max(dates[rest]), min(dates[held]))


def toy_problem(metric: str, task: str, y: np.ndarray, classes: list[str]) -> Problem:
    """A problem without files."""
    empty = pd.DataFrame(index=range(len(y)))
    facts = FACTS[metric]
    scored = {"logs": facts.logs, "scores_labels": facts.submission == "label"}
    return Problem("tabular", task, metric, "y", classes, "id", ["y"], empty, empty, y, {}, Path("."), **scored)


class LookupTest(unittest.TestCase):
    """What models look up is kept or left out, and nothing else about them changes."""

    def test_trees_that_trust_their_labels_are_those_that_examine_them(self) -> None:
        rng = np.random.default_rng(3)
        matrix = rng.normal(size=(60, 4))
        for classes in (["a", "b"], ["a", "b", "c"]):
            task = "binary" if len(classes) == 2 else "multiclass"
            problem = toy_problem("auc", task, rng.integers(0, len(classes), 60), classes)
            for family in ("forest", "extra-trees", "stump"):
                with self.subTest(task=task, family=family):
                    found = []
                    for examine in (trees.check_classification_targets, check_classification_targets):
                        with mock.patch.object(trees, "check_classification_targets", examine):
                            found.append(fit_predict(problem, Recipe(family), matrix, problem.y, matrix).tobytes())
                    self.assertIsNot(trees.check_classification_targets, check_classification_targets)
                    self.assertEqual(found[0], found[1])

    def test_there_is_one_filter_of_warnings(self) -> None:
        with warnings.catch_warnings():
            keep_silent()
            self.assertEqual([action for action, *_ in warnings.filters], ["ignore"])

    def test_models_whose_parameters_are_trusted_are_those_that_are_examined(self) -> None:
        rng = np.random.default_rng(3)
        matrix, y = rng.normal(size=(60, 4)), rng.integers(0, 2, 60)
        problem = toy_problem("auc", "binary", y, ["a", "b"])
        for family in (*FAMILIES, "stump"):
            with self.subTest(family=family):
                examined = fit_predict(problem, Recipe(family), matrix, y, matrix)
                with trusting_parameters():
                    trusted = fit_predict(problem, Recipe(family), matrix, y, matrix)
                self.assertEqual(examined.tobytes(), trusted.tobytes())
        with self.assertRaises(ValueError):
            Ridge(copy_X="maybe").fit(matrix, y)
        if "skip_parameter_validation" in get_config():
            with trusting_parameters():
                Ridge(copy_X="maybe").fit(matrix, y)

    def test_models_are_those_of_the_library(self) -> None:
        kept = BaseEstimator.__dict__["_get_param_names"]
        asked = classmethod(kept.__func__.__wrapped__)
        rng = np.random.default_rng(3)
        matrix, y = rng.normal(size=(60, 4)), rng.integers(0, 2, 60)
        for task, metric in (("binary", "auc"), ("regression", "rmse")):
            problem = toy_problem(metric, task, y, ["a", "b"] if task == "binary" else [])
            for family in (*FAMILIES, "stump"):
                with self.subTest(task=task, family=family):
                    found = []
                    for names in (kept, asked):
                        with mock.patch.object(BaseEstimator, "_get_param_names", names):
                            model = estimator(problem, Recipe(family), 4)
                            predicted = fit_predict(problem, Recipe(family), matrix, y, matrix)
                            found.append((model.get_params(), clone(model).get_params(), predicted.tobytes()))
                    self.assertEqual(found[0], found[1])


class MetricTest(unittest.TestCase):
    """What the search minimises is what the trusted kernel measures."""

    def test_losses_equal_the_kernels(self) -> None:
        rng = np.random.default_rng(0)
        for metric, (kind, direction) in METRICS.items():
            task = FACTS[metric].tasks[0]
            count = {"binary": 2, "multiclass": 4, "ordinal": 5}.get(task, 0)
            classes = [str(number) for number in range(count)] if task != "regression" else []
            y = rng.integers(0, count, 120) if count else rng.gamma(2, 3, 120)
            predicted = (
                rng.dirichlet(np.ones(4), 120)
                if task == "multiclass"
                else rng.random(120) * max(count - 1, 8)
            )
            if task == "binary":
                predicted = np.round(rng.random(120), 1)
            problem = toy_problem(metric, task, y, classes)
            decided = decide(problem, predicted)
            truth = [str(v) for v in y] if kind != "value" else [float(v) for v in y]
            guess = {"label": lambda: [str(v) for v in decided], "value": lambda: [float(v) for v in decided]}
            rows = guess[kind]() if kind in guess else decided.tolist()
            expected = load_kernel(metric).score(truth, rows, classes)
            sign = -1 if direction == "maximize" else 1
            self.assertAlmostEqual(loss(problem, y, predicted), sign * expected, places=9, msg=metric)
            self.assertAlmostEqual(slow_loss(metric, y, decided), sign * expected, places=9, msg=metric)

    def test_the_dummy_is_the_best_constant_of_its_kind(self) -> None:
        y = np.random.default_rng(1).gamma(2, 3, 200)
        for metric in (one for one in METRICS if "regression" in FACTS[one].tasks):
            problem = toy_problem(metric, "regression", y, [])
            best = loss(problem, y, dummy(problem))
            for factor in (0.8, 0.95, 1.05, 1.2):
                self.assertGreaterEqual(loss(problem, y, dummy(problem) * factor), best, metric)

    def test_a_class_that_a_fold_lacks_gets_no_probability(self) -> None:
        y = np.array([0] * 20 + [2] * 20)
        problem = toy_problem("multi-log-loss", "multiclass", y, ["a", "b", "c"])
        matrix = np.random.default_rng(2).normal(size=(40, 3))
        for family in ("linear", "forest", "boosting", "svm", "extra-trees", "stump", *PLAIN):
            predicted = fit_predict(problem, Recipe(family), matrix, y, matrix)
            self.assertEqual(predicted.shape, (40, 3))
            self.assertTrue(np.allclose(predicted.sum(axis=1), 1) and (predicted[:, 1] == 0).all(), family)

    def test_default_models_on_a_hundred_rows_do_better_than_the_class_shares(self) -> None:
        rng = np.random.default_rng(3)
        matrix = rng.normal(size=(1100, 12))
        scores = np.column_stack([matrix[:, 0], matrix[:, 1], -matrix[:, 0], 0.5 * matrix[:, 2]])
        y = (scores + rng.gumbel(size=scores.shape)).argmax(axis=1)
        problem = toy_problem("multi-log-loss", "multiclass", y[:100], ["a", "b", "c", "d"])
        known, shares = matrix[:100], np.tile(np.bincount(y[:100], minlength=4) / 100, (1000, 1))
        guesses = {family: fit_predict(problem, Recipe(family), known, y[:100], matrix[100:]) for family in ("forest", "boosting")}
        for name, make in (("shipped forest", shipped_models.forest), ("shipped boosting", shipped_models.boosting)):
            guesses[name] = solving.fit_predict(make("multiclass"), known, y[:100], matrix[100:], "multiclass", 4)
        for name, guess in guesses.items():
            self.assertLess(loss(problem, y[100:], guess), loss(problem, y[100:], shares) - 0.03, name)

    def test_tuned_plain_models_leave_an_untuned_one_behind_where_columns_are_many(self) -> None:
        rng = np.random.default_rng(4)
        columns = {f"x{number}": rng.normal(size=700) for number in range(60)}
        frame = pd.DataFrame({"id": [f"{row:04d}" for row in range(700)], **columns})
        y = frame["x0"] + 0.8 * frame["x1"] - 0.6 * frame["x2"] + rng.normal(size=700)
        problem = toy_problem("rmse", "regression", y[:100].to_numpy(), [])
        problem.train, problem.test = frame[:100].reset_index(drop=True), frame[100:].reset_index(drop=True)
        errors = [loss(problem, y[100:].to_numpy(), make(problem)[0]) for make in (tuned, lambda of: raw_model(of, "linear"))]
        self.assertLess(errors[0], errors[1] - 0.1)


if __name__ == "__main__":
    unittest.main()
