"""Z: the warm forker. Imports the scientific stack once, then turns file descriptors into waiting processes.

Z never reads a job. It sees only descriptors, so its heap, which every later program inherits, holds nothing of
earlier programs. It has one thread: forking with OpenBLAS or OpenMP threads alive would deadlock the children.
"""
from __future__ import annotations

import gc
import importlib
import os
import select
import socket
import struct
import sys

from sandmle.sandbox import cell, confine, frames, program
from sandmle.sandbox import syscalls as sc

WARM = (
    "numpy", "pandas", "scipy.ndimage", "sklearn.ensemble", "sklearn.linear_model", "sklearn.metrics",
    "sklearn.model_selection", "sklearn.svm", "sklearn.neighbors", "sklearn.feature_extraction.text", "sklearn.tree",
    "sklearn.pipeline", "sklearn.compose", "sklearn.preprocessing", "sklearn.impute", "PIL.Image", "csv", "json",
)
NAMESPACES = (sc.CLONE_NEWNS, sc.CLONE_NEWIPC, sc.CLONE_NEWPID)
GIVEN = 9
MAX_DESCRIPTORS = 1 << 20


def exercise() -> None:
    """Run the usual steps once on a few rows: what libraries load or cache at first use is then shared by all forks.

    Nothing here may start a thread (no OpenMP region, no n_jobs): threads do not survive a fork, their locks do.
    """
    import io
    import warnings

    import numpy
    import pandas
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.linear_model import LogisticRegression, Ridge
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import cross_val_score
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        table = pandas.read_csv(io.StringIO("a,b,y\n" + "\n".join(f"{i},{i * i % 7},{i % 2}" for i in range(24))))
        features, label = table[["a", "b"]], table["y"]
        forest = RandomForestClassifier(3, random_state=0).fit(features, label)
        roc_auc_score(label, forest.predict_proba(features)[:, 1])
        cross_val_score(make_pipeline(StandardScaler(), LogisticRegression()), features, label, cv=2)
        Ridge().fit(numpy.asarray(features), label)
        table.groupby("y").mean().to_csv(io.StringIO())
    if len(os.listdir("/proc/self/task")) != 1:
        raise RuntimeError("warming up started a thread")


def user_process(user_ns: int, job: int, out: int, err: int, started: int) -> None:
    """U: enter the cell's user namespace, give up every right, only then wait for a program."""
    keep = {user_ns, job, out, err, started}
    for fd in range(3, max(keep)):
        if fd not in keep:
            try:
                os.close(fd)
            except OSError:
                pass
    os.closerange(max(keep) + 1, MAX_DESCRIPTORS)
    sc.setns(user_ns, sc.CLONE_NEWUSER)
    os.setsid()
    sc.prctl(sc.PR_SET_DUMPABLE, 1)
    confine.default_signals()
    confine.give_up_rights()
    spec = frames.read_header(job)
    null = os.open("/dev/null", os.O_RDWR)
    for source, target in ((null, 0), (out, 1), (err, 2)):
        os.dup2(source, target)
    confine.set_limits(spec["limits"])
    os.write(started, b"1")
    os.closerange(3, MAX_DESCRIPTORS)
    program.run(spec)


class Forker:
    """Z's loop: one message = nine descriptors = one new process; its end goes back through one of them."""

    def __init__(self, channel: socket.socket) -> None:
        self.channel = channel
        self.home = [os.open(f"/proc/self/ns/{name}", os.O_RDONLY | os.O_CLOEXEC) for name in ("mnt", "ipc", "pid")]
        self.children: dict[int, tuple[int, int]] = {}
        self.poll = select.poll()
        self.poll.register(channel, select.POLLIN)

    def fork(self, given: list[int]) -> None:
        user_ns, job, out, err, end, started = given[3:GIVEN]
        try:
            pid = self.fork_inside(given)
        except OSError as error:
            # The cell is gone (its caller left, its job was broken): nobody waits for this process.
            print(f"forker: a cell ended before its process: {error}", file=sys.stderr, flush=True)
            for fd in given:
                os.close(fd)
            return
        if pid == 0:
            try:
                user_process(user_ns, job, out, err, started)
            except EOFError:
                pass
            except BaseException as error:
                print(f"user process: {error!r}", file=sys.stderr, flush=True)
            os._exit(99)
        for fd in given:
            if fd != end:
                os.close(fd)
        handle = os.pidfd_open(pid)
        self.children[handle] = (pid, end)
        self.poll.register(handle, select.POLLIN)

    def fork_inside(self, given: list[int]) -> int:
        """Fork into the cell's namespaces; OSError when the cell is dead. Z itself is back home in any case."""
        try:
            for fd, kind in zip(given, NAMESPACES):
                sc.setns(fd, kind)
            pid = os.fork()
        except OSError:
            self.go_home()
            raise
        if pid != 0:
            self.go_home()
        return pid

    def go_home(self) -> None:
        for fd, kind in zip(self.home, NAMESPACES):
            sc.setns(fd, kind)

    def report(self, handle: int) -> None:
        pid, end = self.children.pop(handle)
        self.poll.unregister(handle)
        os.close(handle)
        _, status, usage = os.wait4(pid, 0)
        try:
            os.write(end, struct.pack(cell.END_FORMAT, status, usage.ru_utime + usage.ru_stime, usage.ru_maxrss))
        except OSError:
            pass
        os.close(end)

    def run(self) -> None:
        """Serve until the manager closes the channel and the last child is reported."""
        retiring = False
        while not (retiring and not self.children):
            for fd, _ in self.poll.poll():
                if fd != self.channel.fileno():
                    self.report(fd)
                    continue
                message, given, _, _ = socket.recv_fds(self.channel, 16, GIVEN)
                if message:
                    self.fork(given)
                else:
                    retiring = True
                    self.poll.unregister(self.channel)


def main(channel: socket.socket) -> None:
    """Warm up, say so, serve. Ends the process."""
    try:
        for name in WARM:
            importlib.import_module(name)
        exercise()
        # Frozen objects are never visited by the collector, so forks do not copy their pages.
        gc.collect()
        gc.freeze()
        forker = Forker(channel)
        channel.send(b"ready")
        forker.run()
    except BaseException as error:
        print(f"forker: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
        os._exit(1)
    os._exit(0)
