"""Views of a task with child tables: one row a parent, child rows summarised by order, level and time."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sandmle.problem import Problem, column_kind
from sandmle.views.encodings import encode
from sandmle.views.tabular import add_generic, base_columns

MOST_LEVELS = 8
TIME_WORDS = ("day", "date", "week", "month", "hour", "time", "seq", "step", "order", "visit")


def joined(problem: Problem, encoding: str) -> tuple[np.ndarray, np.ndarray]:
    """The parent columns plus summaries of every child table."""
    train, test = add_generic(*base_columns(problem))
    for name, child in with_lookups(problem).items():
        summary = summarise(child, problem.id_column).add_prefix(f"{name.removesuffix('.csv')}_")
        for frame, ids in ((train, problem.train), (test, problem.test)):
            aligned = summary.reindex(ids[problem.id_column]).to_numpy(float)
            frame[list(summary.columns)] = aligned
    return encode(problem, train, test, encoding)


def with_lookups(problem: Problem) -> dict[str, pd.DataFrame]:
    """Child tables keyed by the parent id; a table without that key is merged into the child that shares a
    column."""
    children = {name: frame for name, frame in problem.tables.items() if problem.id_column in frame}
    lookups = [frame for name, frame in problem.tables.items() if name not in children]
    for name, child in children.items():
        for lookup in lookups:
            shared = [
                column for column in lookup.columns if column in child.columns and lookup[column].is_unique
            ]
            if shared:
                child = child.merge(lookup, on=shared[0], how="left")
        children[name] = child
    return children


def summarise(child: pd.DataFrame, key: str) -> pd.DataFrame:
    """One row a parent: count, location, spread, trend, ends, recency and level shares of its child rows."""
    child = child.copy()
    clock = time_column(child, key)
    if clock is not None:
        if child[clock].dtype.kind == "O":
            child[clock] = pd.to_datetime(child[clock]).map(pd.Timestamp.toordinal).astype(float)
        child = child.sort_values([key, clock], kind="stable")
    groups = child.groupby(key, sort=True)
    out = {"count": groups.size()}
    numeric = [c for c in child.columns if c != key and child[c].dtype.kind != "O"]
    for name in numeric:
        column = groups[name]
        out[f"{name}_mean"], out[f"{name}_std"] = column.mean(), column.std().fillna(0.0)
        out[f"{name}_max"], out[f"{name}_min"] = column.max(), column.min()
        out[f"{name}_last"], out[f"{name}_change"] = column.last(), column.last() - column.first()
    for name in [c for c in child.columns if c != key and child[c].dtype.kind == "O"]:
        levels = sorted(child[name].dropna().astype(str).unique())
        for level in levels[:MOST_LEVELS] if len(levels) <= MOST_LEVELS else []:
            out[f"{name}_{level}"] = (child[name] == level).groupby(child[key]).mean()
    if clock is not None:
        out.update(over_time(child, key, clock, [name for name in numeric if name != clock]))
    return pd.DataFrame(out)


def time_column(child: pd.DataFrame, key: str) -> str | None:
    """The column that orders the child rows: a date, else a number with a word of time in its name."""
    for name in child.columns:
        if name != key and column_kind(child[name]) == "date":
            return name
    for name in child.columns:
        if name != key and child[name].dtype.kind != "O" and any(word in name for word in TIME_WORDS):
            return name if child[name].nunique() > 5 else None
    return None


def over_time(child: pd.DataFrame, key: str, clock: str, numeric: list[str]) -> dict[str, pd.Series]:
    """Share of late child rows, least-squares slopes, and late-minus-early means."""
    late = child[clock] >= child[clock].quantile(2 / 3)
    out = {f"{clock}_late": late.groupby(child[key]).mean()}
    centred = child[clock] - child.groupby(key)[clock].transform("mean")
    spread = (centred**2).groupby(child[key]).sum()
    for name in numeric:
        out[f"{name}_slope"] = (centred * child[name]).groupby(child[key]).sum() / (spread + 1e-9)
        late_mean = child[name].where(late).groupby(child[key]).mean()
        out[f"{name}_shift"] = (late_mean - child[name].where(~late).groupby(child[key]).mean()).fillna(0.0)
    return out
