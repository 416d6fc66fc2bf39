"""Difficulty: something can be learnt, no shortcut learns it, and neither noise nor its absence decides."""

from __future__ import annotations

import numpy as np
from sklearn.ensemble import ExtraTreesRegressor

from sandmle.gates.leaks import answer_matrix
from sandmle.gates.material import Material
from sandmle.gates.measurement import Anchor, Measurement, figure
from sandmle.gates.policy import Policy
from sandmle.models import Recipe, fit_predict
from sandmle.problem import Problem
from sandmle.selection import cross_validate
from sandmle.views import ENGINEERED_VIEWS, RAW_VIEW, SINGLE_VIEW, view_of
from sandmle.views.crosses import cap, impute, relevance
from sandmle.views.encodings import target_matrix

GATE = "difficulty"
RESAMPLES = 200
LEAST_CHANCE = 1 / RESAMPLES / 10
# Out of bag, from training rows to hidden ones, and back.
DIRECTIONS = 3
WIDEST = 150
SHORTLIST = 4
# A part that must not suffice: a table without its child rows, a picture's brightness, a sound's loudness, a text's
# length.
PART_VIEWS = {"join": "table", "image": "statistics", "audio": "loudness", "text": "counts"}


def difficulty_measurements(material: Material, policy: Policy) -> list[Measurement]:
    """Unlearnable, trivial, one feature or one part enough, too noisy, without noise."""
    low, high = material.dummy_score(), material.oracle_score()
    return [
        *learnable_figures(material),
        *shortcut_figures(material, low, high),
        *ceiling_figures(material, low, high, policy),
    ]


def learnable_figures(material: Material) -> list[Measurement]:
    """Forests on public views against the mean: significant somewhere, but not perfect.

    Three directions count: out of bag on the training rows, training rows to hidden rows, and the other way
    round. The last one sees interactions that need more rows than a training set has; labels must fit in all
    of them.
    """
    problem = material.problem
    outcome, hidden = target_matrix(problem), answer_matrix(material)
    views = [RAW_VIEW[problem.modality], *ENGINEERED_VIEWS[problem.modality]]
    seen = [learnable_view(problem, view, outcome, hidden) for view in views]
    least, ratio = min(chance for chance, _ in seen), min(error for _, error in seen)
    for view in views:
        # The way back fits the most rows, and nothing is less likely than the least chance there is.
        if least > LEAST_CHANCE:
            least = min(least, chance_of_way_back(problem, view, outcome, hidden))
    # As many tries, as many chances to be lucky.
    chance = min(least * (DIRECTIONS * len(views)), 1.0)
    target = Anchor("agent/train.csv", None, problem.target)
    lucky = f"forests on {len(views)} public views beat the mean by luck with probability {chance:.3f}"
    perfect = f"out of bag, the best public view leaves {ratio:.1%} of the mean's error"
    return [
        figure(GATE, "unlearnable", chance, lucky, target, "forests"),
        figure(GATE, "trivial", ratio, perfect, target, "forests"),
    ]


def learnable_view(
    problem: Problem, view: str, outcome: np.ndarray, hidden: np.ndarray
) -> tuple[float, float]:
    """Probability that a forest's gain over the mean is luck, out of bag or on hidden rows, whichever is less, and its
    out-of-bag error relative to the mean's."""
    train, test = forest_view(problem, view)
    forest = small_forest().fit(train, flat(outcome))
    plain, left = squares(outcome, outcome.mean(axis=0)), squares(outcome, forest.oob_prediction_)
    ahead = squares(hidden, outcome.mean(axis=0)) - squares(hidden, forest.predict(test))
    chance = min(chance_of_no_gain(plain - left), chance_of_no_gain(ahead))
    return chance, float(np.sqrt(left.mean() / max(plain.mean(), 1e-12)))


def chance_of_way_back(problem: Problem, view: str, outcome: np.ndarray, hidden: np.ndarray) -> float:
    """Probability that the gain of a forest fitted on the hidden rows is luck on the training rows."""
    train, test = forest_view(problem, view)
    back = small_forest().fit(test, flat(hidden))
    return chance_of_no_gain(squares(outcome, hidden.mean(axis=0)) - squares(outcome, back.predict(train)))


def forest_view(problem: Problem, view: str) -> tuple[np.ndarray, np.ndarray]:
    """The matrices of a public view as a forest takes them, of at most WIDEST columns."""
    return cap(*impute(*view_of(problem, view, "ordinal")), WIDEST)


def small_forest() -> ExtraTreesRegressor:
    """The forest that judges learnability."""
    return ExtraTreesRegressor(40, max_depth=6, bootstrap=True, oob_score=True, random_state=1)


def flat(outcome: np.ndarray) -> np.ndarray:
    """A single outcome column as a vector, as scikit-learn wants it."""
    return outcome if outcome.shape[1] > 1 else outcome[:, 0]


def squares(outcome: np.ndarray, predicted: np.ndarray) -> np.ndarray:
    """Squared error of each row, summed over the outcome columns."""
    return ((outcome - np.asarray(predicted).reshape(-1, outcome.shape[1])) ** 2).sum(axis=1)


def chance_of_no_gain(gains: np.ndarray) -> float:
    """Share of bootstrap resamples in which the mean gain is not above zero, never below LEAST_CHANCE."""
    rng = np.random.default_rng(0)
    means = gains[rng.integers(0, len(gains), (RESAMPLES, len(gains)))].mean(axis=1)
    return float(max((means <= 0).mean(), LEAST_CHANCE))


def shortcut_figures(material: Material, low: float, high: float) -> list[Measurement]:
    """What one column alone, or one part of the task alone, closes of the gap to the oracle."""
    problem = material.problem
    share, column = single_column_share(material, low, high)
    message = f"{column} alone closes {share:.0%} of the gap from dummy to oracle"
    anchor = Anchor("agent/train.csv", 1, column) if column in problem.kinds else None
    found = [figure(GATE, "single-feature", share, message, anchor)]
    view = PART_VIEWS.get(problem.modality)
    if view:
        train, test = impute(*view_of(problem, view, "onehot"))
        predicted = fit_predict(problem, Recipe("extra-trees"), train, problem.y, test)
        share = material.share_of_gap(material.score(predicted), low, high)
        message = f"the view {view!r} alone closes {share:.0%} of the gap from dummy to oracle"
        found.append(figure(GATE, "one-view", share, message))
    return found


def single_column_share(material: Material, low: float, high: float) -> tuple[float, str]:
    """Largest share of the gap that boosting on one column closes, over the most promising columns, and its
    name."""
    problem = material.problem
    view = SINGLE_VIEW[problem.modality]
    train, test = impute(*view_of(problem, view, "ordinal"))
    names = list(problem.train.columns.drop(problem.id_column)) if view == "table" else []
    outcome = target_matrix(problem)
    ranks = np.argsort(np.argsort(train, axis=0, kind="stable"), axis=0, kind="stable").astype(float)
    linear = np.argsort(-np.maximum(relevance(train, outcome), relevance(ranks, outcome)), kind="stable")[
        :SHORTLIST
    ]
    stump = Recipe("stump")
    stumps = sorted(
        range(train.shape[1]), key=lambda j: (cross_validate(problem, stump, train[:, [j]], 3), j)
    )[:SHORTLIST]
    best, column = -np.inf, ""
    for j in dict.fromkeys([*linear.tolist(), *stumps]):
        for recipe in (Recipe("boosting"), Recipe("linear", 0)):
            predicted = fit_predict(problem, recipe, train[:, [j]], problem.y, test[:, [j]])
            share = material.share_of_gap(material.score(predicted), low, high)
            if share > best:
                best, column = share, names[j] if j < len(names) else f"column {j + 1} of {view}"
    return float(best), column


def ceiling_figures(material: Material, low: float, high: float, policy: Policy) -> list[Measurement]:
    """The oracle is good enough to be worth reaching and leaves some noise."""
    metric = material.problem.metric
    gain = material.sign * (high - low)
    if metric in policy.cases(GATE, "noisy"):
        value, of = high, metric
        what = f"the oracle scores {high:.3f} ({metric})"
    else:
        # Share of what the dummy leaves: its error, or its distance to a perfect score of 1.
        room = abs(low) if material.sign < 0 else 1 - low
        value, of = gain / max(room, 1e-9), "gain"
        what = f"the oracle removes {value:.0%} of the dummy's error ({metric})"
    file = Anchor("judge/oracle.csv")
    gap = [figure(GATE, "noisy", gain, what, file, "gap")] if gain <= 0 else []
    return [*gap, figure(GATE, "noisy", value, what, file, of), figure(GATE, "saturated", value, what, file, of)]
