"""Reports by several hands: how an author ends the phrases before a pause, and with which mark, betrays him; the same
endings elsewhere say nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from sandmle.drives import drawn_favours
from sandmle.general_prose import GENERAL_PROSE
from sandmle.parts.drives import favoured
from sandmle.parts.endings import count_endings, likelihood_features
from sandmle.parts.habits import REMARKS, join_clauses, remark_on
from sandmle.parts.prose import pick, set_scene, short_share, tell, write_down

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
        "whole words hardly ever repeat in {text}; habits inside words do, and not everywhere in a "
        "sentence alike",
        "in {text}, the words themselves rarely come back, but the way they are made does",
        "parts of words in {text} say more than words, and some places in a sentence say more than others",
        "in {text}, habits below the level of words show, in some places more than in others",
        "looking inside the words of {text} pays off, and so does noting where in the sentence they stand",
        "new words keep turning up in {text}, while the way they are built stays the same",
        "in {text}, the same habit of spelling can be telling at one place in a sentence and mean "
        "nothing at another",
        "what {text} says matters less than how its words are made and where they are put",
        "small habits in {text} tell more than its vocabulary, at some places in a sentence more than "
        "at others",
    ],
    "target": "author",
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
ENDINGS_USED = 8
MARKS = (",", ";", " -", "...")
FLOOR = 0.02
# How often a clause opens with a phrase of its own, in texts that are long enough for that.
OPENED = 0.25
# Words of a clause and of a line, by which a wished length becomes numbers of both.
WORDS_IN_CLAUSE = 8.0
WORDS_IN_SHORT_CLAUSE = 6.5
WORDS_IN_LINE = 8.0
SHORT_BELOW = 25
MOST_CLAUSES = 8
SCENERY = ("person", "people", "places", "ref", "hours")


def parameters(rng: np.random.Generator, columns: dict, knobs: dict, setting: dict) -> dict:
    """The endings in use, and each author's frequencies of endings before a pause and of marks."""
    authors = max(setting["outputs"], 2)
    evenness = EVENNESS[knobs["overlap"]]
    prose = setting.get("prose") or GENERAL_PROSE
    endings = [str(ending) for ending in rng.permutation(sorted(REMARKS))[:ENDINGS_USED]]
    return {
        "endings": endings,
        "columns": setting["outputs"],
        "ending_shares": [draw_shares(rng, ENDINGS_USED, evenness) for _ in range(authors)],
        "mark_shares": [draw_shares(rng, len(MARKS), evenness) for _ in range(authors)],
        **lengths(prose["words"]),
        "favours": drawn_favours(setting, authors),
        "habits": {"hasty": short_share(rng, 0.1, 0.3), "careless": short_share(rng, 0.05, 0.3)},
        "prose": {
            **{key: prose[key] for key in SCENERY},
            **{key: plain_lines(prose[key], endings) for key in ("openings", "lines", "closings")},
        },
        "subjects": [
            {key: subject[key] for key in ("name", "many", "verbs", "good", "bad")} for subject in prose["subjects"]
        ],
    }


def plain_lines(lines: list[str], endings: list[str]) -> list[str]:
    """Those that end in none of the endings, nor in a name, which might, and have no mark inside."""
    forbidden = (*endings, "{who}", "{place}")
    return [line for line in lines if not line.rstrip(".").endswith(forbidden) and not set(line) & set(",;:-")]


def lengths(words: int) -> dict:
    """How many clauses and lines make a text of about so many words, and whether its clauses open with a phrase."""
    short = words < SHORT_BELOW
    lines = 0 if short else 1 if words < 60 else 2
    middle = (words - lines * WORDS_IN_LINE) / (WORDS_IN_SHORT_CLAUSE if short else WORDS_IN_CLAUSE)
    fewest = int(np.clip(round(middle - 0.5), 2, MOST_CLAUSES - 2))
    return {"clauses": [fewest, fewest + (1 if short else 2)], "opened": 0.0 if short else OPENED, "lines": lines}


def draw_shares(rng: np.random.Generator, count: int, evenness: float) -> list[float]:
    """Frequencies that sum to one, none of them zero."""
    shares = rng.dirichlet(np.full(count, evenness)) + FLOOR
    shares = (shares / shares.sum()).round(4)
    shares[-1] = round(1 - shares[:-1].sum(), 4)
    return [float(share) for share in shares]


def rows(rng: np.random.Generator, n: int, col: dict, p: dict, part: str, d: pd.DataFrame) -> dict:
    """Hidden: how often each ending stands before a pause, each elsewhere, and each mark, in a text of one author.

    Endings elsewhere follow a habit of the single text, not of the author.
    """
    author = favoured(rng, d, p["favours"]) if p["favours"] else rng.integers(0, len(p["ending_shares"]), n)
    clauses = rng.integers(p["clauses"][0], p["clauses"][1] + 1, n)
    endings = rng.multinomial(clauses, np.array(p["ending_shares"])[author])
    others = rng.multinomial(
        rng.binomial(clauses, p["opened"]), rng.dirichlet(np.ones(ENDINGS_USED), n)
    )
    # A sentence has two or three clauses; a full stop ends it, and the author's own mark every other clause.
    sentences = np.maximum(1, (clauses + 1) // rng.integers(2, 4, n))
    marks = rng.multinomial(clauses - sentences, np.array(p["mark_shares"])[author])
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
    """One text a row: clauses that end as drawn, with their marks, and an opening or a closing of the world."""
    texts = []
    counts = [
        d[[f"{prefix}{k}" for k in range(size)]].to_numpy()
        for prefix, size in (("_ending", ENDINGS_USED), ("_other", ENDINGS_USED), ("_mark", len(MARKS)))
    ]
    for at_pause, elsewhere, marks in zip(*counts):
        last, inner, signs = (
            rng.permutation(np.repeat(np.arange(len(count)), count)) for count in (at_pause, elsewhere, marks)
        )
        scene, used = set_scene(rng, p["prose"]), set()
        firsts = [p["endings"][k] for k in inner] + [""] * (len(last) - len(inner))
        order, things = rng.permutation(len(last)), rng.permutation(len(p["subjects"]))
        clauses = [
            remark_on(rng, p["subjects"][things[at % len(things)]], (firsts[order[at]], p["endings"][k]), scene, used)
            for at, k in enumerate(last)
        ]
        stops = ["."] * (len(last) - 1 - len(signs))
        joints = [*rng.permutation([*(MARKS[sign] for sign in signs), *stops]), "."]
        texts.append(write_down(rng, frame_remarks(rng, join_clauses(rng, clauses, joints), scene, p), p["habits"]))
    return {col["text"]: texts}


def frame_remarks(rng: np.random.Generator, sentences: list[str], scene: dict, p: dict) -> list[str]:
    """The sentences with lines of the world around them, in the order in which things happened."""
    prose = p["prose"]
    opens = p["lines"] and prose["openings"] and rng.random() < 0.6
    opening = [tell(rng, pick(rng, prose["openings"]), scene)] if opens else []
    count = int((p["lines"] + 2) * rng.random()) if p["lines"] else 0
    lines = [tell(rng, prose["lines"][at], scene) for at in rng.permutation(len(prose["lines"]))[:count]]
    # What else happened comes first, or behind everything that is remarked on.
    early = sum(rng.random() < 0.6 for _ in lines)
    closes = p["lines"] and prose["closings"] and rng.random() < 0.3
    closing = [tell(rng, pick(rng, prose["closings"]), scene)] if closes else []
    return [*opening, *lines[:early], *sentences, *lines[early:], *closing]


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
