"""Ordinary signal: what plain columns say about a target by themselves, and features for somebody who knows its form."""
from __future__ import annotations

import numpy as np
import pandas as pd

from sandmle.parts.features import filled, one_hot


def as_numbers(values: pd.Series) -> pd.Series:
    """A column as numbers; dates by their season, 1 in the middle of January and -1 in that of July."""
    if pd.api.types.is_numeric_dtype(values):
        return values.astype(float)
    return np.cos(2 * np.pi * (pd.to_datetime(values).dt.dayofyear - 15) / 365.25).astype(float)


def bent(x: np.ndarray, form: str, knee: float = 0.0) -> np.ndarray:
    """A standardised column in one of the plain forms of an effect."""
    if form == "log":
        return np.log1p(np.maximum(x + 2.5, 0))
    if form == "saturating":
        return np.tanh(1.3 * x)
    if form == "kink":
        return np.maximum(x - knee, 0)
    if form == "hump":
        return -((x - knee) ** 2)
    return x


def ordinary_score(d: pd.DataFrame, terms: list[dict]) -> np.ndarray:
    """The sum of all terms: (n,), or (n, classes) where every term has a factor, or every level a value, for each class."""
    score = 0.0
    for term in terms:
        if term["form"] == "levels":
            effect = np.array(d[term["column"]].map(term["effects"]).tolist(), float)
        else:
            effect = np.ones(len(d))
            for part in term["parts"]:
                x = (as_numbers(d[part["column"]]).to_numpy() - part["centre"]) / part["spread"]
                effect = effect * bent(x, term["form"], term.get("knee", 0.0))
        if "loadings" in term:
            effect = effect[:, None] * np.array(term["loadings"])
        score = score + term["weight"] * effect
    return score


def ordinary_features(train: pd.DataFrame, test: pd.DataFrame, forms: list[list]) -> tuple[np.ndarray, np.ndarray]:
    """Every term in its form, with constants of the training rows: `forms` lists a form and its columns."""
    views = []
    for form, *columns in forms:
        if form == "levels":
            views.append(one_hot(train[columns[0]], test[columns[0]]))
            continue
        pairs = [filled(as_numbers(train[name]), as_numbers(test[name])) for name in columns]
        pairs = [tuple((x - a.mean()) / (a.std() + 1e-9) for x in (a, b)) for a, b in pairs]
        product = tuple(np.prod(factors, axis=0) for factors in zip(*pairs))
        views.append(tuple(bent(x, form)[:, None] for x in product))
        if form in ("kink", "hump"):
            views.append(tuple(x[:, None] for x in product))
    return tuple(np.hstack(view) for view in zip(*views))
