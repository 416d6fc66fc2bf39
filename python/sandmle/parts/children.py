"""What the rows of a child table show of their parent at a glance: how many there are, and how large on average."""
from __future__ import annotations

from pathlib import Path

import pandas as pd


def measure_children(frame: pd.DataFrame, agent: Path, columns: dict) -> pd.DataFrame:
    """The rows of a table with the number of their child rows and the mean amount of these as columns."""
    rows = pd.read_csv(agent / f"{columns['events']}.csv", dtype={"id": str})
    own = rows.groupby("id")[columns["amount"]].agg(["size", "mean"]).reindex(frame["id"])
    return frame.assign(_count=own["size"].to_numpy(float), _amount=own["mean"].to_numpy(float))
