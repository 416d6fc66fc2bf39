"""Trains nothing, but as transformers' Trainer would: its own callback handler, state and arguments drive its own
MLflow callback, checkpoints included; a second process takes the run up again, as MLFLOW_RUN_ID says.

Prints one JSON object: what was logged, what MLflow's client reads back, and the sums of the checkpoint's files as
they were saved and as the server keeps them.
"""

import hashlib
import json
import os
import sys
from pathlib import Path

import mlflow
import numpy
import transformers
from mlflow import MlflowClient
from safetensors.numpy import save_file
from transformers import PretrainedConfig, TrainerControl, TrainerState, TrainingArguments
from transformers.integrations import MLflowCallback
from transformers.trainer_callback import CallbackHandler, DefaultFlowCallback

folder, first, last = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
KEYS = ["loss", "grad_norm", "learning_rate", "reward", "rewards/accuracy_reward/mean", "completions/clipped_ratio"]


class Model:
    """All that the callback asks of a model."""

    config = PretrainedConfig(hidden_size=16, num_hidden_layers=2)


def sums(root):
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def save_checkpoint(state):
    checkpoint = folder / f"checkpoint-{state.global_step}"
    checkpoint.mkdir(parents=True)
    Model.config.save_pretrained(checkpoint)
    weights = numpy.random.default_rng(state.global_step).random((64, 64), dtype=numpy.float32)
    save_file({"weight": weights}, checkpoint / "model.safetensors")
    state.save_to_json(str(checkpoint / "trainer_state.json"))
    return checkpoint


args = TrainingArguments(output_dir=str(folder), run_name="grpo", logging_steps=1, save_steps=5, report_to=[])
state = TrainerState(max_steps=last, is_world_process_zero=True, is_local_process_zero=True)
control = TrainerControl()
callback = MLflowCallback()
handler = CallbackHandler([DefaultFlowCallback, callback], Model(), None, None, None)
handler.on_train_begin(args, state, control)
run_id = mlflow.active_run().info.run_id
logged = {}
saved = {}
for step in range(first, last + 1):
    state.global_step = step
    handler.on_step_end(args, state, control)
    logs = {key: (step + of) / 7 + first for of, key in enumerate(KEYS)}
    if step == 3:
        logs["grad_norm"] = float("nan")
    if step == 4:
        logs["loss"] = float("inf")
    state.log_history.append({**logs, "step": step})
    handler.on_log(args, state, control, logs)
    for key, value in logs.items():
        logged.setdefault(key, []).append([step, str(value)])
    if step % args.save_steps == 0:
        checkpoint = save_checkpoint(state)
        handler.on_save(args, state, control)
        saved[checkpoint.name] = sums(checkpoint)
mlflow.flush_async_logging()
handler.on_train_end(args, state, control)

client = MlflowClient()
run = client.get_run(run_id)
kept = {}
for model in client.search_logged_models([run.info.experiment_id]):
    if model.source_run_id == run_id and model.name in saved:
        below = Path(mlflow.artifacts.download_artifacts(artifact_uri=model.artifact_location))
        kept[model.name] = sums(below / "artifacts" / model.name)
print(
    json.dumps(
        {
            "versions": {"transformers": transformers.__version__, "mlflow": mlflow.__version__},
            "run": run_id,
            "status": run.info.status,
            "params": run.data.params,
            "logged": logged,
            "history": {
                key: [[one.step, str(one.value)] for one in client.get_metric_history(run_id, key)] for key in KEYS
            },
            "saved": saved,
            "kept": kept,
        }
    )
)
