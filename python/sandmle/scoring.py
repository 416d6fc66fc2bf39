"""Scores of submission files by the trusted kernels."""
from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from sandmle.kernels import METRICS, load_kernel
from sandmle.submissions import InvalidSubmission, read_answers, read_predictions, read_rows

DECIMALS = 5


@dataclass(frozen=True)
class AnswerKey:
    """What a metric needs to score a submission: ids, answers as floats or labels, and the exact header."""

    metric: str
    ids: list[str]
    truth: list
    classes: list[str]
    header: list[str]

    @property
    def kind(self) -> str:
        """value, label or probabilities."""
        return METRICS[self.metric][0]

    @property
    def bounded(self) -> bool:
        """Whether predicted numbers must be probabilities."""
        return self.metric in ("log-loss", "multi-log-loss")


def read_answer_key(metric: str, answer: Path, task: dict | None = None) -> AnswerKey:
    """The key of a task; `task` (task.json) fixes classes and header, which otherwise come from answer.csv.

    Raises InvalidSubmission when the answers do not fit the metric.
    """
    if metric not in METRICS:
        raise InvalidSubmission(f"unknown metric {metric!r}; known: {', '.join(METRICS)}")
    header, _ = read_rows(answer)
    ids, cells = read_answers(answer)
    kind = METRICS[metric][0]
    if kind == "value":
        truth, classes = [float(cell) for cell in cells], []
    else:
        truth, classes = cells, sorted(set(cells))
    if task and task.get("classes") and kind != "value":
        classes = [str(name) for name in task["classes"]]
        unknown = sorted(set(truth) - set(classes))
        if unknown:
            raise InvalidSubmission(f"answer.csv: {unknown[0]!r} is not one of the classes in task.json")
    columns = classes if kind == "probabilities" else [header[1]]
    if task and task.get("submissionColumns"):
        columns = list(task["submissionColumns"])
    if kind == "probabilities":
        classes = columns
    return AnswerKey(metric, ids, truth, classes, [header[0], *columns])


def read_submission(key: AnswerKey, path: Path) -> list:
    """Predictions of one file, aligned with the key. Raises InvalidSubmission."""
    return read_predictions(path, key.kind, key.header, key.ids, key.classes, key.bounded)


def score_predictions(key: AnswerKey, predictions: list) -> float:
    """The rounded score of aligned predictions."""
    return round(load_kernel(key.metric).score(key.truth, predictions, key.classes), DECIMALS)


def score_file(key: AnswerKey, path: Path) -> dict:
    """`{"valid", "score", "reason"}` of one submission file."""
    try:
        return {"valid": True, "score": score_predictions(key, read_submission(key, path)), "reason": None}
    except InvalidSubmission as error:
        return {"valid": False, "score": None, "reason": str(error)}


def read_task(path: str | None) -> dict | None:
    """task.json, when given."""
    return json.loads(Path(path).read_text(encoding="utf-8")) if path else None
