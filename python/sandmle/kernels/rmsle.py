"""Root mean squared error of log(1 + value); a prediction below zero counts as zero."""
import math

FACTS = {"submission": "value", "direction": "minimize", "tasks": ["regression"], "logs": True}


def score(truth, predictions, classes):
    """truth: a number >= 0 a row; predictions: a number a row."""
    squares = [
        (math.log1p(actual) - math.log1p(max(guess, 0.0))) ** 2 for actual, guess in zip(truth, predictions)
    ]
    return math.sqrt(math.fsum(squares) / len(squares))
