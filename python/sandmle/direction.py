"""Which way and how strongly a rule acts: the direction that the task's story tells, and strengths by level.

In the world a level changes how strongly something acts, or where its limit lies, and hardly ever its sign.
"""
from __future__ import annotations

import numpy as np

from sandmle.spec import CannotCompose

# Full, hardly at all, and in between: two levels already differ as far as they can.
STRENGTHS = (1.0, 0.25, 0.6)
# So many training rows are to show each side of a limit, and so many, at least, each case that a rule tells apart.
AIM_ROWS = 6
LEAST_ROWS = 2


def told_push(setting: dict, name: str) -> float:
    """How a rise of a number moves the target, as the story tells; 0 where it says nothing, or one push a class."""
    push = setting["senses"].get(name, 0)
    return float(push) if isinstance(push, (int, float)) else 0.0


def drawn_direction(rng: np.random.Generator, setting: dict, rising: str, falling: str | None = None) -> int:
    """1 or -1: as the column `rising` pushes the target, else against `falling`, else by chance."""
    drawn = int(rng.choice([1, -1]))
    told = told_push(setting, rising) or (-told_push(setting, falling) if falling else 0.0)
    return int(np.sign(told)) or drawn


def marked_level(rng: np.random.Generator, setting: dict, column: dict) -> tuple[str, int]:
    """A level of a category and which way it pushes: the one that stands out in the story, else any, by chance."""
    level, way = str(rng.choice(column["categories"])), int(rng.choice([1, -1]))
    pushes = setting["senses"].get(column["name"])
    if isinstance(pushes, dict) and not any(isinstance(push, list) for push in pushes.values()):
        others = np.mean([pushes[name] for name in column["categories"]])
        off = {name: pushes[name] - others for name in column["categories"]}
        if any(off.values()):
            level = max(off, key=lambda name: abs(off[name]))
            way = int(np.sign(off[level]))
    return level, way


def drawn_strengths(rng: np.random.Generator, levels: list[str]) -> dict[str, float]:
    """How strongly something acts at each level, all of one sign."""
    return dict(zip(levels, rng.permutation(np.resize(STRENGTHS, len(levels))).tolist()))


def drawn_places(rng: np.random.Generator, setting: dict, level: np.ndarray, levels: list[str], spread: float) -> dict:
    """Where the limit of each level lies, as a quantile of its own rows: apart by up to `spread` from the middle.

    A limit comes nearer to the middle where few training rows of its level would lie on one side of it; `level` holds
    the level of every row of a large sample.
    """
    places = rng.permutation(np.linspace(0.5 - spread, 0.5 + spread, len(levels)))
    least = [min(0.5, AIM_ROWS / max(1e-9, setting["rows"]["train"] * (level == name).mean())) for name in levels]
    return {name: float(np.clip(place, low, 1 - low)) for name, place, low in zip(levels, places, least)}


def need_rows(setting: dict, mechanism: str, cases: dict[str, float]) -> None:
    """Refuse a rule of which the training rows would hardly show a case; `cases` has the share of rows of each."""
    for name, share in cases.items():
        if share * setting["rows"]["train"] < LEAST_ROWS:
            raise CannotCompose(f"mechanism {mechanism}: too few training rows show {name}")
