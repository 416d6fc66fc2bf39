"""What grows, lies or runs on each surface: its two patterns of lines, the two kinds of things on it, its stains."""

from __future__ import annotations

import numpy as np

# Ground -> name and form of its coarse and of its fine lines; how round they run, and how many of them fork.
LINES = {
    "asphalt": (("cracks", "cracks", 0.1, 0), ("broom marks", "strokes", 0.1, 0)),
    "bark": (("furrows", "furrows", 0.1, 2), ("fine cracks", "cracks", 0.0, 0)),
    "ceramic": (("brush strokes", "strokes", 0.25, 0), ("scratches", "scratches", 0.05, 0)),
    "cloth": (("folds", "folds", 0.2, 1), ("ribs of the weave", "twill", 0.0, 0)),
    "crumb": (("drawn-out pores", "pores", 0.35, 0), ("knife marks", "scratches", 0.1, 0)),
    "leaf": (("side veins", "veins", 0.35, 0), ("fine scratches", "scratches", 0.1, 0)),
    "membrane": (("wrinkles", "folds", 0.3, 2), ("fibres", "fibres", 0.1, 1)),
    "metal": (("scraper marks", "ripples", 0.2, 0), ("polishing scratches", "scratches", 0.2, 0)),
    "paper": (("creases", "creases", 0.0, 0), ("laid lines", "laid", 0.0, 0)),
    "rubber": (("ribs", "ribs", 0.15, 0), ("wear marks", "ripples", 0.05, 2)),
    "snow": (("drifts", "ripples", 0.3, 2), ("wind ripples", "folds", 0.1, 2)),
    "soil": (("ridges", "ripples", 0.3, 2), ("streaks", "strokes", 0.1, 0)),
    "stone": (("beds", "strata", 0.15, 0), ("hairline cracks", "scratches", 0.0, 0)),
    "vinyl": (("grooves", "ribs", 0.3, 0), ("hairlines", "scratches", 0.1, 0)),
    "wax": (("rows of cells", "comb", 0.0, 0), ("scraper marks", "strokes", 0.1, 0)),
    "wood": (("growth rings", "grain", 0.35, 1), ("saw marks", "scratches", 0.15, 0)),
}  # fmt: skip
# Which of the two lies below things that are counted: coarse or fine.
BELOW = {"asphalt": 1, "ceramic": 0, "cloth": 1, "crumb": 1, "membrane": 1, "metal": 1, "paper": 1, "snow": 1}

# Which of the things of a surface grows on it anyway, where its lines are what matters: bark without a lichen is rare.
GROWS = {"bark": 0}

# Looks of things: how far they bulge (negative: how deep they are), shine and darken towards their edge, what is drawn in
# them, and how large they are.
FLAT = {"dome": 0.05, "gloss": 0.0, "rim": 0.1, "inside": "", "scale": 1.0}
ROUND = {"dome": 0.3, "gloss": 0.25, "rim": -0.15, "inside": "", "scale": 1.0}
HOLLOW = {"dome": -0.35, "gloss": 0.0, "rim": 0.25, "inside": "", "scale": 1.0}

# Ground -> two kinds of things: name, shape, look, colours.
THINGS = {
    "asphalt": (
        ("gum spots", "blob", FLAT, [(222, 204, 182), (222, 196, 170), (206, 202, 190)]),
        ("fallen leaves", "leaf", {**FLAT, "inside": "midrib", "scale": 1.3}, [(226, 190, 104), (214, 160, 92), (224, 206, 150)]),
    ),
    "bark": (
        ("lichen spots", "lobes", {**FLAT, "inside": "centre"}, [(190, 204, 176), (214, 216, 150), (226, 190, 90)]),
        ("beetle holes", "disc", {**FLAT, "rim": 0.0, "inside": "hole", "scale": 1.1}, [(222, 206, 176), (232, 218, 196)]),
    ),
    "ceramic": (
        ("pinholes", "disc", {**HOLLOW, "scale": 0.75}, [(74, 62, 56), (96, 72, 58), (240, 234, 222)]),
        ("glaze crystals", "shard", {**FLAT, "inside": "facets", "scale": 1.15}, [(128, 78, 54), (104, 78, 66), (244, 238, 226)]),
    ),
    "cloth": (
        ("lint balls", "blob", {**ROUND, "gloss": 0.0, "inside": "fuzz"}, [(236, 232, 224), (226, 222, 232), (52, 50, 60)]),
        ("loose threads", "thread", {**FLAT, "inside": "twist", "scale": 1.25}, [(240, 236, 226), (236, 214, 170), (60, 44, 52)]),
    ),
    "crumb": (
        ("air holes", "blob", {**HOLLOW, "inside": "deep"}, [(84, 54, 32), (70, 46, 30)]),
        ("seeds", "leaf", {**ROUND, "dome": 0.2, "scale": 1.15}, [(78, 54, 34), (60, 50, 44)]),
    ),
    "leaf": (
        ("leaf spots", "blob", {**FLAT, "rim": -0.4, "inside": "centre"}, [(216, 190, 130), (226, 208, 160)]),
        ("aphids", "bug", {**ROUND, "gloss": 0.15, "scale": 0.95}, [(214, 226, 150), (232, 228, 186)]),
    ),
    "membrane": (
        ("bubbles", "ring", {**FLAT, "rim": 0.0, "scale": 1.1}, [(82, 84, 96), (96, 78, 80)]),
        ("stray threads", "thread", {**FLAT, "inside": "twist", "scale": 1.25}, [(54, 70, 112), (92, 52, 60), (70, 66, 66)]),
    ),
    "metal": (
        ("corrosion spots", "blob", {**FLAT, "inside": "fuzz", "rim": -0.15}, [(98, 50, 30), (84, 60, 44), (206, 230, 212)]),
        ("nicks", "slit", {**HOLLOW, "inside": "lip", "scale": 1.2}, [(66, 46, 40), (60, 52, 46), (240, 240, 226)]),
    ),
    "paper": (
        ("ink blots", "lobes", {**FLAT, "rim": -0.15}, [(38, 44, 84), (40, 38, 44), (84, 34, 44)]),
        ("staples", "staple", {**ROUND, "dome": 0.1, "inside": "sheen", "scale": 1.1}, [(88, 92, 100), (100, 82, 66)]),
    ),
    "rubber": (
        ("blisters", "blob", {**ROUND, "dome": 0.3, "gloss": 0.2}, [(160, 160, 160), (168, 160, 156)]),
        ("grease streaks", "slit", {**FLAT, "inside": "slit", "scale": 1.25}, [(196, 190, 178), (206, 204, 200)]),
    ),
    "snow": (
        ("stones", "rock", {**ROUND, "gloss": 0.0, "inside": "facets"}, [(104, 100, 98), (88, 92, 100), (116, 100, 84)]),
        ("twigs", "twig", {**FLAT, "inside": "twist", "scale": 1.3}, [(78, 58, 44), (92, 76, 62)]),
    ),
    "soil": (
        ("dust ponds", "pond", {**FLAT, "dome": 0.0, "rim": 0.0, "scale": 1.05}, [(214, 196, 168), (222, 206, 186)]),
        ("boulders", "rock", {**ROUND, "dome": 0.3, "gloss": 0.0, "inside": "facets", "scale": 0.95}, [(206, 192, 172), (226, 210, 188)]),
    ),
    "stone": (
        ("snail shells", "disc", {**ROUND, "inside": "spiral"}, [(240, 228, 200), (246, 240, 226)]),
        ("rootlets", "thread", {**FLAT, "inside": "twist", "scale": 1.3}, [(244, 234, 208), (240, 228, 214)]),
    ),
    "vinyl": (
        ("cleaning spots", "blob", {**FLAT, "inside": "fuzz"}, [(176, 174, 168), (190, 188, 184)]),
        ("nicks", "slit", {**FLAT, "inside": "slit", "scale": 1.25}, [(190, 186, 180), (202, 200, 198)]),
    ),
    "wax": (
        ("capped cells", "hexagon", {**ROUND, "dome": 0.25, "gloss": 0.0, "rim": -0.3, "scale": 1.05}, [(104, 68, 34), (92, 66, 44)]),
        ("mites", "bug", {**ROUND, "dome": 0.2, "gloss": 0.35, "scale": 0.85}, [(104, 36, 20), (84, 30, 20)]),
    ),
    "wood": (
        ("knots", "blob", {**FLAT, "rim": -0.2, "inside": "rings"}, [(64, 38, 22), (52, 34, 26)]),
        ("worm tracks", "track", {**HOLLOW, "inside": "fuzz", "scale": 1.25}, [(46, 30, 20), (58, 42, 32)]),
    ),
}  # fmt: skip
# Ground -> name and colours of large flat patches in it.
STAINS = {
    "asphalt": ("oil stains", [(26, 26, 32), (36, 30, 28), (190, 188, 182)]),
    "bark": ("lichen patches", [(186, 202, 172), (216, 206, 120), (226, 180, 80), (206, 214, 206)]),
    "ceramic": ("glaze flaws", [(112, 84, 64), (92, 108, 110), (240, 238, 230), (70, 60, 58)]),
    "cloth": ("stains", [(70, 48, 36), (58, 34, 56), (230, 222, 204), (28, 30, 40)]),
    "crumb": ("unmixed patches", [(112, 96, 74), (96, 82, 66), (74, 60, 48)]),
    "leaf": ("blotches", [(214, 186, 110), (226, 216, 176), (232, 226, 220)]),
    "membrane": ("deposits", [(108, 78, 46), (86, 92, 72), (74, 74, 92)]),
    "metal": ("corroded patches", [(104, 54, 30), (74, 46, 34), (190, 226, 206), (232, 236, 230)]),
    "paper": ("stains", [(120, 78, 40), (92, 62, 44), (60, 70, 112), (84, 92, 86)]),
    "rubber": ("bloom patches", [(176, 176, 172), (186, 172, 150), (150, 160, 166)]),
    "snow": ("dirty patches", [(112, 98, 80), (104, 106, 112), (126, 104, 92)]),
    "soil": ("bright patches", [(218, 206, 186), (206, 190, 160), (226, 206, 196)]),
    "stone": ("damp patches", [(74, 86, 60), (54, 58, 54), (70, 74, 76)]),
    "vinyl": ("cloudy patches", [(176, 176, 180), (172, 164, 152), (152, 160, 170)]),
    "wax": ("mould patches", [(92, 88, 74), (84, 60, 44), (68, 74, 64)]),
    "wood": ("stains", [(44, 36, 40), (60, 34, 26), (54, 56, 66)]),
}  # fmt: skip

# Ground -> which of its things are a good sign there; the other ones are a bad one. Both say nothing where none is named.
GOOD_THINGS = {
    "bark": "lichen spots", "ceramic": "glaze crystals", "crumb": "air holes", "membrane": "bubbles", "metal": "nicks",
    "rubber": "grease streaks", "snow": "twigs", "soil": "dust ponds", "stone": "rootlets", "vinyl": "cleaning spots",
    "wax": "capped cells", "wood": "knots",
}  # fmt: skip
# Grounds whose patches are a good sign; elsewhere they are damage or dirt.
GOOD_PATCHES = ("bark", "stone")


def draw_pattern(rng: np.random.Generator, ground: str, which: int) -> dict:
    """The coarse (0) or fine (1) lines of a surface, as they run in one task."""
    name, form, arc, forks = LINES[ground][which]
    return {
        **{"name": name, "form": form, "forks": forks},
        "arc": round(float(arc * rng.uniform(0.5, 1.2)), 3),
        "bend": round(float(rng.uniform(0.08, 0.2)), 3),
        "worn": round(float(rng.uniform(0.1, 0.35)), 3),
    }
