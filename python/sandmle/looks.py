"""Where the pictures of a task have their light, and which of their looks may act."""
from __future__ import annotations

import numpy as np

from sandmle.parts.scene_style import USUAL_PICTURE
from sandmle.spec import Plan

# The middle of a picture of a very dark or very light surface moves in here, so that it can become darker or lighter.
DARKEST, LIGHTEST = 75.0, 180.0
# What a mechanism that draws no scene is taken to draw.
MIDDLE = 128.0


def look_levels(plan: Plan, constants: list[dict]) -> list[float]:
    """Mean of each channel of a picture of middle light, by the constants of the mechanisms."""
    scene = next((p["scene"] for p in constants if "scene" in p), None)
    if scene is None:
        return [MIDDLE] * {**USUAL_PICTURE, **plan.spec.get("picture", {})}["channels"]
    middle = (np.array(scene["dark"], float) + np.array(scene["light"], float)) / 2
    return [round(float(level), 1) for level in np.clip(middle, DARKEST, LIGHTEST)]


def look_columns(levels: list[float]) -> list[dict]:
    """The looks as columns that ordinary signal may act on."""
    return [{"name": name, "kind": "numeric"} for name in ("_light", "_warmth")[: 1 if len(levels) == 1 else 2]]
