"""Days of child rows: more of them on some weekdays than on others, some soon after another, or several on one visit."""
from __future__ import annotations

import numpy as np

from sandmle.parts.columns import weekdays_after

# How often rows are those of a trade that rests on weekends; else of one that is busy then.
WORKING = 0.7
# Weight of a quiet day beside a busy one, and by how much single days differ.
QUIET_LOW = 0.3
QUIET_HIGH = 0.6
DAY_SPREAD = 0.15
# A row that follows soon comes fewer days than this after the one before.
SOON = 3
NAMES_OF_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# A visit lies in so much of its part of the period: two of them in a row keep some distance.
MIDDLE_OF_PART = 0.6


def drawn_week(rng: np.random.Generator) -> list[float]:
    """Weight of every weekday, Monday first."""
    quiet = rng.uniform(QUIET_LOW, QUIET_HIGH)
    work, rest = (1.0, quiet) if rng.random() < WORKING else (quiet, 1.0)
    week = np.array([work] * 5 + [rest] * 2) * rng.uniform(1 - DAY_SPREAD, 1 + DAY_SPREAD, 7)
    return week.round(3).tolist()


def days_between(rng: np.random.Generator, low: np.ndarray, high: np.ndarray, start: str, week: list[float]) -> np.ndarray:
    """Days after `start`, one from each low to below its high, by the weights of the weekdays."""
    return days_by(rng, low, high, np.array(week)[weekdays_after(start, np.arange(int(high.max())))])


def days_by(rng: np.random.Generator, low: np.ndarray, high: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Days from each low to below its high, by the weights of the days from 0 on."""
    return days_at(rng.random(len(low)), low, high, weight)


def some_soon(
    rng: np.random.Generator, day: np.ndarray, run: np.ndarray, high: np.ndarray, share: float
) -> np.ndarray:
    """The days, of which a share comes soon after the day before in the same run, where that lies below its high."""
    soon = np.roll(day, 1) + rng.integers(0, SOON, len(day))
    is_soon = (rng.random(len(day)) < share) & (run == np.roll(run, 1)) & (soon < high)
    is_soon[:1] = False
    return np.where(is_soon, soon, day)


def open_days(never: list[str]) -> np.ndarray:
    """1 for weekdays, Monday first, on which there may be visits, 0 for those on which there never are any."""
    return np.array([0.0 if name in never else 1.0 for name in NAMES_OF_DAYS])


def visit_numbers(rng: np.random.Generator, run: np.ndarray, rows: float, least: int) -> np.ndarray:
    """Which visit of its run each row belongs to, from 0 on: visits have `rows` rows on average, and runs at least so many.

    `run` (n,) names runs of neighbouring rows, of which each has no fewer rows than `least`, 1 or 2.
    """
    is_first = np.r_[True, run[1:] != run[:-1]]
    begin = np.flatnonzero(is_first)
    length = np.diff(np.r_[begin, len(run)])
    starts = ~is_first & (rng.random(len(run)) < 1 / rows)
    if least > 1:
        # A run with a single visit is split somewhere.
        is_single = np.add.reduceat(starts, begin) == 0
        place = 1 + np.floor(rng.random(len(begin)) * (length - 1)).astype(int)
        starts[(begin + place)[is_single]] = True
    passed = np.cumsum(starts)
    return passed - np.repeat(passed[begin], length)


def visit_places(rng: np.random.Generator, number: np.ndarray, visits: np.ndarray, ends: int) -> np.ndarray:
    """Places of visits in the period of their run, 0 to 1: one in each of as many equal parts as there are visits.

    `number` (n,) is which one each is, `visits` (n,) how many its run has. The first and the last part are at most one
    of `ends` of the period.
    """
    chance = (1 - MIDDLE_OF_PART) / 2 + MIDDLE_OF_PART * rng.random(len(number))
    width = np.maximum(visits, ends)
    inside = np.where(number == visits - 1, 1 - (1 - chance) / width, (number + chance) / visits)
    return np.where(number == 0, chance / width, inside)


def days_at(place: np.ndarray, low: np.ndarray, high: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Days at places from each low (0) to its high (1), as busy days take up more; none of a weight of 0."""
    passed = np.concatenate([[0.0], np.cumsum(weight)])
    reached = passed[low] + place * (passed[high] - passed[low])
    return np.clip(np.searchsorted(passed, reached, side="right") - 1, low, high - 1)
