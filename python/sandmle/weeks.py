"""Draw the profile of a week for every site of a panel, and the part of a month that matters there."""
from __future__ import annotations

import numpy as np

# How far weekends lie from working days, and the odd day from the others, before all is scaled.
WEEKEND = (1.3, 1.8)
ODD = (1.1, 1.6)
# How far working days differ from each other beside that.
JITTER = 0.12
# Spread of a week's levels, as that of a wave of height 1.
SPREAD = 0.7


def drawn_profiles(rng: np.random.Generator, sites: int) -> list[list[float]]:
    """The level of every weekday, Monday first, for every site: working days alike but one, weekends apart.

    Every other site rests on weekends, and the others live on them; neighbours have another odd day.
    """
    first, way = int(rng.integers(5)), float(rng.choice([1.0, -1.0]))
    return [drawn_profile(rng, (first + 2 * number) % 5, way * (-1) ** number) for number in range(sites)]


def drawn_profile(rng: np.random.Generator, odd: int, weekend: float) -> list[float]:
    """One week with its odd working day, and which way its weekend goes."""
    week = rng.uniform(-JITTER, JITTER, 7)
    week[5:] += weekend * rng.uniform(*WEEKEND)
    week[odd] += float(rng.choice([1.0, -1.0])) * rng.uniform(*ODD)
    week -= week.mean()
    return (week * SPREAD / week.std()).round(3).tolist()


def drawn_window(rng: np.random.Generator, rhythms: list[str]) -> dict | None:
    """The part of a month that matters where the world has one: its end, or the days of pay in its middle."""
    last, first = int(rng.integers(3, 6)), int(rng.integers(3))
    middle, length = int(rng.choice([10, 15, 20, 25])), int(rng.integers(3, 5))
    if "month-end" in rhythms:
        return {"last": last, "first": first}
    return {"middle": middle, "length": length} if "pay-day" in rhythms else None
