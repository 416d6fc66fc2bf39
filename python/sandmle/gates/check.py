"""One finding of a gate, in the shape that checks.json holds."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Anchor:
    """Where a finding is: a file, and when known its line (1 = header) and column."""

    file: str
    line: int | None = None
    column: str | None = None


@dataclass(frozen=True)
class Check:
    """A named check of a gate with its verdict and evidence."""

    gate: str
    id: str
    passed: bool
    message: str
    value: float | None = None
    limit: float | None = None
    anchor: Anchor | None = None

    def as_json(self) -> dict:
        """Plain JSON values; numbers that JSON lacks become null."""
        entry = asdict(self)
        entry["passed"] = bool(self.passed)
        for name in ("value", "limit"):
            number = entry[name]
            entry[name] = round(float(number), 5) if number is not None and math.isfinite(number) else None
        return entry
