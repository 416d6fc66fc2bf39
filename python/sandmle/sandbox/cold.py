"""One job in one bubblewrap, without warm processes: J is pid 1, U is a fresh interpreter.

The fallback for hosts whose children may not enter each other's namespaces: nobody is forked into the cell from
outside.
"""
from __future__ import annotations

import os
import signal
import sys

from sandmle.sandbox import account, collect, confine, frames, place, supervise
from sandmle.sandbox import syscalls as sc
from sandmle.sandbox.layout import BROKEN_JOB, CELL, ENVIRONMENT, HOST_PROGRAM, SERVED, SPEC_KEYS
from sandmle.sandbox.slots import Config, Slot, close_all_but


def user_process(spec: dict, streams: tuple[int, int, int], slot: Slot, proc: int, user_ns: int) -> None:
    """U before exec: its place, streams, limits, seccomp; the program's description waits on descriptor 3."""
    out, err, started = streams
    slot.join()
    place.killed_first(proc)
    place.enter_user(user_ns)
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
    close_all_but((3, flag), 1 << 20)
    confine.default_signals()
    confine.set_limits(spec["limits"], slot.budget is not None)
    confine.give_up_rights(slot.budget is not None)
    os.write(flag, b"1")
    try:
        os.execve(sys.executable, [sys.executable, "-s", HOST_PROGRAM, "program"], ENVIRONMENT)
    except OSError:
        os.write(flag, b"x")
        raise


def spawn(spec: dict, client: int, slot: Slot, proc: int) -> supervise.Running:
    stdout, out_write = os.pipe()
    stderr, err_write = os.pipe()
    started, start_write = os.pipe()
    user_ns = place.user_namespace(proc, slot.uid)
    own = account.open_account(slot.budget, proc)
    own.begin(int(spec["limits"]["memoryMB"]))
    pid = os.fork()
    if pid == 0:
        try:
            user_process(spec, (out_write, err_write, start_write), slot, proc, user_ns)
        except BaseException as error:
            print(f"user process: {error!r}", file=sys.stderr, flush=True)
        finally:
            os._exit(99)
    for fd in (out_write, err_write, start_write, user_ns):
        os.close(fd)
    # What J reads in the cell's folders belongs to the cell's user; J keeps no other right.
    sc.use_file_ids(slot.uid)
    sc.drop_capabilities()
    reaper = supervise.Reaper(pid)
    return supervise.Running(stdout, stderr, client, os.pidfd_open(pid), reaper.main_end, started, own, reaper)


def serve(client: int, reply: int, slot: Slot) -> None:
    job = frames.read_header(client)
    frames.check_job(job)
    limits = job["limits"]
    place.build_mounts(slot.uid)
    proc = place.hide_processes()
    place.fit(int(limits["diskMB"]), int(limits["inodes"]), job["kind"] == "file")
    sc.write_as(slot.uid, lambda: frames.receive_files(client, job["files"], CELL))
    spec = {key: job[key] for key in SPEC_KEYS}
    outcome = supervise.watch(spawn(spec, client, slot, proc), limits)
    files, refused = collect.collect(CELL, job["collect"])
    frames.answer(reply, supervise.result_header(outcome, limits), files, refused)


def main(config: Config) -> None:
    """Serve the one job on descriptor 0, answer on descriptor 1. Ends the process."""
    sc.prctl(sc.PR_SET_DUMPABLE, 0)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    reply = os.dup(1)
    os.set_inheritable(reply, False)
    try:
        serve(0, reply, config.slots[0])
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        frames.answer(reply, frames.apology(f"the cell could not run this job: {error}"), {}, {})
        os._exit(BROKEN_JOB)
    os._exit(SERVED)
