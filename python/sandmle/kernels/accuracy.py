"""Accuracy: the share of rows whose label is right."""

FACTS = {"submission": "label", "direction": "maximize", "tasks": ["multiclass", "binary"]}


def score(truth, predictions, classes):
    """truth, predictions: a label a row."""
    return sum(1 for actual, guess in zip(truth, predictions) if actual == guess) / len(truth)
