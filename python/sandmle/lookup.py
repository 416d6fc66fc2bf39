"""What scikit-learn looks up at every fit and copy of a model, and need not.

Each tree of a forest is a copied model: each asks for the signature of its class, sets every filter of warnings again, and
examines the labels that its forest has examined. On tables as small as ours that is half of a search. What models learn
and predict stays the same to the last bit.
"""

from __future__ import annotations

import warnings
from contextlib import AbstractContextManager, nullcontext
from functools import cache

from sklearn import config_context, get_config
from sklearn.base import BaseEstimator
from sklearn.tree import _classes as trees


def remember_parameter_names() -> None:
    """Keep the names of a class's parameters after the first question. A release that asks otherwise is left alone."""
    question = getattr(BaseEstimator, "_get_param_names", None)
    asked = getattr(question, "__func__", None)
    if asked is not None and not hasattr(asked, "cache_info"):
        BaseEstimator._get_param_names = classmethod(cache(asked))


def trust_labels() -> None:
    """Let trees take labels as they come: they are indices of classes. A release that asks otherwise is left alone."""
    if hasattr(trees, "check_classification_targets"):
        trees.check_classification_targets = lambda _labels: None


def keep_silent() -> None:
    """No warnings of small fits, on convergence or single classes: they are part of the experiment, not news. As the
    only filter there is, since each tree copies all of them."""
    warnings.resetwarnings()
    warnings.simplefilter("ignore")


def trusting_parameters() -> AbstractContextManager:
    """Within it no fit examines the parameters of its model: they are ours. A release that always does is left alone."""
    known = "skip_parameter_validation" in get_config()
    return config_context(skip_parameter_validation=True) if known else nullcontext()
