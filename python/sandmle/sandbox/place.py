"""What both backends do to make a cell: its mounts, its user namespace, its view of processes."""
from __future__ import annotations

import os

from sandmle.sandbox import syscalls as sc
from sandmle.sandbox.layout import PACKAGE_ROOT, USER, WRITABLE

EMPTY = "/empty"
DEFAULT_DISK_MB, DEFAULT_INODES = 64, 4096


def _tmpfs_options(disk_mb: int, inodes: int, uid: int) -> str:
    return f"size={disk_mb}m,nr_inodes={inodes},mode=0700,uid={uid},gid={uid}"


def _held(directory: str) -> dict[str, int]:
    """Folders that bubblewrap put below a writable place: an interpreter that lies in /tmp must stay reachable."""
    paths = [os.path.join(directory, name) for name in os.listdir(directory)]
    return {path: os.open(path, os.O_PATH | os.O_CLOEXEC) for path in paths if os.path.isdir(path)}


def hide_processes() -> int:
    """A descriptor of this pid namespace's /proc; for programs there is no /proc at all.

    It would show them mounts, maps, limits and descriptors of the runner, and let them open pipes again.
    """
    sc.mount("/proc", "proc", sc.MS_NOSUID | sc.MS_NODEV | sc.MS_NOEXEC)
    proc = os.open("/proc", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    # Our own, and the one below that shows every cell of the host.
    while os.path.exists("/proc/self"):
        sc.detach("/proc")
    return proc


def build_mounts(uid: int) -> None:
    """Own mounts: every writable place has byte and inode caps and belongs to the cell's user."""
    sc.mount("/", "", sc.MS_REC | sc.MS_PRIVATE)
    for name in os.listdir("/dev"):
        if name != "shm":
            # One inode for all cells, and anybody may touch it: its times would be a message. Writing still works.
            sc.mount(f"/dev/{name}", "", sc.MS_REMOUNT | sc.MS_BIND | sc.MS_RDONLY | sc.MS_NOSUID | sc.MS_NOEXEC)
    for directory in WRITABLE:
        kept = _held(directory)
        options = _tmpfs_options(DEFAULT_DISK_MB, DEFAULT_INODES, uid)
        sc.mount(directory, "tmpfs", sc.MS_NOSUID | sc.MS_NODEV, options)
        for path, fd in kept.items():
            os.mkdir(path)
            sc.mount(path, "", sc.MS_BIND | sc.MS_REC, source=f"/proc/self/fd/{fd}")
            os.close(fd)


def fit(disk_mb: int, inodes: int, hide_package: bool) -> None:
    """Give the cell its job's disk budget and hide the package from programs that are not part of it."""
    if (disk_mb, inodes) != (DEFAULT_DISK_MB, DEFAULT_INODES):
        for directory in WRITABLE:
            flags = sc.MS_REMOUNT | sc.MS_NOSUID | sc.MS_NODEV
            sc.mount(directory, "tmpfs", flags, f"size={disk_mb}m,nr_inodes={inodes}")
    if hide_package:
        sc.mount(PACKAGE_ROOT, "", sc.MS_BIND, source=EMPTY)


def _write_at(folder: int, path: str, text: str) -> None:
    fd = os.open(path, os.O_WRONLY, dir_fd=folder)
    try:
        os.write(fd, text.encode())
    finally:
        os.close(fd)


def user_namespace(proc: int, uid: int) -> int:
    """A nested user namespace with one user, the place's, and so with counts of its own; its descriptor.

    A helper creates it, so that the supervisor stays outside: user code can neither signal it nor look into it. Warm
    cells of a place follow each other in one: a cell begins when all processes of the last are gone, and with them
    what the kernel counted; keyrings, which would stay, are refused.
    """
    ready, tell = os.pipe()
    wait, release = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(release)
        sc.unshare(sc.CLONE_NEWUSER)
        os.write(tell, b"1")
        os.read(wait, 1)
        os._exit(0)
    os.close(tell)
    if os.read(ready, 1) != b"1":
        raise OSError("the user namespace of a place could not be made")
    _write_at(proc, f"{pid}/setgroups", "deny")
    for name in ("uid_map", "gid_map"):
        _write_at(proc, f"{pid}/{name}", f"{USER} {uid} 1")
    fd = os.open(f"{pid}/ns/user", os.O_RDONLY | os.O_CLOEXEC, dir_fd=proc)
    for used in (ready, wait, release):
        os.close(used)
    os.waitpid(pid, 0)
    return fd


def enter_user(user_ns: int) -> None:
    """Become the cell's user. From here on this process has rights over nothing outside the cell."""
    sc.setns(user_ns, sc.CLONE_NEWUSER)
    os.setresgid(USER, USER, USER)
    os.setresuid(USER, USER, USER)


def killed_first(proc: int) -> None:
    """When the cell's memory is over, the kernel ends its programs, never the runner beside them."""
    _write_at(proc, "self/oom_score_adj", "1000")
