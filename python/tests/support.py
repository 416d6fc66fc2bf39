"""Shared by the tests: makes the package importable and knows the example specs."""
from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

PYTHON_ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PYTHON_ROOT))
SPECS = PYTHON_ROOT / "tests" / "specs"
GATES = json.loads((PYTHON_ROOT.parent / "lib" / "domain" / "gate-policy.json").read_text(encoding="utf-8"))
# What is in force, as it comes with a job.
POLICY = {
    gate: [row for row in facts["checks"] if "until" not in row] for gate, facts in GATES.items() if "checks" in facts
}


def load_spec(name: str) -> dict:
    """One of the example specs."""
    return json.loads((SPECS / f"{name}.json").read_text(encoding="utf-8"))


def spec_names() -> list[str]:
    """Names of all example specs."""
    return sorted(path.stem for path in SPECS.glob("*.json"))


def run(arguments: list[str], cwd: Path, hash_seed: str = "0", threads: str = "1") -> subprocess.CompletedProcess:
    """Run a Python program in a fresh interpreter with the package importable."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(PYTHON_ROOT),
        "PYTHONHASHSEED": hash_seed,
        "OMP_NUM_THREADS": threads,
        "OPENBLAS_NUM_THREADS": threads,
    }
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


def failed_in(report: dict) -> dict[str, dict]:
    """What of the content of measurements.json does not pass, by the name of the check."""
    from sandmle.gates.measurement import Measurement
    from sandmle.gates.policy import Policy

    policy = Policy(POLICY)
    return {one["id"]: one for one in report["measurements"] if not policy.passes(Measurement(**one))}
