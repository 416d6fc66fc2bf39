"""Submissions made from an answer key: well-formed ones of all kinds, and the same ones written
differently."""

from __future__ import annotations

import csv
import io
import random

from sandmle.kernels import FACTS
from sandmle.parts.middles import best_constant
from sandmle.scoring import AnswerKey

Rows = list[list[str]]
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def text_of(header: list[str], rows: Rows, line_end: str = "\n") -> bytes:
    """CSV bytes."""
    out = io.StringIO()
    csv.writer(out, lineterminator=line_end).writerows([header, *rows])
    return out.getvalue().encode("utf-8")


def perfect_rows(key: AnswerKey) -> Rows:
    """The answers themselves, in the shape of a submission."""
    return [[name, *cells_of(key, truth)] for name, truth in zip(key.ids, key.truth)]


def cells_of(key: AnswerKey, truth: float | str) -> list[str]:
    """The cells that would be right for one answer."""
    if key.kind == "probabilities":
        return ["1" if name == truth else "0" for name in key.classes]
    return [repr(truth) if key.kind == "value" else str(truth)]


def constant_rows(key: AnswerKey) -> Rows:
    """The best constant for the reward rows: class shares, the most frequent label, the median, the mean or the mean
    of logarithms."""
    truth = key.only("reward").truth
    if key.kind == "probabilities":
        cells = [repr(truth.count(name) / len(truth)) for name in key.classes]
    elif key.kind == "label":
        cells = [max(key.classes, key=truth.count)]
    else:
        cells = [repr(float(best_constant(truth, FACTS[key.metric].constant)))]
    return [[name, *cells] for name in key.ids]


def scorable_cases(key: AnswerKey) -> dict[str, bytes]:
    """Valid submissions by name: they exercise ties, order, extremes, clipping and every class."""
    rng = random.Random(20)
    perfect = perfect_rows(key)
    shuffled = [[row[0], *other[1:]] for row, other in zip(perfect, rng.sample(perfect, len(perfect)))]
    half = [list(row) if rng.random() < 0.5 else list(other) for row, other in zip(perfect, shuffled)]
    cases = {
        "perfect": perfect,
        "shuffled answers": shuffled,
        "half shuffled": half,
        "constant": constant_rows(key),
    }
    cases["random"] = [[name, *random_cells(key, rng)] for name in key.ids]
    cases["coarse random"] = [[name, *random_cells(key, rng, digits=1)] for name in key.ids]
    cases["wrong and certain"] = [[name, *wrong_cells(key, truth)] for name, truth in zip(key.ids, key.truth)]
    if key.kind == "value" and not key.bounded:
        low = min(0.0, *key.truth) - 3.0
        cases["far below"] = [[name, repr(low - number % 7)] for number, name in enumerate(key.ids)]
    if key.kind == "probabilities":
        cases["not summing to one"] = [
            [name, *(repr(float(cell) / 3) for cell in random_cells(key, rng, digits=3))] for name in key.ids
        ]
    if key.kind == "label":
        for label in key.classes[:6]:
            cases[f"all {label}"] = [[name, label] for name in key.ids]
    return {name: text_of(key.header, rows) for name, rows in cases.items()}


def random_cells(key: AnswerKey, rng: random.Random, digits: int = 6) -> list[str]:
    """A random prediction; few digits make ties."""
    if key.kind == "label":
        return [rng.choice(key.classes)]
    if key.kind == "probabilities":
        return [repr(round(rng.uniform(10**-digits, 1), digits)) for _ in key.classes]
    if FACTS[key.metric].of_chance:
        return [repr(round(rng.random(), digits))]
    return [repr(round(rng.choice(key.truth) * rng.uniform(0.5, 1.5), digits))]


def wrong_cells(key: AnswerKey, truth: float | str) -> list[str]:
    """A prediction that is certain of something else."""
    if key.kind == "label":
        return [key.classes[(key.classes.index(truth) + 1) % len(key.classes)]]
    if key.kind == "probabilities":
        place = (key.classes.index(truth) + 1) % len(key.classes)
        return ["1" if number == place else "0" for number in range(len(key.classes))]
    return [repr(1.0 - truth) if FACTS[key.metric].of_chance else repr(truth * 3 + 1)]


def same_score_cases(key: AnswerKey, rows: Rows) -> dict[str, bytes]:
    """One submission written in ways that must not matter."""
    turned = rows[::-1]
    quoted = io.StringIO()
    csv.writer(quoted, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows([key.header, *rows])
    plain = text_of(key.header, rows)
    cases = {
        "rows reversed": text_of(key.header, turned),
        "rows shuffled": text_of(key.header, random.Random(3).sample(rows, len(rows))),
        "every cell quoted": quoted.getvalue().encode("utf-8"),
        "no final line end": plain.rstrip(b"\n"),
        "CRLF line ends": text_of(key.header, rows, "\r\n"),
        "byte order mark": BYTE_ORDER_MARK + plain,
        "as Excel writes it": BYTE_ORDER_MARK + text_of(key.header, rows, "\r\n"),
    }
    if key.kind == "label" and any(name.isdigit() for name in key.classes):
        # A column of whole numbers with a gap somewhere is one of floats to pandas.
        floats = [[row[0], row[1] + ".0" if row[1].isdigit() else row[1]] for row in rows]
        cases["whole labels as floats"] = text_of(key.header, floats)
    if key.kind != "label":
        exponents = [[row[0], *(f"{float(cell):.17e}" for cell in row[1:])] for row in rows]
        cases["numbers with exponents"] = text_of(key.header, exponents)
    return cases


def dialect_cases(key: AnswerKey, rows: Rows) -> dict[str, bytes]:
    """One submission as spreadsheets of other countries and systems write it. An evaluator may refuse them; one that
    reads them has to read them right."""
    plain = text_of(key.header, rows).decode("utf-8")
    tabs = plain.replace(",", "\t")
    semicolons = plain.replace(",", ";")
    cases = {
        "semicolons": semicolons,
        "bars": plain.replace(",", "|"),
        "tabs": tabs,
        "carriage returns only": plain.replace("\n", "\r"),
        "a stated separator": "sep=;\r\n" + semicolons,
        "another separator than stated": "sep=|\n" + semicolons,
        "blank lines": "\n" + plain.replace("\n", "\n\n", 3),
        "rows without a cell": semicolons + ";" * (len(key.header) - 1) + "\n",
        "space around names of columns": plain.replace(",", ", ", 1),
    }
    if key.kind != "label":
        header, *lines = semicolons.replace(".", ",").splitlines()

        def told(*cells: str) -> str:
            """The file with these numbers in its first rows."""
            others = [";".join([row[0], *(cell for _ in row[1:])]) for row, cell in zip(rows, cells)]
            return "\n".join([header, *others, *lines[len(others) :], ""])

        cases |= {
            "decimal commas": told("0,5"),
            "decimal commas and a point": told("0,5", "0.5"),
            "thousands": told("0,5", "1,234,567"),
            "numbers that may be two": told(*("1,234" for _ in rows)),
        }
    encoded = {name: text.encode("utf-8") for name, text in cases.items()}
    wide = {
        "UTF-16": plain.encode("utf-16"),
        "UTF-16 of Excel": tabs.replace("\n", "\r\n").encode("utf-16"),
        "UTF-16 without a mark": plain.encode("utf-16-le"),
        "UTF-16 without a mark, big end first": plain.encode("utf-16-be"),
        "half of UTF-16": plain.encode("utf-16")[:-1],
        "half of UTF-16 in the middle": plain.encode("utf-16-be") + b"\0",
    }
    return encoded | wide
