"""The style that all pictures of one task share: surface, colours, light and camera, drawn once when it is composed."""

from __future__ import annotations

import numpy as np

# What a spec that says nothing of its pictures gets.
USUAL_PICTURE = {"side": 64, "channels": 1, "ground": "stone"}
LEAST_SIDE, MOST_SIDE = 48, 128

# Surfaces: how fast the strength of their grain falls with frequency, how far it is drawn out, the pattern in it and how
# much that shows, and their colours from the dark to the light end.
GROUNDS = {
    "asphalt": (0.5, 1, "specks", 0.5, [((50, 52, 56), (126, 126, 126)), ((66, 62, 60), (138, 132, 126))]),
    "bark": (0.9, 3, "cells", 0.5, [((60, 50, 42), (142, 126, 110)), ((86, 74, 62), (176, 164, 150))]),
    "ceramic": (1.9, 1, "cells", 0.35, [((168, 164, 154), (226, 224, 216)), ((84, 112, 128), (150, 176, 188))]),
    "cloth": (1.0, 1, "weave", 0.8, [((44, 62, 92), (118, 140, 168)), ((146, 134, 112), (216, 206, 184)), ((94, 36, 40), (170, 92, 88))]),
    "crumb": (1.1, 1, "cells", 0.7, [((150, 112, 70), (224, 198, 154)), ((102, 72, 48), (176, 140, 104))]),
    "leaf": (1.6, 1, "veins", 0.6, [((40, 76, 36), (112, 152, 78)), ((84, 92, 34), (160, 160, 84))]),
    "membrane": (1.7, 1, "veins", 0.45, [((172, 146, 136), (226, 206, 196)), ((150, 150, 160), (214, 214, 222))]),
    "metal": (0.8, 14, "none", 0.0, [((92, 98, 104), (186, 192, 198)), ((118, 96, 52), (202, 178, 116)), ((112, 66, 48), (196, 136, 104))]),
    "paper": (1.1, 1.6, "specks", 0.2, [((186, 180, 164), (236, 230, 216)), ((146, 116, 82), (198, 168, 130))]),
    "rubber": (1.1, 1, "specks", 0.25, [((34, 36, 38), (92, 94, 98)), ((62, 50, 46), (118, 104, 98))]),
    "snow": (1.8, 1.5, "none", 0.0, [((156, 170, 190), (232, 238, 246)), ((170, 166, 172), (236, 230, 228))]),
    "soil": (0.7, 1, "specks", 0.6, [((56, 40, 28), (132, 102, 76)), ((108, 60, 40), (180, 120, 86))]),
    "stone": (1.3, 1, "specks", 0.45, [((88, 86, 88), (176, 172, 168)), ((136, 108, 82), (204, 182, 148))]),
    "wax": (1.5, 1, "cells", 0.55, [((136, 90, 32), (222, 176, 92)), ((160, 130, 70), (228, 206, 146))]),
    "wood": (1.4, 7, "rings", 0.6, [((92, 58, 34), (190, 142, 94)), ((118, 88, 58), (212, 180, 138)), ((62, 44, 36), (142, 106, 80))]),
}  # fmt: skip
# Colours of what lies on a surface: pale, earthy, vivid, dark.
MARKS = [
    (238, 234, 222), (222, 206, 150), (232, 190, 70), (214, 120, 60), (196, 70, 58), (150, 60, 90), (96, 150, 196),
    (70, 120, 84), (150, 190, 110), (120, 96, 160), (110, 84, 64), (58, 66, 84), (40, 36, 38),
]  # fmt: skip
BRIGHTNESS = np.array([0.3, 0.59, 0.11])
# Marks differ from the middle of the ground by so much brightness, of 255.
CONTRAST = 60


def draw_scene(rng: np.random.Generator, picture: dict, noise: float, stained: bool = False) -> dict:
    """Constants of the scenes of one task, colours 0 to 255. What lies on the ground are things, or stains in it."""
    slope, stretch, pattern, share, palettes = GROUNDS[picture["ground"]]
    dark, light = (np.array(end, float) for end in palettes[rng.integers(len(palettes))])
    tint = rng.uniform(0.93, 1.07, 3)
    middle = BRIGHTNESS @ (dark + light) / 2
    apart = [mark for mark in MARKS if abs(BRIGHTNESS @ mark - middle) >= CONTRAST]
    mark, other = (np.array(apart[at], float) for at in rng.integers(len(apart), size=2))
    if (BRIGHTNESS @ mark > middle) != (BRIGHTNESS @ other > middle):
        other = mark * 0.8
    fleck = dark * 0.6 if BRIGHTNESS @ mark > middle else light * 0.4 + 150
    return {
        **{"side": picture["side"], "channels": picture["channels"]},
        **{"sheet_seed": int(rng.integers(2**31)), "slope": slope, "stretch": stretch, "pattern": pattern},
        "pattern_share": round(share * float(rng.uniform(0.8, 1.2)), 3),
        "roughness": round(float(rng.uniform(0.16, 0.24)), 3),
        "relief": round(float(rng.uniform(0.15, 0.45)), 3),
        "dark": coloured(dark * tint, picture["channels"]),
        "light": coloured(light * tint, picture["channels"]),
        # Marks lie somewhere between these two.
        "mark": [coloured(end, picture["channels"]) for end in (mark, mark + rng.uniform(0.2, 0.5) * (other - mark))],
        "fleck": [coloured(np.clip(fleck, 0, 255), picture["channels"])] * 2,
        "lamp": round(float(rng.uniform(0, 2 * np.pi)), 3),
        "uneven_light": round(float(rng.uniform(0.08, 0.25)), 3),
        "vignette": round(float(rng.choice([0, 1]) * rng.uniform(0.1, 0.35)), 3),
        "dome": round(float(rng.choice([0, 1, 1]) * rng.uniform(0.15, 0.4)) * (not stained), 3),
        "gloss": round(float(rng.choice([0, 1, 1]) * rng.uniform(0.15, 0.45)) * (not stained), 3),
        "opacity": round(float(rng.uniform(0.7, 0.9)) if stained else 1.0, 3),
        "rim": round(float(rng.choice([-1, 1]) * rng.uniform(0.05, 0.2)), 3),
        "fray": round(float(rng.uniform(0.2, 0.6)) * stained, 3),
        "shadow": round(float(rng.choice([0, 1, 1]) * rng.uniform(0.2, 0.45)), 3),
        "stalks": round(float(rng.choice([0, 0, 1]) * rng.uniform(0.15, 0.35)), 3),
        "shade": round(float(rng.choice([0, 0, 1]) * rng.uniform(0.2, 0.5)), 3),
        "flecks": int(rng.integers(0, 9)),
        "blur": round(float(rng.uniform(0.0, 0.7)), 3),
        "noise": noise,
    }


def coloured(colour: np.ndarray, channels: int) -> list[int]:
    """A colour as a picture of so many channels holds it."""
    return [round(float(value)) for value in (colour if channels == 3 else [BRIGHTNESS @ colour])]
