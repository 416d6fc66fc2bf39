"""Views of small pictures: pixels, intensity statistics, edge directions with low frequencies, what stands
out."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from sandmle.media import load_images, scaled_down
from sandmle.parts.pictures import bright_regions, line_direction, standing_out
from sandmle.problem import Problem
from sandmle.views.tabular import table

# What is measured is scaled down to so many pixels a side, single pixels to fewer.
MOST_SIDE = 48
PIXEL_SIDE = 18
ORIENTATIONS = 8
LOW_FREQUENCIES = 6


def read_images(problem: Problem) -> tuple[np.ndarray, np.ndarray]:
    """All pictures as arrays (rows, height, width, channels) in 0..1, at most MOST_SIDE wide, read once per
    problem."""
    if "images" not in problem.cache:
        column = problem.columns_of("path")[0]
        stacks = [load_images(problem.agent, frame, column) for frame in (problem.train, problem.test)]
        stacks = [scaled_down(stack if stack.ndim == 4 else stack[..., None], MOST_SIDE) for stack in stacks]
        problem.cache["images"] = (stacks[0], stacks[1])
    return problem.cache["images"]


def pixels(problem: Problem, encoding: str) -> tuple[np.ndarray, np.ndarray]:
    """The raw obvious view: every pixel a column, scaled down to at most PIXEL_SIDE a side."""
    return beside_table(problem, flat_pixels, encoding)


def statistics(problem: Problem, encoding: str) -> tuple[np.ndarray, np.ndarray]:
    """Intensity moments, quantiles and mean steps, by channel."""
    return beside_table(problem, intensity_statistics, encoding)


def gradients(problem: Problem, encoding: str) -> tuple[np.ndarray, np.ndarray]:
    """Share of edge strength by direction, and the magnitudes of the lowest spatial frequencies."""
    return beside_table(problem, edge_directions, encoding)


def regions(problem: Problem, encoding: str) -> tuple[np.ndarray, np.ndarray]:
    """Counts, sizes and shapes of what stands out from its ground, with the statistics of the whole picture."""
    return beside_table(problem, region_shapes, encoding)


def all_shapes(problem: Problem, encoding: str) -> tuple[np.ndarray, np.ndarray]:
    """Statistics, edge directions and regions side by side."""
    blocks = [beside_table(problem, make, encoding) for make in (intensity_statistics, edge_directions)]
    blocks.append(beside_table(problem, region_shapes, encoding))
    return np.hstack([left for left, _ in blocks]), np.hstack([right for _, right in blocks])


def beside_table(problem: Problem, describe, encoding: str) -> tuple[np.ndarray, np.ndarray]:
    """Describe both stacks of pictures (once per problem) and append the columns of the table."""
    key = f"image:{describe.__name__}"
    if key not in problem.cache:
        train, test = read_images(problem)
        problem.cache[key] = (describe(train), describe(test))
    left, right = problem.cache[key]
    if not problem.columns_of("numeric") and not problem.columns_of("categorical"):
        return left, right
    table_left, table_right = table(problem, encoding)
    return np.hstack([left, table_left]), np.hstack([right, table_right])


def flat_pixels(stack: np.ndarray) -> np.ndarray:
    """Small pictures as rows of pixels."""
    return scaled_down(stack, PIXEL_SIDE).reshape(len(stack), -1)


def intensity_statistics(stack: np.ndarray) -> np.ndarray:
    """Nine numbers a channel: mean, deviation, five quantiles, mean absolute step down and across."""
    columns = []
    for channel in range(stack.shape[3]):
        plane = stack[:, :, :, channel]
        rows = plane.reshape(len(plane), -1)
        columns += [
            rows.mean(axis=1),
            rows.std(axis=1),
            *np.quantile(rows, [0.05, 0.25, 0.5, 0.75, 0.95], axis=1),
        ]
        columns += [np.abs(np.diff(plane, axis=axis)).mean(axis=(1, 2)) for axis in (1, 2)]
    return np.stack(columns, axis=1)


def edge_directions(stack: np.ndarray) -> np.ndarray:
    """Edge strength by direction (soft bins, normalised), its total, and low-frequency magnitudes."""
    grey = ndimage.gaussian_filter(stack.mean(axis=3), (0, 1, 1))
    down, across = np.gradient(grey, axis=(1, 2))
    strength = np.hypot(across, down)
    angle = (np.arctan2(down, across) % np.pi) / np.pi * ORIENTATIONS
    below = np.floor(angle)
    nearer = (angle - below) * strength
    # A direction counts in the two bins beside it; the last bin is beside the first.
    first = np.arange(len(grey))[:, None, None] * ORIENTATIONS
    shares = np.zeros(len(grey) * ORIENTATIONS)
    for bin, weight in ((below, strength - nearer), (below + 1, nearer)):
        place = first + bin.astype(int) % ORIENTATIONS
        shares += np.bincount(place.ravel(), weight.ravel(), len(shares))
    shares = shares.reshape(len(grey), ORIENTATIONS) / grey[0].size
    centred = grey - grey.mean(axis=(1, 2), keepdims=True)
    spectrum = np.abs(np.fft.fft2(centred))
    low = [spectrum[:, :LOW_FREQUENCIES, :LOW_FREQUENCIES], spectrum[:, -LOW_FREQUENCIES:, :LOW_FREQUENCIES]]
    total = shares.sum(axis=1, keepdims=True)
    return np.hstack([shares / (total + 1e-9), total, *[block.reshape(len(block), -1) for block in low]])


def region_shapes(stack: np.ndarray) -> np.ndarray:
    """Fourteen numbers a picture: how many regions stand out, sums over them and the largest of them by area, stretch and
    spread; direction and strength of the steps; mean brightness."""
    grey = stack.mean(axis=3)
    found, _ = bright_regions(standing_out(stack[..., 0] if stack.shape[3] == 1 else stack))
    count = len(grey)
    sizes = found[["area", "stretch", "spread"]].to_numpy()
    owner = found["picture"].to_numpy()
    number = np.bincount(owner, minlength=count)
    sums = [np.bincount(owner, values, count) for values in (*sizes.T, *np.log(sizes[:, 1:]).T)]
    largest = np.zeros((count, 3))
    last = found.sort_values("area", kind="stable").groupby("picture")[["area", "stretch", "spread"]].last()
    largest[last.index] = last.to_numpy()
    steps = [np.abs(np.diff(grey, axis=axis)).mean(axis=(1, 2)) for axis in (1, 2)]
    return np.column_stack([number, *sums, largest, line_direction(grey), *steps, grey.mean(axis=(1, 2))])
