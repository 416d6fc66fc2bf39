"""Days of child rows: more of them on some weekdays than on others, and now and then one soon after another."""
from __future__ import annotations

import numpy as np

# How often rows are those of a trade that rests on weekends; else of one that is busy then.
WORKING = 0.7
# Weight of a quiet day beside a busy one, and by how much single days differ.
QUIET_LOW = 0.3
QUIET_HIGH = 0.6
DAY_SPREAD = 0.15
# A row that follows soon comes fewer days than this after the one before.
SOON = 3


def drawn_week(rng: np.random.Generator) -> list[float]:
    """Weight of every weekday, Monday first."""
    quiet = rng.uniform(QUIET_LOW, QUIET_HIGH)
    work, rest = (1.0, quiet) if rng.random() < WORKING else (quiet, 1.0)
    week = np.array([work] * 5 + [rest] * 2) * rng.uniform(1 - DAY_SPREAD, 1 + DAY_SPREAD, 7)
    return week.round(3).tolist()


def days_between(rng: np.random.Generator, low: np.ndarray, high: np.ndarray, start: str, week: list[float]) -> np.ndarray:
    """Days after `start`, one from each low to below its high, by the weights of the weekdays."""
    return days_by(rng, low, high, np.array(week)[weekdays_after(start, np.arange(int(high.max())))])


def weekdays_after(start: str, day: np.ndarray) -> np.ndarray:
    """Weekdays of days after `start`, Monday 0 to Sunday 6."""
    # 1970-01-01 was a Thursday.
    return (np.datetime64(start, "D").astype(int) + 3 + day) % 7


def days_by(rng: np.random.Generator, low: np.ndarray, high: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Days from each low to below its high, by the weights of the days from 0 on."""
    passed = np.concatenate([[0.0], np.cumsum(weight)])
    place = passed[low] + rng.random(len(low)) * (passed[high] - passed[low])
    return np.clip(np.searchsorted(passed, place, side="right") - 1, low, high - 1)


def some_soon(
    rng: np.random.Generator, day: np.ndarray, run: np.ndarray, high: np.ndarray, share: float
) -> np.ndarray:
    """The days, of which a share comes soon after the day before in the same run, where that lies below its high."""
    soon = np.roll(day, 1) + rng.integers(0, SOON, len(day))
    is_soon = (rng.random(len(day)) < share) & (run == np.roll(run, 1)) & (soon < high)
    is_soon[:1] = False
    return np.where(is_soon, soon, day)
