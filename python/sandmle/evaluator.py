"""Render judge/evaluator.py: the trusted kernel and the strict reader as one standard-library file.

`python -m sandmle.evaluator --metric auc --task task.json --out evaluator.py`; task.json holds target, classes,
idColumn, submissionColumns, direction and the four thresholds as plain numbers (or with `value`).
"""
from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from sandmle.kernels import FACTS, METRICS, load_kernel
from sandmle.scoring import DECIMALS
from sandmle import submissions
from sandmle.source import constants_source, imports_of, literal, module_functions

TIERS = ("gold", "silver", "bronze", "median")

TEMPLATE = '''"""Evaluator: {summary}

usage: python evaluator.py --submission_path submission.csv [--part feedback]
Prints one JSON object: score, is_lower_better and the four thresholds. The score is that of the reward rows, on which
the thresholds were measured; with --part feedback that of the rows which are kept for feedback. A submission that
cannot be scored ends the program with exit code 1 and a message on stderr. The answers are answer.csv beside this
file, else ../private/answer.csv. Standard library only.
"""
{imports}

METRIC = {metric}
KIND = {kind}  # what a submission row holds: a value, a label, or one probability a class
HEADER = {header}
CLASSES = {classes}
BOUNDED = {bounded}  # numbers must be probabilities
IS_LOWER_BETTER = {lower}
{thresholds}
{constants}


{functions}


def answer_path():
    """Where the answers are: beside this file, or in the private folder next to it."""
    here = os.path.dirname(os.path.abspath(__file__))
    beside = os.path.join(here, "answer.csv")
    return beside if os.path.isfile(beside) else os.path.join(here, "..", "private", "answer.csv")


def evaluate(path, part):
    """The score of one submission file on the rows of one part, rounded to {decimals} decimals."""
    ids, answers, parts = read_answers(answer_path())
    truth = [float(cell) for cell in answers] if KIND == "value" else answers
    predictions = read_predictions(path, KIND, HEADER, ids, CLASSES, BOUNDED)
    places = rows_of(parts, part)
    truth, predictions = ([values[place] for place in places] for values in (truth, predictions))
    return round(score(truth, predictions, CLASSES), {decimals})


def main():
    """Command line."""
    parser = argparse.ArgumentParser(description="Score a submission.")
    parser.add_argument("--submission_path", required=True)
    parser.add_argument("--part", choices=PARTS, default=PARTS[0])
    options = parser.parse_args()
    try:
        result = evaluate(options.submission_path, options.part)
    except InvalidSubmission as error:
        sys.exit(f"invalid submission: {{error}}")
    report = {{
        "score": result,
        "is_lower_better": IS_LOWER_BETTER,
        "gold_threshold": GOLD,
        "silver_threshold": SILVER,
        "bronze_threshold": BRONZE,
        "median_threshold": MEDIAN,
    }}
    print(json.dumps(report))


if __name__ == "__main__":
    main()
'''


def render_evaluator(metric: str, task: dict) -> str:
    """Source text of the stand-alone evaluator. Raises KeyError naming the missing entry of `task`."""
    kind, direction = METRICS[metric]
    kernel = load_kernel(metric)
    columns = [str(name) for name in task["submissionColumns"]]
    if kind == "probabilities":
        classes = columns
    else:
        classes = [str(name) for name in task["classes"] or []] if kind == "label" else []
    if kind == "label" and not classes:
        raise KeyError("classes")
    functions = [*module_functions(submissions), *module_functions(kernel)]
    standard = ["import argparse", "import json", "import os", "import sys"]
    return TEMPLATE.format(
        summary=kernel.__doc__.strip(),
        imports="\n".join(sorted({*standard, *imports_of(submissions), *imports_of(kernel)})),
        metric=literal(metric),
        kind=literal(kind),
        header=literal([task["idColumn"], *columns]),
        classes=literal(classes),
        bounded=FACTS[metric].bounded,
        lower=direction == "minimize",
        thresholds="\n".join(f"{tier.upper()} = {threshold(task, tier)}" for tier in TIERS),
        constants=constants_source(submissions),
        functions="\n\n\n".join(functions),
        decimals=DECIMALS,
    )


def threshold(task: dict, tier: str) -> float:
    """A threshold of task.json, rounded like a score."""
    entry = task["thresholds"][tier]
    return round(float(entry["value"] if isinstance(entry, dict) else entry), DECIMALS)


def main() -> int:
    """Command line; exit 1 with a message when task.json lacks something."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--metric", required=True, choices=list(METRICS))
    parser.add_argument("--task", required=True)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    task = json.loads(Path(options.task).read_text(encoding="utf-8"))
    try:
        text = render_evaluator(options.metric, task)
    except KeyError as error:
        print(f"{options.task}: entry {error} is missing or empty", file=sys.stderr)
        return 1
    Path(options.out).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
