"""Nothing of the host but the runtime, and nothing to write but the cell."""
from __future__ import annotations

import glob
import os

from sandmle.sandbox.probes.registry import BAIT, Open, attempt, check


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
