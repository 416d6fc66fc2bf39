"""System calls that seccomp must refuse."""
from __future__ import annotations

import ctypes
import errno
import platform

from sandmle.sandbox.syscall_numbers import NUMBERS

DENIALS = (errno.EPERM, errno.ENOSYS, errno.EACCES, errno.EAFNOSUPPORT)
libc = ctypes.CDLL(None, use_errno=True)

# Kernel interfaces: all zero arguments, so a call that gets through fails in a harmless way.
KERNEL_CALLS = (
    "ptrace", "process_vm_readv", "process_vm_writev", "mount", "umount2", "pivot_root", "chroot", "setns", "bpf",
    "perf_event_open", "userfaultfd", "keyctl", "add_key", "kexec_load", "init_module", "open_by_handle_at",
    "shmget", "msgget", "semget", "mq_open", "clock_settime", "sethostname", "memfd_create", "io_uring_setup",
    "fsopen", "open_tree", "pidfd_getfd", "unshare", "connect", "bind", "sendmsg", "io_setup", "inotify_init1",
    "fanotify_init", "seccomp",
)

# unshare(0) succeeds without a filter, so it is asked for the real thing; seccomp(0) would bind this very process.
FIRST_ARGUMENT = {"unshare": 0x10000000, "seccomp": 2}


def kernel_call(name: str) -> tuple[bool, str]:
    result = libc.syscall(NUMBERS[platform.machine()][name], FIRST_ARGUMENT.get(name, 0), 0, 0, 0, 0, 0)
    code = ctypes.get_errno() if result < 0 else 0
    return code in DENIALS, errno.errorcode.get(code, "allowed")
