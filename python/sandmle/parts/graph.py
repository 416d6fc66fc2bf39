"""Columns that hang together: each is moved by causes before it, seen or hidden, and by the levels of a category."""
from __future__ import annotations

import numpy as np
import pandas as pd

from sandmle.parts.columns import drawn_days, level_values, normal_cdf, numeric_values
from sandmle.parts.fields import by_group, dated_levels, nearest_site, own_part


def draw_related(
    rng: np.random.Generator, n: int, columns: list[dict], placed: pd.DataFrame | None = None
) -> pd.DataFrame:
    """`n` rows; causes stand before what they move, and hidden ones are no column. `placed` are columns that the rows
    have already: days and sites of a panel."""
    normal, values = {}, {} if placed is None else {name: placed[name].to_numpy() for name in placed}
    for column in columns:
        z = column.get("own", 1.0) * own_part(rng, n, column, values)
        for cause, slope in column.get("causes", {}).items():
            z = z + slope * normal[cause]
        for cause, shifts in column.get("shifts", {}).items():
            z = z + pd.Series(values[cause]).map(shifts).to_numpy(float)
        normal[column["name"]] = z
        if column["kind"] != "hidden":
            fixed = column.get("fixed")
            values[column["name"]] = (
                by_group(fixed["labels"], values[fixed["column"]]) if fixed else related_values(z, column, values)
            )
    return pd.DataFrame(values, index=range(n))


def related_values(z: np.ndarray, column: dict, values: dict) -> np.ndarray:
    """Values of a column by its normal draws; a tail lets the ends reach out, the middle stays as it is (Tukey's h)."""
    if column["kind"] == "numeric":
        return numeric_values(z * np.exp(column.get("tail", 0.0) / 2 * z**2), column)
    if "sites" in column:
        return nearest_site(column["sites"], values)
    if column["kind"] == "categorical":
        if "leans" in column:
            return leaning_levels(z, column, values)
        return dated_levels(z, column, values) if "dated" in column else level_values(z, column)
    return drawn_days(z, column)


def leaning_levels(z: np.ndarray, column: dict, values: dict) -> np.ndarray:
    """Levels of a category by its normal draws, as often as the level of another one in the same row says."""
    told = column["leans"]
    shares = np.array([told["shares"][level] for level in values[told["column"]]])
    edges = np.cumsum(shares, axis=1)[:, :-1]
    return np.array(column["categories"], dtype=object)[(edges < normal_cdf(z)[:, None]).sum(axis=1)]


def hide_related_cells(
    rng: np.random.Generator, d: pd.DataFrame, rates: dict[str, float], drivers: dict[str, list]
) -> pd.DataFrame:
    """A copy with missing cells, each column at its own rate; a column with a driver misses more where that is high."""
    hidden = d.copy()
    for name, rate in rates.items():
        hidden[name] = d[name].mask(rng.random(len(d)) < chance_of_gap(d, rate, drivers.get(name)))
    return hidden


def chance_of_gap(d: pd.DataFrame, rate: float, driver: list | None) -> np.ndarray | float:
    """How likely each row's cell is missing: the more where the driver is high, or the other way round."""
    if driver is None:
        return rate
    column, tilt = driver
    place = pd.Series(np.unique(d[column], return_inverse=True)[1]).rank().to_numpy() / (len(d) + 1)
    return rate * (1 + tilt * (2 * place - 1))


# How much the cells of one row have in common: what kept one value from being recorded often kept others too.
TOGETHER = 0.65


def hide_cells_together(
    rng: np.random.Generator, d: pd.DataFrame, rates: dict[str, float], drivers: dict[str, list]
) -> pd.DataFrame:
    """A copy with missing cells, each column at its own rate, that often fall into the same rows.

    A column with a driver misses more where that is high.
    """
    hidden = d.copy()
    row = rng.standard_normal(len(d))
    for name, rate in rates.items():
        cell = np.sqrt(TOGETHER) * row + np.sqrt(1 - TOGETHER) * rng.standard_normal(len(d))
        hidden[name] = d[name].mask(normal_cdf(cell) < chance_of_gap(d, rate, drivers.get(name)))
    return hidden
