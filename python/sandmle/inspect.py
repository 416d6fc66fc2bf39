"""Trusted look at a finished task: data contract, leaks, difficulty. Sees the agent's and the judge's files.

usage: python -m sandmle.inspect --task inspect.json --out measurements.json
with agent/ and judge/*.csv beside inspect.json, which holds modality, task, metric, target, classes,
idColumn, submissionColumns, tables and the policy of these gates.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from threadpoolctl import threadpool_limits

from sandmle.gates.contract import contract_measurements
from sandmle.gates.difficulty import difficulty_measurements
from sandmle.gates.leaks import leak_measurements
from sandmle.gates.material import read_material
from sandmle.gates.measurement import Measurement
from sandmle.gates.policy import Policy
from sandmle.lookup import keep_silent, trusting_parameters


def inspect_task(task_file: Path) -> list[Measurement]:
    """What the gates ask of a task. Data that break the contract are not looked at any further."""
    task = json.loads(task_file.read_text(encoding="utf-8"))
    policy = Policy(task["policy"])
    found = contract_measurements(task_file.resolve().parent, task)
    # Only a task with readable files, targets in their place and known labels can be solved at all.
    if not policy.all_pass(found):
        return found
    material = read_material(task_file)
    with threadpool_limits(limits=1), trusting_parameters():
        return [*found, *leak_measurements(material, policy), *difficulty_measurements(material, policy)]


def main() -> None:
    """Command line; see the module text."""
    parser = argparse.ArgumentParser(prog="sandmle.inspect", description=__doc__)
    parser.add_argument("--task", type=Path, default=Path("inspect.json"))
    parser.add_argument("--out", type=Path, default=Path("measurements.json"))
    options = parser.parse_args()
    keep_silent()
    report = {"measurements": [one.as_json() for one in inspect_task(options.task)]}
    options.out.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
