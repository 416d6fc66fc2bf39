"""Measuring small grey pictures; pasted into solutions of image tasks."""
from __future__ import annotations

import numpy as np
from scipy import ndimage

SMALLEST_REGION = 6


def mean_steps(stack: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean absolute difference of vertical neighbours and of horizontal neighbours, one number a picture."""
    return (
        np.abs(np.diff(stack, axis=1)).mean(axis=(1, 2)),
        np.abs(np.diff(stack, axis=2)).mean(axis=(1, 2)),
    )


def bright_regions(picture: np.ndarray, blur: float = 0.6) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Connected regions brighter than half way between background and peak, after a Gaussian blur (pixels).

    Returns area in pixels, fill of the bounding box (0..1) and elongation (ratio of the principal axes) a region.
    """
    smooth = ndimage.gaussian_filter(picture, blur)
    labels, _ = ndimage.label(smooth > (np.quantile(smooth, 0.995) + np.median(smooth)) / 2)
    areas, fills, elongations = [], [], []
    for number, box in enumerate(ndimage.find_objects(labels), start=1):
        down, across = np.nonzero(labels[box] == number)
        if len(down) < SMALLEST_REGION:
            continue
        areas.append(len(down))
        fills.append(len(down) / labels[box].size)
        elongations.append(axis_ratio(down, across))
    return np.array(areas, float), np.array(fills, float), np.array(elongations, float)


def axis_ratio(down: np.ndarray, across: np.ndarray) -> float:
    """Ratio (at least 1) of the principal axes of a set of pixels; their own width keeps a line finite."""
    spread, twist = down.var() - across.var(), np.mean((down - down.mean()) * (across - across.mean()))
    total, gap = down.var() + across.var(), np.hypot(spread, 2 * twist)
    return float(np.sqrt((total + gap + 0.1) / (total - gap + 0.1)))


def largest_region(picture: np.ndarray) -> tuple[float, float]:
    """Area in pixels and axis ratio of the largest bright region; (0, 1) when there is none.

    A blurred picture finds the region; its outline is then drawn again on the sharp picture, half way between the
    region's own brightness and its surroundings.
    """
    smooth = ndimage.gaussian_filter(picture, 0.6)
    labels, count = ndimage.label(smooth > (np.quantile(smooth, 0.995) + np.median(smooth)) / 2)
    if count == 0:
        return 0.0, 1.0
    region = labels == 1 + np.argmax(np.bincount(labels.ravel())[1:])
    near = ndimage.binary_dilation(region, iterations=1)
    around = ndimage.binary_dilation(near, iterations=2) & ~near
    level = (np.median(picture[region]) + np.median(picture[around])) / 2
    down, across = np.nonzero(near & (picture > level))
    return float(len(down)), axis_ratio(down, across)
