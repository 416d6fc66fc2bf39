"""Random search over views, encodings, crosses and models (rung s6), with a budget of processor
seconds."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace

import numpy as np

from sandmle.models import FAMILIES, TREES, Recipe, fit_predict
from sandmle.problem import Problem
from sandmle.selection import fold_rows, loss
from sandmle.views import ENGINEERED_VIEWS, view_of
from sandmle.views.crosses import Pair, cap, cross, relevance, scale
from sandmle.views.encodings import ENCODINGS, target_matrix

WIDEST = 200
# Boosting pays for every column in every round; it sees the columns most related to the target.
WIDEST_BOOSTING = 80
# Three folds: ranking pipelines needs less precision than reporting a score.
SEARCH_FOLDS = 3
# As for the folds: with half of the trees a forest ranks where it ranks with all of them.
TRIAL_TREES = TREES // 2
# Family and strength of regularisation of the models that every engineered view gets.
FIRST = (("linear", 1), ("linear", 2), ("lasso", 1), ("process", 1), ("process", 2), ("svm", 1))
TABLES = ("tabular", "join", "series")


@dataclass(frozen=True)
class Pipeline:
    """One point of the search space."""

    view: str
    encoding: str
    cross: str
    recipe: Recipe

    def __str__(self) -> str:
        parts = [f"{self.recipe.family}/{self.recipe.strength}", self.view, self.encoding, self.cross]
        return " ".join(parts + (["log target"] if self.recipe.target == "log" else []))


@dataclass
class Trials:
    """Predictions of pipelines on rows that were held out, bought with a budget of processor seconds."""

    problem: Problem
    budget: float
    folds: list[tuple[np.ndarray, np.ndarray]]
    matrices: dict[tuple[str, str, str], Pair] = field(default_factory=dict)
    started: float = field(default_factory=time.process_time)

    @property
    def over(self) -> bool:
        """Whether the budget is spent."""
        return time.process_time() - self.started > self.budget

    def predict(self, pipeline: Pipeline, fold: int) -> np.ndarray:
        """Predictions for the held rows of one fold, by a smaller forest where the pipeline has one."""
        train, _ = columns_for(self.problem, pipeline, self.matrices)
        rest, held = self.folds[fold]
        recipe = replace(pipeline.recipe, trees=TRIAL_TREES)
        return fit_predict(self.problem, recipe, train[rest], self.problem.y[rest], train[held])

    def first_round(self, planned: list[Pipeline]) -> dict[Pipeline, np.ndarray]:
        """Every pipeline on the first fold, until the budget is spent."""
        seen: dict[Pipeline, np.ndarray] = {}
        for pipeline in planned:
            if seen and self.over:
                break
            seen[pipeline] = self.predict(pipeline, 0)
        return seen

    def second_round(self, seen: dict[Pipeline, np.ndarray]) -> dict[Pipeline, np.ndarray]:
        """The better half of the first round on all folds, best first, until the budget is spent."""
        truth = self.problem.y[self.folds[0][1]]
        ranked = sorted(seen, key=lambda pipeline: loss(self.problem, truth, seen[pipeline]))
        held_out: dict[Pipeline, np.ndarray] = {}
        for pipeline in ranked[: better_half(seen)]:
            if held_out and self.over:
                break
            others = [self.predict(pipeline, fold) for fold in range(1, len(self.folds))]
            held_out[pipeline] = np.concatenate([seen[pipeline], *others])
        return held_out


def search(
    problem: Problem, trials: int, members: int, budget: float, seed: int
) -> tuple[np.ndarray, str]:
    """Try plain models on every engineered view and `trials` random pipelines on one fold and the better half of them on all; predict with the best one, or an
    ensemble of up to `members`.

    The trials are fixed by `seed`. Only an overrun of the budget (processor seconds) drops the remaining
    ones; the returned description then says how many ran.
    """
    race = Trials(problem, budget, fold_rows(problem, SEARCH_FOLDS))
    planned = list(dict.fromkeys([*plain_pipelines(problem), *sample_pipelines(problem, trials, seed)]))
    seen = race.first_round(planned)
    held_out = race.second_round(seen)
    truth = np.concatenate([problem.y[held] for _, held in race.folds])
    chosen = grow_ensemble(problem, truth, held_out, members)
    predictions = []
    for pipeline in chosen:
        train, test = columns_for(problem, pipeline, race.matrices)
        predictions.append(fit_predict(problem, pipeline.recipe, train, problem.y, test))
    cut = ""
    if len(seen) < len(planned):
        cut = f" (budget reached after {len(seen)} of {len(planned)} trials)"
    elif len(held_out) < better_half(seen):
        cut = f" (budget reached after {len(held_out)} of the {better_half(seen)} better trials)"
    mixed = f", {len(chosen)} members" if len(chosen) > 1 else ""
    return combine(problem, predictions), f"best of {len(seen)}: {chosen[0]}{mixed}{cut}"


def better_half(seen: dict[Pipeline, np.ndarray]) -> int:
    """How many trials continue after the first fold."""
    return (len(seen) + 1) // 2


def grow_ensemble(
    problem: Problem, truth: np.ndarray, held_out: dict[Pipeline, np.ndarray], members: int
) -> list[Pipeline]:
    """The best pipeline, then up to `members - 1` further ones, each the one that helps the held-out loss
    most."""
    chosen: list[Pipeline] = []
    best = float("inf")
    while len(chosen) < members:
        mixed = [held_out[pipeline] for pipeline in chosen]
        trials = {
            pipeline: loss(problem, truth, combine(problem, [*mixed, held_out[pipeline]]))
            for pipeline in held_out
            if pipeline not in chosen
        }
        if not trials:
            break
        winner = min(trials, key=lambda pipeline: trials[pipeline])
        if trials[winner] >= best:
            break
        best = trials[winner]
        chosen.append(winner)
    return chosen


# A target leans to the right where its mean lies so many standard deviations above its median.
LEANING = 0.1


def targets_of(problem: Problem) -> tuple[str, ...]:
    """Transforms of the target that somebody compares, the most obvious last."""
    if problem.logs:
        return ("raw", "log")
    if problem.task != "regression":
        return ("raw",)
    values = problem.y.astype(float)
    leans = values.mean() - np.median(values) > LEANING * values.std()
    return ("raw", "root") if leans and values.min() >= 0 else ("raw",)


def plain_pipelines(problem: Problem) -> list[Pipeline]:
    """What somebody tries first on each engineered view: few settings of models that suit few rows. Silver heeds them,
    whatever the random ones happen to be."""
    return [
        Pipeline(view, "onehot", "none", Recipe(family, strength, targets_of(problem)[-1]))
        for view in ENGINEERED_VIEWS[problem.modality]
        for family, strength in FIRST
    ]


def sample_pipelines(problem: Problem, trials: int, seed: int) -> list[Pipeline]:
    """Distinct random pipelines; views and families take turns so that each is tried."""
    rng = np.random.default_rng(seed)
    tables = problem.modality in TABLES
    views, encodings = ENGINEERED_VIEWS[problem.modality], ENCODINGS if tables else ("onehot",)
    crosses = ("none", "ratio", "product") if tables else ("none", "select")
    targets = targets_of(problem)
    chosen: dict[Pipeline, None] = {}
    for attempt in range(trials * 6):
        if len(chosen) == trials:
            break
        recipe = Recipe(FAMILIES[attempt % len(FAMILIES)], int(rng.integers(3)), str(rng.choice(targets)))
        view = views[(attempt // len(FAMILIES)) % len(views)]
        chosen[Pipeline(view, str(rng.choice(encodings)), str(rng.choice(crosses)), recipe)] = None
    return list(chosen)


def columns_for(problem: Problem, pipeline: Pipeline, matrices: dict[tuple[str, str, str], Pair]) -> Pair:
    """The pipeline's scaled matrices, built once per (view, encoding, cross); narrower for boosting."""
    key = (pipeline.view, pipeline.encoding, pipeline.cross)
    outcome = target_matrix(problem)
    if key not in matrices:
        train, test = view_of(problem, pipeline.view, pipeline.encoding)
        matrices[key] = scale(*cap(*cross(train, test, pipeline.cross, outcome), WIDEST))
    train, test = matrices[key]
    if pipeline.recipe.family != "boosting" or train.shape[1] <= WIDEST_BOOSTING:
        return train, test
    kept = np.sort(np.argsort(-relevance(train, outcome), kind="stable")[:WIDEST_BOOSTING])
    return train[:, kept], test[:, kept]


def combine(problem: Problem, predictions: list[np.ndarray]) -> np.ndarray:
    """Mean of the members; the geometric mean where errors are counted in logarithms."""
    stack = np.stack(predictions)
    if problem.logs:
        return np.expm1(np.log1p(np.maximum(stack, 0)).mean(axis=0))
    return stack.mean(axis=0)
