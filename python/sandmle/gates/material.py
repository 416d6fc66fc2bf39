"""Everything the trusted checks see of a task: the agent's view as a solver reads it, and the judge's
files."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from sandmle.predictions import dummy, submission_of
from sandmle.problem import Problem, encode_target, read_problem
from sandmle.scoring import AnswerKey, read_answer_key, read_submission, score_predictions
from sandmle.kernels import METRICS


@dataclass
class Material:
    """A task on disk with its hidden answers. `answers` is encoded like `problem.y`, in the order of
    test.csv."""

    root: Path
    task: dict
    problem: Problem
    answers: np.ndarray
    key: AnswerKey

    @property
    def sign(self) -> int:
        """1 when a higher score is better, else -1."""
        return 1 if METRICS[self.key.metric][1] == "maximize" else -1

    def score(self, predicted: np.ndarray) -> float:
        """Trusted score of raw predictions in the order of test.csv."""
        frame = submission_of(self.problem, predicted).set_index(self.problem.id_column).reindex(self.key.ids)
        if self.key.kind == "probabilities":
            return score_predictions(self.key, frame.to_numpy(float).tolist())
        cells = frame.iloc[:, 0]
        return score_predictions(self.key, cells.astype(str if self.key.kind == "label" else float).tolist())

    def share_of_gap(self, score: float, low: float, high: float) -> float:
        """How far a score is from `low` (dummy) towards `high` (oracle); 0 when the two do not differ."""
        return (score - low) / (high - low) if abs(high - low) > 1e-9 else 0.0

    def dummy_score(self) -> float:
        """Score of the best constant that the training rows give."""
        return self.score(dummy(self.problem))

    def oracle_score(self) -> float:
        """Score of judge/oracle.csv."""
        return score_predictions(self.key, read_submission(self.key, self.root / "judge" / "oracle.csv"))


def read_material(task_file: Path) -> Material:
    """Read inspect.json and the folders agent and judge beside it. Raises ValueError or OSError with the
    reason."""
    root = task_file.resolve().parent
    task = json.loads(task_file.read_text(encoding="utf-8"))
    problem = read_problem(task_file, root / "agent")
    answer = pd.read_csv(root / "judge" / "answer.csv", dtype={problem.id_column: str})
    aligned = answer.set_index(problem.id_column)[problem.target].reindex(problem.test[problem.id_column])
    if aligned.isna().any():
        raise ValueError(
            f"judge/answer.csv: no answer for id {aligned.index[aligned.isna()][0]!r} of test.csv"
        )
    answers = encode_target(aligned, problem.task, problem.classes)
    return Material(
        root, task, problem, answers, read_answer_key(problem.metric, root / "judge" / "answer.csv", task)
    )
