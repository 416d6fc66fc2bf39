"""Draw what rows have in common: levels by group, what lasts from day to day, seasons, and places on a map."""
from __future__ import annotations

import re

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from sandmle.days import Days, days_of
from sandmle.maps import map_of
from sandmle.spec import Binding, Plan

# Share of a column's own variance that lies between groups; less where the season takes much of it.
BETWEEN, BETWEEN_SEASONAL = (0.15, 0.35), (0.08, 0.15)
# Share of a day that is still there on the next day at the same site.
MEMORY = (0.5, 0.8)
# The same where a site has few training days: as long runs of few values tell little, less of them is alike.
FEW_DAYS, SHORT_MEMORY = 50, (0.35, 0.55)
# The same where the plan wants what lasts to be seen: of a column of its own, and of one that a mechanism reads.
LONG_MEMORY, LONG_MEMORY_READ = (0.75, 0.88), (0.6, 0.75)
# The same where training days lie weeks apart: what is to be seen of a state of a thing is there for weeks.
LONG_MEMORY_SCATTERED = (0.94, 0.97)
# The same of a column that moves one that a mechanism of a panel reads.
MILD_MEMORY = (0.1, 0.3)
# The same of a driver whose earlier days a rule reads: more of it, and today would show what these were.
FAINT_MEMORY = (0.4, 0.55)
# Day of the year of the highest value, by how many days columns differ in it, and how high the wave is.
PEAKS = {"temperature": 202, "humidity": 10, "daylight": 172, "sight": 182}
PEAK_SHIFT = 8
HEIGHTS = {"temperature": (0.7, 0.95), "humidity": (0.4, 0.6), "daylight": (0.8, 1.0), "sight": (0.4, 0.6)}
# The same of warmth where the plan wants what lasts to be seen: no mild spell of weeks turns winter into summer.
LONG_HEIGHT = (1.1, 1.25)
# What is warmed or cooled on purpose, as brood, ovens and stores, knows no winter: air and water come near frost.
WEATHER_LOW, WEATHER_HIGH, WEATHER_SPAN = 10, 45, 15
# Groups of rows in specs that do not name them are numbered: a01, a02, ...
NUMBERED = re.compile(r"(.*\D)\d+")
LEAST_GROUPS = 4
# How often a column of a panel differs by its site, where its rows belong to another group as well.
BY_SITE = 0.7


def with_fields(plan: Plan, columns: list[dict], sample: pd.DataFrame, rng: np.random.Generator) -> list[dict]:
    """The columns, of which plain numbers share something by group, day and season, and hidden causes by day.

    What a mechanism of a panel reads has at most its day in common with other sites: a driver that repeats itself from
    day to day, or has a level at each site, shows today what it was, and a rule over earlier days is none. In a panel,
    what moves it is mild for the same reason. Where the plan has a long memory, that holds of a rule over earlier days
    alone, whose driver hangs on a little: what is read on its own day lasts as well, and what moves it only has no
    level at a site.
    """
    bound = {name for binding in plan.bindings for name in binding.col.values()}
    told = {column["name"]: column for column in plan.spec["columns"] if column["table"] == "main"}
    panel, groups = panel_of(plan), groups_of(plan)
    date = panel.col["date"] if panel else next((c["name"] for c in columns if c["kind"] == "date"), None)
    days = days_of(plan, date)
    renewed = new_every_day(plan) if days.is_long else bound
    upstream, mild = (causes_of(names, columns) if panel else set() for names in (bound, renewed))
    usual, faint = memory_of(plan, panel) if panel else MEMORY, read_over_days(plan)
    as_read = LONG_MEMORY_SCATTERED if plan.scatters else LONG_MEMORY_READ
    land, made = map_of(plan, columns, sample), []
    for column in land.coordinates_first(columns) if land else columns:
        memory = MILD_MEMORY if column["name"] in mild else usual
        lasts_as_read = panel and days.is_long and days.lasts(column["name"]) and column["name"] not in renewed
        if "per" in column:
            fixed = {one["name"]: one["fixed"]["labels"] for one in made if "fixed" in one}
            column = fixed_by(told[column["per"]]["categories"], column, rng, fixed)
        elif column["kind"] == "numeric" and column["name"] not in bound:
            of_site = [] if column["name"] in upstream else groups
            field = drawn_field(told[column["name"]], panel, of_site, days, memory, rng)
            column = {**column, "field": field} if field else column
            column = {**column, **days.seasons(told[column["name"]])}
        elif column["kind"] == "hidden" and panel and days.lasts(column["name"]):
            column = {**column, "field": lasting_field(column["name"], 1.0, panel, days, memory, rng)}
        elif panel and days.is_long and days.lasts(column["name"]) and column["name"] in faint:
            column = {**column, "field": lasting_field(column["name"], 1.0, panel, days, FAINT_MEMORY, rng)}
        elif lasts_as_read and column["kind"] == "numeric":
            column = {**column, "field": lasting_field(column["name"], 1.0, panel, days, as_read, rng)}
        elif panel and days.is_daily(column["name"]) and column["kind"] == "numeric":
            column = {**column, "field": days.new_every_day(rng)}
        elif panel is None or column["kind"] == "categorical":
            memory = MILD_MEMORY if panel and shifts_any(column["name"], renewed, columns) else usual
            column = of_day(column, told.get(column["name"], {}), days, memory, rng)
        made.append(land.placed(column, rng) if land and not days.is_daily(column["name"]) else column)
    return with_days_first(made)


def of_day(column: dict, told: dict, days: Days, memory: tuple[float, float], rng: np.random.Generator) -> dict:
    """A category, a hidden cause or what a mechanism reads: only its day tells of it, the season by weather and level."""
    season, fresh = drawn_season(told, days, rng) if days.is_daily(column["name"]) else ({}, 1.0)
    part = days.cycle(told["cycle"], rng) if told.get("cycle") else days.part(column["name"], fresh, memory, rng)
    column = {**column, "field": {**season, **part}} if part else column
    return {**column, **days.seasons(told)} if column["kind"] == "categorical" else column


def with_days_first(columns: list[dict]) -> list[dict]:
    """The columns with their dates before all that follows them."""
    is_dated = any("dated" in column or "day" in column.get("field", {}) for column in columns)
    return sorted(columns, key=lambda column: column["kind"] != "date") if is_dated else columns


def causes_of(names: set[str], columns: list[dict]) -> set[str]:
    """All that moves the columns of these names, over any number of links; causes stand before what they move."""
    found = set(names)
    for column in reversed(columns):
        if column["name"] in found:
            found |= set(column.get("causes", {}))
    return found - names


def shifts_any(name: str, moved: set[str], columns: list[dict]) -> bool:
    """Whether the levels of a category shift one of the columns of these names."""
    return any(name in column.get("shifts", {}) for column in columns if column["name"] in moved)


def new_every_day(plan: Plan) -> set[str]:
    """Columns that a mechanism reads, except those of which it reads nothing but the day of the row."""
    return {name for b in plan.bindings for role, name in b.col.items() if role not in getattr(b.module, "SAME_DAY", ())}


def read_over_days(plan: Plan) -> set[str]:
    """Columns of which a mechanism reads earlier days too."""
    return {b.col[role] for b in plan.bindings for role in getattr(b.module, "OVER_DAYS", ())}


def memory_of(plan: Plan, panel: Binding) -> tuple[float, float]:
    """How much of a day is still there on the next one, by the training days of a site."""
    if days_of(plan, None).is_long:
        return LONG_MEMORY_SCATTERED if plan.scatters else LONG_MEMORY
    days = plan.spec["rows"]["train"] / len(panel.columns["site"]["categories"])
    return SHORT_MEMORY if days < FEW_DAYS else MEMORY


def panel_of(plan: Plan) -> Binding | None:
    """The mechanism that lays rows out by days and sites before any column is drawn."""
    return next((binding for binding in plan.bindings if hasattr(binding.module, "places")), None)


def groups_of(plan: Plan) -> list[dict]:
    """Columns whose levels are sites, plates, keepers, the sites of a panel first; others are made by a mechanism."""
    panel, owned = panel_of(plan), plan.owned()
    sites = [panel.columns["site"]] if panel else []
    main = [c for c in plan.spec["columns"] if c["table"] == "main" and c["kind"] == "categorical"]
    return sites + [c for c in main if c["name"] not in owned and ("groups" in c or is_numbered(c["categories"]))]


def is_numbered(levels: list[str]) -> bool:
    """Whether levels are the numbers of one kind of thing."""
    found = [NUMBERED.fullmatch(level) for level in levels]
    return len(levels) >= LEAST_GROUPS and all(found) and len({match[1] for match in found}) == 1


def drawn_field(
    column: dict,
    panel: Binding | None,
    groups: list[dict],
    days: Days,
    memory: tuple[float, float],
    rng: np.random.Generator,
) -> dict:
    """What the rows of one column share, as parts of its own unit variance; a mild one has no level at a site."""
    field, fresh = drawn_season(column, days, rng)
    if days.is_daily(column["name"]):
        return {**field, **days.part(column["name"], fresh, memory, rng)}
    kind = field.get("season")
    if groups:
        is_first = len(groups) == 1 or rng.random() < (BY_SITE if panel else 1 / len(groups))
        group = groups[0] if is_first else groups[1 + rng.integers(len(groups) - 1)]
        share = float(rng.uniform(*(BETWEEN_SEASONAL if kind else BETWEEN)))
        field["group"] = {"column": group["name"], "levels": drawn_levels(group["categories"], share, rng)}
        fresh -= share
    if panel and days.lasts(column["name"]):
        field = {**field, **lasting_field(column["name"], fresh, panel, days, memory, rng)}
    elif not panel:
        field = {**field, **days.part(column["name"], fresh, memory, rng)}
    return {"fresh": round(float(np.sqrt(fresh)), 3), **field} if field else {}


def lasting_field(
    name: str, fresh: float, panel: Binding, days: Days, memory: tuple[float, float], rng: np.random.Generator
) -> dict:
    """How a column of a panel hangs on: at each site by itself, and with a long memory partly at all of them alike.

    Weather does so for days, however far apart the days of the rows are.
    """
    if days.is_weather(name):
        memory = min(memory, LONG_MEMORY)
    if days.is_daily(name):
        return days.part(name, fresh, memory, rng)
    run = {"run": drawn_run(panel, memory, rng)}
    return {**run, **days.part(name, fresh, memory, rng)} if days.is_long else run


def drawn_season(column: dict, days: Days, rng: np.random.Generator) -> tuple[dict, float]:
    """The yearly wave of a column that measures weather, and what it leaves of unit variance."""
    kind = weather_of(column) if days.date and column.get("kind") == "numeric" else None
    if not kind:
        return {}, 1.0
    height = float(rng.uniform(*(LONG_HEIGHT if days.is_long and kind == "temperature" else HEIGHTS[kind])))
    peak = round(PEAKS[kind] + float(rng.uniform(-PEAK_SHIFT, PEAK_SHIFT)))
    return {"season": {"date": days.date, "peak": peak, "height": round(height, 2)}}, 1.0 - height**2 / 2


def drawn_run(panel: Binding, memory: tuple[float, float], rng: np.random.Generator) -> dict:
    """How a column hangs on along the days of a site."""
    return {"site": panel.col["site"], "date": panel.col["date"], "memory": round(float(rng.uniform(*memory)), 2)}


def fixed_by(groups: list[str], column: dict, rng: np.random.Generator, fixed: dict[str, dict] | None = None) -> dict:
    """A column that is the same in all rows of a group: one draw a group, or one level, each of which some group has.

    `fixed` has the levels of other columns by group, on which those of the column may lean.
    """
    per, made = column["per"], {key: value for key, value in column.items() if key not in ("per", "leans")}
    if column["kind"] == "numeric":
        return {**made, "field": {"fixed": {"column": per, "levels": drawn_levels(groups, 1.0, rng)}}}
    count = len(column["categories"])
    more = rng.choice(count, len(groups) - count, p=np.array(column["shares"]) / sum(column["shares"]))
    positions = rng.permutation([*range(count), *more])
    told = (fixed or {}).get(column.get("leans", {}).get("column"))
    if told:
        chances = np.array([column["leans"]["shares"][told[group]] for group in groups])[:, positions]
        positions = positions[linear_sum_assignment(-np.log(chances) - rng.gumbel(0, 0.5, chances.shape))[1]]
    return {**made, "fixed": {"column": per, "labels": {group: column["categories"][at] for group, at in zip(groups, positions)}}}


def drawn_levels(names: list[str], share: float, rng: np.random.Generator) -> dict[str, float]:
    """One level a group: none on average, and together with this variance."""
    raw = rng.standard_normal(len(names))
    raw = (raw - raw.mean()) / raw.std() * np.sqrt(share)
    return dict(zip(names, raw.round(2).tolist()))


def weather_of(column: dict) -> str | None:
    """What a column measures of the weather, by its unit and the words of its name."""
    words, low, high = set(column["name"].split("_")), column["low"], column["high"]
    if column["unit"] in ("C", "°C"):
        is_outside = low <= WEATHER_LOW and high <= WEATHER_HIGH and high - low >= WEATHER_SPAN
        return "temperature" if is_outside else None
    if column["unit"] in ("pct", "%") and words & {"humidity", "rh"}:
        return "humidity"
    if column["unit"] == "h" and words & {"sun", "sunshine", "daylight"}:
        return "daylight"
    # How far one sees: fog belongs to the cold half of the year.
    if column["unit"] in ("m", "km") and words & {"fog", "visibility", "sight"}:
        return "sight"
    return None
