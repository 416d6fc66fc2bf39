"""J: pid 1 of one warm cell. Builds the cell, asks the forker for U, serves exactly one job, ends with the cell.

J is trusted. It holds the job's bytes; the forker never does, so nothing of one job can reach the next one's heap.
"""
from __future__ import annotations

import json
import os
import select
import signal
import socket
import struct
import sys

from sandmle.sandbox import account, collect, frames, place, supervise
from sandmle.sandbox import syscalls as sc
from sandmle.sandbox.layout import BROKEN_CELL, BROKEN_JOB, CELL, SERVED, SPEC_KEYS
from sandmle.sandbox.slots import Slot

# A connected caller that stays silent must not hold a cell.
RECEIVE_TIMEOUT_S = 60
# Beyond its wall limit a cell may need this long to be emptied and read; then the manager ends it from outside.
GRACE_S = 20

READY_TIMEOUT_S = 30

END_FORMAT = "<idq"
LIFE_FORMAT = "<d"
NAMESPACES = sc.CLONE_NEWNS | sc.CLONE_NEWIPC | sc.CLONE_NEWNET


class Cell:
    """A prepared cell: namespaces and mounts are made, and U waits for its program."""

    def __init__(self, forker: socket.socket, slot: Slot, proc: int) -> None:
        # Looks at what is there before U.
        self.account = account.open_account(slot.budget, proc)
        names = [os.open(f"self/ns/{name}", os.O_RDONLY | os.O_CLOEXEC, dir_fd=proc) for name in ("pid", "mnt", "ipc", "net")]
        job_read, self.job = os.pipe()
        self.stdout, out_write = os.pipe()
        self.stderr, err_write = os.pipe()
        self.end, end_write = os.pipe()
        self.started, start_write = os.pipe()
        given = [*names, slot.user_ns, job_read, out_write, err_write, end_write, start_write]
        socket.send_fds(forker, [b"fork"], given)
        for fd in given:
            os.close(fd)
        forker.close()
        self.uid = slot.uid

    def read_end(self) -> supervise.Ended:
        return supervise.Ended(*struct.unpack(END_FORMAT, frames.read_exact(self.end, struct.calcsize(END_FORMAT))))

    def wait_ready(self) -> None:
        """Take no job before U waits for it: a place whose forker is stuck must not answer for the others."""
        if not select.select([self.started], [], [], READY_TIMEOUT_S)[0] or os.read(self.started, 1) != b"r":
            raise OSError("the forker of this place did not fork")

    def begin(self, job: dict) -> None:
        spec = {key: job[key] for key in SPEC_KEYS}
        self.account.begin(int(job["limits"]["memoryMB"]))
        frames.write_all(self.job, frames.pack(spec))
        os.close(self.job)

    def running(self, client: int) -> supervise.Running:
        return supervise.Running(
            self.stdout, self.stderr, client, self.end, self.read_end, self.started, self.account, supervise.Reaper()
        )


def serve(cell: Cell, client: int, lifeline: int) -> None:
    """Receive one job, run it, answer."""
    job = frames.read_header(client)
    frames.check_job(job)
    limits = job["limits"]
    os.write(lifeline, struct.pack(LIFE_FORMAT, int(limits["wallMs"]) / 1000 + GRACE_S))
    place.fit(int(limits["diskMB"]), int(limits["inodes"]), job["kind"] == "file")
    # What J writes and reads in the cell's folders belongs to the cell's user; J keeps no other right.
    sc.use_file_ids(cell.uid)
    sc.drop_capabilities()
    frames.receive_files(client, job["files"], CELL)
    cell.begin(job)
    outcome = supervise.watch(cell.running(client), limits)
    files, refused = collect.collect(CELL, job["collect"])
    frames.answer(client, supervise.result_header(outcome, limits), files, refused)


def prepare(forker: socket.socket, slot: Slot) -> Cell:
    """Make this process pid 1 of a cell of its own. OSError when the machine refuses one of the walls."""
    sc.unshare(NAMESPACES)
    sc.prctl(sc.PR_SET_DUMPABLE, 0)
    sc.prctl(sc.PR_SET_PDEATHSIG, signal.SIGKILL)
    place.build_mounts(slot.uid)
    # A handler is the only way in which a program's signal could reach pid 1.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    cell = Cell(forker, slot, place.hide_processes())
    cell.wait_ready()
    return cell


def main(listener: socket.socket, forker: socket.socket, slot: Slot, lifeline: int) -> None:
    """The life of J. Ends the process: SERVED, BROKEN_JOB (bad frame) or BROKEN_CELL (could not be built)."""
    try:
        cell = prepare(forker, slot)
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
        serve(cell, connection.fileno(), lifeline)
    except (OSError, EOFError, ValueError, KeyError, TypeError, json.JSONDecodeError) as error:
        try:
            frames.answer(connection.fileno(), frames.apology(f"the cell could not run this job: {error}"), {}, {})
        except OSError:
            pass
        os._exit(BROKEN_JOB)
    os._exit(SERVED)
