"""Two measurements count by the sides of two cuts on which they lie, together, and more or less by a switch."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from sandmle.direction import drawn_direction, drawn_places, drawn_strengths, need_rows
from sandmle.parts.features import filled, one_hot, outcome_matrix

META = {
    "id": "sign-interaction",
    "title": "Two cut columns that count together, more or less by a switch",
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

# How far from the middle the second cut may lie, an off-centre one leaves a trace in each column; and how far apart, in
# quantiles, the levels of the switch put the first.
OFF_CENTRE = (0.18, 0.10, 0.05, 0.0)
SPREADS = (0.1, 0.2, 0.24, 0.28)
# How much more both sides count together where each pushes the target up: what every column says by itself.
LEAN = 0.1


def parameters(rng: np.random.Generator, columns: dict, knobs: dict, setting: dict) -> dict:
    """A cut of the first column for every level, one of the second, their softness, which sides push up, and strengths.

    The sign of the product is no whim: two columns that both lie on the side that pushes the target up, or both away
    from it, count alike, and where only one of them does, the other takes away from it.
    """
    sample, levels = setting["sample"], columns["switch"]["categories"]
    first, second = (sample[columns[role]["name"]].to_numpy(float) for role in ("first", "second"))
    of_level = sample[columns["switch"]["name"]].to_numpy()
    places = drawn_places(rng, setting, of_level, levels, SPREADS[knobs["margin"]])
    second_cut = np.quantile(second, 0.5 + rng.choice([-1, 1]) * OFF_CENTRE[knobs["margin"]])
    cuts, cases = {}, {}
    for level, place in places.items():
        own = of_level == level
        cuts[level] = float(f"{np.quantile(first[own], place):.4g}")
        same = (first > cuts[level]) == (second > second_cut)
        cases |= {f"{level}, alike": (own & same).mean(), f"{level}, not alike": (own & ~same).mean()}
    need_rows(setting, META["id"], cases)
    return {
        "cuts": cuts,
        "second_cut": float(f"{second_cut:.4g}"),
        "widths": {"first": float(f"{0.35 * first.std():.4g}"), "second": float(f"{0.35 * second.std():.4g}")},
        "turns": {role: drawn_direction(rng, setting, columns[role]["name"]) for role in ("first", "second")},
        "strengths": drawn_strengths(rng, levels),
    }


def latent(d: pd.DataFrame, p: dict, col: dict) -> tuple[np.ndarray, np.ndarray]:
    """Product of the two sides, each between -1 and 1 and a little more where it pushes up, as strong as the switch."""
    switch = d[col["switch"]]
    beyond = {
        "first": d[col["first"]].to_numpy(float) - switch.map(p["cuts"]).to_numpy(float),
        "second": d[col["second"]].to_numpy(float) - p["second_cut"],
    }
    first, second = (LEAN + p["turns"][role] * np.tanh(beyond[role] / p["widths"][role]) for role in ("first", "second"))
    both = first * second
    return switch.map(p["strengths"]).to_numpy(float) * both, np.column_stack([both, first, second])


def describe(p: dict, col: dict) -> str:
    """The rule in prose."""
    first, second = (
        f"({LEAN:g} {'+' if p['turns'][role] > 0 else '-'} tanh(({col[role]} - {cut}) / {p['widths'][role]:g}))"
        for role, cut in (("first", "cut"), ("second", f"{p['second_cut']:g}"))
    )
    levels = ", ".join(f"{name} {cut:g} ({p['strengths'][name]:g})" for name, cut in p["cuts"].items())
    return f"strength x {first} x {second}; cut and (strength) depend on {col['switch']}: {levels}."


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
    """The two sides and their product by switch, at the cuts that explain the target best."""
    first, second = filled(train[col["first"]], test[col["first"]]), filled(train[col["second"]], test[col["second"]])
    switches, outcome = one_hot(train[col["switch"]], test[col["switch"]]), outcome_matrix(y, task)
    outcome = outcome - outcome.mean(axis=0)
    widths = 0.35 * first[0].std(), 0.35 * second[0].std()
    sides = np.tanh((first[0] - np.quantile(first[0], np.linspace(0.15, 0.85, 22))[:, None]) / widths[0])
    best, cuts, second_cut = -1.0, np.zeros(switches[0].shape[1]), 0.0
    for other in np.quantile(second[0], np.linspace(0.2, 0.8, 21)):
        both = sides * np.tanh((second[0] - other) / widths[1])
        # What the product explains of each level's rows, by cut.
        explained = [
            ((both * own @ outcome) ** 2).sum(axis=1) / ((both * own) ** 2).sum(axis=1) for own in switches[0].T
        ]
        if sum(gains.max() for gains in explained) > best:
            best, second_cut = sum(gains.max() for gains in explained), other
            cuts = np.quantile(first[0], np.linspace(0.15, 0.85, 22))[[gains.argmax() for gains in explained]]
    views = []
    for a, b, switch in zip(first, second, switches):
        pair = np.tanh((a - switch @ cuts) / widths[0]), np.tanh((b - second_cut) / widths[1])
        views.append(np.column_stack([*pair, (pair[0] * pair[1])[:, None] * switch]))
    return views[0], views[1]
