"""Rows kept for feedback: drawn from the secret, scored apart, unseen by agents, equal in evaluator and kernel."""

from __future__ import annotations

import csv
import json
import sys
import tempfile
import unittest
from pathlib import Path

import support

from sandmle.compose import compose
from sandmle.kernels import METRICS
from sandmle.scoring import read_answer_key, read_submission, score_predictions
from sandmle.spec import CannotCompose, plan_of
from sandmle.study import run_program, with_secret
from sandmle.submissions import InvalidSubmission
from test_evaluator_checks import make_case

ROWS = {"train": 160, "test": 1250, "feedback": 250}


def generated(root: Path, secret: int, seed: int = 0) -> dict[str, str]:
    """Id -> part of one generated task."""
    spec = with_secret(support.load_spec("hill-dose"), secret)
    plan = plan_of({**spec, "rows": ROWS})
    arguments = ["--seed", str(seed), "--out", str(root)]
    run_program(compose(plan)["generate.py"], "generate.py", arguments)
    with (root / "judge" / "answer.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["part"] for row in csv.DictReader(file)}


def with_parts(root: Path) -> None:
    """Give every fourth row of an answer.csv the part feedback."""
    path = root / "judge" / "answer.csv"
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    lines = [f"{row},{'feedback' if place % 4 == 1 else 'reward'}" for place, row in enumerate(rows)]
    path.write_text("\n".join([f"{header},part", *lines]) + "\n", encoding="utf-8")


class GeneratorTest(unittest.TestCase):
    def test_as_many_rows_as_planned_and_nothing_of_it_in_the_agents_files(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            parts = generated(Path(name), 0)
            self.assertEqual(sorted(parts.values()).count("feedback"), 250)
            self.assertEqual(len(parts), 1250)
            for file in (Path(name) / "agent").iterdir():
                self.assertNotIn("feedback", file.read_text(encoding="utf-8"))
                self.assertNotIn("part", file.read_text(encoding="utf-8").split("\n")[0].split(","))

    def test_the_draw_comes_from_the_secret_and_the_seed(self) -> None:
        def places(parts: dict[str, str]) -> list[int]:
            return [place for place, part in enumerate(parts.values()) if part == "feedback"]

        with tempfile.TemporaryDirectory() as name:
            draws = [generated(Path(name) / str(n), *of) for n, of in enumerate([(0, 0), (0, 0), (1, 0), (0, 1)])]
        self.assertEqual(draws[0], draws[1])
        for other in draws[2:]:
            # Two draws of 250 of 1,250 share 50 by chance.
            self.assertLess(len(set(places(draws[0])) & set(places(other))), 90)

    def test_what_cannot_be_is_refused(self) -> None:
        spec = support.load_spec("hill-dose")
        with self.assertRaises(CannotCompose):
            plan_of({**spec, "target": {**spec["target"], "name": "part"}})
        for feedback in (1250, -1):
            with self.assertRaises(CannotCompose):
                plan_of({**spec, "rows": {**ROWS, "feedback": feedback}})


class ScoringTest(unittest.TestCase):
    def test_evaluators_pass_their_checks_for_both_parts(self) -> None:
        # Every metric passes without parts (test_evaluator_checks); how rows are chosen is a matter of the kind.
        kinds = {METRICS[metric]: metric for metric in METRICS}
        self.assertGreaterEqual(len(kinds), 4)
        for metric in kinds.values():
            with self.subTest(metric), tempfile.TemporaryDirectory() as name:
                root = Path(name)
                make_case(root, metric)
                with_parts(root)
                # A process of its own, which holds little: each of its hundreds of forks copies what it holds.
                done = support.run(["-m", "sandmle.evaluator_checks", "--out", "measurements.json"], root)
                self.assertEqual(done.returncode, 0, done.stderr)
                found = json.loads((root / "measurements.json").read_text(encoding="utf-8"))
                self.assertEqual(support.failed_in(found), {})
                self.assertIn("feedback-part", [one["id"] for one in found["measurements"]])

    def test_a_part_is_scored_by_its_own_rows_and_a_submission_covers_all(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            root = Path(name)
            task = make_case(root, "accuracy")
            with_parts(root)
            key = read_answer_key("accuracy", root / "judge" / "answer.csv", task)
            sent = root / "sent.csv"

            def scored(part: str, right: str) -> float:
                cells = [
                    truth if kept == right else next(name for name in key.classes if name != truth)
                    for truth, kept in zip(key.truth, key.parts)
                ]
                rows = [f"{name},{cell}" for name, cell in zip(key.ids, cells)]
                sent.write_text("\n".join([",".join(key.header), *rows]) + "\n", encoding="utf-8")
                return score_predictions(key, read_submission(key, sent), part)

            for right in ("reward", "feedback"):
                self.assertEqual([scored(part, right) for part in ("reward", "feedback")].count(1.0), 1)
                self.assertEqual(scored(right, right), 1.0)
            alone = key.only("feedback")
            rows = [f"{name},{cell}" for name, cell in zip(alone.ids, alone.truth)]
            sent.write_text("\n".join([",".join(key.header), *rows]) + "\n", encoding="utf-8")
            with self.assertRaises(InvalidSubmission):
                read_submission(key, sent)

    def test_the_command_scores_one_part_and_old_answers_have_none_for_feedback(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            root = Path(name)
            make_case(root, "rmse")
            (root / "subs").mkdir()
            (root / "subs" / "a.csv").write_bytes((root / "judge" / "oracle.csv").read_bytes())

            def evaluate(*more: str):
                files = ["--answer", "judge/answer.csv", "--submissions", "subs", "--out", "score.json"]
                return support.run(["-m", "sandmle.evaluate", "--metric", "rmse", *files, *more], root)

            self.assertEqual(evaluate().returncode, 0)
            whole = json.loads((root / "score.json").read_text(encoding="utf-8"))["scores"]["a"]["score"]
            refused = evaluate("--part", "feedback")
            self.assertEqual(refused.returncode, 1)
            self.assertIn("no feedback rows", refused.stderr)
            alone = support.run(
                [str(root / "judge" / "evaluator.py"), "--submission_path", "subs/a.csv", "--part", "feedback"], root
            )
            self.assertEqual((alone.returncode, alone.stdout), (1, ""))
            with_parts(root)
            scores = []
            for part in ("reward", "feedback"):
                self.assertEqual(evaluate("--part", part, "--bootstrap", "50").returncode, 0)
                report = json.loads((root / "score.json").read_text(encoding="utf-8"))
                self.assertGreater(report["intervals"]["a"]["se"], 0)
                scores.append(report["scores"]["a"]["score"])
            self.assertEqual(len({whole, *scores}), 3)

    def test_answers_with_another_part_or_column_are_not_read(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            path = Path(name) / "answer.csv"
            for text in ("id,y,part\na,1,public\n", "id,y,split\na,1,reward\n", "id,y,part,more\na,1,reward,1\n"):
                path.write_text(text, encoding="utf-8")
                with self.assertRaises(InvalidSubmission):
                    read_answer_key("rmse", path)


if __name__ == "__main__":
    sys.exit(unittest.main())
