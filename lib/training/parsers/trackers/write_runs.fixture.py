"""Logs the same runs with a tracker that needs no server, into the folder that is named; prints what was logged."""
import json
import math
import os
import sys

folder, tracker = sys.argv[1:3]
os.chdir(folder)
RUNS = [
    {"seed": of, "steps": [[step, {"critic/score/mean": step / 100 + of, "actor/entropy": 1.0 / step}] for step in range(1, 301)]}
    for of in range(2)
]
RUNS[0]["steps"][6][1]["critic/score/mean"] = float("nan")
RUNS[0]["steps"][7][1]["critic/score/mean"] = float("inf")
ids = []


def wandb_runs():
    import wandb

    for of, run in enumerate(RUNS):
        ids.append(f"run{of}{of}{of}{of}")
        settings = wandb.Settings(console="off", quiet=True)
        logged = wandb.init(project="p", name="grpo", id=ids[-1], mode="offline", dir=folder, config=config_of(run), settings=settings)
        for step, row in run["steps"]:
            logged.log(row, step=step)
        logged.finish()


def trackio_runs():
    os.environ["TRACKIO_DIR"] = folder
    import trackio

    for run in RUNS:
        trackio.init(project="p", name="grpo", config=config_of(run))
        for step, row in run["steps"]:
            trackio.log(row, step=step)
        trackio.finish()


def swanlab_runs():
    os.environ["HOME"] = os.path.join(folder, "home")
    import swanlab

    for run in RUNS:
        swanlab.init(project="p", name="grpo", config=config_of(run), logdir=os.path.join(folder, "swanlog"), mode="offline")
        for step, row in run["steps"]:
            swanlab.log(row, step=step)
        swanlab.finish()


def clearml_runs():
    """As verl's logger reports: what stands before the first stroke is the title."""
    os.environ["HOME"] = os.path.join(folder, "home")
    os.environ["CLEARML_CACHE_DIR"] = folder
    # A process of its own for what is reported may never end where the machine is busy.
    os.environ["CLEARML__SDK__DEVELOPMENT__REPORT_USE_SUBPROCESS"] = "false"
    # It reads the whole repository of the program that runs, looking for what it imports.
    sys.argv[0] = os.path.join(folder, "train.py")
    from clearml import Task

    Task.set_offline(True)
    Task.force_store_standalone_script(True)
    for run in RUNS:
        task = Task.init(
            project_name="p",
            task_name="grpo",
            reuse_last_task_id=False,
            auto_connect_frameworks=False,
            auto_connect_streams=False,
            auto_resource_monitoring=False,
        )
        task.connect(config_of(run))
        ids.append(task.id)
        for step, row in run["steps"]:
            for key, value in row.items():
                title, series = key.split("/", 1)
                task.get_logger().report_scalar(title=title, series=series, value=value, iteration=step)
        task.close()
    # ClearML keeps 0 for what is not a finite number, and says so as it does.
    for run in RUNS:
        for _, row in run["steps"]:
            row.update({key: 0.0 for key, value in row.items() if not math.isfinite(value)})


def config_of(run):
    return {"lr": 0.5, "seed": run["seed"]}


{"wandb": wandb_runs, "trackio": trackio_runs, "swanlab": swanlab_runs, "clearml": clearml_runs}[tracker]()
print("\nLOGGED " + json.dumps({"ids": ids, "runs": RUNS}))
