"""Draw how the columns of a table hang together: hidden common causes, chains, shifts by category, heavy tails."""
from __future__ import annotations

import numpy as np

from sandmle.spec import CannotCompose

# A group of columns for about so many numbers.
GROUP_SIZE = 4
SLOPE = (0.45, 0.8)
CHAIN, CHAIN_SLOPE = 0.25, (0.4, 0.7)
SHIFTED, SHIFT_SIZE = 0.3, (0.35, 0.6)
HEAVY, TAIL = 0.3, (0.06, 0.2)
# Categories of more levels move no number, and integers and even spreads have no tail.
MOST_LEVELS = 8
TAILED = ("normal", "gamma", "lognormal")
# What causes explain of a column's spread, at most.
MOST_EXPLAINED = 0.8
# How much likelier a level of a category is beside those of another one that it usually goes with.
USUAL_ODDS = 6.0
# How often gaps of a column depend on another one, and how much.
DRIVEN, TILT = 0.6, (0.4, 0.9)
# The same where the story says by which column cells go missing.
TOLD_TILT = (0.7, 0.95)


def relate(columns: list[dict], related: float, rng: np.random.Generator) -> list[dict]:
    """The columns in the order of their causes, hidden ones first; `related` is the share that shares a hidden cause."""
    numeric = [column for column in columns if column["kind"] == "numeric"]
    others = [column for column in groups_first(columns) if column["kind"] != "numeric"]
    hidden = [{"name": f"cause {number + 1}", "kind": "hidden"} for number in range(max(1, len(numeric) // GROUP_SIZE))]
    causes = [cause["name"] for cause in hidden]
    categories = [c for c in others if c["kind"] == "categorical" and len(c["categories"]) <= MOST_LEVELS]
    made = [with_causes(c, {}, {}) if c["kind"] == "date" or "per" in c else joined(c, causes, related / 2, rng) for c in others]
    placed: list[str] = []
    for position in rng.permutation(len(numeric)):
        if "per" in numeric[position]:
            made.append(with_causes(numeric[position], {}, {}))
            continue
        column = joined(numeric[position], causes, related, rng)
        slopes, shifts = dict(column.get("causes", {})), {}
        if placed and rng.random() < CHAIN:
            slopes[placed[rng.integers(len(placed))]] = drawn_slope(rng, CHAIN_SLOPE)
        if categories and rng.random() < SHIFTED:
            category = categories[rng.integers(len(categories))]
            shifts[category["name"]] = drawn_shifts(category, rng)
        column = with_tail(with_causes(numeric[position], slopes, shifts), rng)
        made.append(column)
        placed.append(column["name"])
    used = {cause for column in made for cause in column.get("causes", {})}
    return [*(cause for cause in hidden if cause["name"] in used), *made]


def groups_first(columns: list[dict]) -> list[dict]:
    """The columns, those at the end that a group fixes."""
    return sorted(columns, key=lambda column: "per" in column)


def relate_by(links: list[dict], columns: list[dict], rng: np.random.Generator) -> list[dict]:
    """The columns in the order of their causes, as `links` have them; a cause that is no column is hidden.

    Raises CannotCompose where links go in a circle.
    """
    named = {column["name"]: column for column in columns}
    waiting = [column for column in columns if column["kind"] == "numeric"]
    others = [with_causes(column, {}, {}) for column in groups_first(columns) if column["kind"] != "numeric"]
    made = with_leanings([link for link in links if "leans" in link], others)
    causes = {link["from"] for link in links if "slope" in link} - set(named)
    placed = [{"name": name, "kind": "hidden"} for name in sorted(causes)]
    settled = causes | {column["name"] for column in made}
    while waiting:
        free = [c for c in waiting if all(link["from"] in settled for link in links if link["to"] == c["name"])]
        if not free:
            raise CannotCompose(f"style: links of {', '.join(c['name'] for c in waiting)} go in a circle")
        for column in free:
            own = [link for link in links if link["to"] == column["name"]]
            slopes = {link["from"]: link["slope"] for link in own if "slope" in link}
            shifts = {link["from"]: centred(link["shifts"], named[link["from"]]) for link in own if "shifts" in link}
            placed.append(with_tail(with_causes(column, slopes, shifts), rng))
        settled |= {column["name"] for column in free}
        waiting = [column for column in waiting if column["name"] not in settled]
    return [*made, *placed]


def with_leanings(links: list[dict], columns: list[dict]) -> list[dict]:
    """The columns, of which categories lean on the levels of others as `links` have it, those that are leant on first.

    Raises CannotCompose where links go in a circle.
    """
    leaning, placed = {link["to"]: link for link in links}, []
    waiting, named = list(columns), {column["name"]: column for column in columns}
    while waiting:
        names = {column["name"] for column in waiting}
        free = [c for c in waiting if leaning.get(c["name"], {"from": None})["from"] not in names]
        if not free:
            raise CannotCompose(f"style: links of {', '.join(sorted(names))} go in a circle")
        placed += [leaning_on(c, leaning[c["name"]], named) if c["name"] in leaning else c for c in free]
        waiting = [column for column in waiting if column not in free]
    return groups_first(placed)


def leaning_on(column: dict, link: dict, named: dict[str, dict]) -> dict:
    """A category whose levels are the likelier by so much where they usually go with the level of another one."""
    shares = {}
    for level in named[link["from"]]["categories"]:
        usual = link["leans"].get(level, [])
        odds = np.array([USUAL_ODDS if name in usual else 1.0 for name in column["categories"]]) * column["shares"]
        shares[level] = (odds / odds.sum()).round(3).tolist()
    return {**column, "leans": {"column": link["from"], "shares": shares}}


def is_constant_within(link: dict, columns: list[dict]) -> bool:
    """Whether a link leaves what a group fixes the same in all its rows: only what the same group fixes moves it."""
    groups = {column["name"]: column.get("per") for column in columns}
    return groups[link["to"]] in (None, groups.get(link["from"]))


def centred(shifts: dict[str, float], category: dict) -> dict[str, float]:
    """The shift of every level, none on average."""
    levels = np.array([shifts.get(level, 0.0) for level in category["categories"]], float)
    middle = float((np.array(category["shares"]) * levels).sum())
    return dict(zip(category["categories"], (levels - middle).tolist()))


def with_tail(column: dict, rng: np.random.Generator) -> dict:
    """A column of which now and then a value lies far out."""
    if column["shape"] in TAILED and rng.random() < HEAVY:
        column["tail"] = round(float(rng.uniform(*TAIL)), 2)
    return column


def joined(column: dict, causes: list[str], chance: float, rng: np.random.Generator) -> dict:
    """A column that shares one of the hidden causes, by chance."""
    if rng.random() >= chance:
        return with_causes(column, {}, {})
    return with_causes(column, {causes[rng.integers(len(causes))]: drawn_slope(rng, SLOPE)}, {})


def drawn_slope(rng: np.random.Generator, limits: tuple[float, float]) -> float:
    """How much a cause moves a column, up or down."""
    return float(rng.choice([-1, 1]) * rng.uniform(*limits))


def drawn_shifts(category: dict, rng: np.random.Generator) -> dict[str, float]:
    """How much each level moves a column: no shift on average, and of a drawn size."""
    shares = np.array(category["shares"])
    raw = rng.standard_normal(len(shares))
    raw = raw - (shares * raw).sum()
    raw = raw / np.sqrt((shares * raw**2).sum()) * rng.uniform(*SHIFT_SIZE)
    return dict(zip(category["categories"], raw.tolist()))


def with_causes(column: dict, slopes: dict[str, float], shifts: dict[str, dict]) -> dict:
    """A column with its causes, whose draws keep unit spread."""
    if not slopes and not shifts:
        return dict(column)
    spread = sum(slope**2 for slope in slopes.values())
    spread += sum(float(np.var(list(levels.values()))) for levels in shifts.values())
    shrink = min(1.0, np.sqrt(MOST_EXPLAINED / spread))
    made = {**column, "own": round(float(np.sqrt(1 - spread * shrink**2)), 3)}
    if slopes:
        made["causes"] = {name: round(shrink * slope, 2) for name, slope in slopes.items()}
    if shifts:
        made["shifts"] = {
            name: {level: round(shrink * shift, 2) for level, shift in levels.items()} for name, levels in shifts.items()
        }
    return made


def gaps_by(told: dict | None, missing: dict[str, float], rng: np.random.Generator) -> dict[str, list]:
    """For all columns with gaps the one by which the story has them, and how much it moves their chance; {} without one."""
    if told is None:
        return {}
    way = 1 if told["side"] == "high" else -1
    return {name: [told["column"], round(float(way * rng.uniform(*TOLD_TILT)), 2)] for name in missing if name != told["column"]}


def gap_drivers(columns: list[dict], missing: dict[str, float], rng: np.random.Generator) -> dict[str, list]:
    """For some columns with gaps another one, without gaps where there is one, and how much it moves their chance."""
    drivers = {}
    seen = [column["name"] for column in columns if column["kind"] in ("numeric", "categorical")]
    for name in missing:
        free = [other for other in seen if other != name]
        full = [other for other in free if other not in missing]
        pool = full or free
        if pool and rng.random() < DRIVEN:
            tilt = rng.choice([-1, 1]) * rng.uniform(*TILT)
            drivers[name] = [pool[rng.integers(len(pool))], round(float(tilt), 2)]
    return drivers
