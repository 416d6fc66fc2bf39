"""Invented words: how an author ends the words before a pause betrays him; stems and other endings say
nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from sandmle.parts.endings import count_endings, likelihood_features

META = {
    "id": "text-author-morphology",
    "title": "Authors recognised by the endings before a pause and by punctuation",
    "modality": "text",
    "tasks": ["multiclass", "binary"],
    "roles": [{"name": "text", "kind": "text", "table": "main", "positive": False, "levels": None}],
    "knobs": [
        {
            "name": "overlap",
            "levels": 4,
            "default": 1,
            "raiseOn": ["easy-default", "trivial", "saturated"],
            "lowerOn": ["unlearnable", "too-hard", "noisy"],
        },
    ],
    "hint": "Whole words hardly ever repeat; habits inside words do, and not everywhere in a sentence alike.",
    "hints": [
        "whole words of {text} hardly ever repeat; habits inside words do, and not everywhere in a sentence "
        "alike",
        "a list of words is of little use for {text}, as it is the make of the words that comes back",
        "in {text}, parts of words say more than words, and some places in a sentence say more than others",
        "everyone who writes {text} has habits below the level of words, and they show in some places more "
        "than in others",
        "looking inside the words of {text} pays, and so does noting where in the sentence they stand",
        "new words keep turning up in {text}, while the way in which they are built does not change",
        "in {text}, the same habit of spelling can be telling at one place in a sentence and mean nothing at "
        "another",
        "what {text} says matters less than how its words are made and where they are put",
    ],
    "skills": ["text-features", "morphology", "character-features", "calibration"],
    "combinable": False,
    "keywords": [
        "text",
        "author",
        "style",
        "writer",
        "stylometry",
        "spooky",
        "dialect",
        "hand",
        "handwriting",
        "origin",
    ],
}

OWNS = ("text",)

# Evenness of an author's habits: the larger, the more the authors resemble each other.
EVENNESS = (0.6, 0.9, 1.3, 1.8)
ENDINGS = "ing ous el ar ith ane um et ova ish ek ion ule aph ost ry".split()
ENDINGS_USED = 8
MARKS = (",", ";", " -", "...")
ONSETS = "b d f g k l m n p r s t v z br st tr kl".split()
VOWELS = "a e i o u ai ou".split()
PAUSES = (4, 8)
OTHERS = (8, 14)
FLOOR = 0.02


def parameters(rng: np.random.Generator, columns: dict, knobs: dict, setting: dict) -> dict:
    """The endings in use, and each author's frequencies of endings before a pause and of punctuation
    marks."""
    authors = max(setting["outputs"], 2)
    evenness = EVENNESS[knobs["overlap"]]
    return {
        "endings": [str(ending) for ending in rng.choice(ENDINGS, ENDINGS_USED, replace=False)],
        "columns": setting["outputs"],
        "ending_shares": [draw_shares(rng, ENDINGS_USED, evenness) for _ in range(authors)],
        "mark_shares": [draw_shares(rng, len(MARKS), evenness) for _ in range(authors)],
    }


def draw_shares(rng: np.random.Generator, count: int, evenness: float) -> list[float]:
    """Frequencies that sum to one, none of them zero."""
    shares = rng.dirichlet(np.full(count, evenness)) + FLOOR
    shares = (shares / shares.sum()).round(4)
    shares[-1] = round(1 - shares[:-1].sum(), 4)
    return [float(share) for share in shares]


def rows(rng: np.random.Generator, n: int, col: dict, p: dict, part: str, d: pd.DataFrame) -> dict:
    """Hidden: how often each ending stands before a pause, each elsewhere, and each mark, in a text of one
    author.

    Endings elsewhere follow a habit of the single text, not of the author.
    """
    author = rng.integers(0, len(p["ending_shares"]), n)
    pauses = rng.integers(PAUSES[0], PAUSES[1] + 1, n)
    endings = rng.multinomial(pauses, np.array(p["ending_shares"])[author])
    others = rng.multinomial(
        rng.integers(OTHERS[0], OTHERS[1] + 1, n), rng.dirichlet(np.ones(ENDINGS_USED), n)
    )
    # The last pause is the full stop.
    marks = rng.multinomial(pauses - 1, np.array(p["mark_shares"])[author])
    drawn = {f"_ending{k}": endings[:, k] for k in range(ENDINGS_USED)}
    drawn |= {f"_other{k}": others[:, k] for k in range(ENDINGS_USED)}
    return drawn | {f"_mark{k}": marks[:, k] for k in range(len(MARKS))}


def latent(d: pd.DataFrame, p: dict, col: dict) -> tuple[np.ndarray, np.ndarray]:
    """Log likelihood of pause endings and marks under every author; one output: the difference of two
    authors."""
    scores = []
    for endings, marks in zip(p["ending_shares"], p["mark_shares"]):
        total = np.zeros(len(d))
        for k, share in enumerate(endings):
            total += d[f"_ending{k}"].to_numpy(float) * np.log(share)
        for k, share in enumerate(marks):
            total += d[f"_mark{k}"].to_numpy(float) * np.log(share)
        scores.append(total)
    table = np.stack(scores, axis=1)
    table = table - table.mean(axis=1, keepdims=True)
    return (table if p["columns"] > 1 else table[:, 1] - table[:, 0]), table


def render(rng: np.random.Generator, d: pd.DataFrame, col: dict, p: dict) -> dict:
    """One text a row: invented stems with the drawn endings; a mark or the full stop after every pause."""
    texts = []
    counts = [
        d[[f"{prefix}{k}" for k in range(size)]].to_numpy()
        for prefix, size in (("_ending", ENDINGS_USED), ("_other", ENDINGS_USED), ("_mark", len(MARKS)))
    ]
    for at_pause, elsewhere, marks in zip(*counts):
        last, inner, signs = (
            rng.permutation(np.repeat(np.arange(len(count)), count)) for count in (at_pause, elsewhere, marks)
        )
        # Before which inner words a pause ends; the last pause ends the text.
        breaks = np.append(np.sort(rng.integers(0, len(inner) + 1, len(last) - 1)), len(inner))
        words, start = [], 0
        for number, stop in enumerate(breaks):
            words += [invent_stem(rng) + p["endings"][k] for k in inner[start:stop]]
            mark = MARKS[signs[number]] if number < len(signs) else "."
            words.append(invent_stem(rng) + p["endings"][last[number]] + mark)
            start = stop
        text = " ".join(words)
        texts.append(text[0].upper() + text[1:])
    return {col["text"]: texts}


def invent_stem(rng: np.random.Generator) -> str:
    """One or two syllables, each an onset and a vowel, closed by a consonant half of the time."""
    stem = "".join(str(rng.choice(ONSETS)) + str(rng.choice(VOWELS)) for _ in range(rng.integers(1, 3)))
    return stem + str(rng.choice(("", "", "n", "r", "l", "s")))


def describe(p: dict, col: dict) -> str:
    """The rule in prose."""
    habits = "; ".join(
        ", ".join(f"{ending} {share:.2f}" for ending, share in zip(p["endings"], shares))
        for shares in p["ending_shares"]
    )
    return (
        "Log likelihood, under each author's habits in class order, of the endings of words before a pause "
        f"({habits}) and of the marks {' '.join(MARKS)} ({p['mark_shares']}). Endings elsewhere are noise."
    )


def public_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """How often every common ending and every mark occurs, and every ending that stands before a mark."""
    texts = [frame[col["text"]].tolist() for frame in (train, test)]
    everywhere, paused = count_endings(*texts, pauses_only=False), count_endings(*texts, pauses_only=True)
    return np.hstack([everywhere[0], paused[0]]), np.hstack([everywhere[1], paused[1]])


def rule_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Log likelihood of pause endings and marks under each class; for the training rows estimated out of
    fold."""
    texts = [frame[col["text"]].tolist() for frame in (train, test)]
    return likelihood_features(*count_endings(*texts, pauses_only=True), y.astype(int))
