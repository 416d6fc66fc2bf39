"""Measure mechanisms: compose a spec under several secrets, run the shipped solutions, compare them on the hidden test.

`python -m sandmle.study --seeds 5 SPEC.json...` prints one JSON object a line: scores, shares of the dummy-to-oracle
gap, paired standard errors and seconds. Programs run in this process, from their rendered source.
"""
from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
import time
import warnings
from pathlib import Path

from sandmle.bootstrap import resample_counts, weighted_scores
from sandmle.compose import compose
from sandmle.kernels import METRICS
from sandmle.scoring import pick, read_answer_key, read_submission, score_predictions
from sandmle.spec import plan_of

DEFAULTS = ("simple-baseline__linear", "default__boosting", "default__forest")
RESAMPLES = 200


def run_program(text: str, name: str, options: list[str]) -> float:
    """Run a rendered program as __main__ in this process; its CPU seconds."""
    before = sys.argv
    sys.argv = [name, *options]
    started = time.process_time()
    try:
        exec(compile(text, name, "exec"), {"__name__": "__main__", "__file__": name})
    finally:
        sys.argv = before
    return time.process_time() - started


def with_secret(spec: dict, number: int) -> dict:
    """The same spec under another secret; number 0 keeps its own."""
    if number == 0:
        return spec
    return {**spec, "secret": hashlib.sha256(f"{spec['secret']}{number}".encode()).hexdigest()[:32]}


def measure(spec: dict, folder: Path, names: tuple[str, ...] | None = None) -> dict:
    """Compose, generate and solve one spec below `folder`; scores, seconds and comparisons."""
    plan, started = plan_of(spec), time.process_time()
    files = compose(plan)
    seconds = {"compose": time.process_time() - started}
    seconds["generate"] = run_program(files["generate.py"], "generate.py", ["--seed", "0", "--out", str(folder)])
    key = read_answer_key(
        plan.metric,
        folder / "judge" / "answer.csv",
        {"classes": plan.classes, "submissionColumns": plan.submission_columns},
    )
    places = key.places("reward")
    predictions = {"oracle": pick(read_submission(key, folder / "judge" / "oracle.csv"), places)}
    for path, text in files.items():
        name = path.removeprefix("solutions/").removesuffix(".py")
        if not path.startswith("solutions/") or (names and name not in names):
            continue
        out = folder / f"{name}.csv"
        seconds[name] = run_program(text, path, ["--agent", str(folder / "agent"), "--out", str(out)])
        predictions[name] = pick(read_submission(key, out), places)
    key = key.only("reward")
    scores = {name: score_predictions(key, rows) for name, rows in predictions.items()}
    return {"scores": scores, "seconds": seconds, **compare(plan.metric, key, predictions, scores)}


def compare(metric: str, key, predictions: dict, scores: dict) -> dict:
    """Shares of the gap and the distance from the best default in paired standard errors."""
    sign = 1 if METRICS[metric][1] == "maximize" else -1
    gap = sign * (scores["oracle"] - scores["constant__prior"])
    best = max((name for name in DEFAULTS if name in scores), key=lambda name: sign * scores[name])
    counts = resample_counts(len(key.ids), RESAMPLES, 0)
    base = weighted_scores(key, predictions[best], counts)
    distance, share = {}, {"default": sign * (scores[best] - scores["constant__prior"]) / gap}
    for short, name in (("engineered", "engineered__features"), ("reference", "reference__rule")):
        if name in predictions:
            error = (weighted_scores(key, predictions[name], counts) - base).std(ddof=1) + 1e-12
            distance[short] = round(sign * (scores[name] - scores[best]) / error, 2)
            share[short] = sign * (scores[name] - scores["constant__prior"]) / gap
    return {
        "bestDefault": best,
        "share": {name: round(value, 3) for name, value in share.items()},
        "standardErrorsAboveDefault": distance,
    }


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("specs", nargs="+")
    parser.add_argument("--seeds", type=int, default=5)
    options = parser.parse_args()
    warnings.filterwarnings("ignore")
    for path in options.specs:
        spec = json.loads(Path(path).read_text(encoding="utf-8"))
        for number in range(options.seeds):
            with tempfile.TemporaryDirectory() as folder:
                report = measure(with_secret(spec, number), Path(folder))
            report["seconds"] = {name: round(value, 2) for name, value in report["seconds"].items()}
            print(json.dumps({"spec": Path(path).stem, "secret": number, **report}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
