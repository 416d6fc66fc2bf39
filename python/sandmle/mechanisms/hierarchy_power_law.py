"""A power law in one measurement whose exponent depends on a kind, on top of many small groups with effects of their own."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from sandmle.direction import drawn_direction, drawn_strengths, need_rows
from sandmle.parts.features import filled, fold_of, level_means, one_hot, target_means

META = {
    "id": "hierarchy-power-law",
    "title": "Power law by kind with many group effects",
    "modality": "tabular",
    "tasks": ["regression", "ordinal", "binary"],
    "roles": [
        {
            "name": "size", "kind": "numeric", "table": "main", "positive": True, "levels": None,
            "meanings": ["mass", "length", "volume", "count", "money", "duration", "power", "flow"],
        },
        {"name": "kind", "kind": "categorical", "table": "main", "positive": False, "levels": [3, 6]},
        {"name": "group", "kind": "categorical", "table": "main", "positive": False, "levels": [12, 40]},
    ],
    "knobs": [
        {
            "name": "group-spread",
            "levels": 4,
            "default": 1,
            "raiseOn": ["easy-default", "trivial", "saturated"],
            "lowerOn": ["unlearnable", "too-hard", "noisy"],
        }
    ],
    "hint": "One measurement acts by its order of magnitude, and every group has a level of its own.",
    "hints": [
        "the {size} is best read on a logarithmic scale, with a slope that depends on the {kind}, and each "
        "{group} adds a baseline of its own",
        "each {group} shifts the outcome up or down, and how much a doubling of the {size} matters depends on the"
        " {kind}",
        "take the logarithm of the {size} and let its weight differ by {kind}; {entities} with the same {group} "
        "share a baseline",
        "doubling the {size} matters about as much at the low end as at the high end, though not equally for "
        "every {kind}, and lasting differences by {group} come on top",
        "the same step in the {size} counts more where the {size} is small, how much more depends on the {kind}, "
        "and results also differ by {group}",
        "one {group} may be better or worse than another for no visible reason, and the order of magnitude of the"
        " {size} matters to a degree set by the {kind}",
        "values of the {size} are best compared as ratios, separately by {kind}, once the level of each {group} "
        "has been estimated",
        "there are many levels of the {group}, each worth estimating with care, and the {kind} decides how "
        "steeply the outcome follows the order of magnitude of the {size}",
        "a power of the {size}, with an exponent for each {kind}, fits well once every {group} has its own offset",
    ],
    "caused": True,
    "skills": ["log-features", "target-encoding", "shrinkage"],
    "combinable": True,
    "keywords": ["group", "site", "depot", "store", "distance", "weight", "fare", "price", "delivery", "hierarchy"],
}

# Standard deviation of the group effects, in units of the spread of the power-law term. Default models find the effect of
# a group more easily than the law: the smaller the effects, the more is left that they miss.
GROUP_SPREADS = (0.95, 0.65, 0.57, 0.5)


def parameters(rng: np.random.Generator, columns: dict, knobs: dict, setting: dict) -> dict:
    """An exponent for every kind, all of one sign and of different strength, and an effect for every group."""
    kinds, groups = columns["kind"]["categories"], columns["group"]["categories"]
    of_kind = setting["sample"][columns["kind"]["name"]]
    need_rows(setting, META["id"], {kind: (of_kind == kind).mean() for kind in kinds})
    direction = drawn_direction(rng, setting, columns["size"]["name"])
    exponents = direction * np.array(list(drawn_strengths(rng, kinds).values())) * rng.uniform(0.8, 1.0, len(kinds))
    size = np.log(setting["sample"][columns["size"]["name"]].to_numpy(float))
    effects = rng.normal(0, GROUP_SPREADS[knobs["group-spread"]] * 0.75 * size.std(), len(groups))
    return {
        "exponents": {kind: round(float(e), 3) for kind, e in zip(kinds, exponents)},
        "typical": float(f"{np.exp(np.median(size)):.4g}"),
        "effects": {group: round(float(e), 3) for group, e in zip(groups, effects)},
    }


def latent(d: pd.DataFrame, p: dict, col: dict) -> tuple[np.ndarray, np.ndarray]:
    """Exponent of the kind times log(size / typical size), plus the effect of the group."""
    size = np.log(d[col["size"]].to_numpy(float) / p["typical"])
    law = d[col["kind"]].map(p["exponents"]).to_numpy(float) * size
    effect = d[col["group"]].map(p["effects"]).to_numpy(float)
    return law + effect, np.column_stack([law, effect])


def describe(p: dict, col: dict) -> str:
    """The rule in prose."""
    exponents = ", ".join(f"{kind} {value:+g}" for kind, value in p["exponents"].items())
    effects = ", ".join(f"{group} {value:+g}" for group, value in p["effects"].items())
    return (
        f"exponent x log({col['size']} / {p['typical']:g}) + effect; the exponent depends on {col['kind']}: {exponents}; "
        f"the effect depends on {col['group']}: {effects}."
    )


def size_by_kind(train: pd.DataFrame, test: pd.DataFrame, col: dict) -> tuple[np.ndarray, np.ndarray]:
    """Centred logarithm of the size, the kinds, and their products."""
    sizes = [np.log(np.maximum(size, 1e-9)) for size in filled(train[col["size"]], test[col["size"]])]
    kinds, middle = one_hot(train[col["kind"]], test[col["kind"]]), np.median(sizes[0])
    return tuple(np.column_stack([s - middle, k, k * (s - middle)[:, None]]) for s, k in zip(sizes, kinds))


def public_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Log size by kind, and the shrunk mean of the target by group."""
    means = target_means(train[col["group"]], test[col["group"]], y)
    return tuple(np.column_stack(pair) for pair in zip(size_by_kind(train, test, col), means))


def rule_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Log size by kind, and the shrunk mean by group of what the size leaves unexplained."""
    laws = size_by_kind(train, test, col)
    levels, fold = [frame[col["group"]].astype(str).to_numpy() for frame in (train, test)], fold_of(len(train))
    inside = np.empty(len(train))
    for part in range(fold.max() + 1):
        rest, own = fold != part, fold == part
        inside[own] = residual_means(laws[0][rest], y[rest], levels[0][rest], levels[0][own])
    outside = residual_means(laws[0], y, levels[0], levels[1])
    return np.column_stack([laws[0], inside]), np.column_stack([laws[1], outside])


def residual_means(law: np.ndarray, y: np.ndarray, levels: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """Effects of the asked groups: a ridge fit of the law and shrunk group means of its residuals, in turns."""
    effect = np.zeros(len(y))
    gram = law.T @ law + np.eye(law.shape[1])
    for _ in range(4):
        middle = (y - effect).mean()
        residual = y - middle - law @ np.linalg.solve(gram, law.T @ (y - effect - middle))
        means = level_means(levels, residual, 2.0)
        effect = np.array([means[level] for level in levels])
    return np.array([means.get(level, 0.0) for level in asked])
