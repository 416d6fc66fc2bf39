"""Count two shapes in a picture; what the counts mean depends on the direction of the background stripes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from sandmle.media import load_images
from sandmle.parts.pictures import bright_regions, mean_steps, per_picture

META = {
    "id": "image-count-texture",
    "title": "Shape counts under a background that changes their meaning",
    "modality": "image",
    "tasks": ["binary", "ordinal", "regression"],
    "roles": [{"name": "image", "kind": "path", "table": "main", "positive": False, "levels": None}],
    "knobs": [
        {
            "name": "grain",
            "levels": 4,
            "default": 1,
            "raiseOn": ["easy-default", "trivial", "saturated"],
            "lowerOn": ["unlearnable", "too-hard", "noisy"],
        },
    ],
    "hint": "What matters is how many marks of each form there are and the surface on which they lie.",
    "hints": [
        "in {image}, it matters how many marks of each form there are and on which surface they lie",
        "the marks in {image} should be counted form by form, with an eye on the ground below them",
        "the same marks in {image} can mean something else on another surface",
        "marks of different form do not count alike in {image}, and the surface has a say in it",
        "both what lies on the surface and the surface itself are worth measuring in {image}",
        "a count of all marks in {image} hides what their forms and the ground tell",
        "the marks in {image} can only be read after a look at the ground below them",
        "the number of marks in {image}, their form and the surface below only make sense together",
    ],
    "skills": ["image-features", "counting", "interactions"],
    "combinable": False,
    "keywords": ["image", "photo", "png", "count", "cells", "texture", "cactus", "lesion", "microscope"],
}

OWNS = ("image",)

SIDE = 32
PITCH = 10
GRAINS = (0.04, 0.07, 0.10, 0.13)
SQUARE_FILL = 0.88


def parameters(rng: np.random.Generator, columns: dict, knobs: dict, setting: dict) -> dict:
    """Weights of the two readings of the counts, their signs, and the grain of the picture."""
    return {
        "difference": round(float(rng.choice([1, 1, 1, 1, -1]) * rng.uniform(0.9, 1.2)), 3),
        "total": round(float(rng.choice([-1, 1]) * rng.uniform(0.55, 0.75)), 3),
        "upright_reads_difference": int(rng.integers(2)),
        "grain": GRAINS[knobs["grain"]],
        "stripe": round(float(rng.uniform(0.11, 0.15)), 3),
    }


def rows(rng: np.random.Generator, n: int, col: dict, p: dict, part: str, d: pd.DataFrame) -> dict:
    """Hidden counts of discs and squares (0 to 4 each) and the direction of the stripes."""
    return {
        "_discs": rng.integers(0, 5, n),
        "_squares": rng.integers(0, 5, n),
        "_upright": rng.integers(0, 2, n),
    }


def latent(d: pd.DataFrame, p: dict, col: dict) -> tuple[np.ndarray, np.ndarray]:
    """Difference of the counts on one kind of surface, their total on the other."""
    discs, squares = d["_discs"].to_numpy(float), d["_squares"].to_numpy(float)
    compares = (d["_upright"] == p["upright_reads_difference"]).to_numpy(float)
    difference, total = discs - squares, discs + squares - 4
    score = np.where(compares == 1, p["difference"] * difference, p["total"] * total)
    return score, np.column_stack([compares, compares * difference, (1 - compares) * total, discs, squares])


def render(rng: np.random.Generator, d: pd.DataFrame, col: dict, p: dict) -> dict:
    """Pictures of SIDE x SIDE grey pixels: stripes, a gradient, up to eight marks apart from each other,
    grain."""
    n = len(d)
    down, across = np.mgrid[:SIDE, :SIDE]
    phase, tilt = rng.integers(0, 4, n), rng.uniform(0, 0.2, n)
    upright = (d["_upright"] == 1).to_numpy()
    along = np.where(upright[:, None, None], across, down)
    stack = p["stripe"] * ((along + phase[:, None, None]) // 2 % 2) + tilt[:, None, None] * across / SIDE
    cells = np.argsort(rng.random((n, 9)), axis=1)
    shift = rng.integers(0, 3, (n, 2))
    discs, squares = d["_discs"].to_numpy(), d["_squares"].to_numpy()
    for mark in range(8):
        radius = rng.integers(2, 4, n)
        room = np.where(radius == 2, 4, 2)
        centre = [
            PITCH * place + shift[:, axis] + radius + (rng.random(n) * room).astype(int)
            for axis, place in enumerate((cells[:, mark] // 3, cells[:, mark] % 3))
        ]
        dy, dx = np.abs(down - centre[0][:, None, None]), np.abs(across - centre[1][:, None, None])
        reach = radius[:, None, None]
        disc, square = dy**2 + dx**2 <= reach**2 + 0.5, np.maximum(dy, dx) <= reach
        inside = np.where((mark < discs)[:, None, None], disc, square)
        inside &= (mark < discs + squares)[:, None, None]
        stack = np.where(inside, rng.uniform(0.6, 0.8, n)[:, None, None], stack)
    stack = stack + 0.08 + rng.normal(0, p["grain"], stack.shape)
    return {col["image"]: np.clip(np.rint(stack * 255), 0, 255).astype(np.uint8)}


def describe(p: dict, col: dict) -> str:
    """The rule in prose."""
    compared, counted = ("upright", "lying") if p["upright_reads_difference"] else ("lying", "upright")
    return (
        f"On {compared} stripes the score is {p['difference']} x (discs - squares); "
        f"on {counted} stripes it is {p['total']} x (discs + squares - 4)."
    )


def public_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Counts, areas and fills of bright regions, the direction of the texture, and their products."""
    return count_regions(agent, train, col), count_regions(agent, test, col)


def count_regions(agent: Path, frame: pd.DataFrame, col: dict) -> np.ndarray:
    """Region counts and texture contrast of every picture, with products of the two."""
    stack = load_images(agent, frame, col["image"])
    down, across = mean_steps(stack)
    texture = np.log(across / down)
    regions, _ = bright_regions(stack)
    n = len(stack)
    count = per_picture(regions, np.ones(len(regions)), n)
    square = per_picture(regions, regions["fill"] > SQUARE_FILL, n)
    area = per_picture(regions, regions["area"], n)
    fill = per_picture(regions, regions["fill"], n) / np.maximum(count, 1)
    counts = np.column_stack([count, square, count - square, area])
    return np.column_stack([counts, fill, texture, counts * texture[:, None], stack.mean(axis=(1, 2))])


def rule_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Difference and total of the two counts, each by direction of the stripes."""
    return compare_counts(agent, train, col), compare_counts(agent, test, col)


def compare_counts(agent: Path, frame: pd.DataFrame, col: dict) -> np.ndarray:
    """Difference and total of the two counts, separately for each direction of the stripes."""
    stack = load_images(agent, frame, col["image"])
    down, across = mean_steps(stack)
    upright = (across > down).astype(float)
    # Unblurred corners tell a square (full box) from a disc (a bit more than half of it).
    regions, _ = bright_regions(stack, blur=0.0)
    total = per_picture(regions, np.ones(len(regions)), len(stack))
    difference = total - 2 * per_picture(regions, regions["fill"] > 0.8, len(stack))
    lying = 1 - upright
    return np.column_stack(
        [upright, upright * difference, upright * total, lying * difference, lying * total]
    )
