"""M: the cell manager. Small, never imports the stack, never reads a job: it keeps a cell waiting at every place.

M is also the supervisor of Z: when Z is lost, M ends, and with M every process of the host. The worker starts again. And
it ends, from outside, a cell that outlives its own time limit.
"""
from __future__ import annotations

import os
import select
import signal
import socket
import struct
import sys
import time

from sandmle.sandbox import cell, forker, place as places
from sandmle.sandbox import syscalls as sc
from sandmle.sandbox.layout import BROKEN_CELL
from sandmle.sandbox.slots import Config, Slot, close_all_but

CONTROL = "/ctl"
SOCKET = f"{CONTROL}/s"
RECYCLE_S = 3600
MAX_BROKEN_CELLS = 10
POLL_MS = 60_000


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
    """One generation of forkers: one for each place, reached by its channel."""

    def __init__(self, slots: list[Slot]) -> None:
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        pairs = [socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET) for _ in slots]
        self.channels = [ours for ours, _ in pairs]
        self.born = time.monotonic()
        self.ready = False
        self.pid = os.fork()
        if self.pid == 0:
            ends = [channel for _, channel in pairs]
            kept = [theirs.fileno(), *(end.fileno() for end in ends), *(fd for slot in slots for fd in slot.descriptors())]
            close_all_but(kept, forker.MAX_DESCRIPTORS)
            sc.prctl(sc.PR_SET_PDEATHSIG, signal.SIGKILL)
            forker.main(theirs, list(zip(slots, ends)))
        theirs.close()
        for _, channel in pairs:
            channel.close()


class Place:
    """A slot with its living cell, if it has one."""

    def __init__(self, slot: Slot) -> None:
        self.slot = slot
        self.pid = 0
        self.handle = -1
        self.lifeline = -1
        self.deadline: float | None = None

    def note_deadline(self) -> None:
        """The cell says how long it may live, once it has a job."""
        message = os.read(self.lifeline, struct.calcsize(cell.LIFE_FORMAT))
        if len(message) == struct.calcsize(cell.LIFE_FORMAT):
            self.deadline = time.monotonic() + struct.unpack(cell.LIFE_FORMAT, message)[0]


class Manager:
    def __init__(self, config: Config) -> None:
        self.config = config
        self.listener = listen()
        self.home = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
        proc = os.open("/proc", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        for slot in config.slots:
            slot.user_ns = places.user_namespace(proc, slot.uid)
        os.close(proc)
        self.places = [Place(slot) for slot in config.slots]
        self.served = 0
        self.broken = 0
        self.poll = select.poll()
        self.current = self.new_forkers()
        self.next: Warm | None = None
        self.retired: set[int] = set()

    def new_forkers(self) -> Warm:
        warm = Warm(self.config.slots)
        self.poll.register(warm.control, select.POLLIN)
        return warm

    def add_cell(self, index: int) -> None:
        place = self.places[index]
        channel = self.current.channels[index]
        place.lifeline, theirs = os.pipe()
        # The next child becomes pid 1 of a new pid namespace; M itself goes back to its own.
        sc.unshare(sc.CLONE_NEWPID)
        pid = os.fork()
        if pid == 0:
            kept = [self.listener.fileno(), channel.fileno(), theirs, *place.slot.descriptors()]
            close_all_but(kept, forker.MAX_DESCRIPTORS)
            cell.main(self.listener, channel, place.slot, theirs)
        sc.setns(self.home, sc.CLONE_NEWPID)
        os.close(theirs)
        place.pid, place.handle, place.deadline = pid, os.pidfd_open(pid), None
        for fd in (place.handle, place.lifeline):
            self.poll.register(fd, select.POLLIN)

    def cell_ended(self, place: Place) -> None:
        for fd in (place.handle, place.lifeline):
            if fd >= 0:
                self.forget(fd)
        code = os.waitstatus_to_exitcode(os.waitpid(place.pid, 0)[1])
        place.pid, place.handle, place.lifeline = 0, -1, -1
        self.served += 1
        if code != BROKEN_CELL:
            self.broken = 0
            return
        self.broken += 1
        if self.broken >= MAX_BROKEN_CELLS:
            fail(f"{self.broken} cells in a row could not be built")
        time.sleep(0.02 * self.broken)

    def forget(self, fd: int) -> None:
        self.poll.unregister(fd)
        os.close(fd)

    def forkers_said(self, warm: Warm) -> None:
        try:
            message = warm.control.recv(16)
        except OSError:
            message = b""
        if message != b"ready":
            fail("the warm forkers are gone")
        warm.ready = True
        if warm is self.next:
            self.retire(self.current)
            self.current, self.next, self.served = warm, None, 0
        else:
            print("ready", flush=True)

    def retire(self, warm: Warm) -> None:
        """Close our ends: the old forkers report their last children and leave."""
        self.poll.unregister(warm.control)
        for end in (warm.control, *warm.channels):
            end.close()
        self.retired.add(warm.pid)

    def reap_retired(self) -> None:
        for pid in list(self.retired):
            if os.waitpid(pid, os.WNOHANG)[0]:
                self.retired.discard(pid)

    def recycle_due(self) -> bool:
        old = time.monotonic() - self.current.born > RECYCLE_S
        return self.next is None and self.served > 0 and (old or self.served >= self.config.recycle_jobs)

    def end_overdue(self) -> None:
        now = time.monotonic()
        for place in self.places:
            if place.pid and place.deadline is not None and now > place.deadline:
                # Pid 1 of its namespace: every process of the cell ends with it.
                os.kill(place.pid, signal.SIGKILL)
                place.deadline = None

    def patience_ms(self) -> int:
        deadlines = [place.deadline for place in self.places if place.deadline is not None]
        left = min(deadlines) - time.monotonic() if deadlines else POLL_MS / 1000
        return max(0, min(POLL_MS, int(left * 1000) + 1))

    def handle(self, fd: int) -> None:
        for warm in (self.current, self.next):
            if warm is not None and fd == warm.control.fileno():
                return self.forkers_said(warm)
        for place in self.places:
            if fd == place.handle:
                return self.cell_ended(place)
            if fd == place.lifeline:
                place.note_deadline()
                self.forget(fd)
                place.lifeline = -1
                return None
        return None

    def run(self) -> None:
        """Keep a cell at every place, for ever."""
        while True:
            for index, place in enumerate(self.places):
                if self.current.ready and not place.pid:
                    self.add_cell(index)
            for fd, _ in self.poll.poll(self.patience_ms()):
                self.handle(fd)
            self.end_overdue()
            self.reap_retired()
            if self.recycle_due():
                self.next = self.new_forkers()


def fail(reason: str) -> None:
    print(f"manager: {reason}", file=sys.stderr, flush=True)
    os._exit(3)


def main(config: Config) -> None:
    """Run a warm host. Prints `ready` when the first forkers are warm; ends only by failing or being killed."""
    sc.prctl(sc.PR_SET_DUMPABLE, 0)
    Manager(config).run()
