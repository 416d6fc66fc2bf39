"""Representations of a task by name. Each is `view(problem, encoding) -> (train matrix, test matrix)` of
floats."""

import numpy as np

from sandmle.problem import Problem
from sandmle.views import audio, image, join, series, tabular, text

VIEWS = {
    "table": tabular.table,
    "table-plus": tabular.table_plus,
    "joined": join.joined,
    "calendar": series.calendar,
    "calendar-by-group": series.calendar_by_group,
    "rolling": series.rolling,
    "pixels": image.pixels,
    "statistics": image.statistics,
    "gradients": image.gradients,
    "regions": image.regions,
    "all-shapes": image.all_shapes,
    "spectrum": audio.spectrum,
    "course": audio.course,
    "rhythm": audio.rhythm,
    "loudness": audio.loudness,
    "all-sounds": audio.all_sounds,
    "words": text.words,
    "word-sequences": text.word_sequences,
    "characters": text.characters,
    "endings": text.endings,
    "negated-words": text.negated_words,
    "counts": text.counts,
}

# What anybody would feed to a model first, and what somebody who looked at the data would build.
RAW_VIEW = {
    "tabular": "table",
    "join": "table",
    "series": "table",
    "image": "pixels",
    "audio": "spectrum",
    "text": "words",
}
ENGINEERED_VIEWS = {
    "tabular": ["table-plus"],
    "join": ["joined"],
    "series": ["calendar", "calendar-by-group", "rolling"],
    "image": ["statistics", "gradients", "regions", "all-shapes"],
    "audio": ["course", "rhythm", "all-sounds"],
    "text": ["word-sequences", "characters", "endings", "negated-words"],
}
# Few columns, each meaningful alone: where the single-feature rung looks.
SINGLE_VIEW = {
    "tabular": "table",
    "join": "table",
    "series": "table",
    "image": "statistics",
    "audio": "loudness",
    "text": "counts",
}


def view_of(problem: Problem, view: str, encoding: str) -> tuple[np.ndarray, np.ndarray]:
    """The matrices of a view, built once per problem: rungs, searches and gates ask for the same ones again. Nobody may
    write into them."""
    key = f"view:{view}:{encoding}"
    if key not in problem.cache:
        pair = VIEWS[view](problem, encoding)
        for matrix in pair:
            matrix.setflags(write=False)
        problem.cache[key] = pair
    return problem.cache[key]
