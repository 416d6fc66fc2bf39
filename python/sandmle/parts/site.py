"""Where all sounds of one task were recorded: room, floor of noise and microphone, drawn once when it is composed."""

from __future__ import annotations

import numpy as np
from scipy import fft

from sandmle.parts.sounds import RATE

# What a spec that says nothing of its sounds gets.
USUAL_SOUND = {"seconds": 1.0, "site": "workshop"}
LEAST_SECONDS, MOST_SECONDS = 0.5, 2.0

# Sites: seconds in which the room falls by 60 dB, share of the sound that comes by way of the walls, how fast the floor
# of noise falls with frequency, its hum (Hz, share of the floor), and the band of the microphone in Hz.
SITES = {
    "outdoors": ((0.05, 0.15), (0.02, 0.10), (1.2, 1.8), (0, 0.0), ((60, 120), (3200, 3900))),
    "booth": ((0.05, 0.12), (0.05, 0.15), (0.6, 1.0), (50, 0.1), ((60, 100), (3500, 3900))),
    "cabin": ((0.12, 0.25), (0.20, 0.40), (1.0, 1.6), (83, 0.5), ((100, 200), (3000, 3600))),
    "workshop": ((0.35, 0.60), (0.25, 0.45), (0.7, 1.2), (50, 0.4), ((80, 160), (3200, 3800))),
    "hall": ((0.60, 1.00), (0.30, 0.55), (0.5, 1.0), (50, 0.2), ((60, 120), (3200, 3900))),
    "pipe": ((0.25, 0.45), (0.35, 0.60), (0.9, 1.4), (100, 0.3), ((120, 220), (2800, 3400))),
}
# Places of the microphone that one part of the data knows.
PLACES = 16
BATCH = 200


def draw_site(rng: np.random.Generator, sound: dict, noise: float) -> dict:
    """Constants of the recordings of one task; `noise` is the level of the floor below the sound, in dB."""
    decay, share, slope, (hum, hum_share), (low, high) = SITES[sound["site"]]
    return {
        "seconds": sound["seconds"],
        "decay": round(float(rng.uniform(*decay)), 3),
        "walls": round(float(rng.uniform(*share)), 3),
        "slope": round(float(rng.uniform(*slope)), 3),
        "hum": round(float(hum * rng.uniform(0.97, 1.03)), 2),
        "hum_share": round(float(hum_share * rng.uniform(0.7, 1.3)), 3),
        "low": round(float(rng.uniform(*low)), 1),
        "high": round(float(rng.uniform(*high)), 1),
        "noise": noise,
    }


def samples_of(site: dict) -> int:
    """Samples of one recording."""
    return round(RATE * site["seconds"])


def room_responses(rng: np.random.Generator, site: dict) -> np.ndarray:
    """What the room adds to a click at each place of the microphone: (PLACES, samples), noise that dies away."""
    time = np.arange(samples_of(site), dtype=np.float32) / RATE
    tail = rng.standard_normal((PLACES, len(time)), dtype=np.float32) * np.exp(-6.9 * time / site["decay"])
    first = rng.uniform(0.002, 0.012, (PLACES, 1))
    tail *= time > first
    return tail / np.sqrt((tail**2).sum(axis=1, keepdims=True))


def noise_floor(rng: np.random.Generator, n: int, site: dict) -> np.ndarray:
    """Noise of the site (n, samples) with unit deviation: weaker at high frequencies, with a hum and its overtones."""
    samples = samples_of(site)
    frequency = np.maximum(fft.rfftfreq(samples, 1 / RATE), 20)
    fall = (frequency ** (-site["slope"] / 2)).astype(np.float32)
    spectrum = fft.rfft(rng.standard_normal((n, samples), dtype=np.float32)) * fall
    floor = fft.irfft(spectrum, samples)
    floor /= floor.std(axis=1, keepdims=True)
    time = np.arange(samples, dtype=np.float32) / np.float32(RATE)
    for overtone, strength in ((1, 1.0), (2, 0.6), (3, 0.3)):
        turns = np.float32(overtone * site["hum"]) * time + rng.random((n, 1), dtype=np.float32)
        phase = np.float32(2 * np.pi) * turns
        floor += np.float32(site["hum_share"] * strength) * np.sin(phase)
    return floor


def record(rng: np.random.Generator, dry: np.ndarray, site: dict) -> np.ndarray:
    """Sounds (n, samples) as a microphone at the site records them: 16-bit samples, one row a recording."""
    n, samples = dry.shape
    length = fft.next_fast_len(2 * samples, real=True)
    rooms, place = fft.rfft(room_responses(rng, site), length), rng.integers(0, PLACES, n)
    distance = (site["walls"] * rng.uniform(0.6, 1.4, (n, 1))).astype(np.float32)
    frequency = fft.rfftfreq(samples, 1 / RATE)
    microphone = 1 / (1 + (site["low"] / np.maximum(frequency, 1)) ** 4) / (1 + (frequency / site["high"]) ** 8)
    microphone = microphone.astype(np.float32)
    level = (10 ** (-(site["noise"] + rng.uniform(-3, 3, (n, 1))) / 20)).astype(np.float32)
    gain = (10 ** (rng.uniform(-6, 0, (n, 1)) / 20)).astype(np.float32)
    recordings = []
    for start in range(0, n, BATCH):
        rows = slice(start, start + BATCH)
        loud = dry[rows] / (dry[rows].std(axis=1, keepdims=True) + 1e-9)
        walls = fft.irfft(fft.rfft(loud, length) * rooms[place[rows]], length)[:, :samples]
        heard = (1 - distance[rows]) * loud + distance[rows] * walls
        heard = heard + level[rows] * noise_floor(rng, len(loud), site)
        heard = fft.irfft(fft.rfft(heard) * microphone, samples)
        heard *= gain[rows] * 0.8 / np.abs(heard).max(axis=1, keepdims=True)
        recordings.append(np.rint(32767 * heard).astype(np.int16))
    return np.concatenate(recordings)
