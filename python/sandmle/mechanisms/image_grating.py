"""Two waves lie over each other in a picture; the direction of one of them decides, the other one
distracts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from sandmle.media import load_images

META = {
    "id": "image-grating",
    "title": "Direction of one of two superimposed waves",
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
        "the pattern in {image} has a direction, and not everything that repeats matters",
        "more than one pattern repeats in {image}, and only part of that matters",
        "the direction of a pattern in {image} says more than its brightness",
        "some of what repeats in {image} is only there to distract",
        "for {an entity}, it is worth asking which way a pattern runs, and which pattern it is",
        "single pixels of {image} say little, while the run of the pattern says a lot",
        "two patterns may lie over each other in {image}, and they are not equally important",
        "a pattern can be told by its direction even where {image} is grainy",
    ],
    "skills": ["image-features", "frequency-analysis", "calibration"],
    "combinable": False,
    "keywords": ["image", "texture", "orientation", "fabric", "fringe", "stripes", "grain", "scan", "weld"],
}

OWNS = ("image",)

SIDE = 24
GRAINS = (0.10, 0.16, 0.22, 0.28)
DECOYS = (0.7, 1.0, 1.3)
AMPLITUDE = 0.13
# Cycles a pixel of the coarse and of the fine wave.
BANDS = ((0.08, 0.12), (0.20, 0.27))
DIRECTIONS = 36
BAND_STEPS = 4


def parameters(rng: np.random.Generator, columns: dict, knobs: dict, setting: dict) -> dict:
    """Which wave counts, the direction of each class, the grain and the strength of the other wave."""
    outputs = setting["outputs"]
    start = rng.uniform(0, np.pi)
    centres = [round(float((start + np.pi * k / outputs) % np.pi), 4) for k in rng.permutation(outputs)]
    return {
        "fine_counts": int(rng.integers(2)),
        "centres": centres,
        "grain": GRAINS[knobs["grain"]],
        "decoy": DECOYS[knobs["decoy"]],
    }


def rows(rng: np.random.Generator, n: int, col: dict, p: dict, part: str, d: pd.DataFrame) -> dict:
    """Hidden directions of the wave that counts and of the other one, in radians."""
    return {"_direction": rng.uniform(0, np.pi, n), "_decoy_direction": rng.uniform(0, np.pi, n)}


def latent(d: pd.DataFrame, p: dict, col: dict) -> tuple[np.ndarray, np.ndarray]:
    """Closeness of the direction to that of each class; for one output, to a single drawn direction."""
    twice = 2 * d["_direction"].to_numpy(float)
    closeness = np.stack([np.cos(twice - 2 * centre) for centre in p["centres"]], axis=1)
    score = closeness if len(p["centres"]) > 1 else closeness[:, 0]
    return score, np.column_stack([np.cos(twice), np.sin(twice), closeness])


def render(rng: np.random.Generator, d: pd.DataFrame, col: dict, p: dict) -> dict:
    """SIDE x SIDE grey pixels: two waves of random phase and grain; exposure varies between pictures."""
    n = len(d)
    down, across = np.mgrid[:SIDE, :SIDE]
    stack = rng.uniform(0.42, 0.58, n)[:, None, None] * np.ones((1, SIDE, SIDE))
    strengths = (AMPLITUDE, AMPLITUDE * p["decoy"])
    bands = BANDS[::-1] if p["fine_counts"] else BANDS
    for name, strength, band in zip(("_direction", "_decoy_direction"), strengths, bands):
        angle = d[name].to_numpy(float)[:, None, None]
        frequency = rng.uniform(*band, n)[:, None, None]
        phase = rng.uniform(0, 2 * np.pi, n)[:, None, None]
        height = strength * rng.uniform(0.7, 1.3, n)[:, None, None]
        along = across * np.cos(angle) + down * np.sin(angle)
        stack = stack + height * np.sin(2 * np.pi * frequency * along + phase)
    stack = stack + rng.normal(0, p["grain"], stack.shape)
    return {col["image"]: np.clip(np.rint(stack * 255), 0, 255).astype(np.uint8)}


def describe(p: dict, col: dict) -> str:
    """The rule in prose."""
    wave = "fine" if p["fine_counts"] else "coarse"
    degrees = ", ".join(f"{np.degrees(centre):.0f}" for centre in p["centres"])
    return (
        f"The {wave} wave's direction is compared, modulo 180 degrees, with {degrees} degrees (class order)."
    )


def public_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Mean direction of the spatial frequencies in a coarse and in a fine ring, with the strength of each
    ring."""
    return ring_directions(agent, train, col), ring_directions(agent, test, col)


def ring_directions(agent: Path, frame: pd.DataFrame, col: dict) -> np.ndarray:
    """For each ring of the power spectrum: cosine and sine of twice the mean direction, and the log power."""
    stack = load_images(agent, frame, col["image"])
    power = np.abs(np.fft.fft2(stack - stack.mean(axis=(1, 2), keepdims=True))) ** 2
    up, right = np.meshgrid(np.fft.fftfreq(stack.shape[1]), np.fft.fftfreq(stack.shape[2]), indexing="ij")
    radius, twice = np.hypot(up, right), 2 * np.arctan2(up, right)
    columns = []
    for low, high in ((0.03, 0.15), (0.15, 0.32)):
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
    stack = load_images(agent, frame, col["image"])
    stack = stack - stack.mean(axis=(1, 2), keepdims=True)
    twice = 2 * np.pi * np.arange(DIRECTIONS) / DIRECTIONS
    response = wave_responses(stack, np.linspace(*band, BAND_STEPS)).max(axis=1)
    sharp = (response / response.max(axis=1, keepdims=True)) ** 8
    angle = np.arctan2((sharp * np.sin(twice)).sum(axis=1), (sharp * np.cos(twice)).sum(axis=1))
    return np.column_stack([np.cos(angle), np.sin(angle), np.cos(2 * angle), np.sin(2 * angle)])


def wave_responses(stack: np.ndarray, frequencies: np.ndarray) -> np.ndarray:
    """Squared response of each picture to plane waves of any phase: (pictures, frequencies, DIRECTIONS)."""
    down, across = np.mgrid[: stack.shape[1], : stack.shape[2]]
    flat = stack.reshape(len(stack), -1)
    responses = []
    for frequency in frequencies:
        angles = np.pi * np.arange(DIRECTIONS) / DIRECTIONS
        along = across.ravel()[:, None] * np.cos(angles) + down.ravel()[:, None] * np.sin(angles)
        turn = 2 * np.pi * frequency * along
        responses.append((flat @ np.cos(turn)) ** 2 + (flat @ np.sin(turn)) ** 2)
    return np.stack(responses, axis=1)
