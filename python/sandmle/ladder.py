"""The solver ladder: nine solvers from dummy to oracle, each writing a submission. It never sees the answers.

usage: python -m sandmle.ladder --task ladder.json --rungs s0,s1,... --out out
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from sandmle.lookup import keep_silent, trusting_parameters
from sandmle.models import PLAIN, Recipe, fit_predict
from sandmle.predictions import dummy, write_submission
from sandmle.problem import Problem, read_problem
from sandmle.search import combine, search, targets_of
from sandmle.selection import cross_validate
from sandmle.views import RAW_VIEW, SINGLE_VIEW, view_of
from sandmle.views.crosses import cap, impute, relevance, scale
from sandmle.views.encodings import target_matrix

RUNGS = ("s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8")
SINGLE_CANDIDATES = 40
TUNED_MEMBERS = 2
INFORMED = (("linear", 0), ("linear", 1), ("boosting", 2), ("svm", 1))
Outcome = tuple[np.ndarray, str]


def single_feature(problem: Problem) -> Outcome:
    """s1: the best single column by cross-validation of a depth-two tree."""
    train, test = impute(*view_of(problem, SINGLE_VIEW[problem.modality], "ordinal"))
    candidates = range(train.shape[1])
    if train.shape[1] > SINGLE_CANDIDATES:
        candidates = np.argsort(-relevance(train, target_matrix(problem)), kind="stable")[:SINGLE_CANDIDATES]
    recipe = Recipe("stump")
    best = min(candidates, key=lambda j: (cross_validate(problem, recipe, train[:, [j]]), j))
    predicted = fit_predict(problem, recipe, train[:, [best]], problem.y, test[:, [best]])
    return predicted, f"depth-two tree on column {best} of {SINGLE_VIEW[problem.modality]}"


def raw_model(problem: Problem, family: str) -> Outcome:
    """s2-s4: one model with usual settings on the raw obvious view."""
    view = RAW_VIEW[problem.modality]
    train, test = view_of(problem, view, "onehot")
    train, test = scale(train, test) if family == "linear" else impute(train, test)
    return fit_predict(problem, Recipe(family), train, problem.y, test), f"{family} on {view}"


def best_of(problem: Problem, recipes: list[Recipe], train: np.ndarray) -> Recipe:
    """The recipe that cross-validation prefers."""
    return min(recipes, key=lambda recipe: cross_validate(problem, recipe, train))


def tuned(problem: Problem) -> Outcome:
    """s5: plain models on the raw obvious view, settings by cross-validation: the mean of the two best families."""
    view = RAW_VIEW[problem.modality]
    train, test = scale(*view_of(problem, view, "onehot"))
    best = [
        best_of(
            problem, [Recipe(family, strength, target) for strength in range(3) for target in targets_of(problem)], train
        )
        for family in PLAIN
    ]
    best.sort(key=lambda recipe: cross_validate(problem, recipe, train))
    predictions = [fit_predict(problem, recipe, train, problem.y, test) for recipe in best[:TUNED_MEMBERS]]
    names = " and ".join(f"{recipe.family}/{recipe.strength}" for recipe in best[:TUNED_MEMBERS])
    return combine(problem, predictions), f"{names} on {view}"


def informed(problem: Problem, judge: Path) -> Outcome:
    """s7: sees the hidden features of the rule and must still fit; best of four models by
    cross-validation."""
    key = problem.id_column
    matrices = []
    for part, frame in (("train", problem.train), ("test", problem.test)):
        latent = pd.read_csv(judge / f"latent_{part}.csv", dtype={key: str}).set_index(key)
        matrices.append(latent.reindex(frame[key]).to_numpy(float))
    train, test = scale(*cap(*matrices, limit=100))
    recipes = [Recipe(family, strength, target) for family, strength in INFORMED for target in targets_of(problem)]
    best = best_of(problem, recipes, train)
    return fit_predict(problem, best, train, problem.y, test), f"{best.family} on the hidden features"


def solve(rung: str, problem: Problem, judge: Path, budgets: dict[str, float]) -> Outcome:
    """Predictions of one rung other than the oracle, and what it did in words."""
    solvers: dict[str, Callable[[], Outcome]] = {
        "s0": lambda: (dummy(problem), "best constant"),
        "s1": lambda: single_feature(problem),
        "s2": lambda: raw_model(problem, "linear"),
        "s3": lambda: raw_model(problem, "forest"),
        "s4": lambda: raw_model(problem, "boosting"),
        "s5": lambda: tuned(problem),
        "s6": lambda: search(problem, trials=30, members=5, budget=budgets.get("s6", 8.0), seed=6),
        "s7": lambda: informed(problem, judge),
    }
    return solvers[rung]()


def processor_seconds() -> float:
    """Processor time of this process and of its finished children: what a rung costs, whoever else uses the
    machine."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def run_rung(rung: str, problem: Problem, judge: Path, budgets: dict[str, float], out: Path) -> dict:
    """Write out/<rung>.csv; the record {cpuS, wallS, program, error} of ladder.json. A failed rung never
    stops the rest."""
    started, spent = time.perf_counter(), processor_seconds()
    record: dict = {"cpuS": 0.0, "wallS": 0.0, "program": "", "error": None}
    try:
        if rung == "s8":
            (out / "s8.csv").write_bytes((judge / "oracle.csv").read_bytes())
            record["program"] = "true conditional expectation"
        else:
            predicted, record["program"] = solve(rung, problem, judge, budgets)
            write_submission(problem, predicted, out / f"{rung}.csv")
    except Exception as error:  # the rung's own failure is its result
        record["error"] = f"{type(error).__name__}: {error}"
    record["cpuS"] = round(processor_seconds() - spent, 3)
    record["wallS"] = round(time.perf_counter() - started, 3)
    return record


def main() -> None:
    """Command line; see the module text."""
    parser = argparse.ArgumentParser(prog="sandmle.ladder", description=__doc__)
    parser.add_argument("--task", type=Path, default=Path("ladder.json"))
    parser.add_argument("--rungs", default=",".join(RUNGS))
    parser.add_argument("--out", type=Path, default=Path("out"))
    options = parser.parse_args()
    rungs = options.rungs.split(",")
    unknown = sorted(set(rungs) - set(RUNGS))
    if unknown:
        parser.error(f"--rungs: unknown rung {unknown[0]!r}; known are {', '.join(RUNGS)}")
    keep_silent()
    options.out.mkdir(parents=True, exist_ok=True)
    root = options.task.resolve().parent
    problem = read_problem(options.task, root / "agent")
    budgets = json.loads(options.task.read_text(encoding="utf-8")).get("budgetS", {})
    with threadpool_limits(limits=1), trusting_parameters():
        report = {rung: run_rung(rung, problem, root / "judge", budgets, options.out) for rung in rungs}
    (options.out / "ladder.json").write_text(json.dumps({"rungs": report}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
