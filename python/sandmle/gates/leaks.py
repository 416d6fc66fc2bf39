"""Leaks: what tells the answer without telling anything about the task (ids, order, files, copies)."""

from __future__ import annotations

import hashlib
import io
import os
import wave

import numpy as np
from PIL import Image
from scipy.stats import rankdata
from sklearn.neighbors import NearestNeighbors
from sklearn.tree import DecisionTreeRegressor

from sandmle.gates.material import Material
from sandmle.gates.measurement import Anchor, Measurement, fact, figure
from sandmle.gates.policy import Policy
from sandmle.problem import Problem
from sandmle.views import SINGLE_VIEW, view_of
from sandmle.views.crosses import cap, impute, scale
from sandmle.views.encodings import target_matrix

GATE = "leaks"
# Drawn only where a share passes its limit, as a small table passes it by chance once in fifty times.
PERMUTATIONS = 1000
MARGIN = 0.02
SAME = 1e-6
FOLDS = 5
# Columns that a look at the features for the part takes at most.
WIDEST = 40
# PNG chunks that hold the picture itself; all others are metadata.
PLAIN_CHUNKS = (b"IHDR", b"PLTE", b"IDAT", b"IEND")
# Bytes of a WAV file before its samples, where it holds nothing else.
WAV_HEAD = 44
# Inputs of the other rows, inputs of those held out, and which these are.
Fold = tuple[np.ndarray, np.ndarray, np.ndarray]


def leak_measurements(material: Material, policy: Policy) -> list[Measurement]:
    """Row order, ids, order of child rows, file metadata, copied rows, copies of the target."""
    problem = material.problem
    outcomes = {"train": target_matrix(problem), "test": answer_matrix(material)}
    frames = {"train": problem.train, "test": problem.test}
    inputs = {
        "row-order": ("the order of the rows", {p: row_positions(f) for p, f in frames.items()}),
        "id": ("the id", {p: id_numbers(f, problem.id_column) for p, f in frames.items()}),
    }
    found = []
    if problem.tables:
        places = {part: child_positions(problem, frame) for part, frame in frames.items()}
        inputs["child-order"] = ("the order of the child tables", places)
    if problem.columns_of("path"):
        files = {part: file_numbers(problem, frame) for part, frame in frames.items()}
        inputs["file-metadata"] = ("size, time and extra data of the files", files)
        found.append(metadata_figure(problem))
    explained = [
        explained_figure(name, part, what, values[part], outcomes[part], policy)
        for name, (what, values) in inputs.items()
        for part in frames
    ]
    return [*explained, *found, *part_figures(material, policy), duplicate_figure(problem), copy_fact(material)]


def part_figures(material: Material, policy: Policy) -> list[Measurement]:
    """Which test rows are for feedback must not show in anything that an agent sees."""
    key, problem = material.key, material.problem
    if not key.has_feedback:
        return []
    told = dict(zip(key.ids, key.parts))
    kept = np.array([told[name] == "feedback" for name in problem.test[problem.id_column]], float)[:, None]
    _, features = impute(*view_of(problem, SINGLE_VIEW[problem.modality], "ordinal"))
    inputs = {
        "order and id": np.column_stack(
            [row_positions(problem.test), id_numbers(problem.test, problem.id_column)]
        ),
        "the features": cap(features, features, WIDEST)[1],
    }
    limit = policy.limit(GATE, "feedback-rows")
    shares = {what: explained_share(values, kept, limit) for what, values in inputs.items()}
    what = max(shares, key=lambda name: shares[name])
    message = f"{what} of test.csv explain {max(shares[what], 0):.1%} of which rows are for feedback"
    return [figure(GATE, "feedback-rows", shares[what], message, Anchor("agent/test.csv"))]


def answer_matrix(material: Material) -> np.ndarray:
    """The hidden answers as columns, like `target_matrix` of the training rows."""
    problem, answers = material.problem, material.answers
    if problem.task == "multiclass":
        return np.eye(problem.class_count)[answers]
    values = answers.astype(float)
    return (np.log1p(np.maximum(values, 0)) if problem.logs else values)[:, None]


def explained_figure(
    name: str, part: str, what: str, inputs: np.ndarray, outcome: np.ndarray, policy: Policy
) -> Measurement:
    """How much of the outcome of a part a tree on these inputs predicts, where that is more than any permutation
    would."""
    share = explained_share(inputs, outcome, policy.limit(GATE, name, part))
    message = f"{what} explains {max(share, 0):.1%} of the target's variance in {part}.csv"
    return figure(GATE, name, share, message, Anchor(f"agent/{part}.csv"), part)


def explained_share(inputs: np.ndarray, outcome: np.ndarray, limit: float) -> float:
    """Cross-validated explained variance; at most the limit unless it also beats every permuted outcome."""
    folds = held_out_folds(inputs)
    share = cross_validated_share(folds, outcome)
    if share <= limit:
        return share
    rng = np.random.default_rng(1)
    chance = (cross_validated_share(folds, outcome[rng.permutation(len(outcome))]) for _ in range(PERMUTATIONS))
    return limit if any(share <= one + MARGIN for one in chance) else share


def held_out_folds(inputs: np.ndarray) -> list[Fold]:
    """Inputs as a tree takes them, and which rows each fold holds out: the same for every order of the outcome."""
    fold = np.random.default_rng(0).permutation(len(inputs)) % FOLDS
    single = np.ascontiguousarray(inputs, np.float32)
    return [(single[fold != held], single[fold == held], fold == held) for held in range(FOLDS)]


def cross_validated_share(folds: list[Fold], outcome: np.ndarray) -> float:
    """Explained variance of held-out rows by a small tree. The inputs were looked at once, and are not again."""
    error = 0.0
    for inside, outside, held in folds:
        tree = DecisionTreeRegressor(max_depth=4, min_samples_leaf=max(len(outcome) // 60, 8), random_state=0)
        predicted = tree.fit(inside, outcome[~held], check_input=False).predict(outside, check_input=False)
        error += ((outcome[held] - predicted.reshape(-1, outcome.shape[1])) ** 2).sum()
    total = ((outcome - outcome.mean(axis=0)) ** 2).sum()
    return 1 - float(error / total) if total > 0 else 0.0


def row_positions(frame) -> np.ndarray:
    """Position of each row, and its parity."""
    place = np.arange(len(frame), dtype=float)
    return np.column_stack([place, place % 2])


def id_numbers(frame, id_column: str) -> np.ndarray:
    """Ids as numbers: value, last byte, number of letters, order among all ids."""
    texts = frame[id_column].astype(str)
    values = np.array(
        [int(text, 16) if all(c in "0123456789abcdef" for c in text) else 0 for text in texts], float
    )
    letters = texts.str.count("[a-f]").to_numpy(float)
    return np.column_stack([values, values % 256, letters, rankdata(texts.rank())])


def child_positions(problem: Problem, frame) -> np.ndarray:
    """First position of every parent in each child table."""
    columns = []
    for table in problem.tables.values():
        if problem.id_column in table:
            first = dict(zip(table[problem.id_column][::-1], range(len(table) - 1, -1, -1)))
            columns.append(frame[problem.id_column].map(first).fillna(-1).to_numpy(float))
    return np.column_stack(columns) if columns else np.zeros((len(frame), 1))


def file_numbers(problem: Problem, frame) -> np.ndarray:
    """For every named file: bytes more than a plain encoding needs, rank of its time, bytes outside the
    picture.

    The size itself is not a leak: it follows from the pixels, which everybody may look at.
    """
    rows = []
    for path in frame[problem.columns_of("path")[0]]:
        data, status = (problem.agent / path).read_bytes(), os.stat(problem.agent / path)
        rows.append([len(data) - plain_size(path, data), status.st_mtime_ns, extra_bytes(path, data)])
    numbers = np.array(rows, dtype=float)
    numbers[:, 1] = rankdata(numbers[:, 1])
    return numbers


def plain_size(path: str, data: bytes) -> int:
    """Bytes of the same picture or sound, encoded in the one way that generators use."""
    if path.endswith(".wav"):
        return WAV_HEAD + sound_bytes(data)
    encoded = io.BytesIO()
    with Image.open(io.BytesIO(data)) as picture:
        Image.fromarray(np.asarray(picture)).save(encoded, format="PNG", compress_level=9)
    return encoded.tell()


def sound_bytes(data: bytes) -> int:
    """Bytes of the samples of a WAV file; 0 for one that cannot be read."""
    try:
        with wave.open(io.BytesIO(data)) as sound:
            return sound.getnframes() * sound.getnchannels() * sound.getsampwidth()
    except (wave.Error, EOFError):
        return 0


def extra_bytes(path: str, data: bytes) -> int:
    """Bytes that do not belong to a picture or a sound: other chunks, and whatever follows the end."""
    if path.endswith(".wav"):
        return len(data) - WAV_HEAD - sound_bytes(data)
    position, extra = 8, 0
    while position + 12 <= len(data):
        length, kind = int.from_bytes(data[position : position + 4], "big"), data[position + 4 : position + 8]
        if kind not in PLAIN_CHUNKS:
            extra += length + 12
        position += length + 12
        if kind == b"IEND":
            return extra + len(data) - position
    return extra + max(len(data) - position, 0)


def metadata_figure(problem: Problem) -> Measurement:
    """Pictures and sounds hold nothing but themselves: bytes that the first of them has beside that."""
    for name, frame in (("train", problem.train), ("test", problem.test)):
        column = problem.columns_of("path")[0]
        for line, path in enumerate(frame[column], start=2):
            extra = extra_bytes(path, (problem.agent / path).read_bytes())
            if extra:
                kind = "sound" if path.endswith(".wav") else "picture"
                message = f"{path} has {extra} bytes beside the {kind} (text, time or other chunks)"
                return figure(GATE, "picture-metadata", extra, message, Anchor(f"agent/{name}.csv", line, column))
    return figure(GATE, "picture-metadata", 0, "the files hold no metadata")


def duplicate_figure(problem: Problem) -> Measurement:
    """Share of test rows that repeat a training row in everything but the id."""
    column = next(
        (problem.columns_of(kind)[0] for kind in ("path", "text") if problem.columns_of(kind)), None
    )
    if column is not None:
        seen = {surface(problem, value) for value in problem.train[column]}
        repeated = np.array([surface(problem, value) in seen for value in problem.test[column]])
    else:
        view = "joined" if problem.tables else "table"
        train, test = scale(*view_of(problem, view, "onehot"))
        nearest = NearestNeighbors(n_neighbors=1).fit(train).kneighbors(test)[0][:, 0]
        repeated = nearest < SAME
    share = float(repeated.mean())
    anchor = Anchor("agent/test.csv", int(np.argmax(repeated)) + 2) if share > 0 else None
    message = f"{int(repeated.sum())} of {len(repeated)} test rows repeat a training row"
    return figure(GATE, "duplicates", share, message, anchor)


def surface(problem: Problem, value: str) -> str:
    """A text as it is; for a path the hash of the file's bytes."""
    path = problem.agent / value
    if len(value) < 200 and value.endswith((".png", ".wav")) and path.is_file():
        return hashlib.sha256(path.read_bytes()).hexdigest()
    return value


def copy_fact(material: Material) -> Measurement:
    """No column of test.csv is the target under another name or scale."""
    problem, answers = material.problem, material.answers
    for name in [*problem.columns_of("numeric"), *problem.columns_of("categorical")]:
        column = problem.test[name]
        if column.dtype.kind == "O":
            # A level may stand for a class, but then there are as few levels as classes.
            pairs = {(level, answer) for level, answer in zip(column.astype(str), answers.tolist())}
            copied = len(pairs) <= min(column.nunique(dropna=False), 20) and len(set(answers.tolist())) > 1
        else:
            known = column.notna().to_numpy()
            varies = known.sum() > 20 and column[known].std() > 0 and answers[known].std() > 0
            ranks = rankdata(column[known]), rankdata(answers[known])
            copied = bool(varies) and abs(np.corrcoef(*ranks)[0, 1]) > 0.999
        if copied:
            return fact(
                GATE,
                "target-copy",
                False,
                f"column {name!r} repeats the target",
                anchor=Anchor("agent/test.csv", 1, name),
            )
    return fact(GATE, "target-copy", True, "no column repeats the target")
