"""The function of generate.py that draws one part of the data, step by step."""
from __future__ import annotations

from sandmle.fields import panel_of
from sandmle.rule import Rule
from sandmle.source import literal
from sandmle.spec import Plan

HIDE = 'stream(seed, part, "missing"), d, MISSING'
DRAWN = 'draw_columns(stream(seed, part, "columns"), n, COLUMNS)'
DRAWN_RELATED = 'draw_related(stream(seed, part, "columns"), n, COLUMNS{})'
MOVED = '    d[HISTORY["date"]] = moved_dates(d, part, HISTORY)\n'
MOVED_PLACES = '    placed[HISTORY["date"]] = moved_dates(placed, part, HISTORY)\n'

DRAW = '''def draw_part(seed: int, part: str, taken: set[str]) -> dict:
    """One part of the data: visible frame, label, oracle, hidden features{more}."""
    n = ROWS[part]
{placed}    d = {columns}
{rows}    score, features = rule(d)
    target, oracle = label(stream(seed, part, "labels"), score)
{surface}    visible = {hide}
    return {{
        "ids": fresh_ids(stream(seed, part, "ids"), n, taken),
        "order": stream(seed, part, "order").permutation(n),
        "visible": visible,
        "target": target,
        "oracle": oracle,
        "latent": {{f"z{{number + 1}}": column for number, column in enumerate(features.T)}},
{entries}    }}
'''


def draw_source(plan: Plan, rule: Rule) -> str:
    """The function that draws one part."""
    rows, calls = "", []
    for mechanism in rule.mechanisms:
        name, module = mechanism.binding.name, mechanism.binding.module
        if hasattr(module, "rows"):
            rows += rows_call(name)
        if hasattr(module, "render"):
            calls.append(name)
    if rule.levels:
        rows += "    d = d.assign(**draw_looks(hidden_stream, n, LEVELS))\n"
    panel = panel_of(plan)
    placed = placed_call(panel.name) + MOVED_PLACES * bool(rule.history) if panel else ""
    if rows or placed:
        placed = '    hidden_stream = stream(seed, part, "hidden")\n' + placed
    if rule.history and not panel:
        rows += MOVED
    surface = entries = ""
    if calls:
        surface = '    surface, surface_stream = {}, stream(seed, part, "surface")\n' + "".join(
            f"    surface.update(\n"
            f'        {name}_render(surface_stream, d, {name.upper()}["columns"], {name.upper()}["constants"])\n'
            f"    )\n"
            for name in calls
        )
        entries = '        "surface": surface,\n'
        surface += "".join(
            f"    d[{literal(name)}] = surface[{literal(name)}]\n" for name in text_columns(plan)
        )
    if rule.levels:
        surface += "".join(
            f"    surface[{literal(name)}] = with_looks(surface[{literal(name)}], d, LEVELS)\n" for name in path_columns(plan)
        )
    if rule.child_columns:
        entries += '        "children": stream(seed, part, "children"),\n'
        entries += '        "parents": d,\n' * has_followers(rule)
    return DRAW.format(
        placed=placed,
        columns=columns_call(plan) + settled_calls(rule),
        rows=rows,
        surface=surface,
        hide=hide_call(plan, rule),
        entries=entries,
        more=", pictures, sounds, texts and tables" if calls else "",
    )


def hiding(plan: Plan, rule: Rule) -> str:
    """Name of the function that makes cells go missing."""
    if plan.gaps_together:
        return "hide_cells_together"
    return "hide_related_cells" if rule.gap_drivers else "hide_cells"


def hide_call(plan: Plan, rule: Rule) -> str:
    """The call that makes cells go missing."""
    name = hiding(plan, rule)
    drivers = "" if name == "hide_cells" else ", GAP_DRIVERS" if rule.gap_drivers else ", {}"
    return f"{name}({HIDE}{drivers})"


def columns_call(plan: Plan) -> str:
    """The expression that draws the columns, beside the days and sites of a panel."""
    is_placed = panel_of(plan) is not None
    if plan.is_related:
        return DRAWN_RELATED.format(", placed" * is_placed)
    return DRAWN + ".assign(**placed)" * is_placed


def settled_calls(rule: Rule) -> str:
    """Lines that set zeros, keep numbers below each other and leave out what cannot be measured, where there are such."""
    found = {key for column in rule.columns for key in column}
    steps = {
        "with_zeros": "zeros" in found,
        "within_season": has_season(rule),
        "within_limits": "atMost" in found,
        "where_measurable": "needs" in found,
    }
    return "".join(f"\n    d = {name}(d, COLUMNS)" for name, is_needed in steps.items() if is_needed)


def has_followers(rule: Rule) -> bool:
    """Whether a child column that no mechanism makes follows columns of its parent."""
    return any("follows" in column for columns in rule.child_columns.values() for column in columns)


def has_season(rule: Rule) -> bool:
    """Whether some number is nothing at all outside of its season."""
    return any("season" in column.get("dated", {}) for column in rule.columns)


def rows_call(name: str) -> str:
    """Lines that add a mechanism's own columns to the frame."""
    return (
        f"    hidden = {name}_rows(\n"
        f'        hidden_stream, n, {name.upper()}["columns"], {name.upper()}["constants"], part, d\n'
        "    )\n"
        "    for name, values in hidden.items():\n"
        "        d[name] = values\n"
    )


def placed_call(name: str) -> str:
    """Lines that lay the rows out by days and sites."""
    return (
        f"    placed = pd.DataFrame(\n"
        f'        {name}_places(hidden_stream, n, {name.upper()}["columns"], {name.upper()}["constants"], part)\n'
        "    )\n"
    )


def text_columns(plan: Plan) -> list[str]:
    """Text columns, which a mechanism renders."""
    return [column["name"] for column in plan.spec["columns"] if column["kind"] == "text"]


def path_columns(plan: Plan) -> list[str]:
    """Columns of pictures, which a mechanism renders."""
    return [column["name"] for column in plan.spec["columns"] if column["kind"] == "path"]
