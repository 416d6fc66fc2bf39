"""A grammar of pipeline programs. A program is one choice a slot; it renders to a stand-alone Python file that reads
the agent view in ./agent and writes ./submission.csv. Nothing forbids a wrong combination: it fails when it is run.

`python -m sandmle.grammar --slots` prints the slots as JSON;
`python -m sandmle.grammar --programs programs.json --out out` renders [{name, task, choices}] to out/<name>.py;
`python -m sandmle.grammar --facts tasks.json --out facts.json` says what an agent sees of agent views below <name>/.
"""

from __future__ import annotations

import argparse
import importlib
import json
from pathlib import Path

import numpy as np
import pandas as pd

from sandmle.kernels import FACTS
from sandmle.parts.pipeline import GIVEN
from sandmle.problem import column_kind
from sandmle.source import Collector, literal
from sandmle.views import VIEWS
from sandmle.views.text import NEGATORS, spelled_out

SINGLE = ("linear", "neighbours", "forest", "extra-trees", "boosting", "svm")
# Several of the single ones: their mean, or the one that cross-validation prefers.
COMBINED = {"blend": ("linear", "extra-trees", "boosting"), "best-of": ("linear", "extra-trees", "boosting", "svm")}
MODELS = (*SINGLE, *COMBINED)
# In the order in which a policy chooses: later choices may look at the model.
SLOTS: dict[str, tuple[str, ...]] = {
    "model": MODELS,
    "view": tuple(VIEWS),
    "encoding": ("onehot", "target", "ordinal"),
    "scaling": ("as-is", "impute", "scale"),
    "cross": ("none", "ratio", "product", "select"),
    "regularisation": ("weak", "middle", "strong"),
    "target": ("raw", "log", "shares"),
    "bagging": ("1", "3"),
    "shrink": ("0", "0.15"),
    "submission": ("sample", "labels", "short"),
}
PIPELINE = "sandmle.parts.pipeline"
# A rollout costs what its forest costs, and more trees than these change no tier.
TREES = 30
CLASSIFIES = ("binary", "multiclass")

TEMPLATE = '''"""{title}

{slots}

usage: python -I program.py, beside the folder agent/; writes submission.csv
"""
{imports}

TASK = {task}
{constants}

{functions}


def main() -> None:
    """Read the agent view, fit, write the submission."""
    out = Path("submission.csv")
{body}

if __name__ == "__main__":
    main()
'''


def model_source(name: str, level: int, classifies: bool) -> tuple[str, str]:
    """Import line and constructor call of a scikit-learn model; level 0 is weak regularisation, 2 strong."""
    leaf = (1, 3, 8)[level]
    kind = "Classifier" if classifies else "Regressor"
    if name == "linear" and classifies:
        call = f"LogisticRegression(C={(30.0, 1.0, 0.05)[level]}, max_iter=200)"
        return "from sklearn.linear_model import LogisticRegression", call
    if name == "linear":
        return "from sklearn.linear_model import Ridge", f"Ridge({(0.1, 3.0, 60.0)[level]})"
    if name == "neighbours":
        call = f'KNeighbors{kind}({(3, 9, 25)[level]}, weights="distance")'
        return f"from sklearn.neighbors import KNeighbors{kind}", call
    if name == "svm" and classifies:
        call = f"SVC(C={(20.0, 2.0, 0.3)[level]}, probability=True, random_state=0)"
        return "from sklearn.svm import SVC", call
    if name == "svm":
        return "from sklearn.svm import SVR", f"SVR(C={(30.0, 5.0, 0.5)[level]})"
    if name == "boosting":
        rounds, rate, leaves = ((50, 0.12, 10), (45, 0.1, 7), (40, 0.08, 4))[level]
        penalty, smallest = ((0.0, 10), (1.0, 8), (5.0, 12))[level]
        call = (
            f"HistGradientBoosting{kind}(max_iter={rounds}, learning_rate={rate}, max_leaf_nodes={leaves}, "
            f"min_samples_leaf={smallest}, l2_regularization={penalty}, early_stopping=False, random_state=0)"
        )
        return f"from sklearn.ensemble import HistGradientBoosting{kind}", call
    family = {"forest": "RandomForest", "extra-trees": "ExtraTrees"}[name]
    share = '"sqrt"' if classifies else str((1.0, 0.5, 0.3)[level])
    call = f"{family}{kind}({TREES}, min_samples_leaf={leaf}, max_features={share}, random_state=0)"
    return f"from sklearn.ensemble import {family}{kind}", call


class Program:
    """One program under construction: its body, and the functions that the body calls."""

    def __init__(self, task: dict, choices: dict[str, str]) -> None:
        self.task = task
        self.choices = choices
        self.collector = Collector()
        self.collector.imports.add("from pathlib import Path")
        self.lines: list[str] = []

    def use(self, module: str, name: str) -> str:
        """Carry a function into the program; its name."""
        return self.collector.add(importlib.import_module(module), name)

    def step(self, line: str, *functions: str, module: str = PIPELINE) -> None:
        """A line of main and the functions of one module that it calls."""
        for name in functions:
            self.use(module, name)
        self.lines.append(f"    {line}\n")

    def features(self) -> None:
        """From the files to two matrices."""
        view, encoding = VIEWS[self.choices["view"]], self.choices["encoding"]
        self.step('problem = open_task(Path("agent"), TASK)', "open_task")
        name = self.use(view.__module__, view.__name__)
        self.step(f"train, test = {name}(problem, {literal(encoding)})")
        self.step("require_columns(train)", "require_columns")
        crosses = "sandmle.views.crosses"
        if self.choices["scaling"] != "as-is":
            name = self.choices["scaling"]
            self.step(f"train, test = {name}(train, test)", name, module=crosses)
        if self.choices["cross"] != "none":
            self.use("sandmle.views.encodings", "target_matrix")
            kind = literal(self.choices["cross"])
            self.step(f"train, test = cross(train, test, {kind}, target_matrix(problem))", "cross", module=crosses)

    def prediction(self) -> None:
        """From matrices to predictions."""
        level = SLOTS["regularisation"].index(self.choices["regularisation"])
        chosen = self.choices["model"]
        calls = []
        for name in COMBINED.get(chosen, (chosen,)):
            line, call = model_source(name, level, self.task["task"] in CLASSIFIES)
            self.collector.imports.add(line)
            calls.append(call)
        if chosen in SINGLE:
            self.step(f"model = {calls[0]}")
        else:
            self.step("models = [")
            for call in calls:
                self.step(f"    {call},")
            self.step("]")
        if chosen == "best-of":
            self.step("model = cross_validated(problem, models, train)", "cross_validated")
        if chosen == "blend":
            self.step("model = Blend(models)", "Blend")
        logs, bags = self.choices["target"] == "log", int(self.choices["bagging"])
        if logs:
            self.collector.imports.add("import numpy as np")
        y = "np.log1p(problem.y)" if logs else "problem.y"
        if bags > 1:
            self.step(f"predicted = fit_bagged(problem, model, train, {y}, test, {bags})", "fit_bagged")
        else:
            self.step(f"predicted = fit_once(problem, model, train, {y}, test)", "fit_once")
        if logs:
            self.step("predicted = np.expm1(predicted)")
        if self.choices["shrink"] != "0":
            self.step(f"predicted = shrink(problem, predicted, {self.choices['shrink']})", "shrink")

    def answer(self) -> None:
        """From predictions to the file."""
        by_shares = self.choices["target"] == "shares"
        asked_for_labels = FACTS[self.task["metric"]].submission == "label"
        if by_shares or asked_for_labels or self.choices["submission"] == "labels":
            name = "cut_by_shares" if by_shares else "round_to_labels"
            self.step(f"labels = {name}(problem, predicted)", name)
            self.step("write_labels(problem, labels, out)", "write_labels")
        else:
            self.step("write_numbers(problem, predicted, out)", "write_numbers")
        if self.choices["submission"] == "short":
            self.step("drop_last_row(out)", "drop_last_row")

    def text(self) -> str:
        """The whole file."""
        self.features()
        self.prediction()
        self.answer()
        constants = "\n".join(self.collector.constants.values())
        return TEMPLATE.format(
            title=f"{self.choices['model']} on {self.choices['view']}: {self.task['title']}".replace('"', "'"),
            slots="\n".join(f"{slot}: {choice}" for slot, choice in self.choices.items()),
            imports=self.collector.import_lines(),
            task=literal(
                {key: value for key, value in self.task.items() if key != "title"} | {"logs": FACTS[self.task["metric"]].logs}
            ),
            constants=constants + "\n" if constants else "",
            functions="\n\n\n".join(self.collector.functions.values()),
            body="".join(self.lines),
        )


def checked(choices: dict[str, str]) -> dict[str, str]:
    """The choices in the order of the slots. Raises ValueError unless there is exactly one known choice a slot."""
    if set(choices) != set(SLOTS):
        raise ValueError(f"a program has the slots {', '.join(SLOTS)}")
    for slot, choice in choices.items():
        if choice not in SLOTS[slot]:
            raise ValueError(f"slot {slot} has no choice {choice!r}")
    return {slot: choices[slot] for slot in SLOTS}


def render(task: dict, choices: dict[str, str]) -> str:
    """Source of the program of these choices for a task {title, modality, task, metric, target, classes, columns}:
    what the statement says, nothing else. Raises ValueError for choices outside the grammar."""
    return Program(task, checked(choices)).text()


def facts(agent: Path, target: str) -> dict[str, float]:
    """What an agent sees of the files: {rows, numeric, levels, dates, missing, tables, negations}; levels = the largest
    number of levels of a category, missing = share of empty cells, negations = share of texts with a negator."""

    train = pd.read_csv(agent / "train.csv", dtype={"id": str}).drop(columns=[target, "id"])
    kinds = {name: column_kind(train[name]) for name in train}
    levels = [train[name].nunique() for name, kind in kinds.items() if kind == "categorical"]
    tables = [path for path in agent.glob("*.csv") if path.name not in GIVEN]
    texts = [train[name] for name, kind in kinds.items() if kind == "text"]
    negated = [bool(NEGATORS & set(spelled_out(text).split())) for text in (texts[0] if texts else [])]
    return {
        "rows": len(train),
        "numeric": sum(kind == "numeric" for kind in kinds.values()),
        "levels": max(levels, default=0),
        "dates": sum(kind == "date" for kind in kinds.values()),
        "missing": round(float(train.isna().to_numpy().mean()), 4),
        "tables": len(tables),
        "negations": round(float(np.mean(negated)), 4) if negated else 0.0,
    }


def main() -> None:
    """Command line; see the module text."""
    parser = argparse.ArgumentParser(prog="sandmle.grammar", description=__doc__)
    parser.add_argument("--slots", action="store_true")
    parser.add_argument("--programs", type=Path)
    parser.add_argument("--facts", type=Path)
    parser.add_argument("--out", type=Path, default=Path("out"))
    options = parser.parse_args()
    if options.slots:
        print(json.dumps({slot: list(choices) for slot, choices in SLOTS.items()}))
    if options.programs:
        options.out.mkdir(parents=True, exist_ok=True)
        for entry in json.loads(options.programs.read_text(encoding="utf-8")):
            source = render(entry["task"], entry["choices"])
            (options.out / f"{entry['name']}.py").write_text(source, encoding="utf-8")
    if options.facts:
        tasks = json.loads(options.facts.read_text(encoding="utf-8"))
        found = {name: facts(Path(name) / "agent", target) for name, target in tasks.items()}
        options.out.write_text(json.dumps(found) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
