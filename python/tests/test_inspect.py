"""Planted faults: each is noticed by the check that is meant for it. Clean tasks raise no alarm.

SANDMLE_CLEAN_TASKS=24 looks at more clean tasks than a quick run has time for.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import tempfile
import unittest
import warnings
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import numpy as np
import pandas as pd
import support
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from sklearn.tree import DecisionTreeRegressor
from tasks import make_task

from sandmle.gates import difficulty, leaks
from sandmle.gates.measurement import Measurement
from sandmle.gates.policy import Policy
from sandmle.inspect import inspect_task

CLEAN_TASKS = int(os.environ.get("SANDMLE_CLEAN_TASKS", "3"))
CONTRACT_BASE, NUMBERS_BASE, PICTURE_BASE, TEXT_BASE, JOIN_BASE = (
    "ratio-threshold",
    "hill-dose",
    "image-count-texture",
    "text-negation-scope",
    "join-recency",
)


def failures(root: Path) -> list[Measurement]:
    """What of a task does not pass."""
    return [one for one in inspect_task(root / "task.json") if not Policy(support.POLICY).passes(one)]


def failed(root: Path) -> set[str]:
    """Ids of the checks that a task fails."""
    return {one.id for one in failures(root)}


# A leak of either part is held against a thousand permuted targets, as the rows in order are below. What differs for ids,
# child tables and files is how they are read, and the tenth part of it tells that.
FEW_PERMUTATIONS = mock.patch.object(leaks, "PERMUTATIONS", 100)
LOOKS_BACK = mock.patch.object(difficulty, "chance_of_way_back", wraps=difficulty.chance_of_way_back)


class Planted(unittest.TestCase):
    """A clean task that tests copy and spoil."""

    base = ""
    test_rows = 400

    @classmethod
    def setUpClass(cls) -> None:
        if not cls.base:
            raise unittest.SkipTest("no task of its own")
        warnings.filterwarnings("ignore")
        cls.folder = tempfile.TemporaryDirectory()
        cls.clean = Path(cls.folder.name) / "clean"
        cls.task = make_task(cls.clean, cls.base, test_rows=cls.test_rows)

    @classmethod
    def tearDownClass(cls) -> None:
        cls.folder.cleanup()

    def setUp(self) -> None:
        self.root = Path(self.folder.name) / "spoilt"
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(self.clean, self.root)
        self.rng = np.random.default_rng(9)

    def read(self, name: str) -> pd.DataFrame:
        return pd.read_csv(self.root / name, dtype=str, keep_default_na=False)

    def write(self, name: str, frame: pd.DataFrame) -> None:
        frame.to_csv(self.root / name, index=False, lineterminator="\n")

    def change(self, name: str, make: Callable[[pd.DataFrame], pd.DataFrame]) -> None:
        self.write(name, make(self.read(name)))

    def answers(self) -> np.ndarray:
        """Hidden answers as numbers, in the order of test.csv."""
        answer = self.read("judge/answer.csv").set_index("id")[self.task["target"]]
        return answer.loc[self.read("agent/test.csv")["id"]].astype(float).to_numpy()

    def targets(self) -> np.ndarray:
        return self.read("agent/train.csv")[self.task["target"]].astype(float).to_numpy()

    def add_column(self, name: str, train: np.ndarray, test: np.ndarray) -> None:
        """A further feature before the target."""
        frame = self.read("agent/train.csv")
        frame.insert(len(frame.columns) - 1, name, train)
        self.write("agent/train.csv", frame)
        self.change("agent/test.csv", lambda f: f.assign(**{name: test}))

    def noisy(self, values: np.ndarray, share: float) -> np.ndarray:
        return values + self.rng.normal(0, share * values.std(), len(values))

    def expect(self, *ids: str) -> None:
        self.assertEqual(failed(self.root), set(ids))


class ContractTest(Planted):
    """The data contract, on a binary table."""

    base = CONTRACT_BASE

    def test_clean(self) -> None:
        self.expect()

    def test_target_in_test(self) -> None:
        self.change("agent/test.csv", lambda f: f.assign(**{self.task["target"]: "1"}))
        self.expect("label-in-test")

    def test_column_missing_from_test(self) -> None:
        self.change("agent/test.csv", lambda f: f.drop(columns=f.columns[1]))
        self.expect("columns")

    def test_target_not_last(self) -> None:
        self.change("agent/train.csv", lambda f: f[[*f.columns[:-2], f.columns[-1], f.columns[-2]]])
        self.assertIn("columns", failed(self.root))

    def test_submission_with_another_header(self) -> None:
        self.change("agent/sample_submission.csv", lambda f: f.rename(columns={f.columns[1]: "prediction"}))
        self.expect("submission-columns")

    def test_too_few_and_too_many_rows(self) -> None:
        kept = self.read("agent/train.csv")["id"][:49]
        for name in ("agent/train.csv", "judge/latent_train.csv"):
            self.change(name, lambda f: f[f["id"].isin(kept)])
        self.expect("row-count")

    def test_malformed_id(self) -> None:
        for name in ("agent/train.csv", "judge/latent_train.csv"):
            self.change(name, lambda f: f.assign(id=f["id"].replace(self.first_id, "row-1")))
        self.expect("id-form")

    @property
    def first_id(self) -> str:
        return pd.read_csv(self.clean / "agent" / "train.csv", dtype=str)["id"][0]

    def test_repeated_id(self) -> None:
        second = self.read("agent/train.csv")["id"][1]
        for name in ("agent/train.csv", "judge/latent_train.csv"):
            self.change(name, lambda f: f.assign(id=f["id"].replace(self.first_id, second)))
        self.expect("id-unique")

    def test_id_in_both_parts(self) -> None:
        other = self.read("agent/test.csv")["id"][5]
        for name in (
            "agent/test.csv",
            "agent/sample_submission.csv",
            "judge/answer.csv",
            "judge/oracle.csv",
            "judge/latent_test.csv",
        ):
            self.change(name, lambda f: f.assign(id=f["id"].replace(other, self.first_id)))
        self.expect("split-disjoint")

    def test_answer_missing(self) -> None:
        self.change("judge/answer.csv", lambda f: f[1:])
        self.expect("ids-agree")

    def test_label_outside_the_classes(self) -> None:
        self.change("agent/train.csv", lambda f: f.assign(**{self.task["target"]: ["2", *f.iloc[1:, -1]]}))
        self.expect("labels")

    def test_one_class_only(self) -> None:
        self.change("agent/train.csv", lambda f: f.assign(**{self.task["target"]: "1"}))
        self.expect("classes-present")

    def test_broken_files(self) -> None:
        path = self.root / "agent" / "train.csv"
        plain = path.read_bytes()
        for content in (
            b"",
            plain.replace(b"\n", b"\r\n"),
            b"\xef\xbb\xbf" + plain,
            plain + b"1,2\n",
            b"\xff" + plain,
        ):
            path.write_bytes(content)
            self.expect("files")
        path.unlink()
        self.expect("files")

    def test_finding_names_the_line(self) -> None:
        frame = self.read("agent/train.csv")
        frame.iloc[6, -1] = "maybe"
        self.write("agent/train.csv", frame)
        found = failures(self.root)[0]
        self.assertEqual(
            (found.anchor.file, found.anchor.line, found.anchor.column),
            ("agent/train.csv", 8, self.task["target"]),
        )


class LeakTest(Planted):
    """Ids, order, copies, on a regression table."""

    base = NUMBERS_BASE

    def test_clean(self) -> None:
        self.expect()

    def test_rows_in_order_of_the_target(self) -> None:
        order = np.argsort(self.noisy(self.answers(), 0.6))
        self.change("agent/test.csv", lambda f: f.iloc[order])
        self.expect("row-order")

    def test_training_rows_in_order_of_the_target(self) -> None:
        order = np.argsort(self.noisy(self.targets(), 0.5))
        self.change("agent/train.csv", lambda f: f.iloc[order])
        self.expect("row-order")

    @FEW_PERMUTATIONS
    def test_ids_in_order_of_the_target(self) -> None:
        ids = self.read("agent/test.csv")["id"].to_numpy()
        ranks = np.argsort(np.argsort(self.noisy(self.answers(), 0.5)))
        renamed = dict(zip(ids, np.sort(ids)[ranks]))
        for name in (
            "agent/test.csv",
            "agent/sample_submission.csv",
            "judge/answer.csv",
            "judge/oracle.csv",
            "judge/latent_test.csv",
        ):
            self.change(name, lambda f: f.assign(id=f["id"].map(renamed)))
        self.expect("id")

    def test_training_rows_again_in_test(self) -> None:
        train, test = self.read("agent/train.csv"), self.read("agent/test.csv")
        test.iloc[:40, 1:] = train.iloc[:40, 1:-1].to_numpy()
        self.write("agent/test.csv", test)
        self.expect("duplicates")

    def test_the_target_on_another_scale(self) -> None:
        self.add_column("calibrated", 3 * self.targets() + 1, 3 * self.answers() + 1)
        self.assertIn("target-copy", failed(self.root))

    def test_a_near_copy_is_trivial_and_a_shortcut(self) -> None:
        self.add_column("gauge", self.noisy(self.targets(), 0.01), self.noisy(self.answers(), 0.01))
        self.assertIn("single-feature", failed(self.root))

    def test_a_proxy_is_a_shortcut(self) -> None:
        self.add_column("proxy", self.noisy(self.targets(), 0.12), self.noisy(self.answers(), 0.12))
        self.expect("single-feature")

    def test_a_task_without_work_is_trivial(self) -> None:
        frame = self.read("agent/train.csv")
        values = np.repeat(np.arange(10.0), -(-len(frame) // 10))[: len(frame)]
        level = self.rng.permutation(values)
        hidden = self.rng.integers(0, 10, 400).astype(float)
        self.change("agent/train.csv", lambda f: f.assign(**{f.columns[-1]: level * 100}))
        self.change(
            "judge/answer.csv",
            lambda f: f.assign(
                **{f.columns[-1]: dict_of(self.read("agent/test.csv")["id"], hidden * 100, f["id"])}
            ),
        )
        self.add_column("level", level, hidden)
        self.assertIn("trivial", failed(self.root))

    def test_shuffled_labels_cannot_be_learnt(self) -> None:
        self.change(
            "agent/train.csv", lambda f: f.assign(**{f.columns[-1]: self.rng.permutation(f.iloc[:, -1])})
        )
        with LOOKS_BACK as looks:
            self.expect("unlearnable")
        self.assertEqual(looks.call_count, len({view for _, view, *_ in (call.args for call in looks.mock_calls)}))
        self.assertGreater(looks.call_count, 1)

    def test_what_cannot_be_less_likely_is_not_looked_at_again(self) -> None:
        with LOOKS_BACK as looks:
            self.expect()
        looks.assert_not_called()

    def test_an_oracle_that_knows_nothing_is_noise(self) -> None:
        answers = self.answers()
        target = self.task["target"]
        self.change(
            "judge/oracle.csv", lambda f: f.assign(**{target: self.noisy(np.full(400, answers.mean()), 0.01)})
        )
        self.assertIn("noisy", failed(self.root))

    def test_an_oracle_without_error_means_no_noise(self) -> None:
        self.write("judge/oracle.csv", self.read("judge/answer.csv"))
        self.expect("saturated")


def dict_of(ids: pd.Series, values: np.ndarray, wanted: pd.Series) -> np.ndarray:
    """Values in another order of ids."""
    return wanted.map(dict(zip(ids, values))).to_numpy()


class ShareTest(unittest.TestCase):
    """Trees that look at their inputs once find what those find that look each time."""

    def test_shares_are_those_of_plain_trees(self) -> None:
        rng = np.random.default_rng(4)
        inputs = np.column_stack([np.arange(300.0), rng.integers(0, 2**32, 300)])
        outcome = np.column_stack([rng.normal(size=300), rng.normal(size=300) + inputs[:, 0] / 100])
        fold, error = np.random.default_rng(0).permutation(300) % leaks.FOLDS, 0.0
        for held in range(leaks.FOLDS):
            tree = DecisionTreeRegressor(max_depth=4, min_samples_leaf=8, random_state=0)
            predicted = tree.fit(inputs[fold != held], outcome[fold != held]).predict(inputs[fold == held])
            error += ((outcome[fold == held] - predicted) ** 2).sum()
        share = 1 - error / ((outcome - outcome.mean(axis=0)) ** 2).sum()
        self.assertEqual(leaks.cross_validated_share(leaks.held_out_folds(inputs), outcome), share)
        self.assertGreater(share, 0.1)


class BinaryCeilingTest(Planted):
    """Noise and its absence under a rank metric."""

    base = CONTRACT_BASE

    def test_saturated_and_noisy(self) -> None:
        self.write("judge/oracle.csv", self.read("judge/answer.csv"))
        self.expect("saturated")
        target = self.task["target"]
        mixed = np.where(
            self.rng.random(400) < 0.9,
            self.rng.random(400),
            self.read("judge/answer.csv")[target].astype(float),
        )
        self.change(
            "judge/oracle.csv", lambda f: f.assign(id=self.read("judge/answer.csv")["id"], **{target: mixed})
        )
        self.assertIn("noisy", failed(self.root))


class JoinTest(Planted):
    """Child tables."""

    base = JOIN_BASE

    def test_clean(self) -> None:
        self.expect()

    def test_child_of_nobody(self) -> None:
        table = f"agent/{self.task['tables'][0]}"
        self.change(
            table, lambda f: f.assign(id=["ffffffff" if n == 3 else value for n, value in enumerate(f["id"])])
        )
        self.expect("child-tables")

    @FEW_PERMUTATIONS
    def test_children_in_order_of_the_answers(self) -> None:
        table = f"agent/{self.task['tables'][0]}"
        score = dict(zip(self.read("agent/test.csv")["id"], self.noisy(self.answers(), 0.5)))
        self.change(
            table, lambda f: f.iloc[np.argsort([score.get(value, 9) for value in f["id"]], kind="stable")]
        )
        self.expect("child-order")

    def test_parent_alone_is_enough(self) -> None:
        signs = [2 * values - 1 for values in (self.targets(), self.answers())]
        for part in range(3):
            self.add_column(
                f"hint{part}",
                *(s * (self.rng.random(len(s)) < 0.8) + self.rng.normal(0, 0.7, len(s)) for s in signs),
            )
        self.assertIn("one-view", failed(self.root))


class PictureTest(Planted):
    """Files of an image task."""

    base = PICTURE_BASE

    def pictures(self, name: str) -> list[Path]:
        return [self.root / "agent" / path for path in self.read(f"agent/{name}.csv")["image"]]

    def test_clean(self) -> None:
        self.expect()

    def test_missing_spare_and_false_pictures(self) -> None:
        first = self.pictures("test")[0]
        content = first.read_bytes()
        first.unlink()
        self.expect("pictures")
        first.write_bytes(b"GIF89a" + content)
        self.expect("pictures")
        first.write_bytes(content)
        (first.parent / "thumbs.db").write_bytes(b"x")
        self.expect("pictures")

    def test_text_inside_a_picture(self) -> None:
        path = self.pictures("train")[3]
        note = PngInfo()
        note.add_text("Comment", "class 1")
        with Image.open(path) as picture:
            picture.save(path, pnginfo=note)
        self.expect("picture-metadata")

    @FEW_PERMUTATIONS
    def test_label_in_the_size_of_the_file(self) -> None:
        for name, labels in (("train", self.targets()), ("test", self.answers())):
            for path, label in zip(self.pictures(name), labels):
                with Image.open(path) as picture:
                    picture.save(path, compress_level=9 if label else 0)
        self.touch_in_random_order()
        self.expect("file-metadata")

    @FEW_PERMUTATIONS
    def test_label_in_the_order_of_writing(self) -> None:
        for name, labels in (("train", self.targets()), ("test", self.answers())):
            for path, label in zip(self.pictures(name), labels):
                os.utime(path, ns=(0, int(label) * 10**9 + random.Random(path.name).randrange(10**9)))
        self.expect("file-metadata")

    def touch_in_random_order(self) -> None:
        for path in [*self.pictures("train"), *self.pictures("test")]:
            os.utime(path, ns=(0, random.Random(path.name).randrange(10**12)))

    def test_training_pictures_again_in_test(self) -> None:
        for source, copy in zip(self.pictures("train")[:30], self.pictures("test")):
            shutil.copyfile(source, copy)
        self.assertIn("duplicates", failed(self.root))

    def test_brightness_tells_the_answer(self) -> None:
        for name, labels in (("train", self.targets()), ("test", self.answers())):
            for path, label in zip(self.pictures(name), labels):
                with Image.open(path) as picture:
                    brighter = np.clip(np.asarray(picture, dtype=int) + int(label) * 25, 0, 255).astype(
                        np.uint8
                    )
                Image.fromarray(brighter).save(path, compress_level=9)
        self.touch_in_random_order()
        self.assertLessEqual({"single-feature", "one-view"}, failed(self.root))


class TextTest(Planted):
    """Texts."""

    base = TEXT_BASE
    # Public views learn what texts say from many rows only.
    test_rows = 1500

    def test_clean(self) -> None:
        self.expect()

    def test_training_texts_again_in_test(self) -> None:
        known = self.read("agent/train.csv")["text"]
        self.change("agent/test.csv", lambda f: f.assign(text=[*known[:20], *f["text"][20:]]))
        self.assertIn("duplicates", failed(self.root))

    def test_length_tells_the_answer(self) -> None:
        for name, labels in (("train", self.targets()), ("test", self.answers())):
            self.change(
                f"agent/{name}.csv",
                lambda f, labels=labels: f.assign(
                    text=[t + " and so on" * (6 * int(v)) for t, v in zip(f["text"], labels)]
                ),
            )
        self.assertLessEqual({"single-feature", "one-view"}, failed(self.root))


class CleanTest(unittest.TestCase):
    """No false alarms: example specs under several secrets and noise levels."""

    def test_clean_tasks_raise_no_alarm(self) -> None:
        warnings.filterwarnings("ignore")
        names = support.spec_names()
        for number in range(CLEAN_TASKS):
            name, secret = names[number % len(names)], 1 + number // len(names)
            with self.subTest(spec=name, secret=secret), tempfile.TemporaryDirectory() as folder:
                make_task(Path(folder), name, secret, test_rows=1000, noise=number % 3)
                self.assertEqual(failures(Path(folder)), [])


class ReportTest(unittest.TestCase):
    """measurements.json as the product reads it."""

    def test_command_writes_plain_json(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            make_task(root, "sign-interaction", test_rows=300)
            done = support.run(["-m", "sandmle.inspect", "--task", "task.json", "--out", "measurements.json"], root)
            self.assertEqual(done.returncode, 0, done.stderr)
            found = json.loads((root / "measurements.json").read_text(encoding="utf-8"))["measurements"]
        self.assertEqual({one["gate"] for one in found}, {"data-contract", "leaks", "difficulty"})
        for one in found:
            names = {"gate", "id", "message", "value", "holds", "of", "against", "anchor"}
            self.assertEqual(set(one), names)
            self.assertTrue(isinstance(one["holds"], bool) or isinstance(one["value"], float))
            self.assertTrue(one["message"])


if __name__ == "__main__":
    unittest.main()
