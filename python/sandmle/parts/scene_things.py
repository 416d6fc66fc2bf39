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
        for wave, (size, phase) in enumerate(bumps.astype(np.float32)[..., None, None], start=2):
            edge += size * np.cos(wave * angle + phase)
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

    `things`: arrays picture, y, x, size (pixels), turn, stretch, tone (brightness), share (0 to 1, between the
    two ends of its colour), soft (pixels of the edge), bumps (of a blob).
    """
    if len(things["picture"]) == 0:
        return
    reach = int(np.ceil((things["size"] * things["stretch"]).max() * 1.45)) + 3
    span = np.arange(-reach, reach + 1)
    size, stretch, turn, soft = (things[name].astype(np.float32)[:, None, None] for name in ("size", "stretch", "turn", "soft"))
    row = np.floor(things["y"]).astype(int)[:, None] + span
    column = np.floor(things["x"]).astype(int)[:, None] + span
    lamp = np.cos(scene["lamp"]), np.sin(scene["lamp"])
    fall = 0.35 * things["size"][:, None] * shadow
    dy = (row - things["y"][:, None] + fall * lamp[1]).astype(np.float32)[:, :, None]
    dx = (column - things["x"][:, None] + fall * lamp[0]).astype(np.float32)[:, None, :]
    u = (dx * np.cos(turn) + dy * np.sin(turn)) / (size * stretch)
    v = (dy * np.cos(turn) - dx * np.sin(turn)) / size
    distance = outline(shape, u, v, things.get("bumps")) * size
    if scene["fray"] > 0:
        distance += scene["fray"] * sheet[row[:, :, None] % len(sheet), column[:, None, :] % len(sheet)]
    cover = 0.5 - distance / (soft + 2 * shadow)
    side = canvas.shape[1]
    within = [((place >= 0) & (place < side)) for place in (row, column)]
    thing, down, across = np.nonzero((cover > 0) & within[0][:, :, None] & within[1][:, None, :])
    place = things["picture"][thing], row[thing, down], column[thing, across]
    cover = np.minimum(cover[thing, down, across], 1)[:, None]
    if shadow:
        canvas[place] *= 1 - scene["shadow"] * cover
        return
    size = size[thing, 0, 0]
    x, y = dx[thing, 0, across] / size, dy[thing, down, 0] / size
    facing = x * lamp[0] + y * lamp[1]
    spot = np.exp(-10 * ((x - 0.4 * lamp[0]) ** 2 + (y - 0.4 * lamp[1]) ** 2))
    near_edge = np.clip(1 + distance[thing, down, across] / (0.35 * size), 0, 1)
    lit = things["tone"][thing] * (1 + scene["dome"] * facing + scene["rim"] * near_edge) + 0.06 * sheet[place[1:]]
    first, last = (np.array(end) for end in scene[colour])
    paint = (first + things["share"][thing][:, None] * (last - first)) * lit[:, None] + 255 * scene["gloss"] * spot[:, None]
    canvas[place] += scene["opacity"] * cover * (paint - canvas[place])
