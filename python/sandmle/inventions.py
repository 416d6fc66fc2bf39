"""Mechanisms that a spec brings along: metadata in JSON, code as one Python source, by the contract of mechanisms/.

They run where the engine composes, inside the sandbox, and their code travels into the task's programs like that of
the engine's own mechanisms. Nothing that they say of themselves is trusted: the gates judge what comes out.
"""
from __future__ import annotations

import atexit
import importlib.util
import shutil
import sys
import tempfile
import traceback
from pathlib import Path
from types import ModuleType

from sandmle.mechanisms import mechanism_ids

REQUIRED = ("parameters", "latent", "describe", "public_features", "rule_features")
PREFIX = "invented-"


class CannotInvent(Exception):
    """A mechanism of a spec that cannot be used; the message is for who wrote it."""


def load_inventions(entries: list[dict]) -> dict[str, ModuleType]:
    """The modules of a spec's own mechanisms by id. Raises CannotInvent."""
    if not entries:
        return {}
    # The carrier of functions reads their source back from a file.
    folder = Path(tempfile.mkdtemp(prefix="inventions-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return {entry["meta"]["id"]: load_invention(entry, folder) for entry in entries}


def load_invention(entry: dict, folder: Path) -> ModuleType:
    """One module, made from its source. Raises CannotInvent."""
    mechanism = entry["meta"]["id"]
    if not mechanism.startswith(PREFIX) or mechanism in mechanism_ids():
        raise CannotInvent(f"invention {mechanism}: its id must start with {PREFIX}")
    name = mechanism.replace("-", "_")
    path = folder / f"{name}.py"
    path.write_text(entry["source"], encoding="utf-8")
    recipe = importlib.util.spec_from_file_location(f"sandmle.mechanisms.{name}", path)
    module = importlib.util.module_from_spec(recipe)
    sys.modules[module.__name__] = module
    try:
        recipe.loader.exec_module(module)
    except Exception as error:
        raise CannotInvent(f"invention {mechanism}: {where(error, path)}{type(error).__name__}: {error}") from None
    missing = [function for function in REQUIRED if not callable(getattr(module, function, None))]
    if missing:
        raise CannotInvent(f"invention {mechanism}: it has no function {', '.join(missing)}")
    module.META = entry["meta"]
    return module


def where(error: Exception, path: Path) -> str:
    """`line N: ` of the source that an error came from, empty where that is unknown."""
    if isinstance(error, SyntaxError):
        return f"line {error.lineno}: "
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
    return f"line {lines[-1]}: " if lines else ""
