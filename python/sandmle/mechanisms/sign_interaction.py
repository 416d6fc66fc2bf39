"""Two measurements act where both have passed their limits, each the way its story tells, more or less by a switch."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from sandmle.direction import drawn_direction, drawn_places, drawn_strengths, need_rows, told_push
from sandmle.parts.features import filled, one_hot, outcome_matrix

META = {
    "id": "sign-interaction",
    "title": "Two columns that act where both come together, more or less by a switch",
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
    "hint": "One measurement counts for much only where another one is far enough along as well.",
    "hints": [
        "the {first} counts for much only where the {second} is far enough along as well, and how far the {first}"
        " has to be depends on the {switch}",
        "the {first} and the {second} act together, each past a limit of its own; the limit of the {first} and "
        "the strength of the effect differ by {switch}",
        "how much the {first} matters depends on the {second}, with a point of change in each, which in the "
        "{first} differs by {switch}",
        "where the {first} and the {second} have both passed a certain point, the effect is far larger than "
        "either of them suggests, and the {switch} decides where that begins and how large it gets",
        "the {first} and the {second} tell more as a pair than one at a time: there is a corner in which both are"
        " critical, and its border moves with the {switch}",
        "a product of two soft thresholds, one on the {first} that depends on the {switch} and one on the "
        "{second}, comes close",
        "on one side of the {second}, the {first} has much less effect than on the other, and the point at which "
        "it starts to count depends on the {switch}",
        "the {first} should be read together with the {second}, separately by {switch}, as it takes both of them "
        "to make a large difference",
        "it takes a combination: the {first} on its critical side and the {second} on its own, with a {switch} "
        "that decides how early and how strongly that shows",
    ],
    "caused": True,
    "skills": ["feature-interactions"],
    "combinable": True,
    "keywords": ["interaction", "threshold", "bottleneck", "combination", "both", "switch"],
}

# What share of the rows the second column has past its limit, and the first one in the middle of its levels: the fewer
# rows have both, the less does either column show by itself. And how far apart, in quantiles, the levels put the limit of
# the first.
BEYOND = (0.5, 0.4, 0.36, 0.33)
SPREADS = (0.1, 0.2, 0.22, 0.25)
# So many training rows of each level are to have both.
AIM_BOTH = 3
# How far from its limit a ramp has come to an eighth or to seven eighths, in standard deviations of its column.
LIMIT_WIDTH = 0.35


def parameters(rng: np.random.Generator, columns: dict, knobs: dict, setting: dict) -> dict:
    """A limit of the first column for every level, one of the second, their widths, which side counts, and strengths.

    Each column pushes the target the way the story tells, whatever the other one is, but hardly at all where that one has
    not passed its limit: heat harms what is dry, and drought harms where it is hot.
    """
    sample, levels, margin = setting["sample"], columns["switch"]["categories"], knobs["margin"]
    turns, way = drawn_turns(rng, columns, setting)
    # Turned upwards, so that what lies past a limit lies above it.
    first, second = (turns[role] * sample[columns[role]["name"]].to_numpy(float) for role in ("first", "second"))
    of_level = sample[columns["switch"]["name"]].to_numpy()
    places = drawn_places(rng, setting, of_level, levels, SPREADS[margin])
    # Limits come down where few training rows of a level would have both.
    beyond = float(np.clip(np.sqrt(AIM_BOTH * len(levels) / setting["rows"]["train"]), BEYOND[margin], 0.5))
    second_cut = np.quantile(second, 1 - beyond)
    cuts, cases = {}, {}
    for level, place in places.items():
        own = of_level == level
        inside = own & (second >= second_cut)
        need_rows(setting, META["id"], {f"{level} past the second limit": inside.mean()})
        few = min(0.8, AIM_BOTH / (setting["rows"]["train"] * inside.mean()))
        cut = min(np.quantile(first[own], min(place + 0.5 - beyond, 0.95)), np.quantile(first[inside], 1 - few))
        cuts[level] = float(f"{turns['first'] * cut:.4g}")
        both = (first >= cut) & (second >= second_cut)
        cases |= {f"{level}, both past their limits": (own & both).mean(), f"{level}, not both": (own & ~both).mean()}
    need_rows(setting, META["id"], cases)
    widths = {role: float(f"{LIMIT_WIDTH * values.std():.4g}") for role, values in (("first", first), ("second", second))}
    return {
        "cuts": cuts,
        "second_cut": float(f"{turns['second'] * second_cut:.4g}"),
        "widths": widths,
        "turns": turns,
        "strengths": {level: way * strength for level, strength in drawn_strengths(rng, levels).items()},
    }


def drawn_turns(rng: np.random.Generator, columns: dict, setting: dict) -> tuple[dict[str, int], int]:
    """Which side of each column lies past its limit, 1 the high and -1 the low one; and which way both then push.

    A story that names the sides is kept to, whether what happens there is good or bad for the target; else each side is
    the one that pushes it up.
    """
    names = {role: columns[role]["name"] for role in ("first", "second")}
    drawn = {role: drawn_direction(rng, setting, name) for role, name in names.items()}
    reads = setting.get("reads", {})
    turns = {role: {"high": 1, "low": -1}.get(reads.get(role), way) for role, way in drawn.items()}
    pushed = sum(turns[role] * told_push(setting, name) for role, name in names.items())
    return turns, int(np.sign(pushed)) or 1


def latent(d: pd.DataFrame, p: dict, col: dict) -> tuple[np.ndarray, np.ndarray]:
    """Product of two ramps from 0 to 1, each rising where its column pushes up, as strong as the switch."""
    switch = d[col["switch"]]
    beyond = {
        "first": d[col["first"]].to_numpy(float) - switch.map(p["cuts"]).to_numpy(float),
        "second": d[col["second"]].to_numpy(float) - p["second_cut"],
    }
    first, second = (past_limit(p["turns"][role] * beyond[role] / p["widths"][role]) for role in ("first", "second"))
    both = first * second
    return switch.map(p["strengths"]).to_numpy(float) * both, np.column_stack([both, first, second])


def past_limit(beyond: np.ndarray) -> np.ndarray:
    """How far a limit is passed, from 0 to 1, by the distance from it in its widths."""
    return 0.5 + 0.5 * np.tanh(beyond)


def describe(p: dict, col: dict) -> str:
    """The rule in prose."""
    first, second = (
        f"(0.5 {'+' if p['turns'][role] > 0 else '-'} 0.5 tanh(({col[role]} - {cut}) / {p['widths'][role]:g}))"
        for role, cut in (("first", "cut"), ("second", f"{p['second_cut']:g}"))
    )
    levels = ", ".join(f"{name} {cut:g} ({p['strengths'][name]:g})" for name, cut in p["cuts"].items())
    return (
        f"strength x {first} x {second}: much only where both have passed their limits; cut and (strength) depend on "
        f"{col['switch']}: {levels}."
    )


def public_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Of the four corners of the two columns how far a row is in each, softly and by the lesser of both, by switch."""
    first, second = filled(train[col["first"]], test[col["first"]]), filled(train[col["second"]], test[col["second"]])
    switches, views = one_hot(train[col["switch"]], test[col["switch"]]), []
    for a, b, switch in zip(first, second, switches):
        a, b = (a - np.median(first[0])) / first[0].std(), (b - np.median(second[0])) / second[0].std()
        corners = [(way * a, other * b) for way in (1, -1) for other in (1, -1)]
        products = np.column_stack(
            [np.column_stack([past_limit(2 * one) * past_limit(2 * two), np.minimum(one, two)]) for one, two in corners]
        )
        views.append((products[:, :, None] * switch[:, None, :]).reshape(len(a), -1))
    return views[0], views[1]


def rule_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """What both do by switch, averaged over all limits by how likely they make the target, and the likeliest ramps."""
    first, second = filled(train[col["first"]], test[col["first"]]), filled(train[col["second"]], test[col["second"]])
    switches, outcome = one_hot(train[col["switch"]], test[col["switch"]]), outcome_matrix(y, task)
    grid, fits = np.quantile(first[0], np.linspace(0.1, 0.9, 25)), []
    spreads = first[0].std(), second[0].std()
    for ways in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
        for limit in np.quantile(second[0], np.linspace(0.15, 0.85, 21)):
            ramps = [pair_of_ramps(a, b, grid, limit, ways, spreads) for a, b in zip(first, second)]
            error, strengths = fit_levels(ramps[0][0] * ramps[0][1], switches[0], outcome)
            fits.append((error, strengths, ramps))
    errors = np.array([error for error, _, _ in fits])
    chances = likely(-errors * len(y) / errors.min())
    views = []
    for part, switch in enumerate(switches):
        done = sum(
            chance * np.einsum("kn,nl,lko->no", ramps[part][0] * ramps[part][1], switch, strengths)
            for chance, (_, strengths, ramps) in zip(chances, fits)
            if chance > 1e-3
        )
        ramp, past = fits[chances.argmax()][2][part]
        views.append(np.column_stack([done, past, past * ramp[len(grid) // 2], ramp[len(grid) // 2]]))
    return views[0], views[1]


def pair_of_ramps(
    first: np.ndarray,
    second: np.ndarray,
    grid: np.ndarray,
    limit: float,
    ways: tuple[int, int],
    spreads: tuple[float, float],
) -> tuple[np.ndarray, np.ndarray]:
    """How far rows are past each limit of the first column, (k, n), and past that of the second, (n,)."""
    ramp = past_limit(ways[0] * (first - grid[:, None]) / (LIMIT_WIDTH * spreads[0]))
    return ramp, past_limit(ways[1] * (second - limit) / (LIMIT_WIDTH * spreads[1]))


def fit_levels(both: np.ndarray, switch: np.ndarray, outcome: np.ndarray) -> tuple[float, np.ndarray]:
    """Squared error, and by level and limit a strength times the chance of that limit: (levels, k, outputs).

    `both` is (k, n). A single outcome only rises with what both do; classes each go their own way. Levels share what is
    left without both.
    """
    rest = outcome.mean(axis=0)
    for _ in range(3):
        strengths, fitted = [], np.zeros_like(outcome)
        for own in switch.T > 0:
            size = 1e-9 + (both[:, own] ** 2).sum(axis=1)
            strength = both[:, own] @ (outcome[own] - rest) / size[:, None]
            strength = np.maximum(strength, 0) if outcome.shape[1] == 1 else strength
            gains = (strength**2).sum(axis=1) * size
            left = max(1e-9, ((outcome[own] - rest) ** 2).sum() - gains.max())
            strengths.append(likely(gains * own.sum() / left)[:, None] * strength)
            fitted[own] = both[:, own].T @ strengths[-1]
        rest = (outcome - fitted).mean(axis=0)
    return float(((outcome - fitted - rest) ** 2).sum()), np.array(strengths)


def likely(gains: np.ndarray) -> np.ndarray:
    """Chances of hypotheses by twice their log-likelihood, up to a constant."""
    chances = np.exp((gains - gains.max()) / 2)
    return chances / chances.sum()
