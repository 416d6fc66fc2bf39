"""What the rows of a child table have to do with their parent: their number, their mean amount, and what it has itself."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from sandmle.parts.columns import day_strings, level_values, normal_cdf, numeric_values
from sandmle.parts.parents import of_parents


def measure_children(frame: pd.DataFrame, agent: Path, columns: dict) -> pd.DataFrame:
    """The rows of a table with the number of their child rows and the mean amount of these as columns."""
    rows = pd.read_csv(agent / f"{columns['events']}.csv", dtype={"id": str})
    own = rows.groupby("id")[columns["amount"]].agg(["size", "mean"]).reindex(frame["id"])
    return frame.assign(_count=own["size"].to_numpy(float), _amount=own["mean"].to_numpy(float))


def tied_amounts(amount: np.ndarray, d: pd.DataFrame, partner: dict | None, follows: dict | None = None) -> np.ndarray:
    """Mean amounts of parents, standardised: partly what the parent's own column of the same meaning says, or those say
    that they follow, its partner among them."""
    if follows is not None:
        return told_by(d, follows["ties"]) + follows["rest"] * amount
    if partner is None:
        return amount
    own = (d[partner["column"]].to_numpy(float) - partner["centre"]) / partner["spread"]
    return partner["share"] * own + np.sqrt(1 - partner["share"] ** 2) * amount


def told_by(d: pd.DataFrame, ties: list[dict]) -> np.ndarray:
    """What columns of parents say of the mean amount of their child rows, in standard deviations."""
    return sum(tie["share"] * (d[tie["column"]].to_numpy(float) - tie["centre"]) / tie["spread"] for tie in ties)


def draw_beside(
    rng: np.random.Generator, rows: pd.DataFrame, columns: list[dict], parents: np.ndarray, d: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Further columns of child rows: each goes with those before it, the rows' own first, as its causes and odds say.

    `parents` (n,) are the places of their parents in `d`, which have some columns partly in common, or follow theirs.
    """
    normal = {name: normal_scores(rows[name]) for name in rows if rows[name].dtype.kind in "if"}
    values = {name: rows[name].to_numpy() for name in rows}
    for column in columns:
        drawn = beside_parents(rng, column, parents, d) if column.get("shared") else rng.standard_normal(len(rows))
        name, z = column["name"], column.get("own", 1.0) * drawn
        for cause, slope in column.get("causes", {}).items():
            z = z + slope * normal[cause]
        for cause, shifts in column.get("shifts", {}).items():
            z = z + pd.Series(values[cause]).map(shifts).fillna(0.0).to_numpy(float)
        if column["kind"] == "numeric":
            normal[name], values[name] = z, numeric_values(z, column)
        elif column["kind"] == "date":
            values[name] = day_strings(column["start"], np.floor(normal_cdf(z) * column["days"]).astype(int))
        else:
            values[name] = levels_beside(z, column, normal) if "odds" in column else level_values(z, column)
    return pd.DataFrame({column["name"]: values[column["name"]] for column in columns}, index=rows.index)


def beside_parents(rng: np.random.Generator, column: dict, parents: np.ndarray, d: pd.DataFrame | None) -> np.ndarray:
    """Standard normal draws of rows that partly are those of their parents, which may follow columns of these."""
    shared = tied_amounts(rng.standard_normal(int(parents.max()) + 1), d, None, column.get("follows"))
    return of_parents(rng, parents, shared, column.get("memory"))


def levels_beside(z: np.ndarray, column: dict, normal: dict) -> np.ndarray:
    """Levels of a category by how likely each is beside the numbers that it shifts."""
    odds = np.tile(np.log(np.array(column["shares"])), (len(z), 1))
    for name, shifts in column["odds"].items():
        shift = np.array([shifts.get(level, 0.0) for level in column["categories"]])
        odds += normal[name][:, None] * shift - shift**2 / 2
    shares = np.exp(odds - odds.max(axis=1, keepdims=True))
    edges = np.cumsum(shares / shares.sum(axis=1, keepdims=True), axis=1)[:, :-1]
    return np.array(column["categories"], dtype=object)[(edges < normal_cdf(z)[:, None]).sum(axis=1)]


def normal_scores(values: pd.Series) -> np.ndarray:
    """About standard normal draws in the order of the values."""
    place = values.rank().to_numpy() / (len(values) + 1)
    return np.log(place / (1 - place)) / 1.702
