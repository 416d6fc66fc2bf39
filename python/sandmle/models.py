"""Model families of the ladder, each at three strengths of regularisation, and how they are fitted to a
metric."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sklearn.ensemble import (
    ExtraTreesClassifier,
    ExtraTreesRegressor,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.gaussian_process import GaussianProcessClassifier, GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel
from sklearn.linear_model import Lasso, LogisticRegression, Ridge
from sklearn.multiclass import OneVsRestClassifier
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.svm import SVC, SVR
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from sandmle.lookup import remember_parameter_names, trust_labels
from sandmle.problem import Problem

remember_parameter_names()
trust_labels()

FAMILIES = ("linear", "forest", "extra-trees", "boosting", "svm")
# Families that a few hundred rows suit, whose settings cost little to compare.
PLAIN = ("linear", "lasso", "process", "svm", "neighbours")
TREES = 80
WIDE = 250


@dataclass(frozen=True)
class Recipe:
    """A model family, its regularisation 0 (weak) to 2 (strong), the transform of a numeric target, and the trees of a
    forest."""

    family: str
    strength: int = 1
    target: str = "raw"
    trees: int = TREES


def estimator(problem: Problem, recipe: Recipe, width: int):
    """An unfitted scikit-learn model. `width` is the number of columns: wide inputs get fewer boosting
    rounds."""
    classifies, strength = problem.classifies, recipe.strength
    if recipe.family == "linear":
        if classifies:
            return LogisticRegression(C=(30.0, 1.0, 0.05)[strength], max_iter=200)
        return Ridge((0.1, 3.0, 60.0)[strength])
    if recipe.family == "lasso":
        if classifies:
            few = LogisticRegression(C=(1.0, 0.3, 0.1)[strength], l1_ratio=1.0, solver="liblinear", max_iter=200)
            return few if problem.task == "binary" else OneVsRestClassifier(few)
        return Lasso((0.02, 0.06, 0.15)[strength])
    if recipe.family == "svm":
        if classifies:
            return SVC(C=(20.0, 2.0, 0.3)[strength], probability=True, random_state=0)
        return SVR(C=(30.0, 5.0, 0.5)[strength])
    if recipe.family == "neighbours":
        kind = KNeighborsClassifier if classifies else KNeighborsRegressor
        return kind((8, 15, 30)[strength], weights="distance")
    if recipe.family == "process":
        return process(classifies, strength, width)
    if recipe.family == "stump":
        kind = DecisionTreeClassifier if classifies else DecisionTreeRegressor
        return kind(max_depth=2, min_samples_leaf=8, random_state=0)
    if recipe.family == "boosting":
        kind = HistGradientBoostingClassifier if classifies else HistGradientBoostingRegressor
        # One tree a class and round, and a hundred rows bear few of them before the probabilities become extreme.
        rounds = (60, 40, 40) if classifies else (120, 80, 60)
        return kind(
            max_iter=30 if width > WIDE else rounds[strength],
            learning_rate=0.12 if width > WIDE else (0.1, 0.08, 0.05)[strength],
            max_leaf_nodes=(15, 4, 4)[strength],
            min_samples_leaf=(10, 5, 12)[strength],
            l2_regularization=(0.0, 3.0, 5.0)[strength],
            early_stopping=False,
            random_state=0,
        )
    leaf = (1, 3, 8)[strength]
    if recipe.family == "forest":
        kind, features = (
            (RandomForestClassifier, "sqrt")
            if classifies
            else (RandomForestRegressor, (1.0, 0.5, 0.3)[strength])
        )
    elif recipe.family == "extra-trees":
        kind, features = (ExtraTreesClassifier, "sqrt") if classifies else (ExtraTreesRegressor, 0.5)
    else:
        raise ValueError(f"unknown model family {recipe.family!r}")
    return kind(recipe.trees, min_samples_leaf=leaf, max_features=features, random_state=0)


def process(classifies: bool, strength: int, width: int):
    """A Gaussian process with fixed constants; the more regularised, the smoother. Columns have unit size."""
    smooth = RBF((0.7, 1.2, 2.5)[strength] * np.sqrt(width))
    if classifies:
        return GaussianProcessClassifier(ConstantKernel((9.0, 4.0, 2.0)[strength]) * smooth, optimizer=None)
    return GaussianProcessRegressor(smooth, alpha=(0.1, 0.3, 0.6)[strength], optimizer=None)


def fit_predict(
    problem: Problem, recipe: Recipe, train: np.ndarray, y: np.ndarray, test: np.ndarray
) -> np.ndarray:
    """Fit on (train, y) and predict `test`: positive probability (n,), class probabilities (n, K), or values
    (n,)."""
    if problem.classifies:
        return class_probabilities(problem, recipe, train, y, test)
    values = y.astype(float)
    if recipe.target == "log":
        values = np.log1p(np.maximum(values, 0))
    if recipe.target == "root":
        values = np.sqrt(np.maximum(values, 0))
    # Support vectors and ridge penalties assume a target of unit size.
    centre, size = values.mean(), values.std() + 1e-9
    model = estimator(problem, recipe, train.shape[1]).fit(train, (values - centre) / size)
    predicted = model.predict(test) * size + centre
    if recipe.target == "log":
        return np.expm1(np.clip(predicted, 0, values.max() + 3 * size))
    if recipe.target == "root":
        return np.maximum(predicted, 0) ** 2
    return np.maximum(predicted, 0) if problem.logs else predicted


def class_probabilities(
    problem: Problem, recipe: Recipe, train: np.ndarray, y: np.ndarray, test: np.ndarray
) -> np.ndarray:
    """Probabilities over all declared classes, also those that these training rows lack."""
    seen = np.unique(y)
    full = np.zeros((len(test), problem.class_count))
    if len(seen) == 1:
        full[:, seen[0]] = 1.0
    else:
        model = estimator(problem, recipe, train.shape[1]).fit(train, y)
        full[:, model.classes_.astype(int)] = model.predict_proba(test)
    return full[:, 1] if problem.task == "binary" else full
