"""Runs one program in this process as `python -I` would, and ends the process with its exit code."""
from __future__ import annotations

import atexit
import importlib.util
import os
import random
import runpy
import sys
import threading
import traceback
import types
from typing import Any

from sandmle.sandbox.layout import CELL, ENVIRONMENT, PACKAGE_ROOT


class _SeedNumpyOnImport:
    """Seeds numpy.random at its first import, so that programs without numpy do not pay for importing it."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if name != "numpy.random":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.loader is not None:
            run = spec.loader.exec_module
            spec.loader.exec_module = lambda module: (run(module), module.seed(self.seed))[0]
        return spec


def seed_generators(seed: int) -> None:
    """Forks share their parent's generators: without this, two jobs would draw the same numbers by accident."""
    random.seed(seed)
    numpy_random = sys.modules.get("numpy.random")
    if numpy_random is not None:
        numpy_random.seed(seed & 0xFFFFFFFF)
    else:
        sys.meta_path.insert(0, _SeedNumpyOnImport(seed & 0xFFFFFFFF))


def fresh_streams() -> None:
    sys.stdin = sys.__stdin__ = open(0, encoding="utf-8", closefd=False)
    sys.stdout = sys.__stdout__ = open(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = sys.__stderr__ = open(2, "w", 1, encoding="utf-8", errors="backslashreplace", closefd=False)


def runner_modules() -> list[str]:
    """Names of the runner's own modules. A forker asks once: to look at every name in a fork copies their pages."""
    return [name for name in sys.modules if name == "sandmle" or name.startswith("sandmle.")]


def forget_runner(modules: list[str]) -> None:
    """The runner's modules are not the program's: `import sandmle` must find the package or nothing."""
    for name in modules:
        del sys.modules[name]
    sys.path[:] = [entry for entry in sys.path if not entry.startswith("/opt/")]


def forget_start_method() -> None:
    """The forker's libraries imported multiprocessing in another folder and settled how it starts processes."""
    process = sys.modules.get("multiprocessing.process")
    context = sys.modules.get("multiprocessing.context")
    if process is not None and context is not None:
        process.ORIGINAL_DIR = os.getcwd()
        context._default_context._actual_context = None


def _execute(spec: dict[str, Any]) -> None:
    if spec["kind"] == "module":
        sys.path.insert(0, PACKAGE_ROOT)
        runpy.run_module(spec["entry"], run_name="__main__", alter_sys=True)
        return
    main = types.ModuleType("__main__")
    # Absolute, as for any script: a process that multiprocessing spawns looks it up.
    main.__file__ = os.path.abspath(spec["entry"])
    main.__builtins__ = __builtins__
    sys.modules["__main__"] = main
    with open(spec["entry"], "rb") as file:
        code = compile(file.read(), spec["entry"], "exec", dont_inherit=True)
    exec(code, main.__dict__)


def _exit_code(value: object) -> int:
    if value is None:
        return 0
    if isinstance(value, int):
        return value & 255
    print(value, file=sys.stderr)
    return 1


def _guarded(spec: dict[str, Any]) -> int:
    try:
        _execute(spec)
    except SystemExit as exit_request:
        return _exit_code(exit_request.code)
    except BaseException as error:
        # The two outer frames belong to this file, not to the program.
        own = error.__traceback__
        for _ in range(2):
            own = own.tb_next if own is not None else None
        traceback.print_exception(type(error), error, own)
        return 1
    return 0


def run(spec: dict[str, Any], runner: list[str]) -> None:
    """Run the program of {kind, entry, argv, seed} in the working directory of the cell, without the runner's modules.

    Does not return.
    """
    os.environ.clear()
    os.environ.update(ENVIRONMENT)
    os.chdir(CELL)
    sys.argv = [spec["entry"], *spec["argv"]]
    fresh_streams()
    forget_runner(runner)
    forget_start_method()
    seed_generators(int(spec["seed"]))
    code = _guarded(spec)
    try:
        threading._shutdown()
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:
        code = code or 120
    # A full interpreter shutdown would touch, and so copy, most pages of the warm process.
    os._exit(code)
