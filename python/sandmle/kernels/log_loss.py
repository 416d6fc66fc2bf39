"""Binary log loss (natural logarithm), probabilities clipped to [1e-6, 1 - 1e-6]."""
import math

FACTS = {"submission": "value", "direction": "minimize", "tasks": ["binary"], "rows": 2000, "bounded": True}


def score(truth, predictions, classes):
    """truth: 0.0 or 1.0 a row; predictions: probability of 1 a row, in [0, 1]."""
    losses = []
    for actual, probability in zip(truth, predictions):
        clipped = min(max(probability, 1e-6), 1 - 1e-6)
        losses.append(-math.log(clipped if actual == 1.0 else 1 - clipped))
    return math.fsum(losses) / len(losses)
