"""Habits of writing as numbers; pasted into solutions of text tasks."""

from __future__ import annotations

import re

import numpy as np

SAYING = r"(?:thought|noticed|thinks|says)"
BREAKS = r"(?:had left|returned|this time|after a break|in the end)"
ASIDES = r"(?:as far|as usual|back from|to be fair|by the way|for once)"
MARKERS = tuple(
    re.compile(marker)
    for marker in (
        r"\b(?:was|were|did|would) not\b",
        r"n't\b",
        r"(?:realis|recognis|criticis)",
        r"(?:realiz|recogniz|criticiz)",
        SAYING + r" that\b",
        SAYING + r" (?!that)",
        r"\ba bit\b",
        r"\brather\b",
        r"\bsomewhat\b",
        BREAKS + ",",
        BREAKS + r" ",
        r"\b(?:looking closer|coming back|taking a second look)\b",
        r"\bwhen (?:i|we)\b",
        r"\bon (?:a closer look|a second look|my return|our return)\b",
        r"\b(?:i|we) have (?:told|asked|written)\b",
        r"\b(?:i|we) (?:told|asked|wrote down|wrote to)\b[^,.;!]*? (?:that|about)\b",
        r"'ve\b",
        r"\b(?:was|were) (?!roughly)[a-z]+ly\b",
        r", (?:to (?:my|our) surprise|more than usual|no doubt about it)",
        f", {ASIDES}",
        r"\(",
        f" - {ASIDES}",
        r"\balthough\b",
        r"\bthough\b",
        r", but (?:(?:i|we) had|time was|nobody|[^,.;!]* (?:disagrees|had promised))",
        r"\b[a-z]+ and [a-z]+\b",
        r"&",
        r"\b[2-9] minutes\b",
        r"\b(?:two|three|four|five|six|seven|eight|nine) minutes\b",
        r"\d:\d\d",
        r"\d\.\d\d",
        r"\b(?:quarter|half) past\b",
        r"\b(?:i|we) will\b",
        r"'ll\b",
        r"\b(?:am|are) going to\b",
        r"\b(?:has|have) to\b",
        r"\bneeds? to\b",
        r"\bmust\b",
        r"\bmaybe\b",
        r"\bperhaps\b",
        r"\bafter that\b",
        r"\bthen\b",
        r"\bafterwards\b",
        r", so (?:i|we|the|my|our|a)\b",
        r"\bbecause\b",
        r"\bsince\b",
        r"\bimmediately\b",
        r"\bat once\b",
        r"\bstraight away\b",
        r"\babout \d",
        r"\baround \d",
        r"\broughly \d",
        r"\bwhile\b",
        r"\bwhilst\b",
        r"(?<!far )\bas (?!far|usual|(?:i|we) could)",
        r";",
        f" - (?!{ASIDES})",
        r"\.\.\.",
        r"!",
        r", (?:and|but|yet)\b",
    )
)


def own_words(text: str) -> str:
    """A text without what it quotes word by word."""
    return re.sub(r'"[^"]*"', " ", text)


def count_habits(texts: list[str], own: bool) -> np.ndarray:
    """(texts, markers): how often each marker of a habit is in each text, or only in its writer's own words."""
    kept = [(own_words(text) if own else text).lower() for text in texts]
    return np.array([[float(len(marker.findall(text))) for marker in MARKERS] for text in kept])


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
