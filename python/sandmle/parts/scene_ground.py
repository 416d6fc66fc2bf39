"""Surfaces of scenes: a sheet of material for a whole task, and the piece of it that each picture shows."""

from __future__ import annotations

import numpy as np


def rough(rng: np.random.Generator, size: int, slope: float, stretch: float = 1.0) -> np.ndarray:
    """Noise of unit spread that repeats after `size` pixels: the steeper the slope the smoother, drawn out sideways."""
    down = np.fft.fftfreq(size)[:, None] * size
    across = np.fft.rfftfreq(size)[None, :] * size * stretch
    radius = np.hypot(down, across)
    radius[0, 0] = np.inf
    field = np.fft.irfft2(np.fft.rfft2(rng.standard_normal((size, size))) / radius**slope, (size, size))
    return field / field.std()


def cells(rng: np.random.Generator, size: int, count: int) -> np.ndarray:
    """Walls between the neighbourhoods of random points: 0 inside, 1 on a wall; repeats after `size` pixels."""
    place = np.arange(size)
    first, second = np.full((size, size), np.inf), np.full((size, size), np.inf)
    for y, x in rng.uniform(0, size, (count, 2)):
        down, across = ((place - centre + size / 2) % size - size / 2 for centre in (y, x))
        apart = np.hypot(down[:, None], across[None, :])
        second = np.minimum(second, np.maximum(first, apart))
        first = np.minimum(first, apart)
    return np.exp(-(((second - first) / 2.0) ** 2))


def comb(down: np.ndarray, across: np.ndarray) -> np.ndarray:
    """Six-sided cells in rows, their walls bright: about -1 to 1 over a square of side 1; repeats."""
    near = []
    for shift in (0.0, 0.5):
        y, x = 7 * down + shift, 12 * across + shift
        tall = (y - np.floor(y) - 0.5) * 12 / 7
        wide = x - np.floor(x) - 0.5
        near += [np.hypot(tall, part) for part in (wide, 1 - np.abs(wide))] + [np.hypot(12 / 7 - np.abs(tall), wide)]
    first, second = np.sort(np.stack(near), axis=0)[:2]
    return 1.6 * np.exp(-(((second - first) / 0.2) ** 2)) - 0.8


def pattern_of(rng: np.random.Generator, size: int, pattern: str) -> np.ndarray:
    """The pattern of a material, about -1 to 1."""
    down, across = np.mgrid[:size, :size] / size
    if pattern == "rings":
        return np.sin(2 * np.pi * (9 * down + 0.8 * rough(rng, size, 2.0, 4.0)))
    if pattern == "weave":
        over, under = np.sin(np.pi * 24 * across), np.sin(np.pi * 24 * down)
        return 2 * np.where(over * under > 0, over**2, under**2) - 1.2
    if pattern == "comb":
        return comb(down, across)
    if pattern == "cells":
        return 0.4 - 2 * cells(rng, size, 90)
    if pattern == "veins":
        return 1.6 * np.exp(-((rough(rng, size, 1.8) / 0.12) ** 2)) - 0.4
    if pattern == "specks":
        return np.tanh(3 * (rough(rng, size, 0.7) - 1.0)) + 0.7
    return np.zeros((size, size))


def material_sheet(scene: dict) -> np.ndarray:
    """Brightness of a sheet of the material under the lamp, about -2 to 2, twice as wide as a picture; it repeats."""
    rng, size = np.random.default_rng(scene["sheet_seed"]), 2 * scene["side"]
    height = rough(rng, size, scene["slope"], scene["stretch"])
    height = height + 2 * scene["pattern_share"] * pattern_of(rng, size, scene["pattern"])
    facing = [np.cos(scene["lamp"]), np.sin(scene["lamp"])]
    slopes = sum(part * (height - np.roll(height, 1, axis)) for part, axis in zip(facing, (1, 0)))
    lit = height + 4 * scene["relief"] * slopes
    return (np.clip((lit - lit.mean()) / lit.std(), -3, 3)).astype(np.float32)


def drift_sheet(scene: dict) -> np.ndarray:
    """Slow wandering of unit spread that bends lines; it repeats as the material does."""
    return rough(np.random.default_rng(scene["sheet_seed"] + 1), 2 * scene["side"], 2.2).astype(np.float32)


def pieces(rng: np.random.Generator, sheet: np.ndarray, n: int, side: int) -> np.ndarray:
    """n square pieces of a sheet, from anywhere on it, some of them mirrored."""
    start, step = rng.integers(0, len(sheet), (2, n, 1)), rng.choice([-1, 1], (2, n, 1))
    down, across = (start + step * np.arange(side)) % len(sheet)
    return sheet[down[:, :, None], across[:, None, :]]


def paint_ground(height: np.ndarray, scene: dict) -> np.ndarray:
    """Colours (pictures, side, side, channels) of a surface of that brightness, -2 to 2."""
    dark, light = (np.array(scene[end], np.float32) for end in ("dark", "light"))
    share = np.clip(0.5 + scene["roughness"] * height, 0, 1)[..., None]
    return dark + (light - dark) * share.astype(np.float32)
