"""What a gate found out, in the shape that measurements.json holds. Whether that is good enough, others say."""

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
class Measurement:
    """The answer to one question of a gate: a figure, or `holds` where it is none.

    `of` names which limit of the check is meant where it has several; `against` is what the task itself demands.
    """

    gate: str
    id: str
    message: str
    value: float | None = None
    holds: bool | None = None
    of: str | None = None
    against: float | None = None
    anchor: Anchor | None = None

    def as_json(self) -> dict:
        """Plain JSON values; numbers that JSON lacks become null."""
        entry = asdict(self)
        entry["holds"] = None if self.holds is None else bool(self.holds)
        for name in ("value", "against"):
            number = entry[name]
            entry[name] = float(number) if number is not None and math.isfinite(number) else None
        return entry


def fact(
    gate: str,
    name: str,
    holds: bool,
    message: str,
    value: float | None = None,
    against: float | None = None,
    anchor: Anchor | None = None,
) -> Measurement:
    """An answer that is no figure, though it may name one and what it was compared with."""
    return Measurement(gate, name, message, value, holds, None, against, anchor)


def figure(
    gate: str,
    name: str,
    value: float | None,
    message: str,
    anchor: Anchor | None = None,
    of: str | None = None,
    against: float | None = None,
) -> Measurement:
    """A figure that a limit is set for."""
    return Measurement(gate, name, message, value, None, of, against, anchor)
