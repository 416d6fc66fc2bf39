"""What hidden amounts of a row have to do with its columns: where a column is high there is more of them, or less."""
from __future__ import annotations

import numpy as np
import pandas as pd


def driven(
    rng: np.random.Generator, drawn: np.ndarray, d: pd.DataFrame, drive: dict | None, size: np.ndarray | None = None
) -> np.ndarray:
    """The amounts drawn for the rows, in another order, so that they partly follow a column.

    All amounts stay what they are, only their order changes; without a drive that stays too. `size` (n,) tells which
    amounts are the large ones, where that is not their own value.
    """
    if drive is None:
        return drawn
    column = (d[drive["column"]].to_numpy(float) - drive["centre"]) / drive["spread"]
    wish = drive["share"] * column + np.sqrt(1 - drive["share"] ** 2) * rng.standard_normal(len(drawn))
    dealt = np.empty_like(drawn)
    dealt[np.argsort(wish, kind="stable")] = drawn[np.argsort(drawn if size is None else size, kind="stable")]
    return dealt


def favoured(rng: np.random.Generator, d: pd.DataFrame, favours: dict) -> np.ndarray:
    """One of several sources a row, by number: how often each comes depends on the level of a category."""
    shares = np.array([favours["shares"][level] for level in d[favours["column"]]])
    passed = np.cumsum(shares[:, :-1], axis=1) < rng.random(len(d))[:, None]
    return passed.sum(axis=1)
