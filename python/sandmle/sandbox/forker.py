"""Z: the warm forkers. One imports the scientific stack once and forks one for each place of a cell; those turn file
descriptors into waiting processes, which are so born inside the place's budget.

Z never reads a job. It sees only descriptors, so its heap, which every later program inherits, holds nothing of
earlier programs. It has one thread: forking with OpenBLAS or OpenMP threads alive would deadlock the children.
"""
from __future__ import annotations

import gc
import importlib
import mmap
import os
import select
import signal
import socket
import struct
import sys

from sandmle.sandbox import ahead, cell, confine, frames, place, program
from sandmle.sandbox import syscalls as sc
from sandmle.sandbox.slots import Slot, close_all_but

WARM = (
    "numpy", "pandas", "scipy.ndimage", "sklearn.ensemble", "sklearn.linear_model", "sklearn.metrics",
    "sklearn.model_selection", "sklearn.svm", "sklearn.neighbors", "sklearn.feature_extraction.text", "sklearn.tree",
    "sklearn.pipeline", "sklearn.compose", "sklearn.preprocessing", "sklearn.impute", "PIL.Image", "csv", "json",
)
GIVEN = 10
# Of the place's budget, kept by its forker for the moment when a program has taken all the rest.
RESERVE_BYTES = 512 << 10
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


class Heritage:
    """What each process for a program must know of the one it is forked from."""

    def __init__(self) -> None:
        self.runner = program.runner_modules()
        self.pages = ahead.learn(exercise)


def user_process(given: list[int], budgets: bool, heritage: Heritage) -> None:
    """U: enter the cell, become its user, give up every right, only then wait for a program."""
    _, mnt, ipc, net, user, job, out, err, _, started = given
    close_all_but(given, MAX_DESCRIPTORS)
    # The folder of this process in the host's /proc, which nobody can name from inside the cell.
    proc = os.open("/proc", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    place.killed_first(proc)
    for fd, kind in ((mnt, sc.CLONE_NEWNS), (ipc, sc.CLONE_NEWIPC), (net, sc.CLONE_NEWNET)):
        sc.setns(fd, kind)
    place.enter_user(user)
    close_all_but((job, out, err, started), MAX_DESCRIPTORS)
    os.setsid()
    sc.prctl(sc.PR_SET_DUMPABLE, 1)
    confine.default_signals()
    confine.give_up_rights(budgets)
    os.write(started, b"r")
    ahead.use_idle_time(job, heritage.pages)
    spec = frames.read_header(job)
    null = os.open("/dev/null", os.O_RDWR)
    for source, target in ((null, 0), (out, 1), (err, 2)):
        os.dup2(source, target)
    confine.set_limits(spec["limits"], budgets)
    os.write(started, b"1")
    os.closerange(3, MAX_DESCRIPTORS)
    program.run(spec, heritage.runner)


class Reserve:
    """Memory that a forker gives back before it says how a program ended.

    A dead program's memory stays in the budget for as long as anybody reads its folder in the host's /proc. For the
    next page that the forker then needs, be it the buffer of a pipe, the kernel would end the only process left to
    end: the forker, and with it the host.
    """

    def __init__(self) -> None:
        self.memory = mmap.mmap(-1, RESERVE_BYTES, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        # Else it would be the program's as well, and not free before the program is.
        self.memory.madvise(mmap.MADV_DONTFORK)

    def keep(self) -> None:
        self.memory[::mmap.PAGESIZE] = bytes(RESERVE_BYTES // mmap.PAGESIZE)

    def give_back(self) -> None:
        self.memory.madvise(mmap.MADV_DONTNEED)


class Forker:
    """The forker of one place: one message = ten descriptors = one new process; its end goes back through one of them."""

    def __init__(self, channel: socket.socket, budgets: bool, heritage: Heritage) -> None:
        self.channel = channel
        self.budgets = budgets
        self.heritage = heritage
        self.home = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
        self.children: dict[int, int] = {}
        self.reserve = Reserve()
        self.woken, wake = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        self.poll = select.poll()
        self.poll.register(channel, select.POLLIN)
        self.poll.register(self.woken, select.POLLIN)
        self.rehearse()

    def rehearse(self) -> None:
        """See one child end: what that writes is then in the forker's own pages, before a program takes all others."""
        read, end = os.pipe()
        pid = os.fork()
        if pid == 0:
            os._exit(0)
        self.children[pid] = end
        while self.children:
            self.poll.poll()
            self.reap()
        os.close(read)

    def fork(self, given: list[int]) -> None:
        end = given[-2]
        self.reserve.keep()
        try:
            pid = self.fork_inside(given[0])
        except OSError as error:
            # The cell is gone (its caller left, its job was broken): nobody waits for this process.
            print(f"forker: a cell ended before its process: {error}", file=sys.stderr, flush=True)
            for fd in given:
                os.close(fd)
            return
        if pid == 0:
            signal.set_wakeup_fd(-1)
            try:
                user_process(given, self.budgets, self.heritage)
            except EOFError:
                pass
            except BaseException as error:
                print(f"user process: {error!r}", file=sys.stderr, flush=True)
            os._exit(99)
        for fd in given:
            if fd != end:
                os.close(fd)
        self.children[pid] = end

    def fork_inside(self, pid_ns: int) -> int:
        """Fork into the cell's processes; OSError when the cell is dead. Z itself is back home in any case."""
        try:
            sc.setns(pid_ns, sc.CLONE_NEWPID)
            pid = os.fork()
        except OSError:
            sc.setns(self.home, sc.CLONE_NEWPID)
            raise
        if pid != 0:
            sc.setns(self.home, sc.CLONE_NEWPID)
        return pid

    def reap(self) -> None:
        """Wait for whatever ended, known or not: a child that nobody waits for would keep its cell for ever."""
        try:
            os.read(self.woken, 4096)
        except BlockingIOError:
            pass
        while True:
            try:
                pid, status, usage = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            self.reserve.give_back()
            end = self.children.pop(pid, None)
            if end is not None:
                self.report(end, status, usage)

    def report(self, end: int, status: int, usage: object) -> None:
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
                if fd == self.woken:
                    self.reap()
                    continue
                message, given, _, _ = socket.recv_fds(self.channel, 16, GIVEN)
                if message:
                    self.fork(given)
                else:
                    retiring = True
                    self.poll.unregister(self.channel)


def serve_place(slot: Slot, channel: socket.socket, parent: int, heritage: Heritage) -> None:
    """The life of one place's forker, inside the place's budget from the start."""
    sc.prctl(sc.PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    slot.join()
    close_all_but((channel.fileno(),), MAX_DESCRIPTORS)
    Forker(channel, slot.budget is not None, heritage).run()
    os._exit(0)


def main(control: socket.socket, places: list[tuple[Slot, socket.socket]]) -> None:
    """Warm up, fork the places' forkers, say so. Ends the process: 0 when all of them retired, else 1."""
    try:
        for name in WARM:
            importlib.import_module(name)
        exercise()
        # Frozen objects are never visited by the collector, so forks do not copy their pages.
        gc.collect()
        gc.freeze()
        heritage = Heritage()
        me = os.getpid()
        for slot, channel in places:
            if os.fork() == 0:
                serve_place(slot, channel, me, heritage)
        for _, channel in places:
            channel.close()
        control.send(b"ready")
        for _ in places:
            if os.wait()[1] != 0:
                os._exit(1)
    except BaseException as error:
        print(f"forker: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
        os._exit(1)
    os._exit(0)
