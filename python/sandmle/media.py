"""Pictures and sounds on disk: deterministic PNG and WAV out, float arrays in."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pandas as pd
from PIL import Image


def save_images(agent: Path, ids: list[str], stack: np.ndarray) -> list[str]:
    """Write stack (n, h, w) or (n, h, w, 3) of uint8 as agent/images/<id>.png; the relative paths in row
    order.

    No metadata and a fixed compression level: equal pixels give equal bytes.
    """
    folder = agent / "images"
    folder.mkdir(parents=True, exist_ok=True)
    for row_id, picture in zip(ids, stack):
        Image.fromarray(np.ascontiguousarray(picture)).save(folder / f"{row_id}.png", compress_level=9)
    return [f"images/{row_id}.png" for row_id in ids]


def load_images(agent: Path, frame: pd.DataFrame, column: str) -> np.ndarray:
    """The pictures that `frame[column]` names, as floats in 0..1: (n, h, w), or (n, h, w, 3) for colour."""
    folder = str(agent)
    pictures = []
    for path in frame[column]:
        with Image.open(f"{folder}/{path}") as picture:
            pictures.append(np.asarray(picture))
    return np.stack(pictures) / np.float32(255)


def scaled_down(stack: np.ndarray, most: int) -> np.ndarray:
    """Pictures as means of square blocks, as few pixels a block as leave at most `most` a side."""
    block = -(-max(stack.shape[1:3]) // most)
    n, height, width = stack.shape[0], stack.shape[1] // block, stack.shape[2] // block
    trimmed = stack[:, : height * block, : width * block]
    return trimmed.reshape(n, height, block, width, block, *stack.shape[3:]).mean(axis=(2, 4))


def save_sounds(agent: Path, ids: list[str], stack: np.ndarray, rate: int) -> list[str]:
    """Write stack (n, samples) of int16 as agent/audio/<id>.wav, one channel; the relative paths in row order."""
    folder = agent / "audio"
    folder.mkdir(parents=True, exist_ok=True)
    for row_id, sound in zip(ids, stack):
        with wave.open(str(folder / f"{row_id}.wav"), "wb") as file:
            file.setparams((1, 2, rate, len(sound), "NONE", "not compressed"))
            file.writeframes(sound.astype("<i2").tobytes())
    return [f"audio/{row_id}.wav" for row_id in ids]


def load_sounds(agent: Path, frame: pd.DataFrame, column: str) -> np.ndarray:
    """The sounds that `frame[column]` names, as floats in -1..1: (n, samples)."""
    sounds = []
    for path in frame[column]:
        with wave.open(f"{agent}/{path}", "rb") as file:
            sounds.append(np.frombuffer(file.readframes(file.getnframes()), "<i2"))
    return np.stack(sounds) / np.float32(32768)
