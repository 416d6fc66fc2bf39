"""Columns by their shape: every column is a monotone function of one standard normal draw a row."""
from __future__ import annotations

import numpy as np
import pandas as pd

# Normal draws are squeezed into this range, which the shapes map to [low, high] without piling up at the ends.
REACH = 2.6


def normal_cdf(z: np.ndarray) -> np.ndarray:
    """Standard normal distribution function, to about 1e-4 (logistic approximation with a cubic term)."""
    return 1 / (1 + np.exp(-(1.5976 * z + 0.07056 * z**3)))


def bend(z: np.ndarray, shape: str) -> np.ndarray:
    """A normal draw bent into a shape, on an arbitrary scale."""
    if shape == "uniform" or shape == "integer":
        return normal_cdf(z)
    if shape == "gamma":
        return (0.963 + z / 5.196) ** 3  # Wilson-Hilferty, three degrees of freedom
    if shape == "lognormal":
        return np.exp(0.8 * z)
    if shape == "beta":
        return 1 / (1 + np.exp(0.6 - 1.1 * z))
    return z


def numeric_values(z: np.ndarray, column: dict) -> np.ndarray:
    """Values of a numeric column between its low and high end, rounded to its decimals."""
    low, high = column["low"], column["high"]
    squeezed = REACH * np.tanh(z / REACH)
    first, last = bend(np.array([-REACH, REACH]), column["shape"])
    share = (bend(squeezed, column["shape"]) - first) / (last - first)
    if "step" in column:
        values = low + column["step"] * np.round(share * (high - low) / column["step"])
        return np.round(values, column["decimals"]) if column["decimals"] else np.round(values).astype(int)
    if column["shape"] == "integer":
        return np.minimum(np.floor(low + share * (high - low + 1)), high).astype(int)
    values = np.round(low + share * (high - low), column["decimals"])
    return values if column["decimals"] else values.astype(int)


def draw_columns(rng: np.random.Generator, n: int, columns: list[dict]) -> pd.DataFrame:
    """`n` independent rows. A column with `follows` is correlated with the column of that name."""
    normal = {column["name"]: rng.standard_normal(n) for column in columns}
    values = {}
    for column in columns:
        z = normal[column["name"]]
        if column["kind"] == "numeric":
            if "follows" in column:
                share = column["strength"]
                z = share * normal[column["follows"]] + np.sqrt(1 - share**2) * z
            values[column["name"]] = numeric_values(z, column)
        elif column["kind"] == "categorical":
            values[column["name"]] = level_values(z, column)
        else:
            values[column["name"]] = drawn_days(z, column)
    return pd.DataFrame(values, index=range(n))


def level_values(z: np.ndarray, column: dict) -> np.ndarray:
    """Levels of a category by their normal draws, each as often as its share says: few rows, drawn one by one, would
    leave out one of many levels."""
    place = (np.argsort(np.argsort(z, kind="stable"), kind="stable") + 0.5) / max(1, len(z))
    position = np.searchsorted(np.cumsum(column["shares"])[:-1], place)
    return np.array(column["categories"], dtype=object)[position]


def drawn_days(z: np.ndarray, column: dict) -> np.ndarray:
    """Days by their normal draws as ISO dates, each as likely as the next; on weekdays that are named as `never` (0 is
    Monday) there are none."""
    days = np.arange(column["days"])
    if "never" in column:
        days = days[~np.isin(weekdays_after(column["start"], days), column["never"])]
    return day_strings(column["start"], days[np.floor(normal_cdf(z) * len(days)).astype(int)])


def weekdays_after(start: str, day: np.ndarray) -> np.ndarray:
    """Weekdays of days after `start`, Monday 0 to Sunday 6."""
    # 1970-01-01 was a Thursday.
    return (np.datetime64(start, "D").astype(int) + 3 + day) % 7


def day_strings(start: str, day: np.ndarray) -> np.ndarray:
    """Days after a start date as ISO dates."""
    return (np.datetime64(start) + day.astype("timedelta64[D]")).astype(str).astype(object)


def hide_cells(rng: np.random.Generator, d: pd.DataFrame, rates: dict[str, float]) -> pd.DataFrame:
    """A copy in which cells of the named columns are missing at random, each column at its own rate."""
    d = d.copy()
    for name, rate in rates.items():
        missing = rng.random(len(d)) < rate
        d[name] = d[name].mask(missing)
    return d
