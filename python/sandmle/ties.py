"""Categories that have to do with each other: the level of one makes some levels of another likelier."""
from __future__ import annotations

import numpy as np

from sandmle.days import daily_of
from sandmle.fields import is_numbered
from sandmle.graph import MOST_LEVELS
from sandmle.spec import Plan

# Share of a category's draw that the level of another one decides: Cramer's V comes to .15 to .35.
DECIDED = (0.07, 0.26)


def with_ties(plan: Plan, columns: list[dict], rng: np.random.Generator) -> list[dict]:
    """The columns, of which each category that nothing else decides, and no link of the plan, leans on one before it.

    What a mechanism reads is drawn by itself, and so is what numbers things or belongs to one of them.
    """
    # What a day has for all of its rows leans on nothing that differs between them.
    bound = {name for binding in plan.bindings for name in binding.col.values()} | daily_of(plan)
    earlier, made = [], []
    for column in columns:
        if column["kind"] == "categorical" and not is_numbered(column["categories"]) and "per" not in column:
            if earlier and column["name"] not in bound and "leans" not in column:
                column = tied(column, earlier[rng.integers(len(earlier))], rng)
            if len(column["categories"]) <= MOST_LEVELS:
                earlier.append(column)
        made.append(column)
    return made


def tied(column: dict, other: dict, rng: np.random.Generator) -> dict:
    """A category whose draw each level of another one shifts, none on average."""
    shares, decided = np.array(other["shares"]), rng.uniform(*DECIDED)
    raw = rng.permutation(np.linspace(-1, 1, len(shares))) + rng.uniform(-0.2, 0.2, len(shares))
    raw = raw - (shares * raw).sum() / shares.sum()
    raw = raw / np.sqrt((shares * raw**2).sum() / shares.sum()) * np.sqrt(decided)
    kept = float(np.sqrt(1 - decided))
    made = {**column, "own": round(kept * column.get("own", 1.0), 3)}
    if "causes" in column:
        made["causes"] = {name: round(kept * slope, 2) for name, slope in column["causes"].items()}
    return {**made, "shifts": {other["name"]: dict(zip(other["categories"], raw.round(2).tolist()))}}
