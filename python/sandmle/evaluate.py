"""Score a folder of submissions with the trusted kernel of a metric, on the reward rows or on those kept for feedback.

`python -m sandmle.evaluate --metric auc --answer answer.csv --submissions subs --out score.json
[--part feedback] [--task task.json] [--bootstrap 200] [--pairs s4:s5,s5:s6] [--seed 0]`
"""
from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np

from sandmle.bootstrap import resample_counts, weighted_scores
from sandmle.kernels import METRICS
from sandmle.scoring import DECIMALS, AnswerKey, pick, read_answer_key, read_submission, read_task, score_predictions
from sandmle.submissions import PARTS, InvalidSubmission


def evaluate(
    key: AnswerKey, files: dict[str, Path], resamples: int, pairs: list[str], seed: int, part: str = PARTS[0]
) -> dict:
    """Scores of every named submission; with resamples > 0 also bootstrap intervals and paired differences.

    Raises InvalidSubmission where the answers have no rows of this part.
    """
    places, scored = key.places(part), key.only(part)
    report: dict = {"scores": {}, "intervals": {}, "pairs": {}}
    predictions = {}
    for name in sorted(files):
        try:
            predictions[name] = pick(read_submission(key, files[name]), places)
            score = score_predictions(scored, predictions[name])
            report["scores"][name] = {"valid": True, "score": score, "reason": None}
        except InvalidSubmission as error:
            report["scores"][name] = {"valid": False, "score": None, "reason": str(error)}
    if resamples == 0:
        return report
    counts = resample_counts(len(scored.ids), resamples, seed)
    drawn = {name: weighted_scores(scored, rows, counts) for name, rows in predictions.items()}
    report["intervals"] = {name: interval(values) for name, values in drawn.items()}
    for pair in pairs:
        first, second = pair.split(":")
        if first in drawn and second in drawn:
            scores = report["scores"]
            report["pairs"][pair] = paired(
                METRICS[key.metric][1], drawn[first], drawn[second], scores[first]["score"], scores[second]["score"]
            )
    return report


def interval(values: np.ndarray) -> dict:
    """95 % percentile interval and standard error."""
    low, high = np.quantile(values, [0.025, 0.975])
    return {"low": rounded(low), "high": rounded(high), "se": rounded(values.std(ddof=1))}


def paired(direction: str, first: np.ndarray, second: np.ndarray, before: float, after: float) -> dict:
    """How much better the second is (positive = better in the metric's direction), on the same resamples."""
    sign = 1 if direction == "maximize" else -1
    gains = sign * (second - first)
    return {
        "difference": rounded(sign * (after - before)),
        "se": rounded(gains.std(ddof=1)),
        "probability": rounded((gains > 0).mean()),
    }


def rounded(value: float) -> float:
    """A plain float with the decimals of a score."""
    return round(float(value), DECIMALS)


def main() -> int:
    """Command line; exit 2 for bad usage, 1 when the answers cannot be read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--metric", required=True, choices=list(METRICS))
    parser.add_argument("--answer", required=True)
    parser.add_argument("--submissions", required=True, help="folder of <name>.csv files")
    parser.add_argument("--out", required=True)
    parser.add_argument("--part", choices=PARTS, default=PARTS[0])
    parser.add_argument("--task", help="task.json; without it classes are those that occur in the answers")
    parser.add_argument("--bootstrap", type=int, default=0)
    parser.add_argument("--pairs", default="")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    files = {path.stem: path for path in Path(options.submissions).glob("*.csv")}
    pairs = [pair for pair in options.pairs.split(",") if pair]
    if any(pair.count(":") != 1 for pair in pairs):
        parser.error("--pairs: write first:second,first:second")
    try:
        key = read_answer_key(options.metric, Path(options.answer), read_task(options.task))
        report = evaluate(key, files, options.bootstrap, pairs, options.seed, options.part)
    except InvalidSubmission as error:
        print(error, file=sys.stderr)
        return 1
    Path(options.out).write_text(json.dumps(report, sort_keys=True) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
