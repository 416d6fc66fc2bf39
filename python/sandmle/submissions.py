"""The one reader of answers and submissions. What pandas and Excel write is read, in any of their encodings,
separators and decimal marks; what is not exactly a submission is refused with a reason, and nothing is guessed.

Standard library only: the evaluators that leave the product carry this file's functions word for word.
"""
import csv
import io
import os
import re

MOST_BYTES = 32 * 1024 * 1024
LARGEST_NUMBER = 1e15
PARTS = ("reward", "feedback")
SEPARATORS = (",", ";", "\t", "|")
SEP_LINE = re.compile(r'"?sep=(.)"?[ \t]*(?:\r\n|\n|\r|$)', re.IGNORECASE)
# A whole number as pandas writes it once its column has had a gap, and one that may be two: 1234 or 1.234.
WHOLE = re.compile(r"(-?[0-9]{1,15})\.0{1,15}")
EITHER = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}(?:[eE].*)?")
NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")


class InvalidSubmission(Exception):
    """A submission that cannot be scored; the message says what is wrong and where."""


def shown(cell):
    """A cell as it may appear in a message: short, printable, ASCII."""
    return ascii(cell[:40]) + ("..." if len(cell) > 40 else "")


def read_text(path):
    """The text of a file in UTF-8 or UTF-16, with or without a byte order mark."""
    name = os.path.basename(path)
    if not os.path.isfile(path):
        raise InvalidSubmission(f"{name}: no such file")
    if os.path.getsize(path) > MOST_BYTES:
        raise InvalidSubmission(f"{name}: larger than {MOST_BYTES // 1024 // 1024} MiB")
    with open(path, "rb") as file:
        data = file.read(MOST_BYTES)
    try:
        text = data.decode(encoding_of(data))
    except UnicodeDecodeError:
        raise InvalidSubmission(f"{name}: neither UTF-8 nor UTF-16 text; save it as UTF-8") from None
    if "\0" in text:
        raise InvalidSubmission(f"{name}: it holds NUL bytes; save it as text")
    return text


def encoding_of(data):
    """UTF-8 or UTF-16, by the mark at the beginning, else by zero bytes: in UTF-16 every other byte of plain text is one."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    head = data[:4096]
    even, odd = head[::2].count(0), head[1::2].count(0)
    many = len(head) // 4
    if odd > many and even == 0:
        return "utf-16-le"
    return "utf-16-be" if even > many and odd == 0 else "utf-8-sig"


def split_rows(text, name, separator):
    """Rows with their line numbers; lines end in LF, CRLF or CR, and blank ones are passed over."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise InvalidSubmission(f"{name}, line {reader.line_num}: not a CSV file ({error})") from None
    rows = [(line, row) for line, row in rows if any(cell.strip() for cell in row)]
    if not rows:
        raise InvalidSubmission(f"{name}: the file is empty")
    width = next(len(row) for _, row in rows)
    for line, row in rows:
        if len(row) != width:
            raise InvalidSubmission(f"{name}, line {line}: {len(row)} cells, the header has {width}")
    return rows


def read_rows(path):
    """Rows of a file with commas, the header first, every row equally wide."""
    return [row for _, row in split_rows(read_text(path), os.path.basename(path), ",")]


def read_table(path, header):
    """The separator of a submission, and its data rows with their line numbers.

    The header is known, so that the separator is the one under which the first line is that header. A line `sep=;`
    above it, as Excel writes one, states it.
    """
    name, text = os.path.basename(path), read_text(path)
    stated = SEP_LINE.match(text)
    # An empty line in its place, so that lines keep their numbers.
    body = "\n" + text[stated.end() :] if stated else text
    separators = [stated.group(1)] if stated else SEPARATORS
    fitting = [mark for mark in separators if mark in SEPARATORS and first_cells(body, mark) == header]
    if not fitting:
        found = ",".join(first_cells(body, ","))
        raise InvalidSubmission(f"header must be {','.join(header)}, found {shown(found)}")
    rows = split_rows(body, name, fitting[0])
    return fitting[0], rows[1:]


def first_cells(text, separator):
    """The cells of the first line that is not blank, without the space around them."""
    lines = text.lstrip("\r\n").replace("\r", "\n").partition("\n")
    try:
        return [cell.strip() for cell in next(csv.reader(lines[:1], delimiter=separator, strict=True), [])]
    except csv.Error:
        return list(lines[:1])


def with_points(rows, separator):
    """Rows with a point in their numbers where every comma in them can only be a decimal one.

    Thousands separators, and commas that may be one, are refused: nobody knows which number 1,234 is. Where commas part
    the cells, none of them appears in a number.
    """
    if separator == ",":
        return rows
    cells = [(line, cell) for line, row in rows for cell in row[1:]]
    commas = [(line, cell) for line, cell in cells if "," in cell]
    for line, cell in cells if commas else []:
        if cell.count(",") > 1 or "." in cell:
            raise InvalidSubmission(f"line {line}: {shown(cell)} beside decimal commas; write no thousands separators")
    if commas and all(EITHER.fullmatch(cell) for _, cell in commas):
        raise InvalidSubmission(f"line {commas[0][0]}: {shown(commas[0][1])} may be two numbers; write a decimal point")
    return [(line, [row[0], *(cell.replace(",", ".") for cell in row[1:])]) for line, row in rows]


def read_answers(path):
    """Ids, answers and parts, as text, of answer.csv: an id, the target and, where there is feedback, the part.

    A part is "reward" (the rows that decide the tier) or "feedback" (the rows that an agent may hear about while it
    works); without that column every row is a reward row.
    """
    header, *rows = read_rows(path)
    name = os.path.basename(path)
    if len(header) not in (2, 3) or header[2:] not in ([], ["part"]) or not rows:
        raise InvalidSubmission(f"{name}: expected an id, an answer, perhaps a part column, and at least one row")
    parts = [row[2] if len(row) == 3 else PARTS[0] for row in rows]
    for number, part in enumerate(parts, start=2):
        if part not in PARTS:
            raise InvalidSubmission(f"{name}, line {number}: part {shown(part)} is not one of {', '.join(PARTS)}")
    return [row[0] for row in rows], [row[1] for row in rows], parts


def rows_of(parts, part):
    """Places of the rows of one part."""
    places = [place for place, name in enumerate(parts) if name == part]
    if not places:
        raise InvalidSubmission(f"the answers have no {part} rows")
    return places


def read_predictions(path, kind, header, ids, classes, bounded):
    """Predictions of a submission in the order of `ids`.

    kind: "value" gives a float a row, "label" a label of `classes`, "probabilities" a list of floats a row.
    bounded: numbers must lie in [0, 1]. Raises InvalidSubmission.
    """
    separator, rows = read_table(path, header)
    if kind != "label":
        rows = with_points(rows, separator)
    known = set(ids)
    by_id = {}
    for number, row in rows:
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
        return read_label(cells[0], line, classes)
    values = [read_number(cell, line, bounded) for cell in cells]
    if kind == "value":
        return values[0]
    if sum(values) <= 0:
        raise InvalidSubmission(f"line {line}: the probabilities are all zero")
    return values


def read_label(cell, line, classes):
    """A label of the list; a whole number may be written as a float, as pandas does with a column that has gaps."""
    whole = WHOLE.fullmatch(cell)
    for name in (cell, *(whole.groups() if whole else ())):
        if name in classes:
            return name
    raise InvalidSubmission(f"line {line}: label {shown(cell)} is not one of {', '.join(classes)}")


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
