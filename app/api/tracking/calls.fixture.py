"""Makes about a hundred calls of MLflow's own client, and prints what each gave as one JSON object: name to outcome.

Ids and times are left out, so that two servers can be compared. What a server refuses is `error CODE`.
"""

import json
import math
import os
import sys
import tempfile
import time

import mlflow
from mlflow import MlflowClient
from mlflow.entities import Dataset, DatasetInput, InputTag, Metric, Param, RunTag, ViewType
from mlflow.exceptions import MlflowException

outcomes = {}
client = MlflowClient()
name = f"calls {time.time_ns()}"


def plain(value):
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    return value


def call(title, work):
    try:
        outcomes[title] = plain(work())
    except MlflowException as error:
        outcomes[title] = f"error {error.error_code}"
    except Exception as error:
        outcomes[title] = f"raises {type(error).__name__}"


def new_run(experiment, title, **more):
    return client.create_run(experiment, run_name=title, **more).info.run_id


def names(runs):
    return [run.info.run_name for run in runs]


def pairs(history):
    return [[one.step, one.value] for one in history]


# Experiments
call("experiment by an unknown name", lambda: client.get_experiment_by_name("never made"))
experiment = client.create_experiment(name, tags={"team": "rl"})
call("experiment by name", lambda: client.get_experiment_by_name(name).experiment_id == experiment)
call("experiment by id", lambda: client.get_experiment(experiment).tags)
call("experiment of an unknown id", lambda: client.get_experiment("999999"))
call("experiment with a name that is taken", lambda: client.create_experiment(name))
call("experiment without a name", lambda: client.create_experiment(""))
call("experiment with a long name", lambda: len(client.get_experiment(client.create_experiment((name + "x" * 500)[:500])).name))
call("experiment with a name that is too long", lambda: client.create_experiment("y" * 501))
call("default experiment", lambda: client.get_experiment("0").name)
call("experiment tag", lambda: client.set_experiment_tag(experiment, "a", "b"))
call("experiment tag read", lambda: client.get_experiment(experiment).tags["a"])
call("experiment tag that is long", lambda: client.set_experiment_tag(experiment, "long", "x" * 6000))
call("experiments by filter", lambda: [one.name == name for one in client.search_experiments(filter_string=f"name = '{name}'")])
call("experiments by tag", lambda: any(one.name == name for one in client.search_experiments(filter_string="tags.team = 'rl'")))
call("experiments by a bad filter", lambda: client.search_experiments(filter_string="nothing = 1"))
call("experiments by page", lambda: len(client.search_experiments(max_results=1)))
second = client.create_experiment(name + " second")
second_run = new_run(second, "in second")
call("experiment renamed", lambda: client.rename_experiment(second, name + " renamed"))
call("experiment renamed, read", lambda: client.get_experiment(second).name == name + " renamed")
call("experiment renamed to one that is taken", lambda: client.rename_experiment(second, name))
call("experiment deleted", lambda: client.delete_experiment(second))
call("experiment deleted, read", lambda: client.get_experiment(second).lifecycle_stage)
call("run of a deleted experiment", lambda: client.get_run(second_run).info.lifecycle_stage)
call("experiment deleted twice", lambda: client.delete_experiment(second))
call("experiment deleted, among the active", lambda: second in [one.experiment_id for one in client.search_experiments()])
call("experiment deleted, among the deleted", lambda: second in [one.experiment_id for one in client.search_experiments(view_type=ViewType.DELETED_ONLY)])
call("run made in a deleted experiment", lambda: new_run(second, "no"))
call("experiment restored", lambda: client.restore_experiment(second))
call("experiment restored, read", lambda: client.get_experiment(second).lifecycle_stage)
call("experiment restored twice", lambda: client.restore_experiment(second))
call("run of a restored experiment", lambda: client.get_run(second_run).info.lifecycle_stage)

# Runs, what they log and what is refused
run = new_run(experiment, "first", tags={"stage": "final"})
call("run read", lambda: [client.get_run(run).info.run_name, client.get_run(run).info.status])
call("run of an unknown id", lambda: client.get_run("0" * 32))
call("run of a bad id", lambda: client.get_run("../x"))
call("run in an unknown experiment", lambda: new_run("999999", "no"))
call("metric", lambda: client.log_metric(run, "loss", 0.5, timestamp=1000, step=1))
call("metric of a late step", lambda: [client.log_metric(run, "eval", float(step), timestamp=1000 + i, step=step) for i, step in enumerate([50, 200, 100, 150, 250])])
call("history by time", lambda: pairs(client.get_metric_history(run, "eval")))
call("latest by step", lambda: client.get_run(run).data.metrics["eval"])
call("metric again at an earlier step", lambda: client.log_metric(run, "eval", 7.0, timestamp=2000, step=50))
call("latest stays", lambda: client.get_run(run).data.metrics["eval"])
call("metric NaN", lambda: client.log_metric(run, "nan", math.nan, timestamp=1, step=0))
call("metric NaN read", lambda: client.get_run(run).data.metrics["nan"])
call("metric without a number", lambda: client.log_metric(run, "m", "high"))
call("metric with a bad name", lambda: client.log_metric(run, "a/../b", 1.0))
call("metric of an unknown run", lambda: client.log_metric("0" * 32, "m", 1.0))
call("history of a metric that was never logged", lambda: client.get_metric_history(run, "never"))
call("param", lambda: client.log_param(run, "lr", "1e-6"))
call("param again", lambda: client.log_param(run, "lr", "1e-6"))
call("param changed", lambda: client.log_param(run, "lr", "2e-6"))
call("param of 6001", lambda: len(client.log_param(run, "long", "x" * 6001)))
call("param of 6001 read", lambda: len(client.get_run(run).data.params["long"]))
call("param with a long name", lambda: client.log_param(run, "k" * 251, "x"))
call("tag", lambda: client.set_tag(run, "note", "ä"))
call("tag of 8001", lambda: client.set_tag(run, "long", "x" * 8001))
call("tag of 8001 read", lambda: len(client.get_run(run).data.tags["long"]))
call("tag deleted", lambda: client.delete_tag(run, "note"))
call("tag deleted twice", lambda: client.delete_tag(run, "note"))
call("batch", lambda: client.log_batch(run, [Metric("b", i, 1000, i) for i in range(500)], [Param(f"p{i}", "1") for i in range(100)], [RunTag("t", "1")]))
call("batch read", lambda: [len(client.get_metric_history(run, "b")), len(client.get_run(run).data.params)])
call("batch again", lambda: client.log_batch(run, [Metric("b", i, 1000, i) for i in range(500)]))
call("batch again read", lambda: len(client.get_metric_history(run, "b")))
call("batch with a changed param", lambda: client.log_batch(run, params=[Param("lr", "3")]))
call("batch with a bad name", lambda: client.log_batch(run, [Metric("../x", 1, 1, 1)]))
call("run renamed", lambda: client.update_run(run, name="renamed"))
call("run renamed, read", lambda: [client.get_run(run).info.run_name, client.get_run(run).data.tags["mlflow.runName"]])
call("run ended", lambda: client.set_terminated(run, "FAILED"))
call("run ended, read", lambda: client.get_run(run).info.status)
call("run goes on", lambda: client.update_run(run, status="RUNNING"))
call("run deleted", lambda: client.delete_run(run))
call("run deleted, read", lambda: client.get_run(run).info.lifecycle_stage)
call("run deleted twice", lambda: client.delete_run(run))
call("metric of a deleted run", lambda: client.log_metric(run, "loss", 1.0))
call("runs without the deleted", lambda: names(client.search_runs([experiment])))
call("runs that are deleted", lambda: names(client.search_runs([experiment], run_view_type=ViewType.DELETED_ONLY)))
call("run restored", lambda: client.restore_run(run))
call("run restored, read", lambda: client.get_run(run).info.lifecycle_stage)
call("run of an unknown id deleted", lambda: client.delete_run("0" * 32))


# Searches
def searched():
    found = client.create_experiment(name + " search")
    for title, value in [("good", 0.8), ("poor", 0.1), ("diverged", math.nan), ("exploded", math.inf), ("none", None)]:
        one = new_run(found, title, tags={"kind": title})
        client.log_param(one, "model", title)
        if value is not None:
            client.log_metric(one, "reward", value, step=1)
    return found


found = searched()
for text in [
    "metrics.reward > 0.5",
    "metrics.reward <= .5",
    "metrics.reward != 0.8",
    "params.model IN ('good')",
    "params.model IS NULL",
    "params.absent IS NULL",
    "tags.kind IS NOT NULL",
    "attributes.run_id NOT IN ('x')",
    "attributes.artifact_uri LIKE '%'",
    "datasets.name = 'x'",
    "params.model = good",
    "params.model = 'a' OR params.model = 'b'",
    "run_name ILIKE 'GO%' and status = 'RUNNING'",
]:
    call(f"runs where {text}", lambda text=text: sorted(names(client.search_runs([found], filter_string=text))))
for text in ["metrics.reward DESC", "metrics.reward ASC", "params.model", "metrics.reward UP"]:
    call(f"runs by {text}", lambda text=text: names(client.search_runs([found], order_by=[text])))

# Data sets, files, models
dataset = Dataset(name="gsm", digest="d1", source_type="local", source="{}")
call("inputs", lambda: client.log_inputs(run, datasets=[DatasetInput(dataset, [InputTag("mlflow.data.context", "train")])]))
call("inputs read", lambda: [[one.dataset.name, one.dataset.digest] for one in client.get_run(run).inputs.dataset_inputs])
call("runs by data set", lambda: names(client.search_runs([experiment], filter_string="datasets.name = 'gsm'")))
call("file", lambda: client.log_text(run, "hello", "notes/größe.txt"))
call("files listed", lambda: [[one.path, one.is_dir, one.file_size] for one in client.list_artifacts(run, "notes")])


def logged_model():
    with mlflow.start_run(run_id=run):
        model = mlflow.initialize_logged_model(name="checkpoint-5", params={"a": "1"})
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "w.bin"), "w") as file:
                file.write("w")
            client.log_model_artifacts(model.model_id, folder)
        mlflow.finalize_logged_model(model.model_id, "READY")
    read = client.get_logged_model(model.model_id)
    client.set_logged_model_tags(model.model_id, {"t": "x"})
    files = [one.path for one in client.list_logged_model_artifacts(model.model_id)]
    return [read.name, str(read.status), read.params, files]


if hasattr(client, "search_logged_models"):
    call("model", logged_model)
    call("models found", lambda: [one.name for one in client.search_logged_models([experiment], filter_string="name = 'checkpoint-5'")])
    call("model of an unknown id", lambda: client.get_logged_model("m-" + "0" * 32))

# What trainers do without
call("registered model", lambda: client.create_registered_model(name.replace(" ", "-")).name == name.replace(" ", "-"))
call("registered models", lambda: len(client.search_registered_models(f"name = '{name.replace(' ', '-')}'")))

print(json.dumps({"version": mlflow.__version__, "calls": len(outcomes), "outcomes": outcomes}, ensure_ascii=False))
sys.stdout.flush()
