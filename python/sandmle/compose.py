"""From spec.json to the programs of a task.

`python -m sandmle.compose --spec spec.json --out out` writes generate.py, rule.md, solutions.json, solutions/*.py and
attacks/ into out; with `--generic` only the solutions that need no rule, for a task whose generator others write.
Exit 1 with a one-line reason on stderr for a spec that cannot be composed.
"""
from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from sandmle.drives import drives_told, driving_columns
from sandmle.ordinary import describe_ordinary
from sandmle.render_generate import render_generate
from sandmle.render_solutions import render_generic_solutions, render_solutions
from sandmle.rule import Rule, draw_rule, glance_columns
from sandmle.source import literal
from sandmle.spec import CannotCompose, Plan, read_spec


def compose(plan: Plan) -> dict[str, str]:
    """Texts of all files by path. Raises CannotCompose."""
    rule = draw_rule(plan)
    index, solutions = render_solutions(plan, rule)
    return {
        "generate.py": render_generate(plan, rule),
        "rule.md": rule_text(plan, rule),
        "solutions.json": json.dumps(index, indent=2) + "\n",
        **solutions,
    }


def compose_generic(plan: Plan) -> dict[str, str]:
    """Texts of the solutions that know the task's shape and not its rule, and their index, by path."""
    index, solutions = render_generic_solutions(plan)
    return {"solutions.json": json.dumps(index, indent=2) + "\n", **solutions}


def rule_text(plan: Plan, rule: Rule) -> str:
    """The rule in prose with its constants, for people who judge the task."""
    lines = [
        f"# The hidden rule of \"{plan.spec['title']}\"",
        "",
        f"One row is one {plan.spec['entity']}. The target `{plan.target}` ({plan.task}, metric {plan.metric}) follows a",
        "latent score: the weighted sum of the terms below, each centred and scaled to unit spread.",
        "",
    ]
    for number, mechanism in enumerate(rule.mechanisms, start=1):
        meta = mechanism.binding.module.META
        described = mechanism.binding.module.describe(mechanism.constants, mechanism.binding.col)
        lines += [
            f"## {number}. {meta['title']} (weight {mechanism.weight:g})",
            "",
            " ".join([described, *drives_told(mechanism.constants)]),
            "",
        ]
        if mechanism.loadings:
            lines += [f"It enters the classes {', '.join(plan.classes)} with the factors {literal(mechanism.loadings)}.", ""]
    if rule.ordinary:
        lines += [
            f"## Ordinary signal (weight {rule.ordinary.weight:g}, {plan.ordinary_share:.0%} of the score's variance)",
            "",
            "What plain columns say by themselves, each centred and scaled to unit spread, the largest effect first:",
            "",
            *describe_ordinary(rule.ordinary),
            *(["", "`_light` and `_warmth` are how light and how warm the whole picture is."] if rule.levels else []),
            *glances_told(plan),
            "",
        ]
    lines += ["## Link and noise", "", *(f"- {name} = {literal(value)}" for name, value in rule.link.items()), ""]
    bound = {name for binding in plan.bindings for name in binding.col.values()}
    acting = rule.ordinary.columns if rule.ordinary else set()
    bound |= acting
    # A child table's amounts act through their mean alone.
    bound -= {column["told"] for column in glance_columns(plan) if column["name"] not in acting}
    for mechanism in rule.mechanisms:
        bound |= driving_columns(mechanism.constants)
    free = [column["name"] for column in plan.spec["columns"] if column["name"] not in bound]
    lines += ["## Columns without influence", "", ", ".join(free) or "none", ""]
    return "\n".join(lines)


def glances_told(plan: Plan) -> list[str]:
    """What hidden columns of child tables stand for."""
    if not any(hasattr(binding.module, "glances") for binding in plan.bindings):
        return []
    told = {column["name"]: column["told"] for column in glance_columns(plan)}
    return ["", f"`_count` is the number of a row's {told['_count']}, `_amount` the mean of their {told['_amount']}."]


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--spec", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--generic", action="store_true")
    options = parser.parse_args()
    try:
        plan = read_spec(Path(options.spec))
        files = compose_generic(plan) if options.generic else compose(plan)
    except CannotCompose as error:
        print(" ".join(str(error).split()), file=sys.stderr)
        return 1
    out = Path(options.out)
    (out / "attacks").mkdir(parents=True, exist_ok=True)
    for path, text in files.items():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
