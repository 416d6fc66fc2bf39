"""Let twelve solver families solve made and real tables of one size, and compare how they rank: one line of JSON.

usage: python rank_solvers.py --specs DIR --seeds DIR [--tables DIR]
"""
from __future__ import annotations

import argparse
import json
import sys
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from compare import comparison
from families import solve
from sklearn.datasets import load_diabetes, load_iris
from threadpoolctl import threadpool_limits

from sandmle.compose import compose
from sandmle.spec import CannotCompose, plan_of
from sandmle.study import run_program

TRAIN_ROWS, TEST_ROWS = 160, 500
# Draws of training rows from each real table.
DRAWS = 2
TABULAR = ("tabular", "series")
Table = tuple[pd.DataFrame, str, bool]


def made_scores(folder: Path) -> Iterator[tuple[str, dict[str, float]]]:
    """Scores on the task of every spec of a folder."""
    for path in sorted(folder.glob("*.json")):
        spec = json.loads(path.read_text(encoding="utf-8"))
        try:
            program = compose(plan_of(spec))["generate.py"]
        except CannotCompose as error:
            print(f"{path.name}: {error}", file=sys.stderr)
            continue
        target, classifies = spec["target"]["name"], spec["task"] in ("binary", "multiclass")
        with tempfile.TemporaryDirectory() as out:
            run_program(program, "generate.py", ["--out", out])
            train, test = (pd.read_csv(Path(out, "agent", name), dtype={"id": str}) for name in ("train.csv", "test.csv"))
            answer = pd.read_csv(Path(out, "judge", "answer.csv"), dtype={"id": str})
        truth = test[["id"]].merge(answer, on="id")[target].to_numpy()[:TEST_ROWS]
        y = train.pop(target).to_numpy()
        if spec["metric"] == "rmsle":
            y, truth = np.log1p(y), np.log1p(truth)
        yield path.stem, solve(train.drop(columns="id"), y, test.drop(columns="id")[:TEST_ROWS], truth, classifies)


def real_tables(seeds: Path, more: Path | None) -> Iterator[tuple[str, Table]]:
    """Tables and series among the seeds, those that scikit-learn brings along, and others where they were fetched."""
    for path in sorted(seeds.glob("*/seed.json")):
        facts = json.loads(path.read_text(encoding="utf-8"))
        if facts["modality"] in TABULAR:
            table = pd.read_csv(path.parent / "train.csv").drop(columns=facts["idColumn"])
            if facts["metric"] == "rmsle":
                table[facts["target"]] = np.log1p(table[facts["target"]])
            yield path.parent.name, (table, facts["target"], facts["taskType"] in ("binary", "multiclass"))
    yield "diabetes", (load_diabetes(as_frame=True).frame, "target", False)
    yield "iris", (load_iris(as_frame=True).frame, "target", True)
    listed = json.loads((more / "tables.json").read_text(encoding="utf-8")) if more else []
    for entry in listed:
        yield entry["name"], (pd.read_csv(more / f"{entry['name']}.csv"), entry["target"], entry["classifies"])


def real_scores(tables: Iterator[tuple[str, Table]]) -> Iterator[tuple[str, dict[str, float]]]:
    """Mean scores on every real table over some draws of training rows."""
    for name, (table, target, classifies) in tables:
        rng, drawn = np.random.default_rng(0), []
        for _ in range(DRAWS):
            rows = table.iloc[rng.permutation(len(table))]
            count = min(TRAIN_ROWS, len(rows) * 2 // 3)
            train, test = rows[:count], rows[count : count + TEST_ROWS]
            y, truth = (side[target].to_numpy() for side in (train, test))
            if classifies:
                y, truth = y.astype(str), truth.astype(str)
            drawn.append(solve(train.drop(columns=target), y, test.drop(columns=target), truth, classifies))
        yield name, {family: float(np.mean([one[family] for one in drawn])) for family in drawn[0]}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--specs", type=Path, required=True)
    parser.add_argument("--seeds", type=Path, required=True)
    parser.add_argument("--tables", type=Path)
    options = parser.parse_args()
    warnings.filterwarnings("ignore")
    with threadpool_limits(limits=1):
        made = dict(made_scores(options.specs))
        real = dict(real_scores(real_tables(options.seeds, options.tables)))
    print(json.dumps({**comparison(list(made.values()), list(real.values())), "names": list(real)}))


if __name__ == "__main__":
    main()
