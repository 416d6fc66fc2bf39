"""Reports whose tone depends on negation, emphasis, hearsay and what a clause is about."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from sandmle.drives import drawn_drives
from sandmle.general_prose import COMMON_SIDES, GENERAL_PROSE, scenery_of
from sandmle.parts.clauses import (
    EMPHATIC,
    clauses_of,
    judged_thing,
    judging_words,
    known_form,
    shown_clauses,
    signed_counts,
    things_in,
)
from sandmle.parts.drives import driven
from sandmle.parts.happenings import CLOSING_TURNS, LINE_TURNS, asides_on, sayings
from sandmle.parts.judgements import AGREEING_OPENINGS, OPPOSING_OPENINGS, join_judgements, judge, share
from sandmle.parts.prose import inner, pick, pick_fresh, seen_in, set_scene, short_share, spoken_by, tell, tellable, write_down
from sandmle.parts.side_talk import side_remark
from sandmle.parts.turns import COMMON_TAILS

META = {
    "id": "text-negation-scope",
    "title": "Tone of reports with negation, emphasis and subjects that weigh differently",
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
        "each judgement in {text} has a subject, some subjects weigh more than others, and the words next to a "
        "judgement may strengthen it or turn it round",
        "{text} should be read clause by clause: what is described there, how strongly, and whether a word of it "
        "is denied; not every subject is equally important",
        "the same word in {text} can count for or against, as a negation reverses it, emphasis strengthens it, "
        "and its subject decides how much it weighs",
        "counting words in {text} goes wrong where a neighbouring word reverses their meaning: pair each "
        "judgement with its subject, as some matter more, and note who is speaking",
        "it takes the whole phrase in {text} to know whether a word is praise or blame, and of what; a few "
        "subjects matter most, and what is only passed on from others may count differently",
        "single words in {text} are misleading, as the words next to them may strengthen or reverse them, and "
        "praise of one thing is not worth as much as praise of another",
        "what a sentence in {text} is about matters as much as its judgement, and that depends on negation and "
        "emphasis as much as on the word chosen",
        "{text} can be scored as a sum over its clauses: the tone of the word, turned by a negation, raised by "
        "emphasis and weighted by its subject; check whether hearsay counts",
        "some things in {text} are mentioned in passing and some carry weight: note the thing, the word, and any "
        "negation or emphasis around it",
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
SCENERY = ("person", "people", "places", "ref", "hours", "changing", "openings", "lines", "closings", "tails")

NEGATION = (0.22, 0.3, 0.38, 0.46)
# How many things are judged, and by how many words of praise and of blame each.
SUBJECTS = 6
WORDS_A_SIDE = (2, 3, 4)
# How evenly writers are spread between praise of everything and none: 1 is even, and less leaves fewer in between.
MOOD = 0.6
# Of how many things people also say that they are good or bad.
ANYWHERE = 0.45
STRONG_SHARE = 0.25
REPORTED_SHARE = 0.15
MOST_JUDGEMENTS = 5
# Fewer words are wished for than a sentence can be made of: key words then.
KEY_WORDS_BELOW = 18
WORDS_IN_KEY = 3.5
# What joins words on a thing to the judgement of it, or nothing: a sentence of their own; none behind so many words.
BEHIND = ("", "", "; ", ", and ", "; ")
BESIDE = (", and ", "; ", ", and ")
LONG = 16
# The ways to judge a thing: by a word, by a verb that judges by itself, or by what it showed; and how often each.
WAYS = ("word", "verdict", "shown")
WAY_SHARES = (0.66, 0.18, 0.16)
MANNER_EVENNESS = (4.0, 4.0, 3.0, 2.0, 1.0)
MANNERS = ("plain", "chatty", "formal", "brief", "list")
# How often a judgement has a remark beside it on something that does not count.
SIDE_SHARE = 0.12
# How often a text that is long enough has an opening, and how often a closing.
OPENS = 0.75
CLOSES = 0.55
# Words with which an aside goes on from what was just named.
GOING_ON = frozenset("I We It They He She There".split())
GOING_ON_WORDS = (*AGREEING_OPENINGS, *OPPOSING_OPENINGS, "It ", "They ", "He ", "She ")
WORDS_IN_JUDGEMENT = 7.5
# What share of the strongest word's tone a word has at least that says something.
LOUD = 0.25
WORDS_IN_ASIDE = 9.0


def parameters(rng: np.random.Generator, columns: dict, knobs: dict, setting: dict) -> dict:
    """The things of this task, their words, the two that weigh double, the direction and what hearsay counts."""
    prose = setting.get("prose") or GENERAL_PROSE
    count = WORDS_A_SIDE[knobs["vocabulary"]]
    # A description finds nothing good or bad.
    anywhere = 0.0 if prose.get("descriptive") else ANYWHERE
    chosen = rng.permutation(len(prose["subjects"]))[:SUBJECTS]
    heavy = prose.get("matters") or [prose["subjects"][number]["name"] for number in rng.permutation(chosen)[:2]]
    subjects = [
        {
            **{key: prose["subjects"][number][key] for key in ("name", "many", "verbs", "asides")},
            **{key: prose["subjects"][number][key] for key in ("mass", "shows") if key in prose["subjects"][number]},
            **{side: choose(rng, prose["subjects"][number][side], count, side if rng.random() < anywhere else "") for side in ("good", "bad")},
        }
        for number in chosen
    ]
    return {
        "subjects": subjects,
        "weights": [2.0 if subject["name"] in heavy else 1.0 for subject in subjects],
        "sign": prose["favours"],
        "negation": NEGATION[knobs["negation"]],
        "mood": MOOD,
        "hearsay": float(rng.choice([0, 0, 1])),
        **lengths(prose["words"]),
        "habits": {"hasty": short_share(rng, 0.1, 0.4), "careless": short_share(rng, 0.05, 0.3)},
        "prose": scenery_of(setting, SCENERY),
        "sides": sides_of(prose),
        "drives": drawn_drives(setting, {"_praise": prose["favours"]}),
        "ways": ways_of(prose, subjects),
        "manners": [round(float(share), 2) for share in rng.dirichlet(MANNER_EVENNESS)],
        "feeling": not prose.get("descriptive"),
    }


def sides_of(prose: dict) -> list[dict]:
    """Things that are talked of and do not count: none of those that are judged."""
    judged = {subject["name"] for subject in prose["subjects"]}
    return [side for side in prose.get("sides", COMMON_SIDES) if side["name"] not in judged]


def ways_of(prose: dict, subjects: list[dict]) -> list[float]:
    """How often each of the ways to judge is used: key words know one way only, nobody is let down by a description."""
    short = prose["words"] < KEY_WORDS_BELOW
    verdicts = 0.0 if short or prose.get("descriptive") else WAY_SHARES[1]
    shown = 0.0 if short or not all("shows" in subject for subject in subjects) else WAY_SHARES[2]
    return [round(1 - verdicts - shown, 2), verdicts, shown]


def choose(rng: np.random.Generator, words: list[str], count: int, common: str = "") -> list[str]:
    """Some of the words, in random order; one of them gives way to a word that is common to all things."""
    own = [str(word) for word in rng.permutation(words)[:count]]
    return [*own[:-1], common] if common and common not in own else own


def lengths(words: int) -> dict:
    """In which form clauses are written, and how many judgements and asides make texts of about so many words."""
    if words < KEY_WORDS_BELOW:
        middle = words / WORDS_IN_KEY
        fewest = int(np.clip(round(middle - 1), 1, 3))
        return {"form": "key words", "judgements": [fewest, min(MOST_JUDGEMENTS, fewest + 2)], "asides": [0, 0]}
    judgements = [2, 3] if words < 30 else [2, 4] if words < 45 else [3, MOST_JUDGEMENTS]
    middle = (words - WORDS_IN_JUDGEMENT * sum(judgements) / 2) / WORDS_IN_ASIDE
    fewest = int(np.clip(round(middle - 1), 0, 4))
    return {"form": "told", "judgements": judgements, "asides": [fewest, fewest + (1 if words < 30 else 2)]}


def rows(rng: np.random.Generator, n: int, col: dict, p: dict, part: str, d: pd.DataFrame) -> dict:
    """Hidden judgements: their number, and for each one thing (never twice), word, negated, strong, reported.

    Who is content with one thing is more easily content with the next.
    """
    (fewest, most), words = p["judgements"], len(p["subjects"][0]["good"])
    drawn = {"_judgements": rng.integers(fewest, most + 1, n)}
    things = rng.random((n, len(p["subjects"]))).argsort(axis=1)
    mood = driven(rng, rng.beta(p["mood"], p["mood"], n), d, p["drives"].get("_praise"))
    for slot in range(most):
        drawn[f"_subject{slot}"] = things[:, slot]
        drawn[f"_word{slot}"] = rng.integers(0, 2 * len(p["subjects"][0]["good"]), n)
        drawn[f"_negated{slot}"] = (rng.random(n) < p["negation"]).astype(int)
        drawn[f"_strong{slot}"] = (rng.random(n) < STRONG_SHARE).astype(int)
        drawn[f"_reported{slot}"] = (rng.random(n) < REPORTED_SHARE).astype(int)
        kind = rng.random(n) < mood
        # By a negation or without.
        drawn[f"_word{slot}"] = drawn[f"_word{slot}"] % words + words * (kind == (drawn[f"_negated{slot}"] == 1))
        drawn[f"_way{slot}"] = rng.choice(len(WAYS), n, p=p["ways"])
    return drawn


def tone_of(d: pd.DataFrame, p: dict, slot: int) -> np.ndarray:
    """What the judgement of one slot says of its thing: praise or blame, turned by negation, times emphasis."""
    tone = np.where(d[f"_word{slot}"] < len(p["subjects"][0]["good"]), 1.0, -1.0)
    tone = tone * np.where(d[f"_negated{slot}"] == 1, -1.0, 1.0)
    return tone * np.where(d[f"_strong{slot}"] == 1, EMPHATIC, 1.0)


def latent(d: pd.DataFrame, p: dict, col: dict) -> tuple[np.ndarray, np.ndarray]:
    """Sum over the judgements of tone x weight of the thing; hearsay counts as the rule says."""
    weights = np.array(p["weights"])
    total, plain = np.zeros(len(d)), np.zeros(len(d))
    for slot in range(p["judgements"][1]):
        tone = tone_of(d, p, slot) * (slot < d["_judgements"]).to_numpy(float)
        plain += tone
        counts = np.where(d[f"_reported{slot}"] == 1, p["hearsay"], 1.0)
        total += tone * counts * weights[d[f"_subject{slot}"].to_numpy()]
    return p["sign"] * total, np.column_stack([total, plain])


def render(rng: np.random.Generator, d: pd.DataFrame, col: dict, p: dict) -> dict:
    """One text a row in the manner of one writer: an opening, judgements with asides between them, a closing."""
    tones = np.column_stack([tone_of(d, p, slot) for slot in range(p["judgements"][1])])
    shares = np.array(p["manners"]) / sum(p["manners"])
    manners = rng.choice(MANNERS, len(d), p=shares)
    texts = []
    for row, tone, manner in zip(d.to_dict("records"), tones, manners):
        scene = seen_in(row, set_scene(rng, p["prose"]), p["prose"])
        told = begin(rng, str(manner), scene, p)
        judged = judgements_of(row, tone, p)
        if told["manner"] not in ("brief", "list"):
            judged = share(rng, judged)
        clauses = [judge(rng, subject, judgement, scene, told) for subject, judgement, _ in judged]
        if p["form"] == "told":
            whole = tuple(judgement["way"] != "word" for _, judgement, _ in judged)
            joined = join_judgements(rng, clauses, [tone for _, _, tone in judged], told["manner"], whole)
            sentences = frame_judgements(rng, joined, [subject for subject, _, _ in judged], scene, p)
            sentences = speak_aside(rng, sentences, scene, told, p)
        else:
            sentences = [", ".join(clauses)] if rng.random() < 0.6 else clauses
        texts.append(write_down(rng, sentences, p["habits"]))
    return {col["text"]: texts}


def begin(rng: np.random.Generator, manner: str, scene: dict, p: dict) -> dict:
    """What a text keeps in mind while it is written: its manner, tails, turns of phrase, whom it can quote."""
    every = tellable([*p["prose"]["tails"], *COMMON_TAILS], scene)
    return {
        "manner": manner if p["form"] == "told" else "list" if manner == "list" else "brief",
        "tails": [every[at] for at in rng.permutation(len(every))],
        "used": set(),
        "people": tuple(p["prose"]["people"]),
        "changing": p["prose"]["changing"],
        "feeling": p["feeling"],
        "sides": p["sides"],
        "varied": "acts" in p["prose"],
    }


def judgements_of(row: dict, tones: np.ndarray, p: dict) -> list[tuple[dict, dict, float]]:
    """The judgements of one row: thing, what is said of it, and tone."""
    judged = []
    for slot in range(row["_judgements"]):
        subject, word = p["subjects"][row[f"_subject{slot}"]], row[f"_word{slot}"]
        judgement = {
            "word": (subject["good"] + subject["bad"])[word],
            "side": "good" if word < len(subject["good"]) else "bad",
            "way": WAYS[row[f"_way{slot}"]],
            **{name: row[f"_{name}{slot}"] for name in ("negated", "strong", "reported")},
        }
        judged.append((subject, judgement, tones[slot]))
    return judged


def speak_aside(rng: np.random.Generator, sentences: list[str], scene: dict, told: dict, p: dict) -> list[str]:
    """The sentences, among them often one on what does not count."""
    taken: set[str] = set()
    spoken: list[str] = []
    for sentence in sentences:
        # Whatever goes on from the sentence before stays right behind it.
        goes_on = sentence.startswith(GOING_ON_WORDS)
        if spoken and not taken and not goes_on and rng.random() < SIDE_SHARE:
            spoken += [remark] if (remark := side_remark(rng, taken, scene, told)) else []
        spoken.append(sentence)
    return spoken


def frame_judgements(
    rng: np.random.Generator, judged: list[tuple[str, int]], things: list[dict], scene: dict, p: dict
) -> list[str]:
    """A text from its beginning to its end: an opening with what else happened, the judgements, each with words on its
    thing right behind it, and a closing."""
    fewest, most = p["asides"]
    count = fewest + int((most - fewest + 1) * rng.random())
    prose = p["prose"]
    openings = tellable(prose["openings"], scene)
    opens, closes = count > 0 and rng.random() < OPENS, count > 1 and rng.random() < CLOSES
    opens = opens and bool(openings)
    count -= opens + closes
    behind = min(count, int(np.ceil(count * rng.uniform(0.4, 0.9))), len(judged))
    told = [tell(rng, pick(rng, openings), scene)] if opens else []
    lines = sayings(rng, "lines", LINE_TURNS, scene, prose)
    before = [lines[at] for at in rng.permutation(len(lines))[: count - behind]]
    told += two_by_two(rng, [tell(rng, line, scene) for line in before])
    # What goes on from a judgement stands right behind it.
    followed = {at - 1 for at, (sentence, _) in enumerate(judged) if sentence.startswith((*AGREEING_OPENINGS, *OPPOSING_OPENINGS))}
    spoken = {int(at) for at in rng.permutation(len(judged))[:behind]} - followed
    used: set[str] = set()
    for at, (sentence, last) in enumerate(judged):
        told.append(sentence)
        if at in spoken:
            # Each word on a thing is had with somebody, and not always with the same person.
            beside = {**scene, "who": pick_fresh(rng, tuple(prose["people"]), used)}
            words = pick_fresh(rng, tuple(asides_on(rng, things[last], beside, prose)), used)
            aside = spoken_by(tell(rng, words, beside), beside)
            scene["time"] = beside["time"]
            goes_on = aside.split(" ", 1)[0] in GOING_ON
            joints = BEHIND if goes_on and " and " not in sentence else ("", "; ")
            joint = pick(rng, joints) if len(sentence.split()) < LONG and not {"?", "!"} & {*sentence} else ""
            told[-1:] = [f"{sentence}{joint}{inner(aside)}"] if joint else [sentence, aside]
    if closes:
        told.append(tell(rng, pick(rng, sayings(rng, "closings", CLOSING_TURNS, scene, prose)), scene))
    return told


def two_by_two(rng: np.random.Generator, lines: list[str]) -> list[str]:
    """What happened, often two things in one sentence."""
    told: list[str] = []
    for at, line in enumerate(lines):
        if at % 2 and rng.random() < 0.6:
            told[-1] = f"{told[-1]}{pick(rng, BESIDE)}{inner(line)}"
        else:
            told.append(line)
    return told


def describe(p: dict, col: dict) -> str:
    """The rule in prose."""
    heavy = ", ".join(
        subject["name"] for subject, weight in zip(p["subjects"], p["weights"]) if weight > 1
    )
    words = "; ".join(
        f"{subject['name']}: +1 for {', '.join(subject['good'])}, -1 for {', '.join(subject['bad'])}"
        for subject in p["subjects"]
    )
    hearsay = "counts like any other" if p["hearsay"] else "does not count"
    pleased = "being pleased with a thing is +1 as well, being let down by it -1, and so is " if p["ways"][1] else "so is "
    return (
        f"Each clause judges one thing ({words}; {pleased}what shows that it was well or ill); a negation turns the sign, emphasis multiplies by "
        f"{EMPHATIC}, and clauses about {heavy} count double; things that are not listed here do not count. What somebody "
        f"else is quoted with {hearsay}. Direction {p['sign']:+d}."
    )


def public_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """For every word that often judges: plain occurrences minus negated ones."""
    texts = [[clauses_of(text) for text in frame[col["text"]]] for frame in (train, test)]
    vocabulary = judging_words(texts[0])
    blocks = [signed_counts(clauses, vocabulary) for clauses in texts]
    return blocks[0], blocks[1]


def rule_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Signed tone summed over each thing, own judgements and hearsay apart, for words whose direction the training
    rows reveal."""
    texts = [[clauses_of(text) for text in frame[col["text"]]] for frame in (train, test)]
    vocabulary = judging_words(texts[0])
    seen = pd.Series(
        [judged_thing(clause.split()) for row in texts[0] for clause, _, _ in row if known_form(clause, vocabulary)]
    ).value_counts()
    often = seen[seen >= max(5, 0.01 * seen.sum())]
    things = sorted(thing for thing in often.index if thing and thing not in vocabulary)
    vocabulary += shown_clauses(texts[0], things, vocabulary)
    cubes = [judgement_cube(rows_clauses, things, vocabulary) for rows_clauses in texts]
    fitted = np.zeros((len(train), 2 * len(things)))
    fold = np.arange(len(train)) % 5
    for held in range(5):
        rest = fold != held
        fitted[~rest] = tone_by_thing(cubes[0][rest], y[rest], cubes[0][~rest])
    predicted = tone_by_thing(cubes[0], y, cubes[1])
    half = len(things)
    return tuple(
        np.column_stack([block[:, :half], block[:, :half].sum(axis=1), block[:, half:].sum(axis=1)])
        for block in (fitted, predicted)
    )


def judgement_cube(texts: list, things: list[str], vocabulary: list[str]) -> np.ndarray:
    """(texts, 2 x things, words): signed strength of every judging word by the things of its clause; hearsay in the
    second half."""
    column = {word: position for position, word in enumerate(vocabulary)}
    cube = np.zeros((len(texts), 2 * len(things), len(vocabulary)))
    for number, clauses in enumerate(texts):
        for clause, strength, reported in clauses:
            word = known_form(clause, column)
            if word:
                for layer in things_in(clause, things):
                    cube[number, layer + reported * len(things), column[word]] += strength
    return cube


def tone_by_thing(known: np.ndarray, y: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Weighted signed tone of every thing for the wanted texts, learnt from the known ones.

    Alternating least squares: the tone of words given the weights of things, then the weights given the tone.
    """
    centred = y - y.mean()
    weight = np.ones(known.shape[1])
    tone = np.zeros(known.shape[2])
    for _ in range(4):
        by_word = np.tensordot(known, weight, axes=(1, 0))
        tone = ridge_solution(by_word, centred, 5.0)
        # Words carry equal strength: their sign is what a small sample can tell. Those about nothing carry none.
        size = np.abs(tone)
        loud = size > LOUD * size.max(initial=0.0)
        tone = np.where(loud, np.sign(tone) * size.sum() / max(loud.sum(), 1), 0.0)
        weight = np.clip(ridge_solution(known @ tone, centred, 5.0), 0.0, None)
        weight = weight / max(weight.max(initial=0.0), 1e-9)
    return wanted @ tone * weight


def ridge_solution(matrix: np.ndarray, target: np.ndarray, penalty: float) -> np.ndarray:
    """Coefficients of a ridge regression without intercept."""
    gram = matrix.T @ matrix + penalty * np.eye(matrix.shape[1])
    return np.linalg.solve(gram, matrix.T @ target)
