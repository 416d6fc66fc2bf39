"""The strict reader, and the rendered evaluator: same verdict and same score as the trusted path, for good and bad files."""
from __future__ import annotations

import contextlib
import io
import json
import runpy
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import support
import numpy as np
import pandas as pd

from sandmle.evaluate import evaluate
from sandmle.evaluator import render_evaluator
from sandmle.kernels import METRICS
from sandmle.scoring import read_answer_key, score_file

CLASSES = ["ash", "birch", "cedar"]
IDS = [f"{number:07x}z" for number in range(120)]


def task_of(metric: str) -> dict:
    """task.json of a small task."""
    kind = METRICS[metric][0]
    classes = ["0", "1", "2"] if metric == "qwk" else CLASSES if kind != "value" else None
    return {
        "target": "kind",
        "classes": classes,
        "idColumn": "id",
        "submissionColumns": CLASSES if kind == "probabilities" else ["kind"],
        "direction": METRICS[metric][1],
        "thresholds": {"median": 0.1, "bronze": 0.2, "silver": 0.3, "gold": 0.4},
    }


def answers(metric: str, rng: np.random.Generator) -> list[str]:
    """A random answer a row."""
    if metric in ("auc", "log-loss"):
        return [str(value) for value in rng.integers(0, 2, len(IDS))]
    labels = task_of(metric)["classes"]
    return rng.choice(labels, len(IDS)).tolist() if labels else [f"{value:.6g}" for value in rng.gamma(2, 9, len(IDS))]


def valid_rows(metric: str, rng: np.random.Generator) -> list[list[str]]:
    """A random valid submission, shuffled."""
    kind, labels = METRICS[metric][0], task_of(metric)["classes"]
    rows = []
    for name in rng.permutation(IDS):
        if kind == "label":
            rows.append([name, str(rng.choice(labels))])
        elif kind == "probabilities":
            rows.append([name, *(f"{value:.4g}" for value in rng.random(3))])
        else:
            rows.append([name, f"{rng.random():.6g}"])
    return rows


def text_of(header: list[str], rows: list[list[str]]) -> str:
    """A CSV file."""
    return "\n".join(",".join(row) for row in [header, *rows]) + "\n"


def malformed(header: list[str], rows: list[list[str]]) -> dict[str, bytes]:
    """Broken submissions by name."""
    first, rest = rows[0], rows[1:]
    name, *cells = first

    def with_first(*row: str) -> bytes:
        return text_of(header, [list(row), *rest]).encode()

    good = text_of(header, rows)
    return {
        "empty": b"",
        "only line ends": b"\n\n\n",
        "header only": text_of(header, []).encode(),
        "no header": text_of(first, rest).encode(),
        "missing row": text_of(header, rest).encode(),
        "duplicate row": text_of(header, [*rows, first]).encode(),
        "unknown id": with_first("ffffffff", *cells),
        "id with space": with_first(f" {name}", *cells),
        "id in capitals": with_first(name.upper() + "Z", *cells),
        "extra column": text_of([*header, "note"], [[*row, "1"] for row in rows]).encode(),
        "missing column": text_of(header[:-1], [row[:-1] for row in rows]).encode(),
        "capital header": text_of([h.upper() for h in header], rows).encode(),
        "reordered columns": text_of(header[::-1], [row[::-1] for row in rows]).encode(),
        "nan": with_first(name, *["nan"] * len(cells)),
        "blank cell": with_first(name, *[""] * len(cells)),
        "NA": with_first(name, *["NA"] * len(cells)),
        "infinite": with_first(name, *["inf"] * len(cells)),
        "overflow": with_first(name, *["1e400"] * len(cells)),
        "huge": with_first(name, *["1e30"] * len(cells)),
        "underscore": with_first(name, *["1_0"] * len(cells)),
        "decimal comma": with_first(name, *['"0,5"'] * len(cells)),
        "hexadecimal": with_first(name, *["0x1"] * len(cells)),
        "full-width digit": with_first(name, *["\uff11"] * len(cells)),
        "word": with_first(name, *["high"] * len(cells)),
        "boolean": with_first(name, *["True"] * len(cells)),
        "formula": with_first(name, *["=1+1"] * len(cells)),
        "padded": with_first(name, *[f" {cell}" for cell in cells]),
        "two byte order marks": b"\xef\xbb\xbf" * 2 + good.encode(),
        "mark in the middle": with_first("\ufeff" + name, *cells),
        "latin-1": (good + "\xe9").encode("latin-1"),
        "nul": good.encode() + b"\0",
        "open quote": with_first(name, '"0.5'),
        "long cell": with_first(name, *["1" * 200_000] * len(cells)),
        "ragged row": with_first(name, *cells, "1"),
    }


def german(text: str) -> str:
    """A file as Excel writes it in German: semicolons, decimal commas, CRLF."""
    return text.replace(",", ";").replace(".", ",").replace("\n", "\r\n")


class Projection:
    """A rendered evaluator in a folder, run as a program."""

    def __init__(self, folder: Path, metric: str) -> None:
        self.path = folder / "evaluator.py"
        self.path.write_text(render_evaluator(metric, task_of(metric)), encoding="utf-8")

    def judge(self, submission: Path) -> dict | None:
        """The printed report, or None after a non-zero exit."""
        output = io.StringIO()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(io.StringIO()):
            with mock.patch.object(sys, "argv", ["evaluator.py", "--submission_path", str(submission)]):
                try:
                    runpy.run_path(str(self.path), run_name="__main__")
                except SystemExit:
                    return None
        return json.loads(output.getvalue())


class EvaluatorTest(unittest.TestCase):
    """Projection and trusted path, side by side."""

    def setUp(self) -> None:
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = Path(holder.name)

    def prepare(self, metric: str, rng: np.random.Generator) -> tuple[Projection, object, list[str]]:
        """Answers on disk, the key of the trusted path, and the header of a submission."""
        truth = answers(metric, rng)
        rows = [[name, value] for name, value in zip(IDS, truth)]
        (self.folder / "answer.csv").write_text(text_of(["id", "kind"], rows), encoding="utf-8")
        key = read_answer_key(metric, self.folder / "answer.csv", task_of(metric))
        return Projection(self.folder, metric), key, key.header

    def test_valid_submissions_get_the_same_score(self) -> None:
        for metric in METRICS:
            rng = np.random.default_rng([7, len(metric)])
            projection, key, header = self.prepare(metric, rng)
            for number in range(8):
                path = self.folder / "submission.csv"
                text = text_of(header, valid_rows(metric, rng))
                path.write_bytes((text.replace("\n", "\r\n") if number % 2 else text).encode())
                trusted, report = score_file(key, path), projection.judge(path)
                with self.subTest(metric=metric, number=number):
                    self.assertTrue(trusted["valid"], trusted["reason"])
                    self.assertEqual(report["score"], trusted["score"])
                    self.assertEqual(report["is_lower_better"], METRICS[metric][1] == "minimize")

    def test_what_pandas_and_excel_write_scores_the_same(self) -> None:
        for metric in METRICS:
            rng = np.random.default_rng(11)
            projection, key, header = self.prepare(metric, rng)
            rows = valid_rows(metric, rng)
            plain = text_of(header, rows)
            floats = text_of(header, [[name, *(c + ".0" if c.isdigit() else c for c in cells)] for name, *cells in rows])
            written = {
                "byte order mark": b"\xef\xbb\xbf" + plain.encode(),
                "Excel": b"\xef\xbb\xbf" + plain.replace("\n", "\r\n").encode(),
                "floats": floats.encode(),
                "all of it": b"\xef\xbb\xbf" + floats.replace("\n", "\r\n").encode(),
                "semicolons": plain.replace(",", ";").encode(),
                "tabs, UTF-16": plain.replace(",", "\t").encode("utf-16"),
                "carriage returns": plain.replace("\n", "\r").encode(),
                "German Excel": b"\xef\xbb\xbf" + german(plain).encode(),
                "a blank line inside": plain.replace("\n", "\n\n", 2).encode(),
            }
            path = self.folder / "submission.csv"
            path.write_text(plain, encoding="utf-8")
            expected = score_file(key, path)["score"]
            for name, content in written.items():
                path.write_bytes(content)
                trusted = score_file(key, path)
                with self.subTest(metric=metric, name=name):
                    self.assertEqual(trusted, {"valid": True, "score": expected, "reason": None})
                    self.assertEqual(projection.judge(path)["score"], expected)

    def test_pandas_itself_writes_what_is_read(self) -> None:
        projection, key, header = self.prepare("qwk", np.random.default_rng(5))
        frame = pd.DataFrame(valid_rows("qwk", np.random.default_rng(6)), columns=header)
        path = self.folder / "submission.csv"
        frame.to_csv(path, index=False)
        expected = score_file(key, path)["score"]
        frame["kind"] = frame["kind"].astype(float)
        for encoding in ("utf-8", "utf-8-sig"):
            frame.to_csv(path, index=False, encoding=encoding)
            self.assertEqual(score_file(key, path)["score"], expected)
            self.assertEqual(projection.judge(path)["score"], expected)

    def test_a_whole_number_that_is_no_label_is_refused(self) -> None:
        projection, key, header = self.prepare("qwk", np.random.default_rng(5))
        rows = valid_rows("qwk", np.random.default_rng(6))
        path = self.folder / "submission.csv"
        for cell in ("7.0", "1.5", "01.0", "+1.0", "1.", ".0", "-0.0", "1e0", "1.0 "):
            path.write_text(text_of(header, [[rows[0][0], cell], *rows[1:]]), encoding="utf-8")
            with self.subTest(cell=cell):
                self.assertIn("is not one of 0, 1, 2", score_file(key, path)["reason"])
                self.assertIsNone(projection.judge(path))

    def test_a_wrong_header_is_shown_in_any_dialect(self) -> None:
        _, key, header = self.prepare("auc", np.random.default_rng(1))
        path = self.folder / "submission.csv"
        rows = valid_rows("auc", np.random.default_rng(2))
        for separator in (",", ";", "\t"):
            text = text_of([header[0], "other"], rows).replace(",", separator)
            path.write_text(text, encoding="utf-8")
            self.assertIn("header must be id,kind, found", score_file(key, path)["reason"])

    def test_malformed_submissions_are_refused_by_both(self) -> None:
        for metric in METRICS:
            rng = np.random.default_rng(9)
            projection, key, header = self.prepare(metric, rng)
            for name, content in malformed(header, valid_rows(metric, rng)).items():
                path = self.folder / "submission.csv"
                path.write_bytes(content)
                trusted = score_file(key, path)
                with self.subTest(metric=metric, name=name):
                    self.assertFalse(trusted["valid"])
                    self.assertTrue(trusted["reason"].isascii())
                    self.assertIsNone(projection.judge(path))

    def test_probabilities_must_lie_between_zero_and_one(self) -> None:
        projection, key, header = self.prepare("log-loss", np.random.default_rng(1))
        path = self.folder / "submission.csv"
        path.write_text(text_of(header, [[name, "1.2"] for name in IDS]), encoding="utf-8")
        self.assertIn("between 0 and 1", score_file(key, path)["reason"])
        self.assertIsNone(projection.judge(path))

    def test_answers_are_found_in_the_private_folder(self) -> None:
        projection, key, header = self.prepare("auc", np.random.default_rng(1))
        public, private = self.folder / "public", self.folder / "private"
        public.mkdir()
        private.mkdir()
        (self.folder / "answer.csv").rename(private / "answer.csv")
        projection.path = projection.path.rename(public / "evaluator.py")
        path = self.folder / "submission.csv"
        path.write_text(text_of(header, [[name, "0.5"] for name in IDS]), encoding="utf-8")
        self.assertEqual(projection.judge(path)["score"], 0.5)

    def test_it_runs_isolated_and_prints_one_object(self) -> None:
        projection, _, header = self.prepare("macro-f1", np.random.default_rng(1))
        path = self.folder / "submission.csv"
        path.write_text(text_of(header, [[name, "ash"] for name in IDS]), encoding="utf-8")
        done = support.run(["-I", str(projection.path), "--submission_path", str(path)], self.folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        expected = {"score", "is_lower_better", "gold_threshold", "silver_threshold", "bronze_threshold", "median_threshold"}
        self.assertEqual(set(json.loads(done.stdout)), expected)
        path.write_text("id,kind\n", encoding="utf-8")
        refused = support.run(["-I", str(projection.path), "--submission_path", str(path)], self.folder)
        self.assertEqual((refused.returncode, refused.stdout), (1, ""))
        self.assertIn("invalid submission", refused.stderr)


class EvaluateTest(unittest.TestCase):
    """The report on a folder of submissions."""

    def test_intervals_and_pairs(self) -> None:
        rng = np.random.default_rng(4)
        with tempfile.TemporaryDirectory() as holder:
            folder = Path(holder)
            truth = rng.integers(0, 2, len(IDS))
            rows = [[name, str(value)] for name, value in zip(IDS, truth)]
            (folder / "answer.csv").write_text(text_of(["id", "kind"], rows), encoding="utf-8")
            files = {"sharp": truth * 0.4 + rng.random(len(IDS)), "blunt": rng.random(len(IDS))}
            for name, values in files.items():
                made = [[row, f"{value:.6g}"] for row, value in zip(IDS, values)]
                (folder / f"{name}.csv").write_text(text_of(["id", "kind"], made), encoding="utf-8")
            (folder / "broken.csv").write_text("id\n", encoding="utf-8")
            key = read_answer_key("auc", folder / "answer.csv")
            paths = {name: folder / f"{name}.csv" for name in ("sharp", "blunt", "broken")}
            report = evaluate(key, paths, 200, ["blunt:sharp", "sharp:blunt", "sharp:broken"], 0)
        self.assertFalse(report["scores"]["broken"]["valid"])
        interval = report["intervals"]["sharp"]
        self.assertLess(interval["low"], report["scores"]["sharp"]["score"])
        self.assertGreater(interval["high"], report["scores"]["sharp"]["score"])
        self.assertEqual(set(report["pairs"]), {"blunt:sharp", "sharp:blunt"})
        self.assertGreater(report["pairs"]["blunt:sharp"]["difference"], 0)
        self.assertGreater(report["pairs"]["blunt:sharp"]["probability"], 0.95)
        self.assertAlmostEqual(report["pairs"]["sharp:blunt"]["difference"], -report["pairs"]["blunt:sharp"]["difference"])


if __name__ == "__main__":
    unittest.main()
