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
    if shape == "pond":
        # Level dust that fills a hollow: an oblong blob.
        u, v, shape = u / 1.7, v / 0.68, "blob"
    radius = np.hypot(u, v)
    if shape == "blob":
        angle, edge = np.arctan2(v, u), np.ones_like(u)
        for wave, (size, phase) in enumerate(bumps.astype(np.float32)[..., None, None], start=2):
            edge += size * np.cos(wave * angle + phase)
        return radius / edge - 1
    if shape == "lobes":
        angle, edge = np.arctan2(v, u), 0.98 + 0.04 * np.cos(11 * np.arctan2(v, u))
        for wave, (size, phase) in zip((5, 7), bumps.astype(np.float32)[..., None, None]):
            edge += 0.9 * size * np.cos(wave * angle + phase)
        return radius / edge - 1
    if shape == "shard":
        # Straight edges, at other distances for every thing.
        turns = bumps.astype(np.float32)[:, 1, :, None, None]
        edges = [0.8 + 0.14 * np.cos(2.3 * side + turns[side % 2]) for side in range(6)]
        return np.max([u * np.cos(side) / 1.5 + v * np.sin(side) / 0.8 - edge for side, edge in enumerate(edges)], axis=0)
    if shape == "rock":
        turns = bumps.astype(np.float32)[:, 1, :, None, None]
        edges = [0.92 + 0.12 * np.cos(2.1 * side + turns[side % 2]) for side in range(7)]
        return np.max([u * np.cos(0.9 * side) + v * np.sin(0.9 * side) - edge for side, edge in enumerate(edges)], axis=0)
    if shape == "hexagon":
        return np.maximum(0.866 * np.abs(v) + 0.5 * np.abs(u), np.abs(u)) - 0.92
    if shape == "ring":
        return np.abs(radius - 0.8) - 0.28
    if shape == "leaf":
        blade = np.hypot(u, np.abs(v) + 0.75) - 1.3
        return np.minimum(blade, np.maximum(np.abs(v) - 0.1, np.abs(u - 1.2) - 0.35))
    if shape == "slit":
        return np.hypot(0.75 * u, np.abs(v) + 1.5) - 1.92
    if shape == "thread":
        return np.hypot(np.maximum(np.abs(u) - 1.4, 0), v - 0.4 * np.sin(1.8 * u)) - 0.2
    if shape == "track":
        return np.hypot(np.maximum(np.abs(u) - 1.1, 0), v - 0.3 * np.cos(2.6 * u) + 0.1) - 0.3
    if shape == "twig":
        branch = np.hypot(np.maximum(np.abs(u + v - 0.5) - 0.4, 0), 0.7 * (v - u) + 0.12)
        return np.minimum(np.hypot(np.maximum(np.abs(u) - 1.2, 0), v + 0.06 * np.sin(4 * u)) - 0.22, branch - 0.16)
    if shape == "staple":
        legs = np.maximum(np.abs(np.abs(u) - 1.1) - 0.2, np.abs(v - 0.15) - 0.4)
        return np.minimum(np.maximum(np.abs(u) - 1.3, np.abs(v) - 0.24), legs)
    if shape == "bug":
        body = np.hypot(u / 1.5, v / 0.74) - 1
        legs = [np.maximum(np.abs(u - at - 0.2 * np.abs(v) * at) - 0.08, np.abs(v) - 1.1) for at in (-0.7, 0.05, 0.75)]
        return np.min([body, *legs], axis=0)
    return radius - 1


def inside_of(pattern: str, u: np.ndarray, v: np.ndarray, facing: np.ndarray) -> np.ndarray:
    """How bright what is drawn in a thing is at places in it, 1 where nothing is; `facing`: towards the lamp."""
    radius = np.hypot(u, v)
    if pattern == "midrib":
        return 1 - 0.3 * np.exp(-((v / 0.11) ** 2)) + 0.08 * np.sign(v)
    if pattern == "centre":
        return 0.94 + 0.14 * np.clip(1.1 - radius, 0, 1)
    if pattern == "facets":
        return 1 + 0.14 * np.sign(facing - 0.15) + 0.06 * np.sign(u - v)
    if pattern == "fuzz":
        return 1 + 0.16 * np.sin(9 * u + 3 * np.sin(7 * v)) * np.sin(8 * v + 2)
    if pattern == "twist":
        return 1 + 0.16 * np.sin(11 * u + 5 * v)
    if pattern == "deep":
        return 1 - 0.25 * np.clip(facing + 0.3, 0, 1)
    if pattern == "rings":
        return 1 + 0.3 * np.cos(14 * radius)
    if pattern == "spiral":
        return 1 - 0.28 * np.clip(np.cos(2 * np.arctan2(v, u) / 2 - 11 * radius), 0, 1)
    if pattern == "sheen":
        return 1 + 0.45 * np.exp(-(((v + 0.08) / 0.1) ** 2))
    if pattern == "lip":
        return 1 - 0.25 * np.sign(facing)
    if pattern == "slit":
        return 1 - 0.45 * np.exp(-((v / 0.09) ** 2))
    if pattern == "hole":
        return 1 - 0.75 / (1 + np.exp(-18 * (0.5 - radius)))
    return np.ones_like(u)


def draw_things(
    canvas: np.ndarray, things: dict, kind: dict, scene: dict, sheet: np.ndarray, shadow: bool = False
) -> None:
    """Put things of one kind on the pictures, or only their shadows.

    `kind`: shape, dome, gloss, rim, inside (what is drawn in it) and two colours between which things of it lie.

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
    distance = outline(kind["shape"], u, v, things.get("bumps")) * size
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
    lit = things["tone"][thing] * (1 + kind["dome"] * facing + kind["rim"] * near_edge) + 0.06 * sheet[place[1:]]
    lit = lit * inside_of(kind["inside"], u[thing, down, across], v[thing, down, across], facing)
    first, last = (np.array(end) for end in kind["colours"])
    paint = (first + things["share"][thing][:, None] * (last - first)) * lit[:, None] + 255 * kind["gloss"] * spot[:, None]
    canvas[place] += scene["opacity"] * cover * (paint - canvas[place])
