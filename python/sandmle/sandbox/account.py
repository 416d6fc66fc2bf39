"""What a cell uses: memory, against its budget, and processor time. One account for the whole cell, not a process."""
from __future__ import annotations

import errno
import os
import re
from typing import Any, Protocol

PAGE = os.sysconf("SC_PAGE_SIZE")
TICKS = os.sysconf("SC_CLK_TCK")
OOM_KILLS = re.compile(rb"\boom_kill (\d+)")
CPU_STAT = re.compile(rb"\busage_usec (\d+)")
# Version 1 and 2 of `memory.stat`.
ANONYMOUS = re.compile(rb"^(?:rss|anon) (\d+)", re.M)
# Page tables, stacks and buffers of the waiting process and its forker, and the pages that it owns ahead of its program.
RUNNER_BYTES = 24 << 20
TAKE_BACK_PASSES = 20
PSS = re.compile(rb"^Pss:\s+(\d+)", re.M)
PAGE_TABLES = re.compile(rb"^VmPTE:\s+(\d+)", re.M)
# By version of the control group's interface.
UNLIMITED = {1: b"-1", 2: b"max"}


class Account(Protocol):
    """Kept by the cell's supervisor. `counted_s` is the processor time of the processes that were waited for."""

    def begin(self, memory_mb: int) -> None:
        """The program is about to run: from here on its budget holds."""

    def over_memory(self) -> bool:
        """Whether the cell asked for more than its budget."""

    def cpu_s(self, counted_s: float) -> float:
        """Processor seconds of the cell since `begin`."""

    def end(self) -> None:
        """The cell is empty: the place is free for the next one."""


class KernelAccount:
    """A control group: the kernel counts every page, buffer and table that the cell causes, and refuses the next one."""

    def __init__(self, budget: dict[str, Any]) -> None:
        self.budget = budget
        self.version = 2 if CPU_STAT.search(self._read("usage")) else 1
        self.end()
        self.kills, self.used_s = self._kills(), self._used_s()
        self.forker_bytes = self._anonymous()

    def begin(self, memory_mb: int) -> None:
        # The forker is in the group too: the budget is what comes on top. No room comes from what the waiting process
        # took ahead of its program, from what was still being freed before it was forked, or from what earlier jobs
        # left and the kernel can take back (cached files and names).
        base = min(self.forker_bytes, self._anonymous())
        self._limit(base + RUNNER_BYTES + (memory_mb << 20))
        self.kills, self.used_s = self._kills(), self._used_s()

    def over_memory(self) -> bool:
        return self._kills() > self.kills

    def cpu_s(self, counted_s: float) -> float:
        return max(self._used_s() - self.used_s, 0.0)

    def end(self) -> None:
        os.pwrite(self.budget["limit"], UNLIMITED[self.version], 0)

    def _limit(self, limit: int) -> None:
        """Set the limit, and have the kernel take back what earlier jobs left above it.

        Version 1 answers EBUSY when a pass over the caches freed only names, since it does not count those: another
        pass finds them gone. What no pass frees gives the job no room, so the limit may stand above it.
        """
        passes = 0
        while True:
            try:
                os.pwrite(self.budget["limit"], b"%d" % limit, 0)
                return
            except OSError as error:
                if error.errno != errno.EBUSY:
                    raise
            passes += 1
            if passes > TAKE_BACK_PASSES:
                limit += RUNNER_BYTES

    def _read(self, name: str) -> bytes:
        return os.pread(self.budget[name], 4096, 0)

    def _anonymous(self) -> int:
        found = ANONYMOUS.search(self._read("stat"))
        return int(found[1]) if found else 0

    def _kills(self) -> int:
        found = OOM_KILLS.search(self._read("events"))
        return int(found[1]) if found else 0

    def _used_s(self) -> float:
        text = self._read("usage")
        found = CPU_STAT.search(text)
        return int(found[1]) / 1e6 if found else int(text) / 1e9


class ProcessAccount:
    """Looks at the processes of the cell, where the kernel keeps no budget.

    Weaker: memory is seen at the next look, and the processor time of a process that nobody waited for is what the
    last look saw of it.
    """

    def __init__(self, proc: int) -> None:
        self.proc = proc
        self.budget = 0
        self.seen_s = 0.0

    def begin(self, memory_mb: int) -> None:
        self.budget = memory_mb << 20

    def over_memory(self) -> bool:
        # Resident pages are cheap to read but count a page once for every fork that shares it: the exact figure decides.
        return self._sum(self._resident) > self.budget and self._sum(self._exact) > self.budget

    def cpu_s(self, counted_s: float) -> float:
        live = self._sum(self._cpu_ticks) / TICKS
        self.seen_s = max(self.seen_s, counted_s + live)
        return self.seen_s

    def end(self) -> None:
        pass

    def _sum(self, measure: Any) -> int:
        total = 0
        for pid in os.listdir(self.proc):
            if pid.isdigit() and pid != "1":
                try:
                    total += measure(pid)
                except (OSError, IndexError, ValueError):
                    continue
        return total

    def _read(self, pid: str, name: str) -> bytes:
        fd = os.open(f"{pid}/{name}", os.O_RDONLY, dir_fd=self.proc)
        try:
            return os.read(fd, 1 << 14)
        finally:
            os.close(fd)

    def _resident(self, pid: str) -> int:
        return int(self._read(pid, "statm").split()[1]) * PAGE + self._tables(pid)

    def _tables(self, pid: str) -> int:
        found = PAGE_TABLES.search(self._read(pid, "status"))
        return int(found[1]) << 10 if found else 0

    def _exact(self, pid: str) -> int:
        found = PSS.search(self._read(pid, "smaps_rollup"))
        return (int(found[1]) << 10 if found else 0) + self._tables(pid)

    def _cpu_ticks(self, pid: str) -> int:
        fields = self._read(pid, "stat").rpartition(b")")[2].split()
        # utime, stime and those of the children that it waited for.
        return sum(int(field) for field in fields[11:15])


def open_account(budget: dict[str, Any] | None, proc: int) -> Account:
    return ProcessAccount(proc) if budget is None else KernelAccount(budget)
