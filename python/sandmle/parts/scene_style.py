"""The style that all pictures of one task share: surface, colours, light and camera, drawn once when it is composed."""

from __future__ import annotations

from itertools import product

import numpy as np

from sandmle.parts.scene_kinds import FLAT, GROWS, STAINS, THINGS

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
    "rubber": (1.1, 1, "specks", 0.25, [((34, 36, 38), (92, 94, 98)), ((46, 48, 50), (108, 110, 114))]),
    "snow": (1.8, 1.5, "none", 0.0, [((156, 170, 190), (232, 238, 246)), ((170, 166, 172), (236, 230, 228))]),
    "soil": (0.7, 1, "specks", 0.6, [((56, 40, 28), (132, 102, 76)), ((108, 60, 40), (180, 120, 86))]),
    "stone": (1.3, 1, "specks", 0.45, [((88, 86, 88), (176, 172, 168)), ((136, 108, 82), (204, 182, 148))]),
    "vinyl": (1.2, 6, "none", 0.0, [((24, 24, 28), (82, 82, 90)), ((34, 30, 38), (92, 84, 96))]),
    "wax": (1.5, 1, "comb", 0.7, [((136, 90, 32), (222, 176, 92)), ((160, 130, 70), (228, 206, 146))]),
    "wood": (1.4, 7, "rings", 0.6, [((92, 58, 34), (190, 142, 94)), ((118, 88, 58), (212, 180, 138)), ((62, 44, 36), (142, 106, 80))]),
}  # fmt: skip
# Grounds that one knows by their colour: it strays less from task to task.
PLAIN_GROUNDS = ("asphalt", "bark", "rubber", "vinyl")
# Where a stalk of grass may hang into the picture.
GRASSY = ("asphalt", "bark", "leaf")
BRIGHTNESS = np.array([0.3, 0.59, 0.11])
# What lies on a ground differs from its middle by so much brightness, of 255, and one kind at most so many times as much
# as the other.
CONTRAST = 60
MOST_APART = 1.35
FLECK = {**FLAT, "shape": "disc"}


def draw_scene(rng: np.random.Generator, picture: dict, noise: float, lined: bool = False) -> dict:
    """Constants of the scenes of one task, colours 0 to 255. Under lines of its own the pattern of the ground is faint."""
    slope, stretch, pattern, share, palettes = GROUNDS[picture["ground"]]
    dark, light = (np.array(end, float) for end in palettes[rng.integers(len(palettes))])
    tint = 1 + rng.uniform(-0.07, 0.07, 3) * (0.3 if picture["ground"] in PLAIN_GROUNDS else 1)
    dark, light = dark * tint, light * tint
    fleck = dark * 0.6 if rng.random() < 0.5 else light * 0.4 + 150
    channels = picture["channels"]
    return {
        **{"side": picture["side"], "channels": channels},
        **{"sheet_seed": int(rng.integers(2**31)), "slope": slope, "stretch": stretch, "pattern": pattern},
        "pattern_share": round(share * float(rng.uniform(0.8, 1.2)) * (0.25 if lined else 1), 3),
        "roughness": round(float(rng.uniform(0.16, 0.24)), 3),
        "relief": round(float(rng.uniform(0.15, 0.45)), 3),
        "dark": coloured(dark, channels),
        "light": coloured(light, channels),
        "fleck": {**FLECK, "colours": [coloured(np.clip(fleck, 0, 255), channels)] * 2},
        "lamp": round(float(rng.uniform(0, 2 * np.pi)), 3),
        "uneven_light": round(float(rng.uniform(0.08, 0.25)), 3),
        "vignette": round(float(rng.choice([0, 1]) * rng.uniform(0.1, 0.35)), 3),
        "opacity": 1.0,
        "fray": 0.0,
        "shadow": round(float(rng.choice([0, 1, 1]) * rng.uniform(0.2, 0.45)), 3),
        "stalks": round(float(rng.choice([0, 0, 1]) * rng.uniform(0.15, 0.35)) * (picture["ground"] in GRASSY), 3),
        "shade": round(float(rng.choice([0, 0, 1]) * rng.uniform(0.2, 0.5)), 3),
        "flecks": int(rng.integers(0, 9)),
        "blur": round(float(rng.uniform(0.0, 0.7)), 3),
        "noise": noise,
    }


def draw_growth(rng: np.random.Generator, ground: str, scene: dict) -> dict:
    """What grows on a ground anyway as one task shows it; {} where nothing does."""
    if ground not in GROWS:
        return {}
    name, shape, look, colours = THINGS[ground][GROWS[ground]]
    colour = coloured(np.array(colours[rng.integers(len(colours))], float), scene["channels"])
    return {"name": name, "shape": shape, **look, "colours": [colour, [round(0.9 * value) for value in colour]]}


def draw_kinds(rng: np.random.Generator, ground: str, scene: dict) -> list[dict]:
    """The two kinds of things on a ground as one task shows them, in random order; both darker than it, or both lighter."""
    middle = (np.array(scene["dark"], float) + scene["light"]) / 2
    kinds = [THINGS[ground][at] for at in rng.permutation(2)]
    pairs = [
        [np.array(coloured(np.array(colour, float), scene["channels"])) - middle for colour in pair]
        for pair in product(*(colours for *_, colours in kinds))
    ]
    apart = [[brightness(colour) for colour in pair] for pair in pairs]
    even = [at for at, (one, other) in enumerate(apart) if one * other > 0 and min(abs(one), abs(other)) >= CONTRAST]
    clearest = max(range(len(pairs)), key=lambda at: min(map(abs, apart[at])) * (apart[at][0] * apart[at][1] > 0))
    drawn = []
    for (name, shape, look, _), colour in zip(kinds, alike(pairs[int(rng.choice(even)) if even else clearest])):
        tones = (1, rng.uniform(0.88, 0.97))
        ends = [[round(float(np.clip(value, 0, 255))) for value in (middle + colour) * tone] for tone in tones]
        drawn.append({"name": name, "shape": shape, **look, "colours": ends})
    return drawn


def alike(pair: list[np.ndarray]) -> list[np.ndarray]:
    """Two differences from a ground, brought together until every shade in which one shows clearly shows the other."""
    if len(pair[0]) == 1:
        most = MOST_APART * min(abs(pair[0][0]), abs(pair[1][0]))
        return [colour * min(1, most / abs(colour[0])) for colour in pair]
    shades = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0.33, 0.34, 0.33], [1, -1, 0], [0, 1, -1], [1, 0, -1]])
    middle, mixed = (pair[0] + pair[1]) / 2, pair
    for share in np.linspace(0, 1, 9):
        mixed = [colour + share * (middle - colour) for colour in pair]
        one, other = (shades @ colour for colour in mixed)
        clear = np.maximum(abs(one), abs(other)) >= CONTRAST / 5
        near = (one * other > 0) & (np.maximum(abs(one), abs(other)) <= MOST_APART * np.minimum(abs(one), abs(other)))
        if near[clear].all():
            break
    return mixed


def draw_stain(rng: np.random.Generator, ground: str, scene: dict) -> dict:
    """The patches of a ground as one task shows them: flat stains that let it shine through, frayed at their edge."""
    name, colours = STAINS[ground]
    middle = brightness((np.array(scene["dark"], float) + scene["light"]) / 2)
    shown = [coloured(np.array(colour, float), scene["channels"]) for colour in colours]
    clear = [colour for colour in shown if abs(brightness(colour) - middle) >= CONTRAST]
    first = clear[rng.integers(len(clear))] if clear else max(shown, key=lambda colour: abs(brightness(colour) - middle))
    scene |= {"opacity": round(float(rng.uniform(0.7, 0.9)), 3), "fray": round(float(rng.uniform(0.2, 0.6)), 3)}
    ends = [[min(255, round(value * tone)) for value in first] for tone in (1, float(rng.uniform(0.85, 1.1)))]
    rim = round(float(rng.choice([-1, 1]) * rng.uniform(0.05, 0.2)), 3)
    return {"name": name, "shape": "blob", "dome": 0.0, "gloss": 0.0, "rim": rim, "inside": "", "colours": ends}


def brightness(colour: list | np.ndarray) -> float:
    """Of a colour with one channel or three."""
    return float(colour[0] if len(colour) == 1 else BRIGHTNESS @ colour)


def coloured(colour: np.ndarray, channels: int) -> list[int]:
    """A colour as a picture of so many channels holds it."""
    return [round(float(value)) for value in (colour if channels == 3 else [BRIGHTNESS @ colour])]
