"""Prove an evaluator: it refuses junk, obeys what any metric obeys, equals the trusted kernel, and mistakes
show.

usage: python -m sandmle.evaluator_checks --task task.json --out measurements.json
with judge/evaluator.py, judge/answer.csv, judge/oracle.csv and agent/sample_submission.csv beside task.json,
which holds metric, classes, idColumn, submissionColumns, the four thresholds as numbers and the gate's policy. Standard library
only, so that a run of the evaluator costs a fork and nothing more.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import CodeType

from sandmle.gates.junk import junk_cases
from sandmle.gates.measurement import Measurement
from sandmle.gates.metamorphic import (
    answer,
    count,
    dialect_check,
    feedback_check,
    metamorphic_measurements,
    rewriting_check,
)
from sandmle.gates.mutants import mutants_of
from sandmle.gates.policy import Policy
from sandmle.gates.runner import NO_END, Call, Outcome, parse_report, run_batch, run_evaluator, same_outcomes
from sandmle.gates.submission_cases import dialect_cases, perfect_rows, same_score_cases, scorable_cases, text_of
from sandmle.scoring import AnswerKey, pick, read_answer_key, read_submission, score_predictions

SMALL_KEY_ROWS = 60
# How a submission is written matters alike for a thousand rows and for twenty thousand.
WRITING_ROWS = 250
MOST_HANGING = 3
STAND_ALONE_SECONDS = 30
# Processor seconds that a mutant may take for a submission of a few rows, beyond a multiple of the original's.
LEAST_PATIENCE = 0.1
MODULE = "sandmle.evaluator_checks"
WARM = ("numpy", "pandas", "sklearn", "scipy")


def check_evaluator(root: Path, task: dict) -> dict:
    """The content of measurements.json: {"measurements", "junk", "mutants"}."""
    policy = Policy(task["policy"])
    source = (root / "judge" / "evaluator.py").read_text(encoding="utf-8")
    try:
        code = compile(source, "evaluator.py", "exec")
    except SyntaxError as error:
        found = [answer("runs", False, f"evaluator.py, line {error.lineno}: {error.msg}")]
        return report(found, [], {}, [], [])
    import_beforehand(source)
    key = read_answer_key(task["metric"], root / "judge" / "answer.csv", task)
    given = {
        "sample submission": (root / "agent" / "sample_submission.csv").read_bytes(),
        "oracle": (root / "judge" / "oracle.csv").read_bytes(),
    }
    started = time.monotonic()
    alone = stand_alone_check(root, given["oracle"])
    if not policy.passes(alone):
        return report([alone], [], {}, [], [])
    patience = 2.0 + 3 * (time.monotonic() - started)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_answers(key, folder)
        run, trusted = runner(code, folder, patience), trusted_scorer(key, folder)
        found = [alone, *metamorphic_measurements(key, task, given, run, trusted)]
        if key.has_feedback:
            told = runner(code, folder, patience, "feedback"), trusted_scorer(key, folder, "feedback")
            found.append(feedback_check(key, given, *told))
    with tempfile.TemporaryDirectory() as name:
        folder, few = Path(name), fewer_rows(key, WRITING_ROWS)
        write_answers(few, folder)
        run, trusted = runner(code, folder, patience), trusted_scorer(few, folder)
        found += [rewriting_check(few, run), dialect_check(few, run, trusted)]
        junk = junk_cases(few, perfect_rows(few))
        accepted = accepted_junk(junk, run)
        found.append(junk_check(junk, accepted))
    if not policy.all_pass(found):
        # Mistakes in an evaluator that is wrong already prove nothing.
        return report(found, accepted, junk, [], [])
    mutants, survived = run_mutants(source, fewer_rows(key, SMALL_KEY_ROWS))
    found.append(mutation_check(mutants, survived))
    return report(found, accepted, junk, mutants, survived)


def report(
    found: list[Measurement], accepted: list[str], junk: dict, mutants: list[str], survived: list[str]
) -> dict:
    """Plain JSON values."""
    return {
        "measurements": [one.as_json() for one in found],
        "junk": {"total": len(junk), "rejected": len(junk) - len(accepted), "accepted": accepted},
        "mutants": {"total": len(mutants), "killed": len(mutants) - len(survived), "survived": survived},
    }


def import_beforehand(source: str) -> None:
    """Load heavy libraries once if the evaluator uses them; every fork then has them."""
    for library in WARM:
        if f"import {library}" in source or f"from {library}" in source:
            __import__(library)


def write_answers(key: AnswerKey, folder: Path) -> None:
    """answer.csv of a key, where the evaluator will look for it."""
    rows = [
        [name, str(int(truth)) if isinstance(truth, float) and truth.is_integer() else str(truth)]
        for name, truth in zip(key.ids, key.truth)
    ]
    header = [key.header[0], "answer" if key.kind == "probabilities" else key.header[1]]
    if key.has_feedback:
        header, rows = [*header, "part"], [[*row, part] for row, part in zip(rows, key.parts)]
    (folder / "answer.csv").write_bytes(text_of(header, rows))


def accepted_junk(junk: dict[str, bytes], run: Callable[[bytes], Outcome]) -> list[str]:
    """Names of the malformed submissions that are not refused. An evaluator that hangs is not asked much
    longer."""
    accepted, hanging = [], 0
    for case, content in junk.items():
        if hanging < MOST_HANGING:
            outcome = run(content)
            hanging += outcome.status == "broken" and outcome.output.startswith(NO_END)
        if hanging >= MOST_HANGING or outcome.status != "refused":
            accepted.append(case)
    return accepted


def runner(
    code: CodeType, folder: Path, patience: float, part: str | None = None
) -> Callable[[bytes], Outcome]:
    """A function that runs the evaluator on the bytes of a submission; without a part as others do, by default."""

    def run(content: bytes) -> Outcome:
        path = folder / "submission.csv"
        path.write_bytes(content)
        return run_evaluator(code, folder, path, patience, part)

    return run


def trusted_scorer(key: AnswerKey, folder: Path, part: str = "reward") -> Callable[[bytes], float]:
    """A function that scores the bytes of a submission with the trusted kernel on one part."""

    def score(content: bytes) -> float:
        path = folder / "trusted.csv"
        path.write_bytes(content)
        return score_predictions(key, read_submission(key, path), part)

    return score


def stand_alone_check(root: Path, oracle: bytes) -> Measurement:
    """As others run it: a process of its own, isolated mode, answers beside the file."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in ("evaluator.py", "answer.csv"):
            (folder / file).write_bytes((root / "judge" / file).read_bytes())
        (folder / "submission.csv").write_bytes(oracle)
        command = [sys.executable, "-I", "evaluator.py", "--submission_path", "submission.csv"]
        try:
            done = subprocess.run(
                command, cwd=folder, capture_output=True, timeout=STAND_ALONE_SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            return answer("runs", False, f"the evaluator does not end within {STAND_ALONE_SECONDS} s")
    fine = done.returncode == 0 and parse_report(done.stdout.decode("utf-8", "replace")) is not None
    last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["no message"]
    message = (
        "runs alone and prints one JSON report"
        if fine
        else f"exit {done.returncode} on the oracle: {last[0][:200]}"
    )
    return answer("runs", fine, message, done.returncode, 0)


def junk_check(junk: dict[str, bytes], accepted: list[str]) -> Measurement:
    """Every malformed submission is refused."""
    message = f"{len(junk) - len(accepted)} of {len(junk)} malformed submissions are refused"
    if accepted:
        message += f"; accepted: {', '.join(accepted[:8])}"
    return count("junk", len(accepted), message)


def fewer_rows(key: AnswerKey, most: int) -> AnswerKey:
    """At most so many answers, spread over the range of the target, so that hundreds of runs stay quick."""
    if len(key.ids) <= most:
        return key
    order = sorted(
        range(len(key.ids)),
        key=lambda place: (str(key.truth[place]) if key.kind != "value" else key.truth[place], place),
    )
    chosen = sorted(order[number * len(order) // most] for number in range(most))
    # Every fourth row is a feedback row there, whichever it is in the task: a few rows must show both parts.
    parts = ["feedback" if place % 4 == 1 else "reward" for place in range(len(chosen))]
    return replace(
        key,
        ids=pick(key.ids, chosen),
        truth=pick(key.truth, chosen),
        parts=parts if key.has_feedback else [],
    )


def run_mutants(source: str, key: AnswerKey) -> tuple[list[str], list[str]]:
    """Names of all mutants, and of those that the suite does not tell from the evaluator."""
    rows = perfect_rows(key)
    cases = {
        **scorable_cases(key),
        **same_score_cases(key, rows),
        **dialect_cases(key, rows),
        **junk_cases(key, rows),
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_answers(key, folder)
        files = [folder / f"case{number}.csv" for number in range(len(cases))]
        for file, content in zip(files, cases.values()):
            file.write_bytes(content)
        calls: list[Call] = [(file, None) for file in files]
        if key.has_feedback:
            # Early, as most mistakes show at once: the first cases again, for the other part.
            calls[4:4] = [(file, "feedback") for file in files[:2]]
        before = os.times()
        runs = run_batch(compile(source, "evaluator.py", "exec"), folder, calls)
        # A mistake may turn a loop endless. Many times what the original takes for a submission, traced; whatever is
        # allowed is spent on each such loop.
        patience = LEAST_PATIENCE + 10 * (os.times().children_user - before.children_user) / len(calls)
        mutants, survived = mutants_of(source, set().union(*(reached for _, reached in runs))), []
        for mutant in mutants:
            # Whatever never comes to the mistake ends as it did.
            touched = [
                (call, known) for call, (known, reached) in zip(calls, runs) if reached.intersection(mutant.lines)
            ]
            if same_outcomes(mutant.code, folder, touched, patience):
                survived.append(mutant.name)
    return [mutant.name for mutant in mutants], survived


def mutation_check(mutants: list[str], survived: list[str]) -> Measurement:
    """Enough of the deliberate mistakes are noticed."""
    share = 1 - len(survived) / len(mutants) if mutants else 0.0
    message = (
        f"{len(mutants) - len(survived)} of {len(mutants)} deliberate mistakes in the evaluator are noticed"
    )
    return count("mutation-score", share, message)


def start_lean() -> None:
    """Begin again in a fresh interpreter where this one holds the scientific stack, as a warm cell's does: each of some
    hundred forks would copy the tables of all its memory."""
    # Else every message of an argument parser looks for its translation.
    os.environ["LANGUAGE"] = "C"
    if any(library in sys.modules for library in WARM):
        package = str(Path(__file__).resolve().parents[1])
        again = f"import runpy, sys; sys.path.insert(0, {package!r}); runpy.run_module({MODULE!r}, run_name='__main__')"
        os.execv(sys.executable, [sys.executable, "-I", "-c", again, *sys.argv[1:]])


def main() -> None:
    """Command line; see the module text."""
    start_lean()
    parser = argparse.ArgumentParser(prog="sandmle.evaluator_checks", description=__doc__)
    parser.add_argument("--task", type=Path, default=Path("task.json"))
    parser.add_argument("--out", type=Path, default=Path("measurements.json"))
    options = parser.parse_args()
    task = json.loads(options.task.read_text(encoding="utf-8"))
    content = check_evaluator(options.task.resolve().parent, task)
    options.out.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
