"""Thin, checked wrappers of the Linux calls that Python 3.10 does not offer."""
from __future__ import annotations

import ctypes
import os
import platform
import struct
from typing import Callable

CLONE_NEWNS = 0x00020000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC = 1, 2, 4, 8
MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 32, 4096, 16384, 1 << 18
MNT_DETACH = 2

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP = 1, 4, 24
PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 38, 47, 4
LAST_CAPABILITY = 40
CAPABILITY_VERSION_3 = 0x20080522
SECCOMP_SET_MODE_FILTER = 1

RESOLVE_NO_XDEV, RESOLVE_NO_MAGICLINKS, RESOLVE_NO_SYMLINKS, RESOLVE_BENEATH = 1, 2, 4, 8

# openat2 has one number everywhere; seccomp(2) does not.
SYS_OPENAT2 = 437
SYS_SECCOMP = {"x86_64": 317, "aarch64": 277}

libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long


class _FilterProgram(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]


def check(result: int, what: str) -> int:
    """Return `result`, or raise OSError with errno and the name of the failed step."""
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), what)
    return result


def unshare(flags: int) -> None:
    check(libc.unshare(flags), "unshare")


def setns(fd: int, kind: int) -> None:
    check(libc.setns(fd, kind), "setns")


def prctl(option: int, value: int = 0, extra: int = 0) -> None:
    check(libc.prctl(option, value, extra, 0, 0), f"prctl {option}")


def mount(target: str, fstype: str, flags: int, data: str = "", source: str = "none") -> None:
    result = libc.mount(source.encode(), target.encode(), fstype.encode(), ctypes.c_ulong(flags), data.encode())
    check(result, f"mount {fstype or 'bind'} on {target}")


def detach(target: str) -> None:
    check(libc.umount2(target.encode(), MNT_DETACH), f"umount {target}")


def use_file_ids(uid: int) -> None:
    """Create and open files as this user and group from now on; signals and limits stay the process's own."""
    libc.setfsgid(uid)
    libc.setfsuid(uid)
    if libc.setfsuid(-1) != uid:
        raise PermissionError(1, "the ids for files could not be taken", uid)


def write_as(uid: int, work: Callable[[], None]) -> None:
    """Do some work on files as this user, then go back."""
    use_file_ids(uid)
    try:
        work()
    finally:
        use_file_ids(0)


def drop_capabilities() -> None:
    """Empty every capability set, the bounding set included, so that no exec can bring one back."""
    for capability in range(LAST_CAPABILITY + 1):
        libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    header = struct.pack("Ii", CAPABILITY_VERSION_3, 0)
    check(libc.capset(header, b"\0" * 24), "capset")
    libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
    prctl(PR_SET_NO_NEW_PRIVS, 1)


def install_filter(program: bytes) -> None:
    """Put a classic-BPF seccomp program on this process for ever. Needs no_new_privs."""
    buffer = ctypes.create_string_buffer(program, len(program))
    holder = _FilterProgram(len(program) // 8, ctypes.addressof(buffer))
    number = SYS_SECCOMP[platform.machine()]
    check(libc.syscall(number, SECCOMP_SET_MODE_FILTER, 0, ctypes.byref(holder)), "seccomp")


def open_beneath(directory: int, path: str, flags: int) -> int:
    """openat2 that follows no symlink at any level, crosses no mount and cannot leave `directory`."""
    resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV
    how = struct.pack("QQQ", flags | os.O_CLOEXEC, 0, resolve)
    return check(libc.syscall(SYS_OPENAT2, directory, os.fsencode(path), how, len(how)), path)
