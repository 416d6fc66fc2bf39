"""Nothing of the host but the runtime, and nothing to write but the cell."""
from __future__ import annotations

import fcntl
import glob
import os

from sandmle.sandbox.probes.registry import BAIT, Open, attempt, check


@check
def planted_answers() -> str:
    for path in BAIT["files"]:
        if os.path.exists(path):
            raise Open(f"{path} can be seen")
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


@check
def process_tree() -> str:
    if os.listdir("/proc"):
        raise Open("/proc is there: mounts, descriptors and limits of processes, settings of the kernel")
    return "no /proc"


@check
def lock_of_the_runtime() -> str:
    """Granted without effect: whoever asks twice, by two openings of one file, is never refused."""
    with open("/dev/null") as first, open("/dev/null") as second:
        fcntl.flock(first, fcntl.LOCK_EX | fcntl.LOCK_NB)
        try:
            fcntl.flock(second, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Open("a lock holds, and neighbours would see it") from None
    return "locks have no effect"


@attempt
def kernel_log() -> str:
    return str(os.open("/dev/kmsg", os.O_RDONLY))


@check
def devices() -> str:
    allowed = {"null", "random", "urandom", "shm"}
    extra = [name for name in os.listdir("/dev") if name not in allowed]
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
