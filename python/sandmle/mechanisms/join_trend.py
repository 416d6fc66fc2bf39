"""A child table counts by how its amounts drift over time, more or less by the parent, and by how unsteady they are."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import ndtri

from sandmle.direction import drawn_direction, drawn_strengths, need_rows, told_push
from sandmle.drives import drawn_drives
from sandmle.mechanisms.join_recency import SOON_SHARES, days_of, form_of, level_shifts
from sandmle.parent_habits import drawn_habits, drawn_path, visits_of
from sandmle.parts.children import tied_amounts
from sandmle.parts.columns import day_strings, numeric_values
from sandmle.parts.drives import driven
from sandmle.parts.events import drawn_week, some_soon
from sandmle.parts.features import one_hot
from sandmle.parts.parents import along_time, counts_by_habit, days_of_visits, other_kinds
from sandmle.partners import drawn_partner, follows_of

META = {
    "id": "join-trend",
    "title": "Drift of child amounts over time, read by the kind of parent, and how unsteady they are",
    "modality": "join",
    "tasks": ["binary", "ordinal", "regression"],
    "roles": [
        {"name": "plan", "kind": "categorical", "table": "main", "positive": False, "levels": [2, 6]},
        {"name": "day", "kind": "date", "table": "events", "positive": False, "levels": None},
        {"name": "amount", "kind": "numeric", "table": "events", "positive": False, "levels": None},
        {"name": "channel", "kind": "categorical", "table": "events", "positive": False, "levels": [2, 8]},
    ],
    "knobs": [
        {
            "name": "drift",
            "levels": 4,
            "default": 1,
            "raiseOn": ["easy-default", "trivial", "saturated"],
            "lowerOn": ["unlearnable", "too-hard", "noisy"],
        }
    ],
    "hint": "In the second table, a history that is going somewhere means more than where it stands, and so does one that jumps about.",
    "hints": [
        "fit a line through the {amount} of each history against the {day}: its slope counts, with a weight set "
        "by the {plan}, and so does the scatter around it",
        "the {amount} of {an entity} may creep up or down over the period, which each {plan} reads in its own "
        "way, and it may do so smoothly or in fits and starts, which matters too",
        "two {entities} with the same mean {amount} may be on their way up and on their way down; what that means"
        " depends on the {plan}, and how unsteady they are counts as well",
        "what has changed since the beginning of a history of {childRows} is worth more than where it stands, by "
        "{plan}, and a restless {amount} is a signal of its own; allow for what is usual for each {channel}",
        "a history that drifts is one thing and a history that jumps about is another: have a feature for each, "
        "from the {amount} less what is usual for its {channel}, and cross the drift with the {plan}",
        "how the {amount} develops from one {day} to the next matters in two ways, as a trend whose meaning "
        "depends on the {plan} and as unevenness around that trend",
        "plot the {amount} of single {entities} against the {day}: the direction of the drift, read by {plan}, "
        "and the size of the ups and downs both tell something",
        "the {childRows} should be read in order, each {amount} beside what its {channel} usually has: a rise or "
        "fall counts according to the {plan}, and so does how far the values stray from a straight trend",
        "for each history of {childRows}, the slope of the {amount}, crossed with the {plan}, and the spread "
        "around that slope say more than the mean",
    ],
    "caused": True,
    "skills": ["join", "aggregation", "trends in time", "category-interactions"],
    "combinable": False,
    "keywords": ["visits", "events", "readings", "history", "wear", "log", "trend", "sessions", "join", "table"],
}

OWNS = ("day", "amount", "channel")

# By how much an amount changes over the whole period, as a standard deviation between parents: the less, the more does it
# take to tell from what is else in the amounts.
DRIFTS = (1.6, 1.3, 1.05, 0.85)
# How much of an amount is its parent's, and how far its rows usually scatter around their drift.
SHARED = 0.5
OWN = 0.5
# The same of a state, such as a mass, and how much smaller its drift is: the next row is near this one.
STATE_SHARED = 0.9
STATE_OWN = 0.2
STATE_DRIFT = 0.4
# How much the scatter differs between parents, as a standard deviation of its logarithm.
UNSTEADY = 0.5
# How much of the shift that the world gives each level shows in the amounts; of a state less.
SHIFTED = 0.95
STATE_SHIFTED = 0.6
# A history begins in the first part of the period and ends in the last one.
ENDS = 3


def parameters(rng: np.random.Generator, columns: dict, knobs: dict, setting: dict) -> dict:
    """How far amounts drift, how strongly that counts for every plan, and which way it and unsteadiness point."""
    plans, amount, channel = columns["plan"]["categories"], columns["amount"], columns["channel"]
    # What rises says what large amounts say; what jumps about is nothing that anybody wants.
    way = drawn_direction(rng, setting, amount["name"])
    unsteady = -setting.get("wanted", 0) or way
    size = way * rng.uniform(1.2, 1.5)
    of_plan = setting["sample"][columns["plan"]["name"]]
    need_rows(setting, META["id"], {plan: (of_plan == plan).mean() for plan in plans})
    told = level_shifts(setting, channel, amount["name"])
    made = {
        "start": columns["day"]["start"],
        "days": columns["day"]["days"],
        "drift": DRIFTS[knobs["drift"]],
        "channels": list(channel["categories"]),
        "unsteady": round(float(unsteady * rng.uniform(0.5, 0.7)), 3),
        "readings": {plan: round(float(size * v), 3) for plan, v in drawn_strengths(rng, plans).items()},
        "amount": form_of(amount),
        # How much larger or smaller the amounts of a level are, in standard deviations.
        "shifts": {level: told.get(level, 0.0) for level in channel["categories"]},
        "partner": drawn_partner(rng, setting["partners"].get(amount["name"]), setting["sample"], "state" in amount),
        "week": drawn_week(rng),
        "soon": round(float(rng.uniform(*SOON_SHARES)), 2),
        "drives": drawn_drives(setting, {"_drift": way, "_count": told_push(setting, columns["day"]["table"])}),
        "habits": drawn_habits(rng, setting, columns["day"], channel, columns["plan"]),
        **drawn_path(rng, amount),
        **visits_of(columns["day"]),
    }
    return made | follows_of(amount, setting, made["partner"])


def glances(col: dict) -> dict[str, str]:
    """Hidden columns that anybody sees in the child table -> the table or column that they summarise."""
    return {"_count": col["events"], "_amount": col["amount"]}


def rows(rng: np.random.Generator, n: int, col: dict, p: dict, part: str, d: pd.DataFrame) -> dict:
    """Hidden number of child rows, mean amount, drift of the amounts, and how unsteady they are, standardised."""
    habits = p.get("habits")
    drawn = counts_by_habit(rng, n, 6, 5, habits["evenness"]) if habits else 6 + rng.poisson(5, n)
    return {
        "_count": driven(rng, drawn, d, p["drives"].get("_count")),
        "_drift": driven(rng, rng.standard_normal(n), d, p["drives"].get("_drift")),
        "_unsteady": np.clip(rng.standard_normal(n), -2, 2),
        "_amount": tied_amounts(rng.standard_normal(n), d, p["partner"], p.get("follows")),
    }


def latent(d: pd.DataFrame, p: dict, col: dict) -> tuple[np.ndarray, np.ndarray]:
    """Drift as strongly as the plan reads it, and unsteadiness."""
    drift, unsteady = d["_drift"].to_numpy(float), d["_unsteady"].to_numpy(float)
    read = d[col["plan"]].map(p["readings"]).to_numpy(float) * drift
    return read + p["unsteady"] * unsteady, np.column_stack([drift, unsteady, read])


def render(rng: np.random.Generator, d: pd.DataFrame, col: dict, p: dict) -> dict:
    """The child table: one line a child row, with day, amount and level, in order of time within a parent."""
    count = d["_count"].to_numpy()
    row = np.repeat(np.arange(len(d)), count)
    day = days_from_end_to_end(rng, row, count, p)
    habits, memory = p.get("habits"), p.get("path")
    level = other_kinds(rng, row, np.array(p["channels"], dtype=object), habits, d)
    parts = (SHARED, 1.0, OWN, SHIFTED) if memory is None else (STATE_SHARED, STATE_DRIFT, STATE_OWN, STATE_SHIFTED)
    shared, drifting, own, shifted = parts
    chance = rng.standard_normal(len(row))
    chance = chance if memory is None else along_time(chance, row, day, memory)
    # What is the rows' own neither drifts nor has a mean, so that a history is as steep and as unsteady as its parent says.
    time = without_mean(day / (p["days"] - 1), row)
    rest = without_slope(without_mean(chance, row), time, row)
    size = np.sqrt(np.bincount(row, rest**2) / count)
    spread = own * np.exp(UNSTEADY * d["_unsteady"].to_numpy(float)) / np.maximum(size, 1e-9)
    shift = without_mean(pd.Series(level).map(p["shifts"]).to_numpy(float), row)
    amount = shared * d["_amount"].to_numpy(float)[row] + spread[row] * rest + shifted * shift
    amount = amount + drifting * p["drift"] * d["_drift"].to_numpy(float)[row] * time
    table = pd.DataFrame(
        {
            "row": row,
            col["day"]: day_strings(p["start"], day),
            col["amount"]: numeric_values(amount, p["amount"]),
            col["channel"]: level,
        }
    )
    return {col["events"]: table}


def days_from_end_to_end(rng: np.random.Generator, row: np.ndarray, count: np.ndarray, p: dict) -> np.ndarray:
    """Days in order within each parent, the first of them early in the period and the last one late in it."""
    if p.get("visits"):
        low, high = np.zeros(len(row), int), np.full(len(row), p["days"])
        day = days_of_visits(rng, row, row, low, high, p, ENDS)
        return day[np.lexsort((day, row))]
    place = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    is_last = place == count[row] - 1
    third = p["days"] // ENDS
    low, high = np.where(is_last, p["days"] - third, 0), np.where(place == 0, third, p["days"])
    day = days_of(rng, row, low, high, p)
    day = some_soon(rng, day, 2 * row + is_last, high, p["soon"])
    return day[np.lexsort((day, row))]


def without_mean(values: np.ndarray, row: np.ndarray) -> np.ndarray:
    """What values differ from the mean of their parent."""
    return values - (np.bincount(row, values) / np.bincount(row))[row]


def without_slope(values: np.ndarray, time: np.ndarray, row: np.ndarray) -> np.ndarray:
    """What values without a mean differ from the line over time, without a mean as well, that fits their parent best."""
    return values - slopes(values, time, row)[row] * time


def slopes(values: np.ndarray, time: np.ndarray, row: np.ndarray) -> np.ndarray:
    """Slope over time of the values of each parent; neither has a mean."""
    return np.bincount(row, values * time) / np.maximum(np.bincount(row, time**2), 1e-9)


def describe(p: dict, col: dict) -> str:
    """The rule in prose."""
    readings = ", ".join(f"{plan} {value:+g}" for plan, value in p["readings"].items())
    return (
        f"Reading x slope of {col['amount']} over {col['day']} (after what is usual for its {col['channel']}, standardised) "
        f"{p['unsteady']:+g} x logarithm of its scatter around that line, standardised; the reading depends on {col['plan']}: "
        f"{readings}."
    )


def trend_summaries(frame: pd.DataFrame, col: dict, agent: Path, as_scores: bool) -> pd.DataFrame:
    """One line an id: count, mean, spread, first and last amount, slope over time, and logarithm of the scatter around it.

    `as_scores` turns amounts into normal scores, so that their shape does not matter. What is usual for a level is taken off
    before slope and scatter.
    """
    events = pd.read_csv(agent / f"{col['events']}.csv", dtype={"id": str})
    day = pd.to_datetime(events[col["day"]]).map(pd.Timestamp.toordinal).astype(float)
    events = events.assign(day=day).sort_values(["id", "day"], kind="stable")
    amount = events[col["amount"]].astype(float)
    if as_scores:
        amount = pd.Series(ndtri((amount.rank() - 0.5) / len(amount)), index=amount.index)
    grouped = amount.groupby(events["id"])
    made = {"count": grouped.size(), "amount": grouped.mean(), "spread": grouped.std(), "first": grouped.first(), "last": grouped.last()}
    row, ids = pd.factorize(events["id"])
    inside = without_mean(amount.to_numpy(float), row)
    kinds = pd.get_dummies(events[col["channel"]].astype(str)).to_numpy(float)
    kinds = np.column_stack([without_mean(kind, row) for kind in kinds.T])
    inside = inside - kinds @ np.linalg.lstsq(kinds, inside, rcond=None)[0]
    time = without_mean(events["day"].to_numpy(float), row) / np.ptp(day)
    rest = without_slope(inside, time, row)
    made["slope"] = pd.Series(slopes(inside, time, row), index=ids)
    made["scatter"] = pd.Series(np.log(np.sqrt(np.bincount(row, rest**2) / np.bincount(row)) + 1e-3), index=ids)
    return pd.DataFrame(made).reindex(frame["id"])


def public_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Counts, means, spreads, first and last amounts, slopes and scatters, and the slopes by plan."""
    views = []
    for frame, plan in zip((train, test), one_hot(train[col["plan"]], test[col["plan"]])):
        own = trend_summaries(frame, col, agent, False)
        views.append(np.column_stack([own.to_numpy(float), plan, plan * own["slope"].to_numpy(float)[:, None]]))
    return views[0], views[1]


def rule_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """The scatter of the amounts, plans, and the slope by plan."""
    views = []
    for frame, plan in zip((train, test), one_hot(train[col["plan"]], test[col["plan"]])):
        own = trend_summaries(frame, col, agent, True)
        views.append(np.column_stack([own["scatter"].to_numpy(float), plan, plan * own["slope"].to_numpy(float)[:, None]]))
    return views[0], views[1]
