"""Started before bubblewrap: puts this process into a user namespace with one uid for the runner and one for each cell.

    launch.py root BASE COUNT -- COMMAND...            as root; kernel uids BASE (the runner) to BASE + COUNT - 1
    launch.py ordinary FIRST COUNT -- COMMAND...       as an ordinary user that owns subordinate ids from FIRST on
    launch.py probe root|ordinary FIRST COUNT          exit 0 when that works here

Inside the runner is uid 0 of its own namespace and the cells are 1, 2, ...; outside all are ordinary users. A cell that
shares no uid with its supervisor or its neighbour cannot signal, limit or charge them.
"""
from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable

CLONE_NEWNS, CLONE_NEWUSER = 0x00020000, 0x10000000
PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38
libc = ctypes.CDLL(None, use_errno=True)


def _check(result: int, what: str) -> None:
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), what)


def _write_maps(pid: int, lines: str) -> None:
    for name in ("gid_map", "uid_map"):
        with open(f"/proc/{pid}/{name}", "w") as file:
            file.write(lines)


def _map_by_tools(pid: int, own: tuple[int, int], first: int, count: int) -> None:
    import subprocess

    for tool, mine in (("newuidmap", own[0]), ("newgidmap", own[1])):
        line = [tool, str(pid), "0", str(mine), "1", "1", str(first), str(count)]
        subprocess.run(line, check=True, capture_output=True, timeout=30)


def _from_outside(write_maps: Callable[[int], None], main: int, ready: int) -> None:
    """The helper that stays outside: only there may the maps be written."""
    code = 1
    try:
        if os.read(ready, 1) == b"1":
            write_maps(main)
            code = 0
    except BaseException as error:
        print(f"launch: {error}", file=sys.stderr, flush=True)
    os._exit(code)


def enter_namespace(kind: str, first: int, count: int) -> None:
    """Move this process into a new user namespace as its uid 0. OSError where the machine does not allow it."""
    own = (os.getuid(), os.getgid())
    main = os.getpid()
    ready, tell = os.pipe()
    helper = os.fork()
    if helper == 0:
        os.close(tell)
        if kind == "root":
            _from_outside(lambda pid: _write_maps(pid, f"0 {first} {count}\n"), main, ready)
        _from_outside(lambda pid: _map_by_tools(pid, own, first, count - 1), main, ready)
    os.close(ready)
    if kind == "root":
        os.setgroups([])
    _check(libc.unshare(CLONE_NEWUSER), "unshare")
    os.write(tell, b"1")
    os.close(tell)
    if os.waitpid(helper, 0)[1] != 0:
        raise OSError("the ids of the user namespace could not be mapped")
    os.setresgid(0, 0, 0)
    os.setresuid(0, 0, 0)


def main(arguments: list[str]) -> None:
    probing = arguments[0] == "probe"
    kind, first, count, *command = arguments[1:] if probing else arguments
    parent = os.getppid()
    try:
        enter_namespace(kind, int(first), int(count))
    except OSError as error:
        sys.exit(f"launch: {error}")
    if probing:
        # Some kernels let anybody make a user namespace and give no rights in it.
        if libc.unshare(CLONE_NEWNS) != 0:
            sys.exit("launch: the user namespace has no rights")
        return
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    # Changes of ids clear it, so it comes last; who died in between is noticed by the change of parent.
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)
    os.execvp(command[1], command[1:])


if __name__ == "__main__":
    main(sys.argv[1:])
