"""M: the cell manager. Small, never imports the stack, never reads a job: it keeps a pool of waiting cells.

M is also the supervisor of Z: when Z is lost, M ends, and with M every process of the host. The worker starts anew.
"""
from __future__ import annotations

import os
import select
import socket
import sys
import time

from sandmle.sandbox import cell, forker
from sandmle.sandbox import syscalls as sc
from sandmle.sandbox.layout import BROKEN_CELL

CONTROL = "/ctl"
SOCKET = f"{CONTROL}/s"
RECYCLE_JOBS = 10_000
RECYCLE_S = 3600
MAX_BROKEN_CELLS = 10


def listen() -> socket.socket:
    """The socket of this host, in a folder that only the worker can reach; cells never see the folder."""
    listener = socket.socket(socket.AF_UNIX)
    os.umask(0o177)
    listener.bind(SOCKET)
    os.umask(0o022)
    listener.listen(128)
    sc.detach(CONTROL)
    return listener


class Warm:
    """One generation of the forker."""

    def __init__(self, listener: socket.socket, others: list[int]) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.channel = ours
        self.born = time.monotonic()
        self.ready = False
        self.pid = os.fork()
        if self.pid == 0:
            listener.close()
            ours.close()
            for fd in others:
                os.close(fd)
            sc.prctl(sc.PR_SET_PDEATHSIG, 9)
            forker.main(theirs)
        theirs.close()


class Manager:
    def __init__(self, pool: int, recycle_jobs: int) -> None:
        self.pool = pool
        self.recycle_jobs = recycle_jobs
        self.listener = listen()
        self.home = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
        self.cells: dict[int, int] = {}
        self.served = 0
        self.broken = 0
        self.poll = select.poll()
        self.current = self.new_forker()
        self.next: Warm | None = None
        self.retired: set[int] = set()

    def new_forker(self) -> Warm:
        known = [getattr(self, "current").channel.fileno()] if hasattr(self, "current") else []
        warm = Warm(self.listener, [*known, *self.cells])
        self.poll.register(warm.channel, select.POLLIN)
        return warm

    def add_cell(self) -> None:
        # The next child becomes pid 1 of a new pid namespace; M itself goes back to its own.
        sc.unshare(sc.CLONE_NEWPID)
        pid = os.fork()
        if pid == 0:
            os.close(self.home)
            for fd in self.cells:
                os.close(fd)
            cell.main(self.listener, self.current.channel)
        sc.setns(self.home, sc.CLONE_NEWPID)
        handle = os.pidfd_open(pid)
        self.cells[handle] = pid
        self.poll.register(handle, select.POLLIN)

    def cell_ended(self, handle: int) -> None:
        pid = self.cells.pop(handle)
        self.poll.unregister(handle)
        os.close(handle)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        self.served += 1
        if code != BROKEN_CELL:
            self.broken = 0
            return
        self.broken += 1
        if self.broken >= MAX_BROKEN_CELLS:
            fail(f"{self.broken} cells in a row could not be built")
        time.sleep(0.02 * self.broken)

    def forker_said(self, warm: Warm) -> None:
        try:
            message = warm.channel.recv(16)
        except OSError:
            message = b""
        if message != b"ready":
            fail("the warm forker is gone")
        warm.ready = True
        if warm is self.next:
            self.retire(self.current)
            self.current, self.next, self.served = warm, None, 0
        else:
            print("ready", flush=True)

    def retire(self, warm: Warm) -> None:
        """Close our end: the old forker reports its last children and leaves."""
        self.poll.unregister(warm.channel)
        warm.channel.close()
        self.retired.add(warm.pid)

    def reap_retired(self) -> None:
        for pid in list(self.retired):
            if os.waitpid(pid, os.WNOHANG)[0]:
                self.retired.discard(pid)

    def recycle_due(self) -> bool:
        old = time.monotonic() - self.current.born > RECYCLE_S
        return self.next is None and self.served > 0 and (old or self.served >= self.recycle_jobs)

    def run(self) -> None:
        """Keep `pool` cells alive for ever."""
        while True:
            while self.current.ready and len(self.cells) < self.pool:
                self.add_cell()
            for fd, _ in self.poll.poll(60_000):
                if fd in self.cells:
                    self.cell_ended(fd)
                    continue
                for warm in (self.current, self.next):
                    if warm is not None and fd == warm.channel.fileno():
                        self.forker_said(warm)
                        break
            self.reap_retired()
            if self.recycle_due():
                self.next = self.new_forker()


def fail(reason: str) -> None:
    print(f"manager: {reason}", file=sys.stderr, flush=True)
    os._exit(3)


def main(pool: int, recycle_jobs: int = RECYCLE_JOBS) -> None:
    """Run a warm host. Prints `ready` when the first forker is warm; ends only by failing or being killed."""
    sc.prctl(sc.PR_SET_DUMPABLE, 0)
    Manager(pool, recycle_jobs).run()
