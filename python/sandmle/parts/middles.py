"""The one number that is best for all rows at once; pasted into tasks and solutions."""
from __future__ import annotations

import math
import statistics


def best_constant(values: list[float], middle: str) -> float:
    """Of the targets of training rows, the number that a metric asks for; `middle`: its `Facts.constant`."""
    if middle == "median":
        return statistics.median(values)
    if middle == "log-mean":
        return math.expm1(statistics.fmean(math.log1p(max(value, 0)) for value in values))
    return statistics.fmean(values)
