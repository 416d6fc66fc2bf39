"""Render generate.py: a stand-alone, readable program that draws the data of one task from its rule."""
from __future__ import annotations

import math
import textwrap

from sandmle import media
from sandmle.calibrate import is_bent
from sandmle.kernels import FACTS, METRICS, constant_kind
from sandmle.parts import children as children_part
from sandmle.parts import columns as columns_part
from sandmle.parts import files as files_part
from sandmle.parts import graph as graph_part
from sandmle.parts import limits as limits_part
from sandmle.parts import links as links_part
from sandmle.parts import looks as looks_part
from sandmle.parts import middles as middles_part
from sandmle.parts import ordinary as ordinary_part
from sandmle.parts import panel as panel_part
from sandmle.render_draw import draw_source, has_followers, has_season, hiding
from sandmle.rule import MechanismRule, Rule
from sandmle.source import WIDTH, Collector, literal
from sandmle.spec import Plan

HEAD = '''"""Data of the task "{title}" (judge side: this file states the hidden rule).

{summary}

usage: python generate.py --seed 0 --out DIR
Writes DIR/agent (train.csv, test.csv, sample_submission.csv{extras}) and DIR/judge (answer.csv, oracle.csv,
latent_train.csv, latent_test.csv). The rule below is fixed; the seed draws new rows under the same rule. Every purpose
has its own random stream, so changing the number of test rows leaves train.csv as it is.
"""
{imports}

# --- size, streams, target
ROWS = {rows}
SECRET = {secret}
PARTS = ("train", "test")
PURPOSES = ("columns", "hidden", "labels", "surface", "missing", "ids", "order", "children", "parts")
TARGET = {target}
{classes}
# --- columns that are drawn on their own; all others come from a mechanism
COLUMNS = {columns}
MISSING = {missing}  # column -> share of cells that go missing
FEATURES = {features}
{gap_drivers}{history}{child_columns}
# --- the rule: score = sum of weight * (mechanism - centre) / scale
{mechanisms}
{ordinary}
# --- the link from score to target; the noise was calibrated by bisection
{link}
{constants}

{functions}


def stream(seed: int, part: str, purpose: str) -> np.random.Generator:
    """The random stream of one purpose."""
    return np.random.default_rng([*SECRET, seed, PARTS.index(part), PURPOSES.index(purpose)])


{body}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Draw the data of the task.")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    write_task(options.seed, Path(options.out))


if __name__ == "__main__":
    main()
'''

RULE_HEAD = '''def rule(d: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Score of every row, {shape}, and the hidden features behind it."""
    score, features = 0.0, []
    for latent, term in ({pairs}):
        raw, shown = latent(d, term["constants"], term["columns"])
        standard = (raw - np.array(term["centre"])) / term["scale"]
'''
RULE_LOADINGS = '''        if term["loadings"]:
            standard = standard[:, None] * np.array(term["loadings"])
'''
RULE_SUM = '''        score = score + term["weight"] * standard
        features.append(shown)
'''
RULE_ORDINARY = '''    plain = ordinary_score(d, ORDINARY["terms"])
    score = score + ORDINARY["weight"] * (plain - np.array(ORDINARY["centre"])) / ORDINARY["scale"]
    features.append(plain)
'''
RULE_TAIL = '''    return score, np.column_stack(features)
'''

LABEL_HEAD = '''def label(rng: np.random.Generator, score: np.ndarray) -> tuple[np.ndarray, dict]:
    """Target of every row, and what a solver who knows the rule would submit."""
'''
LABELS = {
    ("binary", "value"): '''    chance = logistic(SHARPNESS * score + INTERCEPT)
    return (rng.random(len(score)) < chance).astype(int), {TARGET: chance}
''',
    ("binary", "label"): '''    chance = logistic(SHARPNESS * score + INTERCEPT)
    return (rng.random(len(score)) < chance).astype(int), {TARGET: (chance >= ORACLE_CUT).astype(int)}
''',
    ("multiclass", "probabilities"): '''    chances = softmax(SHARPNESS * score + np.array(BIASES))
    return np.array(CLASSES)[draw_class(rng, chances)], dict(zip(CLASSES, chances.T))
''',
    ("multiclass", "label"): '''    chances = softmax(SHARPNESS * score + np.array(BIASES))
    return np.array(CLASSES)[draw_class(rng, chances)], {TARGET: np.array(CLASSES)[chances.argmax(axis=1)]}
''',
    ("ordinal", "label"): '''    noisy = score + NOISE * rng.standard_normal(len(score))
    return np.digitize(noisy, CUTS), {TARGET: np.digitize(score, ORACLE_CUTS)}
''',
}
REGRESSION = '''    expected = LEVEL + SPREAD * score
    noisy = expected + SPREAD * NOISE * rng.standard_normal(len(score))
    return {value}, {{TARGET: {oracle}}}
'''

BENT = '''def value_of(score: np.ndarray) -> np.ndarray:
    """Values by their scores, noise included: the upper ones reach far, and none leaves the range."""
    return np.clip(LEVEL + SPREAD * stretched(score, SKEW), {low}, {high})


'''
BENT_LABEL = '''    noisy = value_of(score + NOISE * rng.standard_normal(len(score)))
    return {value}, {{TARGET: {oracle}}}
'''
# A solver who knows the rule submits the middle of what is possible, or its mean over the noise.
BENT_ORACLES = {
    "median": "value_of(score)",
    "mean": "np.average([value_of(score + NOISE * chance) for chance in CHANCES], axis=0, weights=WEIGHTS)",
}
CHANCES = "# Draws of the noise and their weights, for means over it.\nCHANCES, WEIGHTS = np.polynomial.hermite_e.hermegauss(15)\n"

HISTORY = "# Days by which the training days of each site, and all test days, move into a long past.\nHISTORY = {}\n"
GAP_DRIVERS = "# Column with gaps -> the column that moves their chance, and how much.\nGAP_DRIVERS = {}\n"


def regression_source(plan: Plan, rule: Rule) -> str:
    """The function that draws a target that is a number: inside its range, and written as finely as people note it."""
    if is_bent(plan.spec["target"]):
        low, high = (literal(end) for end in plan.spec["target"]["range"])
        oracle = BENT_ORACLES.get(FACTS[plan.metric].middle, BENT_ORACLES["median"])
        label = BENT_LABEL.format(value=rounded("noisy", plan, rule), oracle=oracle)
        return BENT.format(low=low, high=high) + LABEL_HEAD + label
    value, oracle = "noisy", "expected"
    if FACTS[plan.metric].logs:
        value, oracle = (f"np.maximum(np.expm1({name}), 0)" for name in (value, oracle))
    target = plan.spec["target"]
    if target.get("range"):
        low, high = target["range"]
        value, oracle = (f"np.clip({name}, {literal(low)}, {literal(high)})" for name in (value, oracle))
    return LABEL_HEAD + REGRESSION.format(value=rounded(value, plan, rule), oracle=oracle)


def chances(plan: Plan) -> str:
    """The constants by which an oracle takes means over the noise, where it has to."""
    is_mean = plan.task == "regression" and FACTS[plan.metric].constant == "mean"
    return f"\n{CHANCES}".rstrip("\n") if is_mean and is_bent(plan.spec["target"]) else ""


def rounded(value: str, plan: Plan, rule: Rule) -> str:
    """The expression of a value as finely as people note it."""
    if plan.spec["target"].get("whole"):
        return f"np.round({value}).astype(int)"
    return f"np.round({value}, {target_decimals(plan, rule)})"


def target_decimals(plan: Plan, rule: Rule) -> int:
    """Decimals of a target that is a number: a thirtieth of its spread, or finer."""
    spread = rule.link["SPREAD"]
    if FACTS[plan.metric].logs:
        spread = spread * math.exp(rule.link["LEVEL"])
    return max(0, 1 - math.floor(math.log10(spread / 3)))


WRITE = '''def write_task(seed: int, out: Path) -> None:
    """Write every file of the task."""
    agent, judge, taken = out / "agent", out / "judge", set()
    train, test = (draw_part(seed, part, taken) for part in PARTS)
{surface}    for part, name in ((train, "train"), (test, "test")):
        visible = {{feature: part["visible"][feature] for feature in FEATURES}}
        last = {{TARGET: part["target"]}} if name == "train" else {{}}
        write_csv(table(part, {{**visible, **last}}), agent / f"{{name}}.csv")
        write_csv(table(part, part["latent"]), judge / f"latent_{{name}}.csv")
    write_csv(table(test, {{TARGET: test["target"]{parts}}}), judge / "answer.csv")
    write_csv(table(test, test["oracle"]), judge / "oracle.csv")
    write_csv(table(test, baseline(train["target"])), agent / "sample_submission.csv")


def table(part: dict, columns: dict) -> pd.DataFrame:
    """Columns of one part with its ids, rows in shuffled order."""
    frame = pd.DataFrame({{"id": part["ids"], **columns}})
    return frame.iloc[part["order"]]


def baseline(target: np.ndarray) -> dict:
    """The constant submission that costs no thought."""
    return {baseline}
'''

BASELINES = {
    "chance": "{TARGET: 0.5}",
    "probabilities": "{name: round(1 / len(CLASSES), 6) for name in CLASSES}",
    "label": "{TARGET: pd.Series(target).value_counts().sort_index().idxmax()}",
}

PARTS_OF_TEST = '''def parts_of_test(seed: int) -> np.ndarray:
    """Which test rows an agent may hear about while it works (feedback); the others decide its reward."""
    counts = [ROWS["feedback"], ROWS["test"] - ROWS["feedback"]]
    return stream(seed, "test", "parts").permutation(np.repeat(["feedback", "reward"], counts))
'''

TABLES = '''def write_children(train: dict, test: dict, agent: Path) -> None:
    """Write the child tables: rows of both parts, keyed by the id of their parent, sorted by that id."""
    for name, columns in CHILD_COLUMNS.items():
        frames = []
        for part in (train, test):
            frame = part["surface"][name].reset_index(drop=True)
            extra = {extra}
            frame = pd.concat([frame, extra], axis=1)
            frame.insert(0, "id", np.array(part["ids"])[frame.pop("row")])
            frames.append(frame)
        write_csv(pd.concat(frames).sort_values("id", kind="stable"), agent / f"{{name}}.csv")
'''

ALONE = 'draw_columns(part["children"], len(frame), columns)'
BESIDE = 'draw_beside(part["children"], frame.drop(columns="row"), columns, frame["row"].to_numpy(){})'
OF_PARENTS = ', part["parents"]'

IMAGES = '''def write_pictures(part: dict, agent: Path) -> None:
    """Write the pictures of one part and put their paths into the visible frame."""
    for name, value in part["surface"].items():
        if isinstance(value, np.ndarray) and value.ndim >= 3:
            part["visible"][name] = save_images(agent, part["ids"], value)
'''

SOUNDS = '''def write_recordings(part: dict, agent: Path) -> None:
    """Write the sounds of one part and put their paths into the visible frame."""
    for name, value in part["surface"].items():
        if isinstance(value, np.ndarray) and value.dtype == np.int16:
            part["visible"][name] = save_sounds(agent, part["ids"], value, RATE)
'''

# What writes the files of a modality: their word, the function that saves them, the function of generate.py, its text.
FILES = {
    "image": ("pictures", "save_images", "write_pictures", IMAGES),
    "audio": ("sounds", "save_sounds", "write_recordings", SOUNDS),
}


def render_generate(plan: Plan, rule: Rule) -> str:
    """Source text of generate.py."""
    collector = collect(plan, rule)
    imports = collector.imports | {"import argparse", "from pathlib import Path", "import numpy as np", "import pandas as pd"}
    collector.imports = imports
    tables = bool(rule.child_columns)
    word, _, _, writer = FILES.get(plan.spec["modality"], ("", "", "", ""))
    body = [rule_source(plan, rule), label_source(plan, rule), draw_source(plan, rule), write_source(plan, rule)]
    body += [PARTS_OF_TEST] * plan.has_feedback
    body += [TABLES.format(extra=extra_columns(rule))] * tables + [writer] * bool(writer)
    return HEAD.format(
        title=plan.spec["title"].replace('"', "'"),
        summary=textwrap.fill(summary(plan), WIDTH, break_on_hyphens=False),
        extras=f", {word}" * bool(word) + ", child tables" * tables,
        imports=collector.import_lines(),
        rows=literal(dict(plan.spec["rows"])),
        secret=literal(plan.secret),
        target=literal(plan.target),
        classes=f"CLASSES = {literal(plan.classes)}\n" if plan.task == "multiclass" else "",
        columns=literal(rule.columns),
        missing=literal(rule.missing),
        gap_drivers=GAP_DRIVERS.format(literal(rule.gap_drivers)) if rule.gap_drivers else "",
        history=HISTORY.format(literal(rule.history)) if rule.history else "",
        features=literal(rule.features),
        child_columns=f"CHILD_COLUMNS = {literal(rule.child_columns)}\n" if tables else "",
        mechanisms="\n".join(term_source(mechanism) for mechanism in rule.mechanisms),
        ordinary=ordinary_source(rule) if rule.ordinary else "",
        link="\n".join(f"{name} = {literal(value)}" for name, value in rule.link.items()) + chances(plan),
        constants=("\n# --- fixed settings of the functions below\n" + "\n".join(collector.constants.values()) + "\n")
        if collector.constants
        else "",
        functions="\n\n\n".join(collector.functions.values()),
        body="\n\n".join(part.rstrip("\n") + "\n" for part in body).rstrip("\n"),
    )


def summary(plan: Plan) -> str:
    """What one row is and what is predicted."""
    titles = ", ".join(binding.module.META["title"].lower() for binding in plan.bindings)
    return f"One row is one {plan.spec['entity']}; the target is {plan.target} ({plan.task}). Mechanisms: {titles}."


def collect(plan: Plan, rule: Rule) -> Collector:
    """Functions that the program needs, pasted with their helpers."""
    collector = Collector()
    if plan.is_related:
        collector.add(graph_part, "draw_related")
    is_beside = has_child_links(rule)
    if is_beside:
        collector.add(children_part, "draw_beside")
    if (rule.child_columns and not is_beside) or not plan.is_related:
        collector.add(columns_part, "draw_columns")
    hide = hiding(plan, rule)
    collector.add(columns_part if hide == "hide_cells" else graph_part, hide)
    for name, key in (("with_zeros", "zeros"), ("within_limits", "atMost"), ("where_measurable", "needs")):
        if any(key in column for column in rule.columns):
            collector.add(limits_part, name)
    if has_season(rule):
        collector.add(limits_part, "within_season")
    if rule.ordinary:
        collector.add(ordinary_part, "ordinary_score")
    for name in ("draw_looks", "with_looks") if rule.levels else ():
        collector.add(looks_part, name)
    if rule.history:
        collector.add(panel_part, "moved_dates")
    if plan.task == "regression":
        collector.add(middles_part, "best_constant")
    if plan.task == "regression" and is_bent(plan.spec["target"]):
        collector.add(links_part, "stretched")
    for name in {"binary": ["logistic"], "multiclass": ["softmax", "draw_class"]}.get(plan.task, []):
        collector.add(links_part, name)
    for name in ("fresh_ids", "write_csv"):
        collector.add(files_part, name)
    if plan.spec["modality"] in FILES:
        collector.add(media, FILES[plan.spec["modality"]][1])
    for mechanism in rule.mechanisms:
        module = mechanism.binding.module
        for name in ("places", "rows", "latent", "render"):
            if hasattr(module, name):
                collector.add(module, name)
    return collector


def extra_columns(rule: Rule) -> str:
    """The expression that draws what child tables have beside the mechanism's columns."""
    return BESIDE.format(OF_PARENTS * has_followers(rule)) if has_child_links(rule) else ALONE


def has_child_links(rule: Rule) -> bool:
    """Whether columns of a child table that no mechanism makes go with others of it, or with their parent."""
    return any({"odds", "own", "shared"} & set(column) for columns in rule.child_columns.values() for column in columns)


def term_source(mechanism: MechanismRule) -> str:
    """One mechanism's entry in the sum."""
    term = {
        "columns": mechanism.binding.col,
        "constants": mechanism.constants,
        "weight": mechanism.weight,
        "centre": mechanism.centre,
        "scale": mechanism.scale,
        "loadings": mechanism.loadings,
    }
    lines = [f'    "{name}": {literal(value, 4, 8 + len(name))},' for name, value in term.items()]
    return f"{mechanism.binding.name.upper()} = {{\n" + "\n".join(lines) + "\n}"


def ordinary_source(rule: Rule) -> str:
    """The ordinary signal as a constant, and the middle light of its pictures where that acts."""
    ordinary = rule.ordinary
    entries = {"weight": ordinary.weight, "centre": ordinary.centre, "scale": ordinary.scale, "terms": ordinary.terms}
    light = f"# Mean of each channel of a picture of middle light.\nLEVELS = {literal(rule.levels)}\n" if rule.levels else ""
    return f"# What plain columns say by themselves, added to it.\nORDINARY = {literal(entries)}\n{light}"


def rule_source(plan: Plan, rule: Rule) -> str:
    """The function that adds the mechanisms up."""
    pairs = [f"({m.binding.name}_latent, {m.binding.name.upper()})" for m in rule.mechanisms]
    head = RULE_HEAD.format(
        shape="(n, classes)" if plan.task == "multiclass" else "(n,)",
        pairs=", ".join(pairs) + ("," if len(pairs) == 1 else ""),
    )
    loadings = RULE_LOADINGS if any(m.loadings for m in rule.mechanisms) else ""
    return head + loadings + RULE_SUM + (RULE_ORDINARY if rule.ordinary else "") + RULE_TAIL


def label_source(plan: Plan, rule: Rule) -> str:
    """The function that draws the target."""
    if plan.task == "regression":
        return regression_source(plan, rule)
    text = LABELS[plan.task, METRICS[plan.metric][0]]
    if plan.task == "binary" and "ORACLE_CUT" not in rule.link:
        text = text.replace("ORACLE_CUT", "0.5")
    return LABEL_HEAD + text


def write_source(plan: Plan, rule: Rule) -> str:
    """The functions that write the files."""
    surface = "    write_children(train, test, agent)\n" if rule.child_columns else ""
    if plan.spec["modality"] in FILES:
        writer = FILES[plan.spec["modality"]][2]
        surface += f"    {writer}(train, agent)\n    {writer}(test, agent)\n"
    kind = constant_kind(plan.metric, plan.task)
    baseline = BASELINES.get(kind, f"{{TARGET: best_constant(target.tolist(), {literal(kind)})}}")
    parts = ', "part": parts_of_test(seed)' if plan.has_feedback else ""
    return WRITE.format(surface=surface, baseline=baseline, parts=parts)
