"""Render the tagged solutions of a task: stand-alone programs that read the agent view and write a submission."""
from __future__ import annotations

import importlib
from dataclasses import dataclass

from sandmle.calibrate import is_bent
from sandmle.kernels import constant_kind
from sandmle.rule import Rule
from sandmle.source import Collector, literal
from sandmle.spec import Plan

BELOW = ["below"]
PROBE = ["below", "median"]
NOT_GOLD = ["below", "median", "bronze", "silver"]
ANY_VALID = [*NOT_GOLD, "gold"]
MEDAL = ["silver", "gold"]

TEMPLATE = '''"""{title}: {task_title}

{what}

usage: python -I {name} --agent agent --out submission.csv
"""
{imports}

TASK = {task}
METRIC = {metric}
TARGET = {target}
CLASSES = {classes}
{constants}

{functions}


def main() -> None:
    """Read the agent view, predict, write the submission."""
    agent, out = arguments()
{body}

if __name__ == "__main__":
    main()
'''

READ = "    train, test, y = read_task(agent, TARGET, TASK, METRIC, CLASSES)\n"
WRITE = "    write_submission(test, decide(prediction, y, METRIC, TARGET, CLASSES), out)\n"
MODELLING = ("arguments", "read_task", "write_submission", "decide")


@dataclass(frozen=True)
class Sketch:
    """One solution before rendering: its tag and tiers, its prose, its body, and the parts it calls."""

    tag: str
    name: str
    title: str
    what: str
    permitted: list[str]
    required: list[str]
    body: str
    parts: dict[str, list[str]]

    @property
    def path(self) -> str:
        """Path below judge/."""
        return f"solutions/{self.tag}__{self.name}.py"


def render_solutions(plan: Plan, rule: Rule) -> tuple[dict, dict[str, str]]:
    """solutions.json as a dict, and source text by path."""
    return rendered(plan, [*generic_sketches(plan), *rule_sketches(plan, rule)])


def render_generic_solutions(plan: Plan) -> tuple[dict, dict[str, str]]:
    """The same without the solutions that know what the rule looks at."""
    return rendered(plan, generic_sketches(plan))


def generic_sketches(plan: Plan) -> list[Sketch]:
    """Solutions that any task of this shape has."""
    return [*simple_sketches(plan), *probe_sketches(plan), *model_sketches(plan)]


def rendered(plan: Plan, sketches: list[Sketch]) -> tuple[dict, dict[str, str]]:
    """The index of sketches and their texts."""
    listed = [
        {
            "path": sketch.path,
            "tag": sketch.tag,
            "title": sketch.title,
            "permitted": sketch.permitted,
            "required": sketch.required,
        }
        for sketch in sketches
    ]
    texts = {sketch.path: render(plan, sketch) for sketch in sketches}
    return {"format": "sandmle-solutions/1", "solutions": listed}, texts


def render(plan: Plan, sketch: Sketch) -> str:
    """Source text of one solution."""
    collector = Collector()
    for module, names in sketch.parts.items():
        for name in names:
            collector.add(importlib.import_module(f"sandmle.{module}"), name)
    if "np." in sketch.body:
        collector.imports.add("import numpy as np")
    if "random." in sketch.body:
        collector.imports.add("import random")
    constants = "\n".join(collector.constants.values())
    return TEMPLATE.format(
        title=sketch.title,
        task_title=plan.spec["title"].replace('"', "'"),
        what=sketch.what,
        name=sketch.path.split("/")[1],
        imports=collector.import_lines(),
        task=literal(plan.task),
        metric=literal(plan.metric),
        target=literal(plan.target),
        classes=literal(plan.classes),
        constants=constants + "\n" if constants else "",
        functions="\n\n\n".join(collector.functions.values()),
        body=sketch.body,
    )


def simple_sketches(plan: Plan) -> list[Sketch]:
    """Programs without a model."""
    header = literal(["id", *plan.submission_columns])
    read = (
        '    ids = read_column(agent / "test.csv", "id")\n'
        '    values = read_column(agent / "train.csv", TARGET)\n'
    )
    kind = literal(constant_kind(plan.metric, plan.task))
    basic = {"parts.solving": ["arguments"], "parts.simple": ["read_column", "write_rows"]}
    return [
        Sketch(
            "constant", "prior", "Best constant", "The same prediction for every row, fitted to the metric.",
            BELOW, BELOW,
            read + f"    row = constant_row(values, {kind}, CLASSES)\n"
            f"    write_rows(out, {header}, [[name, *row] for name in ids])\n",
            {**basic, "parts.simple": ["read_column", "constant_row", "write_rows"]},
        ),
        Sketch(
            "sample-submission", "copy", "Sample submission", "Hands in the sample submission unchanged.",
            BELOW, BELOW, "    copy_sample(agent, out)\n",
            {"parts.solving": ["arguments"], "parts.simple": ["copy_sample"]},
        ),
        Sketch(
            "random", "draws", "Random predictions", "Draws every prediction at random.",
            BELOW, BELOW,
            read + "    source = random.Random(0)\n"
            f"    rows = [[name, *random_row(source, values, {kind}, CLASSES)] for name in ids]\n"
            f"    write_rows(out, {header}, rows)\n",
            {**basic, "parts.simple": ["read_column", "random_row", "write_rows"]},
        ),
    ]


def probe_sketches(plan: Plan) -> list[Sketch]:
    """Programs that look where nothing must be found."""
    forest = (
        "    features, unseen = prepared(*{view}(train, test))\n"
        "    prediction = fit_predict(forest(TASK), features, y, unseen, TASK, len(CLASSES))\n"
    )
    parts = {"parts.solving": [*MODELLING, "prepared", "fit_predict"], "parts.models": ["forest"]}
    view, call, module = summary_view(plan)
    single = (
        f"    features, unseen = prepared(*{call})\n"
        "    prediction = best_single_column(features, y, unseen, TASK, len(CLASSES))\n"
    )
    return [
        Sketch(
            "id-probe", "forest", "Forest on the id", "Looks for the target in the digits of the id.",
            PROBE, [], READ + forest.format(view="id_digits") + WRITE, {**parts, "parts.probes": ["id_digits"]},
        ),
        Sketch(
            "row-order-probe", "forest", "Forest on the row number", "Looks for the target in the order of the rows.",
            PROBE, [], READ + forest.format(view="row_order") + WRITE, {**parts, "parts.probes": ["row_order"]},
        ),
        Sketch(
            "single-feature-probe", "tree", "Best single column", "A small tree on the one most telling plain column.",
            PROBE, [], READ + single + WRITE,
            merged({"parts.solving": [*MODELLING, "prepared"], "parts.probes": ["best_single_column"]}, {module: [view]}),
        ),
    ]


def merged(first: dict[str, list[str]], second: dict[str, list[str]]) -> dict[str, list[str]]:
    """The names of both, by module."""
    return {module: [*first.get(module, []), *second.get(module, [])] for module in {**first, **second}}


def column_of(plan: Plan, kind: str) -> str:
    """Name of the first main column of a kind, as source."""
    return literal(next(c["name"] for c in plan.spec["columns"] if c["kind"] == kind and c["table"] == "main"))


def obvious_view(plan: Plan) -> tuple[str, str, str]:
    """The raw obvious view: function, call, module."""
    if plan.spec["modality"] == "image":
        return "pixel_view", f"pixel_view(train, test, agent, {column_of(plan, 'path')})", "parts.views"
    if plan.spec["modality"] == "audio":
        return "spectrum_view", f"spectrum_view(train, test, agent, {column_of(plan, 'path')})", "parts.views"
    if plan.spec["modality"] == "text":
        return "word_view", f"word_view(train, test, agent, {column_of(plan, 'text')})", "parts.views"
    return "raw_table", "raw_table(train, test)", "parts.solving"


def summary_view(plan: Plan) -> tuple[str, str, str]:
    """Few plain columns, each meaningful alone: function, call, module."""
    if plan.spec["modality"] == "image":
        return "picture_summary", f"picture_summary(train, test, agent, {column_of(plan, 'path')})", "parts.views"
    if plan.spec["modality"] == "audio":
        return "sound_summary", f"sound_summary(train, test, agent, {column_of(plan, 'path')})", "parts.views"
    if plan.spec["modality"] == "text":
        return "text_summary", f"text_summary(train, test, agent, {column_of(plan, 'text')})", "parts.views"
    return "raw_table", "raw_table(train, test)", "parts.solving"


def raw_columns(plan: Plan) -> str:
    """The plain columns, as source; without a day number where the test rows lie beyond all days that were fitted."""
    if plan.spec["modality"] != "series":
        return "raw_table(train, test)"
    return f"raw_table(*(frame.drop(columns={column_of(plan, 'date')}) for frame in (train, test)))"


def days_line(plan: Plan) -> str:
    """The days of the training rows, as source, where the test rows lie later: models are compared on later days too."""
    if plan.spec["modality"] != "series":
        return ""
    return f"    days = pd.to_datetime(train[{column_of(plan, 'date')}]).map(pd.Timestamp.toordinal).to_numpy()\n"


def model_sketches(plan: Plan) -> list[Sketch]:
    """What most people try first: one model on the raw obvious view."""
    view, call, module = obvious_view(plan)
    made = []
    for tag, name, title, function in (
        ("simple-baseline", "linear", "Linear model on the obvious view", "linear"),
        ("default", "boosting", "Boosting on the obvious view", "boosting"),
        ("default", "forest", "Forest on the obvious view", "forest"),
    ):
        body = (
            f"    features, unseen = prepared(*{call})\n"
            f"    prediction = fit_predict({function}(TASK), features, y, unseen, TASK, len(CLASSES))\n"
        )
        parts = merged(
            {"parts.solving": [*MODELLING, "prepared", "fit_predict"], "parts.models": [function]}, {module: [view]}
        )
        made.append(
            Sketch(tag, name, title, "No feature work: the columns as they come.", NOT_GOLD, [], READ + body + WRITE, parts)
        )
    return made


def rule_sketches(plan: Plan, rule: Rule) -> list[Sketch]:
    """Feature work without the rule, and the solution that knows the form of the rule."""
    return [
        mechanism_sketch(
            plan, "engineered", "features", "Feature work on the raw data",
            "Builds the views that the data suggest, knows nothing of the rule, lets cross-validation choose the model.",
            ANY_VALID, [], "public_features", "engineer_models", True, [],
        ),
        mechanism_sketch(
            plan, "reference", "rule", "Fit the form of the rule",
            "Knows the form of the hidden rule, but not its constants: those are fitted to the training rows.",
            MEDAL, MEDAL, "rule_features", "expert_models", False, rule.ordinary.forms if rule.ordinary else [],
        ),
    ]


def mechanism_sketch(
    plan: Plan, tag: str, name: str, title: str, what: str, permitted: list[str], required: list[str],
    function: str, models: str, with_raw: bool, forms: list[list],
) -> Sketch:
    """A solution on the features that every mechanism of the task offers."""
    lines = [f"    views = [{raw_columns(plan)}]\n" if with_raw else "    views = []\n"]
    parts = {"parts.solving": [*MODELLING, "prepared"], "parts.models": [models]}
    if with_raw:
        parts["parts.solving"].append("raw_table")
    for binding in plan.bindings:
        parts[f"mechanisms.{binding.name}"] = [function]
        columns = literal(binding.col, 4, 14)
        lines.append(f"    columns = {columns}\n")
        lines.append(f"    views.append({binding.name}_{function}(train, test, y, columns, TASK, agent))\n")
    if forms:
        parts["parts.ordinary"] = ["ordinary_features"]
        rows = "train, test"
        if plan.has_looks:
            parts["parts.looks"] = ["measure_looks"]
            rows = f"*(measure_looks(frame, agent, {column_of(plan, 'path')}) for frame in (train, test))"
        seen = [binding for binding in plan.bindings if hasattr(binding.module, "glances")]
        if seen:
            parts["parts.children"] = ["measure_children"]
            table = literal({key: seen[0].col[key] for key in ("events", "amount")})
            rows = f"*(measure_children(frame, agent, {table}) for frame in (train, test))"
        lines.append(f"    views.append(ordinary_features({rows}, {literal(forms, 4, 34 + len(rows))}))\n")
    lines.append("    features, unseen = prepared(*(np.hstack(view) for view in zip(*views)))\n")
    days = days_line(plan)
    lines.append(days)
    later = ", days" if days else ""
    if is_bent(plan.spec["target"]):
        # What a mechanism finds by the target, it finds by values that few far out do not rule.
        lines.insert(0, "    values, y = y, normal_scores(y)\n")
        parts["parts.bent"] = ["normal_scores", "blend_bent"]
        middle = literal(constant_kind(plan.metric, plan.task))
        lines.append(f"    prediction = blend_bent({models}(TASK), features, values, unseen, {middle}{later})\n")
    else:
        parts["parts.solving"].append("blend_best")
        lines.append(f"    prediction = blend_best({models}(TASK), features, y, unseen, TASK, len(CLASSES){later})\n")
    return Sketch(tag, name, title, what, permitted, required, READ + "".join(lines) + WRITE, parts)
