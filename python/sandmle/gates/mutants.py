"""Small deliberate mistakes in an evaluator's source; a suite that does not notice them would not notice real
ones."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import CodeType

MOST_MUTANTS = 48
COMPARISONS = {
    ast.Lt: ast.GtE,
    ast.GtE: ast.Lt,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
ARITHMETIC = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Pow: ast.Mult}
CLIPPING = ("max", "min")
Change = Callable[[ast.AST], None]


@dataclass(frozen=True)
class Mutant:
    """A mutated program with a name that says what was changed where. A run that reaches none of the lines is the
    original's."""

    name: str
    code: CodeType
    lines: range


def mutants_of(source: str, reached: set[int]) -> list[Mutant]:
    """At most MOST_MUTANTS mutants of the lines that a suite reaches, evenly spread over kinds and lines.

    What only words a refusal is left alone: no suite should care about it. Raises SyntaxError for broken
    source.
    """
    tree = ast.parse(source)
    wording = wording_nodes(tree)
    by_kind: dict[str, list[tuple[ast.AST, str, Change]]] = {}
    for node in ast.walk(tree):
        if node in wording or (hasattr(node, "lineno") and not reached.intersection(lines_of(node))):
            continue
        for kind, change in changes_of(node):
            name = f"{kind} (line {getattr(node, 'lineno', 0)}, column {getattr(node, 'col_offset', 0)})"
            by_kind.setdefault(kind, []).append((node, name, change))
    found = [plan for kind in sorted(by_kind) for plan in by_kind[kind]]
    step = max(len(found) / MOST_MUTANTS, 1)
    chosen = [found[int(number * step)] for number in range(min(len(found), MOST_MUTANTS))]
    mutants = [(name, changed_code(tree, node, change), changed_lines(node)) for node, name, change in chosen]
    return [Mutant(name, code, lines) for name, code, lines in mutants if code is not None]


def changed_code(tree: ast.Module, node: ast.AST, change: Change) -> CodeType | None:
    """The program with one of its nodes changed, compiled; None where the change is none. The tree stays as it was: to
    read a source again for each of its mutants costs more than to run most of them."""
    kind, parts = node.__class__, node.__dict__
    node.__dict__ = copy.deepcopy(parts)
    try:
        before = ast.dump(node)
        change(node)
        ast.fix_missing_locations(node)
        if ast.dump(node) == before:
            return None
        return compile(tree, "evaluator.py", "exec")
    finally:
        node.__class__, node.__dict__ = kind, parts


def lines_of(node: ast.AST) -> range:
    """The lines of a node; of a function the first line of its body, as its head runs in any case."""
    if isinstance(node, ast.FunctionDef):
        return range(node.body[-1].lineno, (node.end_lineno or node.lineno) + 1)
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


def changed_lines(node: ast.AST) -> range:
    """The lines of a node where it behaves otherwise once it is changed; of a function its whole body, as it may return
    before the end."""
    first = node.body[0].lineno if isinstance(node, ast.FunctionDef) else node.lineno
    return range(first, (node.end_lineno or node.lineno) + 1)


def wording_nodes(tree: ast.Module) -> set[ast.AST]:
    """Everything inside raise statements and formatted texts, and functions that are called from there
    alone, or from such functions."""
    inside: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.Raise, ast.JoinedStr)):
            inside.update(child for child in ast.walk(node) if child is not node)
    while True:
        used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and node not in inside}
        functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node not in inside)
        wording = [node for node in functions if node.name not in used]
        if not wording:
            return inside
        for node in wording:
            inside.update(ast.walk(node))


def changes_of(node: ast.AST) -> Iterator[tuple[str, Change]]:
    """Kinds of mistake that fit a node, each with the function that makes it in a copy of the node."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in COMPARISONS:
        yield "comparison turned", lambda target: target.ops.__setitem__(
            0, COMPARISONS[type(target.ops[0])]()
        )
    elif isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC and is_numeric(node):
        yield "arithmetic changed", lambda target: setattr(target, "op", ARITHMETIC[type(target.op)]())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "negation dropped", lambda target: become(
            target, ast.UnaryOp(ast.Not(), ast.UnaryOp(ast.Not(), target.operand))
        )
    elif isinstance(node, ast.Raise):
        yield "refusal dropped", lambda target: become(target, ast.Pass())
    elif isinstance(node, ast.Subscript) and is_small_index(node.slice):
        yield "column swapped", lambda target: setattr(target.slice, "value", 1 - min(target.slice.value, 1))
    elif isinstance(node, ast.FunctionDef) and node.name == "score":
        yield "direction flipped", negate_returns
        yield "score shifted", shift_returns
    elif isinstance(node, ast.Call) and is_clipping(node):
        yield "clipping dropped", lambda target: become(target, wider_argument(target))
    elif isinstance(node, ast.Assign) and isinstance(node.value, (ast.Constant, ast.List, ast.UnaryOp)):
        yield from changes_of_setting(node)


def changes_of_setting(node: ast.Assign) -> Iterator[tuple[str, Change]]:
    """Mistakes in a named setting in capitals: a flag turned, a list reversed, a number moved."""
    name = node.targets[0].id if isinstance(node.targets[0], ast.Name) else ""
    if not name.isupper():
        return
    value = node.value
    if isinstance(value, ast.List) and len(value.elts) > 1:
        yield f"{name} reversed", lambda target: target.value.elts.reverse()
        yield f"{name} shortened", lambda target: target.value.elts.pop()
    elif isinstance(value, ast.Constant) and isinstance(value.value, bool):
        yield f"{name} turned", lambda target: setattr(target.value, "value", not target.value.value)
    elif isinstance(value, ast.Constant) and isinstance(value.value, float) or isinstance(value, ast.UnaryOp):
        yield f"{name} replaced", lambda target: setattr(target, "value", ast.Constant(0.377))


def is_numeric(node: ast.BinOp) -> bool:
    """Not the joining of texts."""
    parts = (node.left, node.right)
    return not any(
        isinstance(p, ast.JoinedStr) or isinstance(p, ast.Constant) and isinstance(p.value, str)
        for p in parts
    )


def is_small_index(index: ast.expr) -> bool:
    """A constant index 0 or 1: one of the first two columns."""
    return isinstance(index, ast.Constant) and type(index.value) is int and index.value in (0, 1)


def is_clipping(node: ast.Call) -> bool:
    """max(value, limit) or min(value, limit)."""
    return isinstance(node.func, ast.Name) and node.func.id in CLIPPING and len(node.args) == 2


def wider_argument(node: ast.Call) -> ast.expr:
    """The argument that is not a constant: the value before clipping."""
    plain = [argument for argument in node.args if not isinstance(argument, ast.Constant)]
    named = [argument for argument in plain if not (isinstance(argument, ast.Name) and argument.id.isupper())]
    return (named or plain or node.args)[0]


def negate_returns(function: ast.FunctionDef) -> None:
    """Every returned score changes its sign."""
    for node in ast.walk(function):
        if isinstance(node, ast.Return) and node.value is not None:
            node.value = ast.UnaryOp(ast.USub(), node.value)


def shift_returns(function: ast.FunctionDef) -> None:
    """Every returned score is a little too high."""
    for node in ast.walk(function):
        if isinstance(node, ast.Return) and node.value is not None:
            node.value = ast.BinOp(node.value, ast.Add(), ast.Constant(0.001))


def become(node: ast.AST, other: ast.AST) -> None:
    """Turn a node into another one in place."""
    node.__class__ = other.__class__
    node.__dict__ = other.__dict__
