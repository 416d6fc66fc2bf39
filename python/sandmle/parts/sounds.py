"""Measuring short sounds; pasted into solutions of audio tasks."""

from __future__ import annotations

import numpy as np
from scipy import fft

RATE = 8000
# Window and step of spectra in samples: 32 and 8 ms.
WINDOW = 256
STEP = 64
BANDS = 20
LEAST_HZ = 80.0
MOST_HZ = 3900.0


def spectra(stack: np.ndarray, window: int = WINDOW, step: int = STEP) -> np.ndarray:
    """Power spectra along each sound: (sounds, frames, frequencies)."""
    shape = np.hanning(window).astype(np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(stack.astype(np.float32), window, axis=1)[:, ::step]
    found = fft.rfft(frames * shape)
    return found.real**2 + found.imag**2


def band_powers(power: np.ndarray, bands: int = BANDS) -> np.ndarray:
    """Log power in bands of equal width in octaves: (sounds, frames, bands)."""
    frequency = np.linspace(0, RATE / 2, power.shape[-1])
    edges = np.geomspace(LEAST_HZ, MOST_HZ, bands + 1)
    columns = []
    for low, high in zip(edges, edges[1:]):
        inside = (frequency >= low) & (frequency < high)
        inside[np.abs(frequency - np.sqrt(low * high)).argmin()] = True
        columns.append(power[..., inside].sum(axis=-1))
    return np.log(np.stack(columns, axis=-1) + 1e-9)


def spectrum_statistics(stack: np.ndarray, power: np.ndarray | None = None) -> np.ndarray:
    """What is measured of any sound first: mean and deviation over time of the log power in bands, loudness, crossings."""
    power = band_powers(spectra(stack) if power is None else power)
    loud = np.log(stack.std(axis=1) + 1e-9)
    crossings = (np.diff(np.signbit(stack), axis=1) != 0).mean(axis=1)
    return np.column_stack([power.mean(axis=1), power.std(axis=1), loud, crossings])


def loudness_course(stack: np.ndarray, power: np.ndarray | None = None, parts: int = 8) -> np.ndarray:
    """Log power in four bands, and the middle of the spectrum in octaves, in equal parts of the time."""
    power = spectra(stack) if power is None else power
    frequency = np.maximum(np.linspace(0, RATE / 2, power.shape[-1]), 1)
    columns = []
    for piece in np.array_split(power, parts, axis=1):
        mean = piece.mean(axis=1)
        columns.append(band_powers(mean, 4))
        columns.append(((mean @ np.log2(frequency)) / (mean.sum(axis=1) + 1e-9))[:, None])
        columns.append(np.log2(frequency[mean.argmax(axis=1)])[:, None])
    return np.hstack(columns)


def envelopes(stack: np.ndarray, edges: tuple[float, ...]) -> np.ndarray:
    """Rise of the log power between edges in Hz along each sound: (sounds, bands, frames)."""
    power = spectra(stack, 128, 32)
    frequency = np.linspace(0, RATE / 2, power.shape[-1])
    curves = []
    for low, high in zip(edges, edges[1:]):
        curve = np.log(power[..., (frequency >= low) & (frequency < high)].sum(axis=-1) + 1e-7)
        curves.append(np.maximum(np.diff(curve, axis=1), 0))
    return np.stack(curves, axis=1)


def echoes(curves: np.ndarray, lags: int = 16, longest: float = 0.3) -> np.ndarray:
    """Autocorrelation of curves with frames of 4 ms at lags up to `longest` seconds: (sounds, curves x lags)."""
    rest = curves - curves.mean(axis=-1, keepdims=True)
    spectrum = np.abs(fft.rfft(rest, 2 * rest.shape[-1])) ** 2
    along = fft.irfft(spectrum)[..., : rest.shape[-1]]
    along = along / (along[..., :1] + 1e-9)
    places = np.unique(np.linspace(4, min(longest * RATE / 32, along.shape[-1] - 1), lags).astype(int))
    return along[..., places].reshape(len(curves), -1)
