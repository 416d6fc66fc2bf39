"""Two patterns of lines run over a surface; the direction of one of them decides, the other one distracts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from sandmle.media import load_images
from sandmle.parts.pictures import grey_of, without_light
from sandmle.parts.scene_camera import batches, draw_flecks, draw_stalks, photograph
from sandmle.parts.scene_ground import drift_sheet, material_sheet, paint_ground, pieces
from sandmle.parts.scene_kinds import draw_pattern
from sandmle.parts.scene_lines import lay_lines
from sandmle.parts.scene_style import draw_scene

META = {
    "id": "image-grating",
    "title": "Direction of one of two patterns of lines",
    "modality": "image",
    "tasks": ["multiclass", "binary", "ordinal", "regression"],
    "roles": [{"name": "image", "kind": "path", "table": "main", "positive": False, "levels": None}],
    "knobs": [
        {
            "name": "grain",
            "levels": 4,
            "default": 1,
            "raiseOn": ["easy-default", "trivial", "saturated"],
            "lowerOn": ["unlearnable", "too-hard", "noisy"],
        },
        {
            "name": "decoy",
            "levels": 3,
            "default": 1,
            "raiseOn": ["easy-default", "trivial", "saturated"],
            "lowerOn": ["unlearnable", "too-hard"],
        },
    ],
    "hint": "The pattern in the picture has a direction, and not everything that repeats matters.",
    "hints": [
        "the {coarse} and the {fine} in {image} each have a direction, and not everything that repeats matters",
        "both {coarse} and {fine} run through {image}, and only part of that matters",
        "the way that lines run in {image} says more than how bright it is, but {coarse} and {fine} are not equally important",
        "some of what repeats in {image}, be it the {coarse} or the {fine}, is only there to distract",
        "for {an entity}, it is worth asking which way the {coarse} and the {fine} run, and which of them it is about",
        "the run of the {coarse} or of the {fine} in {image} says what no single pixel does",
        "the {coarse} and the {fine} in {image} lie over each other and have to be told apart first",
        "the run of {coarse} and {fine} can be told even where {image} is grainy",
        "measure the direction of the {coarse} and that of the {fine} in {image} one by one",
    ],
    "skills": ["image-features", "frequency-analysis", "calibration"],
    "combinable": False,
    "keywords": ["image", "texture", "orientation", "fabric", "fringe", "stripes", "grain", "scan", "weld"],
}

OWNS = ("image",)

# Deviation of the sensor noise, of 255.
GRAINS = (5.0, 8.0, 11.0, 14.0)
DECOYS = (0.7, 1.0, 1.3)
HEIGHTS = (1.05, 0.95)
# Repeats a picture of the coarse and of the fine pattern.
BANDS = ((2.5, 4.0), (8.0, 11.0))
DIRECTIONS = 36
BAND_STEPS = 4


def parameters(rng: np.random.Generator, columns: dict, knobs: dict, setting: dict) -> dict:
    """Which pattern counts, the direction of each class, the strength of the other one, what the scenes look like."""
    outputs = setting["outputs"]
    start = rng.uniform(0, np.pi)
    centres = [round(float((start + np.pi * k / outputs) % np.pi), 4) for k in rng.permutation(outputs)]
    return {
        "fine_counts": int(rng.integers(2)),
        "centres": centres,
        "decoy": DECOYS[knobs["decoy"]],
        "patterns": [draw_pattern(rng, setting["picture"]["ground"], which) for which in (0, 1)],
        "scene": draw_scene(rng, setting["picture"], GRAINS[knobs["grain"]], lined=True),
    }


def rows(rng: np.random.Generator, n: int, col: dict, p: dict, part: str, d: pd.DataFrame) -> dict:
    """Hidden directions of the pattern that counts and of the other one, in radians."""
    return {"_direction": rng.uniform(0, np.pi, n), "_decoy_direction": rng.uniform(0, np.pi, n)}


def latent(d: pd.DataFrame, p: dict, col: dict) -> tuple[np.ndarray, np.ndarray]:
    """Closeness of the direction to that of each class; for one output, to a single drawn direction."""
    twice = 2 * d["_direction"].to_numpy(float)
    closeness = np.stack([np.cos(twice - 2 * centre) for centre in p["centres"]], axis=1)
    score = closeness if len(p["centres"]) > 1 else closeness[:, 0]
    return score, np.column_stack([np.cos(twice), np.sin(twice), closeness])


def render(rng: np.random.Generator, d: pd.DataFrame, col: dict, p: dict) -> dict:
    """Pictures of a surface with coarse and fine lines over each other, bent and worn, photographed."""
    scene = p["scene"]
    sheet, drift = material_sheet(scene), drift_sheet(scene)
    pictures = []
    for batch in batches(len(d)):
        n = len(batch)
        height = 0.45 * pieces(rng, sheet, n, scene["side"])
        for fine, pattern in enumerate(p["patterns"]):
            counts = fine == p["fine_counts"]
            angle = d["_direction" if counts else "_decoy_direction"].to_numpy(float)[batch]
            strength = HEIGHTS[fine] * (1 if counts else p["decoy"])
            bent = pieces(rng, drift, n, scene["side"])
            height += strength * lay_lines(rng, angle, rng.uniform(*BANDS[fine], n), pattern, bent, fine == 1)
        canvas = paint_ground(height.astype(np.float32), scene)
        draw_flecks(rng, canvas, scene, sheet)
        draw_stalks(rng, canvas, scene)
        pictures.append(photograph(rng, canvas, scene))
    return {col["image"]: np.concatenate(pictures)}


def describe(p: dict, col: dict) -> str:
    """The rule in prose."""
    degrees = ", ".join(f"{np.degrees(centre):.0f}" for centre in p["centres"])
    size, other_size = ("fine", "coarse") if p["fine_counts"] else ("coarse", "fine")
    other, told = (p["patterns"][which]["name"] for which in (1 - p["fine_counts"], p["fine_counts"]))
    return (
        f"The direction across the {told}, the {size} lines, is compared, modulo 180 degrees, with {degrees} degrees "
        f"(class order). The {other}, the {other_size} lines, say nothing."
    )


def public_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Mean direction of the spatial frequencies in a coarse and in a fine ring, with the strength of each
    ring."""
    return ring_directions(agent, train, col), ring_directions(agent, test, col)


def ring_directions(agent: Path, frame: pd.DataFrame, col: dict) -> np.ndarray:
    """For each ring of the power spectrum: cosine and sine of twice the mean direction, and the log power."""
    stack = grey_of(load_images(agent, frame, col["image"]))
    power = np.abs(np.fft.fft2(stack - stack.mean(axis=(1, 2), keepdims=True))) ** 2
    up, right = np.meshgrid(*(np.fft.fftfreq(side, 1 / side) for side in stack.shape[1:]), indexing="ij")
    radius, twice = np.hypot(up, right), 2 * np.arctan2(up, right)
    columns = []
    for low, high in ((1.5, 5.5), (6.5, 14.0)):
        ring = np.where((radius >= low) & (radius < high), power, 0.0) ** 2
        total = ring.sum(axis=(1, 2)) + 1e-12
        columns += [(ring * wave(twice)).sum(axis=(1, 2)) / total for wave in (np.cos, np.sin)]
        columns.append(np.log(total))
    return np.stack(columns, axis=1)


def rule_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Direction of the best matching plane wave, in the band whose direction tells more about the target."""
    bands = [
        (matched_direction(agent, train, col, band), matched_direction(agent, test, col, band))
        for band in BANDS
    ]
    outcomes = (y[:, None] == np.unique(y)).astype(float) if task == "multiclass" else y[:, None]
    told = [explained_by_direction(left, outcomes) for left, _ in bands]
    return bands[int(np.argmax(told))]


def explained_by_direction(direction: np.ndarray, outcomes: np.ndarray) -> float:
    """Sum of squared correlations between the columns of a direction and of the outcomes."""
    both = np.corrcoef(np.hstack([direction[:, :2], outcomes]), rowvar=False)
    return float((np.nan_to_num(both[:2, 2:]) ** 2).sum())


def matched_direction(agent: Path, frame: pd.DataFrame, col: dict, band: tuple[float, float]) -> np.ndarray:
    """Response-weighted mean direction over a bank of plane waves, as cosine and sine of twice and four times
    it."""
    stack = without_light(grey_of(load_images(agent, frame, col["image"])))
    twice = 2 * np.pi * np.arange(DIRECTIONS) / DIRECTIONS
    response = wave_responses(stack, np.linspace(*band, BAND_STEPS)).max(axis=1)
    sharp = (response / response.max(axis=1, keepdims=True)) ** 8
    angle = np.arctan2((sharp * np.sin(twice)).sum(axis=1), (sharp * np.cos(twice)).sum(axis=1))
    return np.column_stack([np.cos(angle), np.sin(angle), np.cos(2 * angle), np.sin(2 * angle)])


def wave_responses(stack: np.ndarray, frequencies: np.ndarray) -> np.ndarray:
    """Squared response of each picture to plane waves of any phase, frequencies a picture: (pictures, frequencies, DIRECTIONS)."""
    down, across = np.mgrid[: stack.shape[1], : stack.shape[2]] / stack.shape[1]
    flat = stack.reshape(len(stack), -1)
    responses = []
    for frequency in frequencies:
        angles = np.pi * np.arange(DIRECTIONS) / DIRECTIONS
        along = across.ravel()[:, None] * np.cos(angles) + down.ravel()[:, None] * np.sin(angles)
        turn = 2 * np.pi * frequency * along
        responses.append((flat @ np.cos(turn)) ** 2 + (flat @ np.sin(turn)) ** 2)
    return np.stack(responses, axis=1)
