"""Draw the profile of a week for every site of a panel, and the part of a month that matters there."""
from __future__ import annotations

from collections.abc import Sequence

import numpy as np

# How far weekends lie from working days, and the odd day from the others, before all is scaled.
WEEKEND = (1.3, 1.8)
ODD = (1.1, 1.6)
MONDAY, WEDNESDAY, FRIDAY = 0, 2, 4
# Odd working days of sites next to each other, in turn: at most three days a week are special, and most of them in one run.
ODD_DAYS = (FRIDAY, MONDAY, WEDNESDAY)
# How far working days differ from each other beside that.
JITTER = 0.12
# Spread of a week's levels, as that of a wave of height 1.
SPREAD = 0.7


def drawn_profiles(rng: np.random.Generator, sites: int, never: Sequence[int] = ()) -> list[list[float]]:
    """The level of every weekday, Monday first, for every site: usual working days near 0, weekends and one more apart.

    Every other site rests on weekends, and the others live on them; neighbours have another odd day. There are no rows
    on the weekdays of `never`, which have the level of a usual day.
    """
    first, way = int(rng.integers(len(ODD_DAYS))), float(rng.choice([1.0, -1.0]))
    days = [ODD_DAYS[(first + number) % len(ODD_DAYS)] for number in range(sites)]
    return [drawn_profile(rng, odd, way * (-1) ** number, never) for number, odd in enumerate(days)]


def drawn_profile(rng: np.random.Generator, odd: int, weekend: float, never: Sequence[int] = ()) -> list[float]:
    """One week with its odd working day, and which way its weekend goes.

    A Friday is like the weekend that it begins, a Monday is slow after a busy one and busy after a quiet one, and a day
    in the middle, as of a market, goes either way.
    """
    week = rng.uniform(-JITTER, JITTER, 7)
    week[5:] += weekend * rng.uniform(*WEEKEND)
    drawn = float(rng.choice([1.0, -1.0]))
    week[odd] += {FRIDAY: weekend, MONDAY: -weekend}.get(odd, drawn) * rng.uniform(*ODD)
    week[list(never)] = 0.0
    is_open = np.delete(week, list(never))
    return ((week - np.median(np.delete(week[:5], odd))) * SPREAD / is_open.std()).round(3).tolist()


def drawn_window(rng: np.random.Generator, rhythms: list[str]) -> dict | None:
    """The part of a month that matters where the world has one: its end, or the days of pay in its middle."""
    last, first = int(rng.integers(3, 6)), int(rng.integers(3))
    middle, length = int(rng.choice([10, 15, 20, 25])), int(rng.integers(3, 5))
    if "month-end" in rhythms:
        return {"last": last, "first": first}
    return {"middle": middle, "length": length} if "pay-day" in rhythms else None
