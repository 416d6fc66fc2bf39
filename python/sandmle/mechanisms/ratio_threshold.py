"""A ratio of two measurements counts against a limit that depends on a category."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from sandmle.parts.features import filled, one_hot, outcome_matrix

META = {
    "id": "ratio-threshold",
    "title": "Ratio against a category-specific limit",
    "modality": "tabular",
    "tasks": ["binary", "ordinal", "regression", "multiclass"],
    "roles": [
        {
            "name": "numerator", "kind": "numeric", "table": "main", "positive": True, "levels": None,
            "meanings": [
                "mass", "length", "volume", "count", "money", "duration", "concentration", "frequency", "speed",
                "flow", "pressure", "force", "power", "energy",
            ],
        },
        {
            "name": "denominator", "kind": "numeric", "table": "main", "positive": True, "levels": None,
            "meanings": [
                "mass", "length", "volume", "count", "money", "duration", "concentration", "frequency", "speed",
                "flow", "pressure", "force", "power", "energy",
            ],
            "divides": "numerator",
        },
        {"name": "group", "kind": "categorical", "table": "main", "positive": False, "levels": [3, 8]},
    ],
    "knobs": [
        {
            "name": "limit-gap",
            "levels": 4,
            "default": 1,
            "raiseOn": ["easy-default", "trivial", "saturated"],
            "lowerOn": ["unlearnable", "too-hard", "noisy"],
        }
    ],
    "hint": "Two of the measurements matter by their proportion, and what is normal differs between kinds.",
    "hints": [
        "the {numerator} matters in proportion to the {denominator}, and what is normal depends on the "
        "{group}",
        "the {numerator} relative to the {denominator} tells more than either suggests, and each "
        "{group} has a norm of its own",
        "what counts as a normal proportion of the {numerator} to the {denominator} depends on the {group}",
        "the proportion of the {numerator} to the {denominator} reads differently from one {group} to "
        "the next",
        "two {entities} with the same {numerator} may differ, because the {denominator} sets the scale "
        "and the {group} the norm",
        "the balance between the {numerator} and the {denominator} counts, and it is judged "
        "differently for each {group}",
        "the {denominator} is a yardstick for the {numerator}, and the {group} tells what to expect",
        "setting the {numerator} against the {denominator} pays off, one {group} at a time",
        "the same {numerator} means different things at different values of the {denominator}, and "
        "from one {group} to another",
    ],
    "skills": ["ratio-features", "category-interactions"],
    "combinable": True,
    "keywords": ["ratio", "pressure", "load", "flow", "rate", "per", "efficiency", "limit", "alarm"],
}

# Spread of the group limits, in quantiles of the ratio around its median, and the share of groups in which the ratio
# counts the other way round. Far limits and few reversed groups leave a trace that plain columns show.
GAPS = (0.30, 0.22, 0.15, 0.09)
REVERSED = (0.3, 0.4, 0.5, 0.5)


def parameters(rng: np.random.Generator, columns: dict, knobs: dict, setting: dict) -> dict:
    """A limit for every group at spread quantiles of the log ratio, the steepness around it, and the directions."""
    sample = setting["sample"]
    ratio = np.log(sample[columns["numerator"]["name"]] / sample[columns["denominator"]["name"]])
    groups = columns["group"]["categories"]
    gap = GAPS[knobs["limit-gap"]]
    places = rng.permutation(np.linspace(0.5 - gap, 0.5 + gap, len(groups)))
    limits = np.exp(np.quantile(ratio, places))
    reversed_groups = max(1, round(REVERSED[knobs["limit-gap"]] * len(groups)))
    usual = int(rng.choice([1, 1, 1, 1, -1]))
    directions = rng.permutation([-usual] * reversed_groups + [usual] * (len(groups) - reversed_groups))
    return {
        "limits": {group: float(f"{limit:.4g}") for group, limit in zip(groups, limits)},
        "steepness": round(float(rng.uniform(2.2, 3.0) / ratio.std()), 3),
        "directions": {group: int(direction) for group, direction in zip(groups, directions)},
    }


def latent(d: pd.DataFrame, p: dict, col: dict) -> tuple[np.ndarray, np.ndarray]:
    """How far the ratio is beyond its group's limit, on a log scale that saturates."""
    ratio = np.log(d[col["numerator"]].to_numpy(float) / d[col["denominator"]].to_numpy(float))
    limit = np.log(d[col["group"]].map(p["limits"]).to_numpy(float))
    direction = d[col["group"]].map(p["directions"]).to_numpy(float)
    score = direction * np.tanh(p["steepness"] * (ratio - limit))
    return score, np.column_stack([score, ratio - limit])


def describe(p: dict, col: dict) -> str:
    """The rule in prose."""
    limits = ", ".join(f"{group} {limit:g} ({p['directions'][group]:+d})" for group, limit in p["limits"].items())
    return (
        f"direction x tanh({p['steepness']:g} x log(({col['numerator']} / {col['denominator']}) / limit)), "
        f"where limit and direction depend on {col['group']}: {limits}."
    )


def log_ratio(train: pd.DataFrame, test: pd.DataFrame, col: dict) -> tuple[np.ndarray, np.ndarray]:
    """Logarithm of numerator / denominator."""
    over = filled(train[col["numerator"]], test[col["numerator"]])
    under = filled(train[col["denominator"]], test[col["denominator"]])
    return tuple(np.log(np.maximum(a, 1e-9) / np.maximum(b, 1e-9)) for a, b in zip(over, under))


def public_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """The log ratio, the groups, and their products."""
    ratios = log_ratio(train, test, col)
    groups = one_hot(train[col["group"]], test[col["group"]])
    return tuple(np.column_stack([r, g, g * (r - ratios[0].mean())[:, None]]) for r, g in zip(ratios, groups))


def rule_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Saturated distance of the ratio from the limit of its group; limits and directions are fitted."""
    ratio_train, ratio_test = log_ratio(train, test, col)
    group_train, group_test = (g.argmax(axis=1) for g in one_hot(train[col["group"]], test[col["group"]]))
    outcome = outcome_matrix(y, task)
    fits = [fit_limits(ratio_train, group_train, outcome, k / ratio_train.std()) for k in (1.5, 2.2, 3.0)]
    _, limits, directions, steepness = min(fits, key=lambda fit: fit[0])
    features = []
    for ratio, group in ((ratio_train, group_train), (ratio_test, group_test)):
        beyond = directions[group] * np.tanh(steepness * (ratio - limits[group]))
        # A small correction by group mends limits that few rows have fixed badly.
        by_group = (group[:, None] == np.arange(len(limits))) * beyond[:, None]
        features.append(np.column_stack([beyond, directions[group] * (ratio - limits[group]), by_group]))
    return features[0], features[1]


def fit_limits(
    ratio: np.ndarray, group: np.ndarray, outcome: np.ndarray, steepness: float
) -> tuple[float, np.ndarray, np.ndarray, float]:
    """Squared error, limit and direction of every group, steepness.

    Group limits and directions on the one hand and one common response on the other are fitted in turns. The first
    response is that of the best split of each group, so that reversed groups do not cancel the others.
    """
    grid = np.quantile(ratio, np.linspace(0.06, 0.94, 34))
    limits, directions = np.full(group.max() + 1, np.median(ratio)), np.ones(group.max() + 1)
    response = np.vstack([outcome.mean(axis=0), start_response(ratio, group, outcome)])
    error = np.inf
    for _ in range(8):
        error = 0.0
        for level in range(len(limits)):
            own = group == level
            tried = np.tanh(steepness * (ratio[own][None, :] - grid[:, None]))
            both = np.concatenate([tried, -tried])
            residual = outcome[own][None] - response[0] - both[:, :, None] * response[1]
            errors = (residual**2).sum(axis=(1, 2))
            best = int(errors.argmin())
            limits[level], directions[level] = grid[best % len(grid)], 1.0 if best < len(grid) else -1.0
            error += errors.min()
        beyond = directions[group] * np.tanh(steepness * (ratio - limits[group]))
        response = np.linalg.lstsq(np.column_stack([np.ones(len(ratio)), beyond]), outcome, rcond=None)[0]
    return float(error), limits, directions, steepness


def start_response(ratio: np.ndarray, group: np.ndarray, outcome: np.ndarray) -> np.ndarray:
    """Change of the outcome with the ratio in the group where it is largest."""
    slopes = []
    for level in range(group.max() + 1):
        own = group == level
        deviation = ratio[own] - ratio[own].mean()
        slopes.append((deviation[:, None] * (outcome[own] - outcome[own].mean(axis=0))).mean(axis=0) / ratio.std())
    slopes = np.array(slopes) * 2
    return slopes[np.abs(slopes).sum(axis=1).argmax()]
