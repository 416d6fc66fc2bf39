"""Dated panels, one row a site and day: laying out the days, and reading a panel in order of time."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sandmle.parts.columns import weekdays_after

# Days between the last training date and the first test date of a panel with a memory.
GAP_DAYS = 14


def open_days_after(start: str, first: int, count: int, never: list[int]) -> np.ndarray:
    """Day numbers (count,) from `first` on after a start date; none falls on a weekday of `never` (0 is Monday)."""
    days = np.arange(first, first + 7 * (count // (7 - len(never)) + 2))
    return days[~np.isin(weekdays_after(start, days), never)][:count]


def panel_cells(
    rng: np.random.Generator, n: int, days: np.ndarray, often: list[float]
) -> tuple[np.ndarray, np.ndarray]:
    """Day number and site number of n distinct cells of a panel over `days`, in order of time.

    `often` tells how often each site comes beside the others. A panel that has just as many cells as it needs has no holes,
    except at its last day.
    """
    sites, total = len(often), len(days)
    if (total - 1) * sites < n and min(often) == max(often):
        cells = np.arange(n)
    else:
        ends = np.round(n * np.cumsum([0.0, *often]) / sum(often)).astype(int)
        own = [rng.permutation(total)[:count] * sites + site for site, count in enumerate(np.diff(ends))]
        cells = np.sort(np.concatenate(own))
    return days[cells // sites], cells % sites


def moved_dates(d: pd.DataFrame, part: str, history: dict) -> np.ndarray:
    """The dates of one part, moved on: in training by the days of each site, or of each bout of some weeks that all sites
    share, in the test by the same for all."""
    dates = d[history["date"]].to_numpy(str).astype("datetime64[D]")
    if part == "test":
        days = np.full(len(d), history["test"])
    elif "bout" in history:
        passed = (dates - np.datetime64(history["start"])).astype(int)
        days = np.array(history["train"])[passed // history["bout"]]
    else:
        days = d[history["site"]].map(history["train"]).to_numpy()
    return (dates + days.astype("timedelta64[D]")).astype(str).astype(object)


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


def in_time_order(frame: pd.DataFrame, date: str, site: str, most_gap: int = 0) -> list[np.ndarray]:
    """For every site the row positions of its days, in order of time; with `most_gap` a run ends before a longer gap."""
    order = np.lexsort((frame[date].to_numpy(str), frame[site].to_numpy(str)))
    names, days = frame[site].to_numpy(str)[order], day_numbers(frame[date])[order]
    is_new = (names[1:] != names[:-1]) | ((most_gap > 0) & (np.diff(days) > most_gap))
    return np.split(order, np.flatnonzero(is_new) + 1)


def day_numbers(dates: pd.Series) -> np.ndarray:
    """Days since 1970."""
    return dates.to_numpy(str).astype("datetime64[D]").astype(int)


def site_flags(frame: pd.DataFrame, site: str, known: list[str]) -> np.ndarray:
    """One column a known site: 1 where the row belongs to it."""
    return (frame[site].to_numpy(str)[:, None] == np.array(known)).astype(float)


def times_each(flags: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Every column once for each flag: (n, flags * columns)."""
    return (flags[:, :, None] * columns[:, None, :]).reshape(len(flags), -1)
