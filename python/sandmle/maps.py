"""Let the columns of a task with a map vary over it: neighbours on the ground have more than the target in common."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sandmle.parts.features import spaced
from sandmle.spec import Plan

# Share of a column's own variance that lies in the map, and of one that a mechanism of the map reads beside the place.
SHARE, READ_SHARE = (0.3, 0.5), (0.15, 0.3)
# Waves of a map, and how far it reaches, in deviations of the coordinates.
WAVES = 5
REACH = (0.7, 1.5)
# How far groups lie from each other at least, in deviations of the coordinates, where there is room.
APART = 1.5


@dataclass(frozen=True)
class Map:
    """The coordinates of a task, a large sample of them, and which columns vary over them."""

    axes: list[str]
    sample: pd.DataFrame
    # Coordinates and what moves them.
    upstream: set[str]
    # Columns of the mechanism beside the coordinates.
    read: set[str]
    # Categories that tell of the ground: the mechanism reads them, or they shift numbers of it.
    grounds: set[str]
    # Whether the story tells what moves what.
    is_told: bool
    # Groups of rows that lie near each other.
    places: set[str]

    def coordinates_first(self, columns: list[dict]) -> list[dict]:
        """The columns with those before all others that a map needs; causes still stand before what they move.

        By chance alone nothing moves a place.
        """
        freed = columns if self.is_told else alone(self.axes, columns)
        return sorted(freed, key=lambda column: column["name"] not in self.upstream)

    def placed(self, column: dict, rng: np.random.Generator) -> dict:
        """A column that varies over the map, where it is a number, its hidden cause, or tells of the ground; or a place."""
        if column["name"] in self.places and column["name"] not in self.upstream:
            return {**column, "sites": self.drawn_sites(column["categories"], rng)}
        varies = column["kind"] in ("numeric", "hidden") or column["name"] in self.grounds
        # What a group fixes lies where the group does.
        is_fixed = "fixed" in column or "fixed" in column.get("field", {})
        if not varies or is_fixed or column["name"] in self.upstream:
            return column
        field = column.get("field", {})
        left = field.get("fresh", 1.0) ** 2
        share = left * float(rng.uniform(*(READ_SHARE if column["name"] in self.read else SHARE)))
        place = drawn_place(self, share, rng)
        return {**column, "field": {**field, "fresh": round(float(np.sqrt(left - share)), 3), "place": place}}

    def drawn_sites(self, levels: list[str], rng: np.random.Generator) -> dict:
        """Where each group lies: where rows are, apart from each other, in deviations of the coordinates."""
        known = self.sample[self.axes].astype(float)
        centre, spread = known.mean().round(3).tolist(), known.std().round(3).tolist()
        rows = ((known - centre) / spread).to_numpy()[rng.permutation(len(known))[:400]]
        spots = spaced(rows, len(levels), APART).round(2).tolist()
        return {"over": self.axes, "centre": centre, "spread": spread, "at": dict(zip(levels, spots))}


def map_of(plan: Plan, columns: list[dict], sample: pd.DataFrame) -> Map | None:
    """The map of a plan, where one of its mechanisms reads two coordinates."""
    for binding in plan.bindings:
        roles = [role["name"] for role in binding.module.META["roles"] if "coordinate" in role.get("meanings", [])]
        if len(roles) == 2:
            axes = [binding.col[role] for role in roles]
            read = set(binding.col.values()) - set(axes)
            grounds = read | {link["from"] for link in plan.links if "shifts" in link}
            upstream = upstream_of(set(axes), columns if plan.links else alone(axes, columns))
            return Map(axes, sample, upstream, read, grounds, bool(plan.links), places_of(plan))
    return None


def places_of(plan: Plan) -> set[str]:
    """Columns of the main table whose levels are places."""
    return {c["name"] for c in plan.spec["columns"] if c["table"] == "main" and c.get("groups") == "place"}


def alone(names: list[str], columns: list[dict]) -> list[dict]:
    """The columns, of which those of these names have no causes."""
    causes = ("own", "causes", "shifts")
    return [{k: v for k, v in c.items() if c["name"] not in names or k not in causes} for c in columns]


def upstream_of(names: set[str], columns: list[dict]) -> set[str]:
    """Columns of these names and all that moves or fixes them: by slopes, by levels, by their group."""
    found = set(names)
    for column in reversed(columns):
        if column["name"] in found:
            found |= {*column.get("causes", {}), *column.get("shifts", {}), *([column["per"]] if "per" in column else [])}
    return found


def drawn_place(land: Map, share: float, rng: np.random.Generator) -> dict:
    """How a column varies over the map: waves of one length scale, of this variance where rows are."""
    x, y = (land.sample[name].astype(float) for name in land.axes)
    reach = rng.uniform(*REACH)
    waves = [
        [*(float(f"{rng.standard_normal() / reach / values.std():.4g}") for values in (x, y)), phase]
        for phase in rng.uniform(0, 2 * np.pi, WAVES).round(2).tolist()
    ]
    raw = sum(np.cos(along * x + up * y + phase) for along, up, phase in waves)
    height = float(f"{np.sqrt(share) / raw.std():.4g}")
    return {"over": land.axes, "waves": waves, "height": height, "centre": round(float(raw.mean()), 3)}
