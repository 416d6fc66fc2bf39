"""The seccomp policy as classic BPF, built with `struct` alone: no native code, no libseccomp.

An allow list. What is not on it fails with EPERM, or with ENOSYS where a library then falls back on an older call;
a call of another architecture (32-bit, x32) kills the process. Some calls are allowed with some arguments only:

- `clone` with the exact flag words of fork, vfork and pthread_create: no namespace, no child of somebody else.
- no socket but a connected pair, of which little can be asked, and no address in any call: nothing to bind, connect or send a descriptor to.
- calls that name another process (limits, priority, affinity) only for the caller itself.
- the limit of cores stays what it is: a core that is piped to a helper of the machine obeys none but 1, which stops it.
- file locks are granted without effect: a cell is alone with its files, and a lock on the shared runtime would be
  seen by its neighbours. Leases, notifications and signals of descriptors are refused.

Without a budget kept by the kernel (`budgets` false) shared anonymous memory and socket pairs are refused too, because
a look at the processes does not count them, and new sessions, because each would get a processor share of its own.
"""
from __future__ import annotations

import errno
import platform
import struct

from sandmle.sandbox.syscall_numbers import NUMBERS

LOAD_WORD, AND, JUMP_EQUAL, JUMP_GREATER_EQUAL, JUMP_SET, RETURN = 0x20, 0x54, 0x15, 0x35, 0x45, 0x06
ALLOW, KILL_PROCESS, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
GRANTED = ERRNO
OFFSET_NUMBER, OFFSET_ARCH, OFFSET_ARGUMENTS = 0, 4, 16

AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
X32_BIT = 0x40000000
# From here on (Linux 5.1) numbers are equal everywhere, and libraries expect that a call may be missing.
FIRST_NEW_CALL = 424

FILES = """
    read write readv writev pread64 pwrite64 preadv pwritev open openat close close_range creat lseek stat fstat
    lstat newfstatat statx access faccessat faccessat2 readlink readlinkat getdents getdents64 getcwd chdir fchdir
    rename renameat renameat2 mkdir mkdirat rmdir unlink unlinkat link linkat symlink symlinkat mknod mknodat chmod
    fchmod fchmodat chown fchown lchown fchownat umask truncate ftruncate fallocate fsync fdatasync utime utimes
    utimensat futimesat sendfile copy_file_range statfs fstatfs dup dup2 dup3 pipe pipe2 poll ppoll select pselect6
    epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2 eventfd eventfd2
""".split()

MEMORY = "mprotect munmap mremap brk msync rseq".split()

PROCESSES = """
    fork vfork execve execveat wait4 waitid exit exit_group getpid getppid gettid getuid geteuid getgid getegid
    getresuid getresgid getgroups getpgrp getpgid setpgid getsid kill tkill tgkill rt_sigaction rt_sigprocmask
    rt_sigreturn rt_sigpending rt_sigtimedwait rt_sigsuspend sigaltstack pause getrusage getrlimit
    sched_yield sched_getaffinity sched_getparam sched_getscheduler sched_get_priority_max sched_get_priority_min
    capget set_tid_address set_robust_list futex restart_syscall arch_prctl
""".split()

TIME = """
    nanosleep clock_nanosleep clock_gettime clock_getres gettimeofday time times getitimer setitimer alarm
    timer_create timer_settime timer_gettime timer_delete timer_getoverrun timerfd_create timerfd_settime
    timerfd_gettime
""".split()

OTHER = "sysinfo uname getcpu getrandom recvfrom shutdown getsockname getpeername".split()

ALLOWED = (*FILES, *MEMORY, *PROCESSES, *TIME, *OTHER)
MISSING = """
    clone3 memfd_create io_uring_setup io_uring_enter io_uring_register userfaultfd preadv2 pwritev2
""".split()
# What shutil expects of a file system without extended attributes; they would be memory that no budget counts.
NO_ATTRIBUTES = """
    setxattr lsetxattr fsetxattr getxattr lgetxattr fgetxattr listxattr llistxattr flistxattr removexattr
    lremovexattr fremovexattr
""".split()

FORK, VFORK = 0x01200011, 0x00004111
CLONE_FLAGS = (0x11, FORK, VFORK, 0x003D0F00, 0x007D0F00)

MAP_SHARED_ANONYMOUS, MAP_HUGETLB = 0x21, 0x40000
MADV_MERGEABLE = 12

# Duplicates, descriptor flags, status flags, size of a pipe; who holds a lock, which is nobody.
FCNTL_ALLOWED = (0, 1, 2, 3, 4, 5, 36, 1030, 1032)
FCNTL_LOCKS = (6, 7, 37, 38)

# Terminal or not, window size, bytes to read, blocking or not, close on exec or not.
IOCTL_ALLOWED = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)

# Death signal, dumpable?, name of a thread, filter?, bounding set?, no new privileges.
PRCTL_ALLOWED = (1, 2, 3, 15, 16, 21, 23, 38, 39)

RLIMIT_CORE = 4

AF_UNIX = 1
# Type, error, sizes of buffers, listening?, protocol, domain; not the cookies, which are counted for the whole machine.
SOCKET_OPTIONS = (3, 4, 7, 8, 30, 38, 39)

Instruction = tuple[int, int, int, int]


def _load(argument: int, high: bool = False) -> Instruction:
    return (LOAD_WORD, 0, 0, OFFSET_ARGUMENTS + 8 * argument + 4 * high)


def _give(verdict: int) -> Instruction:
    return (RETURN, 0, 0, verdict)


def _refuse(code: int) -> Instruction:
    return _give(ERRNO | code)


def _when(values: tuple[int, ...], verdict: int) -> list[Instruction]:
    """The verdict for each of these values of the loaded word; other values continue."""
    return [part for value in values for part in ((JUMP_EQUAL, 0, 1, value), _give(verdict))]


def _one_of(argument: int, values: tuple[int, ...], otherwise: int = errno.EPERM) -> list[Instruction]:
    return [_load(argument), *_when(values, ALLOW), _refuse(otherwise)]


def _both_zero(first: Instruction, second: Instruction) -> list[Instruction]:
    """Allowed when both words are zero."""
    refused = _refuse(errno.EPERM)
    return [first, (JUMP_EQUAL, 1, 0, 0), refused, second, (JUMP_EQUAL, 1, 0, 0), refused, _give(ALLOW)]


def _mmap(budgets: bool) -> list[Instruction]:
    flags = _load(3)
    uncounted = [(AND, 0, 0, MAP_SHARED_ANONYMOUS), (JUMP_EQUAL, 0, 1, MAP_SHARED_ANONYMOUS), _refuse(errno.EPERM)]
    return [
        flags, (JUMP_SET, 0, 1, MAP_HUGETLB), _refuse(errno.EPERM), *([] if budgets else uncounted), _give(ALLOW)
    ]


def _setrlimit() -> list[Instruction]:
    return [_load(0), *_when((RLIMIT_CORE,), GRANTED), _give(ALLOW)]


def _prlimit() -> list[Instruction]:
    """Of the caller alone; a new limit of cores, whose address is the third argument, has no effect."""
    return [
        _load(0), (JUMP_EQUAL, 1, 0, 0), _refuse(errno.EPERM),
        _load(1), (JUMP_EQUAL, 1, 0, RLIMIT_CORE), _give(ALLOW),
        _load(2), (JUMP_EQUAL, 0, 3, 0), _load(2, high=True), (JUMP_EQUAL, 0, 1, 0), _give(ALLOW), _give(GRANTED),
    ]


def _fcntl() -> list[Instruction]:
    return [
        _load(1), *_when(FCNTL_ALLOWED, ALLOW), *_when(FCNTL_LOCKS, GRANTED), _refuse(errno.EPERM),
    ]


def _filtered(budgets: bool) -> dict[str, list[Instruction]]:
    """The calls that are allowed with some arguments only; each block ends in a verdict."""
    own_process = _one_of(0, (0,))
    own_priority = _both_zero(_load(0), _load(1))
    foreign = [_load(0), (JUMP_EQUAL, 1, 0, AF_UNIX), _refuse(errno.EAFNOSUPPORT)]
    return {
        "clone": _one_of(0, CLONE_FLAGS),
        "mmap": _mmap(budgets),
        "madvise": [_load(2), *_when((MADV_MERGEABLE,), ERRNO | errno.EINVAL), _give(ALLOW)],
        "fcntl": _fcntl(),
        "flock": [_give(GRANTED)],
        "ioctl": _one_of(1, IOCTL_ALLOWED),
        "prctl": _one_of(0, PRCTL_ALLOWED),
        "setrlimit": _setrlimit(),
        "prlimit64": _prlimit(),
        "sched_setaffinity": own_process,
        "getpriority": own_priority,
        "setpriority": own_priority,
        "socket": [_refuse(errno.EAFNOSUPPORT)],
        "socketpair": [*foreign, _give(ALLOW) if budgets else _refuse(errno.EPERM)],
        "sendto": _both_zero(_load(4), _load(4, high=True)),
        "getsockopt": _one_of(2, SOCKET_OPTIONS),
        "setsid": [_give(ALLOW) if budgets else _refuse(errno.EPERM)],
    }


def build(budgets: bool, machine: str | None = None) -> bytes:
    """The filter for `machine` (default: this one) as bytes, 8 per instruction. KeyError for an unknown machine."""
    machine = machine or platform.machine()
    numbers = NUMBERS[machine]
    code = [
        (LOAD_WORD, 0, 0, OFFSET_ARCH), (JUMP_EQUAL, 1, 0, AUDIT_ARCH[machine]), _give(KILL_PROCESS),
        (LOAD_WORD, 0, 0, OFFSET_NUMBER), (JUMP_GREATER_EQUAL, 0, 1, X32_BIT), _give(KILL_PROCESS),
    ]
    for names, verdict in (
        (ALLOWED, ALLOW), (MISSING, ERRNO | errno.ENOSYS), (NO_ATTRIBUTES, ERRNO | errno.EOPNOTSUPP),
    ):
        code += _when(tuple(numbers[name] for name in names if name in numbers), verdict)
    for name, block in _filtered(budgets).items():
        code += [(JUMP_EQUAL, 0, len(block), numbers[name]), *block]
    code += [(JUMP_GREATER_EQUAL, 0, 1, FIRST_NEW_CALL), _refuse(errno.ENOSYS), _refuse(errno.EPERM)]
    return b"".join(struct.pack("<HBBI", *instruction) for instruction in code)
