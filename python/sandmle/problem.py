"""One task as a solver sees it: the agent files, read once, with the columns sorted by what they hold."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from sandmle.kernels import FACTS

DATE_PATTERN = r"\d{4}-\d{2}-\d{2}"
MEDIA_SUFFIXES = (".png", ".wav")


@dataclass
class Problem:
    """`train` and `test` keep the id column and hold no target. `y` holds class indices (binary, multiclass),
    integer grades (ordinal) or values (regression), in the order of `train`."""

    modality: str
    task: str
    metric: str
    target: str
    classes: list[str]
    id_column: str
    submission_columns: list[str]
    train: pd.DataFrame
    test: pd.DataFrame
    y: np.ndarray
    tables: dict[str, pd.DataFrame]
    agent: Path
    # Whether the metric counts errors in log(1 + value), and whether it compares labels or grades, not predicted numbers.
    # Fields, as programs carry this class and no facts of metrics.
    logs: bool = False
    scores_labels: bool = False
    cache: dict[str, tuple[np.ndarray, np.ndarray]] = field(default_factory=dict)

    @property
    def classifies(self) -> bool:
        """True when models predict class probabilities; ordinal grades are fitted as numbers."""
        return self.task in ("binary", "multiclass")

    @property
    def class_count(self) -> int:
        """Number of classes or grades; 0 for regression."""
        if self.task == "binary":
            return 2
        if self.task == "ordinal":
            return len(self.classes) if self.classes else int(self.y.max()) + 1
        return len(self.classes)

    @cached_property
    def kinds(self) -> dict[str, str]:
        """Feature column -> numeric, categorical, date, text or path, judged from train.csv alone."""
        return {name: column_kind(self.train[name]) for name in self.train if name != self.id_column}

    def columns_of(self, kind: str) -> list[str]:
        """Feature columns of one kind, in file order."""
        return [name for name, found in self.kinds.items() if found == kind]


def column_kind(column: pd.Series) -> str:
    """What a column holds: numeric, categorical, date, text or path."""
    if column.dtype.kind != "O":
        return "numeric"
    values = column.dropna().astype(str)
    if values.empty:
        return "numeric"
    if values.str.fullmatch(DATE_PATTERN).all():
        return "date"
    if values.str.endswith(MEDIA_SUFFIXES).all():
        return "path"
    return "text" if values.str.count(" ").mean() >= 4 else "categorical"


def read_problem(task_file: Path, agent: Path) -> Problem:
    """Read ladder.json and the agent files beside it.

    Raises ValueError with the file and the reason when a declared column or class is missing.
    """
    task = json.loads(task_file.read_text(encoding="utf-8"))
    text_ids = {task["idColumn"]: str}
    train = pd.read_csv(agent / "train.csv", dtype=text_ids)
    test = pd.read_csv(agent / "test.csv", dtype=text_ids)
    if task["target"] not in train:
        raise ValueError(f"train.csv: no column {task['target']!r} (the target)")
    # Classes of a binary or ordinal task are words for prose; the files hold integers.
    classes = [str(name) for name in task.get("classes") or []]
    tables = {name: pd.read_csv(agent / name, dtype=text_ids) for name in sorted(task.get("tables", []))}
    return Problem(
        modality=task["modality"],
        task=task["task"],
        metric=task["metric"],
        target=task["target"],
        classes=classes,
        id_column=task["idColumn"],
        submission_columns=list(task["submissionColumns"]),
        train=train.drop(columns=task["target"]),
        test=test,
        y=encode_target(train[task["target"]], task["task"], classes),
        tables=tables,
        agent=agent,
        logs=FACTS[task["metric"]].logs,
        scores_labels=FACTS[task["metric"]].submission == "label",
    )


def encode_target(column: pd.Series, task: str, classes: list[str]) -> np.ndarray:
    """Labels as class indices, grades as integers, values as floats. Raises ValueError for an unknown
    label."""
    if task == "regression":
        return column.to_numpy(float)
    if task in ("binary", "ordinal"):
        return column.to_numpy(float).astype(int)
    index = {name: position for position, name in enumerate(classes)}
    unknown = sorted(set(column.astype(str)) - set(index))
    if unknown:
        raise ValueError(f"column {column.name!r}: label {unknown[0]!r} is not one of the declared classes")
    return column.astype(str).map(index).to_numpy(int)
