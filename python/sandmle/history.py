"""Lay the training days of a panel out over a long past, so that few of its rows speak of years and not of three weeks."""
from __future__ import annotations

import math

import numpy as np

from sandmle.parts.events import NAMES_OF_DAYS
from sandmle.parts.panel import open_days_after
from sandmle.spec import Binding, CannotCompose, Plan

# Days of a recent past come in at most so many bouts of whole weeks, of at least so many each, which all sites share.
MOST_BOUTS, LEAST_WEEKS = 4, 2
# The past is so many times as long as the days that are asked for, where it is a long one.
PASTS = 3
# A recent past is as long as those days, between so many.
RECENT = (180, 730)
# How often the site with the fewest rows comes beside the one with the most.
OFTEN = (0.65, 1.0)
# Training days that are few out of a recent past lie in so many.
SCATTERED = (400, 720)


def days_off(date: dict) -> list[int]:
    """Weekdays on which a date column of a spec has no row, 0 is Monday."""
    return [NAMES_OF_DAYS.index(name) for name in date.get("never") or []]


def drawn_frequencies(rng: np.random.Generator, sites: int) -> list[float]:
    """How often each site of a panel comes in training beside the others."""
    return rng.permutation(np.linspace(*OFTEN, sites)).round(2).tolist()


def drawn_span(rng: np.random.Generator, columns: dict, setting: dict) -> dict:
    """Days over which the training rows of a panel lie, weekdays without any, and how often each site comes."""
    never, often = days_off(columns["date"]), drawn_frequencies(rng, len(columns["site"]["categories"]))
    count = math.ceil(setting["rows"]["train"] / sum(often)) + 1
    days = open_days_after(str(columns["date"]["start"]), 0, count, never)
    return {"train_days": int(days[-1]) + 1, "never": never, "often": often}


def draw_past(plan: Plan, rng: np.random.Generator) -> int:
    """How many days the training days of a panel are scattered over; 0 where they are not."""
    return int(rng.integers(*SCATTERED)) if plan.scatters else 0


def draw_history(plan: Plan, constants: list[tuple[Binding, dict]], rng: np.random.Generator) -> dict:
    """The date column of the panel, the days by which training days move on, by bout or site, and those by which the test
    days do: as the last ones, so that all of these still come later. Raises CannotCompose without a panel."""
    panels = [(b, p) for b, p in constants if {"date", "site"} <= set(getattr(b.module, "OWNS", ()))]
    if not panels:
        raise CannotCompose("style: only days of a mechanism that makes a date and a site have a history")
    binding, p = panels[0]
    sites = binding.columns["site"]["categories"]
    asked = plan.spec["rows"]["test"] / len(sites)
    if plan.spec["style"]["calendar"] == "past":
        length = round(min(max(asked, RECENT[0]), RECENT[1]))
        return {"date": binding.col["date"], "start": p["start"], **drawn_bouts(p["train_days"], length, rng)}
    length = round(PASTS * asked)
    starts = rng.permutation(np.linspace(0, length, len(sites)).round().astype(int))
    return {
        "date": binding.col["date"],
        "site": binding.col["site"],
        "train": dict(zip(sites, starts.tolist())),
        "test": length,
    }


def drawn_bouts(days: int, length: int, rng: np.random.Generator) -> dict:
    """So many days in bouts of whole weeks over `length` days: how long a bout is, and by how much each moves on.

    All move by whole weeks, so that a weekday stays what it is.
    """
    weeks = math.ceil(days / 7)
    count = max(1, min(MOST_BOUTS, weeks // LEAST_WEEKS))
    each = math.ceil(weeks / count)
    room = max(0, length // 7 - count * each)
    # The last bout may be a short one; what is free lies between them, unevenly.
    shares = rng.dirichlet(np.full(max(1, count - 1), 4.0)) if count > 1 else np.zeros(0)
    starts = 7 * np.r_[0, np.cumsum(shares * room).round().astype(int)]
    return {"bout": 7 * each, "train": starts.tolist(), "test": int(starts[-1])}
