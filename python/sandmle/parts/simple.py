"""Submissions without a model, from the standard library alone."""
from __future__ import annotations

import csv
import random
import shutil
from pathlib import Path

from sandmle.parts.middles import best_constant


def read_column(path: Path, name: str) -> list[str]:
    """One column of a CSV file."""
    with open(path, encoding="utf-8", newline="") as file:
        return [row[name] for row in csv.DictReader(file)]


def constant_row(values: list[str], kind: str, classes: list[str]) -> list[str]:
    """The best constant of a kind of submission, from the training targets: the cells after the id."""
    if kind == "probabilities":
        return [f"{values.count(name) / len(values):.6f}" for name in classes]
    if kind == "label":
        return [max(sorted(set(values)), key=values.count)]
    return [repr(best_constant([float(value) for value in values], kind))]


def random_row(source: random.Random, values: list[str], kind: str, classes: list[str]) -> list[str]:
    """A random prediction: probabilities, or a target drawn from the training rows."""
    if kind == "chance":
        return [repr(source.random())]
    if kind == "probabilities":
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
