"""Writes event files with the writers of TensorBoard and tensorboardX and reads them back with TensorBoard's accumulator.

python3 write_events.fixture.py FOLDER: prints {run: {"scalars": {tag: [[step, value, wall_time], ...]}}} as JSON; NaN and
infinities as strings.
"""

import json
import math
import os
import sys

import numpy as np
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.compat.proto import event_pb2, summary_pb2
from tensorboard.compat.proto.summary_pb2 import Summary, SummaryMetadata
from tensorboard.plugins.hparams import summary_v2 as hparams
from tensorboard.summary.writer.event_file_writer import EventFileWriter
from tensorboard.util import tensor_util
from tensorboardX import SummaryWriter

ROOT = sys.argv[1]
METADATA = SummaryMetadata(plugin_data=SummaryMetadata.PluginData(plugin_name="scalars"))


def writer(run, suffix):
    return EventFileWriter(os.path.join(ROOT, run), filename_suffix=suffix)


def old(tag, value):
    return Summary.Value(tag=tag, simple_value=value)


def new(tag, array, metadata=True):
    value = Summary.Value(tag=tag, tensor=tensor_util.make_tensor_proto(array))
    if metadata:
        value.metadata.CopyFrom(METADATA)
    return value


def add(out, step, wall_time, *values):
    out.add_event(event_pb2.Event(step=step, wall_time=wall_time, summary=Summary(value=values)))


def closed(out):
    out.close()


def plain():
    out = writer("plain", ".1")
    for step in range(500):
        odd = {7: math.nan, 8: math.inf, 9: -math.inf, 10: 0.0}.get(step, math.sin(step))
        add(out, step, 1.7e9 + step / 8, old("critic/score/mean", odd), old("奖励", step))
    closed(out)


def tensors():
    out = writer("tensors", ".1")
    kinds = [np.float32, np.float64, np.int32, np.int64, np.int16, np.int8, np.uint8, np.float16, np.bool_]
    for step in range(6):
        add(out, step, 1.7e9 + step, *[new(f"t/{np.dtype(kind).name}", np.array(step - 2 if kind not in (np.uint8, np.bool_) else step % 2, kind), step == 0) for kind in kinds])
    add(out, 2**40, 1.7e9 + 9, new("t/float64", np.array(0.1, np.float64)))
    closed(out)


def resumed():
    out = writer("resumed", ".1")
    for step in range(10):
        add(out, step, 1.7e9 + step, old("a", step))
    closed(out)
    out = writer("resumed", ".2")
    start = event_pb2.SessionLog(status=event_pb2.SessionLog.START)
    out.add_event(event_pb2.Event(step=6, wall_time=1.7e9 + 20, session_log=start))
    for step in range(6, 12):
        add(out, step, 1.7e9 + 20 + step, old("a", 100 + step))
    closed(out)


def configured():
    out = writer("configured", ".1")
    pb = hparams.hparams_pb({"lr": 1e-6, "model": "qwen", "lora": True})
    out.add_event(event_pb2.Event(step=0, wall_time=1.7e9, summary=pb))
    add(out, 1, 1.7e9, old("a", 1.0))
    closed(out)


def tensorboardx():
    """The writer of those who have no PyTorch; PyTorch's own is its sibling."""
    with SummaryWriter(os.path.join(ROOT, "tensorboardx")) as out:
        for step in range(200):
            odd = {7: math.nan, 8: math.inf, 9: -math.inf, 10: 0.0}.get(step, math.cos(step))
            out.add_scalar("critic/score/mean", odd, step, walltime=1.7e9 + step / 8)
            out.add_scalar("val-core/gsm8k/reward/mean@1", np.float32(step / 3), step, walltime=1.7e9 + step / 8)
        # What is not a curve lies between those that are.
        out.add_text("prompt", "Solve it.", 200, walltime=1.7e9)
        out.add_histogram("weights", np.arange(9.0), 200, walltime=1.7e9)


def number(value):
    value = float(value)
    return value if math.isfinite(value) else str(value)


def read(run):
    found = EventAccumulator(os.path.join(ROOT, run), size_guidance={"scalars": 0, "tensors": 0}).Reload()
    scalars = {tag: [[e.step, number(e.value), e.wall_time] for e in found.Scalars(tag)] for tag in found.Tags()["scalars"]}
    for tag in found.Tags()["tensors"]:
        if tag.startswith(("_hparams_", "prompt")):
            continue
        scalars[tag] = [[e.step, number(tensor_util.make_ndarray(e.tensor_proto)), e.wall_time] for e in found.Tensors(tag)]
    return scalars


RUNS = (plain, tensors, resumed, configured, tensorboardx)
for make in RUNS:
    make()
print(json.dumps({make.__name__: read(make.__name__) for make in RUNS}))
