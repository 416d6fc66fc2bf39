"""Carry functions from this package into stand-alone programs, with everything that they use.

Programs that leave the product import nothing of ours. `Collector` copies functions word for word, follows the names
in their bodies to helpers and constants of the same module or of other `sandmle` modules, and gathers the imports.
"""
from __future__ import annotations

import ast
import importlib
import inspect
import json
import math
import re
from functools import lru_cache
from types import ModuleType

WIDTH = 110
MECHANISMS = "sandmle.mechanisms."
# Functions that every mechanism file has; they carry the mechanism's name into a program that holds several.
ENTRY_POINTS = ("places", "rows", "render", "latent", "public_features", "rule_features")


def literal(value: object, indent: int = 0, before: int = 0) -> str:
    """A value as Python source: on one line where it fits, else one entry a line.

    `indent` is the column of the closing bracket, `before` the width of what stands left of the value.
    """
    line = flat(value)
    if len(line) + before <= WIDTH - 8 or not isinstance(value, (dict, list, tuple)) or not value:
        return line
    pad = " " * (indent + 4)
    if isinstance(value, dict):
        parts = [f"{flat(key)}: " for key in value]
        entries = [
            f"{pad}{part}{literal(item, indent + 4, indent + 4 + len(part))},\n"
            for part, item in zip(parts, value.values())
        ]
        return "{\n" + "".join(entries) + " " * indent + "}"
    if all(not isinstance(item, (dict, list, tuple)) for item in value):
        return f"{line[0]}\n{wrapped(value, pad)}{' ' * indent}{line[-1]}"
    entries = [f"{pad}{literal(item, indent + 4, indent + 4)},\n" for item in value]
    return line[0] + "\n" + "".join(entries) + " " * indent + line[-1]


def wrapped(items: list | tuple, pad: str) -> str:
    """Plain items, comma separated, as many on a line as fit."""
    lines = [pad]
    for item in items:
        if lines[-1] != pad and len(lines[-1]) + len(flat(item)) + 2 > WIDTH:
            lines.append(pad)
        lines[-1] += f"{flat(item)}," if lines[-1] == pad else f" {flat(item)},"
    return "\n".join(lines) + "\n"


def flat(value: object) -> str:
    """A plain value on one line, strings in double quotes."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{flat(key)}: {flat(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        inner = ", ".join(flat(item) for item in value)
        return f"[{inner}]" if isinstance(value, list) else f"({inner}{',' * (len(value) == 1)})"
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("a constant of a program must be finite")
    if value is None or isinstance(value, (bool, int, float)):
        return repr(value)
    raise TypeError(f"{type(value).__name__} cannot be written as a constant; use plain int, float, str, list, dict")


@lru_cache(maxsize=None)
def parsed(module: ModuleType) -> tuple[str, ast.Module]:
    """Source text and syntax tree of a module."""
    text = inspect.getsource(module)
    return text, ast.parse(text)


@lru_cache(maxsize=None)
def segment(module: ModuleType, node: ast.stmt) -> str:
    """The text of a top-level statement, with the comment lines right above it and at its end."""
    lines = parsed(module)[0].splitlines()
    first = min([node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", []))])
    while first > 1 and lines[first - 2].startswith("#"):
        first -= 1
    return "\n".join(lines[first - 1 : node.end_lineno])


def module_functions(module: ModuleType) -> list[str]:
    """Source of all top-level functions and classes of a module, in file order."""
    kept = (ast.FunctionDef, ast.ClassDef)
    return [segment(module, node) for node in parsed(module)[1].body if isinstance(node, kept)]


def constants_source(module: ModuleType) -> str:
    """Source of all top-level constants of a module, in file order."""
    return "\n".join(segment(module, node) for node in parsed(module)[1].body if isinstance(node, ast.Assign))


def imports_of(module: ModuleType) -> list[str]:
    """The import lines of a module, without those of this package."""
    nodes = [node for node in parsed(module)[1].body if isinstance(node, (ast.Import, ast.ImportFrom))]
    return [ast.unparse(node) for node in nodes if not is_ours(node)]


def is_ours(node: ast.Import | ast.ImportFrom) -> bool:
    """Imports that a stand-alone program must not have."""
    module = getattr(node, "module", "") or ""
    return module == "__future__" or module.split(".")[0] == "sandmle"


def final_name(module: ModuleType, name: str) -> str:
    """The name of a thing of a module in a stand-alone program."""
    if name in ENTRY_POINTS and module.__name__.startswith(MECHANISMS):
        return f"{module.__name__.removeprefix(MECHANISMS)}_{name}"
    return name


class Collector:
    """Functions, constants and imports of one stand-alone program, each once, helpers before their users."""

    def __init__(self) -> None:
        self.imports: set[str] = set()
        self.constants: dict[str, str] = {}
        self.functions: dict[str, str] = {}
        self._origin: dict[str, str] = {}

    def add(self, module: ModuleType, name: str) -> str:
        """Add a top-level function or constant of a module and all that it uses; returns its name in the program.

        Raises ValueError when two modules bring different things of one name.
        """
        node = top_level(module).get(name)
        if node is None:
            raise ValueError(f"{module.__name__} has no top-level {name!r}")
        final, origin = final_name(module, name), f"{module.__name__}.{name}"
        if final in self._origin:
            if self._origin[final] != origin:
                raise ValueError(f"{final!r} is both {self._origin[final]} and {origin}: rename one")
            return final
        self._origin[final] = origin
        for used in sorted(names_used(node) - {name}):
            self._follow(module, used)
        text = segment(module, node)
        for entry in ENTRY_POINTS:
            text = re.sub(rf"(?<![.\w]){entry}(?=\()", final_name(module, entry), text)
        target = self.functions if isinstance(node, (ast.FunctionDef, ast.ClassDef)) else self.constants
        target[final] = text
        return final

    def _follow(self, module: ModuleType, name: str) -> None:
        """Bring a name that a body uses: a sibling, a thing of another module of ours, or an import line."""
        if name in top_level(module):
            self.add(module, name)
            return
        for node in parsed(module)[1].body:
            if not isinstance(node, (ast.Import, ast.ImportFrom)):
                continue
            for alias in node.names:
                if (alias.asname or alias.name.split(".")[0]) != name:
                    continue
                if is_ours(node):
                    self.add(importlib.import_module(node.module), alias.name)
                elif isinstance(node, ast.ImportFrom):
                    self.imports.add(f"from {node.module} import {ast.unparse(alias)}")
                else:
                    self.imports.add(f"import {ast.unparse(alias)}")

    def import_lines(self) -> str:
        """Sorted import lines: plain imports first, names of one module on one line, standard library apart."""
        return format_imports(self.imports)


def format_imports(lines: set[str]) -> str:
    """Import lines in two groups, standard library and third party, `from` lines of one module merged."""
    plain = sorted(line for line in lines if line.startswith("import "))
    merged: dict[str, set[str]] = {}
    for line in lines:
        if line.startswith("from "):
            module, names = line[5:].split(" import ")
            merged.setdefault(module, set()).update(names.split(", "))
    for module in sorted(merged):
        names = sorted(merged[module])
        line = f"from {module} import {', '.join(names)}"
        if len(line) > WIDTH:
            line = f"from {module} import (\n" + "".join(f"    {name},\n" for name in names) + ")"
        plain.append(line)
    third = ("numpy", "pandas", "scipy", "sklearn", "PIL")
    outside = [line for line in plain if line.split()[1].split(".")[0] in third]
    standard = [line for line in plain if line not in outside]
    return "\n\n".join("\n".join(group) for group in (standard, outside) if group)


@lru_cache(maxsize=None)
def top_level(module: ModuleType) -> dict[str, ast.stmt]:
    """Name -> statement, for functions, classes and constants of a module."""
    found: dict[str, ast.stmt] = {}
    for node in parsed(module)[1].body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found[node.name] = node
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id] = node
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found[node.target.id] = node
    return found


@lru_cache(maxsize=None)
def names_used(node: ast.stmt) -> frozenset[str]:
    """All names that occur in a statement; sort before use, programs must not depend on hash order."""
    return frozenset(item.id for item in ast.walk(node) if isinstance(item, ast.Name))
