"""Twelve solver families with usual settings, and what they are usually given: one matrix a table."""
from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.ensemble import (
    ExtraTreesClassifier,
    ExtraTreesRegressor,
    GradientBoostingClassifier,
    GradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, WhiteKernel
from sklearn.linear_model import ElasticNet, Lasso, LogisticRegression, Ridge
from sklearn.metrics import roc_auc_score
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.svm import SVC, SVR, LinearSVC, LinearSVR
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

MOST_LEVELS = 30
NET = {"hidden_layer_sizes": (32,), "alpha": 1.0, "max_iter": 200, "random_state": 0}
# Name -> classifier, regressor; a target of unit spread is assumed.
FAMILIES = {
    "linear": (lambda: LogisticRegression(max_iter=300), lambda: Ridge(3.0)),
    "lasso": (lambda: LogisticRegression(C=0.3, l1_ratio=1.0, solver="saga", max_iter=200), lambda: Lasso(0.05)),
    "discriminant or elastic net": (
        lambda: LinearDiscriminantAnalysis(solver="lsqr", shrinkage="auto"),
        lambda: ElasticNet(0.1, l1_ratio=0.3),
    ),
    "linear support vectors": (lambda: LinearSVC(C=0.1), lambda: LinearSVR(C=0.3, epsilon=0.1, max_iter=3000)),
    "neighbours": (lambda: KNeighborsClassifier(9), lambda: KNeighborsRegressor(9)),
    "naive Bayes or Gaussian process": (
        GaussianNB,
        lambda: GaussianProcessRegressor(RBF(4.0) + WhiteKernel(0.5), n_restarts_optimizer=0),
    ),
    "radial support vectors": (lambda: SVC(), lambda: SVR()),
    "tree": (
        lambda: DecisionTreeClassifier(max_depth=5, min_samples_leaf=5, random_state=0),
        lambda: DecisionTreeRegressor(max_depth=5, min_samples_leaf=5, random_state=0),
    ),
    "forest": (lambda: RandomForestClassifier(60, random_state=0), lambda: RandomForestRegressor(60, random_state=0)),
    "extra trees": (lambda: ExtraTreesClassifier(60, random_state=0), lambda: ExtraTreesRegressor(60, random_state=0)),
    "boosting": (
        lambda: GradientBoostingClassifier(n_estimators=60, max_features=0.5, random_state=0),
        lambda: GradientBoostingRegressor(n_estimators=60, max_features=0.5, random_state=0),
    ),
    "neural network": (lambda: MLPClassifier(**NET), lambda: MLPRegressor(**NET)),
}


def matrices(train: pd.DataFrame, test: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Numbers with gaps filled, one indicator a level, dates as day, month and weekday; centred and scaled."""
    parts = [usual(train[name], test[name]) for name in train]
    a, b = (np.hstack(side) for side in zip(*parts))
    spread = a.std(axis=0)
    kept = spread > 1e-9
    return tuple(np.clip((x[:, kept] - a[:, kept].mean(axis=0)) / spread[kept], -8, 8) for x in (a, b))


def usual(train: pd.Series, test: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """The columns that a matrix gets of one column; none of texts."""
    if pd.api.types.is_numeric_dtype(train):
        middle = train.median() if train.notna().any() else 0.0
        return tuple(side.fillna(middle).to_numpy(float)[:, None] for side in (train, test))
    known = train.dropna().astype(str)
    if known.str.fullmatch(r"\d{4}-\d\d-\d\d").all():
        days = [pd.to_datetime(side) for side in (train, test)]
        return tuple(
            np.column_stack([day.map(pd.Timestamp.toordinal), day.dt.month, day.dt.dayofweek]).astype(float) for day in days
        )
    levels = known.value_counts().index[:MOST_LEVELS]
    if known.nunique() > len(known) / 2:
        levels = levels[:0]
    return tuple(np.column_stack([np.zeros(len(s)), *(s.astype(str) == level for level in levels)]) for s in (train, test))


def solve(train: pd.DataFrame, y: np.ndarray, test: pd.DataFrame, truth: np.ndarray, classifies: bool) -> dict[str, float]:
    """Score of every family: area under the curve above one half (one class against the rest), or share explained."""
    a, b = matrices(train, test)
    if classifies:
        return {name: ranked(make().fit(a, y), b, truth) for name, (make, _) in FAMILIES.items()}
    centre, spread = y.mean(), y.std() + 1e-9
    left = ((truth - centre) ** 2).mean()
    scores = {}
    for name, (_, make) in FAMILIES.items():
        guess = make().fit(a, (y - centre) / spread).predict(b) * spread + centre
        scores[name] = 1 - float(((truth - guess) ** 2).mean() / left)
    return scores


def ranked(model, test: np.ndarray, truth: np.ndarray) -> float:
    """Twice the area under the curve less one, mean over the classes."""
    sure = model.predict_proba(test) if hasattr(model, "predict_proba") else model.decision_function(test)
    if sure.ndim == 1:
        return 2 * float(roc_auc_score(truth == model.classes_[1], sure)) - 1
    if sure.shape[1] == 2:
        return 2 * float(roc_auc_score(truth == model.classes_[1], sure[:, 1])) - 1
    areas = [
        roc_auc_score(truth == name, sure[:, place])
        for place, name in enumerate(model.classes_)
        if 0 < (truth == name).sum() < len(truth)
    ]
    return 2 * float(np.mean(areas)) - 1
