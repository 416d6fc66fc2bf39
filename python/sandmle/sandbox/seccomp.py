"""The seccomp policy as classic BPF, built with `struct` alone: no native code, no libseccomp.

A deny list in three parts. Calls that reach other processes, namespaces, keys, the kernel or the clock fail with
EPERM; calls whose absence libraries handle (io_uring, memfd_create, clone3) fail with ENOSYS; `socket` fails with
EAFNOSUPPORT for every family, because a network namespace does not contain AF_VSOCK and does not separate cells.
A foreign architecture (32-bit calls, x32) kills the process.
"""
from __future__ import annotations

import errno
import platform
import struct

LOAD_WORD, JUMP_EQUAL, JUMP_GREATER_EQUAL, JUMP_SET, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, KILL_PROCESS, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
OFFSET_NUMBER, OFFSET_ARCH, OFFSET_ARG0, OFFSET_ARG1 = 0, 4, 16, 24

# CLONE_NEWUSER | NEWPID | NEWNET | NEWIPC | NEWUTS | NEWNS | NEWCGROUP
NEW_NAMESPACES = 0x7E020000
AF_UNIX = 1
TIOCSTI, TIOCLINUX = 0x5412, 0x541C
X32_BIT = 0x40000000

# Calls that share one number on every architecture (added after 2019).
COMMON_DENIED = {
    "pidfd_getfd": 438, "open_tree": 428, "move_mount": 429, "fsopen": 430, "fsconfig": 431, "fsmount": 432,
    "fspick": 433, "mount_setattr": 442, "quotactl_fd": 443, "memfd_secret": 447, "process_madvise": 440,
    "process_mrelease": 448, "statmount": 457, "listmount": 458, "open_tree_attr": 467,
}
COMMON_MISSING = {"io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427, "clone3": 435}

ARCHITECTURES = {
    "x86_64": {
        "audit": 0xC000003E, "clone": 56, "socket": 41, "socketpair": 53, "ioctl": 16,
        "missing": {"memfd_create": 319},
        "denied": {
            "ptrace": 101, "process_vm_readv": 310, "process_vm_writev": 311, "kcmp": 312, "mount": 165,
            "umount2": 166, "pivot_root": 155, "chroot": 161, "unshare": 272, "setns": 308, "bpf": 321,
            "perf_event_open": 298, "userfaultfd": 323, "add_key": 248, "request_key": 249, "keyctl": 250,
            "kexec_load": 246, "kexec_file_load": 320, "init_module": 175, "delete_module": 176,
            "finit_module": 313, "swapon": 167, "swapoff": 168, "reboot": 169, "acct": 163, "quotactl": 179,
            "settimeofday": 164, "adjtimex": 159, "clock_settime": 227, "clock_adjtime": 305, "iopl": 172,
            "ioperm": 173, "open_by_handle_at": 304, "name_to_handle_at": 303, "modify_ldt": 154,
            "personality": 135, "fanotify_init": 300, "syslog": 103, "vhangup": 153, "uselib": 134, "ustat": 136,
            "sysfs": 139, "nfsservctl": 180, "lookup_dcookie": 212, "shmget": 29, "msgget": 68, "semget": 64,
            "mq_open": 240, "move_pages": 279, "migrate_pages": 256, "vmsplice": 278, "sethostname": 170,
            "setdomainname": 171,
        },
    },
    "aarch64": {
        "audit": 0xC00000B7, "clone": 220, "socket": 198, "socketpair": 199, "ioctl": 29,
        "missing": {"memfd_create": 279},
        "denied": {
            "ptrace": 117, "process_vm_readv": 270, "process_vm_writev": 271, "kcmp": 272, "mount": 40,
            "umount2": 39, "pivot_root": 41, "chroot": 51, "unshare": 97, "setns": 268, "bpf": 280,
            "perf_event_open": 241, "userfaultfd": 282, "add_key": 217, "request_key": 218, "keyctl": 219,
            "kexec_load": 104, "kexec_file_load": 294, "init_module": 105, "delete_module": 106,
            "finit_module": 273, "swapon": 224, "swapoff": 225, "reboot": 142, "acct": 89, "quotactl": 60,
            "settimeofday": 170, "adjtimex": 171, "clock_settime": 112, "clock_adjtime": 266,
            "open_by_handle_at": 265, "name_to_handle_at": 264, "personality": 92, "fanotify_init": 262,
            "syslog": 116, "vhangup": 58, "lookup_dcookie": 18, "shmget": 194, "msgget": 186, "semget": 190,
            "mq_open": 180, "move_pages": 239, "migrate_pages": 238, "vmsplice": 75, "sethostname": 161,
            "setdomainname": 162,
        },
    },
}


class _Assembler:
    """Collects instructions; jumps are relative, as in the kernel."""

    def __init__(self) -> None:
        self.code: list[tuple[int, int, int, int]] = []

    def load(self, offset: int) -> None:
        self.code.append((LOAD_WORD, 0, 0, offset))

    def jump(self, kind: int, value: int, if_true: int, if_false: int) -> None:
        self.code.append((kind, if_true, if_false, value))

    def give(self, verdict: int) -> None:
        self.code.append((RETURN, 0, 0, verdict))

    def refuse(self, number: int, code: int) -> None:
        self.jump(JUMP_EQUAL, number, 0, 1)
        self.give(ERRNO | code)

    def assemble(self) -> bytes:
        return b"".join(struct.pack("<HBBI", *instruction) for instruction in self.code)


def build(machine: str | None = None) -> bytes:
    """The filter for `machine` (default: this one) as bytes, 8 per instruction. KeyError for an unknown machine."""
    table = ARCHITECTURES[machine or platform.machine()]
    out = _Assembler()
    out.load(OFFSET_ARCH)
    out.jump(JUMP_EQUAL, table["audit"], 1, 0)
    out.give(KILL_PROCESS)
    out.load(OFFSET_NUMBER)
    out.jump(JUMP_GREATER_EQUAL, X32_BIT, 0, 1)
    out.give(KILL_PROCESS)
    for number in (*table["denied"].values(), *COMMON_DENIED.values()):
        out.refuse(number, errno.EPERM)
    for number in (*table["missing"].values(), *COMMON_MISSING.values()):
        out.refuse(number, errno.ENOSYS)
    out.refuse(table["socket"], errno.EAFNOSUPPORT)

    # clone without new namespaces stays: fork and threads need it.
    out.jump(JUMP_EQUAL, table["clone"], 0, 4)
    out.load(OFFSET_ARG0)
    out.jump(JUMP_SET, NEW_NAMESPACES, 0, 1)
    out.give(ERRNO | errno.EPERM)
    out.give(ALLOW)

    # socketpair(AF_UNIX) stays: multiprocessing and asyncio use it as a pipe.
    out.jump(JUMP_EQUAL, table["socketpair"], 0, 4)
    out.load(OFFSET_ARG0)
    out.jump(JUMP_EQUAL, AF_UNIX, 0, 1)
    out.give(ALLOW)
    out.give(ERRNO | errno.EAFNOSUPPORT)

    # No typing into a terminal.
    out.jump(JUMP_EQUAL, table["ioctl"], 0, 4)
    out.load(OFFSET_ARG1)
    out.jump(JUMP_EQUAL, TIOCSTI, 1, 0)
    out.jump(JUMP_EQUAL, TIOCLINUX, 0, 1)
    out.give(ERRNO | errno.EPERM)
    out.give(ALLOW)
    return out.assemble()
