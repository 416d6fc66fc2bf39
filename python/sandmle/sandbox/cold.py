"""One job in one bubblewrap, without warm processes: J is pid 1, U is a fresh interpreter.

The fallback for hosts where bubblewrap works but its children may not make namespaces themselves. Bubblewrap does
all mounts, so nothing here needs a capability.
"""
from __future__ import annotations

import os
import signal
import sys

from sandmle.sandbox import collect, confine, frames, supervise
from sandmle.sandbox import syscalls as sc
from sandmle.sandbox.layout import BROKEN_JOB, CELL, ENVIRONMENT, HOST_PROGRAM, SERVED, SPEC_KEYS, WRITABLE


def user_process(spec: dict, out: int, err: int, started: int) -> None:
    """U before exec: streams, limits, seccomp; the program's description waits on descriptor 3."""
    os.setsid()
    read, write = os.pipe()
    frames.write_all(write, frames.pack(spec))
    null = os.open("/dev/null", os.O_RDWR)
    # Out of the way first: the targets 0-3 may be among the sources.
    sources = [os.dup(fd) for fd in (null, out, err, read)]
    flag = os.dup(started)
    for target, source in enumerate(sources):
        os.dup2(source, target)
    os.set_inheritable(flag, False)
    for fd in range(4, 64):
        if fd != flag:
            try:
                os.close(fd)
            except OSError:
                pass
    confine.default_signals()
    confine.set_limits(spec["limits"])
    confine.give_up_rights()
    os.write(flag, b"1")
    try:
        os.execve(sys.executable, [sys.executable, "-s", HOST_PROGRAM, "program"], ENVIRONMENT)
    except OSError:
        os.write(flag, b"x")
        raise


def spawn(spec: dict, client: int) -> supervise.Running:
    stdout, out_write = os.pipe()
    stderr, err_write = os.pipe()
    started, start_write = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            user_process(spec, out_write, err_write, start_write)
        finally:
            os._exit(99)
    for fd in (out_write, err_write, start_write):
        os.close(fd)

    def read_end() -> supervise.Ended:
        _, status, usage = os.wait4(pid, 0)
        return supervise.Ended(status, usage.ru_utime + usage.ru_stime, usage.ru_maxrss)

    return supervise.Running(stdout, stderr, client, os.pidfd_open(pid), read_end, started, WRITABLE)


def serve(client: int, reply: int) -> None:
    job = frames.read_header(client)
    frames.check_job(job)
    frames.receive_files(client, job["files"], CELL)
    spec = {key: job[key] for key in SPEC_KEYS}
    outcome = supervise.watch(spawn(spec, client), job["limits"])
    files, refused = collect.collect(CELL, job["collect"])
    frames.answer(reply, supervise.result_header(outcome, job["limits"]), files, refused)


def main() -> None:
    """Serve the one job on descriptor 0, answer on descriptor 1. Ends the process."""
    sc.prctl(sc.PR_SET_DUMPABLE, 0)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    reply = os.dup(1)
    os.set_inheritable(reply, False)
    try:
        serve(0, reply)
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        frames.answer(reply, frames.apology(f"the cell could not run this job: {error}"), {}, {})
        os._exit(BROKEN_JOB)
    os._exit(SERVED)
