"""A ratio of two measurements counts by how far it departs from the norm of a category."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from sandmle.direction import drawn_direction, drawn_places, drawn_strengths, need_rows
from sandmle.parts.features import filled, one_hot, outcome_matrix

META = {
    "id": "ratio-threshold",
    "title": "Ratio against a category-specific norm",
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
        {
            "name": "group", "kind": "categorical", "table": "main", "positive": False, "levels": [3, 8],
            "norms": "numerator",
        },
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
        "it is the ratio of the {numerator} to the {denominator} that counts, and how far it is from what is "
        "normal for the {group}, on either side",
        "the {denominator} is the yardstick for the {numerator}: each {group} has a norm for their ratio, and "
        "departures from it matter, up or down",
        "what counts as a normal proportion of the {numerator} to the {denominator} depends on the {group}, and "
        "{entities} far from it, in either direction, stand out",
        "divide the {numerator} by the {denominator}, find the usual value for each {group}, and measure the "
        "distance from it",
        "two {entities} with the same {numerator} may differ, because the {denominator} sets the scale and the "
        "{group} the norm, and it is the departure from that norm that counts",
        "the logarithm of the {numerator} over the {denominator} is best centred within each {group}, after which"
        " its absolute value is worth a feature",
        "too high and too low a ratio of the {numerator} to the {denominator} may be signs of the same thing, and"
        " where the middle lies depends on the {group}",
        "it pays to compare the {numerator} with the {denominator} separately for each {group}, and to expect the"
        " outcome to bend around the typical ratio",
        "the same {numerator} means different things at different values of the {denominator}, and how unusual "
        "the pair is, too much or too little, depends on the {group}",
    ],
    "caused": True,
    "skills": ["ratio-features", "category-interactions"],
    "combinable": True,
    "keywords": ["ratio", "pressure", "load", "flow", "rate", "per", "efficiency", "limit", "alarm"],
}

# Spread of the group norms, in quantiles of the ratio around its median. A norm far from the middle leaves nearly all
# rows on one side of it, and a trace that plain columns show.
GAPS = (0.30, 0.22, 0.15, 0.09)
# What a departure against the told direction counts beside one in it: the more alike they are, the less does either
# column show by itself.
OTHER_ARMS = (0.45, 0.6, 0.72, 0.85)


def parameters(rng: np.random.Generator, columns: dict, knobs: dict, setting: dict) -> dict:
    """A norm for every group at a quantile of its own log ratio, how strongly departures count, and to which side more.

    The target moves the same way on both sides of a norm, as it does where too much and too little both do harm, but
    more on one of them: on the whole it rises or falls with the ratio as the story tells.
    """
    sample = setting["sample"]
    ratio = np.log(sample[columns["numerator"]["name"]] / sample[columns["denominator"]["name"]])
    groups = columns["group"]["categories"]
    of_group = sample[columns["group"]["name"]].to_numpy()
    places = drawn_places(rng, setting, of_group, groups, GAPS[knobs["limit-gap"]])
    limits = {group: np.exp(np.quantile(ratio[of_group == group], place)) for group, place in places.items()}
    need_rows(setting, META["id"], {group: (of_group == group).mean() / 2 for group in groups})
    direction = drawn_direction(rng, setting, columns["numerator"]["name"], columns["denominator"]["name"])
    drawn = int(rng.choice([1, -1]))
    # What leaves a norm is no good. Of two classes of which nobody says which is, the second one is the event.
    departure = -setting.get("wanted", 0) or (1 if setting["task"] == "binary" else drawn)
    other = OTHER_ARMS[knobs["limit-gap"]]
    above, below = (1.0, other) if direction == departure else (other, 1.0)
    steepness = round(float(rng.uniform(1.2, 1.7) / ratio.std()), 3)
    beyond = np.tanh(steepness * (ratio - np.log(pd.Series(of_group).map(limits).to_numpy(float))))
    return {
        "limits": {group: float(f"{limit:.4g}") for group, limit in limits.items()},
        "steepness": steepness,
        "departure": departure,
        "above": above,
        "below": below,
        # What a typical row has: without it, a group that counts more would also lie higher.
        "typical": round(float(departed(beyond, above, below).mean()), 3),
        "strengths": drawn_strengths(rng, groups),
    }


def latent(d: pd.DataFrame, p: dict, col: dict) -> tuple[np.ndarray, np.ndarray]:
    """How far the ratio departs from its group's norm, on a log scale that saturates, as strongly as the group counts."""
    ratio = np.log(d[col["numerator"]].to_numpy(float) / d[col["denominator"]].to_numpy(float))
    beyond = np.tanh(p["steepness"] * (ratio - np.log(d[col["group"]].map(p["limits"]).to_numpy(float))))
    departure = departed(beyond, p["above"], p["below"])
    strength = p["departure"] * d[col["group"]].map(p["strengths"]).to_numpy(float)
    return strength * (departure - p["typical"]), np.column_stack([strength * departure, beyond])


def departed(beyond: np.ndarray, above: float, below: float) -> np.ndarray:
    """Size of a departure from a norm, weighed by the side on which it lies."""
    return np.where(beyond > 0, above, -below) * beyond


def describe(p: dict, col: dict) -> str:
    """The rule in prose."""
    limits = ", ".join(f"{group} {limit:g} ({p['strengths'][group]:g})" for group, limit in p["limits"].items())
    return (
        f"{p['departure']:+d} x strength x (departure - {p['typical']:g}), where the departure is the size of tanh("
        f"{p['steepness']:g} x log(({col['numerator']} / {col['denominator']}) / norm)), times {p['above']:g} above the norm "
        f"and {p['below']:g} below it; norm and (strength) depend on {col['group']}: {limits}."
    )


def log_ratio(train: pd.DataFrame, test: pd.DataFrame, col: dict) -> tuple[np.ndarray, np.ndarray]:
    """Logarithm of numerator / denominator."""
    over = filled(train[col["numerator"]], test[col["numerator"]])
    under = filled(train[col["denominator"]], test[col["denominator"]])
    return tuple(np.log(np.maximum(a, 1e-9) / np.maximum(b, 1e-9)) for a, b in zip(over, under))


def public_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """The log ratio and its square around the middle, the groups, and their products."""
    ratios = log_ratio(train, test, col)
    groups, views = one_hot(train[col["group"]], test[col["group"]]), []
    for ratio, group in zip(ratios, groups):
        off = ((ratio - ratios[0].mean()) / ratios[0].std())[:, None]
        views.append(np.column_stack([off, off**2, group, group * off, group * off**2]))
    return views[0], views[1]


def rule_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Saturated departures above and below the norm of each group; norms and strengths are fitted."""
    ratio_train, ratio_test = log_ratio(train, test, col)
    group_train, group_test = (g.argmax(axis=1) for g in one_hot(train[col["group"]], test[col["group"]]))
    outcome = outcome_matrix(y, task)
    fits = [fit_norms(ratio_train, group_train, outcome, k / ratio_train.std()) for k in (0.9, 1.4, 2.0)]
    _, norms, strengths, steepness = min(fits, key=lambda fit: fit[0])
    features = []
    for ratio, group in ((ratio_train, group_train), (ratio_test, group_test)):
        arms = strengths[group][:, None] * departures(ratio - norms[group], steepness)
        # A small correction by group mends norms that few rows have fixed badly.
        by_group = (group[:, None] == np.arange(len(norms))) * arms[:, :2].sum(axis=1)[:, None]
        features.append(np.column_stack([arms, by_group]))
    return features[0], features[1]


def departures(off: np.ndarray, steepness: float) -> np.ndarray:
    """Saturated departure above and below a norm, and a constant, along a new last axis."""
    beyond = np.tanh(steepness * off)
    return np.stack([np.maximum(beyond, 0), np.maximum(-beyond, 0), np.ones_like(beyond)], axis=-1)


def fit_norms(
    ratio: np.ndarray, group: np.ndarray, outcome: np.ndarray, steepness: float
) -> tuple[float, np.ndarray, np.ndarray, float]:
    """Squared error, norm and strength of every group, steepness.

    Norms and strengths of the groups on the one hand and one common response on the other are fitted in turns.
    """
    grid, scales = np.quantile(ratio, np.linspace(0.1, 0.9, 25)), np.linspace(0.2, 1.0, 5)
    norms, strengths = np.full(group.max() + 1, np.median(ratio)), np.ones(group.max() + 1)
    for _ in range(8):
        arms = strengths[group][:, None] * departures(ratio - norms[group], steepness)
        design = np.column_stack([np.ones(len(ratio)), arms])
        response = np.linalg.lstsq(design, outcome, rcond=None)[0]
        error = 0.0
        for level in range(len(norms)):
            own = group == level
            shapes = departures(ratio[own][None, :] - grid[:, None], steepness) @ response[1:]
            residual = outcome[own] - response[0] - scales[:, None, None, None] * shapes
            errors = (residual**2).sum(axis=(2, 3))
            scale, place = np.unravel_index(errors.argmin(), errors.shape)
            norms[level], strengths[level] = grid[place], scales[scale]
            error += errors.min()
    return float(error), norms, strengths, steepness
