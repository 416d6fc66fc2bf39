"""A driver acts while a hidden state lasts, and hardly without it; a noisy signal reveals the state only
over time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from sandmle.direction import drawn_direction
from sandmle.history import drawn_span
from sandmle.mechanisms.join_recency import decimals_of
from sandmle.parts.columns import day_strings
from sandmle.parts.hidden_states import state_probability
from sandmle.parts.panel import (
    GAP_DAYS,
    day_numbers,
    in_time_order,
    open_days_after,
    panel_cells,
    site_flags,
    standard_units,
)

META = {
    "id": "series-hidden-state",
    "title": "A lasting hidden state seen through a noisy signal",
    "modality": "series",
    "tasks": ["regression", "binary", "ordinal"],
    "roles": [
        {"name": "date", "kind": "date", "table": "main", "positive": False, "levels": None},
        {"name": "site", "kind": "categorical", "table": "main", "positive": False, "levels": [2, 5]},
        {
            "name": "signal", "kind": "numeric", "table": "main", "positive": False, "levels": None,
            "meanings": [
                "temperature", "concentration", "share", "acidity", "frequency", "angle", "speed", "flow",
                "pressure", "force", "level", "power", "length", "mass", "duration",
            ],
        },
        {"name": "driver", "kind": "numeric", "table": "main", "positive": False, "levels": None},
    ],
    "knobs": [
        {
            "name": "blur",
            "levels": 4,
            "default": 1,
            "raiseOn": ["easy-default", "trivial", "saturated"],
            "lowerOn": ["unlearnable", "too-hard", "noisy"],
        },
    ],
    "hint": "Conditions at a site last for several days, and one reading shows them only dimly.",
    "hints": [
        "each {site} switches between two conditions that last for days; one {signal} gives only a blurred view "
        "of them, and they change how much the {driver} counts",
        "a single value of the {signal} is noisy, while the condition behind it changes slowly and decides how "
        "strongly the {driver} acts; levels also differ by {site}",
        "smooth the {signal} over several days for each {site} to see which phase it is in: the phase shifts the "
        "outcome and changes the slope of the {driver}",
        "part of what drives the outcome for each {site} is in no column, but the {signal} hints at it day after "
        "day, and the {driver} works differently while it lasts",
        "each {site} goes through phases that last for days; the {signal} shows them only faintly, and the same "
        "{driver} means more in one phase than in the other",
        "the {signal} jumps about more than the condition that it stands for, so average it over neighbouring "
        "days, cross the result with the {driver}, and allow for the level of each {site}",
        "the conditions of yesterday are mostly those of today, even where the {signal} jumps, and for each "
        "{site} they say how to read the {driver}",
        "a condition that is either on or off persists from day to day for each {site}; the {signal} hints at it,"
        " and it alters the effect of the {driver}",
        "filter the {signal} over time, one {site} after another, into a probability of one of two states; the "
        "{driver} has a different effect in each",
    ],
    "caused": True,
    "skills": ["smoothing", "hidden-states", "interactions", "panel-data"],
    "combinable": False,
    "keywords": ["sensor", "regime", "state", "machine", "signal", "daily", "wear", "monitor", "condition"],
}

OWNS = ("date", "site", "signal")
SAME_DAY = ("driver",)

# Noise of the signal, in units of the distance between the means of the two states.
BLURS = (0.65, 0.8, 1.0, 1.2)
SWITCH_RATE = 0.05
# After more days without a reading, what was before says little.
MOST_GAP = 10


def parameters(rng: np.random.Generator, columns: dict, knobs: dict, setting: dict) -> dict:
    """Levels of the signal in both states, slopes of the driver in both, of one sign, and offsets of the sites."""
    sites = [str(name) for name in columns["site"]["categories"]]
    low, high = float(columns["signal"]["low"]), float(columns["signal"]["high"])
    driver = setting["sample"][columns["driver"]["name"]]
    direction = drawn_direction(rng, setting, columns["driver"]["name"])
    # The state in which the signal is high acts as a high signal does, and strongly: one noisy reading does not show it.
    lift = drawn_direction(rng, setting, columns["signal"]["name"])
    return {
        "sites": sites,
        "start": str(columns["date"]["start"]),
        **drawn_span(rng, columns, setting),
        "levels": [round(low + 0.42 * (high - low), 6), round(low + 0.58 * (high - low), 6)],
        "reach": [low, high],
        "decimals": decimals_of(columns["signal"]),
        "blur": BLURS[knobs["blur"]],
        "slopes": [
            round(float(v), 3)
            for v in (direction * rng.uniform(0, 0.15), direction * rng.uniform(1.0, 1.3))
        ],
        "lift": round(float(lift * rng.uniform(1.3, 1.6)), 3),
        "offsets": [round(float(v), 3) for v in rng.normal(0, 0.25, len(sites))],
        "centre": round(float(driver.mean()), 4),
        "spread": round(float(driver.std()), 4),
    }


def places(rng: np.random.Generator, n: int, col: dict, p: dict, part: str) -> dict:
    """Dates and sites of a panel: some days of each site in training, all of them in the test, closed days apart."""
    often = p["often"] if part == "train" else [1.0] * len(p["sites"])
    first = 0 if part == "train" else p["train_days"] + GAP_DAYS
    count = int(np.ceil(n / sum(often))) + (part == "train")
    open_days = open_days_after(p["start"], first, count, p["never"])
    days, sites = panel_cells(rng, n, open_days, often)
    return {col["date"]: day_strings(p["start"], days), col["site"]: np.array(p["sites"], dtype=object)[sites]}


def rows(rng: np.random.Generator, n: int, col: dict, p: dict, part: str, d: pd.DataFrame) -> dict:
    """The state of a site switches at random from day to day, the signal follows it with noise."""
    days, count = day_numbers(d[col["date"]]), len(p["sites"])
    days = days - days.min()
    sites = d[col["site"]].map({name: number for number, name in enumerate(p["sites"])}).to_numpy(int)
    switches = rng.random((int(days.max()) + 1, count)) < SWITCH_RATE
    states = (np.cumsum(switches, axis=0) + rng.integers(0, 2, count)) % 2
    state = states[days, sites]
    low, high = p["levels"]
    signal = np.where(state == 1, high, low) + (high - low) * p["blur"] * rng.normal(0, 1, n)
    return {
        col["signal"]: np.round(np.clip(signal, *p["reach"]), p["decimals"]),
        "_state": state,
    }


def latent(d: pd.DataFrame, p: dict, col: dict) -> tuple[np.ndarray, np.ndarray]:
    """The driver with the slope of the present state, a lift in one state, an offset for each site."""
    site = d[col["site"]].map({name: number for number, name in enumerate(p["sites"])}).to_numpy(int)
    state = d["_state"].to_numpy(int)
    driver = (d[col["driver"]].to_numpy(float) - p["centre"]) / p["spread"]
    offset = np.array(p["offsets"])[site]
    score = np.array(p["slopes"])[state] * driver + p["lift"] * state + offset
    return score, np.column_stack([state, driver, state * driver, offset])


def describe(p: dict, col: dict) -> str:
    """The rule in prose."""
    return (
        f"{col['signal']} is around {p['levels'][0]:g} in state 0 and {p['levels'][1]:g} in state 1; "
        f"a site's state switches with probability {SWITCH_RATE} a day. {col['driver']} (standardised) has "
        f"slope {p['slopes'][0]} in state 0 and {p['slopes'][1]} in state 1; state 1 adds {p['lift']}; "
        f"sites add {p['offsets']}."
    )


def public_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """The driver, the signal and its moving means around each day, and their products."""
    known = sorted(train[col["site"]].astype(str).unique())
    return tuple(smoothed_table(frame, train, col, known) for frame in (train, test))


def smoothed_table(frame: pd.DataFrame, train: pd.DataFrame, col: dict, known: list[str]) -> np.ndarray:
    """Centred moving means of the signal over 5, 9 and 15 days within a site, and each times the driver."""
    signal = standard_units(frame[col["signal"]], train[col["signal"]])
    driver = standard_units(frame[col["driver"]], train[col["driver"]])
    means = [signal]
    for width in (5, 9, 15):
        smooth = np.zeros(len(frame))
        for places in in_time_order(frame, col["date"], col["site"], MOST_GAP):
            window = pd.Series(signal[places]).rolling(width, center=True, min_periods=1)
            smooth[places] = window.mean().to_numpy()
        means.append(smooth)
    levels = np.column_stack(means)
    return np.column_stack([site_flags(frame, col["site"], known), driver, levels, levels * driver[:, None]])


def rule_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Probability of the state from all signals of a site, the driver by state, the sites."""
    known = sorted(train[col["site"]].astype(str).unique())
    both = pd.concat([train, test], ignore_index=True)
    signal = standard_units(both[col["signal"]], train[col["signal"]])
    driver = standard_units(both[col["driver"]], train[col["driver"]])
    part = np.where(np.arange(len(both)) < len(train), "a", "b")
    runs = in_time_order(both.assign(run=both[col["site"]].astype(str) + part), col["date"], "run", MOST_GAP)
    likely = state_probability(signal, runs)
    table = np.column_stack([site_flags(both, col["site"], known), likely, driver, likely * driver])
    return table[: len(train)], table[len(train) :]
