"""Among many patches only the largest one counts: its size and how stretched it is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from sandmle.media import load_images
from sandmle.parts.pictures import bright_regions, largest_regions, per_picture

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
        "several patches may be visible in {image}, but not all count in the same way, and their form "
        "matters too",
        "a small patch in {image} is not worth as much as a large one, and the outline has something to say",
        "not every patch in {image} deserves attention, and those that do should be looked at for their form",
        "the area of everything together says less about {an entity} than a look at the patches one by one",
        "the patches in {image} have to be told apart first, then compared by size and form",
        "how a patch in {image} is shaped matters as well as how large it is",
        "counting the patches in {image} leads astray, as they do not count alike",
        "some of the patches in {image} are beside the point, however many there are",
    ],
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

SIDE = 32
MOST_DECOYS = (3, 4, 6, 7)
GRAINS = (0.04, 0.07, 0.10)
AREA = (40.0, 120.0)
STRETCH = (1.0, 2.4)


def parameters(rng: np.random.Generator, columns: dict, knobs: dict, setting: dict) -> dict:
    """Weights of size and stretch, with drawn signs; number of decoys and grain."""
    return {
        "size": round(float(rng.choice([1, 1, 1, 1, -1]) * rng.uniform(0.9, 1.1)), 3),
        "stretch": round(float(rng.choice([-1, 1]) * rng.uniform(0.5, 0.8)), 3),
        "most_decoys": MOST_DECOYS[knobs["decoys"]],
        "grain": GRAINS[knobs["grain"]],
    }


def rows(rng: np.random.Generator, n: int, col: dict, p: dict, part: str, d: pd.DataFrame) -> dict:
    """Hidden area (pixels) and axis ratio of the largest patch, and the number of smaller ones."""
    low, high = np.log(AREA)
    return {
        "_area": np.exp(rng.uniform(low, high, n)),
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
    """SIDE x SIDE grey pixels: the largest patch, smaller ones apart from it, uneven light, grain."""
    n = len(d)
    down, across = np.mgrid[:SIDE, :SIDE]
    light = rng.uniform(0.05, 0.2, n)[:, None, None] + rng.uniform(0, 0.15, n)[:, None, None] * down / SIDE
    stack = np.broadcast_to(light, (n, SIDE, SIDE)).copy()
    for number, (area, stretch, decoys) in enumerate(zip(d["_area"], d["_stretch"], d["_decoys"])):
        taken = np.zeros((SIDE, SIDE), bool)
        sizes = [(area, stretch), *((rng.uniform(14, 30), rng.uniform(*STRETCH)) for _ in range(decoys))]
        for size, ratio in sizes:
            patch = place_ellipse(rng, size, ratio, taken, down, across)
            taken |= grow(patch)
            stack[number][patch] = rng.uniform(0.55, 0.9)
    stack = stack + rng.normal(0, p["grain"], stack.shape)
    return {col["image"]: np.clip(np.rint(stack * 255), 0, 255).astype(np.uint8)}


def place_ellipse(
    rng: np.random.Generator,
    area: float,
    ratio: float,
    taken: np.ndarray,
    down: np.ndarray,
    across: np.ndarray,
) -> np.ndarray:
    """Mask of an ellipse of that area and axis ratio at a random free place; empty when ten places are
    taken."""
    short = np.sqrt(area / np.pi / ratio)
    reach = short * ratio
    for _ in range(10):
        turn = rng.uniform(0, np.pi)
        y, x = rng.uniform(reach, SIDE - 1 - reach, 2)
        along = (across - x) * np.cos(turn) + (down - y) * np.sin(turn)
        beside = (down - y) * np.cos(turn) - (across - x) * np.sin(turn)
        patch = (along / reach) ** 2 + (beside / short) ** 2 <= 1
        if not (patch & taken).any():
            return patch
    return np.zeros_like(taken)


def grow(mask: np.ndarray) -> np.ndarray:
    """The mask and every pixel within two steps of it, so that patches stay apart."""
    for _ in range(2):
        wider = mask.copy()
        wider[1:] |= mask[:-1]
        wider[:-1] |= mask[1:]
        wider[:, 1:] |= mask[:, :-1]
        wider[:, :-1] |= mask[:, 1:]
        mask = wider
    return mask


def describe(p: dict, col: dict) -> str:
    """The rule in prose."""
    return (
        f"Score = {p['size']} x (log area of the largest patch, {AREA[0]:g} to {AREA[1]:g} px, as -1 to 1) + "
        f"{p['stretch']} x (its axis ratio, {STRETCH[0]:g} to {STRETCH[1]:g}, as -1 to 1)."
    )


def public_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Number of regions, and area, share and stretch of the largest, of the second and of all of them."""
    return region_summary(agent, train, col), region_summary(agent, test, col)


def region_summary(agent: Path, frame: pd.DataFrame, col: dict) -> np.ndarray:
    """Eight numbers a picture about its bright regions and its light."""
    stack = load_images(agent, frame, col["image"])
    regions, _ = bright_regions(stack)
    regions = regions.sort_values(["picture", "area"], ascending=[True, False], kind="stable")
    n = len(stack)
    count = per_picture(regions, np.ones(len(regions)), n)
    described = np.zeros((n, 4))
    described[:, 2:] = 1.0
    rank = regions.groupby("picture").cumcount()
    first, second = regions[rank == 0], regions[rank == 1]
    described[first["picture"], 0], described[second["picture"], 1] = first["area"], second["area"]
    described[first["picture"], 2], described[first["picture"], 3] = first["stretch"], first["fill"]
    area = per_picture(regions, regions["area"], n)
    stretch = per_picture(regions, regions["stretch"], n) / np.maximum(count, 1)
    return np.column_stack([count, described, area, stretch, stack.mean(axis=(1, 2))])


def rule_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Log area and stretch of the largest patch alone."""
    return largest_patch(agent, train, col), largest_patch(agent, test, col)


def largest_patch(agent: Path, frame: pd.DataFrame, col: dict) -> np.ndarray:
    """Log area and stretch of the largest bright region, outlined on the sharp picture."""
    area, stretch = largest_regions(load_images(agent, frame, col["image"]))
    return np.column_stack([np.log(np.maximum(area, 1.0)), stretch])
