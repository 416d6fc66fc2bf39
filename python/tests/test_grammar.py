"""The grammar: programs of every view compile, run on the agent view alone and fail where they are wrong; a batch
keeps them apart."""

from __future__ import annotations

import json
import shutil
import tempfile
import unittest
from pathlib import Path

import support
from tasks import make_task

from sandmle.grammar import MODELS, SLOTS, facts, render
from sandmle.scoring import read_answer_key, score_file
from sandmle.views import RAW_VIEW

PLAIN = {
    "model": "linear",
    "view": "table",
    "encoding": "onehot",
    "scaling": "scale",
    "cross": "none",
    "regularisation": "middle",
    "target": "raw",
    "bagging": "1",
    "shrink": "0",
    "submission": "sample",
}
# One environment a modality; among them every task type.
SPECS = {
    "ratio-threshold": "tabular",
    "join-recency": "join",
    "series-panel-calendar": "series",
    "image-grating": "image",
    "text-negation-scope": "text",
    "audio-beat-rate": "audio",
}

# Batches of programs as the smoke trainer runs them, without a cell: the folders of some tasks, each in a fork of one
# interpreter, which has loaded what the forker of warm cells has. To load it takes longer than any program runs.
SMOKE_ALL = """
import importlib, os, runpy, sys
from sandmle.sandbox.forker import WARM
limits, warm, *folders = sys.argv[1:]
for name in WARM if warm == "warm" else ():
    importlib.import_module(name)
for folder in folders:
    pid = os.fork()
    if pid == 0:
        os.chdir(folder)
        sys.argv = ["sandmle.smoke", "--limits", limits]
        runpy.run_module("sandmle.smoke", run_name="__main__")
        os._exit(0)
    _, status = os.waitpid(pid, 0)
    if status:
        sys.exit(f"{folder} ended with {status}")
"""


def stated(root: Path) -> dict:
    """What the statement says of a task that `make_task` wrote."""
    task = json.loads((root / "task.json").read_text(encoding="utf-8"))
    named = {key: task[key] for key in ("modality", "task", "metric", "target", "classes")}
    return {**named, "title": "A task", "columns": task["submissionColumns"]}


class ProgramTest(unittest.TestCase):
    """Programs as text, and as they run."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)

    def batch(self, sources: dict[str, str], cpu_s: int = 10, warm: str = "warm") -> dict:
        """Run programs on the task below the root; their report."""
        return self.batches({self.root: sources}, cpu_s, warm)[self.root]

    def batches(self, sources: dict[Path, dict[str, str]], cpu_s: int = 10, warm: str = "warm") -> dict[Path, dict]:
        """Run programs on several tasks, by the folder of each; their reports."""
        for root, texts in sources.items():
            (root / "run" / "programs").mkdir(parents=True)
            shutil.copytree(root / "agent", root / "run" / "agent")
            for name, source in texts.items():
                (root / "run" / "programs" / f"{name}.py").write_text(source, encoding="utf-8")
        limits = json.dumps({"cpuS": cpu_s, "wallS": 60})
        done = support.run(["-c", SMOKE_ALL, limits, warm, *(str(root / "run") for root in sources)], self.root)
        self.assertEqual(done.returncode, 0, done.stderr)
        return {
            root: json.loads((root / "run/out/report.json").read_text(encoding="utf-8")) for root in sources
        }

    def test_every_choice_compiles(self) -> None:
        task = {
            "title": 'A "quoted" task', "modality": "tabular", "task": "binary", "metric": "auc", "target": "y",
            "classes": ["no", "yes"], "columns": ["y"],
        }
        for kind in ("binary", "multiclass", "ordinal", "regression"):
            for slot, choices in SLOTS.items():
                for choice in choices:
                    source = render({**task, "task": kind}, {**PLAIN, slot: choice})
                    compile(source, f"{slot}-{choice}.py", "exec")
                    self.assertNotIn("import sandmle", source)

    def test_choices_outside_the_grammar_are_refused(self) -> None:
        with self.assertRaisesRegex(ValueError, "no choice 'magic'"):
            render({}, {**PLAIN, "view": "magic"})
        with self.assertRaisesRegex(ValueError, "has the slots"):
            render({}, {"model": "linear"})

    def test_programs_score_on_every_modality_and_wrong_ones_fail(self) -> None:
        sources = {}
        for spec, modality in SPECS.items():
            root = self.root / modality
            make_task(root, spec, test_rows=200)
            task, good = stated(root), {**PLAIN, "view": RAW_VIEW[modality]}
            wrong = "pixels" if modality != "image" else "words"
            sources[root] = {
                "good": render(task, good),
                "short": render(task, {**good, "submission": "short"}),
                "wrong": render(task, {**PLAIN, "view": wrong}),
            }
        for root, report in self.batches(sources).items():
            with self.subTest(root.name):
                task = stated(root)
                statuses = {name: entry["status"] for name, entry in report.items()}
                self.assertEqual(statuses, {"good": "ok", "short": "ok", "wrong": "failed"}, report)
                self.assertIn("Error", report["wrong"]["output"])
                key = read_answer_key(
                    task["metric"], root / "judge/answer.csv",
                    {"classes": task["classes"], "submissionColumns": task["columns"]},
                )
                self.assertTrue(score_file(key, root / "run/out/good.csv")["valid"])
                self.assertFalse(score_file(key, root / "run/out/short.csv")["valid"])

    def test_every_model_scores_and_equal_programs_write_equal_files(self) -> None:
        make_task(self.root, "ratio-threshold", test_rows=200)
        task = stated(self.root)
        sources = {name: render(task, {**PLAIN, "model": name}) for name in MODELS}
        report = self.batch({**sources, "again": sources["best-of"]})
        self.assertEqual({entry["status"] for entry in report.values()}, {"ok"}, report)
        out = self.root / "run/out"
        self.assertEqual((out / "again.csv").read_bytes(), (out / "best-of.csv").read_bytes())

    def test_a_batch_keeps_programs_apart(self) -> None:
        make_task(self.root, "ratio-threshold")
        writes = 'open("submission.csv", "w").write("id,y\\n")\n'
        report = self.batch(
            {
                "a-spins": "while True: pass\n",
                "b-exits": "raise SystemExit(3)\n",
                "c-silent": "print('nothing')\n",
                "d-finds-nothing": "import os\nassert sorted(os.listdir('.')) == ['agent'], os.listdir('.')\n" + writes,
                "e-touches": "open('agent/train.csv', 'a').write('x')\n" + writes,
                "f-never-runs": writes,
            },
            cpu_s=1,
            warm="bare",
        )
        statuses = {name: entry["status"] for name, entry in report.items()}
        self.assertEqual(
            statuses,
            {
                "a-spins": "timeout", "b-exits": "failed", "c-silent": "failed", "d-finds-nothing": "ok",
                "e-touches": "touched",
            },
        )
        self.assertIn("nothing", report["c-silent"]["output"])

    def test_facts_are_what_the_files_show(self) -> None:
        make_task(self.root, "join-recency")
        seen = facts(self.root / "agent", stated(self.root)["target"])
        self.assertEqual((seen["tables"], seen["negations"]), (1, 0.0))
        self.assertGreater(seen["rows"], 49)


if __name__ == "__main__":
    unittest.main()
