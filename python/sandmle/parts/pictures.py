"""Measuring small grey pictures; pasted into solutions of image tasks."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import ndimage

SMALLEST_REGION = 6


def mean_steps(stack: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean absolute difference of vertical neighbours and of horizontal neighbours, one number a picture."""
    return (
        np.abs(np.diff(stack, axis=1)).mean(axis=(1, 2)),
        np.abs(np.diff(stack, axis=2)).mean(axis=(1, 2)),
    )


def bright_regions(stack: np.ndarray, blur: float = 0.6) -> tuple[pd.DataFrame, np.ndarray]:
    """Connected regions brighter than half way between background and peak, after a Gaussian blur (pixels).

    Returns one row a region, ordered by picture: picture (its position in the stack), area in pixels, fill of
    the bounding box (0..1), stretch (ratio of the principal axes); and the labelled stack, 0 for background.
    """
    smooth = ndimage.gaussian_filter(stack, (0, blur, blur))
    level = (np.quantile(smooth, 0.995, axis=(1, 2)) + np.median(smooth, axis=(1, 2))) / 2
    within = np.zeros((3, 3, 3), int)
    within[1] = ndimage.generate_binary_structure(2, 1)
    labels, count = ndimage.label(smooth > level[:, None, None], structure=within)
    picture, down, across = np.nonzero(labels)
    number = labels[picture, down, across] - 1
    area = np.bincount(number, minlength=count).astype(float)
    boxes = ndimage.find_objects(labels)
    sides = np.array([[edge.stop - edge.start for edge in box[1:]] for box in boxes]).reshape(-1, 2)
    frame = pd.DataFrame(
        {
            "picture": [box[0].start for box in boxes],
            "area": area,
            "fill": area / np.maximum(sides.prod(axis=1), 1),
            "stretch": axis_ratio(number, down.astype(float), across.astype(float), area),
        }
    )
    return frame[area >= SMALLEST_REGION], labels


def axis_ratio(number: np.ndarray, down: np.ndarray, across: np.ndarray, area: np.ndarray) -> np.ndarray:
    """Ratio (at least 1) of the principal axes of numbered sets of pixels; their own width keeps a line
    finite."""

    def mean_of(values: np.ndarray) -> np.ndarray:
        return np.bincount(number, weights=values, minlength=len(area)) / np.maximum(area, 1)

    down, across = down - mean_of(down)[number], across - mean_of(across)[number]
    tall, wide, twist = mean_of(down**2), mean_of(across**2), mean_of(down * across)
    gap = np.hypot(tall - wide, 2 * twist)
    return np.sqrt((tall + wide + gap + 0.1) / (tall + wide - gap + 0.1))


def per_picture(regions: pd.DataFrame, values: np.ndarray, pictures: int) -> np.ndarray:
    """Sum of a value over the regions of each picture."""
    return np.bincount(regions["picture"], weights=values, minlength=pictures)


def largest_regions(stack: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Area in pixels and axis ratio of the largest bright region of every picture; 0 and 1 where there is
    none.

    The blurred picture finds the region; its outline is then drawn again on the sharp picture, half way
    between the region's own brightness and its surroundings.
    """
    regions, labels = bright_regions(stack)
    areas, stretches = np.zeros(len(stack)), np.ones(len(stack))
    for picture, place in regions.groupby("picture")["area"].idxmax().items():
        sharp, region = stack[picture], labels[picture] == place + 1
        near = ndimage.binary_dilation(region)
        around = ndimage.binary_dilation(near, iterations=2) & ~near
        level = (np.median(sharp[region]) + np.median(sharp[around])) / 2
        down, across = np.nonzero(near & (sharp > level))
        areas[picture] = len(down)
        one = np.zeros(len(down), int)
        stretches[picture] = axis_ratio(one, down.astype(float), across.astype(float), areas[[picture]])[0]
    return areas, stretches
