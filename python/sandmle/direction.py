"""Which way and how strongly a rule acts: the direction that the task's story tells, and strengths by level.

In the world a level changes how strongly something acts, or where its limit lies, and hardly ever its sign.
"""
from __future__ import annotations

import numpy as np
import pandas as pd

from sandmle.spec import CannotCompose

# Full, hardly at all, and in between: two levels already differ as far as they can.
STRENGTHS = (1.0, 0.25, 0.6)
# So many training rows are to show each side of a limit, and so many, at least, each case that a rule tells apart.
AIM_ROWS = 6
LEAST_ROWS = 2


def class_axis(senses: dict, names: list[str], read: dict[str, str] | None = None) -> np.ndarray | None:
    """Towards which of several classes what a rule reads moves the target, as a unit vector; None where nobody said.

    It is told by the column that tells classes apart most; a category only where no number does. `read` names the only
    level of a category that counts.
    """
    numbers, levels = [], []
    for name in names:
        push = senses.get(name)
        if isinstance(push, list):
            numbers.append(np.array(push, float))
        elif isinstance(push, dict) and isinstance(next(iter(push.values())), list):
            off = pd.DataFrame(push).T.astype(float)
            off = off - off.mean()
            levels += [row.to_numpy() for level, row in off.iterrows() if (read or {}).get(name, level) == level]
    for found in (numbers, levels):
        apart = [push - push.mean() for push in found]
        longest = max(apart, key=np.linalg.norm, default=None)
        if longest is not None and np.linalg.norm(longest) > 1e-9:
            return longest / np.linalg.norm(longest)
    return None


def along(push: float | list[float], axis: np.ndarray | None) -> float:
    """A push of a target, or how far pushes of its classes go along their axis; 0 where they have none."""
    if isinstance(push, list):
        # A trace that rounding leaves is no direction.
        return 0.0 if axis is None else round(float(np.array(push, float) @ axis), 6)
    return float(push)


def told_push(setting: dict, name: str) -> float:
    """How a rise of a number moves the target, as the story tells; 0 where it says nothing."""
    push = setting["senses"].get(name, 0)
    return 0.0 if isinstance(push, dict) else along(push, setting.get("axis"))


def drawn_loadings(rng: np.random.Generator, outputs: int, axis: np.ndarray | None) -> list[float]:
    """How a rise of a rule's score moves each of several classes: as the story tells, and apart where it says nothing."""
    by_chance = rng.permutation(np.linspace(-1.5, 1.5, outputs))
    if axis is None:
        return [round(float(value), 3) for value in by_chance]
    # Classes that the story does not tell apart keep their order by chance.
    places = np.empty(outputs)
    places[np.lexsort((by_chance, axis))] = np.sort(by_chance)
    told = axis / axis.std() * by_chance.std()
    return [round(float(value), 3) for value in (told + places) / 2]


def drawn_direction(rng: np.random.Generator, setting: dict, rising: str, falling: str | None = None) -> int:
    """1 or -1: as the column `rising` pushes the target, else against `falling`, else by chance."""
    drawn = int(rng.choice([1, -1]))
    told = told_push(setting, rising) or (-told_push(setting, falling) if falling else 0.0)
    return int(np.sign(told)) or drawn


def told_side(setting: dict, role: str) -> int:
    """1 where much of what a rule finds in a picture or a sound goes with more of the target, -1 where little of it does; 0
    where the story says neither."""
    return {"high": 1, "low": -1}.get(setting.get("reads", {}).get(role), 0)


def marked_level(rng: np.random.Generator, setting: dict, column: dict, read: str | None = None) -> tuple[str, int]:
    """A level of a category and which way it pushes: `read`, else the one that stands out in the story, else any."""
    level, way = str(rng.choice(column["categories"])), int(rng.choice([1, -1]))
    level = read or level
    pushes = setting["senses"].get(column["name"])
    if isinstance(pushes, dict):
        told = {name: along(pushes[name], setting.get("axis")) for name in column["categories"]}
        off = {name: push - np.mean(list(told.values())) for name, push in told.items()}
        if any(off.values()):
            level = read or max(off, key=lambda name: abs(off[name]))
            way = int(np.sign(off[level])) or way
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
