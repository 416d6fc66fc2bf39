"""Cohen's kappa with quadratic weights, for integer grades."""

FACTS = {"submission": "label", "direction": "maximize", "tasks": ["ordinal"]}


def score(truth, predictions, classes):
    """truth, predictions: an integer grade a row, as text. Without any spread to agree on the score is 0."""
    actual = [int(label) for label in truth]
    guessed = [int(label) for label in predictions]
    observed = sum((a - g) ** 2 for a, g in zip(actual, guessed))
    # Expected squared distance of two independent draws, from the marginal counts alone.
    grades = sorted(set(actual) | set(guessed))
    actual_counts = {grade: actual.count(grade) for grade in grades}
    guessed_counts = {grade: guessed.count(grade) for grade in grades}
    expected = sum(
        actual_counts[a] * guessed_counts[g] * (a - g) ** 2 for a in grades for g in grades
    )
    if expected == 0:
        return 0.0
    return 1 - observed * len(actual) / expected
