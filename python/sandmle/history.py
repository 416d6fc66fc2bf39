"""Lay the training days of a panel out over a long past, so that few of its rows speak of years and not of three weeks."""
from __future__ import annotations

import numpy as np

from sandmle.spec import CannotCompose, Plan

# The past is so many times as long as the days that are asked for, where it is a long one.
PASTS = 3
# A recent past is as long as those days, between so many.
RECENT = (180, 730)
# Training days that are few out of a recent past lie in so many.
SCATTERED = (400, 720)


def draw_past(plan: Plan, rng: np.random.Generator) -> int:
    """How many days the training days of a panel are scattered over; 0 where they are not."""
    return int(rng.integers(*SCATTERED)) if plan.scatters else 0


def draw_history(plan: Plan, rng: np.random.Generator) -> dict:
    """Date and site columns of the panel, the days by which each site's training days move on, and those by which the
    test days do: the last site's, so that all of these still come later. Raises CannotCompose without a panel."""
    panels = [b for b in plan.bindings if {"date", "site"} <= set(getattr(b.module, "OWNS", ()))]
    if not panels:
        raise CannotCompose("style: only days of a mechanism that makes a date and a site have a history")
    sites = panels[0].columns["site"]["categories"]
    asked = plan.spec["rows"]["test"] / len(sites)
    is_recent = plan.spec["style"]["calendar"] == "past"
    length = round(min(max(asked, RECENT[0]), RECENT[1]) if is_recent else PASTS * asked)
    starts = rng.permutation(np.linspace(0, length, len(sites)).round().astype(int))
    return {
        "date": panels[0].col["date"],
        "site": panels[0].col["site"],
        "train": dict(zip(sites, starts.tolist())),
        "test": length,
    }
