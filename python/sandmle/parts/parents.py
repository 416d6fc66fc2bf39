"""Habits of the parents of child rows: how many these are, on which weekdays, of which kinds, and how alike."""
from __future__ import annotations

import numpy as np
import pandas as pd

from sandmle.parts.columns import weekdays_after
from sandmle.parts.events import days_at, open_days, visit_numbers, visit_places

# How evenly a parent's rows fall on its weekdays and on its kinds: the lower, the more has each its favourites.
WEEKDAY_EVENNESS = 1.5
KIND_EVENNESS = 1.2
# How much the spread of amounts differs between parents, as a standard deviation of its logarithm.
SPREAD_OF_SPREADS = 0.35
# Share of the variance of a further column that all rows of a parent have in common.
OF_PARENT = 0.45
# How much of a state, such as a mass, is the level of its parent, and how much its own: the next row is near this one.
STATE_OF_PARENT = 0.9
STATE_OF_ROW = 0.35
# Days that a memory is told for, and how far rows of one day lie apart.
WEEK = 7.0
WITHIN_A_DAY = 0.5
# How far the last row of a parent is from its level, in standard deviations of what is the rows' own.
AT_THE_END = 0.4
# How often every other row may move to another day nearby, and how far.
SWEEPS = 14
# The same of visits that still come on a day off.
SWEEPS_OFF_DAYS = 600
# After so many of them all visits of one parent move, as they may hold each other where they are.
SWEEPS_TO_A_MOVE = 10
FAR = 3


def counts_by_habit(rng: np.random.Generator, n: int, least: int, mean: float, evenness: float) -> np.ndarray:
    """How many rows each parent has beyond the least, `mean` on average: many have few and few have many."""
    return least + rng.poisson(mean * rng.standard_gamma(evenness, n) / evenness)


def other_kinds(
    rng: np.random.Generator, row: np.ndarray, kinds: np.ndarray, habits: dict | None, d: pd.DataFrame
) -> np.ndarray:
    """A kind for every row, given the place of its parent in `d`: each as likely, or with habits as each parent prefers
    them, which may lean on a category of it."""
    if habits is None:
        return kinds[rng.integers(0, len(kinds), len(row))]
    usual = KIND_EVENNESS * np.array([habits["usual"][kind] for kind in kinds])
    if "lean" in habits:
        levels = habits["lean"]["levels"]
        usual = usual * np.array([[levels[level][kind] for kind in kinds] for level in d[habits["lean"]["column"]]])
    liking = rng.standard_gamma(usual, (int(row.max()) + 1, len(kinds))) + 1e-9
    edges = np.cumsum(liking / liking.sum(axis=1, keepdims=True), axis=1)[:, :-1]
    return kinds[(edges[row] < rng.random(len(row))[:, None]).sum(axis=1)]


def spread_by_habit(rng: np.random.Generator, row: np.ndarray, habits: dict | None) -> np.ndarray | float:
    """How widely the amounts of each row's parent scatter, 1 on average."""
    if habits is None:
        return 1.0
    return np.exp(SPREAD_OF_SPREADS * rng.standard_normal(int(row.max()) + 1))[row]


def along_time(own: np.ndarray, row: np.ndarray, day: np.ndarray, memory: float) -> np.ndarray:
    """Draws of rows as paths over the days of each parent: a row keeps a share of the next one, so much of it as is left
    in a week and more the closer they are, and the last is small."""
    order = np.lexsort((day, row))
    path, parent, when = own[order].astype(float), row[order], day[order]
    for at in range(len(path) - 1, -1, -1):
        if at + 1 == len(path) or parent[at + 1] != parent[at]:
            path[at] *= AT_THE_END
            continue
        kept = memory ** ((when[at + 1] - when[at] + WITHIN_A_DAY) / WEEK)
        path[at] = kept * path[at + 1] + np.sqrt(1 - kept**2) * path[at]
    made = np.empty(len(path))
    made[order] = path
    return made


def weeks_by_habit(rng: np.random.Generator, n: int, week: list[float] | None) -> np.ndarray:
    """(n, 7) weights of the weekdays for every parent: those of the trade, and favourites of its own; all 1 without a week."""
    if week is None:
        return np.ones((n, 7))
    return np.array(week) * rng.standard_gamma(WEEKDAY_EVENNESS, (n, 7)) + 1e-9


def on_weekdays(
    rng: np.random.Generator, row: np.ndarray, day: np.ndarray, low: np.ndarray, high: np.ndarray, habits: dict
) -> np.ndarray:
    """Days moved by up to three to a weekday of their parent, where that lies from the low to below the high."""
    weeks = weeks_by_habit(rng, int(row.max()) + 1, habits["week"])
    edges = np.cumsum(weeks / weeks.sum(axis=1, keepdims=True), axis=1)[:, :-1]
    wish = (edges[row] < rng.random(len(row))[:, None]).sum(axis=1)
    moved = day + (wish - weekdays_after(habits["start"], day) + 3) % 7 - 3
    return np.where((low <= moved) & (moved < high), moved, day)


def between_gaps(
    rng: np.random.Generator,
    row: np.ndarray,
    day: np.ndarray,
    gap: int,
    days: int,
    habits: dict,
    visits: dict | None = None,
) -> np.ndarray:
    """Days in order of time within each parent, moved a little to its weekdays and to the busy time of the year.

    Rows stay in order, and two of them that follow within `gap` days, or do not, still do or do not. Days of `visits`
    stay apart, and leave weekdays on which there never are any.
    """
    weeks = weeks_by_habit(rng, int(row.max()) + 1, habits["week"])
    weeks, apart = (weeks, 0) if visits is None else (weeks * open_days(visits["never"]), 1)
    weights = {"weeks": weeks, "busy": busy_days(days, habits), "start": habits["start"]}
    limits = (gap, apart, days)
    for sweep in range(SWEEPS):
        day = moved_nearby(rng, row, day, limits, weights, sweep)
    for sweep in range(SWEEPS_OFF_DAYS if apart else 0):
        waiting = np.isin(row, row[weights_on(row, day, weights) == 0])
        if not waiting.any():
            break
        of, on = row[waiting], day[waiting]
        on = moved_together(rng, of, on, days) if sweep % SWEEPS_TO_A_MOVE == 0 else on
        day[waiting] = moved_nearby(rng, of, on, limits, weights, sweep)
    return day


def moved_together(rng: np.random.Generator, row: np.ndarray, day: np.ndarray, days: int) -> np.ndarray:
    """Days in order of time within each parent, all of whose days move alike, where they have room."""
    begin = np.flatnonzero(np.r_[True, row[1:] != row[:-1]])
    length = np.diff(np.r_[begin, len(row)])
    step = rng.integers(-FAR, FAR + 1, len(begin))
    has_room = (day[begin] + step >= 0) & (day[begin + length - 1] + step < days)
    return day + np.repeat(np.where(has_room, step, 0), length)


def moved_nearby(
    rng: np.random.Generator, row: np.ndarray, day: np.ndarray, limits: tuple[int, int, int], weights: dict, sweep: int
) -> np.ndarray:
    """Days in order of time within each parent, every other one of which may have moved to a day nearby, by their weights.

    `limits`: within how many days two of them follow closely, how far they lie apart at least, and how many days there are.
    """
    gap, apart, days = limits
    is_first = np.r_[True, row[1:] != row[:-1]]
    is_last = np.r_[is_first[1:], True]
    moved = np.clip(day + rng.integers(-FAR, FAR + 1, len(day)), 0, days - 1)
    before, after = np.roll(day, 1), np.roll(day, -1)
    stays = is_first | ((moved >= before + apart) & ((moved - before <= gap) == (day - before <= gap)))
    stays &= is_last | ((after >= moved + apart) & ((after - moved <= gap) == (after - day <= gap)))
    # Of two neighbours only one moves at a time.
    turn = np.arange(len(day)) % 2 == sweep % 2
    is_liked = rng.random(len(day)) * weights_on(row, day, weights) < weights_on(row, moved, weights)
    return np.where(turn & stays & is_liked, moved, day)


def weights_on(row: np.ndarray, day: np.ndarray, weights: dict) -> np.ndarray:
    """How much each row's parent likes a day: by its weekday, and by how busy that time of the year is."""
    return weights["weeks"][row, weekdays_after(weights["start"], day)] * weights["busy"][day]


def days_of_visits(
    rng: np.random.Generator, row: np.ndarray, run: np.ndarray, low: np.ndarray, high: np.ndarray, p: dict, ends: int = 1
) -> np.ndarray:
    """Days of rows that come several on one visit, which lie apart in the period of their run, from its low to its high.

    `run` (n,) names runs of neighbouring rows of one parent. With more than one of `ends` each run has two visits at
    least, the first and the last of them in the first and the last of so many parts.
    """
    visits, habits = p["visits"], p.get("habits")
    weekday = weekdays_after(p["start"], np.arange(p["days"]))
    weight = busy_days(p["days"], habits) if habits else np.array(p["week"])[weekday]
    number = visit_numbers(rng, run, visits["rows"], min(ends, 2))
    is_new = np.r_[True, (run[1:] != run[:-1]) | (number[1:] != number[:-1])]
    first = np.flatnonzero(is_new)[np.cumsum(is_new) - 1]
    last = np.flatnonzero(np.r_[run[1:] != run[:-1], True])
    count = np.repeat(number[last] + 1, np.diff(np.r_[-1, last]))
    place = visit_places(rng, number, count, ends)
    day = days_at(place, low, high, weight * open_days(visits["never"])[weekday])
    if habits and habits["week"]:
        day = on_weekdays(rng, row, day, low, high, habits)
    return day[first]


def busy_days(days: int, habits: dict) -> np.ndarray:
    """How busy each day from the start on is, 1 on average over a year."""
    wave = np.cos(2 * np.pi * (np.arange(days) - habits["peak"]) / 365)
    return 1 + habits["swing"] * wave


def of_parents(rng: np.random.Generator, row: np.ndarray, shared: np.ndarray, memory: float | None) -> np.ndarray:
    """Standard normal draws of rows in order of time that partly are those `shared` by each parent's; with a memory, a path."""
    own = rng.standard_normal(len(row))
    if memory is not None:
        return STATE_OF_PARENT * shared[row] + STATE_OF_ROW * along_time(own, row, WEEK * np.arange(len(row)), memory)
    return np.sqrt(OF_PARENT) * shared[row] + np.sqrt(1 - OF_PARENT) * own
