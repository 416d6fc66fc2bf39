"""What a waiting process can do before its program comes: own the pages that programs write.

A fork shares its parent's memory page by page; the first write to a page copies it, at some microseconds each, and a
small fit writes thousands, mostly to count references. Which ones is the same for every fork of one parent, so it is
learned once. To own them early reads nothing, changes nothing and needs no right: the same program later makes the
same copies. It is only speed: where the kernel cannot do it, a program pays for its pages itself.
"""
from __future__ import annotations

import ctypes
import errno
import os
import re
import select
import struct
import time
from typing import Callable

from sandmle.sandbox import syscalls as sc
from sandmle.sandbox.account import PAGE

# Linux 5.14: make pages present and own, as a write would, without writing.
MADV_POPULATE_WRITE = 23

# Each cell idles this long first: where cells are taken faster than that, the work would delay the next cell.
IDLE_MS = 40
# A step that takes so long waited for a processor: on a busy machine this work would be at the cost of programs.
LATE_S = 0.008
# Between two looks whether the program has come.
PAGES_AT_ONCE = 64
# Pages between two that are written, copied with them: a call costs more than a few copies.
GAP_PAGES = 2

# Of an entry of /proc/self/pagemap: in memory; of a file; mapped by this process alone.
PRESENT, OF_A_FILE, EXCLUSIVE = 1 << 63, 1 << 61, 1 << 56
PRIVATE_WRITABLE = re.compile(rb"^([0-9a-f]+)-([0-9a-f]+) rw.p \S+ \S+ \S+ *(.*)$", re.M)

Range = tuple[int, int]


def _own_maps() -> list[Range]:
    """Start and end of what this process may write and shares with nobody by intent."""
    with open("/proc/self/maps", "rb") as file:
        found = PRIVATE_WRITABLE.findall(file.read())
    return [(int(start, 16), int(end, 16)) for start, end, name in found if name != b"[stack]"]


def _owned(pagemap: int, start: int, end: int) -> list[int]:
    """Page numbers between two addresses of which this process has a copy of its own."""
    data = os.pread(pagemap, (end - start) // PAGE * 8, start // PAGE * 8)
    return [
        start // PAGE + index
        for index, (entry,) in enumerate(struct.iter_unpack("<Q", data))
        if entry & PRESENT and entry & EXCLUSIVE and not entry & OF_A_FILE
    ]


def joined(pages: list[int]) -> list[Range]:
    """Rising page numbers as (first page, number of pages), none longer than is done at once."""
    ranges: list[list[int]] = []
    for page in pages:
        if ranges and page - sum(ranges[-1]) <= GAP_PAGES and page - ranges[-1][0] < PAGES_AT_ONCE:
            ranges[-1][1] = page - ranges[-1][0] + 1
        else:
            ranges.append([page, 1])
    return [(first, number) for first, number in ranges]


def _written(work: Callable[[], None]) -> list[Range]:
    """What `work` writes of the memory that this process shares with its parent."""
    maps = _own_maps()
    work()
    pagemap = os.open("/proc/self/pagemap", os.O_RDONLY)
    # A range never leaves its map: beyond it nothing may be mapped.
    return [found for start, end in maps for found in joined(_owned(pagemap, start, end))]


def learn(work: Callable[[], None]) -> list[Range]:
    """The pages that a fork of this process writes when it does `work`; none where that cannot be seen."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(read)
            # Else its memory is not its own to look at.
            sc.prctl(sc.PR_SET_DUMPABLE, 1)
            data = b"".join(struct.pack("<QQ", *found) for found in _written(work))
            with open(write, "wb") as file:
                file.write(data)
        finally:
            os._exit(0)
    os.close(write)
    with open(read, "rb") as file:
        data = file.read()
    os.waitpid(pid, 0)
    return list(struct.iter_unpack("<QQ", data[:len(data) // 16 * 16]))


def use_idle_time(coming: int, ranges: list[Range], late_s: float = LATE_S) -> None:
    """Own the learned pages until something comes on the descriptor, or others want the processor."""
    poll = select.poll()
    poll.register(coming, select.POLLIN)
    patience, before = IDLE_MS, time.monotonic()
    for first, number in ranges:
        if poll.poll(patience):
            return
        now = time.monotonic()
        if now - before > patience / 1000 + late_s:
            return
        patience, before = 0, now
        size = ctypes.c_size_t(number * PAGE)
        if sc.libc.madvise(ctypes.c_void_p(first * PAGE), size, MADV_POPULATE_WRITE) != 0:
            # This kernel cannot; else only this range could not be had, and the next may.
            if ctypes.get_errno() == errno.EINVAL:
                return
