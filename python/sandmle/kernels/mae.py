"""Mean absolute error."""
import math

FACTS = {"submission": "value", "direction": "minimize", "tasks": ["regression"], "middle": "median"}


def score(truth, predictions, classes):
    """truth, predictions: a number a row."""
    return math.fsum(abs(actual - guess) for actual, guess in zip(truth, predictions)) / len(truth)
