"""Draw the habits of the parents of a child table, where the spec gives them any."""
from __future__ import annotations

import numpy as np

from sandmle.parts.events import drawn_week, open_days

# How evenly rows are spread over parents: the lower, the more do a few parents have.
EVENNESS = (1.1, 2.6)
# So much more even is it where rows come on visits: nobody visits one parent every month and another every year.
OF_VISITS = 2.5
# How much more often one kind comes than another, between the rarest and the most usual.
USUAL = (0.5, 1.8)
# How much more often than the others on average the kind comes that the world calls the usual one.
OF_THE_USUAL = 4.0
# Beta law of the share of rows of one kind in a history, where that is the usual one and where another is.
SHARE_OF_USUAL = (2.4, 2.0)
SHARE_OF_OTHER = (1.3, 3.9)
# How much more often than usual a kind comes at parents of one level of their category.
LEANING = (0.4, 2.0)
# Share of a state, such as a mass, that is still there in the next row of its parent.
STATE_MEMORY = (0.65, 0.8)
# How much busier the best time of the year is than its middle.
SWING = (0.2, 0.5)


def drawn_path(rng: np.random.Generator, column: dict) -> dict:
    """{"path": memory} of child amounts that are a state of their parent; {} of those that are events by themselves."""
    return {"path": round(float(rng.uniform(*STATE_MEMORY)), 2)} if column.get("state") else {}


def visits_of(day: dict) -> dict:
    """{"visits": ...} of child rows that come several on one day of their parent; {} of those that come one by one."""
    return {"visits": dict(day["visits"])} if day.get("visits") else {}


def share_of(channel: dict, kind: str) -> dict:
    """{"share": law} of the rows of one kind in a history; {} where the world does not tell which kind is the usual one."""
    if "usual" not in channel:
        return {}
    return {"share": list(SHARE_OF_USUAL if channel["usual"] == kind else SHARE_OF_OTHER)}


def drawn_habits(
    rng: np.random.Generator, setting: dict, day: dict, channel: dict, plan: dict
) -> dict | None:
    """What `parts.parents` needs to know of habits; None for specs whose child rows come by chance alone.

    Weekdays and times of the year are alike where the world has no such rhythm, and kinds of child rows at all levels of
    the parents' category `plan` where the spec does not want them to lean.
    """
    rhythms = setting["rhythms"]
    if rhythms is None:
        return None
    kinds, often = channel["categories"], channel.get("usual")
    week, swing = drawn_week(rng), round(float(rng.uniform(*SWING)), 2)
    if day.get("visits"):
        week = (np.array(week) * open_days(day["visits"]["never"])).round(3).tolist()
    habits = {
        "start": day["start"],
        "evenness": round(float(rng.uniform(*EVENNESS)) * (OF_VISITS if day.get("visits") else 1), 2),
        "usual": {kind: round(float(rng.uniform(*USUAL)) * (OF_THE_USUAL if kind == often else 1), 2) for kind in kinds},
        "week": week if "week" in rhythms else None,
        "swing": swing if "season" in rhythms else 0.0,
        "peak": int(rng.integers(365)),
    }
    return habits | drawn_leanings(rng, kinds, plan) if setting["leans"] else habits


def drawn_leanings(rng: np.random.Generator, kinds: list[str], plan: dict) -> dict:
    """Which kinds come more often at parents of which level, as an entry of habits."""
    drawn = lambda: {kind: round(float(np.exp(rng.uniform(*np.log(LEANING)))), 2) for kind in kinds}
    return {"lean": {"column": plan["name"], "levels": {level: drawn() for level in plan["categories"]}}}
