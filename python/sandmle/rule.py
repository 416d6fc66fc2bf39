"""The rule of a task: columns, mechanism constants and link constants, drawn from the spec's secret and calibrated."""
from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from sandmle.calibrate import calibrate, short
from sandmle.child_links import with_child_links
from sandmle.days import daily_of
from sandmle.direction import class_axis, drawn_loadings
from sandmle.drives import Drivers, drivers_of, leanings
from sandmle.fields import panel_of, with_fields
from sandmle.graph import gap_drivers, gaps_by, is_constant_within, relate, relate_by
from sandmle.history import draw_history, draw_past
from sandmle.limits import with_limits
from sandmle.looks import look_columns, look_levels
from sandmle.maps import alone
from sandmle.ordinary import Ordinary, draw_ordinary
from sandmle.parent_habits import OF_THE_USUAL
from sandmle.parts.columns import draw_columns
from sandmle.parts.events import NAMES_OF_DAYS
from sandmle.parts.graph import draw_related
from sandmle.parts.limits import where_measurable, with_zeros, within_limits, within_season
from sandmle.parts.looks import draw_looks
from sandmle.parts.panel import moved_dates
from sandmle.parts.scene_style import USUAL_PICTURE
from sandmle.parts.site import USUAL_SOUND
from sandmle.partners import follows_of, partners_of
from sandmle.spec import Binding, CannotCompose, Plan
from sandmle.ties import with_ties

SAMPLE_ROWS = 4000
# Share of a state that is still there in the next child row, in columns that no mechanism reads.
FREE_STATE_MEMORY = 0.72
# Purposes of the streams that only compose uses; generate.py numbers its own from its seed.
RULE_STREAM, SAMPLE_STREAM, LINK_STREAM, GRAPH_STREAM, ORDINARY_STREAM, GAP_STREAM, LOOK_STREAM, HISTORY_STREAM = range(
    101, 109
)
FIELD_STREAM, DRIVE_STREAM, TIE_STREAM, PAST_STREAM = 109, 110, 112, 113


@dataclass(frozen=True)
class MechanismRule:
    """One mechanism with its drawn constants and its place in the sum."""

    binding: Binding
    constants: dict
    weight: float
    centre: float | list[float]
    scale: float
    loadings: list[float] | None


@dataclass(frozen=True)
class Rule:
    """All that generate.py states as constants."""

    columns: list[dict]
    child_columns: dict[str, list[dict]]
    missing: dict[str, float]
    features: list[str]
    mechanisms: list[MechanismRule]
    link: dict
    ordinary: Ordinary | None
    # Column with gaps -> the column that moves their chance, and how much.
    gap_drivers: dict[str, list]
    # Mean of each channel of a picture of middle light; empty where pictures have no light of their own.
    levels: list[float]
    # How far the days of a panel move into a long past; None where they all follow each other.
    history: dict | None


def draw_rule(plan: Plan) -> Rule:
    """Draw and calibrate the rule of a plan. Raises CannotCompose."""
    rng = stream(plan, RULE_STREAM)
    columns = sampled_columns(plan, rng)
    if plan.has_ties:
        columns = with_ties(plan, columns, stream(plan, TIE_STREAM))
    columns = with_limits(plan, columns)
    sample = draw_rows(plan, stream(plan, SAMPLE_STREAM), SAMPLE_ROWS, columns)
    drivers = drivers_of(plan, stream(plan, DRIVE_STREAM))
    constants = [draw_constants(plan, binding, sample, drivers, rng) for binding in plan.bindings]
    if plan.is_related:
        columns = with_fields(plan, columns, sample, stream(plan, FIELD_STREAM))
    history = draw_history(plan, constants, stream(plan, HISTORY_STREAM)) if plan.has_history else None
    rows = calibration_rows(plan, constants, columns, history)
    levels = look_levels(plan, [p for _, p in constants]) if plan.has_looks else []
    if levels:
        rows = rows.assign(**draw_looks(stream(plan, LOOK_STREAM), len(rows), levels))
    mechanisms, score = weigh(plan, constants, rows, rng)
    seen = [*(look_columns(levels) if levels else []), *glance_columns(plan)]
    mechanisms, ordinary, score = surround(plan, mechanisms, score, rows, seen)
    link = calibrate(plan.task, plan.metric, score, plan.spec, stream(plan, LINK_STREAM))
    main = [column for column in plan.spec["columns"] if column["table"] == "main"]
    missing = {column["name"]: column["missingRate"] for column in main if column["missingRate"] > 0}
    return Rule(
        columns=columns,
        child_columns=child_columns(plan, rng, sample),
        missing=missing,
        features=[main[position]["name"] for position in rng.permutation(len(main))],
        mechanisms=mechanisms,
        link=link,
        ordinary=ordinary,
        gap_drivers=drawn_gaps(plan, columns, missing),
        levels=levels,
        history=history,
    )


def drawn_gaps(plan: Plan, columns: list[dict], missing: dict[str, float]) -> dict[str, list]:
    """Column with gaps -> the column that moves their chance, and how much: as the plan has it, else by chance."""
    if not plan.gaps_depend:
        return {}
    rng, style = stream(plan, GAP_STREAM), plan.spec["style"]
    return gaps_by(style["gapsBy"], missing, rng) if "gapsBy" in style else gap_drivers(columns, missing, rng)


def draw_rows(
    plan: Plan, rng: np.random.Generator, n: int, columns: list[dict], placed: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Rows of the columns of a plan, beside those that are placed already."""
    if plan.is_related:
        d = draw_related(rng, n, columns, placed)
    else:
        d = draw_columns(rng, n, columns).assign(**({} if placed is None else placed))
    limited = within_limits(within_season(with_zeros(d, columns), columns), columns)
    return where_measurable(limited, columns)


def stream(plan: Plan, purpose: int) -> np.random.Generator:
    """A random stream of the secret that no generator seed changes."""
    return np.random.default_rng([*plan.secret, purpose])


def sampled_columns(plan: Plan, rng: np.random.Generator) -> list[dict]:
    """Main columns that no mechanism makes itself, with drawn category shares and correlated distractors."""
    owned = plan.owned()
    found = [c for c in plan.spec["columns"] if c["table"] == "main" and c["name"] not in owned]
    for column in found:
        if column["kind"] in ("text", "path"):
            raise CannotCompose(f"column {column['name']}: no mechanism of the spec writes this {column['kind']} column")
    columns = [sampled_column(column, plan.spec["style"]["rounding"], rng) for column in found]
    if plan.links:
        own = {column["name"] for column in columns}
        # A category that a mechanism draws comes later than the numbers: it cannot shift them.
        links = [link for link in plan.links if link["to"] in own and ("slope" in link or link["from"] in own)]
        # What a mechanism reads is drawn by itself: no other category tells of it.
        read = {name for binding in plan.bindings for name in binding.col.values()}
        links = [link for link in links if "leans" not in link or (link["from"] in own and link["to"] not in read)]
        # What a day has for all of its rows is moved by nothing but that.
        daily = daily_of(plan)
        links = [link for link in links if link["to"] not in daily or link["from"] in daily]
        links = [link for link in links if is_constant_within(link, columns)]
        return relate_by(links, columns, stream(plan, GRAPH_STREAM))
    if plan.is_related:
        related = relate(columns, plan.spec["style"]["correlatedDistractors"], stream(plan, GRAPH_STREAM))
        return alone(list(daily_of(plan)), related)
    bound = {name for binding in plan.bindings for name in binding.col.values()}
    numeric = [column for column in columns if column["kind"] == "numeric"]
    leaders = [column["name"] for column in numeric if column["name"] in bound]
    followers = [column for column in numeric if column["name"] not in bound]
    count = round(plan.spec["style"]["correlatedDistractors"] * len(followers)) if leaders else 0
    for position in rng.permutation(len(followers))[:count]:
        followers[position]["follows"] = leaders[rng.integers(len(leaders))]
        followers[position]["strength"] = round(float(rng.choice([-1, 1]) * rng.uniform(0.4, 0.75)), 2)
    return columns


def sampled_column(column: dict, rounding: int, rng: np.random.Generator) -> dict:
    """What generate.py needs to know to draw a column."""
    made = {"name": column["name"], "kind": column["kind"]}
    if "per" in column:
        made["per"] = column["per"]
    if column["kind"] == "numeric":
        made.update(shape=column["shape"], low=column["low"], high=column["high"])
        whole = column.get("whole") or column["shape"] == "integer"
        made["decimals"] = 0 if whole else decimals_of(column["high"] - column["low"], rounding)
        if "step" in column:
            made.update(step=column["step"], decimals=max(len(f"{end:g}".partition(".")[2]) for end in (column["low"], column["step"])))
    elif column["kind"] == "categorical":
        raw = rng.uniform(1.0, 2.2, len(column["categories"]))
        raw = np.where(np.array(column["categories"]) == column.get("usual"), OF_THE_USUAL, 1.0) * raw
        made.update(categories=column["categories"], shares=[short(share) for share in raw / raw.sum()])
    else:
        made.update(start=column["start"], days=column["days"])
        if column.get("never"):
            made["never"] = [NAMES_OF_DAYS.index(name) for name in column["never"]]
    return made


def decimals_of(span: float, rounding: int) -> int:
    """Decimals of a measurement: a hundredth of its range, or a thousandth where rounding is finer than 1.

    Coarser ones would turn it into a few levels, and finer ones than two say more than an instrument does.
    """
    hundredth = 2 - math.floor(math.log10(span))
    return max(0, min(hundredth + (rounding > 1), max(hundredth, 2)))


def child_columns(plan: Plan, rng: np.random.Generator, sample: pd.DataFrame) -> dict[str, list[dict]]:
    """Child-table columns that no mechanism binds, by table; refused when no mechanism makes the table.

    `sample` are rows of the main table, whose columns they may follow.
    """
    bound = {(c["table"], c["name"]) for binding in plan.bindings for c in binding.columns.values()}
    tables = sorted({table for table, _ in bound if table != "main"})
    free: dict[str, list[dict]] = {table: [] for table in tables}
    for column in plan.spec["columns"]:
        if column["table"] == "main" or (column["table"], column["name"]) in bound:
            continue
        if column["table"] not in free:
            raise CannotCompose(f"table {column['table']}: no mechanism of the spec makes its rows")
        free[column["table"]].append(sampled_column(column, plan.spec["style"]["rounding"], rng))
    kinds = {table: {} for table in free}
    for binding in plan.bindings:
        for column in binding.columns.values():
            if column["table"] != "main":
                kinds[column["table"]][column["name"]] = column["kind"]
    found = {table: with_child_links(columns, kinds[table], plan.links) for table, columns in free.items()}
    if plan.spec["style"].get("rhythms") is None:
        return found
    told = {(column["table"], column["name"]): column for column in plan.spec["columns"]}
    return {t: [{**c, **of_parent(told[t, c["name"]], sample)} for c in columns] for t, columns in found.items()}


def of_parent(column: dict, sample: pd.DataFrame) -> dict:
    """What a free child column has of its parent: a part in common, a path where it is a state, and columns it follows."""
    memory = {"memory": FREE_STATE_MEMORY} if column.get("state") else {}
    return {"shared": True, **memory, **follows_of(column, {"sample": sample})}


def draw_constants(
    plan: Plan, binding: Binding, sample: pd.DataFrame, drivers: Drivers | None, rng: np.random.Generator
) -> tuple[Binding, dict]:
    """A mechanism's constants."""
    setting = {
        "outputs": len(plan.classes) if plan.task == "multiclass" else 1,
        "task": plan.task,
        "classes": plan.classes or None,
        "rows": dict(plan.spec["rows"]),
        "sample": sample,
        "picture": {**USUAL_PICTURE, **plan.spec.get("picture", {})},
        "sound": {**USUAL_SOUND, **plan.spec.get("sound", {})},
        # What the texts of the task's world speak of; specs of other modalities and older ones have none.
        "prose": plan.spec.get("prose"),
        # All columns of the task as its spec has them.
        "columns": plan.spec["columns"],
        "links": plan.links,
        # How far a rise of each column moves the target, as the story tells; and towards which of several classes.
        "senses": plan.senses,
        "axis": axis_of(plan, binding),
        # Which side of a number and which level of a category count, by role, where the plan says so.
        "reads": binding.reads,
        # In which way lines of a picture cross where each class is likely; {} where nobody said.
        "crossings": binding.crossings,
        # Whether people want a high value of the target: 1, -1, or 0 where nobody said.
        "wanted": plan.wanted,
        "partners": partners_of(plan.spec["columns"]),
        # Days that the training days of a panel are scattered over, 0 where they are not.
        "past": draw_past(plan, stream(plan, PAST_STREAM)),
        # Rhythms of the calendar that matter in the world of the task; None where nobody said.
        "rhythms": plan.spec["style"].get("rhythms"),
        # Whether kinds of child rows come more often at parents of some levels of their category.
        "leans": plan.spec["style"].get("kinds") == "leaning",
        # What hidden amounts may go with; None where columns do not hang together.
        "drivers": drivers,
    }
    return binding, binding.module.parameters(rng, binding.columns, binding.knobs, setting)


def axis_of(plan: Plan, binding: Binding) -> np.ndarray | None:
    """Towards which classes what a mechanism reads moves the target; None where there is one output, or nobody said."""
    if plan.task != "multiclass":
        return None
    told = [binding.col[role] for role in getattr(binding.module, "TELLS", ())]
    levels = {binding.col[role]: read for role, read in binding.reads.items()}
    return class_axis(plan.senses, told or list(binding.col.values()), levels)


def calibration_rows(
    plan: Plan, constants: list[tuple[Binding, dict]], columns: list[dict], history: dict | None = None
) -> pd.DataFrame:
    """A large sample with hidden columns: one training part and as many test parts as fit."""
    rows, rng = plan.spec["rows"], stream(plan, SAMPLE_STREAM + 1000)
    parts = ["train"] + ["test"] * max(1, min(8, round(SAMPLE_ROWS / rows["test"])))
    frames = []
    for part in parts:
        placed = placed_rows(rng, rows[part], constants, part, history) if panel_of(plan) else None
        d = draw_rows(plan, rng, rows[part], columns, placed)
        for binding, p in constants:
            if hasattr(binding.module, "rows"):
                for name, values in binding.module.rows(rng, len(d), binding.col, p, part, d).items():
                    d[name] = values
        if history and placed is None:
            d[history["date"]] = moved_dates(d, part, history)
        frames.append(d)
    return pd.concat(frames, ignore_index=True)


def placed_rows(
    rng: np.random.Generator, n: int, constants: list[tuple[Binding, dict]], part: str, history: dict | None
) -> pd.DataFrame:
    """Days and sites of a panel, where they lie at last: columns follow the calendar that the files show."""
    binding, p = next((binding, p) for binding, p in constants if hasattr(binding.module, "places"))
    placed = pd.DataFrame(binding.module.places(rng, n, binding.col, p, part))
    if history:
        placed[history["date"]] = moved_dates(placed, part, history)
    return placed


def glance_columns(plan: Plan) -> list[dict]:
    """What child tables show at a glance, as columns that ordinary signal may act on."""
    return [
        {"name": name, "kind": "numeric", "told": told}
        for binding in plan.bindings
        if hasattr(binding.module, "glances")
        for name, told in binding.module.glances(binding.col).items()
    ]


def weigh(
    plan: Plan, constants: list[tuple[Binding, dict]], d: pd.DataFrame, rng: np.random.Generator
) -> tuple[list[MechanismRule], np.ndarray]:
    """Standardise every mechanism, weigh them as the spec says, and return the sum with unit spread."""
    outputs = len(plan.classes) if plan.task == "multiclass" else 1
    drafts, total = [], 0.0
    for binding, p in constants:
        raw, _ = binding.module.latent(d, p, binding.col)
        raw = np.asarray(raw, float)
        if raw.shape not in ((len(d),), (len(d), outputs)) or not np.isfinite(raw).all() or raw.std() < 1e-9:
            raise CannotCompose(f"mechanism {binding.module.META['id']}: no usable score from these columns")
        centre = raw.mean(axis=0)
        scale = float((raw - centre).std())
        standard = (raw - centre) / scale
        loadings = None
        if outputs > 1 and raw.ndim == 1:
            loadings = drawn_loadings(rng, outputs, axis_of(plan, binding))
            standard = standard[:, None] * np.array(loadings)
        total = total + binding.weight * standard
        drafts.append((binding, p, np.round(centre, 6).tolist(), short(scale), loadings))
    spread = float((total - np.mean(total, axis=0)).std())
    rules = [
        MechanismRule(binding, p, short(binding.weight / spread), centre, scale, loadings)
        for binding, p, centre, scale, loadings in drafts
    ]
    return rules, total / spread


def surround(
    plan: Plan, mechanisms: list[MechanismRule], hidden: np.ndarray, d: pd.DataFrame, seen: list[dict]
) -> tuple[list[MechanismRule], Ordinary | None, np.ndarray]:
    """Put ordinary signal around the hidden rule, with the share of the score that the spec gives it.

    `seen` are hidden columns that anybody sees beside the plain ones, in pictures or child tables.
    """
    if plan.ordinary_share == 0:
        return mechanisms, None, hidden
    outputs = len(plan.classes) if plan.task == "multiclass" else 1
    leaning = {name: pushes for one in mechanisms for name, pushes in leanings(one.constants, outputs).items()}
    ordinary, plain = draw_ordinary(plan, d, stream(plan, ORDINARY_STREAM), seen, leaning)
    share = plan.ordinary_share
    total = np.sqrt(1 - share) * hidden + np.sqrt(share) * plain
    spread = float((total - total.mean(axis=0)).std())
    mechanisms = [replace(one, weight=short(one.weight * np.sqrt(1 - share) / spread)) for one in mechanisms]
    return mechanisms, replace(ordinary, weight=short(np.sqrt(share) / spread)), total / spread
