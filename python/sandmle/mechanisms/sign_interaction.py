"""Two measurements count by the side of a cut on which each lies, only together, and turned round by a switch."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from sandmle.parts.features import filled, one_hot, outcome_matrix

META = {
    "id": "sign-interaction",
    "title": "Two cut columns that count only together, under a switch",
    "modality": "tabular",
    "tasks": ["binary", "multiclass", "ordinal", "regression"],
    "roles": [
        {"name": "first", "kind": "numeric", "table": "main", "positive": False, "levels": None},
        {"name": "second", "kind": "numeric", "table": "main", "positive": False, "levels": None},
        {"name": "switch", "kind": "categorical", "table": "main", "positive": False, "levels": [2, 5]},
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
    "hints": [
        "a high value of the {first} means something else when the {second} is high as well",
        "the {first} and the {second} act together: what one of them adds depends on the other",
        "what a high value of the {first} says depends on whether the {second} is high too",
        "the {second} can reverse some of what the {first} says",
        "the {first} and the {second} show more as a pair than one after the other",
        "being high in the {first} is one thing, and being high in both the {first} and the {second} "
        "is another",
        "the {first} should be read together with the {second}, and the {second} with the {first}",
        "the combination of the {first} and the {second} matters more than either of them suggests",
        "the {second} tells how a high or a low {first} should be taken",
    ],
    "skills": ["feature-interactions"],
    "combinable": True,
    "keywords": ["interaction", "threshold", "parity", "combination", "both", "switch"],
}

# How far from the middle the cuts may lie: off-centre cuts leave a trace in each column alone.
OFF_CENTRE = (0.18, 0.10, 0.05, 0.0)
# Share of the switch's levels that turn the rule round: at one half nothing is left of it without the switch.
TURNED = (0.2, 0.3, 0.4, 0.5)


def parameters(rng: np.random.Generator, columns: dict, knobs: dict, setting: dict) -> dict:
    """The two cuts near the medians, the softness of the sides, and the direction of every level of the switch."""
    sample, shift = setting["sample"], OFF_CENTRE[knobs["margin"]]
    cuts, widths = {}, {}
    for role in ("first", "second"):
        values = sample[columns[role]["name"]].to_numpy(float)
        cuts[role] = float(f"{np.quantile(values, 0.5 + rng.choice([-1, 1]) * shift):.4g}")
        widths[role] = float(f"{0.35 * values.std():.4g}")
    levels, usual = columns["switch"]["categories"], int(rng.choice([1, 1, 1, 1, -1]))
    turned = max(1, int(TURNED[knobs["margin"]] * len(levels)))
    directions = rng.permutation([-usual] * turned + [usual] * (len(levels) - turned))
    return {"cuts": cuts, "widths": widths, "directions": {name: int(v) for name, v in zip(levels, directions)}}


def latent(d: pd.DataFrame, p: dict, col: dict) -> tuple[np.ndarray, np.ndarray]:
    """Product of the two sides, each between -1 and 1, in the direction of the switch."""
    sides = [
        np.tanh((d[col[role]].to_numpy(float) - p["cuts"][role]) / p["widths"][role]) for role in ("first", "second")
    ]
    score = d[col["switch"]].map(p["directions"]).to_numpy(float) * sides[0] * sides[1]
    return score, np.column_stack([score, sides[0] * sides[1]])


def describe(p: dict, col: dict) -> str:
    """The rule in prose."""
    sides = " x ".join(
        f"tanh(({col[role]} - {p['cuts'][role]:g}) / {p['widths'][role]:g})" for role in ("first", "second")
    )
    directions = ", ".join(f"{name} {value:+d}" for name, value in p["directions"].items())
    return f"direction x {sides}; the direction depends on {col['switch']}: {directions}."


def public_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Products of the two columns around their medians, plain, as soft and as hard signs, each by switch."""
    first, second = filled(train[col["first"]], test[col["first"]]), filled(train[col["second"]], test[col["second"]])
    switches, views = one_hot(train[col["switch"]], test[col["switch"]]), []
    for a, b, switch in zip(first, second, switches):
        a, b = (a - np.median(first[0])) / first[0].std(), (b - np.median(second[0])) / second[0].std()
        products = np.column_stack([a * b, np.tanh(2 * a) * np.tanh(2 * b), np.sign(a) * np.sign(b)])
        views.append((products[:, :, None] * switch[:, None, :]).reshape(len(a), -1))
    return views[0], views[1]


def rule_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Product of the two sides by switch, at the cuts that explain the target best."""
    first, second = filled(train[col["first"]], test[col["first"]]), filled(train[col["second"]], test[col["second"]])
    switches, outcome = one_hot(train[col["switch"]], test[col["switch"]]), outcome_matrix(y, task)
    widths = 0.35 * first[0].std(), 0.35 * second[0].std()
    outcome = outcome - outcome.mean(axis=0)
    best, chosen = np.inf, (0.0, 0.0)
    for cut in np.quantile(first[0], np.linspace(0.2, 0.8, 21)):
        side = np.tanh((first[0] - cut) / widths[0])
        for other in np.quantile(second[0], np.linspace(0.2, 0.8, 21)):
            both = (side * np.tanh((second[0] - other) / widths[1]))[:, None] * switches[0]
            error = float(((outcome - both @ np.linalg.lstsq(both, outcome, rcond=None)[0]) ** 2).sum())
            if error < best:
                best, chosen = error, (cut, other)
    views = []
    for a, b, switch in zip(first, second, switches):
        both = np.tanh((a - chosen[0]) / widths[0]) * np.tanh((b - chosen[1]) / widths[1])
        views.append(both[:, None] * switch)
    return views[0], views[1]
