"""Word endings and punctuation as numbers; pasted into solutions of text tasks."""

from __future__ import annotations

import re

import numpy as np

PUNCTUATION = (",", ";", "-", "...")
COMMON_SHARE = 0.15
ENDING_SIZES = (3, 2)


def tokens_of(text: str) -> list[str]:
    """Words in lower case and punctuation marks, in order; a full stop is a mark too."""
    return re.findall(r"[a-z]+|\.\.\.|[,;.]|(?<= )-(?= )", text.lower())


def endings_of(text: str, pauses_only: bool) -> list[list[str]]:
    """Last three and last two letters of every word, or only of the words that stand before a mark."""
    tokens = tokens_of(text)
    found = []
    for word, following in zip(tokens, [*tokens[1:], "."]):
        if word.isalpha() and not (pauses_only and following.isalpha()):
            found.append([word[-size:] for size in ENDING_SIZES if len(word) > size])
    return found


def count_endings(train: list[str], test: list[str], pauses_only: bool) -> tuple[np.ndarray, np.ndarray]:
    """Counts of common endings and of punctuation marks, one row a text.

    An ending is common when a share of at least COMMON_SHARE of the training texts has it. Of two endings of
    the same words, such as "ing" and "ng", only the longer is counted.
    """
    presence: dict[str, int] = {}
    for text in train:
        for tail in {tail for tails in endings_of(text, pauses_only) for tail in tails}:
            presence[tail] = presence.get(tail, 0) + 1
    kept = sorted(tail for tail, texts in presence.items() if texts >= COMMON_SHARE * len(train))
    blocks = [
        np.array([count_text_endings(text, kept, pauses_only) for text in texts]) for texts in (train, test)
    ]
    used = (blocks[0] > 0).sum(axis=0) > 0.05 * len(train)
    return blocks[0][:, used], blocks[1][:, used]


def count_text_endings(text: str, kept: list[str], pauses_only: bool) -> list[float]:
    """Occurrences of the kept endings (each word once, by its longest one) and of the marks in one text."""
    index = {tail: position for position, tail in enumerate(kept)}
    counts = [0.0] * len(kept)
    for tails in endings_of(text, pauses_only):
        found = [tail for tail in tails if tail in index]
        if found:
            counts[index[found[0]]] += 1.0
    tokens = tokens_of(text)
    return [*counts, *(float(tokens.count(mark)) for mark in PUNCTUATION)]


def likelihood_features(train: np.ndarray, test: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Log likelihood of each row's counts under each class's smoothed shares; training rows out of fold."""
    classes = int(y.max()) + 1
    fitted = np.zeros((len(train), classes))
    fold = np.arange(len(train)) % 10
    for held in range(10):
        rest = fold != held
        fitted[~rest] = class_log_likelihood(train[rest], y[rest], train[~rest], classes)
    return fitted, class_log_likelihood(train, y, test, classes)


def class_log_likelihood(known: np.ndarray, y: np.ndarray, wanted: np.ndarray, classes: int) -> np.ndarray:
    """Multinomial log likelihood (rows, classes) with one pseudo count a column, centred by row."""
    columns = []
    for number in range(classes):
        counts = known[y == number].sum(axis=0) + 1.0
        columns.append(wanted @ np.log(counts / counts.sum()))
    table = np.stack(columns, axis=1)
    return table - table.mean(axis=1, keepdims=True)
