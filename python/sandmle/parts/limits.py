"""Numbers that are often nothing at all, and numbers that are never above another one of their row."""
from __future__ import annotations

import numpy as np
import pandas as pd

from sandmle.parts.fields import in_season


def with_zeros(d: pd.DataFrame, columns: list[dict]) -> pd.DataFrame:
    """A copy in which what lies below a column's `zeros` is nothing at all, and the rest spreads over its whole range."""
    d = d.copy()
    for column in columns:
        if "zeros" in column:
            values, below = d[column["name"]].to_numpy(float), column["zeros"]["below"]
            least, high = column["zeros"]["step"], column["high"]
            share = np.maximum(values - below, 0) / (high - below)
            steps = np.floor(share * (high - least) / least + 0.5) + 1
            d[column["name"]] = written(np.where(values < below, 0, np.minimum(steps * least, high)), column["zeros"]["decimals"])
    return d


def within_season(d: pd.DataFrame, columns: list[dict]) -> pd.DataFrame:
    """A copy in which there is nothing of a number on days outside of its season."""
    d = d.copy()
    for column in columns:
        if "season" in column.get("dated", {}):
            is_there = in_season(d[column["dated"]["date"]].to_numpy(), *column["dated"]["season"]) > 0
            d[column["name"]] = np.where(is_there, d[column["name"]], 0)
    return d


def within_limits(d: pd.DataFrame, columns: list[dict]) -> pd.DataFrame:
    """A copy in which no value is above that of the column that limits it: one that was is as far below as it was above,
    by proportion, so that none pile up at the limit."""
    d = d.copy()
    for column in columns:
        if "atMost" in column:
            limit = d[column["atMost"]["column"]].to_numpy(float)
            values, low, step = d[column["name"]].to_numpy(float), column["low"], column["atMost"]["step"]
            room, above = np.maximum(limit - low, 0), np.maximum(values - low, 1e-9)
            turned = low + step * np.floor(room * room / above / step + 1e-6)
            d[column["name"]] = written(np.where(values > limit, turned, values), column["atMost"]["decimals"])
    return d


def where_measurable(d: pd.DataFrame, columns: list[dict]) -> pd.DataFrame:
    """A copy in which a number is zero wherever there is none of what it is measured on: no craters, no largest crater."""
    d = d.copy()
    for column in columns:
        if "needs" in column:
            is_there = d[column["needs"]["column"]].to_numpy(float) > 0
            d[column["name"]] = written(np.where(is_there, d[column["name"]], 0), column["needs"]["decimals"])
    return d


def written(values: np.ndarray, decimals: int) -> np.ndarray:
    """Numbers as a table has them: whole ones are integers."""
    return np.round(values, decimals) if decimals else np.round(values).astype(int)
