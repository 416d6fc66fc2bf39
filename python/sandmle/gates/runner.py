"""Run an evaluator's source on submissions in a forked child: quick, and nothing of it reaches this
process."""

from __future__ import annotations

import io
import json
import math
import os
import select
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FrameType

MOST_OUTPUT = 1 << 20
MOST_REASON = 160
NO_END = "no end"
SAME = "all the same"
ENDLESS_SECONDS = 60.0
# A submission and the part that is asked for; None asks for none, as most callers do.
Call = tuple[Path, str | None]


@dataclass(frozen=True)
class Outcome:
    """What an evaluator did: "scored" (exit 0, one JSON report), "refused" (non-zero exit) or "broken"
    (else)."""

    status: str
    report: dict | None
    output: str

    @property
    def reason(self) -> str:
        """Why a submission was refused, in the evaluator's own words, or what else happened to it."""
        if self.status == "scored":
            return f"it scores {self.score}"
        if self.status == "broken":
            return self.output if self.output.startswith(NO_END) else "it prints no JSON report"
        return f"refused: {last_line(self.output) or 'without a message'}"

    @property
    def score(self) -> float | None:
        """The reported score, when there is one."""
        return self.report["score"] if self.report else None


def run_evaluator(
    code: CodeType, folder: Path, submission: Path, seconds: float = 10.0, part: str | None = None
) -> Outcome:
    """Run compiled source as `evaluator.py` in `folder` (where answer.csv lies). Never raises for what it
    does."""

    def work() -> int:
        sys.stderr = io.StringIO()
        status = act_as_evaluator(code, folder, submission, part)
        if status != 0:
            # Behind whatever it printed: what is refused has no report.
            print("\n" + last_line(sys.stderr.getvalue()))
        return status

    output, status, timely = in_child(work, seconds)
    if not timely:
        return Outcome(
            "broken", None, f"{NO_END} within {seconds:g} s, or more than {MOST_OUTPUT} bytes printed"
        )
    return outcome_of(status, output.decode("utf-8", "replace"))


def last_line(text: str) -> str:
    """The last line that says something, short."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:MOST_REASON] if lines else ""


def outcome_of(status: int, text: str) -> Outcome:
    """Verdict from exit status and standard output."""
    if status != 0:
        return Outcome("refused", None, text)
    report = parse_report(text)
    return Outcome("scored" if report else "broken", report, text)


def run_batch(
    code: CodeType, folder: Path, calls: list[Call], seconds: float = 20.0
) -> list[tuple[Outcome, frozenset[int]]]:
    """Run compiled source on many submissions in one child: of each the outcome, and the source lines that it reached.

    Quicker than a child a run, but runs share a process: of a source that ends it (os._exit) all count as broken, and
    no line is known.
    """

    def work() -> int:
        for call in calls:
            reached: set[int] = set()
            status, text = captured(code, folder, call, line_tracer(code.co_filename, reached))
            print(json.dumps([status, text, sorted(reached)]))
        return 0

    output, _, _ = in_child(work, seconds)
    lines = [json.loads(line) for line in output.decode("utf-8").splitlines() if line.endswith("]")]
    runs = [(outcome_of(status, text), frozenset(reached)) for status, text, reached in lines]
    return runs if len(runs) == len(calls) else [(Outcome("broken", None, ""), frozenset())] * len(calls)


def same_outcomes(
    code: CodeType, folder: Path, runs: list[tuple[Call, Outcome]], cpu_seconds: float
) -> bool:
    """Whether compiled source ends each call with its verdict and report, within so much processor time. Ends at the
    first other one."""

    def work() -> int:
        for call, known in runs:
            # Its signal ends the process.
            signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
            outcome = outcome_of(*captured(code, folder, call))
            if (outcome.status, outcome.report) != (known.status, known.report):
                return 1
        print(SAME)
        return 0

    # A source that ends the process says nothing; one without an end is ended by its timer, however busy the machine.
    output, _, _ = in_child(work, ENDLESS_SECONDS)
    return output.decode("utf-8", "replace").strip() == SAME


def captured(code: CodeType, folder: Path, call: Call, tracer: Callable | None = None) -> tuple[int, str]:
    """Exit status and the beginning of the standard output of one run in this process."""
    text, keep = io.StringIO(), sys.stdout
    sys.stdout = text
    sys.settrace(tracer)
    try:
        status = act_as_evaluator(code, folder, *call)
    finally:
        sys.settrace(None)
        sys.stdout = keep
    return status, text.getvalue()[:2000]


def line_tracer(file: str, reached: set[int]) -> Callable:
    """A trace function that notes which lines of a file run."""

    def trace(frame: FrameType, event: str, _argument: object) -> Callable | None:
        if frame.f_code.co_filename != file:
            return None
        reached.add(frame.f_lineno)
        return trace

    return trace


def act_as_evaluator(code: CodeType, folder: Path, submission: Path, part: str | None) -> int:
    """Run the source as a program with its own argument list; its exit status."""
    script = str(folder / "evaluator.py")
    sys.argv = [script, "--submission_path", str(submission), *(["--part", part] if part else [])]
    try:
        exec(code, {"__name__": "__main__", "__file__": script})
    except SystemExit as stop:
        if isinstance(stop.code, str):
            print(stop.code, file=sys.stderr)
        return 0 if stop.code in (None, 0) else 1
    except BaseException as error:  # any failure of the evaluator is a refusal, told by the exit status
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1
    return 0


def in_child(work: Callable[[], int], seconds: float) -> tuple[bytes, int, bool]:
    """Standard output and exit status of `work` in a forked child, and whether it ended in time and in
    bounds."""
    receiving, sending = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.dup2(sending, 1)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            sys.stdout, sys.stderr = os.fdopen(1, "w", closefd=False), os.fdopen(2, "w", closefd=False)
            status = work()
            sys.stdout.flush()
        finally:
            os._exit(status)
    os.close(sending)
    try:
        output, timely = read_until_closed(receiving, seconds)
    finally:
        os.close(receiving)
    if not timely:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return output, status, timely


def read_until_closed(pipe: int, seconds: float) -> tuple[bytes, bool]:
    """Everything a child writes, and whether it closed the pipe in time and wrote at most MOST_OUTPUT
    bytes."""
    output, deadline = b"", time.monotonic() + seconds
    while len(output) <= MOST_OUTPUT:
        ready, _, _ = select.select([pipe], [], [], max(deadline - time.monotonic(), 0))
        if not ready:
            return output, False
        piece = os.read(pipe, MOST_OUTPUT)
        if not piece:
            return output, True
        output += piece
    return output, False


def parse_report(text: str) -> dict | None:
    """The report when the whole text is one JSON object with a finite score, else None."""
    try:
        report = json.loads(text)
    except ValueError:
        return None
    score = report.get("score") if isinstance(report, dict) else None
    if isinstance(score, bool) or not isinstance(score, (int, float)) or not math.isfinite(score):
        return None
    return report
