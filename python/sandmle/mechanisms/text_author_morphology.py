"""Reports by several hands: small habits of spelling, phrasing and punctuation betray an author in his own words; what
he quotes has the habits of somebody else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from sandmle.drives import drawn_favours
from sandmle.general_prose import GENERAL_PROSE, scenery_of
from sandmle.parts.drives import favoured
from sandmle.parts.habit_clauses import (
    OF_ACTS,
    OF_BLAME,
    OF_PLANS,
    episode,
    habit_clause,
    in_order,
    join_clauses,
    quote,
    speakable,
)
from sandmle.parts.habits import HABITS
from sandmle.parts.happenings import PLAIN_CLOSING_TURNS, PLAIN_LINE_TURNS, sayings
from sandmle.parts.prose import (
    acts_of,
    pick,
    seen_in,
    set_scene,
    short_share,
    spoken_by,
    tell,
    tellable,
    write_down,
)
from sandmle.parts.style import count_habits, likelihood_features

META = {
    "id": "text-author-morphology",
    "title": "Authors recognised by small habits of spelling, phrasing and punctuation in their own words",
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
    "hint": "Small habits of spelling, phrasing and punctuation tell, but only in a writer's own words.",
    "hints": [
        "the writer of {text} has small habits of spelling, phrasing and punctuation, but quoted passages show "
        "other people's habits",
        "in {text}, what is said matters less than how it is put: which of several ways of saying the same thing "
        "is chosen and which punctuation marks are used, outside quotations",
        "authors choose differently between equivalent spellings, short forms, joints and marks in {text}; set "
        "aside what is quoted and count such choices",
        "small words and marks in {text}, which many programs throw away, say much about its writer, as long as "
        "quotations are left out",
        "different authors tell of the same things in {text} but differ in how often they use one form or another"
        " of a phrase, and in their punctuation; quotations are in somebody else's voice",
        "in {text}, anything in quotation marks is somebody else's words; in the rest, how sentences begin, are "
        "joined and end is a habit like any other",
        "habits in {text} are choices between two or three ways to write the same thing, which each writer makes "
        "in shares of their own, though not in what they quote",
        "people who know each other tell {text} by its turns of phrase, its marks and its short forms, and not by"
        " what it quotes",
        "what {text} is about is a poor guide to its author; function words, variants of spelling and punctuation"
        " are a better one, once quotations have been removed",
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
EVENNESS = (0.3, 0.45, 0.7, 1.1)
HABITS_USED = 10
MARKS = (",", ";", "...", "!")
FLOOR = 0.04
# How often somebody is quoted beside a clause: in texts of some length, and in short ones.
QUOTED, QUOTED_SHORT = 0.35, 0.15
# Words of a clause and of a line, by which a wished length becomes numbers of both.
WORDS_IN_CLAUSE = 8.0
WORDS_IN_LINE = 8.0
SHORT_BELOW = 25
# So few that two clauses are often too many.
FEW_WORDS = 14
MOST_CLAUSES = 8
# Of how many people one text tells.
CAST = 3
SCENERY = ("person", "people", "places", "ref", "hours")
# What share of the texts each of the world's openings begins, where they are few.
SHARE_OF_OPENING = 0.07


def parameters(rng: np.random.Generator, columns: dict, knobs: dict, setting: dict) -> dict:
    """The habits in use, and how often each author has each way of them and each mark."""
    authors = max(setting["outputs"], 2)
    evenness = EVENNESS[knobs["overlap"]]
    prose = setting.get("prose") or GENERAL_PROSE
    scenery = scenery_of(setting, SCENERY)
    # Where a column tells the hour, a text tells none.
    known = sorted(set(HABITS) - ({"hour"} if "hour" in scenery.get("columns", {}) else set()))
    habits = [str(habit) for habit in rng.permutation(known)[:HABITS_USED]]
    return {
        "habits": habits,
        "columns": setting["outputs"],
        "ways": [[draw_shares(rng, len(HABITS[habit]), evenness) for habit in habits] for _ in range(authors)],
        "mark_shares": [draw_shares(rng, len(MARKS), 2 * evenness) for _ in range(authors)],
        **lengths(prose["words"]),
        "favours": drawn_favours(setting, authors),
        "typing": {"hasty": short_share(rng, 0.0, 0.1), "careless": short_share(rng, 0.05, 0.3)},
        "prose": {
            **scenery,
            **{key: plain_lines(prose[key]) for key in ("openings", "lines", "closings")},
            "acts": prose.get("acts", GENERAL_PROSE["acts"]),
            "plans": prose.get("plans", GENERAL_PROSE["plans"]),
        },
        "subjects": [
            {key: subject[key] for key in ("name", "many", "verbs", "good", "bad")} for subject in prose["subjects"]
        ],
    }


def plain_lines(lines: list[str]) -> list[str]:
    """Those that show no habit: without an hour, a number, a mark inside, or a word that is one of two."""
    told = ("{time}", "{few}", ",", ";", ":", "-")
    return [line for line in lines if not any(place in line for place in told) and not count_habits([line], own=False).any()]


def lengths(words: int) -> dict:
    """How many clauses, quotes and lines make a text of about so many words."""
    short = words < SHORT_BELOW
    lines = 0 if short else 1 if words < 60 else 2
    quoted = QUOTED_SHORT if short else QUOTED
    middle = (words - lines * WORDS_IN_LINE) / (WORDS_IN_CLAUSE * (1 + 1.3 * quoted))
    fewest = int(np.clip(round(middle - 0.5), 1 if words < FEW_WORDS else 2, MOST_CLAUSES - 2))
    return {"clauses": [fewest, fewest + (1 if short else 2)], "quoted": quoted, "lines": lines}


def draw_shares(rng: np.random.Generator, count: int, evenness: float) -> list[float]:
    """Frequencies that sum to one, none of them zero."""
    shares = rng.dirichlet(np.full(count, evenness)) + FLOOR
    shares = (shares / shares.sum()).round(4)
    shares[-1] = round(1 - shares[:-1].sum(), 4)
    return [float(share) for share in shares]


def rows(rng: np.random.Generator, n: int, col: dict, p: dict, part: str, d: pd.DataFrame) -> dict:
    """Hidden: how often each way of each habit stands in a text in its author's own words, and each mark; and the same
    of quotes, which follow a habit of the single text."""
    author = favoured(rng, d, p["favours"]) if p["favours"] else rng.integers(0, len(p["ways"]), n)
    clauses = rng.integers(p["clauses"][0], p["clauses"][1] + 1, n)
    count = len(p["habits"])
    own, quoted = (unlike_habits(rng, number, count) for number in (clauses, rng.binomial(clauses, p["quoted"])))
    drawn: dict[str, np.ndarray] = {}
    for at in range(count):
        shares = np.array([ways[at] for ways in p["ways"]])
        found = rng.multinomial(own[:, at], shares[author])
        others = rng.multinomial(quoted[:, at], rng.dirichlet(np.ones(shares.shape[1]), n))
        drawn |= {f"_own{at}_{way}": found[:, way] for way in range(shares.shape[1])}
        drawn |= {f"_quoted{at}_{way}": others[:, way] for way in range(shares.shape[1])}
    marks = rng.multinomial(clauses // 2, np.array(p["mark_shares"])[author])
    return drawn | {f"_mark{k}": marks[:, k] for k in range(len(MARKS))}


def unlike_habits(rng: np.random.Generator, wanted: np.ndarray, count: int) -> np.ndarray:
    """(rows, habits): 1 for those that a text shows, so many of `count` as are wanted of it."""
    return (np.argsort(rng.random((len(wanted), count)), axis=1) < wanted[:, None]).astype(int)


def latent(d: pd.DataFrame, p: dict, col: dict) -> tuple[np.ndarray, np.ndarray]:
    """Log likelihood of habits and marks under every author; one output: the difference of two authors."""
    scores = []
    for ways, marks in zip(p["ways"], p["mark_shares"]):
        total = np.zeros(len(d))
        for at, shares in enumerate(ways):
            for way, share in enumerate(shares):
                total += d[f"_own{at}_{way}"].to_numpy(float) * np.log(share)
        for k, share in enumerate(marks):
            total += d[f"_mark{k}"].to_numpy(float) * np.log(share)
        scores.append(total)
    table = np.stack(scores, axis=1)
    table = table - table.mean(axis=1, keepdims=True)
    return (table if p["columns"] > 1 else table[:, 1] - table[:, 0]), table


def render(rng: np.random.Generator, d: pd.DataFrame, col: dict, p: dict) -> dict:
    """One text a row: clauses that show the habits as drawn, with their marks, quotes, and lines of the world."""
    texts = []
    for row in d.to_dict("records"):
        prose = p["prose"]
        # Few people come up in one text.
        cast = [prose["people"][at] for at in rng.permutation(len(prose["people"]))]
        scene = seen_in(row, {**set_scene(rng, prose), "people": cast[:CAST], "who": cast[0]}, prose)
        own, quoted = (drawn_ways(rng, row, kind, p) for kind in ("own", "quoted"))
        things = [p["subjects"][at] for at in rng.permutation(len(p["subjects"]))]
        told = episode(rng, things, prose, any(habit in OF_BLAME for habit, _ in own))
        clauses = [
            habit_clause(rng, thing, habit, way, scene, told) for thing, (habit, way) in zip(spoken_of(things, own), in_order(own))
        ]
        sentences = join_clauses(rng, clauses, marks_of(rng, row, len(clauses)))
        for at, (habit, way) in enumerate(quoted):
            thing, who = things[-1 - at % len(things)], cast[at % CAST % len(cast)]
            rest = [one for one in cast if one != who]
            # The wife of a writer is nobody else's.
            others = [one for one in rest if not one.startswith(("my ", "our "))] or rest
            speaker = {**scene, "I": "I", "my": "my", "me": "me", "people": others}
            doings = {**told, "acts": speakable(acts_of(told, who)) or prose["acts"], "near": {}, "topic": ""}
            said = quote(rng, habit_clause(rng, thing, habit, way, speaker, doings, quoted=True)[0], who, told["used"])
            sentences.insert(int((len(sentences) + 1) * rng.random()), said)
        texts.append(write_down(rng, frame_remarks(rng, sentences, scene, told, p, in_order(own)[0][0] == "after"), p["typing"]))
    return {col["text"]: texts}


def spoken_of(things: list[dict], own: list[tuple[str, int]]) -> list[dict]:
    """The thing of each clause in order: of what was found, the last finding and every other one before it are on what
    the text is on, the rest each on a thing of its own; whatever follows goes on from there."""
    found = sum(habit not in (*OF_ACTS, *OF_PLANS) for habit, _ in own)
    beside = [things[0] if (found - at) % 2 else things[1 + at // 2 % (len(things) - 1)] for at in range(found)]
    return [*beside, *[things[0]] * (len(own) - found)]


def drawn_ways(rng: np.random.Generator, row: dict, kind: str, p: dict) -> list[tuple[str, int]]:
    """The habits of one row and the way of each, in random order."""
    ways = [
        (habit, way)
        for at, habit in enumerate(p["habits"])
        for way in range(len(HABITS[habit]))
        for _ in range(row[f"_{kind}{at}_{way}"])
    ]
    return [ways[at] for at in rng.permutation(len(ways))]


def marks_of(rng: np.random.Generator, row: dict, clauses: int) -> list[str]:
    """A mark behind every clause: those of the author, and full stops; the last one ends the text."""
    signs = [sign for k, sign in enumerate(MARKS) for _ in range(row[f"_mark{k}"])]
    stops = ["."] * (clauses - len(signs))
    order = [str(sign) for sign in rng.permutation([*signs, *stops[1:]])]
    return [*order, "."]


def frame_remarks(
    rng: np.random.Generator, sentences: list[str], scene: dict, told: dict, p: dict, follow: bool
) -> list[str]:
    """The sentences with lines of the world around them that none of them tells: what else happened comes first, at least
    one thing where the sentences follow on something."""
    prose = p["prose"]
    openings = tellable(prose["openings"], scene)
    # Few openings begin few texts, so that none begins many.
    opens = p["lines"] and rng.random() < min(0.5, SHARE_OF_OPENING * len(openings))
    opening = [tell(rng, pick(rng, openings), scene)] if opens else []
    left = {kind: fresh_of(prose[kind], told) for kind in ("acts", "plans")}
    roles = [{**role, "acts": fresh_of(role["acts"], told) or role["acts"]} for role in prose.get("roles", [])]
    free = prose | (left if all(len(ones) > 1 for ones in left.values()) else {}) | ({"roles": roles} if roles else {})
    free |= {"people": fresh_of(prose["people"], told) or prose["people"]}
    count = int((p["lines"] + 1) * rng.random()) if p["lines"] else 0
    count = max(count, int(follow))
    every = sayings(rng, "lines", PLAIN_LINE_TURNS, scene, free)
    lines = [spoken_by(tell(rng, every[at], scene), scene) for at in rng.permutation(len(every))[:count]]
    closings = sayings(rng, "closings", PLAIN_CLOSING_TURNS, scene, free)
    closes = p["lines"] and closings and rng.random() < 0.2
    return [*opening, *lines, *sentences, *([tell(rng, pick(rng, closings), scene)] if closes else [])]


def fresh_of(doings: list[str], told: dict) -> list[str]:
    """Those that a text has not told yet."""
    return [one for one in doings if one not in told["used"]]


def describe(p: dict, col: dict) -> str:
    """The rule in prose."""
    habits = "; ".join(f"{habit} {[ways[at] for ways in p['ways']]}" for at, habit in enumerate(p["habits"]))
    return (
        "Log likelihood, under each author's habits in class order, of the ways in which the text has each habit in its "
        f"own words ({habits}) and of the marks {' '.join(MARKS)} ({p['mark_shares']}). Quotes are noise."
    )


def public_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """How often every marker of a habit occurs, in the whole text and in its writer's own words."""
    blocks = []
    for frame in (train, test):
        texts = frame[col["text"]].tolist()
        blocks.append(np.hstack([count_habits(texts, own=False), count_habits(texts, own=True)]))
    return blocks[0], blocks[1]


def rule_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Log likelihood of habits in own words under each class; for the training rows estimated out of fold."""
    counts = [count_habits(frame[col["text"]].tolist(), own=True) for frame in (train, test)]
    return likelihood_features(*counts, y.astype(int))
