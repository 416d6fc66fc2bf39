"""Lines of a surface: grain, furrows, cracks, ripples, ribs, each drawn in its own form; pasted into generators."""

from __future__ import annotations

import numpy as np

# Lines of one picture that differ from each other, and places along them.
LINES_APART = 16


class Lines:
    """Lines across pictures: how often they repeat from picture to picture, and what varies from line to line.

    `turns` (pictures, side, side) counts the lines, `place` says where along them a pixel lies, in picture sides.
    """

    def __init__(self, rng: np.random.Generator, turns: np.ndarray, place: np.ndarray, fine: bool) -> None:
        self.rng, self.turns, self.place, self.fine = rng, turns, place, fine
        below = np.floor(turns)
        self.line = below.astype(np.intp)
        # 0 to 1 from one line to the next.
        self.across = (turns - below).astype(np.float32)
        self.picture = np.arange(len(turns))[:, None, None]

    def each(self, parts: int = 1) -> np.ndarray:
        """A number for every line, or every so many parts of one, -1 to 1."""
        table = self.rng.uniform(-1, 1, (len(self.turns), LINES_APART)).astype(np.float32)
        line = self.line if parts == 1 else np.floor(parts * self.turns).astype(np.intp)
        return table[self.picture, line % LINES_APART]

    def run(self, often: float, parts: int = 1) -> np.ndarray:
        """A number that wanders along every line, so often a picture, about -1 to 1."""
        table = self.rng.uniform(-1, 1, (len(self.turns), LINES_APART, LINES_APART)).astype(np.float32)
        line = (self.line if parts == 1 else np.floor(parts * self.turns).astype(np.intp)) % LINES_APART
        place = often * self.place
        cell = np.floor(place)
        part = (place - cell).astype(np.float32)
        part *= part * (3 - 2 * part)
        at = cell.astype(np.intp)
        first, second = (table[self.picture, line, (at + step) % LINES_APART] for step in (0, 1))
        return first + part * (second - first)

    def beads(self, often: float) -> tuple[np.ndarray, np.ndarray]:
        """Where a pixel lies in its piece of the line, -0.5 to 0.5, and a number for every piece, -1 to 1."""
        table = self.rng.uniform(-1, 1, (len(self.turns), LINES_APART, 4 * LINES_APART)).astype(np.float32)
        place = often * self.place + 3 * self.each()
        cell = np.floor(place)
        size = table[self.picture, self.line % LINES_APART, cell.astype(np.intp) % (4 * LINES_APART)]
        return (place - cell - 0.5).astype(np.float32), size


def bump(away: np.ndarray, width: float | np.ndarray) -> np.ndarray:
    """1 in the middle, 0 beyond the width."""
    return np.exp(-((away / width) ** 2))


def line_height(form: str, lines: Lines) -> np.ndarray:
    """Height of lines of a form, about -2 to 2."""
    across, fine = lines.across, lines.fine
    middle = across - 0.5
    if form == "grain":
        # Early wood lightens slowly, late wood ends in a dark edge; fibres run along it.
        edge = np.clip((across - 0.86) / 0.14, 0, 1)
        ring = 0.95 - 2.3 * across**1.8 * (1 - edge * edge)
        return ring * (1 + 0.3 * lines.each()) + 0.35 * lines.run(2.0, 1 if fine else 5)
    if form == "furrows":
        # Plates of bark between dark clefts that open and close, with cross cracks.
        cleft = bump(middle + 0.1 * lines.run(3.0), 0.24 + 0.08 * lines.run(2.5))
        place, tone = lines.beads(4.0)
        crack = bump(place, 0.07) * (1 - cleft)
        return 1.0 - 2.5 * cleft * (0.75 + 0.35 * lines.run(2.0)) - (0.2 if fine else 0.8) * crack + 0.3 * tone * (1 - cleft)
    if form == "cracks":
        cleft = bump(middle + 0.16 * lines.run(9.0) + 0.08 * lines.run(20.0), 0.17 if fine else 0.11)
        return 0.45 - (2.4 if fine else 3.0) * cleft * np.clip(0.85 + 0.6 * lines.run(2.0), 0, 1.2)
    if form == "strata":
        joint = bump(np.minimum(across, 1 - across), 0.09)
        return 0.9 - 1.5 * across + 0.35 * lines.each() + 0.35 * lines.run(1.5) + 0.3 * lines.run(3, 5) - 1.1 * joint
    if form == "ripples":
        # A slow rise to the crest, a steep fall in its lee.
        rise = np.where(across < 0.68, 2.0 * (across / 0.68) ** 1.5 - 0.9, 1.1 - 2.0 * np.clip((across - 0.68) / 0.2, 0, 1))
        return rise * np.clip(0.85 + 0.5 * lines.run(1.5), 0.2, 1.3)
    if form == "twill":
        # Ribs of short slanted stitches.
        stitch = np.sin(2 * np.pi * ((9 if fine else 6) * lines.place + across + 0.5 * lines.line))
        return (1.9 * np.sqrt(np.maximum(1 - (2.1 * middle) ** 2, 0)) - 1.3) * (1 + 0.15 * lines.each()) + 0.35 * stitch
    if form == "strokes":
        # The hairs of a brush leave streaks in every stroke.
        swell = 1.2 * np.sin(2 * np.pi * across) * np.clip(0.8 + 0.5 * lines.run(1.3), 0.15, 1.3)
        return swell + 0.35 * lines.each() + 0.55 * lines.run(1.5, 2 if fine else 5)
    if form == "scratches":
        # A groove with a bright lip, in dashes.
        there = np.clip(0.9 + 1.4 * lines.run(3.0), 0, 1.15)
        shift = middle + 0.1 * lines.each()
        return there * (1.5 * bump(shift - 0.14, 0.17) - 1.9 * bump(shift + 0.12, 0.17))
    if form == "folds":
        swell = np.sin(2 * np.pi * across) + 0.4 * np.sin(4 * np.pi * across + 0.6)
        return 1.3 * swell * np.clip(0.75 + 0.6 * lines.run(1.3), 0.15, 1.35)
    if form == "creases":
        # Paper that was folded and smoothed: a sharp ridge, light on one side and dark on the other.
        side = np.where(middle < 0, 1.0, -1.0) * np.exp(-6 * np.abs(middle))
        worn = bump(middle, 0.05)
        return (1.9 * side + 0.5 * worn) * np.clip(0.9 + 0.5 * lines.run(1.5), 0.3, 1.3)
    if form == "veins":
        # Raised veins, and finer ones that leave them aslant.
        vein = bump(middle + 0.05 * lines.run(3.0), 0.17)
        aslant = (5 * lines.place + 1.3 * np.abs(middle) + 0.4 * lines.each()) % 1 - 0.5
        return 2.3 * vein - 0.7 + (0.0 if fine else 0.55) * bump(aslant, 0.1) * (1 - vein)
    if form == "fibres":
        curl = bump(middle + 0.16 * lines.run(2.5), 0.2) * np.clip(0.8 + 0.6 * lines.run(2.0), 0.1, 1.3)
        thin = bump(middle - 0.3 * lines.run(2.0), 0.08) * np.clip(lines.run(3.0), 0, 1)
        return 2.2 * curl - 0.7 + 0.9 * thin
    if form == "comb":
        return comb_height(lines)
    if form == "pores":
        # Bubbles that were drawn out along the line, each with a lit lower edge.
        place, size = lines.beads(2.4)
        away = np.hypot(place / (0.47 + 0.06 * size), (middle + 0.06 * lines.each()) / (0.32 + 0.08 * size))
        hole = np.clip(1.8 * (1 - away), 0, 1)
        return 0.8 - 2.2 * hole + 0.5 * bump(away - 1.1, 0.15) * (middle > 0) - 0.5 * np.cos(2 * np.pi * middle)
    if form == "ribs":
        groove, sheen = bump(across - 0.8, 0.15), bump(across - 0.25, 0.14)
        return (0.55 + 1.0 * sheen - 2.3 * groove) * np.clip(0.95 + 0.3 * lines.run(1.5), 0.4, 1.3)
    # "laid": thin even lines, as a sieve leaves them in paper, crossed by a few.
    chain = bump((1.5 * lines.place) % 1 - 0.5, 0.04)
    return 1.15 * np.cos(2 * np.pi * across) * (0.85 + 0.25 * lines.run(1.0)) - 0.4 * chain


def comb_height(lines: Lines) -> np.ndarray:
    """Rows of six-sided cells, their walls bright, their floors dark and lit from one side."""
    wide = 1.3
    place = lines.place * (9.0 if lines.fine else 3.2) / wide

    def beside(row: np.ndarray, down: np.ndarray) -> list[np.ndarray]:
        shifted = place + 0.5 * (row % 2)
        left = shifted - np.floor(shifted) - 0.5
        return [np.hypot(wide * part, down) for part in (left, 1 - np.abs(left))]

    middle = lines.across - 0.5
    other = np.where(middle > 0, lines.line + 1, lines.line - 1)
    near = np.sort(np.stack([*beside(lines.line, middle), beside(other, 1 - np.abs(middle))[0]]), axis=0)
    wall = bump(near[1] - near[0], 0.28 if lines.fine else 0.17)
    return 1.7 * wall - 1.0 * bump(near[0], 0.55) + 0.55 * np.cos(2 * np.pi * lines.across) + 0.2 - 0.5 * middle


def lay_lines(
    rng: np.random.Generator, angle: np.ndarray, often: np.ndarray, pattern: dict, drift: np.ndarray, fine: bool
) -> np.ndarray:
    """Lines of one pattern over pictures: across them at an angle, so many a picture, bent by `drift`, worn in places.

    `drift`: a slow wandering (pictures, side, side); `pattern`: form, bend, worn, arc (how round they run), forks (how many
    lines end in a picture, at most).
    """
    n, side = drift.shape[:2]
    place = np.arange(side, dtype=np.float32) / side - 0.5
    turn = angle.astype(np.float32)[:, None, None]
    right, down = place[None, None, :], place[None, :, None]
    across = right * np.cos(turn) + down * np.sin(turn)
    along = down * np.cos(turn) - right * np.sin(turn)
    bow = pattern["arc"] * rng.choice([-1, 1], (n, 1, 1)).astype(np.float32)
    turns = often.astype(np.float32)[:, None, None] * (across + bow * (along**2 - 0.08)) + rng.random((n, 1, 1))
    turns = turns + pattern["bend"] * drift
    for _ in range(pattern["forks"]):
        # Around the end of a line the count of lines goes up by one.
        some = (rng.choice([-1, 0, 1], n) / (2 * np.pi))[:, None, None].astype(np.float32)
        y, x = rng.uniform(-0.4, 0.4, (2, n, 1, 1)).astype(np.float32)
        turns = turns + some * np.arctan2(across - y, along - x)
    lines = Lines(rng, turns.astype(np.float32), along + 0.5, fine)
    depth = rng.uniform(0.8, 1.2, (n, 1, 1)) * np.clip(1 + pattern["worn"] * np.roll(drift, side // 3, axis=2), 0.35, 1.6)
    return (depth * line_height(pattern["form"], lines)).astype(np.float32)
