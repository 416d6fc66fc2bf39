"""Read spec.json and refuse, with a reason, what the engine cannot compose.

The schema is lib/domain/artefacts/spec.ts; here only what the code relies on is checked again.
"""
from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from sandmle.inventions import CannotInvent, load_inventions
from sandmle.kernels import FACTS, METRICS
from sandmle.mechanisms import load_mechanism
from sandmle.parts.events import NAMES_OF_DAYS
from sandmle.parts.site import LEAST_SECONDS, MOST_SECONDS, SITES, USUAL_SOUND
from sandmle.parts.scene_style import GROUNDS, LEAST_SIDE, MOST_SIDE, USUAL_PICTURE

# What pandas reads as a missing cell or as a number.
READ_AS_MISSING = {"", "#N/A", "<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null", "-nan", "-NaN"}
READS_AS_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|[+-]?inf(inity)?|true|false", re.IGNORECASE)

# The column of answer.csv that names the part of a row.
PART_COLUMN = "part"

# Which side of a number a rule reads, or of what it finds in a picture or a sound.
SIDES = ("high", "low")

# A hidden rule keeps at least a fifth of the score.
MOST_ORDINARY = 0.8


class CannotCompose(Exception):
    """A spec that the engine cannot turn into a task; the message is one line."""


@dataclass(frozen=True)
class Binding:
    """One mechanism of a spec: its module, the columns that play its roles, its knob levels, and what of roles it reads."""

    module: ModuleType
    name: str
    weight: float
    col: dict[str, str]
    columns: dict[str, dict]
    knobs: dict[str, int]
    reads: dict[str, str]
    # Class -> the way in which lines of a picture cross where it is likely; {} where nobody said.
    crossings: dict[str, str]


@dataclass(frozen=True)
class Plan:
    """A checked spec."""

    spec: dict
    bindings: list[Binding]
    secret: list[int]

    @property
    def task(self) -> str:
        """binary, multiclass, ordinal or regression."""
        return self.spec["task"]

    @property
    def metric(self) -> str:
        """Id of the metric."""
        return self.spec["metric"]

    @property
    def target(self) -> str:
        """Name of the target column."""
        return self.spec["target"]["name"]

    @property
    def wanted(self) -> int:
        """1 where people want a high value of the target, or the second of two classes; -1 where not; 0: nobody said."""
        return {True: 1, False: -1}.get(self.spec["target"].get("wanted"), 0)

    @property
    def has_feedback(self) -> bool:
        """Whether some test rows are kept for feedback; without, all of them decide the reward."""
        return self.spec["rows"].get("feedback", 0) > 0

    @property
    def ordinary_share(self) -> float:
        """Share of the score's variance that is ordinary signal; 0 in specs of before there was any."""
        return float((self.spec.get("ordinary") or {}).get("share", 0))

    @property
    def has_looks(self) -> bool:
        """Whether pictures show some of the ordinary signal at a glance: in their light and colour."""
        return bool((self.spec.get("ordinary") or {}).get("looks", False)) and self.ordinary_share > 0

    @property
    def is_related(self) -> bool:
        """Whether the main table's columns hang together as a graph; else some follow one other column."""
        return self.spec["style"].get("relations") == "graph"

    @property
    def has_ties(self) -> bool:
        """Whether categories have to do with each other; else each is drawn by itself."""
        return self.is_related and self.spec["style"].get("categories") == "tied"

    @property
    def scatters(self) -> bool:
        """Whether the training days of a panel are few out of a recent past that is as long for all of its sites."""
        days_apart = any(getattr(binding.module, "SCATTERS", False) for binding in self.bindings)
        return self.spec["style"].get("calendar") == "past" and days_apart

    @property
    def has_history(self) -> bool:
        """Whether the training days of a panel lie apart in a past, by site or some weeks at a time; else they follow each other."""
        return self.spec["style"].get("calendar") in ("history", "past") and not self.scatters

    @property
    def is_steady(self) -> bool:
        """Whether plain columns act steadily; else as in specs of before there was a choice."""
        return (self.spec.get("ordinary") or {}).get("effects") == "steady"

    @property
    def senses(self) -> dict:
        """How columns are expected to move the target: pushes by column, of a category by level; {} where nobody said.

        Pushes of classes are in the order of `classes`.
        """
        told = (self.spec.get("ordinary") or {}).get("senses") or {}
        if self.task != "multiclass":
            return told
        order = [self.spec["target"]["classes"].index(name) for name in self.classes]
        sort = lambda push: [push[position] for position in order] if isinstance(push, list) else push
        return {
            name: {level: sort(push) for level, push in pushes.items()} if isinstance(pushes, dict) else sort(pushes)
            for name, pushes in told.items()
        }

    @property
    def links(self) -> list[dict]:
        """Which column moves which, causes that are no column included; [] where the engine draws that."""
        return self.spec["style"].get("links") or []

    @property
    def gaps_depend(self) -> bool:
        """Whether cells of some columns go missing by the value of another one."""
        return self.spec["style"].get("gaps") in ("dependent", "together")

    @property
    def gaps_together(self) -> bool:
        """Whether the cells that go missing often lie in the same rows; else each by itself."""
        return self.spec["style"].get("gaps") == "together"

    @property
    def classes(self) -> list[str]:
        """Labels as they appear in answer.csv, in class order; empty for regression."""
        if self.task == "regression":
            return []
        names = self.spec["target"]["classes"]
        if self.task == "multiclass":
            return sorted(names)
        return [str(number) for number in range(2 if self.task == "binary" else len(names))]

    @property
    def submission_columns(self) -> list[str]:
        """Columns of a submission after the id."""
        return self.classes if METRICS[self.metric][0] == "probabilities" else [self.target]

    def owned(self) -> set[str]:
        """Names of the columns that mechanisms make themselves."""
        return {b.col[role] for b in self.bindings for role in getattr(b.module, "OWNS", ()) if role in b.col}


def read_spec(path: Path) -> Plan:
    """A checked spec from a file. Raises CannotCompose."""
    try:
        spec = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CannotCompose(f"{path.name}: not readable as JSON ({error})") from None
    return plan_of(spec)


def plan_of(spec: dict) -> Plan:
    """Check a spec. Raises CannotCompose."""
    try:
        check_task(spec)
        check_picture(spec.get("picture", {}))
        check_sound(spec.get("sound", {}))
        bindings = bind_all(spec, load_inventions(spec.get("inventions") or []))
        secret = [int(spec["secret"][start : start + 8], 16) for start in range(0, 32, 8)]
    except KeyError as error:
        raise CannotCompose(f"spec.json: {error} is missing") from None
    except CannotInvent as error:
        raise CannotCompose(str(error)) from None
    return Plan(spec, bindings, secret)


def check_task(spec: dict) -> None:
    """Task, metric, classes and column names agree."""
    task, metric = spec["task"], spec["metric"]
    if metric not in FACTS or task not in FACTS[metric].tasks:
        raise CannotCompose(f"metric {metric} does not fit tasks of kind {task}")
    if spec["target"]["name"] == PART_COLUMN:
        raise CannotCompose(f"target: the name {PART_COLUMN} is reserved")
    if not 0 <= spec["rows"].get("feedback", 0) < spec["rows"]["test"]:
        raise CannotCompose("rows: feedback rows are some of the test rows, never all of them")
    if not 0 <= (spec.get("ordinary") or {}).get("share", 0) <= MOST_ORDINARY:
        raise CannotCompose(f"ordinary: its share lies between 0 and {MOST_ORDINARY}")
    if (spec.get("ordinary") or {}).get("looks") and spec["modality"] != "image":
        raise CannotCompose("ordinary: only pictures have looks")
    check_bend(spec)
    check_links(spec)
    check_groups(spec)
    check_limits(spec)
    check_days(spec)
    check_child_rows(spec)
    check_senses(spec)
    if task != "regression" and len(spec["target"]["classes"] or []) < 2:
        raise CannotCompose(f"tasks of kind {task} need at least two classes")
    for table in {column["table"] for column in spec["columns"]}:
        names = [column["name"] for column in spec["columns"] if column["table"] == table]
        reserved = {"id", spec["target"]["name"]} if table == "main" else {"id", "row"}
        if len(names) != len(set(names)) or reserved & set(names):
            raise CannotCompose(f"table {table}: a column name is used twice or is reserved")
    for column in spec["columns"]:
        if column["kind"] == "numeric" and not column["low"] < column["high"]:
            raise CannotCompose(f"column {column['name']}: low must be below high")
        steps = (column["high"] - column["low"]) / column["step"] if "step" in column else 1
        if abs(steps - round(steps)) > 1e-6 or round(steps) < 1:
            raise CannotCompose(f"column {column['name']}: both ends must lie on its steps")
        if column["kind"] == "categorical":
            check_labels(f"column {column['name']}", column["categories"])
            if column.get("usual", column["categories"][0]) not in column["categories"]:
                raise CannotCompose(f"column {column['name']}: {column['usual']}, its usual level, is no level of it")
    if task == "multiclass":
        check_labels("target classes", spec["target"]["classes"])
    if task == "binary" and spec["imbalance"] is not None and not 0.02 <= spec["imbalance"] <= 0.98:
        raise CannotCompose(f"imbalance {spec['imbalance']} leaves one class empty")


def check_bend(spec: dict) -> None:
    """A tail or a heap of zeros belongs to a target with a range, and to a metric that counts values as they are."""
    target = spec["target"]
    if not (target.get("skew") or target.get("zeros")):
        return
    if spec["task"] != "regression" or FACTS[spec["metric"]].logs or not target.get("range"):
        raise CannotCompose("target: skew and zeros belong to a regression with a range, by rmse or mae")
    if target.get("zeros") and target["range"][0] != 0:
        raise CannotCompose("target: there are only zeros where its range begins at 0")


def check_links(spec: dict) -> None:
    """Every link moves a number of its own table, or levels of a category of the main one; a category that moves is there."""
    kinds = {column["name"]: column["kind"] for column in spec["columns"]}
    tables = {column["name"]: column["table"] for column in spec["columns"]}
    links, gaps = spec["style"].get("links") or [], spec["style"].get("gapsBy")
    if gaps and (kinds.get(gaps["column"]), tables.get(gaps["column"])) != ("numeric", "main"):
        raise CannotCompose(f"style: cells cannot go missing by {gaps['column']}, which is not a number of the main table")
    if links and spec["style"].get("relations") != "graph":
        raise CannotCompose("style: links need relations graph")
    for link in links:
        if "leans" in link:
            check_leaning(link, kinds, tables)
            continue
        if kinds.get(link["to"]) != "numeric":
            raise CannotCompose(f"style: a link moves {link['to']}, which is no numeric column")
        if "shifts" in link and kinds.get(link["from"]) != "categorical":
            raise CannotCompose(f"style: {link['from']} shifts {link['to']} by its levels and is no categorical column")
        if tables.get(link["from"], tables[link["to"]]) != tables[link["to"]]:
            raise CannotCompose(f"style: {link['from']} and {link['to']} are linked and belong to two tables")


def check_leaning(link: dict, kinds: dict[str, str], tables: dict[str, str]) -> None:
    """Levels of one category of the main table go with those of another one."""
    for name in (link["from"], link["to"]):
        if kinds.get(name) != "categorical" or tables[name] != "main":
            raise CannotCompose(f"style: levels of {link['to']} lean on {link['from']}, and {name} is no category of the main table")


def check_groups(spec: dict) -> None:
    """What is the same in all rows of a group has a group that says so, and no more levels than there are groups."""
    groups = {c["name"]: c for c in spec["columns"] if c["table"] == "main" and c["kind"] == "categorical" and "per" not in c}
    read = {name for entry in spec["mechanisms"] for name in entry["columns"].values()}
    for column in spec["columns"]:
        if "per" not in column:
            continue
        where, group = f"column {column['name']}", groups.get(column["per"])
        if spec["style"].get("relations") != "graph":
            raise CannotCompose(f"{where}: what a group fixes needs relations graph")
        if group is None or column["table"] != "main":
            raise CannotCompose(f"{where}: {column['per']} is no group of the main table's rows")
        if column["name"] in read:
            raise CannotCompose(f"{where}: a mechanism reads it, so that it cannot be the same in all rows of {column['per']}")
        if len(column.get("categories", ())) > len(group["categories"]):
            raise CannotCompose(f"{where}: it has more levels than {column['per']}")


def check_limits(spec: dict) -> None:
    """Zeros are the low end of what has them, and a limit is a column of the same table that can be kept below."""
    columns = {(column["table"], column["name"]): column for column in spec["columns"]}
    for column in spec["columns"]:
        where = f"column {column['name']}"
        if "zeros" in column and (column["low"] != 0 or column["table"] != "main"):
            raise CannotCompose(f"{where}: zeros need a low end of 0, and the main table")
        if "needs" in column:
            check_need(column, columns)
        if "atMost" not in column:
            continue
        limit = columns.get((column["table"], column["atMost"]), {})
        if limit.get("kind") != "numeric" or column["table"] != "main" or "atMost" in limit or limit["low"] < column["low"]:
            raise CannotCompose(f"{where}: {column['atMost']} is no limit that it can keep")
        if column.get("per", limit.get("per")) != limit.get("per"):
            raise CannotCompose(f"{where}: it would differ between rows of one {column['per']}")


def check_need(column: dict, columns: dict) -> None:
    """What a column needs is a number of the same rows that can be zero."""
    other = columns.get((column["table"], column["needs"]), {})
    is_shared = column.get("per", other.get("per")) == other.get("per")
    if other.get("kind") != "numeric" or column["table"] != "main" or other["low"] != 0 or not is_shared:
        raise CannotCompose(f"column {column['name']}: {column['needs']} is not a number that it can need")


def check_days(spec: dict) -> None:
    """What follows the days belongs to the main table, differs by nothing else, and leaves something for all the year."""
    for column in spec["columns"]:
        where, seasons = f"column {column['name']}", column.get("seasons") or {}
        if not (column.get("daily") or column.get("cycle") or column.get("season") or seasons):
            continue
        if spec["style"].get("relations") != "graph" or column["table"] != "main":
            raise CannotCompose(f"{where}: what follows the days needs relations graph, and the main table")
        if column.get("cycle") and not column.get("daily"):
            raise CannotCompose(f"{where}: only what a day decides can come round every {column['cycle']} days")
        if column.get("daily") and "per" in column:
            raise CannotCompose(f"{where}: it cannot be the same in all rows of a day and in all of one {column['per']}")
        if column.get("season") and column["low"] != 0:
            raise CannotCompose(f"{where}: a season needs a low end of 0")
        if seasons and not set(seasons) < set(column["categories"]):
            raise CannotCompose(f"{where}: its seasons are those of some of its levels, never of all")


def check_child_rows(spec: dict) -> None:
    """Only what belongs to a child table has visits, on some weekday, or follows numbers of the main table."""
    numbers = {c["name"] for c in spec["columns"] if c["table"] == "main" and c["kind"] == "numeric"}
    for column in spec["columns"]:
        where, visits = f"column {column['name']}", column.get("visits")
        if (visits or column.get("follows")) and column["table"] == "main":
            raise CannotCompose(f"{where}: only a child table has visits, and columns that follow those of the parent")
        never = column.get("never") or []
        if never and (column["table"] != "main" or not set(never) < set(NAMES_OF_DAYS)):
            raise CannotCompose(f"{where}: rows of the main table have days off, and some weekday that is none")
        for one in column.get("follows") or []:
            if one["column"] not in numbers:
                raise CannotCompose(f"{where}: the main table has no number {one['column']} that it could follow")
        if visits and not (visits["rows"] >= 1 and set(visits["never"]) < set(NAMES_OF_DAYS)):
            raise CannotCompose(f"{where}: visits have a row at least, and some weekday on which there are any")


def check_senses(spec: dict) -> None:
    """What is said of columns is said of some that are there, of every level, and of every class."""
    columns = {column["name"]: column for column in spec["columns"]}
    tables = {column["table"] for column in spec["columns"]}
    for name, pushes in ((spec.get("ordinary") or {}).get("senses") or {}).items():
        if name not in columns and name not in tables:
            raise CannotCompose(f"ordinary: senses tell of {name}, which is no column")
        levels = columns[name].get("categories") if name in columns else None
        if isinstance(pushes, dict) != (levels is not None) or (levels and set(levels) - set(pushes)):
            raise CannotCompose(f"ordinary: the sense of {name} needs {'every level' if levels else 'a number, no levels'}")
        needed = len(spec["target"]["classes"]) if spec["task"] == "multiclass" else None
        for push in pushes.values() if levels else [pushes]:
            if (len(push) if isinstance(push, list) else None) != needed:
                raise CannotCompose(f"ordinary: the sense of {name} needs {'one push a class' if needed else 'one push'}")


def check_picture(picture: dict) -> None:
    """The engine knows how to draw pictures of this form."""
    form = {**USUAL_PICTURE, **picture}
    if form["ground"] not in GROUNDS:
        raise CannotCompose(f"picture: no surface {form['ground']!r}; there are {', '.join(GROUNDS)}")
    if not LEAST_SIDE <= form["side"] <= MOST_SIDE or form["channels"] not in (1, 3):
        raise CannotCompose(f"picture: {LEAST_SIDE} to {MOST_SIDE} pixels a side, 1 or 3 channels")


def check_sound(sound: dict) -> None:
    """The engine knows how to record sounds of this form."""
    form = {**USUAL_SOUND, **sound}
    if form["site"] not in SITES:
        raise CannotCompose(f"sound: no site {form['site']!r}; there are {', '.join(SITES)}")
    if not LEAST_SECONDS <= form["seconds"] <= MOST_SECONDS:
        raise CannotCompose(f"sound: {LEAST_SECONDS} to {MOST_SECONDS} seconds")


def check_labels(where: str, labels: list[str]) -> None:
    """Labels must be distinct and survive a CSV reader as text."""
    if len(set(labels)) != len(labels):
        raise CannotCompose(f"{where}: a label is used twice")
    for label in labels:
        if label in READ_AS_MISSING or READS_AS_NUMBER.fullmatch(label) or label != label.strip():
            raise CannotCompose(f"{where}: {label!r} would not come back from a CSV file as text")


def bind_all(spec: dict, invented: dict[str, ModuleType]) -> list[Binding]:
    """The mechanisms with their columns; `invented` are the spec's own, by id."""
    entries = spec["mechanisms"]
    if len({entry["id"] for entry in entries}) != len(entries):
        raise CannotCompose("a mechanism is named twice")
    bindings = [bind(spec, entry, invented) for entry in entries]
    alone = [binding.module.META["id"] for binding in bindings if not binding.module.META["combinable"]]
    if alone and len(bindings) > 1:
        raise CannotCompose(f"mechanism {alone[0]} cannot share a task with others")
    return bindings


def bind(spec: dict, entry: dict, invented: dict[str, ModuleType]) -> Binding:
    """One mechanism: every role has a column of its kind, every knob a level."""
    mechanism = entry["id"]
    try:
        module = invented[mechanism] if mechanism in invented else load_mechanism(mechanism)
    except KeyError:
        raise CannotCompose(f"unknown mechanism {mechanism}") from None
    meta = module.META
    if spec["task"] not in meta["tasks"]:
        raise CannotCompose(f"mechanism {mechanism} does not support {spec['task']} tasks")
    if spec["modality"] != meta["modality"]:
        raise CannotCompose(f"mechanism {mechanism} belongs to {meta['modality']} tasks, not to {spec['modality']}")
    col, columns = {}, {}
    for role in meta["roles"]:
        columns[role["name"]] = bound_column(spec, mechanism, role, entry["columns"])
        col[role["name"]] = columns[role["name"]]["name"]
        if role["table"] != "main":
            col[role["table"]] = columns[role["name"]]["table"]
    if len({(column["table"], column["name"]) for column in columns.values()}) != len(columns):
        raise CannotCompose(f"mechanism {mechanism}: one column plays two roles")
    knobs = {knob["name"]: int(entry["knobs"].get(knob["name"], knob["default"])) for knob in meta["knobs"]}
    for knob in meta["knobs"]:
        if not 0 <= knobs[knob["name"]] < knob["levels"]:
            raise CannotCompose(f"mechanism {mechanism}: knob {knob['name']} has levels 0 to {knob['levels'] - 1}")
    reads = entry.get("reads") or {}
    for role, read in reads.items():
        check_read(mechanism, role, read, columns.get(role))
    crossings = entry.get("crossings") or {}
    if crossings:
        check_crossings(spec, mechanism, getattr(module, "WAYS", {}), crossings)
    return Binding(module, mechanism.replace("-", "_"), float(entry["weight"]), col, columns, knobs, reads, crossings)


def check_crossings(spec: dict, mechanism: str, known: dict, crossings: dict[str, str]) -> None:
    """Every class has a way in which lines cross, of those that the mechanism knows, and two at least are told apart by it."""
    where, ways = f"mechanism {mechanism}, crossings", list(crossings.values())
    if spec["task"] != "multiclass" or set(crossings) != set(spec["target"]["classes"] or []):
        raise CannotCompose(f"{where}: they name the classes of a multiclass target, all of them")
    if not set(ways) <= set(known):
        raise CannotCompose(f"{where}: a class goes with one of {', '.join(known) or 'none that it knows'}")
    if len(set(ways) - {"none"}) < 2:
        raise CannotCompose(f"{where}: no two classes go with lines that cross in a way of their own")


def check_read(mechanism: str, role: str, read: str, column: dict | None) -> None:
    """A rule reads the high or the low side of a number, of a picture or of a sound, or one level of a category; of a date
    the special days of its months, which go with a high or a low target."""
    where = f"mechanism {mechanism}, role {role}"
    if column is None or column["kind"] not in ("numeric", "categorical", "path", "date"):
        raise CannotCompose(f"{where}: it has no side or level to read")
    known = column["categories"] if column["kind"] == "categorical" else SIDES
    if read not in known:
        raise CannotCompose(f"{where}: it reads {read!r} of {column['name']}, which has {', '.join(known)}")


def bound_column(spec: dict, mechanism: str, role: dict, bound: dict) -> dict:
    """The spec column that plays a role."""
    where = f"mechanism {mechanism}, role {role['name']}"
    if role["name"] not in bound:
        raise CannotCompose(f"{where}: no column is bound")
    name, child = bound[role["name"]], role["table"] != "main"
    found = [c for c in spec["columns"] if c["name"] == name and (c["table"] != "main") == child]
    if not found:
        raise CannotCompose(f"{where}: no {'child-table ' if child else ''}column is named {name}")
    column = found[0]
    if column["kind"] != role["kind"]:
        raise CannotCompose(f"{where}: {name} is {column['kind']}, it must be {role['kind']}")
    if role["positive"] and column["kind"] == "numeric" and column["low"] <= 0:
        raise CannotCompose(f"{where}: {name} must be positive")
    if role["positive"] and "needs" in column:
        raise CannotCompose(f"{where}: {name} must be positive, and is zero where {column['needs']} is")
    if role["levels"] and not role["levels"][0] <= len(column["categories"]) <= role["levels"][1]:
        raise CannotCompose(f"{where}: {name} must have {role['levels'][0]} to {role['levels'][1]} levels")
    return column
