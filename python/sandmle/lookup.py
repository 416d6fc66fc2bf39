"""Looks up the parameters of scikit-learn's models once a class instead of at every fit and copy.

Each tree of a forest is a copied model, and each copy and each fit asks for the signature of its class: on tables as
small as ours that is a fourth of a search. What models learn and predict stays the same to the last bit.
"""

from __future__ import annotations

from functools import cache

from sklearn.base import BaseEstimator


def remember_parameter_names() -> None:
    """Keep the names of a class's parameters after the first question. A release that asks otherwise is left alone."""
    question = getattr(BaseEstimator, "_get_param_names", None)
    asked = getattr(question, "__func__", None)
    if asked is not None and not hasattr(asked, "cache_info"):
        BaseEstimator._get_param_names = classmethod(cache(asked))
