"""A child table counts by how many rows follow each other closely, and by the amounts of one kind against the others."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import ndtri

from sandmle.direction import drawn_direction, drawn_strengths, need_rows, told_push
from sandmle.drives import drawn_drives
from sandmle.mechanisms.join_recency import form_of, level_shifts
from sandmle.parent_habits import drawn_habits, drawn_path, share_of, visits_of
from sandmle.parts.children import tied_amounts
from sandmle.parts.columns import day_strings, numeric_values
from sandmle.parts.drives import driven
from sandmle.parts.features import one_hot, outcome_matrix
from sandmle.parts.parents import along_time, between_gaps, counts_by_habit, other_kinds, spread_by_habit
from sandmle.partners import drawn_partner, follows_of

META = {
    "id": "join-bursts",
    "title": "Child rows in quick succession, and amounts of one kind against the others",
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
            "name": "gap",
            "levels": 4,
            "default": 1,
            "raiseOn": ["easy-default", "trivial", "saturated"],
            "lowerOn": ["unlearnable", "too-hard", "noisy"],
        }
    ],
    "hint": "In the second table, the time between two rows matters, and amounts mean more beside those of another kind.",
    "hints": [
        "{childRows} in quick succession mean something different from {childRows} that are far apart, and the "
        "mean {amount} of one {channel} beside that of the others matters too, to a degree set by the {plan}",
        "two features are worth having: the share of {childRows} that follow the one before within days, and the "
        "{amount} of one {channel} less that of the rest, which each {plan} reads in its own way",
        "compare the {amount} of one {channel} with that of the others, weigh the difference by {plan}, and look "
        "at how many {childRows} come close together",
        "the {day} matters less in itself than the time since the previous one, and the {amount} matters as a "
        "contrast between one {channel} and the others, whose weight differs by {plan}",
        "some {childRows} come in bursts, which counts, and so does the gap in {amount} between one {channel} and"
        " the rest, more for one {plan} than for another",
        "a mean over all {childRows} of {an entity} hides how closely they follow each other and how the {amount}"
        " of one {channel} stands out, which has to be read by {plan}",
        "the time between successive {childRows} shows more than their number, and the {amount} should be split "
        "by {channel} and crossed with the {plan}",
        "it is worth having one feature for how often {childRows} follow each other closely and one for the "
        "{amount} of each {channel}, the latter separately by {plan}",
        "two {entities} with the same mean {amount} may differ by short gaps between their {childRows}, or once "
        "that mean is split by {channel} and read in the light of the {plan}",
    ],
    "caused": True,
    "skills": ["join", "aggregation", "gaps in time", "category-interactions"],
    "combinable": False,
    "keywords": ["visits", "events", "readings", "history", "bursts", "log", "orders", "sessions", "join", "table"],
}

OWNS = ("day", "amount", "channel")

# Rows that follow within so many days are close: the fewer, the less do other summaries of time stand in for them.
GAPS = (6, 4, 3, 2)
# Beta law of the share of marked rows in a history, where the world does not tell which kind is the usual one.
SHARE = (2.2, 2.7)
# How much of an amount is its parent's, the contrast between the kinds, and its own.
SHARED = 0.5
CONTRAST = 0.7
OWN = 0.5
# The same of a state, such as a mass: the next row is near this one, of whatever kind it is.
STATE_SHARED = 0.9
STATE_CONTRAST = 0.3
STATE_OWN = 0.25
# So much of the days at most is taken by rows that do not follow closely.
ROOM = 0.8
# The same of visits, which need to make room for days off.
ROOM_OF_VISITS = 0.7
# Fewest visits of a parent whose rows come several on one, and so many further rows a parent, spread over visits.
LEAST_VISITS = 3
FURTHER = 6
# Where more of the rows share their day with the one before, it is days that follow each other closely.
SHARED_DAYS = 0.3
# What chance alone does to days where a plan has no habits.
NO_HABITS = {"week": None, "swing": 0.0, "peak": 0}
# How much of the shift that the world gives each level shows in the amounts, in every history alike.
SHIFTED = 0.95


def parameters(rng: np.random.Generator, columns: dict, knobs: dict, setting: dict) -> dict:
    """What counts as close, the child level that is compared, how strongly it counts for every plan, and which way."""
    plans, amount = columns["plan"]["categories"], columns["amount"]
    # Rows in bursts say what many rows say, and large amounts of a kind what large amounts say.
    table = columns["day"]["table"]
    burst = drawn_direction(rng, setting, table if told_push(setting, table) else amount["name"])
    size = drawn_direction(rng, setting, amount["name"]) * rng.uniform(1.1, 1.4)
    of_plan = setting["sample"][columns["plan"]["name"]]
    need_rows(setting, META["id"], {plan: (of_plan == plan).mean() for plan in plans})
    told = level_shifts(setting, columns["channel"], amount["name"])
    drawn_level = str(rng.choice(columns["channel"]["categories"]))
    marked = setting.get("reads", {}).get("channel") or drawn_level
    made = {
        "start": columns["day"]["start"],
        "days": columns["day"]["days"],
        "gap": GAPS[knobs["gap"]],
        "channels": list(columns["channel"]["categories"]),
        "marked": marked,
        "burst": round(float(burst * rng.uniform(2.6, 3.4)), 3),
        "readings": {plan: round(float(size * v), 3) for plan, v in drawn_strengths(rng, plans).items()},
        "amount": form_of(amount),
        # How much larger or smaller the amounts of a level are, in standard deviations, where the story tells.
        **({"shifts": told} if told else {}),
        "partner": drawn_partner(rng, setting["partners"].get(amount["name"]), setting["sample"], "state" in amount),
        "drives": drawn_drives(setting, {"_close": burst, "_count": told_push(setting, columns["day"]["table"])}),
        "habits": drawn_habits(rng, setting, columns["day"], columns["channel"], columns["plan"]),
        **share_of(columns["channel"], marked),
        **drawn_path(rng, amount),
        **visits_of(columns["day"]),
    }
    return made | follows_of(amount, setting, made["partner"])


def glances(col: dict) -> dict[str, str]:
    """Hidden columns that anybody sees in the child table -> the table or column that they summarise."""
    return {"_count": col["events"], "_amount": col["amount"]}


def rows(rng: np.random.Generator, n: int, col: dict, p: dict, part: str, d: pd.DataFrame) -> dict:
    """Hidden number of child rows, how many follow closely and are of the marked level, mean amount, and its contrast.

    Of rows that come several on a visit also how many visits there are; it is these that follow closely.
    """
    habits, visits = p.get("habits"), p.get("visits")
    least, further = (LEAST_VISITS, FURTHER / visits["rows"]) if visits else (4, 5)
    drawn = least + rng.poisson(further, n)
    if habits:
        drawn = counts_by_habit(rng, n, least, further, habits["evenness"])
    if habits or visits:
        drawn = np.minimum(drawn, int((ROOM_OF_VISITS if visits else ROOM) * p["days"] / (p["gap"] + 1)))
    count = followed = driven(rng, drawn, d, p["drives"].get("_count"))
    if visits:
        count = followed + rng.poisson(followed * (visits["rows"] - 1))
    share = rng.beta(*p.get("share", SHARE), n) if habits else 0.45
    return {
        "_count": count,
        **({"_visits": followed} if visits else {}),
        "_close": rng.binomial(followed - 1, driven(rng, rng.beta(1.2, 1.6, n), d, p["drives"].get("_close"))),
        "_marked": np.clip(rng.binomial(count, share, n), 1, count - 1),
        "_amount": tied_amounts(rng.standard_normal(n), d, p["partner"], p.get("follows")),
        "_contrast": rng.standard_normal(n),
    }


def latent(d: pd.DataFrame, p: dict, col: dict) -> tuple[np.ndarray, np.ndarray]:
    """Share of close followers, and the contrast of the marked level as strongly as the plan reads it."""
    close = d["_close"].to_numpy(float) / (followed_of(d, p).to_numpy(float) - 1)
    contrast = d["_contrast"].to_numpy(float)
    read = d[col["plan"]].map(p["readings"]).to_numpy(float) * contrast
    return p["burst"] * close + read, np.column_stack([close, contrast, read])


def followed_of(d: pd.DataFrame, p: dict) -> pd.Series:
    """How many child rows of each parent follow each other closely or do not: its visits, where rows share them."""
    return d["_visits" if p.get("visits") else "_count"]


def render(rng: np.random.Generator, d: pd.DataFrame, col: dict, p: dict) -> dict:
    """The child table: one line a child row, with day, amount and level, in order of time within a parent."""
    count = d["_count"].to_numpy()
    row, habits = np.repeat(np.arange(len(d)), count), p.get("habits")
    followed = followed_of(d, p).to_numpy()
    # Close followers and marked rows are random subsets of the parent's rows, or of its visits.
    visit = np.repeat(np.arange(len(d)), followed)
    is_later = np.r_[False, visit[1:] == visit[:-1]]
    is_close = is_later & chosen_rows(rng, visit, is_later, d["_close"].to_numpy())
    is_marked = chosen_rows(rng, row, np.ones(len(row), dtype=bool), d["_marked"].to_numpy())
    day = days_following(rng, visit, ~is_later, is_close, p)
    if p.get("visits"):
        day = day[visits_of_rows(rng, count, followed)]
    others = np.array([name for name in p["channels"] if name != p["marked"]], dtype=object)
    # Amounts have the mean and the contrast of their parent; what is their own has no mean within a kind.
    kind = 2 * row + is_marked
    sizes = np.maximum(np.bincount(kind, minlength=2 * len(d)), 1)
    own, memory = rng.standard_normal(len(row)), p.get("path")
    shared, apart, of_row = (SHARED, CONTRAST, OWN) if memory is None else (STATE_SHARED, STATE_CONTRAST, STATE_OWN)
    own = own if memory is None else along_time(own, row, day, memory)
    level = np.where(is_marked, p["marked"], other_kinds(rng, row, others, habits, d))
    shift = pd.Series(level).map(p.get("shifts", {})).fillna(0.0).to_numpy(float)
    own = own + SHIFTED / OWN * np.where(is_marked, 0.0, shift)
    own = own - (np.bincount(kind, own, minlength=2 * len(d)) / sizes)[kind]
    own = own * spread_by_habit(rng, row, habits)
    marked_share = (d["_marked"].to_numpy(float) / count)[row]
    amount = shared * d["_amount"].to_numpy(float)[row] + of_row * own
    contrast = apart / CONTRAST * SHIFTED * marked_shift(p) + apart * d["_contrast"].to_numpy(float)[row]
    amount = amount + contrast * (is_marked - marked_share)
    table = pd.DataFrame(
        {
            "row": row,
            col["day"]: day_strings(p["start"], day),
            col["amount"]: numeric_values(amount, p["amount"]),
            col["channel"]: level,
        }
    )
    return {col["events"]: table}


def days_following(
    rng: np.random.Generator, row: np.ndarray, is_first: np.ndarray, is_close: np.ndarray, p: dict
) -> np.ndarray:
    """Days of rows in order of time within each parent, of which some follow the one before closely; visits have a day each."""
    visits, habits = p.get("visits"), p.get("habits")
    near = rng.integers(1 if visits else 0, p["gap"] + 1, len(row))
    least = np.where(is_first, 0, np.where(is_close, near, p["gap"] + 1))
    left = p["days"] - 1 - np.bincount(row, least)
    # Days that are left lie before the first row, before those that follow late, and after the last.
    weight = np.where(is_close, 0.0, rng.standard_exponential(len(row)))
    total = np.bincount(row, weight) + rng.standard_exponential(row[-1] + 1)
    gap = least + np.floor(left[row] * weight / total[row]).astype(int)
    before = np.cumsum(np.bincount(row, gap)) - np.bincount(row, gap)
    day = np.cumsum(gap) - before.astype(int)[row]
    if visits:
        return between_gaps(rng, row, day, p["gap"], p["days"], habits or {**NO_HABITS, "start": p["start"]}, visits)
    if habits and (habits["week"] or habits["swing"]):
        return between_gaps(rng, row, day, p["gap"], p["days"], habits)
    return day


def visits_of_rows(rng: np.random.Generator, count: np.ndarray, visits: np.ndarray) -> np.ndarray:
    """The visit of each row, in order, numbered over all parents: each visit has one row at least, others by chance."""
    row, begin = np.repeat(np.arange(len(count)), count), np.cumsum(visits) - visits
    place = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    further = np.floor(rng.random(len(row)) * visits[row]).astype(int)
    return np.sort(begin[row] + np.where(place < visits[row], place, further))


def marked_shift(p: dict) -> float:
    """By how much amounts of the marked level usually differ from those of the others, in standard deviations."""
    others = [shift for level, shift in p.get("shifts", {}).items() if level != p["marked"]]
    return p["shifts"][p["marked"]] - float(np.mean(others)) if others else 0.0


def chosen_rows(rng: np.random.Generator, row: np.ndarray, allowed: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Marks as many of the allowed rows of each parent as it wants, drawn at random."""
    order = np.lexsort((rng.random(len(row)), ~allowed, row))
    begin = np.searchsorted(row, np.arange(len(wanted)))
    chosen = np.empty(len(row), dtype=bool)
    chosen[order] = np.arange(len(row)) - begin[row] < wanted[row]
    return chosen


def describe(p: dict, col: dict) -> str:
    """The rule in prose."""
    readings = ", ".join(f"{plan} {value:+g}" for plan, value in p["readings"].items())
    followed = f"days with {col['events']}" if p.get("visits") else f"{col['events']} rows"
    return (
        f"{p['burst']:+g} x the share of {followed} that follow the one before within {p['gap']} days, plus reading "
        f"x (mean {col['amount']} of rows whose {col['channel']} is {p['marked']} - that of the others, both standardised); "
        f"the reading depends on {col['plan']}: {readings}."
    )


def burst_summaries(frame: pd.DataFrame, col: dict, agent: Path, longest: int, as_scores: bool) -> tuple[pd.DataFrame, list[str]]:
    """One line an id: count, mean amount, shares of gaps up to 1, 2, ... days, shares and amounts of levels; the levels.

    Gaps are those between days with rows where most days have several, else those between rows.

    `as_scores` turns amounts into normal scores, so that their shape does not matter.
    """
    events = pd.read_csv(agent / f"{col['events']}.csv", dtype={"id": str})
    day = pd.to_datetime(events[col["day"]]).map(pd.Timestamp.toordinal).astype(float)
    events = events.assign(day=day).sort_values(["id", "day"], kind="stable")
    amount = events[col["amount"]].astype(float)
    if as_scores:
        amount = pd.Series(ndtri(amount.rank() / (len(amount) + 1)), index=amount.index)
    ids, level = events["id"], events[col["channel"]].astype(str)
    gap = events["day"].groupby(ids).diff()
    if (gap == 0).mean() > SHARED_DAYS:
        gap = gap.where(gap > 0)
    made = {"count": amount.groupby(ids).size(), "amount": amount.groupby(ids).mean(), "gap": gap.groupby(ids).mean()}
    for days in range(1, longest + 1):
        made[f"within {days}"] = (gap <= days).astype(float).where(gap.notna()).groupby(ids).mean()
    for name in sorted(level.unique()):
        made[f"share {name}"] = (level == name).astype(float).groupby(ids).mean()
        of, rest = (amount.where(mask).groupby(ids).mean() for mask in (level == name, level != name))
        made[f"contrast {name}"] = (of - rest).fillna(0.0)
    return pd.DataFrame(made).reindex(frame["id"]), sorted(level.unique())


def public_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Counts, means, gaps, level shares, and the amounts of each level against the others by plan."""
    views = []
    for frame, plan in zip((train, test), one_hot(train[col["plan"]], test[col["plan"]])):
        own, levels = burst_summaries(frame, col, agent, 7, False)
        contrasts = own[[f"contrast {level}" for level in levels]].to_numpy(float)
        crossed = (contrasts[:, :, None] * plan[:, None, :]).reshape(len(frame), -1)
        views.append(np.column_stack([own.to_numpy(float), plan, crossed]))
    return views[0], views[1]


def rule_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """The share of close followers, and the contrast of the level by plan, that explain the target best together."""
    plans = one_hot(train[col["plan"]], test[col["plan"]])
    (own, levels), (other, _) = (burst_summaries(frame, col, agent, 9, True) for frame in (train, test))
    outcome, best, chosen = outcome_matrix(y, task), np.inf, ("within 1", f"contrast {levels[0]}")
    for days in range(1, 10):
        for level in levels:
            names = (f"within {days}", f"contrast {level}")
            error = float(np.square(outcome - fitted(close_and_contrast(own, plans[0], *names), outcome)).sum())
            if error < best:
                best, chosen = error, names
    return close_and_contrast(own, plans[0], *chosen), close_and_contrast(other, plans[1], *chosen)


def fitted(design: np.ndarray, outcome: np.ndarray) -> np.ndarray:
    """What a linear fit says of the outcome."""
    return design @ np.linalg.lstsq(design, outcome, rcond=None)[0]


def close_and_contrast(summary: pd.DataFrame, plan: np.ndarray, within: str, contrast: str) -> np.ndarray:
    """Share of close followers, plans, and the contrast of one level by plan."""
    close, apart = summary[within].fillna(0.0).to_numpy(float), summary[contrast].to_numpy(float)
    return np.column_stack([close, plan, plan * apart[:, None]])
