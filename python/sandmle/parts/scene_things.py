"""What lies on a surface: shapes with soft edges, shading and shadows, put where there is room for them."""

from __future__ import annotations

import numpy as np


def scatter(rng: np.random.Generator, reach: np.ndarray, gap: float, side: int) -> tuple[np.ndarray, np.ndarray]:
    """Centres (2, pictures, things) for things that reach so far, and how much room is left around each (below 0: none).

    Every thing takes the first of some places that is `gap` clear of the earlier ones, or the clearest.
    """
    n, count = reach.shape
    centres, room = np.zeros((2, n, count)), np.zeros((n, count))
    for thing in range(count):
        far = reach[:, [thing]]
        tried = far + rng.random((2, n, 20)) * (side - 1 - 2 * far)
        clear = np.zeros((n, 20))
        for other in range(thing):
            apart = np.hypot(*(tried - centres[:, :, [other]]))
            clear = np.minimum(clear, apart - far - reach[:, [other]] - gap)
        best = clear.argmax(axis=1)
        centres[:, :, thing] = tried[:, np.arange(n), best]
        room[:, thing] = clear[np.arange(n), best]
    return centres, room


def outline(shape: str, u: np.ndarray, v: np.ndarray, bumps: np.ndarray | None = None) -> np.ndarray:
    """Distance from the outline of a shape of about unit size, negative inside."""
    radius = np.hypot(u, v)
    if shape == "blob":
        angle, edge = np.arctan2(v, u), np.ones_like(u)
        for wave, (size, phase) in enumerate(bumps, start=2):
            edge = edge + size[:, None, None] * np.cos(wave * angle + phase[:, None, None])
        return radius / edge - 1
    if shape == "ring":
        return np.abs(radius - 0.8) - 0.28
    if shape == "bar":
        return np.hypot(np.maximum(np.abs(u) - 1.1, 0), v) - 0.42
    if shape == "square":
        return np.maximum(np.abs(u), np.abs(v)) - 0.85
    if shape == "triangle":
        return np.maximum(-v, 0.866 * np.abs(u) + 0.5 * v) - 0.66
    if shape == "star":
        return radius - 0.85 - 0.4 * np.cos(5 * np.arctan2(v, u))
    if shape == "cross":
        long, short = np.maximum(np.abs(u), np.abs(v)), np.minimum(np.abs(u), np.abs(v))
        return np.maximum(long - 1.15, short - 0.32)
    if shape == "seed":
        return np.hypot(u, np.abs(v) + 0.75) - 1.3
    return radius - 1


def draw_things(
    canvas: np.ndarray, things: dict, shape: str, scene: dict, colour: str, sheet: np.ndarray, shadow: bool = False
) -> None:
    """Put things of one shape on the pictures, or only their shadows.

    `things`: arrays picture, y, x, size (pixels), turn, stretch, tone (brightness), soft (pixels of the edge), bumps.
    """
    if len(things["picture"]) == 0:
        return
    reach = int(np.ceil((things["size"] * things["stretch"]).max() * 1.45)) + 3
    span = np.arange(-reach, reach + 1)
    size, stretch, turn, soft, tone = (
        things[name].astype(np.float32)[:, None, None] for name in ("size", "stretch", "turn", "soft", "tone")
    )
    row = np.floor(things["y"]).astype(int)[:, None, None] + span[None, :, None]
    column = np.floor(things["x"]).astype(int)[:, None, None] + span[None, None, :]
    fall = 0.35 * size * shadow
    dy = (row - things["y"][:, None, None] + fall * np.sin(scene["lamp"])).astype(np.float32)
    dx = (column - things["x"][:, None, None] + fall * np.cos(scene["lamp"])).astype(np.float32)
    u = (dx * np.cos(turn) + dy * np.sin(turn)) / (size * stretch)
    v = (dy * np.cos(turn) - dx * np.sin(turn)) / size
    side = canvas.shape[1]
    grain = sheet[row % len(sheet), column % len(sheet)]
    distance = outline(shape, u, v, things.get("bumps")) * size + scene["fray"] * grain
    cover = np.clip(0.5 - distance / (soft + 2 * shadow), 0, 1)
    inside = (cover > 0) & (row >= 0) & (row < side) & (column >= 0) & (column < side)
    thing, down, across = np.nonzero(inside)
    place = things["picture"][thing], row[thing, down, 0], column[thing, 0, across]
    cover = cover[inside][:, None]
    if shadow:
        canvas[place] *= 1 - scene["shadow"] * cover
        return
    facing = (dx * np.cos(scene["lamp"]) + dy * np.sin(scene["lamp"])) / size
    near_edge = np.clip(1 + distance / (0.35 * size), 0, 1)
    lit = (tone * (1 + scene["dome"] * facing + scene["rim"] * near_edge) + 0.06 * grain)[inside]
    canvas[place] += scene["opacity"] * cover * (np.array(scene[colour], np.float32) * lit[:, None] - canvas[place])
