"""Runs the battery and writes its report."""
from __future__ import annotations

import errno
import json
from typing import Any

from sandmle.sandbox.probes import files, kernel, network, processes, rights
from sandmle.sandbox.probes.registry import ATTEMPTS, BAIT, CHECKS, Open, Probe

# Imported for what they register.
GROUPS = (network, files, processes, rights)


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
    for name in kernel.KERNEL_CALLS:
        passed, detail = kernel.kernel_call(name)
        results.append({"name": f"call-{name.replace('_', '-')}", "passed": passed, "detail": detail})
    return results


def main() -> None:
    with open("bait.json") as file:
        BAIT.update(json.load(file))
    results = battery()
    with open("probes.json", "w") as file:
        json.dump(results, file)


main()
