"""The data contract: headers, ids, rows, labels, child tables and pictures are what the task format
promises."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from sandmle.gates.measurement import Anchor, Measurement, fact, figure
from sandmle.kernels import FACTS

GATE = "data-contract"
PARTS = ("feedback", "reward")
ID = re.compile(r"[0-9a-f]{8}")
# Files beside the tables, by their ending: what they are called and how they begin.
HEADS = {".png": ("PNG", b"\x89PNG\r\n\x1a\n"), ".wav": ("WAV", b"RIFF")}
FILES = {
    "agent": ("train", "test", "sample_submission"),
    "judge": ("answer", "oracle", "latent_train", "latent_test"),
}
Table = tuple[list[str], list[list[str]]]


def contract_measurements(root: Path, task: dict) -> list[Measurement]:
    """All checks of this gate; when files are missing or broken, only that finding."""
    tables: dict[str, Table] = {}
    broken = []
    names = [f"{view}/{name}.csv" for view, stems in FILES.items() for name in stems]
    for name in [*names, *(f"agent/{table}" for table in task.get("tables", []))]:
        try:
            tables[name] = read_table(root / name)
        except (OSError, ValueError) as error:
            broken.append(fact(GATE, "files", False, f"{name}: {error}", anchor=Anchor(name)))
    if broken:
        return broken
    return [
        fact(GATE, "files", True, f"{len(tables)} tables are well-formed CSV in UTF-8"),
        *header_checks(tables, task),
        *row_count_figures(tables, task),
        part_check(tables, task),
        *id_checks(tables, task),
        *label_checks(tables, task),
        child_check(tables, task),
        picture_check(root, tables),
    ]


def read_table(path: Path) -> Table:
    """Header and rows of a strict CSV file. Raises ValueError naming the line that breaks the form."""
    data = path.read_bytes()
    if b"\r" in data or b"\0" in data or data.startswith(b"\xef\xbb\xbf"):
        raise ValueError(
            "has carriage returns, NUL bytes or a byte order mark; write UTF-8 with LF line ends"
        )
    rows = list(csv.reader(data.decode("utf-8").splitlines(), strict=True))
    if len(rows) < 2:
        raise ValueError("has no data row")
    for number, row in enumerate(rows, start=1):
        if len(row) != len(rows[0]):
            raise ValueError(f"line {number} has {len(row)} cells, the header has {len(rows[0])}")
    return rows[0], rows[1:]


def header_checks(tables: dict[str, Table], task: dict) -> list[Measurement]:
    """Columns: id first, the target last in train.csv and nowhere in test.csv; submissions as declared."""
    key, target = task["idColumn"], task["target"]
    train, test = tables["agent/train.csv"][0], tables["agent/test.csv"][0]
    in_test = target in test
    expected = {
        "agent/sample_submission.csv": [key, *task["submissionColumns"]],
        "judge/oracle.csv": [key, *task["submissionColumns"]],
        "judge/answer.csv": [key, target, *(["part"] * (feedback_rows(task) > 0))],
    }
    wrong = [name for name, header in expected.items() if tables[name][0] != header]
    aligned = train[:1] == [key] and train[-1:] == [target] and train[:-1] == [c for c in test if c != target]
    aligned = aligned and len(set(train)) == len(train) and len(train) > 2
    first = wrong[0] if wrong else "agent/train.csv"
    return [
        fact(
            GATE,
            "label-in-test",
            not in_test,
            f"test.csv has a column {target!r}, the target" if in_test else "test.csv has no target column",
            anchor=Anchor("agent/test.csv", 1, target) if in_test else None,
        ),
        fact(
            GATE,
            "columns",
            aligned,
            (
                "train.csv is the id, the columns of test.csv and the target"
                if aligned
                else f"train.csv ({','.join(train)}) must be {key}, the columns of test.csv, {target}"
            ),
            anchor=None if aligned else Anchor("agent/train.csv", 1),
        ),
        fact(
            GATE,
            "submission-columns",
            not wrong,
            (
                f"{first}: header must be {','.join(expected[first])}"
                if wrong
                else "submission files have the declared header"
            ),
            anchor=Anchor(first, 1) if wrong else None,
        ),
    ]


def feedback_rows(task: dict) -> int:
    """How many test rows the task keeps for feedback."""
    return int(task.get("feedbackRows", 0))


def part_check(tables: dict[str, Table], task: dict) -> Measurement:
    """The answers name the part of each row: as many for feedback as planned, and targets that vary in both."""
    planned = feedback_rows(task)
    if planned == 0:
        return fact(GATE, "parts", True, "no row is kept for feedback; all test rows decide the reward")
    targets: dict[str, list[str]] = {part: [] for part in PARTS}
    for line, row in enumerate(tables["judge/answer.csv"][1], start=2):
        if row[-1] not in targets:
            message = f"judge/answer.csv, line {line}: part {row[-1]!r} is not one of {', '.join(PARTS)}"
            return fact(GATE, "parts", False, message, anchor=Anchor("judge/answer.csv", line, "part"))
        targets[row[-1]].append(row[1])
    found = len(targets["feedback"])
    flat = [part for part in PARTS if len(set(targets[part])) < 2]
    message = f"{found} test rows are kept for feedback, {len(targets['reward'])} decide the reward"
    if found != planned:
        message += f"; planned were {planned} for feedback"
    elif flat:
        message += f"; all targets of the {flat[0]} rows are equal"
    fine = found == planned and not flat
    return fact(
        GATE, "parts", fine, message, found, planned, None if fine else Anchor("judge/answer.csv", None, "part")
    )


def row_count_figures(tables: dict[str, Table], task: dict) -> list[Measurement]:
    """Training rows, and rows that decide the reward: beside rows for feedback as many as the metric needs."""
    train, test = len(tables["agent/train.csv"][1]), len(tables["agent/test.csv"][1]) - feedback_rows(task)
    part, least = ("reward", FACTS[task["metric"]].rows) if feedback_rows(task) > 0 else ("test", None)
    message = f"{test} test rows decide the reward"
    return [
        figure(GATE, "row-count", train, f"{train} training rows", Anchor("agent/train.csv"), "train"),
        figure(GATE, "row-count", test, message, Anchor("agent/test.csv"), part, least),
    ]


def id_checks(tables: dict[str, Table], task: dict) -> list[Measurement]:
    """Ids are random-looking, unique, disjoint between the parts, and the same in every file about a part."""
    ids = {
        name: [row[0] for row in rows]
        for name, (_, rows) in tables.items()
        if name.split("/")[1] not in task["tables"]
    }
    malformed, repeated = None, None
    for name in ("agent/train.csv", "agent/test.csv"):
        seen: set[str] = set()
        for line, value in enumerate(ids[name], start=2):
            if not ID.fullmatch(value) and malformed is None:
                malformed = (name, line, value)
            if value in seen and repeated is None:
                repeated = (name, line, value)
            seen.add(value)
    shared = sorted(set(ids["agent/train.csv"]) & set(ids["agent/test.csv"]))
    test = sorted(ids["agent/test.csv"])
    wanted = {
        name: test
        for name in (
            "agent/sample_submission.csv",
            "judge/answer.csv",
            "judge/oracle.csv",
            "judge/latent_test.csv",
        )
    }
    wanted["judge/latent_train.csv"] = sorted(ids["agent/train.csv"])
    differing = [name for name, expected in wanted.items() if sorted(ids[name]) != expected]
    return [
        id_check("id-form", malformed, "ids are 8 hexadecimal digits", "is not 8 hexadecimal digits"),
        id_check("id-unique", repeated, "ids are unique", "occurs twice"),
        figure(
            GATE,
            "split-disjoint",
            len(shared),
            (
                f"{len(shared)} ids are in train.csv and test.csv, first {shared[0]}"
                if shared
                else "no id is in both parts"
            ),
            (
                Anchor("agent/test.csv", ids["agent/test.csv"].index(shared[0]) + 2, task["idColumn"])
                if shared
                else None
            ),
        ),
        figure(
            GATE,
            "ids-agree",
            len(differing),
            (
                f"{differing[0]}: its ids are not those of the part it belongs to"
                if differing
                else "all files list the same ids"
            ),
            Anchor(differing[0]) if differing else None,
        ),
    ]


def id_check(name: str, found: tuple[str, int, str] | None, good: str, bad: str) -> Measurement:
    """Verdict about the first offending id, if any."""
    if found is None:
        return fact(GATE, name, True, good)
    file, line, value = found
    return fact(
        GATE, name, False, f"{file}, line {line}: id {value!r} {bad}", anchor=Anchor(file, line, "id")
    )


def label_checks(tables: dict[str, Table], task: dict) -> list[Measurement]:
    """Targets are declared labels, grades or plain numbers; every class occurs in both parts."""
    classes = [str(name) for name in task.get("classes") or []]
    if task["task"] == "binary":
        classes = ["0", "1"]
    columns = {
        "agent/train.csv": [row[-1] for row in tables["agent/train.csv"][1]],
        "judge/answer.csv": [row[1] for row in tables["judge/answer.csv"][1]],
    }
    for name, labels in columns.items():
        for line, label in enumerate(labels, start=2):
            if (label not in classes) if classes else not is_number(label, FACTS[task["metric"]].logs):
                anchor = Anchor(name, line, task["target"])
                return [
                    fact(
                        GATE,
                        "labels",
                        False,
                        f"{name}, line {line}: {label!r} is not a valid target",
                        anchor=anchor,
                    )
                ]
    absent = [
        (name, label) for name, labels in columns.items() for label in classes if label not in set(labels)
    ]
    spread = [name for name, labels in columns.items() if len(set(labels)) < 2]
    message = "every class occurs in both parts" if classes else "targets vary in both parts"
    if absent or spread:
        file = absent[0][0] if absent else spread[0]
        message = f"{file}: no row of class {absent[0][1]!r}" if absent else f"{file}: all targets are equal"
    fine = not absent and not spread
    return [
        fact(GATE, "labels", True, "all targets are valid"),
        fact(
            GATE,
            "classes-present",
            fine,
            message,
            anchor=None if fine else Anchor(file, None, task["target"]),
        ),
    ]


def is_number(cell: str, positive: bool) -> bool:
    """A plain finite decimal; not below zero where logarithms are compared."""
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", cell):
        return False
    return abs(float(cell)) < 1e15 and (not positive or float(cell) >= 0)


def child_check(tables: dict[str, Table], task: dict) -> Measurement:
    """Rows of child tables belong to a row of train.csv or test.csv."""
    known = {row[0] for name in ("agent/train.csv", "agent/test.csv") for row in tables[name][1]}
    for table in task.get("tables", []):
        header, rows = tables[f"agent/{table}"]
        if task["idColumn"] not in header:
            continue
        position = header.index(task["idColumn"])
        for line, row in enumerate(rows, start=2):
            if row[position] not in known:
                message = (
                    f"{table}, line {line}: id {row[position]!r} is neither in train.csv nor in test.csv"
                )
                return fact(
                    GATE,
                    "child-tables",
                    False,
                    message,
                    anchor=Anchor(f"agent/{table}", line, task["idColumn"]),
                )
    return fact(
        GATE, "child-tables", True, f"{len(task.get('tables', []))} child tables; every row has its parent"
    )


def picture_check(root: Path, tables: dict[str, Table]) -> Measurement:
    """Every named picture or sound is there and a PNG or WAV, and every one there is named."""
    named: dict[str, Anchor] = {}
    for name in ("agent/train.csv", "agent/test.csv"):
        header, rows = tables[name]
        for position, column in enumerate(header):
            for line, row in enumerate(rows, start=2):
                if row[position].endswith(tuple(HEADS)):
                    named[row[position]] = Anchor(name, line, column)
    for path, anchor in named.items():
        file = root / "agent" / path
        name, head = HEADS[file.suffix]
        if not file.is_file() or not file.read_bytes().startswith(head):
            return fact(
                GATE,
                "pictures",
                False,
                f"{anchor.file}, line {anchor.line}: {path} is not a {name} file",
                anchor=anchor,
            )
    there = {str(file.relative_to(root / "agent")) for file in (root / "agent").rglob("*") if file.is_file()}
    spare = sorted(
        path for path in there - set(named) if not path.endswith(".csv") and path != "description.md"
    )
    if spare:
        message = f"agent/{spare[0]}: no row names this file"
        return fact(GATE, "pictures", False, message, len(spare), 0, Anchor(f"agent/{spare[0]}"))
    return fact(GATE, "pictures", True, f"{len(named)} pictures or sounds, each named by a row")
