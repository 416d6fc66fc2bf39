"""The probe battery: attempts from inside a cell at everything that a program must not be able to do.

Run as `python -m sandmle.sandbox.probes` in a cell whose `bait.json` names what was planted outside: a listening
port, a unix socket, secret files, a secret environment value. Writes `probes.json`: [{name, passed, detail}...].
A probe passes when its attempt fails. Harmless by construction: nothing is attempted that would hurt a host that
lets it through.
"""
from __future__ import annotations

import ctypes
import errno
import glob
import json
import os
import platform
import resource
import socket
import subprocess
import sys
from typing import Any, Callable

from sandmle.sandbox import seccomp

BAIT: dict[str, Any] = {}
DENIALS = (errno.EPERM, errno.ENOSYS, errno.EACCES, errno.EAFNOSUPPORT)
libc = ctypes.CDLL(None, use_errno=True)

Probe = Callable[[], str]
ATTEMPTS: dict[str, Probe] = {}
CHECKS: dict[str, Probe] = {}


class Open(Exception):
    """The boundary is open; the message says how."""


def attempt(probe: Probe) -> Probe:
    """Registers an attempt that must end in OSError; returning means that the boundary is open."""
    ATTEMPTS[probe.__name__.strip("_").replace("_", "-")] = probe
    return probe


def check(probe: Probe) -> Probe:
    """Registers an inspection that raises Open when it finds something it must not see."""
    CHECKS[probe.__name__.strip("_").replace("_", "-")] = probe
    return probe


# Network.
@attempt
def tcp_loopback() -> str:
    socket.create_connection(("127.0.0.1", BAIT["port"]), 1)
    return "connected"


@attempt
def tcp_ipv6() -> str:
    return str(socket.socket(socket.AF_INET6, socket.SOCK_STREAM))


@attempt
def udp() -> str:
    return str(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))


@attempt
def vsock() -> str:
    return str(socket.socket(40, socket.SOCK_STREAM))


@attempt
def netlink() -> str:
    return str(socket.socket(16, socket.SOCK_RAW))


@attempt
def packet_socket() -> str:
    return str(socket.socket(17, socket.SOCK_RAW))


@attempt
def crypto_socket() -> str:
    return str(socket.socket(38, socket.SOCK_SEQPACKET))


@attempt
def unix_socket_path() -> str:
    socket.socket(socket.AF_UNIX).connect(BAIT["socket"])
    return "connected"


@attempt
def unix_socket_abstract() -> str:
    socket.socket(socket.AF_UNIX).connect("\0" + BAIT["abstract"])
    return "connected"


@check
def interfaces() -> str:
    if not os.path.exists("/proc/net/dev"):
        return "no list of interfaces"
    with open("/proc/net/dev") as file:
        names = [line.split(":")[0].strip() for line in file if ":" in line]
    if [name for name in names if name != "lo"]:
        raise Open(f"interfaces {names}")
    return "loopback only"


# Files.
@check
def planted_answers() -> str:
    for path in BAIT["files"]:
        for prefix in ("", "/proc/1/root", "/proc/self/root"):
            if os.path.exists(prefix + path):
                raise Open(f"{prefix}{path} can be seen")
    return f"{len(BAIT['files'])} planted files are invisible"


@attempt
def shadow() -> str:
    return open("/etc/shadow").read(8)


@check
def home_folders() -> str:
    allowed = BAIT["runtime"]
    for top in ("/home", "/root", "/work", "/srv", "/var", "/mnt", "/tmp"):
        for folder, folders, files in os.walk(top):
            inside = [f"{folder}/{name}" for name in folders]
            way = [path for path in inside if any(part.startswith(f"{path}/") for part in allowed)]
            extra = {*inside, *(f"{folder}/{name}" for name in files)} - {*way, *allowed}
            if extra:
                raise Open(f"visible: {sorted(extra)[:3]}")
            folders[:] = [os.path.basename(path) for path in way]
    return "nothing but the runtime"


@attempt
def write_root() -> str:
    return open("/planted", "w").name


@attempt
def write_usr() -> str:
    return open("/usr/planted", "w").name


@attempt
def write_dev() -> str:
    return open("/dev/planted", "w").name


@attempt
def write_runner() -> str:
    return open("/opt/sandbox/sandmle/host.py", "a").name


@attempt
def write_core_pattern() -> str:
    return open("/proc/sys/kernel/core_pattern", "w").name


@attempt
def write_hostname() -> str:
    return open("/proc/sys/kernel/hostname", "w").name


@attempt
def sysrq() -> str:
    return open("/proc/sysrq-trigger", "w").name


@attempt
def kernel_memory() -> str:
    return str(os.open("/proc/kcore", os.O_RDONLY))


@attempt
def kernel_log() -> str:
    return str(os.open("/dev/kmsg", os.O_RDONLY))


@check
def block_devices() -> str:
    allowed = {"null", "zero", "full", "random", "urandom", "tty", "ptmx", "console"}
    extra = [name for name in os.listdir("/dev") if name not in allowed | {"fd", "stdin", "stdout", "stderr", "shm",
                                                                           "pts", "core"}]
    if extra:
        raise Open(f"devices {extra[:4]}")
    return "harmless devices only"


@attempt
def make_device() -> str:
    os.mknod("/tmp/device", 0o60666, os.makedev(254, 0))
    return "made"


@check
def cgroup_tree() -> str:
    if glob.glob("/sys/fs/cgroup/*"):
        raise Open("the cgroup tree is visible")
    return "no cgroup tree"


# Processes.
@check
def environment() -> str:
    from sandmle.sandbox.layout import ENVIRONMENT

    extra = set(os.environ) - set(ENVIRONMENT) - {"PWD", "LC_CTYPE"}
    if extra or BAIT["secret"] in " ".join(os.environ.values()):
        raise Open(f"environment has {sorted(extra)[:4]}")
    return f"{len(os.environ)} constant names"


@check
def other_environments() -> str:
    secret = BAIT["secret"].encode()
    for path in glob.glob("/proc/[0-9]*/environ"):
        try:
            with open(path, "rb") as file:
                if secret in file.read():
                    raise Open(path)
        except OSError:
            continue
    return "no secret in any environment"


@check
def visible_processes() -> str:
    pids = [name for name in os.listdir("/proc") if name.isdigit()]
    if len(pids) > 2:
        raise Open(f"{len(pids)} processes")
    return f"{len(pids)} processes"


@check
def command_lines() -> str:
    for path in glob.glob("/proc/[0-9]*/cmdline"):
        with open(path, "rb") as file:
            text = file.read().decode("utf-8", "replace")
        if any(bait in text for bait in BAIT["files"]):
            raise Open(f"{path} names a host path")
    return "no host path"


@check
def descriptors() -> str:
    found = [name for name in os.listdir("/proc/self/fd") if int(name) > 2]
    # Listing the folder holds one descriptor itself.
    if len(found) > 1:
        raise Open(f"descriptors {sorted(found)}")
    return "0, 1, 2"


@check
def mount_sources() -> str:
    with open("/proc/self/mountinfo") as file:
        text = file.read()
    if os.path.dirname(BAIT["files"][0]) in text:
        raise Open("a mount names the planted folder")
    return f"{len(text.splitlines())} mounts"


@check
def signal_supervisor() -> str:
    try:
        os.kill(1, 9)
    except OSError as error:
        return os.strerror(error.errno or 0)
    if not os.path.exists("/proc/self"):
        raise Open("pid 1 died")
    return "signal has no effect"


@attempt
def supervisor_memory() -> str:
    return str(os.open("/proc/1/mem", os.O_RDWR))


@attempt
def supervisor_descriptors() -> str:
    return str(os.listdir("/proc/1/fd"))


# Rights.
@check
def user() -> str:
    ids = {*os.getresuid(), *os.getresgid()}
    if 0 in ids:
        raise Open(f"ids {sorted(ids)}")
    return f"uid {os.getuid()}"


@check
def rights() -> str:
    with open("/proc/self/status") as file:
        facts = {name: value.strip() for name, _, value in (line.partition(":") for line in file)}
    wanted = {"CapEff": "0" * 16, "CapPrm": "0" * 16, "CapBnd": "0" * 16, "NoNewPrivs": "1", "Seccomp": "2"}
    wrong = {name: facts.get(name) for name, value in wanted.items() if facts.get(name) != value}
    if wrong:
        raise Open(str(wrong))
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


# Kernel interfaces: all zero arguments, so a call that gets through fails in a harmless way.
KERNEL_CALLS = (
    "ptrace", "process_vm_readv", "process_vm_writev", "mount", "umount2", "pivot_root", "chroot", "setns", "bpf",
    "perf_event_open", "userfaultfd", "keyctl", "add_key", "kexec_load", "init_module", "open_by_handle_at",
    "shmget", "msgget", "semget", "mq_open", "clock_settime", "sethostname", "memfd_create", "io_uring_setup",
    "fsopen", "open_tree", "pidfd_getfd", "unshare",
)


def kernel_call(name: str) -> tuple[bool, str]:
    table = seccomp.ARCHITECTURES[platform.machine()]
    known = {**table["denied"], **table["missing"], **seccomp.COMMON_DENIED, **seccomp.COMMON_MISSING}
    # unshare(0) succeeds without a filter, so it is asked for the real thing.
    first = 0x10000000 if name == "unshare" else 0
    result = libc.syscall(known[name], first, 0, 0, 0, 0, 0)
    code = ctypes.get_errno() if result < 0 else 0
    return code in DENIALS, errno.errorcode.get(code, "allowed")


def run_one(probe: Probe, must_fail: bool) -> tuple[bool, str]:
    try:
        detail = probe()
    except Open as error:
        return False, str(error)
    except OSError as error:
        return must_fail or error.errno == errno.ENOENT, errno.errorcode.get(error.errno or 0, str(error))
    return not must_fail, detail


def battery() -> list[dict[str, Any]]:
    """All probes in order; the result of each."""
    results = []
    for group, must_fail in ((ATTEMPTS, True), (CHECKS, False)):
        for name, probe in group.items():
            passed, detail = run_one(probe, must_fail)
            results.append({"name": name, "passed": passed, "detail": detail[:200]})
    for name in KERNEL_CALLS:
        passed, detail = kernel_call(name)
        results.append({"name": f"call-{name.replace('_', '-')}", "passed": passed, "detail": detail})
    return results


def main() -> None:
    with open("bait.json") as file:
        BAIT.update(json.load(file))
    results = battery()
    with open("probes.json", "w") as file:
        json.dump(results, file)


if __name__ == "__main__":
    sys.exit(main())
