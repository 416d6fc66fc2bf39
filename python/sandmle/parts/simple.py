"""Submissions without a model, from the standard library alone."""
from __future__ import annotations

import csv
import math
import random
import shutil
from pathlib import Path


def read_column(path: Path, name: str) -> list[str]:
    """One column of a CSV file."""
    with open(path, encoding="utf-8", newline="") as file:
        return [row[name] for row in csv.DictReader(file)]


def constant_row(values: list[str], metric: str, classes: list[str]) -> list[str]:
    """The best constant for a metric, from the training targets: the cells of a submission after the id."""
    if metric == "multi-log-loss":
        return [f"{values.count(name) / len(values):.6f}" for name in classes]
    if metric in ("accuracy", "macro-f1", "qwk"):
        return [max(sorted(set(values)), key=values.count)]
    numbers = sorted(float(value) for value in values)
    if metric == "mae":
        return [repr(numbers[len(numbers) // 2])]
    if metric == "rmsle":
        return [repr(math.expm1(sum(math.log1p(number) for number in numbers) / len(numbers)))]
    return [repr(sum(numbers) / len(numbers))]


def random_row(source: random.Random, values: list[str], metric: str, classes: list[str]) -> list[str]:
    """A random prediction: probabilities, or a target drawn from the training rows."""
    if metric in ("auc", "log-loss"):
        return [repr(source.random())]
    if metric == "multi-log-loss":
        drawn = [source.random() + 1e-6 for _ in classes]
        return [repr(value / sum(drawn)) for value in drawn]
    return [source.choice(values)]


def write_rows(out: Path, header: list[str], rows: list[list[str]]) -> None:
    """Write a submission."""
    with open(out, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def copy_sample(agent: Path, out: Path) -> None:
    """Hand in the sample submission."""
    shutil.copyfile(agent / "sample_submission.csv", out)
