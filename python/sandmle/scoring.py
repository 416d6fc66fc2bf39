"""Scores of submission files by the trusted kernels."""
from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from pathlib import Path

from sandmle.kernels import FACTS, METRICS, load_kernel
from sandmle.submissions import PARTS, InvalidSubmission, read_answers, read_predictions, read_rows, rows_of

DECIMALS = 5


@dataclass(frozen=True)
class AnswerKey:
    """What a metric needs to score a submission: ids, answers as floats or labels, the exact header, and the part of
    each row (empty: all are reward rows). A submission covers all rows; its score is that of one part."""

    metric: str
    ids: list[str]
    truth: list
    classes: list[str]
    header: list[str]
    parts: list[str] = field(default_factory=list)

    @property
    def has_feedback(self) -> bool:
        """Whether some rows are kept for feedback."""
        return PARTS[1] in self.parts

    def places(self, part: str) -> list[int]:
        """Places of the rows of one part. Raises InvalidSubmission where it has none."""
        return rows_of(self.parts or [PARTS[0]] * len(self.ids), part)

    def only(self, part: str) -> AnswerKey:
        """The key of one part alone: what its score depends on."""
        places = self.places(part)
        return replace(self, ids=pick(self.ids, places), truth=pick(self.truth, places), parts=[])

    @property
    def kind(self) -> str:
        """value, label or probabilities."""
        return METRICS[self.metric][0]

    @property
    def bounded(self) -> bool:
        """Whether predicted numbers must be probabilities."""
        return FACTS[self.metric].bounded


def pick(values: list, places: list[int]) -> list:
    """The values at some places."""
    return [values[place] for place in places]


def read_answer_key(metric: str, answer: Path, task: dict | None = None) -> AnswerKey:
    """The key of a task; `task` (task.json) fixes classes and header, which otherwise come from answer.csv.

    Raises InvalidSubmission when the answers do not fit the metric.
    """
    if metric not in METRICS:
        raise InvalidSubmission(f"unknown metric {metric!r}; known: {', '.join(METRICS)}")
    header = read_rows(answer)[0]
    ids, cells, parts = read_answers(answer)
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
    return AnswerKey(metric, ids, truth, classes, [header[0], *columns], parts)


def read_submission(key: AnswerKey, path: Path) -> list:
    """Predictions of one file, aligned with all rows of the key. Raises InvalidSubmission."""
    return read_predictions(path, key.kind, key.header, key.ids, key.classes, key.bounded)


def score_predictions(key: AnswerKey, predictions: list, part: str = PARTS[0]) -> float:
    """The rounded score of aligned predictions on the rows of one part."""
    places = key.places(part)
    score = load_kernel(key.metric).score
    return round(score(pick(key.truth, places), pick(predictions, places), key.classes), DECIMALS)


def score_file(key: AnswerKey, path: Path, part: str = PARTS[0]) -> dict:
    """`{"valid", "score", "reason"}` of one submission file."""
    try:
        return {"valid": True, "score": score_predictions(key, read_submission(key, path), part), "reason": None}
    except InvalidSubmission as error:
        return {"valid": False, "score": None, "reason": str(error)}


def read_task(path: str | None) -> dict | None:
    """task.json, when given."""
    return json.loads(Path(path).read_text(encoding="utf-8")) if path else None
