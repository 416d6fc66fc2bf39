"""Dated panels, one row a site and day: laying out the days, and reading a panel in order of time."""

from __future__ import annotations

import numpy as np
import pandas as pd

# Days between the last training date and the first test date of a panel with a memory.
GAP_DAYS = 14


def panel_days(
    rng: np.random.Generator, n: int, sites: int, first_day: int, share: float
) -> tuple[np.ndarray, np.ndarray]:
    """Day number and site number of n distinct cells of a panel, of which about `share` of the cells are
    used.

    The days run from `first_day`; with share 1 the panel has no holes, except at its last day.
    """
    days = int(np.ceil(n / sites / share))
    cells = np.arange(n) if share >= 1 else np.sort(rng.choice(days * sites, n, replace=False))
    return first_day + cells // sites, cells % sites


def moved_dates(d: pd.DataFrame, part: str, history: dict) -> np.ndarray:
    """The dates of one part, moved on: in training by the days of each site, in the test by the same for all."""
    days = d[history["site"]].map(history["train"]) if part == "train" else pd.Series(history["test"], d.index)
    moved = d[history["date"]].to_numpy(str).astype("datetime64[D]") + days.to_numpy().astype("timedelta64[D]")
    return moved.astype(str).astype(object)


def weekday_of(dates: pd.Series) -> np.ndarray:
    """Monday 0 to Sunday 6."""
    return pd.to_datetime(dates).dt.day_of_week.to_numpy()


def days_to_month_end(dates: pd.Series) -> np.ndarray:
    """0 on the last day of a month, 1 on the day before, and so on."""
    moment = pd.to_datetime(dates)
    return (moment.dt.days_in_month - moment.dt.day).to_numpy()


def standard_units(values: pd.Series, reference: pd.Series) -> np.ndarray:
    """Values in deviations from the mean of `reference`; missing ones become 0."""
    centre, spread = reference.mean(), reference.std() + 1e-12
    return ((values - centre) / spread).fillna(0.0).to_numpy(float)


def in_time_order(frame: pd.DataFrame, date: str, site: str) -> list[np.ndarray]:
    """For every site the row positions of its days, in order of time."""
    order = np.lexsort((frame[date].to_numpy(str), frame[site].to_numpy(str)))
    names = frame[site].to_numpy(str)[order]
    return np.split(order, np.flatnonzero(names[1:] != names[:-1]) + 1)


def site_flags(frame: pd.DataFrame, site: str, known: list[str]) -> np.ndarray:
    """One column a known site: 1 where the row belongs to it."""
    return (frame[site].to_numpy(str)[:, None] == np.array(known)).astype(float)


def times_each(flags: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Every column once for each flag: (n, flags * columns)."""
    return (flags[:, :, None] * columns[:, None, :]).reshape(len(flags), -1)
