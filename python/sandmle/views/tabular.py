"""Views of one table: the raw obvious one, and one with the generic feature engineering anybody would try."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sandmle.problem import Problem
from sandmle.views.encodings import encode

# Widest value of a calendar-like integer column -> its period (weekday, month, hour, day of year).
PERIODS = {6: 7, 7: 7, 11: 12, 12: 12, 23: 24, 24: 24, 364: 365, 365: 365, 366: 365}
SKEWED = 0.8


def table(problem: Problem, encoding: str) -> tuple[np.ndarray, np.ndarray]:
    """The raw obvious view: numbers as they are, categories encoded, a date as a day number."""
    train, test = base_columns(problem)
    return encode(problem, train, test, encoding)


def table_plus(problem: Problem, encoding: str) -> tuple[np.ndarray, np.ndarray]:
    """The raw view plus missing flags, logarithms of skewed columns and cyclic codes of calendar-like
    integers."""
    train, test = add_generic(*base_columns(problem))
    return encode(problem, train, test, encoding)


def base_columns(problem: Problem) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Numeric and categorical columns of both files, dates as days since the first training date."""
    kept = [name for name, kind in problem.kinds.items() if kind in ("numeric", "categorical", "date")]
    train, test = problem.train[kept].copy(), problem.test[kept].copy()
    for name in problem.columns_of("date"):
        start = pd.to_datetime(train[name]).min()
        for frame in (train, test):
            frame[name] = (pd.to_datetime(frame[name]) - start).dt.days.astype(float)
    for name in problem.columns_of("numeric"):
        train[name], test[name] = train[name].astype(float), pd.to_numeric(test[name], errors="coerce")
    return train, test


def add_generic(train: pd.DataFrame, test: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Append the generic features; what to append is decided on the training rows alone."""
    extra_train, extra_test = {}, {}

    def append(name: str, make) -> None:
        extra_train[name], extra_test[name] = make(train), make(test)

    for name in train.columns:
        column = train[name]
        if column.isna().any():
            append(f"{name}_missing", lambda frame, name=name: frame[name].isna().astype(float))
        if column.dtype.kind == "O":
            continue
        if column.min() > 0 and column.skew() > SKEWED:
            append(f"{name}_log", lambda frame, name=name: np.log(frame[name].clip(lower=1e-9)))
        period = calendar_period(column)
        if period:
            for part, wave in (("sin", np.sin), ("cos", np.cos)):
                append(
                    f"{name}_{part}",
                    lambda frame, name=name, wave=wave, period=period: wave(2 * np.pi * frame[name] / period),
                )
    if not extra_train:
        return train, test
    return (
        pd.concat([train, pd.DataFrame(extra_train, index=train.index)], axis=1),
        pd.concat([test, pd.DataFrame(extra_test, index=test.index)], axis=1),
    )


def calendar_period(column: pd.Series) -> int:
    """Period of an integer column whose range looks like a calendar unit, else 0."""
    values = column.dropna()
    if values.empty or not np.array_equal(values, values.round()) or values.min() < 0:
        return 0
    top = int(values.max())
    if top > 300 and values.nunique() > 40:
        return PERIODS.get(min(max(top, 364), 366), 0) if 340 <= top <= 366 else 0
    return PERIODS.get(top, 0) if values.nunique() >= 0.7 * top else 0
