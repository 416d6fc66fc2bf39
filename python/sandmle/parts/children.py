"""What the rows of a child table have to do with their parent: their number, their mean amount, and what it has itself."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd


def measure_children(frame: pd.DataFrame, agent: Path, columns: dict) -> pd.DataFrame:
    """The rows of a table with the number of their child rows and the mean amount of these as columns."""
    rows = pd.read_csv(agent / f"{columns['events']}.csv", dtype={"id": str})
    own = rows.groupby("id")[columns["amount"]].agg(["size", "mean"]).reindex(frame["id"])
    return frame.assign(_count=own["size"].to_numpy(float), _amount=own["mean"].to_numpy(float))


def tied_amounts(amount: np.ndarray, d: pd.DataFrame, partner: dict | None) -> np.ndarray:
    """Mean amounts of parents, standardised: partly what the parent's own column of the same meaning says."""
    if partner is None:
        return amount
    own = (d[partner["column"]].to_numpy(float) - partner["centre"]) / partner["spread"]
    return partner["share"] * own + np.sqrt(1 - partner["share"] ** 2) * amount
