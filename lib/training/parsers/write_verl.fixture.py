"""Logs a run with verl's own file and console loggers, into the folder that is named; prints what was logged.

verl asks for PyTorch and Ray, which neither logger touches: the file logger's module is loaded by itself, and of the
console logger's module, which imports PyTorch for what it does beside, the two definitions that are the logger.
"""

import ast
import contextlib
import importlib.util
import json
import numbers
import os
import pprint
import sys
from importlib.metadata import distribution
from pathlib import Path

import numpy

folder = Path(sys.argv[1])
verl = Path(distribution("verl").locate_file("verl"))
spec = importlib.util.spec_from_file_location("tracking", verl / "utils/tracking.py")
tracking = importlib.util.module_from_spec(spec)
spec.loader.exec_module(tracking)

console = {"numbers": numbers, "pprint": pprint}
tree = ast.parse((verl / "utils/logger/aggregate_logger.py").read_text())
tree.body = [one for one in tree.body if getattr(one, "name", None) in ("concat_dict_to_str", "LocalLogger")]
assert len(tree.body) == 2
exec(compile(tree, "aggregate_logger.py", "exec"), console)

steps = []
for step in range(60):
    row = {
        "training/global_step": step,
        "critic/score/mean": numpy.float32(step / 7),
        "critic/rewards/mean": numpy.float64(step / 3) - 5,
        "actor/grad_norm": 1e-9 * (step + 1),
        "actor/ppo_kl": float("nan") if step == 7 else -step / 11,
        "actor/pg_loss": float("-inf") if step == 8 else float("inf") if step == 9 else step / 13,
        "response_length/max": numpy.int64(2**40 + step),
        "timing_s/step": 12.5 + step,
    }
    if step % 10 == 0:
        row["val-core/openai/gsm8k/reward/mean@1"] = step / 60
    if step == 0:
        # Before the training, there is validation alone.
        row = {"val-core/openai/gsm8k/reward/mean@1": 0.0, "val-aux/num_turns/mean": 2.0}
    steps.append([step, row])

os.environ["VERL_FILE_LOGGER_ROOT"] = str(folder)
with open(folder / "stdout.txt", "w") as stdout, contextlib.redirect_stdout(stdout):
    print("(TaskRunner pid=4242) {'trainer': {'logger': ['console', 'file']}}")
    to_file = tracking.FileLogger("sandmle", "grpo")
    to_console = console["LocalLogger"](print_to_console=True)
    for step, row in steps:
        to_file.log(row, step)
        to_console.log(row, step)
        print(f"Training Progress: {step}%|      | {step}/60 [00:{step:02d}<00:10,  1.00it/s]")
    to_file.finish()
print(json.dumps([[step, {key: str(value) for key, value in row.items()}] for step, row in steps]))
