"""A dose acts by a sigmoid of its logarithm, other for every agent, best at an optimum, on plates with shifts."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import least_squares

from sandmle.direction import drawn_direction, drawn_places, drawn_strengths, need_rows
from sandmle.parts.features import filled, one_hot, target_means

META = {
    "id": "hill-dose",
    "title": "Dose response by agent with plate shifts",
    "modality": "tabular",
    "tasks": ["regression", "binary", "ordinal"],
    "roles": [
        {
            "name": "dose", "kind": "numeric", "table": "main", "positive": True, "levels": None,
            "meanings": ["concentration", "mass", "volume", "flow"],
        },
        {"name": "agent", "kind": "categorical", "table": "main", "positive": False, "levels": [3, 6]},
        {"name": "plate", "kind": "categorical", "table": "main", "positive": False, "levels": [4, 12]},
        {
            "name": "acidity", "kind": "numeric", "table": "main", "positive": False, "levels": None,
            "meanings": ["acidity", "temperature", "share", "concentration", "pressure", "speed", "level"],
        },
    ],
    "knobs": [
        {
            "name": "plate-spread",
            "levels": 4,
            "default": 1,
            "raiseOn": ["easy-default", "trivial", "saturated"],
            "lowerOn": ["unlearnable", "too-hard", "noisy"],
        }
    ],
    "hint": "The response saturates, sets in at other amounts for other agents, and works best under one condition.",
    "hints": [
        "the response to the {dose} has the shape of an S, with a midpoint that depends on the {agent}; it is "
        "strongest in one range of the {acidity}, and each {plate} has an offset",
        "the {agent} determines at what {dose} the effect sets in, the {acidity} determines how much of it is "
        "seen, and the {plate} shifts everything up or down",
        "there is a range in which the {dose} matters most, and it depends on the {agent}; the {acidity} has an "
        "optimum, and levels differ by {plate}",
        "on a logarithmic scale of the {dose} the effect rises and then flattens out, at a point set by the "
        "{agent}; it fades on both sides of the best {acidity}, and the {plate} adds a constant",
        "the {acidity} has an optimum, and away from it the {dose} has less effect; the point at which the {dose}"
        " takes hold depends on the {agent}, and one {plate} runs higher than another",
        "fit a saturating curve in the {dose} for each {agent}, scale it by how close the {acidity} is to its "
        "optimum, and allow for a shift by {plate}",
        "low values of the {dose} resemble each other, and so do high ones: the change comes around a midpoint of"
        " each {agent} and is weaker at the wrong {acidity}, on top of a baseline for each {plate}",
        "the same change in the {dose} can mean a lot or a little, depending on the {agent} and on how far the "
        "{acidity} is from its best value, and every {plate} has its own baseline",
        "the {dose} acts like a dimmer that takes effect at a different point for each {agent}; the {acidity} "
        "works best somewhere in its range, and results shift with the {plate}",
    ],
    "caused": True,
    "skills": ["log-features", "curve-fitting", "batch-effects"],
    "combinable": True,
    "keywords": ["dose", "response", "assay", "plate", "concentration", "batch", "drug", "compound", "titration"],
}

# Spread of the plate shifts, in units of the full response, and width of the condition's optimum in standard deviations.
PLATE_SPREADS = (0.08, 0.13, 0.17, 0.2)
WIDTHS = (1.6, 1.3, 1.05, 0.85)


def parameters(rng: np.random.Generator, columns: dict, knobs: dict, setting: dict) -> dict:
    """Midpoint, slope and strength of every agent, one direction, the optimum of the condition, the shift of every plate.

    At its optimum the condition is good for what people want: there a helpful dose does most, and a harmful one takes
    away what is `kept` without it.
    """
    sample = setting["sample"]
    dose = np.log10(sample[columns["dose"]["name"]].to_numpy(float))
    acidity = sample[columns["acidity"]["name"]].to_numpy(float)
    agents, plates = columns["agent"]["categories"], columns["plate"]["categories"]
    of_agent = sample[columns["agent"]["name"]].to_numpy()
    places = drawn_places(rng, setting, of_agent, agents, 0.3)
    midpoints = [np.quantile(dose[of_agent == agent], place) for agent, place in places.items()]
    need_rows(setting, META["id"], {agent: (of_agent == agent).mean() / 2 for agent in agents})
    slopes = rng.uniform(1.0, 2.2, len(agents)) / dose.std()
    direction = drawn_direction(rng, setting, columns["dose"]["name"])
    shifts = rng.normal(0, PLATE_SPREADS[knobs["plate-spread"]], len(plates))
    return {
        "midpoints": {agent: round(float(v), 3) for agent, v in zip(agents, midpoints)},
        "slopes": {agent: round(float(v), 3) for agent, v in zip(agents, slopes)},
        "direction": direction,
        "kept": setting.get("wanted", 0) if direction == -setting.get("wanted", 0) else 0,
        "strengths": drawn_strengths(rng, agents),
        "optimum": float(f"{np.quantile(acidity, rng.uniform(0.35, 0.65)):.4g}"),
        "width": float(f"{WIDTHS[knobs['plate-spread']] * acidity.std():.3g}"),
        "shifts": {plate: round(float(v), 3) for plate, v in zip(plates, shifts)},
    }


def latent(d: pd.DataFrame, p: dict, col: dict) -> tuple[np.ndarray, np.ndarray]:
    """Gated sigmoid of the log dose plus the shift of the plate."""
    agent = d[col["agent"]]
    beyond = np.log10(d[col["dose"]].to_numpy(float)) - agent.map(p["midpoints"]).to_numpy(float)
    response = 1 / (1 + np.exp(-2.3 * agent.map(p["slopes"]).to_numpy(float) * beyond))
    gate = np.exp(-(((d[col["acidity"]].to_numpy(float) - p["optimum"]) / p["width"]) ** 2))
    effect = agent.map(p["strengths"]).to_numpy(float) * (p.get("kept", 0) + p["direction"] * response) * gate
    shift = d[col["plate"]].map(p["shifts"]).to_numpy(float)
    return effect + shift, np.column_stack([effect, shift])


def describe(p: dict, col: dict) -> str:
    """The rule in prose."""
    agents = ", ".join(
        f"{agent} (midpoint 10^{p['midpoints'][agent]:g}, slope {p['slopes'][agent]:g}, strength {p['strengths'][agent]:g})"
        for agent in p["midpoints"]
    )
    shifts = ", ".join(f"{plate} {value:+g}" for plate, value in p["shifts"].items())
    return (
        f"strength x ({p.get('kept', 0)} {p['direction']:+d} x sigmoid of log10 {col['dose']}) x exp(-(({col['acidity']} - {p['optimum']:g}) / "
        f"{p['width']:g})^2) by {col['agent']}: {agents}; plus the shift of {col['plate']}: {shifts}."
    )


def public_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Sigmoids of the log dose by agent, each also times closeness to the middle condition; mean target by plate."""
    doses = [np.log10(np.maximum(dose, 1e-9)) for dose in filled(train[col["dose"]], test[col["dose"]])]
    acidity = filled(train[col["acidity"]], test[col["acidity"]])
    agents, plates = one_hot(train[col["agent"]], test[col["agent"]]), target_means(train[col["plate"]], test[col["plate"]], y)
    steps, size, views = np.quantile(doses[0], [0.25, 0.5, 0.75]), doses[0].std(), []
    for dose, condition, one, plate in zip(doses, acidity, agents, plates):
        off = (condition - acidity[0].mean()) / acidity[0].std()
        sigmoids = 1 / (1 + np.exp(-4 * (dose[:, None] - steps) / size)) - 0.5
        by_agent = (sigmoids[:, :, None] * one[:, None, :]).reshape(len(dose), -1)
        gate = np.exp(-(off**2) / 2)
        views.append(np.column_stack([dose, off**2, gate, plate, by_agent, by_agent * gate[:, None]]))
    return views[0], views[1]


def rule_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """The gated sigmoid of every agent, fitted by least squares together with the plate shifts; and the plates."""
    doses = [np.log10(np.maximum(dose, 1e-9)) for dose in filled(train[col["dose"]], test[col["dose"]])]
    acidity = filled(train[col["acidity"]], test[col["acidity"]])
    agents, plates = one_hot(train[col["agent"]], test[col["agent"]]), one_hot(train[col["plate"]], test[col["plate"]])
    scaled_dose = [(dose - doses[0].mean()) / doses[0].std() for dose in doses]
    scaled_acid = [(acid - acidity[0].mean()) / acidity[0].std() for acid in acidity]
    outcome, count = (y - y.mean()) / y.std(), agents[0].shape[1]

    def misfit(theta: np.ndarray, turn: int) -> np.ndarray:
        curve = gated_curve(theta, turn * scaled_dose[0], scaled_acid[0], agents[0])
        shifts = plates[0] @ theta[3 * count + 2 :]
        # Ridge rows keep midpoints, slopes and shifts near typical values when few rows speak about them.
        pull = np.concatenate([0.5 * theta[:count], 0.7 * (theta[count : 2 * count] - 2.5), theta[3 * count + 2 :]])
        return np.concatenate([curve + shifts - outcome, 0.8 * pull])

    rising = np.sign(np.corrcoef(scaled_dose[0], outcome)[0, 1])
    # A dose either brings something at the best condition, or takes away what is there without it.
    fits = []
    for turn in (1, -1):
        heights = np.full(count, 1.5 * rising * turn)
        start = np.concatenate([np.zeros(count), np.full(count, 2.5), heights, [0.0, 1.5], np.zeros(plates[0].shape[1])])
        found = least_squares(misfit, start, max_nfev=60, args=(turn,))
        fits.append((found.cost, turn, found.x))
    _, turn, theta = min(fits, key=lambda fit: fit[0])
    views = []
    for part in (0, 1):
        curve = gated_curve(theta, turn * scaled_dose[part], scaled_acid[part], agents[part])
        views.append(np.column_stack([curve, plates[part] @ theta[3 * count + 2 :]]))
    return views[0], views[1]


def gated_curve(theta: np.ndarray, dose: np.ndarray, acidity: np.ndarray, agents: np.ndarray) -> np.ndarray:
    """Sigmoid response with midpoint, slope and height by agent, times a bell over the condition."""
    count = agents.shape[1]
    midpoint, slope, height = (agents @ theta[count * k : count * (k + 1)] for k in range(3))
    optimum, width = theta[3 * count], np.abs(theta[3 * count + 1]) + 0.2
    response = 1 / (1 + np.exp(-np.clip(slope * (dose - midpoint), -30, 30)))
    return height * response * np.exp(-(((acidity - optimum) / width) ** 2))
