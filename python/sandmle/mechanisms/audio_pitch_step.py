"""Two calls follow each other in a recording; the step in pitch from the first to the second decides."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from sandmle.direction import told_side
from sandmle.drives import drawn_drives
from sandmle.media import load_sounds
from sandmle.parts.drives import driven
from sandmle.parts.site import draw_site, record, samples_of
from sandmle.parts.sounds import RATE, loudness_course, spectra, spectrum_statistics

META = {
    "id": "audio-pitch-step",
    "title": "Step in pitch between two calls",
    "modality": "audio",
    "tasks": ["regression", "binary", "ordinal", "multiclass"],
    "roles": [{"name": "sound", "kind": "path", "table": "main", "positive": False, "levels": None}],
    "knobs": [
        {
            "name": "floor",
            "levels": 4,
            "default": 1,
            "raiseOn": ["easy-default", "trivial", "saturated"],
            "lowerOn": ["unlearnable", "too-hard", "noisy"],
        },
        {
            "name": "clatter",
            "levels": 3,
            "default": 1,
            "raiseOn": ["easy-default", "trivial", "saturated"],
            "lowerOn": ["unlearnable", "too-hard"],
        },
    ],
    "hint": "More than one tone can be heard, and what comes first matters.",
    "hints": [
        "two tones follow each other in {sound}, and what counts is the step in pitch from the first to the second",
        "it is worth following the pitch along {sound}: how far it moves from the earlier tone to the later one, "
        "and in which direction",
        "an average over the whole of {sound} hides what matters, the interval between the first tone and the second",
        "the tones in {sound} are best compared with each other, the later one with the earlier one, on a "
        "logarithmic scale of frequency",
        "for {an entity}, the interval between two tones says more than the pitch of either, and their order "
        "gives it a sign",
        "the tones in {sound} matter, while knocks and clicks do not: measure the pitch of both tones and take "
        "the ratio",
        "the same two tones in {sound} mean something different in reverse order, as it is the step between them "
        "that counts",
        "the room rings on after a tone in {sound}, so take the pitch at the beginning of each tone, and then the"
        " step from one to the other",
        "the pitch of {sound} moves up or down once, and the size of that step is worth a feature",
    ],
    "caused": True,
    "skills": ["audio-features", "pitch-tracking", "calibration"],
    "combinable": False,
    "keywords": ["audio", "sound", "call", "tone", "pitch", "whistle", "alarm", "bird", "engine", "whine"],
}

OWNS = ("sound",)

# Seconds of a knock.
KNOCK = 0.1
# Level of the floor of noise below the sound, in dB, and knocks a recording at most.
FLOORS = (24.0, 18.0, 12.0, 8.0)
CLATTER = (0, 2, 4)
# Height of the middle of both calls in octaves above 1 Hz, and the largest step between them in octaves.
MIDDLE = (8.7, 10.0)
STEP_OCTAVES = 0.9
GRID = 24
HARMONICS = 4


def parameters(rng: np.random.Generator, columns: dict, knobs: dict, setting: dict) -> dict:
    """The direction of the score, or the step of each class; what the calls sound like; where they were recorded."""
    outputs = setting["outputs"]
    centres = np.linspace(-0.75, 0.75, outputs) * STEP_OCTAVES if outputs > 1 else []
    strength = [1.0, *(round(float(rng.uniform(0.15, 0.7)), 3) for _ in range(3))]
    direction = int(rng.choice([1, 1, 1, 1, -1]))
    direction = told_side(setting, "sound") or direction
    centres = [round(float(centre), 4) for centre in rng.permutation(centres)]
    return {
        "direction": direction,
        "centres": centres,
        "strength": strength,
        "glide": round(float(rng.uniform(-0.06, 0.06)), 3),
        "trill": round(float(rng.choice([0, 1]) * rng.uniform(0.005, 0.015)), 4),
        "attack": round(float(rng.uniform(0.008, 0.03)), 4),
        "clatter": CLATTER[knobs["clatter"]],
        "site": draw_site(rng, setting["sound"], FLOORS[knobs["floor"]]),
        "drives": drawn_drives(setting, {"_step": centres or direction}),
    }


def rows(rng: np.random.Generator, n: int, col: dict, p: dict, part: str, d: pd.DataFrame) -> dict:
    """Hidden middle of the two calls and step from the first to the second, in octaves."""
    middle, step = rng.uniform(*MIDDLE, n), rng.uniform(-STEP_OCTAVES, STEP_OCTAVES, n)
    return {"_middle": middle, "_step": driven(rng, step, d, p["drives"].get("_step"))}


def latent(d: pd.DataFrame, p: dict, col: dict) -> tuple[np.ndarray, np.ndarray]:
    """The step, or how near it comes to that of each class."""
    step = d["_step"].to_numpy(float)
    if not p["centres"]:
        return p["direction"] * step, step[:, None]
    near = np.stack([-(((step - centre) / STEP_OCTAVES) ** 2) for centre in p["centres"]], axis=1)
    return near, np.column_stack([step, near])


def render(rng: np.random.Generator, d: pd.DataFrame, col: dict, p: dict) -> dict:
    """Recordings of two calls with knocks around them."""
    n, samples = len(d), samples_of(p["site"])
    length = samples / RATE
    start = rng.uniform(0.03, 0.16, n) * length
    lasts = rng.uniform(0.22, 0.3, (2, n)) * length
    begins = np.stack([start, start + lasts[0] + rng.uniform(0.03, 0.14, n) * length])
    dry = np.zeros((n, samples), np.float32)
    for place, sign in enumerate((-0.5, 0.5)):
        height = d["_middle"].to_numpy(float) + sign * d["_step"].to_numpy(float)
        dry += 10 ** (rng.uniform(-4, 0, (n, 1)) / 20) * call(rng, height, begins[place], lasts[place], samples, p)
    for _ in range(p["clatter"]):
        dry += knocks(rng, n, samples)
    return {col["sound"]: record(rng, dry, p["site"])}


def call(
    rng: np.random.Generator, height: np.ndarray, begin: np.ndarray, lasts: np.ndarray, samples: int, p: dict
) -> np.ndarray:
    """One call a row with overtones: height in octaves above 1 Hz, begin and length in seconds."""
    begin, lasts, height = (values.astype(np.float32) for values in (begin, lasts, height))
    time = (np.arange(samples, dtype=np.float32) / np.float32(RATE))[None] - begin[:, None]
    share = np.clip(time / lasts[:, None], 0, 1)
    trill = np.float32(p["trill"]) * np.sin(np.float32(2 * np.pi) * (18 * time + rng.random((len(height), 1), dtype=np.float32)))
    pitch = np.exp2(height[:, None] + np.float32(p["glide"]) * (share - np.float32(0.5)) + trill)
    turn = np.float32(2 * np.pi / RATE) * np.cumsum(pitch, axis=1)
    inside = (time >= 0) & (time < lasts[:, None])
    shape = np.minimum(1, np.minimum(time, lasts[:, None] - time) / p["attack"]) * inside
    tone = np.zeros_like(turn)
    for number, strength in enumerate(p["strength"], start=1):
        audible = number * pitch < 0.45 * RATE
        loud = (strength * rng.uniform(0.6, 1.4, (len(height), 1))).astype(np.float32)
        tone += loud * audible * np.sin(number * turn)
    return (shape * tone).astype(np.float32)


def knocks(rng: np.random.Generator, n: int, samples: int) -> np.ndarray:
    """A knock in half of the recordings, at any time."""
    dry = np.zeros((n, samples), np.float32)
    some = np.flatnonzero(rng.random(n) < 0.5)
    time = np.arange(round(KNOCK * RATE)) / RATE
    ring, pitch = rng.uniform(0.004, 0.02, (len(some), 1)), rng.uniform(150, 2500, (len(some), 1))
    knock = np.exp(-time / ring) * (np.sin(2 * np.pi * pitch * time) + 0.5 * rng.standard_normal((len(some), len(time))))
    at = rng.integers(0, samples - len(time), len(some))[:, None] + np.arange(len(time))
    dry[some[:, None], at] = rng.uniform(0.5, 2, (len(some), 1)) * knock
    return dry


def describe(p: dict, col: dict) -> str:
    """The rule in prose."""
    if p["centres"]:
        steps = ", ".join(f"{centre:.2f}" for centre in p["centres"])
        return f"The step in pitch from the first call to the second is compared with {steps} octaves (class order)."
    way = "upwards" if p["direction"] > 0 else "downwards"
    return f"The score is the step in pitch from the first call to the second, counted {way}."


def public_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Spectrum as a whole, and its course over eight parts of the time."""
    views = []
    for frame in (train, test):
        stack = load_sounds(agent, frame, col["sound"])
        power = spectra(stack)
        views.append(np.hstack([spectrum_statistics(stack, power), loudness_course(stack, power)]))
    return views[0], views[1]


def rule_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Pitch before and after the time at which it changes most, and the step between them."""
    return tuple(pitch_steps(load_sounds(agent, frame, col["sound"])) for frame in (train, test))


def pitch_steps(stack: np.ndarray) -> np.ndarray:
    """Step, its size, and the pitch of the second tone, in octaves."""
    pitch, weight = pitch_tracks(stack)
    sums = [np.cumsum(weight * pitch**power, axis=1) for power in range(3)]
    before = [total[:, :-1] for total in sums]
    after = [total[:, -1:] - total[:, :-1] for total in sums]
    spread = sum(side[2] - side[1] ** 2 / (side[0] + 1e-9) for side in (before, after))
    # Both tones last a fifth of the time at least.
    share = before[0] / (sums[0][:, -1:] + 1e-9)
    spread = np.where((share > 0.2) & (share < 0.8), spread, np.inf)
    row, cut = np.arange(len(stack)), spread.argmin(axis=1)
    first, second = (side[1][row, cut] / (side[0][row, cut] + 1e-9) for side in (before, after))
    step = second - first
    return np.column_stack([step, np.abs(step), step**2, second])


def pitch_tracks(stack: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pitch in octaves above 1 Hz and how clear it is, along each sound: the height whose overtones are strongest."""
    power = spectra(stack, 512, 128)
    # What sounds in a fifth of the time is the floor; half of it, and a room that rings on would be part of it.
    floor = np.sort(power, axis=1)[:, [power.shape[1] // 5]]
    clear = np.log1p(np.maximum(power / (floor + 1e-9) - 1, 0))
    octaves = np.arange(MIDDLE[0] - STEP_OCTAVES / 2, MIDDLE[1] + STEP_OCTAVES / 2, 1 / GRID)
    place = 2**octaves / RATE * 512
    total = np.zeros((*clear.shape[:2], len(octaves)), np.float32)
    for number in range(1, HARMONICS + 1):
        at = np.minimum(number * place, clear.shape[-1] - 1.001)
        low = at.astype(int)
        total += ((1 - at % 1) * clear[..., low] + (at % 1) * clear[..., low + 1]) / number
    loud = np.sqrt(power.sum(axis=-1))
    best = total.max(axis=-1)
    return octaves[total.argmax(axis=-1)], best**2 * loud
