"""Two patterns of lines run over a surface, whichever way the camera was held: how one crosses the other decides."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from sandmle.direction import told_side
from sandmle.drives import drawn_drives
from sandmle.media import load_images
from sandmle.parts.drives import driven
from sandmle.parts.pictures import grey_of, without_light
from sandmle.parts.scene_camera import batches, draw_flecks, draw_growing, draw_stalks, photograph
from sandmle.parts.scene_ground import drift_sheet, material_sheet, paint_ground, pieces
from sandmle.parts.scene_kinds import draw_pattern
from sandmle.parts.scene_lines import lay_lines
from sandmle.parts.scene_style import draw_growth, draw_scene

META = {
    "id": "image-grating",
    "title": "How two patterns of lines cross",
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
            "name": "cover",
            "levels": 3,
            "default": 1,
            "raiseOn": ["easy-default", "trivial", "saturated"],
            "lowerOn": ["unlearnable", "too-hard"],
        },
    ],
    "hint": "Two patterns of lines run through the picture, and how one lies to the other matters.",
    "hints": [
        "the angle between the {fine} and the {coarse} in {image} says more than the direction of either",
        "the {coarse} and the {fine} in {image} cross each other at an angle, and that angle is what to measure",
        "rotating {image} changes nothing that matters: look at how the {coarse} and the {fine} lie relative to "
        "each other",
        "the direction of the {fine} in {image} should be measured relative to that of the {coarse}, as an angle "
        "that repeats after half a turn",
        "for {an entity}, it is worth finding the two main directions in the picture, that of the {fine} and that"
        " of the {coarse}, and taking the difference",
        "in {image}, check whether the {fine} run along the {coarse} that they lie over, across them or at a slant",
        "the {coarse} and the {fine} in {image} overlap and have to be told apart by their spacing before the "
        "angle between them is taken",
        "the spectrum of {image} shows the {coarse} and the {fine} as separate peaks, and the angle between the "
        "peaks is the feature to have",
        "the two directions in {image}, one of the {coarse} and one of the {fine}, matter through their difference",
    ],
    "caused": True,
    "skills": ["image-features", "frequency-analysis", "calibration"],
    "combinable": False,
    "keywords": ["image", "texture", "orientation", "fabric", "fringe", "stripes", "grain", "scan", "weld"],
}

OWNS = ("image",)

# Deviation of the sensor noise, of 255.
GRAINS = (5.0, 8.0, 11.0, 14.0)
# How high the coarse lines stand, which the fine ones have to be seen on.
COVERS = (0.8, 1.0, 1.2)
FINE_HEIGHT = 1.0
# How a class rises with the cosine of twice and of four times the angle between the lines, by the way in which its world
# says that they cross: the same to either side, and on the whole as much for each.
WAYS = {"along": (1, 0), "slanting": (0, -1), "across": (-1, 0), "none": (0, 0)}
# Repeats a picture of the coarse and of the fine pattern.
BANDS = ((2.5, 4.0), (8.0, 11.0))
DIRECTIONS = 36
BAND_STEPS = 4


def parameters(rng: np.random.Generator, columns: dict, knobs: dict, setting: dict) -> dict:
    """The crossing of each class, the height of the coarse lines, what the scenes look like.

    Classes have the crossings of their story, else an angle from 0 each; one score rises as the lines come to lie along each
    other, or across: as its story tells, else by chance.
    """
    outputs, told = setting["outputs"], setting["crossings"]
    apart = rng.permutation(outputs) if outputs > 1 else [rng.choice([0.0, 0.5])]
    if outputs == 1:
        apart = {1: [0.0], -1: [0.5]}.get(told_side(setting, "image"), apart)
    centres = [round(float(np.pi * k / outputs), 4) for k in apart]
    near = [round(float(np.cos(2 * (centre - centres[0]))), 4) for centre in centres]
    if told:
        centres, near = [0.0], [float(WAYS[told[name]][0]) for name in setting["classes"]]
    ground = setting["picture"]["ground"]
    patterns = [draw_pattern(rng, ground, which) for which in (0, 1)]
    scene = draw_scene(rng, setting["picture"], GRAINS[knobs["grain"]], lined=True)
    return {
        "centres": centres,
        "ways": [told[name] for name in setting["classes"]] if told else [],
        "cover": COVERS[knobs["cover"]],
        "patterns": patterns,
        "scene": scene,
        "growth": draw_growth(rng, ground, scene),
        "drives": drawn_drives(setting, {"_crossing": near if outputs > 1 else near[0]}),
    }


def rows(rng: np.random.Generator, n: int, col: dict, p: dict, part: str, d: pd.DataFrame) -> dict:
    """Hidden direction of the coarse pattern, which is how the camera was held, and of the fine one from there, in radians."""
    run, crossing = rng.uniform(0, np.pi, n), rng.uniform(0, np.pi, n)
    # What goes with a column is how near the crossing comes to the first of the centres, or lines to lying along each other.
    near = np.cos(2 * (crossing - p["centres"][0]))
    return {"_run": run, "_crossing": driven(rng, crossing, d, p["drives"].get("_crossing"), near)}


def latent(d: pd.DataFrame, p: dict, col: dict) -> tuple[np.ndarray, np.ndarray]:
    """Closeness of the crossing to that of each class; for one output, to lines along each other or across."""
    twice = 2 * d["_crossing"].to_numpy(float)
    if p["ways"]:
        folded = np.column_stack([np.cos(twice), np.cos(2 * twice)])
        return folded @ np.array([WAYS[way] for way in p["ways"]], float).T, folded
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
        run = d["_run"].to_numpy(float)[batch]
        angles = (run, run + d["_crossing"].to_numpy(float)[batch])
        # Both bend alike, or they would cross in another way at each place of a picture.
        bent = pieces(rng, drift, n, scene["side"])
        for fine, (pattern, angle) in enumerate(zip(p["patterns"], angles)):
            strength = FINE_HEIGHT if fine else p["cover"]
            height += strength * lay_lines(rng, angle, rng.uniform(*BANDS[fine], n), pattern, bent, fine == 1)
        canvas = paint_ground(height.astype(np.float32), scene)
        if p["growth"]:
            draw_growing(rng, canvas, p["growth"], scene, sheet)
        draw_flecks(rng, canvas, scene, sheet)
        draw_stalks(rng, canvas, scene)
        pictures.append(photograph(rng, canvas, scene))
    return {col["image"]: np.concatenate(pictures)}


def describe(p: dict, col: dict) -> str:
    """The rule in prose."""
    coarse, fine = (pattern["name"] for pattern in p["patterns"])
    if p["ways"]:
        terms = {"along": "cos(2a)", "slanting": "-cos(4a)", "across": "-cos(2a)", "none": "0"}
        told = ", ".join(f"{way} ({terms[way]})" for way in p["ways"])
        return (
            f"With a, the angle between the {coarse}, the coarse lines, and the {fine}, the fine lines, from 0 (along each "
            f"other) to 90 degrees (across), whichever side they turn to, the classes go with: {told} (class order). The "
            f"way that either of them runs says nothing."
        )
    degrees = ", ".join(f"{np.degrees(centre):.0f}" for centre in p["centres"])
    return (
        f"The angle from the {coarse}, the coarse lines, to the {fine}, the fine lines, is compared, modulo 180 degrees, "
        f"with {degrees} degrees (class order). The way that either of them runs says nothing."
    )


def public_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Mean direction of the spatial frequencies in a coarse and in a fine ring, the one from the other, and the strength
    of each ring."""
    return ring_directions(agent, train, col), ring_directions(agent, test, col)


def ring_directions(agent: Path, frame: pd.DataFrame, col: dict) -> np.ndarray:
    """For each ring of the power spectrum: cosine and sine of twice the mean direction, and the log power; the same of
    the angle between the two."""
    stack = grey_of(load_images(agent, frame, col["image"]))
    power = np.abs(np.fft.fft2(stack - stack.mean(axis=(1, 2), keepdims=True))) ** 2
    up, right = np.meshgrid(*(np.fft.fftfreq(side, 1 / side) for side in stack.shape[1:]), indexing="ij")
    radius, twice = np.hypot(up, right), 2 * np.arctan2(up, right)
    columns, turned = [], []
    for low, high in ((1.5, 5.5), (6.5, 14.0)):
        ring = np.where((radius >= low) & (radius < high), power, 0.0) ** 2
        total = ring.sum(axis=(1, 2)) + 1e-12
        waves = [(ring * wave(twice)).sum(axis=(1, 2)) / total for wave in (np.cos, np.sin)]
        turned.append(np.arctan2(waves[1], waves[0]))
        columns += [*waves, np.log(total)]
    between = turned[1] - turned[0]
    return np.stack([np.cos(between), np.sin(between), *columns], axis=1)


def rule_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """The angle between the best matching plane waves of the two bands."""
    return matched_crossing(agent, train, col), matched_crossing(agent, test, col)


def matched_crossing(agent: Path, frame: pd.DataFrame, col: dict) -> np.ndarray:
    """Cosine and sine of twice and four times the angle from the coarse lines to the fine ones."""
    stack = without_light(grey_of(load_images(agent, frame, col["image"])))
    coarse, fine = (matched_direction(stack, band) for band in BANDS)
    between = fine - coarse
    return np.column_stack([np.cos(between), np.sin(between), np.cos(2 * between), np.sin(2 * between)])


def matched_direction(stack: np.ndarray, band: tuple[float, float]) -> np.ndarray:
    """Twice the response-weighted mean direction over a bank of plane waves, in radians."""
    twice = 2 * np.pi * np.arange(DIRECTIONS) / DIRECTIONS
    response = wave_responses(stack, np.linspace(*band, BAND_STEPS)).max(axis=1)
    sharp = (response / response.max(axis=1, keepdims=True)) ** 8
    return np.arctan2((sharp * np.sin(twice)).sum(axis=1), (sharp * np.cos(twice)).sum(axis=1))


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
