"""Hidden places on a map attract their classes; a second measurement counts more or less by a category."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from sandmle.direction import drawn_direction, drawn_loadings, drawn_strengths, need_rows
from sandmle.parts.features import filled, one_hot, outcome_matrix, spaced

META = {
    "id": "spatial-kernel",
    "title": "Hidden places on a map",
    "modality": "tabular",
    "tasks": ["multiclass", "binary", "regression"],
    "roles": [
        {
            "name": "east", "kind": "numeric", "table": "main", "positive": False, "levels": None,
            "meanings": ["coordinate"],
        },
        {
            "name": "north", "kind": "numeric", "table": "main", "positive": False, "levels": None,
            "meanings": ["coordinate"],
        },
        {"name": "soil", "kind": "numeric", "table": "main", "positive": False, "levels": None},
        {"name": "gate", "kind": "categorical", "table": "main", "positive": False, "levels": [2, 4]},
    ],
    "knobs": [
        {
            "name": "bandwidth",
            "levels": 4,
            "default": 1,
            "raiseOn": ["easy-default", "trivial", "saturated"],
            "lowerOn": ["unlearnable", "too-hard", "noisy"],
        }
    ],
    "hint": "Neighbours on the map are alike, and one property of the ground counts more for some of them than for others.",
    "hints": [
        "{entities} that are close in both the {east} and the {north} are alike, and the {soil} matters more for "
        "one {gate} than for another",
        "the {east} and the {north} together make a map with a few centres whose influence fades with distance, "
        "and the weight of the {soil} depends on the {gate}",
        "a plot of the {east} against the {north} shows regions, and the {gate} decides how much the {soil} counts",
        "it matters where {an entity} lies on the map of {east} and {north}, and how much the {soil} matters "
        "depends on the {gate}",
        "the best comparison for {an entity} is one with both a similar {east} and a similar {north}, once the "
        "{soil} has been weighed by {gate}",
        "distance on the map of the {east} and the {north} is what to work with, together with a slope in the "
        "{soil} for each {gate}",
        "the {east} and the {north} divide {entities} into neighbourhoods, and the {soil} does not matter equally"
        " for each {gate}",
        "it helps to treat the {east} and the {north} as coordinates and to weight the {soil} separately for each"
        " {gate}",
        "the {east} and the {north} of {an entity} say more together, as a location near certain spots or far from "
        "them, than as two separate numbers, and the {soil} has to be crossed with the {gate}",
    ],
    "caused": True,
    "skills": ["spatial-features", "kernel-smoothing", "category-interactions"],
    "combinable": False,
    "keywords": ["latitude", "longitude", "spatial", "map", "zone", "location", "coordinates", "soil", "cover"],
}

# Radius of a place, in units of half the map.
RADII = (0.42, 0.35, 0.30, 0.25)
PLACES = 3


def parameters(rng: np.random.Generator, columns: dict, knobs: dict, setting: dict) -> dict:
    """Places of every class (in units of half the map), their radius, and what the soil does in each gate."""
    outputs, sample = setting["outputs"], setting["sample"]
    centre, half = {}, {}
    for role in ("east", "north", "soil"):
        values = sample[columns[role]["name"]].to_numpy(float)
        # For an even spread this is half the range; a skewed column is measured where its rows are.
        centre[role], half[role] = float(f"{np.median(values):.4g}"), float(f"{1.73 * values.std():.4g}")
    fields = outputs if outputs > 1 else 2
    rows_on_map = np.column_stack(
        [(sample[columns[role]["name"]].to_numpy(float) - centre[role]) / half[role] for role in ("east", "north")]
    )
    # Places lie where rows are, apart from each other, and are dealt to the classes.
    spots = spaced(rows_on_map[rng.permutation(len(sample))], fields * PLACES, 0.6)
    spots = spots[rng.permutation(len(spots))].reshape(fields, PLACES, 2)
    gates = columns["gate"]["categories"]
    of_gate = sample[columns["gate"]["name"]]
    need_rows(setting, META["id"], {gate: (of_gate == gate).mean() for gate in gates})
    if outputs > 1:
        # The soil favours classes as the story tells; its axis is that of the only column here that has one.
        effects = 0.4 * np.array(drawn_loadings(rng, outputs, setting.get("axis")))
    else:
        effects = drawn_direction(rng, setting, columns["soil"]["name"]) * np.linspace(-0.6, 0.6, fields)
    return {
        "centre": centre,
        "half": half,
        "places": np.round(spots, 3).tolist(),
        "radius": RADII[knobs["bandwidth"]],
        "gates": drawn_strengths(rng, gates),
        "soilEffect": np.round(effects, 3).tolist(),
    }


def latent(d: pd.DataFrame, p: dict, col: dict) -> tuple[np.ndarray, np.ndarray]:
    """Nearness to the places of every class plus the gated effect of the soil; two fields become one difference."""
    x, y, soil = (
        (d[col[role]].to_numpy(float) - p["centre"][role]) / p["half"][role] for role in ("east", "north", "soil")
    )
    gated = d[col["gate"]].map(p["gates"]).to_numpy(float) * soil
    fields = []
    for places, effect in zip(p["places"], p["soilEffect"]):
        near = sum(np.exp(-((x - east) ** 2 + (y - north) ** 2) / (2 * p["radius"] ** 2)) for east, north in places)
        fields.append(near + effect * gated)
    features = np.column_stack([*fields, gated])
    if len(fields) == 2:
        return fields[1] - fields[0], features
    return np.column_stack(fields), features


def describe(p: dict, col: dict) -> str:
    """The rule in prose."""
    return (
        f"Each class gains sum of exp(-distance^2 / (2 x {p['radius']}^2)) over its places; {col['east']} and {col['north']} "
        f"are centred at {p['centre']['east']:g}, {p['centre']['north']:g} and divided by {p['half']['east']:g}, "
        f"{p['half']['north']:g}. Places by class: {p['places']}. Scaled {col['soil']} times the strength at {col['gate']} "
        f"({p['gates']}) adds {p['soilEffect']}."
    )


def map_columns(train: pd.DataFrame, test: pd.DataFrame, col: dict) -> tuple[list, list, list]:
    """Positions in units of their spread, standardised soil, and gates, each for training and test rows."""
    scaled = []
    for role in ("east", "north", "soil"):
        a, b = filled(train[col[role]], test[col[role]])
        scaled.append([(values - a.mean()) / a.std() for values in (a, b)])
    places = [np.column_stack([scaled[0][part], scaled[1][part]]) for part in (0, 1)]
    return places, scaled[2], list(one_hot(train[col["gate"]], test[col["gate"]]))


def neighbour_means(places: list, outcome: np.ndarray, radius: float) -> tuple[np.ndarray, np.ndarray]:
    """Kernel-weighted mean outcome around every row; a training row does not see itself."""
    means = []
    for part in (0, 1):
        squared = ((places[part][:, None, :] - places[0][None, :, :]) ** 2).sum(axis=2)
        weights = np.exp(-squared / (2 * radius**2))
        if part == 0:
            np.fill_diagonal(weights, 0.0)
        prior = 0.3
        means.append((weights @ outcome + prior * outcome.mean(axis=0)) / (weights.sum(axis=1, keepdims=True) + prior))
    return means[0], means[1]


def public_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Mean target of the neighbours at two radii, the coordinates turned by 45 degrees, and the soil by gate."""
    places, soil, gates = map_columns(train, test, col)
    outcome = outcome_matrix(y, task)
    near, wide = (neighbour_means(places, outcome, radius) for radius in (0.25, 0.5))
    views = []
    for part in (0, 1):
        turned = np.column_stack([places[part].sum(axis=1), places[part][:, 0] - places[part][:, 1]])
        views.append(np.column_stack([near[part], wide[part], turned, gates[part] * soil[part][:, None]]))
    return views[0], views[1]


def rule_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Bumps around spaced training rows, at the radius that predicts held-out neighbours best; the soil by gate."""
    places, soil, gates = map_columns(train, test, col)
    outcome = outcome_matrix(y, task)
    # No neighbour means here: they carry the target of one row into the features of others.
    radii = (0.35, 0.45, 0.55, 0.7)
    losses = [((neighbour_means(places, outcome, radius)[0] - outcome) ** 2).mean() for radius in radii]
    radius = radii[int(np.argmin(losses))]
    spots, views = spaced(places[0], 40, 0.9), []
    for part in (0, 1):
        squared = ((places[part][:, None, :] - spots[None, :, :]) ** 2).sum(axis=2)
        bumps = np.exp(-squared / (2 * radius**2))
        views.append(np.column_stack([bumps, gates[part], gates[part] * soil[part][:, None]]))
    return views[0], views[1]
