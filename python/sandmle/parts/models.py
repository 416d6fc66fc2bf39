"""Model families of the solutions; every function returns unfitted scikit-learn models."""
from __future__ import annotations

from sklearn.ensemble import (
    ExtraTreesClassifier,
    ExtraTreesRegressor,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.svm import SVC, SVR


def linear(task: str, penalty: float = 1.0):
    """Logistic or ridge regression."""
    if task in ("binary", "multiclass"):
        return LogisticRegression(C=1 / penalty, max_iter=500)
    return Ridge(3 * penalty)


def forest(task: str):
    """A random forest, with leaves of a few rows: its shares are never 0 or 1 by the vote of single rows."""
    kind = RandomForestClassifier if task in ("binary", "multiclass") else RandomForestRegressor
    return kind(100, min_samples_leaf=3, random_state=0)


def boosting(task: str):
    """Histogram boosting, with few and small trees: the usual ones know a hundred rows by heart."""
    kind, rounds = (HistGradientBoostingClassifier, 40) if task in ("binary", "multiclass") else (HistGradientBoostingRegressor, 80)
    return kind(
        max_iter=rounds, learning_rate=0.08, max_leaf_nodes=4, min_samples_leaf=5, l2_regularization=3,
        early_stopping=False, random_state=0,
    )


def careful_boosting(task: str):
    """Boosting with shallow trees and strong regularisation, for a few hundred rows."""
    kind = HistGradientBoostingClassifier if task in ("binary", "multiclass") else HistGradientBoostingRegressor
    return kind(max_iter=60, learning_rate=0.07, max_leaf_nodes=5, min_samples_leaf=10, l2_regularization=3, random_state=0)


def extra_trees(task: str):
    """Extremely randomised trees: as many as settle on a few hundred rows, since a comparison fits them many times."""
    kind = ExtraTreesClassifier if task in ("binary", "multiclass") else ExtraTreesRegressor
    return kind(60, min_samples_leaf=3, max_features=0.5, random_state=0)


def support_vectors(task: str):
    """Support vectors with a radial kernel."""
    if task in ("binary", "multiclass"):
        return SVC(C=1.0, probability=True, random_state=0)
    return SVR(C=5.0)


def engineer_models(task: str) -> list:
    """What a careful engineer compares on a wide view."""
    return [linear(task), linear(task, 20.0), extra_trees(task), careful_boosting(task)]


def expert_models(task: str) -> list:
    """What somebody compares who expects few, telling features."""
    return [linear(task, 0.1), linear(task), linear(task, 10.0), careful_boosting(task), support_vectors(task)]
