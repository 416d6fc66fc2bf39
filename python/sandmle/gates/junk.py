"""The junk suite: malformed submissions, by name, every one of which an evaluator must refuse."""

from __future__ import annotations

import gzip
import io
import json
import random

from sandmle.gates.submission_cases import Rows, text_of
from sandmle.scoring import AnswerKey

# Cells that are no plain finite number; label columns refuse them as unknown labels.
BAD_CELLS = {
    "NaN": "NaN",
    "blank": "",
    "NA": "NA",
    "None": "None",
    "null": "null",
    "infinity": "inf",
    "minus infinity": "-inf",
    "1e400": "1e400",
    "thousands separator": "1_000",
    "decimal comma": "0,5",
    "hexadecimal": "0x1",
    "full-width digits": "１",
    "a word": "high",
    "a boolean": "True",
    "a formula": "=1+1",
    "an at-formula": "@SUM(A1)",
    "a fraction": "1/0",
    "a list": "[0.5]",
    "a space": " ",
    "a huge integer": "9" * 400,
    "markup": "<script>1</script>",
}


def junk_cases(key: AnswerKey, rows: Rows) -> dict[str, bytes]:
    """All junk, made from a valid submission."""
    return {
        **empty_cases(key, rows),
        **row_cases(key, rows),
        **column_cases(key, rows),
        **cell_cases(key, rows),
        **byte_cases(key, rows),
    }


def empty_cases(key: AnswerKey, rows: Rows) -> dict[str, bytes]:
    """Files without header, without rows, without anything."""
    return {
        "empty file": b"",
        "blank lines": b"\n\n\n",
        "header only": text_of(key.header, []),
        "no header": text_of(rows[0], rows[1:]),
        "no header, all rows": text_of(rows[0], rows),
    }


def row_cases(key: AnswerKey, rows: Rows) -> dict[str, bytes]:
    """Missing, additional, repeated and foreign rows and ids."""
    unknown = "zzzzzzzz"
    renamed = [[unknown, *rows[0][1:]], *rows[1:]]
    changed = {
        "a missing row": rows[:-1],
        "three rows only": rows[:3],
        "one row ten times": [*rows, *([rows[0]] * 10)],
        "a repeated id for another": [*rows[:-1], [rows[0][0], *rows[-1][1:]]],
        "an additional unknown id": [*rows, [unknown, *rows[0][1:]]],
        "an unknown id": renamed,
        "id with a space": [[" " + rows[0][0], *rows[0][1:]], *rows[1:]],
        "id in capitals with suffix": [[rows[0][0].upper() + "X", *rows[0][1:]], *rows[1:]],
        "id as decimal": [[rows[0][0] + ".0", *rows[0][1:]], *rows[1:]],
        "id blank": [["", *rows[0][1:]], *rows[1:]],
        "row numbers as ids": [[str(number), *row[1:]] for number, row in enumerate(rows)],
        "a short row": [rows[0][:-1], *rows[1:]],
        "a long row": [[*rows[0], "1"], *rows[1:]],
    }
    return {name: text_of(key.header, content) for name, content in changed.items()}


def column_cases(key: AnswerKey, rows: Rows) -> dict[str, bytes]:
    """Missing, additional, renamed, repeated and reordered columns."""
    first = key.header[1]
    return {
        "id column only": text_of(key.header[:1], [row[:1] for row in rows]),
        "no id column": text_of(key.header[1:], [row[1:] for row in rows]),
        "an additional column": text_of([*key.header, "note"], [[*row, "x"] for row in rows]),
        "an index column": text_of(["", *key.header], [[str(n), *row] for n, row in enumerate(rows)]),
        "header in capitals": text_of([name.upper() + "_" for name in key.header], rows),
        "another target name": text_of([*key.header[:1], first + "_pred", *key.header[2:]], rows),
        "a repeated column": text_of([*key.header, first], [[*row, row[1]] for row in rows]),
        "columns in reverse": text_of(key.header[::-1], [row[::-1] for row in rows]),
    }


def cell_cases(key: AnswerKey, rows: Rows) -> dict[str, bytes]:
    """One bad cell in a row in the middle of the file; for several columns in the last one."""
    place = len(rows) // 2
    bad = dict(BAD_CELLS)
    if key.kind == "label":
        bad |= {"an unknown label": "no such label", "a label in other case": key.classes[0].swapcase() + "~"}
        bad |= {"an unknown whole label": "987654.0", "a label between two": "0.5"}
    else:
        bad |= {"beyond all sense": "1e30"}
    if key.bounded:
        bad |= {"a probability below zero": "-0.2", "a probability above one": "1.5", "a percentage": "50"}
    cases = {f"cell: {name}": with_cell(rows, place, cell) for name, cell in bad.items()}
    if key.kind == "probabilities":
        nothing = [*rows[:place], [rows[place][0], *("0" for _ in key.classes)], *rows[place + 1 :]]
        cases["all probabilities zero"] = nothing
    return {name: text_of(key.header, content) for name, content in cases.items()}


def with_cell(rows: Rows, place: int, cell: str) -> Rows:
    """The rows with another last cell in one of them."""
    return [*rows[:place], [*rows[place][:-1], cell], *rows[place + 1 :]]


def byte_cases(key: AnswerKey, rows: Rows) -> dict[str, bytes]:
    """Wrong encodings, quoting, and files that are not CSV at all."""
    plain = text_of(key.header, rows)
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as file:
        file.write(plain)
    random_bytes = random.Random(7).randbytes(4096)
    return {
        "two byte order marks": b"\xef\xbb\xbf" * 2 + plain,
        "Latin-1 letter": plain.replace(rows[0][0].encode(), b"\xe9" + rows[0][0].encode()[1:], 1),
        "lone surrogate": plain.replace(rows[0][0].encode(), b"\xed\xa0\x80", 1),
        "NUL byte": plain.replace(b"\n", b"\n\0", 1),
        "unbalanced quote": plain.replace(rows[0][0].encode(), b'"' + rows[0][0].encode(), 1),
        "gzip": packed.getvalue(),
        "JSON": json.dumps([dict(zip(key.header, row)) for row in rows[:50]]).encode(),
        "random bytes": random_bytes,
        "printable noise": bytes(32 + byte % 95 for byte in random_bytes),
        "an HTML page": b"<!doctype html><title>submission</title>",
    }
