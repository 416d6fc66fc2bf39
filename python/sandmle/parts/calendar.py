"""What kind of day a date is: its weekday in the profile of a week, and whether it lies in a special part of the month."""
from __future__ import annotations

import numpy as np
import pandas as pd

from sandmle.parts.panel import days_to_month_end, times_each, weekday_of


# Working days that may be unlike the others: those beside the weekend, and one in the middle.
LIKELY_ODD = (0, 2, 4)


def in_month_window(dates: pd.Series, window: dict) -> np.ndarray:
    """Whether each day is one of the last days of a month, of its first days, or of those from one in its middle on."""
    day = pd.to_datetime(dates).dt.day.to_numpy()
    middle = window.get("middle", 99)
    is_middle = (middle <= day) & (day < middle + window.get("length", 0))
    return (days_to_month_end(dates) < window.get("last", 0)) | (day <= window.get("first", 0)) | is_middle


def window_told(window: dict) -> str:
    """The special part of a month in words."""
    parts = [f"{'last' if end == 'last' else 'first'} {window[end]} days of a month" for end in ("last", "first") if window.get(end)]
    if "middle" in window:
        parts.append(f"days {window['middle']} to {window['middle'] + window['length'] - 1} of a month")
    return " and ".join(parts)


def likely_windows() -> list[dict]:
    """Parts of a month that people look at: its end, the turn to the next one, pay days in its middle."""
    turns = [{"last": last, "first": first} for last in (2, 3, 4, 5) for first in (0, 1, 2)]
    return turns + [{"middle": day, "length": length} for day in (10, 15, 20, 25) for length in (2, 3, 4)]


def error_of(design: np.ndarray, outcome: np.ndarray) -> float:
    """Squared error of a linear fit."""
    return float(np.square(outcome - design @ np.linalg.lstsq(design, outcome, rcond=None)[0]).sum())


def best_calendar(dates: pd.Series, flags: np.ndarray, beside: np.ndarray, outcome: np.ndarray) -> tuple[dict, list[int]]:
    """The part of a month, and for every site the weekday that is not like the others, which explain an outcome best.

    `flags` (n, sites) tell the sites and `beside` (n, columns) is known anyway.
    """
    weekday = weekday_of(dates)
    weekend = (weekday >= 5).astype(float)[:, None]
    plain = np.column_stack([flags, beside, times_each(flags, weekend)])
    with_window = lambda window: np.column_stack([plain, in_month_window(dates, window)])
    window = min(likely_windows(), key=lambda one: error_of(with_window(one), outcome))
    known, odd = with_window(window), []
    for own in flags.T:
        with_day = lambda day: np.column_stack([known, own * (weekday == day)])
        odd.append(min(LIKELY_ODD, key=lambda day: error_of(with_day(day), outcome)))
        known = with_day(odd[-1])
    return window, odd


def calendar_flags(dates: pd.Series, flags: np.ndarray, window: dict, odd: list[int]) -> np.ndarray:
    """For every site its weekend and its odd weekday, for all of them the special part of a month: (n, 2 * sites + 1)."""
    weekday = weekday_of(dates)[:, None]
    # A month has few such days, which act alike everywhere: the training rows of one site hardly show them.
    return np.column_stack([flags * (weekday >= 5), flags * (weekday == np.array(odd)), in_month_window(dates, window)])
