"""A child table counts by how recent its rows are and, more or less by the parent, by one of their kinds."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from sandmle.direction import drawn_direction, drawn_strengths, marked_level, need_rows, told_push
from sandmle.drives import drawn_drives
from sandmle.parts.children import tied_amounts
from sandmle.parts.columns import day_strings, numeric_values
from sandmle.parts.drives import driven
from sandmle.parent_habits import drawn_habits, drawn_path, share_of, visits_of
from sandmle.parts.events import days_between, days_by, drawn_week, some_soon
from sandmle.parts.features import one_hot, outcome_matrix
from sandmle.parts.parents import (
    STATE_OF_PARENT,
    STATE_OF_ROW,
    along_time,
    busy_days,
    counts_by_habit,
    days_of_visits,
    on_weekdays,
    other_kinds,
    spread_by_habit,
)
from sandmle.partners import drawn_partner, follows_of

META = {
    "id": "join-recency",
    "title": "Recent share of child rows, read by the kind of parent",
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
            "name": "window",
            "levels": 4,
            "default": 1,
            "raiseOn": ["easy-default", "trivial", "saturated"],
            "lowerOn": ["unlearnable", "too-hard", "noisy"],
        }
    ],
    "hint": "The history in the second table matters by when things happened and of what kind they were.",
    "hints": [
        "the share of {childRows} in the last part of the period counts, and so does the share of one {channel} "
        "in the whole history, which has to be read by {plan}",
        "{childRows} go out of date: how many of them are recent matters, along with the mix of {channel}, whose "
        "weight depends on the {plan}",
        "two proportions of the history are worth computing: how much of it is recent by {day}, and how much of "
        "it is of one {channel}; what the latter means depends on the {plan}",
        "a history may be quiet towards its end or busy until the last day, which matters, and so does the share "
        "that one {channel} has of it, differently for each {plan}",
        "a summary of the {childRows} should separate the last stretch of days from the rest, and one {channel} "
        "from the others, with the latter crossed with the {plan}",
        "it pays to look at how the history of {an entity} is spread over time, above all at its end, and at how "
        "much of it belongs to each {channel}, for one {plan} at a time",
        "two {entities} with the same number of {childRows} may differ by how many of those are recent and by "
        "their make-up by {channel}, which is to be read together with the {plan}",
        "not all {childRows} count equally: a late {day} makes a difference, and so does the {channel}, in a way "
        "that the {plan} decides",
        "count the {childRows} near the end of the period as a share of all, then the share of each {channel}, "
        "and let the {plan} interact with the second",
    ],
    "caused": True,
    "skills": ["join", "aggregation", "recency", "category-interactions"],
    "combinable": False,
    "keywords": ["visits", "events", "transactions", "history", "churn", "log", "orders", "sessions", "join", "table"],
}

OWNS = ("day", "amount", "channel")
TELLS = ("channel",)

# The late window as a share of the observed days: the shorter, the less do other summaries of time stand in for it.
WINDOWS = (0.40, 0.33, 0.27, 0.2)

# How many rows follow soon after the one before.
SOON_SHARES = (0.12, 0.3)

# Beta law of the share of marked rows in a history, where the world does not tell which kind is the usual one.
SHARE = (1.3, 1.7)

# How much of an amount is its parent's, and how much its own.
AMOUNT_OF_PARENT = 0.65
AMOUNT_OF_ROW = 0.75
# How much of the shift that the world gives each level shows in the amounts.
SHIFTED = 1.0


def parameters(rng: np.random.Generator, columns: dict, knobs: dict, setting: dict) -> dict:
    """Window, the child level that counts, how strongly it does for every plan, and which way both of them point."""
    days, plans = columns["day"]["days"], columns["plan"]["categories"]
    amount, channel = columns["amount"], columns["channel"]
    told = level_shifts(setting, channel, amount["name"])
    marked, way = marked_level(rng, setting, channel, setting.get("reads", {}).get("channel"))
    # What many rows say, recent ones say more strongly.
    recency = drawn_direction(rng, setting, columns["day"]["table"])
    strengths, size = drawn_strengths(rng, plans), way * rng.uniform(3.2, 4.0)
    of_plan = setting["sample"][columns["plan"]["name"]]
    need_rows(setting, META["id"], {plan: (of_plan == plan).mean() for plan in plans})
    made = {
        "start": columns["day"]["start"],
        "days": days,
        "window": max(2, round(WINDOWS[knobs["window"]] * days)),
        "channels": list(columns["channel"]["categories"]),
        "marked": marked,
        "recency": round(float(recency * rng.uniform(3.6, 4.6)), 3),
        "readings": {plan: round(float(size * strength), 3) for plan, strength in strengths.items()},
        "amount": form_of(amount),
        # How much larger or smaller the amounts of a level are, in standard deviations.
        "shifts": {level: told.get(level, 0.0) for level in channel["categories"]},
        "partner": drawn_partner(rng, setting["partners"].get(amount["name"]), setting["sample"], "state" in amount),
        "week": drawn_week(rng),
        "soon": round(float(rng.uniform(*SOON_SHARES)), 2),
        "drives": drawn_drives(setting, {"_late": recency, "_count": told_push(setting, columns["day"]["table"])}),
        "habits": drawn_habits(rng, setting, columns["day"], channel, columns["plan"]),
        **share_of(channel, marked),
        **drawn_path(rng, amount),
        **visits_of(columns["day"]),
    }
    return made | follows_of(amount, setting, made["partner"])


def level_shifts(setting: dict, channel: dict, amount: str) -> dict[str, float]:
    """How much larger or smaller the amounts of each level are, in standard deviations; {} where the story says nothing."""
    told = [one["shifts"] for one in setting["links"] if (one["from"], one["to"]) == (channel["name"], amount)]
    return dict(told[0]) if told else {}


def glances(col: dict) -> dict[str, str]:
    """Hidden columns that anybody sees in the child table -> the table or column that they summarise."""
    return {"_count": col["events"], "_amount": col["amount"]}


def form_of(amount: dict) -> dict:
    """How amounts are written: their shape, range and decimals, and the steps that they come in where they do."""
    return {key: amount[key] for key in ("shape", "low", "high", "step") if key in amount} | {"decimals": decimals_of(amount)}


def decimals_of(column: dict) -> int:
    """Decimals of a column of the child table: those of its steps, else a hundredth of its range, none where it is counted."""
    if "step" in column:
        return max(len(f"{end:g}".partition(".")[2]) for end in (column["low"], column["step"]))
    if column.get("whole"):
        return 0
    return max(0, 2 - int(np.floor(np.log10(column["high"] - column["low"]))))


def rows(rng: np.random.Generator, n: int, col: dict, p: dict, part: str, d: pd.DataFrame) -> dict:
    """Hidden number of child rows of every parent, how many are late and of the marked level, and their mean amount."""
    habits = p.get("habits")
    drawn = counts_by_habit(rng, n, 3, 6, habits["evenness"]) if habits else 3 + rng.poisson(6, n)
    count = driven(rng, drawn, d, p["drives"].get("_count"))
    return {
        "_count": count,
        "_late": rng.binomial(count, driven(rng, rng.beta(1.2, 2.0, n), d, p["drives"].get("_late"))),
        "_marked": rng.binomial(count, rng.beta(*p.get("share", SHARE), n)),
        "_amount": tied_amounts(rng.standard_normal(n), d, p["partner"], p.get("follows")),
    }


def latent(d: pd.DataFrame, p: dict, col: dict) -> tuple[np.ndarray, np.ndarray]:
    """Share of late rows, and share of marked rows as strongly as the plan reads it."""
    late, marked = (d[name].to_numpy(float) / d["_count"].to_numpy(float) for name in ("_late", "_marked"))
    reading = d[col["plan"]].map(p["readings"]).to_numpy(float)
    read = reading * (marked - usual_share(p))
    return p["recency"] * late + read, np.column_stack([late, marked, read])


def usual_share(p: dict) -> float:
    """The share of marked rows that is normal."""
    a, b = p.get("share", SHARE)
    return round(a / (a + b), 2)


def render(rng: np.random.Generator, d: pd.DataFrame, col: dict, p: dict) -> dict:
    """The child table: one line a child row, with day, amount and level, in order of time within a parent."""
    count = d["_count"].to_numpy()
    row = np.repeat(np.arange(len(d)), count)
    place = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    late = place < np.repeat(d["_late"].to_numpy(), count)
    edge = p["days"] - p["window"]
    # Rows stay on their side of the edge, whatever day of the week they come on.
    low, high = np.where(late, edge, 0), np.where(late, p["days"], edge)
    if p.get("visits"):
        day = days_of_visits(rng, row, 2 * row + late, low, high, p)
    else:
        day = some_soon(rng, days_of(rng, row, low, high, p), 2 * row + late, high, p["soon"])
    # Marked rows are a random subset of the parent's rows, independent of time.
    shuffled = np.lexsort((rng.random(len(row)), row))
    is_marked = np.empty(len(row), dtype=bool)
    is_marked[shuffled] = place < np.repeat(d["_marked"].to_numpy(), count)
    others = np.array([name for name in p["channels"] if name != p["marked"]], dtype=object)
    habits = p.get("habits")
    level = np.where(is_marked, p["marked"], other_kinds(rng, row, others, habits, d))
    # Amounts differ by level and by chance, and are on average what their parent has.
    chance, memory = rng.standard_normal(len(row)), p.get("path")
    of_parent, of_row = (AMOUNT_OF_PARENT, AMOUNT_OF_ROW) if memory is None else (STATE_OF_PARENT, STATE_OF_ROW)
    chance = chance if memory is None else along_time(chance, row, day, memory)
    shift, few = pd.Series(level).map(p["shifts"]).to_numpy(float), np.maximum(count, 1)
    own = (chance - (np.bincount(row, chance, len(d)) / few)[row]) * spread_by_habit(rng, row, habits)
    shift = shift - (np.bincount(row, shift, len(d)) / few)[row]
    amount = of_parent * np.repeat(d["_amount"].to_numpy(float), count) + of_row * own + SHIFTED * shift
    table = pd.DataFrame(
        {
            "row": row,
            col["day"]: day_strings(p["start"], day),
            col["amount"]: numeric_values(amount, p["amount"]),
            col["channel"]: level,
        }
    )
    return {col["events"]: table.iloc[np.lexsort((day, row))].reset_index(drop=True)}


def days_of(rng: np.random.Generator, row: np.ndarray, low: np.ndarray, high: np.ndarray, p: dict) -> np.ndarray:
    """A day for every row from its low to below its high, as the trade and its parent have them."""
    habits = p.get("habits")
    if habits is None:
        return days_between(rng, low, high, p["start"], p["week"])
    day = days_by(rng, low, high, busy_days(p["days"], habits))
    return on_weekdays(rng, row, day, low, high, habits) if habits["week"] else day


def describe(p: dict, col: dict) -> str:
    """The rule in prose."""
    readings = ", ".join(f"{plan} {value:+g}" for plan, value in p["readings"].items())
    return (
        f"{p['recency']:+g} x the share of {col['events']} rows in the last {p['window']} of {p['days']} days, plus reading x "
        f"(share of rows whose {col['channel']} is {p['marked']} - {usual_share(p)}); the reading depends on {col['plan']}: {readings}."
    )


def event_summaries(
    train: pd.DataFrame, test: pd.DataFrame, col: dict, agent: Path
) -> tuple[pd.DataFrame, list[float], list[str]]:
    """One line an id: count, shares of rows after several days, shares of the levels; those days; those levels."""
    events = pd.read_csv(agent / f"{col['events']}.csv", dtype={"id": str})
    day = pd.to_datetime(events[col["day"]]).map(pd.Timestamp.toordinal).astype(float)
    edges = list(np.linspace(day.min(), day.max() + 1, 41)[1:-1])
    levels = sorted(events[col["channel"]].astype(str).unique())
    made = {"count": pd.Series(1.0, index=events.index), "day": day, "amount": events[col["amount"]]}
    for number, edge in enumerate(edges):
        made[f"after {number}"] = (day >= edge).astype(float)
    for level in levels:
        made[f"level {level}"] = (events[col["channel"]].astype(str) == level).astype(float)
    summary = pd.DataFrame(made).groupby(events["id"]).mean()
    summary["count"] = events.groupby("id").size()
    summary["last"] = day.groupby(events["id"]).max()
    return summary, edges, levels


def public_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Counts, means, late shares for three windows, level shares, and the level shares by plan."""
    summary, edges, levels = event_summaries(train, test, col, agent)
    windows = [f"after {int(share * len(edges))}" for share in (0.5, 0.67, 0.8)]
    plain = ["count", "day", "amount", "last", *windows, *(f"level {level}" for level in levels)]
    plans, views = one_hot(train[col["plan"]], test[col["plan"]]), []
    for frame, plan in zip((train, test), plans):
        own = summary.reindex(frame["id"])
        shares = own[[f"level {level}" for level in levels]].to_numpy(float)
        crossed = (shares[:, :, None] * plan[:, None, :]).reshape(len(frame), -1)
        views.append(np.column_stack([own[plain].to_numpy(float), plan, crossed]))
    return views[0], views[1]


def rule_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """The late share at the window, and the share of the level by plan, that explain the target best together."""
    summary, edges, levels = event_summaries(train, test, col, agent)
    plan_train, plan_test = one_hot(train[col["plan"]], test[col["plan"]])
    own, other = summary.reindex(train["id"]), summary.reindex(test["id"])
    outcome, best, chosen = outcome_matrix(y, task), np.inf, ("", "")
    for window in range(len(edges)):
        for level in levels:
            design = late_and_level(own, plan_train, f"after {window}", f"level {level}")
            error = float(np.linalg.lstsq(design, outcome, rcond=None)[1].sum())
            if error < best:
                best, chosen = error, (f"after {window}", f"level {level}")
    return late_and_level(own, plan_train, *chosen), late_and_level(other, plan_test, *chosen)


def late_and_level(summary: pd.DataFrame, plan: np.ndarray, window: str, level: str) -> np.ndarray:
    """Late share, plans, and the share of one level by plan."""
    late, share = summary[window].to_numpy(float), summary[level].to_numpy(float)
    return np.column_stack([late, plan, plan * (share - 0.43)[:, None]])
