"""Let columns follow the days as facts of their world do: what a day has for all of its rows, what lasts, what has a season."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sandmle.spec import Plan

# Waves over the days that a column is made of: more of them come closer to chance.
WAVES = 16
# Share of what lasts, as weather does, that all places have in common on a day.
COMMON = (0.4, 0.65)
# First day of every month in the year, and what comes after the last one.
FIRSTS = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365]


@dataclass(frozen=True)
class Days:
    """What a plan says of its days: the date of its rows, columns that have one value a day, and those that last.

    `date` is None where rows have no day of their own; `lasting` is None where nobody said what lasts, else it has for
    each column whether places share it (everywhere) or each has its own (here). `is_long`: so much of a day is there on
    the next one that people see it.
    """

    date: str | None
    daily: frozenset[str]
    lasting: dict[str, str] | None
    is_long: bool = False

    def lasts(self, name: str) -> bool:
        """Whether a column keeps most of what it was on the day before at the same place."""
        return self.lasting is None or name in self.lasting

    def is_daily(self, name: str) -> bool:
        """Whether all rows of a day have the same value of a column, as far as rows have a day."""
        return self.date is not None and name in self.daily

    def is_weather(self, name: str) -> bool:
        """Whether places share what a column keeps of the day before, where anybody said so."""
        return (self.lasting or {}).get(name) == "everywhere"

    def part(self, name: str, fresh: float, memory: tuple[float, float], rng: np.random.Generator) -> dict:
        """What a column has in common on a day, and what is left of its own variance `fresh`; {} where it has nothing."""
        is_weather = self.is_weather(name)
        if self.date is None or not (is_weather or name in self.daily):
            return {}
        share = fresh * (1.0 if name in self.daily else float(rng.uniform(*COMMON)))
        kept = float(rng.uniform(*memory)) if is_weather else 0.0
        day = {"date": self.date, "waves": drawn_waves(kept, rng), "height": round(float(np.sqrt(share)), 3)}
        return {"fresh": round(float(np.sqrt(max(0.0, fresh - share))), 3), "day": day}

    def cycle(self, turn: float, rng: np.random.Generator) -> dict:
        """One value a day for all sites, the same again after so many days; {} where rows have no day of their own."""
        if self.date is None:
            return {}
        wave = [round(2 * np.pi / turn, 6), round(float(rng.uniform(0, 2 * np.pi)), 2)]
        return {"fresh": 0.0, "day": {"date": self.date, "waves": [wave], "height": 1.0}}

    def new_every_day(self, rng: np.random.Generator) -> dict:
        """One value a day for all sites, without a memory: what the days before brought is left to a rule over them."""
        return {"fresh": 0.0, "day": {"date": self.date, "waves": drawn_waves(0.0, rng), "height": 1.0}}

    def seasons(self, told: dict) -> dict:
        """When the levels of a category, or the amounts of a number, can be there at all; {} where always.

        A daily category has its date in any case, so that all rows of a day have one level, in both parts.
        """
        if self.date is None:
            return {}
        if told["kind"] == "categorical" and (told.get("daily") or told.get("seasons")):
            seasons = {level: span(*months) for level, months in (told.get("seasons") or {}).items()}
            return {"dated": {"date": self.date, "seasons": seasons}}
        return {"dated": {"date": self.date, "season": span(*told["season"])}} if told.get("season") else {}


def days_of(plan: Plan, date: str | None) -> Days:
    """What a plan says of its days."""
    style = plan.spec["style"]
    return Days(date, daily_of(plan), style.get("lasting"), style.get("memory") == "long")


def daily_of(plan: Plan) -> frozenset[str]:
    """Columns of the main table of which all rows of a day have the same value."""
    return frozenset(c["name"] for c in plan.spec["columns"] if c.get("daily") and c["table"] == "main")


def drawn_waves(memory: float, rng: np.random.Generator) -> list[list[float]]:
    """Turns a day and phases of waves that together keep a share `memory` of a day on the next one, its square after two.

    The turns are those of a process with such a memory, drawn evenly over its spectrum.
    """
    even = (np.arange(WAVES) + rng.random(WAVES)) / WAVES
    turns = 2 * np.arctan((1 - memory) / (1 + memory) * np.tan(np.pi * (even - 0.5)))
    return [[round(float(turn), 4), round(float(phase), 2)] for turn, phase in zip(turns, rng.uniform(0, 2 * np.pi, WAVES))]


def span(first: int, last: int) -> list[int]:
    """First day of the year and length of a season from the beginning of one month to the end of another."""
    return [FIRSTS[first - 1], (FIRSTS[last] - FIRSTS[first - 1]) % FIRSTS[12] or FIRSTS[12]]
