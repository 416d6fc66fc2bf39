"""Difficulty: something can be learnt, no shortcut learns it, and neither noise nor its absence decides."""
from __future__ import annotations

import numpy as np
from sklearn.ensemble import ExtraTreesRegressor

from sandmle.gates.check import Anchor, Check
from sandmle.gates.leaks import answer_matrix
from sandmle.gates.material import Material
from sandmle.models import Recipe, fit_predict
from sandmle.problem import Problem
from sandmle.selection import cross_validate
from sandmle.views import ENGINEERED_VIEWS, RAW_VIEW, SINGLE_VIEW, VIEWS
from sandmle.views.crosses import cap, impute, relevance
from sandmle.views.encodings import target_matrix

GATE = "difficulty"
LEAST_SIGNIFICANCE = 0.05
RESAMPLES = 200
TRIVIAL_RATIO = 0.05
MOST_BY_ONE = 0.80
WIDEST = 150
SHORTLIST = 4
# A part of the task that must not suffice: a table without its child rows, a picture's brightness, a text's length.
PART_VIEWS = {"join": "table", "image": "statistics", "text": "counts"}
LEAST_ORACLE = {"auc": 0.70, "qwk": 0.30}
MOST_ORACLE = {"auc": 0.995, "qwk": 0.995}
LEAST_GAIN = 0.12
MOST_GAIN = 0.93


def difficulty_checks(material: Material) -> list[Check]:
    """Unlearnable, trivial, one feature or one part enough, too noisy, without noise."""
    low, high = material.dummy_score(), material.oracle_score()
    return [*learnable_checks(material), *shortcut_checks(material, low, high), *ceiling_checks(material, low, high)]


def learnable_checks(material: Material) -> list[Check]:
    """Extra-trees on public views against the mean: significant out of bag or on the hidden rows, but not perfect."""
    problem = material.problem
    outcome, hidden = target_matrix(problem), answer_matrix(material)
    views = [RAW_VIEW[problem.modality], *ENGINEERED_VIEWS[problem.modality]]
    best, ratio = 1.0, np.inf
    for view in views:
        chance, error = learnable_view(problem, view, outcome, hidden)
        best, ratio = min(best, chance), min(ratio, error)
    chance = min(best * len(views), 1.0)
    return [
        Check(
            GATE,
            "unlearnable",
            chance < LEAST_SIGNIFICANCE,
            f"forests on {len(views)} public views beat the mean by luck with probability {chance:.3f}",
            chance,
            LEAST_SIGNIFICANCE,
            None if chance < LEAST_SIGNIFICANCE else Anchor("agent/train.csv", None, problem.target),
        ),
        Check(
            GATE,
            "trivial",
            ratio > TRIVIAL_RATIO,
            f"out of bag, the best public view leaves {ratio:.1%} of the mean's error",
            ratio,
            TRIVIAL_RATIO,
            None if ratio > TRIVIAL_RATIO else Anchor("agent/train.csv", None, problem.target),
        ),
    ]


def learnable_view(problem: Problem, view: str, outcome: np.ndarray, hidden: np.ndarray) -> tuple[float, float]:
    """Probability that a forest's gain over the mean is luck, and its out-of-bag error relative to the mean's."""
    train, test = impute(*VIEWS[view](problem, "ordinal"))
    train, test = cap(train, test, WIDEST)
    forest = ExtraTreesRegressor(40, max_depth=6, bootstrap=True, oob_score=True, random_state=1)
    forest.fit(train, outcome if outcome.shape[1] > 1 else outcome[:, 0])
    held = forest.oob_prediction_.reshape(len(outcome), -1)
    mean = outcome.mean(axis=0)
    plain, left = ((outcome - mean) ** 2).sum(axis=1), ((outcome - held) ** 2).sum(axis=1)
    ahead = forest.predict(test).reshape(len(hidden), -1)
    gain_hidden = ((hidden - mean) ** 2).sum(axis=1) - ((hidden - ahead) ** 2).sum(axis=1)
    chance = min(chance_of_no_gain(plain - left), chance_of_no_gain(gain_hidden))
    return chance, float(np.sqrt(left.mean() / max(plain.mean(), 1e-12)))


def chance_of_no_gain(gains: np.ndarray) -> float:
    """Share of bootstrap resamples in which the mean gain is not above zero, never below one in RESAMPLES."""
    rng = np.random.default_rng(0)
    means = gains[rng.integers(0, len(gains), (RESAMPLES, len(gains)))].mean(axis=1)
    return float(max((means <= 0).mean(), 1 / RESAMPLES / 10))


def shortcut_checks(material: Material, low: float, high: float) -> list[Check]:
    """One column alone, or one part of the task alone, must not close MOST_BY_ONE of the gap to the oracle."""
    problem = material.problem
    share, column = single_column_share(material, low, high)
    checks = [
        Check(
            GATE,
            "single-feature",
            share <= MOST_BY_ONE,
            f"{column} alone closes {share:.0%} of the gap from dummy to oracle",
            share,
            MOST_BY_ONE,
            Anchor("agent/train.csv", 1, column) if share > MOST_BY_ONE and column in problem.kinds else None,
        )
    ]
    view = PART_VIEWS.get(problem.modality)
    if view:
        train, test = impute(*VIEWS[view](problem, "onehot"))
        predicted = fit_predict(problem, Recipe("extra-trees"), train, problem.y, test)
        share = material.share_of_gap(material.score(predicted), low, high)
        message = f"the view {view!r} alone closes {share:.0%} of the gap from dummy to oracle"
        checks.append(Check(GATE, "one-view", share <= MOST_BY_ONE, message, share, MOST_BY_ONE))
    return checks


def single_column_share(material: Material, low: float, high: float) -> tuple[float, str]:
    """Largest share of the gap that boosting on one column closes, over the most promising columns, and its name."""
    problem = material.problem
    view = SINGLE_VIEW[problem.modality]
    train, test = impute(*VIEWS[view](problem, "ordinal"))
    names = list(problem.train.columns.drop(problem.id_column)) if view == "table" else []
    outcome = target_matrix(problem)
    ranks = np.argsort(np.argsort(train, axis=0, kind="stable"), axis=0, kind="stable").astype(float)
    linear = np.argsort(-np.maximum(relevance(train, outcome), relevance(ranks, outcome)), kind="stable")[:SHORTLIST]
    stump = Recipe("stump")
    stumps = sorted(range(train.shape[1]), key=lambda j: (cross_validate(problem, stump, train[:, [j]], 3), j))[:SHORTLIST]
    best, column = -np.inf, ""
    for j in dict.fromkeys([*linear.tolist(), *stumps]):
        for recipe in (Recipe("boosting"), Recipe("linear", 0)):
            predicted = fit_predict(problem, recipe, train[:, [j]], problem.y, test[:, [j]])
            share = material.share_of_gap(material.score(predicted), low, high)
            if share > best:
                best, column = share, names[j] if j < len(names) else f"column {j + 1} of {view}"
    return float(best), column


def ceiling_checks(material: Material, low: float, high: float) -> list[Check]:
    """The oracle is good enough to be worth reaching and leaves some noise."""
    metric = material.problem.metric
    gain = material.sign * (high - low)
    if metric in LEAST_ORACLE:
        value, least, most = high, LEAST_ORACLE[metric], MOST_ORACLE[metric]
        what = f"the oracle scores {high:.3f} ({metric})"
    else:
        # Share of what the dummy leaves: its error, or its distance to a perfect score of 1.
        room = abs(low) if material.sign < 0 else 1 - low
        value, least, most = gain / max(room, 1e-9), LEAST_GAIN, MOST_GAIN
        what = f"the oracle removes {value:.0%} of the dummy's error ({metric})"
    file = Anchor("judge/oracle.csv")
    noisy, saturated = value < least or gain <= 0, value > most
    return [
        Check(GATE, "noisy", not noisy, what, value, least, file if noisy else None),
        Check(GATE, "saturated", not saturated, what, value, most, file if saturated else None),
    ]
