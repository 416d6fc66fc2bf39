"""Views of short sounds: the mean spectrum, its course over time, rhythm, all of it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sandmle.media import load_sounds
from sandmle.parts.sounds import echoes, envelopes, loudness_course, spectrum_statistics
from sandmle.problem import Problem
from sandmle.views.tabular import table

# Edges of the bands in which a rhythm is looked for, in Hz.
RHYTHM_EDGES = (100.0, 500.0, 1200.0, 3600.0)


def read_sounds(problem: Problem) -> tuple[np.ndarray, np.ndarray]:
    """All sounds as arrays (rows, samples) in -1..1, read once per problem."""
    if "sounds" not in problem.cache:
        column = problem.columns_of("path")[0]
        left, right = (load_sounds(problem.agent, frame, column) for frame in (problem.train, problem.test))
        problem.cache["sounds"] = (left, right)
    return problem.cache["sounds"]


def spectrum(problem: Problem, encoding: str) -> tuple[np.ndarray, np.ndarray]:
    """The raw obvious view: mean and deviation of the spectrum in bands."""
    return sounds_beside_table(problem, spectrum_statistics, encoding)


def course(problem: Problem, encoding: str) -> tuple[np.ndarray, np.ndarray]:
    """Loudness in bands and the middle of the spectrum in eight parts of the time."""
    return sounds_beside_table(problem, loudness_course, encoding)


def rhythm(problem: Problem, encoding: str) -> tuple[np.ndarray, np.ndarray]:
    """How alike the loudness of three bands is to itself a little later."""
    return sounds_beside_table(problem, band_echoes, encoding)


def loudness(problem: Problem, encoding: str) -> tuple[np.ndarray, np.ndarray]:
    """Loudness, peak and crossings of zero: three numbers a sound."""
    return sounds_beside_table(problem, loudness_numbers, encoding)


def all_sounds(problem: Problem, encoding: str) -> tuple[np.ndarray, np.ndarray]:
    """Spectrum, course and rhythm side by side."""
    parts = [described(problem, describe) for describe in (spectrum_statistics, loudness_course, band_echoes)]
    left, right = (np.hstack([part[place] for part in parts]) for place in (0, 1))
    return beside_table(problem, left, right, encoding)


def band_echoes(stack: np.ndarray) -> np.ndarray:
    """Autocorrelation of the loudness in three bands."""
    return echoes(envelopes(stack, RHYTHM_EDGES))


def loudness_numbers(stack: np.ndarray) -> np.ndarray:
    """Deviation, peak and share of crossings of zero of every sound."""
    crossings = (np.diff(np.signbit(stack), axis=1) != 0).mean(axis=1)
    return np.column_stack([stack.std(axis=1), np.abs(stack).max(axis=1), crossings])


def described(problem: Problem, describe: Callable) -> tuple[np.ndarray, np.ndarray]:
    """What is measured of the sounds of both parts, once per problem."""
    key = f"audio:{describe.__name__}"
    if key not in problem.cache:
        left, right = read_sounds(problem)
        problem.cache[key] = (describe(left), describe(right))
    return problem.cache[key]


def sounds_beside_table(problem: Problem, describe: Callable, encoding: str) -> tuple[np.ndarray, np.ndarray]:
    """Describe the sounds of both parts and append the columns of the table."""
    return beside_table(problem, *described(problem, describe), encoding)


def beside_table(
    problem: Problem, left: np.ndarray, right: np.ndarray, encoding: str
) -> tuple[np.ndarray, np.ndarray]:
    """The columns of the table, where it has any, after what was measured."""
    if not problem.columns_of("numeric") and not problem.columns_of("categorical"):
        return left, right
    table_left, table_right = table(problem, encoding)
    return np.hstack([left, table_left]), np.hstack([right, table_right])
