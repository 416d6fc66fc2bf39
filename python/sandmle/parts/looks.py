"""What a picture shows at a glance, how light and how warm it is: set in generators, measured in solutions."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from sandmle.media import load_images

# Even draws of unit spread: no picture is black or burnt out.
LOOKS_REACH = 1.7
# Steps of 255 by which a unit of each moves the middle of a picture, and what is kept of its own contrast.
LIGHT_STEP = 13.0
WARM_STEP = 9.0
CONTRAST_KEPT = 0.85


def draw_looks(rng: np.random.Generator, n: int, levels: list[float]) -> dict[str, np.ndarray]:
    """Hidden light of `n` pictures and, where they have colours, warmth; `levels` has a middle for each channel."""
    names = ["_light"] if len(levels) == 1 else ["_light", "_warmth"]
    return {name: rng.uniform(-LOOKS_REACH, LOOKS_REACH, n) for name in names}


def with_looks(stack: np.ndarray, d: pd.DataFrame, levels: list[float]) -> np.ndarray:
    """Pictures (n, h, w) or (n, h, w, 3) of bytes, exposed so that the mean of each is as its hidden looks say."""
    level = np.array(levels) + LIGHT_STEP * d["_light"].to_numpy(float)[:, None]
    if stack.ndim == 4:
        level = level + WARM_STEP * d["_warmth"].to_numpy(float)[:, None] * np.array([1.0, 0.0, -1.0])
    seen = np.empty_like(stack)
    for number, picture in enumerate(stack):
        own = picture.mean(axis=(0, 1))
        there = level[number] if stack.ndim == 4 else level[number, 0]
        seen[number] = np.clip(there + CONTRAST_KEPT * (picture - own) + 0.5, 0, 255).astype(np.uint8)
    return seen


def measure_looks(frame: pd.DataFrame, agent: Path, image: str) -> pd.DataFrame:
    """The rows of a table with the looks of their pictures as columns, in steps of 255."""
    means = 255 * load_images(agent, frame, image).mean(axis=(1, 2)).reshape(len(frame), -1)
    looks = {"_light": means.mean(axis=1)}
    if means.shape[1] == 3:
        looks["_warmth"] = means[:, 0] - means[:, 2]
    return frame.assign(**looks)
