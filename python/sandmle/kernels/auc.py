"""Area under the ROC curve: the chance that a positive row is ranked above a negative one, ties counting half."""

FACTS = {"submission": "value", "direction": "maximize", "tasks": ["binary"], "rows": 2000}


def score(truth, predictions, classes):
    """truth: 0.0 or 1.0 a row; predictions: any finite number a row. One class alone in truth gives 0.5."""
    order = sorted(range(len(truth)), key=lambda row: predictions[row])
    positives = sum(1 for value in truth if value == 1.0)
    negatives = len(truth) - positives
    if positives == 0 or negatives == 0:
        return 0.5
    rank_sum = 0.0
    start = 0
    while start < len(order):
        end = start
        while end < len(order) and predictions[order[end]] == predictions[order[start]]:
            end += 1
        # Tied rows share the mean of the ranks start+1 .. end.
        tied_positives = sum(1 for row in order[start:end] if truth[row] == 1.0)
        rank_sum += tied_positives * (start + 1 + end) / 2
        start = end
    return (rank_sum - positives * (positives + 1) / 2) / (positives * negatives)
