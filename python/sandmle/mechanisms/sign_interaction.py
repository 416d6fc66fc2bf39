"""Two measurements count by the side of a cut on which each lies, and only together."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from sandmle.parts.features import filled, outcome_matrix

META = {
    "id": "sign-interaction",
    "title": "Two cut columns that count only together",
    "modality": "tabular",
    "tasks": ["binary", "multiclass", "ordinal", "regression"],
    "roles": [
        {"name": "first", "kind": "numeric", "table": "main", "positive": False, "levels": None},
        {"name": "second", "kind": "numeric", "table": "main", "positive": False, "levels": None},
    ],
    "knobs": [
        {
            "name": "margin",
            "levels": 4,
            "default": 1,
            "raiseOn": ["easy-default", "trivial", "saturated"],
            "lowerOn": ["unlearnable", "too-hard", "noisy"],
        }
    ],
    "hint": "Being high means something else for one measurement when another one is high as well.",
    "skills": ["feature-interactions"],
    "combinable": True,
    "keywords": ["interaction", "threshold", "parity", "combination", "both", "switch"],
}

# How far from the middle the cuts may lie: off-centre cuts leave a trace in each column alone.
OFF_CENTRE = (0.22, 0.12, 0.06, 0.0)


def parameters(rng: np.random.Generator, columns: dict, knobs: dict, setting: dict) -> dict:
    """The two cuts near the medians, the softness of the sides, and the sign."""
    sample, shift = setting["sample"], OFF_CENTRE[knobs["margin"]]
    cuts, widths = {}, {}
    for role in ("first", "second"):
        values = sample[columns[role]["name"]].to_numpy(float)
        cuts[role] = float(f"{np.quantile(values, 0.5 + rng.choice([-1, 1]) * shift):.4g}")
        widths[role] = float(f"{0.35 * values.std():.4g}")
    return {"cuts": cuts, "widths": widths, "sign": int(rng.choice([1, 1, 1, 1, -1]))}


def latent(d: pd.DataFrame, p: dict, col: dict) -> tuple[np.ndarray, np.ndarray]:
    """Product of the two sides, each between -1 and 1."""
    sides = [
        np.tanh((d[col[role]].to_numpy(float) - p["cuts"][role]) / p["widths"][role]) for role in ("first", "second")
    ]
    return p["sign"] * sides[0] * sides[1], np.column_stack([sides[0] * sides[1], sides[0], sides[1]])


def describe(p: dict, col: dict) -> str:
    """The rule in prose."""
    sides = " x ".join(
        f"tanh(({col[role]} - {p['cuts'][role]:g}) / {p['widths'][role]:g})" for role in ("first", "second")
    )
    return f"{p['sign']:+d} x {sides}."


def public_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Products of the two columns around their medians: plain, as ranks, and as signs."""
    first, second = filled(train[col["first"]], test[col["first"]]), filled(train[col["second"]], test[col["second"]])
    views = []
    for a, b in zip(first, second):
        a, b = (a - np.median(first[0])) / first[0].std(), (b - np.median(second[0])) / second[0].std()
        views.append(np.column_stack([a * b, np.tanh(2 * a) * np.tanh(2 * b), np.sign(a) * np.sign(b)]))
    return views[0], views[1]


def rule_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Product of the two sides at the cuts that explain the target best."""
    first, second = filled(train[col["first"]], test[col["first"]]), filled(train[col["second"]], test[col["second"]])
    outcome = outcome_matrix(y, task)
    outcome = outcome - outcome.mean(axis=0)
    best, chosen = -1.0, (0.0, 0.0)
    for cut in np.quantile(first[0], np.linspace(0.2, 0.8, 25)):
        side = np.tanh((first[0] - cut) / (0.35 * first[0].std()))
        for other in np.quantile(second[0], np.linspace(0.2, 0.8, 25)):
            both = side * np.tanh((second[0] - other) / (0.35 * second[0].std()))
            both = both - both.mean()
            explained = float(((both[:, None] * outcome).sum(axis=0) ** 2).sum() / (both**2).sum())
            if explained > best:
                best, chosen = explained, (cut, other)
    views = []
    for a, b in zip(first, second):
        sides = np.tanh((a - chosen[0]) / (0.35 * first[0].std())), np.tanh((b - chosen[1]) / (0.35 * second[0].std()))
        views.append(np.column_stack([sides[0] * sides[1], *sides]))
    return views[0], views[1]
