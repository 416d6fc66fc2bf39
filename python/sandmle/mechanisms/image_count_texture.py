"""Count two kinds of things on a surface, one for and one against; its lines tell which of them counts most."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.mixture import GaussianMixture

from sandmle.direction import told_side
from sandmle.drives import drawn_drives
from sandmle.media import load_images
from sandmle.parts.drives import driven
from sandmle.parts.pictures import bright_regions, grey_of, line_direction, per_picture, standing_out
from sandmle.parts.scene_camera import batches, draw_flecks, draw_stalks, photograph
from sandmle.parts.scene_ground import drift_sheet, material_sheet, paint_ground, pieces
from sandmle.parts.scene_kinds import BELOW, GOOD_THINGS, THINGS, draw_pattern
from sandmle.parts.scene_lines import lay_lines
from sandmle.parts.scene_style import draw_kinds, draw_scene
from sandmle.parts.scene_things import draw_things, scatter

META = {
    "id": "image-count-texture",
    "title": "Counts of two kinds whose weights the lines below them change",
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
    "hint": "What matters is how many things of each kind there are and the lines of the surface on which they lie.",
    "hints": [
        "count the {thing} and the {otherThing} in {image} separately: they pull in opposite directions, and the "
        "direction of the {below} decides which of them weighs more",
        "the number of {thing} and that of {otherThing} in {image} work against each other, with weights that "
        "depend on which way the {below} run",
        "the {things} in {image} are not equally important, and whether the {below} run upright or level decides "
        "which kind counts more",
        "how to weigh the {thing} in {image} against the {otherThing} depends on the direction of the {below}",
        "a single count of everything in {image} hides the balance between {thing} and {otherThing}, which the "
        "direction of the {below} tips one way or the other",
        "a model of {image} needs the number of {thing}, the number of {otherThing} and the direction of the "
        "{below}, and the products of each count with that direction",
        "the same number of {thing} in {image} means something different where the {below} run the other way, and"
        " the {otherThing} count against them",
        "the {things} in {image} should be counted apart and set off against each other, with weights that follow"
        " the direction of the {below}",
        "the {below} in {image} say how to read the rest: where they run one way the {thing} dominate, and where "
        "they run the other way the {otherThing} do",
    ],
    "caused": True,
    "skills": ["image-features", "counting", "interactions"],
    "combinable": False,
    "keywords": ["image", "photo", "png", "count", "cells", "texture", "cactus", "lesion", "microscope"],
}

OWNS = ("image",)

MOST_MARKS = 4
# Deviation of the sensor noise, of 255.
GRAINS = (3.0, 5.0, 8.0, 11.0)
RADIUS = (0.062, 0.095)


def parameters(rng: np.random.Generator, columns: dict, knobs: dict, setting: dict) -> dict:
    """Which way the first kind counts, the other one against it, on which lines it counts most, and the scenes.

    The two kinds are different things, and each keeps its sign on all lines; the lines only change its strength.
    """
    ground = setting["picture"]["ground"]
    scene = draw_scene(rng, setting["picture"], GRAINS[knobs["grain"]], lined=True)
    drawn, weak, upright = int(rng.choice([1, -1])), round(float(rng.uniform(0.1, 0.3)), 3), int(rng.integers(2))
    kinds, good = draw_kinds(rng, ground, scene), GOOD_THINGS.get(ground)
    # As its story tells of the first of the surface's things; else what is a good sign makes likelier what people want.
    told = told_side(setting, "image") * (1 if kinds[0]["name"] == THINGS[ground][0][0] else -1)
    direction = told or setting.get("wanted", 0) * {None: 0, kinds[0]["name"]: 1}.get(good, -1) or drawn
    return {
        "direction": direction,
        "weak": weak,
        "upright_reads_first": upright,
        "kinds": kinds,
        "slant": round(float(rng.uniform(-0.4, 0.4)), 3),
        "pattern": draw_pattern(rng, ground, BELOW.get(ground, 0)),
        "lines": round(float(rng.uniform(7, 11)), 3),
        "line_height": round(float(rng.uniform(0.7, 1.1)), 3),
        "scene": scene,
        "drives": drawn_drives(setting, {"_first": direction, "_second": -direction}),
    }


def rows(rng: np.random.Generator, n: int, col: dict, p: dict, part: str, d: pd.DataFrame) -> dict:
    """Hidden counts of the marks of either form and the direction of the lines below them."""
    return {
        "_first": driven(rng, rng.integers(0, MOST_MARKS + 1, n), d, p["drives"].get("_first")),
        "_second": driven(rng, rng.integers(0, MOST_MARKS + 1, n), d, p["drives"].get("_second")),
        "_upright": rng.integers(0, 2, n),
    }


def latent(d: pd.DataFrame, p: dict, col: dict) -> tuple[np.ndarray, np.ndarray]:
    """One kind counts for and the other against, the first strongly on one run of the lines, the second on the other."""
    first, second = (d[name].to_numpy(float) - MOST_MARKS / 2 for name in ("_first", "_second"))
    reads_first = (d["_upright"] == p["upright_reads_first"]).to_numpy(float)
    strength = np.where(reads_first == 1, 1.0, p["weak"]), np.where(reads_first == 1, p["weak"], 1.0)
    score = p["direction"] * (strength[0] * first - strength[1] * second)
    return score, np.column_stack([reads_first, strength[0] * first, strength[1] * second, first, second])


def render(rng: np.random.Generator, d: pd.DataFrame, col: dict, p: dict) -> dict:
    """Pictures of a surface with its lines and two kinds of things on it, photographed."""
    scene = p["scene"]
    sheet, drift = material_sheet(scene), drift_sheet(scene)
    marks = lay_marks(rng, d, scene["side"])
    pictures = []
    for batch in batches(len(d)):
        ground = lined_ground(rng, d["_upright"].to_numpy()[batch], p, sheet, drift)
        canvas = paint_ground(ground, scene)
        draw_flecks(rng, canvas, scene, sheet)
        for shadow in (True, False):
            for number, kind in enumerate(p["kinds"]):
                here = (marks["kind"] == number) & np.isin(marks["picture"], batch)
                chosen = {name: values[..., here] for name, values in marks.items()}
                chosen["picture"] = chosen["picture"] - batch[0]
                chosen["size"] = chosen["size"] * kind["scale"]
                draw_things(canvas, chosen, kind, scene, sheet, shadow)
        draw_stalks(rng, canvas, scene)
        pictures.append(photograph(rng, canvas, scene))
    return {col["image"]: np.concatenate(pictures)}


def lined_ground(
    rng: np.random.Generator, upright: np.ndarray, p: dict, sheet: np.ndarray, drift: np.ndarray
) -> np.ndarray:
    """The material with lines that run up or across, a little askew and bent."""
    side, n = p["scene"]["side"], len(upright)
    angle = p["slant"] + rng.uniform(-0.1, 0.1, n) + np.where(upright == 1, 0, np.pi / 2)
    bent = pieces(rng, drift, n, side)
    lined = lay_lines(rng, angle, np.full(n, p["lines"]), p["pattern"], bent, fine=True)
    return 0.8 * pieces(rng, sheet, n, side) + p["line_height"] * lined


def lay_marks(rng: np.random.Generator, d: pd.DataFrame, side: int) -> dict:
    """Where the marks of all pictures lie, apart from each other, and of which kind they are."""
    n, count = len(d), 2 * MOST_MARKS
    size = side * rng.uniform(*RADIUS, (n, count))
    centres, _ = scatter(rng, size * 1.35, 0.02 * side, side)
    first, both = d["_first"].to_numpy()[:, None], (d["_first"] + d["_second"]).to_numpy()[:, None]
    number = np.arange(count)
    there = number < both
    picture = np.nonzero(there)[0]
    return {
        **{"picture": picture, "kind": (number >= first)[there].astype(int), "size": size[there]},
        **{"y": centres[0][there], "x": centres[1][there], "stretch": np.ones(len(picture))},
        "turn": rng.uniform(0, 2 * np.pi, len(picture)),
        "tone": rng.uniform(0.9, 1.1, len(picture)),
        "share": rng.random(len(picture)),
        "soft": np.ones(len(picture)),
        # Two waves around the outline of some kinds, each with its height and phase.
        "bumps": np.stack([rng.uniform(0.02, low, (2, len(picture))) for low in (0.12, 2 * np.pi)], axis=1),
    }


def describe(p: dict, col: dict) -> str:
    """The rule in prose."""
    strong, weak = ("upright", "level") if p["upright_reads_first"] else ("level", "upright")
    (first, second), lines = (kind["name"] for kind in p["kinds"]), p["pattern"]["name"]
    return (
        f"{p['direction']:+d} x (strength x (number of {first} - {MOST_MARKS / 2:g}) - strength x (number of {second} - "
        f"{MOST_MARKS / 2:g})); where the {lines} run {strong}, the strengths are 1 and {p['weak']}, where they run {weak}, "
        f"{p['weak']} and 1."
    )


def public_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Counts and forms of what stands out, the direction of the lines below, and their products."""
    return count_regions(agent, train, col), count_regions(agent, test, col)


def count_regions(agent: Path, frame: pd.DataFrame, col: dict) -> np.ndarray:
    """Region counts, sums of their forms and direction of the lines of every picture, with products of the two."""
    stack = load_images(agent, frame, col["image"])
    direction = line_direction(stack)
    regions, _ = bright_regions(standing_out(stack))
    n = len(stack)
    sums = [np.ones(len(regions)), np.log(regions["stretch"]), np.log(regions["spread"]), regions["area"]]
    counts = np.column_stack([per_picture(regions, values, n) for values in sums])
    products = [counts * direction[:, [axis]] for axis in (0, 1)]
    return np.column_stack([counts, direction, *products, grey_of(stack).mean(axis=(1, 2))])


def rule_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Counts of two forms, each by the direction of the lines."""
    stacks = [load_images(agent, frame, col["image"]) for frame in (train, test)]
    found = [bright_regions(standing_out(stack))[0] for stack in stacks]
    forms = [np.log(regions[["stretch", "spread"]].to_numpy()) for regions in found]
    # Two marks that touch, or half of one, are of no form.
    ends = np.quantile(forms[0], [0.03, 0.97], axis=0)
    forms = [np.clip(form, *ends) for form in forms]
    kinds = GaussianMixture(2, covariance_type="diag", n_init=4, random_state=0).fit(forms[0])
    directions = [line_direction(stack) for stack in stacks]
    middle = directions[0].mean(axis=0)
    axis = np.linalg.svd(directions[0] - middle, full_matrices=False)[2][0]
    return tuple(
        compare_counts(regions, form, kinds.predict_proba(form)[:, 1], np.tanh(8 * (direction - middle) @ axis))
        for regions, form, direction in zip(found, forms, directions)
    )


def compare_counts(regions: pd.DataFrame, form: np.ndarray, second: np.ndarray, side: np.ndarray) -> np.ndarray:
    """Counts of two forms and sums over their measures, for each direction of the lines (-1 to 1, a picture).

    Where the two forms were not told apart, a difference of counts is still one of sums.
    """
    sums = [per_picture(regions, values, len(side)) for values in (np.ones(len(regions)), second, *form.T)]
    return np.column_stack([side, *(share * total for share in ((1 + side) / 2, (1 - side) / 2) for total in sums)])
