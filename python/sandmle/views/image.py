"""Views of small pictures: pixels, intensity statistics, edge directions with low frequencies, bright
regions."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from sandmle.media import load_images
from sandmle.problem import Problem
from sandmle.views.tabular import table

MOST_PIXELS = 1100
ORIENTATIONS = 8
LOW_FREQUENCIES = 6
SMALLEST_REGION = 5


def read_images(problem: Problem) -> tuple[np.ndarray, np.ndarray]:
    """All pictures as arrays (rows, height, width, channels) in 0..1, read once per problem."""
    if "images" not in problem.cache:
        column = problem.columns_of("path")[0]
        stacks = [load_images(problem.agent, frame, column) for frame in (problem.train, problem.test)]
        stacks = [stack if stack.ndim == 4 else stack[:, :, :, None] for stack in stacks]
        problem.cache["images"] = (stacks[0], stacks[1])
    return problem.cache["images"]


def pixels(problem: Problem, encoding: str) -> tuple[np.ndarray, np.ndarray]:
    """The raw obvious view: every pixel a column; pictures above MOST_PIXELS values are averaged 2x2."""
    return beside_table(problem, flat_pixels, encoding)


def statistics(problem: Problem, encoding: str) -> tuple[np.ndarray, np.ndarray]:
    """Intensity moments, quantiles and mean steps, by channel."""
    return beside_table(problem, intensity_statistics, encoding)


def gradients(problem: Problem, encoding: str) -> tuple[np.ndarray, np.ndarray]:
    """Share of edge strength by direction, and the magnitudes of the lowest spatial frequencies."""
    return beside_table(problem, edge_directions, encoding)


def regions(problem: Problem, encoding: str) -> tuple[np.ndarray, np.ndarray]:
    """Counts, sizes and shapes of connected bright regions, with the statistics of the whole picture."""
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
    """Pictures as rows of pixels, halved in size while there are more than MOST_PIXELS values."""
    while stack[0].size > MOST_PIXELS:
        height, width = stack.shape[1] // 2 * 2, stack.shape[2] // 2 * 2
        stack = stack[:, :height, :width]
        stack = (stack[:, ::2, ::2] + stack[:, 1::2, ::2] + stack[:, ::2, 1::2] + stack[:, 1::2, 1::2]) / 4
    return stack.reshape(len(stack), -1)


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
    bins = []
    for centre in range(ORIENTATIONS):
        distance = np.abs(angle - centre)
        near = np.maximum(0, 1 - np.minimum(distance, ORIENTATIONS - distance))
        bins.append((near * strength).mean(axis=(1, 2)))
    shares = np.stack(bins, axis=1)
    centred = grey - grey.mean(axis=(1, 2), keepdims=True)
    spectrum = np.abs(np.fft.fft2(centred))
    low = [spectrum[:, :LOW_FREQUENCIES, :LOW_FREQUENCIES], spectrum[:, -LOW_FREQUENCIES:, :LOW_FREQUENCIES]]
    total = shares.sum(axis=1, keepdims=True)
    return np.hstack([shares / (total + 1e-9), total, *[block.reshape(len(block), -1) for block in low]])


def region_shapes(stack: np.ndarray) -> np.ndarray:
    """Ten numbers a picture about its bright connected regions and its texture; see describe_regions."""
    grey = stack.max(axis=3)
    return np.array([describe_regions(picture) for picture in grey], dtype=float)


def describe_regions(picture: np.ndarray) -> list[float]:
    """Counts (all, compact, loose), area (total, largest, mean) and fill of bright regions; mean steps,
    mean."""
    smooth = ndimage.gaussian_filter(picture, 0.6)
    labels, _ = ndimage.label(smooth > (smooth.max() + np.median(smooth)) / 2)
    areas = np.bincount(labels.ravel())[1:]
    boxes = ndimage.find_objects(labels)
    kept = [number for number, area in enumerate(areas) if area >= SMALLEST_REGION]
    sizes = np.array([areas[number] for number in kept], dtype=float)
    spans = [[edge.stop - edge.start for edge in boxes[number]] for number in kept]
    fill = np.array([size / (height * width) for size, (height, width) in zip(sizes, spans)])
    steps = [float(np.abs(np.diff(picture, axis=axis)).mean()) for axis in (0, 1)]
    if not kept:
        return [0, 0, 0, 0, 0, 0, 0, *steps, float(picture.mean())]
    compact = float((fill > 0.86).sum())
    area = [sizes.sum(), sizes.max(), sizes.mean()]
    return [len(kept), compact, len(kept) - compact, *area, fill.mean(), *steps, float(picture.mean())]
