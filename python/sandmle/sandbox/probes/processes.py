"""Alone: no other process, no inherited descriptor, no foreign environment."""
from __future__ import annotations

import ctypes
import fcntl
import os
import platform
import resource
import signal

from sandmle.sandbox.layout import ENVIRONMENT
from sandmle.sandbox.probes.registry import BAIT, Open, attempt, check
from sandmle.sandbox.syscall_numbers import NUMBERS

libc = ctypes.CDLL(None, use_errno=True)


@check
def environment() -> str:
    extra = set(os.environ) - set(ENVIRONMENT) - {"PWD", "LC_CTYPE"}
    if extra or BAIT["secret"] in " ".join(os.environ.values()):
        raise Open(f"environment has {sorted(extra)[:4]}")
    return f"{len(os.environ)} constant names"


@check
def descriptors() -> str:
    found = []
    for number in range(3, 4096):
        try:
            fcntl.fcntl(number, fcntl.F_GETFD)
        except OSError:
            continue
        found.append(number)
    if found:
        raise Open(f"descriptors {found}")
    return "0, 1, 2"


@check
def signal_supervisor() -> str:
    try:
        os.kill(1, signal.SIGKILL)
    except OSError as error:
        return os.strerror(error.errno or 0)
    return "signal has no effect"


@attempt
def limit_supervisor() -> str:
    return str(resource.prlimit(1, resource.RLIMIT_NOFILE))


@attempt
def move_supervisor() -> str:
    os.sched_setaffinity(1, {0})
    return "moved"


@attempt
def child_of_our_parent() -> str:
    """A child that the forker would have to wait for: if nobody did, the cell would never end."""
    clone_parent = 0x8000 | signal.SIGCHLD
    number = NUMBERS[platform.machine()]["clone"]
    pid = libc.syscall(number, clone_parent, 0, 0, 0, 0)
    if pid < 0:
        raise OSError(ctypes.get_errno(), "clone")
    if pid == 0:
        os._exit(0)
    return f"process {pid}"
