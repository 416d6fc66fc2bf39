"""Limits of the gates as they come with a job (`lib/domain/gate-policy.json`).

They tell a tool where to stop: what would be measured of a task that has failed already, or how sure a figure must be.
The verdict is not the tool's.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable

from sandmle.gates.measurement import Measurement

COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "at least": operator.ge,
    "at most": operator.le,
    "above": operator.gt,
    "below": operator.lt,
}


class Policy:
    """The rows of some gates, by the name of the gate."""

    def __init__(self, rows: dict[str, list[dict]]) -> None:
        self.rows = rows

    def row(self, gate: str, name: str, of: str | None = None) -> dict:
        """The row of a check. Raises KeyError where there is none."""
        for row in self.rows[gate]:
            if row["id"] == name and row.get("of") == of:
                return row
        raise KeyError(f"{gate}: no policy for {name}" + (f" of {of}" if of else ""))

    def limit(self, gate: str, name: str, of: str | None = None) -> float:
        """The limit of a figure."""
        return float(self.row(gate, name, of)["limit"])

    def cases(self, gate: str, name: str) -> list[str]:
        """What a check tells apart, as metrics that have a limit of their own."""
        return [row["of"] for row in self.rows[gate] if row["id"] == name and row.get("of") is not None]

    def passes(self, found: Measurement) -> bool:
        """Whether a measurement is as its row demands."""
        row = self.row(found.gate, found.id, found.of)
        if row["is"] == "true":
            return found.holds is True
        if found.value is None or not math.isfinite(found.value):
            return False
        limit = row.get("limit", found.against)
        if row["is"] == "between":
            return limit[0] <= found.value <= limit[1]
        return bool(COMPARISONS[row["is"]](found.value, limit))

    def all_pass(self, found: Iterable[Measurement]) -> bool:
        """Whether every one of them is."""
        return all(self.passes(one) for one in found)
