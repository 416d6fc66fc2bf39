"""No privilege to use, none to gain, no limit to raise."""
from __future__ import annotations

import ctypes
import errno
import glob
import os
import resource
import subprocess

from sandmle.sandbox.probes.registry import BAIT, Open, attempt, check
from sandmle.sandbox.syscalls import CAPABILITY_VERSION_3, LAST_CAPABILITY

PR_GET_SECCOMP, PR_CAPBSET_READ, PR_GET_NO_NEW_PRIVS = 21, 23, 39
libc = ctypes.CDLL(None, use_errno=True)


@check
def user() -> str:
    ids = {*os.getresuid(), *os.getresgid()}
    if 0 in ids:
        raise Open(f"ids {sorted(ids)}")
    return f"uid {os.getuid()}"


@check
def rights() -> str:
    """By the kernel's own answers, as there is no /proc to read."""
    sets = (ctypes.c_uint32 * 6)()
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    if libc.capget(header, sets) != 0 or any(sets):
        raise Open(f"capabilities {list(sets)}")
    bounding = [number for number in range(LAST_CAPABILITY + 1) if libc.prctl(PR_CAPBSET_READ, number, 0, 0, 0) == 1]
    if bounding:
        raise Open(f"bounding set {bounding}")
    if libc.prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1:
        raise Open("new privileges can be had")
    if libc.prctl(PR_GET_SECCOMP, 0, 0, 0, 0) != 2:
        raise Open("there is no filter of system calls")
    return "no capabilities, no new privileges, seccomp filter"


@attempt
def become_root() -> str:
    os.setuid(0)
    return "uid 0"


@check
def setuid_programs() -> str:
    for path in ("/usr/bin/su", "/bin/su", "/usr/bin/sudo", "/usr/bin/mount", "/usr/bin/passwd"):
        if os.path.exists(path) and subprocess.run([path, "--version"], capture_output=True).returncode == 0:
            raise Open(f"{path} runs")
    return "none"


@check
def raise_limit() -> str:
    for kind in (resource.RLIMIT_NPROC, resource.RLIMIT_AS, resource.RLIMIT_FSIZE):
        _, hard = resource.getrlimit(kind)
        if hard == resource.RLIM_INFINITY:
            raise Open(f"limit {kind} is not set")
        try:
            resource.setrlimit(kind, (hard + 1, hard + 1))
        except (OSError, ValueError):
            continue
        raise Open(f"limit {kind} can be raised")
    return "limits cannot be raised"


@check
def process_limit() -> str:
    children = []
    try:
        for _ in range(BAIT["processes"] + 8):
            pid = os.fork()
            if pid == 0:
                signal_wait = os.pipe()[0]
                os.read(signal_wait, 1)
                os._exit(0)
            children.append(pid)
    except BlockingIOError:
        return f"refused after {len(children)} children"
    finally:
        for pid in children:
            os.kill(pid, 9)
            os.waitpid(pid, 0)
    raise Open(f"{len(children)} children")


@check
def disk_limit() -> str:
    written, block = 0, b"\0" * (1 << 20)
    try:
        for number in range(512):
            with open(f"/tmp/fill-{number % 8}", "ab") as file:
                file.write(block)
            written += 1
    except OSError as error:
        return f"{errno.errorcode.get(error.errno or 0)} after {written} MB"
    finally:
        for path in glob.glob("/tmp/fill-*"):
            os.unlink(path)
    raise Open(f"{written} MB written")
