"""A panel of sites and days: a weekly rhythm of its own at every site, a part of the month, busy weekends."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from sandmle.direction import drawn_direction, told_side
from sandmle.history import days_off, drawn_frequencies
from sandmle.parts.calendar import LIKELY_ODD, best_calendar, calendar_flags, error_of, in_month_window, window_told
from sandmle.parts.columns import day_strings
from sandmle.parts.features import outcome_matrix
from sandmle.parts.panel import (
    days_to_month_end,
    open_days_after,
    panel_cells,
    site_flags,
    standard_units,
    times_each,
    weekday_of,
)
from sandmle.weeks import drawn_profiles, drawn_window

META = {
    "id": "series-panel-calendar",
    "title": "Calendar effects that differ by site",
    "modality": "series",
    "tasks": ["regression", "binary", "ordinal"],
    "roles": [
        {"name": "date", "kind": "date", "table": "main", "positive": False, "levels": None, "meanings": ["week"]},
        {"name": "site", "kind": "categorical", "table": "main", "positive": False, "levels": [2, 5]},
        {"name": "driver", "kind": "numeric", "table": "main", "positive": False, "levels": None},
    ],
    "knobs": [
        {
            "name": "contrast",
            "levels": 4,
            "default": 2,
            "raiseOn": ["easy-default", "trivial"],
            "lowerOn": ["unlearnable", "too-hard", "noisy"],
        },
    ],
    "hint": "The calendar matters, and not in the same way everywhere.",
    "hints": [
        "each {site} has a weekly pattern of its own, days of the month may differ as well, and the {driver} has "
        "another slope at weekends than on other days",
        "{entities} follow the calendar, with a profile of weekdays for each {site}, and the {driver} does not "
        "count on a weekend as it does during the week",
        "what the {date} says is which day of the week and of the month it is, to be crossed with the {site}; the"
        " {driver} should be crossed with weekends",
        "what kind of day it is matters for {entities}, and each {site} responds differently; how much the "
        "{driver} matters changes at the weekend",
        "the days of the week and of the month are not all the same for {entities}, the pattern differs by "
        "{site}, and the {driver} weighs differently on weekends",
        "a weekly pattern that holds for one {site} need not hold for another, so fit it for each, and let the "
        "{driver} interact with weekends",
        "calendar patterns in {entities} show up once each {site} is looked at separately, day of the week by day"
        " of the week, and so does what weekends do to the {driver}",
        "for each {site}, ordinary and special days should be told apart, and for the {driver} it is weekends and"
        " working days",
        "weekdays and days of the month matter for {entities}, not equally for every {site}, and a step in the "
        "{driver} is not worth the same on a weekend",
    ],
    "caused": True,
    "skills": ["date-features", "interactions", "extrapolation"],
    "combinable": False,
    "keywords": [
        "date",
        "daily",
        "sales",
        "demand",
        "store",
        "forecast",
        "calendar",
        "weekday",
        "holiday",
        "visits",
    ],
}

OWNS = ("date", "site")
SAME_DAY = ("driver",)
# No day has to do with the one before: training days may be few out of a long past.
SCATTERS = True

# Share of the score that the driver's plain effect keeps: the rest needs the calendar.
PLAIN_SLOPES = (0.6, 0.4, 0.25, 0.1)
TRAIN_FILL = 0.35
TEST_FILL = 0.95
WINDOW = 4
# A wave resembles a week whose special days lie next to each other: it has to leave so much less than that does.
CLEARLY = 0.92
# Days of a month around which people may be paid.
MIDDLES = (11, 16, 21, 26)


def parameters(rng: np.random.Generator, columns: dict, knobs: dict, setting: dict) -> dict:
    """The week and what a part of the month does for every site, slopes of the driver.

    Weeks differ by site, as some sites live on working days and others on weekends; the driver acts one way, more
    strongly on weekends. Where nobody said which rhythms the world has, a week is a wave, and the month has an end.
    """
    sites = [str(name) for name in columns["site"]["categories"]]
    count = len(sites)
    peaks = [(int(rng.integers(7)) + 2 * number) % 7 for number in range(count)]
    driver = setting["sample"][columns["driver"]["name"]]
    # One direction for all sites: the last days of a month are few in the training rows of each.
    month_end = 1.4 * (told_side(setting, "date") or float(rng.choice([1, -1])))
    never = days_off(columns["date"])
    driver_way = drawn_direction(rng, setting, columns["driver"]["name"])
    rhythms, own = setting["rhythms"], {"window": {"last": WINDOW}}
    if rhythms is not None:
        own = {"profiles": drawn_profiles(rng, count, never), "window": drawn_window(rng, rhythms)}
    return {
        "sites": sites,
        "start": str(columns["date"]["start"]),
        "train_days": max(setting["past"], int(np.ceil(setting["rows"]["train"] / count / TRAIN_FILL * 7 / (7 - len(never))))),
        "never": never,
        "often": drawn_frequencies(rng, count),
        **own,
        "peaks": peaks,
        "heights": [round(float(height), 3) for height in rng.uniform(0.8, 1.2, count)],
        "month_end": [round(month_end * float(share), 3) for share in rng.uniform(0.8, 1.2, count)],
        "plain_slope": driver_way * PLAIN_SLOPES[knobs["contrast"]],
        "weekend_slope": round(float(driver_way * rng.uniform(0.8, 1.1)), 3),
        "centre": round(float(driver.mean()), 4),
        "spread": round(float(driver.std()), 4),
    }


def places(rng: np.random.Generator, n: int, col: dict, p: dict, part: str) -> dict:
    """Dates and sites: a sparse window of training days, then a dense window of later days."""
    if part == "train":
        open_days, often = open_days_after(p["start"], 0, p["train_days"], p["never"]), p["often"]
        open_days = open_days[open_days < p["train_days"]]
    else:
        count, often = int(np.ceil(n / len(p["sites"]) / TEST_FILL)), [1.0] * len(p["sites"])
        open_days = open_days_after(p["start"], p["train_days"], count, p["never"])
    days, sites = panel_cells(rng, n, open_days, often)
    return {
        col["date"]: day_strings(p["start"], days),
        col["site"]: np.array(p["sites"], dtype=object)[sites],
    }


def latent(d: pd.DataFrame, p: dict, col: dict) -> tuple[np.ndarray, np.ndarray]:
    """The week and a part of the month by site, and the driver's slope, which is another one on weekends."""
    site = d[col["site"]].map({name: number for number, name in enumerate(p["sites"])}).to_numpy(int)
    weekday = weekday_of(d[col["date"]])
    if "profiles" in p:
        rhythm = np.array(p["profiles"])[site, weekday]
    else:
        rhythm = np.array(p["heights"])[site] * np.cos(2 * np.pi * (weekday - np.array(p["peaks"])[site]) / 7)
    driver = (d[col["driver"]].to_numpy(float) - p["centre"]) / p["spread"]
    busy = np.where(weekday >= 5, p["weekend_slope"], p["plain_slope"]) * driver
    if p["window"] is None:
        return rhythm + busy, np.column_stack([rhythm, busy])
    special = np.where(in_month_window(d[col["date"]], p["window"]), np.array(p["month_end"])[site], 0.0)
    return rhythm + special + busy, np.column_stack([rhythm, special, busy])


def describe(p: dict, col: dict) -> str:
    """The rule in prose."""
    closed = {5, 6} <= set(p["never"])
    slopes = p["plain_slope"] if closed else f"{p['weekend_slope']} on weekends, {p['plain_slope']} otherwise"
    sites = "; ".join(site_told(p, place) for place in range(len(p["sites"])))
    return f"{sites}. {col['driver']} (standardised) has slope {slopes}."


def site_told(p: dict, place: int) -> str:
    """The calendar of one site in prose."""
    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    if "profiles" in p:
        levels = [(name, level) for day, (name, level) in enumerate(zip(names, p["profiles"][place])) if day not in p["never"]]
        week = ", ".join(f"{name} {level:+}" for name, level in levels)
    else:
        week = f"weekly wave of {p['heights'][place]} with peak on {names[p['peaks'][place]]}"
    month = f", {window_told(p['window'])} {p['month_end'][place]:+}" if p["window"] else ""
    return f"{p['sites'][place]}: {week}{month}"


def public_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Weekdays and parts of a month, the days that often stand out by site, and the driver alone and on weekends."""
    known = sorted(train[col["site"]].astype(str).unique())
    return tuple(calendar_table(frame, train, col, known) for frame in (train, test))


def calendar_table(frame: pd.DataFrame, train: pd.DataFrame, col: dict, known: list[str]) -> np.ndarray:
    """Weekday flags, parts of a month and driver, with a copy of weekends and the days beside or between them for every site."""
    dates = frame[col["date"]]
    weekday, left, day = weekday_of(dates), days_to_month_end(dates), pd.to_datetime(dates).dt.day.to_numpy()
    weekend = (weekday >= 5).astype(float)
    special = np.column_stack([weekend, weekday[:, None] == np.array(LIKELY_ODD)]).astype(float)
    # The end of a month, its beginning, and the days around which people are paid in its middle.
    parts = np.column_stack([left < 3, left < 5, day < 3, *(np.abs(day - middle) < 3 for middle in MIDDLES)]).astype(float)
    flags = site_flags(frame, col["site"], known)
    driver = standard_units(frame[col["driver"]], train[col["driver"]])
    named = (weekday[:, None] == np.arange(7)).astype(float)
    return np.column_stack([flags, named, parts, times_each(flags, special), left, driver, driver * weekend])


def rule_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """The week and a part of the month by site, as they explain the target best, the driver on weekends and other days.

    A week is weekends and one odd day, or a smooth wave where that fits clearly better.
    """
    known = sorted(train[col["site"]].astype(str).unique())
    outcome = outcome_matrix(y, task)
    waves = [rhythm_table(frame, train, col, known) for frame in (train, test)]
    sides = [driver_sides(frame, train, col) for frame in (train, test)]
    flags = [site_flags(frame, col["site"], known) for frame in (train, test)]
    window, odd = best_calendar(train[col["date"]], flags[0], sides[0], outcome)
    weeks = [
        np.column_stack([own, calendar_flags(frame[col["date"]], own, window, odd), side])
        for frame, own, side in zip((train, test), flags, sides)
    ]
    is_wave = error_of(np.column_stack([flags[0], waves[0]]), outcome) < CLEARLY * error_of(weeks[0], outcome)
    return tuple(waves if is_wave else weeks)


def rhythm_table(frame: pd.DataFrame, train: pd.DataFrame, col: dict, known: list[str]) -> np.ndarray:
    """One wave a week as cosine and sine, and the last four days of a month, for every site."""
    weekday = weekday_of(frame[col["date"]])
    turn = 2 * np.pi * weekday / 7
    last_days = (days_to_month_end(frame[col["date"]]) < 4).astype(float)
    flags = site_flags(frame, col["site"], known)
    by_site = times_each(flags, np.column_stack([np.cos(turn), np.sin(turn), last_days]))
    return np.column_stack([by_site, driver_sides(frame, train, col)])


def driver_sides(frame: pd.DataFrame, train: pd.DataFrame, col: dict) -> np.ndarray:
    """The driver on weekends, and on other days: (n, 2)."""
    driver = standard_units(frame[col["driver"]], train[col["driver"]])
    weekend = (weekday_of(frame[col["date"]]) >= 5).astype(float)
    return np.column_stack([driver * weekend, driver * (1 - weekend)])
