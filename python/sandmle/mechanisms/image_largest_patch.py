"""Among many patches only the largest one counts: its size and how stretched it is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from sandmle.direction import told_side
from sandmle.drives import drawn_drives
from sandmle.media import load_images
from sandmle.parts.drives import driven
from sandmle.parts.pictures import bright_regions, grey_of, largest_regions, per_picture, standing_out
from sandmle.parts.scene_camera import batches, draw_flecks, draw_stalks, photograph
from sandmle.parts.scene_ground import material_sheet, paint_ground, pieces
from sandmle.parts.scene_kinds import GOOD_PATCHES
from sandmle.parts.scene_style import draw_scene, draw_stain
from sandmle.parts.scene_things import draw_things, scatter

META = {
    "id": "image-largest-patch",
    "title": "Size and shape of the largest patch among decoys",
    "modality": "image",
    "tasks": ["ordinal", "regression", "binary"],
    "roles": [{"name": "image", "kind": "path", "table": "main", "positive": False, "levels": None}],
    "knobs": [
        {
            "name": "decoys",
            "levels": 4,
            "default": 2,
            "raiseOn": ["easy-default", "trivial", "saturated"],
            "lowerOn": ["unlearnable", "too-hard"],
        },
        {
            "name": "grain",
            "levels": 3,
            "default": 1,
            "raiseOn": ["easy-default", "saturated"],
            "lowerOn": ["unlearnable", "too-hard", "noisy"],
        },
    ],
    "hint": "Several patches may be visible, but not all count in the same way; their form matters too.",
    "hints": [
        "find the largest of the {patches} in {image}: its area, on a logarithmic scale, and how elongated it is "
        "are what count",
        "among the {patches} in {image}, small ones are distractions, while the size and the stretch of the "
        "largest matter",
        "not all {patches} in {image} deserve attention: it is the largest that matters, by its area and by "
        "whether it is round or drawn out",
        "the area of all {patches} together says less about {an entity} than the area and the shape of the largest",
        "the {patches} in {image} have to be told apart first; then the biggest is worth measuring, its area as "
        "well as the ratio of its length to its width",
        "simply counting the {patches} in {image} is misleading, as the largest of them carries the signal in its"
        " size and its outline",
        "however many {patches} there are in {image}, look at the one that covers most: how much it covers, and "
        "how long it is for its width",
        "segment the {patches} in {image}, keep the largest, and describe it by area and elongation",
        "what to measure in {image} is how large the largest of the {patches} is and how far its outline is from "
        "a circle",
    ],
    "caused": True,
    "skills": ["image-features", "segmentation", "shape-descriptors"],
    "combinable": False,
    "keywords": [
        "image",
        "severity",
        "lesion",
        "defect",
        "patch",
        "area",
        "grade",
        "stain",
        "retina",
        "crater",
    ],
}

OWNS = ("image",)

MOST_DECOYS = (3, 4, 6, 7)
# Deviation of the sensor noise, of 255.
GRAINS = (4.0, 6.0, 9.0)
# Shares of the picture.
AREA = (0.04, 0.12)
DECOY_AREA = (0.012, 0.028)
STRETCH = (1.0, 2.4)


def parameters(rng: np.random.Generator, columns: dict, knobs: dict, setting: dict) -> dict:
    """Weights of size and stretch; number of decoys; what the scenes look like.

    Large patches do what their story tells, else they are as good or bad as the surface makes them; chance decides where
    nobody says what people want.
    """
    ground = setting["picture"]["ground"]
    scene, drawn = draw_scene(rng, setting["picture"], GRAINS[knobs["grain"]]), int(rng.choice([1, 1, 1, 1, -1]))
    usual = setting.get("wanted", 0) * (1 if ground in GOOD_PATCHES else -1) or drawn
    sign = told_side(setting, "image") or usual
    size = round(float(sign * rng.uniform(0.9, 1.1)), 3)
    return {
        "size": size,
        "stretch": round(float(rng.choice([-1, 1]) * rng.uniform(0.5, 0.8)), 3),
        "most_decoys": MOST_DECOYS[knobs["decoys"]],
        "ragged": round(float(rng.uniform(0.04, 0.12)), 3),
        "soft": round(float(rng.uniform(1.0, 2.5)), 3),
        "kind": draw_stain(rng, ground, scene),
        "scene": scene,
        "drives": drawn_drives(setting, {"_area": size}),
    }


def rows(rng: np.random.Generator, n: int, col: dict, p: dict, part: str, d: pd.DataFrame) -> dict:
    """Hidden area (share of the picture) and axis ratio of the largest patch, and the number of smaller ones."""
    low, high = np.log(AREA)
    return {
        "_area": driven(rng, np.exp(rng.uniform(low, high, n)), d, p["drives"].get("_area")),
        "_stretch": rng.uniform(*STRETCH, n),
        "_decoys": rng.integers(0, p["most_decoys"] + 1, n),
    }


def latent(d: pd.DataFrame, p: dict, col: dict) -> tuple[np.ndarray, np.ndarray]:
    """Weighted sum of log area and stretch, both in units of their half range."""
    low, high = np.log(AREA)
    size = (np.log(d["_area"].to_numpy(float)) - (low + high) / 2) / ((high - low) / 2)
    stretch = (d["_stretch"].to_numpy(float) - np.mean(STRETCH)) / ((STRETCH[1] - STRETCH[0]) / 2)
    return p["size"] * size + p["stretch"] * stretch, np.column_stack([size, stretch])


def render(rng: np.random.Generator, d: pd.DataFrame, col: dict, p: dict) -> dict:
    """Pictures of a surface with one large patch and smaller ones apart from it, photographed."""
    scene = p["scene"]
    sheet = material_sheet(scene)
    patches = lay_patches(rng, d, p, scene["side"])
    pictures = []
    for batch in batches(len(d)):
        canvas = paint_ground(pieces(rng, sheet, len(batch), scene["side"]), scene)
        for large in (True, False):
            here = (patches["large"] == large) & np.isin(patches["picture"], batch)
            chosen = {name: values[..., here] for name, values in patches.items()}
            chosen["picture"] = chosen["picture"] - batch[0]
            draw_things(canvas, chosen, p["kind"], scene, sheet)
        draw_flecks(rng, canvas, scene, sheet)
        draw_stalks(rng, canvas, scene)
        pictures.append(photograph(rng, canvas, scene))
    return {col["image"]: np.concatenate(pictures)}


def lay_patches(rng: np.random.Generator, d: pd.DataFrame, p: dict, side: int) -> dict:
    """Where the patches of all pictures lie, the largest of each first, and their form; one that finds no room is left
    out."""
    n, count = len(d), 1 + p["most_decoys"]
    area, stretch = rng.uniform(*DECOY_AREA, (n, count)), rng.uniform(*STRETCH, (n, count))
    area[:, 0], stretch[:, 0] = d["_area"], d["_stretch"]
    size = side * np.sqrt(area / np.pi / stretch)
    centres, room = scatter(rng, size * stretch * (1 + p["ragged"]), 0.05 * side, side)
    number = np.arange(count)
    there = (number <= d["_decoys"].to_numpy()[:, None]) & (room >= 0)
    bumps = [rng.uniform(0, p["ragged"], (2, n, count)), rng.uniform(0, 2 * np.pi, (2, n, count))]
    return {
        "picture": np.nonzero(there)[0],
        "large": np.broadcast_to(number == 0, (n, count))[there],
        **{"y": centres[0][there], "x": centres[1][there], "size": size[there], "stretch": stretch[there]},
        "turn": rng.uniform(0, np.pi, (n, count))[there],
        "tone": rng.uniform(0.9, 1.1, (n, count))[there],
        "share": rng.random((n, count))[there],
        "soft": np.full(there.sum(), p["soft"]),
        # Two waves around the outline, each with its height and phase.
        "bumps": np.stack([np.stack([height[there], phase[there]]) for height, phase in zip(*bumps)]),
    }


def describe(p: dict, col: dict) -> str:
    """The rule in prose."""
    return (
        f"Patches are {p['kind']['name']}. Score = {p['size']} x (log area of the largest one, {AREA[0]:.0%} to {AREA[1]:.0%} of the picture, as -1 to 1) + "
        f"{p['stretch']} x (its axis ratio, {STRETCH[0]:g} to {STRETCH[1]:g}, as -1 to 1)."
    )


def public_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Size and form of the largest region that stands out, of the second and of all of them."""
    return region_summary(agent, train, col), region_summary(agent, test, col)


def region_summary(agent: Path, frame: pd.DataFrame, col: dict) -> np.ndarray:
    """Eight numbers a picture about what stands out in it and about its light."""
    stack = load_images(agent, frame, col["image"])
    regions, _ = bright_regions(standing_out(stack))
    regions = regions.sort_values(["picture", "area"], ascending=[True, False], kind="stable")
    n = len(stack)
    count = per_picture(regions, np.ones(len(regions)), n)
    described = np.zeros((n, 4))
    described[:, 2:] = 1.0
    rank = regions.groupby("picture").cumcount()
    first, second = regions[rank == 0], regions[rank == 1]
    described[first["picture"], 0], described[second["picture"], 1] = first["area"], second["area"]
    described[first["picture"], 2], described[first["picture"], 3] = first["stretch"], first["spread"]
    area = per_picture(regions, regions["area"], n)
    stretch = per_picture(regions, regions["stretch"], n) / np.maximum(count, 1)
    return np.column_stack([count, described, area, stretch, grey_of(stack).mean(axis=(1, 2))])


def rule_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Log area and stretch of the largest patch alone."""
    return largest_patch(agent, train, col), largest_patch(agent, test, col)


def largest_patch(agent: Path, frame: pd.DataFrame, col: dict) -> np.ndarray:
    """Log area and stretch of the largest region that stands out, outlined on the sharp picture."""
    area, stretch = largest_regions(standing_out(load_images(agent, frame, col["image"])))
    return np.column_stack([np.log(np.maximum(area, 1.0)), stretch])
