"""Which column of the main table a hidden amount goes with: in real data, what a rule reads has causes that are seen too."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sandmle.direction import told_push
from sandmle.partners import amount_tie
from sandmle.spec import Plan

# How much of the order of an amount is what the column says.
SHARE = (0.38, 0.48)
# The same of amounts of another kind: a number of rows shows as it is.
SHARES = {"_count": (0.3, 0.4)}
# A column of which more cells are missing shows too little of what it goes with.
MOST_MISSING = 0.15
# A category of more levels has too few rows of each to show which source it favours.
MOST_LEVELS = 12
# Spread of the log shares of the sources between the levels of a category.
FAVOUR = (0.3, 0.42)


@dataclass(frozen=True)
class Drivers:
    """Columns that a mechanism may tie hidden amounts to, and the stream that chooses; it is no other draw's stream."""

    numeric: list[str]
    categorical: list[dict]
    rng: np.random.Generator


def drivers_of(plan: Plan, rng: np.random.Generator) -> Drivers | None:
    """Columns of the main table that no mechanism reads; None where columns do not hang together anyway."""
    if not plan.is_related:
        return None
    bound = {name for binding in plan.bindings for name in binding.col.values()}
    free = [c for c in plan.spec["columns"] if c["table"] == "main" and c["name"] not in bound]
    seen = [column for column in free if column["missingRate"] <= MOST_MISSING]
    numeric = [column["name"] for column in seen if column["kind"] == "numeric"]
    categories = [c for c in seen if c["kind"] == "categorical" and len(c["categories"]) <= MOST_LEVELS]
    return Drivers(numeric, categories, rng)


def drawn_drives(setting: dict, ways: dict[str, float | list[float]]) -> dict[str, dict]:
    """Hidden amount -> its drive, for `driven`; {} where there is no column for one.

    `ways` has how a rise of each amount moves the target, for each class where there are several; 0 where it has no
    way of its own. Told columns come first, weak ones more often, and act on the target through the amount as they do by
    themselves.
    """
    drivers, drives = setting["drivers"], {}
    names = [name for name in drivers.numeric if setting["sample"][name].std() > 0] if drivers else []
    for amount, way in ways.items() if names else ():
        told = {name: agreement(setting, name, way) for name in names}
        used = {drive["column"] for drive in drives.values()}
        pools = ([n for n in names if told[n] and n not in used], [n for n in names if n not in used], names)
        pool = next(pool for pool in pools if pool)
        # What moves the target strongly by itself would say much of the rule to those who never look for it.
        odds = np.array([1 / max(1.0, abs(told[name])) ** 2 for name in pool])
        name = str(drivers.rng.choice(pool, p=odds / odds.sum()))
        sign = np.sign(told[name]) or drivers.rng.choice([-1, 1])
        share = round(float(sign * drivers.rng.uniform(*SHARES.get(amount, SHARE))), 2)
        drives[amount] = {**amount_tie(name, setting["sample"]), "share": share}
    return drives


def agreement(setting: dict, name: str, way: float | list[float]) -> float:
    """Whether a rise of a column moves the target as a rise of an amount does (> 0), against it (< 0), or neither."""
    if not isinstance(way, list):
        return told_push(setting, name) * way
    push, ways = np.atleast_1d(np.array(setting["senses"].get(name, 0), float)), np.array(way, float)
    return float((push - push.mean()) @ (ways - ways.mean())) if len(push) == len(ways) else 0.0


def drawn_favours(setting: dict, sources: int) -> dict | None:
    """How often each of several sources comes at each level of a category, for `favoured`; None without a category."""
    drivers = setting["drivers"]
    if drivers is None or not drivers.categorical:
        return None
    rng = drivers.rng
    fitting = [column for column in drivers.categorical if may_move(setting["senses"].get(column["name"]))]
    if not fitting:
        return None
    column = fitting[rng.integers(len(fitting))]
    raw = rng.standard_normal((len(column["categories"]), sources))
    raw = raw - raw.mean(axis=0) - raw.mean(axis=1, keepdims=True) + raw.mean()
    odds = np.exp(raw / max(raw.std(), 1e-9) * rng.uniform(*FAVOUR))
    shares = (odds / odds.sum(axis=1, keepdims=True)).round(3).tolist()
    return {"column": column["name"], "shares": dict(zip(column["categories"], shares))}


def may_move(pushes: dict | None) -> bool:
    """Whether nothing is told of a category, or any level of it is told to move the target."""
    return pushes is None or bool(np.any(list(pushes.values())))


def leanings(p: dict, outputs: int) -> dict[str, dict]:
    """What a category whose levels favour sources says by itself, as pushes of its levels, for each source where there are
    several outputs: plain effects must not undo what texts show."""
    if not p.get("favours"):
        return {}
    shares = p["favours"]["shares"]
    odds = np.log(list(shares.values()))
    pushes = odds - odds.mean(axis=0) if outputs > 1 else odds[:, 1] - odds[:, 0]
    # As strong as what nobody said anything of.
    pushes = (2 * pushes / np.ptp(pushes, axis=0).max()).round(2).tolist()
    return {p["favours"]["column"]: dict(zip(shares, pushes))}


def drives_told(p: dict) -> list[str]:
    """What goes with which column, in prose for rule.md."""
    told = [
        f"`{amount}` partly goes with `{drive['column']}` ({drive['share']:+g} of its order)."
        for amount, drive in p.get("drives", {}).items()
    ]
    for tie in (p.get("follows") or {"ties": []})["ties"]:
        told.append(f"`_amount` partly goes with `{tie['column']}` ({tie['share']:+g} standard deviations).")
    if p.get("favours"):
        told.append(f"Who wrote a text partly depends on `{p['favours']['column']}`: {p['favours']['shares']}.")
    return told


def driving_columns(p: dict) -> set[str]:
    """The columns that hidden amounts of a mechanism go with."""
    favours = {p["favours"]["column"]} if p.get("favours") else set()
    return favours | {drive["column"] for drive in p.get("drives", {}).values()}
