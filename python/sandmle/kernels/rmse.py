"""Root mean squared error."""
import math

FACTS = {"submission": "value", "direction": "minimize", "tasks": ["regression"]}


def score(truth, predictions, classes):
    """truth, predictions: a number a row."""
    return math.sqrt(math.fsum((actual - guess) ** 2 for actual, guess in zip(truth, predictions)) / len(truth))
