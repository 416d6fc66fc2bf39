"""Habits of writing as numbers; pasted into solutions of text tasks."""

from __future__ import annotations

import re

import numpy as np

OPENERS = r"(?:this time|by now|on the whole|at first|in the end)"
SAYING = r"(?:thought|noticed|felt|think|must say)"
MARKERS = tuple(
    re.compile(marker)
    for marker in (
        r"\b(?:was|were|did|would) not\b",
        r"n't\b",
        r"(?:realis|apologis|recognis|summaris|emphasis)",
        r"(?:realiz|apologiz|recogniz|summariz|emphasiz)",
        SAYING + r" that\b",
        SAYING + r" (?!that)",
        r"\ba bit\b",
        r"\brather\b",
        r"\bsomewhat\b",
        OPENERS + ",",
        OPENERS + r" ",
        r"(?:^|[.;!-] )[a-z]+ing (?:closer|back)\b",
        r"\bwhen (?:i|we)\b",
        r"\b(?:on a closer look|in hindsight|on (?:my|our) return)\b",
        r"\b(?:i|we) have (?:told|noted|seen|learned)\b",
        r"\b(?:i|we) (?:told|noted|saw|learned)\b",
        r"'ve\b",
        r"\b(?:was|were) [a-z]+ly\b",
        r"\b(?:to (?:my|our) surprise|to be honest|without question|for all (?:i|we) know)\b",
        r", (?:as far|at least|if)\b",
        r"\(",
        r" - (?:as far|at least|if)\b",
        r"\balthough\b",
        r"\bthough\b",
        r", but (?:i had|it is|(?:the|my|our|a) [a-z ]+ disagrees)",
        r"\b[a-z]+ and [a-z]+\b",
        r"&",
        r"\b(?:was|were|found [a-z ]+) [a-z]+, [a-z]+(?=[.;,!]| -)",
        r"\b[2-9] (?:minutes|times)\b",
        r"\b(?:two|three|four|five|six|seven|eight|nine) (?:minutes|times)\b",
        r"\d:\d\d",
        r"\d\.\d\d",
        r"\b(?:quarter|half) past\b",
        r";",
        r" - (?!as far|at least|if)",
        r"\.\.\.",
        r"!",
        r", (?:and|while|but|yet)\b",
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
