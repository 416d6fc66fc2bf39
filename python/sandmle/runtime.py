"""What this interpreter is: its versions, where its parts lie, and what it lacks. Standard library only.

usage: python -I runtime.py DECLARATION [--import | --import-all]
with the declaration of the runtime (lib/domain/runtime.json). Prints JSON. Asks the recorded versions and imports no
library, so that it may run outside the sandbox; with --import the needed ones are imported as well, with --import-all
the extras too, as a recorded version does not prove that a library works.
"""
import importlib
import importlib.metadata
import json
import os
import platform
import re
import sys
from importlib.util import find_spec


def version_of(library):
    """The recorded version of an installed library, or None."""
    if find_spec(library["module"]) is None:
        return None
    for distribution in library["distributions"]:
        try:
            return importlib.metadata.version(distribution)
        except importlib.metadata.PackageNotFoundError:
            continue
    return None


def is_older(version, oldest):
    return [int(part) for part in re.findall(r"\d+", version)[:2]] < [int(part) for part in oldest.split(".")]


def does_import(library):
    try:
        importlib.import_module(library["module"])
    except Exception:
        return False
    return True


def problem_of(declared, python, versions):
    """Why programs cannot run here, or None."""
    if is_older(python, declared["python"]["oldest"]):
        return f"Python {python} is older than {declared['python']['oldest']}"
    missing = [one["name"] for one in declared["libraries"] if versions[one["name"]] is None]
    if missing:
        return f"it has no {', '.join(missing)}"
    old = [
        f"{one['name']} {versions[one['name']]} is older than {one['oldest']}"
        for one in declared["libraries"]
        if is_older(versions[one["name"]], one["oldest"])
    ]
    return "; ".join(old) or None


def facts(declared, imports=()):
    """The answer; `imports`: which of "libraries" and "extras" must not only be there but be importable."""
    libraries, extras = declared["libraries"], declared["extras"]
    versions = {one["name"]: version_of(one) for one in libraries + extras}
    python = platform.python_version()
    problem = problem_of(declared, python, versions)
    if "libraries" in imports and problem is None:
        broken = [one["name"] for one in libraries if not does_import(one)]
        problem = f"it cannot import {', '.join(broken)}" if broken else None
    if "extras" in imports:
        lacks = [one["name"] for one in extras if versions[one["name"]] is None or not does_import(one)]
    else:
        lacks = [one["name"] for one in extras if versions[one["name"]] is None]
    implementation = platform.python_implementation().lower().replace("cpython", "python")
    named = [f"{name} {version}" for name, version in versions.items() if version is not None]
    return {
        "executable": sys.executable,
        "real": os.path.realpath(sys.executable),
        "venv": None if sys.prefix == sys.base_prefix else sys.prefix,
        "prefixes": sorted({sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix}),
        "path": [path for path in sys.path if os.path.isdir(path)],
        "runtime": ", ".join([f"{implementation} {python}", *named, platform.machine()]),
        "lacks": lacks,
        "problem": problem,
    }


if __name__ == "__main__":
    wanted = {"--import": ("libraries",), "--import-all": ("libraries", "extras")}
    print(json.dumps(facts(json.loads(sys.argv[1]), wanted.get(sys.argv[-1], ()))))
