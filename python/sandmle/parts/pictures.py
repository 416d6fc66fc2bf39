"""Measuring small pictures of things on a surface; pasted into solutions of image tasks."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import ndimage

# Shares of a picture: what is smaller is dirt, or noise.
SMALLEST_REGION = 0.004
SAMPLE_PICTURES = 80


def grey_of(stack: np.ndarray) -> np.ndarray:
    """Mean over the channels of colour pictures."""
    return stack.mean(axis=3) if stack.ndim == 4 else stack


def line_direction(stack: np.ndarray) -> np.ndarray:
    """Cosine and sine of twice the main direction of the steps in each picture; strong steps count as weaker ones do."""
    grey = ndimage.gaussian_filter(grey_of(stack), (0, 0.7, 0.7))
    down, across = np.gradient(grey, axis=(1, 2))
    strength = np.hypot(down, across)
    usual = np.median(strength, axis=(1, 2))[:, None, None]
    weight = 1 / np.maximum(strength, usual) ** 2
    twice = [(across**2 - down**2) * weight, 2 * across * down * weight]
    return np.stack([part.mean(axis=(1, 2)) for part in twice], axis=1)


def without_light(plane: np.ndarray) -> np.ndarray:
    """Pictures less the slow change of their light, fitted as a curved surface."""
    n, height, width = plane.shape
    down, across = np.meshgrid(np.linspace(-1, 1, height), np.linspace(-1, 1, width), indexing="ij")
    terms = np.stack([np.ones_like(down), down, across, down**2, across**2, down * across]).reshape(6, -1)
    flat = plane.reshape(n, -1)
    rest = (flat - flat @ np.linalg.pinv(terms) @ terms).reshape(plane.shape)
    return rest - np.median(rest, axis=(1, 2))[:, None, None]


def colour_axes(stack: np.ndarray) -> list[np.ndarray]:
    """Weights of the channels under which things may stand out: brightness, one channel, or one against another."""
    if stack.ndim == 3:
        return [np.array([1.0]), np.array([-1.0])]
    single, against = np.eye(3), [[1, -1, 0], [0, 1, -1], [1, 0, -1]]
    axes = [np.full(3, 1 / 3), *single, *np.array(against, float)]
    return [sign * axis for axis in axes for sign in (1, -1)]


def standing_out(stack: np.ndarray) -> np.ndarray:
    """How much every pixel stands out from its ground, along the colours in which few pixels differ most from the rest."""
    planes = stack if stack.ndim == 4 else stack[..., None]
    sample = planes[:: max(1, len(planes) // SAMPLE_PICTURES)]

    def contrast(axis: np.ndarray) -> float:
        rest = ndimage.gaussian_filter(without_light(sample @ axis), (0, 0.8, 0.8))
        return float(np.quantile(rest, 0.98) / np.median(np.abs(rest)))

    return without_light(planes @ max(colour_axes(stack), key=contrast))


def bright_regions(rest: np.ndarray, blur: float = 0.8) -> tuple[pd.DataFrame, np.ndarray]:
    """Connected regions above half of a picture's peak, after a Gaussian blur (pixels); `rest` is what stands out.

    Returns one row a region, ordered by picture: picture (its position in the stack), area in pixels, stretch (ratio of
    the principal axes), spread (1 for a disc, more for what is longer, hollow or has arms); and the labelled stack, 0
    for background.
    """
    smooth = ndimage.gaussian_filter(rest, (0, blur, blur))
    peak = np.quantile(smooth, 0.99, axis=(1, 2))
    level = np.maximum(peak / 2, 0.35 * np.median(peak))
    within = np.zeros((3, 3, 3), int)
    within[1] = ndimage.generate_binary_structure(2, 1)
    labels, count = ndimage.label(smooth > level[:, None, None], structure=within)
    picture, down, across = np.nonzero(labels)
    number = labels[picture, down, across] - 1
    area = np.bincount(number, minlength=count).astype(float)
    first = np.full(count, 0)
    first[number] = picture
    stretch, spread = axis_ratio(number, down.astype(float), across.astype(float), area)
    frame = pd.DataFrame({"picture": first, "area": area, "stretch": stretch, "spread": spread})
    return frame[area >= SMALLEST_REGION * rest[0].size], labels


def axis_ratio(
    number: np.ndarray, down: np.ndarray, across: np.ndarray, area: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Ratio (at least 1) of the principal axes of numbered sets of pixels, and their spread in that of a disc; the width
    of pixels keeps a line finite."""

    def mean_of(values: np.ndarray) -> np.ndarray:
        return np.bincount(number, weights=values, minlength=len(area)) / np.maximum(area, 1)

    down, across = down - mean_of(down)[number], across - mean_of(across)[number]
    tall, wide, twist = mean_of(down**2), mean_of(across**2), mean_of(down * across)
    gap = np.hypot(tall - wide, 2 * twist)
    ratio = np.sqrt((tall + wide + gap + 0.1) / (tall + wide - gap + 0.1))
    return ratio, 2 * np.pi * (tall + wide) / np.maximum(area, 1)


def per_picture(regions: pd.DataFrame, values: np.ndarray, pictures: int) -> np.ndarray:
    """Sum of a value over the regions of each picture."""
    return np.bincount(regions["picture"], weights=values, minlength=pictures)


def largest_regions(rest: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Area in pixels and axis ratio of the largest region of every picture; 0 and 1 where there is none.

    The blurred picture finds the region; its outline is then drawn again on the sharp picture, half way
    between the region's own brightness and its surroundings.
    """
    regions, labels = bright_regions(rest)
    areas, stretches = np.zeros(len(rest)), np.ones(len(rest))
    for picture, place in regions.groupby("picture")["area"].idxmax().items():
        sharp, region = ndimage.gaussian_filter(rest[picture], 0.5), labels[picture] == place + 1
        near = ndimage.binary_dilation(region)
        around = ndimage.binary_dilation(near, iterations=2) & ~near
        level = (np.median(sharp[region]) + np.median(sharp[around])) / 2
        inside = ndimage.binary_fill_holes(near & (sharp > level))
        down, across = np.nonzero(inside)
        areas[picture] = len(down)
        one = np.zeros(len(down), int)
        stretches[picture] = axis_ratio(one, down.astype(float), across.astype(float), areas[[picture]])[0][0]
    return areas, stretches
