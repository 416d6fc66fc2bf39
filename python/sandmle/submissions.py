"""Strict reader of answers and submissions: what is not exactly a submission is refused with a reason.

Standard library only: the evaluators that leave the product carry this file's functions word for word.
"""
import csv
import io
import os
import re

MOST_BYTES = 32 * 1024 * 1024
LARGEST_NUMBER = 1e15
NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")


class InvalidSubmission(Exception):
    """A submission that cannot be scored; the message says what is wrong and where."""


def shown(cell):
    """A cell as it may stand in a message: short, printable, ASCII."""
    return ascii(cell[:40]) + ("..." if len(cell) > 40 else "")


def read_rows(path):
    """Header and data rows of a CSV file in UTF-8 with commas and LF or CRLF line ends, every row equally wide."""
    name = os.path.basename(path)
    if not os.path.isfile(path):
        raise InvalidSubmission(f"{name}: no such file")
    if os.path.getsize(path) > MOST_BYTES:
        raise InvalidSubmission(f"{name}: larger than {MOST_BYTES // 1024 // 1024} MiB")
    with open(path, "rb") as file:
        data = file.read(MOST_BYTES + 1)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise InvalidSubmission(f"{name}: not UTF-8 text") from None
    if "\0" in text or "\r" in text.replace("\r\n", ""):
        raise InvalidSubmission(f"{name}: NUL bytes or bare carriage returns; write lines that end in a line feed")
    try:
        rows = list(csv.reader(io.StringIO(text.rstrip("\r\n"), newline=""), strict=True))
    except csv.Error as error:
        raise InvalidSubmission(f"{name}: not a CSV file ({error})") from None
    if not rows or not rows[0]:
        raise InvalidSubmission(f"{name}: the file is empty")
    for number, row in enumerate(rows, start=1):
        if len(row) != len(rows[0]):
            raise InvalidSubmission(f"{name}, line {number}: {len(row)} cells, the header has {len(rows[0])}")
    return rows[0], rows[1:]


def read_answers(path):
    """Ids and answers, as text, of answer.csv: two columns, the id and the target."""
    header, rows = read_rows(path)
    if len(header) != 2 or not rows:
        raise InvalidSubmission(f"{os.path.basename(path)}: expected an id and an answer column and at least one row")
    return [row[0] for row in rows], [row[1] for row in rows]


def read_predictions(path, kind, header, ids, classes, bounded):
    """Predictions of a submission in the order of `ids`.

    kind: "value" gives a float a row, "label" a label of `classes`, "probabilities" a list of floats a row.
    bounded: numbers must lie in [0, 1]. Raises InvalidSubmission.
    """
    found, rows = read_rows(path)
    if found != header:
        raise InvalidSubmission(f"header must be {','.join(header)}, found {shown(','.join(found))}")
    known = set(ids)
    by_id = {}
    for number, row in enumerate(rows, start=2):
        if row[0] not in known:
            raise InvalidSubmission(f"line {number}: id {shown(row[0])} is not in test.csv")
        if row[0] in by_id:
            raise InvalidSubmission(f"line {number}: id {shown(row[0])} occurs twice")
        by_id[row[0]] = read_cells(row[1:], number, kind, classes, bounded)
    if len(by_id) != len(ids):
        raise InvalidSubmission(f"{len(ids) - len(by_id)} ids of test.csv have no row")
    return [by_id[name] for name in ids]


def read_cells(cells, line, kind, classes, bounded):
    """The prediction in the cells after the id."""
    if kind == "label":
        if cells[0] not in classes:
            raise InvalidSubmission(f"line {line}: label {shown(cells[0])} is not one of {', '.join(classes)}")
        return cells[0]
    values = [read_number(cell, line, bounded) for cell in cells]
    if kind == "value":
        return values[0]
    if sum(values) <= 0:
        raise InvalidSubmission(f"line {line}: the probabilities are all zero")
    return values


def read_number(cell, line, bounded):
    """A plain finite decimal number."""
    if len(cell) > 64 or not NUMBER.fullmatch(cell):
        raise InvalidSubmission(f"line {line}: {shown(cell)} is not a plain decimal number")
    value = float(cell)
    if not abs(value) <= LARGEST_NUMBER:
        raise InvalidSubmission(f"line {line}: {shown(cell)} is too large")
    if bounded and not 0 <= value <= 1:
        raise InvalidSubmission(f"line {line}: {shown(cell)} is not a probability between 0 and 1")
    return value
