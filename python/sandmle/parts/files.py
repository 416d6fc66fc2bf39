"""Ids and files with deterministic bytes."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd


def fresh_ids(rng: np.random.Generator, n: int, taken: set[str]) -> list[str]:
    """`n` distinct 8-digit hex ids that are not taken; they are added to `taken`."""
    ids: list[str] = []
    while len(ids) < n:
        for value in rng.integers(0, 2**32, n):
            name = f"{value:08x}"
            # All-digit ids, and those that read like 12e45678, would turn into numbers in a CSV reader.
            if name not in taken and len(ids) < n and not name.replace("e", "").isdigit():
                ids.append(name)
                taken.add(name)
    return ids


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a table: comma, line feed, UTF-8, six significant digits."""
    path.parent.mkdir(parents=True, exist_ok=True)
    frame.to_csv(path, index=False, lineterminator="\n", float_format="%.6g", encoding="utf-8")
