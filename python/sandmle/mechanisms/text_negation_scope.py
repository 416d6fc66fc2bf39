"""Short reports whose tone depends on negation, intensity and who or what a clause is about."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd

from sandmle.parts.clauses import negated_clauses, parse_clause, signed_counts

META = {
    "id": "text-negation-scope",
    "title": "Tone of short reports with negation, intensity and subjects that weigh differently",
    "modality": "text",
    "tasks": ["binary", "ordinal", "regression"],
    "roles": [{"name": "text", "kind": "text", "table": "main", "positive": False, "levels": None}],
    "knobs": [
        {
            "name": "negation",
            "levels": 4,
            "default": 1,
            "raiseOn": ["easy-default", "trivial", "saturated"],
            "lowerOn": ["unlearnable", "too-hard", "noisy"],
        },
        {
            "name": "vocabulary",
            "levels": 3,
            "default": 0,
            "raiseOn": ["easy-default", "saturated"],
            "lowerOn": ["unlearnable", "too-hard"],
        },
    ],
    "hint": "The same word can count for or against: what stands around it and what it is about decide.",
    "hints": [
        "the same word of {text} can count for or against, by what stands around it and by what it is about",
        "a kind word in {text} is not always kindly meant: its neighbours and its subject decide",
        "counting good and bad words in {text} goes wrong where a neighbour turns their meaning",
        "what a sentence of {text} is about matters as much as how it judges",
        "single words of {text} mislead, as those beside them may strengthen or undo them",
        "each judgement in {text} has a subject, and not every subject is equally important",
        "it takes the whole phrase of {text} to know whether a word is praise or blame",
        "praise and blame in {text} depend on the words in front of them and on the thing that is talked "
        "about",
    ],
    "skills": ["text-features", "negation-scope", "parsing"],
    "combinable": False,
    "keywords": [
        "text",
        "review",
        "comment",
        "sentiment",
        "tone",
        "report",
        "complaint",
        "insult",
        "message",
    ],
}

OWNS = ("text",)

NEGATION = (0.35, 0.42, 0.46, 0.5)
WORDS_A_SIDE = (4, 5, 6)
# Neutral workplace words; which of them occur in a task is drawn.
FAVOURABLE = "steady clean prompt even quiet bright tidy firm clear smooth calm level".split()
ADVERSE = "uneven late noisy damp loose dull worn slack cloudy rough brittle stale".split()
SUBJECTS = (
    "the morning crew,the record,the handover,the second check,the storage,the label,the seal,the delivery"
).split(",")
FILLERS = (
    "the sheet was signed at noon,two of us were present,the weather had changed,the log is attached,"
    "we started on monday,a copy went to the office,the next round is on friday,nobody else was there"
).split(",")
INTENSE = 1.6
MOST_CLAUSES = 5


def parameters(rng: np.random.Generator, columns: dict, knobs: dict, setting: dict) -> dict:
    """The words of this task, the subjects that weigh double, the direction and the rate of negation."""
    count = WORDS_A_SIDE[knobs["vocabulary"]]
    subjects = name_subjects(rng, setting["sample"])
    weights = [2.0 if number < 2 else 1.0 for number in rng.permutation(len(subjects))]
    return {
        "favourable": [str(word) for word in rng.choice(FAVOURABLE, count, replace=False)],
        "adverse": [str(word) for word in rng.choice(ADVERSE, count, replace=False)],
        "subjects": subjects,
        "weights": weights,
        "sign": int(rng.choice([1, 1, 1, 1, -1])),
        "negation": NEGATION[knobs["negation"]],
    }


def name_subjects(rng: np.random.Generator, sample: pd.DataFrame) -> list[str]:
    """Six subjects: things named by the task's own columns first, general ones to fill up."""
    own = [
        f"the {name.replace('_', ' ')}"
        for name in sample.columns
        if re.fullmatch(r"[a-z]{3,}(_[a-z]{3,})*", name)
    ]
    general = [str(subject) for subject in rng.permutation(SUBJECTS)]
    return (own[:3] + general)[:6]


def rows(rng: np.random.Generator, n: int, col: dict, p: dict, part: str, d: pd.DataFrame) -> dict:
    """Hidden clauses: number (2 to MOST_CLAUSES), and for each one subject, word, negated, intense."""
    drawn = {"_clauses": rng.integers(2, MOST_CLAUSES + 1, n)}
    for slot in range(MOST_CLAUSES):
        drawn[f"_subject{slot}"] = rng.integers(0, len(p["subjects"]), n)
        drawn[f"_word{slot}"] = rng.integers(0, 2 * len(p["favourable"]), n)
        drawn[f"_negated{slot}"] = (rng.random(n) < p["negation"]).astype(int)
        drawn[f"_intense{slot}"] = (rng.random(n) < 0.25).astype(int)
    return drawn


def latent(d: pd.DataFrame, p: dict, col: dict) -> tuple[np.ndarray, np.ndarray]:
    """Sum over the clauses of tone (turned by negation) x intensity x weight of the subject."""
    weights, half = np.array(p["weights"]), len(p["favourable"])
    total, plain = np.zeros(len(d)), np.zeros(len(d))
    for slot in range(MOST_CLAUSES):
        present = (slot < d["_clauses"]).to_numpy(float)
        tone = np.where(d[f"_word{slot}"] < half, 1.0, -1.0) * np.where(d[f"_negated{slot}"] == 1, -1.0, 1.0)
        tone = tone * np.where(d[f"_intense{slot}"] == 1, INTENSE, 1.0) * present
        plain += tone
        total += tone * weights[d[f"_subject{slot}"].to_numpy()]
    return p["sign"] * total, np.column_stack([total, plain])


def render(rng: np.random.Generator, d: pd.DataFrame, col: dict, p: dict) -> dict:
    """One text a row: its clauses and one or two neutral sentences, in random order."""
    words = p["favourable"] + p["adverse"]
    texts = []
    for row in d.to_dict("records"):
        sentences = [str(filler) for filler in rng.choice(FILLERS, rng.integers(1, 3), replace=False)]
        for slot in range(row["_clauses"]):
            verb = rng.choice(("was", "seemed", "looked"))
            if row[f"_negated{slot}"]:
                verb = rng.choice(("was not", "never seemed", "was hardly"))
            grade = "very" if row[f"_intense{slot}"] else rng.choice(("", "", "rather", "quite"))
            parts = (p["subjects"][row[f"_subject{slot}"]], verb, grade, words[row[f"_word{slot}"]])
            sentences.append(" ".join(part for part in parts if part))
        order = rng.permutation(len(sentences))
        texts.append(". ".join(sentences[position] for position in order) + ".")
    return {col["text"]: texts}


def describe(p: dict, col: dict) -> str:
    """The rule in prose."""
    heavy = ", ".join(name for name, weight in zip(p["subjects"], p["weights"]) if weight > 1)
    return (
        f"Each clause counts +1 for {', '.join(p['favourable'])} and -1 for {', '.join(p['adverse'])}; "
        f"a negator turns the sign, 'very' multiplies by {INTENSE}, and clauses about {heavy} count double. "
        f"Direction {p['sign']:+d}."
    )


def public_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """For every frequent last word of a clause: plain occurrences minus negated ones."""
    texts = [[negated_clauses(text) for text in frame[col["text"]]] for frame in (train, test)]
    seen = pd.Series([words[-1] for clauses in texts[0] for words, _ in clauses if words]).value_counts()
    vocabulary = sorted(seen[seen >= 5].index)
    blocks = [signed_counts(clauses, vocabulary) for clauses in texts]
    return blocks[0], blocks[1]


def rule_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Signed tone summed over each subject, for the words whose direction the training rows reveal."""
    parsed = [
        [
            [parse_clause(words, negated) for words, negated in negated_clauses(text)]
            for text in frame[col["text"]]
        ]
        for frame in (train, test)
    ]
    seen = pd.Series([clause[1] for row in parsed[0] for clause in row]).value_counts()
    # Only graded words occur negated and plain; sentences of the frame around them never are negated.
    turned = {clause[1] for row in parsed[0] for clause in row if clause[2] < 0}
    vocabulary = sorted(word for word in seen.index if word in turned)
    subjects = sorted({clause[0] for row in parsed[0] for clause in row if clause[1] in vocabulary})
    cubes = [subject_word_cube(row_clauses, subjects, vocabulary) for row_clauses in parsed]
    fitted = np.zeros((len(train), len(subjects)))
    fold = np.arange(len(train)) % 5
    for held in range(5):
        rest = fold != held
        fitted[~rest] = tone_by_subject(cubes[0][rest], y[rest], cubes[0][~rest])
    predicted = tone_by_subject(cubes[0], y, cubes[1])
    return (
        np.column_stack([fitted, fitted.sum(axis=1)]),
        np.column_stack([predicted, predicted.sum(axis=1)]),
    )


def subject_word_cube(rows_of_clauses: list, subjects: list[str], vocabulary: list[str]) -> np.ndarray:
    """Signed, intensity-weighted counts: (texts, subjects, words)."""
    place, index = {name: k for k, name in enumerate(subjects)}, {
        word: k for k, word in enumerate(vocabulary)
    }
    cube = np.zeros((len(rows_of_clauses), len(subjects), len(vocabulary)))
    for number, clauses in enumerate(rows_of_clauses):
        for subject, word, signed in clauses:
            if subject in place and word in index:
                cube[number, place[subject], index[word]] += signed
    return cube


def tone_by_subject(known: np.ndarray, y: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Fit tone of words and weight of subjects in turns (ridge), then the tone of `wanted` by subject.

    The target is a product of the two, so each is linear once the other is held.
    """
    centred = y - y.mean()
    weight = np.ones(known.shape[1])
    tone = np.zeros(known.shape[2])
    for _ in range(4):
        by_word = np.tensordot(known, weight, axes=(1, 0))
        tone = ridge_solution(by_word, centred, 5.0)
        # Words carry equal strength: their sign is what a small sample can tell.
        tone = np.sign(tone) * np.abs(tone).mean()
        weight = np.clip(ridge_solution(known @ tone, centred, 5.0), 0.3, 3.0)
    return wanted @ tone * weight


def ridge_solution(matrix: np.ndarray, target: np.ndarray, penalty: float) -> np.ndarray:
    """Coefficients of a ridge regression without intercept."""
    gram = matrix.T @ matrix + penalty * np.eye(matrix.shape[1])
    return np.linalg.solve(gram, matrix.T @ target)
