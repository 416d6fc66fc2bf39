"""What every recipe of a bundled seed shares: the record of a seed, the streams, the splits, where packages lie."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).resolve().parent
VEGA = HERE.parent / "node_modules" / "vega-datasets" / "data"
#: A folder whose `node_modules` has the packages that only these recipes need.
NODE = Path(os.environ.get("SEED_PACKAGES", HERE.parent))
UCI = "https://archive.ics.uci.edu/dataset/"
CC_BY = "CC-BY-4.0"
CC0 = "CC0-1.0"
US_GOV = "US-Government-Work"


@dataclass(frozen=True)
class Seed:
    """One bundled seed task: what stands in `seed.json`, the statement and the frames."""

    slug: str
    title: str
    modality: str
    task: str
    metric: str
    direction: str
    target: str
    source: str
    licence: str
    attribution: str
    story: str
    evaluation: str
    columns: dict[str, str]
    train: pd.DataFrame
    test: pd.DataFrame
    baseline: object
    tables: dict[str, pd.DataFrame] | None = None
    images: dict[str, np.ndarray] | None = None
    #: Sounds by the id of their row, 16-bit samples at 8 kHz.
    sounds: dict[str, np.ndarray] | None = None
    #: Where the rows are from and how they were split, in words; older statements have none.
    about: str | None = None
    #: What an answer is, in words; goes with `about`.
    submission: str | None = None


def stream(slug: str) -> np.random.Generator:
    """The generator of one seed: its name is the key."""
    return np.random.default_rng(list(hashlib.sha256(slug.encode()).digest()))


def with_ids(slug: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Add an opaque `id` column that says nothing about row order or label."""
    rng = stream(slug + "/ids")
    ids = rng.choice(16**8, size=len(frame), replace=False)
    frame = frame.reset_index(drop=True)
    frame.insert(0, "id", [f"{value:08x}" for value in ids])
    return frame


def random_split(slug: str, frame: pd.DataFrame, test_rows: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Shuffle, then cut off `test_rows` rows as the hidden part."""
    order = stream(slug + "/split").permutation(len(frame))
    frame = with_ids(slug, frame.iloc[order])
    return frame.iloc[test_rows:].reset_index(drop=True), frame.iloc[:test_rows].reset_index(drop=True)


def split_where(slug: str, frame: pd.DataFrame, is_test: pd.Series) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Shuffle, then send the rows that `is_test` names to the hidden part."""
    order = stream(slug + "/split").permutation(len(frame))
    marks = is_test.to_numpy()[order]
    frame = with_ids(slug, frame.iloc[order])
    return frame[~marks].reset_index(drop=True), frame[marks].reset_index(drop=True)


def some_of(slug: str, values: list, share: float) -> set:
    """A share of the different values, drawn by the seed's name: whole groups go to one side of a split."""
    known = sorted(set(values))
    order = stream(slug + "/groups").permutation(len(known))
    return {known[place] for place in order[: round(share * len(known))]}


def python_file(package: str, version: str, path: str) -> Path:
    """A data file inside an installed Python package of exactly this version."""
    found = distribution(package)
    if found.version != version:
        raise SystemExit(f"{package} is {found.version}; these rows are of {version}")
    return Path(str(found.locate_file(path)))


def node_file(package: str, version: str, path: str) -> Path:
    """A data file inside an installed npm package of exactly this version."""
    folder = NODE / "node_modules" / package
    found = json.loads((folder / "package.json").read_text())["version"]
    if found != version:
        raise SystemExit(f"{package} is {found}; these rows are of {version}")
    return folder / path
