"""Macro F1: the plain mean of the F1 of every class that occurs in the answers or in the predictions."""
import math

FACTS = {"submission": "label", "direction": "maximize", "tasks": ["multiclass", "binary"]}


def score(truth, predictions, classes):
    """truth, predictions: a label a row. A class that is never hit has F1 zero."""
    occurring = sorted(set(truth) | set(predictions))
    values = []
    for label in occurring:
        hits = sum(1 for actual, guess in zip(truth, predictions) if actual == label and guess == label)
        actual_count = sum(1 for actual in truth if actual == label)
        guessed_count = sum(1 for guess in predictions if guess == label)
        values.append(2 * hits / (actual_count + guessed_count))
    return math.fsum(values) / len(values)
