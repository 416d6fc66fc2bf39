"""J: pid 1 of one warm cell. Builds the cell, asks the forker for U, serves exactly one job, ends with the cell.

J is trusted. It holds the job's bytes; the forker never does, so nothing of one job can reach the next one's heap.
"""
from __future__ import annotations

import json
import os
import signal
import socket
import struct
import sys

from sandmle.sandbox import collect, frames, supervise
from sandmle.sandbox import syscalls as sc
from sandmle.sandbox.layout import BROKEN_CELL, BROKEN_JOB, CELL, PACKAGE_ROOT, SERVED, SPEC_KEYS, WRITABLE

EMPTY = "/empty"
DEFAULT_DISK_MB, DEFAULT_INODES = 64, 4096
# A connected caller that stays silent must not hold a cell.
RECEIVE_TIMEOUT_S = 60

END_FORMAT = "<idq"


def _tmpfs_options(disk_mb: int, inodes: int) -> str:
    return f"size={disk_mb}m,nr_inodes={inodes},mode=0700"


def _held(directory: str) -> dict[str, int]:
    """Folders that bubblewrap put below a writable place: an interpreter that lies in /tmp must stay reachable."""
    paths = [os.path.join(directory, name) for name in os.listdir(directory)]
    return {path: os.open(path, os.O_PATH | os.O_CLOEXEC) for path in paths if os.path.isdir(path)}


def build_mounts() -> None:
    """Own mounts: /proc shows only this cell's processes, and every writable place has byte and inode caps."""
    sc.mount("/", "", sc.MS_REC | sc.MS_PRIVATE)
    sc.mount("/proc", "proc", sc.MS_NOSUID | sc.MS_NODEV | sc.MS_NOEXEC, "subset=pid,hidepid=2")
    for directory in WRITABLE:
        kept = _held(directory)
        options = _tmpfs_options(DEFAULT_DISK_MB, DEFAULT_INODES)
        sc.mount(directory, "tmpfs", sc.MS_NOSUID | sc.MS_NODEV, options)
        for path, fd in kept.items():
            os.mkdir(path)
            sc.mount(path, "", sc.MS_BIND | sc.MS_REC, source=f"/proc/self/fd/{fd}")
            os.close(fd)


def user_namespace() -> int:
    """A nested user namespace of this cell (own process count), where our user is 1000; its descriptor.

    A helper creates it, so that J stays outside: user code can neither signal J nor look into it.
    """
    ready, tell = os.pipe()
    wait, release = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(release)
        sc.unshare(sc.CLONE_NEWUSER)
        for name, text in (("setgroups", "deny"), ("uid_map", "1000 0 1"), ("gid_map", "1000 0 1")):
            with open(f"/proc/self/{name}", "w") as file:
                file.write(text)
        os.write(tell, b"1")
        os.read(wait, 1)
        os._exit(0)
    os.close(tell)
    if os.read(ready, 1) != b"1":
        raise OSError("the cell's user namespace could not be made")
    fd = os.open(f"/proc/{pid}/ns/user", os.O_RDONLY | os.O_CLOEXEC)
    for used in (ready, wait, release):
        os.close(used)
    os.waitpid(pid, 0)
    return fd


class Cell:
    """A prepared cell: namespaces and mounts are made, and U waits for its program."""

    def __init__(self, forker: socket.socket) -> None:
        names = [os.open(f"/proc/self/ns/{name}", os.O_RDONLY | os.O_CLOEXEC) for name in ("mnt", "ipc", "pid")]
        names.append(user_namespace())
        job_read, self.job = os.pipe()
        self.stdout, out_write = os.pipe()
        self.stderr, err_write = os.pipe()
        self.end, end_write = os.pipe()
        self.started, start_write = os.pipe()
        given = [*names, job_read, out_write, err_write, end_write, start_write]
        socket.send_fds(forker, [b"fork"], given)
        for fd in given:
            os.close(fd)
        forker.close()

    def read_end(self) -> supervise.Ended:
        return supervise.Ended(*struct.unpack(END_FORMAT, frames.read_exact(self.end, struct.calcsize(END_FORMAT))))

    def fit(self, job: dict) -> None:
        """Give the cell this job's disk budget and hide the package from programs that are not part of it."""
        limits = job["limits"]
        disk, inodes = int(limits["diskMB"]), int(limits["inodes"])
        if (disk, inodes) != (DEFAULT_DISK_MB, DEFAULT_INODES):
            for directory in WRITABLE:
                flags = sc.MS_REMOUNT | sc.MS_NOSUID | sc.MS_NODEV
                sc.mount(directory, "tmpfs", flags, f"size={disk}m,nr_inodes={inodes}")
        if job["kind"] == "file":
            sc.mount(PACKAGE_ROOT, "", sc.MS_BIND, source=EMPTY)
        sc.drop_capabilities()

    def begin(self, job: dict) -> None:
        spec = {key: job[key] for key in SPEC_KEYS}
        frames.write_all(self.job, frames.pack(spec))
        os.close(self.job)

    def running(self, client: int) -> supervise.Running:
        return supervise.Running(self.stdout, self.stderr, client, self.end, self.read_end, self.started)


def serve(cell: Cell, client: int) -> None:
    """Receive one job, run it, answer."""
    job = frames.read_header(client)
    frames.check_job(job)
    cell.fit(job)
    frames.receive_files(client, job["files"], CELL)
    cell.begin(job)
    outcome = supervise.watch(cell.running(client), job["limits"])
    files, refused = collect.collect(CELL, job["collect"])
    frames.answer(client, supervise.result_header(outcome, job["limits"]), files, refused)


def main(listener: socket.socket, forker: socket.socket) -> None:
    """The life of J. Ends the process: SERVED, BROKEN_JOB (bad frame) or BROKEN_CELL (could not be built)."""
    try:
        sc.unshare(sc.CLONE_NEWNS | sc.CLONE_NEWIPC)
        sc.prctl(sc.PR_SET_DUMPABLE, 0)
        sc.prctl(sc.PR_SET_PDEATHSIG, signal.SIGKILL)
        build_mounts()
        cell = Cell(forker)
        # As pid 1, J inherits orphans of user code: let the kernel reap them.
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    except BaseException as error:
        print(f"cell: {error}", file=sys.stderr, flush=True)
        os._exit(BROKEN_CELL)
    connection, _ = listener.accept()
    listener.close()
    connection.settimeout(None)
    timeout = struct.pack("ll", RECEIVE_TIMEOUT_S, 0)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, timeout)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, timeout)
    try:
        serve(cell, connection.fileno())
    except (OSError, EOFError, ValueError, KeyError, TypeError, json.JSONDecodeError) as error:
        try:
            frames.answer(connection.fileno(), frames.apology(f"the cell could not run this job: {error}"), {}, {})
        except OSError:
            pass
        os._exit(BROKEN_JOB)
    os._exit(SERVED)
