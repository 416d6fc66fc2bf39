"""Alone: no other process, no inherited descriptor, no foreign environment."""
from __future__ import annotations

import glob
import os

from sandmle.sandbox.layout import ENVIRONMENT
from sandmle.sandbox.probes.registry import BAIT, Open, attempt, check


@check
def environment() -> str:
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
