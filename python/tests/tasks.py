"""Tasks on disk for tests: composed from an example spec, read in this process, with few test rows to be
quick."""

from __future__ import annotations

import json
from pathlib import Path

import support

from sandmle.compose import compose
from sandmle.kernels import METRICS
from sandmle.spec import plan_of
from sandmle.study import run_program, with_secret


def make_task(root: Path, name: str, secret: int = 0, test_rows: int = 600, **changes: object) -> dict:
    """Write agent/, judge/ and task.json of an example spec below `root`; returns the content of
    task.json."""
    spec = with_secret({**support.load_spec(name), **changes}, secret)
    spec["rows"] = {**spec["rows"], "test": test_rows}
    plan = plan_of(spec)
    root.mkdir(parents=True, exist_ok=True)
    run_program(compose(plan)["generate.py"], "generate.py", ["--seed", "0", "--out", str(root)])
    own = ("train.csv", "test.csv", "sample_submission.csv")
    task = {
        "modality": spec["modality"],
        "task": plan.task,
        "metric": plan.metric,
        "target": plan.target,
        "classes": plan.classes or [],
        "idColumn": "id",
        "submissionColumns": plan.submission_columns,
        "direction": METRICS[plan.metric][1],
        "tables": sorted(path.name for path in (root / "agent").glob("*.csv") if path.name not in own),
        "budgetS": {"s6": 60},
        "policy": support.POLICY,
    }
    (root / "task.json").write_text(json.dumps(task), encoding="utf-8")
    return task
