"""What lies between a scene and its picture: flecks and stalks in front, light, lens and sensor."""

from __future__ import annotations

import numpy as np

from sandmle.parts.scene_things import draw_things

BATCH = 100


def batches(n: int) -> list[np.ndarray]:
    """Numbers of the pictures that are drawn together; few enough for the memory that is near."""
    return [np.arange(start, min(start + BATCH, n)) for start in range(0, n, BATCH)]


def draw_flecks(rng: np.random.Generator, canvas: np.ndarray, scene: dict, sheet: np.ndarray) -> None:
    """Specks of dirt that mean nothing, a few a picture."""
    count, side = rng.integers(0, scene["flecks"] + 1, len(canvas)), canvas.shape[1]
    picture = np.repeat(np.arange(len(canvas)), count)
    total = len(picture)
    y, x = rng.uniform(0, side, (2, total))
    one = np.ones(total)
    flecks = {"picture": picture, "y": y, "x": x, "size": rng.uniform(0.006, 0.016, total) * side, "soft": one}
    more = {"turn": rng.uniform(0, np.pi, total), "stretch": rng.uniform(1, 2, total), "tone": rng.uniform(0.8, 1.1, total)}
    draw_things(canvas, {**flecks, **more, "share": 0 * one}, scene["fleck"], scene, sheet)


def draw_growing(rng: np.random.Generator, canvas: np.ndarray, kind: dict, scene: dict, sheet: np.ndarray) -> None:
    """Things that grow on the surface anyway, none to four a picture, and mean nothing."""
    side = canvas.shape[1]
    picture = np.repeat(np.arange(len(canvas)), rng.integers(0, 5, len(canvas)))
    total = len(picture)
    y, x = rng.uniform(0, side, (2, total))
    size = side * rng.uniform(0.035, 0.08, total) * kind["scale"]
    more = {"turn": rng.uniform(0, 2 * np.pi, total), "tone": rng.uniform(0.9, 1.1, total), "share": rng.random(total)}
    bumps = np.stack([rng.uniform(0.02, low, (2, total)) for low in (0.12, 2 * np.pi)], axis=1)
    things = {"picture": picture, "y": y, "x": x, "size": size, "stretch": np.ones(total), "soft": np.ones(total)}
    draw_things(canvas, {**things, **more, "bumps": bumps}, kind, scene, sheet)


def draw_stalks(rng: np.random.Generator, canvas: np.ndarray, scene: dict) -> None:
    """A thin bent stalk, out of focus, in front of some pictures."""
    some = np.flatnonzero(rng.random(len(canvas)) < scene["stalks"])
    side = canvas.shape[1]
    place = np.arange(side, dtype=np.float32) / side - 0.5
    angle, offset, bend = (rng.uniform(low, high, (len(some), 1, 1)) for low, high in ((0, np.pi), (-0.4, 0.4), (-0.5, 0.5)))
    along = place[None, None, :] * np.cos(angle) + place[None, :, None] * np.sin(angle)
    beside = place[None, :, None] * np.cos(angle) - place[None, None, :] * np.sin(angle)
    away = np.abs(beside - offset - bend * along**2) * side
    cover = 0.85 * np.clip(1.2 - away / (0.018 * side), 0, 1)[..., None]
    canvas[some] += cover.astype(np.float32) * (np.array(scene["fleck"]["colours"][0], np.float32) - canvas[some])


def light_on(rng: np.random.Generator, n: int, scene: dict) -> np.ndarray:
    """Brightness of the light (n, side, side): falls off across and to the corners; a shadow's edge crosses some."""
    place = np.arange(scene["side"], dtype=np.float32) / scene["side"] - 0.5
    across, down = place[None, None, :], place[None, :, None]

    def drawn(low: float, high: float) -> np.ndarray:
        return rng.uniform(low, high, (n, 1, 1)).astype(np.float32)

    exposure, uneven, lamp = drawn(0.88, 1.12), scene["uneven_light"] * drawn(0.5, 1.5), scene["lamp"] + drawn(-0.4, 0.4)
    light = 1 - uneven * (across * np.cos(lamp) + down * np.sin(lamp))
    light = exposure * light * (1 - 2 * scene["vignette"] * (across**2 + down**2))
    some, edge, offset = np.flatnonzero(rng.random(n) < scene["shade"]), drawn(0, 2 * np.pi), drawn(-0.3, 0.5)
    beyond = across * np.cos(edge[some]) + down * np.sin(edge[some]) - offset[some]
    light[some] *= 1 - 0.25 * np.clip(0.5 + beyond * 6, 0, 1)
    return light


def blurred(canvas: np.ndarray, amount: float) -> np.ndarray:
    """The picture as a lens shows it that is a little out of focus."""
    for _ in range(2):
        soft = (1 - amount / 2) * canvas
        soft[:, 1:] += amount / 4 * canvas[:, :-1]
        soft[:, :-1] += amount / 4 * canvas[:, 1:]
        soft[:, [0, -1]] += amount / 4 * canvas[:, [0, -1]]
        canvas = soft.swapaxes(1, 2)
    return canvas


def photograph(rng: np.random.Generator, canvas: np.ndarray, scene: dict) -> np.ndarray:
    """Pictures as bytes: (n, side, side) or, in colour, (n, side, side, 3)."""
    canvas = blurred(canvas * light_on(rng, len(canvas), scene)[..., None], scene["blur"])
    grain = rng.standard_normal(canvas.shape[:3], dtype=np.float32)
    # Brighter pixels count more photons: their noise is larger, but not in proportion. The channels of a colour picture
    # share most of it.
    noise = canvas * (scene["noise"] / 450) + 0.75 * scene["noise"]
    for channel in range(scene["channels"]):
        own = grain if scene["channels"] == 1 else 0.8 * grain + 0.6 * np.roll(grain, 5 + 7 * channel, axis=(1, 2))
        noise[..., channel] *= own
    canvas = canvas + noise
    canvas += 0.5
    picture = np.clip(canvas, 0, 255, out=canvas).astype(np.uint8)
    return picture if scene["channels"] == 3 else picture[..., 0]
