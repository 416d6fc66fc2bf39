"""What was done on earlier days still works: a driver's effect fades slowly, at another pace and strength at
every site."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from sandmle.direction import drawn_direction, drawn_strengths
from sandmle.history import drawn_span
from sandmle.parts.columns import day_strings
from sandmle.parts.panel import (
    GAP_DAYS,
    day_numbers,
    in_time_order,
    open_days_after,
    panel_cells,
    site_flags,
    standard_units,
    times_each,
)

META = {
    "id": "series-carry-over",
    "title": "Effects that carry over to later days",
    "modality": "series",
    "tasks": ["regression", "binary", "ordinal"],
    "roles": [
        {"name": "date", "kind": "date", "table": "main", "positive": False, "levels": None},
        {"name": "site", "kind": "categorical", "table": "main", "positive": False, "levels": [2, 5]},
        {"name": "driver", "kind": "numeric", "table": "main", "positive": False, "levels": None},
        {"name": "brake", "kind": "numeric", "table": "main", "positive": False, "levels": None},
    ],
    "knobs": [
        {
            "name": "memory",
            "levels": 4,
            "default": 1,
            "raiseOn": ["easy-default", "trivial"],
            "lowerOn": ["unlearnable", "too-hard", "noisy"],
        },
    ],
    "hint": "Today's outcome is not only made today.",
    "hints": [
        "what happens today for one {site} partly comes from the {driver} on the days before, fading at a pace of"
        " its own, while the {brake} acts on the same day",
        "the {driver} builds up and wears off over days, longer for one {site} than for another, and the {brake} "
        "counts for the day itself",
        "a running sum of the {driver} that forgets a share of itself each day, kept for each {site}, belongs "
        "beside the {brake} of today",
        "the effect of the {driver} does not end at midnight: smooth it over past days, one {site} at a time, and"
        " add the {brake} of the same day",
        "a row makes more sense beside the rows of the days before, with their {driver}, for the same {site}, and"
        " with the {brake} of its own day",
        "the {driver} matters to each {site} for longer than one day, with a memory and a strength that differ, "
        "and the {brake} shifts the outcome at once",
        "lagged or exponentially smoothed values of the {driver}, by {site}, add to what the {driver} and the "
        "{brake} of today say",
        "recent values of the {driver} are still felt and older ones less so; how fast they fade depends on the "
        "{site}, and the {brake} works without delay",
        "the effect of a high {driver} lasts into the following days, longer for one {site} than for another, "
        "whatever the {brake} of the day adds or takes away",
    ],
    "caused": True,
    "skills": ["lag-features", "smoothing", "interactions", "panel-data"],
    "combinable": False,
    "keywords": [
        "date",
        "daily",
        "lag",
        "advertising",
        "dose",
        "promotion",
        "decay",
        "exposure",
        "forecast",
        "series",
    ],
}

OWNS = ("date", "site")
SAME_DAY = ("brake",)
OVER_DAYS = ("driver",)

# Share of yesterday's effect that is left today, at the site that forgets fastest and slowest.
MEMORIES = ((0.4, 0.6), (0.55, 0.75), (0.65, 0.85), (0.75, 0.9))
DECAYS = (0.3, 0.45, 0.6, 0.7, 0.8, 0.9)
LAGS = 6


def parameters(rng: np.random.Generator, columns: dict, knobs: dict, setting: dict) -> dict:
    """Memory of each site, strength of the carried effect there, and the slope of the brake."""
    sites = [str(name) for name in columns["site"]["categories"]]
    count = len(sites)
    sample = setting["sample"]
    driver, brake = (sample[columns[name]["name"]] for name in ("driver", "brake"))
    driver_way, brake_way = (drawn_direction(rng, setting, columns[name]["name"]) for name in ("driver", "brake"))
    strengths = drawn_strengths(rng, sites)
    return {
        "sites": sites,
        "start": str(columns["date"]["start"]),
        **drawn_span(rng, columns, setting),
        "memory": [
            round(float(v), 3) for v in rng.permutation(np.linspace(*MEMORIES[knobs["memory"]], count))
        ],
        "strengths": [driver_way * strengths[site] for site in sites],
        "brake": round(float(brake_way * rng.uniform(0.25, 0.4)), 3),
        "centre": [round(float(driver.mean()), 4), round(float(brake.mean()), 4)],
        "spread": [round(float(driver.std()), 4), round(float(brake.std()), 4)],
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
    """The carried effect of the driver, which starts from nothing on the first day; days without a row add nothing."""
    driver = (d[col["driver"]].to_numpy(float) - p["centre"][0]) / p["spread"][0]
    carried, day = np.zeros(n), day_numbers(d[col["date"]])
    for site, memory in zip(p["sites"], p["memory"]):
        own = np.flatnonzero(d[col["site"]] == site)
        carried[own] = carried_effect(driver[own], day[own], memory)
    return {"_carried": carried}


def carried_effect(driver: np.ndarray, day: np.ndarray, memory: float) -> np.ndarray:
    """Sum of a run of values that fades with every day, scaled to the variance of a single value.

    `day` (n,) are the days of the values, in order.
    """
    effect, level = np.zeros(len(driver)), 0.0
    kept = memory ** np.diff(day, prepend=day[:1])
    for place, value in enumerate(driver):
        level = kept[place] * level + value
        effect[place] = level
    return effect * np.sqrt(1 - memory**2)


def latent(d: pd.DataFrame, p: dict, col: dict) -> tuple[np.ndarray, np.ndarray]:
    """The carried effect as strong as at the site, and the brake."""
    site = d[col["site"]].map({name: number for number, name in enumerate(p["sites"])}).to_numpy(int)
    carried = np.array(p["strengths"])[site] * d["_carried"].to_numpy(float)
    brake = p["brake"] * (d[col["brake"]].to_numpy(float) - p["centre"][1]) / p["spread"][1]
    return carried + brake, np.column_stack([carried, brake])


def describe(p: dict, col: dict) -> str:
    """The rule in prose."""
    by_site = ", ".join(
        f"{s}: {size:+g} with memory {m}" for s, size, m in zip(p["sites"], p["strengths"], p["memory"])
    )
    return (
        f"{col['driver']} (standardised) acts through a sum in which each day keeps a share of the day "
        f"before ({by_site}); a day without a row adds nothing, and the sum fades over it all the same; it starts from "
        f"nothing on the first day of a file. {col['brake']} "
        f"(standardised) has slope {p['brake']} on the same day."
    )


def public_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Driver today, on the five days before and as moving means, for every site; the brake."""
    known = sorted(train[col["site"]].astype(str).unique())
    return tuple(lag_table(frame, train, col, known) for frame in (train, test))


def lag_table(frame: pd.DataFrame, train: pd.DataFrame, col: dict, known: list[str]) -> np.ndarray:
    """Lags and moving means of the driver within a site, each by site."""
    driver = standard_units(frame[col["driver"]], train[col["driver"]])
    columns = np.zeros((len(frame), LAGS + 2))
    for places in in_time_order(frame, col["date"], col["site"]):
        run = pd.Series(driver[places])
        lagged = [run.shift(lag).fillna(0.0) for lag in range(LAGS)]
        means = [run.rolling(width, min_periods=1).mean() for width in (4, 8)]
        columns[places] = np.column_stack([*lagged, *means])
    flags = site_flags(frame, col["site"], known)
    brake = standard_units(frame[col["brake"]], train[col["brake"]])
    return np.column_stack([flags, columns, times_each(flags, columns), brake])


def rule_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """The carried driver at the memory that fits the training rows of all sites best, and again by site; the brake.

    One memory for all: sites differ little in it, and a few dozen rows of one cannot tell it.
    """
    known = sorted(train[col["site"]].astype(str).unique())
    tables = [[fading_driver(frame, train, col, decay) for decay in DECAYS] for frame in (train, test)]
    flags = [site_flags(frame, col["site"], known) for frame in (train, test)]
    rest = y - y.mean()
    best = int(np.argmax([explained_by_site(column, rest, flags[0]) for column in tables[0]]))
    blocks = []
    for own, columns, frame in zip(flags, tables, (train, test)):
        carried = columns[best]
        brake = standard_units(frame[col["brake"]], train[col["brake"]])
        blocks.append(np.column_stack([own, carried, own * carried[:, None], brake]))
    return blocks[0], blocks[1]


def explained_by_site(column: np.ndarray, rest: np.ndarray, flags: np.ndarray) -> float:
    """How much of the outcome a column explains by a line at each site, in rows."""
    told = 0.0
    for member in flags.T == 1:
        told += member.sum() * float(np.nan_to_num(np.corrcoef(column[member], rest[member])[0, 1])) ** 2
    return told


def fading_driver(frame: pd.DataFrame, train: pd.DataFrame, col: dict, decay: float) -> np.ndarray:
    """Exponentially fading sum of the standardised driver along the days of each site of one file."""
    driver = standard_units(frame[col["driver"]], train[col["driver"]])
    carried, day = np.zeros(len(frame)), day_numbers(frame[col["date"]])
    for places in in_time_order(frame, col["date"], col["site"]):
        carried[places] = carried_effect(driver[places], day[places], decay)
    return carried
