"""Views of dated panels: calendar parts, calendar parts by group, and rolling summaries of the inputs."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sandmle.problem import Problem
from sandmle.views.encodings import encode
from sandmle.views.tabular import base_columns

WAVES = (30.4, 91.0, 182.6, 365.25)
WINDOWS = (3, 7)
MOST_GROUPS = 6


def calendar(problem: Problem, encoding: str) -> tuple[np.ndarray, np.ndarray]:
    """The raw view plus weekday, position in the month, trend and seasonal waves."""
    train, test = base_columns(problem)
    dates = problem.columns_of("date")
    train, test = train.drop(columns=dates), test.drop(columns=dates)
    for frame, source in ((train, problem.train), (test, problem.test)):
        parts = calendar_parts(problem, source)
        frame[list(parts.columns)] = parts.to_numpy(float)
    return encode(problem, train, test, encoding)


def calendar_by_group(problem: Problem, encoding: str) -> tuple[np.ndarray, np.ndarray]:
    """Calendar parts and numeric inputs, once for all rows and once more for each level of each small
    group."""
    numeric = problem.columns_of("numeric")
    groups = [
        name for name in problem.columns_of("categorical") if problem.train[name].nunique() <= MOST_GROUPS
    ]
    blocks = []
    for source in (problem.train, problem.test):
        inputs = source[numeric].astype(float).fillna(problem.train[numeric].median())
        parts = np.hstack([calendar_parts(problem, source).to_numpy(float), inputs.to_numpy(float)])
        block = [parts]
        for name in groups:
            for level in sorted(problem.train[name].dropna().unique()):
                member = (source[name] == level).to_numpy(float)[:, None]
                block += [member, member * parts]
        blocks.append(np.hstack(block))
    return blocks[0], blocks[1]


def rolling(problem: Problem, encoding: str) -> tuple[np.ndarray, np.ndarray]:
    """The calendar view plus rolling means, lags and changes of the numeric inputs along each group's
    dates."""
    train, test = calendar(problem, encoding)
    dates, numeric = problem.columns_of("date"), problem.columns_of("numeric")
    if not dates or not numeric:
        return train, test
    both = pd.concat([problem.train, problem.test], ignore_index=True)
    groups = problem.columns_of("categorical")[:1]
    ordered = both.sort_values([*groups, dates[0]], kind="stable")
    pieces = []
    for name in numeric:
        values = ordered[name].astype(float)
        grouped = (
            values.groupby([ordered[group] for group in groups])
            if groups
            else values.groupby(values.index * 0)
        )
        pieces += [grouped.shift(1), grouped.shift(2), grouped.diff()]
        for width in WINDOWS:
            pieces.append(grouped.transform(lambda v, width=width: v.rolling(width, min_periods=1).mean()))
            pieces.append(grouped.transform(lambda v, width=width: v.rolling(width, min_periods=1).std()))
    added = pd.concat(pieces, axis=1).reindex(both.index).to_numpy(float)
    count = len(problem.train)
    return np.hstack([train, added[:count]]), np.hstack([test, added[count:]])


def calendar_parts(problem: Problem, source: pd.DataFrame) -> pd.DataFrame:
    """Weekday flags, weekend, month position and end, trend in years, and short seasonal waves of every
    date."""
    out = {}
    for name in problem.columns_of("date"):
        moment = pd.to_datetime(source[name])
        start = pd.to_datetime(problem.train[name]).min()
        span = (pd.to_datetime(problem.train[name]).max() - start).days
        day = (moment - start).dt.days.to_numpy(float)
        weekday = moment.dt.day_of_week.to_numpy()
        for number in range(7):
            out[f"{name}_weekday{number}"] = (weekday == number).astype(float)
        out[f"{name}_weekend"] = (weekday >= 5).astype(float)
        out[f"{name}_month_day"] = moment.dt.day.to_numpy(float)
        out[f"{name}_month_end"] = (moment.dt.days_in_month - moment.dt.day <= 2).to_numpy(float)
        out[f"{name}_month_start"] = (moment.dt.day <= 3).to_numpy(float)
        # A trend beyond the training dates, or a wave longer than them, would be guesswork.
        out[f"{name}_trend"] = np.clip(day, 0, span) / 365.25
        for period in [wave for wave in WAVES if wave <= span]:
            out[f"{name}_sin{period:g}"] = np.sin(2 * np.pi * day / period)
            out[f"{name}_cos{period:g}"] = np.cos(2 * np.pi * day / period)
    return pd.DataFrame(out, index=source.index)
