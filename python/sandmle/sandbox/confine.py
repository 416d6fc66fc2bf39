"""What user code may not do: resource limits, then no capabilities, then the seccomp filter."""
from __future__ import annotations

import resource
import signal
from typing import Any

from sandmle.sandbox import seccomp, syscalls

# Built once, before any fork: every cell of a host has the same policy. By whether the kernel keeps its budget.
POLICY = {budgets: seccomp.build(budgets) for budgets in (False, True)}

# Address space above the memory budget: shared libraries and thread stacks are mapped, not resident. The account
# judges the cell; this bound only stops one process between two of its looks.
ADDRESS_SLACK_MB = 1024
# Every descriptor may hold a buffer of the kernel. Where nothing counts those, fewer are enough for honest programs.
DESCRIPTORS = {True: 256, False: 64}


def set_limits(limits: dict[str, Any], budgets: bool) -> None:
    """Per-process limits. RLIMIT_NPROC counts within the cell's own user namespace."""
    cpu = int(limits["cpuS"])
    # The hard limit is one second later: SIGXCPU first, SIGKILL for who ignores it.
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
    fixed = {
        resource.RLIMIT_AS: (int(limits["memoryMB"]) + ADDRESS_SLACK_MB) << 20,
        resource.RLIMIT_NPROC: int(limits["processes"]),
        resource.RLIMIT_FSIZE: int(limits["fileMB"]) << 20,
        resource.RLIMIT_NOFILE: DESCRIPTORS[budgets],
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_RTPRIO: 0,
        resource.RLIMIT_SIGPENDING: 256,
    }
    for kind, value in fixed.items():
        resource.setrlimit(kind, (value, value))


def give_up_rights(budgets: bool) -> None:
    """Empty capabilities, no cores, no_new_privs, seccomp. Nothing can be taken back after this."""
    # No file is so small, and no core is piped to a helper of the machine, which any other limit permits.
    resource.setrlimit(resource.RLIMIT_CORE, (1, 1))
    syscalls.drop_capabilities()
    syscalls.install_filter(POLICY[budgets])


def default_signals() -> None:
    """A program starts with the dispositions of a fresh interpreter, whatever its forker had."""
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGHUP, signal.SIGXCPU):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
