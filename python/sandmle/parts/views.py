"""The raw obvious view of each modality, and the plain summaries that probes look at."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer

from sandmle.media import load_images, load_sounds, scaled_down
from sandmle.parts.solving import raw_table
from sandmle.parts.sounds import spectrum_statistics


def pixel_view(train: pd.DataFrame, test: pd.DataFrame, agent: Path, image: str) -> tuple[np.ndarray, np.ndarray]:
    """The plain columns, the mean of each channel, and the grey values scaled down to about sixteen pixels a side."""
    views = []
    for frame, table in zip((train, test), raw_table(train, test)):
        stack = load_images(agent, frame, image)
        small = scaled_down(stack.mean(axis=3) if stack.ndim == 4 else stack, 16)
        means = stack.mean(axis=(1, 2)).reshape(len(frame), -1)
        views.append(np.hstack([table, means, small.reshape(len(frame), -1)]))
    return views[0], views[1]


def word_view(train: pd.DataFrame, test: pd.DataFrame, agent: Path, text: str) -> tuple[np.ndarray, np.ndarray]:
    """The plain columns and the weighted counts of the commonest words."""
    words = TfidfVectorizer(sublinear_tf=True, max_features=300)
    counts = words.fit_transform(train[text]).toarray(), words.transform(test[text]).toarray()
    return tuple(np.hstack(pair) for pair in zip(raw_table(train, test), counts))


def picture_summary(train: pd.DataFrame, test: pd.DataFrame, agent: Path, image: str) -> tuple[np.ndarray, np.ndarray]:
    """The plain columns, mean and spread of the grey values, and the size of the file."""
    views = []
    for frame, table in zip((train, test), raw_table(train, test)):
        stack = load_images(agent, frame, image).reshape(len(frame), -1)
        size = [(agent / path).stat().st_size for path in frame[image]]
        views.append(np.column_stack([table, stack.mean(axis=1), stack.std(axis=1), size]))
    return views[0], views[1]


def text_summary(train: pd.DataFrame, test: pd.DataFrame, agent: Path, text: str) -> tuple[np.ndarray, np.ndarray]:
    """The plain columns and the length of every text in characters and words."""
    views = []
    for frame, table in zip((train, test), raw_table(train, test)):
        views.append(np.column_stack([table, frame[text].str.len(), frame[text].str.split().str.len()]))
    return views[0], views[1]


def spectrum_view(train: pd.DataFrame, test: pd.DataFrame, agent: Path, sound: str) -> tuple[np.ndarray, np.ndarray]:
    """The plain columns, and mean and deviation over time of the spectrum of every sound in bands."""
    views = []
    for frame, table in zip((train, test), raw_table(train, test)):
        views.append(np.hstack([table, spectrum_statistics(load_sounds(agent, frame, sound))]))
    return views[0], views[1]


def sound_summary(train: pd.DataFrame, test: pd.DataFrame, agent: Path, sound: str) -> tuple[np.ndarray, np.ndarray]:
    """The plain columns, loudness and peak of every sound, and the size of the file."""
    views = []
    for frame, table in zip((train, test), raw_table(train, test)):
        stack = load_sounds(agent, frame, sound)
        size = [(agent / path).stat().st_size for path in frame[sound]]
        views.append(np.column_stack([table, stack.std(axis=1), np.abs(stack).max(axis=1), size]))
    return views[0], views[1]
