"""Where a world has many zeros, one number above another, or one that needs another.

What generate.py must know of it, beside the draw itself.
"""
from __future__ import annotations

from statistics import NormalDist

import numpy as np

from sandmle.parts.columns import numeric_values
from sandmle.spec import Plan

# Before zeros are cut off, a number is drawn so much finer than it is written.
FINE = 4


def with_limits(plan: Plan, columns: list[dict]) -> list[dict]:
    """The columns, of which some have zeros, and some stay below another one or need it, where that is drawn as well."""
    told = {column["name"]: column for column in plan.spec["columns"] if column["table"] == "main"}
    drawn = {column["name"] for column in columns if column["kind"] == "numeric"}
    made = []
    for column in columns:
        # A hidden cause may have the name of a column that a mechanism draws later.
        own = told.get(column["name"], {}) if column["kind"] == "numeric" else {}
        written = {"step": column.get("step") or 10.0 ** -column.get("decimals", 0), "decimals": column.get("decimals", 0)}
        if "zeros" in own:
            column = zeroed(column, own["zeros"], written)
        if own.get("atMost") in drawn:
            column = {**column, "atMost": {"column": own["atMost"], **written}}
        if own.get("needs") in drawn:
            column = {**column, "needs": {"column": own["needs"], "decimals": written["decimals"]}}
        made.append(column)
    return made


def zeroed(column: dict, share: float, written: dict) -> dict:
    """A column whose lowest share of values is to become zero; until then it is drawn finely."""
    fine = {key: value for key, value in column.items() if key != "step"}
    fine |= {"decimals": FINE, "shape": "uniform" if column["shape"] == "integer" else column["shape"]}
    z = NormalDist().inv_cdf(share)
    below = numeric_values(np.array([z * np.exp(column.get("tail", 0.0) / 2 * z**2)]), fine)
    return {**fine, "zeros": {"below": float(below[0]), **written}}
