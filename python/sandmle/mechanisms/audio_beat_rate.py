"""Two series of strokes run through a recording, dull and bright ones; the pace of one of them decides."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from scipy import fft

from sandmle.direction import told_side
from sandmle.drives import drawn_drives
from sandmle.media import load_sounds
from sandmle.parts.drives import driven
from sandmle.parts.site import draw_site, record, samples_of
from sandmle.parts.sounds import RATE, echoes, envelopes, spectrum_statistics

META = {
    "id": "audio-beat-rate",
    "title": "Pace of one of two series of strokes",
    "modality": "audio",
    "tasks": ["regression", "ordinal", "binary", "multiclass"],
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
            "name": "stumble",
            "levels": 3,
            "default": 1,
            "raiseOn": ["easy-default", "trivial", "saturated"],
            "lowerOn": ["unlearnable", "too-hard"],
        },
    ],
    "hint": "Something repeats in the recording, and not everything that repeats matters.",
    "hints": [
        "two kinds of strokes repeat in {sound}, dull ones and bright ones, and it is the pace of one of them "
        "that matters",
        "split {sound} into low and high frequencies: the strokes in one of the two bands set the pace to measure",
        "the time from one stroke to the next in {sound} is worth measuring, separately for dull and for bright "
        "strokes, as they are not equally important",
        "how often a stroke is repeated in {sound} says more than how loud it is, provided that dull strokes are "
        "told from bright ones",
        "dull and bright strokes in {sound} each keep a tempo of their own, and one of the two tempos goes with "
        "the outcome",
        "a tempo taken from the whole of {sound} mixes two series of strokes: filter by pitch first, then count "
        "strokes per second",
        "for {an entity}, look for the period of the strokes in one part of the spectrum at a time: one series is"
        " the signal and the other is in the way",
        "the strokes in {sound} can and should be told apart by their pitch, as the pace of one series is what counts",
        "the envelope of {sound} in separate frequency bands shows two rhythms, one of which is worth a feature",
    ],
    "caused": True,
    "skills": ["audio-features", "rhythm-analysis", "calibration"],
    "combinable": False,
    "keywords": ["audio", "sound", "rhythm", "beat", "pulse", "strokes", "tapping", "gear", "rattle", "heart"],
}

OWNS = ("sound",)

# Level of the floor of noise below the sound, in dB, and how far strokes come too early or late, of their distance.
FLOORS = (20.0, 15.0, 10.0, 6.0)
STUMBLES = (0.02, 0.05, 0.09)
# Strokes a second, and pitch of dull and of bright strokes in Hz.
PACE = (5.0, 14.0)
PITCH = ((170, 330), (1700, 2700))
EDGES = (100.0, 600.0, 1300.0, 3400.0)


def parameters(rng: np.random.Generator, columns: dict, knobs: dict, setting: dict) -> dict:
    """Which strokes count, the direction of the score or the pace of each class, where it was recorded."""
    outputs = setting["outputs"]
    centres = np.linspace(-0.8, 0.8, outputs) if outputs > 1 else []
    bright_count, direction = int(rng.integers(2)), int(rng.choice([1, 1, 1, 1, -1]))
    direction = told_side(setting, "sound") or direction
    centres = [round(float(centre), 4) for centre in rng.permutation(centres)]
    return {
        "bright_count": bright_count,
        "direction": direction,
        "centres": centres,
        "stumble": STUMBLES[knobs["stumble"]],
        "noisy": [round(float(share), 3) for share in rng.uniform(0.1, 0.6, 2)],
        "site": draw_site(rng, setting["sound"], FLOORS[knobs["floor"]]),
        "drives": drawn_drives(setting, {"_pace": centres or direction}),
    }


def rows(rng: np.random.Generator, n: int, col: dict, p: dict, part: str, d: pd.DataFrame) -> dict:
    """Hidden pace of the strokes that count and of the others, from -1 (slow) to 1 (fast), even in octaves."""
    pace = driven(rng, rng.uniform(-1, 1, n), d, p["drives"].get("_pace"))
    return {"_pace": pace, "_other_pace": rng.uniform(-1, 1, n)}


def latent(d: pd.DataFrame, p: dict, col: dict) -> tuple[np.ndarray, np.ndarray]:
    """The pace, or how near it comes to that of each class."""
    pace = d["_pace"].to_numpy(float)
    if not p["centres"]:
        return p["direction"] * pace, pace[:, None]
    near = np.stack([-((pace - centre) ** 2) for centre in p["centres"]], axis=1)
    return near, np.column_stack([pace, near])


def render(rng: np.random.Generator, d: pd.DataFrame, col: dict, p: dict) -> dict:
    """Recordings of dull and bright strokes; neither loudness nor the number of strokes tells their pace."""
    samples = samples_of(p["site"])
    dry = np.zeros((len(d), samples), np.float32)
    for number, name in enumerate(("_other_pace", "_pace") if p["bright_count"] else ("_pace", "_other_pace")):
        pace = d[name].to_numpy(float)
        train = strokes(rng, pace, number, samples, p)
        loud = 10 ** (rng.uniform(-5, 5, (len(d), 1)) / 20)
        dry += (loud * train / (train.std(axis=1, keepdims=True) + 1e-9)).astype(np.float32)
    return {col["sound"]: record(rng, dry, p["site"])}


def pace_of(place: np.ndarray) -> np.ndarray:
    """Strokes a second of a pace from -1 to 1."""
    low, high = np.log(PACE)
    return np.exp((low + high) / 2 + place * (high - low) / 2)


def strokes(rng: np.random.Generator, pace: np.ndarray, number: int, samples: int, p: dict) -> np.ndarray:
    """A series of strokes a row, each a tone with noise that dies away."""
    n, gap = len(pace), 1 / pace_of(pace)
    most = int(np.ceil(samples / RATE * PACE[1])) + 2
    begins = (np.arange(most)[None] - rng.random((n, 1))) * gap[:, None]
    begins = begins + p["stumble"] * gap[:, None] * rng.standard_normal((n, most))
    # Strokes that ring longer are fewer to the ear of an average: how long is drawn for each recording.
    ring = np.exp(rng.uniform(np.log(0.006), np.log(0.03), n))
    pitch = rng.uniform(*PITCH[number], n)
    clicks = np.zeros((n, samples), np.float32)
    row, _ = np.nonzero(np.ones_like(begins))
    at = np.round(begins * RATE).astype(int).ravel()
    inside = (at >= 0) & (at < samples)
    np.add.at(clicks, (row[inside], at[inside]), rng.uniform(0.6, 1.4, inside.sum()))
    time = np.arange(min(samples, round(0.15 * RATE)), dtype=np.float32) / RATE
    tone = np.sin(2 * np.pi * pitch[:, None] * time) + p["noisy"][number] * rng.standard_normal((n, len(time)))
    shape = tone * np.exp(-time / ring[:, None])
    length = fft.next_fast_len(samples + len(time), real=True)
    shape = shape.astype(np.float32)
    return fft.irfft(fft.rfft(clicks, length) * fft.rfft(shape, length), length)[:, :samples]


def describe(p: dict, col: dict) -> str:
    """The rule in prose."""
    which = "bright" if p["bright_count"] else "dull"
    if p["centres"]:
        paces = ", ".join(f"{pace:.1f}" for pace in pace_of(np.array(p["centres"])))
        return f"The pace of the {which} strokes is compared with {paces} strokes a second (class order)."
    way = "faster" if p["direction"] > 0 else "slower"
    return f"The score is the logarithm of the pace of the {which} strokes; {way} ones count more."


def public_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Spectrum as a whole, and echoes of the loudness in three bands."""
    views = []
    for frame in (train, test):
        stack = load_sounds(agent, frame, col["sound"])
        views.append(np.hstack([spectrum_statistics(stack), echoes(envelopes(stack, EDGES))]))
    return views[0], views[1]


def rule_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Pace of the strokes in the band in which it tells more of the target, in octaves, and its square."""
    left, right = (beat_paces(load_sounds(agent, frame, col["sound"])) for frame in (train, test))
    outcomes = (y[:, None] == np.unique(y)).astype(float) if task == "multiclass" else y[:, None]
    told = [explained(left[:, band], outcomes) for band in range(2)]
    band = int(np.argmax(told))
    return tuple(np.column_stack([view[:, band], view[:, band] ** 2]) for view in (left, right))


def explained(pace: np.ndarray, outcomes: np.ndarray) -> float:
    """Sum of squared correlations of a pace and its square with the outcomes."""
    both = np.corrcoef(np.column_stack([pace, (pace - pace.mean()) ** 2, outcomes]), rowvar=False)
    return float((np.nan_to_num(both[:2, 2:]) ** 2).sum())


def beat_paces(stack: np.ndarray) -> np.ndarray:
    """Pace of the strokes in the dull and in the bright band, in octaves: (sounds, 2)."""
    curves = envelopes(stack, EDGES)[:, [0, 2]]
    rest = curves - curves.mean(axis=-1, keepdims=True)
    power = np.abs(fft.rfft(rest * np.hanning(rest.shape[-1]).astype(np.float32), 4096)) ** 2
    paces = np.geomspace(PACE[0] * 0.9, PACE[1] * 1.1, 160)
    place = paces * 4096 * 32 / RATE
    # Regular strokes show at their pace and at twice and three times as much, and not in between.
    total = sum(at_place(power, number * place) / number for number in (1, 2, 3))
    total = total - 0.7 * sum(at_place(power, number * place) for number in (0.5, 1.5))
    return np.log2(paces[total.argmax(axis=-1)])


def at_place(power: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Root of the power between two places of a spectrum."""
    low = place.astype(int)
    return np.sqrt((1 - place % 1) * power[..., low] + (place % 1) * power[..., low + 1])
