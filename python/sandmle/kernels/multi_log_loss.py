"""Multi-class log loss (natural logarithm); each row is clipped from below at 1e-6, then scaled to sum to one."""
import math

FACTS = {"submission": "probabilities", "direction": "minimize", "tasks": ["multiclass"], "rows": 2000, "bounded": True}


def score(truth, predictions, classes):
    """truth: a label a row; predictions: one list of non-negative numbers a row, in the order of `classes`."""
    position = {label: index for index, label in enumerate(classes)}
    losses = []
    for actual, row in zip(truth, predictions):
        clipped = [max(value, 1e-6) for value in row]
        losses.append(-math.log(clipped[position[actual]] / math.fsum(clipped)))
    return math.fsum(losses) / len(losses)
